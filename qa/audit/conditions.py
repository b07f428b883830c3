"""What stands in the way of drawing, marking, ending and publishing an audit? The verb and its button ask here."""

from typing import Any

from core.workflow import Actor


def nobody_to_draw(audit: Any, by: Actor) -> str | None:
    if audit.status == "scoped" and not audit.plans().exists():
        of = "from a panel case of the period" if audit.drawn_from == "panel" else "in the period"
        return f"No plan of this scope was issued {of}. Stop this audit, and begin one with another scope."
    return None


def not_being_marked(case: Any, by: Actor) -> str | None:
    if case.audit.status != "marking":
        return f"This audit is not being marked: it is “{case.audit.get_status_display().lower()}”."
    if case.status != "in_sample":
        return "This plan was set aside: it is not marked."
    return None


def own_work(case: Any, by: Actor) -> str | None:
    """Whoever wrote the quality assurance, or advice for this plan, does not judge what came of it."""
    if by.user and by.user.pk in case.written_by:
        return "You wrote the quality assurance or advice for this plan, so somebody else marks it."
    return None


def marked_already(case: Any, by: Actor) -> str | None:
    marks = list(case.marks.all())
    if by.user and any(mark.marker_id == by.user.pk for mark in marks):
        return "You have marked this plan."
    if len(marks) >= case.markers_needed:
        return "This plan is marked."
    return None


def nothing_to_settle(case: Any, by: Actor) -> str | None:
    if case.settled:
        return "This is settled."
    if not case.differences:
        return "There are no two marks that differ."
    return None


def nothing_to_explain(mark: Any, by: Actor) -> str | None:
    if by.user and mark.marker_id != by.user.pk:
        return f"{mark.marker} marked this, and says why."
    if mark.case.audit.status != "marking":
        return "The marking has ended."
    if mark.agrees_with_the_portal:
        return "Your mark and the portal’s comparison say the same."
    return None


def not_set_aside(case: Any, by: Actor) -> str | None:
    if case.audit.status != "marking":
        return "The marking has ended."
    if case.status != "set_aside":
        return "This plan is in the sample."
    if hasattr(case, "replaced_by"):
        return f"{case.replaced_by} was drawn in its place."
    if case.next_reserve() is None:
        return "There is no reserve left: every plan of this part of the population is drawn."
    return None


def not_all_marked(audit: Any, by: Actor) -> str | None:
    """Every plan of the sample, every second mark, and every difference."""
    cases = [case for case in audit.cases.for_list() if case.is_in_sample]
    if not cases:
        return "No plan is in the sample."
    to_mark = sum(case.markers_needed - len(case.first_two) for case in cases)
    if to_mark:
        return f"{to_mark} {'mark is' if to_mark == 1 else 'marks are'} missing."
    differing = sum(bool(case.differences) and not case.settled for case in cases)
    if differing:
        return f"Two markers differ about {differing} {'plan' if differing == 1 else 'plans'}: settle that first."
    unexplained = sum(mark.wants_a_word for case in cases for mark in case.first_two)
    if unexplained:
        marks = "mark differs" if unexplained == 1 else "marks differ"
        return f"{unexplained} {marks} from the portal’s comparison without a word of why."
    return None


def not_all_answered(audit: Any, by: Actor) -> str | None:
    """Findings have actions or say why none is needed; an outside body's points have our answer."""
    findings = list(audit.findings.prefetch_related("actions"))
    if not findings:
        return "Write at least one finding first." if not audit.is_outside else "Enter the points of the audit first."
    if audit.is_outside and (open_ones := [str(one.number) for one in findings if not one.answer]):
        return f"Not answered yet: {', '.join(open_ones)}."
    loose = [str(one.number) for one in findings if not one.no_action and not one.actions.all()]
    return f"No action yet, and no word of why none is needed: {', '.join(loose)}." if loose else None

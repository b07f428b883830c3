"""An audit from its scope to its report: who draws, who marks, what is shown to whom, and what is counted."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from core.scope import Scope, opened
from core.today import pretend
from core.workflow import Refused
from ehcp.models import PanelCase
from people.models import Consent
from qa.audit.drawing import same_again
from qa.audit.results import Results
from qa.models import Answer, Audit, AuditAction, AuditCase, AuditPaper, Finding, Mark, Member, QuestionSet
from send_portal.demo.cast import Cast
from tests.ehcp.panel_story import PLANNED, meeting_of, on_agenda, panel_of
from tests.qa.audited import DAY, as_typed, changed, drawn, marked, not_asked, scoped, used
from tests.reporting.cases import saved

WHY = {"reason": "not_asked"}


@pytest.fixture(autouse=True)
def _in_july() -> Any:
    with pretend(DAY):
        yield


def page(client: Client, user: Any, address: str) -> str:
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def status(client: Client, user: Any, address: str) -> int:
    client.force_login(user)
    return client.get(address).status_code


def test_the_draw_freezes_the_population_and_the_seed_gives_the_same_plans_again(cast: Cast) -> None:
    for la in ("wiltshire", "wiltshire", "wiltshire", "swindon"):
        not_asked(cast, la=la)
    audit = drawn(cast, local_authority=None, strata="local_authority", size=3)
    assert {str(part): (part.population, part.sample) for part in audit.parts.all()} == {
        "Swindon": (1, 1), "Wiltshire": (3, 2),
    }  # fmt: skip
    ids = [case.member.plan_id for case in audit.cases.all()]
    assert same_again(audit)
    not_asked(cast)
    assert audit.population == 4 == audit.members.count()
    assert same_again(Audit.objects.get(pk=audit.pk))
    again = drawn(cast, local_authority=None, strata="local_authority", size=3, seed="another")
    assert (again.population, audit.seed) == (5, "seed")
    assert [case.member.plan_id for case in Audit.objects.get(pk=audit.pk).cases.all()] == ids
    with pytest.raises(Refused):
        audit.draw(by=cast["dco"])


def test_a_child_whose_family_said_no_to_audits_is_left_out_and_counted(cast: Cast) -> None:
    said_no, _ = not_asked(cast), not_asked(cast)
    parent = {"giver": "parent", "given_by": "Alex Moor", "responsibility": "mother", "how": "written"}
    Consent.record(by=cast["coordinator"], child=said_no.child, given_on=DAY, refused_for=["audit"], **parent)
    audit = drawn(cast, size=2)
    assert (audit.population, audit.left_out, audit.cases.count()) == (1, 1, 1)
    assert audit.cases.get().member.plan_id != said_no.pk


def test_a_plan_whose_family_says_no_after_the_draw_is_not_marked_and_no_reserve_either(cast: Cast) -> None:
    plans = [not_asked(cast), not_asked(cast)]
    audit = drawn(cast, size=1)
    case = audit.cases.get()
    parent = {"giver": "parent", "given_by": "Alex Moor", "responsibility": "mother", "how": "written"}
    for plan in plans:
        Consent.record(by=cast["coordinator"], child=plan.child, given_on=DAY, refused_for=["audit"], **parent)
    with opened(cast["adviser"].scope), pytest.raises(ValidationError, match="said no to audits since"):
        marked(case, cast["adviser"])
    case.set_aside(by=cast["adviser"], why="family")
    with pytest.raises(Refused, match="no reserve left"):
        AuditCase.draw_reserve(by=cast["dco"], replaces=AuditCase.objects.get(pk=case.pk))


def test_an_audit_of_no_plan_is_not_drawn_and_a_period_lies_behind_us(cast: Cast) -> None:
    empty = scoped(cast)
    with pytest.raises(Refused, match="No plan of this scope"):
        empty.draw(by=cast["dco"])
    with pytest.raises(ValidationError, match="future"):
        scoped(cast, period_to=date(2026, 7, 2))
    with pytest.raises(ValidationError, match="ends before"):
        scoped(cast, period_from=date(2026, 5, 1))


def test_papers_are_shown_without_names_and_the_marker_does_not_reach_the_child(client: Client, cast: Cast) -> None:
    used(cast, given_name="Isla", family_name="Penrose", nhs_number="9991234506")
    audit = drawn(cast, size=1)
    case = audit.cases.get()
    text = page(client, cast["adviser"], f"/qa/audits/plans/{case.pk}/mark/")
    assert "[name] has epilepsy" in text
    assert "Isla" not in text
    assert "Penrose" not in text
    with opened(cast["adviser"].scope):
        assert AuditPaper.objects.filter(case=case).count() == 7
        assert not Member.objects.exists()
    la = Scope(
        organisations=frozenset({cast.org["wiltshire"].pk}), child_organisations=frozenset({cast.org["wiltshire"].pk})
    )
    with opened(la):
        assert not Audit.objects.exists()
        assert not AuditPaper.objects.exists()


def test_whoever_wrote_the_quality_assurance_or_advice_does_not_mark(client: Client, cast: Cast) -> None:
    used(cast)
    case = drawn(cast, size=1).cases.get()
    with pytest.raises(Refused, match="You wrote the quality assurance or advice"):
        marked(case, cast["dco"], "used")
    assert "You wrote the quality assurance" in page(client, cast["dco"], f"/qa/audits/plans/{case.pk}/mark/")
    assert marked(case, cast["dco_2"], "used").place == "first"
    with pytest.raises(Refused, match="You have marked this plan"):
        marked(case, cast["dco_2"], "used")


def test_a_marker_marks_blind_and_then_sees_the_comparison(client: Client, cast: Cast) -> None:
    changed(cast)
    case = drawn(cast, size=1, twice_per_cent=100).cases.get()
    form = page(client, cast["adviser"], f"/qa/audits/plans/{case.pk}/mark/")
    assert "own comparison" not in form
    answer = client.post(f"/qa/audits/plans/{case.pk}/mark/", as_typed(case, "used"))
    mark = Mark.objects.get()
    assert answer.headers["Location"] == mark.get_absolute_url()
    shown = page(client, cast["adviser"], mark.get_absolute_url())
    assert "It differs from this mark" in shown
    assert "Health provision: therapy was added" in shown
    # The second marker, who runs the audit too, reads nothing of the first.
    assert status(client, cast["dco_2"], mark.get_absolute_url()) == 404
    assert "Tom Ashgrove" not in page(client, cast["dco_2"], case.get_absolute_url())
    marked(case, cast["dco_2"], "not_used")
    assert "Tom Ashgrove" in page(client, cast["dco_2"], case.get_absolute_url())


def test_a_form_without_its_reason_or_an_answer_is_shown_again(client: Client, cast: Cast) -> None:
    not_asked(cast)
    case = drawn(cast, size=1).cases.get()
    client.force_login(cast["adviser"])
    address = f"/qa/audits/plans/{case.pk}/mark/"
    assert client.post(address, as_typed(case, "not_asked")).status_code == 422
    assert client.post(address, as_typed(case, "used", names="yes")).status_code == 422
    assert client.post(address, {"outcome": "used", "names": "no"}).status_code == 422
    done = as_typed(case, "not_asked", not_asked_reason="no_advice", names="yes", names_where="Section F")
    assert client.post(address, done).status_code == 302
    mark = Mark.objects.get()
    assert (mark.reason, mark.names_seen, mark.names_where) == ("no_advice", True, "Section F")
    assert mark.answers.count() == 8
    with pytest.raises(ValidationError, match="goes with the outcome"):
        Mark(case=case, outcome="used").made(case, "second", cast["dco"], outcome="used", reason="no_advice")


def test_two_marks_that_differ_are_settled_before_the_marking_ends(cast: Cast) -> None:
    changed(cast)
    audit = drawn(cast, size=1, twice_per_cent=100)
    case = audit.cases.get()
    for missing in ("2 marks are missing", "1 mark is missing"):
        with pytest.raises(Refused, match=missing):
            audit.end_marking(by=cast["dco"])
        marked(case, cast["adviser" if "2" in missing else "adviser_2"], "used" if "2" in missing else "not_used")
    with pytest.raises(Refused, match="Two markers differ about 1 plan"):
        audit.end_marking(by=cast["dco"])
    case = AuditCase.objects.get()
    assert case.state == "Two differ"
    assert case.differences == ["the outcome"]
    answers = dict.fromkeys(audit.question_set.questions.all(), "yes")
    facts = {"case": case, "outcome": "not_used", "reason": "therapy_in_g", "answers": answers}
    with pytest.raises(ValidationError, match="A third person decides"):
        Mark.settle(by=cast["adviser"], how="third", **facts)
    with pytest.raises(ValidationError, match="One of the two markers"):
        Mark.settle(by=cast["dco_2"], how="talk", **facts)
    Mark.settle(by=cast["dco_2"], how="third", note="The therapy is in G.", **facts)
    with pytest.raises(Refused, match="1 mark differs from the portal’s comparison"):
        audit.end_marking(by=cast["dco"])
    first = Mark.objects.get(place="first")
    with pytest.raises(Refused, match="Tom Ashgrove marked this"):
        first.explain_difference(by=cast["adviser_2"], difference_note="A slip.")
    first.explain_difference(by=cast["adviser"], difference_note="I overlooked the last sentence.")
    audit.end_marking(by=cast["dco"])
    results = Results(Audit.objects.get())
    assert (results.counts["not_used"], results.agreement.n, results.agreement.alike) == (1, 1, 0)
    assert [mark.place for mark in results.against_the_portal] == ["first"]


def test_a_plan_that_cannot_be_marked_is_set_aside_and_the_next_of_its_part_drawn(cast: Cast) -> None:
    for _ in range(2):
        not_asked(cast)
    audit = drawn(cast, size=1)
    case = audit.cases.get()
    with pytest.raises(Refused, match="in the sample"):
        AuditCase.draw_reserve(by=cast["dco"], replaces=case)
    case.set_aside(by=cast["adviser"], why="known", note="It was in the newspaper.")
    reserve = AuditCase.draw_reserve(by=cast["dco"], replaces=AuditCase.objects.get(pk=case.pk))
    assert (reserve.member.place, reserve.number, reserve.papers.count()) == (2, 2, 4)
    assert same_again(audit)
    with pytest.raises(Refused, match="was drawn in its place"):
        AuditCase.draw_reserve(by=cast["dco"], replaces=AuditCase.objects.get(pk=case.pk))
    reserve.set_aside(by=cast["adviser"], why="papers_missing")
    with pytest.raises(Refused, match="no reserve left"):
        AuditCase.draw_reserve(by=cast["dco"], replaces=AuditCase.objects.get(pk=reserve.pk))
    with pytest.raises(Refused, match="No plan is in the sample"):
        audit.end_marking(by=cast["dco"])


def found(cast: Cast) -> Audit:
    """Marked by one, with a finding."""
    not_asked(cast)
    audit = drawn(cast, size=1)
    marked(audit.cases.get(), cast["adviser"])
    marked_portal = Mark.objects.get()
    if marked_portal.wants_a_word:
        marked_portal.explain_difference(by=cast["adviser"], difference_note="Nobody asked.")
    audit.end_marking(by=cast["dco"])
    Finding.add(by=cast["dco"], audit=audit, words="Drafts are agreed outside the panel.")
    return audit


def test_findings_become_actions_and_the_local_authority_sees_what_is_published(client: Client, cast: Cast) -> None:
    audit = found(cast)
    finding, later = Finding.objects.get(), date(2026, 9, 1)
    with pytest.raises(Refused, match="No action yet"):
        audit.publish(by=cast["dco"], conclusion="Ask.", re_audit_due_on=date(2027, 7, 1))
    facts: dict[str, Any] = {"finding": finding, "due_on": later}
    ours = AuditAction.set(by=cast["dco"], what="Ask panels for drafts", team=cast.team["send_wiltshire"], **facts)
    case = audit.cases.get()
    of_child = AuditAction.set(
        by=cast["dco"], what="Agree Section G now", team=cast.team["dcos"], about=case, person=cast["dco_2"], **facts
    )
    assert of_child.case_action.child == case.member.child
    assert of_child.case_action.action_clock.person == cast["dco_2"]
    # Whoever owes it sees their action; the audit only once it is published.
    assert ours.what in page(client, cast["la_manager"], ours.get_absolute_url())
    assert status(client, cast["la_manager"], audit.get_absolute_url()) == 404
    with pytest.raises(ValidationError, match="until 1 July 2027"):
        audit.publish(by=cast["dco"], conclusion="Ask.", re_audit_due_on=date(2027, 7, 2))
    audit.publish(by=cast["dco"], conclusion="Ask.", re_audit_due_on=date(2027, 7, 1))
    shown = page(client, cast["la_manager"], audit.get_absolute_url())
    assert "Drafts are agreed outside the panel." in shown
    assert "A1-" not in shown
    assert status(client, cast["la_manager"], case.get_absolute_url()) == 404
    assert status(client, cast["swindon_coordinator"], audit.get_absolute_url()) == 404
    assert status(client, cast["coordinator"], audit.get_absolute_url()) == 404
    client.force_login(cast["la_manager"])
    assert client.get(f"/qa/audits/{audit.pk}/report.pdf").content.startswith(b"%PDF")
    assert "QA not asked for,1,100" in client.get(f"/qa/audits/{audit.pk}/report.csv").content.decode()
    ours.finish_action(by=cast["la_manager"], on=DAY, note="The lists are sent each week.")
    assert not AuditAction.objects.open().filter(pk=ours.pk).exists()
    assert AuditAction.objects.open().get() == of_child
    of_child.case_action.finish_action(by=cast["dco"], on=DAY)
    assert not AuditAction.objects.open().exists()
    with pytest.raises(Refused, match="Findings are written between"):
        Finding.add(by=cast["dco"], audit=audit, words="More.")


def test_a_repeated_audit_stands_beside_the_last_one(client: Client, cast: Cast) -> None:
    audit = found(cast)
    audit.findings.get().change(by=cast["dco"], words="Asked late.", no_action="It was one plan.")
    audit.publish(by=cast["dco"], conclusion="Ask.", re_audit_due_on=date(2027, 7, 1))
    assert Audit.objects.to_repeat().get() == audit
    used(cast)
    again = drawn(cast, size=2, previous=audit)
    assert not Audit.objects.to_repeat().exists()
    for case in again.cases.for_list():
        mark = marked(case, cast["adviser"], case.portal_outcome)
        assert mark.agrees_with_the_portal
    again.end_marking(by=cast["dco"])
    shown = page(client, cast["dco"], again.get_absolute_url())
    assert "50 percentage points more" in shown
    assert "against 0% of 1 in the last audit" in shown


def test_an_outside_audit_is_answered_point_by_point(client: Client, cast: Cast) -> None:
    audit = Audit.enter_outside(
        by=cast["dco"], icb=cast.org["icb"], title="Health advice in plans", body="The regional team", held_on=DAY
    )
    with pytest.raises(Refused, match="Enter the points"):
        audit.publish(by=cast["dco"], conclusion="Fair.", re_audit_due_on=date(2027, 6, 1))
    point = Finding.add(by=cast["dco"], audit=audit, words="Advice names no provider.", no_action="It is done.")
    with pytest.raises(Refused, match="Not answered yet: 1"):
        audit.publish(by=cast["dco"], conclusion="Fair.", re_audit_due_on=date(2027, 6, 1))
    point.give_answer(by=cast["dco"], answer="The template asks for the provider since May.")
    audit.publish(by=cast["dco"], conclusion="Fair.", re_audit_due_on=date(2027, 6, 1))
    assert "Point 1" in page(client, cast["dco"], audit.get_absolute_url())
    client.force_login(cast["dco"])
    assert client.get(f"/qa/audits/{audit.pk}/report.pdf").content.startswith(b"%PDF")


def test_new_questions_are_a_new_version_and_an_audit_keeps_its_own(client: Client, cast: Cast) -> None:
    audit = scoped(cast)
    client.force_login(cast["dco"])
    sent = {"words_1": "Is it used?", "example_1": "Yes: all of it.", "weight_1": "2", "section_1": "G"}
    assert client.post("/qa/audits/questions/write/", sent | {"words_2": "And?"}).status_code == 422
    assert client.post("/qa/audits/questions/write/", sent).status_code == 302
    new = QuestionSet.objects.get(number=2)
    assert [(q.words, q.weight, q.section) for q in new.questions.all()] == [("Is it used?", 2, "G")]
    assert audit.question_set.questions.count() == 8
    assert scoped(cast).question_set == new
    assert "Version 2" in page(client, cast["dco"], "/qa/audits/questions/")


def test_the_lists_are_for_readers_and_hold_no_name(client: Client, cast: Cast) -> None:
    not_asked(cast)
    audit = drawn(cast, size=1)
    assert str(audit) in page(client, cast["adviser"], "/qa/audits/")
    assert "1 plan for you to mark" in page(client, cast["adviser"], audit.get_absolute_url())
    assert "There is no audit" in page(client, cast["la_manager"], "/qa/audits/")
    assert status(client, cast["coordinator"], "/qa/audits/") == 403
    assert status(client, cast["stranger"], audit.get_absolute_url()) == 404
    client.force_login(cast["adviser"])
    case = audit.cases.get()
    assert client.get(f"/qa/audits/{audit.pk}/next/").headers["Location"] == f"/qa/audits/plans/{case.pk}/mark/"
    marked(case, cast["adviser"])
    assert client.get(f"/qa/audits/{audit.pk}/next/").headers["Location"] == audit.get_absolute_url()


def test_answers_are_weighed_and_what_does_not_apply_is_left_out(cast: Cast) -> None:
    not_asked(cast)
    mark = marked(drawn(cast, size=1).cases.get(), cast["adviser"], given="na")
    assert mark.score is None
    weights = [answer.question.weight for answer in mark.answers.all()]
    given = dict(zip(mark.answers.values_list("pk", flat=True), ["yes", "partly", "no"], strict=False))
    rows = [Answer(mark=mark, question=a.question, given=given.get(a.pk, "na")) for a in mark.answers.all()]
    mark._prefetched_objects_cache = {"answers": rows}
    assert mark.score == round(100 * (weights[0] + weights[1] / 2) / sum(weights[:3]))


def test_an_audit_draws_from_the_cases_put_to_a_panel(cast: Cast) -> None:
    """By the day of the meeting; those without a plan yet are counted, and not drawn."""
    plan, other = used(cast), used(cast)
    with pretend(PLANNED):
        meeting = meeting_of(panel_of(cast), cast)  # in March, when no plan was issued
    waiting = on_agenda(cast, meeting, stage="issue")
    for place, one in enumerate((plan, other), start=2):
        facts = {"child": one.child, "assessment": one.assessment, "stage": "issue", "position": place}
        saved(PanelCase(meeting=meeting, put_on_on=PLANNED, put_on_by=cast["coordinator"], **facts))
    march = {"period_from": date(2026, 3, 1), "period_to": date(2026, 3, 31), "drawn_from": "panel"}
    audit = drawn(cast, **march)
    assert {member.plan for member in audit.members.all()} == {plan, other}
    assert (audit.population, audit.panel_cases) == (2, 3)
    assert waiting.assessment_id not in audit.plans().values_list("assessment", flat=True)
    assert audit.title.endswith("March 2026, panel cases")
    with pytest.raises(Refused, match="from a panel case of the period"):
        drawn(cast, **march | {"period_to": date(2026, 3, 2)})

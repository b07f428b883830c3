"""What is the whole story of this child, for this person?"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef

from accounts.roles import Permission
from clocks.models import Clock, Reminder, read_exceptions
from core.today import today
from desk import undelivered
from desk.stages import stages_of
from desk.steps import creations_in, listed, next_step, open_creations_in, records_of
from desk.timeline import Event, Records, as_listed, gathered, may_read, timeline, told_models
from desk.worklist import Row
from ehcp.in_turn import Turn, in_turn
from ehcp.models import AdviceRequest, AssessmentRequest, DraftShown, Plan, PlanVersion, Section23Notification
from ehcp.models.section_set import Section
from people import consented
from people.models import Child, Contact, Document, Involvement, SharingWithoutConsent
from tribunals.models import Regulation6Response

EVENTS = 50  # on a page of the timeline
# Apps whose records of a child are listed beside its timeline.
BESIDE = ("has_team", "tribunals", "assurance")


def sees_whole_file(user: Any, child: Child) -> bool:
    """Somebody who was only asked for advice, or only reviews a response, sees that and not the file."""
    return Child.objects.whole_file_of(user).filter(pk=child.pk).exists()


def flags_of(child: Child) -> list[dict[str, str]]:
    """What changes how people act."""
    flags = []
    if child.looked_after:
        flags.append({"text": "Looked after", "colour": "purple"})
    if child.child_protection:
        flags.append({"text": "Child protection plan", "colour": "red"})
    if child.interpreter:
        flags.append({"text": f"Interpreter: {child.interpreter}", "colour": "yellow"})
    if child.accessible_format:
        flags.append({"text": f"Format: {child.accessible_format}", "colour": "yellow"})
    return flags


def line_of(clock: Clock, user: Any) -> dict[str, Any]:
    """A time limit as it is drawn, with what this person may do about it beside its record."""
    return clock.line | {"actions": open_creations_in(clock, user)}


def told_about(child: Child, user: Any) -> list[Reminder]:
    """Who was reminded of the time limits that this person sees, newest first."""
    return list(Reminder.objects.visible_to(user).filter(clock__child=child).for_list())


class ProviderCase:
    """The child's name and age, and what these people were asked: no more of the file."""

    def __init__(self, child: Child, user: Any) -> None:
        self.child, self.user, self.on = child, user, today()

    @cached_property
    def rows(self) -> list[Row]:
        clocks = list(Clock.objects.visible_to(self.user).filter(child=self.child).for_list().order_by("-due_on"))
        read_exceptions(clocks, self.user)
        records = records_of(clocks, self.user)
        known = [(clock, records[clock.pk]) for clock in clocks if clock.pk in records]
        rows = [Row(clock, record, next_step(clock, record, self.user)) for clock, record in known]
        return sorted(rows, key=lambda row: row.button is None)  # what is to be done stands first

    @property
    def parts(self) -> list[tuple[Row, list[dict[str, Any]]]]:
        """Each with the line of its time limit."""
        return [(row, [line_of(row.clock, self.user)]) for row in self.rows]

    @property
    def others(self) -> list[Any]:
        """Responses that they read or sign, whose clock others have now."""
        shown = {row.record for row in self.rows}
        responses = Regulation6Response.objects.visible_to(self.user).filter(child=self.child)
        return [response for response in responses if response not in shown]

    @cached_property
    def told(self) -> list[Reminder]:
        return told_about(self.child, self.user)

    @property
    def shown(self) -> list[DraftShown]:
        """What a draft, or the final plan, made of their advice."""
        return list(DraftShown.objects.visible_to(self.user).filter(child=self.child).for_list())

    @property
    def documents(self) -> list[dict[str, Any]]:
        """What their own organisation put there."""
        return [as_listed(paper) for paper in Document.objects.visible_to(self.user).filter(child=self.child)]

    @cached_property
    def consent(self) -> list[dict[str, Any]]:
        """Only what is refused: they must keep to it."""
        found = consented.standings(self.child, self.on)
        return [each for each in consented.for_page(found, self.user) if each["is_no"] or each["not_with"]]


@dataclass(frozen=True)
class PlanInForce:
    """A plan as it was last written: the health sections first."""

    plan: Plan
    sections: list[Any]
    health_letters: list[str]

    @property
    def health(self) -> list[Any]:
        by_letter = {row.section: row for row in self.sections}
        return [by_letter[letter] for letter in self.health_letters if letter in by_letter]

    @property
    def others(self) -> list[Any]:
        return [row for row in self.sections if row.section not in self.health_letters and row.text]


class Case:
    """Everything about one child, read once each."""

    def __init__(self, child: Child, user: Any, *, kind: str = "", number: Any = None) -> None:
        self.child, self.user, self.kind, self.number, self.on = child, user, kind, number, today()
        self.records = Records(child, user)

    @cached_property
    def flags(self) -> list[dict[str, str]]:
        return flags_of(self.child) + consented.flags_of(self.standings)

    @cached_property
    def standings(self) -> dict[str, consented.Standing]:
        return consented.standings(self.child, self.on)

    @cached_property
    def consent(self) -> list[dict[str, Any]]:
        return consented.for_page(self.standings, self.user)

    @cached_property
    def shared_anyway(self) -> list[SharingWithoutConsent]:
        return list(SharingWithoutConsent.objects.visible_to(self.user).for_list().filter(child=self.child))

    @cached_property
    def clocks(self) -> list[Clock]:
        mine = Clock.objects.visible_to(self.user).filter(child=self.child)
        clocks = list(mine.for_list().order_by("due_on", "pk"))
        read_exceptions(clocks, self.user)
        return clocks

    @property
    def running(self) -> list[dict[str, Any]]:
        return [line_of(clock, self.user) for clock in self.clocks if clock.is_running]

    @property
    def ended(self) -> list[dict[str, Any]]:
        return [line_of(clock, self.user) for clock in reversed(self.clocks) if not clock.is_running]

    @cached_property
    def told(self) -> list[Reminder]:
        return told_about(self.child, self.user)

    @cached_property
    def assessments(self) -> list[AssessmentRequest]:
        return list(listed(AssessmentRequest, self.user).filter(child=self.child))

    @property
    def assessment(self) -> AssessmentRequest | None:
        return self.assessments[0] if self.assessments else None

    @cached_property
    def plans(self) -> list[Plan]:
        return list(listed(Plan, self.user).filter(child=self.child).order_by("-submitted_on", "-pk"))

    @property
    def plan(self) -> Plan | None:
        """The latest, whether or not it has been issued."""
        return self.plans[0] if self.plans else None

    @cached_property
    def advice(self) -> list[AdviceRequest]:
        return list(listed(AdviceRequest, self.user).filter(child=self.child).order_by("received_on", "pk"))

    @property
    def stages(self) -> list[dict[str, Any]]:
        return stages_of(self.assessment, self.advice, self.plan, self.clocks)

    @property
    def coordinator(self) -> Any:
        keeper = self.plan or self.assessment
        return keeper.coordinator if keeper else None

    @cached_property
    def in_force(self) -> PlanInForce | None:
        plan = next((plan for plan in self.plans if plan.issued_on), None)
        version = plan.latest("issued") if plan else None
        if not (plan and version):
            return None
        letters = version.section_set.letters
        return PlanInForce(plan, list(version.sections.all()), [letters[Section.C], letters[Section.G]])

    @cached_property
    def section_titles(self) -> dict[str, str]:
        return PlanVersion.titles_for(self.child)

    @cached_property
    def wording(self) -> list[Any]:
        """The ICB approved wording of the latest plan, as the feedback form orders it."""
        rows = {row.section: row for row in self.plan.agreed_wording.in_force()} if self.plan else {}
        health = self.plan.latest().section_set.of_health if rows else []
        return [rows[section.letter] for section in health if section.letter in rows]

    @cached_property
    def contacts(self) -> list[Contact]:
        return list(Contact.objects.visible_to(self.user).filter(child=self.child))

    @cached_property
    def involved(self) -> list[Involvement]:
        now = self.child.involvements.current(self.on).select_related("organisation", "team")
        if not self.user.may(Permission.SEE_APPEALS, self.child):
            now = now.exclude(why=Involvement.Why.REGULATION_6)
        seen = Section23Notification.objects.visible_to(self.user).filter(child=self.child)
        now = now.exclude(~Exists(seen.filter(body=OuterRef("organisation"))), why=Involvement.Why.SECTION_23)
        return list(now.order_by("starts_on", "pk"))

    @cached_property
    def papers(self) -> list[Document]:
        return list(Document.objects.visible_to(self.user).filter(child=self.child))

    @property
    def documents(self) -> list[dict[str, Any]]:
        return [as_listed(paper) for paper in self.papers]

    @cached_property
    def story(self) -> list[Event]:
        return timeline(self.records, self.papers)

    @property
    def events(self) -> list[Event]:
        return gathered(event for event in self.story if self.kind in ("", event.kind))

    @cached_property
    def page(self) -> Page:
        """A part of a long story. All of it stands in the chronology."""
        return Paginator(self.events, EVENTS).get_page(self.number)

    @property
    def kinds(self) -> list[dict[str, Any]]:
        """The timeline's filter."""
        return filter_links([event.kind for event in gathered(self.story)], self.kind)

    @cached_property
    def turn(self) -> Turn:
        """What can be done to the assessment and the plan now, the next act first."""
        records = [record for record in (self.plan, self.assessment) if record]
        next_ones = [action for record in records for action in record.actions_for(self.user)]
        made = [button for record in records for button in creations_in(record, self.user)]
        every: list[Any] = [*made, *next_ones, *self.beginning]
        return in_turn([one for one in every if not one.blocked], by=self.user, advice=self.advice)

    @cached_property
    def beginning(self) -> list[Any]:
        """Where nothing was asked for yet, the request comes first."""
        if self.assessments or self.plans:
            return []
        return [one for one in open_creations_in(self.child, self.user) if one.verb is AssessmentRequest.register]

    @cached_property
    def additions(self) -> list[Any]:
        """What can be added to the child's file, and changed in it."""
        every: list[Any] = [*creations_in(self.child, self.user), *self.child.actions_for(self.user)]
        shown_above = {button.verb for button in self.beginning}
        return [button for button in every if not button.blocked and button.verb not in shown_above]

    @cached_property
    def groups(self) -> list[dict[str, Any]]:
        """Appeals and other records with a page of their own, for those who may read them."""
        found = []
        for model in told_models():
            if model._meta.app_label in BESIDE and may_read(model, self.user, self.child):
                records = self.records.of(model)
                if records and hasattr(model, "get_absolute_url"):
                    found.append({"title": str(model._meta.verbose_name_plural).capitalize(), "records": records})
        return found

    @cached_property
    def undelivered(self) -> dict[str, Any]:
        """Letters about this child that did not arrive, or perhaps not."""
        return undelivered.about_child(self.child, self.user)

    @property
    def may_see_log(self) -> bool:
        return self.user.may(Permission.SEE_ACCESS_LOG, self.child)


def filter_links(kinds: Iterable[str], chosen: str) -> list[dict[str, Any]]:
    counted: dict[str, int] = {}
    for kind in kinds:
        counted[kind] = counted.get(kind, 0) + 1
    everything = {
        "text": "Everything",
        "href": "?#timeline",
        "count": sum(counted.values()),
        "current": not chosen,
    }
    each = [
        {
            "text": kind,
            "href": f"?kind={kind.replace(' ', '+')}#timeline",
            "count": number,
            "current": kind == chosen,
        }
        for kind, number in counted.items()
    ]
    return [everything, *each]

"""Which drafts and reviews wait for a DCO, oldest due first, and who has taken which?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from accounts.models import Organisation
from clocks.models import Clock, LocalLength
from clocks.rules import rule_in_force
from core.today import today
from ehcp.models import AnnualReview, PanelCase, Plan, PlanVersion, SetSection
from ehcp.models.section_set import Section
from ehcp.models.version import PlanSection
from people.models import Child
from qa.models import Episode


@dataclass(frozen=True)
class Row:
    """One line of the queue: the turnaround's clock, what it times, and the episode if somebody took it."""

    clock: Clock
    record: Plan | AnnualReview
    episode: Episode | None
    panel_case: PanelCase | None = None

    @property
    def child(self) -> Child:
        return self.clock.child

    @property
    def kind(self) -> str:
        return "Draft plan" if isinstance(self.record, Plan) else "Annual review"

    @property
    def came_on(self) -> Any:
        return self.record.submitted_on if isinstance(self.record, Plan) else self.record.asked_on

    @property
    def take_url(self) -> str:
        name = "qa:episode_take" if isinstance(self.record, Plan) else "qa:episode_take_review"
        return reverse(name, args=[self.record.pk])

    @property
    def advice_has_arrived(self) -> bool:
        return bool(self.episode and self.episode.advice_arrived_on)


def waiting_clocks(
    user: Any,
    *,
    local_authority: Organisation | None = None,
    kind: str = "",
    who: str = "",
    due: str = "",
    content: str = "",
) -> Any:
    """The clocks of what is in the queue, soonest due first: both kinds of record in one list."""
    plans, reviews = Plan.objects.visible_to(user).with_health(), AnnualReview.objects.visible_to(user).with_health()
    if content:
        plans, reviews = with_content(plans, content == "some"), reviews.filter(has_health_needs=content == "some")
    plans, reviews = by_taker(plans, "plan", user, who), by_taker(reviews, "annual_review", user, who)
    of_plans, of_reviews = (Q(pk__in=records.values("qa_clock")) for records in (plans, reviews))
    chosen = {"draft_plan": of_plans, "annual_review": of_reviews}.get(kind, of_plans | of_reviews)
    clocks = Clock.objects.visible_to(user).filter(chosen)
    if local_authority:
        clocks = clocks.filter(local_authority=local_authority)
    if due == "late":
        clocks = clocks.filter(due_on__lt=today())
    if due == "week":
        clocks = clocks.filter(due_on__range=(today(), today() + timedelta(days=7)))
    return clocks.for_list().soonest_first()


# Of a draft’s health: empty, “none”, “no health needs identified”; of its needs a diagnosis in one sentence too.
SAYS_NOTHING = r"^\W*((there (is|are) |currently |at present )*(no|none|nil|n/?a|not applicable)\y[^.]{0,90}\W*)?$"
DIAGNOSIS = r"^[^.;]{0,60}(diagnos|autis|adhd|neurodevelopmental pathway)[^.;]{0,60}([.;]\W*no [^.]{0,60})?\W*$"


def with_content(plans: Any, wanted: bool) -> Any:
    """Whether the latest draft says of health more than nothing, or than a diagnosis."""
    latest = PlanVersion.objects.filter(plan=OuterRef("version__plan"), purpose="draft").order_by("-number")
    said = PlanSection.objects.filter(version__plan=OuterRef("pk"), version=latest.values("pk")[:1])
    of_set = SetSection.objects.filter(section_set=OuterRef("version__section_set"), letter=OuterRef("section"))
    said = said.annotate(law=of_set.values("stands_for")).filter(law__in=[Section.C, Section.G])
    some = Exists(said.exclude(text__iregex=SAYS_NOTHING).exclude(law=Section.C, text__iregex=DIAGNOSIS))
    return plans.filter(some) if wanted else plans.exclude(some)


def by_taker(records: Any, field: str, user: Any, who: str) -> Any:
    taken = Episode.objects.open().filter(**{field: OuterRef("pk")})
    if who == "me":
        return records.filter(Exists(taken.filter(taken_by=user)))
    return records.exclude(Exists(taken)) if who == "nobody" else records


def rows(clocks: Iterable[Clock], user: Any) -> list[Row]:
    """What each clock times, and who has it: one query for each type of record, however many rows."""
    clocks = list(clocks)
    ids = [clock.pk for clock in clocks]
    records: dict[int, Plan | AnnualReview] = {}
    for model in (Plan, AnnualReview):
        found = model.objects.visible_to(user).filter(qa_clock__in=ids)
        records |= {record.qa_clock_id: record for record in found}
    of = Q(plan__qa_clock__in=ids) | Q(annual_review__qa_clock__in=ids)
    taken = Episode.objects.visible_to(user).open().filter(of).select_related("taken_by")
    panels = panels_of(records.values(), user)
    episodes = {(episode.plan_id, episode.annual_review_id): episode for episode in taken}
    return [
        Row(clock, records[clock.pk], episodes.get(key_of(records[clock.pk])), panels.get(clock.pk))
        for clock in clocks
        if clock.pk in records
    ]


def panels_of(records: Iterable[Plan | AnnualReview], user: Any) -> dict[int, PanelCase]:
    """From which panel each draft came, by its clock; not one that was submitted again since."""
    plans = {record.pk: record for record in records if isinstance(record, Plan)}
    sent = PanelCase.objects.visible_to(user).filter(plan__in=plans).select_related("meeting__panel").order_by("pk")
    return {
        plans[case.plan_id].qa_clock_id: case
        for case in sent
        if case.sent_to_qa_on == plans[case.plan_id].submitted_on
    }


def untaken_waiting() -> Any:
    """Drafts that came from a panel before their advice, and that nobody has taken."""
    taken = Episode.objects.open().filter(plan=OuterRef("pk"))
    return Plan.objects.filter(~Exists(taken), status=Plan.Status.WAITING)


def waiting_rows(plans: Iterable[Plan], user: Any) -> list[Row]:
    """Those drafts, with the panel each came from."""
    found = list(plans)
    panels = panels_of(found, user)
    return [Row(plan.qa_clock, plan, None, panels.get(plan.qa_clock_id)) for plan in found]


def key_of(record: Plan | AnnualReview) -> tuple[int | None, int | None]:
    return (record.pk, None) if isinstance(record, Plan) else (None, record.pk)


def target(boards: list[Organisation]) -> int | None:
    """How many working days feedback may take: the board's own length, or the rule book's."""
    own = LocalLength.objects.length_of("qa_turnaround", icb=boards[0]) if boards else None
    return own or rule_in_force("qa_turnaround", today()).length

"""Cases to count, put in place quickly: their own verbs are tested where they belong."""

from datetime import date
from itertools import count
from typing import Any

from accounts.models import Area
from accounts.roles import System
from assurance.models import ComplexCase, CoproductionEpisode, TrainingSession
from core.history import recorded
from ehcp.models import AnnualReview, AssessmentRequest, Plan, PlanVersion, SectionSet
from people.models import Child
from qa.models import Episode
from send_portal.demo.cast import Cast
from tribunals.models import Appeal

_numbers = count(1)


def saved(record: Any) -> Any:
    with recorded(verb="arrange", by=System("test")):
        record.save()
    return record


def draft_of(cast: Cast, child: Child, on: date) -> tuple[Plan, PlanVersion]:
    """The child's draft plan, made at need."""
    plan = Plan.objects.filter(child=child).first()
    if plan is None:
        of = {"child": child, "local_authority": child.local_authority}
        assessment = saved(AssessmentRequest(received_on=on, source="1", **of))
        plan = saved(Plan(child=child, assessment=assessment, submitted_on=on))
        PlanVersion.objects.create(
            child=child,
            plan=plan,
            number=1,
            purpose="draft",
            section_set=SectionSet.objects.on(on),
            made_on=on,
            made_by=cast["coordinator"],
        )
    return plan, plan.versions.get()


def returned(cast: Cast, child: Child, on: date, *, kind: str = "draft_plan", coproduced: bool = False) -> Episode:
    """A quality assurance whose feedback was returned on this day."""
    of: dict[str, Any] = {}
    if kind == "draft_plan":
        of["plan"], of["version"] = draft_of(cast, child, on)
    if kind == "annual_review":
        of["annual_review"] = saved(
            AnnualReview(child=child, asked_on=on, has_health_needs=True, status="with_health")
        )
    episode = Episode(
        child=child, kind=kind, taken_on=on, taken_by=cast["dco"], status="returned", missing="Section G", **of
    )
    episode.decision = episode.Decision.RETURNED
    episode.returned_on, episode.returned_by, episode.coproduced = on, cast["dco"], coproduced
    return saved(episode)


def appeal(child: Child, logged_on: date, closed_on: date | None = None) -> Appeal:
    facts = {"status": "closed", "outcome": "withdrawn", "closed_on": closed_on} if closed_on else {}
    return saved(
        Appeal(
            child=child,
            kind="extended",
            reference=f"EH{next(_numbers):05}",
            wording_at_lodgement="agreed",
            registered_on=logged_on,
            sent_to_la_on=logged_on,
            logged_on=logged_on,
            **facts,
        )
    )


def training(cast: Cast, on: date, area: Area | None = None) -> TrainingSession:
    return saved(TrainingSession(icb=cast.org["icb"], area=area, held_on=on, title="Section G", audience="SENCOs"))


def complex_case(child: Child, on: date) -> ComplexCase:
    return saved(ComplexCase(child=child, asked_on=on, asked_by="Head of SEND", asked_for="Advice"))


def coproduction(
    cast: Cast, on: date, *, child: Child | None = None, area: Area | None = None
) -> CoproductionEpisode:
    facts = {"with_whom": "Parent carer forum", "what_changed": "The leaflet"}
    return saved(CoproductionEpisode(icb=cast.org["icb"], child=child, area=area, held_on=on, **facts))


def area_of(cast: Cast, name: str) -> Area:
    return Area.objects.get(icb=cast.org["icb"], name=name)

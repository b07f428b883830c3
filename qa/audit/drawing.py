"""How does a drawn audit get its frozen population, its sample and its papers without names?"""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from core.workflow import Actor
from ehcp.models import AdviceRequest, Plan
from ehcp.models.section_set import Section
from people.models import Contact
from qa.audit.blanking import Person, blank
from qa.audit.sampling import EVERYTHING, Drawn, draw, in_order, marked_twice
from qa.models import Audit, AuditCase, AuditPaper, Comparison, Member, Stratum, Theme
from qa.models.compared import agreed_for

SHOWN = (Section.C, Section.E, Section.F, Section.G)  # as issued: therapy that left G may stand in F
APPROVED = (Section.C, Section.E, Section.G)
AGES = ((4, "Under 5"), (10, "5 to 10"), (15, "11 to 15"), (19, "16 to 19"), (99, "20 to 25"))

WRITERS: list[Callable[[Plan], Iterable[int]]] = []
"""Whoever else wrote something that went into a plan, by their ids: apps above this one add who writes advice."""


def draw_sample(audit: Audit, *, by: Actor, **facts: Any) -> None:
    """Freeze the population with its places, and make the drawn ones ready to be marked."""
    plans = {plan.pk: plan for plan in audit.drawable()}
    drawn = drawn_again(audit, plans)
    members = freeze(audit, plans, drawn)
    sample = [number for ids in drawn.sample.values() for number in ids]
    twice = marked_twice(sample, seed=audit.seed, per_cent=audit.twice_per_cent or 0)
    # Numbered in an order of their own, so that an audit id says nothing of day, part or place.
    for number, plan in enumerate(in_order(sample, seed=audit.seed, what="number"), start=1):
        member = members[plan]
        case = AuditCase(
            audit=audit, icb_id=audit.icb_id, number=number, part=member.part, member=member, twice=plan in twice
        )
        describe(case, plans[plan])
        case.save()
        show(case, plans[plan])


def drawn_again(audit: Audit, plans: dict[int, Plan]) -> Drawn:
    """The draw by its seed: the same population gives the same plans, whenever it is done."""
    name = {number: part_of(plan, audit.strata) for number, plan in plans.items()}
    return draw(name, size=audit.size or 0, seed=audit.seed)


def freeze(audit: Audit, plans: dict[int, Plan], drawn: Drawn) -> dict[int, Member]:
    members = {}
    for name, ids in drawn.order.items():
        part = Stratum.objects.create(audit=audit, name=name, population=len(ids), sample=drawn.sizes[name])
        rows = [
            Member(audit=audit, child=plans[number].child, plan=plans[number], part=part, place=place)
            for place, number in enumerate(ids, start=1)
        ]
        members |= {row.plan_id: row for row in Member.objects.bulk_create(rows)}
    return members


def ready_reserve(case: AuditCase, *, by: Actor, **facts: Any) -> None:
    """A reserve was drawn: its papers, and who may not mark it."""
    describe(case, case.member.plan)
    case.save()
    show(case, case.member.plan)


def part_of(plan: Plan, strata: str) -> str:
    if strata == Audit.Strata.LOCAL_AUTHORITY:
        return str(plan.child.local_authority)
    if strata == Audit.Strata.AGE:
        return age_band(plan.child.age_on(plan.issued_on))
    if strata == Audit.Strata.NEED:
        theme = next((one.theme for one in plan.episodes.returned().order_by("-returned_on") if one.theme), None)
        return str(Theme(theme).label) if theme else "No theme: not quality-assured"
    if strata == Audit.Strata.PROVIDER:
        medical = medical_request(plan)
        return str(medical.provider) if medical else "No medical advice was asked for in the portal"
    return EVERYTHING


def age_band(age: int) -> str:
    return next(name for most, name in AGES if age <= most)


def medical_request(plan: Plan) -> AdviceRequest | None:
    found = AdviceRequest.objects.filter(assessment=plan.assessment_id, paragraph="c").select_related("provider")
    return found.order_by("pk").first()


def describe(case: AuditCase, plan: Plan) -> None:
    """What is kept of the plan beside its papers: no name, and what the portal found for after the marking."""
    found = Comparison.objects.filter(plan=plan).first()
    case.age_band = age_band(plan.child.age_on(plan.issued_on))
    case.portal_outcome = found.outcome if found else ""
    case.portal_why = found.why if found else ""
    case.written_by = sorted(writers_of(plan))


def writers_of(plan: Plan) -> set[int]:
    """Who wrote its quality assurance, or advice for it."""
    people = {plan.section_g_agreed_by_id}
    for episode in plan.episodes.all():
        people |= {episode.taken_by_id, episode.returned_by_id}
    for request in AdviceRequest.objects.filter(assessment=plan.assessment_id):
        sent = request.history.filter(verb__in=["return_advice", "return_health_advisers_advice"])
        people |= set(sent.values_list("history_user", flat=True))
    for others in WRITERS:
        people |= set(others(plan))
    return {person for person in people if person}


def show(case: AuditCase, plan: Plan) -> None:
    """The words of the approved and of the issued sections, without names."""
    issued = plan.latest("issued")
    approved = agreed_for(plan)
    person = person_of(plan)
    texts = [(AuditPaper.Kind.APPROVED, letter, approved.get(letter, "")) for letter in APPROVED if approved]
    texts += [(AuditPaper.Kind.ISSUED, letter, issued.text_for(letter) if issued else "") for letter in SHOWN]
    for kind, letter, text in texts:
        blanked = blank(text, person)
        paper = AuditPaper(case=case, icb_id=case.icb_id, kind=kind, section=letter, text=blanked.text)
        paper.left = ", ".join(blanked.left)[:1000]
        paper.save()


def person_of(plan: Plan) -> Person:
    child = plan.child
    family = Contact.objects.filter(child=child).values_list("name", flat=True)
    staff = [plan.coordinator.name] if plan.coordinator else []
    return Person(
        given_name=child.given_name,
        family_name=child.family_name,
        date_of_birth=child.date_of_birth,
        nhs_number=child.nhs_number,
        school=child.school,
        reference=child.reference,
        others=(*family, *staff),
    )


def same_again(audit: Audit) -> bool:
    """Whether the seed and the frozen population still give the sample that was drawn."""
    frozen = {row.plan_id: row.part.name for row in audit.members.select_related("part")}
    again = draw(frozen, size=audit.size or 0, seed=audit.seed)
    first = audit.cases.filter(replaces=None).values_list("member__plan", flat=True)
    return Counter(number for ids in again.sample.values() for number in ids) == Counter(first)

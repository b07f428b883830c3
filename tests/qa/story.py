"""Drafts, reviews and issued plans to quality-assure, made through the verbs."""

from datetime import date

from core.today import pretend
from ehcp.models import AdviceRequest, AnnualReview, AssessmentRequest, Plan
from qa.models import Episode
from send_portal.demo.cast import Cast
from send_portal.demo.factories import make_child

RECEIVED, DECIDED, ASKED = date(2026, 1, 5), date(2026, 2, 2), date(2026, 2, 3)
SUBMITTED, TAKEN, RETURNED, ISSUED = date(2026, 3, 9), date(2026, 3, 10), date(2026, 3, 13), date(2026, 4, 20)
DRAFT = {
    "A": "Isla likes swimming and being outdoors.",
    "B": "Isla finds it hard to follow long instructions.",
    "C": "Isla has epilepsy.",
    "E": "Isla will know what to do when she feels a seizure coming.",
    "F": "Daily practice of short instructions with a teaching assistant.",
    "G": "Access to epilepsy services as required.",
}
APPROVED = {
    "E": "Isla will know what to do when she feels a seizure coming.",
    "C": "Isla has epilepsy. Seizures make her tired, so she misses learning for up to an hour.",
    "G": "A community children’s nurse reviews Isla’s epilepsy care plan with the school once every term.",
}
COMMENTS = {
    "C": "Says how epilepsy affects learning, as the paediatrician describes it.",
    "G": "Names who provides the care and how often.",
}


def assessing(cast: Cast, *, coordinator: str = "coordinator", la: str = "wiltshire", **facts) -> AssessmentRequest:
    child = make_child(cast, la=la, on=RECEIVED, **facts)
    by = cast[coordinator]
    assessment = AssessmentRequest.register(by=by, child=child, received_on=RECEIVED, source="1")
    assessment.decide_to_assess(by=by, on=DECIDED)
    return assessment


def submitted(cast: Cast, sections: dict[str, str] | None = None, **facts) -> Plan:
    assessment = assessing(cast, **facts)
    with pretend(SUBMITTED):
        by = cast[facts.get("coordinator", "coordinator")]
        return Plan.submit(by=by, assessment=assessment, sections=sections or DRAFT, on=SUBMITTED)


def with_advice_outstanding(
    cast: Cast, sections: dict[str, str] | None = None, **facts
) -> tuple[Plan, AdviceRequest]:
    assessment = assessing(cast, **facts)
    with pretend(SUBMITTED):
        request = AdviceRequest.ask(
            by=cast["coordinator"],
            assessment=assessment,
            paragraph="f",
            asked_of=cast.team["slt"],
            sent_on=ASKED,
        )
        request.give_answer(
            by=cast["spa"], answer="known", last_contact_on=request.received_on, service=cast.team["slt"], on=ASKED
        )
        texts = sections or DRAFT
        plan = Plan.submit(by=cast["coordinator"], assessment=assessment, sections=texts, on=SUBMITTED)
    return plan, request


def taken(cast: Cast, plan: Plan | None = None, **facts) -> Episode:
    with pretend(TAKEN):
        return Episode.take(by=cast["dco"], plan=plan or submitted(cast, **facts), on=TAKEN)


def logged_review(cast: Cast, **facts) -> AnnualReview:
    child = make_child(cast, on=RECEIVED, **facts)
    texts = {f"section_{letter.lower()}": DRAFT[letter] for letter in "ECG"}
    with pretend(SUBMITTED):
        return AnnualReview.log(by=cast["dco"], child=child, asked_on=SUBMITTED, has_health_needs=True, **texts)


def write_all(cast: Cast, episode: Episode, by: str = "dco", **facts) -> Episode:
    """Everything that agreeing needs, saved section by section."""
    whole = {"theme": 8, "section_g_agreed": True} | facts
    for letter, approved in APPROVED.items():
        words = {"section": letter, "approved": approved, "comments": COMMENTS.get(letter, "")}
        ticked = whole["section_g_agreed"] and letter == "G"  # once its words stand
        episode.save_wording(by=cast[by], **words, **whole | {"section_g_agreed": ticked})
    return episode


def agreed(cast: Cast, **facts) -> Episode:
    episode = write_all(cast, taken(cast), **facts)
    with pretend(RETURNED):
        episode.return_agreed(by=cast["dco"], on=RETURNED)
    return episode


def issued(cast: Cast, plan: Plan, *, by: str = "coordinator", **changed: str) -> Plan:
    """Issued with the approved wording, but for the sections given; if need be before anybody had agreed."""
    with pretend(ISSUED):
        plan.issue(by=cast[by], sections=DRAFT | APPROVED | changed, on=ISSUED, reason="The family asked.")
    return plan

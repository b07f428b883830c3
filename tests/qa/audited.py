"""Issued plans to audit, and audits at every stage, made through the verbs."""

from datetime import date
from typing import Any

from core.today import pretend
from ehcp.models import Plan
from qa.models import Audit, AuditCase, Mark
from send_portal.demo.cast import Cast
from tests.qa.story import APPROVED, DRAFT, ISSUED, RETURNED, agreed, assessing, issued, taken, write_all

DAY = date(2026, 7, 1)
APRIL = {"period_from": date(2026, 4, 1), "period_to": date(2026, 4, 30)}
COORDINATORS = {"wiltshire": "coordinator", "swindon": "swindon_coordinator", "banes": "banes_coordinator"}


def used(cast: Cast, **facts: Any) -> Plan:
    episode = write_all(cast, taken(cast, **facts))
    with pretend(RETURNED):
        episode.return_agreed(by=cast["dco"], on=RETURNED)
    return issued(cast, episode.plan)


def changed(cast: Cast) -> Plan:
    """Therapy was put into Section G after it was agreed."""
    return issued(cast, agreed(cast).plan, G=APPROVED["G"] + " Speech and language therapy once a week.")


def not_asked(cast: Cast, la: str = "wiltshire") -> Plan:
    by = cast[COORDINATORS[la]]
    with pretend(ISSUED):
        assessment = assessing(cast, la=la, coordinator=COORDINATORS[la])
        return Plan.record_issued(
            by=by, assessment=assessment, sections=DRAFT, on=ISSUED, not_asked_because="no_advice"
        )


def scoped(cast: Cast, **facts: Any) -> Audit:
    about = APRIL | {"size": 3, "twice_per_cent": 0, "seed": "seed", "local_authority": cast.org["wiltshire"]} | facts
    with pretend(DAY):
        return Audit.scope(by=cast["dco"], icb=cast.org["icb"], **about)


def drawn(cast: Cast, **facts: Any) -> Audit:
    audit = scoped(cast, **facts)
    with pretend(DAY):
        audit.draw(by=cast["dco"])
    return audit


def marked(case: AuditCase, by: Any, outcome: str = "not_asked", given: str = "yes", **facts: Any) -> Mark:
    """Every question answered alike."""
    reason = {"not_asked": "not_asked", "not_used": "therapy_in_g"}.get(outcome, "")
    answers = dict.fromkeys(case.audit.question_set.questions.all(), given)
    with pretend(DAY):
        return Mark.mark(by=by, case=case, outcome=outcome, reason=reason, answers=answers, **facts)


def as_typed(case: AuditCase, outcome: str, **facts: Any) -> dict[str, Any]:
    """What the marking form sends."""
    answers = {f"question_{q.pk}": "yes" for q in case.audit.question_set.questions.all()}
    return {"outcome": outcome, "names": "no", **answers, **facts}

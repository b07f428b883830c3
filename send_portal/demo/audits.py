"""Which audits does the demo have: the published one, and its repetition part-way?"""

from datetime import date, timedelta
from pathlib import Path

from django.conf import settings

from core.today import today
from qa.audit.imports import take_over
from qa.audit.outcomes import AS_A_MARKER_SAYS, Outcome
from qa.models import Audit, AuditCase, Mark
from send_portal.demo.cast import Cast

PUBLISHED = Path(settings.BASE_DIR, "qa", "published", "banes_2024_02.csv")
SOURCE = "Audit of health wording in BaNES, published February 2024"
MARKED = 3


def audit_part_way(cast: Cast) -> Audit:
    """The audit of February 2024, and one of this year's plans that two people have begun to mark."""
    banes, dco = cast.org["banes"], cast["dco"]
    last = take_over(PUBLISHED, icb=cast.org["icb"], local_authority=banes, month=date(2024, 2, 1), source=SOURCE)
    audit = Audit.scope(
        by=dco, icb=cast.org["icb"], local_authority=banes, period_from=today() - timedelta(days=300),
        period_to=today(), size=6, twice_per_cent=30, previous=last, seed="demo",
    )  # fmt: skip
    audit.draw(by=dco)
    for case in audit.cases.for_list()[:MARKED]:
        found = AS_A_MARKER_SAYS[case.portal_outcome]
        mark(cast, case, "dco_2", found)
        if case.twice:
            mark(cast, case, "adviser_2", found)
    return audit


def mark(cast: Cast, case: AuditCase, who: str, outcome: str) -> None:
    exact = "yes" if outcome == Outcome.USED else "no"
    questions = case.audit.question_set.questions.all()
    answers = {question: exact if "word for word" in question.words else "yes" for question in questions}
    reason = {Outcome.NOT_USED: "therapy_in_g", Outcome.NOT_ASKED: "not_asked"}.get(outcome, "")
    Mark.mark(by=cast[who], case=case, outcome=outcome, reason=reason, answers=answers)

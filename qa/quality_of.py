"""What was agreed for this plan, and was it issued in those words? For the plan's own page."""

from typing import Any

from ehcp.models import Plan
from ehcp.quality_of import Quality, says_quality
from qa.models import Comparison, Episode


@says_quality
def said_of(plan: Plan, user: Any) -> Quality:
    agreed = Episode.objects.visible_to(user).agreed().filter(plan=plan).select_related("agreement").last()
    made = Comparison.objects.visible_to(user).filter(plan=plan).first()
    stands = agreed if plan.section_g_agreed_on else None
    return Quality(
        in_part=bool(stands and stands.agreement.is_in_part),
        feedback=stands.get_absolute_url() if stands else "",
        differs=f"{made.in_words}." if made and made.outcome == Comparison.Outcome.NOT_USED else "",
        comparison=made.get_absolute_url() if made else "",
    )

"""How an area asks for advice, as its Designated Officers have set it."""

from datetime import date, timedelta
from typing import Any

from accounts.models import Team
from core.today import today
from ehcp.models import AreaService, AreaWithoutAccess
from send_portal.demo.cast import BEGAN, Cast

LONG_AGO = timedelta(days=40)


def service(cast: Cast, name: str) -> Team:
    """One more service of the provider."""
    return Team.add(
        by=cast["administrator"], organisation=cast.org["provider"], kind="service", name=name, in_force_from=BEGAN
    )


def usual(cast: Cast, team: Team, asked: str = "always", *, since: date | None = None, **facts: Any) -> AreaService:
    trial = {"months": 6, "minutes": 90, "monitoring": "The DCOs, monthly.", "impact_assessment": "EQIA 12/26"}
    return AreaService.decide(
        by=cast["dco"], local_authority=cast.org["wiltshire"], service=team, paragraph=facts.pop("paragraph", "f"),
        asked=asked, in_force_from=since or today() - LONG_AGO, reason="Agreed with the area.",
        **((trial if asked == "not_asked" else {}) | facts),
    )  # fmt: skip


def without_access(cast: Cast, la: str = "wiltshire") -> AreaWithoutAccess:
    return AreaWithoutAccess.declare(
        by=cast["dco"], local_authority=cast.org[la], in_force_from=today(), reason="No provider runs one here."
    )

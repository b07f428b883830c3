"""Is something about to run out that nobody would notice?"""

from typing import Any

from django.core.checks import CheckMessage, Warning, register

from core.calendar import published_until
from core.today import today

WARN_DAYS = 365


@register()
def bank_holidays_reach_a_year_ahead(**kwargs: Any) -> list[CheckMessage]:
    """Within a year of its end the published list must be renewed: clocks begin that end beyond it."""
    end = published_until()
    if (end - today()).days >= WARN_DAYS:
        return []
    return [
        Warning(
            f"The published bank holidays end on {end:%-d %B %Y}; later ones are worked out by rule.",
            hint="Upgrade govuk-bank-holidays in pyproject.toml, then run bin/lock.",
            id="core.W001",
        )
    ]

"""Can this step have been taken on that day?"""

from datetime import date

from django.core.exceptions import ValidationError

from core.today import today


def not_in_the_future(**days: date | None) -> None:
    """Refuse days after today, beside their fields."""
    wrong = {name: "This day is in the future." for name, day in days.items() if day and day > today()}
    if wrong:
        raise ValidationError(wrong)


def not_before(earliest: date | None, words: str, **days: date | None) -> None:
    """Refuse days before something that must come first, beside their fields."""
    wrong = {
        name: f"This day is before {words}, {earliest:%-d %B %Y}."
        for name, day in days.items()
        if day and earliest and day < earliest
    }
    if wrong:
        raise ValidationError(wrong)

"""Which months does a report show? A month is its first day; the NHS financial year runs from April to March."""

import re
from datetime import date, timedelta

APRIL = 4


class NotAMonth(ValueError):
    """The text does not name a month."""


def month_of(day: date) -> date:
    return day.replace(day=1)


def add_months(month: date, count: int) -> date:
    years, index = divmod(month.year * 12 + month.month - 1 + count, 12)
    return date(years, index + 1, 1)


def previous_month(day: date) -> date:
    return add_months(month_of(day), -1)


def last_day(month: date) -> date:
    return add_months(month, 1) - timedelta(days=1)


def april_of(month: date) -> date:
    """The first month of the financial year that this month is in."""
    return date(month.year if month.month >= APRIL else month.year - 1, APRIL, 1)


def financial_year(month: date) -> list[date]:
    """April to March."""
    return [add_months(april_of(month), step) for step in range(12)]


def year_to(month: date) -> list[date]:
    """April to this month."""
    return [each for each in financial_year(month) if each <= month]


def parse_month(text: str) -> date:
    """2024-03"""
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text.strip())
    if not found or int(found[1]) < 2000:
        raise NotAMonth(f"“{text}” is not a month. Write the year and the month, like 2024-03.")
    return date(int(found[1]), int(found[2]), 1)


def key_of(month: date) -> str:
    """2024-03"""
    return f"{month:%Y-%m}"


def name_of(month: date) -> str:
    """March 2024"""
    return f"{month:%B %Y}"


def period_in_words(first: date, last: date) -> str:
    """January to March 2024, December 2023 to January 2024, March 2024"""
    if first == last:
        return name_of(first)
    return f"{first:%B}{'' if first.year == last.year else f' {first.year}'} to {name_of(last)}"


def in_runs(months: list[date]) -> str:
    """April to June 2026, August 2026"""
    runs: list[list[date]] = []
    for month in sorted(months):
        if runs and add_months(runs[-1][-1], 1) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return ", ".join(period_in_words(run[0], run[-1]) for run in runs)

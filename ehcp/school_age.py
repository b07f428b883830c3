"""From which day is this child of compulsory school age?"""

from datetime import date

# Education Act 1996 s.8(2); the days are prescribed by SI 1998/1607.
PRESCRIBED = ((3, 31), (8, 31), (12, 31))


def compulsory_school_age_on(born: date) -> date:
    """The prescribed day on, or next after, the fifth birthday."""
    year = born.year + 5
    leap_day = (born.month, born.day) == (2, 29)
    birthday = date(year, 3, 1) if leap_day else born.replace(year=year)
    days = [date(year, month, day) for month, day in PRESCRIBED]
    return next(day for day in days if day >= birthday)

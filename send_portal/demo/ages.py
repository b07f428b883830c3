"""How old are the demo's children, and where do they learn?"""

from datetime import date, timedelta
from typing import Any

from core.today import today

# From which age on: where one learns.
SETTINGS = (
    (0, ("At home", "Bramblewood Nursery")),
    (3, ("Bramblewood Nursery", "Little Acorns Pre-school")),
    (5, ("Fernhollow Primary School", "Saltersbrook School", "St Osyth’s Primary School")),
    (11, ("Kestrel Lane Academy", "Millrace Community College", "Saltersbrook School")),
    (16, ("Avonmead College", "Thornbury Sixth Form")),
    (19, ("Avonmead College", "Foundry Street Supported Internships")),
)


def at_age(age: int, number: int) -> dict[str, Any]:
    """Born so many years ago, on some day of that year; in a setting for that age."""
    day = today()
    birthday = day.replace(year=day.year - age, day=min(day.day, 28))
    return born_on(birthday - timedelta(days=12 + number * 37 % 330), number)


def born_on(born: date, number: int = 0) -> dict[str, Any]:
    age = (today() - born).days // 365
    settings = next(names for since, names in reversed(SETTINGS) if age >= since)
    return {"date_of_birth": born, "school": settings[number % len(settings)]}

"""What do the commands of this app take from their command line?"""

from datetime import date
from pathlib import Path

from django.core.management.base import CommandError

from accounts.models import Organisation
from core.today import today
from reporting.months import NotAMonth, name_of, parse_month


def icb_with(code: str) -> Organisation:
    board = Organisation.objects.filter(kind=Organisation.Kind.ICB, code=code.strip().upper()).first()
    if board is None:
        known = ", ".join(Organisation.objects.filter(kind=Organisation.Kind.ICB).values_list("code", flat=True))
        raise CommandError(f"There is no ICB with the code {code}. Known: {known or 'none yet'}.")
    return board


def month_option(text: str) -> date:
    try:
        month = parse_month(text)
    except NotAMonth as error:
        raise CommandError(str(error)) from error
    if month > today():
        raise CommandError(f"{name_of(month)} is in the future.")
    return month


def written(path: Path, content: bytes) -> None:
    """Write a file where the person asked for it, or say why not."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise CommandError(f"Cannot write {path}: {error.strerror}.") from error

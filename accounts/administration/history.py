"""What was done with an account and its roles, by whom, when?"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import Membership, Organisation, User
from accounts.roles import Permission

SILENT = ["strengthen_password_hash"]  # nobody's act
LINES = 100
WORDS = {
    "set_up": "Made at set-up",
    "add": "Role added",
    "end": "Role given a last day",
    "invite": "Invited",
    "invite_again": "Invited again",
    "change_details": "Details changed",
    "deactivate": "Account switched off",
    "reactivate": "Account switched on",
    "reset_device": "Device for codes taken away",
    "reset_password": "Password set by a link",
    "change_password": "Password changed",
}


@dataclass(frozen=True)
class Line:
    at: datetime
    title: str
    by: str
    detail: str = ""


def lines_of(person: User, *, by: User) -> list[Line]:
    """Newest first. What was done with the account, for those who look after it; of roles, those in this
    administrator's world."""
    looks_after = by.may(Permission.MANAGE_ACCOUNTS, person)
    account = person.history.exclude(verb__in=SILENT)[:LINES] if looks_after else []
    here = Organisation.objects.visible_to(by)
    roles = Membership.history.filter(user=person, organisation__in=here).select_related("organisation", "team")
    lines = [Line(line.history_date, words_for(line), line.actor, state_of(line)) for line in account]
    lines += [Line(line.history_date, words_for(line), line.actor, role_of(line)) for line in roles[:LINES]]
    return sorted(lines, key=lambda line: line.at, reverse=True)[:LINES]


def words_for(line: Any) -> str:
    return WORDS.get(line.verb, line.verb_in_words)


def state_of(line: Any) -> str:
    title = f", {line.job_title}" if line.job_title else ""
    return f"{line.name}{title}. Account {'on' if line.is_active else 'off'}."


def role_of(line: Any) -> str:
    where = f"{line.team}, {line.organisation}" if line.team else str(line.organisation)
    until = f" to {line.ends_on:%-d %B %Y}" if line.ends_on else ""
    return f"{line.get_role_display()}, {where}, from {line.starts_on:%-d %B %Y}{until}."

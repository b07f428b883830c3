"""What does this person owe because of an audit: an action, marks, the next audit?"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from accounts.roles import Permission
from core.today import today
from qa.models import Audit, AuditAction, AuditCase

AHEAD = timedelta(days=90)  # so long before its day the next audit is spoken of


@dataclass(frozen=True)
class Waiting:
    """One line beside the worklist."""

    words: str
    about: str
    href: str
    due_on: date | None = None


def waiting_for(user: Any) -> list[Waiting]:
    """What has a day first, the soonest first."""
    found = actions_of(user)
    if user.holds(Permission.RUN_AUDIT):
        found += audits_to_repeat(user)
    if user.holds(Permission.MARK_AUDIT):
        found += plans_to_mark(user)
    return sorted(found, key=lambda one: (one.due_on is None, one.due_on or date.max, one.words))


def actions_of(user: Any) -> list[Waiting]:
    rows = AuditAction.objects.visible_to(user).owed_by(user).open().for_list()
    return [Waiting(row.what, row.why, row.get_absolute_url(), row.due_on) for row in rows]


def audits_to_repeat(user: Any) -> list[Waiting]:
    """Within twelve months of the last one; nobody has begun it."""
    runs = user.organisations_with(Permission.RUN_AUDIT)
    soon = Audit.objects.filter(icb__in=runs, re_audit_due_on__lte=today() + AHEAD).to_repeat()
    return [Waiting(f"Repeat the audit: {row}", "", row.get_absolute_url(), row.re_audit_due_on) for row in soon]


def plans_to_mark(user: Any) -> list[Waiting]:
    """By audit, how many plans this person could mark now."""
    cases = AuditCase.objects.visible_to(user).in_sample().filter(audit__status=Audit.Status.MARKING)
    theirs = cases.exclude(written_by__contains=[user.pk]).exclude(marks__marker=user)
    free = theirs.annotate(times=Count("marks")).filter(Q(times=0) | Q(times=1, twice=True))
    many = Counter(free.values_list("audit", "audit__title"))
    return [
        Waiting(f"{number} {'plan' if number == 1 else 'plans'} to mark", title, reverse("qa:audit", args=[pk]))
        for (pk, title), number in sorted(many.items())
    ]

"""Which versions of a plan's wording are there, what does each say, and what differs between two of them?"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from accounts.roles import Permission
from core.jinja import long_date
from ehcp.models import Plan
from qa.comparison import Pieces, is_changed, redline

ALIKE = "The two versions say the same in every section that both have."


@dataclass(frozen=True)
class Version:
    """A wording with a name. A partial one has only the sections that the ICB approves."""

    key: str
    label: str
    texts: Mapping[str, str]
    is_partial: bool = False
    is_issued: bool = False


@dataclass(frozen=True)
class Differing:
    """One section of two versions, from the one to the other, word by word."""

    letter: str
    title: str
    pieces: Pieces
    is_changed: bool


def versions_of(plan: Plan, user: Any) -> list[Version]:
    """Drafts, what was agreed, what is issued; what a DCO has saved and not agreed is for DCOs alone."""
    both = submitted(plan)
    drafts, issued = ([one for one in both if one.is_issued is wanted] for wanted in (False, True))
    mine = saved(plan) if user.may(Permission.QUALITY_ASSURE, plan) else []
    return [*drafts, *agreed(plan), *mine, *issued]


def submitted(plan: Plan) -> list[Version]:
    found = []
    for version in plan.versions.prefetch_related("sections"):
        is_issued = version.purpose == version.Purpose.ISSUED
        words = "Issued plan" if is_issued else f"Draft {version.number}"
        texts = {row.section: row.text for row in version.sections.all()}
        found.append(
            Version(f"version-{version.number}", f"{words}, {long_date(version.made_on)}", texts, is_issued=is_issued)
        )
    return found


def agreed(plan: Plan) -> list[Version]:
    """Each set of wording that was agreed at one time."""
    found = []
    rows = plan.agreed_wording.order_by("agreed_on", "superseded_on", "pk")
    for number, (days, group) in enumerate(groupby(rows, lambda row: (row.agreed_on, row.superseded_on)), 1):
        agreed_on, superseded_on = days
        later = f", superseded {long_date(superseded_on)}" if superseded_on else ""
        texts = {row.section: row.text for row in group}
        label = f"ICB approved wording, agreed {long_date(agreed_on)}{later}"
        found.append(Version(f"agreed-{number}", label, texts, is_partial=True))
    return found


def saved(plan: Plan) -> list[Version]:
    found = []
    for episode in plan.episodes.open().prefetch_related("sections"):
        texts = {row.section: row.approved for row in episode.sections.all()}
        label = "Approved wording as saved on the desk, not agreed"
        found.append(Version(f"saved-{episode.pk}", label, texts, is_partial=True))
    return found


def chosen(versions: list[Version], first: str, second: str) -> tuple[Version, Version] | None:
    """The two that were asked for; where none were, the last two."""
    by_key = {version.key: version for version in versions}
    if first in by_key and second in by_key:
        return by_key[first], by_key[second]
    if len(versions) < 2:
        return None
    return versions[-2], versions[-1]


def differing(before: Version, after: Version, titles: Mapping[str, str]) -> list[Differing]:
    """Every section that either has, in the order of `titles`; of a partial version only what it has."""
    only = [set(one.texts) for one in (before, after) if one.is_partial]
    found = []
    for letter, title in titles.items():
        old, new = before.texts.get(letter, ""), after.texts.get(letter, "")
        if (old or new) and all(letter in letters for letters in only):
            found.append(Differing(letter, title, redline(old, new), is_changed(old, new)))
    return found

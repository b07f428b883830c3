"""Which lists does quality assurance have, in which groups, and how much waits in each?"""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from core.today import today
from ehcp.models import ProvisionLine
from qa.models import Comparison, Episode, SectionGAgreement
from qa.queue import untaken_waiting, waiting_clocks


@dataclass(frozen=True)
class Tab:
    """One list. What `waits` in it for somebody here is counted on its group too."""

    key: str
    text: str
    address: str
    count: int | None = None
    waits: bool = True

    @property
    def waiting(self) -> int:
        return self.count or 0 if self.waits else 0


def tabs(user: Any, current: str) -> list[dict[str, Any]]:
    """The groups, and the lists of the one that is open. Those who do not quality-assure see what came back."""
    groups = of_dcos(user) if user.holds("quality_assure") else of_others()
    if user.holds("read_audit"):
        groups = groups | {"Audits": [Tab("audits", "Audits", "qa:audit_list")]}
    return [group(name, lists, current) for name, lists in groups.items()]


def group(name: str, lists: list[Tab], current: str) -> dict[str, Any]:
    counted = any(one.count is not None for one in lists)
    return {
        "text": name,
        "href": reverse(lists[0].address),
        "count": sum(one.waiting for one in lists) if counted else None,
        "current": any(one.key == current for one in lists),
        "lists": [
            {"text": one.text, "href": reverse(one.address), "count": one.count, "current": one.key == current}
            for one in lists
        ],
    }


def of_dcos(user: Any) -> dict[str, list[Tab]]:
    many = counts(user)
    return {
        "Queue": [
            Tab("queue", "To read", "qa:queue", many["queue"]),
            Tab("waiting", "Waiting for advice", "qa:waiting", many["waiting"], waits=False),
            Tab("returned", "Feedback returned", "qa:returned"),
            Tab("level_one", "Advice checked", "qa:levelonecheck_list"),
        ],
        "Issued": [
            Tab("issued", "Issued plans compared", "qa:comparison_list"),
            Tab("to_raise", "Changed after agreement", "qa:to_raise", many["to_raise"]),
        ],
        "Section G": [
            Tab("funding", "Funding awaited", "qa:funding", many["funding"]),
            Tab("section_g", "Not started", "ehcp:provisionline_list", many["section_g"]),
        ],
        "Wording": [
            Tab("library", "Standard wording", "qa:libraryentry_list"),
            Tab("library_use", "How it is used", "qa:libraryuse_list"),
            Tab("glossary", "Glossary", "qa:glossaryterm_list"),
        ],
    }


def of_others() -> dict[str, list[Tab]]:
    return {
        "Feedback returned": [Tab("returned", "Feedback returned", "qa:returned")],
        "Issued plans compared": [Tab("issued", "Issued plans compared", "qa:comparison_list")],
        "Section G started?": [Tab("section_g", "Section G started?", "ehcp:provisionline_list")],
    }


def counts(user: Any) -> dict[str, int]:
    """How much is on each list."""
    return {
        "queue": waiting_clocks(user).count(),
        "waiting": Episode.objects.visible_to(user).waiting().count() + untaken_waiting().visible_to(user).count(),
        "section_g": ProvisionLine.objects.visible_to(user).missed(today()).count(),
        "funding": SectionGAgreement.objects.visible_to(user).awaiting_funding().count(),
        "to_raise": Comparison.objects.visible_to(user).to_raise().count(),
    }

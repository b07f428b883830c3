"""Whose rows may this transaction touch?

The database's row security reads these settings that live as long as the transaction. Without them it shows
nothing, so forgetting to open a scope fails shut.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction

from core.today import today


@dataclass(frozen=True)
class Scope:
    """Organisations whose shared records are open, and the organisations and teams through which children are; or the
    one link of a person without an account, which opens what that link is for and nothing else."""

    organisations: frozenset[int] = frozenset()
    child_organisations: frozenset[int] = frozenset()
    teams: frozenset[int] = frozenset()
    link: int | None = None

    @classmethod
    def of(cls, organisations: Iterable[int]) -> "Scope":
        """Everything of these organisations: for tasks that work for a whole organisation."""
        ids = frozenset(organisations)
        return cls(organisations=ids, child_organisations=ids)

    def settings(self) -> list[str]:
        lists = (self.organisations, self.child_organisations, self.teams)
        return [*(",".join(str(i) for i in sorted(ids)) for ids in lists), str(self.link or ""), today().isoformat()]


_NAMES = ("app.org_ids", "app.child_org_ids", "app.team_ids", "app.link_id", "app.today")
_SET = "SELECT " + ", ".join(f"set_config('{name}', %s, true)" for name in _NAMES)
_GET = "SELECT " + ", ".join(f"coalesce(current_setting('{name}', true), '')" for name in _NAMES)


@contextmanager
def opened(scope: Scope) -> Iterator[None]:
    """Open `scope` in a transaction; an outer scope, where there is one, is put back at the end."""
    nested = connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        before: tuple[str, ...] = ()
        if nested:
            cursor.execute(_GET)
            before = cursor.fetchone()
        cursor.execute(_SET, scope.settings())
        yield
        if nested and not connection.needs_rollback:
            cursor.execute(_SET, before)

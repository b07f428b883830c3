"""Draw the states of every record from the verbs' declarations, into docs/states/."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Model

from accounts.roles import PERMISSIONS
from core.workflow import VERBS, Verb, verbs_of

FOLDER = Path(settings.BASE_DIR, "docs", "states")
ANYBODY = "the portal itself"


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail if a page is not current")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        pages = {FOLDER / f"{m._meta.app_label}_{m._meta.model_name}.md": page_of(m) for m in models_with_verbs()}
        present = set(FOLDER.glob("*.md"))
        stale = sorted(present - pages.keys())
        changed = sorted(p for p, text in pages.items() if p not in present or p.read_text() != text)
        if check and (stale or changed):
            names = ", ".join(path.name for path in [*changed, *stale])
            raise CommandError(f"Not as the verbs say: {names}. Run `manage.py diagrams` and commit docs/states.")
        if not check:
            write(pages, stale)
            self.stdout.write(f"{len(changed)} drawn, {len(stale)} removed, {len(pages)} in all.")


def write(pages: dict[Path, str], stale: list[Path]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path, text in pages.items():
        path.write_text(text)
    for path in stale:
        path.unlink()


def models_with_verbs() -> list[type[Model]]:
    """Not those that only a test declares."""
    found = {verb.model for verb in VERBS if not verb.model.__module__.startswith("tests.")}
    return sorted((m for m in found if not m._meta.abstract), key=lambda m: m._meta.label_lower)


def page_of(model: type[Model]) -> str:
    title = str(model._meta.verbose_name)
    lines = [
        f"# {title[:1].upper()}{title[1:]}",
        "",
        "Drawn by `manage.py diagrams` from the verbs: do not edit.",
        "",
    ]
    if statuses(model):
        lines += ["```mermaid", *diagram(model), "```", ""]
    return "\n".join([*lines, *table(model)]) + "\n"


def statuses(model: type[Model]) -> dict[str, str]:
    """Each status and its words, or none for a record that has no status."""
    field = next((f for f in model._meta.fields if f.name == "status"), None)
    return {str(value): str(words) for value, words in field.flatchoices} if field is not None else {}


def diagram(model: type[Model]) -> list[str]:
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{words}" as {status}' for status, words in statuses(model).items()]
    for verb in verbs_of(model):
        lines += [f"    {one} --> {other}: {verb.label}" for one in sources(verb) for other in targets(verb, one)]
    return lines


def sources(verb: Verb) -> list[str]:
    if verb.creates:
        return ["[*]"]
    return [str(status) for status in verb.source or statuses(verb.model)]


def targets(verb: Verb, source: str) -> list[str]:
    """A verb that changes no status is drawn as a loop only where it is limited to some: the table has them
    all, and a loop on every state says nothing."""
    if verb.creates:
        return [str(verb.model._meta.get_field("status").get_default())]
    if verb.target is None:
        return [source] if verb.source else []
    return [str(verb.target)] if isinstance(verb.target, str) else [str(one) for one in verb.target]


def table(model: type[Model]) -> list[str]:
    lines = ["| Verb | From | To | Permission | Who | Then |", "| --- | --- | --- | --- | --- | --- |"]
    return [*lines, *(row_of(verb) for verb in verbs_of(model))]


def row_of(verb: Verb) -> str:
    words = statuses(verb.model)
    if verb.creates:
        origin = f"new, in its {verb.within.replace('_', ' ')}" if verb.within else "new"
        result = targets(verb, "")[0] if words else ""
    else:
        origin = ", ".join(words[str(status)] for status in verb.source) or "any"
        result = verb.target or ""
    results = [result] if isinstance(result, str) else list(result)
    to = " or ".join(words.get(str(one), "") for one in results if one) or ("" if verb.creates else "unchanged")
    cells = [verb.label, origin, to, f"`{verb.permission}`", who(verb), then(verb)]
    return "| " + " | ".join(cells) + " |"


def who(verb: Verb) -> str:
    roles = [role.label for role, permissions in PERMISSIONS.items() if verb.permission in permissions]
    return ", ".join(roles) or ANYBODY


def then(verb: Verb) -> str:
    """What the declaration adds to the verb's own work: clocks, and what follows upstairs."""
    effects = [
        f"{type(e).__name__.lower()} `{getattr(e, 'rule', '') or getattr(e, 'field', '')}`" for e in verb.effects
    ]
    return "; ".join([*effects, *(f"`{f.__module__}.{f.__qualname__}`" for f in verb.followers)])

"""What the code of the house may not contain, wherever it is written."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = [
    "core",
    "accounts",
    "people",
    "clocks",
    "ehcp",
    "qa",
    "has_team",
    "tribunals",
    "assurance",
    "reporting",
    "desk",
]


@cache
def kept(*endings: str) -> list[Path]:
    """Files of ours: tracked, or new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split("\n")  # fmt: skip
    return [ROOT / name for name in listed if name.endswith(endings) and (ROOT / name).is_file()]


def product(*folders: str) -> list[Path]:
    """Python files of the product, without migrations and tests."""
    wanted = folders or (*APPS, "send_portal")
    return [
        path for path in kept(".py") if path.relative_to(ROOT).parts[0] in wanted and "migrations" not in path.parts
    ]


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text()))


def where(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"


# Querysets that start from one person: narrower ways of asking what `visible_to` asks.
SCOPED = (".with_secret(", ".visible_to(", ".whole_file_of(", ".waiting_for(", ".none()")


def test_views_start_from_what_the_person_may_see() -> None:
    """In views, `.objects` is followed by `.visible_to(…)`, or the model holds nothing of a child."""
    free = {"Organisation", "Team", "Area", "Relation", "User", "Membership", "Submission", "Authenticator"}
    unscoped = []
    for path in product():
        if path.name not in ("views.py", "api.py", "worklist.py", "case.py") and "views" not in path.parts:
            continue
        source = path.read_text()
        for node in nodes(path):
            if not (isinstance(node, ast.Attribute) and node.attr == "objects"):
                continue
            name = getattr(node.value, "id", "")
            line = source.splitlines()[node.end_lineno - 1][node.end_col_offset :]
            following = line + "".join(source.splitlines()[node.end_lineno : node.end_lineno + 2])
            if name not in free and not following.strip().startswith(SCOPED):
                unscoped.append(f"{where(path, node)} {name}")
    assert not unscoped


def test_nobody_asks_the_machine_what_day_it_is() -> None:
    wrong = [
        where(path, node)
        for path in product()
        if path.name != "today.py"
        for node in nodes(path)
        if isinstance(node, ast.Attribute)
        and (
            (node.attr == "today" and getattr(node.value, "id", "") in ("date", "datetime"))
            or (node.attr in ("now", "localdate") and getattr(node.value, "id", "") in ("datetime", "timezone"))
        )
    ]
    assert not wrong


def test_historied_rows_are_never_written_in_bulk() -> None:
    """`update()` and bulk writes leave no history. Tables without history are named here with their reason."""
    allowed = {
        "core/outbox.py", "core/tasks.py", "core/drafts.py", "core/models.py",  # letters and drafts have no history
        "clocks/reminders.py",  # rows that are only added
        "qa/audit/drawing.py",  # likewise: a population frozen as it was drawn
        "reporting/frozen.py", "reporting/imports.py",  # rows that are only added, and that the database keeps
    }  # fmt: skip
    wrong = [
        where(path, node)
        for path in product(*APPS)
        if str(path.relative_to(ROOT)) not in allowed
        for node in nodes(path)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and (
            node.func.attr in ("bulk_create", "bulk_update")
            or (node.func.attr == "update" and looks_like_queryset(node.func.value))
        )
    ]
    assert not wrong


def looks_like_queryset(node: ast.AST) -> bool:
    return any(isinstance(n, ast.Attribute) and n.attr in ("objects", "filter", "exclude") for n in ast.walk(node))


def test_no_fault_is_swallowed() -> None:
    wrong = [
        where(path, node)
        for path in product()
        for node in nodes(path)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", "") in ("Exception", "BaseException"))
        and not any(isinstance(n, ast.Raise) for n in ast.walk(node))
    ]
    assert not wrong


def test_no_signal_and_no_late_lookup_carries_a_rule() -> None:
    plumbing = {"send_portal/celery.py", "core/tasks.py", "core/failures.py"}
    wrong = []
    for path in product():
        if str(path.relative_to(ROOT)) in plumbing:
            continue
        source = path.read_text()
        if re.search(r"\bget_model\(|django\.db\.models\.signals|@receiver", source):
            wrong.append(str(path.relative_to(ROOT)))
    assert not wrong


SLOW_TO_LOAD = ("weasyprint", "matplotlib")  # a second each, and most processes make no PDF


def test_imports_stand_at_the_top() -> None:
    """A local import hides an arrow that the layers forbid."""
    wrong = [
        where(path, inner)
        for path in product(*APPS)
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
        and getattr(inner, "module", "").split(".")[0]
        not in ("weasyprint", "matplotlib")  # a second to load, for PDFs only
        and node.name != "ready"  # Django's own hook, run when every app is there
    ]
    assert not wrong


@pytest.mark.parametrize("name", ["services", "utils", "helpers", "common", "managers", "constants", "signals"])
def test_no_room_is_named_for_nothing(name: str) -> None:
    assert not [path for path in product() if path.stem == name]


def test_every_module_says_which_question_it_answers() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in product()
        if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert not silent


def test_modules_and_functions_stay_short() -> None:
    long_modules = {str(p.relative_to(ROOT)): n for p in product() if (n := p.read_text().count("\n")) > 400}
    long_functions = [
        where(path, node)
        for path in product()
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 45 and len(node.body) > 2
    ]
    assert not long_modules
    assert not long_functions


def test_templates_hold_no_style_no_script_and_no_rule() -> None:
    wrong = []
    for path in kept(".html"):
        if path.relative_to(ROOT).parts[0] != "templates" or "pdf" in path.stem or "pdf" in path.parts:
            continue
        text = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.S)
        if re.search(r"\sstyle=|<style|\son[a-z]+=[\"']|\|safe\b", text):
            wrong.append(str(path.relative_to(ROOT)))
        for script in re.findall(r"<script[^>]*>", text):
            if "src=" not in script and "nonce" not in script:
                wrong.append(f"{path.relative_to(ROOT)}: {script}")
    assert not wrong


def test_no_html_is_written_in_python() -> None:
    wrong = [
        where(path, node)
        for path in product(*APPS)
        for node in nodes(path)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.search(r"</(p|div|span|a|td|tr|li|strong|ins|del)>", node.value)
    ]
    assert not wrong


def test_the_project_speaks_only_of_itself() -> None:
    unwanted = re.compile(r"\bTODO\b|\bFIXME\b|/work/|\.\./shared|files\.pythonhosted|registry\.npmjs")
    wrong = [
        str(path.relative_to(ROOT))
        for path in kept(".py", ".md", ".html", ".toml", ".yml", ".txt", ".json", ".css", ".js")
        if path != Path(__file__).resolve() and unwanted.search(path.read_text(errors="replace"))
    ]
    assert not wrong


def test_every_nhs_number_is_a_made_up_one() -> None:
    """Ten digits in a row, outside the lock files, start with 999."""
    wrong = []
    for path in kept(".py", ".md", ".html", ".csv", ".json"):
        if path.name == "package-lock.json":
            continue
        for found in re.findall(
            r"(?<![\w.])([0-9]{3} ?[0-9]{3} ?[0-9]{4})(?![\w.])", path.read_text(errors="replace")
        ):
            if not found.startswith("999"):
                wrong.append(f"{path.relative_to(ROOT)}: {found}")
    assert not wrong

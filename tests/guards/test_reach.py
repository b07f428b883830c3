"""Every address × everybody: strangers find nothing, a board member finds only reports, nobody finds a fault."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from accounts.models import User
from core.workflow import verbs_of
from people.models import AccessLog, Child, ListLog
from send_portal.demo.cast import Cast
from tests.conftest import SignedInClient
from tests.guards.world import CASE_APPS, whole_world

# About an organisation, not about a child: their own tests walk them.
NOT_OF_A_CHILD = {
    "clocks:locallength_list",
    "ehcp:areaservice_decide",
    "ehcp:areaservice_do",
    "ehcp:areawithoutaccess_declare",
    "ehcp:areawithoutaccess_do",
    "clocks:locallength_set_length",
    "clocks:ownladder_list",
    "clocks:ownladder_set_ladder",
    "clocks:ownladder_do",
    "ehcp:panel",
    "ehcp:panel_do",
    "ehcp:panelmeeting_plan",
    "ehcp:panelmeeting_do",
}
BY_LINK = {"ehcp:link_paper"}  # for a person without an account, who has the link in hand
STRANGERS = ["swindon_coordinator", "stranger", "other_coordinator", "other_spa", "spa_2", "other_adviser"]
INSIDE = ["dco", "coordinator", "la_manager", "spa", "adviser", "reviewer", "chief_nurse"]
SEES_NO_CHILD = ["board_member", "administrator"]


def patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from patterns(entry, inner)
        elif entry.name:
            yield f"{namespace}{entry.name}", entry


ADDRESSES = dict(patterns(get_resolver()))


def model_called(app: str, name: str) -> type[models.Model] | None:
    """The model of an address by our naming: `app:model`, `app:model_do`, `app:model_verb`."""
    known = {m.__name__.lower(): m for m in apps.get_app_config(app).get_models()} if app in APPS else {}
    return known.get(name) or known.get(name.split("_")[0])


APPS = {config.label for config in apps.get_app_configs()}


def record_for(name: str, pattern: URLPattern, world: dict[type, Any]) -> Any:
    """The record that an address with a number in it is about, taken from the world."""
    if name == "people:access_log":
        return world[Child]  # the log of one child's views
    app, _, short = name.rpartition(":")
    view = getattr(pattern.callback, "view_class", None)
    given = getattr(pattern.callback, "view_initkwargs", {})
    within = given.get("within_model") or getattr(view, "within_model", None)
    of = within or given.get("model") or getattr(view, "model", None)
    if not isinstance(of, type):
        of = model_called(app, short)
    return world.get(of)


def addresses_of(world: dict[type, Any]) -> dict[str, str]:
    """Each address of the portal that is about a record, with the story's record in it."""
    found = {}
    for name, pattern in ADDRESSES.items():
        wanted = pattern.pattern.converters
        if name.partition(":")[0] not in CASE_APPS or "pk" not in wanted or name in NOT_OF_A_CHILD:
            continue  # administrators' pages show who is who, and no child: tests/accounts/test_administration.py
        record = record_for(name, pattern, world)
        assert record is not None, f"{name}: no record of the story goes into this address"
        if "verb" in wanted:
            for verb in verbs_of(type(record)):
                if verb.form and not verb.creates:
                    slug = verb.name.replace("_", "-")
                    found[f"{name} {slug}"] = reverse(name, kwargs={"pk": record.pk, "verb": slug})
        else:
            found[name] = address_of(name, wanted, record)
    return found


def address_of(name: str, wanted: dict[str, Any], record: Any) -> str:
    try:
        return reverse(name, kwargs={key: record.pk if key == "pk" else EXTRAS[key] for key in wanted})
    except (NoReverseMatch, KeyError) as missing:
        raise AssertionError(f"{name}: say what goes into {sorted(wanted)}") from missing


# Parts of addresses that are not a record's number.
EXTRAS: dict[str, Any] = {"number": 1, "metric": "drafts_quality_assured", "month": "total"}


@pytest.fixture(scope="module")
def cast(one_world_for_the_file: Cast) -> Cast:
    return one_world_for_the_file


@pytest.fixture(scope="module")
def world(cast: Cast) -> dict[type, Any]:
    return whole_world(cast)


def let_go(answer: Any) -> None:
    """Close a file that was sent. Closing the answer itself would end the test's transaction."""
    for close in answer._resource_closers:
        close()


def sweep(client: Client, person: User, addresses: dict[str, str], *, method: str = "get") -> dict[str, int]:
    client.force_login(person)
    answers = {}
    for name, address in addresses.items():
        answer = getattr(client, method)(address)
        answers[name] = answer.status_code
        let_go(answer)
    return answers


def test_a_stranger_gets_404_on_every_record_of_the_story(client: Client, cast: Cast, world: dict[type, Any]) -> None:
    """Everybody asks for every page; each form is sent by two of them in turn, since it is found the same way."""
    addresses = addresses_of(world)
    assert len(addresses) > 80
    for place, who in enumerate(STRANGERS):
        sent = dict(list(addresses.items())[place % 3 :: 3])
        for method, asked in (("get", addresses), ("post", sent)):
            answers = sweep(client, cast[who], asked, method=method)
            # A page that takes no posts, or only posts, says so before it looks for a record.
            wrong = {name: code for name, code in answers.items() if code not in (404, 405)}
            assert not wrong, f"{who}, {method}"


def test_who_sees_no_child_reaches_no_record_of_one(client: Client, cast: Cast, world: dict[type, Any]) -> None:
    addresses = {name: a for name, a in addresses_of(world).items() if not name.startswith("reporting:")}
    for who in SEES_NO_CHILD:
        answers = sweep(client, cast[who], addresses)
        assert {name: code for name, code in answers.items() if code not in (403, 404, 405)} == {}, who


def test_nobody_who_is_not_signed_in_gets_past_the_door(client: Client, world: dict[type, Any]) -> None:
    for name, address in addresses_of(world).items():
        answer = client.get(address)
        if name in BY_LINK:
            assert answer.status_code == 404, name
            continue
        assert (answer.status_code, answer.headers.get("Location", "")[:15]) == (302, "/account/login/"), name


def is_plain(name: str, pattern: URLPattern) -> bool:
    """Of the case apps, of the API or of the portal itself, and with nothing to fill in."""
    ours = {*CASE_APPS, "core", "accounts", "api"}
    return name.partition(":")[0] in ours and not pattern.pattern.regex.groups


@dataclass(frozen=True)
class Answer:
    """What somebody got from an address, and what the log says of it."""

    who: str
    name: str
    status: int
    about_a_record: bool
    names_the_child: bool
    viewed: int
    listed: int


@pytest.fixture(scope="module")
def answers(cast: Cast, world: dict[type, Any]) -> list[Answer]:
    """Every address, opened by everybody: those about a record by whoever may see a child."""
    client, child, records = SignedInClient(), world[Child], addresses_of(world)
    plain = {name: reverse(name) for name, pattern in ADDRESSES.items() if is_plain(name, pattern)}
    found = []
    for who in [*INSIDE, *SEES_NO_CHILD]:
        client.force_login(cast[who])
        logged = lines_about(child)
        for name, address in plain.items() if who in SEES_NO_CHILD else (records | plain).items():
            status, named = opened_by(client, address, child)
            before, logged = logged, lines_about(child)
            lines = {"viewed": logged[0] - before[0], "listed": logged[1] - before[1]}
            about = {"about_a_record": name in records, "names_the_child": named}
            found.append(Answer(who=who, name=name, status=status, **about, **lines))
    return found


def opened_by(client: Client, address: str, child: Child) -> tuple[int, bool]:
    """The answer's status, and whether it names the child."""
    answer = client.get(address)
    named = not answer.streaming and child.family_name in answer.content.decode(errors="replace")
    let_go(answer)
    return answer.status_code, named


def lines_about(child: Child) -> tuple[int, int]:
    """Views of the child's pages, and lists with the child in them."""
    listed = ListLog.objects.filter(children__contains=[child.pk]).count()
    return AccessLog.objects.of_child(child.pk).count(), listed


def test_nobody_inside_the_story_meets_a_fault(answers: list[Answer]) -> None:
    wrong = [a for a in answers if a.about_a_record and a.status not in (200, 302, 403, 404, 405)]
    assert not wrong
    for who in INSIDE:
        assert any(a.status == 200 for a in answers if a.who == who and a.about_a_record), who


def test_addresses_without_a_record_answer_everybody(answers: list[Answer]) -> None:
    wrong = [a for a in answers if not a.about_a_record and a.status not in (200, 302, 401, 403, 404, 405)]
    assert not wrong


def test_a_page_that_shows_a_child_is_logged(answers: list[Answer]) -> None:
    """Whoever gets a page about the story's child leaves a line in the log of views."""
    of_the_child = [a for a in answers if a.about_a_record and not a.name.startswith(NAMES_NOBODY)]
    shown = [a for a in of_the_child if a.status == 200 and (a.names_the_child or a.name not in OF_MANY_CHILDREN)]
    silent = {(a.who, a.name) for a in shown if not (a.viewed or a.listed and a.name in OF_MANY_CHILDREN)}
    assert not silent
    assert any(a.viewed for a in of_the_child)


OF_MANY_CHILDREN = ("ehcp:panelmeeting_cases", "qa:pack")
# Reports, training and filters; and audits, whose papers are shown without names under an audit id.
NAMES_NOBODY = (
    "reporting:highlight",
    "reporting:pdf",
    "assurance:training",
    "desk:savedfilter",
    *(f"qa:{name}" for name in ("audit", "finding", "mark", "libraryentry", "libraryversion", "glossaryterm")),
)
LISTS = {"people:child_list", "desk:worklist", "tribunals:appeal_list", "api:children_list"}


def test_a_list_that_names_a_child_is_logged(answers: list[Answer]) -> None:
    """Whoever reads the name in a list, a page's or the API's, leaves a line. Pages of one record: above."""
    naming = [a for a in answers if not a.about_a_record and a.status == 200 and a.names_the_child]
    assert not {(a.who, a.name) for a in naming if not (a.viewed or a.listed)}
    assert {a.name for a in naming} >= LISTS

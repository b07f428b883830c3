"""Every address × everybody: strangers find nothing, a board member finds only reports, nobody finds a fault."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from accounts.administration.views import ForAdministrators
from accounts.models import User
from core.workflow import verbs_of
from people.models import AccessLog, Child
from send_portal.demo.cast import Cast
from tests.guards.world import whole_world

# Addresses without a record of a child in them, open to whoever is signed in, or to everybody.
EVERYBODYS = {"account_login", "account_reset_password", "account_reset_password_done", "account_inactive"}
STRANGERS = ["swindon_coordinator", "stranger", "other_coordinator", "other_spa", "spa_2", "other_adviser"]
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
        view = getattr(pattern.callback, "view_class", object)
        if not set(wanted) & {"pk", "child_pk", "child"} or issubclass(view, ForAdministrators):
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
EXTRAS: dict[str, Any] = {"section": "C", "kind": "draft_plan", "metric": "training_sessions", "month": "2026-05"}


@pytest.fixture
def world(cast: Cast) -> dict[type, Any]:
    return whole_world(cast)


def sweep(client: Client, person: User, addresses: dict[str, str], *, method: str = "get") -> dict[str, int]:
    client.force_login(person)
    return {name: getattr(client, method)(address).status_code for name, address in addresses.items()}


@pytest.mark.parametrize("who", STRANGERS)
def test_a_stranger_gets_404_on_every_record_of_the_story(
    client: Client, cast: Cast, world: dict[type, Any], who: str
) -> None:
    addresses = addresses_of(world)
    assert len(addresses) > 40
    for method in ("get", "post"):
        answers = sweep(client, cast[who], addresses, method=method)
        assert {name: code for name, code in answers.items() if code != 404} == {}


@pytest.mark.parametrize("who", SEES_NO_CHILD)
def test_who_sees_no_child_reaches_no_record_of_one(
    client: Client, cast: Cast, world: dict[type, Any], who: str
) -> None:
    addresses = {name: a for name, a in addresses_of(world).items() if not name.startswith("reporting:")}
    answers = sweep(client, cast[who], addresses)
    assert {name: code for name, code in answers.items() if code not in (403, 404)} == {}


@pytest.mark.parametrize(
    "who", ["dco", "coordinator", "la_manager", "spa", "adviser", "reviewer", "chief_nurse", "dco_2"]
)
def test_nobody_inside_the_story_meets_a_fault(client: Client, cast: Cast, world: dict[type, Any], who: str) -> None:
    client.raise_request_exception = True
    answers = sweep(client, cast[who], addresses_of(world))
    assert set(answers.values()) <= {200, 302, 403, 404}
    assert 200 in answers.values()


def test_nobody_who_is_not_signed_in_gets_past_the_door(client: Client, world: dict[type, Any]) -> None:
    for name, address in addresses_of(world).items():
        answer = client.get(address)
        assert (answer.status_code, answer.headers.get("Location", "")[:15]) == (302, "/account/login/"), name


@pytest.mark.parametrize("who", ["dco", "coordinator", "spa", "adviser", "reviewer", "chief_nurse", *SEES_NO_CHILD])
def test_addresses_without_a_record_answer_everybody_somehow(
    client: Client, cast: Cast, world: dict[type, Any], who: str
) -> None:
    plain = {name: reverse(name) for name, pattern in ADDRESSES.items() if not pattern.pattern.converters}
    answers = sweep(client, cast[who], plain)
    assert set(answers.values()) <= {200, 302, 403, 404, 405}, answers


def test_a_page_that_shows_a_child_is_logged(client: Client, cast: Cast, world: dict[type, Any]) -> None:
    """Whoever gets a page about the story's child leaves a line in the log of views."""
    child = world[Child]
    client.force_login(cast["dco"])
    silent = []
    for name, address in addresses_of(world).items():
        before = AccessLog.objects.of_child(child.pk).count()
        shown = client.get(address).status_code == 200
        about_the_child = not name.startswith(("reporting:", "assurance:training", "assurance:coproduction"))
        if shown and about_the_child and AccessLog.objects.of_child(child.pk).count() == before:
            silent.append(name)
    assert not silent

"""Every address of the API × everybody who has no business there; what it says of itself; what it survives."""

import io
import json
from contextlib import redirect_stderr
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver
from rest_framework.throttling import UserRateThrottle

from core.api import RecordViews
from core.workflow import verbs_of
from people.models import AccessLog
from send_portal import api_urls
from send_portal.demo.cast import Cast
from tests.conftest import SignedInClient
from tests.core.api_records import one_of_each

API = "/api/v1"
KINDS = sorted(RecordViews.__subclasses__(), key=lambda kind: kind.listed_as)
PATTERNS = [p for p in api_urls.urlpatterns if p.name != "schema"]
STRANGERS = ["other_coordinator", "stranger", "other_spa", "swindon_coordinator", "spa_2"]
WITHOUT_CHILDREN = ["board_member", "administrator"]


@pytest.fixture(autouse=True)
def _no_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(UserRateThrottle, "THROTTLE_RATES", {"user": "100000/minute"})


@pytest.fixture(scope="module")
def cast(one_world_for_the_file: Cast) -> Cast:
    return one_world_for_the_file


@pytest.fixture(scope="module")
def records(cast: Cast) -> dict[str, Any]:
    return one_of_each(cast)


def signed_in(cast: Cast, key: str) -> Client:
    client = SignedInClient(raise_request_exception=False)
    client.force_login(cast[key])
    return client


def address_of(pattern: URLPattern, records: dict[str, Any]) -> str:
    """The first part of the address names the list that its number is from."""
    route = str(pattern.pattern)
    return f"{API}/{route.replace('<int:pk>', str(records[route.split('/')[0]].pk))}"


def is_list(pattern: URLPattern) -> bool:
    return "<int:pk>" not in str(pattern.pattern)


def methods(pattern: URLPattern) -> dict[str, str]:
    return {method: action for method, action in pattern.callback.actions.items() if method != "head"}


def verb_of(pattern: URLPattern) -> Any:
    """The verb that this address carries out; None where it only reads."""
    return pattern.callback.initkwargs.get("verb")


def ask(client: Client, method: str, address: str, body: Any = None) -> Any:
    return client.generic(method.upper(), address, json.dumps(body or {}), content_type="application/json")


def test_every_address_is_one_of_ours() -> None:
    in_use = [p for p in get_resolver().url_patterns if str(p.pattern) == "api/v1/"]
    assert len(in_use) == 1
    assert all(issubclass(p.callback.cls, RecordViews) for p in PATTERNS)


def test_every_verb_of_these_records_has_its_address_and_only_they_change_anything() -> None:
    posted = {verb_of(p) for p in PATTERNS if "post" in methods(p)}
    assert posted == {verb for kind in KINDS for verb in verbs_of(kind.model) if verb.form}
    assert {action for p in PATTERNS for action in methods(p).values()} == {"list", "retrieve", "act", "create"}
    assert {method for p in PATTERNS for method in methods(p)} == {"get", "post"}


@pytest.mark.parametrize("who", STRANGERS)
def test_a_stranger_finds_nothing(cast: Cast, records: dict[str, Any], who: str) -> None:
    client = signed_in(cast, who)
    for pattern in PATTERNS:
        for method in methods(pattern) | ({"options": ""} if verb_of(pattern) else {}):
            response = ask(client, method, address_of(pattern, records))
            if not is_list(pattern):
                assert response.status_code == 404, (pattern, method)
            elif method == "get":
                assert (response.status_code, response.json()["count"]) == (200, 0), pattern
    assert not AccessLog.objects.filter(user=cast[who]).exists()


@pytest.mark.parametrize("who", WITHOUT_CHILDREN)
def test_roles_that_see_no_child_are_turned_away_everywhere(cast: Cast, records: dict[str, Any], who: str) -> None:
    client = signed_in(cast, who)
    for pattern in PATTERNS:
        for method in [*methods(pattern), "options"]:
            assert ask(client, method, address_of(pattern, records)).status_code == 403, (pattern, method)


def test_nobody_is_asked_to_sign_in(cast: Cast, records: dict[str, Any]) -> None:
    """Every address by the two methods that are in use, and by one of the others in turn."""
    for place, pattern in enumerate([*PATTERNS, api_urls.urlpatterns[-1]]):
        address = f"{API}/schema/" if pattern.name == "schema" else address_of(pattern, records)
        for method in ("get", "post", ("put", "patch", "delete", "options")[place % 4]):
            response = ask(Client(), method, address)
            assert response.status_code == 401, (pattern, method)
            assert response["WWW-Authenticate"] == "Session"


@pytest.mark.parametrize("who", ["coordinator", "dco", "adviser", "spa", "reviewer", "chief_nurse", "dco_2"])
def test_a_verb_of_somebody_else_is_forbidden_or_unseen(cast: Cast, records: dict[str, Any], who: str) -> None:
    """Where the policy page does not allow the verb here, the answer is 403 for who sees the record, else 404."""
    client, user = signed_in(cast, who), cast[who]
    for pattern in PATTERNS:
        verb = verb_of(pattern)
        if "post" not in methods(pattern):
            continue
        record = None if is_list(pattern) else records[str(pattern.pattern).split("/")[0]]
        if not user.may(verb.permission, record):
            assert ask(client, "post", address_of(pattern, records)).status_code in (403, 404), pattern


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.listed_as)
def test_a_record_cannot_be_written_but_by_a_verb(cast: Cast, records: dict[str, Any], kind: Any) -> None:
    client = signed_in(cast, "dco")
    for method in ("put", "patch", "delete"):
        assert ask(client, method, f"{API}/{kind.listed_as}/{records[kind.listed_as].pk}/").status_code == 405
        assert ask(client, method, f"{API}/{kind.listed_as}/").status_code == 405


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.listed_as)
def test_a_list_is_always_in_pages_and_in_one_order(cast: Cast, records: dict[str, Any], kind: Any) -> None:
    client = signed_in(cast, "dco")
    answer = client.get(f"{API}/{kind.listed_as}/").json()
    assert set(answer) == {"count", "next", "previous", "results"}
    assert answer["count"] >= 1
    for switch in ("page_size", "limit", "paginate", "no_page", "format"):
        assert client.get(f"{API}/{kind.listed_as}/", {switch: "0"}).status_code == 400
    for page in ("0", "-1", "last ", "x", "9" * 40):
        assert client.get(f"{API}/{kind.listed_as}/", {"page": page}).status_code == 404
    order = kind.model.objects.visible_to(cast["dco"]).for_list().query
    assert (order.order_by or kind.model._meta.ordering)[-1].lstrip("-") == "pk"


def count_queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_database_is_asked_as_often_for_twenty_rows_as_for_two(cast: Cast) -> None:
    few = [one_of_each(cast), one_of_each(cast)][0]
    details = [f"{API}/{name}/{record.pk}/" for name, record in few.items()]
    pages = {
        who: [f"{API}/{kind.listed_as}/" for kind in KINDS] + [a for a in details if client.get(a).status_code == 200]
        for who, client in ((who, signed_in(cast, who)) for who in ("dco", "coordinator", "spa"))
    }

    def counted() -> dict[tuple[str, str], int]:
        return {
            (who, a): count_queries(signed_in(cast, who), a) for who, addresses in pages.items() for a in addresses
        }

    before = counted()
    for _ in range(18):
        one_of_each(cast)
    assert counted() == before
    assert len(pages["spa"]) > len(KINDS)


def test_the_schema_is_valid_and_open_to_those_who_are_signed_in(cast: Cast) -> None:
    said, schema = io.StringIO(), io.StringIO()
    with redirect_stderr(said):
        call_command("spectacular", validate=True, fail_on_warn=True, format="openapi-json", stdout=schema)
    described = json.loads(schema.getvalue() or signed_in(cast, "board_member").get(f"{API}/schema/").content)
    paths = {f"{API}/{str(p.pattern).replace('<int:pk>', '{id}')}" for p in PATTERNS}
    assert {path.replace("{pk}", "{id}") for path in described["paths"]} == paths
    for path, operations in described["paths"].items():
        if "post" in operations:
            assert "application/json" in operations["post"]["requestBody"]["content"], path
            assert "422" in operations["post"]["responses"], path
    assert signed_in(cast, "board_member").get(f"{API}/schema/").status_code == 200


WRONG_VALUES: list[Any] = [
    None, "", " ", "x", "\0", "\ud800", "9" * 400, "é" * 6_000, 0, -1, 10**30, 1e400, 1.5, True, False,
    [], [None], [[]], ["a", "b"], {}, {"a": {"b": 1}}, "2026-02-30", "0000-00-00", "9999-12-31", "1900-01-01",
    "c", "known", "²",
]  # fmt: skip
WRONG_BODIES = [
    b"", b"{", b"null", b"[]", b"1", b'"text"', b"\xff\xfe", b"[" * 100_000, b'{"a":' * 50_000, b"NaN",
    b'{"a": Infinity}', b"x" * 3_000_000,
    b'{"revision": ' + b"9" * 5000 + b"}", b'{"\\ud800": 1}', b'{"": 1}', b'{"revision": "\\u0000"}'
]  # fmt: skip


POSTED = [pattern for pattern in PATTERNS if verb_of(pattern) and "post" in methods(pattern)]


@pytest.mark.parametrize("half", [0, 1])
def test_no_value_whatever_breaks_the_portal(cast: Cast, records: dict[str, Any], half: int) -> None:
    """Each verb once, asked by the first of these people who may, with every third value: its neighbours, whose
    fields are of the same kinds, get the others."""
    clients, tried = [signed_in(cast, who) for who in ("coordinator", "dco", "adviser", "spa")], 0
    for number, pattern in enumerate(POSTED[half::2]):
        address = address_of(pattern, records)
        client = next((c for c in clients if ask(c, "options", address).status_code == 200), None)
        if client is None:
            continue
        for value in WRONG_VALUES[number % 3 :: 3]:
            wrong = dict.fromkeys([*verb_of(pattern).form.base_fields, "submission"], value)
            assert ask(client, "post", address, wrong).status_code < 500, (address, str(value)[:40])
        assert ask(client, "post", address).status_code < 500, address
        tried += 1
    assert tried > len(POSTED) // 4


def test_no_body_whatever_breaks_the_portal(cast: Cast, records: dict[str, Any]) -> None:
    client = signed_in(cast, "coordinator")
    for address in (f"{API}/children/", f"{API}/children/{records['children'].pk}/change-details/"):
        for body in WRONG_BODIES:
            response = client.generic("POST", address, body, content_type="application/json")
            assert response.status_code < 500, (address, body[:40])


@pytest.mark.parametrize("charset", ["utf-16", "base64", "nonsense"])
def test_no_content_type_breaks_the_portal(cast: Cast, records: dict[str, Any], charset: str) -> None:
    client = signed_in(cast, "coordinator")
    address = f"{API}/children/{records['children'].pk}/change-details/"
    for kind in ("application/json", "multipart/form-data; boundary=x", "multipart/form-data", "text/plain"):
        response = client.generic("POST", address, b'{"school": "A"}', content_type=f"{kind}; charset={charset}")
        assert response.status_code < 500, (kind, charset)

"""What narrows a worklist, what of it is kept under a name, and whose it is."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from clocks.models import Clock
from core.today import today
from core.workflow import Refused
from desk.filters import Around, WorklistFilter
from desk.models import SavedFilter, kept_of
from desk.worklist import Tab, Worklist
from send_portal.demo.cast import Cast
from tests.desk.conftest import asked, received


def found(cast: Cast, person: str, tab: Tab = Tab.LATER, **chosen: str) -> set[str]:
    """By surname."""
    rows = Worklist(cast[person], chosen=chosen).page(tab, 1).object_list
    return {row.child.family_name for row in rows}


def filter_of(cast: Cast, person: str, **chosen: str) -> WorklistFilter:
    return WorklistFilter(chosen, around=Around.of(cast[person], today()))


def clock_of(request: object, field: str = "decide_clock") -> Clock:
    return getattr(request, field)


def test_mine_nobodys_and_a_colleagues_are_told_apart(cast: Cast) -> None:
    mine, hers = received(cast, days_ago=3, family_name="Mine"), received(cast, days_ago=3, family_name="Hers")
    received(cast, days_ago=3, family_name="Free")
    clock_of(mine).take(by=cast["coordinator"])
    clock_of(hers).take(by=cast["la_manager"])
    rule = "decide_to_assess"
    assert found(cast, "coordinator", who="me", rule=rule) == {"Mine"}
    assert found(cast, "coordinator", who="nobody", rule=rule) == {"Free"}
    assert found(cast, "coordinator", who=f"person-{cast['la_manager'].pk}", rule=rule) == {"Hers"}


def test_a_team_is_chosen_by_name(cast: Cast) -> None:
    asked(cast, days_ago=3, family_name="Marchbank")
    spa, send = cast.team["spa"].pk, cast.team["send_wiltshire"].pk
    assert found(cast, "dco", Tab.WAITING, who=f"team-{spa}", rule="health_advice") == {"Marchbank"}
    assert found(cast, "dco", Tab.WAITING, who=f"team-{send}", rule="health_advice") == set()


def test_a_service_is_asked_about_and_stays_named_when_the_point_of_access_answers(cast: Cast) -> None:
    request = asked(cast, days_ago=3, team="slt", family_name="Marchbank")
    asked(cast, days_ago=3, team="ot", family_name="Tidewell")
    slt, ot = cast.team["slt"].pk, cast.team["ot"].pk
    assert found(cast, "spa", service=str(slt)) == {"Marchbank"}
    assert found(cast, "spa", service=str(ot)) == {"Tidewell"}
    request.give_answer(by=cast["spa"], answer="known", last_contact_on=request.received_on, service=cast.team["ot"])
    assert found(cast, "spa", service=str(ot)) == {"Marchbank", "Tidewell"}


@pytest.mark.parametrize(
    ("due", "names"),
    [
        ("overdue", {"Late"}),
        ("0", {"Late", "Today"}),
        ("7", {"Late", "Today", "Week"}),
        ("", {"Late", "Today", "Week", "Far"}),
    ],
)
def test_due_is_within_so_many_days_or_overdue(cast: Cast, due: str, names: set[str]) -> None:
    for name, days in (("Late", 43), ("Today", 42), ("Week", 35), ("Far", 3)):
        received(cast, days_ago=days, family_name=name)
    chosen = {"rule": "decide_to_assess", **({"due": due} if due else {})}
    assert set().union(*(found(cast, "coordinator", tab, **chosen) for tab in Tab)) == names


def test_the_choices_are_those_of_ones_own_world(cast: Cast) -> None:
    def offered(person: str, field: str) -> str:
        return str(filter_of(cast, person).fields[field].choices)

    assert "Larkmead single point of access" in offered("dco", "who")
    assert "Northmoor" not in offered("dco", "who") + offered("dco", "la") + offered("dco", "service")
    assert "Three Rivers" not in offered("spa", "who") + offered("spa", "service")
    assert "Helen Sturrock" in offered("coordinator", "who")
    assert "Kit Marlow" not in offered("coordinator", "who")
    assert "Nadia Kerr" not in offered("dco", "who"), "an administrator has no child's work"


@pytest.mark.parametrize("wrong", [{"who": "person-0"}, {"la": "0"}, {"due": "-1"}, {"rule": "x"}, {"service": "y"}])
def test_a_choice_that_is_none_narrows_nothing(cast: Cast, wrong: dict[str, str]) -> None:
    assert filter_of(cast, "dco", **wrong).chosen == {}


def test_every_filter_works_from_the_address_and_is_remembered(cast: Cast, client: Client) -> None:
    late = received(cast, days_ago=43, family_name="Farsley")
    received(cast, days_ago=44, family_name="Ollerton")
    clock_of(late).take(by=cast["coordinator"])
    client.force_login(cast["coordinator"])
    page = client.get("/", {"who": "me", "due": "overdue", "tab": "overdue"}).content.decode()
    assert "Farsley" in page
    assert "Ollerton" not in page
    assert "Ollerton" not in client.get("/?tab=overdue").content.decode()
    assert client.get("/?clear=1").status_code == 302
    assert "Ollerton" in client.get("/?tab=overdue").content.decode()


def test_the_page_asks_as_often_for_two_thousand_rows_as_for_twenty(
    cast: Cast, client: Client, queries: Callable[..., int]
) -> None:
    def look() -> None:
        assert client.get("/?tab=later").status_code == 200

    for days in range(1, 8):
        received(cast, days_ago=days)
    client.force_login(cast["coordinator"])
    look()
    few = queries(look)
    copies_of_clocks(cast, 2000)
    look()
    assert queries(look) == few
    assert Worklist(cast["coordinator"]).counts[Tab.LATER] > 2000


def copies_of_clocks(cast: Cast, number: int) -> None:
    """As many more running clocks, of children that are there: made at once, for a list that is long."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO clocks_clock (child_id, local_authority_id, icb_id, owing_id, first_owing_id, team_id,
                   rule, action, started_on, due_on, citation, lapsed_why, revision)
               SELECT child_id, local_authority_id, icb_id, owing_id, first_owing_id, team_id, rule, action,
                   started_on, due_on, citation, '', 0
               FROM (SELECT * FROM clocks_clock WHERE rule = 'issue_final_plan' LIMIT 1) AS one,
                   generate_series(1, %s)""",
            [number],
        )


# Filters with a name


def saved(cast: Cast, person: str = "coordinator", **facts: object) -> SavedFilter:
    facts = {"name": "My overdue", "query": "who=me&tab=overdue"} | facts
    return SavedFilter.save_as(by=cast[person], **facts)


def test_a_saved_filter_stands_above_the_list_and_opens_it(cast: Cast, client: Client) -> None:
    mine = received(cast, days_ago=43, family_name="Farsley")
    received(cast, days_ago=44, family_name="Ollerton")
    clock_of(mine).take(by=cast["coordinator"])
    kept = saved(cast)
    client.force_login(cast["coordinator"])
    assert "My overdue" in client.get("/").content.decode()
    page = client.get(kept.get_absolute_url(), follow=True).content.decode()
    assert "Farsley" in page
    assert "Ollerton" not in page
    assert 'aria-current="true"' in page


def test_nobody_else_sees_it_or_may_touch_it(cast: Cast, client: Client) -> None:
    kept = saved(cast)
    client.force_login(cast["la_manager"])
    assert "My overdue" not in client.get("/").content.decode()
    assert client.get(f"/worklist/filters/{kept.pk}/rename/").status_code == 404
    with pytest.raises(Refused, match="somebody else"):
        kept.rename(by=cast["la_manager"], name="Theirs")


def test_the_name_that_was_searched_for_is_not_kept(cast: Cast) -> None:
    assert saved(cast, query="name=Penhallow&who=me&page=3").query == "who=me"
    assert kept_of("tab=later&who=me") == kept_of("who=me&tab=later&name=x")


def test_one_view_comes_first_and_the_list_opens_with_it(cast: Cast, client: Client) -> None:
    received(cast, days_ago=43, family_name="Ollerton")
    first = saved(cast, first=True)
    second = saved(cast, name="All", query="tab=later")
    client.force_login(cast["coordinator"])
    assert "Ollerton" not in client.get("/").content.decode()
    second.open_first(by=cast["coordinator"])
    first.refresh_from_db()
    assert (first.is_first, second.is_first) == (False, True)
    client.get("/?clear=1")
    assert "Ollerton" in client.get("/?tab=overdue").content.decode()


def test_two_of_one_name_are_refused_and_a_deleted_one_frees_it(cast: Cast) -> None:
    kept = saved(cast)
    kept.remove(by=cast["coordinator"])
    assert not SavedFilter.objects.visible_to(cast["coordinator"]).exists()
    saved(cast)
    with pytest.raises(ValidationError, match="of this name"):
        saved(cast)


def test_a_filter_is_saved_and_renamed_on_its_pages(cast: Cast, client: Client) -> None:
    client.force_login(cast["coordinator"])
    form = client.get("/worklist/filters/save/?query=who%3Dme")
    assert b"not saved with it" in form.content
    answer = client.post("/worklist/filters/save/?next=/", {"name": "Mine", "query": "who=me", "first": "on"})
    kept = SavedFilter.objects.visible_to(cast["coordinator"]).get()
    assert (answer["Location"], kept.query, kept.is_first) == ("/", "who=me", True)
    client.post(f"/worklist/filters/{kept.pk}/rename/", {"name": "My own"})
    assert b"My own" in client.get("/worklist/filters/").content

"""An administrator sets when people are reminded; the rule book says it; whoever cannot be told stands on a list."""

import html
import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from clocks.ladder import LOCAL, STATUTORY, Ladder, rungs_in_words
from clocks.models import OwnLadder
from clocks.untold import untold
from send_portal.demo.cast import Cast
from tests.clocks.running import TEST, clock, leave, without_mailbox


@pytest.fixture
def admin(cast: Cast, client: Client) -> Client:
    client.force_login(cast["administrator"])
    return client


def words(client: Client, address: str) -> str:
    return " ".join(html.unescape(client.get(address).content.decode()).split())


def page_of(cast: Cast, board: str = "icb") -> str:
    return reverse("clocks:ownladder_list", args=[cast.org[board].pk])


def form_of(cast: Cast, board: str = "icb") -> str:
    return reverse("clocks:ownladder_set_ladder", args=[cast.org[board].pk])


@pytest.mark.parametrize(
    ("rungs", "said"),
    [
        ((14, 7, 0, -1, -5), "14 and 7 days before, on the day, 1 and 5 days late"),
        ((1,), "1 day before"),
        ((0,), "on the day"),
        ((14, 7, 2), "14, 7 and 2 days before"),
        ((0, -1), "on the day, 1 day late"),
        ((), ""),
    ],
)
def test_days_are_told_in_words(rungs: tuple[int, ...], said: str) -> None:
    assert rungs_in_words(rungs) == said


def test_a_board_sets_and_takes_back_its_own(cast: Cast, admin: Client) -> None:
    answer = admin.post(form_of(cast), {"covers": "health_advice", "person": ["28", "2"], "dco": ["-1"]})
    assert answer.status_code == 302
    own = OwnLadder.objects.get()
    assert own.ladder == Ladder(person=(28, 2), dco=(-1,))
    page = words(admin, page_of(cast))
    assert "Health advice for an assessment" in page
    assert "28 and 2 days before" in page
    answer = admin.post(OwnLadder.withdraw.url_for(own), {"revision": own.revision})
    assert answer.status_code == 302
    assert OwnLadder.all_of(cast.org["icb"].pk) == {}
    assert list(own.history.values_list("verb", flat=True)) == ["withdraw", "set_ladder"]
    assert "28 and 2 days before" not in words(admin, page_of(cast))


def test_set_again_it_is_the_same_row(cast: Cast) -> None:
    for days in ([7], [5]):
        OwnLadder.set_ladder(by=TEST, icb=cast.org["icb"], covers="law", person=days)
    assert OwnLadder.objects.get().ladder.person == (5,)


def test_whoever_has_it_is_told_before_the_day(cast: Cast, admin: Client) -> None:
    answer = admin.post(form_of(cast), {"covers": "law", "person": ["-1"]})
    assert answer.status_code == 422
    assert "at least one day before the due day" in html.unescape(answer.content.decode())
    with pytest.raises(ValidationError, match="is not a time limit"):
        OwnLadder.set_ladder(by=TEST, icb=cast.org["icb"], covers="nonsense", person=[1])


def test_the_form_starts_from_what_applies_now(cast: Cast, admin: Client) -> None:
    assert ticked(admin, f"{form_of(cast)}?covers=local") == LOCAL.person
    OwnLadder.set_ladder(by=TEST, icb=cast.org["icb"], covers="law", person=[5])
    assert ticked(admin, f"{form_of(cast)}?covers=health_advice") == (5,)
    assert ticked(admin, f"{form_of(cast)}?covers=nonsense") == STATUTORY.person


def ticked(client: Client, address: str) -> tuple[int, ...]:
    boxes = re.findall(r'<input[^>]*name="person"[^>]*>', client.get(address).content.decode())
    return tuple(int(re.search(r'value="(-?\d+)"', box)[1]) for box in boxes if "checked" in box)


def test_another_boards_pages_are_not_there(cast: Cast, admin: Client) -> None:
    own = OwnLadder.set_ladder(by=TEST, icb=cast.org["other_icb"], covers="law", person=[3])
    for address in (page_of(cast, "other_icb"), form_of(cast, "other_icb"), OwnLadder.withdraw.url_for(own)):
        assert admin.get(address).status_code == 404
    assert admin.get(page_of(cast, "wiltshire")).status_code == 404


def test_nobody_else_sets_them(cast: Cast, client: Client) -> None:
    client.force_login(cast["dco"])
    assert client.get(page_of(cast)).status_code == 403
    assert client.get(form_of(cast)).status_code == 403


def test_the_rule_book_says_who_is_reminded(cast: Cast, client: Client) -> None:
    client.force_login(cast["coordinator"])
    page = words(client, reverse("clocks:rules"))
    assert rungs_in_words(STATUTORY.person) in page
    assert "BSW ICB has set it" not in page
    OwnLadder.set_ladder(by=TEST, icb=cast.org["icb"], covers="health_advice", person=[28])
    OwnLadder.set_ladder(by=TEST, icb=cast.org["icb"], covers="local", person=[10])
    page = words(client, reverse("clocks:rules"))
    assert "Reminded as BSW ICB has set it.</strong> Whoever has it: 28 days before." in page
    assert "All local standards, as BSW ICB has set it" in page
    assert "10 days before" in page


def test_an_empty_team_stands_on_the_administrators_page_with_who_is_told_instead(cast: Cast, admin: Client) -> None:
    clock(cast)
    assert "Everybody who has a time limit can be told" in words(admin, page_of(cast))
    leave(cast, "spa")
    assert [(row.organisation, row.number, row.instead) for row in untold(cast.org["icb"].pk)] == [
        ("Larkmead", 1, ("The mailbox of Larkmead",))
    ]
    assert "Larkmead single point of access" in words(admin, page_of(cast))


def test_what_reaches_nobody_comes_first(cast: Cast, admin: Client) -> None:
    it = clock(cast)
    clock(cast, rule="regulation_6_copy", owing="wiltshire", team=None)
    leave(cast, "spa", "dco", "dco_2")
    without_mailbox(cast, "provider", "icb")
    assert [(row.team, row.instead) for row in untold(cast.org["icb"].pk)] == [
        ("Larkmead single point of access", ())
    ]
    page = words(admin, page_of(cast))
    assert it.child.family_name not in page
    assert it.child.reference not in page


def test_what_somebody_has_in_hand_is_not_listed(cast: Cast) -> None:
    clock(cast, owing="icb", team=cast.team["board"], person=cast["dco"])
    assert untold(cast.org["icb"].pk) == []

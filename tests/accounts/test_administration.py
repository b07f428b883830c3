"""An administrator's pages: people, roles, teams and organisations of their own board's world, and nobody else's."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from accounts.administration.views import ForAdministrators
from accounts.models import Area, Membership, Organisation, Relation, Team, User
from accounts.roles import Permission, Role, System
from clocks.models import Clock, LocalLength, OwnLadder
from core.history import recorded
from core.models import Message
from core.today import today
from core.workflow import verbs_of
from send_portal.demo.cast import PEOPLE, Cast
from send_portal.demo.factories import make_child
from tests.conftest import SignedInClient

PEOPLE_LIST = "/administration/people/"
A_PASSWORD = "a long enough pass phrase"


def invitation(**facts: Any) -> dict[str, Any]:
    day = today().isoformat()
    return {"email": "ada.finch@portal.example", "name": "Ada Finch", "role": "coordinator", "starts_on": day} | facts


def invite_to(organisation: Organisation) -> str:
    return reverse("accounts:user_invite", args=[organisation.pk])


def do(record: Any, verb: str) -> str:
    return reverse(f"accounts:{record._meta.model_name}_do", args=[record.pk, verb])


def every_address(cast: Cast) -> list[str]:
    """Each page of the administrator, about the records of one board."""
    records: dict[type, Any] = {
        User: cast["coordinator"], Organisation: cast.org["wiltshire"], Team: cast.team["send_wiltshire"],
        Membership: Membership.objects.get(user=cast["coordinator"]), Area: cast.org["icb"].areas.first(),
        Relation: cast.org["icb"].relations.first(),
    }  # fmt: skip
    records[OwnLadder] = OwnLadder.objects.filter(icb=cast.org["icb"]).first() or OwnLadder.set_ladder(
        by=cast["administrator"], icb=cast.org["icb"], covers="law", person=(5,)
    )
    found = []
    for pattern in get_resolver().url_patterns:
        found += list(addresses_under(pattern, records))
    return found


def addresses_under(pattern: Any, records: dict[type, Any], before: str = "") -> list[str]:
    route = before + str(pattern.pattern)
    if hasattr(pattern, "url_patterns"):
        return [address for inner in pattern.url_patterns for address in addresses_under(inner, records, route)]
    view = getattr(pattern.callback, "view_class", object)
    if not issubclass(view, ForAdministrators):
        return []
    of = getattr(view, "within_model", None) or getattr(view, "model", None)
    record = records[of if isinstance(of, type) else User if "people/" in route else Organisation]
    if "local-standards" in route or "reminders/<int:pk>" in route:
        record = Organisation.objects.get(code="QOX")
    address = "/" + route.replace("<int:pk>", str(record.pk))
    if "<slug:verb>" not in address:
        return [address]
    theirs = (v for v in verbs_of(of) if v.form and not v.creates and v.permission == Permission.MANAGE_ACCOUNTS)
    verbs = [v.name.replace("_", "-") for v in theirs]
    return [address.replace("<slug:verb>", verb) for verb in verbs]


def test_an_administrator_opens_every_page(cast: Cast, admin: Client) -> None:
    addresses = every_address(cast)
    assert len(addresses) == 27
    assert {address: admin.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)


def test_another_boards_administrator_finds_nothing_of_this_one(cast: Cast, neighbour: User, client: Client) -> None:
    client.force_login(neighbour)
    about_records = [address for address in every_address(cast) if re.search(r"\d", address)]
    for ask, refusals in ((client.get, {404}), (client.post, {404, 405})):
        answers = {address: ask(address).status_code for address in about_records}
        assert {address: code for address, code in answers.items() if code not in refusals} == {}


@pytest.mark.parametrize("who", [key for key in PEOPLE if key != "administrator"])
def test_who_is_no_administrator_is_refused_every_page(cast: Cast, client: Client, who: str) -> None:
    client.force_login(cast[who])
    answers = {address: client.get(address).status_code for address in every_address(cast)}
    assert set(answers.values()) == {403}


def test_a_person_is_invited_sets_a_password_and_comes_in(cast: Cast, admin: Client) -> None:
    team = cast.team["send_wiltshire"]
    answer = admin.post(invite_to(cast.org["wiltshire"]), invitation(team=team.pk, email="Ada.Finch@portal.example"))
    ada = User.objects.get(email="ada.finch@portal.example")
    assert answer["Location"] == f"{PEOPLE_LIST}{ada.pk}/"
    assert not ada.has_usable_password()
    held = ada.memberships.get()
    assert (held.role, held.organisation, held.team, held.starts_on) == (
        "coordinator",
        team.organisation,
        team,
        today(),
    )
    assert ada.history.get().actor == held.history.get().actor == "Nadia Kerr"
    letter = Message.objects.get(to=ada.email)
    assert letter.holds_secret
    link = re.search(r"http://testserver(/account/password/reset/key/\S+)", letter.body)[1]
    visitor = Client()
    form = visitor.get(link, follow=True)
    visitor.post(form.redirect_chain[-1][0], {"password1": A_PASSWORD, "password2": A_PASSWORD})
    signed_in = visitor.post(reverse("account_login"), {"login": ada.email, "password": A_PASSWORD})
    assert signed_in.status_code == 302
    enrolment = visitor.get("/account/")["Location"]
    assert enrolment.startswith(reverse("mfa_activate_totp"))
    assert visitor.get(enrolment).status_code == 200


def test_the_link_of_an_invitation_runs_out(cast: Cast, admin: Client, settings: Any) -> None:
    admin.post(invite_to(cast.org["wiltshire"]), invitation())
    letter = Message.objects.get(to="ada.finch@portal.example")
    link = re.search(r"http://testserver(/account/password/reset/key/\S+)", letter.body)[1]
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert "token_fail" in Client().get(link).context_data


def test_the_same_press_twice_makes_one_person_and_one_letter(cast: Cast, admin: Client) -> None:
    facts = invitation(submission=str(uuid4()))
    first, second = (admin.post(invite_to(cast.org["wiltshire"]), facts) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert User.objects.filter(email="ada.finch@portal.example").count() == 1
    assert Message.objects.filter(to="ada.finch@portal.example").count() == 1


def test_an_address_has_one_account_however_it_is_written(cast: Cast, admin: Client) -> None:
    answer = admin.post(invite_to(cast.org["wiltshire"]), invitation(email="COORDINATOR@portal.example"))
    assert answer.status_code == 422
    assert "Jo Bramley has an account with this address" in answer.content.decode()


def test_somebody_of_another_board_keeps_their_account_and_gets_the_role(cast: Cast, admin: Client) -> None:
    stranger = cast["stranger"]
    facts = invitation(email=stranger.email, name="Somebody Else", role="dco", team=cast.team["dcos"].pk)
    page = admin.post(invite_to(cast.org["icb"]), facts, follow=True).content.decode()
    assert User.objects.get(pk=stranger.pk).name == "Ellis Thorne"
    assert stranger.memberships.count() == 2
    assert "Northmoor" not in page
    assert "Another board looks after this account" in page
    assert "Made at set-up" not in page
    for verb in ("deactivate", "reset-device", "change-details"):
        assert admin.get(do(stranger, verb)).status_code == 403


@pytest.mark.parametrize(
    ("org", "team", "role", "said"),
    [
        ("wiltshire", "send_wiltshire", "dco", "Choose one of the answers"),
        ("icb", "", "has_adviser", "Choose the team"),
        ("icb", "dcos", "has_adviser", "is not a role in a team such as"),
        ("provider", "", "coordinator", "Choose one of the answers"),
        ("icb", "", "", "Choose an answer"),
    ],
)
def test_a_role_that_does_not_fit_is_refused(
    cast: Cast, admin: Client, org: str, team: str, role: str, said: str
) -> None:
    facts = invitation(role=role, team=cast.team[team].pk if team else "")
    answer = admin.post(invite_to(cast.org[org]), facts)
    assert answer.status_code == 422
    assert not User.objects.filter(email="ada.finch@portal.example").exists()
    assert said in answer.content.decode()


def test_an_email_address_cannot_be_changed(cast: Cast, admin: Client) -> None:
    address = do(cast["coordinator"], "change-details")
    assert 'name="email"' not in admin.get(address).content.decode()
    admin.post(address, {"name": "Jo Bramley-Hart", "email": "thief@portal.example", "revision": 0})
    jo = User.objects.get(pk=cast["coordinator"].pk)
    assert (jo.name, jo.email) == ("Jo Bramley-Hart", "coordinator@portal.example")


def test_whose_account_is_switched_off_is_out_at_once_and_stays_out(cast: Cast, admin: Client) -> None:
    person, theirs = cast["coordinator"], SignedInClient()
    theirs.force_login(person)
    assert theirs.get("/account/").status_code == 200
    admin.post(do(person, "deactivate"), {"revision": 0})
    admin.post(do(person, "reactivate"), {"revision": 1})
    assert theirs.get("/account/").status_code == 302
    assert [line.verb for line in person.history.all()[:2]] == ["reactivate", "deactivate"]
    assert "/account/password/reset/key/" in Message.objects.get(to=person.email).body
    assert not User.objects.get(pk=person.pk).has_usable_password()


def test_a_lost_device_is_taken_away_with_every_session_and_its_person_told(cast: Cast, admin: Client) -> None:
    person, theirs = cast["coordinator"], SignedInClient()
    theirs.force_login(person)
    answer = admin.post(do(person, "reset-device"), {"revision": 0})
    assert answer.status_code == 302
    assert not person.authenticator_set.exists()
    assert theirs.get("/account/").status_code == 302
    letter = Message.objects.get(to=person.email)
    assert "Nadia Kerr has taken away your device" in letter.body
    assert person.history.first().verb == "reset_device"


def test_who_has_no_device_has_none_taken_away(cast: Cast, admin: Client) -> None:
    assert admin.post(do(cast["dco"], "reset-device"), {"revision": 0}).status_code == 422


def test_an_invitation_is_sent_again_until_there_is_a_password(cast: Cast, admin: Client) -> None:
    person = cast["coordinator"]
    assert admin.post(do(person, "invite-again"), {"revision": 0}).status_code == 302
    assert admin.post(do(person, "invite-again"), {"revision": 0}).status_code == 422  # the same press again
    assert Message.objects.filter(to=person.email).count() == 1
    person = User.objects.get(pk=person.pk)
    person.set_password(A_PASSWORD)
    with recorded(verb="set_password", by=person):
        person.save()
    assert admin.post(do(person, "invite-again"), {"revision": person.revision}).status_code == 422


def test_a_role_ends_on_its_last_day_and_the_next_day_its_session_too(
    cast: Cast, admin: Client, role_of: Callable[[str], Membership]
) -> None:
    theirs = SignedInClient()
    theirs.force_login(cast["coordinator"])
    yesterday = today() - timedelta(days=1)
    admin.post(do(role_of("coordinator"), "end"), {"ends_on": yesterday.isoformat(), "revision": 0})
    assert role_of("coordinator").ends_on == yesterday
    assert theirs.get("/account/")["Location"] == reverse("account_login")
    page = admin.get(f"{PEOPLE_LIST}{cast['coordinator'].pk}/").content.decode()
    assert "Ended" in page
    assert admin.get(do(role_of("coordinator"), "end")).status_code == 200
    assert admin.post(do(role_of("coordinator"), "end"), {"ends_on": today().isoformat()}).status_code == 422


def test_a_role_given_by_mistake_never_counts(cast: Cast, admin: Client) -> None:
    address = reverse("accounts:membership_add", args=[cast.org["icb"].pk])
    facts = {
        "user": cast["board_member"].pk,
        "role": "dco",
        "team": cast.team["dcos"].pk,
        "starts_on": today().isoformat(),
    }
    assert admin.post(address, facts).status_code == 302
    held = Membership.objects.get(user=cast["board_member"], role="dco")
    before = today() - timedelta(days=1)
    assert admin.post(do(held, "end"), {"ends_on": before.isoformat()}).status_code == 302
    assert not User.objects.get(pk=cast["board_member"].pk).sees_children
    earlier = before - timedelta(days=1)
    assert admin.post(do(held, "end"), {"ends_on": earlier.isoformat()}).status_code == 422


def test_an_administrator_ends_neither_their_own_last_role_nor_their_own_account(
    cast: Cast, admin: Client, role_of: Callable[[str], Membership]
) -> None:
    own = role_of("administrator")
    answer = admin.post(do(own, "end"), {"ends_on": today().isoformat(), "revision": 0})
    assert answer.status_code == 422
    assert "your own last role as administrator" in answer.content.decode()
    assert admin.post(do(cast["administrator"], "deactivate"), {"revision": 0}).status_code == 422
    assert role_of("administrator").ends_on is None


def test_nobody_gives_themselves_a_role(cast: Cast, admin: Client) -> None:
    address = reverse("accounts:membership_add", args=[cast.org["icb"].pk])
    facts = {"user": cast["administrator"].pk, "role": "dco", "starts_on": today().isoformat()}
    answer = admin.post(address, facts)
    assert answer.status_code == 422
    assert "Nobody gives themselves a role" in answer.content.decode()


def test_a_role_is_not_held_twice_at_a_time(cast: Cast, admin: Client) -> None:
    address = reverse("accounts:membership_add", args=[cast.org["wiltshire"].pk])
    team = cast.team["send_wiltshire"].pk
    facts = {"user": cast["coordinator"].pk, "role": "coordinator", "team": team, "starts_on": today().isoformat()}
    answer = admin.post(address, facts)
    assert "hold this role here already" in answer.content.decode()


def test_no_stranger_can_be_given_a_role_by_their_number(cast: Cast, admin: Client) -> None:
    address = reverse("accounts:membership_add", args=[cast.org["icb"].pk])
    facts = {"user": cast["stranger"].pk, "role": "dco", "starts_on": today().isoformat()}
    assert admin.post(address, facts).status_code == 422


def test_teams_are_added_renamed_and_closed_when_nobody_is_left_in_them(cast: Cast, admin: Client) -> None:
    here, day = cast.org["provider"], today().isoformat()
    facts = {"name": "Physiotherapy", "kind": "service", "in_force_from": day}
    assert admin.post(reverse("accounts:team_add", args=[here.pk]), facts)["Location"].endswith(f"/{here.pk}/")
    team = here.teams.get(name="Physiotherapy")
    admin.post(do(team, "rename"), {"name": "Children’s physiotherapy"})
    admin.post(do(team, "close"), {"in_force_until": day})
    team.refresh_from_db()
    assert (team.name, team.in_force_until) == ("Children’s physiotherapy", today())
    refused = admin.post(do(cast.team["spa"], "close"), {"in_force_until": day})
    assert "Still in the team after that day: Sam Hartley" in refused.content.decode()


def test_a_team_of_the_wrong_kind_or_with_a_taken_name_is_refused(cast: Cast, admin: Client) -> None:
    address = reverse("accounts:team_add", args=[cast.org["provider"].pk])
    day = today().isoformat()
    assert admin.post(address, {"name": "X", "kind": "has", "in_force_from": day}).status_code == 422
    taken = admin.post(address, {"name": "Occupational therapy", "kind": "service", "in_force_from": day})
    assert "Choose another name" in taken.content.decode()


def test_a_new_provider_joins_the_boards_world_and_can_leave_it(cast: Cast, admin: Client) -> None:
    board, day = cast.org["icb"], today().isoformat()
    facts = {"kind": "provider", "name": "Heron Trust", "short_name": "Heron", "code": "ZZ7", "in_force_from": day}
    admin.post(reverse("accounts:organisation_add", args=[board.pk]), facts)
    heron = Organisation.objects.get(code="ZZ7")
    assert heron.belongs_to() == {heron.pk, board.pk}
    admin.post(
        do(heron, "change-details"), {"name": "Heron NHS Trust", "short_name": "Heron", "mailbox": "a@portal.example"}
    )
    heron.refresh_from_db()
    assert (heron.name, heron.mailbox) == ("Heron NHS Trust", "a@portal.example")
    admin.post(do(heron.icb_relations.get(), "end"), {"in_force_until": day})
    assert heron.icb_relations.get().in_force_until == today()


def test_nobody_takes_over_anothers_organisation_by_its_code(cast: Cast, admin: Client) -> None:
    address = reverse("accounts:organisation_add", args=[cast.org["icb"].pk])
    facts = {
        "kind": "local_authority",
        "name": "N",
        "short_name": "N",
        "code": "999",
        "in_force_from": today().isoformat(),
    }
    answer = admin.post(address, facts)
    assert answer.status_code == 422
    assert "in the portal already" in answer.content.decode()
    assert not Relation.objects.filter(icb=cast.org["icb"], organisation=cast.org["other_la"]).exists()


@pytest.mark.parametrize("name", ["organisation_add", "area_add"])
def test_what_is_a_boards_own_cannot_stand_in_a_local_authority(cast: Cast, admin: Client, name: str) -> None:
    address = reverse(f"accounts:{name}", args=[cast.org["wiltshire"].pk])
    day = today().isoformat()
    facts = {"name": "N", "kind": "provider", "short_name": "N", "code": "ZZ6", "in_force_from": day}
    assert admin.post(address, facts).status_code == 422


def test_an_area_is_added_last_and_closed(cast: Cast, admin: Client) -> None:
    board, day = cast.org["icb"], today().isoformat()
    admin.post(reverse("accounts:area_add", args=[board.pk]), {"name": "Out of area", "in_force_from": day})
    area = board.areas.get(name="Out of area")
    assert area.position == 3
    admin.post(do(area, "close"), {"in_force_until": day})
    area.refresh_from_db()
    assert area.in_force_until == today()


def test_a_board_sets_its_own_length_of_a_local_standard_and_of_no_law(cast: Cast, admin: Client) -> None:
    board = cast.org["icb"]
    address = reverse("clocks:locallength_set_length", args=[board.pk])
    for length in (7, 8):
        assert admin.post(address, {"rule": "qa_turnaround", "length": length}).status_code == 302
    own = LocalLength.objects.get(icb=board)
    assert (own.length, own.history.count()) == (8, 2)
    assert admin.post(address, {"rule": "advice", "length": 3}).status_code == 422
    assert "8 working days" in admin.get(reverse("clocks:locallength_list", args=[board.pk])).content.decode()


def test_a_partner_of_two_boards_is_looked_after_by_the_one_that_worked_with_it_first(
    cast: Cast, neighbour: User, client: Client
) -> None:
    shared, day = cast.org["provider"], today().isoformat()
    Relation.begin(by=System("test"), icb=cast.org["other_icb"], organisation=shared, in_force_from=today())
    client.force_login(neighbour)
    assert client.get(do(Membership.objects.get(user=cast["spa"]), "end")).status_code == 403
    invitation = {"email": "me.again@portal.example", "name": "Me", "role": "spa", "starts_on": day}
    assert client.post(reverse("accounts:user_invite", args=[shared.pk]), invitation).status_code == 403
    assert client.get(do(shared, "change-details")).status_code == 403
    assert client.get(do(cast["coordinator"], "deactivate")).status_code == 404
    first = Relation.objects.get(icb=cast.org["icb"], organisation=shared)
    first.end(by=System("test"), in_force_until=today() - timedelta(days=1))
    assert client.get(do(shared, "change-details")).status_code == 200


def test_a_role_that_sees_children_is_told_to_those_who_watch(cast: Cast, admin: Client) -> None:
    board = cast.org["icb"]
    second = User.invite(
        by=System("test"), organisation=board, email="second.admin@portal.example", name="Second",
        role="administrator", team=cast.team["dcos"], starts_on=today(),
    )  # fmt: skip
    admin.post(
        reverse("accounts:user_invite", args=[board.pk]),
        {
            "email": "nadia.again@portal.example", "name": "Nadia Again", "role": "dco",
            "team": cast.team["dcos"].pk, "starts_on": today().isoformat(),
        },
    )  # fmt: skip
    told = Message.objects.filter(key__startswith="membership:", body__contains="Nadia Again")
    assert {m.to for m in told} == {board.mailbox, second.email}
    assert all("Nadia Kerr has given Nadia Again" in m.body for m in told)


def test_what_a_leaver_has_in_hand_is_said_before_the_role_ends(
    cast: Cast, admin: Client, role_of: Callable[[str], Membership]
) -> None:
    adviser = cast["adviser"]
    with recorded(verb="set_up", by=System("test")):
        Clock.start(
            rule="has_contact_family", child=make_child(cast), on=today(), owing=cast.org["icb"],
            team=cast.team["has"], person=adviser,
        )  # fmt: skip
    for address in (do(role_of("adviser"), "end"), do(adviser, "deactivate")):
        assert "1 running time limit" in admin.get(address).content.decode()
    assert "Nothing is in" in admin.get(do(cast["adviser_2"], "deactivate")).content.decode()


def test_people_are_found_by_name_organisation_and_role(cast: Cast, admin: Client) -> None:
    def found(**asked: Any) -> list[str]:
        return [person.name for person in admin.get(PEOPLE_LIST, asked).context_data["records"]]

    assert found(find="bramley") == ["Jo Bramley"]
    assert found(find="coordinator@portal jo") == ["Jo Bramley"]
    assert found(organisation=cast.org["wiltshire"].pk) == ["Helen Sturrock", "Jo Bramley"]
    assert found(role="spa") == ["Bea Norcott", "Sam Hartley"]
    assert found(find="Thorne") == []


def many_people(cast: Cast, count: int) -> None:
    for number in range(count):
        person = User.invite(
            by=System("test"), organisation=cast.org["wiltshire"], email=f"p{number}@portal.example",
            name=f"P {number}", role=Role.COORDINATOR, team=cast.team["send_wiltshire"], starts_on=today(),
        )  # fmt: skip
        Membership.add(
            by=System("test"), organisation=cast.org["swindon"], user=person, role=Role.COORDINATOR, starts_on=today()
        )


def test_lists_and_pages_ask_the_database_as_often_for_twenty_as_for_two(cast: Cast, admin: Client) -> None:
    addresses = [
        PEOPLE_LIST, "/administration/organisations/", f"/administration/organisations/{cast.org['wiltshire'].pk}/",
        f"{PEOPLE_LIST}{cast['coordinator'].pk}/",
    ]  # fmt: skip
    before = [count_of(admin, address) for address in addresses]
    many_people(cast, 15)
    for number in range(10):
        Team.add(
            by=System("test"),
            organisation=cast.org["wiltshire"],
            name=f"Team {number}",
            kind="send",
            in_force_from=today(),
        )
        Membership.add(
            by=System("test"), organisation=cast.org["wiltshire"], user=cast["coordinator"], role=Role.LA_MANAGER,
            team=Team.objects.get(name=f"Team {number}"), starts_on=today(),
        )  # fmt: skip
    assert [count_of(admin, address) for address in addresses] == before


def count_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)

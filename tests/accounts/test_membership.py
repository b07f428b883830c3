"""Where a role is held, and how far an administrator reaches: in the records and in the database."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from accounts.models import Membership, Organisation, Relation, User
from accounts.models.team import TEAMS_OF
from accounts.roles import BY_TEAM, HELD_IN, HELD_IN_TEAM, Permission, Role, System
from core.history import recorded
from core.models import Message
from core.today import today
from send_portal.demo.cast import Cast

MANAGE = Permission.MANAGE_ACCOUNTS


def test_every_role_has_a_place_and_every_team_it_needs_can_exist_there() -> None:
    assert set(HELD_IN) == set(Role)
    assert set(HELD_IN_TEAM) >= BY_TEAM
    for role, kinds in HELD_IN_TEAM.items():
        assert kinds <= set(TEAMS_OF[HELD_IN[role]]), role


@pytest.mark.parametrize(
    ("org", "team", "role"),
    [
        ("icb", None, Role.COORDINATOR),
        ("wiltshire", "send_wiltshire", Role.DCO),
        ("provider", None, Role.ADMINISTRATOR),
        ("wiltshire", None, Role.SPA),
        ("icb", None, Role.HAS_ADVISER),
        ("icb", "dcos", Role.REVIEWING_CLINICIAN),
        ("icb", "other_has", Role.HAS_ADVISER),
        ("wiltshire", "send_swindon", Role.COORDINATOR),
    ],
)
def test_a_role_in_the_wrong_place_is_refused_by_the_record_and_by_the_database(
    cast: Cast, org: str, team: str | None, role: Role
) -> None:
    person = cast["board_member"]
    facts = {
        "organisation": cast.org[org],
        "team": cast.team[team] if team else None,
        "role": role,
        "starts_on": today(),
    }
    with pytest.raises(ValidationError):
        Membership.add(by=System("test"), user=person, **facts)
    with pytest.raises(IntegrityError), transaction.atomic(), recorded(verb="test", by=System("test")):
        Membership.objects.create(user=person, **facts)


def test_an_administrator_reaches_their_own_board_and_whoever_it_works_with_today(cast: Cast) -> None:
    administrator = cast["administrator"]
    reached = {key for key, organisation in cast.org.items() if administrator.may(MANAGE, organisation)}
    assert reached == {"icb", "banes", "swindon", "wiltshire", "provider", "provider_2"}
    seen = Organisation.objects.visible_to(administrator)
    assert {organisation.pk for organisation in seen} == {cast.org[key].pk for key in reached}


def test_a_relation_that_ended_opens_nothing(cast: Cast) -> None:
    relation = Relation.objects.get(icb=cast.org["icb"], organisation=cast.org["swindon"])
    relation.end(by=cast["administrator"], in_force_until=today() - timedelta(days=1))
    assert not cast["administrator"].may(MANAGE, cast.org["swindon"])
    with pytest.raises(PermissionDenied):
        Membership.objects.get(user=cast["swindon_coordinator"]).end(by=cast["administrator"], ends_on=today())


def test_clinicians_of_a_board_do_not_look_after_its_partners(cast: Cast) -> None:
    assert cast["administrator"].may(MANAGE, cast.org["wiltshire"])
    assert not cast["dco"].may(MANAGE, cast.org["wiltshire"])


def test_nobody_comes_to_rule_over_an_account_by_adding_a_role_to_it(cast: Cast) -> None:
    stranger = cast["stranger"]
    Membership.add(
        by=System("test"),
        organisation=cast.org["icb"],
        user=stranger,
        role=Role.DCO,
        starts_on=today() - timedelta(9999),
    )
    assert not cast["administrator"].may(MANAGE, stranger)
    Membership.objects.get(user=stranger, organisation=cast.org["other_icb"]).end(
        by=System("test"), ends_on=today() - timedelta(days=1)
    )
    assert cast["administrator"].may(MANAGE, stranger)


def test_an_address_is_unique_whatever_its_letters(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), recorded(verb="test", by=System("test")):
        User.objects.create(email="DCO@portal.example", name="A second")


FIRST = {"icb_code": "ZX1", "icb_name": "Eastvale ICB", "email": "First@portal.example", "name": "Iris Holm"}


def test_a_fresh_portal_gets_its_first_administrator_and_a_link(db: None) -> None:
    said = StringIO()
    call_command("first_administrator", **FIRST, stdout=said)
    iris = User.objects.get(email="first@portal.example")
    assert iris.holds(MANAGE)
    assert iris.organisation.name == "Eastvale ICB"
    assert "/account/password/reset/key/" in said.getvalue()
    assert Message.objects.get(to=iris.email).holds_secret
    assert iris.history.get().actor == "The portal (first administrator)"


def test_a_board_with_an_administrator_gets_no_second_first_one(db: None) -> None:
    call_command("first_administrator", **FIRST, stdout=StringIO())
    with pytest.raises(CommandError, match="Iris Holm"):
        call_command("first_administrator", **(FIRST | {"email": "second@portal.example"}))
    assert not User.objects.filter(email="second@portal.example").exists()


def test_whoever_runs_the_portal_relates_a_partner_to_one_more_board(cast: Cast) -> None:
    call_command("relate_organisation", icb_code="ZZ9", code="ZZ1", stdout=StringIO())
    assert Relation.objects.filter(icb=cast.org["other_icb"], organisation=cast.org["provider"]).exists()
    with pytest.raises(CommandError, match="is not an Integrated Care Board"):
        call_command("relate_organisation", icb_code="ZZ1", code="ZZ2")
    with pytest.raises(CommandError, match="No organisation"):
        call_command("relate_organisation", icb_code="ZZ9", code="NONE")

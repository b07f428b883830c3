"""How one signs in to the demo."""

import json
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.roles import System
from core.history import recorded
from send_portal.demo.accounts import give_devices
from send_portal.demo.cast import PASSWORD, PEOPLE, Cast


def said(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def test_the_printed_password_and_code_open_the_demo(cast: Cast) -> None:
    cast["dco"].set_password(PASSWORD)
    with recorded(verb="test", by=System("test")):
        cast["dco"].save()
    give_devices(cast.people.values())
    person = json.loads(said("demo_people", "--json"))[0]
    assert person["role"] == "Designated Clinical Officer"
    client = Client()
    client.post(reverse("account_login"), {"login": person["email"], "password": person["password"]})
    code = said("demo_code", person["email"]).split()[-1]
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert client.get(reverse("accounts:home")).status_code == 200


def test_everybody_is_listed_and_has_one_device(cast: Cast) -> None:
    give_devices(cast.people.values())
    give_devices(cast.people.values())
    assert Authenticator.objects.count() == len(PEOPLE)
    table = said("demo_people")
    assert all(person.email in table for person in cast.people.values())


def test_the_commands_do_not_exist_where_people_are_real(db: None, settings: Any) -> None:
    settings.IS_PRODUCTION = True
    for command in (["demo_people"], ["demo_code", "dco@portal.example"]):
        with pytest.raises(CommandError, match="for the demo only"):
            call_command(*command)


def test_an_unknown_address_is_told_where_the_others_are(db: None) -> None:
    with pytest.raises(CommandError, match="demo_people"):
        call_command("demo_code", "nobody@portal.example")

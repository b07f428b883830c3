"""A second board with an administrator of its own, and short ways to act as one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import Membership, User
from accounts.roles import Role, System
from core.today import today
from send_portal.demo.cast import Cast


@pytest.fixture
def neighbour(cast: Cast) -> User:
    """The administrator of the other board."""
    return User.invite(
        by=System("test"), organisation=cast.org["other_icb"], email="neighbour@portal.example", name="Una Marsh",
        role=Role.ADMINISTRATOR, starts_on=today(),
    )  # fmt: skip


@pytest.fixture
def admin(cast: Cast, client: Client) -> Client:
    client.force_login(cast["administrator"])
    return client


@pytest.fixture
def role_of(cast: Cast) -> Callable[[str], Membership]:
    return lambda key: Membership.objects.get(user=cast[key])


@pytest.fixture
def fresh() -> Callable[[Any], Any]:
    """The row as it is now, with nothing remembered."""
    return lambda record: type(record).objects.get(pk=record.pk)

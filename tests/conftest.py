"""The test databases: migrated and emptied by the owner, served by the restricted role, as in life."""

import contextlib
import hashlib
import ipaddress
import os
import socket
import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections, transaction
from django.test import Client

from accounts.models import User
from core.scope import Scope, opened
from send_portal.demo.cast import Cast, find_cast, make_cast

LONGEST_FIRST = ("guards", "journeys", "reporting", "send_portal", "clocks")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Folders whose files take long go first, so that both cores end together."""
    rank = {folder: place for place, folder in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: rank.get(item.path.parent.name, len(rank)))


class Outside(AssertionError):
    """A test reached for another machine."""


def stays_here(address: Any) -> bool:
    """A socket's file, or this machine."""
    host = address[0] if isinstance(address, tuple) else None
    with contextlib.suppress(ValueError):
        return host is None or ipaddress.ip_address(host.partition("%")[0]).is_loopback
    return host in ("localhost", "")


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Tests talk to servers on this machine alone: no name is looked up elsewhere, and nothing is sent."""
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def refuse(address: Any) -> None:
        if not stays_here(address):
            raise Outside(f"No test may reach {address}.")

    def guarded_connect(self: socket.socket, address: Any) -> None:
        refuse(address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        refuse(address)
        return connect_ex(self, address)

    def guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        refuse((host.decode() if isinstance(host, bytes) else host or "", 0))
        return getaddrinfo(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)
        yield


RUN = os.environ.get("TEST_RUN", "")  # runs that go on side by side each have their own name
MIGRATED = f"test_migrated_{RUN}_"


def server_connection() -> psycopg.Connection:
    """To the server itself as the owner, who may create databases."""
    owner = settings.DATABASES["owner"]
    return psycopg.connect(
        host=owner["HOST"],
        port=owner["PORT"],
        user=owner["USER"],
        password=owner["PASSWORD"],
        dbname="postgres",
        autocommit=True,
    )


def create_database(name: str, template: str) -> None:
    with server_connection() as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def drop_database(name: str) -> None:
    """Tidy up. A connection that a thread has not let go of yet is not the owner's to end: the database is then left
    for the next run, which makes it anew."""
    in_use = (psycopg.errors.InsufficientPrivilege, psycopg.errors.ObjectInUse)
    with contextlib.suppress(*in_use), server_connection() as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def use_database(name: str) -> None:
    """Point every alias at this database. Its connections are kept from one test to the next: a server that meets
    each test with a new one learns the tables anew each time."""
    for alias in settings.DATABASES:
        connection = connections[alias]
        connection.close()
        connection.close_pool()
        connection.settings_dict |= {"NAME": name, "CONN_MAX_AGE": 0}
        connection.settings_dict["OPTIONS"]["pool"] = {"min_size": 0, "max_size": 20, "timeout": 30}


def database_name(worker: str = "") -> str:
    return "_".join(part for part in ("test_portal", RUN, worker) if part)


def fingerprint() -> str:
    """Changes when a migration, the walls' SQL, the cast or a package does."""
    root = settings.BASE_DIR
    others = ("people/walls.py", "requirements/dev.txt", "send_portal/demo/cast.py", "accounts/roles.py")
    files = [*root.glob("*/migrations/*.py"), *(root / other for other in others)]
    content = b"".join(str(path.relative_to(root)).encode() + path.read_bytes() for path in sorted(files))
    return hashlib.sha256(content).hexdigest()[:12]


def migrated_database() -> str:
    """A migrated database with the cast in it, to copy. Whoever comes first makes it; it is kept until one of the
    files behind it changes."""
    name = f"{MIGRATED}{fingerprint()}"
    with server_connection() as server:
        server.execute("SELECT pg_advisory_lock(hashtext(%s))", [MIGRATED])  # until this connection closes
        known = {row[0] for row in server.execute("SELECT datname FROM pg_database")}
        if name not in known:
            half_done = f"half_{name}"
            create_database(half_done, "template1")
            use_database(half_done)
            call_command("migrate", verbosity=0, interactive=False)
            make_cast()
            use_database("postgres")
            server.execute(f'ALTER DATABASE "{half_done}" RENAME TO "{name}"')
            for old in known:
                if old.startswith(MIGRATED):
                    server.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
    return name


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest, worker_id: str) -> Iterator[None]:
    """One migrated database per test worker."""
    name = database_name("" if worker_id == "master" else worker_id)
    with django_db_blocker.unblock():
        create_database(name, migrated_database())
        use_database(name)
    settings.ACCESS_LOG_ALIAS = "default"  # inside a test's transaction, so that the test can read it
    yield
    with django_db_blocker.unblock():
        use_database("postgres")
        drop_database(name)


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    """Everybody, with a scope open on every organisation, for arranging; requests open their own."""
    people = find_cast()
    with opened(Scope.of(organisation.pk for organisation in people.org.values())):
        yield people


@pytest.fixture(scope="module")
def one_world_for_the_file(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Cast]:
    """The same for a whole file that only reads what it made once: it all goes at the file's end."""
    with django_db_blocker.unblock(), transaction.atomic():
        people = find_cast()
        with opened(Scope.of(organisation.pk for organisation in people.org.values())):
            yield people
        transaction.set_rollback(True)
    connections["default"].close()


class SignedInClient(Client):
    """`force_login` signs in as far as the person themselves would: with a code, from a device of theirs."""

    def force_login(self, user: User, backend: str | None = None) -> None:
        super().force_login(user, backend)
        if user.must_use_codes:
            self.give_code(user)

    def give_code(self, user: User) -> None:
        device = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
        device = device or TOTP.activate(user, generate_totp_secret()).instance
        session = self.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            {"method": "mfa", "at": time.time(), "id": device.pk, "type": device.type}
        ]
        session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = str(user.pk)
        session.save()


@pytest.fixture
def client() -> Client:
    return SignedInClient()


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The outbox with real transactions, as several processes need. The serving role deletes no letter; the
    owner does, afterwards."""
    with django_db_blocker.unblock():
        yield
        with connections["owner"].cursor() as cursor:
            cursor.execute("DELETE FROM core_message")
        connections["owner"].close()
        connections["default"].close()


@pytest.fixture(autouse=True)
def _nothing_cached() -> Iterator[None]:
    """Failed attempts and used codes of one test do not count in the next."""
    yield
    cache.clear()

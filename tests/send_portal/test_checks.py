"""What a careless production would be told."""

import os
import subprocess
import sys
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.conf import settings as configured
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from send_portal.checks import refuse_unsafe_start

NOTIFY_KEY = "portal-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0"
GOOD_KEY = "kT9-wq2Zr8Lm4Xv7Bn1Cp6Df3Gh5Jk0Yt_Us-Ra2Ei8Oo4Pp6Qq1Ww3"


@pytest.fixture
def production(settings: Any) -> Any:
    """A production that is set up well; each test spoils one thing."""
    settings.IS_PRODUCTION = True
    settings.PORTAL_MODE = "production"
    settings.SECRET_KEY = GOOD_KEY
    settings.MFA_KEYS = [Fernet.generate_key().decode()]
    settings.ALLOWED_HOSTS = ["send.example.nhs.uk"]
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "mail.example.nhs.uk"
    settings.CLAMAV_URL = "tcp://clamav:3310"
    return settings


def found() -> dict[str, str]:
    return {fault.id: fault.hint for fault in run_checks(tags=["portal"])}


def test_a_good_production_is_told_nothing(production: Any) -> None:
    assert found() == {}


@pytest.mark.parametrize(
    ("setting", "value", "fault", "says"),
    [
        ("PORTAL_MODE", "live", "portal.E001", "demo, test, production"),
        ("SECRET_KEY", "", "portal.E002", "random"),
        ("SECRET_KEY", "short", "portal.E002", "random"),
        ("SECRET_KEY", "ab" * 40, "portal.E002", "random"),
        ("SECRET_KEY", f"django-insecure-{GOOD_KEY}", "portal.E002", "random"),
        ("MFA_KEYS", [], "portal.E003", "openssl"),
        ("CLAMAV_URL", "", "portal.W002", "CLAMAV_URL"),
        ("MFA_KEYS", ["not a key"], "portal.E003", "openssl"),
        ("DEBUG", True, "portal.E004", "DEBUG"),
        ("ALLOWED_HOSTS", [], "portal.E005", "ALLOWED_HOSTS"),
        ("ALLOWED_HOSTS", ["*"], "portal.E005", "ALLOWED_HOSTS"),
        ("SESSION_COOKIE_SECURE", False, "portal.E006", "True"),
        ("CSRF_COOKIE_SECURE", False, "portal.E006", "True"),
        ("EMAIL_BACKEND", "django.core.mail.backends.dummy.EmailBackend", "portal.E008", "EMAIL_URL"),
        ("EMAIL_HOST", "localhost", "portal.W001", "EMAIL_URL"),
        ("NOTIFY_API_KEY", NOTIFY_KEY, "portal.E010", "NOTIFY_TEMPLATE_ID"),
        ("NOTIFY_TEMPLATE_ID", "f33517ff", "portal.E010", "NOTIFY_API_KEY"),
    ],
)
def test_a_careless_production_is_told_what_to_do(
    production: Any, setting: str, value: Any, fault: str, says: str
) -> None:
    setattr(production, setting, value)
    assert says in found()[fault]


def test_with_notify_no_mail_server_is_asked_for(production: Any) -> None:
    production.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    production.NOTIFY_API_KEY, production.NOTIFY_TEMPLATE_ID = NOTIFY_KEY, "f33517ff"
    assert found() == {}


@pytest.mark.parametrize(
    ("setting", "value", "says"),
    [("NOTIFY_API_KEY", "3d844edf", "whole key"), ("NOTIFY_URL", "http://notify.example", "https")],
)
def test_notify_set_wrongly_is_refused(production: Any, setting: str, value: str, says: str) -> None:
    production.NOTIFY_API_KEY, production.NOTIFY_TEMPLATE_ID = NOTIFY_KEY, "f33517ff"
    setattr(production, setting, value)
    assert says in found()["portal.E011"]


def test_one_role_for_both_is_refused(production: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(configured.DATABASES["default"], "USER", configured.DATABASES["owner"]["USER"])
    assert "DATABASE_OWNER_URL" in found()["portal.E007"]


def test_the_demo_needs_none_of_it(settings: Any) -> None:
    assert found() == {}


def database_faults() -> list[str]:
    return [fault.msg for fault in run_checks(tags=["database"], databases=["default"]) if fault.id == "portal.E009"]


def test_the_serving_role_is_plain(db: None) -> None:
    assert database_faults() == []


@pytest.mark.django_db(databases=["default", "owner"])
def test_serving_as_the_owner_is_refused_in_every_mode(monkeypatch: pytest.MonkeyPatch) -> None:
    owner = connections["owner"]
    monkeypatch.setattr("send_portal.checks.connections", {"default": owner})
    assert database_faults() == ["The role that serves owns tables."]


def test_the_web_server_does_not_start_over_a_fault(production: Any, db: None) -> None:
    refuse_unsafe_start()
    production.SECRET_KEY = "short"
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        refuse_unsafe_start()


def test_a_worker_does_not_start_over_a_fault() -> None:
    careless = os.environ | {"PORTAL_MODE": "production", "SECRET_KEY": "short"}
    command = [sys.executable, "-m", "celery", "-A", "send_portal", "worker", "--pool", "solo"]
    done = subprocess.run(command, env=careless, cwd=configured.BASE_DIR, capture_output=True, text=True, timeout=60)
    assert done.returncode != 0
    assert "SECRET_KEY is missing, short or guessable" in done.stderr + done.stdout

"""How do the demo's people sign in? With a device each, its secret random and encrypted like everybody's."""

import time
from collections.abc import Iterable

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings
from django.core.management import CommandError

from accounts.models import User
from accounts.secrets import decrypt


def give_devices(people: Iterable[User]) -> None:
    """A device for everybody who has none."""
    for person in people:
        if device_of(person) is None:
            TOTP.activate(person, generate_totp_secret())


def device_of(person: User) -> Authenticator | None:
    return Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()


def present_code(device: Authenticator) -> str:
    """What the device shows now."""
    counter = int(time.time()) // app_settings.TOTP_PERIOD
    return format_hotp_value(hotp_value(decrypt(device.data["secret"]), counter))


def refuse_in_production() -> None:
    """A command that opens accounts must not exist where the accounts are real."""
    if settings.IS_PRODUCTION:
        raise CommandError("This is for the demo only: here people have devices of their own.")

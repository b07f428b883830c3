"""What does a person fill in to prove who they are, and about their own letters?"""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa import app_settings
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django.core.cache import cache

from accounts.models import User
from core.forms import VerbForm


class UsedOnce:
    """A one-time code is taken once for as long as it would be valid (RFC 6238, section 5.2); allauth
    remembers it for one period only, which is shorter than the clock drift we allow."""

    user: Any

    def clean_code(self) -> str:
        code = super().clean_code()  # type: ignore[misc]
        valid_for = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
        if not cache.add(f"code-used:{self.user.pk}:{''.join(code.split())}", True, timeout=valid_for):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SignInCodeForm(UsedOnce, AuthenticateForm):
    pass


class ConfirmCodeForm(UsedOnce, ReauthenticateForm):
    pass


class StopDigestForm(VerbForm):
    verb = User.stop_digest
    button = "Stop the daily letter"
    done = "You get no daily letter from now on."
    guidance = "Reminders of single time limits still come: they are the record that you were told."


class StartDigestForm(VerbForm):
    verb = User.start_digest
    button = "Get the daily letter"
    done = "The daily letter comes from the next working day."
    guidance = (
        "On working days at a quarter past seven: what is overdue or due within the week. "
        "Nothing comes on days when nothing is."
    )

"""Where does sign-in by django-allauth differ here? Closed sign-up, recorded changes, letters by outbox."""

import time
from typing import Any
from uuid import uuid4

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context as current
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest, HttpResponse

from accounts import secrets
from accounts.models import User
from core.history import recorded
from core.outbox import queue_message


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by an administrator, for somebody with a role."""
        return False

    def pre_login(self, request: HttpRequest, user: Any, **login: Any) -> HttpResponse | None:
        """Somebody whose every role has ended is told so, and not signed in."""
        if not user.current_memberships:
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **login)

    def set_password(self, user: Any, password: str) -> None:
        verb = "change_password" if self.request.user.is_authenticated else "reset_password"
        with recorded(verb=verb, by=user):
            super().set_password(user, password)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Through the outbox, so that it is sent again when the mail server was away. A link that lets
        somebody in is not kept after it was sent."""
        request = current.request
        context = {"request": request, "email": email, "current_site": get_current_site(request)} | context
        mail = self.render_mail(template_prefix, email, context)
        queue_message(
            key=f"account:{uuid4()}",
            to=email,
            subject=mail.subject,
            body=str(mail.body),
            holds_secret="password_reset_url" in context,
        )

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever proved a moment ago who they are is not asked again."""
        request = current.request
        since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
        if any(record["at"] > since for record in get_authentication_records(request, request.user)):
            return False
        return super().is_reauthentication_required(app=app, **kwargs)


class MFAAdapter(DefaultMFAAdapter):
    """One-time-code secrets and the seed of recovery codes are encrypted in the database."""

    def encrypt(self, text: str) -> str:
        return secrets.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return secrets.decrypt(encrypted_text)

    def get_totp_label(self, user: Any) -> str:
        assert isinstance(user, User)
        return user.email

"""Is this portal set up safely enough to hold records of children? What is not says what to do about it."""

from collections.abc import Iterable, Sequence
from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connections

from core import notify

MODES = ("demo", "test", "production")
SHORTEST_KEY = 50
FEWEST_CHARACTERS = 10
MAKE_KEY = "python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"
MAKE_MFA_KEY = "openssl rand -base64 32 | tr '+/' '-_'"


@register("portal")
def mode_is_known(**kwargs: Any) -> list[CheckMessage]:
    if settings.PORTAL_MODE in MODES:
        return []
    hint = f"Set PORTAL_MODE to one of {', '.join(MODES)}. Anything else is taken for production."
    return [Error(f"PORTAL_MODE is “{settings.PORTAL_MODE}”.", hint=hint, id="portal.E001")]


@register("portal")
def secret_key_is_strong(**kwargs: Any) -> list[CheckMessage]:
    try:
        key = settings.SECRET_KEY
    except ImproperlyConfigured:  # Django's own word for an empty one, which does not say what to do
        key = ""
    is_strong = len(key) >= SHORTEST_KEY and len(set(key)) >= FEWEST_CHARACTERS and "insecure" not in key
    if is_strong or not settings.IS_PRODUCTION:
        return []
    hint = f"Put a long random text into the environment: {MAKE_KEY}"
    return [Error("SECRET_KEY is missing, short or guessable.", hint=hint, id="portal.E002")]


@register("portal")
def mfa_keys_are_ours(**kwargs: Any) -> list[CheckMessage]:
    """Their own key, so that SECRET_KEY can be changed without everybody losing their device."""
    hint = f"Put a key into MFA_KEYS and keep it apart from the database's copies: {MAKE_MFA_KEY}"
    try:
        [Fernet(key) for key in settings.MFA_KEYS]
    except ValueError:
        return [Error("MFA_KEYS holds something that is no key.", hint=hint, id="portal.E003")]
    if settings.MFA_KEYS or not settings.IS_PRODUCTION:
        return []
    return [Error("MFA_KEYS is missing: one-time-code secrets cannot be kept.", hint=hint, id="portal.E003")]


@register("portal")
def debug_is_off(**kwargs: Any) -> list[CheckMessage]:
    if not (settings.IS_PRODUCTION and settings.DEBUG):
        return []
    hint = "Set DEBUG to False: its error pages show records."
    return [Error("DEBUG is on.", hint=hint, id="portal.E004")]


@register("portal")
def hosts_are_named(**kwargs: Any) -> list[CheckMessage]:
    hosts = settings.ALLOWED_HOSTS
    if not settings.IS_PRODUCTION or (hosts and not any(host.startswith("*") for host in hosts)):
        return []
    hint = "Set ALLOWED_HOSTS to the names that people type, such as send.example.nhs.uk."
    return [Error("ALLOWED_HOSTS is empty or allows any host.", hint=hint, id="portal.E005")]


@register("portal")
def cookies_are_secure(**kwargs: Any) -> list[CheckMessage]:
    is_secure = settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE and settings.SESSION_COOKIE_HTTPONLY
    if is_secure or not settings.IS_PRODUCTION:
        return []
    hint = "SESSION_COOKIE_SECURE, CSRF_COOKIE_SECURE and SESSION_COOKIE_HTTPONLY must be True."
    return [Error("Cookies would travel without encryption.", hint=hint, id="portal.E006")]


@register("portal")
def roles_are_two(**kwargs: Any) -> list[CheckMessage]:
    serving, owner = settings.DATABASES["default"]["USER"], settings.DATABASES["owner"]["USER"]
    if serving != owner:
        return []
    hint = "DATABASE_URL is for the role that serves, DATABASE_OWNER_URL for the one that owns the tables."
    return [Error(f"“{serving}” both serves and owns: row security proves nothing.", hint=hint, id="portal.E007")]


@register("portal")
def letters_leave(**kwargs: Any) -> list[CheckMessage]:
    if not settings.IS_PRODUCTION or notify.is_chosen() or "smtp" in settings.EMAIL_BACKEND:
        return []
    hint = (
        "Set EMAIL_URL, such as smtp+tls://user:password@mail.example.nhs.uk:587, or the settings of GOV.UK Notify."
    )
    return [Error("Letters would be written and not sent.", hint=hint, id="portal.E008")]


@register("portal")
def mail_server_is_named(**kwargs: Any) -> list[CheckMessage]:
    if not settings.IS_PRODUCTION or notify.is_chosen() or settings.EMAIL_HOST != "localhost":
        return []
    hint = "Set EMAIL_URL and MAIL_FROM, or NOTIFY_API_KEY and NOTIFY_TEMPLATE_ID."
    return [Warning("Letters go to a mail server on this machine.", hint=hint, id="portal.W001")]


@register("portal")
def notify_is_set_whole(**kwargs: Any) -> list[CheckMessage]:
    """In every mode: with half of it letters would go another way than somebody meant."""
    key, template = settings.NOTIFY_API_KEY, settings.NOTIFY_TEMPLATE_ID
    if bool(key) is bool(template):
        return []
    missing = "NOTIFY_TEMPLATE_ID" if key else "NOTIFY_API_KEY"
    hint = f"Set {missing} too, or neither: then letters go through EMAIL_URL."
    return [Error(f"{missing} is missing: letters would not go through GOV.UK Notify.", hint=hint, id="portal.E010")]


@register("portal")
def notify_is_set_right(**kwargs: Any) -> list[CheckMessage]:
    if not notify.is_chosen():
        return []
    faults = []
    if not notify.looks_like_a_key(settings.NOTIFY_API_KEY):
        faults.append(("NOTIFY_API_KEY is no key.", "Copy the whole key: a name, the service’s id and the secret."))
    if settings.IS_PRODUCTION and not settings.NOTIFY_URL.startswith("https://"):
        faults.append(("Letters would go to Notify without encryption.", "Leave NOTIFY_URL out, or use https."))
    return [Error(words, hint=hint, id="portal.E011") for words, hint in faults]


@register("portal")
def uploads_are_scanned(**kwargs: Any) -> list[CheckMessage]:
    if not settings.IS_PRODUCTION or settings.CLAMAV_URL:
        return []
    hint = "Set CLAMAV_URL to ClamAV's daemon, such as tcp://clamav:3310."
    return [Warning("Uploaded files are not scanned for viruses.", hint=hint, id="portal.W002")]


@register(Tags.database)
def serving_role_is_walled(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """In every mode: a role that row security does not hold would show every child to everybody."""
    if "default" not in (databases or ()):
        return []
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute(POWERS)
            faults = [words for has, words in zip(cursor.fetchone(), POWERS_IN_WORDS, strict=True) if has]
    except OperationalError:
        return []  # the health page says so; there is nothing to serve
    hint = "Make a plain role as `bin/services` does (bin/_servers.py: SQL_ROLES) and name it in DATABASE_URL."
    return [Error(f"The role that serves {fault}.", hint=hint, id="portal.E009") for fault in faults]


POWERS_IN_WORDS = ("is a superuser", "bypasses row security", "owns tables", "may take on the owner's role")
POWERS = """
SELECT rolsuper, rolbypassrls,
       EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user),
       EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = 'public' AND tableowner <> current_user
               AND pg_has_role(current_user, tableowner, 'MEMBER'))
FROM pg_roles WHERE rolname = current_user
"""


def refuse_unsafe_start() -> None:
    """A web server runs no system checks by itself. In production it must not start over a serious one."""
    if not settings.IS_PRODUCTION:
        return
    found = run_checks(tags=["portal", Tags.database], databases=["default"])
    if faults := list(in_words(found)):
        raise ImproperlyConfigured("\n".join(["This portal is not safe to start:", *faults]))


def in_words(found: Iterable[CheckMessage]) -> Iterable[str]:
    return (f"{fault.id}: {fault.msg} {fault.hint or ''}" for fault in found if fault.is_serious())

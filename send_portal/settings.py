"""How is this portal set up? Everything that differs between places comes from the environment."""

from pathlib import Path

import environ
from csp import constants as csp

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent

# demo: plain http on this machine, with a mailbox page. test: the test run. production: refuses weak settings.
PORTAL_MODE = env.str("PORTAL_MODE", default="production")
IS_DEMO = PORTAL_MODE == "demo"
IS_TEST = PORTAL_MODE == "test"
IS_PRODUCTION = not (IS_DEMO or IS_TEST)

SECRET_KEY = env.str("SECRET_KEY", default="")
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if IS_PRODUCTION else ["127.0.0.1", "localhost", "testserver"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
ROOT_URLCONF = "send_portal.urls"
WSGI_APPLICATION = "send_portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "simple_history",
    "pgtrigger",
    "rest_framework",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "core",
    "accounts",
    "people",
    "clocks",
    "ehcp",
    "qa",
    "has_team",
    "tribunals",
    "assurance",
    "reporting",
    "desk",
    "send_portal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "people.middleware.ScopeMiddleware",
]

# Two roles: `default` serves and owns nothing, `owner` migrates. A view of a child's record is logged on a
# connection of its own, so that a refused or failed request is logged too.
DATABASES = {
    "default": env.db_url("DATABASE_URL", default="postgres://portal_app@127.0.0.1/portal"),
    "owner": env.db_url("DATABASE_OWNER_URL", default="postgres://portal_owner@127.0.0.1/portal"),
}
DATABASES["access_log"] = dict(DATABASES["default"])
for _database in DATABASES.values():
    _database["CONN_MAX_AGE"] = 60
    _database["CONN_HEALTH_CHECKS"] = True
ACCESS_LOG_ALIAS = "access_log"

REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")

AUTH_USER_MODEL = "accounts.User"
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

MEDIA_ROOT = env.path("MEDIA_ROOT", default=BASE_DIR / "var" / "media")
STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=BASE_DIR / "var" / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        # Names with a fingerprint can be kept by browsers for ever. Tests serve the files as they lie in static/.
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if IS_TEST
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = IS_TEST

# Our pages are Jinja, found in templates/ and nowhere else; the packages' own (emails, widgets) stay Django's.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "jinja",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "core.jinja.environment", "auto_reload": IS_DEMO},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "NAME": "django",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]
FORM_RENDERER = "core.renderer.PortalRenderer"
PORTAL_NAME = env.str("PORTAL_NAME", default="SEND health portal")
PORTAL_OWNER = env.str("PORTAL_OWNER", default="your Integrated Care Board")
PORTAL_NAVIGATION = "desk.navigation.links_for"  # the header's links, from the app that knows every page
CSRF_FAILURE_VIEW = "core.pages.csrf_failure"

# Nothing may be loaded but the portal's own files, nothing runs that the page did not mean to, nobody may frame it.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [csp.NONE],
        "script-src": [csp.SELF, csp.NONCE],
        "style-src": [csp.SELF],
        "img-src": [csp.SELF, "data:"],  # data: is the QR code of a one-time-code app
        "font-src": [csp.SELF],
        "connect-src": [csp.SELF],
        "manifest-src": [csp.SELF],
        "form-action": [csp.SELF, *env.list("SIGN_IN_ORIGINS", default=[])],
        "base-uri": [csp.NONE],
        "frame-ancestors": [csp.NONE],
        "object-src": [csp.NONE],
    }
}

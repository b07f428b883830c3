"""How is this portal set up? Everything that differs between places comes from the environment."""

from pathlib import Path

import environ

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

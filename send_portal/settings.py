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
    "drf_spectacular",
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
    "core.health.HealthMiddleware",
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
    "accounts.middleware.SignInMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "people.middleware.ScopeMiddleware",
]

# Two roles: `default` serves and owns nothing, `owner` migrates. A view of a child's record is logged on a
# connection of its own, so that a refused or failed request is logged too.
DATABASES = {
    "default": env.db_url("DATABASE_URL", default="postgres://portal_app@127.0.0.1/portal"),
    "owner": env.db_url("DATABASE_OWNER_URL", default="postgres://portal_owner@127.0.0.1/portal"),
}
OWNER_IS_NAMED = "DATABASE_OWNER_URL" in env.ENVIRON  # serving needs no owner; migrating does
DATABASES["access_log"] = dict(DATABASES["default"])
for _database in DATABASES.values():
    _database["CONN_MAX_AGE"] = 60
    _database["CONN_HEALTH_CHECKS"] = True
ACCESS_LOG_ALIAS = "access_log"

REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")

# Tasks. A worker that dies gives its task back: by then it must be safe to run it again.
CELERY_BROKER_URL = REDIS_URL
CELERY_TIMEZONE = "Europe/London"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 10 * 60
CELERY_TASK_SOFT_TIME_LIMIT = 9 * 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200  # making PDFs leaves memory behind
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {
    "max_retries": 1,
    "interval_start": 0,
}  # a page does not wait for the broker
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # After so long the broker gives an unfinished task to somebody else: longer than a task may take.
    "visibility_timeout": env.int("TASK_VISIBILITY_SECONDS", default=CELERY_TASK_TIME_LIMIT + 60),
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 3,
}

# The virus scanner of uploaded files: ClamAV's daemon, tcp://clamav:3310 or unix:///run/clamav/clamd.sock.
CLAMAV_URL = env.str("CLAMAV_URL", default="")
CLAMAV_SECONDS = env.int("CLAMAV_SECONDS", default=60)

# Mail. The demo sends none: its mailbox page shows what would have gone.
_no_mail_server = {"demo": "dummymail://", "test": "memorymail://"}.get(PORTAL_MODE, "smtp://localhost:25")
globals().update(env.email_url_config(env.str("EMAIL_URL", default="") or _no_mail_server))
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="SEND health portal <no-reply@portal.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAIL_DOMAIN = DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
# GOV.UK Notify instead of the mail server, where both its key and its template are set.
NOTIFY_API_KEY = env.str("NOTIFY_API_KEY", default="")
NOTIFY_TEMPLATE_ID = env.str("NOTIFY_TEMPLATE_ID", default="")
NOTIFY_TEXT_TEMPLATE_ID = env.str("NOTIFY_TEXT_TEMPLATE_ID", default="")  # codes for clinicians' links, by text
NOTIFY_URL = env.str("NOTIFY_URL", default="") or "https://api.notifications.service.gov.uk"
NOTIFY_TIMEOUT = 30

# The browser: https only, in production; which header a proxy says so with is named in the environment.
SECURE_SSL_REDIRECT = IS_PRODUCTION and env.bool("SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=365 * 24 * 60 * 60) if IS_PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if _https_header := env.str("PROXY_HTTPS_HEADER", default=""):
    SECURE_PROXY_SSL_HEADER = (f"HTTP_{_https_header.upper().replace('-', '_')}", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"without_secrets": {"()": "core.logs.WithoutSecrets"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_secrets"]},
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    # Its own handlers write a second line, or mail the whole request.
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "weasyprint": {"level": "ERROR"},  # every step of every page, and CSS properties that printing has no use for
    },
}

# Signing in: an email address and a password, then a one-time code for all who see a child.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # addresses come from the administrator who makes the account
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody can make the portal write to an address it does not know
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
# Guessing is stopped by account; an address is allowed more, for a whole council may sit behind one.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "30/m/ip,5/300s/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
MFA_ADAPTER = "accounts.adapters.MFAAdapter"
MFA_FORMS = {
    "authenticate": "accounts.forms.SignInCodeForm",
    "reauthenticate": "accounts.forms.ConfirmCodeForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody signs themselves up; the invitation reached them at this address
MFA_KEYS = env.list("MFA_KEYS", default=[])

# A session ends after 15 minutes without a request, at sign-out, and when the browser closes.
SESSION_COOKIE_AGE = 15 * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_PRODUCTION
SESSION_COOKIE_NAME = "__Host-session" if IS_PRODUCTION else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_PRODUCTION else "csrf"
CSRF_COOKIE_HTTPONLY = True

# The rate limits and used codes are counted for all web processes together.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if IS_TEST
    else {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "cache",
    }
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

MEDIA_ROOT = env.path("MEDIA_ROOT", default=BASE_DIR / "var" / "media")
STATIC_URL = "static/"
STATIC_ROOT = None if IS_TEST else env.path("STATIC_ROOT", default=BASE_DIR / "var" / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        # Names with a fingerprint can be kept by browsers for ever. Tests serve the files as they lie.
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if IS_TEST
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = IS_TEST

# Our pages are Jinja, found in templates/ and nowhere else; the packages' own (emails, widgets) are Django's.
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
MFA_TOTP_ISSUER = PORTAL_NAME
# How people reach the portal: for links in letters that no request asks for.
NAMED = (ALLOWED_HOSTS or ["localhost"])[0].lstrip(".")
PORTAL_ADDRESS = env.str("PORTAL_ADDRESS", default=f"{'https' if IS_PRODUCTION else 'http'}://{NAMED}").rstrip("/")
PORTAL_OWNER = env.str("PORTAL_OWNER", default="the Integrated Care Board")
PORTAL_NAVIGATION = "desk.navigation.links_for"  # the header's links, from the app that knows every page
CSRF_FAILURE_VIEW = "core.pages.csrf_failure"

# Nothing is loaded but the portal's own files, nothing runs that the page did not mean to, nobody frames it.
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

# The API: the same sign-in, the same records, the same forms. JSON only, always in pages.
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["accounts.api_access.PortalSession"],
    "DEFAULT_PERMISSION_CLASSES": ["accounts.api_access.SeesChildren"],
    "DEFAULT_PARSER_CLASSES": ["core.api_body.BoundedJSON", "rest_framework.parsers.MultiPartParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.UserRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"user": env.str("API_RATE", default="600/minute")},
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": PORTAL_NAME,
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [],  # a status has other values in each record: said where it stands
}

"""All settings, in one file.

The environment is read here and nowhere else. Values may also stand in a `.env` file
beside manage.py (made by `make setup`); the environment wins over the file. With
DEBUG=1 everything has a default for a person's own machine. Without it the program
refuses to start until it is told its key, its hosts and its database.
"""

import os
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
BUILD_DIR = BASE_DIR / "build"


# The environment ---------------------------------------------------------------------


def _pairs(path: Path) -> dict[str, str]:
    """NAME=value lines of a .env file; empty lines and comments are skipped."""
    if not path.is_file():
        return {}
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name.strip(): value.strip() for name, _, value in pairs}


ENVIRONMENT = {
    **_pairs(Path(os.environ.get("ENV_FILE", BASE_DIR / ".env"))),
    **os.environ,
}
DEBUG = ENVIRONMENT.get("DEBUG", "") in {"1", "true", "yes"}


def _required(name: str, *, in_debug: str) -> str:
    """A value that has a default only on a person's own machine."""
    value = ENVIRONMENT.get(name, "")
    if value:
        return value
    if DEBUG:
        return in_debug
    message = (
        f"{name} is not set. Without DEBUG=1 the program needs SECRET_KEY, "
        "ALLOWED_HOSTS and DATABASE_URL in the environment or in .env; "
        "see docs/production.md."
    )
    raise ImproperlyConfigured(message)


def _words(text: str) -> list[str]:
    """Comma-separated words."""
    return [word.strip() for word in text.split(",") if word.strip()]


SECRET_KEY = _required("SECRET_KEY", in_debug="only-for-a-persons-own-machine")
ALLOWED_HOSTS = _words(_required("ALLOWED_HOSTS", in_debug="localhost,127.0.0.1"))
DATABASE_URL = _required(
    "DATABASE_URL", in_debug=f"sqlite:///{BUILD_DIR / 'delaret.sqlite3'}"
)


# Rooms -------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "django_tables2",
    "django_tasks",
    "django_tasks_db",
    "committees",
    "finance",
    "volumes",
    "goals",
    "reports",
    "config",
]

MIDDLEWARE = [
    "config.middleware.request_log",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.middleware.body_size",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.middleware.swedish_not_found",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
CSRF_FAILURE_VIEW = "committees.errors.csrf_failure"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]


# Database, cache, jobs ---------------------------------------------------------------


def _database(url: str) -> dict[str, Any]:
    """Connection of a URL. SQLite: WAL, commits on disk, writers queue for 30 s."""
    parsed: dict[str, Any] = {
        **dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True)
    }
    if parsed["ENGINE"] == "django.db.backends.sqlite3":
        parsed["OPTIONS"] = {
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;",
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
        }
        parsed["CONN_MAX_AGE"] = 0 if DEBUG else 600
    elif "TEST_DATABASE_NAME" in ENVIRONMENT:
        parsed["TEST"] = {"NAME": ENVIRONMENT["TEST_DATABASE_NAME"]}
    return parsed


DATABASES = {"default": _database(DATABASE_URL)}
# An address is unique whatever its case, by a constraint on lower(email).
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by all processes, so that limits hold whichever of them answers.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# What `manage.py tick` does: functions that take the time and return how many
# objects they dealt with. A room adds its own here.
PERIODIC_WORK = (
    "committees.housekeeping.prune_sessions",
    "committees.housekeeping.prune_jobs",
    "committees.housekeeping.prune_saved_requests",
    "finance.month.reminders.remind",
    "goals.reminders.remind",
    "reports.dashboards.summary_mail.send_summaries",
)
JOB_RESULTS_KEPT_DAYS = 30
# How long a browser may keep what it has not been able to send.
SAVED_REQUESTS_KEPT_DAYS = 90


# Signing in --------------------------------------------------------------------------

AUTH_USER_MODEL = "committees.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = LOGIN_URL

ACCOUNT_ADAPTER = "committees.sign_in.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "committees.sign_in.SignInForm",
    "reset_password": "committees.sign_in.ForgottenPasswordForm",
    "reset_password_from_key": "committees.sign_in.NewPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
}
# How many proxies add themselves to X-Forwarded-For: nginx, and nothing before it.
ALLAUTH_TRUSTED_PROXY_COUNT = int(
    ENVIRONMENT.get("TRUSTED_PROXIES", "0" if DEBUG else "1")
)

SESSION_COOKIE_AGE = 12 * 60 * 60
PASSWORD_RESET_TIMEOUT = 60 * 60


# Limits ------------------------------------------------------------------------------

UPLOAD_MAX_BYTES = 50 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# Name: (times, seconds), for each person.
RATE_LIMITS = {"export": (60, 60), "upload": (20, 60), "text": (200, 60)}


# Safety on the way -------------------------------------------------------------------

# Plotly writes one empty <style> element; its hash admits that and no other.
EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF, EMPTY_STYLE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
CSRF_TRUSTED_ORIGINS = _words(ENVIRONMENT.get("CSRF_TRUSTED_ORIGINS", ""))

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
SECURE_SSL_REDIRECT = not DEBUG
SECURE_REDIRECT_EXEMPT = [r"^halsa(/redo)?$"]
SECURE_HSTS_SECONDS = 0 if DEBUG else 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEBUG
SECURE_PROXY_SSL_HEADER = None if DEBUG else ("HTTP_X_FORWARDED_PROTO", "https")


# Language, files, mail, logs ---------------------------------------------------------

LANGUAGE_CODE = "sv"
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = Path(ENVIRONMENT.get("STATIC_ROOT", BUILD_DIR / "static"))
MEDIA_ROOT = Path(ENVIRONMENT.get("FILES_ROOT", BUILD_DIR / "files"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Where the site lies, for links in letters that nobody's request has asked for.
SITE_ADDRESS = ENVIRONMENT.get(
    "SITE_ADDRESS",
    "http://127.0.0.1:8000" if DEBUG else f"https://{(ALLOWED_HOSTS or [''])[0]}",
).rstrip("/")
MAIL = "console" if DEBUG else "smtp"
EMAIL_BACKEND = f"django.core.mail.backends.{MAIL}.EmailBackend"
EMAIL_HOST = ENVIRONMENT.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(ENVIRONMENT.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = ENVIRONMENT.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = ENVIRONMENT.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = ENVIRONMENT.get("EMAIL_USE_TLS", "") in {"1", "true", "yes"}
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = ENVIRONMENT.get("DEFAULT_FROM_EMAIL", "delaret@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "config.logs.JsonFormatter"}},
    "filters": {"exceptions": {"()": "config.logs.OnlyExceptions"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "delaret": {"level": "INFO"},
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        # config.middleware writes one line for each request; these would repeat it.
        "django.request": {"level": "ERROR", "filters": ["exceptions"]},
        "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
    },
}

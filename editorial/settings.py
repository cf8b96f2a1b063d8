"""Settings, all of them from the environment; README.md lists the variables.

Three ways to start: `DEBUG=1` for development, `manage.py demo` for the demo desk (it has a database and a secret of
its own), and neither of them for production, where a missing secret or host stops the start with a line that names it.
"""

import secrets
import sys
from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
env.read_env(str(BASE_DIR / ".env"), recurse=False)

DEBUG = env.bool("DEBUG", False)
#: Set by `manage.py demo` for its own process only; it opens the one-click sign-in.
DEMO = env.bool("EDITORIAL_DEMO", False)
DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / ".data")))


def _required(name: str) -> str:
    """Return the variable, or stop the start with one line that names it."""
    value = env.str(name, "")
    if not value:
        sys.exit(f"{name} is not set. Outside DEBUG=1 it has no default: see README.md, Deploy.")
    return value


def _demo_secret() -> str:
    """Return the demo desk's own secret, made on its first start and readable by its owner only."""
    path = DATA_DIR / "demo-secret"
    try:
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(50))
        return path.read_text()
    except OSError as error:
        sys.exit(f"The demo keeps its desk in {DATA_DIR}, which cannot be written: {error.strerror}.")


if DEMO:
    DEBUG = False
    SECRET_KEY = _demo_secret()
    ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
elif DEBUG:
    SECRET_KEY = env.str("SECRET_KEY", "for development only: this desk is on this machine alone")
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
else:
    SECRET_KEY = _required("SECRET_KEY")
    ALLOWED_HOSTS = [host.strip() for host in _required("ALLOWED_HOSTS").split(",")]

CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", [])

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.admin",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_filters",
    "django_htmx",
    "template_partials",
    "editorial",
    "editorial.accounts",
    "editorial.record",
    "editorial.post",
    "articles",
    "reviews",
]

MIDDLEWARE = [
    "editorial.middleware.RequestNumberMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "editorial.middleware.FragmentMiddleware",
    "editorial.middleware.time_zone",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "editorial.middleware.SuspensionMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "editorial.urls"
WSGI_APPLICATION = "editorial.wsgi.application"
ASGI_APPLICATION = "editorial.asgi.application"

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
                "editorial.context.desk",
            ],
            "builtins": ["template_partials.templatetags.partials", "reviews.templatetags.desk"],
        },
    }
]

# --- Database -------------------------------------------------------------------------------------------------------


def _database() -> dict[str, object]:
    """Return the database that DATABASE_URL names, else the embedded one; stop the start where that cannot be."""
    if env.str("DATABASE_URL", ""):
        try:
            named = env.dj_db_url("DATABASE_URL")
        except (EnvError, ValueError, ImproperlyConfigured) as error:
            sys.exit(f"DATABASE_URL cannot be read: {error}")
        if named["ENGINE"] not in {_SQLITE, _POSTGRESQL}:
            sys.exit("DATABASE_URL cannot be read: it has to begin with postgres:// or sqlite://.")
        return named
    try:
        DATA_DIR.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        sys.exit(f"The desk keeps its database in {DATA_DIR}, which cannot be written: {error.strerror}.")
    return {"ENGINE": _SQLITE, "NAME": DATA_DIR / ("demo.sqlite3" if DEMO else "editorial.sqlite3")}


_SQLITE, _POSTGRESQL = "django.db.backends.sqlite3", "django.db.backends.postgresql"
DATABASES = {"default": _database()}
if DATABASES["default"]["ENGINE"] == _SQLITE:
    DATABASES["default"]["OPTIONS"] = {
        # Writers queue up at BEGIN instead of failing half-way through; readers never wait (WAL).
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- People ---------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",  # signs in
    "reviews.backends.DeskBackend",  # grants what roles and teams allow
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "sign-in"
SESSION_COOKIE_AGE = 14 * 24 * 3600
#: Who puts things right when somebody leaves the desk.
LEAVERS_FOLLOWED_BY = ["reviews.actions.follow.follow_leaver"]

ACCOUNT_ADAPTER = "editorial.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # addresses come from admins, and from links that were followed
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # this session goes on, the others end
ACCOUNT_FORMS = {
    "login": "editorial.accounts.sign_in_forms.SignInForm",
    "reset_password": "editorial.accounts.sign_in_forms.ResetPasswordForm",
    "reset_password_from_key": "editorial.accounts.sign_in_forms.ResetPasswordKeyForm",
    "change_password": "editorial.accounts.sign_in_forms.ChangePasswordForm",
    "set_password": "editorial.accounts.sign_in_forms.SetPasswordForm",
    "reauthenticate": "editorial.accounts.sign_in_forms.ReauthenticateForm",
}
MFA_ADAPTER = "editorial.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Editorial"
MFA_TOTP_TOLERANCE = 1  # the code before and after, for clocks that differ
MFA_FORMS = {
    "authenticate": "editorial.accounts.sign_in_forms.AuthenticateForm",
    "reauthenticate": "editorial.accounts.sign_in_forms.ReauthenticateCodeForm",
    "activate_totp": "editorial.accounts.sign_in_forms.ActivateForm",
}
#: Counts attempts for the rate limits, shared by all processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # so many that nobody can push their own attempts out of it
    }
}

# --- E-mail ---------------------------------------------------------------------------------------------------------

#: Where the desk is, for the links in its letters.
DESK_URL = env.str(
    "DESK_URL", "http://127.0.0.1:8000" if DEBUG or DEMO else f"https://{ALLOWED_HOSTS[0].lstrip('.*')}"
).rstrip("/")
EMAIL_HOST = env.str("EMAIL_HOST", "")
EMAIL_PORT = env.int("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", EMAIL_PORT == 587)
EMAIL_USE_SSL = env.bool("EMAIL_USE_SSL", EMAIL_PORT == 465)
EMAIL_TIMEOUT = 20
EMAIL_FILE_PATH = DATA_DIR / "mail"
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", "Editorial <desk@localhost>")
if DEMO:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
elif EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
else:
    #: Without a server letters wait in the outbox.
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend" if DEBUG else ""
#: Whether web processes send letters in a thread of their own; otherwise `manage.py tick` does.
POST_IN_BACKGROUND = env.bool("POST_IN_BACKGROUND", True)

# --- Imports --------------------------------------------------------------------------------------------------------

#: Whether web processes work off imports in a thread of their own; otherwise `manage.py import_batches` does.
IMPORT_IN_BACKGROUND = env.bool("IMPORT_IN_BACKGROUND", True)
#: Where the workspace searches for a passage, in a new tab of the reviewer's browser: the passage is put at the end.
SEARCH_ADDRESS = env.str("SEARCH_ADDRESS", "https://duckduckgo.com/?q=")
#: Files that one form may send.
DATA_UPLOAD_MAX_NUMBER_FILES = 500
#: Who works out anew what hangs from an article when its text, story or furniture changes.
ARTICLES_FOLLOWED_BY = ["reviews.actions.follow.follow_articles"]
#: Who is asked before anything is written to the log, and so before any action is done.
LOG_GUARD = "reviews.actions.suspended.refuse_suspended"
#: Where the page of an article is: the app that holds articles knows no page that shows them.
ABSOLUTE_URL_OVERRIDES = {"articles.article": lambda article: f"/articles/{article.pk}/"}

# --- Language and time ----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = env.str("TIME_ZONE", "UTC")
USE_TZ = True

# --- Reviews --------------------------------------------------------------------------------------------------------

#: A review that nobody has begun or accepted goes back to its team's pool after so long, with a notice before.
UNTOUCHED_RETURNS_AFTER = timedelta(hours=env.int("UNTOUCHED_RETURNS_AFTER_HOURS", 72))
UNTOUCHED_NOTICE_BEFORE = timedelta(hours=env.int("UNTOUCHED_NOTICE_BEFORE_HOURS", 24))

# --- Static files ---------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "editorial.staticfiles.HashedStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

# --- Security -------------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
_secure = not (DEBUG or DEMO)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _secure
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", _secure)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 365 * 24 * 3600 if _secure else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", _secure)
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", _secure)
if env.bool("BEHIND_PROXY", False):
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

# --- Logging --------------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
}

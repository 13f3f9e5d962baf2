"""All settings. What may differ between installations comes from the environment, read through env.py;
a wrong value stops the start with one sentence. The table of variables is in README.md."""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path

from . import env
from .databases import database
from .env import SettingError
from .local_files import secret_key, var_folder
from .prices import price_table

BASE_DIR = Path(__file__).resolve().parent.parent

# ---- Where this installation keeps its files

ORCHESTRATOR_VAR = var_folder(BASE_DIR / Path(env.text("ORCHESTRATOR_VAR", "var")).expanduser())
env.load_file(ORCHESTRATOR_VAR / "settings.env", forbidden=["ORCHESTRATOR_VAR"])

# ---- Address

PORT = env.integer("PORT", 8000, 1, 65535)
HOST = env.text("HOST", "127.0.0.1")
try:
    _ip: IPv4Address | IPv6Address | None = ip_address(HOST)
except ValueError:
    _ip = None
if not _ip and (
    re.fullmatch(r"[0-9.]+", HOST) or not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?", HOST)
):
    raise SettingError(f"HOST is {HOST!r}; expected an IP address or a host name to listen on")

_public = env.url("PUBLIC_URL", ("http", "https"), "https://orchestrator.example.org")
if _public and (_public.username or _public.path.strip("/") or _public.query):
    raise SettingError(
        "PUBLIC_URL is not just an origin; expected something like https://orchestrator.example.org"
    )
PUBLIC_URL = f"{_public.scheme}://{_public.netloc}" if _public else ""

DEBUG = env.boolean("DEBUG")


def _allowed_hosts() -> list[str]:
    """Loopback, the public name, and the address we listen on where that is a concrete one."""
    hosts = ["localhost", "127.0.0.1", "[::1]"]
    listening = f"[{HOST}]" if _ip and _ip.version == 6 else HOST
    public = (_public.hostname or "") if _public else ""
    if not (_ip and _ip.is_unspecified):
        hosts.append(listening)
    if public:
        hosts.append(f"[{public}]" if ":" in public else public)
    return list(dict.fromkeys(hosts))


ALLOWED_HOSTS = env.items("ALLOWED_HOSTS", default=_allowed_hosts())
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []
if PUBLIC_URL.startswith("https:"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    # The proxy in front ends TLS; without this Django would take every request for a plain one.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# HSTS and the redirect to https are the proxy's: health checks reach us by plain HTTP. A local installation
# has no TLS at all, so its cookies cannot be "secure".
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008"]
if not PUBLIC_URL.startswith("https:"):
    SILENCED_SYSTEM_CHECKS += ["security.W012", "security.W016"]

# ---- Data, queue, key

DATABASES = {"default": database(BASE_DIR, ORCHESTRATOR_VAR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Bytes. An approach has up to 1 MiB, which JSON's escapes can make six times as long.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024

REDIS_URL = env.url("REDIS_URL", ("redis", "rediss", "unix"), "redis://host:6379/0") and env.text("REDIS_URL")
ORCHESTRATOR_WORKERS = env.integer("ORCHESTRATOR_WORKERS", 8, 1, 256)
Q_CLUSTER = {
    # Installations that share one Redis or database take each other's wake-ups unless this differs.
    "name": env.text("ORCHESTRATOR_CLUSTER", "orchestrator"),
    "workers": ORCHESTRATOR_WORKERS,
    **({"redis": REDIS_URL} if REDIS_URL else {"orm": "default"}),
    "broker_class": f"orchestration.{'redis_broker.RedisBroker' if REDIS_URL else 'broker.DatabaseBroker'}",
    # Least prefetch: prefetched wake-ups are lost with a killed cluster.
    "queue_limit": 1,
    "bulk": 1,
    "timeout": 3600,  # seconds; our own task deadline ends before it
    "retry": 14400,  # never: our brokers deliver a wake-up once; but it must exceed the timeout
    "save_limit": 1000,
    "catch_up": False,
    "recycle": 100,
    "scheduler": False,  # nothing of ours is scheduled there: the supervisor looks every few seconds
    "log_level": "WARNING",
}

SECRET_KEY = env.text("SECRET_KEY")
if not SECRET_KEY:
    # It signs the wake-ups: machines that each generate their own would refuse each other's.
    for _shared in ("DATABASE_URL", "REDIS_URL"):
        if env.text(_shared):
            raise SettingError(
                f"SECRET_KEY is unset; expected the same key on all machines, as {_shared} is set"
            )
    SECRET_KEY = secret_key(ORCHESTRATOR_VAR / "secret_key")

# ---- Agents and workers

ORCHESTRATOR_AGENT = env.choice("ORCHESTRATOR_AGENT", ("auto", "claude", "offline"))
# The key itself stays in the environment, where the SDK reads it: no page that shows settings can show it.
_has_key = bool(env.text("ANTHROPIC_API_KEY"))
env.url("ANTHROPIC_BASE_URL", ("http", "https"), "https://proxy.example.org")
ANTHROPIC_BASE_URL = env.text("ANTHROPIC_BASE_URL")
if ORCHESTRATOR_AGENT == "claude" and not _has_key and not ANTHROPIC_BASE_URL:
    raise SettingError(
        "ANTHROPIC_API_KEY is unset; expected a key, or an ANTHROPIC_BASE_URL that needs none, "
        "as ORCHESTRATOR_AGENT is 'claude'"
    )
ACTIVE_AGENT = (
    "claude" if ORCHESTRATOR_AGENT == "claude" or (ORCHESTRATOR_AGENT == "auto" and _has_key) else "offline"
)
ORCHESTRATOR_MODEL = env.text("ORCHESTRATOR_MODEL", "claude-sonnet-5-5")
ORCHESTRATOR_OFFLINE_LATENCY_MS = env.integer("ORCHESTRATOR_OFFLINE_LATENCY_MS", 0, 0)
ORCHESTRATOR_SANDBOX = env.choice("ORCHESTRATOR_SANDBOX", ("auto", "bwrap", "off"))
ORCHESTRATOR_MIN_FREE_MB = env.integer("ORCHESTRATOR_MIN_FREE_MB", 200, 0)
ORCHESTRATOR_LEASE_S = env.integer("ORCHESTRATOR_LEASE_S", 60, 2, 3600)

# ---- Money

ORCHESTRATOR_DAILY_BUDGET_USD = env.dollars("ORCHESTRATOR_DAILY_BUDGET_USD", "50")
MODEL_PRICES = price_table()

# ---- Django

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "template_partials",
    "django_htmx",
    "django_q",
    "ninja",
    "outcomes",
    "orchestration",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "orchestrator_site.middleware.content_security_policy",
    "orchestration.api.middleware.shape_api_errors",
    "orchestrator_site.middleware.refuse_nul",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "orchestrator_site.urls"
WSGI_APPLICATION = "orchestrator_site.wsgi.application"
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
                "orchestration.disk.for_pages",
            ],
        },
    },
]

LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_TZ = True

# WhiteNoise serves the source folders as they are: nothing to collect before the first start.
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

DEFAULT_EXCEPTION_REPORTER_FILTER = "orchestrator_site.error_pages.SafeFilter"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"terse": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "terse"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Django's own handlers mail errors to admins and speak only under DEBUG.
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        # A missing page or a refused form is the visitor's business, not the operator's.
        "django.request": {"level": "ERROR"},
        "outcomes": {"level": "INFO"},
        "orchestration": {"level": "INFO"},
    },
}

"""DATABASE_URL turned into Django's DATABASES entry."""

from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote

from .env import SettingError, url

EXAMPLE = "postgres://user:password@host:5432/name or sqlite:////folder/file.sqlite3"
# Nobody may hold a lock for ever, nor wait for ever: not a process that was stopped in a transaction, nor a
# machine that lost its power, nor one that waits for the answer of a server that did.
POSTGRESQL = {
    "connect_timeout": "5",  # seconds
    "tcp_user_timeout": "20000",  # milliseconds
    "keepalives_idle": "15",
    "keepalives_interval": "5",
    # Compiling a statement takes the server ten times as long as running ours, and it guesses wrong when to.
    "options": "-c idle_in_transaction_session_timeout=15s -c lock_timeout=20s -c jit=off",
}


def database(base: Path, var: Path) -> dict[str, Any]:
    """The default database: DATABASE_URL's, or an SQLite file in `var`.

    `sqlite:///name` is relative to `base`, `sqlite:////name` absolute, as elsewhere in the Python world.
    """
    parsed = url("DATABASE_URL", ("postgres", "postgresql", "sqlite"), EXAMPLE)
    if parsed is None:
        return sqlite(var / "orchestrator.sqlite3")
    if parsed.scheme != "sqlite":
        return postgresql(parsed)
    name = unquote(parsed.path)[1:]
    if parsed.netloc or parsed.query or not name or name == ":memory:":
        raise SettingError(f"DATABASE_URL names no SQLite file that processes can share; expected {EXAMPLE}")
    return sqlite(base / name)


def sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "orchestrator_site.sqlite",
        "NAME": path,
        "CONN_MAX_AGE": None,  # reopening costs four PRAGMAs each time
        "OPTIONS": {
            # A write lock from the start: a read that turns into a write later would fail at once
            # with "database is locked" when another process wrote in between, whatever the timeout.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,  # seconds
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
                "PRAGMA busy_timeout=20000;PRAGMA foreign_keys=ON;"
            ),
        },
    }


def postgresql(parsed: SplitResult) -> dict[str, Any]:
    """Query parameters are libpq's connection options: sslmode, application_name and so on."""
    name = unquote(parsed.path)[1:]
    if not name:
        raise SettingError(f"DATABASE_URL names no database; expected something like {EXAMPLE}")
    options = POSTGRESQL | dict(parse_qsl(parsed.query, keep_blank_values=True))
    refuse_unknown(options)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parsed.username or ""),
        "PASSWORD": unquote(parsed.password or ""),
        "HOST": unquote(parsed.hostname or ""),
        "PORT": str(parsed.port or ""),
        "CONN_MAX_AGE": 600,  # seconds
        "CONN_HEALTH_CHECKS": True,
        # Planning a claim takes the server longer than running it: statements seen a few times are prepared.
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 3, **options},
    }


def refuse_unknown(options: dict[str, str]) -> None:
    """Let libpq judge the options now, rather than at the first query in some worker."""
    import psycopg

    for option, value in options.items():
        try:
            psycopg.conninfo.make_conninfo("", **{option: value})
        except psycopg.Error as error:
            raise SettingError(
                f"DATABASE_URL has the option {option!r}, which PostgreSQL does not know"
            ) from error

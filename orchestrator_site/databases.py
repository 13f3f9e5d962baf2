"""DATABASE_URL turned into Django's DATABASES entry."""

from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote

from .env import SettingError, url

EXAMPLE = "postgres://user:password@host:5432/name or sqlite:////folder/file.sqlite3"


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
        "ENGINE": "django.db.backends.sqlite3",
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
    options = {"connect_timeout": "5"} | dict(parse_qsl(parsed.query, keep_blank_values=True))
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
        "OPTIONS": options,
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

"""The two engines that everything must hold on: SQLite with the database broker, PostgreSQL with Redis.

The second is used where servers answer on their standard local ports, or where TEST_POSTGRES_URL and
TEST_REDIS_URL say. Each installation gets a database and a queue of its own.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import uuid
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import redis

POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/0")
SQLITE_FILE = "orchestrator.sqlite3"
ENGINES = ("sqlite", "postgres")
NO_SERVERS = (
    "no PostgreSQL and Redis at 127.0.0.1:5432 and :6379, nor at TEST_POSTGRES_URL and TEST_REDIS_URL"
)


def servers_answer() -> bool:
    """Whether both servers can be used."""
    try:
        psycopg.connect(POSTGRES, connect_timeout=3).close()
        return bool(redis.from_url(REDIS, socket_connect_timeout=3).ping())
    except (psycopg.Error, redis.RedisError):
        return False


def settings_for(engine: str, template: str = "", durable: bool = False) -> dict[str, str]:
    """The settings of a new installation on this engine, with an empty database, or a copy of `template`,
    which nobody may be connected to. (SQLite's is a file in the var folder: see `copy_sqlite`.)
    """
    if engine == "sqlite":
        return {}
    name = f"test_{uuid.uuid4().hex[:12]}"
    like = f' TEMPLATE "{_name_in(template)}"' if template else ""
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"{like}')
        if not durable:  # no test crashes the server itself
            connection.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    return second_engine(name)


def second_engine(name: str) -> dict[str, str]:
    """The settings of an installation on PostgreSQL and Redis whose database and queue have this name."""
    return {
        "DATABASE_URL": urlunsplit(urlsplit(POSTGRES)._replace(path=f"/{name}")),
        "REDIS_URL": REDIS,
        "ORCHESTRATOR_CLUSTER": name,
        "SECRET_KEY": "only for tests",
    }


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy the database of one var folder into another, with what still stands in its journal."""
    with (
        contextlib.closing(sqlite3.connect(source / SQLITE_FILE)) as old,
        contextlib.closing(sqlite3.connect(target / SQLITE_FILE)) as new,
    ):
        old.backup(new)


def ask(var: Path, settings: dict[str, str], sql: str) -> Any:
    """The first value that this query finds in an installation's database."""
    if "DATABASE_URL" in settings:
        database: Any = psycopg.connect(settings["DATABASE_URL"])
    else:
        database = sqlite3.connect(var / SQLITE_FILE)
    with contextlib.closing(database):
        return database.execute(sql).fetchone()[0]


def tables_that_hold(settings: dict[str, str], text: str) -> list[str]:
    """The tables of an installation on PostgreSQL with a row in which this text stands anywhere."""
    with psycopg.connect(settings["DATABASE_URL"]) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        found = 'SELECT 1 FROM "{0}" WHERE "{0}"::text LIKE %s LIMIT 1'
        return [name for (name,) in names if connection.execute(found.format(name), [f"%{text}%"]).fetchone()]


def clear(settings: dict[str, str]) -> None:
    """Drop what `settings_for` made."""
    if "DATABASE_URL" not in settings:
        return
    name = _name_in(settings["DATABASE_URL"])
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    redis.from_url(REDIS).delete(f"django_q:{name}:q")


def _name_in(url: str) -> str:
    return urlsplit(url).path.lstrip("/")

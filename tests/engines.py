"""The two engines that everything must hold on: SQLite with the database broker, PostgreSQL with Redis.

The second is used where servers answer on their standard local ports, or where TEST_POSTGRES_URL and
TEST_REDIS_URL say. Each installation gets a database and a queue of its own.
"""

from __future__ import annotations

import os
import uuid
from urllib.parse import urlsplit, urlunsplit

import psycopg
import redis

POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/0")
ENGINES = ("sqlite", "postgres")


def servers_answer() -> bool:
    """Whether both servers can be used."""
    try:
        psycopg.connect(POSTGRES, connect_timeout=3).close()
        return bool(redis.from_url(REDIS, socket_connect_timeout=3).ping())
    except (psycopg.Error, redis.RedisError):
        return False


def settings_for(engine: str) -> dict[str, str]:
    """The settings of a new installation on this engine, with an empty database."""
    if engine == "sqlite":
        return {}
    name = f"test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return {
        "DATABASE_URL": urlunsplit(urlsplit(POSTGRES)._replace(path=f"/{name}")),
        "REDIS_URL": REDIS,
        "ORCHESTRATOR_CLUSTER": name,
        "SECRET_KEY": "only for tests",
    }


def clear(settings: dict[str, str]) -> None:
    """Drop what `settings_for` made."""
    if "DATABASE_URL" not in settings:
        return
    name = urlsplit(settings["DATABASE_URL"]).path.lstrip("/")
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    redis.from_url(REDIS).delete(f"django_q:{name}:q")

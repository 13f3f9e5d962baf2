"""django-q2's brokers, as wake-ups need them: each is delivered once at most, and a server that is away for
a while is waited for. What is lost on the way costs seconds: the supervisor wakes again."""

from __future__ import annotations

import logging
from functools import cache, cached_property
from time import sleep
from typing import Any

import redis
from django.conf import settings
from django.db import Error, connection, transaction
from django_q.brokers import orm, redis_broker
from django_q.models import OrmQ
from redis.backoff import NoBackoff
from redis.retry import Retry

from orchestration.bell import Bell, ring

log = logging.getLogger(__name__)

Messages = list[tuple[None, str]]  # nobody has to acknowledge them, hence None

AWAY_PAUSE_S = 1.0
AT_ONCE = 3  # those that a killed cluster has taken and not begun are woken again by the supervisor
LOOK_EVERY_S = 0.25  # for wake-ups whose bell is not heard here: another machine's
REDIS_TIMEOUT_S = 5.0  # longer than the second that a read waits for a message


class DatabaseBroker(orm.ORM):  # type: ignore[misc]  # django-q2 has no types
    """Takes a wake-up off the queue before it is worked on, not after."""

    def dequeue(self) -> Messages | None:
        try:
            taken = _taken(self.list_key)
            if taken:
                return taken
        except Error as error:
            log.error("The database gives no wake-ups; trying again: %s", error)
            connection.close()
            sleep(AWAY_PAUSE_S)
        self._bell.wait(LOOK_EVERY_S)
        return None

    def enqueue(self, task: str) -> Any:
        package = super().enqueue(task)
        transaction.on_commit(ring, robust=True)
        return package

    @cached_property
    def _bell(self) -> Bell:
        return Bell()


def _taken(key: str) -> Messages:
    """The first few wake-ups: whoever starts a run wakes several, and one statement takes them all."""
    table = connection.ops.quote_name(OrmQ._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {table} WHERE key = %s ORDER BY id LIMIT {AT_ONCE}", [key])  # noqa: S608
        found = [number for (number,) in cursor.fetchall()]
        if not found:
            return []
        places = ", ".join(["%s"] * len(found))
        # Only those that no other cluster has taken meanwhile come back.
        cursor.execute(f"DELETE FROM {table} WHERE id IN ({places}) RETURNING id, payload", found)  # noqa: S608
        return [(None, payload) for _, payload in sorted(cursor.fetchall())]


class RedisBroker(redis_broker.Redis):  # type: ignore[misc]
    """Keeps its connections, and waits where django-q2's own would give up for ten seconds."""

    def dequeue(self) -> Messages | None:
        try:
            message = self.connection.blpop([self.list_key], 1)
        except redis.RedisError as error:
            log.error("The broker (REDIS_URL) gives no wake-ups; trying again: %s", error)
            sleep(AWAY_PAUSE_S)
            return None
        return [(None, message[1])] if message else None

    def ping(self) -> bool:
        """A cluster may start before its broker does."""
        return True

    def set_stat(self, key: str, value: str, timeout: int) -> None:
        """Nobody reads the statistics that it would write twice a second."""

    @staticmethod
    def get_connection(list_key: str | None = None) -> redis.Redis:
        return _client()


@cache
def _client() -> redis.Redis:
    return redis.Redis.from_url(
        str(settings.REDIS_URL),
        socket_timeout=REDIS_TIMEOUT_S,
        socket_connect_timeout=REDIS_TIMEOUT_S,
        retry=Retry(NoBackoff(), 1),  # a connection that a restart has closed is opened anew
    )


def answers(within_s: float = 2.0) -> bool:
    """Whether wake-ups can be sent: a full Redis or a replica answers, and takes none.

    Where the database carries them, that is not asked here.
    """
    if not settings.REDIS_URL:
        return True
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=within_s, socket_connect_timeout=within_s
        ) as server:
            return bool(server.set(f"{settings.Q_CLUSTER['name']}:takes-wake-ups", 1, ex=10))
    except redis.RedisError:
        return False

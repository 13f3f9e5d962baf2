"""django-q2's broker over Redis, as wake-ups need it; see broker.py."""

from __future__ import annotations

import logging
from functools import cache
from time import monotonic, sleep

import redis
from django.conf import settings
from django_q.brokers import redis_broker
from redis.backoff import NoBackoff
from redis.retry import Retry

from orchestration.broker import AWAY_PAUSE_S, Messages

log = logging.getLogger(__name__)

REDIS_TIMEOUT_S = 5.0  # longer than the second that a read waits for a message


class RedisBroker(redis_broker.Redis):  # type: ignore[misc]  # django-q2 has no types
    """Keeps its connections, and waits where django-q2's own would give up for ten seconds."""

    _silent_until = 0.0  # for whoever sends from this process

    def enqueue(self, task: str) -> int | None:
        """What it does not take is lost; the supervisor wakes again. Whoever wakes many waits for it once."""
        if monotonic() < self._silent_until:
            return None
        try:
            return int(super().enqueue(task))
        except redis.RedisError as error:
            log.error("The broker (REDIS_URL) takes no wake-up; it is sent again later: %s", error)
            if isinstance(error, redis.TimeoutError):
                RedisBroker._silent_until = monotonic() + AWAY_PAUSE_S
            return None

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


def answers(within_s: float) -> bool:
    """Whether wake-ups can be sent: a full Redis or a replica answers, and takes none."""
    try:
        with redis.Redis.from_url(
            str(settings.REDIS_URL), socket_timeout=within_s, socket_connect_timeout=within_s
        ) as server:
            return bool(server.set(f"{settings.Q_CLUSTER['name']}:takes-wake-ups", 1, ex=10))
    except redis.RedisError:
        return False

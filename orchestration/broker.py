"""django-q2's broker in the database, as wake-ups need it: each is delivered once at most, and a server that
is away for a while is waited for. What is lost on the way costs seconds: the supervisor wakes again.

The one over Redis is in redis_broker.py, which is loaded only where it is used: it takes 7 MB.
"""

from __future__ import annotations

import logging
from functools import cached_property
from time import sleep
from typing import Any

from django.conf import settings
from django.db import Error, connection, transaction
from django_q.brokers import orm
from django_q.models import OrmQ

from orchestration.bell import Bell, ring

log = logging.getLogger(__name__)

Messages = list[tuple[None, str]]  # nobody has to acknowledge them, hence None

AWAY_PAUSE_S = 1.0
AT_ONCE = 3  # those that a killed cluster has taken and not begun are woken again by the supervisor
LOOK_EVERY_S = 0.25  # for wake-ups whose bell is not heard here: another machine's


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


def answers(within_s: float = 2.0) -> bool:
    """Whether wake-ups can be sent. Where the database carries them, that is not asked here."""
    if not settings.REDIS_URL:
        return True
    from orchestration import redis_broker

    return redis_broker.answers(within_s)

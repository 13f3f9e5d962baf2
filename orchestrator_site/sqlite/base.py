"""Django's SQLite, with writers that take turns quickly."""

from __future__ import annotations

import contextlib
import random
import sqlite3
import threading
import time
from collections.abc import Iterator

from django.db.backends.sqlite3 import base

# Seconds between two tries at the write lock. SQLite's own waits grow to a tenth of a second: a worker would
# sleep on long after the millisecond that another's transaction takes.
AGAIN_AFTER_S = (0.0003, 0.002)
QUICK_FOR_S = 2.0  # whoever holds it longer was stopped, or copies files: then SQLite waits, and gives up
_turn = threading.Lock()  # many threads that try would take the processor from the one that has the lock


class DatabaseWrapper(base.DatabaseWrapper):
    def _start_transaction_under_autocommit(self) -> None:
        """As Django's, which is asked last, when the quick tries have not been lucky."""
        self.ensure_connection()
        if not self._begin_quickly():
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # the stubs leave it out

    def _begin_quickly(self) -> bool:
        until = time.monotonic() + QUICK_FOR_S
        pause, longest = AGAIN_AFTER_S
        if not _turn.acquire(timeout=QUICK_FOR_S):
            return False
        try:
            with _without_waiting(self.connection, self.settings_dict["OPTIONS"].get("timeout", 5.0)):
                while not _begins(self.connection):
                    if time.monotonic() > until:
                        return False
                    time.sleep(pause * random.uniform(0.5, 1))  # noqa: S311  (not in step with the others)
                    pause = min(pause * 1.2, longest)
        finally:
            _turn.release()
        return True


@contextlib.contextmanager
def _without_waiting(connection: sqlite3.Connection, seconds: float) -> Iterator[None]:
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA busy_timeout = {seconds * 1000:.0f}")


def _begins(connection: sqlite3.Connection) -> bool:
    """Whether the transaction has begun. What else may be wrong, Django's way of beginning tells."""
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return False
    return True

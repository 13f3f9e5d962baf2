"""What the supervisor sees in the database: workers whose process is gone, wake-ups that never arrive, a
cluster that is wedged. In a thread of its own: whoever keeps processes must never wait for a database."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import threading
import time
from typing import Any

from django.conf import settings
from django.db import Error, OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from orchestration import broker, reaper
from orchestration.children import Child, lives
from orchestration.worker import PROCESS_NAME
from outcomes.models import Worker

log = logging.getLogger(__name__)

LOOK_S = 1.0
REAP_S = 5.0
LOCKED_S = 5.0  # the longest wait for a lock; workers have more patience
LOCKED_LOOKS = 2  # in a row, until whoever holds the lock is taken for hung
JUMP_S = 5.0  # a look that comes later than this, or a clock that moves otherwise, means lost time


class Watch(threading.Thread):
    """Looks every second until `stop` is set; `restart_wanted` says why the cluster should start anew."""

    def __init__(self, cluster: Child, owed: dict[str, str]) -> None:
        super().__init__(name="watch", daemon=True)
        self.cluster = cluster
        self.owed = owed  # runs that are over, and why: what they had in hand is still to be returned
        self.stop = threading.Event()
        self.restart_wanted = ""
        self._clock = Clock()
        self._last_reap = 0.0
        self._away = False  # the database
        self._locked = 0  # looks in a row that waited for a lock in vain
        self._idle_at: tuple[str, int] | None = None  # cluster and its newest worker, when a wake-up was late

    def run(self) -> None:
        connection_created.connect(_wait_briefly)
        while not self.stop.wait(LOOK_S):
            try:
                self.look()
            except Error as error:
                self._cannot_look(error)
            except Exception:
                # Never take the rest down with it.
                log.exception("A look at the workers failed; looking again")
            else:
                if self._away:
                    log.warning("The database answers again.")
                self._away, self._locked = False, 0

    def look(self) -> None:
        self._clock.look()
        run_id = self.cluster.run_id
        changed = self.release_owed()
        changed |= self._bury_the_dead(run_id)
        self._end_the_silent(run_id)
        changed |= self._judge_wake_ups(run_id)
        if changed or time.monotonic() - self._last_reap >= REAP_S:
            self._last_reap = time.monotonic()
            reaper.reap(self._clock.may_judge)

    def release_owed(self) -> bool:
        """Return what clusters that are down had in hand; whether there were any."""
        owed = dict(self.owed)
        for run_id, why in owed.items():
            reaper.release_cluster(run_id, why)
            self.owed.pop(run_id, None)
        if owed:
            reaper.lose_wake_ups("its wake-up may have gone with the cluster that ended")
        return bool(owed)

    def _bury_the_dead(self, run_id: str) -> bool:
        """Whoever is at work is a process that says so; see worker.work()."""
        working = Worker.objects.filter(status=Worker.Status.WORKING, cluster=run_id)
        dead = [row for row in working if row.pid and not lives(row.pid, PROCESS_NAME.format(row.pk))]
        reaper.bury(dead)
        return bool(dead)

    def _end_the_silent(self, run_id: str) -> None:
        """Kill our workers that have let a lease pass: stopped or hung, they might hold a lock for ever.

        Nothing is lost by it, since what they would bring is no longer theirs to settle.
        """
        silent = list(reaper.silent_workers().filter(cluster=run_id))
        for worker in silent if self._clock.may_judge() else ():
            if worker.pid and lives(worker.pid, PROCESS_NAME.format(worker.pk)):
                log.error("%s has been silent for longer than a lease; its process is ended.", worker)
                with contextlib.suppress(ProcessLookupError):
                    os.kill(worker.pid, signal.SIGKILL)

    def _judge_wake_ups(self, run_id: str) -> bool:
        """Send again what is late; a cluster that lets it pass twice while it stands idle is wedged.

        One that is still starting is waited for.
        """
        late = reaper.late_wake_ups(run_id)
        if not late or not self.cluster.is_up:
            return False
        if not broker.answers():
            log.error("The broker (REDIS_URL) does not answer; work in hand goes on, nobody else is woken.")
            return False
        for worker in late:
            reaper.lose(worker, "its wake-up never arrived")
        newest = reaper.last_started(run_id)
        if self._idle_at == (run_id, newest):
            self.restart_wanted = "It stands idle while wake-ups are overdue."
        self._idle_at = (run_id, newest)
        return True

    def _cannot_look(self, error: Error) -> None:
        if not self._away:
            log.error("The database does not answer; trying again until it does: %s", error)
        self._away = True
        self._clock.distrust()
        with contextlib.suppress(Error):
            connection.close()
        # SQLite has one lock for everything, and nobody needs it for long.
        locked = isinstance(error, OperationalError) and "locked" in str(error)
        self._locked = self._locked + 1 if locked else 0
        if self._locked == LOCKED_LOOKS:
            self.restart_wanted = "The database stays locked, perhaps by one of its processes that hangs."


class Clock:
    """Whether leases may be judged: not while living workers may have had no chance to keep theirs.

    That is so when the clock was set, when this machine or process was asleep, or when the database was away
    or stood still. Workers that live beat again within a third of a lease.
    """

    def __init__(self) -> None:
        self._seen: tuple[float, float] | None = None
        self._distrusted_until = 0.0

    @property
    def is_trusted(self) -> bool:
        return time.monotonic() >= self._distrusted_until

    def may_judge(self) -> bool:
        """Ask when it is known who would be judged: to read that may itself have taken long."""
        self.look()
        return self.is_trusted

    def distrust(self) -> None:
        self._distrusted_until = time.monotonic() + settings.ORCHESTRATOR_LEASE_S / 3 + 2

    def look(self) -> None:
        """Call it every second or so."""
        wall, steady = time.time(), time.monotonic()
        if self._seen:
            passed_wall, passed_steady = wall - self._seen[0], steady - self._seen[1]
            if passed_steady > JUMP_S or abs(passed_wall - passed_steady) > JUMP_S:
                log.warning(
                    "The clock was set, or this machine or its database stood still: "
                    "leases are judged again in a moment."
                )
                self.distrust()
        self._seen = wall, steady


def _wait_briefly(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Our own connections wait for locks no longer than LOCKED_S."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA busy_timeout = {LOCKED_S * 1000:.0f}")
        elif connection.vendor == "postgresql":
            cursor.execute(f"SET lock_timeout = '{LOCKED_S:.0f}s'")

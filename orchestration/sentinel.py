"""django-q2's cluster with a guard that knows when its queues can no longer be trusted."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
from multiprocessing.util import register_after_fork
from typing import Any

import django_q.cluster
from django.db import Error, connection

from orchestration.lifeline import be_called, die_with

log = logging.getLogger(__name__)


class Sentinel(django_q.cluster.Sentinel):  # type: ignore[misc]  # django-q2 has no types
    """Guards workers, pusher and monitor.

    Whichever of them waits at a queue holds its lock, and one that is killed there takes the lock with it:
    the others would wait for ever. Then the guard ends, all others end with it, and the supervisor starts
    the cluster again. A worker that dies at work holds none: it is replaced alone.
    """

    def reincarnate(self, process: Any) -> None:
        killed = (process.exitcode or 0) < 0
        at_work = process in self.pool and process.timer.value >= 0
        if killed and not at_work:
            log.error("A process that waited at a queue was killed; the cluster gives up.")
            leader = multiprocessing.parent_process()
            if leader is not None and leader.pid == os.getppid():  # nobody who has adopted us
                os.kill(os.getppid(), signal.SIGKILL)  # and with it all of us
            os._exit(1)
        super().reincarnate(process)


def run() -> None:
    """Run the cluster in this process and its children, until SIGTERM."""
    register_after_fork(Sentinel, _join_the_cluster)
    django_q.cluster.Sentinel = Sentinel  # Cluster.start() takes it from there
    cluster = django_q.cluster.Cluster()
    cluster.start()
    cluster.sentinel.join()
    os._exit(0)  # nothing is left to tidy up, and whoever has to start us again should hear of it now


def _join_the_cluster(guard: type[Sentinel]) -> None:
    """In each new process, before it does anything else."""
    parent = multiprocessing.parent_process()
    if parent is not None and parent.pid is not None:
        die_with(parent.pid)
    role = getattr(multiprocessing.current_process(), "_target", None)
    be_called(f"q-{getattr(role, '__name__', 'process').lower()}")
    if role is django_q.cluster.worker:
        _meet_the_database()


def _meet_the_database() -> None:
    """A worker's first task should not have to wait for its connection."""
    try:
        connection.ensure_connection()
    except Error as error:
        log.warning("The database does not answer yet: %s", error)

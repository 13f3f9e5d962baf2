"""django-q2's cluster with a guard that knows when its queues can no longer be trusted."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import queue
import signal
from multiprocessing.util import register_after_fork
from typing import Any

import django_q.cluster
from django.db import Error, connection

from orchestration.lifeline import be_called, die_with

log = logging.getLogger(__name__)


IDLE_S = 10.0  # after which a process that has worked makes way for a fresh one, when it has the turn
TURN_S = 0.5  # between two looks for it
RECYCLED = -2  # what django-q2 takes for an end in good order


class Renewal:
    """Whose turn it is to be replaced by a fresh process: one at a time, for others have to be there."""

    def __init__(self) -> None:
        self._taken = multiprocessing.Value("b", 0)

    def take(self) -> bool:
        """Whether it was free; from now on it is not."""
        with self._taken.get_lock():
            free = not self._taken.value
            self._taken.value = 1
        return free

    def release(self) -> None:
        self._taken.value = 0


class WakeUps:
    """The queue as a worker's process sees it: it ends that process once it has worked and stands idle.

    A process that has worked has written to three times as many pages as one just forked, and keeps them.
    """

    def __init__(self, queue: Any, timer: Any, renewal: Renewal | None, stopping: Any) -> None:
        self._queue, self._timer, self._renewal, self._stopping = queue, timer, renewal, stopping
        self._has_worked = False

    def get(self) -> Any:
        """The next wake-up, or what django-q2's worker ends at.

        While the cluster stops, those who let go of their tasks wake others in their place: whoever is woken
        then would begin what is to be ended. The wake-up is sent again where it is late.
        """
        wake_up = self._next()
        return "STOP" if self._stopping.is_set() else wake_up

    def _next(self) -> Any:
        patience = IDLE_S
        while self._has_worked and self._renewal:
            with contextlib.suppress(queue.Empty):
                return self._queue.get(timeout=patience)
            patience = TURN_S
            if self._renewal.take():
                self._timer.value = RECYCLED
                return "STOP"
        self._has_worked = True
        return self._queue.get()


class Sentinel(django_q.cluster.Sentinel):  # type: ignore[misc]  # django-q2 has no types
    """Guards workers, pusher and monitor.

    Whichever of them waits at a queue holds its lock, and one that is killed there takes the lock with it:
    the others would wait for ever. Then the guard ends, all others end with it, and the supervisor starts
    the cluster again. A worker that dies at work holds none: it is replaced alone.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        self.renewal = Renewal()
        super().__init__(*args, **options)  # works until the cluster is stopped

    def spawn_worker(self) -> None:
        timer = multiprocessing.Value("f", -1)
        renewal = self.renewal if self.pool_size > 1 else None
        wake_ups = WakeUps(self.task_queue, timer, renewal, self.stop_event)
        self.spawn_process(django_q.cluster.worker, wake_ups, self.result_queue, timer, self.timeout)

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
        self.renewal.release()


class Cluster(django_q.cluster.Cluster):  # type: ignore[misc]  # django-q2 has no types
    """Starts the guard and passes SIGTERM on to it."""

    def stop(self) -> bool:
        if self.sentinel is None or self.sentinel.pid is None:  # not started yet: nobody has to be asked
            os._exit(0)
        return bool(super().stop())


def run() -> None:
    """Run the cluster in this process and its children, until SIGTERM."""
    register_after_fork(Sentinel, _join_the_cluster)
    django_q.cluster.Sentinel = Sentinel  # Cluster.start() takes it from there
    cluster = Cluster()
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

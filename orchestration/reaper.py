"""What a look every few seconds puts right: expired leases, dead workers, lost wake-ups, runs at their end.

Idempotent: any number of processes may run it at once.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from orchestration import wakeups
from orchestration.claims import lease, return_claim
from orchestration.progress import still_going
from outcomes.errors import WrongStatus
from outcomes.models import Outcome, Run, Task, Worker

log = logging.getLogger(__name__)

WAKE_UP_OVERDUE = timedelta(seconds=10)


def reap() -> None:
    """One look at everything."""
    expire_leases()
    bury_silent_workers()
    expire_wake_ups()
    for run in Run.objects.filter(status=Run.Status.HELD, reason_code="task-held"):
        _let_go_on(run)
    for run in Run.objects.running():
        _keep_going(run)


def expire_leases() -> None:
    """Return tasks whose worker has not been heard of for a lease."""
    for task in Task.objects.running().filter(lease_until__lt=Now()):
        worker = Worker.objects.filter(tasks=task).first()
        if return_claim(task, "its lease ran out", lost=True) and worker is not None:
            lose(worker, "it let a lease run out")


def bury_silent_workers() -> None:
    """Free the slots of workers that hold no task and no longer beat."""
    silent = Worker.objects.filter(status=Worker.Status.WORKING, seen_at__lt=Now() - 2 * lease())
    for worker in silent.exclude(tasks__status="running"):
        lose(worker, "it fell silent")


def bury(pids: Collection[int], cluster: str) -> None:
    """Return at once what these dead processes of a cluster were doing: no need to wait for the lease."""
    for worker in Worker.objects.filter(status=Worker.Status.WORKING, cluster=cluster, pid__in=pids):
        _return_tasks(worker, "its process died", lost=True)
        lose(worker, "its process died")


def release_cluster(cluster: str, why: str) -> None:
    """Return everything a cluster that has just been shut down was doing; nobody's failure."""
    for worker in Worker.objects.filter(status=Worker.Status.WORKING, cluster=cluster):
        _return_tasks(worker, why, lost=False)
        try:
            worker.end(why)
        except WrongStatus:
            continue  # it ended by itself meanwhile


def expire_wake_ups() -> int:
    """Give up on wake-ups that are overdue while processes stand idle; how many there were.

    While every process is busy a wake-up may wait for as long as it takes.
    """
    busy = Worker.objects.filter(status=Worker.Status.WORKING).count()
    if busy >= settings.ORCHESTRATOR_WORKERS:
        return 0
    overdue = Worker.objects.filter(status=Worker.Status.WOKEN, woken_at__lt=timezone.now() - WAKE_UP_OVERDUE)
    return sum(lose(worker, "its wake-up never arrived") for worker in overdue)


def _return_tasks(worker: Worker, why: str, *, lost: bool) -> None:
    for task in Task.objects.running().filter(worker=worker):
        return_claim(task, why, lost=lost)


def lose(worker: Worker, why: str) -> bool:
    """Give the worker up; False when it started, ended or went with its outcome meanwhile."""
    try:
        worker.lose(why)
    except WrongStatus:
        return False  # it started or ended meanwhile
    return True


def _let_go_on(run: Run) -> None:
    """A run that waited for a task which is no longer held, say because a member deleted it, goes on."""
    with transaction.atomic():
        outcome = Outcome.objects.locked().filter(pk=run.outcome_id).first()
        if outcome is None or Task.objects.filter(outcome=outcome, status=Task.Status.HELD).exists():
            return
        run = Run.objects.get(pk=run.pk)
        if run.status == Run.Status.HELD and run.reason_code == "task-held" and outcome.is_planned:
            run.go_on("system", f"Run {run.pk} goes on: no task is held any more")


def _keep_going(run: Run) -> None:
    """Wake what is missing; end a run that nobody is left to end."""
    with transaction.atomic():
        outcome = Outcome.objects.locked().filter(pk=run.outcome_id).first()
        if outcome is None:
            return
        run = Run.objects.get(pk=run.pk)
        if run.status != Run.Status.RUNNING or not outcome.is_planned:
            return
        if not Worker.objects.active().filter(run=run).exists() and not still_going(outcome, run):
            return
        wakeups.top_up(outcome, run)

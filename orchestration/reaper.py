"""What a look every few seconds puts right: expired leases, dead workers, lost wake-ups, runs at their end.

Idempotent: any number of processes may run it at once. What only the cluster's machine sees is in watch.py.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from orchestration import wakeups
from orchestration.claims import lease, return_claim
from orchestration.gate import BY_ITSELF, is_open
from orchestration.progress import still_going
from orchestration.spending import settle_abandoned
from outcomes.errors import WrongStatus
from outcomes.models import Outcome, Reading, Run, Task, Worker
from outcomes.reconciliation import settle_readiness

log = logging.getLogger(__name__)

WAKE_UP_OVERDUE = timedelta(seconds=5)


def reap(may_judge: Callable[[], bool] = lambda: True) -> None:
    """One look at everything. A mistake about one run keeps nobody from looking at the others.

    `may_judge` is asked before leases are taken for expired: see watch.Clock.
    """
    pull_in_leases()
    expire_leases(may_judge)
    bury_silent_workers(may_judge)
    settle_abandoned()
    for run in Run.objects.filter(status=Run.Status.HELD, reason_code="task-held"):
        _look_at(run, _let_go_on)
    waiting = list(Run.objects.filter(status=Run.Status.HELD, reason_code__in=BY_ITSELF))
    if waiting and is_open():
        for run in waiting:
            _look_at(run, _call_again)
    for run in Run.objects.running():
        _look_at(run, _keep_going)
    wake_planners()


def wake_planners() -> None:
    """Go on with what a person had planned without a run, whose worker is gone or was never heard of.

    An agent without a model keeps nobody waiting for one.
    """
    for reading in Reading.objects.wanted().filter(run=None):
        with transaction.atomic():
            outcome = Outcome.objects.locked().defer("approach").filter(pk=reading.outcome_id).first()
            still = Reading.objects.wanted().filter(pk=reading.pk, run=None).first()
            if outcome is None or still is None:
                continue
            if settings.ACTIVE_AGENT == "claude":
                wakeups.wake_planner(outcome, None)
            else:
                still.hold(wakeups.OFFLINE, wakeups.NO_MODEL, "system")


def pull_in_leases() -> None:
    """End in time what was written before the clock was set back: nothing lies further ahead than a lease.

    Twice that is left alone: another machine may have been started with a longer one.
    """
    ahead = Now() + 2 * lease()
    Task.objects.running().filter(lease_until__gt=ahead).update(lease_until=Now() + lease())
    Worker.objects.filter(status=Worker.Status.WORKING, seen_at__gt=ahead).update(seen_at=Now())


def expire_leases(may_judge: Callable[[], bool] = lambda: True) -> None:
    """Return tasks whose worker has not been heard of for a lease."""
    expired = list(Task.objects.running().filter(lease_until__lt=Now()))
    for task in expired if may_judge() else ():
        worker = Worker.objects.filter(tasks=task).first()
        if return_claim(task, "its lease ran out", lost=True) and worker is not None:
            lose(worker, "it let a lease run out")


def silent_workers() -> QuerySet[Worker]:
    """Those whose task's lease has run out, or that hold no task and have not been heard of for as long."""
    held = Task.objects.running().filter(worker=OuterRef("pk"))
    quiet = Q(seen_at__lt=Now() - lease()) & ~Exists(held)
    return Worker.objects.filter(Exists(held.filter(lease_until__lt=Now())) | quiet, status="working")


def bury_silent_workers(may_judge: Callable[[], bool] = lambda: True) -> None:
    """Free the slots of workers that hold no task and no longer beat."""
    silent = list(silent_workers().exclude(tasks__status="running"))
    for worker in silent if may_judge() else ():
        lose(worker, "it fell silent")


def bury(workers: Iterable[Worker], why: str = "its process died") -> None:
    """Return at once what these workers were doing: they are no more, so there is no lease to wait for."""
    for worker in workers:
        _return_tasks(worker, why, lost=True)
        lose(worker, why)


def release_cluster(cluster: str, why: str) -> None:
    """Return everything that a cluster which is down was doing; nobody's failure."""
    for worker in Worker.objects.filter(status=Worker.Status.WORKING, cluster=cluster):
        _return_tasks(worker, why, lost=False)
        try:
            worker.end(why)
        except WrongStatus:
            continue  # it ended by itself meanwhile


def late_wake_ups(cluster: str) -> list[Worker]:
    """The wake-ups that should have arrived, as far as the machine of this cluster can tell.

    While all its processes are busy a wake-up may wait for as long as it takes, unless one that was sent well
    after it has arrived: they come in order, give or take a moment.
    """
    now = timezone.now()
    late = Worker.objects.filter(status=Worker.Status.WOKEN).exclude(
        woken_at__range=(now - WAKE_UP_OVERDUE, now + WAKE_UP_OVERDUE)
    )
    found = list(late)
    if found and _busy(cluster) >= settings.ORCHESTRATOR_WORKERS:
        newest = Worker.objects.filter(started_at__isnull=False).first()
        found = [row for row in found if newest and row.woken_at < newest.woken_at - WAKE_UP_OVERDUE]
    return found


def _busy(cluster: str) -> int:
    return Worker.objects.filter(status=Worker.Status.WORKING, cluster=cluster).count()


def last_started(cluster: str) -> int:
    """The newest worker that has started in this cluster; 0 when none has."""
    newest = Worker.objects.filter(cluster=cluster).first()
    return newest.pk if newest else 0


def lose_wake_ups(why: str) -> None:
    """Give up on every wake-up on its way: those that a cluster had fetched went with it. Others are sent."""
    for worker in Worker.objects.filter(status=Worker.Status.WOKEN):
        lose(worker, why)


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


def _look_at(run: Run, act: Callable[[Outcome, Run], None]) -> None:
    """Act on the run under its outcome's lock. Who holds the lock already looks after it: then not now."""
    try:
        with transaction.atomic():
            outcomes = Outcome.objects.select_for_update(no_key=True, skip_locked=True)
            outcome = outcomes.filter(pk=run.outcome_id).first()
            if outcome is not None:
                act(outcome, Run.objects.get(pk=run.pk))
    except (OperationalError, InterfaceError):
        raise  # the database's trouble is everybody's
    except Exception:
        log.exception("%s of outcome %s cannot be looked after", run, run.outcome_id)


def _let_go_on(outcome: Outcome, run: Run) -> None:
    """A run that waited for a task which is no longer held, say because a member deleted it, goes on."""
    if Task.objects.filter(outcome=outcome, status=Task.Status.HELD).exists():
        return
    if run.status == Run.Status.HELD and run.reason_code == "task-held" and outcome.is_planned:
        run.go_on("system", f"Run {run.pk} goes on: no task is held any more")


def _call_again(outcome: Outcome, run: Run) -> None:
    """A run that waited for the API goes on, unless Orchestrate has to decide about a changed approach."""
    same_plan = run.approach_revision == outcome.approach_revision and outcome.is_planned
    if run.status == Run.Status.HELD and run.reason_code in BY_ITSELF and same_plan:
        run.go_on("system", f"Run {run.pk} goes on: the API may be called again")
        settle_readiness(outcome, run)


def _keep_going(outcome: Outcome, run: Run) -> None:
    """Wake what is missing; end a run that nobody is left to end."""
    if run.status != Run.Status.RUNNING or not outcome.is_planned:
        return
    if not Worker.objects.active().filter(run=run).exists() and not still_going(outcome, run):
        return
    wakeups.top_up(outcome, run)

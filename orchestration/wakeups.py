"""Waking workers. A django-q2 message is only a wake-up: lost it costs seconds, doubled it costs nothing."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django_q.tasks import async_task

from orchestration.bell import ring
from orchestration.disk import shortage
from orchestration.progress import current_phase
from outcomes.compiled import Select, Values
from outcomes.models import Outcome, Phase, Policy, Reading, Run, Task, Worker
from outcomes.readings import is_being_read
from outcomes.reconciliation import settle_readiness

JOB = "orchestration.worker.work"
OFFLINE, NO_MODEL = "offline", "The offline agent is active, which calls no model."


def top_up(outcome: Outcome, run: Run) -> int:
    """Wake as many workers as can find something to do within the run's limit; how many were woken.

    The caller holds the outcome's lock. Workers without a task are counted as takers of what is claimable,
    builders who wait for READY too: they go on into execution themselves.
    """
    if run.status != Run.Status.RUNNING or not outcome.is_planned or shortage():
        return 0
    woken = _see_to_planning(outcome, run)
    phases = [current_phase(outcome)]
    if outcome.policy == Policy.PARTIAL and Phase.EXECUTION in phases:
        phases.append(Phase.INFRASTRUCTURE)  # what had failed may be built beside execution
    return woken + sum(_top_up(outcome, run, phase) for phase in phases)


def _see_to_planning(outcome: Outcome, run: Run) -> int:
    """Wake who plans, where that was asked for. An agent without a model keeps nobody waiting for one."""
    if not is_being_read(outcome):
        return 0
    if settings.ACTIVE_AGENT == "claude":
        return wake_planner(outcome, run)
    for reading in Reading.objects.wanted().filter(outcome=outcome):
        reading.hold(OFFLINE, NO_MODEL, "system")
    settle_readiness(outcome, run)
    return 0


def wake_planner(outcome: Outcome, run: Run | None) -> int:
    """Wake the one worker that may read this outcome's approach, unless it is awake; how many were woken.

    The caller holds the outcome's lock.
    """
    if Worker.objects.active().planning().filter(outcome=outcome).exists():
        return 0
    _deliver(Worker.wake_planner(outcome.pk, run))
    return 1


def _top_up(outcome: Outcome, run: Run, phase: Phase) -> int:
    limit = run.limit(phase)
    active = _ACTIVE.rows(outcome=outcome.pk)
    for worker in active:
        if not worker.is_busy:
            _once_committed(partial(ring, bell_of(worker)))
    at_work = [worker for worker in active if worker.phase == phase]
    arriving = sum(map(_arrives, active)) if phase == Phase.EXECUTION else 0
    free = limit - len(at_work) - arriving
    if free <= 0:
        return 0
    idle = sum(not worker.is_busy for worker in at_work) + arriving
    claimable = _claimable(phase, limit + idle)
    waiting = len(claimable.tuples(outcome=outcome.pk, revision=outcome.approach_revision)) - idle
    taken = {worker.slot for worker in at_work}
    slots = [slot for slot in range(limit) if slot not in taken][: max(0, min(free, waiting))]
    for slot in slots:
        _deliver(Worker.wake(run, phase, slot))
    return len(slots)


@cache  # there are few limits
def _claimable(phase: Phase, most: int) -> Values:
    def build(outcome: Any, revision: Any) -> Any:
        tasks = Task.objects.filter(outcome=outcome).claimable(phase, revision)
        return tasks.values_list("pk")[:most]

    return Values("outcome", "revision", build=build)


_ACTIVE: Select[Any] = Select(
    "outcome",
    build=lambda outcome: (
        Worker.objects.active()
        .filter(outcome=outcome)
        .order_by()
        .annotate(is_busy=Exists(Task.objects.filter(worker=OuterRef("pk")).order_by()))
    ),
)


def bell_of(worker: Worker) -> str:
    """The bell by which it hears, while it lingers, that there may be something for it."""
    return f"worker-{worker.pk}"


def _arrives(worker: Any) -> bool:
    """Whether this is a builder without a task, who is about to go on into execution."""
    working = worker.status == Worker.Status.WORKING and not worker.stopping
    return worker.phase == Phase.INFRASTRUCTURE and working and not worker.is_busy


def wake_for(outcome_id: int) -> int:
    """Wake workers for whatever the active run of this outcome can do now; how many were woken."""
    with transaction.atomic():
        outcome = Outcome.objects.locked().get(pk=outcome_id)
        run = outcome.active_run
        return top_up(outcome, run) if run else 0


@contextlib.contextmanager
def then_wake(outcome_id: int) -> Iterator[None]:
    """One transaction around a change by which the run may go on by itself: workers are woken for it."""
    with transaction.atomic():
        yield
        wake_for(outcome_id)


def hand_over(worker: Worker, run: Run) -> None:
    """Have a fresh job go on in the slot that this worker has just left."""
    _deliver(Worker.wake(run, worker.phase, worker.slot))


def _deliver(worker: Worker) -> None:
    """Enqueue with the transaction: its row in the database broker, else once it is committed.

    What never started is woken again by the reaper.
    """
    send = partial(async_task, JOB, worker.pk, save=False)
    if settings.REDIS_URL:
        _once_committed(send)
    else:
        send()


def _once_committed(act: Callable[[], object]) -> None:
    """Do it after the commit, which stands whatever comes of it: a failure is logged."""

    def call() -> None:  # Django's log wants a name, which a partial has not
        act()

    transaction.on_commit(call, robust=True)

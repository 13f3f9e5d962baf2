"""Waking workers. A django-q2 message is only a wake-up: lost it costs seconds, doubled it costs nothing."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.db import transaction
from django_q.tasks import async_task

from orchestration.progress import current_phase
from outcomes.models import Outcome, Run, Task, Worker

JOB = "orchestration.worker.work"


def top_up(outcome: Outcome, run: Run) -> int:
    """Wake as many workers as can find something to do within the run's limit; how many were woken.

    The caller holds the outcome's lock. Workers without a task are counted as takers of what is claimable.
    """
    if run.status != Run.Status.RUNNING or not outcome.is_planned:
        return 0
    phase = current_phase(outcome)
    limit = run.limit(phase)
    active = list(
        Worker.objects.active().filter(outcome=outcome, phase=phase).values_list("slot", "tasks__id")
    )
    free = limit - len(active)
    if free <= 0:
        return 0
    idle = sum(task is None for _, task in active)
    claimable = Task.objects.filter(outcome=outcome).claimable(phase, outcome.approach_revision)
    waiting = len(claimable.values_list("pk")[: limit + idle]) - idle
    taken = {slot for slot, _ in active}
    slots = [slot for slot in range(limit) if slot not in taken][: max(0, min(free, waiting))]
    for slot in slots:
        _deliver(Worker.wake(run, phase, slot))
    return len(slots)


def wake_for(outcome_id: int) -> int:
    """Wake workers for whatever the active run of this outcome can do now; how many were woken."""
    with transaction.atomic():
        outcome = Outcome.objects.locked().get(pk=outcome_id)
        run = outcome.active_run
        return top_up(outcome, run) if run else 0


def hand_over(worker: Worker, run: Run) -> None:
    """Have a fresh job go on in the slot that this worker has just left."""
    _deliver(Worker.wake(run, worker.phase, worker.slot))


def _deliver(worker: Worker) -> None:
    """Enqueue with the transaction: its row in the database broker, else once it is committed.

    A broker that cannot be reached is logged by `robust`; the reaper wakes again what never started.
    """
    send = partial(async_task, JOB, worker.pk, save=False)
    if settings.REDIS_URL:
        transaction.on_commit(send, robust=True)
    else:
        send()

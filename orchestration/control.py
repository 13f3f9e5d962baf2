"""The person at the wheel: stop, resume, retry, skip, cancel. Each is safe to press twice."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from orchestration import wakeups
from orchestration.claims import hold_for_agent, release_if_building
from orchestration.progress import still_going
from outcomes.errors import Refused
from outcomes.models import CapabilityStatus, Outcome, Phase, Run, Task, Worker
from outcomes.needs import waive_need
from outcomes.reconciliation import settle_readiness


def stop(outcome_id: int, mode: str, by: str) -> Run:
    """Stop the active run: `now` interrupts the agents, `gently` lets each finish its task.

    Refused when no run is active. A stopped run stays stopped, whatever the mode of the second press.
    """
    with transaction.atomic():
        outcome = Outcome.objects.locked().get(pk=outcome_id)
        run = _active_run(outcome)
        if mode == "now":
            Worker.objects.filter(run=run, status=Worker.Status.WORKING).update(stopping=True)
            for worker in Worker.objects.filter(run=run, status=Worker.Status.WOKEN):
                worker.end("the run was stopped before it started")
        if run.status != Run.Status.STOPPED:
            release_if_building(outcome, "the run was stopped")
            run.stop(by, f"Stopped by {by}" + ("" if mode == "now" else "; workers finish the task in hand"))
    return run


def resume(outcome_id: int, by: str) -> Run:
    """Let a stopped or held run go on.

    Refused when no run is active, and when the approach has changed since: Orchestrate decides that.
    """
    with transaction.atomic():
        outcome = Outcome.objects.locked().get(pk=outcome_id)
        run = _active_run(outcome)
        if run.approach_revision != outcome.approach_revision or not outcome.is_planned:
            raise Refused(
                "The approach has changed since this run was planned. Press Orchestrate to go on.",
                "approach-changed",
            )
        if run.reason_code == "agent-changed":
            raise Refused(run.reason, "agent-changed")
        if run.status != Run.Status.RUNNING:
            run.go_on(by, f"Run {run.pk} resumed")
        if not hold_for_agent(outcome, run):
            settle_readiness(outcome, run)
            _go_on(outcome, run)
    return run


def _go_on(outcome: Outcome, run: Run) -> None:
    """Wake workers, or end the run here where there is nothing for them."""
    if not wakeups.top_up(outcome, run) and not Worker.objects.active().filter(run=run).exists():
        still_going(outcome, run)


def _follow(outcome: Outcome, run: Run, by: str) -> None:
    """After a decision about a task or need: a run that waited for it goes on, unless the plan is another."""
    if run.approach_revision != outcome.approach_revision or not outcome.is_planned:
        return
    if run.status == Run.Status.HELD and run.reason_code == "task-held":
        run.go_on(by, f"Run {run.pk} goes on")
    if run.status == Run.Status.RUNNING:
        settle_readiness(outcome, run)
        _go_on(outcome, run)


def _active_run(outcome: Outcome) -> Run:
    run = outcome.active_run
    if run is None:
        latest = outcome.runs.first()
        state = f"the last one is {latest.status}" if latest else "there has been none"
        raise Refused(f"No run is active: {state}.", "no-active-run")
    return run


def retry(task: Task, by: str) -> None:
    """Do this task again.

    Refused while it is pending or running, or when it builds something that is no longer called for.
    """
    with transaction.atomic():
        current = _locked(task)
        if current.status in (Task.Status.PENDING, Task.Status.RUNNING):
            raise Refused(f"Task {task.pk} is {current.status}: there is nothing to retry.", "wrong-status")
        if current.phase == Phase.INFRASTRUCTURE:
            _want_again(current, by)
        current.reopen(by, f"{by} retries it")
        outcome = Outcome.objects.get(pk=task.outcome_id)
        run = outcome.active_run
        if run:
            _follow(outcome, run, by)


def _want_again(task: Task, by: str) -> None:
    row = task.capability
    assert row is not None
    fits = task.digest == row.digest and task.revision == task.outcome.approach_revision
    if not fits or row.status == CapabilityStatus.RETIRED or task.status != Task.Status.FAILED:
        raise Refused(
            f"Task {task.pk} is {task.status}, and {row.kind} {row.name} is {row.status}: "
            "Orchestrate builds what the approach calls for now.",
            "wrong-status",
        )
    row.want(by, "its build is retried")
    task.outcome.reset_infrastructure(f"{row.kind} {row.name} is built again", by)


def waive(outcome_id: int, name: str, by: str) -> None:
    """Go on without this need. Refused when it is not called for, is being built, or is there."""
    with transaction.atomic():
        outcome = Outcome.objects.locked().get(pk=outcome_id)
        waive_need(outcome, name, by)
        run = outcome.active_run
        if run:
            _follow(outcome, run, by)


def skip(task: Task, note: str, by: str) -> None:
    """Go on without this task; what depends on it no longer waits. Twice is once."""
    _decide(task, Task.Status.SKIPPED, by, lambda current: current.skip(by, note))


def cancel(task: Task, by: str) -> None:
    """Take this task off the list; what depends on it stays blocked. Twice is once."""
    _decide(task, Task.Status.CANCELLED, by, lambda current: current.cancel(by))


def _decide(task: Task, to: str, by: str, move: Callable[[Task], None]) -> None:
    with transaction.atomic():
        current = _locked(task)
        if current.phase == Phase.INFRASTRUCTURE:
            raise Refused("A build cannot be skipped or cancelled: waive or dismiss its need.", "wrong-phase")
        if current.status == to:
            return
        if current.status in (Task.Status.RUNNING, Task.Status.COMPLETED, *Task.SETTLED):
            raise Refused(f"Task {task.pk} is {current.status}: it cannot become {to}.", "wrong-status")
        move(current)
        outcome = Outcome.objects.get(pk=task.outcome_id)
        run = outcome.active_run
        if run:
            _follow(outcome, run, by)


def _locked(task: Task) -> Task:
    Outcome.objects.locked().get(pk=task.outcome_id)
    return Task.objects.get(pk=task.pk)

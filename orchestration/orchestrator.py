"""One click on Orchestrate: plan, reconcile, create the builds, start or join the run, wake workers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from orchestration import wakeups
from orchestration.disk import shortage
from orchestration.gate import reopen
from orchestration.holds import hold_for_agent
from orchestration.planning import ask_for_run, carry_out_plan
from orchestration.progress import has_open_builds, latest_run, shown_phase, still_going
from outcomes.errors import Refused
from outcomes.models import Event, Outcome, Readiness, Run, Task, Worker
from outcomes.needs import add_need, needs_by_rules
from outcomes.readings import is_being_read
from outcomes.reconciliation import settle_readiness


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller may say; None: the outcome's own limits."""

    suggested_skills: tuple[str, ...] = ()
    max_infrastructure_workers: int | None = None
    max_execution_workers: int | None = None
    skip_validation: bool = False
    again: bool = False
    inputs: dict[str, Any] = field(default_factory=dict)

    def limits(self) -> dict[str, int]:
        named = {
            "max_infrastructure_workers": self.max_infrastructure_workers,
            "max_execution_workers": self.max_execution_workers,
        }
        return {name: value for name, value in named.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the click did; every one of them is a success that says what is going on."""

    outcome_id: int
    run_id: int
    started: bool  # a new run; otherwise one was joined, or nothing was left to do
    phase: str
    workers_spawned: int
    tasks_created: int
    message: str


def orchestrate(outcome_id: int, options: Options, by: str) -> Answer:
    """Start the work of this outcome, or join the run that is doing it. Pressing twice never doubles.

    Raises Outcome.DoesNotExist; Refused for an archived outcome, or other inputs than the active run's;
    BadInput for a suggested skill that gives no name.
    """
    needs_by_rules(
        Outcome.objects.get(pk=outcome_id).approach
    )  # a long text is read before the lock is taken
    with transaction.atomic():
        outcome = Outcome.objects.locked().get(pk=outcome_id)
        if outcome.status == Outcome.Status.ARCHIVED:
            raise Refused("This outcome is archived. Set it to active before you orchestrate it.", "archived")
        for title in options.suggested_skills:
            add_need(outcome, title, by, field="suggestedSkills")
        created = carry_out_plan(outcome, by)
        answer = _run(outcome, options, created, by)
        if answer.started:
            # The commit is next: what came before it is not the run's time.
            Run.objects.running().filter(pk=answer.run_id).update(started_at=timezone.now())
        return answer


def _run(outcome: Outcome, options: Options, created: list[Task], by: str) -> Answer:
    for task in Task.objects.execution().filter(outcome=outcome, status=Task.Status.FAILED):
        task.reopen(by, "Orchestrate tries failed tasks again")
    run = outcome.active_run
    joined = run is not None
    if run is not None:
        _join(outcome, run, options, by)
    else:
        latest = latest_run(outcome.pk)
        if options.again and latest is not None:
            _reopen_all(outcome, by)
        if latest is not None and not _something_to_do(outcome):
            return _answer(outcome, latest, "Everything is done already; nothing was started.")
        run = _start(outcome, options, by)
    if hold_for_agent(outcome, run):
        return _answer(outcome, run, f"Held: {run.reason}", started=not joined, created=created)
    if run.agent == "claude":
        reopen()
    ask_for_run(outcome, run, by)
    settle_readiness(outcome, run)
    woken = wakeups.top_up(outcome, run)
    if not woken and not Worker.objects.active().filter(run=run).exists():
        still_going(outcome, run)  # nothing to do at all ends here, not at the reaper's next look
    outcome.refresh_from_db(fields=["infrastructure_ready"])
    return _answer(
        outcome, run, _message(outcome, run, joined), started=not joined, woken=woken, created=created
    )


def _start(outcome: Outcome, options: Options, by: str) -> Run:
    limits = {
        "max_infrastructure_workers": outcome.max_infrastructure_workers,
        "max_execution_workers": outcome.max_execution_workers,
    } | options.limits()
    run = Run.objects.create(
        outcome=outcome,
        approach_revision=outcome.approach_revision,
        requested_by=by,
        agent=settings.ACTIVE_AGENT,
        inputs=options.inputs,
        skip_validation=options.skip_validation,
        **limits,
    )
    Event.record(outcome.pk, "run.started", by, f"Run {run.pk} started", run_id=run.pk)
    return run


def _join(outcome: Outcome, run: Run, options: Options, by: str) -> None:
    if options.inputs and options.inputs != run.inputs:
        raise Refused(
            f"Run {run.pk} is {run.status} with other inputs. Let it end, or stop it, before you run again.",
            "run-active",
        )
    wanted = {**options.limits(), "agent": settings.ACTIVE_AGENT}
    changed = {name: value for name, value in wanted.items() if getattr(run, name) != value}
    if changed:
        for name, value in changed.items():
            setattr(run, name, value)
        run.save(update_fields=list(changed))
        Event.record(
            outcome.pk, "run.limits", by, f"Run {run.pk} changed: {', '.join(changed)}", run_id=run.pk
        )
    if run.status != Run.Status.RUNNING or run.approach_revision != outcome.approach_revision:
        run.go_on(
            by, f"Run {run.pk} goes on under revision {outcome.approach_revision}", outcome.approach_revision
        )


def _reopen_all(outcome: Outcome, by: str) -> None:
    """What was skipped or cancelled was a person's decision and stays."""
    for task in Task.objects.execution().filter(outcome=outcome, status=Task.Status.COMPLETED):
        task.reopen(by, "run again")


def _something_to_do(outcome: Outcome) -> bool:
    if outcome.infrastructure_ready != Readiness.READY or has_open_builds(outcome):
        return True
    return Task.objects.execution().filter(outcome=outcome).unsettled().exists()


def _message(outcome: Outcome, run: Run, joined: bool) -> str:
    if run.status in (Run.Status.COMPLETED, Run.Status.FAILED):
        return (
            f"Run {run.pk} {run.reason}"
            if run.status == Run.Status.COMPLETED
            else f"Run {run.pk} failed: {run.reason}"
        )
    verb = "Joined" if joined else "Started"
    if outcome.infrastructure_ready == Readiness.READY:
        return f"{verb} run {run.pk}: executing tasks."
    planning = "planning with Claude, " if is_being_read(outcome) else ""
    left = Task.objects.filter(outcome=outcome).of_revision(outcome.approach_revision).unsettled().count()
    return f"{verb} run {run.pk}: {planning}building infrastructure, {left} to go."


def _answer(
    outcome: Outcome,
    run: Run,
    message: str,
    *,
    started: bool = False,
    woken: int = 0,
    created: list[Task] | None = None,
) -> Answer:
    if outcome.infrastructure_ready == Readiness.READY and not outcome.approach.strip():
        message = message.rstrip(".") + ". The approach is empty, so no infrastructure is needed."
    if run.status == Run.Status.RUNNING and (short := shortage()):
        message = f"{message} {short}"
    return Answer(outcome.pk, run.pk, started, shown_phase(outcome), woken, len(created or ()), message)

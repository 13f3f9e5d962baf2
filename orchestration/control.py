"""The person at the wheel, of runs, tasks, needs and limits. Each press is safe to press twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from orchestration import wakeups
from orchestration.gate import reopen
from orchestration.holds import hold_for_agent, release_if_building
from orchestration.library import describe, refuse_unfit
from orchestration.planning import ask_for_run
from orchestration.progress import still_going
from outcomes import reconciliation
from outcomes.approach import check_text
from outcomes.errors import BadInput, Refused
from outcomes.models import (
    CapabilityStatus,
    Event,
    Outcome,
    Phase,
    Policy,
    Readiness,
    Reading,
    Run,
    Task,
    Worker,
)
from outcomes.models.capability import WANTED
from outcomes.needs import waive_need, wanted_need
from outcomes.readings import reading_of
from outcomes.reconciliation import settle_readiness, unsettled_capabilities
from outcomes.tasks import built_on

MAX_ANSWER = 20_000  # characters
MAX_NOTE = 2000  # characters of a reason that a person gives
LIMITS = {"max_infrastructure_workers": 3, "max_execution_workers": 64}  # and how many there may be at most


def stop(outcome_id: int, mode: str, by: str) -> Run:
    """Stop the active run: `now` interrupts the agents, `gently` lets each finish its task.

    Refused when no run is active. A stopped run stays stopped, whatever the mode of the second press; one
    that was stopped gently is interrupted by `now`.
    """
    with transaction.atomic():
        outcome = Outcome.objects.locked().get(pk=outcome_id)
        run = _active_run(outcome)
        interrupted = _interrupt(run) if mode == "now" else 0
        if run.status != Run.Status.STOPPED:
            release_if_building(outcome, "the run was stopped")
            run.stop(by, f"Stopped by {by}" + ("" if mode == "now" else "; workers finish the task in hand"))
        elif interrupted:
            Event.record(outcome.pk, "run.interrupted", by, f"Run {run.pk}: workers are interrupted")
    return run


def _interrupt(run: Run) -> int:
    """Tell its workers to let go; how many were at work and hear of it now.

    Those that wait for their process first: one that starts meanwhile is told as one that works.
    """
    Worker.call_off(run, "the run was stopped before it started")
    return Worker.objects.filter(run=run, status=Worker.Status.WORKING, stopping=False).update(stopping=True)


def resume(outcome_id: int, by: str) -> Run:
    """Let a stopped or held run go on.

    Refused when no run is active, and when the approach has changed since: Orchestrate decides that. Planning
    that was given up for now is asked for again.
    """
    with transaction.atomic():
        outcome = Outcome.objects.locked().get(pk=outcome_id)
        run = _active_run(outcome)
        if not _same_plan(outcome, run):
            raise Refused(
                "The approach has changed since this run was planned. Press Orchestrate to go on.",
                "approach-changed",
            )
        if run.reason_code == "agent-changed":
            raise Refused(run.reason, "agent-changed")
        if run.status != Run.Status.RUNNING:
            reopen()
            run.go_on(by, f"Run {run.pk} resumed")
        if not hold_for_agent(outcome, run):
            reading = reading_of(outcome)
            if reading is not None and reading.status == Reading.Status.HELD:
                ask_for_run(outcome, run, by)
            settle_readiness(outcome, run)
            _go_on(outcome, run)
    return run


def _go_on(outcome: Outcome, run: Run) -> None:
    """Wake workers, or end the run here where there is nothing for them."""
    if not wakeups.top_up(outcome, run) and not Worker.objects.active().filter(run=run).exists():
        still_going(outcome, run)


def follow(outcome: Outcome, by: str) -> None:
    """After a decision about a task or need: the active run goes on also when it waited for it."""
    run = outcome.active_run
    if run is None or not _same_plan(outcome, run):
        return
    if run.status == Run.Status.HELD and run.reason_code == "task-held":
        run.go_on(by, f"Run {run.pk} goes on")
    if run.status == Run.Status.RUNNING:
        settle_readiness(outcome, run)
        _go_on(outcome, run)


def _same_plan(outcome: Outcome, run: Run) -> bool:
    """Whether the run is under the needs as they are now; otherwise Orchestrate decides."""
    return run.approach_revision == outcome.approach_revision and outcome.is_planned


def _active_run(outcome: Outcome) -> Run:
    run = outcome.active_run
    if run is None:
        latest = outcome.runs.first()
        state = f"the last one is {latest.status}" if latest else "there has been none"
        raise Refused(f"No run is active: {state}.", "no-active-run")
    return run


def retry(task: Task, by: str) -> list[Task]:
    """Do this task again, and after it what was done on top of it; those others are returned.

    Whoever waits for a task works with what it brings. So all that depend on it, directly or through
    others, follow: a completed one used the old result, a failed one may have failed by it, and both wait
    again; a running one is taken from its worker, which counts as nobody's failure. What a person skipped
    or cancelled stays so, and what is held waits for its person. Old results and files stay as they are,
    in the attempts and as older versions.

    Refused while it runs, or when it builds something that is no longer called for. A pending task is to
    be done already: nothing happens.
    """
    with transaction.atomic():
        current = _locked(task)
        if current.status == Task.Status.PENDING:
            return []
        if current.status == Task.Status.RUNNING:
            raise Refused(f"Task {task.pk} is running: there is nothing to retry.", "wrong-status")
        if current.phase == Phase.INFRASTRUCTURE:
            _want_again(current, by)
        current.reopen(by, f"{by} retries it")
        followers = built_on(current)
        for follower in followers:
            _do_after(current, follower, by)
        follow(Outcome.objects.get(pk=task.outcome_id), by)
    return followers


def _do_after(retried: Task, follower: Task, by: str) -> None:
    why = f"it builds on “{retried.title}”, which {by} retries"
    if follower.status == Task.Status.RUNNING:
        follower.let_go(why)
    else:
        follower.reopen(by, why)


def _want_again(task: Task, by: str) -> None:
    """Under the policy `partial` execution goes on meanwhile; otherwise it waits for the build."""
    row = task.capability
    assert row is not None
    fits = task.digest == row.digest and task.revision == task.outcome.approach_revision
    undone = task.status in (Task.Status.FAILED, Task.Status.HELD)
    if not fits or row.status == CapabilityStatus.RETIRED or not undone:
        raise Refused(
            f"Task {task.pk} is {task.status}, and {row.kind} {row.name} is {row.status}: "
            "Orchestrate builds what the approach calls for now.",
            "wrong-status",
        )
    if row.status not in WANTED:
        row.want(by, "its build is retried")
    _wait_for_builds(task.outcome, f"{row.kind} {row.name} is built again", by)


def _wait_for_builds(outcome: Outcome, why: str, by: str) -> None:
    """READY no more, under the policy `all`, while a need is missing; under `partial` execution goes on."""
    ready = outcome.infrastructure_ready == Readiness.READY
    if ready and outcome.policy == Policy.ALL and unsettled_capabilities(outcome):
        outcome.reset_infrastructure(why, by)


def waive(outcome_id: int, name: str, by: str, why: str = "") -> None:
    """Go on without this need; who, when and why is shown on all that is done without it.

    Its build, if one runs, is interrupted. Refused when it is not called for, or is there. Twice is once.
    """
    why = check_note(why)
    with transaction.atomic():
        outcome = Outcome.objects.locked().get(pk=outcome_id)
        waive_need(outcome, name, by, why)
        follow(outcome, by)


def supply(outcome_id: int, name: str, content: str, by: str) -> bool:
    """Meet this need by a member's hand: a whole SKILL.md, or a program. False when it stands already.

    It passes the checks that what an agent builds has to pass, else BadInput tells their findings. A build
    under way is cancelled, and none replaces it unasked. Refused when no such need is called for.
    """
    kind = wanted_need(Outcome.objects.get(pk=outcome_id), name).kind
    content = check_text(content, "content")
    refuse_unfit(kind, name, content)
    with transaction.atomic():
        outcome = Outcome.objects.locked().get(pk=outcome_id)
        need = wanted_need(outcome, name)
        if need.kind != kind:
            raise Refused(f"{name} was changed into a {need.kind} meanwhile.", "need-changed")
        changed = reconciliation.supply(outcome, need, content, describe(kind, content), by)
        follow(outcome, by)
    return changed


def build_after_all(outcome_id: int, name: str, by: str) -> None:
    """Have an agent build what a member supplied or waived. Refused for other needs. Twice is once.

    Under the policy `partial` execution goes on meanwhile; otherwise it waits for the build.
    """
    with transaction.atomic():
        outcome = Outcome.objects.locked().get(pk=outcome_id)
        reconciliation.ask_for_build(outcome, wanted_need(outcome, name), by)
        _wait_for_builds(outcome, f"{name} is built again", by)
        follow(outcome, by)


def answer(task: Task, text: str, by: str) -> None:
    """Answer the question that the task waits for: the conversation goes on with it.

    Refused when it has no open question.
    """
    text = check_text(text, "answer").strip()
    if not text or len(text) > MAX_ANSWER:
        raise BadInput("answer", f"An answer has 1 to {MAX_ANSWER:,} characters; this one has {len(text):,}.")
    with transaction.atomic():
        current = _locked(task)
        if current.status != Task.Status.HELD or not current.questions.open().exists():
            raise Refused(f"Task {task.pk} has no open question.", "no-open-question")
        current.take_answer(text, by)
        follow(Outcome.objects.get(pk=task.outcome_id), by)


def skip(task: Task, note: str, by: str) -> None:
    """Go on without this task; what depends on it no longer waits. Twice is once."""
    note = check_note(note)
    _decide(task, Task.Status.SKIPPED, lambda current: current.skip(by, note), by)


def cancel(task: Task, by: str) -> None:
    """Take this task off the list; what depends on it stays blocked. Twice is once."""
    _decide(task, Task.Status.CANCELLED, lambda current: current.cancel(by), by)


def _decide(task: Task, to: str, move: Callable[[Task], None], by: str) -> None:
    """Move it; the worker that has it hears so within a second, and what it still brings is dropped."""
    with transaction.atomic():
        current = _locked(task)
        if current.phase == Phase.INFRASTRUCTURE:
            raise Refused("A build cannot be skipped or cancelled: waive or dismiss its need.", "wrong-phase")
        if current.status == to:
            return
        if current.status in Task.SETTLED:
            raise Refused(f"Task {task.pk} is {current.status}: it cannot become {to}.", "wrong-status")
        move(current)
        follow(Outcome.objects.get(pk=task.outcome_id), by)


def check_note(note: str) -> str:
    """The reason as it is kept; BadInput when it is too long."""
    note = check_text(note, "note").strip()
    if len(note) > MAX_NOTE:
        raise BadInput("note", f"The note has {len(note):,} characters; at most {MAX_NOTE:,} are kept.")
    return note


def change_settings(outcome: Outcome, values: dict[str, Any], by: str) -> None:
    """Store these columns of an outcome (not its approach) with one event; the active run follows at once.

    It takes over the limits that are named: more workers are woken now, those beyond a limit leave after
    the task in hand. Under the policy `all`, READY does not outlive a need that is not there. The caller
    holds the outcome's lock. Values that stand already change nothing.
    """
    run = outcome.active_run
    changed = {name: value for name, value in values.items() if getattr(outcome, name) != value}
    limits = {name: value for name, value in values.items() if name in LIMITS and run is not None}
    limits = {name: value for name, value in limits.items() if getattr(run, name) != value}
    if not changed and not limits:
        return
    told = ", ".join(_told(name, getattr(outcome, name), values[name]) for name in {**changed, **limits})
    for name, value in changed.items():
        setattr(outcome, name, value)
    outcome.save(by=by, update_fields=[*changed, "updated_at"])
    Event.record(outcome.pk, "outcome.edited", by, f"Changed: {told}", run_id=run.pk if run else None)
    _wait_for_builds(outcome, "execution waits for every need from now on", by)
    if run is not None and (limits or "policy" in changed):
        _take_over(outcome, run, limits)


def _told(name: str, was: object, value: object) -> str:
    words = name.removeprefix("max_").replace("_", " ")
    return f"{words} {was} → {value}" if name in {*LIMITS, "policy", "budget_usd"} else words


def _take_over(outcome: Outcome, run: Run, limits: dict[str, int]) -> None:
    for name, value in limits.items():
        setattr(run, name, value)
    if limits:
        run.save(update_fields=list(limits))
    if run.status == Run.Status.RUNNING and _same_plan(outcome, run):
        settle_readiness(outcome, run)
        if still_going(outcome, run):
            wakeups.top_up(outcome, run)


def _locked(task: Task) -> Task:
    Outcome.objects.locked().get(pk=task.outcome_id)
    return Task.objects.get(pk=task.pk)

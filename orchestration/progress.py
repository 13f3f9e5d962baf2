"""How far an outcome is: its phase, its counts, and whether its run has anything left to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Count

from outcomes.models import (
    Attempt,
    Dependency,
    Outcome,
    Phase,
    Readiness,
    Requirement,
    Run,
    Skill,
    Task,
    Tool,
    Worker,
)
from outcomes.reconciliation import settle_readiness, unsettled_capabilities

STATUSES = [status.value for status in Task.Status]


def current_phase(outcome: Outcome) -> Phase:
    """The phase whose tasks may be claimed now."""
    return Phase.EXECUTION if outcome.infrastructure_ready == Readiness.READY else Phase.INFRASTRUCTURE


def shown_phase(outcome: Outcome) -> str:
    """What page and API call the phase: infrastructure, execution or complete."""
    if outcome.infrastructure_ready != Readiness.READY:
        return "infrastructure"
    open_tasks = Task.objects.execution().filter(outcome=outcome).unsettled().exists()
    return "execution" if open_tasks else "complete"


def still_going(outcome: Outcome, run: Run) -> bool:
    """Whether this running run has something claimable or running; when not, it is ended or held here.

    The caller holds the outcome's lock. READY is reached here when the last need is settled.
    """
    tasks = Task.objects.filter(outcome=outcome)
    if outcome.infrastructure_ready != Readiness.READY:
        if tasks.of_revision(outcome.approach_revision).filter(status__in=("pending", "running")).exists():
            return True
        settle_readiness(outcome, run)
        if outcome.infrastructure_ready != Readiness.READY:
            _end_unbuilt(outcome, run)
            return False
    execution = tasks.execution()
    if execution.running().exists() or execution.unblocked().exists():
        return True
    _end_executed(outcome, run, execution)
    return False


def _end_unbuilt(outcome: Outcome, run: Run) -> None:
    held = (
        Task.objects.filter(outcome=outcome)
        .of_revision(outcome.approach_revision)
        .filter(status="held")
        .first()
    )
    missing = [f"{row.kind} {row.name}" for row in unsettled_capabilities(outcome)]
    if outcome.infrastructure_ready == Readiness.BUILDING:
        outcome.release_building("not everything could be built")
    if held:
        run.hold("task-held", f"“{held.title}” waits for a person: {held.error}")
    else:
        run.fail(
            "infrastructure-failed",
            f"{_listed(missing)} could not be built. Look at the errors, then Orchestrate.",
        )


def _end_executed(outcome: Outcome, run: Run, execution: Any) -> None:
    held = execution.filter(status="held").first()
    if held:
        run.hold("task-held", f"“{held.title}” waits for a person: {held.error}")
        return
    failed = [f"“{task.title}” failed" for task in execution.filter(status="failed")[:5]]
    blocked = [
        f"“{task.title}” waits for {_listed(names)}"
        for task, names in blocked_by(execution.blocked()[:5]).items()
    ]
    if failed or blocked:
        run.fail("execution-failed", "; ".join([*failed, *blocked]) + ".")
        return
    drafted = Attempt.objects.filter(run=run, agent="offline", status="completed").exists()
    run.complete("completed, offline drafts" if drafted else "completed")


def blocked_by(tasks: Iterable[Task]) -> dict[Task, list[str]]:
    """For each pending task the names of what it waits for; [] when nothing stands in its way."""
    waits: dict[int, list[str]] = {}
    pending = [task for task in tasks if task.status == Task.Status.PENDING]
    ids = [task.pk for task in pending]
    done = (Task.Status.COMPLETED, Task.Status.SKIPPED)
    for link in Dependency.objects.filter(task_id__in=ids).exclude(on__status__in=done).select_related("on"):
        waits.setdefault(link.task_id, []).append(f"task {link.on_id} “{link.on.title}” ({link.on.status})")
    unmet = Requirement.objects.unmet().filter(task_id__in=ids).select_related("task")
    states = _capability_states({row.task.outcome_id for row in unmet})
    for row in unmet:
        state = states.get((row.task.outcome_id, row.kind, row.name), "not there")
        waits.setdefault(row.task_id, []).append(f"{row.kind} {row.name} ({state})")
    return {task: waits.get(task.pk, []) for task in tasks}


def _capability_states(outcomes: set[int]) -> dict[tuple[int, str, str], str]:
    return {
        (outcome_id, model.KIND, name): status
        for model in (Skill, Tool)
        for outcome_id, name, status in model.objects.filter(outcome__in=outcomes).values_list(
            "outcome_id", "name", "status"
        )
    }


def stats(outcome: Outcome) -> dict[str, dict[str, int]]:
    """Counts of tasks by phase and status; infrastructure counts the current revision only."""
    tasks = Task.objects.filter(outcome=outcome)
    counts = {phase.value: dict.fromkeys(["total", *STATUSES, "blocked"], 0) for phase in Phase}
    built = tasks.of_revision(outcome.approach_revision)
    for phase, rows in ((Phase.INFRASTRUCTURE, built), (Phase.EXECUTION, tasks.execution())):
        for status, count in rows.order_by().values_list("status").annotate(Count("pk")):
            counts[phase][status] = count
            counts[phase]["total"] += count
    if counts["execution"]["pending"]:
        counts["execution"]["blocked"] = tasks.execution().blocked().count()
    return counts


def active_workers(outcome: Outcome) -> dict[str, int]:
    """Workers at work, by phase."""
    working = Worker.objects.filter(outcome=outcome, status=Worker.Status.WORKING)
    counts = dict(working.order_by().values_list("phase").annotate(Count("pk")))
    return {phase.value: counts.get(phase.value, 0) for phase in Phase}


def errors(outcome: Outcome) -> list[str]:
    """What went wrong and still stands, one sentence each."""
    told = []
    failed = Task.objects.filter(outcome=outcome, status__in=("failed", "held")).select_related(
        "skill", "tool"
    )
    for task in failed.order_by("phase", "id")[:100]:
        if task.phase == Phase.INFRASTRUCTURE:
            if task.revision == outcome.approach_revision and task.capability is not None:
                told.append(f"{task.capability.kind} {task.capability.name}: {task.error}")
        else:
            told.append(f"task {task.pk} “{task.title}”: {task.error}")
    return told


def latest_run(outcome: Outcome) -> Run | None:
    return outcome.runs.order_by("-id").first()


def no_key(outcome: Outcome) -> bool:
    """Whether this outcome ran on Claude and would now fall back silently."""
    return (
        outcome.ran_on_claude and settings.ACTIVE_AGENT == "offline" and settings.ORCHESTRATOR_AGENT == "auto"
    )


def _listed(names: list[str]) -> str:
    return ", ".join(names) if names else "something"

"""How far an outcome is: its phase, its counts, and whether its run has anything left to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import CharField, Count, F, Q, QuerySet, Value

from orchestration.waits import blocked_by
from outcomes.compiled import Select, Values
from outcomes.models import (
    Attempt,
    Dependency,
    Outcome,
    Phase,
    Readiness,
    Requirement,
    Run,
    Task,
    Worker,
)
from outcomes.readings import is_being_read
from outcomes.reconciliation import settle_readiness, unsettled_capabilities

STATUSES = [status.value for status in Task.Status]
DONE = (Task.Status.COMPLETED, Task.Status.SKIPPED)  # what waits for such a task goes on
NOT_DONE = tuple(status for status in Task.Status if status not in DONE)
TOLD_ERRORS = 100


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
    if is_being_read(outcome):
        return True
    if outcome.infrastructure_ready != Readiness.READY:
        if has_open_builds(outcome):
            return True
        if _EXECUTING.rows(outcome=outcome.pk) and unsettled_capabilities(outcome):
            # READY was taken back under a task, and nothing can be built: whoever settles it ends the run.
            if outcome.infrastructure_ready == Readiness.BUILDING:
                outcome.release_building("not everything could be built")
            return True
        settle_readiness(outcome, run)
        if outcome.infrastructure_ready != Readiness.READY:
            return _ended(outcome, run, _end_unbuilt)
    if _EXECUTING.rows(outcome=outcome.pk):
        return True
    if Task.objects.first_claimable(outcome.pk, Phase.EXECUTION, outcome.approach_revision):
        return True
    if has_open_builds(outcome):
        return True
    return _ended(outcome, run, _end_executed)


def _ended(outcome: Outcome, run: Run, end: Callable[[Outcome, Run], None]) -> bool:
    """False, with the places of the next run free from whoever still waits for its process."""
    end(outcome, run)
    Worker.call_off(run, f"the run was {run.status} before it started")
    return False


def has_open_builds(outcome: Outcome) -> bool:
    """Whether somebody builds or may build now. Under the policy `partial` that may be so at READY."""
    return bool(_OPEN_BUILD.rows(outcome=outcome.pk, revision=outcome.approach_revision))


_OPEN_BUILD = Select(
    "outcome",
    "revision",
    build=lambda outcome, revision: (
        Task.objects.of_revision(revision)
        .filter(outcome=outcome, status__in=("pending", "running"))
        .order_by()[:1]
    ),
)
_EXECUTING = Select(
    "outcome", build=lambda outcome: Task.objects.filter(outcome=outcome).execution().running().order_by()[:1]
)
_UNSETTLED = Select(
    "outcome",
    build=lambda outcome: Task.objects.filter(outcome=outcome).execution().unsettled().order_by()[:1],
)
_DRAFTED = Select(
    "run",
    build=lambda run: Attempt.objects.filter(run=run, agent="offline", status="completed").order_by()[:1],
)


def _end_unbuilt(outcome: Outcome, run: Run) -> None:
    held = _held(outcome)
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


def _held(outcome: Outcome) -> Task | None:
    """A build that waits for a person."""
    return _HELD_BUILD.first(outcome=outcome.pk, revision=outcome.approach_revision)


_HELD_BUILD = Select(
    "outcome",
    "revision",
    build=lambda outcome, revision: (
        Task.objects.of_revision(revision).filter(outcome=outcome, status="held").order_by()[:1]
    ),
)


def _end_executed(outcome: Outcome, run: Run) -> None:
    held = _held(outcome)
    if not held and not _UNSETTLED.rows(outcome=outcome.pk):
        run.complete("completed, offline drafts" if _DRAFTED.rows(run=run.pk) else "completed")
        return
    execution = Task.objects.filter(outcome=outcome).execution()
    held = held or execution.filter(status="held").first()
    if held:
        run.hold("task-held", f"“{held.title}” waits for a person: {held.error}")
        return
    failed = [f"“{task.title}” failed" for task in execution.filter(status="failed")[:5]]
    blocked = [
        f"“{task.title}” waits for {_listed(names)}"
        for task, names in blocked_by(execution.blocked()[:5]).items()
    ]
    run.fail("execution-failed", "; ".join([*failed, *blocked]) + ".")


@dataclass(frozen=True, slots=True)
class Tally:
    """Everything that is counted of an outcome, at one moment."""

    readiness: int
    stats: dict[str, dict[str, int]]  # tasks by phase and status; infrastructure of the current revision only
    working: dict[str, int]  # workers at work, by phase

    @classmethod
    def of(cls, outcome_id: int) -> Tally:
        """Raises Outcome.DoesNotExist."""
        lines = _COUNTS.tuples(outcome=outcome_id) if outcome_id <= MAX_ID else []
        readiness = next((count for _, what, count in lines if what == _READINESS), None)
        if readiness is None:
            raise Outcome.DoesNotExist(f"There is no outcome {outcome_id}.")
        stats = {phase.value: dict.fromkeys(["total", *STATUSES, _BLOCKED], 0) for phase in Phase}
        working = dict.fromkeys(Phase.values, 0)
        for phase, what, count in lines:
            if what == _WORKING:
                working[phase] = count
            elif what != _READINESS:
                stats[phase][what] = count
                stats[phase]["total"] += count if what != _BLOCKED else 0  # those are among the pending
        return cls(readiness, stats, working)

    @property
    def phase(self) -> str:
        """As `shown_phase` would say."""
        if self.readiness != Readiness.READY:
            return "infrastructure"
        execution = self.stats["execution"]
        settled = sum(execution[status] for status in Task.SETTLED)
        return "execution" if execution["total"] > settled else "complete"


MAX_ID = 2**63 - 1
_BLOCKED, _WORKING, _READINESS = "blocked", "working", "readiness"


def _counts(outcome: Any) -> QuerySet[Any, Any]:
    """(phase, status, how many), with lines for blocked tasks, for workers, and for infrastructure_ready."""
    tasks = Task.objects.filter(outcome=outcome)
    builds = tasks.infrastructure().filter(revision=F("outcome__approach_revision"))
    working = Worker.objects.filter(outcome=outcome, status=Worker.Status.WORKING, phase__in=Phase.values)
    ready = Outcome.objects.filter(pk=outcome).annotate(phase=word(""), what=word(_READINESS))
    return _by_status(builds).union(
        _by_status(tasks.execution()),
        _as_one(blocked_tasks(outcome), _BLOCKED),
        _as_one(working, _WORKING),
        ready.order_by().values_list("phase", "what", "infrastructure_ready"),
        all=True,
    )


def _by_status(tasks: QuerySet[Task]) -> QuerySet[Any, Any]:
    return tasks.order_by().values_list("phase", "status").annotate(count=Count("pk"))


def _as_one(rows: QuerySet[Any], what: str) -> QuerySet[Any, Any]:
    named = rows.order_by().annotate(what=word(what))
    counted: QuerySet[Any, Any] = named.values_list("phase", "what").annotate(count=Count("pk"))
    return counted


def word(text: str) -> Value:
    """The same text in every row of a query."""
    return Value(text, output_field=CharField())


def blocked_tasks(outcome: Any) -> QuerySet[Task]:
    """As `Task.objects.blocked()`, for one outcome: the two sets are made once, not asked for each task."""
    execution = Task.objects.filter(outcome=outcome).execution()
    waiting = Dependency.objects.filter(
        on__outcome=outcome, on__phase=Phase.EXECUTION, on__status__in=NOT_DONE
    ).values("task")
    lacking = (
        Requirement.objects.unmet()
        .filter(task__outcome=outcome, task__phase=Phase.EXECUTION, task__status=Task.Status.PENDING)
        .order_by()
        .values("task")
    )
    return execution.pending().filter(Q(pk__in=waiting) | Q(pk__in=lacking))


_COUNTS = Values("outcome", build=_counts)


def errors(outcome_id: int) -> list[str]:
    """What went wrong and still stands, one sentence each."""
    told = []
    failed = Task.objects.filter(outcome=outcome_id, status__in=("failed", "held")).filter(
        Q(phase=Phase.EXECUTION) | Q(revision=F("outcome__approach_revision"))
    )
    named = ("pk", "title", "error", "skill__name", "tool__name")
    for pk, title, error, skill, tool in failed.order_by("phase", "id").values_list(*named)[:TOLD_ERRORS]:
        what = f"skill {skill}" if skill else f"tool {tool}" if tool else f"task {pk} “{title}”"
        told.append(f"{what}: {error}")
    return told


def latest_run(outcome_id: int) -> Run | None:
    return _LATEST_RUN.first(outcome=outcome_id)


_LATEST_RUN = Select("outcome", build=lambda outcome: Run.objects.filter(outcome=outcome).order_by("-id")[:1])


def no_key(outcome: Outcome) -> bool:
    """Whether this outcome ran on Claude and would now fall back silently."""
    return (
        outcome.ran_on_claude and settings.ACTIVE_AGENT == "offline" and settings.ORCHESTRATOR_AGENT == "auto"
    )


def _listed(names: list[str]) -> str:
    return ", ".join(names) if names else "something"

"""What saving a text would change: its needs against those last planned, and what becomes of the tasks.

Nothing is saved; the number of queries does not grow with needs or tasks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from outcomes.fitting import Step
from outcomes.models import Attempt, Outcome, Requirement, Run, Task
from outcomes.models.capability import CAPABILITIES, CapabilityStatus
from outcomes.needs import Needs, effective_needs
from outcomes.proposals import WHOLE, Proposals, proposals
from outcomes.reconciliation import Plan, reconcile

Key = tuple[str, str]  # kind and name of a skill or tool
_UNDONE = (Task.Status.PENDING, Task.Status.FAILED, Task.Status.HELD)


@dataclass(frozen=True, slots=True)
class Difference:
    """The needs of a text against those that were planned last."""

    since: int | None  # the revision that was planned last; None where there is none
    new: tuple[Step, ...]
    changed: tuple[Step, ...]  # the text says something else of them, or calls them otherwise
    gone: tuple[Step, ...]
    same: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Affected:
    """A task, and the skills and tools because of which it is told."""

    id: int
    title: str
    status: str
    because: tuple[str, ...]  # "skill web-research"


@dataclass(frozen=True, slots=True)
class Fates:
    """What becomes of the execution tasks; one is told once, in the first of these that fits."""

    total: int
    blocked: tuple[Affected, ...]  # they require what the text no longer calls for
    redo: tuple[Affected, ...]  # done with a skill or tool that will be another
    waiting: tuple[Affected, ...]  # they require what has to be built first
    proposals: Proposals

    @property
    def kept(self) -> int:
        """How many tasks stay as they are."""
        return self.total - len(self.blocked) - len(self.redo) - len(self.waiting)

    @property
    def new_steps(self) -> int:
        return sum(draft.step != WHOLE for draft in self.proposals.new)


@dataclass(frozen=True, slots=True)
class Foresight:
    needs: Needs
    plan: Plan
    difference: Difference
    tasks: Fates


def foresee(outcome: Outcome, text: str, run: Run | None) -> Foresight:
    """What this text would change for the outcome, whose latest run this is."""
    needs = effective_needs(outcome, approach=text)
    plan = reconcile(outcome, needs)
    fates = _fates(outcome, plan, proposals(outcome, text, needs))
    return Foresight(needs, plan, _difference(outcome, plan, run), fates)


def _difference(outcome: Outcome, plan: Plan, run: Run | None) -> Difference:
    """The rows of skills and tools say what was planned last."""
    since = outcome.planned_revision or (run.approach_revision if run is not None else None)
    sorted_: dict[str, list[Step]] = {"new": [], "changed": [], "gone": [], "same": []}
    for step in plan.steps:
        sorted_[_change(step)].append(step)
    return Difference(since, **{name: tuple(steps) for name, steps in sorted_.items()})


def _change(step: Step) -> str:
    if step.need is None:
        return "gone"
    if step.was is not None:
        return "changed"
    if step.row is None or step.row.status == CapabilityStatus.RETIRED:
        return "new"
    return "same" if step.row.digest == step.need.digest else "changed"


def _fates(outcome: Outcome, plan: Plan, found: Proposals) -> Fates:
    tasks = Task.objects.execution().filter(outcome=outcome)
    total = tasks.count()
    if not total:
        return Fates(0, (), (), (), found)
    told: set[int] = set()

    def those(rows: Iterable[tuple[int, str, str, str, str]]) -> tuple[Affected, ...]:
        """(task, title, status, kind, name) of each as one task with all that it is told for."""
        by_task: dict[int, dict[str, None]] = {}
        known: dict[int, tuple[str, str]] = {}
        for pk, title, status, kind, name in rows:
            if pk not in told:
                known[pk] = (title, status)
                by_task.setdefault(pk, {})[f"{kind} {name}"] = None
        told.update(by_task)
        return tuple(Affected(pk, *known[pk], tuple(names)) for pk, names in by_task.items())

    gone = {(step.kind, step.name) for step in plan.of("retire")}
    renamed = {(step.was.kind, step.was.name) for step in plan.steps if step.was is not None}
    to_build = {
        (step.kind, step.name) for step in plan.steps if step.action in ("build", "rebuild", "building")
    }
    return Fates(
        total,
        those(_requiring(outcome, _not_in_library(gone - renamed))),
        those(_done_with(outcome, [step for step in plan.steps if _becomes_another(step)])),
        those(_requiring(outcome, to_build)),
        found,
    )


def _becomes_another(step: Step) -> bool:
    """Whether what tasks were given of it is no longer what counts."""
    if step.row is None or not step.row.version or step.was is not None:
        return False
    return step.action in ("rebuild", "building") or (
        step.action == "keep" and step.version is not None and step.version.number != step.row.version
    )


def _not_in_library(keys: set[Key]) -> set[Key]:
    """Those that the library has not either."""
    if not keys:
        return keys
    there = {
        (kind, name)
        for kind, model in CAPABILITIES.items()
        for name in model.objects.library().filter(name__in=[name for of, name in keys if of == kind])
        .values_list("name", flat=True)
    }  # fmt: skip
    return keys - there


def _requiring(outcome: Outcome, keys: set[Key]) -> list[Any]:
    """The undone tasks that require one of these."""
    if not keys:
        return []
    rows = Requirement.objects.filter(
        task__outcome=outcome,
        task__phase="execution",
        task__status__in=_UNDONE,
        name__in={n for _, n in keys},
    ).order_by("task__position", "task_id", "id")
    told = rows.values_list("task_id", "task__title", "task__status", "kind", "name")
    return [row for row in told if (row[3], row[4]) in keys]


def _done_with(outcome: Outcome, steps: list[Step]) -> list[Any]:
    """The completed tasks whose result rests on a version of one of these."""
    found: list[Any] = []
    for kind in CAPABILITIES:
        rows = [step.row.pk for step in steps if step.kind == kind]
        if rows:
            found += _given(outcome, kind, rows)
    return sorted(found, key=lambda row: row[0])


def _given(outcome: Outcome, kind: str, rows: list[int]) -> list[Any]:
    last: QuerySet[Any] = Attempt.objects.filter(
        task__outcome=outcome,
        task__phase="execution",
        task__status=Task.Status.COMPLETED,
        number=F("task__attempt"),
        **{f"{kind}s__of__in": rows},
    ).order_by()
    told = last.values_list("task_id", "task__title", "task__status", f"{kind}s__of__name")
    return [(pk, title, status, kind, name) for pk, title, status, name in told]

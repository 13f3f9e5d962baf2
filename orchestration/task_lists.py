"""Tasks as pages list them: a few of each group on the outcome's page, all of them in pages of their own."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from orchestration.progress import Tally, blocked_tasks
from orchestration.waits import blocked_by
from outcomes.compiled import Select
from outcomes.models import Attempt, Phase, Task

CLAIM_ORDER = ("priority", "position", "id")
Status = Task.Status
ATTENTION, DONE = "attention", "done"


@dataclass(frozen=True, slots=True)
class Kind:
    """What belongs together for a reader."""

    title: str
    statuses: tuple[str, ...]
    places: int  # that it has on the outcome's page, whatever the others take


# In the order of urgency.
KINDS = {
    ATTENTION: Kind("Need a person", (Status.FAILED, Status.HELD), 5),
    "running": Kind("Running", (Status.RUNNING,), 6),
    "pending": Kind("Waiting", (Status.PENDING,), 6),
    DONE: Kind("Done", Task.SETTLED, 4),
}
SHOWN = {Phase.INFRASTRUCTURE.value: 8, Phase.EXECUTION.value: 24}


@dataclass(frozen=True, slots=True)
class Group:
    """The tasks of a phase that mean the same for a reader: how many there are, and the first of them."""

    name: str
    title: str
    total: int
    rows: list[Task]

    @property
    def is_cut(self) -> bool:
        return self.total > len(self.rows)


def groups_of(outcome_id: int, tally: Tally) -> dict[str, list[Group]]:
    """The groups of each phase that have tasks, each task with `agent` and `waits_for`."""
    found = {phase: _groups(outcome_id, phase, tally.stats[phase]) for phase in Phase.values}
    name_what_they_wait_for([task for groups in found.values() for group in groups for task in group.rows])
    return found


def _groups(outcome_id: int, phase: str, counts: dict[str, int]) -> list[Group]:
    totals = {name: sum(counts[status] for status in kind.statuses) for name, kind in KINDS.items()}
    if 0 < counts["total"] <= SHOWN[phase]:
        whole = _WHOLE[phase].rows(outcome=outcome_id)
        rows = {
            name: [task for task in whole if task.status in kind.statuses] for name, kind in KINDS.items()
        }
        totals = {name: len(found) for name, found in rows.items()}  # whatever moved since it was counted
    else:
        shares = _shares(phase, totals)
        first = {
            name: _FIRST[phase, name].rows(outcome=outcome_id) for name, share in shares.items() if share
        }
        rows = {name: sorted(first.get(name, [])[: shares[name]], key=_claim_order) for name in KINDS}
    return [Group(name, kind.title, totals[name], rows[name]) for name, kind in KINDS.items() if totals[name]]


def _shares(phase: str, totals: dict[str, int]) -> dict[str, int]:
    """How many of each group are shown: their places first, and what is left over by urgency."""
    shares = {name: min(total, KINDS[name].places) for name, total in totals.items()}
    if phase == Phase.INFRASTRUCTURE:
        totals, shares = totals | {DONE: 0}, shares | {DONE: 0}  # the needs tell what has been built
    for name, total in totals.items():
        shares[name] += max(0, min(total - shares[name], SHOWN[phase] - sum(shares.values())))
    return shares


def page_of(outcome_id: int, phase: str, status: str, words: str) -> QuerySet[Task, Any]:
    """The keys of the tasks of this phase ("": of both), status or group, with these words in the title.

    Only keys, which are read from an index: a page far behind costs little more than the first.
    """
    rows = blocked_tasks(outcome_id) if status == "blocked" else Task.objects.filter(outcome=outcome_id)
    if phase in Phase.values:
        rows = rows.filter(phase=phase)
    if status in KINDS:
        rows = rows.filter(status__in=KINDS[status].statuses)
    elif status in Status.values:
        rows = rows.filter(status=status)
    if words:
        number = words.removeprefix("#")
        named = Q(title__icontains=words)
        rows = rows.filter(named | Q(pk=int(number)) if number.isdecimal() and len(number) < 19 else named)
    keys: QuerySet[Task, Any] = (
        rows.annotate(urgency=_urgency()).order_by("urgency", *CLAIM_ORDER).values_list("pk", flat=True)
    )
    return keys


def rows_of(keys: Collection[int]) -> list[Task]:
    """These tasks, in this order, each with `agent` and `waits_for`."""
    by_key = {task.pk: task for task in slim(Task.objects.filter(pk__in=list(keys)))}
    rows = [by_key[key] for key in keys if key in by_key]
    name_what_they_wait_for(rows)
    return rows


def name_what_they_wait_for(tasks: list[Task]) -> None:
    waits = blocked_by(tasks)
    for task in tasks:
        task.waits_for = waits[task]  # type: ignore[attr-defined]


def slim(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Without the long texts, and with `agent` and `without` (what was waived), those of the last attempt."""
    last = Attempt.objects.filter(task=OuterRef("pk"), number=OuterRef("attempt"))
    slim = tasks.defer("result", "description", "acceptance", "outputs")
    told = {"agent": Subquery(last.values("agent")[:1]), "without": Subquery(last.values("waived")[:1])}
    return slim.annotate(**told)


def _urgency() -> Case:
    """What waits for a person, then what is being done, then what waits, then the rest."""
    order = [When(status__in=kind.statuses, then=Value(at)) for at, kind in enumerate(KINDS.values())]
    return Case(*order, output_field=IntegerField())


def _claim_order(task: Task) -> tuple[int, int, int]:
    return task.priority, task.position, task.pk


def _of_phase(outcome: Any, phase: str) -> QuerySet[Task]:
    """Builds are those of the current revision."""
    tasks = Task.objects.filter(outcome=outcome, phase=phase)
    return tasks.filter(revision=F("outcome__approach_revision")) if phase == Phase.INFRASTRUCTURE else tasks


def _first(phase: str, name: str) -> Select[Task]:
    """The first of a group in the order of claims; of what is done the last, which was done just now."""
    order = [f"-{column}" for column in CLAIM_ORDER] if name == DONE else CLAIM_ORDER

    def build(outcome: Any) -> QuerySet[Task]:
        tasks = _of_phase(outcome, phase).filter(status__in=KINDS[name].statuses)
        # The keys first: they are sorted in an index, and nothing else is read of the rest.
        keys = tasks.order_by(*order).values("pk")[: SHOWN[phase]]
        return slim(Task.objects.filter(pk__in=keys)).order_by(*order)

    return Select("outcome", build=build)


def _whole(phase: str) -> Select[Task]:
    return Select(
        "outcome", build=lambda outcome: slim(_of_phase(outcome, phase)).order_by(*CLAIM_ORDER)[:50]
    )


_FIRST = {(phase, name): _first(phase, name) for phase in Phase.values for name in KINDS}
_WHOLE = {phase: _whole(phase) for phase in Phase.values}

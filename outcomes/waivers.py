"""What was, or will be, done without a skill or tool that it requires, and who decided so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, QuerySet, Value

from outcomes.models import Artifact, Attempt, CapabilityStatus, Requirement, Task
from outcomes.models.capability import CAPABILITIES


@dataclass(frozen=True, slots=True)
class Waiver:
    """A member's word that the work goes on without this."""

    kind: str
    name: str
    waived_by: str
    waived_at: datetime
    waived_why: str
    stands: bool  # not built, supplied or asked for since

    def __str__(self) -> str:
        why = f": {self.waived_why}" if self.waived_why else ""
        return f"{self.kind} {self.name} (waived by {self.waived_by}{why})"


def without(tasks: Iterable[Task]) -> dict[int, list[Waiver]]:
    """By task: for a completed one what its result was made without, for others what they would be.

    Only tasks of which there is something to tell; in a number of queries that does not grow.
    """
    rows = list(tasks)
    waivers = _waivers({task.outcome_id for task in rows})
    if not waivers:
        return {}
    done = [task.pk for task in rows if task.status == Task.Status.COMPLETED]
    tries = Attempt.objects.filter(task__in=done, status=Attempt.Status.COMPLETED).order_by("number")
    names: dict[int, list[str]] = dict(tries.values_list("task_id", "waived"))  # the last one of each stays
    needed = Requirement.objects.filter(task__in=[task.pk for task in rows if task.pk not in done])
    for task_id, kind, name in needed.values_list("task_id", "kind", "name"):
        names.setdefault(task_id, []).append(f"{kind} {name}")
    told = {}
    for task in rows:
        known = [waivers.get((task.outcome_id, name)) for name in names.get(task.pk, ())]
        told[task.pk] = [waiver for waiver in known if waiver and (task.pk in done or waiver.stands)]
    return {pk: found for pk, found in told.items() if found}


def written_without(artifacts: Iterable[Artifact]) -> dict[int, list[Waiver]]:
    """By artifact: what the attempt that wrote it was done without; only where there is something to tell."""
    rows = list(artifacts)
    waivers = _waivers({artifact.outcome_id for artifact in rows})
    if not waivers:
        return {}
    tries = Attempt.objects.filter(written__in=rows).exclude(waived=[])
    told: dict[int, list[Waiver]] = {}
    for pk, outcome_id, names in tries.values_list("written", "task__outcome_id", "waived"):
        known = [waivers.get((outcome_id, name)) for name in names]
        told[pk] = [waiver for waiver in known if waiver]
    return {pk: found for pk, found in told.items() if found}


def _waivers(outcome_ids: set[int]) -> dict[tuple[int, str], Waiver]:
    """By outcome and "skill name" or "tool name", as attempts record them."""
    if not outcome_ids:
        return {}
    found = {}
    skills, tools = (_waived(kind, outcome_ids) for kind in CAPABILITIES)
    for kind, outcome_id, name, status, by, at, why in skills.union(tools, all=True):
        stands = status == CapabilityStatus.WAIVED
        found[outcome_id, f"{kind} {name}"] = Waiver(kind, name, by, at, why, stands)
    return found


def _waived(kind: str, outcome_ids: set[int]) -> QuerySet[Any, Any]:
    rows = CAPABILITIES[kind].objects.filter(outcome__in=outcome_ids, waived_at__isnull=False)
    named = rows.order_by().annotate(kind_=Value(kind, output_field=CharField()))
    fields = ("kind_", "outcome_id", "name", "status", "waived_by", "waived_at", "waived_why")
    told: QuerySet[Any, Any] = named.values_list(*fields)
    return told

"""What calls to models cost, added up by outcome, task, capability, run, person, model, purpose or day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from orchestration.costs import BILLIONTH
from orchestration.models import ModelCall

MOST_GROUPS = 200  # of one kind: the dearest; a total counts all
STATUS = ModelCall.Status
CLOSED = ~Q(status=STATUS.RESERVED)  # the tokens of a call under way are bounds


@dataclass(frozen=True, slots=True)
class Spent:
    """The sum of some calls; `name` and `id` say of which, where they have them."""

    calls: int = 0
    failed: int = 0
    under_way: int = 0
    estimated: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cache_read_tokens: int = 0
    cache_write_tokens: int = 0
    cost_usd: Decimal = Decimal(0)
    reserved_usd: Decimal = Decimal(0)
    name: str = ""
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Which:
    """Which calls are asked about; days are in UTC, both included."""

    outcome: int | None = None
    since: date | None = None
    until: date | None = None

    def calls(self) -> QuerySet[ModelCall]:
        asked = {"outcome": self.outcome, "day__gte": self.since, "day__lte": self.until}
        return ModelCall.objects.filter(**{name: value for name, value in asked.items() if value is not None})


@dataclass(frozen=True, slots=True)
class Usage:
    total: Spent
    by: dict[str, list[Spent]] = field(default_factory=dict)


_SUMS: dict[str, Any] = {
    "calls": Count("pk"),
    "failed": Count("pk", filter=Q(status=STATUS.FAILED)),
    "under_way": Count("pk", filter=Q(status=STATUS.RESERVED)),
    "estimated": Count("pk", filter=Q(estimated=True) & CLOSED),
    **{
        f"{name}_tokens": Sum(f"{name}_tokens", filter=CLOSED, default=0)
        for name in ("input", "output", "cache_read", "cache_write")
    },
    "cost_usd": Sum("cost_usd", default=Decimal(0)),
    "reserved_usd": Sum("bound_usd", filter=Q(status=STATUS.RESERVED), default=Decimal(0)),
}
# What calls are grouped by: the column of the id and of the name.
_GROUPS: dict[str, tuple[str, str]] = {
    "outcome": ("outcome_id", "outcome__name"),
    "run": ("run_id", ""),
    "task": ("task_id", "task__title"),
    "capability": ("", "capability"),
    "person": ("", "requested_by"),
    "model": ("", "model"),
    "purpose": ("", "purpose"),
    "day": ("", "day"),
}
# Calls for no run, no task, or nothing that is built, are in the total only.
_ONLY_WITH = {"run": Q(run__isnull=False), "task": Q(task__isnull=False), "capability": ~Q(capability="")}
KINDS = tuple(_GROUPS)


def usage(which: Which, kinds: tuple[str, ...] = KINDS) -> Usage:
    """The total, and the groups of these kinds, the dearest first (days: the newest)."""
    calls = which.calls().order_by()
    return Usage(_spent(calls.aggregate(**_SUMS)), {kind: _of_kind(calls, kind) for kind in kinds})


def _of_kind(calls: QuerySet[ModelCall], kind: str) -> list[Spent]:
    pk, name = _GROUPS[kind]
    if kind != "outcome":
        return _grouped(calls.filter(_ONLY_WITH.get(kind, Q())), pk, name)
    # One that was deleted is known by the name it had.
    gone = _grouped(calls.filter(outcome=None), "", "outcome_name")
    known = _grouped(calls.filter(outcome__isnull=False), pk, name)
    return sorted([*known, *gone], key=lambda row: -row.cost_usd)[:MOST_GROUPS]


def _grouped(calls: QuerySet[ModelCall], pk: str, name: str) -> list[Spent]:
    columns = [column for column in (pk, name) if column]
    rows = calls.values(*columns).annotate(**_SUMS)
    ordered = rows.order_by("-day" if name == "day" else "-cost_usd", *columns)
    return [_spent(row, row.get(pk), row.get(name, "")) for row in ordered[:MOST_GROUPS]]


def _spent(row: dict[str, Any], pk: int | None = None, name: Any = "") -> Spent:
    sums = {name: row[name] for name in _SUMS}
    for column in ("cost_usd", "reserved_usd"):
        # SQLite adds up floats; what they are off by is far below a billionth.
        sums[column] = Decimal(sums[column]).quantize(BILLIONTH)
    return Spent(**sums, name=name.isoformat() if isinstance(name, date) else name, id=pk)


COLUMNS = {
    "id": "id",
    "createdAt": "created_at",
    "outcomeId": "outcome_id",
    "outcome": "outcome_name",
    "runId": "run_id",
    "taskId": "task_id",
    "attempt": "attempt__number",
    "purpose": "purpose",
    "capability": "capability",
    "requestedBy": "requested_by",
    "model": "model",
    "status": "status",
    "inputTokens": "input_tokens",
    "outputTokens": "output_tokens",
    "cacheReadTokens": "cache_read_tokens",
    "cacheWriteTokens": "cache_write_tokens",
    "costUsd": "cost_usd",
    "estimated": "estimated",
    "boundUsd": "bound_usd",
    "seconds": "seconds",
    "stopReason": "stop_reason",
    "errorCode": "error_code",
    "requestId": "request_id",
    "promptDigest": "prompt_digest",
}


def rows_of_calls(which: Which) -> Iterator[list[Any]]:
    """A line of headings, then one for each call, oldest first."""
    yield list(COLUMNS)
    calls = which.calls().order_by("pk").values_list(*COLUMNS.values())
    for row in calls.iterator(chunk_size=1000):
        told = dict(zip(COLUMNS, row, strict=True))
        told["createdAt"] = told["createdAt"].isoformat()
        if told["status"] == STATUS.RESERVED:  # bounds so far
            told |= dict.fromkeys(("inputTokens", "outputTokens", "costUsd"), "")
        for name in ("costUsd", "boundUsd"):
            told[name] = f"{told[name]:f}" if told[name] != "" else ""
        yield [_as_text(value) for value in told.values()]


def _as_text(value: Any) -> Any:
    """What a spreadsheet would take for a formula is marked as a text."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value

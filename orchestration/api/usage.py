"""What calling a model has cost so far."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel, Field

from orchestration import usage
from orchestration.api.input import MAX_INTEGER
from orchestration.api.schemas import Outgoing
from outcomes.errors import BadInput
from outcomes.models import Outcome

router = Router(tags=["usage"], by_alias=True)


class Asked(BaseModel):
    """Days are in UTC, both included; `day` is one of them."""

    outcome: int | None = Field(None, ge=1, le=MAX_INTEGER)
    day: date | None = None
    since: date | None = None
    until: date | None = None


class Spent(Outgoing):
    """`calls` counts those under way too, whose upper bounds are in `reservedUsd` and in nothing else.

    `estimated` is the number of calls that were counted by a bound, or at another model's price.
    """

    calls: int
    failed: int
    under_way: int
    estimated: int
    input_tokens: int
    output_tokens: int
    cache_read_tokens: int
    cache_write_tokens: int
    cost_usd: float
    reserved_usd: float


class SpentOn(Spent):
    """`name` is the outcome, task, capability, person, model, purpose or day (ISO 8601, UTC)."""

    id: int | None
    name: str


class UsageOut(Outgoing):
    """Each list has the 200 dearest (of days, the newest); the total counts all."""

    total: Spent
    by_outcome: list[SpentOn]
    by_run: list[SpentOn]
    by_task: list[SpentOn]
    by_capability: list[SpentOn]
    by_person: list[SpentOn]
    by_model: list[SpentOn]
    by_purpose: list[SpentOn]
    by_day: list[SpentOn]


_asked: Any = Query(...)  # type: ignore[type-arg]


@router.get("", response=UsageOut)
def show_usage(request: HttpRequest, asked: Asked = _asked) -> UsageOut:
    """Of all calls, or of one outcome's, or of some days'. The offline agent makes none."""
    if asked.outcome is not None and not Outcome.objects.filter(pk=asked.outcome).exists():
        raise BadInput("outcome", f"There is no outcome {asked.outcome}.")
    since, until = asked.day or asked.since, asked.day or asked.until
    if asked.day and (asked.since or asked.until):
        raise BadInput("day", "Ask for a day, or for a time by since and until, not for both.")
    if since and until and since > until:
        raise BadInput("until", "It is before since.")
    found = usage.usage(usage.Which(asked.outcome, since, until))
    groups = {f"by_{kind}": [SpentOn.model_validate(row) for row in rows] for kind, rows in found.by.items()}
    return UsageOut(total=Spent.model_validate(found.total), **groups)

"""What calling a model has cost so far."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from orchestration.api.schemas import Outgoing

router = Router(tags=["usage"], by_alias=True)


class Spent(Outgoing):
    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cache_read_tokens: int = 0
    cache_write_tokens: int = 0
    cost_usd: float = 0


class SpentOn(Spent):
    """`name` is the outcome, person, model or day (ISO 8601, UTC) that it was spent on."""

    name: str


class UsageOut(Outgoing):
    total: Spent
    by_outcome: list[SpentOn]
    by_person: list[SpentOn]
    by_model: list[SpentOn]
    by_day: list[SpentOn]


@router.get("", response=UsageOut)
def show_usage(request: HttpRequest) -> UsageOut:
    """Zeros as long as no call is recorded: the offline agent makes none."""
    return UsageOut(total=Spent(), by_outcome=[], by_person=[], by_model=[], by_day=[])

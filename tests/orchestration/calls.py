"""Calls to models that were made: closed as they are in life, through a meter."""

from __future__ import annotations

from typing import Any

from orchestration.agents.protocol import Usage
from orchestration.models import ModelCall
from orchestration.spending import SpendingMeter

SONNET = "claude-sonnet-5-5"


def request(tokens: int = 1000, model: str = SONNET, **more: Any) -> dict[str, Any]:
    return {"model": model, "max_tokens": tokens, "messages": [{"role": "user", "content": "hi"}], **more}


def make_call(
    outcome: Any = None,
    usage: Usage | None = None,
    *,
    purpose: str = "task",
    model: str = SONNET,
    day: Any = None,
    **about: Any,
) -> ModelCall:
    """A settled call of 1,000 tokens read and 100 written (0.003 USD with Sonnet), unless told otherwise."""
    about = {"requested_by": "ada", **about}
    meter = SpendingMeter(purpose, outcome_id=outcome.pk if outcome else None, **about)
    reservation = meter.reserve(request(model=model))
    reservation.settle(usage or Usage(1000, 100), stop_reason="end_turn", request_id="req_1")
    if day is not None:
        ModelCall.objects.filter(pk=reservation.call.pk).update(day=day)
    return ModelCall.objects.get(pk=reservation.call.pk)

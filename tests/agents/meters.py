"""A meter without a database: notes what agents reserve and how each call was closed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from orchestration.agents.protocol import AgentUnavailable, Usage


class NotingMeter:
    """Lets every call be made, its answer not longer than `longest`, or none where that is 0."""

    def __init__(self, longest: int = 1_000_000) -> None:
        self.longest = longest
        self.requests: list[Mapping[str, Any]] = []
        self.closed: list[tuple[Any, ...]] = []  # how, its code, the usage, and what else was told

    def reserve(self, request: Mapping[str, Any]) -> NotingReservation:
        if not self.longest:
            raise AgentUnavailable("The budget is spent.", code="budget")
        self.requests.append(request)
        return NotingReservation(self, min(self.longest, request["max_tokens"]))


class NotingReservation:
    def __init__(self, meter: NotingMeter, max_tokens: int) -> None:
        self.meter, self.max_tokens = meter, max_tokens

    def settle(self, usage: Usage, **told: str) -> None:
        self.meter.closed.append(("settled", "", usage, told))

    def fail(self, code: str, usage: Usage, **told: str) -> None:
        self.meter.closed.append(("failed", code, usage, told))

    def release(self, code: str, **told: str) -> None:
        self.meter.closed.append(("released", code, None, told))

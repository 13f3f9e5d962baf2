"""One small call that tells what the server behind ANTHROPIC_BASE_URL can do."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import Any

from orchestration.agents.messages_api import Limits, send
from orchestration.agents.protocol import Meter

TOOL: dict[str, Any] = {
    "name": "report",
    "description": "Report the sum.",
    "strict": True,
    "input_schema": {
        "type": "object",
        "properties": {"sum": {"type": "integer"}},
        "required": ["sum"],
        "additionalProperties": False,
    },
}


@dataclass(frozen=True, slots=True)
class Ability:
    name: str
    there: bool
    without: str  # what happens where it is lacking


@dataclass(frozen=True, slots=True)
class Trial:
    seconds: float
    abilities: tuple[Ability, ...]


def try_out(model: str, meter: Meter) -> Trial:
    """Ask for the sum of two numbers by a tool. Raises AgentError where no answer came."""
    request = {
        "model": model,
        "max_tokens": 200,
        "tools": [TOOL],
        "tool_choice": {"type": "tool", "name": "report"},
        "messages": [{"role": "user", "content": "Report the sum of 19 and 23."}],
    }
    began = time.monotonic()
    answer = send(request, Limits(whole=120), threading.Event(), meter)
    seconds = time.monotonic() - began
    calls = [call for call in answer.calls if call["name"] == "report"]
    strict = bool(calls) and isinstance(calls[0]["input"], dict) and "sum" in calls[0]["input"]
    return Trial(
        seconds,
        (
            Ability("an answer", bool(answer.blocks), "See whether the model is right."),
            Ability("tools", bool(calls), "Tasks are done by one JSON object instead of a conversation."),
            Ability("structured arguments", strict, "Wrong arguments are refused and asked for again."),
            Ability(
                "token counts",
                {"input_tokens", "output_tokens"} <= set(answer.usage),
                "Every call counts at its upper bound.",
            ),
            Ability("request ids", bool(answer.request_id), "A call cannot be looked up at the server."),
        ),
    )

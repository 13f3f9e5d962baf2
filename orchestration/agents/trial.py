"""Two small calls that tell what the server behind ANTHROPIC_BASE_URL can do."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass
from typing import Any

from orchestration.agents.abilities import plain
from orchestration.agents.messages_api import Answer, Limits, send
from orchestration.agents.protocol import AgentError, Meter

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
    """Ask for two sums, by a tool and in a form. Raises AgentError where no answer came."""
    told = {"model": model, "max_tokens": 200}
    with_tool = {**told, "tools": [TOOL], "tool_choice": {"type": "tool", "name": "report"}}
    in_form = {**told, "output_config": {"format": {"type": "json_schema", "schema": TOOL["input_schema"]}}}
    began = time.monotonic()
    answer, strict = _asked({**with_tool, "messages": _said("Report the sum of 19 and 23.")}, meter)
    seconds = time.monotonic() - began
    formed, form = _asked({**in_form, "messages": _said("What is the sum of 19 and 23?")}, meter)
    calls = [call for call in answer.calls if call["name"] == "report"]
    strict = strict and bool(calls) and isinstance(calls[0]["input"], dict) and "sum" in calls[0]["input"]
    return Trial(
        seconds,
        (
            Ability("an answer", bool(answer.blocks), "See whether the model is right."),
            Ability("tools", bool(calls), "Tasks are done by one JSON object instead of a conversation."),
            Ability("structured arguments", strict, "Wrong arguments are refused and asked for again."),
            Ability(
                "structured output",
                form and _is_sum(formed.text),
                "Plans are read out of whatever the model writes, and sent back once where they cannot be.",
            ),
            Ability(
                "token counts",
                {"input_tokens", "output_tokens"} <= set(answer.usage),
                "Every call counts at its upper bound.",
            ),
            Ability("request ids", bool(answer.request_id), "A call cannot be looked up at the server."),
        ),
    )


def _said(text: str) -> list[dict[str, str]]:
    return [{"role": "user", "content": text}]


def _asked(request: dict[str, Any], meter: Meter) -> tuple[Answer, bool]:
    """The answer, and whether the request was taken as it is: one that is refused is sent plainly."""
    limits, never = Limits(whole=120), threading.Event()
    try:
        return send(request, limits, never, meter), True
    except AgentError as error:
        if error.code != "bad-request":
            raise
    return send(plain(request), limits, never, meter), False


def _is_sum(text: str) -> bool:
    try:
        value = json.loads(text)
    except ValueError:
        return False
    return isinstance(value, dict) and "sum" in value

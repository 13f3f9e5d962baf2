"""What was said about a task, as its page shows it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max

from outcomes.models import Task, Turn

SHOWN_TURNS = 40  # the newest ones
SHOWN_TEXT = 4_000  # characters of one text


@dataclass(frozen=True, slots=True)
class Line:
    """One block of a turn: something said, a call, or the answer to a call."""

    kind: str  # said, calls, answer, refusal
    title: str
    text: str
    key: str


@dataclass(frozen=True, slots=True)
class ShownTurn:
    number: int
    speaker: str  # worker or model
    attempt: int
    at: datetime
    lines: list[Line]


def newest_turn(task_id: int) -> str:
    """Differs whenever something was said since: no event tells of that."""
    turns = Turn.objects.filter(conversation__task=task_id)
    newest = turns.aggregate(at=Max("kept_at"))["at"]
    return newest.strftime("%H%M%S%f") if newest else ""


def shown_turns(task: Task) -> list[ShownTurn]:
    """The newest turns of the task's last conversation, in their order."""
    last = task.conversations.order_by("-id").values("pk")[:1]
    turns = Turn.objects.filter(conversation__in=last).select_related("attempt").order_by("-number")
    return [_shown(turn) for turn in reversed(turns[:SHOWN_TURNS])]


def _shown(turn: Turn) -> ShownTurn:
    lines = [_line(block, f"turn-{turn.number}-{n}") for n, block in enumerate(turn.blocks)]
    speaker = "model" if turn.role == "assistant" else "worker"
    return ShownTurn(turn.number, speaker, turn.attempt.number, turn.kept_at, lines)


def _line(block: dict[str, Any], key: str) -> Line:
    match block["type"]:
        case "tool_use":
            given = json.dumps(block["input"], ensure_ascii=False, indent=1)
            return Line(
                "calls", f"The model calls {block['name']}{_about(block['input'])}", _short(given), key
            )
        case "tool_result":
            refused = block.get("is_error")
            kind, title = ("refusal", "is refused") if refused else ("answer", "is answered")
            return Line(kind, title, _short(block["content"]), key)
        case _:
            return Line("said", "says", _short(block["text"]), key)


def _about(given: dict[str, Any]) -> str:
    """What the call is about, where one of its arguments says so in a few words."""
    named = next((given[name] for name in ("path", "name", "summary", "question") if name in given), "")
    text = " ".join(str(named).split())
    return f": {text[:160]}" if text else ""


def _short(text: str) -> str:
    if len(text) <= SHOWN_TEXT:
        return text
    return f"{text[:SHOWN_TEXT]}\n[{len(text) - SHOWN_TEXT:,} more characters are kept]"

"""The agent that asks a model: Claude, or whatever answers at ANTHROPIC_BASE_URL in the same way.

Imports the anthropic package, so import this module only where the agent is in use.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings

from orchestration.agents import prompts, replies, toolbox
from orchestration.agents.conversation import Conversation, bounded
from orchestration.agents.messages_api import Answer, Limits, refuse_unfinished
from orchestration.agents.patience import ask_patiently
from orchestration.agents.protocol import (
    MAX_TOKENS,
    AgentError,
    ApproachBrief,
    Asked,
    CapabilityBrief,
    FoundNeeds,
    Gate,
    Message,
    Meter,
    TaskBrief,
    TaskResult,
)
from orchestration.checks import check_skill, check_tool

ROUNDS = 3  # of writing a skill or tool: two repairs at most
_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": _TEXT}
_NEED = {
    "kind": {"type": "string", "enum": ["skill", "tool"]},
    **dict.fromkeys(("name", "title", "specification", "reason"), _TEXT),
    "quotes": _TEXTS,
}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


NEEDS = _object(
    {"needs": {"type": "array", "items": _object(_NEED)}, "confirmed": _TEXTS, "no_longer": _TEXTS}
)


class ClaudeAgent:
    """Builds in a few rounds, does a task by a conversation; earlier findings are given back to the model.

    Raises AgentUnavailable for a missing or refused key, AgentError with one of the codes that
    messages_api.py lists for everything else, Interrupted within a second of the signal.
    """

    name = "claude"

    def __init__(self, *, model: str = "", limits: Limits | None = None, meter: Meter | None = None) -> None:
        self.model = model or settings.ORCHESTRATOR_MODEL
        self.limits = limits or Limits()
        self.meter = meter
        self.gate: Gate | None = None

    def find_needs(self, brief: ApproachBrief, interrupted: threading.Event) -> FoundNeeds:
        """What the model reads in the approach. One answer that is no list of needs is sent back, once."""
        messages: list[Message] = [said("user", *prompts.planning_question(brief))]
        text = self._text(self._plan_request(messages), interrupted)
        try:
            return replies.found_needs(text)
        except AgentError as error:
            again = prompts.findings((f"{error} Reply with the JSON object alone.",))
        messages += [said("assistant", bounded(text)), said("user", again)]
        return replies.found_needs(self._text(self._plan_request(messages), interrupted))

    def write_skill(self, brief: CapabilityBrief, interrupted: threading.Event) -> str:
        """A SKILL.md, repaired by the findings of its check where it could be."""
        return self._build(brief, replies.skill_document, check_skill, interrupted)

    def write_tool(self, brief: CapabilityBrief, interrupted: threading.Event) -> str:
        """A program, repaired by the findings of its check where it could be."""
        return self._build(brief, replies.program, check_tool, interrupted)

    def do_task(self, brief: TaskBrief, interrupted: threading.Event) -> TaskResult | Asked:
        """What a conversation ends with in which the model uses its tools; see conversation.py."""
        assert brief.workplace is not None

        def answer(messages: Sequence[Message]) -> Answer:
            request = {**self._request("task", messages), "tools": toolbox.definitions()}
            return self._ask(request, interrupted)

        return Conversation(brief, brief.workplace, answer).hold()

    def _build(
        self,
        brief: CapabilityBrief,
        read: Callable[[str], str],
        check: Callable[[str, str], list[str]],
        interrupted: threading.Event,
    ) -> str:
        """What the last of at most ROUNDS answers holds. Raises AgentError, `unbuildable` among its codes."""
        messages: list[Message] = [said("user", *prompts.capability_question(brief))]
        for left in reversed(range(ROUNDS)):
            text = self._text(self._request(brief.kind, messages), interrupted)
            if reason := replies.unbuildable(text):
                raise AgentError(f"Unbuildable here: {reason}", code="unbuildable")
            content = read(text)
            findings = check(brief.name, content) if brief.checked else []
            if not findings or not left:
                break
            messages += [said("assistant", bounded(text)), said("user", prompts.findings(tuple(findings)))]
        return content

    def _ask(self, request: dict[str, Any], interrupted: threading.Event) -> Answer:
        return ask_patiently(request, self.limits, interrupted, self.meter, self.gate)

    def _text(self, request: dict[str, Any], interrupted: threading.Event) -> str:
        answer = self._ask(request, interrupted)
        refuse_unfinished(answer)
        if not answer.text:
            raise AgentError("The model answered without any text.", code="empty-reply")
        return answer.text

    def _plan_request(self, messages: Sequence[Message]) -> dict[str, Any]:
        """Asked once, as a rule: having the API keep what it has read would only cost more."""
        return {
            "model": self.model,
            "max_tokens": MAX_TOKENS["plan"],
            "system": prompts.instructions("plan"),
            "messages": list(messages),
            "output_config": {"format": {"type": "json_schema", "schema": NEEDS}},
        }

    def _request(self, kind: str, messages: Sequence[Message]) -> dict[str, Any]:
        """Stable parts first, each with a mark up to which the API may keep what it has read."""
        opening, *others = messages
        first, *rest = opening["content"]
        marked = [{**opening, "content": [_marked(first), *rest]}, *others]
        *before, last = marked
        *blocks, end = last["content"]
        return {
            "model": self.model,
            "max_tokens": MAX_TOKENS[kind],
            "system": [_marked({"type": "text", "text": prompts.instructions(kind)})],
            "messages": [*before, {**last, "content": [*blocks, _marked(end)]}],
        }


def said(role: str, *texts: str) -> Message:
    return {"role": role, "content": [{"type": "text", "text": text} for text in texts]}


def _marked(block: dict[str, Any]) -> dict[str, Any]:
    return {**block, "cache_control": {"type": "ephemeral"}}

"""The agent that asks a model: Claude, or whatever answers at ANTHROPIC_BASE_URL in the same way.

Imports the anthropic package, so import this module only where the agent is in use.
"""

from __future__ import annotations

import threading
from typing import Any

from django.conf import settings

from orchestration.agents import prompts, replies
from orchestration.agents.messages_api import Limits, ask
from orchestration.agents.protocol import CapabilityBrief, TaskBrief, TaskResult

MAX_TOKENS = {"skill": 8_000, "tool": 16_000, "task": 32_000}


class ClaudeAgent:
    """Asks once per method call and reads the reply strictly; earlier findings are given back to the model.

    Raises AgentUnavailable for a missing or refused key, AgentError with one of the codes that
    messages_api.py lists for everything else, Interrupted within a second of the signal.
    """

    name = "claude"

    def __init__(self, *, model: str = "", limits: Limits | None = None) -> None:
        self.model = model or settings.ORCHESTRATOR_MODEL
        self.limits = limits or Limits()

    def write_skill(self, brief: CapabilityBrief, interrupted: threading.Event) -> str:
        """A SKILL.md as the model wrote it; whether it is a valid one is for the checks to say."""
        request = self._request("skill", prompts.capability_question(brief))
        return replies.skill_document(ask(request, self.limits, interrupted))

    def write_tool(self, brief: CapabilityBrief, interrupted: threading.Event) -> str:
        """A program as the model wrote it; whether it is a valid one is for the checks to say."""
        request = self._request("tool", prompts.capability_question(brief))
        return replies.program(ask(request, self.limits, interrupted))

    def do_task(self, brief: TaskBrief, interrupted: threading.Event) -> TaskResult:
        """The summary and files that the model wrote, every declared output among them."""
        request = self._request("task", prompts.task_question(brief))
        request["output_config"] = {"format": {"type": "json_schema", "schema": replies.TASK_RESULT_SCHEMA}}
        return replies.task_result(ask(request, self.limits, interrupted), brief.outputs)

    def _request(self, kind: str, question: list[str]) -> dict[str, Any]:
        return {
            "model": self.model,
            "max_tokens": MAX_TOKENS[kind],
            "system": prompts.instructions(kind),
            "messages": [{"role": "user", "content": [{"type": "text", "text": part} for part in question]}],
        }

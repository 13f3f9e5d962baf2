"""The agent that needs no model: drafts by fixed rules, from the words of the approach and nothing else."""

from __future__ import annotations

import threading

from django.conf import settings

from orchestration.agents.offline_skill import draft_skill
from orchestration.agents.offline_task import draft_result
from orchestration.agents.offline_tool import draft_tool
from orchestration.agents.protocol import (
    ApproachBrief,
    CapabilityBrief,
    FoundNeeds,
    Gate,
    Interrupted,
    Meter,
    TaskBrief,
    TaskResult,
)


class OfflineAgent:
    """Drafts the same text for the same brief, within a millisecond.

    `settings.ORCHESTRATOR_OFFLINE_LATENCY_MS` makes each call take that much longer, which shows people (and
    tests) what a slow agent looks like; the pause ends at once, with Interrupted, when the worker lets go.
    """

    name = "offline"
    model = ""
    meter: Meter | None = None  # never read: it makes no calls
    gate: Gate | None = None

    def find_needs(self, brief: ApproachBrief, interrupted: threading.Event) -> FoundNeeds:
        """Nothing: it knows no more than the rules."""
        return FoundNeeds()

    def write_skill(self, brief: CapabilityBrief, interrupted: threading.Event) -> str:
        """A SKILL.md draft that passes the checks whatever the brief says."""
        _pause(interrupted)
        return draft_skill(brief)

    def write_tool(self, brief: CapabilityBrief, interrupted: threading.Event) -> str:
        """A program that runs, reads and writes, and says that its core step is still to be written."""
        _pause(interrupted)
        return draft_tool(brief)

    def do_task(self, brief: TaskBrief, interrupted: threading.Event) -> TaskResult:
        """A draft for each declared output, or one document under `results/` when none is declared."""
        _pause(interrupted)
        return draft_result(brief)


def _pause(interrupted: threading.Event) -> None:
    latency = settings.ORCHESTRATOR_OFFLINE_LATENCY_MS / 1000
    if interrupted.wait(latency) if latency > 0 else interrupted.is_set():
        raise Interrupted("the worker was told to let go")

"""The agent that needs no model: drafts by fixed rules, from the words of the approach and nothing else."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator

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
from orchestration.checks import check_skill, check_tool


class OfflineAgent:
    """Drafts the same text for the same brief, within milliseconds.

    `settings.ORCHESTRATOR_OFFLINE_LATENCY_MS` is what each call takes at least, which shows people (and
    tests) what a slow agent looks like; the wait ends at once, with Interrupted, when the worker lets go.
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
        with _taking_its_time(interrupted):
            draft = draft_skill(brief)
            check_skill(brief.name, draft)  # its worker will ask, and finds the answer kept
        return draft

    def write_tool(self, brief: CapabilityBrief, interrupted: threading.Event) -> str:
        """A program that runs, reads and writes, and says that its core step is still to be written."""
        with _taking_its_time(interrupted):
            draft = draft_tool(brief)
            check_tool(brief.name, draft)
        return draft

    def do_task(self, brief: TaskBrief, interrupted: threading.Event) -> TaskResult:
        """A draft for each declared output, or one document under `results/` when none is declared."""
        with _taking_its_time(interrupted):
            return draft_result(brief)


@contextlib.contextmanager
def _taking_its_time(interrupted: threading.Event) -> Iterator[None]:
    """Have what is done within take as long as the setting says, in all."""
    until = time.monotonic() + settings.ORCHESTRATOR_OFFLINE_LATENCY_MS / 1000
    yield
    left = until - time.monotonic()
    if interrupted.wait(left) if left > 0 else interrupted.is_set():
        raise Interrupted("the worker was told to let go")

"""What is done where a run cannot go on until something has changed."""

from __future__ import annotations

from django.conf import settings

from orchestration.progress import no_key
from outcomes.models import Outcome, Readiness, Run


def release_if_building(outcome: Outcome, why: str) -> None:
    """infrastructure_ready is 1 only while a run really builds."""
    if outcome.infrastructure_ready == Readiness.BUILDING:
        outcome.release_building(why)


def hold_for_agent(outcome: Outcome, run: Run) -> bool:
    """Hold a run that would silently get another agent than it was started with, and say so.

    Drafts never take the place of Claude's work unasked, and Claude never spends on a run of drafts.
    """
    if no_key(outcome):
        code, reason = (
            "no-key",
            (
                "This outcome ran on Claude, and ANTHROPIC_API_KEY is not set now. Set it and restart, "
                "or choose ORCHESTRATOR_AGENT=offline; then Orchestrate."
            ),
        )
    elif run.agent == "offline" and settings.ACTIVE_AGENT == "claude":
        code, reason = (
            "agent-changed",
            (
                "This run was started for offline drafts, and Claude is active now. "
                "Press Orchestrate to go on with Claude, which costs money."
            ),
        )
    else:
        return False
    release_if_building(outcome, reason)
    run.hold(code, reason)
    return True

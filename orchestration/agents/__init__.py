"""Which agent does the thinking. The agents themselves live in the modules beside this one."""

from __future__ import annotations

from django.conf import settings

from orchestration.agents.protocol import Agent


def active_agent() -> Agent:
    """The agent that `settings.ACTIVE_AGENT` names, new and ready for use.

    Neither reads a key nor opens a connection: what is missing shows at the first request, as
    AgentUnavailable. Raises ValueError for a name that is neither "claude" nor "offline".
    """
    if settings.ACTIVE_AGENT == "offline":
        from orchestration.agents.offline import OfflineAgent

        return OfflineAgent()
    if settings.ACTIVE_AGENT == "claude":
        # The anthropic package takes seconds to import: only who uses it pays for it.
        from orchestration.agents.claude import ClaudeAgent

        return ClaudeAgent()
    raise ValueError(f'ACTIVE_AGENT is {settings.ACTIVE_AGENT!r}; expected "claude" or "offline"')

"""What the server behind ANTHROPIC_BASE_URL refuses to be asked for: learnt once in a process."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any

from orchestration.agents.messages_api import Answer
from orchestration.agents.protocol import AgentError

# Addresses and models that take plain requests only. Their answers are read with the same care as all others.
_plain: set[tuple[str, str]] = set()


def plain(request: Mapping[str, Any]) -> dict[str, Any]:
    """The request without what a compatible server may not know: output forms, strict or forced tools."""
    bare = {name: value for name, value in request.items() if name not in ("output_config", "tool_choice")}
    if "tools" in bare:
        bare["tools"] = [
            {name: value for name, value in tool.items() if name != "strict"} for tool in bare["tools"]
        ]
    return bare


def ask_as_it_can(request: Mapping[str, Any], ask: Callable[[Mapping[str, Any]], Answer]) -> Answer:
    """What `ask` brings; asked plainly where the server refused the request, and took it like that.

    A refused request is free. Raises what the second refusal was for.
    """
    server = os.environ.get("ANTHROPIC_BASE_URL", ""), str(request["model"])
    bare = plain(request)
    if server in _plain or bare == request:
        return ask(bare)
    try:
        return ask(request)
    except AgentError as error:
        if error.code != "bad-request":
            raise
    answer = ask(bare)
    _plain.add(server)
    return answer

"""What a model may do while it works on a task: nothing but these few tools.

A tool is a function with a `@tool` line that says what it is for and what it takes; the modules beside this
one hold them. None of them reaches an approach, a budget, a token, a person or another outcome.
"""

from __future__ import annotations

from typing import Any

from orchestration.agents.protocol import Asked
from orchestration.agents.toolbox import artifacts, ending, skills
from orchestration.agents.toolbox.tool import Bench, Finished, Tool, ToolError

TOOLS: dict[str, Tool] = {
    tool.name: tool
    for tool in (
        skills.read_skill,
        artifacts.list_artifacts,
        artifacts.read_artifact,
        artifacts.write_artifact,
        ending.ask_human,
        ending.finish,
    )
}


def definitions() -> list[dict[str, Any]]:
    """The tools as the Messages API takes them; the same for every task, so that they can be cached."""
    return [tool.definition() for tool in TOOLS.values()]


def use(bench: Bench, name: str, given: object) -> str | Finished | Asked:
    """What the tool brings. Raises ToolError for a tool, or for arguments, that do not exist."""
    tool = TOOLS.get(name)
    if tool is None:
        raise ToolError(f"There is no tool {name[:80]!r}. There are: {', '.join(TOOLS)}.")
    return tool.use(bench, given)


__all__ = ["TOOLS", "Bench", "Finished", "ToolError", "definitions", "use"]

"""Opening skills."""

from __future__ import annotations

from orchestration.agents.prompts import fence
from orchestration.agents.toolbox.tool import Bench, tool


@tool(
    "Read a skill in full. Open every skill of the catalogue that fits the work before you begin it.",
    name=("string", "The skill's name, as in the catalogue."),
)
def read_skill(bench: Bench, name: str) -> str:
    skill = bench.workplace.open_skill(name)
    bench.did_something = True
    return fence(f"skill {skill.name}, version {skill.version}", skill.content)

"""How a tool is made, and how what a model hands it is judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from orchestration.agents.passages import one_line
from orchestration.agents.protocol import Asked, NotPossible, TaskBrief, Workplace


class ToolError(Exception):
    """The call was refused; the model is told why and may try again."""


@dataclass(slots=True)
class Bench:
    """Where the tools of one attempt work."""

    brief: TaskBrief
    workplace: Workplace
    did_something: bool = False  # whether any tool but `finish` has brought something
    call: str = ""  # the id of the call in hand


@dataclass(frozen=True, slots=True)
class Finished:
    """The model says that the task is done."""

    summary: str


Act = Callable[..., "str | Finished | Asked"]


@dataclass(frozen=True, slots=True)
class Tool:
    name: str
    description: str
    properties: Mapping[str, Mapping[str, Any]]
    optional: frozenset[str]
    act: Act

    def definition(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "description": self.description,
            "strict": True,
            "input_schema": {
                "type": "object",
                "properties": dict(self.properties),
                "required": [name for name in self.properties if name not in self.optional],
                "additionalProperties": False,
            },
        }

    def use(self, bench: Bench, given: object) -> str | Finished | Asked:
        """Raises ToolError: servers that ignore `strict` let any arguments through."""
        arguments = self._checked(given)
        try:
            return self.act(bench, **arguments)
        except NotPossible as error:
            raise ToolError(str(error)) from error

    def _checked(self, given: object) -> dict[str, Any]:
        if not isinstance(given, dict):
            raise ToolError(f"The arguments are not a JSON object: “{one_line(str(given), 200)}”.")
        for name in given:
            if name not in self.properties:
                raise ToolError(f"{self.name} takes no argument {str(name)[:80]!r}.")
        for name, schema in self.properties.items():
            if name not in given:
                if name not in self.optional:
                    raise ToolError(f"{self.name} needs the argument {name!r}.")
            elif not _fits(given[name], str(schema["type"])):
                shown = one_line(repr(given[name]), 100)
                raise ToolError(f"{name} is {shown}; expected {_CALLED[schema['type']]}.")
        return given


_CALLED = {"string": "a text", "integer": "a whole number", "boolean": "true or false"}


def _fits(value: object, kind: str) -> bool:
    if kind == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, str if kind == "string" else bool)


def tool(description: str, **properties: tuple[str, str]) -> Callable[[Act], Tool]:
    """Make a tool of a function: each property is its type (with a "?" where it may be left out) and meaning.

    The function gets the bench and the checked arguments; it returns the result for the model.
    """

    def make(act: Act) -> Tool:
        schemas = {
            name: {"type": kind.rstrip("?"), "description": meaning}
            for name, (kind, meaning) in properties.items()
        }
        optional = frozenset(name for name, (kind, _) in properties.items() if kind.endswith("?"))
        return Tool(act.__name__, description, schemas, optional, act)

    return make

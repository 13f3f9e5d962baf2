"""What a reading of an approach returns: plain values, no behaviour beyond looking them up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["skill", "tool"]


@dataclass(frozen=True, slots=True)
class SkillSpec:
    """A skill to write, with the words of the approach that call for it.

    `quote` is an exact substring of line `line` (1-based); `last_line` is where its sentence ends.
    `rule` names the rule that found it, `reason` says the same to a person.
    """

    name: str
    title: str
    specification: str
    reason: str
    quote: str
    line: int
    digest: str
    kind: Literal["skill"] = "skill"
    rule: str = ""
    last_line: int = 0


@dataclass(frozen=True, slots=True)
class ToolSpec:
    """A tool to build; `interface` is the command line that the approach shows, where it shows one."""

    name: str
    title: str
    specification: str
    reason: str
    quote: str
    line: int
    digest: str
    interface: str | None = None
    kind: Literal["tool"] = "tool"
    rule: str = ""
    last_line: int = 0


@dataclass(frozen=True, slots=True)
class ExistingSkill:
    """A skill of the library that the approach relies on, and where it says so."""

    name: str
    quote: str
    line: int


@dataclass(frozen=True, slots=True)
class InfrastructureNeeds:
    """Everything that one approach calls for, in the order of its lines."""

    skills: tuple[SkillSpec, ...] = ()
    tools: tuple[ToolSpec, ...] = ()
    existing: tuple[ExistingSkill, ...] = ()

    @property
    def existing_skills(self) -> tuple[str, ...]:
        """The names, as the library spells them, of the skills that need not be written."""
        return tuple(skill.name for skill in self.existing)

    def __bool__(self) -> bool:
        return bool(self.skills or self.tools)

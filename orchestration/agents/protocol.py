"""What an agent is given, what it gives back, and how it says that it could not.

Plain values only: an agent sees no model and opens no transaction, so it can be tested alone and
interrupted at any moment without leaving anything half-written.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class CapabilityBrief:
    """One need to be met: write this skill, or build this tool."""

    kind: str  # "skill" or "tool"
    name: str
    title: str
    specification: str
    reason: str
    quote: str
    interface: str
    outcome_name: str
    intent: str
    approach: str
    neighbours: tuple[str, ...] = ()  # names of the other skills of this outcome
    findings: tuple[str, ...] = ()  # why the previous attempts were refused


@dataclass(frozen=True, slots=True)
class CapabilityText:
    """A skill or tool as handed to a worker."""

    kind: str
    name: str
    title: str
    description: str
    content: str  # the whole SKILL.md, or the whole program
    version: int
    agent: str


@dataclass(frozen=True, slots=True)
class ArtifactText:
    """A file of the outcome; `text` is None when it is not UTF-8."""

    path: str
    version: int
    media_type: str
    size: int  # bytes
    text: str | None


@dataclass(frozen=True, slots=True)
class EarlierResult:
    """What a task that this one depends on has brought."""

    title: str
    result: str


@dataclass(frozen=True, slots=True)
class TaskBrief:
    """One execution task, with everything its worker may use."""

    title: str
    description: str
    acceptance: str
    outputs: tuple[str, ...]  # relative paths, or folders ending in "/"
    outcome_name: str
    intent: str
    approach: str
    skills: tuple[CapabilityText, ...] = ()  # required: given in full
    tools: tuple[CapabilityText, ...] = ()
    catalogue: tuple[CapabilityText, ...] = ()  # everything else that is there
    waived: tuple[str, ...] = ()  # required, yet done without: a member said so
    earlier: tuple[EarlierResult, ...] = ()
    artifacts: tuple[ArtifactText, ...] = ()
    inputs: Mapping[str, object] = field(default_factory=dict)
    findings: tuple[str, ...] = ()  # why the previous attempts failed
    task_id: int = 0  # keeps the file names of two tasks with one title apart


@dataclass(frozen=True, slots=True)
class OutputFile:
    path: str
    content: bytes
    media_type: str = "text/markdown"


@dataclass(frozen=True, slots=True)
class TaskResult:
    summary: str
    files: tuple[OutputFile, ...] = ()


class AgentError(Exception):
    """The agent could not do it; counts as one failure of the task."""

    def __init__(self, message: str, *, code: str = "agent-failed") -> None:
        super().__init__(message)
        self.code = code


class AgentUnavailable(AgentError):
    """Nobody's fault that trying again would mend (no key, key refused): the run is held with this reason."""


class Interrupted(Exception):
    """The worker was told to let go; counts as nothing."""


class Agent(Protocol):
    """Who does the thinking.

    Every method may raise AgentError, AgentUnavailable or Interrupted. `interrupted` is set from another
    thread; a method looks at it before each request and at least every second while it waits.
    """

    name: str  # "claude" or "offline"
    model: str  # "" where there is none

    def write_skill(self, brief: CapabilityBrief, interrupted: threading.Event) -> str:
        """A whole SKILL.md."""
        ...

    def write_tool(self, brief: CapabilityBrief, interrupted: threading.Event) -> str:
        """A whole Python program."""
        ...

    def do_task(self, brief: TaskBrief, interrupted: threading.Event) -> TaskResult:
        """The summary and files of one execution task."""
        ...

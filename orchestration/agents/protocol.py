"""What an agent is given, what it gives back, and how it says that it could not.

Plain values only: an agent sees no model and opens no transaction, so it can be tested alone and
interrupted at any moment without leaving anything half-written.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import planner

MAX_TOKENS = {
    "plan": 8_000,
    "skill": 8_000,
    "tool": 16_000,
    "task": 16_000,
}  # of one answer, by what it is for


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
    checked: bool = True  # False: the run skips validation


@dataclass(frozen=True, slots=True)
class KnownNeed:
    """A need that is known before a model reads the approach."""

    kind: str
    name: str
    title: str
    quote: str
    stands: bool = True  # whether the approach still says what it was read from


@dataclass(frozen=True, slots=True)
class ApproachBrief:
    """One revision of an approach, to be read for what it calls for."""

    outcome_name: str
    intent: str
    approach: str
    known: tuple[KnownNeed, ...] = ()
    dismissed: tuple[str, ...] = ()  # names of what a member said is no need
    library: tuple[str, ...] = ()  # names of skills


@dataclass(frozen=True, slots=True)
class FoundNeeds:
    """What an agent says that an approach calls for; nothing of it is checked."""

    claims: tuple[planner.Claim, ...] = ()
    confirmed: tuple[str, ...] = ()  # names of known needs
    no_longer: tuple[str, ...] = ()  # likewise


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


class NotPossible(Exception):
    """What an agent asked of its workplace cannot be; the sentence is for the model."""


Message = dict[str, Any]  # as the Messages API has it: {"role": "user" or "assistant", "content": [blocks]}


class Workplace(Protocol):
    """What an agent reaches while it does one task, beside its brief.

    Each call is kept before it returns, so that the next attempt can go on from there. Every method may
    raise Interrupted: the claim is no longer this worker's.
    """

    def resume(self, basis: str) -> list[Message]:
        """What was said about this task before, when it rested on the same basis; else nothing."""
        ...

    def keep(self, number: int, message: Message) -> None:
        """Keep the message as the turn of this number (from 1), in place of an earlier form of it."""
        ...

    def open_skill(self, name: str) -> CapabilityText:
        """A skill in full; that it was opened is recorded. Raises NotPossible for one that is not there."""
        ...

    def read(self, path: str) -> OutputFile:
        """The newest version of an artifact that this task was given. Raises NotPossible."""
        ...

    def answer(self, call: str) -> str | None:
        """What a person answered to the question of this call; None while nobody has."""
        ...

    def written(self) -> dict[str, OutputFile]:
        """What this task has written so far, by path."""
        ...

    def write(self, path: str, content: bytes, media_type: str) -> str:
        """Keep this as a file of the task; the path as it is kept. Raises NotPossible."""
        ...


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
    answers: tuple[tuple[str, str], ...] = ()  # earlier questions to people, and what they said
    workplace: Workplace | None = None


@dataclass(frozen=True, slots=True)
class OutputFile:
    path: str
    content: bytes
    media_type: str = "text/markdown"


@dataclass(frozen=True, slots=True)
class TaskResult:
    summary: str
    files: tuple[OutputFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """The agent needs a person's answer; the same conversation goes on with it."""

    question: str
    call: str  # by which the workplace knows the answer again


# Codes of what an API says, by what helps.
SLOW = frozenset({"rate-limited", "overloaded"})  # it asks everybody to wait
TROUBLE = frozenset({"connection", "timeout", "server-error"})  # nobody's fault, and over after a while
FOR_GOOD = frozenset({"key-refused", "no-credit"})  # until a person has mended it


class AgentError(Exception):
    """The agent could not do it; counts as one failure of the task."""

    def __init__(self, message: str, *, code: str = "agent-failed", retry_after: float | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.retry_after = retry_after  # seconds, where the API said so


class AgentUnavailable(AgentError):
    """Nobody's fault that trying again would mend (no key, no budget): the run is held with this reason."""


class Interrupted(Exception):
    """The worker was told to let go; counts as nothing."""


@dataclass(frozen=True, slots=True)
class Usage:
    """The tokens that the API says it counted; None where it said nothing that can be believed.

    `input_tokens` are those that were neither written to the cache nor read from it.
    """

    input_tokens: int | None = None
    output_tokens: int | None = None  # None also when the answer was cut off before its end
    cache_read_tokens: int = 0
    cache_write_tokens: int = 0  # all of them
    cache_write_1h_tokens: int = 0  # those of them that are kept for an hour


class Reservation(Protocol):
    """Money set aside for one call that is about to be made. Closed once, by one of its three methods."""

    max_tokens: int  # of the answer: what was asked for, or less where less can be paid

    def settle(self, usage: Usage, *, stop_reason: str = "", request_id: str = "") -> None:
        """The call was answered: pay for it. What `usage` leaves open counts at its upper bound."""
        ...

    def fail(self, code: str, usage: Usage, *, stop_reason: str = "", request_id: str = "") -> None:
        """There is no answer that can be used, and it has to be paid for all the same."""
        ...

    def release(self, code: str, *, request_id: str = "") -> None:
        """The call was never counted, as the API was not reached or refused it: it is free."""
        ...


class Meter(Protocol):
    """Who is asked before each call to a model, and told what came of it.

    A worker gives its agent the meter of each claim; without one no call can be made.
    """

    def reserve(self, request: Mapping[str, Any]) -> Reservation:
        """Set aside the most that this request (the arguments of `messages.create`) can cost.

        Raises AgentUnavailable, code "budget", where not enough is left for a useful answer.
        """
        ...


class Gate(Protocol):
    """What the workers of an installation know together about the API."""

    def seconds_closed(self) -> float:
        """Until a call may begin; 0 for now. Raises AgentUnavailable while the API wants a person first."""
        ...

    def why(self) -> tuple[str, str]:
        """Code and sentence of what closed it last."""
        ...

    def slow_down(self, code: str, reason: str, seconds: float | None) -> None:
        """The API refused a call for now; for how long, where it said so."""
        ...

    def pause(self, code: str, reason: str, seconds: float) -> None:
        """Nobody should try for so long."""
        ...

    def shut(self, code: str, reason: str) -> None:
        """Nobody should try until a person has mended it."""
        ...

    def went_well(self) -> None: ...


class Agent(Protocol):
    """Who does the thinking.

    Every method may raise AgentError, AgentUnavailable or Interrupted. `interrupted` is set from another
    thread; a method looks at it before each request and at least every second while it waits.
    """

    name: str  # "claude" or "offline"
    model: str  # "" where there is none
    meter: Meter | None  # of the claim in hand; set by the worker
    gate: Gate | None  # likewise

    def find_needs(self, brief: ApproachBrief, interrupted: threading.Event) -> FoundNeeds:
        """What the approach calls for, beside what the rules see."""
        ...

    def write_skill(self, brief: CapabilityBrief, interrupted: threading.Event) -> str:
        """A whole SKILL.md."""
        ...

    def write_tool(self, brief: CapabilityBrief, interrupted: threading.Event) -> str:
        """A whole Python program."""
        ...

    def do_task(self, brief: TaskBrief, interrupted: threading.Event) -> TaskResult | Asked:
        """The summary and files of one execution task, or a question to a person."""
        ...

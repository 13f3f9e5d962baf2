"""The shapes of answers, which callers see in camelCase. Fields may be added, never renamed."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

Item = TypeVar("Item")


class Outgoing(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, validate_by_name=True, from_attributes=True)


class Page(Outgoing, Generic[Item]):
    items: list[Item]
    next_cursor: str | None = None


class OutcomeOut(Outgoing):
    id: int
    name: str
    intent: str
    approach: str
    approach_revision: int
    infrastructure_ready: int
    phase: str
    status: str
    policy: str
    max_infrastructure_workers: int
    max_execution_workers: int
    budget_usd: float
    spent_usd: float
    reserved_usd: float
    created_by: str
    created_at: datetime
    updated_at: datetime


class PassageOut(Outgoing):
    """Characters of the approach, from `start` up to `end`: the quote, to the end of its sentence."""

    start: int
    end: int


class NeedOut(Outgoing):
    name: str
    title: str
    specification: str
    reason: str
    quote: str
    line: int | None
    digest: str
    origin: str
    status: str | None
    passage: PassageOut | None = None


class ToolNeedOut(NeedOut):
    interface: str | None


class StepOut(Outgoing):
    kind: str
    name: str
    reason: str
    outdated: bool = False
    alike: int | None = None  # per cent: what is kept was built for a specification in other words
    renamed_from: str | None = None


class PlanOut(Outgoing):
    build: list[StepOut]
    rebuild: list[StepOut]
    building: list[StepOut]
    keep: list[StepOut]
    retire: list[StepOut]


class SaidOut(Outgoing):
    """What a member said about a need; POST …/needs/{name}/restore forgets it."""

    name: str
    need: str
    what: list[str]
    author: str
    created_at: datetime
    stands: bool


class RefusalOut(Outgoing):
    name: str
    quote: str
    why: str


class PlanningOut(Outgoing):
    """Planning of the revision that counts with a model, beside the rules; POST …/plan asks for it.

    `state`: none; running; waiting, while the run that asked for it is held or stopped; held, when the model
    could not be asked; read; unread, when it brought nothing of use. `own` counts what only the model sees.
    """

    state: str
    revision: int
    own: int
    shared: int
    refused: list[RefusalOut]
    reason: str
    reason_code: str
    model: str
    requested_by: str
    asked_at: datetime | None
    finished_at: datetime | None


class NeedsOut(Outgoing):
    skills: list[NeedOut]
    tools: list[ToolNeedOut]
    existing_skills: list[str]
    plan: PlanOut
    said: list[SaidOut] = []
    planning: PlanningOut | None = None  # of a text that is not saved there is none


class DifferenceOut(Outgoing):
    """Names of needs, against revision `since`, the one that was planned last (null: none was)."""

    since: int | None
    new: list[str]
    changed: list[str]
    gone: list[str]
    same: list[str]


class AffectedOut(Outgoing):
    id: int
    title: str
    status: str
    because: list[str]


class TaskFatesOut(Outgoing):
    """What becomes of the execution tasks; `kept` counts those that stay as they are.

    `newSteps` would be proposed; the others are tasks whose step says something else, or is gone.
    """

    total: int
    kept: int
    blocked: list[AffectedOut]
    redo: list[AffectedOut]
    waiting: list[AffectedOut]
    new_steps: list[str]
    changed: list[int]
    outdated: list[int]
    vanished: list[int]


class PreviewOut(NeedsOut):
    difference: DifferenceOut
    tasks: TaskFatesOut


class VersionOut(Outgoing):
    version: int
    status: str
    agent: str
    model: str
    author: str
    digest: str
    created_at: datetime


class CapabilityOut(Outgoing):
    id: int
    name: str
    title: str
    description: str
    status: str
    version: int
    specification: str
    digest: str
    content: str
    agent: str
    library_id: int | None
    reason: str
    quote: str
    line: int | None
    waived_by: str
    waived_at: datetime | None
    waived_why: str
    versions: list[VersionOut]
    created_at: datetime


class GivenOut(Outgoing):
    name: str
    version: int


class GivenArtifactOut(Outgoing):
    id: int
    path: str
    version: int


class AttemptOut(Outgoing):
    number: int
    status: str
    agent: str
    model: str
    approach_revision: int
    skills: list[GivenOut]
    opened: list[GivenOut]
    tools: list[GivenOut]
    artifacts: list[GivenArtifactOut]
    waived: list[str]
    run_id: int | None
    worker_id: int | None
    result: str
    error: str
    started_at: datetime
    finished_at: datetime | None


class WaiverOut(Outgoing):
    kind: str
    name: str
    waived_by: str
    waived_at: datetime
    waived_why: str


class QuestionOut(Outgoing):
    id: int
    text: str
    asked_at: datetime


class TaskOut(Outgoing):
    id: int
    phase: str
    title: str
    description: str
    status: str
    priority: int
    position: int
    attempts: list[AttemptOut]
    depends_on: list[int]
    required_skills: list[str]
    required_tools: list[str]
    outputs: list[str]
    acceptance: str
    step: str
    worker_id: int | None
    run_id: int | None
    result: str
    error: str
    blocked_by: list[str]
    without_capabilities: list[WaiverOut]
    question: QuestionOut | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class ProposalOut(Outgoing):
    """A step of the plan. `state`: new, changed, outdated, accepted or dropped."""

    step: str
    state: str
    task_id: int | None
    title: str
    description: str
    acceptance: str
    outputs: list[str]
    required_skills: list[str]
    required_tools: list[str]
    after: list[str]
    line: int | None


class ProposalsOut(Page[ProposalOut]):
    """`vanished` are tasks whose step is no longer in the approach."""

    vanished: list[int]


class AcceptedOut(Outgoing):
    created: list[TaskOut]
    updated: list[TaskOut]


class RunOut(Outgoing):
    id: int
    status: str
    reason: str
    reason_code: str
    approach_revision: int
    inputs: dict[str, Any]
    requested_by: str
    started_at: datetime
    finished_at: datetime | None


class ArtifactOut(Outgoing):
    id: int
    path: str
    version: int
    media_type: str
    size: int
    task_id: int | None
    run_id: int | None
    without_capabilities: list[WaiverOut] = []
    created_at: datetime


class EventOut(Outgoing):
    id: int
    at: datetime
    kind: str
    actor: str
    message: str
    task_id: int | None
    worker_id: int | None
    run_id: int | None


class OrchestrateOut(Outgoing):
    """`errors` is there only where the caller waited, `tasksDrafted` only after execute-plan."""

    success: bool
    phase: str
    workers_spawned: int
    tasks_created: int
    message: str
    outcome_id: int
    run_id: int
    errors: list[str] | None = None
    tasks_drafted: int | None = None


class StatusOut(Outgoing):
    outcome_id: int
    phase: str
    infrastructure_ready: int
    ready_for_execution: bool
    stats: dict[str, dict[str, int]]
    active_workers: dict[str, int]
    run: RunOut | None
    errors: list[str]


class SteeredOut(Outgoing):
    message: str
    run: RunOut


class ProblemOut(Outgoing):
    error: str
    code: str
    details: list[Any]

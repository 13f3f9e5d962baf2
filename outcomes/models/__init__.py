"""Every table of the product but ModelCall; one file per thing."""

from outcomes.models.access import ApiToken, IdempotentRequest
from outcomes.models.artifact import Artifact
from outcomes.models.attempt import Attempt
from outcomes.models.capability import (
    Capability,
    CapabilityStatus,
    CapabilityVersion,
    NeedOverride,
    Skill,
    SkillVersion,
    Tool,
    ToolVersion,
)
from outcomes.models.event import Event
from outcomes.models.links import Dependency, Requirement
from outcomes.models.outcome import ApproachRevision, Outcome, Policy, Readiness
from outcomes.models.question import Question
from outcomes.models.reading import Reading
from outcomes.models.run import Run
from outcomes.models.step import DroppedStep
from outcomes.models.task import Phase, Task
from outcomes.models.transcript import Conversation, KeptFile, Turn
from outcomes.models.worker import Worker

__all__ = [
    "ApiToken",
    "ApproachRevision",
    "Artifact",
    "Attempt",
    "Capability",
    "CapabilityStatus",
    "CapabilityVersion",
    "Conversation",
    "Dependency",
    "DroppedStep",
    "Event",
    "IdempotentRequest",
    "KeptFile",
    "NeedOverride",
    "Outcome",
    "Phase",
    "Policy",
    "Question",
    "Readiness",
    "Reading",
    "Requirement",
    "Run",
    "Skill",
    "SkillVersion",
    "Task",
    "Tool",
    "ToolVersion",
    "Turn",
    "Worker",
]

"""What ops people see of every table here. Where a transition owns a field it is shown, never posted.

Actions that wake or stop workers live in `orchestration/admin.py`, which extends these pages.
"""

from outcomes.admin.access import ApiTokenAdmin, IdempotentRequestAdmin
from outcomes.admin.capabilities import (
    NeedOverrideAdmin,
    SkillAdmin,
    SkillVersionAdmin,
    ToolAdmin,
    ToolVersionAdmin,
)
from outcomes.admin.history import ArtifactAdmin, AttemptAdmin, EventAdmin, ReadingAdmin
from outcomes.admin.outcome import ApproachRevisionAdmin, OutcomeAdmin
from outcomes.admin.transcript import ConversationAdmin, KeptFileAdmin, QuestionAdmin, TurnAdmin
from outcomes.admin.work import DependencyAdmin, RequirementAdmin, RunAdmin, TaskAdmin, WorkerAdmin

__all__ = [
    "ApiTokenAdmin",
    "ApproachRevisionAdmin",
    "ArtifactAdmin",
    "AttemptAdmin",
    "ConversationAdmin",
    "DependencyAdmin",
    "EventAdmin",
    "IdempotentRequestAdmin",
    "KeptFileAdmin",
    "NeedOverrideAdmin",
    "OutcomeAdmin",
    "QuestionAdmin",
    "ReadingAdmin",
    "RequirementAdmin",
    "RunAdmin",
    "SkillAdmin",
    "SkillVersionAdmin",
    "TaskAdmin",
    "ToolAdmin",
    "ToolVersionAdmin",
    "TurnAdmin",
    "WorkerAdmin",
]

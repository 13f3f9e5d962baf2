"""The tables of one outcome, as the rules of ledger.py look at them.

In plain SQL: they are read after every step, and Django would take ten times as long.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db.models import Model

from orchestration.models import ModelCall, SpendingDay
from outcomes.models import (
    Artifact,
    Attempt,
    Dependency,
    Event,
    Outcome,
    Requirement,
    Run,
    Skill,
    SkillVersion,
    Task,
    Tool,
    ToolVersion,
    Worker,
)

Row = dict[str, Any]
Rows = dict[Any, Row]
CAPABILITY = "name status version digest"
VERSION = "of_id number digest status agent content"
COLUMNS: dict[type[Model], str] = {
    Outcome: (
        "infrastructure_ready planned_revision approach_revision policy status "
        "budget_usd spent_usd reserved_usd"
    ),
    Run: (
        "status reason reason_code approach_revision finished_at "
        "max_infrastructure_workers max_execution_workers"
    ),
    Worker: "status phase slot run_id stopping",
    Task: (
        "phase status attempt worker_id run_id revision digest skill_id tool_id failures losses result error "
        "title priority position lease_until"
    ),
    Attempt: "task_id number status result error worker_id run_id finished_at approach_revision",
    Skill: CAPABILITY,
    Tool: CAPABILITY,
    SkillVersion: VERSION,
    ToolVersion: VERSION,
    Dependency: "task_id on_id",
    Requirement: "task_id kind name",
    Artifact: "path version task_id run_id attempt_id size",
    ModelCall: "status bound_usd cost_usd attempt_id",
    SpendingDay: "reserved_usd spent_usd",
    Event: "kind message task_id worker_id run_id",
}
OF_TASK = f"task_id IN (SELECT id FROM {Task._meta.db_table} WHERE outcome_id = %s)"
WHERE: dict[type[Model], str] = {  # where it is not outcome_id
    Outcome: "id = %s",
    Attempt: OF_TASK,
    SkillVersion: f"of_id IN (SELECT id FROM {Skill._meta.db_table} WHERE outcome_id = %s)",
    ToolVersion: f"of_id IN (SELECT id FROM {Tool._meta.db_table} WHERE outcome_id = %s)",
    Dependency: OF_TASK,
    Requirement: OF_TASK,
    SpendingDay: "%s > 0",  # of the whole installation
    Event: "outcome_id = %s AND id > %s",
}


class Tables:
    """What was read of each; what `earlier` has found is taken from there as long as nothing has changed."""

    def __init__(self, cursor: Any, outcome: int, earlier: Tables | None) -> None:
        self.cursor, self.outcome = cursor, outcome
        self.earlier = earlier.found if earlier else {}
        self.found: dict[type[Model], tuple[list[Any], Rows]] = {}

    def rows(self, model: type[Model], *values: int) -> Rows:
        """By key; tasks in the order of claims, others in that of their keys."""
        sql, names = _select(model)
        self.cursor.execute(sql, (self.outcome, *values))
        lines = self.cursor.fetchall()
        before, rows = self.earlier.get(model, (None, {}))
        if before != lines:
            rows = {line[0]: dict(zip(names, line, strict=True)) for line in lines}
        self.found[model] = lines, rows
        return rows


@cache
def _select(model: type[Model]) -> tuple[str, list[str]]:
    key = model._meta.pk.column
    names = [key, *COLUMNS[model].split()]
    quoted = ", ".join(f'"{name}"' for name in names)
    where, order = WHERE.get(model, "outcome_id = %s"), "priority, position, id" if model is Task else key
    return f"SELECT {quoted} FROM {model._meta.db_table} WHERE {where} ORDER BY {order}", names

"""How far planning with a model is, as page and API tell it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

import planner
from outcomes.models import Outcome, Reading, Run, Worker
from outcomes.readings import reading_of

NONE, RUNNING, WAITING = "none", "running", "waiting"


@dataclass(frozen=True, slots=True)
class PlanningCard:
    """Of the revision that counts."""

    state: str  # none, running, waiting (asked for, and its run is held or stopped), held, read or unread
    revision: int
    may_ask: bool  # whether a press would have the model read it
    on_orchestrate: bool = False  # whether that is among what Orchestrate does
    own: int = 0  # needs that only the model sees
    shared: int = 0  # that the rules see too
    refused: tuple[planner.Refusal, ...] = ()
    reason_code: str = ""
    reason: str = ""
    model: str = ""
    requested_by: str = ""
    asked_at: datetime | None = None
    finished_at: datetime | None = None

    @property
    def shown(self) -> bool:
        """Whether there is anything to say: with the offline agent, only what was read before."""
        return self.may_ask or self.state != NONE


def planning_card(outcome: Outcome, run: Run | None) -> PlanningCard:
    """How far it is; `run` is the latest."""
    reading = reading_of(outcome)
    able = settings.ACTIVE_AGENT == "claude" and outcome.status != Outcome.Status.ARCHIVED
    able = able and bool(outcome.approach.strip())
    if reading is None:
        return PlanningCard(NONE, outcome.approach_revision, may_ask=able, on_orchestrate=able)
    state = _state(reading, run)
    wanted = state in (NONE, RUNNING, WAITING, Reading.Status.HELD)
    return PlanningCard(
        state,
        reading.revision,
        may_ask=able and state not in (RUNNING, Reading.Status.READ),
        on_orchestrate=able and wanted,
        own=reading.own,
        shared=len(reading.needs) - reading.own,
        refused=reading.refusals,
        reason_code=reading.code,
        reason=reading.reason,
        model=reading.model,
        requested_by=reading.requested_by,
        asked_at=reading.asked_at,
        finished_at=reading.finished_at,
    )


def _state(reading: Reading, run: Run | None) -> str:
    if reading.status != Reading.Status.WANTED:
        return str(reading.status)
    waits = reading.run_id is not None and run is not None and run.status != Run.Status.RUNNING
    return WAITING if waits else RUNNING


def is_reading(workers: Sequence[Worker]) -> bool:
    """Whether one of these has an approach in hand."""
    return any(worker.phase == "planning" and worker.status == Worker.Status.WORKING for worker in workers)

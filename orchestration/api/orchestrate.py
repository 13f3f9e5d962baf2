"""Orchestrate, its state, and the person at the wheel."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Annotated, Any, Literal

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from orchestration import control, orchestrator, progress
from orchestration.api.auth import actor
from orchestration.api.idempotency import once
from orchestration.api.input import Incoming
from orchestration.api.schemas import OrchestrateOut, RunOut, StatusOut, SteeredOut
from orchestration.api.waiting import wait_for
from orchestration.disk import shortage
from outcomes.drafting import draft_tasks
from outcomes.models import Outcome, Readiness, Run
from outcomes.needs import effective_needs
from outcomes.proposals import drafts_of

router = Router(tags=["orchestrate"], by_alias=True)

MAX_INPUTS = 64 * 1024  # bytes of JSON
# Requests that wait, of one process: each of them keeps a thread of the web server.
MAX_WAITING = 12
_waiting = threading.BoundedSemaphore(MAX_WAITING)


def small(inputs: dict[str, Any]) -> dict[str, Any]:
    """The inputs, when they are not too large; ValueError says how large they are."""
    size = len(json.dumps(inputs, ensure_ascii=False).encode())
    if size > MAX_INPUTS:
        raise ValueError(f"The inputs have {size:,} bytes of JSON; at most {MAX_INPUTS:,} are accepted")
    return inputs


SkillName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class OrchestrateIn(Incoming):
    """Limits that are left out are the outcome's own."""

    async_: bool = Field(True, alias="async")
    suggested_skills: list[SkillName] = Field([], max_length=100)
    max_infrastructure_workers: int = Field(3, ge=1, le=3)
    max_execution_workers: int = Field(1, ge=1, le=64)
    skip_validation: bool = False
    again: bool = False
    inputs: Annotated[dict[str, Any], AfterValidator(small)] = {}
    wait_seconds: float = Field(60, ge=0, le=600)

    def options(self) -> orchestrator.Options:
        said = self.given()
        return orchestrator.Options(
            tuple(self.suggested_skills),
            said.get("max_infrastructure_workers"),
            said.get("max_execution_workers"),
            self.skip_validation,
            self.again,
            self.inputs,
        )


class StopIn(Incoming):
    mode: Literal["now", "gently"] = "now"


class NothingIn(Incoming):
    """A body that says nothing; it may be left out."""


class NoteIn(Incoming):
    """Why a person decides so; it may be left out."""

    note: str = Field(default="", max_length=control.MAX_NOTE)


USUAL, STOP_NOW = OrchestrateIn.model_validate({}), StopIn()
NOTHING, NO_NOTE = NothingIn(), NoteIn()
ANSWERS = {200: OrchestrateOut, 202: OrchestrateOut}


@router.post("/{key:outcome_id}/orchestrate", response=ANSWERS)
def orchestrate(request: HttpRequest, outcome_id: int, body: OrchestrateIn = USUAL) -> HttpResponse:
    """Start the work, or join the run that does it. 202: started, or still going on; 200: joined or done."""
    effective_needs(Outcome.objects.get(pk=outcome_id))  # a long approach is read before any lock is taken

    def start() -> tuple[int, OrchestrateOut]:
        return _started(orchestrator.orchestrate(outcome_id, body.options(), actor(request)))

    return once(request, start, _ending(body))


@router.post("/{key:outcome_id}/execute-plan", response=ANSWERS)
def execute_plan(request: HttpRequest, outcome_id: int, body: OrchestrateIn = USUAL) -> HttpResponse:
    """Accept the tasks that the approach proposes, then orchestrate; called twice it adds nothing.

    Where members wrote all the tasks themselves, nothing is drafted.
    """
    outcome = Outcome.objects.get(pk=outcome_id)
    drafts_of(outcome)

    def start() -> tuple[int, OrchestrateOut]:
        with transaction.atomic():
            drafted = draft_tasks(outcome, actor(request))
            status, answer = _started(orchestrator.orchestrate(outcome_id, body.options(), actor(request)))
        answer.tasks_drafted = len(drafted)
        return status, answer

    return once(request, start, _ending(body))


@router.get("/{key:outcome_id}/orchestrate", response=StatusOut)
def show_status(request: HttpRequest, outcome_id: int) -> StatusOut:
    return status_of(outcome_id)


@router.post("/{key:outcome_id}/stop", response=SteeredOut)
def stop(request: HttpRequest, outcome_id: int, body: StopIn = STOP_NOW) -> SteeredOut:
    return _steered(control.stop(outcome_id, body.mode, actor(request)))


@router.post("/{key:outcome_id}/resume", response=SteeredOut)
def resume(request: HttpRequest, outcome_id: int, body: NothingIn = NOTHING) -> SteeredOut:
    return _steered(control.resume(outcome_id, actor(request)))


def status_of(outcome_id: int) -> StatusOut:
    """How far the outcome is; reads no text of it."""
    tally, run = progress.Tally.of(outcome_id), progress.latest_run(outcome_id)
    wrong = any(counts["failed"] or counts["held"] for counts in tally.stats.values())
    return StatusOut(
        outcome_id=outcome_id,
        phase=tally.phase,
        infrastructure_ready=tally.readiness,
        ready_for_execution=tally.readiness == Readiness.READY,
        stats=tally.stats,
        active_workers=tally.working,
        run=RunOut.model_validate(run) if run else None,
        errors=_errors(run, progress.errors(outcome_id) if wrong else []),
    )


def exit_code(status: StatusOut) -> int:
    """What a command ends with: 0 complete or on its way, 1 failed, 3 held or stopped."""
    codes = {Run.Status.FAILED: 1, Run.Status.HELD: 3, Run.Status.STOPPED: 3}
    return codes.get(Run.Status(status.run.status), 0) if status.run else 0


def _errors(run: Run | None, told: list[str]) -> list[str]:
    """What stands against the outcome; a run that failed without a failed task says why itself."""
    told = told or ([run.reason] if run is not None and run.status == Run.Status.FAILED else [])
    return [*told, short] if (short := shortage()) else told


def _started(answer: orchestrator.Answer) -> tuple[int, OrchestrateOut]:
    told = OrchestrateOut(
        success=True,
        phase=answer.phase,
        workers_spawned=answer.workers_spawned,
        tasks_created=answer.tasks_created,
        message=answer.message,
        outcome_id=answer.outcome_id,
        run_id=answer.run_id,
    )
    return (202 if answer.started else 200), told


def _ending(body: OrchestrateIn) -> Callable[[Any], tuple[int, BaseModel]] | None:
    return None if body.async_ else lambda told: waited(OrchestrateOut(**_ours(told)), body.wait_seconds)


def _ours(told: dict[str, Any]) -> dict[str, Any]:
    names = {field.alias or name: name for name, field in OrchestrateOut.model_fields.items()}
    return {names[key]: value for key, value in told.items()}


def waited(told: OrchestrateOut, seconds: float) -> tuple[int, OrchestrateOut]:
    """The final answer about a run that was started or joined: 200, or 202 when it goes on after so long."""
    if wait_for(told.run_id, 0):
        settled = True  # what the click said is still the whole truth
    elif not _waiting.acquire(blocking=False):
        settled = False
        told.message = "Too many requests are waiting here already: ask for the state instead."
    else:
        try:
            settled = wait_for(told.run_id, seconds)
        finally:
            _waiting.release()
        told.message = _message(Run.objects.get(pk=told.run_id))
    run = Run.objects.get(pk=told.run_id)
    told.phase = progress.Tally.of(told.outcome_id).phase
    told.errors = _errors(run, progress.errors(told.outcome_id))
    told.success = run.status in (Run.Status.RUNNING, Run.Status.COMPLETED)
    return (200 if settled else 202), told


def _message(run: Run) -> str:
    if run.status == Run.Status.RUNNING:
        return f"Run {run.pk} is still going on."
    if run.status == Run.Status.COMPLETED:
        return f"Run {run.pk} {run.reason}."
    return f"Run {run.pk} {'is ' if run.is_active else ''}{run.status}: {run.reason}"


def _steered(run: Run) -> SteeredOut:
    return SteeredOut(message=_message(run), run=RunOut.model_validate(run))

"""Outcomes: listed, made, changed, deleted."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from ninja import Router, Status
from pydantic import AfterValidator, Field, StringConstraints

from orchestration import control, wakeups
from orchestration.api.auth import actor
from orchestration.api.errors import StaleText
from orchestration.api.idempotency import once
from orchestration.api.input import Incoming
from orchestration.api.paging import Part, Slice, cut
from orchestration.api.schemas import OutcomeOut, Page
from outcomes.approach import check_text
from outcomes.errors import BadInput, Refused
from outcomes.models import Outcome, Readiness, Run, Task
from outcomes.needs import effective_needs

router = Router(tags=["outcomes"], by_alias=True)

MAX_INTENT = 100_000  # characters
MAX_BUDGET = 99_999_999.99  # US dollars; what the column holds


def _cents(value: float) -> float:
    if round(value, 2) != value:
        raise ValueError("Dollars and cents were expected: at most two decimals")
    return value


class _Fields(Incoming):
    intent: str = Field("", max_length=MAX_INTENT)
    approach: str = ""
    policy: Literal["all", "partial"] = "all"
    max_infrastructure_workers: int = Field(3, ge=1, le=3)
    max_execution_workers: int = Field(1, ge=1, le=64)
    budget_usd: Annotated[float, Field(ge=0, le=MAX_BUDGET), AfterValidator(_cents)] = 5.0


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class NewOutcome(_Fields):
    name: Name


class OutcomeChanges(_Fields):
    name: Name = ""
    status: Literal["active", "achieved", "archived"] = "active"
    approach_revision: int = 0


@router.get("", response=Page[OutcomeOut])
def list_outcomes(request: HttpRequest, part: Slice = Part) -> Page[OutcomeOut]:
    rows, following = cut(Outcome.objects.all(), part)
    return Page[OutcomeOut](items=shapes(rows), next_cursor=following)


@router.post("", response={201: OutcomeOut})
def create_outcome(request: HttpRequest, body: NewOutcome) -> Any:
    def create() -> tuple[int, OutcomeOut]:
        outcome = Outcome(created_by=actor(request), **_columns(body))
        outcome.save(by=actor(request))
        return 201, shape(outcome)

    return once(request, create)


@router.get("/{key:outcome_id}", response=OutcomeOut)
def show_outcome(request: HttpRequest, outcome_id: int) -> OutcomeOut:
    return shape(Outcome.objects.get(pk=outcome_id))


@router.patch("/{key:outcome_id}", response=OutcomeOut)
def change_outcome(request: HttpRequest, outcome_id: int, body: OutcomeChanges) -> OutcomeOut:
    """With `approachRevision`, a new approach is refused (409) when another one was saved since.

    An active run follows limits and policy at once.
    """
    columns = _columns(body)
    read, status = columns.pop("approach_revision", None), columns.pop("status", None)
    approach = columns.pop("approach", None)
    if approach is not None:
        effective_needs(Outcome.objects.get(pk=outcome_id), approach)  # before the lock is taken
    with transaction.atomic():
        outcome = Outcome.objects.locked().get(pk=outcome_id)
        if approach is not None:
            if read is not None and read != outcome.approach_revision:
                raise StaleText(outcome, read, approach)
            outcome.approach = approach
            outcome.save(by=actor(request), update_fields=["approach", "updated_at"])
        control.change_settings(outcome, columns, actor(request))
        if status:
            outcome.change_status(status, actor(request))
        if approach is not None:
            wakeups.wake_for(outcome.pk)  # for a run that goes on by itself
        outcome.refresh_from_db()
    return shape(outcome)


@router.delete("/{key:outcome_id}", response={204: None})
def delete_outcome(request: HttpRequest, outcome_id: int) -> Status[None]:
    with transaction.atomic():
        outcome = Outcome.objects.locked().get(pk=outcome_id)
        run = outcome.active_run
        if run is not None and run.status == Run.Status.RUNNING:
            raise Refused(f"Run {run.pk} is running: stop it before you delete its outcome.", "run-active")
        outcome.delete()
    return Status(204, None)


def _columns(body: _Fields) -> dict[str, Any]:
    columns = body.given()
    for name in ("name", "intent", "approach"):
        if name in columns:
            columns[name] = check_text(columns[name], name)
    if "budget_usd" in columns:
        columns["budget_usd"] = Decimal(str(columns["budget_usd"]))
    if len(columns.get("name", "").splitlines()) > 1:
        raise BadInput("name", "A name is one line.")
    return columns


def shape(outcome: Outcome) -> OutcomeOut:
    return shapes([outcome])[0]


def shapes(outcomes: list[Outcome]) -> list[OutcomeOut]:
    """The outcomes as callers see them; one query for the phases of all."""
    ready = [outcome.pk for outcome in outcomes if outcome.infrastructure_ready == Readiness.READY]
    at_work = set()
    if ready:
        left = Task.objects.execution().filter(outcome=OuterRef("pk"), status__in=Task.UNDONE)
        at_work = set(Outcome.objects.filter(Exists(left), pk__in=ready).values_list("pk", flat=True))
    return [_shape(outcome, outcome.pk in at_work) for outcome in outcomes]


def _shape(outcome: Outcome, at_work: bool) -> OutcomeOut:
    phase = "execution" if at_work else "complete"
    if outcome.infrastructure_ready != Readiness.READY:
        phase = "infrastructure"
    return OutcomeOut(
        phase=phase,
        **{name: getattr(outcome, name) for name in OutcomeOut.model_fields if name != "phase"},
    )

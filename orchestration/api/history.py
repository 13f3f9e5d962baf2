"""What happened in an outcome: its events and its runs."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from orchestration.api.paging import Part, Slice, cut
from orchestration.api.schemas import EventOut, Page, RunOut
from outcomes.models import Event, Outcome, Run

router = Router(tags=["history"], by_alias=True)


@router.get("/{key:outcome_id}/events", response=Page[EventOut])
def list_events(request: HttpRequest, outcome_id: int, part: Slice = Part) -> Page[EventOut]:
    """Newest first."""
    outcome = Outcome.objects.only("pk").get(pk=outcome_id)
    found, following = cut(Event.objects.filter(outcome=outcome), part)
    return Page[EventOut](items=[EventOut.model_validate(row) for row in found], next_cursor=following)


@router.get("/{key:outcome_id}/runs", response=Page[RunOut])
def list_runs(request: HttpRequest, outcome_id: int, part: Slice = Part) -> Page[RunOut]:
    """Newest first."""
    outcome = Outcome.objects.only("pk").get(pk=outcome_id)
    found, following = cut(Run.objects.filter(outcome=outcome), part)
    return Page[RunOut](items=[RunOut.model_validate(row) for row in found], next_cursor=following)

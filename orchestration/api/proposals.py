"""The tasks that an approach proposes: to look at, and to accept, drop or restore."""

from __future__ import annotations

from typing import Annotated, Any

from django.db import transaction
from django.http import HttpRequest
from ninja import Router
from pydantic import Field, StringConstraints

from orchestration import wakeups
from orchestration.api.auth import actor
from orchestration.api.input import Incoming
from orchestration.api.schemas import AcceptedOut, ProposalOut, ProposalsOut
from orchestration.api.tasks import shapes, whole
from outcomes import drafting
from outcomes.models import Outcome, Task
from outcomes.proposals import Draft, Proposals, drafts_of, proposals

router = Router(tags=["tasks"], by_alias=True)

Step = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class StepsIn(Incoming):
    steps: list[Step] = Field(min_length=1, max_length=20_000)


class AcceptIn(Incoming):
    """Without `steps`, all that is proposed is accepted."""

    steps: list[Step] | None = Field(None, max_length=20_000)


ALL = AcceptIn.model_validate({})


@router.get("/{key:outcome_id}/proposed-tasks", response=ProposalsOut)
def list_proposals(request: HttpRequest, outcome_id: int) -> ProposalsOut:
    """Every step of the plan, in its order, with what became of it; and the tasks whose step is gone."""
    return _told(Outcome.objects.get(pk=outcome_id))


@router.post("/{key:outcome_id}/proposed-tasks/accept", response=AcceptedOut)
def accept(request: HttpRequest, outcome_id: int, body: AcceptIn = ALL) -> AcceptedOut:
    """Make tasks of new steps, and let unedited tasks follow their changed steps. Twice is once."""
    outcome = Outcome.objects.get(pk=outcome_id)
    drafts_of(outcome)  # a long approach is read before any lock is taken
    with transaction.atomic():
        taken = drafting.accept(outcome, actor(request), body.steps)
        wakeups.wake_for(outcome_id)
    return AcceptedOut(created=_shapes(taken.created), updated=_shapes(taken.updated))


@router.post("/{key:outcome_id}/proposed-tasks/drop", response=ProposalsOut)
def drop(request: HttpRequest, outcome_id: int, body: StepsIn) -> ProposalsOut:
    """Propose these steps no more, also after an edit of their text."""
    outcome = Outcome.objects.get(pk=outcome_id)
    drafting.drop(outcome, body.steps, actor(request))
    return _told(outcome)


@router.post("/{key:outcome_id}/proposed-tasks/restore", response=ProposalsOut)
def restore(request: HttpRequest, outcome_id: int, body: StepsIn) -> ProposalsOut:
    """Propose these dropped steps again."""
    outcome = Outcome.objects.get(pk=outcome_id)
    drafting.restore(outcome, body.steps, actor(request))
    return _told(outcome)


def _shapes(tasks: list[Task]) -> list[Any]:
    rows = Task.objects.filter(pk__in=[task.pk for task in tasks])
    return shapes(list(whole(rows).order_by("position", "id")))


def _told(outcome: Outcome) -> ProposalsOut:
    found = proposals(outcome)
    states = {draft.step: "new" for draft in found.new} | {draft.step: "dropped" for draft in found.dropped}
    states |= {change.draft.step: "changed" for change in found.changed}
    states |= {change.draft.step: "outdated" for change in found.outdated}
    return ProposalsOut(
        items=[_shape(draft, states.get(draft.step, "accepted"), found) for draft in found.drafts],
        vanished=[task.pk for task in found.vanished],
    )


def _shape(draft: Draft, state: str, found: Proposals) -> ProposalOut:
    task = found.tasks.get(draft.step)
    return ProposalOut(
        step=draft.step,
        state=state,
        task_id=task.pk if task else None,
        title=draft.title,
        description=draft.description,
        acceptance=draft.acceptance,
        outputs=list(draft.outputs),
        required_skills=list(draft.skills),
        required_tools=list(draft.tools),
        after=list(draft.after),
        line=draft.line,
    )

"""What saving a text as the approach would change; nothing is saved."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from orchestration.api.input import Incoming
from orchestration.api.needs import told
from orchestration.api.schemas import AffectedOut, DifferenceOut, PreviewOut, TaskFatesOut
from outcomes.approach import check_text
from outcomes.foresight import Difference, Fates, foresee
from outcomes.models import Outcome
from outcomes.proposals import WHOLE

router = Router(tags=["needs"], by_alias=True)


class ApproachIn(Incoming):
    approach: str


@router.post("/{key:outcome_id}/preview", response=PreviewOut)
def preview(request: HttpRequest, outcome_id: int, body: ApproachIn) -> PreviewOut:
    """The needs of this text, what differs from those planned last, and what becomes of the tasks."""
    outcome = Outcome.objects.get(pk=outcome_id)
    text = check_text(body.approach)
    seen = foresee(outcome, text, outcome.runs.defer("inputs").first())
    return PreviewOut(
        **dict(told(text, seen.needs, seen.plan)),
        difference=_difference(seen.difference),
        tasks=_tasks(seen.tasks),
    )


def _difference(found: Difference) -> DifferenceOut:
    names = {
        name: [step.name for step in getattr(found, name)] for name in ("new", "changed", "gone", "same")
    }
    return DifferenceOut(since=found.since, **names)


def _tasks(found: Fates) -> TaskFatesOut:
    steps = found.proposals
    affected = {
        name: [AffectedOut.model_validate(task) for task in getattr(found, name)]
        for name in ("blocked", "redo", "waiting")
    }
    return TaskFatesOut(
        total=found.total,
        kept=found.kept,
        **affected,
        new_steps=[draft.title for draft in steps.new if draft.step != WHOLE],
        changed=[change.task.pk for change in steps.changed],
        outdated=[change.task.pk for change in steps.outdated],
        vanished=[task.pk for task in steps.vanished],
    )

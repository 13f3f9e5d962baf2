"""What an outcome needs, and what a click on Orchestrate would do about it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field, StringConstraints

import planner
from orchestration import control, planning, wakeups
from orchestration.api.auth import actor
from orchestration.api.input import Incoming
from orchestration.api.orchestrate import NO_NOTE, NOTHING, NoteIn, NothingIn
from orchestration.api.schemas import NeedOut, NeedsOut, PlanningOut, PlanOut, SaidOut, StepOut, ToolNeedOut
from orchestration.planning_card import planning_card
from orchestration.progress import latest_run
from outcomes.errors import BadInput
from outcomes.fitting import ACTIONS
from outcomes.marking import passages_of
from outcomes.models import Outcome
from outcomes.needs import Need, Needs, add_need, change_need, effective_needs, restore_need
from outcomes.reconciliation import Plan, reconcile

router = Router(tags=["needs"], by_alias=True)

MAX_SPECIFICATION = 100_000  # characters
MAX_CONTENT = 1_000_000  # characters
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class _Fields(Incoming):
    kind: Literal["skill", "tool"] = "skill"
    name: Title = ""
    title: Title = ""
    specification: str = Field("", max_length=MAX_SPECIFICATION)


class NewNeed(_Fields):
    """`name` or `title`; the other follows from it."""


class NeedChanges(_Fields):
    dismissed: bool = False


class ContentIn(Incoming):
    content: str = Field(max_length=MAX_CONTENT)


@router.get("/{key:outcome_id}/needs", response=NeedsOut)
def list_needs(request: HttpRequest, outcome_id: int) -> NeedsOut:
    return shape(Outcome.objects.get(pk=outcome_id))


@router.post("/{key:outcome_id}/needs", response={200: NeedsOut, 201: NeedsOut})
def create_need(request: HttpRequest, outcome_id: int, body: NewNeed) -> Status[NeedsOut]:
    """201 when it was added, 200 when it was called for already; all the needs either way."""
    outcome = Outcome.objects.get(pk=outcome_id)
    if not body.name and not body.title:
        raise BadInput("name", "A need has a name or a title.")
    with wakeups.then_wake(outcome_id):
        field = "name" if body.name else "title"
        added = add_need(
            outcome, body.name or body.title, actor(request), body.kind, body.specification, field=field
        )
        if added and body.name and body.title:
            name = planner.kebab_name(body.name)
            outcome.need_overrides.filter(name=name).update(title=body.title)
    return Status(201 if added else 200, shape(outcome))


@router.post("/{key:outcome_id}/plan", response={200: NeedsOut, 202: NeedsOut})
def plan_with_model(request: HttpRequest, outcome_id: int, body: NothingIn = NOTHING) -> Status[NeedsOut]:
    """Have a model read the approach for needs that the rules miss; it costs money, once per revision.

    202 when that is asked for now, 200 when it is under way or done: `planning` says how far it is.
    """
    asked = planning.ask(outcome_id, actor(request))
    return Status(202 if asked else 200, shape(Outcome.objects.get(pk=outcome_id)))


@router.patch("/{key:outcome_id}/needs/{str:name}", response=NeedsOut)
def edit_need(request: HttpRequest, outcome_id: int, name: str, body: NeedChanges) -> NeedsOut:
    outcome = Outcome.objects.get(pk=outcome_id)
    changes: dict[str, Any] = body.given()
    if changes or name not in {need.name for need in effective_needs(outcome).wanted}:
        with wakeups.then_wake(outcome_id):
            change_need(outcome, name, actor(request), **changes)
    return shape(outcome)


@router.post("/{key:outcome_id}/needs/{str:name}/restore", response=NeedsOut)
def restore(request: HttpRequest, outcome_id: int, name: str, body: NothingIn = NOTHING) -> NeedsOut:
    """Forget what members said of it: it is as the approach says, and an added one goes."""
    outcome = Outcome.objects.get(pk=outcome_id)
    with wakeups.then_wake(outcome_id):
        restore_need(outcome, name, actor(request))
    return shape(outcome)


@router.post("/{key:outcome_id}/needs/{str:name}/waive", response=NeedsOut)
def waive(request: HttpRequest, outcome_id: int, name: str, body: NoteIn = NO_NOTE) -> NeedsOut:
    """Go on without it; who, when and why is told by every task that is done without it."""
    outcome = Outcome.objects.get(pk=outcome_id)
    control.waive(outcome.pk, name, actor(request), body.note)
    return shape(outcome)


@router.post("/{key:outcome_id}/needs/{str:name}/supply", response={200: NeedsOut, 201: NeedsOut})
def supply(request: HttpRequest, outcome_id: int, name: str, body: ContentIn) -> Status[NeedsOut]:
    """Meet it by hand: `content` is a whole SKILL.md, or a program.

    422 with the findings of the checks; 201 for a new version, 200 when it stands already.
    """
    new = control.supply(outcome_id, name, body.content, actor(request))
    return Status(201 if new else 200, shape(Outcome.objects.get(pk=outcome_id)))


@router.post("/{key:outcome_id}/needs/{str:name}/rebuild", response=NeedsOut)
def rebuild(request: HttpRequest, outcome_id: int, name: str, body: NothingIn = NOTHING) -> NeedsOut:
    """Have an agent build what a member supplied or waived."""
    control.build_after_all(outcome_id, name, actor(request))
    return shape(Outcome.objects.get(pk=outcome_id))


def shape(outcome: Outcome) -> NeedsOut:
    """The needs as they count now, with the status of what was made of them, and the plan."""
    needs = effective_needs(outcome)
    answer = told(outcome.approach, needs, reconcile(outcome, needs))
    answer.planning = PlanningOut.model_validate(planning_card(outcome, latest_run(outcome.pk)))
    return answer


def told(approach: str, needs: Needs, plan: Plan) -> NeedsOut:
    """The needs of this text, and the plan for them."""
    status = {(step.kind, step.name): step.row.status for step in plan.steps if step.row is not None}
    passages = {(one.kind, one.name): one for one in passages_of(approach, needs.wanted)}

    def fields(need: Need) -> dict[str, Any]:
        key = need.kind, need.name
        same = {name: getattr(need, name) for name in NeedOut.model_fields if hasattr(need, name)}
        return same | {"status": status.get(key), "passage": passages.get(key)}

    return NeedsOut(
        skills=[NeedOut(**fields(need)) for need in needs.skills],
        tools=[ToolNeedOut(interface=need.interface or None, **fields(need)) for need in needs.tools],
        existing_skills=list(needs.existing),
        plan=PlanOut(
            **{
                action: [
                    StepOut(
                        kind=step.kind,
                        name=step.name,
                        reason=step.reason,
                        outdated=step.outdated,
                        alike=None if step.alike is None else round(100 * step.alike),
                        renamed_from=step.was.name if step.was is not None else None,
                    )
                    for step in plan.of(action)
                ]
                for action in ACTIONS
            }
        ),
        said=[SaidOut.model_validate(one) for one in needs.said],
    )

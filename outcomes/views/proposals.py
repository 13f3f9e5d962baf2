"""The tasks that an approach proposes: shown under it, accepted, edited first, dropped, restored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from outcomes.drafting import Accepted, accept, drop, restore
from outcomes.errors import BadInput, OutcomesError
from outcomes.forms import TaskForm, attempt, sent
from outcomes.models import Outcome, Task
from outcomes.proposals import WHOLE, Draft, Proposals, proposals
from outcomes.tasks import edit_task

SHOWN = 100  # of each kind; the buttons for all of them take the others, too


@dataclass(frozen=True, slots=True)
class Shown:
    """A proposed task with the titles of the steps that it waits for."""

    draft: Draft
    after: list[str]


def proposed_card(outcome: Outcome) -> dict[str, Any]:
    """The context of templates/outcomes/_proposed.html."""
    found = proposals(outcome)
    new = [draft for draft in found.new if draft.step != WHOLE]
    return {
        "proposed": found,
        "proposed_new": [_shown(found, draft) for draft in new[:SHOWN]],
        "proposed_count": len(new),
        "proposed_changed": found.changed[:SHOWN],
        "proposed_outdated": found.outdated[:SHOWN],
        "proposed_vanished": found.vanished[:SHOWN],
        "proposed_dropped": found.dropped[:SHOWN],
        "has_no_steps": [draft.step for draft in found.drafts] == [WHOLE] and bool(outcome.approach.strip()),
    }


def _shown(found: Proposals, draft: Draft) -> Shown:
    return Shown(draft, [found.by_step[step].title for step in draft.after])


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept all, or what is ticked; drop what is ticked; restore one."""
    outcome = get_object_or_404(Outcome, pk=pk)
    ticked, by = request.POST.getlist("step"), request.user.get_username()
    action = request.POST.get("do", "")
    try:
        if "restore" in request.POST:
            restore(outcome, [request.POST["restore"]], by)
            messages.success(request, "It is proposed again.")
        elif action == "accept-all":
            _tell(request, accept(outcome, by))
        elif not ticked:
            messages.info(request, "Nothing is ticked: tick the tasks that you mean, then press again.")
        elif action == "drop":
            dropped = drop(outcome, ticked, by)
            messages.success(request, f"{_counted(dropped)} left out. You find what was left out below.")
        else:
            _tell(request, accept(outcome, by, ticked))
    except OutcomesError as error:
        messages.error(request, str(error))
    return redirect("orchestration:outcome", pk)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """A proposed task in a form; saving accepts it as it then is."""
    outcome = get_object_or_404(Outcome, pk=pk)
    found = proposals(outcome)
    draft = found.by_step.get(step)
    if draft is None:
        raise Http404
    if step in found.tasks:
        messages.info(request, "This step is a task already.")
        return redirect("outcomes:edit-task", pk, found.tasks[step].pk)
    form = TaskForm(*sent(request), outcome=outcome, initial=_initial(found, draft))
    by = request.user.get_username()
    if form.is_valid():
        task = attempt(form, lambda: _accept_edited(outcome, step, form, by))
        if task is not None:
            messages.success(request, f"“{task.title}” is added.")
            return redirect("orchestration:outcome", pk)
    status = 422 if request.method == "POST" else 200
    context = {"outcome": outcome, "form": form, "draft": draft}
    return render(request, "outcomes/proposal_form.html", context, status=status)


def _initial(found: Proposals, draft: Draft) -> dict[str, Any]:
    return {
        "title": draft.title,
        "description": draft.description,
        "acceptance": draft.acceptance,
        "outputs": "\n".join(draft.outputs),
        "priority": 100,
        "depends_on": sorted(found.waits_for(draft)),
        "required_skills": draft.skills,
        "required_tools": draft.tools,
    }


def _accept_edited(outcome: Outcome, step: str, form: TaskForm, by: str) -> Task:
    """Both or neither: what the rules refuse adds nothing."""
    with transaction.atomic():
        created = accept(outcome, by, [step]).created
        if not created:
            raise BadInput("title", "Somebody accepted this step meanwhile: go back, and edit its task.")
        return edit_task(created[0], form.values(), by)


def _tell(request: HttpRequest, taken: Accepted) -> None:
    told = []
    if taken.created:
        told.append(f"{_counted(len(taken.created))} drafted from the approach. Edit them as you like.")
    if taken.updated:
        told.append(f"{_counted(len(taken.updated))} changed as the approach did.")
    if told:
        messages.success(request, " ".join(told))
    else:
        messages.info(request, "Every step of the approach is a task already, or was left out.")


def _counted(number: int) -> str:
    return "1 task is" if number == 1 else f"{number} tasks are"

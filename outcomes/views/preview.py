"""What a text would need, shown while it is being written; nothing is saved."""

from __future__ import annotations

from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from outcomes.approach import check_text
from outcomes.errors import BadInput
from outcomes.foresight import Foresight, foresee
from outcomes.models import Outcome, Run
from outcomes.needs import effective_needs
from outcomes.reconciliation import reconcile
from outcomes.views.needs import ToldStep, tell_steps

SHOWN = 30  # needs of each group, beside a text that is being written
UNSAVED = 0  # no row has this key, so nobody has added or dismissed a need of it


def needs_of(text: str, outcome: Outcome | None = None) -> dict[str, Any]:
    """The needs of this text; for an outcome that exists what saving it would change, for needs and tasks."""
    try:
        text = check_text(text)
    except BadInput as error:
        return {"problem": str(error)}
    if outcome is None:
        outcome = Outcome(pk=UNSAVED)
        needs = effective_needs(outcome, approach=text)
        plan = reconcile(outcome, needs)
        told = {"steps": tell_steps(plan, outcome, None, preview=True), "is_new": True}
    else:
        run = outcome.runs.defer("inputs").first()
        seen = foresee(outcome, text, run)
        needs, plan = seen.needs, seen.plan
        told = {"foresight": seen, "groups": _groups(seen, outcome, run), "most": SHOWN}
    return {**told, "existing": needs.existing, "has_steps": bool(plan.steps), "is_empty": not text.strip()}


def _groups(seen: Foresight, outcome: Outcome, run: Run | None) -> list[tuple[str, str, list[ToldStep]]]:
    """(name, title, needs): what differs first, and what stays as it is last."""
    told = {id(one.step): one for one in tell_steps(seen.plan, outcome, run, preview=True)}
    difference = seen.difference
    titles = {"new": "New", "changed": "Changed", "gone": "No longer called for", "same": "As before"}
    groups = [(name, title, getattr(difference, name)) for name, title in titles.items()]
    return [(name, title, [told[id(step)] for step in steps]) for name, title, steps in groups if steps]


def preview(
    request: HttpRequest, template: str, form: BaseForm, outcome: Outcome | None = None
) -> HttpResponse:
    """The fragment for a script that asked while somebody typed, else the page with the text still in it."""
    shown = needs_of(request.POST.get("approach", ""), outcome)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "outcomes/_preview.html", {"preview": shown, "outcome": outcome})
    return render(request, template, {"form": form, "preview": shown, "outcome": outcome})

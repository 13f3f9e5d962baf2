"""What a text would need, shown while it is being written; nothing is saved."""

from __future__ import annotations

from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from outcomes.approach import check_text
from outcomes.errors import BadInput
from outcomes.models import Outcome
from outcomes.needs import effective_needs
from outcomes.reconciliation import reconcile
from outcomes.views.needs import tell_steps

UNSAVED = 0  # no row has this key, so nobody has added or dismissed a need of it


def needs_of(text: str, outcome: Outcome | None = None) -> dict[str, Any]:
    """The needs of this text, and for an outcome that exists what would be done about each."""
    try:
        text = check_text(text)
    except BadInput as error:
        return {"problem": str(error)}
    outcome = outcome or Outcome(pk=UNSAVED)
    needs = effective_needs(outcome, approach=text)
    plan = reconcile(outcome, needs)
    return {
        "steps": tell_steps(plan, outcome, outcome.runs.first() if outcome.pk else None, preview=True),
        "existing": needs.existing,
        "is_empty": not text.strip(),
        "is_new": outcome.pk == UNSAVED,
    }


def preview(
    request: HttpRequest, template: str, form: BaseForm, outcome: Outcome | None = None
) -> HttpResponse:
    """The fragment for a script that asked while somebody typed, else the page with the text still in it."""
    shown = needs_of(request.POST.get("approach", ""), outcome)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "outcomes/_preview.html", {"preview": shown})
    return render(request, template, {"form": form, "preview": shown, "outcome": outcome})

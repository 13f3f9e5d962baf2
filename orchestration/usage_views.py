"""What calls to models have cost, as a page and as CSV; and the budget of one outcome."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from orchestration import control
from orchestration.costs import usd
from orchestration.models import SpendingDay
from orchestration.usage import MOST_GROUPS, Which, rows_of_calls
from orchestration.usage import usage as add_up
from orchestration.views import act, user_name
from outcomes.errors import BadInput
from outcomes.models import Outcome, Run

MOST_DOLLARS = Decimal("99999999.99")  # what the column holds
TITLES = {
    "outcome": ("By outcome", "Outcome"),
    "run": ("By run", "Run"),
    "task": ("By task", "Task"),
    "capability": ("By skill and tool", "Built"),
    "person": ("By person", "Asked for by"),
    "model": ("By model", "Model"),
    "purpose": ("By purpose", "For"),
    "day": ("By day", "Day"),
}
OF_ALL = ("outcome", "person", "model", "purpose", "day")
OF_ONE = ("task", "capability", "run", "person", "model", "purpose", "day")


class UsageForm(forms.Form):
    outcome = forms.ModelChoiceField(
        Outcome.objects.defer("approach"),
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": "There is no such outcome. It may have been deleted."},
    )
    since = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("since") and values.get("until") and values["since"] > values["until"]:
            self.add_error("until", "This is before the first day.")
        return values

    def which(self) -> Which:
        values = self.cleaned_data
        outcome = values["outcome"]
        return Which(outcome.pk if outcome else None, values["since"], values["until"])


@require_GET
def usage(request: HttpRequest) -> HttpResponse:
    form = UsageForm(request.GET)
    if not form.is_valid():
        return render(request, "orchestration/usage.html", {"form": form}, status=422)
    outcome = form.cleaned_data["outcome"]
    kinds = OF_ONE if outcome else OF_ALL
    found = add_up(form.which(), kinds)
    titles = [(kind, *TITLES[kind]) for kind in kinds]
    context = {
        "form": form,
        "outcome": outcome,
        "found": found,
        "groups": [
            {"kind": kind, "title": title, "column": column, "rows": found.by[kind]}
            for kind, title, column in titles
        ],
        "most": MOST_GROUPS,
        "asked": request.GET.urlencode(),
        "today": None if outcome else SpendingDay.objects.filter(day=timezone.now().date()).first(),
        "daily_budget": settings.ORCHESTRATOR_DAILY_BUDGET_USD,
    }
    return render(request, "orchestration/usage.html", context)


class _Line:
    """What a csv.writer writes to: it hands each line back."""

    def write(self, line: str) -> str:
        return line


@require_GET
def calls_csv(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """One line for each call, of whichever outcome and days the page was asked for."""
    form = UsageForm(request.GET)
    if not form.is_valid():
        return render(request, "orchestration/usage.html", {"form": form}, status=422)
    writer = csv.writer(_Line())
    lines = (writer.writerow(row) for row in rows_of_calls(form.which()))
    name = f"usage-{timezone.now():%Y-%m-%d}.csv"
    return StreamingHttpResponse(
        lines, "text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@require_POST
def budget(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the budget of this outcome; `resume` lets a run go on that is held for it."""
    written, by = request.POST.get("budget_usd", "").strip(), user_name(request)

    def change() -> str:
        amount = _dollars(written)
        with transaction.atomic():
            outcome = Outcome.objects.locked().get(pk=pk)
            control.change_settings(outcome, {"budget_usd": amount}, by)
            run = outcome.active_run
            held = run is not None and run.status == Run.Status.HELD and run.reason_code == "budget"
            if "resume" in request.POST and held:
                control.resume(pk, by)
                return f"The budget is {usd(amount)} now, and the run goes on."
        told = f"The budget is {usd(amount)} now."
        return f"{told} Press Resume when the run is to go on." if held else told

    return act(request, pk, change)


def _dollars(written: str) -> Decimal:
    if not re.fullmatch(r"[0-9]{1,8}(\.[0-9]{1,2})?", written) or Decimal(written) > MOST_DOLLARS:
        raise BadInput(
            "budget_usd",
            f"{written[:20]!r} is no amount in US dollars: expected a number such as 5 or 7.50.",
        )
    return Decimal(written)

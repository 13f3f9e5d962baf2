"""A skill or a tool: what called for it, its versions, and who was given them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from outcomes.markdown import render as render_markdown
from outcomes.models import Attempt, Outcome, Skill, Tool
from outcomes.needs import effective_needs

SHOWN_ATTEMPTS = 50


@require_GET
def skill(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, Skill, pk)


@require_GET
def tool(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, Tool, pk)


def _show(request: HttpRequest, model: type[Skill] | type[Tool], pk: int) -> HttpResponse:
    """The version that counts, or the one named by ?version."""
    row = get_object_or_404(model.objects.select_related("outcome"), pk=pk)
    versions = list(row.versions.defer("content", "specification").order_by("-number")[:200])  # type: ignore[attr-defined]
    asked = request.GET.get("version", "")
    if asked and not (asked.isdecimal() and len(asked) < 10):
        raise Http404("A version is a number.")
    number = int(asked) if asked else row.version or (versions[0].number if versions else 0)
    shown = row.versions.filter(number=number).first()  # type: ignore[attr-defined]
    if asked and shown is None:
        raise Http404(f"{row} has no version {number}.")
    given: list[Attempt] = []
    if shown is not None:
        attempts = shown.given_to.select_related("task", "task__outcome").order_by("-id")
        given = list(attempts.defer("result", "task__result", "task__outcome__approach")[:SHOWN_ATTEMPTS])
    context = {
        "row": row,
        "called_for": row.outcome is not None and _is_called_for(row.outcome, row.kind, row.name),
        "outcome": row.outcome,
        "versions": versions,
        "shown": shown,
        "rendered": render_markdown(shown.content) if shown and row.kind == "skill" else None,
        "given": given,
    }
    return render(request, "outcomes/capability.html", context)


def _is_called_for(outcome: Outcome, kind: str, name: str) -> bool:
    return any((need.kind, need.name) == (kind, name) for need in effective_needs(outcome).wanted)

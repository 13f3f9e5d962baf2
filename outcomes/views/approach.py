"""The approach: editing it, and every text that it has had."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from outcomes.errors import StaleApproach
from outcomes.forms import ApproachForm
from outcomes.markdown import render as render_markdown
from outcomes.models import Outcome
from outcomes.views.preview import needs_of, preview

REVISIONS_PER_PAGE = 50


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The text in a form. A stale revision answers 409 with both texts, and nothing is overwritten."""
    outcome = get_object_or_404(Outcome, pk=pk)
    template = "outcomes/approach_edit.html"
    if request.method == "GET":
        stored = {"approach": outcome.approach, "approachRevision": outcome.approach_revision}
        context = {"form": ApproachForm(initial=stored), "outcome": outcome}
        return render(request, template, context | {"preview": needs_of(outcome.approach, outcome)})
    if "preview" in request.POST:
        return preview(request, template, ApproachForm(initial=request.POST.dict()), outcome)
    form = ApproachForm(request.POST)
    if not form.is_valid():
        return render(request, template, {"form": form, "outcome": outcome}, status=422)
    before = outcome.approach_revision
    try:
        outcome = form.save(pk, by=request.user.get_username())
    except StaleApproach as stale:
        return _show_both(request, stale, form.cleaned_data["approach"])
    if outcome.approach_revision == before:
        messages.info(request, "Saved. Nothing that counts has changed: it is the same revision.")
    else:
        messages.success(request, f"The approach is saved as revision {outcome.approach_revision}.")
    return redirect("orchestration:outcome", pk)


def _show_both(request: HttpRequest, stale: StaleApproach, text: str) -> HttpResponse:
    """Their text beside the refused one; saving from here is against the revision that is shown."""
    theirs = stale.outcome
    form = ApproachForm(initial={"approach": text, "approachRevision": theirs.approach_revision})
    last = theirs.revisions.first()
    context = {"form": form, "outcome": theirs, "stale": stale, "last": last}
    return render(request, "outcomes/approach_conflict.html", context, status=409)


@require_GET
def revisions(request: HttpRequest, pk: int) -> HttpResponse:
    outcome = get_object_or_404(Outcome.objects.defer("approach"), pk=pk)
    texts = outcome.revisions.defer("text")
    page = Paginator(texts, REVISIONS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "outcomes/revisions.html", {"outcome": outcome, "page": page})


@require_GET
def revision(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    outcome = get_object_or_404(Outcome.objects.defer("approach"), pk=pk)
    shown = get_object_or_404(outcome.revisions, number=number)
    context = {"outcome": outcome, "revision": shown, "rendered": render_markdown(shown.text)}
    return render(request, "outcomes/revision.html", context)

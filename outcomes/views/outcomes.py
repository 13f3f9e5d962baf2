"""The list of outcomes, a new one, its settings and its history."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from outcomes.errors import OutcomesError
from outcomes.forms import OutcomeForm, OutcomeSettingsForm, attempt, sent
from outcomes.models import Event, Outcome, Readiness, Run, Task
from outcomes.models.capability import BUILT, CAPABILITIES, CapabilityStatus
from outcomes.samples import sample
from outcomes.views.preview import needs_of, preview

PER_PAGE = 25
EVENTS_PER_PAGE = 100


@require_GET
def outcome_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(Outcome.objects.defer("approach"), PER_PAGE).get_page(request.GET.get("page"))
    outcomes = list(page.object_list)
    _add_progress(outcomes)
    return render(request, "outcomes/outcome_list.html", {"page": page, "outcomes": outcomes})


def _add_progress(outcomes: list[Outcome]) -> None:
    """Give each row its latest run, its counts and its phase, in a few queries for all of them."""
    ids = [outcome.pk for outcome in outcomes]
    newest = Run.objects.filter(outcome__in=ids).order_by("outcome", "id")
    runs = {run.outcome_id: run for run in newest.defer("inputs")}  # the last one of each wins
    tasks = Task.objects.execution().filter(outcome__in=ids).order_by().values_list("outcome")
    settled = Count("pk", filter=Q(status__in=Task.SETTLED))
    by_outcome = {pk: (total, done) for pk, total, done in tasks.annotate(total=Count("pk"), done=settled)}
    needs = _needs_by_outcome(ids)
    for outcome in outcomes:
        built, done = needs.get(outcome.pk, (0, 0)), by_outcome.get(outcome.pk, (0, 0))
        outcome.latest_run = runs.get(outcome.pk)  # type: ignore[attr-defined]
        outcome.building = {"total": built[0], "done": built[1]}  # type: ignore[attr-defined]
        outcome.executing = {"total": done[0], "done": done[1]}  # type: ignore[attr-defined]
        outcome.phase = _phase(outcome, done)  # type: ignore[attr-defined]


def _needs_by_outcome(ids: list[int]) -> dict[int, tuple[int, int]]:
    """How many skills and tools are called for, and how many of them are built or waived."""
    told: dict[int, tuple[int, int]] = {}
    there = Count("pk", filter=Q(status__in=(*BUILT, CapabilityStatus.WAIVED)))
    for model in CAPABILITIES.values():
        rows = model.objects.called_for().filter(outcome__in=ids).order_by().values_list("outcome")
        for pk, total, done in rows.annotate(total=Count("pk"), done=there):
            before = told.get(pk, (0, 0))
            told[pk] = (before[0] + total, before[1] + done)
    return told


def _phase(outcome: Outcome, execution: tuple[int, int]) -> str:
    if outcome.infrastructure_ready != Readiness.READY:
        return "building" if outcome.infrastructure_ready == Readiness.BUILDING else "needs"
    total, settled = execution
    return "execution" if settled < total else "complete"


@require_http_methods(["GET", "POST"])
def new_outcome(request: HttpRequest) -> HttpResponse:
    """The form; with ?sample it comes filled in, and "preview" shows the needs and saves nothing."""
    if request.method == "GET":
        start = sample() if "sample" in request.GET else None
        initial = {"name": start.name, "intent": start.intent, "approach": start.approach} if start else {}
        form = OutcomeForm(initial=initial)
        return render(
            request,
            "outcomes/outcome_new.html",
            {
                "form": form,
                "sample": start,
                "offer_sample": start is None,
                "preview": needs_of(start.approach) if start else None,
            },
        )
    if "preview" in request.POST:
        return preview(request, "outcomes/outcome_new.html", OutcomeForm(initial=request.POST.dict()))
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return render(request, "outcomes/outcome_new.html", {"form": form}, status=422)
    outcome = form.save(commit=False)
    outcome.created_by = request.user.get_username()
    outcome.save(by=request.user.get_username())
    return redirect("orchestration:outcome", outcome.pk)


@require_http_methods(["GET", "POST"])
def edit_outcome(request: HttpRequest, pk: int) -> HttpResponse:
    outcome = get_object_or_404(Outcome, pk=pk)
    form = OutcomeSettingsForm(*sent(request), instance=outcome, initial={"status": outcome.status})
    status = 200
    if request.method == "POST":
        if form.is_valid() and _save_settings(request, form, pk):
            messages.success(request, "Saved.")
            return redirect("orchestration:outcome", pk)
        status = 422
    name = Outcome.objects.values_list("name", flat=True).get(pk=pk)
    context = {"form": form, "outcome": outcome, "name": name}
    return render(request, "outcomes/outcome_settings.html", context, status=status)


def _save_settings(request: HttpRequest, form: OutcomeSettingsForm, pk: int) -> bool:
    by = request.user.get_username()
    stored = Outcome.objects.get(pk=pk)
    try:
        attempt(form, lambda: stored.change_status(form.cleaned_data["status"], by))
    except OutcomesError as error:
        form.add_error("status", str(error))
    if form.errors:
        return False
    changed = [name for name in form.changed_data if name != "status"]
    if changed:
        form.instance.save(by=by, update_fields=[*changed, "updated_at"])
        Event.record(pk, "outcome.edited", by, f"Outcome edited: {', '.join(changed)}")
    return True


@require_GET
def events(request: HttpRequest, pk: int) -> HttpResponse:
    outcome = get_object_or_404(Outcome.objects.defer("approach"), pk=pk)
    page = Paginator(outcome.events.all(), EVENTS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "outcomes/events.html", {"outcome": outcome, "page": page})

"""The list of outcomes, a new one, and the history of one."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from outcomes.forms import OutcomeForm
from outcomes.models import Outcome, Readiness, Run, Task
from outcomes.models.capability import BUILT, CAPABILITIES, CapabilityStatus
from outcomes.samples import sample
from outcomes.views.paging import number, part_of
from outcomes.views.preview import needs_of, preview

PER_PAGE = 25
EVENTS_PER_PAGE = 50


@require_GET
def outcome_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(Outcome.objects.defer("approach"), PER_PAGE).get_page(request.GET.get("page"))
    outcomes = list(page.object_list)
    _add_progress(outcomes)
    return render(request, "outcomes/outcome_list.html", {"page": page, "outcomes": outcomes})


def _add_progress(outcomes: list[Outcome]) -> None:
    """Give each row its latest run, its counts and its phase, in a few queries for all of them."""
    ids = [outcome.pk for outcome in outcomes]
    newest = Run.objects.filter(outcome__in=ids).order_by().values("outcome").annotate(last=Max("pk"))
    last_runs = Run.objects.filter(pk__in=newest.values("last")).defer("inputs")
    runs = {run.outcome_id: run for run in last_runs}
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


@require_GET
def events(request: HttpRequest, pk: int) -> HttpResponse:
    outcome = get_object_or_404(Outcome.objects.defer("approach"), pk=pk)
    part = part_of(outcome.events.all(), "-id", request.GET, EVENTS_PER_PAGE, read=number)
    return render(request, "outcomes/events.html", {"outcome": outcome, "part": part})

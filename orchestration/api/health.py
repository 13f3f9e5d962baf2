"""For load balancers and monitoring: alive, ready, and counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from orchestration import broker, disk
from orchestration.api.auth import ANY
from orchestration.api.errors import problem
from outcomes.models import Outcome, Phase, Run, Task, Worker


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether this process answers; asks nobody else."""
    return JsonResponse({"status": "ok"})


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether work can be done: database and broker answer, the disk has room; 503 says what is missing."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return problem(503, "The database cannot be reached.", "database-unreachable")
    if not broker.answers():
        return problem(503, "The broker (REDIS_URL) cannot be reached.", "broker-unreachable")
    if short := disk.shortage():
        return problem(503, short, "disk-space")
    return JsonResponse({"status": "ready"})


@login_not_required
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Counts in Prometheus' text format, for whoever may call the API."""
    if not any(method(request) for method in ANY):
        return problem(401)
    return HttpResponse("".join(_lines()), content_type="text/plain; version=0.0.4; charset=utf-8")


def _lines() -> Iterator[str]:
    yield from _counted("outcomes", Outcome, ["status"], [(s,) for s in Outcome.Status.values])
    states = [(phase, status) for phase in Phase.values for status in Task.Status.values]
    yield from _counted("tasks", Task, ["phase", "status"], states)
    yield from _counted("runs", Run, ["status"], [(s,) for s in Run.Status.values])
    yield from _counted("workers", Worker, ["status"], [(s,) for s in Worker.Status.values])
    yield "# HELP orchestrator_free_disk_megabytes Free where the data is.\n"
    yield "# TYPE orchestrator_free_disk_megabytes gauge\n"
    yield f"orchestrator_free_disk_megabytes {disk.free_mb()}\n"


def _counted(
    name: str,
    model: type[Outcome] | type[Task] | type[Run] | type[Worker],
    columns: list[str],
    states: Sequence[tuple[str, ...]],
) -> Iterator[str]:
    """Every state has a line, also that which nothing is in."""
    rows = model._default_manager.order_by().values_list(*columns).annotate(count=Count("pk"))
    counts = {tuple(state): count for *state, count in rows}
    yield f"# HELP orchestrator_{name} How many {name} there are.\n# TYPE orchestrator_{name} gauge\n"
    for state in states:
        labels = ",".join(f'{column}="{value}"' for column, value in zip(columns, state, strict=True))
        yield f"orchestrator_{name}{{{labels}}} {counts.get(state, 0)}\n"

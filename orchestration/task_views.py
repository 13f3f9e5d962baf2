"""All tasks of an outcome, one task with every try at it, and what a person decides about it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from orchestration import control
from orchestration.live import IDLE_POLL_S, POLL_S, for_a_list, name_what_they_wait_for, seen_token
from orchestration.views import act, user_name
from outcomes.markdown import render as render_markdown
from outcomes.models import Artifact, Attempt, Outcome, Phase, Run, SkillVersion, Task, ToolVersion

PER_PAGE = 100
SHOWN_ATTEMPTS = 30
STOP_POLLING = 286  # what htmx takes as the last answer


@require_GET
def tasks(request: HttpRequest, pk: int) -> HttpResponse:
    """A page of tasks, by phase and status; "blocked" is one of them."""
    outcome = get_object_or_404(Outcome.objects.defer("approach"), pk=pk)
    phase, status = request.GET.get("phase", ""), request.GET.get("status", "")
    rows = Task.objects.filter(outcome=outcome)
    if phase in Phase.values:
        rows = rows.filter(phase=phase)
    if status == "blocked":
        rows = rows.execution().blocked()
    elif status in Task.Status.values:
        rows = rows.filter(status=status)
    page = Paginator(for_a_list(rows), PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    name_what_they_wait_for(shown)
    context = {
        "outcome": outcome,
        "page": page,
        "tasks": shown,
        "phase": phase,
        "status": status,
        "statuses": [*Task.Status.values, "blocked"],
        "phases": Phase.values,
    }
    return render(request, "orchestration/tasks.html", context)


@require_GET
def task(request: HttpRequest, pk: int, task_id: int) -> HttpResponse:
    return render(request, "orchestration/task.html", _task_context(pk, task_id))


@require_GET
def task_live(request: HttpRequest, pk: int, task_id: int) -> HttpResponse:
    """What changes on a task's page, or 204 when nothing has since `seen`; 286 ends the polling."""
    if request.GET.get("seen") == seen_token(pk) and Task.objects.filter(outcome=pk, pk=task_id).exists():
        return HttpResponse(status=204)
    context = _task_context(pk, task_id)
    status = 200 if context["poll_s"] or not request.htmx else STOP_POLLING  # type: ignore[attr-defined]
    return render(request, "orchestration/_task_live.html", context, status=status)


def _poll_s(shown: Task) -> int:
    """Often while the task moves, now and then while it waits for a run that is paused, else never."""
    run = shown.outcome.active_run
    if shown.status == Task.Status.RUNNING or (run and shown.status == Task.Status.PENDING):
        moving = shown.status == Task.Status.RUNNING or (run and run.status == Run.Status.RUNNING)
        return POLL_S if moving else IDLE_POLL_S
    return 0


def _task_context(pk: int, task_id: int) -> dict[str, Any]:
    token = seen_token(pk)  # read first: what changes meanwhile is fetched again
    related = Task.objects.select_related("outcome", "skill", "tool").defer("outcome__approach")
    shown = get_object_or_404(related, outcome=pk, pk=task_id)
    name_what_they_wait_for([shown])
    attempts = Attempt.objects.filter(task=shown).select_related("run", "worker").order_by("-number")
    files = Artifact.objects.all().without_bodies()
    given = attempts.prefetch_related(
        Prefetch("skills", SkillVersion.objects.select_related("of").defer("content", "specification")),
        Prefetch("tools", ToolVersion.objects.select_related("of").defer("content", "specification")),
        Prefetch("artifacts", files),
        Prefetch("written", files),
    )
    tries = list(given[:SHOWN_ATTEMPTS])
    for one in tries:
        one.took = _duration(one)  # type: ignore[attr-defined]
    return {
        "token": token,
        "poll_s": _poll_s(shown),
        "outcome": shown.outcome,
        "task": shown,
        "dependencies": shown.dependencies.select_related("on").order_by("on__position", "on_id"),
        "requirements": shown.requirements.all(),
        "attempts": tries,
        "result": render_markdown(shown.result) if shown.result else None,
        "description": render_markdown(shown.description) if shown.description else None,
        "acceptance": render_markdown(shown.acceptance) if shown.acceptance else None,
        "drafted": shown.attempts.filter(agent="offline", status="completed").exists(),
    }


@require_POST
def retry(request: HttpRequest, pk: int, task_id: int) -> HttpResponse:
    row = _task(pk, task_id)

    def again() -> str:
        control.retry(row, user_name(request))
        return f"“{row.title}” is to be done again. Press Orchestrate if nothing runs."

    return act(request, pk, again)


@require_POST
def skip(request: HttpRequest, pk: int, task_id: int) -> HttpResponse:
    row = _task(pk, task_id)

    def leave_out() -> str:
        control.skip(row, request.POST.get("note", "").strip(), user_name(request))
        return f"“{row.title}” is skipped; what waited for it no longer does."

    return act(request, pk, leave_out)


@require_POST
def cancel(request: HttpRequest, pk: int, task_id: int) -> HttpResponse:
    row = _task(pk, task_id)

    def take_off() -> str:
        control.cancel(row, user_name(request))
        return f"“{row.title}” is cancelled; what waits for it stays blocked."

    return act(request, pk, take_off)


def _duration(attempt: Attempt) -> str:
    if attempt.finished_at is None:
        return ""
    seconds = (attempt.finished_at - attempt.started_at).total_seconds()
    return f"{seconds:.1f} s" if seconds < 60 else f"{seconds / 60:.0f} min"


def _task(pk: int, task_id: int) -> Task:
    return get_object_or_404(Task, outcome=pk, pk=task_id)

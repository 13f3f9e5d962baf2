"""All tasks of an outcome, one task with every try at it, and what a person decides about it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from orchestration import control
from orchestration.live import IDLE_POLL_S, POLL_S, seen_token
from orchestration.task_lists import ATTENTION, DONE, Group, name_what_they_wait_for, page_of, rows_of
from orchestration.transcripts import newest_turn, shown_turns
from orchestration.views import act, user_name
from outcomes.markdown import render as render_markdown
from outcomes.models import Artifact, Attempt, Outcome, Phase, Question, Run, SkillVersion, Task, ToolVersion
from outcomes.tasks import built_on, move_task
from outcomes.waivers import without

PER_PAGE = 50
SEARCHED = 200  # characters
# What the list can be narrowed to: the values of ?status, and how people call them.
FILTERS = {
    ATTENTION: "need a person (failed or held)",
    "pending": "pending",
    "blocked": "blocked",
    "running": "running",
    "held": "held",
    "failed": "failed",
    "completed": "completed",
    "skipped": "skipped",
    "cancelled": "cancelled",
    DONE: "done, skipped or cancelled",
}
SHOWN_ATTEMPTS = 30
AGAIN = (*Task.SETTLED, Task.Status.FAILED, Task.Status.HELD)  # what may be retried
STOP_POLLING = 286  # what htmx takes as the last answer


@require_GET
def tasks(request: HttpRequest, pk: int) -> HttpResponse:
    """A page of tasks: by phase, by status or group, and by words of the title."""
    outcome = get_object_or_404(Outcome.objects.defer("approach"), pk=pk)
    asked = {name: request.GET.get(name, "").strip()[:SEARCHED] for name in ("phase", "status", "q")}
    keys = page_of(pk, asked["phase"], asked["status"], asked["q"])
    page = Paginator(keys, PER_PAGE).get_page(request.GET.get("page"))
    total = page.paginator.count
    context = {
        "outcome": outcome,
        "page": page,
        "total": total,
        "groups": [Group("", "", total, rows_of(list(page.object_list)))],
        "asked": asked,
        "query": urlencode({name: value for name, value in asked.items() if value}),
        "statuses": FILTERS,
        "phases": Phase.values,
    }
    return render(request, "orchestration/tasks.html", context)


@require_GET
def task(request: HttpRequest, pk: int, task_id: int) -> HttpResponse:
    return render(request, "orchestration/task.html", _task_context(pk, task_id))


@require_GET
def task_live(request: HttpRequest, pk: int, task_id: int) -> HttpResponse:
    """What changes on a task's page, or 204 when nothing has since `seen`; 286 ends the polling."""
    if (
        request.GET.get("seen") == _token(pk, task_id)
        and Task.objects.filter(outcome=pk, pk=task_id).exists()
    ):
        return HttpResponse(status=204)
    context = _task_context(pk, task_id)
    status = 200 if context["poll_s"] or not request.htmx else STOP_POLLING  # type: ignore[attr-defined]
    return render(request, "orchestration/_task_live.html", context, status=status)


def _open_question(shown: Task) -> Question | None:
    if shown.status != Task.Status.HELD:
        return None
    return shown.questions.open().select_related("attempt", "task").first()


def _poll_s(shown: Task) -> int:
    """Often while the task moves, now and then while it waits for a run that is paused, else never."""
    run = shown.outcome.active_run
    if shown.status == Task.Status.RUNNING or (run and shown.status == Task.Status.PENDING):
        moving = shown.status == Task.Status.RUNNING or (run and run.status == Run.Status.RUNNING)
        return POLL_S if moving else IDLE_POLL_S
    return 0


def _token(pk: int, task_id: int) -> str:
    return f"{seen_token(pk)}-{newest_turn(task_id)}"


def _task_context(pk: int, task_id: int) -> dict[str, Any]:
    token = _token(pk, task_id)  # read first: what changes meanwhile is fetched again
    related = Task.objects.select_related("outcome", "skill", "tool").defer("outcome__approach")
    shown = get_object_or_404(related, outcome=pk, pk=task_id)
    name_what_they_wait_for([shown])
    execution = shown.phase == Phase.EXECUTION
    attempts = Attempt.objects.filter(task=shown).select_related("run", "worker").order_by("-number")
    files = Artifact.objects.all().without_bodies()
    given = attempts.prefetch_related(
        Prefetch("skills", SkillVersion.objects.select_related("of").defer("content", "specification")),
        Prefetch("opened", SkillVersion.objects.select_related("of").defer("content", "specification")),
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
        "may_retry": shown.status in (AGAIN if execution else (Task.Status.FAILED, Task.Status.HELD)),
        "may_put_aside": execution and shown.status in Task.UNDONE,
        "without": without([shown]).get(shown.pk, []),
        "followers": built_on(shown) if shown.status in AGAIN else [],
        "attempts": tries,
        "question": _open_question(shown),
        "turns": shown_turns(shown) if any(one.agent == "claude" for one in tries) else [],
        "result": render_markdown(shown.result) if shown.result else None,
        "description": render_markdown(shown.description) if shown.description else None,
        "acceptance": render_markdown(shown.acceptance) if shown.acceptance else None,
        "drafted": shown.attempts.filter(agent="offline", status="completed").exists(),
    }


SHOWN_QUESTIONS = 50


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """What workers wait to hear from people, oldest first, over all outcomes."""
    waiting = Question.objects.open().select_related("attempt", "task__outcome")
    slim = waiting.defer("task__outcome__approach", "task__outcome__intent", "task__description")
    context = {
        "questions": slim[:SHOWN_QUESTIONS],
        "more": max(0, Question.objects.open().count() - SHOWN_QUESTIONS),
    }
    return render(request, "orchestration/inbox.html", context)


@require_POST
def answer(request: HttpRequest, pk: int, task_id: int) -> HttpResponse:
    row = _task(pk, task_id)

    def tell() -> str:
        control.answer(row, request.POST.get("answer", ""), user_name(request))
        return f"“{row.title}” goes on with your answer."

    return act(request, pk, tell)


@require_POST
def retry(request: HttpRequest, pk: int, task_id: int) -> HttpResponse:
    row = _task(pk, task_id)

    def again() -> str:
        followers = control.retry(row, user_name(request))
        others = f", and after it {_counted(followers)} built on it" if followers else ""
        return f"“{row.title}” is to be done again{others}. Press Orchestrate if nothing runs."

    return act(request, pk, again)


def _counted(tasks: list[Task]) -> str:
    return "the task that" if len(tasks) == 1 else f"the {len(tasks)} tasks that"


@require_POST
def skip(request: HttpRequest, pk: int, task_id: int) -> HttpResponse:
    row = _task(pk, task_id)

    def leave_out() -> str:
        control.skip(row, request.POST.get("note", ""), user_name(request))
        return f"“{row.title}” is skipped; what waited for it no longer does."

    return act(request, pk, leave_out)


@require_POST
def cancel(request: HttpRequest, pk: int, task_id: int) -> HttpResponse:
    row = _task(pk, task_id)

    def take_off() -> str:
        control.cancel(row, user_name(request))
        return f"“{row.title}” is cancelled; what waits for it stays blocked."

    return act(request, pk, take_off)


@require_POST
def move(request: HttpRequest, pk: int, task_id: int) -> HttpResponse:
    """One place up or down in the order in which waiting tasks are claimed."""
    row = get_object_or_404(Task.objects.execution(), outcome=pk, pk=task_id)
    direction = "up" if request.POST.get("direction") == "up" else "down"

    def change_places() -> str:
        if move_task(row, direction, user_name(request)):
            return f"“{row.title}” moved {direction}."
        end = "first" if direction == "up" else "last"
        return (
            f"“{row.title}” stays: it is the {end} that waits with priority {row.priority}. "
            "Edit its priority to move it further."
        )

    return act(request, pk, change_places)


def _duration(attempt: Attempt) -> str:
    if attempt.finished_at is None:
        return ""
    seconds = (attempt.finished_at - attempt.started_at).total_seconds()
    return f"{seconds:.1f} s" if seconds < 60 else f"{seconds / 60:.0f} min"


def _task(pk: int, task_id: int) -> Task:
    return get_object_or_404(Task, outcome=pk, pk=task_id)

"""Writing execution tasks: add, edit, delete, draft. Doing them is orchestration's."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from outcomes.drafting import draft_tasks
from outcomes.errors import BadInput
from outcomes.forms import TaskForm, attempt, sent
from outcomes.models import Outcome, Task
from outcomes.tasks import add_task, delete_task, edit_task


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    outcome = get_object_or_404(Outcome, pk=pk)
    form = TaskForm(*sent(request), outcome=outcome, initial={"priority": 100})
    if form.is_valid():
        task = attempt(form, lambda: add_task(outcome, form.values(), by=request.user.get_username()))
        if task is not None:
            messages.success(request, f"“{task.title}” is added.")
            again = "another" in request.POST
            return redirect(*(("outcomes:new-task", pk) if again else ("orchestration:outcome", pk)))
    status = form.status if request.method == "POST" else 200
    return render(request, "outcomes/task_form.html", {"outcome": outcome, "form": form}, status=status)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int, task_id: int) -> HttpResponse:
    task = _task(pk, task_id)
    form = TaskForm(*sent(request), outcome=task.outcome, task=task)
    by = request.user.get_username()
    if form.is_valid() and attempt(form, lambda: edit_task(task, form.values(), by)) is not None:
        task.refresh_from_db(fields=["status"])
        if task.status == Task.Status.RUNNING:
            told = "Saved. The attempt in hand does not see it; retry the task when it ends."
            messages.info(request, told)
        else:
            messages.success(request, "The task is saved.")
        return redirect("orchestration:task", pk, task_id)
    status = form.status if request.method == "POST" else 200
    context = {"outcome": task.outcome, "task": task, "form": form}
    return render(request, "outcomes/task_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, pk: int, task_id: int) -> HttpResponse:
    """Asks first, then deletes."""
    task = _task(pk, task_id)
    if request.method == "GET":
        return render(request, "outcomes/task_delete.html", {"outcome": task.outcome, "task": task})
    title = task.title
    delete_task(task, by=request.user.get_username())
    messages.success(request, f"“{title}” is deleted. Its artifacts are still there.")
    return redirect("orchestration:outcome", pk)


@require_POST
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    outcome = get_object_or_404(Outcome, pk=pk)
    try:
        drafted = draft_tasks(outcome, by=request.user.get_username())
    except BadInput as error:
        messages.error(request, str(error))
        return redirect("orchestration:outcome", pk)
    if drafted:
        tasks = "task is" if len(drafted) == 1 else "tasks are"
        messages.success(request, f"{len(drafted)} {tasks} drafted from the approach. Edit them as you like.")
    else:
        messages.info(request, "Nothing was drafted: there are tasks already. Look at the proposed tasks.")
    return redirect("orchestration:outcome", pk)


def _task(pk: int, task_id: int) -> Task:
    tasks = Task.objects.execution().select_related("outcome")
    return get_object_or_404(tasks, outcome=pk, pk=task_id)

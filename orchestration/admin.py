"""What the admin does that wakes or stops workers: added to the pages of `outcomes`, which know of none."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from orchestration import control, wakeups
from orchestration.models import ModelCall
from outcomes import admin as pages
from outcomes.admin.base import LookOnlyAdmin
from outcomes.errors import Refused
from outcomes.models import Run, Task

admin.site.unregister((Run, Task))


@admin.register(Task)
class TaskAdmin(pages.TaskAdmin):
    actions = ("retry", "skip", "cancel")

    def save_model(self, request: HttpRequest, obj: Task, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        wakeups.wake_for(obj.outcome_id)

    @admin.action(description="Retry", permissions=["operate"])
    def retry(self, request: HttpRequest, queryset: QuerySet[Task]) -> None:
        self.move_each(request, queryset, "to be done again", control.retry)

    @admin.action(description="Skip (what depends on it goes on)", permissions=["operate"])
    def skip(self, request: HttpRequest, queryset: QuerySet[Task]) -> None:
        self.move_each(request, queryset, "skipped", lambda task, by: control.skip(task, "", by))

    @admin.action(description="Cancel (what depends on it stays blocked)", permissions=["operate"])
    def cancel(self, request: HttpRequest, queryset: QuerySet[Task]) -> None:
        self.move_each(request, queryset, "cancelled", control.cancel)


@admin.register(Run)
class RunAdmin(pages.RunAdmin):
    actions = ("stop_gently", "stop_now", "resume")

    @admin.action(description="Stop gently (workers finish the task in hand)", permissions=["operate"])
    def stop_gently(self, request: HttpRequest, queryset: QuerySet[Run]) -> None:
        self.move_each(request, queryset, "stopped", lambda run, by: _stop(run, "gently", by))

    @admin.action(description="Stop now (tasks in hand are given back)", permissions=["operate"])
    def stop_now(self, request: HttpRequest, queryset: QuerySet[Run]) -> None:
        self.move_each(request, queryset, "stopped", lambda run, by: _stop(run, "now", by))

    @admin.action(description="Resume", permissions=["operate"])
    def resume(self, request: HttpRequest, queryset: QuerySet[Run]) -> None:
        self.move_each(request, queryset, "resumed", _resume)


def _stop(run: Run, mode: str, by: str) -> Any:
    _must_be_active(run)
    return control.stop(run.outcome_id, mode, by)


def _resume(run: Run, by: str) -> Any:
    _must_be_active(run)
    return control.resume(run.outcome_id, by)


def _must_be_active(run: Run) -> None:
    """Else the outcome's active run would be meant, which is another one."""
    if not run.is_active:
        raise Refused(f"It is {run.status}.", "no-active-run")


@admin.register(ModelCall)
class ModelCallAdmin(LookOnlyAdmin):
    """What was called, for whom, and what it cost; spending.py writes it."""

    list_display = (
        "id",
        "created_at",
        "purpose",
        "outcome_name",
        "capability",
        "requested_by",
        "model",
        "status",
        "cost_usd",
        "estimated",
        "error_code",
    )
    list_filter = ("status", "purpose", "model", "estimated", "error_code")
    search_fields = ("outcome_name", "capability", "requested_by", "model", "request_id")
    date_hierarchy = "created_at"

"""Runs, tasks and workers. Execution tasks are written by the rules that members' edits go through."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from outcomes.admin.base import LookOnlyAdmin, LookOnlyInline, OutcomesAdmin
from outcomes.admin.history import AttemptInline
from outcomes.approach import check_text
from outcomes.errors import BadInput
from outcomes.models import Attempt, Dependency, DroppedStep, Phase, Requirement, Run, Task, Worker
from outcomes.models.artifact import clean_path
from outcomes.tasks import TaskFields, add_task, delete_task, edit_task

# The pages are the only place that shows the plural, so it is said here and not in the model.
Dependency._meta.verbose_name_plural = "dependencies"
TEXTS = ("description", "acceptance", "result", "error")  # of a task; none is read for a list


class TaskForm(forms.ModelForm):
    class Meta:
        model = Task
        fields = ("title", "description", "acceptance", "outputs", "priority", "position")

    def clean_outputs(self) -> list[str]:
        paths = self.cleaned_data["outputs"]
        if not isinstance(paths, list) or not all(isinstance(path, str) for path in paths):
            raise forms.ValidationError('Expected a list of paths, such as ["results/report.md"].')
        try:
            return [clean_path(path, field="outputs", folder=True) for path in paths]
        except BadInput as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any] | None:
        values = super().clean()
        for name in ("title", "description", "acceptance"):
            try:
                check_text(self.cleaned_data.get(name, ""), name)
            except BadInput as error:
                self.add_error(name, str(error))
        return values


class DependencyInline(LookOnlyInline):
    model = Dependency
    fk_name = "task"
    fields = readonly_fields = ("on",)
    show_change_link = False


class RequirementInline(LookOnlyInline):
    model = Requirement
    fields = readonly_fields = ("kind", "name")
    show_change_link = False


@admin.register(Task)
class TaskAdmin(OutcomesAdmin):
    form = TaskForm
    list_display = ("title", "outcome", "phase", "status", "attempt", "failures", "losses", "created_at")
    list_select_related = ("outcome",)
    list_defer = (*TEXTS, "outcome__approach", "outcome__intent")
    list_filter = ("phase", "status")
    search_fields = ("title", "outcome__name")
    date_hierarchy = "created_at"
    raw_id_fields = ("outcome",)
    inlines = (DependencyInline, RequirementInline, AttemptInline)
    OWNED = (
        "phase",
        "status",
        "attempt",
        "failures",
        "losses",
        "worker",
        "run",
        "lease_until",
        "skill",
        "tool",
        "revision",
        "digest",
        "step",
        "result",
        "error",
        "created_at",
        "started_at",
        "finished_at",
    )

    def get_fieldsets(self, request: HttpRequest, obj: Task | None = None) -> Any:
        written = ("outcome", *TaskForm.Meta.fields)
        if obj is None:
            return [(None, {"fields": written})]
        return [(None, {"fields": written}), ("Moved by transitions only", {"fields": self.OWNED})]

    def get_readonly_fields(self, request: HttpRequest, obj: Task | None = None) -> tuple[str, ...]:
        return () if obj is None else ("outcome", *self.OWNED)

    def has_change_permission(self, request: HttpRequest, obj: Task | None = None) -> bool:
        """Builds follow the approach."""
        return super().has_change_permission(request, obj) and (obj is None or obj.phase == Phase.EXECUTION)

    def has_delete_permission(self, request: HttpRequest, obj: Task | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.phase == Phase.EXECUTION)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Attempts go with their task, though none can be deleted alone."""
        listed, counts, missing, protected = super().get_deleted_objects(objs, request)
        return listed, counts, set(missing) - {Attempt._meta.verbose_name}, protected

    def save_model(self, request: HttpRequest, obj: Task, form: forms.ModelForm, change: bool) -> None:
        by = request.user.get_username()
        posted = {name: form.cleaned_data[name] for name in form.changed_data if name != "outcome"}
        values = TaskFields(**posted)
        if change:
            edit_task(obj, values, by)
        else:
            obj.pk = add_task(obj.outcome, values, by).pk
            obj.refresh_from_db()

    def delete_model(self, request: HttpRequest, obj: Task) -> None:
        delete_task(obj, request.user.get_username())

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        self.move_each(request, queryset.select_related("outcome"), "removed from the list", delete_task)


@admin.register(Run)
class RunAdmin(LookOnlyAdmin):
    list_display = (
        "id",
        "outcome",
        "status",
        "reason_code",
        "approach_revision",
        "requested_by",
        "started_at",
    )
    list_select_related = ("outcome",)
    list_defer = ("inputs", "outcome__approach", "outcome__intent")
    list_filter = ("status", "reason_code")
    search_fields = ("outcome__name", "requested_by", "reason")
    date_hierarchy = "started_at"


@admin.register(Worker)
class WorkerAdmin(LookOnlyAdmin):
    list_display = (
        "id",
        "outcome",
        "run",
        "phase",
        "slot",
        "status",
        "stopping",
        "pid",
        "woken_at",
        "seen_at",
    )
    list_select_related = ("outcome", "run")
    list_defer = ("outcome__approach", "outcome__intent", "run__inputs")
    list_filter = ("status", "phase", "stopping")
    search_fields = ("outcome__name", "cluster")
    date_hierarchy = "woken_at"


@admin.register(Dependency)
class DependencyAdmin(LookOnlyAdmin):
    list_display = ("task", "on")
    list_select_related = ("task", "on")
    list_defer = (*(f"task__{text}" for text in TEXTS), *(f"on__{text}" for text in TEXTS))
    search_fields = ("task__title", "on__title")


@admin.register(DroppedStep)
class DroppedStepAdmin(LookOnlyAdmin):
    """Dropped and restored on the outcome's page."""

    list_display = ("step", "outcome", "author", "created_at")
    list_select_related = ("outcome",)
    list_defer = ("outcome__approach", "outcome__intent")
    search_fields = ("step", "author", "outcome__name")
    date_hierarchy = "created_at"


@admin.register(Requirement)
class RequirementAdmin(LookOnlyAdmin):
    list_display = ("task", "kind", "name")
    list_select_related = ("task",)
    list_defer = tuple(f"task__{text}" for text in TEXTS)
    list_filter = ("kind",)
    search_fields = ("name", "task__title")

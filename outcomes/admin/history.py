"""What happened and what came out of it: events, attempts, artifacts. No body of an artifact is read."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from outcomes.admin.base import LookOnlyAdmin, LookOnlyInline
from outcomes.models import Artifact, Attempt, Event, Reading


class AttemptInline(LookOnlyInline):
    model = Attempt
    fields = readonly_fields = ("number", "status", "agent", "model", "started_at", "finished_at", "error")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("result")


@admin.register(Attempt)
class AttemptAdmin(LookOnlyAdmin):
    list_display = ("id", "task", "number", "status", "agent", "model", "run", "started_at", "finished_at")
    list_select_related = ("task", "run")
    list_defer = (
        "result",
        "error",
        "task__description",
        "task__acceptance",
        "task__result",
        "task__error",
        "run__inputs",
    )
    list_filter = ("status", "agent", "model")
    search_fields = ("task__title", "task__outcome__name", "error")
    date_hierarchy = "started_at"
    # The artifacts that an attempt was given are told by name; their bodies are not read for that.
    exclude = ("artifacts",)
    readonly_fields = ("given_artifacts",)

    @admin.display(description="artifacts")
    def given_artifacts(self, attempt: Attempt) -> str:
        return ", ".join(str(artifact) for artifact in attempt.artifacts.defer("body")) or "-"


@admin.register(Artifact)
class ArtifactAdmin(LookOnlyAdmin):
    list_display = ("path", "version", "outcome", "media_type", "size", "author", "created_at")
    list_select_related = ("outcome",)
    list_defer = ("outcome__approach", "outcome__intent")
    never_read = ("body",)
    list_filter = ("media_type",)
    search_fields = ("path", "outcome__name", "author")
    date_hierarchy = "created_at"


@admin.register(Event)
class EventAdmin(LookOnlyAdmin):
    list_display = ("at", "outcome", "kind", "actor", "message")
    list_select_related = ("outcome",)
    list_defer = ("outcome__approach", "outcome__intent")
    list_filter = ("kind",)
    search_fields = ("outcome__name", "message", "actor", "kind")
    date_hierarchy = "at"


@admin.register(Reading)
class ReadingAdmin(LookOnlyAdmin):
    """Asked for on the outcome's page: what a model read in one revision."""

    list_display = (
        "outcome",
        "revision",
        "status",
        "own",
        "requested_by",
        "model",
        "code",
        "asked_at",
        "finished_at",
    )
    list_select_related = ("outcome",)
    list_defer = ("refused", "reason", "outcome__approach", "outcome__intent")
    list_filter = ("status", "model", "code")
    search_fields = ("outcome__name", "requested_by", "reason")
    date_hierarchy = "asked_at"

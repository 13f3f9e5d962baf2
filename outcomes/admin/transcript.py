"""What workers and models said to each other, to be looked at."""

from __future__ import annotations

from django.contrib import admin

from outcomes.admin.base import LookOnlyAdmin
from outcomes.models import Conversation, KeptFile, Question, Turn

TASK_TEXTS = ("description", "acceptance", "result", "error")


@admin.register(Conversation)
class ConversationAdmin(LookOnlyAdmin):
    list_display = ("id", "task", "closed", "started_at")
    list_select_related = ("task",)
    list_defer = tuple(f"task__{text}" for text in TASK_TEXTS)
    list_filter = ("closed",)
    search_fields = ("task__title",)
    date_hierarchy = "started_at"


@admin.register(Turn)
class TurnAdmin(LookOnlyAdmin):
    list_display = ("id", "conversation", "number", "role", "attempt", "kept_at")
    list_select_related = ("conversation", "attempt")
    list_defer = ("blocks", "attempt__result", "attempt__error")
    list_filter = ("role",)
    search_fields = ("conversation__task__title",)
    date_hierarchy = "kept_at"


@admin.register(KeptFile)
class KeptFileAdmin(LookOnlyAdmin):
    list_display = ("path", "conversation", "media_type")
    list_select_related = ("conversation",)
    never_read = ("body",)
    search_fields = ("path",)


@admin.register(Question)
class QuestionAdmin(LookOnlyAdmin):
    list_display = ("id", "task", "asked_at", "answered_by", "answered_at", "withdrawn_at")
    list_select_related = ("task",)
    list_defer = ("text", "answer", *(f"task__{text}" for text in TASK_TEXTS))
    search_fields = ("task__title", "text", "answered_by")
    date_hierarchy = "asked_at"

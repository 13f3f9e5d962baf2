"""Skills, tools, their versions, and what members said about needs."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from outcomes.admin.base import LookOnlyAdmin, LookOnlyInline, OutcomesAdmin
from outcomes.errors import Refused
from outcomes.models import Capability, NeedOverride, Skill, SkillVersion, Tool, ToolVersion

TEXTS = ("description", "specification")


class VersionInline(LookOnlyInline):
    fields = readonly_fields = ("number", "status", "agent", "model", "author", "created_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("content", "specification")


class SkillVersionInline(VersionInline):
    model = SkillVersion


class ToolVersionInline(VersionInline):
    model = ToolVersion


class LibraryFilter(admin.SimpleListFilter):
    title = "belongs to"
    parameter_name = "of"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("library", "the library"), ("outcomes", "outcomes")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() is None:
            return queryset
        return queryset.filter(outcome__isnull=self.value() == "library")


class CapabilityAdmin(OutcomesAdmin):
    """Only the title can be edited: the rest follows the approach, or is a version's."""

    list_display = ("name", "outcome", "status", "version", "created_at")
    list_select_related = ("outcome",)
    list_defer = (*TEXTS, "reason", "quote", "outcome__approach", "outcome__intent")
    list_filter = (LibraryFilter, "status")
    search_fields = ("name", "title", "outcome__name")
    date_hierarchy = "created_at"
    actions = ("retire",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [field.name for field in self.opts.fields if field.name not in {"id", "title"}]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(description="Retire from the library", permissions=["operate"])
    def retire(self, request: HttpRequest, queryset: QuerySet) -> None:
        self.move_each(request, queryset, "retired", _retire)


def _retire(row: Capability, by: str) -> None:
    if row.outcome_id is not None:
        raise Refused("It belongs to an outcome, whose approach decides whether it is called for.")
    row.retire(by)


@admin.register(Skill)
class SkillAdmin(CapabilityAdmin):
    inlines = (SkillVersionInline,)


@admin.register(Tool)
class ToolAdmin(CapabilityAdmin):
    inlines = (ToolVersionInline,)


class VersionAdmin(LookOnlyAdmin):
    list_display = ("of", "number", "status", "agent", "model", "author", "created_at")
    list_select_related = ("of",)
    list_defer = (
        "content",
        "description",
        "specification",
        "of__specification",
        "of__description",
        "of__reason",
        "of__quote",
    )
    list_filter = ("status", "agent")
    search_fields = ("of__name", "author")
    date_hierarchy = "created_at"


@admin.register(SkillVersion)
class SkillVersionAdmin(VersionAdmin):
    pass


@admin.register(ToolVersion)
class ToolVersionAdmin(VersionAdmin):
    pass


@admin.register(NeedOverride)
class NeedOverrideAdmin(LookOnlyAdmin):
    """Changed on the outcome's page: every change of a need resets the infrastructure."""

    list_display = ("name", "outcome", "kind", "added", "dismissed", "new_name", "author", "created_at")
    list_select_related = ("outcome",)
    list_defer = ("specification", "outcome__approach", "outcome__intent")
    list_filter = ("added", "dismissed", "kind")
    search_fields = ("name", "new_name", "title", "outcome__name", "author")
    date_hierarchy = "created_at"

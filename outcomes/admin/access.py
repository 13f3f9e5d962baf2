"""API tokens, and answers kept for repeated requests. `manage.py create_token` makes a token and shows it."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from outcomes.admin.base import LookOnlyAdmin, OutcomesAdmin
from outcomes.models import ApiToken, IdempotentRequest


class DeletableAdmin(LookOnlyAdmin):
    """Rows that go with their user, and may go alone."""

    has_delete_permission = OutcomesAdmin.has_delete_permission


@admin.register(ApiToken)
class ApiTokenAdmin(DeletableAdmin):
    list_display = ("user", "hint", "created_at", "revoked_at")
    list_select_related = ("user",)
    list_filter = (("revoked_at", admin.EmptyFieldListFilter),)
    search_fields = ("user__username", "hint")
    date_hierarchy = "created_at"
    exclude = ("digest",)
    actions = ("revoke",)

    @admin.action(description="Revoke", permissions=["operate"])
    def revoke(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Revoked twice is revoked at the first time."""
        count = queryset.filter(revoked_at=None).update(revoked_at=timezone.now())
        self.message_user(request, f"{count} revoked.")


@admin.register(IdempotentRequest)
class IdempotentRequestAdmin(DeletableAdmin):
    list_display = ("user", "key", "status", "created_at")
    list_select_related = ("user",)
    list_defer = ("answer",)
    list_filter = ("status",)
    search_fields = ("user__username", "key")
    date_hierarchy = "created_at"

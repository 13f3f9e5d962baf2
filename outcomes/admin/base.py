"""What all pages of the admin share: light lists, look-only rows, refusals as messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth import get_permission_codename
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from outcomes.errors import OutcomesError

TOLD_REFUSALS = 5  # of one action; the rest is counted


class OutcomesAdmin(admin.ModelAdmin):
    """Lists without long texts, in a constant number of queries; a refusal is a message, never a 500."""

    show_full_result_count = False
    list_per_page = 50
    # Neither read for a list: long texts of the row, and of the rows that `list_select_related` brings along.
    list_defer: Iterable[str] = ()
    never_read: Iterable[str] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request).defer(*self.never_read)
        match = request.resolver_match
        if match is None or not str(match.url_name).endswith("_changelist"):
            return rows
        if self.list_select_related:
            rows = rows.select_related(*self.list_select_related)  # type: ignore[misc]
        return rows.defer(*self.never_read, *self.list_defer)

    def changeform_view(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        """As always; what the rules refuse leaves everything as it was, and is told."""
        try:
            return super().changeform_view(request, *args, **options)
        except OutcomesError as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def has_operate_permission(self, request: HttpRequest) -> bool:
        """For actions: whoever may change such rows may move them, also where no field can be edited."""
        codename = get_permission_codename("change", self.opts)
        return request.user.has_perm(f"{self.opts.app_label}.{codename}")

    def move_each(
        self, request: HttpRequest, rows: Iterable[Any], told: str, move: Callable[[Any, str], Any]
    ) -> None:
        """Have `move(row, username)` move each row, and tell how many moved and what was refused."""
        by = request.user.get_username()
        moved, refused = 0, []
        for row in rows:
            try:
                move(row, by)
            except OutcomesError as error:
                refused.append(f"{row}: {error}")
            else:
                moved += 1
        if moved:
            self.message_user(request, f"{moved} {told}.", messages.SUCCESS)
        for refusal in refused[:TOLD_REFUSALS]:
            self.message_user(request, refusal, messages.ERROR)
        if len(refused) > TOLD_REFUSALS:
            self.message_user(request, f"{len(refused) - TOLD_REFUSALS} more refused.", messages.ERROR)


class LookOnlyAdmin(OutcomesAdmin):
    """Rows that the rules write: nobody adds, edits or deletes one by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class LookOnlyInline(admin.TabularInline):
    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

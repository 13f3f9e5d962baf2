"""Outcomes and the texts of their approach. A text that is saved here makes a revision like any other."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from outcomes.admin.base import LookOnlyAdmin, LookOnlyInline, OutcomesAdmin
from outcomes.approach import check_text
from outcomes.errors import BadInput, StaleApproach
from outcomes.models import ApproachRevision, Outcome

RULES = ("policy", "max_infrastructure_workers", "max_execution_workers", "budget_usd")


class OutcomeForm(forms.ModelForm):
    """Refuses a text that was written on top of an older one than stands now."""

    read_revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Outcome
        fields = ("name", "intent", "approach", *RULES)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["approach"].strip = False  # type: ignore[attr-defined]  # indentation is markdown
        self.fields["read_revision"].initial = self.instance.approach_revision

    def clean_approach(self) -> str:
        try:
            return check_text(self.cleaned_data["approach"])
        except BadInput as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any] | None:
        """The admin saves in the transaction that this lock belongs to: nobody comes in between."""
        values = super().clean()
        if self.instance.pk and "approach" in self.changed_data:
            stored = Outcome.objects.locked().get(pk=self.instance.pk)
            read = self.cleaned_data.get("read_revision") or 0
            if read != stored.approach_revision:
                raise forms.ValidationError(str(StaleApproach(stored, read)))
        return values


class RevisionInline(LookOnlyInline):
    model = ApproachRevision
    fields = readonly_fields = ("number", "author", "created_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("text")


@admin.register(Outcome)
class OutcomeAdmin(OutcomesAdmin):
    """No deletion here: it would take the history along. Archive instead."""

    form = OutcomeForm
    list_display = ("name", "status", "infrastructure_ready", "approach_revision", "policy", "created_at")
    list_filter = ("status", "infrastructure_ready", "policy")
    search_fields = ("name", "intent", "created_by")
    date_hierarchy = "created_at"
    list_defer = ("approach", "intent")
    inlines = (RevisionInline,)
    actions = ("archive", "activate", "mark_achieved")
    readonly_fields = (
        "status",
        "infrastructure_ready",
        "approach_revision",
        "planned_revision",
        "fingerprint",
        "ran_on_claude",
        "created_by",
        "created_at",
        "updated_at",
    )
    fieldsets = (
        (None, {"fields": ("name", "intent", "approach", "read_revision")}),
        ("Rules", {"fields": RULES}),
        ("Moved by transitions only", {"fields": readonly_fields}),
    )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Outcome, form: forms.ModelForm, change: bool) -> None:
        by = request.user.get_username()
        if not change:
            obj.created_by = by
        # Only what was posted: a text that nobody touched here must not undo a newer one.
        fields = {name for name in form.changed_data if name in OutcomeForm.Meta.fields}
        obj.save(by=by, update_fields={*fields, "updated_at"} if change else None)

    @admin.action(description="Archive (no run may start)", permissions=["operate"])
    def archive(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._change_status(request, queryset, Outcome.Status.ARCHIVED)

    @admin.action(description="Activate", permissions=["operate"])
    def activate(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._change_status(request, queryset, Outcome.Status.ACTIVE)

    @admin.action(description="Mark as achieved", permissions=["operate"])
    def mark_achieved(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._change_status(request, queryset, Outcome.Status.ACHIEVED)

    def _change_status(self, request: HttpRequest, rows: QuerySet, to: Outcome.Status) -> None:
        self.move_each(request, rows, f"set to {to}", lambda outcome, by: outcome.change_status(to, by))


@admin.register(ApproachRevision)
class ApproachRevisionAdmin(LookOnlyAdmin):
    list_display = ("outcome", "number", "author", "created_at")
    list_select_related = ("outcome",)
    list_defer = ("text", "outcome__approach", "outcome__intent")
    search_fields = ("outcome__name", "author")
    date_hierarchy = "created_at"

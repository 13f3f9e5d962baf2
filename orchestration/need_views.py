"""What members say to the needs of an outcome: add, change, dismiss, waive, supply or rebuild one."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from orchestration import control, planning, wakeups
from orchestration.library import frame
from orchestration.views import act, user_name
from outcomes.errors import BadInput, Refused
from outcomes.forms import NeedChangesForm, NeedForm, SupplyForm, attempt, sent
from outcomes.models import Outcome
from outcomes.models.capability import CAPABILITIES
from outcomes.needs import Need, add_need, change_need, restore_need, wanted_need


@require_http_methods(["GET", "POST"])
def new_need(request: HttpRequest, pk: int) -> HttpResponse:
    """Call for a skill or a tool beside what the approach says."""
    shown = get_object_or_404(Outcome, pk=pk)
    form = NeedForm(*sent(request))
    if form.is_valid():
        said = form.cleaned_data
        added = attempt(
            form,
            lambda: add_need(
                shown, said["title"], user_name(request), said["kind"], said["specification"], "title"
            ),
        )
        if added:
            messages.success(request, f"“{said['title']}” is added to the needs.")
            return redirect("orchestration:outcome", pk)
        if added is False:
            form.add_error("title", "The outcome calls for this already.")
    status = 422 if request.method == "POST" else 200
    return render(request, "orchestration/need_new.html", {"outcome": shown, "form": form}, status=status)


@require_POST
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a model read the approach for needs that the rules miss."""

    def ask() -> str:
        if planning.ask(pk, user_name(request)):
            return "Claude reads the approach. What it finds stands among the needs in a moment."
        return "Claude has read this revision, or is reading it: it is paid for once."

    return act(request, pk, ask)


@require_POST
def waive(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Go on without this need."""

    def go_on_without() -> str:
        control.waive(pk, name, user_name(request), request.POST.get("note", ""))
        return f"{name} is waived: the work goes on without it. Press Orchestrate if nothing runs."

    return act(request, pk, go_on_without)


@require_POST
def dismiss(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Say that this is no need, also for later revisions; with `undo`, that it is one after all."""
    undo = "undo" in request.POST

    def leave_out() -> str:
        with wakeups.then_wake(pk):
            change_need(Outcome.objects.get(pk=pk), name, user_name(request), dismissed=not undo)
        if undo:
            return f"{name} counts again."
        return f"{name} is dismissed: the outcome no longer calls for it. You find it below the needs."

    return act(request, pk, leave_out)


@require_http_methods(["GET", "POST"])
def edit_need(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Its title, name, kind and specification, as they count; what a member changes outlives the text."""
    shown = get_object_or_404(Outcome, pk=pk)
    need = _need(shown, name)
    form = NeedChangesForm(*sent(request), need=need)
    if form.is_valid():
        changes = form.changes()
        try:
            if changes:
                with wakeups.then_wake(pk):
                    change_need(shown, name, user_name(request), **changes)
        except BadInput as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        except Refused as error:
            form.add_error("name" if error.code == "name-taken" else None, str(error))
        else:
            told = f"{changes.get('name', name)} is changed." if changes else "Nothing was changed."
            messages.success(request, told)
            return redirect("orchestration:outcome", pk)
    status = 422 if request.method == "POST" else 200
    context = {"outcome": shown, "need": need, "form": form}
    return render(request, "orchestration/need_edit.html", context, status=status)


@require_POST
def restore(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Forget what members said of a need: it is as the approach says, and an added one goes."""

    def forget() -> str:
        with wakeups.then_wake(pk):
            restore_need(Outcome.objects.get(pk=pk), name, user_name(request))
        return f"What was said of {name} is taken back."

    return act(request, pk, forget)


@require_POST
def rebuild(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Have an agent build what was supplied, waived, or kept though its words changed."""

    def ask() -> str:
        control.build_after_all(pk, name, user_name(request))
        return f"{name} is to be built by an agent. Press Orchestrate if nothing runs."

    return act(request, pk, ask)


@require_http_methods(["GET", "POST"])
def supply(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Meet a need by hand: the text that stands, or the frame of one, to be written or uploaded."""
    shown = get_object_or_404(Outcome, pk=pk)
    need = _need(shown, name)
    row = CAPABILITIES[need.kind].objects.filter(outcome=shown, name=name).first()
    version = row.current() if row else None
    empty = frame(need.kind, name, need.title, need.specification)
    form = SupplyForm(*sent(request), empty=empty, initial={"content": version.content if version else empty})
    if form.is_valid():
        content = form.cleaned_data["content"]
        new = attempt(form, lambda: control.supply(pk, name, content, user_name(request)))
        if new is not None:
            told = "is supplied by you" if new else "stands like this already"
            messages.success(request, f"{name} {told}. Press Orchestrate if nothing runs.")
            return redirect("orchestration:outcome", pk)
    status = 422 if request.method == "POST" else 200
    context = {"outcome": shown, "need": need, "row": row, "version": version, "form": form}
    return render(request, "orchestration/supply.html", context, status=status)


def _need(outcome: Outcome, name: str) -> Need:
    try:
        return wanted_need(outcome, name)
    except Refused as error:
        raise Http404(str(error)) from error

"""The page of one outcome: what is going on, kept up to date, and the buttons that start and stop it."""

from __future__ import annotations

import json
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from orchestration import control, orchestrator
from orchestration.live import live_context, seen_token
from outcomes.errors import BadInput, OutcomesError
from outcomes.markdown import render as render_markdown
from outcomes.models import Outcome
from outcomes.needs import change_need

SHOWN_REVISIONS = 5


def user_name(request: HttpRequest) -> str:
    return request.user.get_username()


@require_GET
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(Outcome, pk=pk)
    context = live_context(shown) | {
        "rendered": render_markdown(shown.approach),
        "revisions": shown.revisions.defer("text")[:SHOWN_REVISIONS],
    }
    return render(request, "orchestration/outcome.html", context)


@require_GET
def live(request: HttpRequest, pk: int) -> HttpResponse:
    """The region that changes, or 204 when nothing has since `seen`."""
    shown = get_object_or_404(Outcome, pk=pk)
    if request.GET.get("seen") == seen_token(pk):
        return HttpResponse(status=204)
    return render(request, "orchestration/_live.html", live_context(shown))


def act(request: HttpRequest, pk: int, action: Callable[[], str]) -> HttpResponse:
    """Do it and show the outcome again, with what the action says or why it was refused."""
    get_object_or_404(Outcome.objects.only("pk"), pk=pk)
    try:
        told, level, status = action(), messages.SUCCESS, 200
    except OutcomesError as error:
        told, level, status = str(error), messages.ERROR, 422 if isinstance(error, BadInput) else 409
    messages.add_message(request, level, told)
    if not request.htmx:  # type: ignore[attr-defined]
        back = request.POST.get("next", "")
        if url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
            return redirect(back)
        return redirect("orchestration:outcome", pk)
    context = live_context(Outcome.objects.get(pk=pk)) | {"with_messages": True}
    return render(request, "orchestration/_live.html", context, status=status)


@require_POST
def orchestrate(request: HttpRequest, pk: int) -> HttpResponse:
    """Start or join the run; `again` runs a finished outcome once more, with the inputs given."""

    def start() -> str:
        again = "again" in request.POST
        inputs = _inputs(request.POST.get("inputs", "")) if again else {}
        options = orchestrator.Options(again=again, inputs=inputs)
        return orchestrator.orchestrate(pk, options, user_name(request)).message

    return act(request, pk, start)


def _inputs(text: str) -> dict[str, object]:
    """JSON, or lines of "name: value" as people write them."""
    text = text.strip()
    if text.startswith("{"):
        try:
            return dict(json.loads(text))
        except (ValueError, RecursionError) as error:
            raise BadInput("inputs", f"The inputs are not JSON: {error}.") from error
    inputs: dict[str, object] = {}
    for line in text.splitlines():
        name, colon, value = line.partition(":")
        if line.strip() and not (colon and name.strip()):
            raise BadInput("inputs", f"{line[:80]!r} is not an input: expected a line such as “month: May”.")
        if line.strip():
            inputs[name.strip()] = value.strip()
    return inputs


@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    mode = "now" if request.POST.get("mode") == "now" else "gently"
    return act(request, pk, lambda: f"{control.stop(pk, mode, user_name(request)).reason}.")


@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    return act(request, pk, lambda: f"Run {control.resume(pk, user_name(request)).pk} goes on.")


@require_POST
def waive(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Go on without this need."""

    def go_on_without() -> str:
        control.waive(pk, name, user_name(request))
        return f"{name} is waived: the work goes on without it. Press Orchestrate if nothing runs."

    return act(request, pk, go_on_without)


@require_POST
def dismiss(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Say that this is no need, also for later revisions; with `undo`, that it is one after all."""
    undo = "undo" in request.POST

    def leave_out() -> str:
        change_need(Outcome.objects.get(pk=pk), name, user_name(request), dismissed=not undo)
        if undo:
            return f"{name} counts again."
        return f"{name} is dismissed: the outcome no longer calls for it. You find it below the needs."

    return act(request, pk, leave_out)

"""The page of one outcome: what is going on, kept up to date, and the buttons that start and stop it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from orchestration import control, orchestrator
from orchestration.api.input import NotJsonError, read_object
from orchestration.api.orchestrate import small
from orchestration.live import live_context, seen_token
from outcomes.approach import check_text
from outcomes.errors import BadInput, OutcomesError
from outcomes.forms import OutcomeSettingsForm, sent
from outcomes.marking import passages_of, render_marked
from outcomes.models import Outcome
from outcomes.reconciliation import Plan
from outcomes.views.proposals import proposed_card

SHOWN_REVISIONS = 5


def user_name(request: HttpRequest) -> str:
    return request.user.get_username()


@require_GET
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(Outcome, pk=pk)
    context = live_context(shown)
    context |= _approach_card(shown, context["plan"])
    return render(request, "orchestration/outcome.html", context)


def _approach_card(shown: Outcome, plan: Plan) -> dict[str, Any]:
    needs = [step.need for step in plan.steps if step.need is not None]
    return {
        **proposed_card(shown),
        "rendered": render_marked(shown.approach, passages_of(shown.approach, needs)),
        "revisions": shown.revisions.defer("text")[:SHOWN_REVISIONS],
    }


@require_GET
def live(request: HttpRequest, pk: int) -> HttpResponse:
    """The region that changes, or 204 when nothing has since `seen`."""
    if request.GET.get("seen", "") == seen_token(pk):
        return HttpResponse(status=204)
    return render(request, "orchestration/_live.html", live_context(get_object_or_404(Outcome, pk=pk)))


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
    again = "again" in request.POST
    try:
        inputs = _inputs(request.POST.get("inputs", "")) if again else {}
    except BadInput as error:
        return _inputs_refused(request, get_object_or_404(Outcome, pk=pk), str(error))

    def start() -> str:
        options = orchestrator.Options(again=again, inputs=inputs)
        told = orchestrator.orchestrate(pk, options, user_name(request)).message
        return re.sub(r"^Joined (run \d+)", lambda found: f"{found[1].capitalize()} goes on", told)

    return act(request, pk, start)


def _inputs_refused(request: HttpRequest, shown: Outcome, told: str) -> HttpResponse:
    """The form once more, with what was written in it and what is wrong with that."""
    context = live_context(shown) | {"inputs": request.POST.get("inputs", ""), "inputs_error": told}
    if not context["click"]["again"]:
        messages.error(request, told)  # the form is gone meanwhile
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "orchestration/_live.html", context | {"with_messages": True}, status=422)
    return render(
        request, "orchestration/outcome.html", context | _approach_card(shown, context["plan"]), status=422
    )


def _inputs(text: str) -> dict[str, object]:
    """JSON, or lines of "name: value" as people write them."""
    text = text.strip()
    if text.startswith("{"):
        try:
            return _fitting(read_object(text.encode("utf-8", "surrogatepass")))
        except NotJsonError as error:
            raise BadInput("inputs", str(error).replace("The body is", "The inputs are")) from error
    inputs: dict[str, object] = {}
    for line in text.splitlines():
        name, colon, value = line.partition(":")
        if line.strip() and not (colon and name.strip()):
            raise BadInput("inputs", f"{line[:80]!r} is not an input: expected a line such as “month: May”.")
        if line.strip():
            inputs[check_text(name.strip(), "inputs")] = check_text(value.strip(), "inputs")
    return _fitting(inputs)


def _fitting(inputs: dict[str, object]) -> dict[str, object]:
    try:
        return small(inputs)
    except ValueError as error:
        raise BadInput("inputs", f"{error}.") from error


@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    mode = "now" if request.POST.get("mode") == "now" else "gently"
    return act(request, pk, lambda: f"{control.stop(pk, mode, user_name(request)).reason}.")


@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    return act(request, pk, lambda: f"Run {control.resume(pk, user_name(request)).pk} goes on.")


@require_POST
def limit(request: HttpRequest, pk: int) -> HttpResponse:
    """So many workers at once in a phase; a number, not a step, so that two presses are one."""
    name, number = request.POST.get("name", ""), request.POST.get("number", "")

    def set_limit() -> str:
        most = control.LIMITS.get(name, 0)
        if number not in {str(n) for n in range(1, most + 1)}:
            raise BadInput("number", f"{number[:20]!r} is not a number of workers from 1 to {most}.")
        with transaction.atomic():
            shown = Outcome.objects.locked().get(pk=pk)
            control.change_settings(shown, {name: int(number)}, user_name(request))
        return f"Up to {number} at once from now on. Workers beyond that leave after the task in hand."

    return act(request, pk, set_limit)


@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything of an outcome but its approach. A run that is active follows at once."""
    shown = get_object_or_404(Outcome, pk=pk)
    name = shown.name
    form = OutcomeSettingsForm(*sent(request), instance=shown, initial={"status": shown.status})
    if form.is_valid() and _save_settings(form, pk, user_name(request)):
        messages.success(request, "Saved.")
        return redirect("orchestration:outcome", pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "outcome": shown, "name": name}
    return render(request, "orchestration/settings.html", context, status=status)


def _save_settings(form: OutcomeSettingsForm, pk: int, by: str) -> bool:
    values = {name: form.cleaned_data[name] for name in form.changed_data if name != "status"}
    try:
        with transaction.atomic():
            stored = Outcome.objects.locked().get(pk=pk)
            control.change_settings(stored, values, by)
            stored.change_status(form.cleaned_data["status"], by)
    except OutcomesError as error:
        form.add_error("status", str(error))
    return not form.errors

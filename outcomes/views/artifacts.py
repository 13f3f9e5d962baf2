"""Artifacts: the files of an outcome, in versions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from outcomes.forms import UploadForm, attempt, sent
from outcomes.markdown import render as render_markdown
from outcomes.models import Artifact, Event, Outcome
from outcomes.models.artifact import MAX_ARTIFACT_BYTES
from outcomes.views.paging import part_of
from outcomes.waivers import written_without

PER_PAGE = 50
PREVIEW_BYTES = 200_000


@require_http_methods(["GET", "POST"])
def artifact_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest version of each file, and a form to add one."""
    outcome = get_object_or_404(Outcome.objects.defer("approach"), pk=pk)
    form = UploadForm(*sent(request))
    status = 200
    if request.method == "POST":
        if form.is_valid() and (stored := _upload(form, outcome, request.user.get_username())):
            messages.success(request, f"{stored.path} is kept as version {stored.version}.")
            return redirect("outcomes:artifacts", pk)
        status = 422
    files = Artifact.objects.filter(outcome=outcome).latest().without_bodies()
    part = part_of(files.annotate(agent=F("attempt__agent")), "path", request.GET, PER_PAGE)
    context = {"outcome": outcome, "part": part, "form": form}
    return render(request, "outcomes/artifacts.html", context, status=status)


def _upload(form: UploadForm, outcome: Outcome, by: str) -> Artifact | None:
    file = form.cleaned_data["file"]
    path = form.cleaned_data["path"].strip() or file.name
    if file.size > MAX_ARTIFACT_BYTES:
        form.add_error("file", f"The file has {file.size:,} bytes; at most {MAX_ARTIFACT_BYTES:,} are kept.")
        return None

    def store() -> Artifact:
        with transaction.atomic():
            Outcome.objects.locked().only("pk").get(pk=outcome.pk)
            (stored,) = Artifact.store(outcome, [(path, file.read(), file.content_type or "")], by)
            Event.record(outcome.pk, "artifact.added", by, f"{stored} uploaded")
        return stored

    return attempt(form, store)


@require_GET
def artifact(request: HttpRequest, pk: int, artifact_id: int) -> HttpResponse:
    files = Artifact.objects.filter(outcome=pk).without_bodies()
    shown = get_object_or_404(
        files.select_related("outcome", "task", "attempt").defer("body", "outcome__approach", "task__result"),
        pk=artifact_id,
    )
    context = {
        "outcome": shown.outcome,
        "artifact": shown,
        "versions": files.filter(path=shown.path).order_by("-version")[:200],
        "without": written_without([shown]).get(shown.pk, []),
        "given": shown.given_to.select_related("task").order_by("-id")[:50],
    } | _text(shown)
    return render(request, "outcomes/artifact.html", context)


def _text(shown: Artifact) -> dict[str, Any]:
    """What of the file can be read on the page: small UTF-8 without control characters."""
    if shown.size > PREVIEW_BYTES:
        return {"no_preview": "It is too large to be shown here."}
    try:
        text = bytes(shown.body).decode()
    except UnicodeDecodeError:
        return {"no_preview": "It is not a text."}
    if "\0" in text:
        return {"no_preview": "It is not a text."}
    is_markdown = shown.path.lower().endswith((".md", ".markdown"))
    return {"text": text, "rendered": render_markdown(text) if is_markdown else None}


@require_GET
def download(request: HttpRequest, pk: int, artifact_id: int) -> HttpResponse:
    """The bytes, always as a download: a browser must not run what an agent or a member brought here."""
    file = get_object_or_404(Artifact, outcome=pk, pk=artifact_id)
    response = HttpResponse(bytes(file.body), content_type="application/octet-stream")
    name = file.path.rsplit("/", 1)[-1]
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response

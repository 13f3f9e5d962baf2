"""Files of an outcome: every version of them, listed, added and fetched."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from ninja import Query, Router, Status
from pydantic import ValidationError

from orchestration.api.auth import actor
from orchestration.api.errors import problem
from orchestration.api.input import MAX_INTEGER, Incoming, read_object
from orchestration.api.paging import Part, Slice, cut
from orchestration.api.schemas import ArtifactOut, Page, WaiverOut
from outcomes.errors import BadInput
from outcomes.models import Artifact, Event, Outcome
from outcomes.models.artifact import MAX_ARTIFACT_BYTES
from outcomes.waivers import written_without

router = Router(tags=["artifacts"], by_alias=True)

ANY_MEDIA = "application/octet-stream"
_MEDIA = re.compile(r"[\w.+-]{1,100}/[\w.+-]{1,100}(; ?charset=[\w-]{1,40})?", re.ASCII)


class NewArtifact(Incoming):
    """`content` is text, `contentBase64` anything; one of them."""

    path: str
    content: str = ""
    content_base64: str = ""
    media_type: str = ""

    def body(self) -> bytes:
        if {"content", "content_base64"} <= self.model_fields_set:
            raise BadInput("contentBase64", "Send content or contentBase64, not both.")
        try:
            return base64.b64decode(self.content_base64, validate=True) or self.content.encode()
        except binascii.Error as error:
            raise BadInput("contentBase64", f"contentBase64 is not base64: {error}.") from error


FORM = {
    "type": "object",
    "properties": {"file": {"type": "string", "format": "binary"}},
    "required": ["file"],
}
BODIES = {
    "requestBody": {
        "content": {
            "application/json": {"schema": NewArtifact.model_json_schema()},
            "multipart/form-data": {"schema": FORM},
        },
        "required": True,
    }
}


@router.get("/{key:outcome_id}/artifacts", response=Page[ArtifactOut])
def list_artifacts(
    request: HttpRequest,
    outcome_id: int,
    part: Slice = Part,
    path: str = "",
    run_id: int | None = Query(None, alias="runId", ge=0, le=MAX_INTEGER),  # type: ignore[type-arg]
    latest: bool = False,
) -> Page[ArtifactOut]:
    """All versions, newest first; with `latest=true` only the newest of each path."""
    outcome = Outcome.objects.only("pk").get(pk=outcome_id)
    rows = Artifact.objects.filter(outcome=outcome).without_bodies()
    if latest:
        rows = rows.latest()
    if path:
        rows = rows.filter(path=path)
    if run_id is not None:
        rows = rows.filter(run_id=run_id)
    found, following = cut(rows, part)
    return Page[ArtifactOut](items=shapes(found), next_cursor=following)


@router.post("/{key:outcome_id}/artifacts", response={201: ArtifactOut}, openapi_extra=BODIES)
def add_artifact(request: HttpRequest, outcome_id: int) -> Any:
    """A new version of the file at `path`: a form with `file` (and `path`), or JSON."""
    multipart = request.content_type == "multipart/form-data"
    path, body, media = _uploaded(request) if multipart else _written(request)
    if len(body) > MAX_ARTIFACT_BYTES:
        return problem(413, f"The file has {len(body):,} bytes; at most {MAX_ARTIFACT_BYTES:,} are kept.")
    if media and not _MEDIA.fullmatch(media):
        raise BadInput("mediaType", f"{media[:80]!r} is not a media type: expected something like text/csv.")
    with transaction.atomic():
        outcome = Outcome.objects.locked().only("pk").get(pk=outcome_id)
        stored = Artifact.store(outcome, [(path, body, media)], actor(request))[0]
        Event.record(outcome.pk, "artifact.added", actor(request), f"{stored} added")
    return Status(201, shapes([stored])[0])


def shapes(artifacts: list[Artifact]) -> list[ArtifactOut]:
    """The files as callers see them, with what each was made without."""
    waived = written_without(artifacts)
    told = [ArtifactOut.model_validate(artifact) for artifact in artifacts]
    for artifact in told:
        artifact.without_capabilities = [WaiverOut.model_validate(w) for w in waived.get(artifact.id, ())]
    return told


@router.get("/{key:outcome_id}/artifacts/{key:artifact_id}/content", response=None)
def fetch_artifact(request: HttpRequest, outcome_id: int, artifact_id: int) -> HttpResponse:
    """The body, as a download: no browser shows or runs what a model or a web page put there."""
    artifact = Artifact.objects.get(pk=artifact_id, outcome_id=outcome_id)
    body = bytes(artifact.body)
    response = HttpResponse(body, content_type=_media_type(artifact.media_type, body))
    name = artifact.path.rsplit("/", 1)[-1]
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _written(request: HttpRequest) -> tuple[str, bytes, str]:
    if not request.body:
        raise BadInput("path", "path is missing: send JSON, or a form with a file.")
    try:
        new = NewArtifact.model_validate(read_object(request.body))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise BadInput(".".join(map(str, first["loc"]))[:100], f"{first['msg']}.") from error
    return new.path, new.body(), new.media_type


def _uploaded(request: HttpRequest) -> tuple[str, bytes, str]:
    unknown = sorted({*request.POST, *request.FILES} - {"path", "file", "csrfmiddlewaretoken"})
    if unknown:
        raise BadInput(unknown[0][:100], "There is no such field here.")
    file = request.FILES.get("file")
    if file is None:
        raise BadInput("file", "The form holds no file.")
    # One byte more than is kept, so that a file that is too large is known without being read whole.
    body = file.read(MAX_ARTIFACT_BYTES + 1)
    return request.POST.get("path") or file.name or "", body, file.content_type or ""


def _media_type(media: str, body: bytes) -> str:
    """A header value whatever was stored; text says its encoding where it is known."""
    if not _MEDIA.fullmatch(media):
        return ANY_MEDIA
    if not media.startswith("text/") or "charset" in media:
        return media
    try:
        body.decode()
    except UnicodeDecodeError:
        return media
    return f"{media}; charset=utf-8"

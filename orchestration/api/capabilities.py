"""Skills and tools: those of one outcome, and those of the library."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Prefetch
from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from orchestration import library
from orchestration.api.auth import actor
from orchestration.api.input import Incoming
from orchestration.api.paging import Part, Slice, cut
from orchestration.api.schemas import CapabilityOut, Page, VersionOut
from outcomes.approach import check_text
from outcomes.models import Outcome
from outcomes.models.capability import CAPABILITIES

router = Router(tags=["skills and tools"], by_alias=True)

MAX_CONTENT = 1_000_000  # characters


class NewCapability(Incoming):
    """`content` is the whole SKILL.md or program; a skill's may also be its body only."""

    name: str = Field(max_length=64)
    title: str = Field("", max_length=200)
    description: str = Field("", max_length=1024)
    content: str = Field("", max_length=MAX_CONTENT)


Capabilities = Page[CapabilityOut]


@router.get("/outcomes/{key:outcome_id}/skills", response=Capabilities)
def list_skills(
    request: HttpRequest, outcome_id: int, part: Slice = Part, retired: bool = False
) -> Capabilities:
    """Those that are called for; with `retired=true` those that no longer are, too."""
    return _of_outcome("skill", outcome_id, part, retired)


@router.get("/outcomes/{key:outcome_id}/tools", response=Capabilities)
def list_tools(
    request: HttpRequest, outcome_id: int, part: Slice = Part, retired: bool = False
) -> Capabilities:
    """Those that are called for; with `retired=true` those that no longer are, too."""
    return _of_outcome("tool", outcome_id, part, retired)


@router.get("/skills", response=Capabilities)
def list_library_skills(request: HttpRequest, part: Slice = Part) -> Capabilities:
    return _page("skill", CAPABILITIES["skill"].objects.library(), part)


@router.get("/tools", response=Capabilities)
def list_library_tools(request: HttpRequest, part: Slice = Part) -> Capabilities:
    return _page("tool", CAPABILITIES["tool"].objects.library(), part)


@router.post("/skills", response={200: CapabilityOut, 201: CapabilityOut})
def add_library_skill(request: HttpRequest, body: NewCapability) -> Status[CapabilityOut]:
    """201 for a new skill or a new version, 200 when the library has just this one."""
    return _add("skill", body, actor(request))


@router.post("/tools", response={200: CapabilityOut, 201: CapabilityOut})
def add_library_tool(request: HttpRequest, body: NewCapability) -> Status[CapabilityOut]:
    """201 for a new tool or a new version, 200 when the library has just this one."""
    return _add("tool", body, actor(request))


def _of_outcome(kind: str, outcome_id: int, part: Slice, retired: bool) -> Capabilities:
    outcome = Outcome.objects.only("pk").get(pk=outcome_id)
    rows = CAPABILITIES[kind].objects.filter(outcome=outcome)
    return _page(kind, rows if retired else rows.called_for(), part)


def _page(kind: str, rows: Any, part: Slice) -> Capabilities:
    found, following = cut(_with_versions(kind, rows), part, newest_first=False)
    return Page[CapabilityOut](items=shapes(kind, found), next_cursor=following)


def _add(kind: str, body: NewCapability, by: str) -> Status[CapabilityOut]:
    rows = CAPABILITIES[kind].objects.filter(outcome=None)
    before = rows.filter(name=body.name).values_list("version", "status").first()
    row = library.add(
        kind,
        body.name,
        by=by,
        title=body.title,
        description=body.description,
        content=check_text(body.content, "content"),
    )
    same = before == (row.version, row.status)
    found = list(_with_versions(kind, rows.filter(pk=row.pk)))
    return Status(200 if same else 201, shapes(kind, found)[0])


def _with_versions(kind: str, rows: Any) -> Any:
    versions = CAPABILITIES[kind].VERSIONS.objects.defer("content", "specification")
    return rows.prefetch_related(Prefetch("versions", versions))


SAME = set(CapabilityOut.model_fields) - {"content", "agent", "library_id", "versions"}


def shapes(kind: str, rows: list[Any]) -> list[CapabilityOut]:
    """The rows as callers see them; `rows` have their versions prefetched, without the texts."""
    counting = CAPABILITIES[kind].VERSIONS.objects.filter(of__in=rows, number=F("of__version"))
    contents = dict(counting.values_list("of_id", "content"))
    return [_shape(row, contents.get(row.pk, "")) for row in rows]


def _shape(row: Any, content: str) -> CapabilityOut:
    versions = list(row.versions.all())
    fields: dict[str, Any] = {name: getattr(row, name) for name in SAME}
    return CapabilityOut(
        content=content,
        agent=next((version.agent for version in versions if version.number == row.version), ""),
        library_id=None if row.outcome_id else row.pk,
        versions=[_version(version) for version in versions],
        **fields,
    )


def _version(version: Any) -> VersionOut:
    fields = {name: getattr(version, name) for name in VersionOut.model_fields if name != "version"}
    return VersionOut(version=version.number, **fields)

"""Long lists in pages. A page goes on after an id, so rows that come and go meanwhile shift nothing."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from ninja import Query
from pydantic import BaseModel, Field

from orchestration.api.input import MAX_INTEGER
from outcomes.errors import BadInput


class Slice(BaseModel):
    """Which part of a list the caller wants."""

    limit: int = Field(100, ge=1, le=200)
    cursor: str = ""


Part: Any = Query(...)  # type: ignore[type-arg]


def cut(rows: Any, part: Slice, newest_first: bool = True) -> tuple[list[Any], str | None]:
    """The rows of this part, and the cursor of the next one (None after the last)."""
    if part.cursor:
        after = _read(part.cursor)
        rows = rows.filter(pk__lt=after) if newest_first else rows.filter(pk__gt=after)
    found = list(rows.order_by("-pk" if newest_first else "pk")[: part.limit + 1])
    more = len(found) > part.limit
    found = found[: part.limit]
    return found, _write(found[-1].pk) if more else None


def _write(pk: int) -> str:
    return base64.urlsafe_b64encode(str(pk).encode()).decode().rstrip("=")


def _read(cursor: str) -> int:
    try:
        pk = int(base64.urlsafe_b64decode(cursor[:40] + "=" * (-len(cursor[:40]) % 4)))
    except (ValueError, binascii.Error):
        pk = -1
    if not 0 <= pk <= MAX_INTEGER:
        raise BadInput("cursor", "This cursor is not one that was given here: send a nextCursor as it was.")
    return pk

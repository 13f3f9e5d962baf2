"""Long lists in parts that go on from a row, not from a number: the last part costs no more than the first,
and rows that come meanwhile shift nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

MAX_KEY = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of a list in a row, and the keys from which its neighbours go on ("": there is none)."""

    rows: list[Any]
    before: str
    after: str


def number(text: str) -> int | None:
    """A key that is a number, or None."""
    return int(text) if text.isdecimal() and len(text) < 20 and int(text) <= MAX_KEY else None


def part_of(
    rows: QuerySet[Any], order: str, asked: QueryDict, size: int, read: Callable[[str], Any] = str
) -> Part:
    """The part that ?after or ?before a key asks for; the first one where there is nothing.

    `order` names the column that keys are of, with "-" for descending; no two rows share a key.
    """
    column = order.removeprefix("-")
    beyond, ahead = ("lt", "gt") if order.startswith("-") else ("gt", "lt")
    after, before = read(asked.get("after", "")), read(asked.get("before", ""))
    if before:
        backwards = column if order.startswith("-") else f"-{column}"
        found = list(rows.filter(**{f"{column}__{ahead}": before}).order_by(backwards)[: size + 1])
        if found:
            return _part(found[:size][::-1], column, more_before=len(found) > size, more_after=True)
    if after:
        found = list(rows.filter(**{f"{column}__{beyond}": after}).order_by(order)[: size + 1])
        if found:
            return _part(found[:size], column, more_before=True, more_after=len(found) > size)
    found = list(rows.order_by(order)[: size + 1])
    return _part(found[:size], column, more_before=False, more_after=len(found) > size)


def _part(shown: list[Any], column: str, *, more_before: bool, more_after: bool) -> Part:
    first, last = (str(getattr(row, column)) for row in (shown[0], shown[-1])) if shown else ("", "")
    return Part(shown, first if more_before else "", last if more_after else "")

"""Explicit paths: `skills/market-sizing.md`, `tools/price-diff.py`. In any language."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from planner.candidates import Candidate
from planner.needs import Kind
from planner.signs.refusals import refusal
from planner.text.statements import Path, Statement

REASON = {
    "skill": "The approach names the file of a skill.",
    "tool": "The approach names the file of a tool.",
}


def path_needs(statement: Statement) -> Iterator[Candidate]:
    """A need for each path under skills/ or tools/ that the text neither refuses nor calls existing."""
    for path in statement.paths:
        anchor = token_at(statement, path.start)
        if refusal(statement, anchor, allow=frozenset({"optional"} if statement.block.key else ())):
            continue
        kind: Kind = "skill" if path.kind == "skill" else "tool"
        first, last = _around(statement, anchor, path)
        interface = _interface(statement, path) if kind == "tool" else None
        words = _words(path)
        yield Candidate(
            kind, words, statement, anchor, first, last, "path", REASON[kind], interface, path.start
        )


def token_at(statement: Statement, offset: int) -> int:
    """The token that holds this offset, or the last one before it."""
    return max(0, bisect_right(statement.begin, offset) - 1)


def _words(path: Path) -> list[str]:
    return [part for part in path.stem.replace("_", "-").split("-") if part] or [path.stem]


def _around(statement: Statement, anchor: int, path: Path) -> tuple[int, int]:
    last = anchor
    while last < len(statement.words) and statement.begin[last] < path.end:
        last += 1
    number = statement.clause[anchor]
    first = anchor
    while first and statement.clause[first - 1] == number and anchor - first < 12:
        first -= 1
    return first, max(last, first + 1)


def _interface(statement: Statement, path: Path) -> str | None:
    """The command line in backticks around the path, where it says more than the path."""
    for span in statement.spans_of("code"):
        if span.start <= path.start < span.end and span.end - span.start > path.end - path.start:
            return " ".join(statement.block.text[span.start : span.end].split())
    return None

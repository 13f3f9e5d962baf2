"""A command line that is shown before the program exists: "usage: berth-plan WEEK", "still to be written"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from planner.candidates import Candidate
from planner.signs.next_sentence import said_missing
from planner.signs.refusals import refusal
from planner.signs.writing import speaks_of_writing
from planner.text.statements import Statement

REASON = "The approach shows the command line of a program that is still to be written."
_OPENS = ("usage", "aufruf", "uso")
_USAGE = re.compile(r"(?:usage|aufruf|uso)\s{0,3}:\s{0,3}(?:\$ )?([a-z][\w.-]{2,40})(?:\s|$)", re.IGNORECASE)


def usage_needs(paragraphs: list[list[Statement]], vocabulary: frozenset[str]) -> Iterator[Candidate]:
    """A need for each usage line beside whose block the text says that the program is still to come."""
    if vocabulary.isdisjoint(_OPENS):
        return
    shown: Statement | None = None
    before: list[Statement] = []
    for statements, following in pairwise([*paragraphs, []]):
        block = statements[0].block
        if (
            statements[0].words[0] in _OPENS
            and block.kind in ("code", "prose")
            and (found := _USAGE.match(block.text))
        ):
            shown = statements[0]
            if _unwritten(before[-2:]):
                yield _need(shown, found.group(1))
                shown = None
        elif block.kind != "code":
            before = statements
        if shown is not None and following and following[0].block.kind != "code":
            found = _USAGE.match(shown.block.text)
            if found and _unwritten(following[:3]):
                yield _need(shown, found.group(1))
            shown = None


def _unwritten(told: list[Statement]) -> bool:
    """Whether one of the sentences says that what it leans on is still to be written."""
    if any(refusal(statement, 0, allow=frozenset({"negation"})) for statement in told[:1]):
        return False
    return any(
        said_missing(statement) or speaks_of_writing(statement) or statement.has("pending")
        for statement in told
    )


def _need(statement: Statement, name: str) -> Candidate:
    interface = " ".join(statement.block.text.split("\n")[0].split(":", 1)[1].split())
    last = len(statement.words)
    return Candidate("tool", [name], statement, 0, 0, last, "made", REASON, interface)

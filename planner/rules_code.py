"""Code blocks: only lines that say of a program that it is still to be made."""

from __future__ import annotations

from collections.abc import Iterator

from planner.candidates import Candidate
from planner.rules_tools import tool_needs
from planner.statements import Statement
from planner.word_lists import word_set

_PENDING = word_set("todo tbd unwritten missing")


def code_needs(statement: Statement) -> Iterator[Candidate]:
    """Needs in a line of code or of a comment that calls a program unwritten."""
    words = statement.words
    pending = (
        any(word in _PENDING for word in words)
        or statement.has("harmless")
        or (statement.has("make") and any(w in words for w in ("to", "be", "still", "must")))
    )
    if pending:
        yield from tool_needs(statement)

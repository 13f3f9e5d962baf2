"""Code blocks: only lines that say of a program that it is still to be made."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from planner.candidates import Candidate
from planner.rules.tools import tool_needs
from planner.text.blocks import COMMENT
from planner.text.statements import Statement, plain_marks
from planner.text.tokens import words_of
from planner.words.lists import word_set

_PENDING = word_set("todo tbd unwritten missing")


@lru_cache(maxsize=1024)
def _commented_away(comment: str) -> bool:
    """Whether the comment over a line says that it is of the past: "# from the old wiki"."""
    if not comment.startswith(COMMENT):
        return False
    marks = plain_marks(words_of(comment))
    return any(mark.cls in ("past", "excluded", "optional", "existing") for mark in marks) and not any(
        mark.cls in ("pending", "harmless") for mark in marks
    )


def code_needs(statement: Statement) -> Iterator[Candidate]:
    """Needs in a line of code or of a comment that calls a program unwritten."""
    words = statement.words
    if _commented_away(statement.block.lead):
        return
    pending = (
        any(word in _PENDING for word in words)
        or statement.has("harmless")
        or (statement.has("make") and any(w in words for w in ("to", "be", "still", "must")))
    )
    if pending:
        yield from tool_needs(statement)

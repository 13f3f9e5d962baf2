"""Code blocks: only lines that say of a program that it is still to be made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from planner.candidates import Candidate
from planner.rules.coding import REASON
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
    if not pending and not statement.has("pending") and not said_lacking(words):
        return
    found = list(tool_needs(statement))
    if not found and (named := _named_line(statement)) is not None:
        found = [named]
    yield from found


def said_lacking(words: list[str]) -> bool:
    """ "not there yet", "does not exist yet", "not written": what a line says of the command it shows."""
    return any(mark.cls == "harmless" for mark in plain_marks(words))


_LINE = re.compile(
    r"(?:[$>%]\s{1,3})?([a-z][a-z\d]{1,20}(?:[-_][a-z\d]{1,20}){1,4}|[a-z][\w-]{2,30})(?:\.[a-z]{1,5})?(?=\s|$)"
)


def _named_line(statement: Statement) -> Candidate | None:
    """ "zone-usage   not written yet, due in May": a line that opens with the name of a program to come."""
    if statement.before is not None or not (found := _LINE.match(statement.block.text)):
        return None
    name, rest = found.group(1), statement.block.text[found.end() :]
    slug = not name.isalnum() or statement.block.text[0] in "$>%" or "." in found.group()
    if not slug or not rest.strip():
        return None
    said = words_of(rest.lower())
    marks = plain_marks(said)
    if not any(mark.cls in ("pending", "harmless", "make") for mark in marks) and not _PENDING & set(said):
        return None
    against = (mark for mark in marks if mark.cls in ("past", "excluded", "optional"))
    if any(said[mark.start] != "may" for mark in against):  # "by 3 May"
        return None
    words = [part for part in re.split(r"[_-]", name) if part]
    last = len(statement.words)
    return Candidate("tool", words, statement, 0, 0, last, "made", REASON, None, found.start(1))

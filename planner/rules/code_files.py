"""Programs that are named by their file: "`match_seals.py`, due in March", "Ivo starts on `merge.sh`"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planner.candidates import Candidate
from planner.rules.paths import token_at
from planner.signs.prospects import handed_over, looks_ahead
from planner.signs.refusals import refusal
from planner.text.statements import Statement
from planner.words.lists import word_set

REASON = "The approach says that this program is still to come."
_FILE = re.compile(r"([A-Za-z][\w-]{2,40})\.(?:py|sh|bash|r|R|js|ts|pl|rb|jl|ps1|ipynb|awk)")
_REACH = 10  # words between a file and what is said of it
_STARTED = (
    ["started", "on"],
    ["starts", "on"],
    ["begun", "on"],
    ["working", "on"],
    ["works", "on"],
    ["busy", "with"],
)
_DUE = word_set("due coming promised unwritten missing fehlt manque falta pendiente prévu geplant previsto")


def code_file_needs(st: Statement) -> Iterator[Candidate]:
    """A need for each file of a program of which the sentence says that somebody still makes it.

    A file that only does something ("`run.py` prints the list") is there already.
    """
    for span in st.spans_of("code"):
        found = _FILE.fullmatch(st.block.text, span.start, span.end)
        if found is None:
            continue
        first, last = token_at(st, span.start), token_at(st, span.end - 1)
        if _still_to_come(st, first, last) and not refusal(st, first):
            words = [part for part in re.split(r"[_-]", found.group(1)) if part]
            yield Candidate("tool", words, st, first, first, last + 1, "made", REASON, None, span.start)


def _still_to_come(st: Statement, first: int, last: int) -> bool:
    if st.words[max(0, first - 2) : first] in _STARTED or handed_over(st, last + 1):
        return True
    if not _DUE.isdisjoint(st.words[last + 1 : last + 6]):
        return True
    return any(
        -_REACH <= mark.start - last <= _REACH and (mark.cls == "pending" or looks_ahead(st, mark))
        for mark in st.marked("make", "pending")
    )

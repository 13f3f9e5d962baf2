"""A program that is told of beside another's: "their script stays with them; ours is still to be written"."""

from __future__ import annotations

from collections.abc import Iterator

from planner.candidates import Candidate, clause_bounds, noun_phrase
from planner.rules.coding import REASON
from planner.signs.program_names import program_name, program_noun
from planner.signs.prospects import looks_ahead
from planner.signs.refusals import refusal
from planner.text.gates import with_a_word_of
from planner.text.statements import Statement
from planner.words.lexicon import PERSON_OR_PROGRAM
from planner.words.lists import word_set

_OURS = word_set("ours mine unseres nôtre nuestro")


@with_a_word_of(_OURS)
def own_one_needs(st: Statement) -> Iterator[Candidate]:
    """The need for the program that "ours" stands for, where that one is still to be made."""
    at = next((at for at, word in enumerate(st.words) if word in _OURS), -1)
    if at < 0 or st.words[at - 1 : at] == ["of"]:
        return
    if any(map(program_noun, st.words[at + 1 :])):
        return  # "Ours to build: a shim"
    last = clause_bounds(st, at)[1]
    to_come = any(
        at < mark.start < max(last, at + 8) and (mark.cls == "pending" or looks_ahead(st, mark))
        for mark in st.marked("make", "pending")
    )
    if not to_come or refusal(st, at):
        return
    for told, stop in ((st, at), (st.before, None)):
        if told is None:
            continue
        for head in range((len(told.words) if stop is None else stop) - 1, -1, -1):
            noun = program_noun(told.words[head])
            if noun and noun not in PERSON_OR_PROGRAM:
                name = program_name(told, noun_phrase(told, head), noun)
                yield Candidate("tool", name, st, at, at, max(last, at + 1), "made", REASON)
                return

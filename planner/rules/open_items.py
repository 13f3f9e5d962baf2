"""Items to do or still missing that tell by what stands behind their name that it is a program or a skill."""

from __future__ import annotations

from collections.abc import Iterator

from planner.candidates import Candidate
from planner.rules.coding import DOERS_ABROAD
from planner.rules.lists import REASON, name_only
from planner.signs.demands import lists_needs
from planner.signs.pieces_of_work import first_word, lists_work
from planner.signs.purposes import purpose_behind
from planner.signs.refusals import refusal
from planner.signs.refused_titles import remarked_away
from planner.text.statements import Statement
from planner.words.english import AUXILIARY
from planner.words.lexicon import PREPOSITIONS
from planner.words.lists import word_set

_NO_NAME = word_set(
    "we i it you they he she someone somebody anyone people everyone who il elle on wir er sie"
)
_SIGNS = frozenset(("(", ":", "–", "—", ",", ";", "."))
_RELATIVE = word_set("that which qui que")
_LONGEST = 8  # words of a name


def open_item_needs(st: Statement) -> Iterator[Candidate]:
    """The need that an open item stands for: "- side-checker (flags a card that was shot twice)"."""
    if (
        st.block.kind != "item"
        or st.before is not None
        or not (lists_needs(st.block) or lists_work(st.block))
    ):
        return
    start = first_word(st)
    stop = start
    while stop < len(st.words) and stop - start <= _LONGEST and st.words[stop] not in _SIGNS:
        if st.words[stop] in _RELATIVE and stop > start:
            break
        stop += 1
    opening = st.words[start:stop]
    if (
        not 0 < len(opening) <= _LONGEST
        or not _NO_NAME.isdisjoint(opening)
        or not AUXILIARY.isdisjoint(opening)
    ):
        return
    if len(opening) == 1 and st.slice(start, stop).isalpha() and st.slice(start, stop)[0].isupper():
        return  # "Tom (drives the van)"
    if not _NOTHING.isdisjoint(opening):
        return  # "Types nothing, adds up"
    kind = purpose_behind(st, stop, min(len(st.words), stop + 12))
    head = next((at for at in range(start + 1, stop) if st.words[at] in PREPOSITIONS), stop) - 1
    if kind is None and opening[0] in _A and st.words[head].endswith(DOERS_ABROAD):
        kind = "tool"
    if kind is None or _deed(st, start) or remarked_away(st):
        return
    names = name_only([st.slice(at, at + 1) for at in range(start, stop) if st.words[at][0].isalnum()])
    if names and not refusal(st, head):
        yield Candidate(kind, names, st, start, start, stop, "listed", REASON[kind])


_NOTHING = word_set("nothing nobody none anything everything nichts rien nada")


def _deed(st: Statement, start: int) -> bool:
    """Whether the item tells what somebody does: "Lists differences the way …"."""
    third = any(mark.form == "third" for mark in st.at.get(start, ()))
    return third and st.slice(start, start + 1)[:1].isupper()


_A = word_set("un une una a an ein eine einen")

"""Programs that are counted first and told of one by one: "Two programs come on top. The first rejects …"."""

from __future__ import annotations

from collections.abc import Iterator

from planner.candidates import Candidate
from planner.rules.coding import REASON
from planner.signs.program_names import complement_end, objects_in, program_noun
from planner.signs.purposes import does
from planner.signs.refusals import refusal
from planner.signs.told_abilities import ORDINALS, counted_off
from planner.text.statements import Statement
from planner.words.inflection import agent_noun
from planner.words.lexicon import STOP_WORDS
from planner.words.lists import word_set

_PROGRAMS = word_set("tools scripts programs programmes utilities commands bots skripte outils herramientas")
_BEFORE = word_set("the and , finally")


def counted_needs(st: Statement) -> Iterator[Candidate]:
    """The need for the program that "The first …" speaks of, by what it does."""
    if st.before is None or not counted_off(st, things=True) or not _programs_before(st):
        return
    at = 0
    while at < min(len(st.words), 4) and (st.words[at] in ORDINALS or st.words[at] in _BEFORE):
        at += 1
    names: list[str] = []
    if st.words[at : at + 1] and st.said[at]:  # "The first, `rotacheck`, rejects …"
        names, at = [st.slice(at, at + 1)], at + 1
        at += st.words[at : at + 1] == [","]
    last = min(len(st.words), at + 12)
    unnamed = not names and any(map(program_noun, st.words[:at]))
    if not at or unnamed or not (does(st, at, last) or _acts(st, at)) or refusal(st, at):
        return
    if not names:
        verb = next((mark.lemma for mark in st.at.get(at, ()) if mark.lemma), st.words[at].removesuffix("s"))
        stop = complement_end(st, at, last)
        names = [*objects_in(st, at + 1, stop)[:3], agent_noun(verb)]
    yield Candidate("tool", names, st, at, 0, last, "made", REASON)


def _acts(st: Statement, at: int) -> bool:
    """Whether the word here is a verb of a program's deed and has an object: "posts tomorrow's names"."""
    behind = st.words[at + 1 : at + 2]
    acts = at < len(st.words) and st.words[at].endswith("s") and st.words[at] not in STOP_WORDS
    return bool(acts and behind and behind[0].isalpha() and behind[0] not in STOP_WORDS)


def _programs_before(st: Statement) -> bool:
    before = st.before
    for _ in range(4):
        if before is None:
            return False
        if not _PROGRAMS.isdisjoint(before.words):
            return True
        before = before.before
    return False

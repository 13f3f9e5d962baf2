"""What a name in a list or table stands for, by what is said right behind it: what it does, or what it is."""

from __future__ import annotations

from planner.needs import Kind
from planner.text.statements import Statement
from planner.words.lexicon import DETERMINERS
from planner.words.lists import word_set

_DOING = ("technical", "methodical", "function", "make")
_SIGNS = frozenset(("(", ":", "–", "—", "-", ","))
_THAT = word_set("that which das der die qui que")
_QUANTIFIED = DETERMINERS | word_set("when what whatever whether if how everything all")
_SKILL = word_set("skill kompetenz fertigkeit compétence habilidad")


def purpose_behind(st: Statement, first: int, last: int) -> Kind | None:
    """What the words from `first` to `last` say of the name before them: "(sends a mail …)", "a skill"."""
    at = first
    while at < last and st.words[at] in _SIGNS:
        at += 1
    if at == first or at >= last:
        return None
    close = next((i for i in range(at, last) if st.words[i] in (")", ";", "–", "—")), last)
    if close - at <= 5 and not _SKILL.isdisjoint(st.words[at:close]):
        return "skill"
    return "tool" if does(st, at + (st.words[at] in _THAT), last) else None


def does(st: Statement, at: int, last: int) -> bool:
    """Whether a deed of a program is told from this token on: "moves cues", "flags a gap", "liest ab"."""
    if at + 1 >= last or not st.words[at + 1][0].isalnum():
        return False
    word, behind = st.words[at], st.words[at + 1]
    if any(mark.cls in _DOING and mark.form == "third" for mark in st.at.get(at, ())):
        return True
    if word.endswith("s") and len(word) > 3 and not word.endswith("ss") and behind in _QUANTIFIED:
        return True
    german = word.endswith("t") and len(word) > 3 and st.slice(at, at + 1).islower()
    return german and st.slice(at + 1, at + 2)[:1].isupper() and not st.is_at(at, "past")

"""What an aside right behind a thing says of it: "a little daemon, likewise our own and due in May, …"."""

from __future__ import annotations

from planner.candidates import NounPhrase
from planner.signs.making import INDEFINITE
from planner.signs.remarks import still_to_come
from planner.text.statements import Statement
from planner.words.lists import word_set

_OPENS = frozenset((",", "(", "–", "—"))
_CLOSES = frozenset((",", ")", "–", "—", ";", ":"))
_LONGEST = 10  # words of an aside
_OURS = (["our", "own"], ["of", "ours"], ["still", "ours"], ["ours"])
_SELF_MADE = word_set("self-written self-made self-coded self-built home-made home-grown homemade homegrown")
_DUE = word_set("due expected ready")
_NOT_DUE = word_set("not no never already since last then once ago was were")


def _year(word: str) -> bool:
    return len(word) == 4 and word.isdigit()


def aside_asks(st: Statement, phrase: NounPhrase) -> bool:
    """Whether an aside says that the thing is our own, or to be there by a day."""
    words, at = st.words, phrase.head + 1
    if phrase.before not in INDEFINITE or at >= len(words) or words[at] not in _OPENS:
        return False
    reach = min(at + _LONGEST + 2, len(words))
    end = next((i for i in range(at + 1, reach) if words[i] in _CLOSES), reach)
    aside = words[at + 1 : end]
    if not aside or not _NOT_DUE.isdisjoint(aside) or any(map(_year, aside)):
        return False
    ours = any(aside[i : i + len(own)] == own for own in _OURS for i in range(len(aside)))
    coded = words[at + 2 : at + 3] == ["by"] and st.is_at(at + 1, "make")
    own = not _SELF_MADE.isdisjoint(aside[:2])
    return ours or coded or own or not _DUE.isdisjoint(aside) or still_to_come(aside)

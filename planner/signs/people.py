"""People by their name or its ending: whether a sentence speaks of workers, and whom a thing is for."""

from __future__ import annotations

from functools import lru_cache

from planner.text.statements import Statement
from planner.words.lexicon import (
    AGENT_NOUNS,
    DETERMINERS,
    OUTSIDERS,
    PERSON_OR_PROGRAM,
    PROGRAM_NOUNS,
    WORKERS,
)
from planner.words.lists import word_set
from planner.words.nouns import INPUT

_WORKERS_OR_TEAM = WORKERS - word_set("we i us you they")
_NAMED_WORKERS = _WORKERS_OR_TEAM - {"team"}


def before_names_workers(st: Statement) -> bool:
    """Whether "them" are the workers of the sentence before."""
    return st.before is not None and named_workers(st.before.words, team=True)


def names_workers_nearby(st: Statement) -> bool:
    """Whether workers by their name are spoken of in the sentence or the next."""
    return named_workers(st.words) or (st.after is not None and named_workers(st.after.words))


_PEOPLE_ENDS = (
    *("ers", "ors", "ists", "ants", "ees", "ians", "eurs", "istes", "teurs", "iens"),
    *("ores", "istas", "adoras", "innen", "ende", "enden"),
)
_FOR = word_set("for für pour para to which that so everyone")


def for_people(after: list[str]) -> bool:
    """ "a guide for the cataloguers": people by the ending of their name, who are not from outside."""
    for at, word in enumerate(after[:-1]):
        if word in _FOR:
            return any(map(names_people, after[at + 1 : at + 4])) or _many_after(after[at + 1 : at + 4])
    return False


def _many_after(words: list[str]) -> bool:
    """ "for the stewards": several of somebody, who is not from outside."""
    if not words or words[0] not in DETERMINERS:
        return False
    return any(len(w) > 4 and w.endswith("s") and w not in OUTSIDERS and w not in INPUT for w in words[1:])


@lru_cache(maxsize=65536)
def names_people(word: str) -> bool:
    """Whether a word names people by its ending: "cataloguers"; not people from outside, nor programs."""
    if len(word) < 6 or not word.endswith(_PEOPLE_ENDS) or word in OUTSIDERS:
        return False
    program = AGENT_NOUNS.get(word, "")
    return word not in PROGRAM_NOUNS and (not program or program in PERSON_OR_PROGRAM)


def named_workers(words: list[str], team: bool = False) -> bool:
    return not (_WORKERS_OR_TEAM if team else _NAMED_WORKERS).isdisjoint(words)

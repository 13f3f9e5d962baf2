"""What an ability is called: by what it works on and what it does ("postcard dating")."""

from __future__ import annotations

from planner.candidates import Candidate, clause_bounds, telling_words
from planner.text.statements import Statement
from planner.words.abroad import TECHNICAL
from planner.words.english import AUXILIARY
from planner.words.inflection import gerund, singular
from planner.words.lexicon import DETERMINERS, PREPOSITIONS, STOP_WORDS, WORKERS, Mark
from planner.words.lists import word_set

REASON = "The work requires an ability that workers do not bring along."
_INSIDE_PHRASE = ('"', "'s", "-", "'", "’")
_FOREIGN = frozenset(TECHNICAL)
_STOPS_OBJECT = word_set("is are that which so before because since as must has have needs will")


def capability(st: Statement, verb: Mark) -> Candidate:
    """The need for the ability that this verb tells of, named by what it works on and what it does."""
    first, last = clause_bounds(st, verb.start)
    stop = verb.end
    while (
        stop < last
        and stop - verb.end < 14
        and (st.words[stop][0].isalnum() or st.words[stop] in _INSIDE_PHRASE)
    ):
        if st.words[stop] == "and" and st.words[stop + 2 : stop + 3] in (["it"], ["them"]):
            break
        if stop > verb.end + 1 and (st.is_at(stop, "need") or st.words[stop] in _STOPS_OBJECT):
            break
        stop += 1
    objects = _inputs_first(st, verb.end, stop)[:3]
    lemma = verb.lemma or st.words[verb.start]
    if verb.form == "past":
        objects = _objects(st, max(first, verb.start - 8), verb.start)[:3]
    elif not objects and verb.form == "base":
        objects = _in_front(st, first, verb.start)
    elif not objects:
        objects = _objects(st, max(first, verb.start - 3), verb.start)[-2:]
    named = verb.form == "noun" or lemma in _FOREIGN or (verb.cls == "verb" and lemma.endswith("ing"))
    name = gerund(lemma) if lemma.isascii() and not named else lemma
    return Candidate(
        "skill", [*objects, name], st, verb.start, max(first, verb.start - 12), stop, "capability", REASON
    )


def _in_front(st: Statement, first: int, verb: int) -> list[str]:
    """ "müssen alte Karten lesen können": where the verb stands last, what it is done to stands before it."""
    at = verb
    while (
        at > first and verb - at < 3 and st.words[at - 1][0].isalpha() and st.words[at - 1] not in _NO_OBJECT
    ):
        at -= 1
    named = st.slice(verb - 1, verb)[:1].isupper() and verb - 1 > first
    return [st.slice(i, i + 1) for i in range(at, verb)] if named else []


_NO_OBJECT = AUXILIARY | DETERMINERS | PREPOSITIONS | WORKERS | STOP_WORDS


def _inputs_first(st: Statement, first: int, last: int) -> list[str]:
    """ "tables out of PDFs" → PDF table: what a thing is taken from stands before it in a name."""
    at = next((at for at in range(first + 1, last) if st.words[at] in ("from", "off", "out")), last)
    inputs = _objects(st, at, last)[:2] if at < last else []
    return [*inputs, *_objects(st, first, at)]


def _objects(st: Statement, first: int, last: int) -> list[str]:
    return [singular(word) if word.islower() else word for word in telling_words(st, first, last)]

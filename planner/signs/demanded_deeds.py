"""Deeds on many things that a sentence of any build demands: "lifting text from slips is what we ask".

A gerund or an infinitive that stands for a thing (it opens a clause, or "is", a sign or "without" leads to
it), and a word that makes it a condition, here or in the next sentence. Nobody need be named who does it.
"""

from __future__ import annotations

from collections.abc import Iterator

from planner.signs.demands import demanded_nearby, label_needs, speaks_of_many
from planner.signs.harmless import harmless
from planner.text.statements import Statement
from planner.words.english import AUXILIARY
from planner.words.lexicon import OUTSIDERS, WORKERS, Mark
from planner.words.lists import word_set
from planner.words.nouns import INPUT
from planner.words.verbs import JUDGING, MUNDANE

# What leads to a deed that stands for a thing.
_LEADS_TO_GERUND = word_set("is are be = : ; – — ( without namely thus hence so for with on and ,")
_LEADS_TO_TO = word_set("namely : – — is are viz ie")
_BY_RELATION = word_set("from off out against across in between into onto to with by down apart")
# Deeds with papers that anybody does.
_HANDLING = word_set(
    """
    publish submit file archive deliver upload download share finish prepare complete update approve review
    discuss present sign build plan distribute forward move remove exchange transfer answer reply respond
    collect gather order
    """
)
_INSTRUCTIONS = word_set(
    "manual manuals instructions rules notice notices minutes guide handbook policy terms"
)
_NOT = word_set("no not nobody none never nothing cannot")
_IT = word_set("it that this them")
_UNDERSTANDING = word_set("understanding understand comprehending following grasping knowing")
_NOT_OTHERS = WORKERS | INPUT | {"it"}
_TELLING_APART = word_set("telling separating distinguishing tell separate distinguish")
_MASS = word_set("text speech audio handwriting footage data")
_TAKING_OFF = word_set("lift pull pick take tak draw get gett")
_OFF = word_set("from off out")
_LONGEST = 10  # words of what a deed is done to


def demanded_deeds(st: Statement) -> Iterator[Mark]:
    """The technique that the sentence, or the next one, makes a condition."""
    if st.block.kind not in ("prose", "item") or not _demanded(st):
        return
    for at, word in enumerate(st.words):
        if st.said[at] or not _stands_for_a_thing(st, at, word):
            continue
        deed = _deed(st, at, word)
        if deed is not None:
            yield Mark("without", deed.start, deed.end, deed.form, deed.lemma)
            return


def _demanded(st: Statement) -> bool:
    after = st.after
    if not (
        demanded_nearby(st)
        or _hangs_on_it(st)
        or (after is not None and _hangs_on_it(after))
        or (st.label and label_needs(st.label))
    ):
        return False
    against = st.marked("optional", "excluded", "past")
    return all(harmless(st, mark) or st.words[mark.start] in _OF_OLD for mark in against)


# What is said of the inputs: "old place names", "outdated codes".
_OF_OLD = word_set("old older previous former legacy outdated obsolete superseded historical dead defunct")


def _hangs_on_it(st: Statement) -> bool:
    """ "We can't start without it": nothing goes on without what has been told."""
    if _NOT.isdisjoint(st.words) or "without" not in st.words:
        return False
    behind = st.words[st.words.index("without") + 1 :][:1]
    return not behind or behind[0] in _IT or behind[0] in AUXILIARY or not behind[0][0].isalnum()


def _stands_for_a_thing(st: Statement, at: int, word: str) -> bool:
    if word.endswith("ing"):
        return len(word) > 5 and (at <= 1 or st.words[at - 1] in _LEADS_TO_GERUND)
    if st.words[at - 1 : at] != ["to"]:
        return False
    return at == 1 or st.words[at - 2] in _LEADS_TO_TO


def _deed(st: Statement, at: int, word: str) -> Mark | None:
    """The verb at this token, where it is done to many things, and to what holds information."""
    form = "ing" if word.endswith("ing") else "base"
    behind = st.words[at + 1 : at + 1 + _LONGEST]
    stop = next(
        (i for i, one in enumerate(behind) if i and (one in AUXILIARY or one in ("=", ":", ";"))), len(behind)
    )
    behind = behind[:stop]
    apart = word in _TELLING_APART and "from" in behind
    many = speaks_of_many(behind) or apart or not _MASS.isdisjoint(behind)
    if not many or not (OUTSIDERS & set(st.words[:at])) <= _NOT_OTHERS:
        return None
    related = not _BY_RELATION.isdisjoint(behind[1:])
    told = not INPUT.isdisjoint(behind)
    for mark in st.at.get(at, ()):
        if mark.form != form or mark.lemma in _HANDLING or mark.lemma in MUNDANE:
            continue
        if mark.cls == "technical":
            return mark
        if mark.cls == "methodical" and not (mark.lemma == "read" and not _INSTRUCTIONS.isdisjoint(behind)):
            return mark if related or told or mark.lemma in JUDGING else None
        if mark.cls == "function":
            return mark if related else None
    if word in _UNDERSTANDING:
        return Mark("verb", at, at + 1, form, word)
    plain = word.removesuffix("ing")
    known = {plain, plain + "e", plain[:-1]} & (MUNDANE | _HANDLING)
    if plain in _TAKING_OFF and told and not _OFF.isdisjoint(behind[1:]):
        return Mark("verb", at, at + 1, form, word)  # "lifting text from slanted photos"
    if known or not word.isalpha() or word in AUXILIARY or not (related and (told or "into" in behind)):
        return None
    return Mark("verb", at, at + 1, form, word)

"""
Abilities told in sentences of any build: a technique, workers who are to have it, and a word of demand.
The rules of `rules_capabilities` and `workers_deeds` know how such sentences are put together. Where they
see nothing, the three together are enough; none of them is alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from planner.candidates import clause_bounds
from planner.signs.demands import speaks_of_many
from planner.signs.harmless import harmless
from planner.signs.program_names import program_noun
from planner.signs.workers_deeds import WORKERS_OR_THEY, names_workers
from planner.text.gates import places
from planner.text.statements import Statement
from planner.words.abroad import MUNDANE as MUNDANE_ABROAD
from planner.words.english import AUXILIARY
from planner.words.lexicon import OUTSIDERS, PREPOSITIONS, Mark
from planner.words.lists import word_set

_REACH = 12  # words between the workers and what they are to master
# Being at home in something, said of workers; what it is follows.
_MASTERING = word_set(
    """
    understand understands understanding master masters grasp comprehend beherrschen beherrscht verstehen
    versteht maîtrisent maîtriser maîtrise comprennent comprendre connaissent connaître dominen dominan
    dominar entiendan entienden entender manejen manejan manejar conozcan
    """
)
_MASTERY = word_set(
    """
    command grasp mastery fluency proficiency literacy understanding comprehension maîtrise compréhension
    beherrschung verständnis dominio comprensión manejo
    """
)
_OF = word_set("of in with de du des d la von der im der")
_NO_DEMAND = word_set(
    "want wants wanted due planned foreseen budgeted missing fehlt manque falta absent expected"
)
_NOT_MASTERED = word_set("that why how our their its this the each one you us role task duty duties que dass")
_A = word_set("a an un une una ein eine einen")
_BY = word_set("by durch von par por")
_WHOSE = _BY | word_set("of from de des der")
_NOUN_ARTICLES = word_set("das dem des beim im vom")


def weak_abilities(st: Statement) -> Iterator[Mark]:
    """What workers are to master, where workers, a demand and a technique stand in one sentence."""
    if not st.opened & WORKERS_OR_THEY:
        return
    people = [
        at for at in places(st.words, WORKERS_OR_THEY) if names_workers(st.words[at]) and not st.said[at]
    ]
    if not people or not _demanded(st):
        return
    for mark in (*st.marked("technical", "action"), *_mastered(st), *_nominal(st)):
        if st.said[mark.start] or _part_of_a_name(st, mark):
            continue
        if any(_together(st, at, mark) for at in people):
            yield Mark("without", mark.start, mark.end, mark.form, mark.lemma)
            return


def _demanded(st: Statement) -> bool:
    """Whether a word of needing or depending stands in the sentence that nothing takes back."""
    for mark in st.marked("need", "depend"):
        before = st.words[max(0, mark.start - 3) : mark.start]
        if st.said[mark.start] or (mark.end == mark.start + 1 and st.words[mark.start] in _NO_DEMAND):
            continue
        if {"not", "no", "nicht", "kein", "keine", "pas", "nobody"}.isdisjoint(before):
            return all(harmless(st, against) for against in st.marked("optional", "excluded", "past"))
    return False


def _mastered(st: Statement) -> Iterator[Mark]:
    """ "the agents understand Greeklish", "fluency of the agents in customs abbreviations"."""
    for at, word in enumerate(st.words[:-1]):
        behind = st.words[at + 1]
        if word in _MASTERING and behind not in _NOT_MASTERED and behind not in PREPOSITIONS:
            if speaks_of_many(st.words[at + 1 : at + 6]) or st.slice(at + 1, at + 2)[:1].isupper():
                yield Mark("verb", at, at + 1, "noun", word)
        elif word in _MASTERY and behind in _OF:
            yield Mark("verb", at, at + 1, "noun", word)


def _nominal(st: Statement) -> Iterator[Mark]:
    """ "das Auseinanderhalten der Stimmen": in German any verb is a noun with a capital."""
    for at in range(1, len(st.words)):
        word = st.words[at]
        if (
            st.words[at - 1] in _NOUN_ARTICLES
            and len(word) > 7
            and word.endswith(("en", "eln", "ern"))
            and word not in MUNDANE_ABROAD
            and st.slice(at, at + 1)[:1].isupper()
        ):
            yield Mark("verb", at, at + 1, "noun", word)


def _part_of_a_name(st: Statement, mark: Mark) -> bool:
    """Whether the technique is only the first part of a noun: "the OCR tool", "a parsing script"."""
    behind = st.words[mark.end : mark.end + 1]
    return bool(behind) and (bool(program_noun(behind[0])) or behind[0] in AUXILIARY)


def _together(st: Statement, at: int, mark: Mark) -> bool:
    """Whether the people at this token are those who are to master what the mark says."""
    between = st.words[min(at, mark.end) : max(at, mark.start)]
    if len(between) > _REACH or ";" in between or not OUTSIDERS.isdisjoint(between):
        return False
    if at < mark.start:
        if clause_bounds(st, at)[0] != clause_bounds(st, mark.start)[0] and ":" not in between:
            return False
        if st.words[mark.start - 1 : mark.start] == ["to"] and "to" in between[:-1]:
            return False
        behind = st.words[mark.end : mark.end + 6]
        finite = mark.form in ("base", "ing", "finite", "third", "noun")
        return finite and (
            speaks_of_many(behind)
            or not _A.isdisjoint(behind[:2])
            or mark.form in ("finite", "noun")
            or not mark.lemma.isascii()
        )
    # "Recognition of volunteers" honours them; "fluency of the agents" is theirs.
    return not (_WHOSE if mark.cls == "verb" else _BY).isdisjoint(st.words[max(mark.end, at - 3) : at])

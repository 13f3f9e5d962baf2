"""Things that somebody codes: "code a cropper", "an aligner, which Lea programs", "script the renaming"."""

from __future__ import annotations

from collections.abc import Iterator

from planner.candidates import Candidate, NounPhrase, clause_bounds
from planner.lexicon import DOCUMENTS, OUTSIDERS, PREPOSITIONS, Mark
from planner.making import INDEFINITE, made_as_one, maker
from planner.program_names import complement_end, program_name, program_noun
from planner.refusals import refusal
from planner.statements import Statement
from planner.word_lists import word_set
from planner.words import AUXILIARY

REASON = "The approach says that this program is to be made."
BEFORE_VERB = word_set("to we i they must will should not and you can")
_BEFORE_CODING = word_set("que a à va vamos van de encore zu por")
NOUN_AND_VERB = word_set(
    """
    program script prototype command package robot bridge harness monitor programme code bot
    """
)


def coded_needs(st: Statement) -> Iterator[Candidate]:
    """ "code a cropper", "an aligner, which Lea programs": what is programmed is a program.

    In other languages what is written is one too, when its name is a doer's ("un comparateur").
    """
    for mark in st.marked("make"):
        abroad = mark.lemma in ("schreiben", "écrire", "escribir")
        programming = mark.lemma in _PROGRAMMING or st.words[mark.start] in _CODED
        if not (programming or abroad) or (abroad and any(st.said[max(0, mark.start - 3) : mark.start])):
            continue  # « … », écrit un lecteur
        for_us = st.words[mark.end : mark.end + 1] in _TO_US
        if not for_us and not OUTSIDERS.isdisjoint(st.words[max(0, mark.start - 3) : mark.start]):
            continue  # "the kids are coding a game"
        verb = _is_verb(st, mark)
        phrase = _phrase_behind(st, mark.end) if verb and mark.form in ("base", "third", "ing") else None
        coding = programming or st.words[mark.start].startswith(_PROGRAMS)
        definite = None
        if phrase is None and verb and mark.form in ("base", "third") and coding:
            phrase = definite = _definite_behind(st, mark.end)
        if phrase is None and (abroad or (programming and (verb or mark.form not in ("base", "third")))):
            phrase = _phrase_before(st, mark.start)
            made = phrase is not None and (maker(st, phrase) is not None or made_as_one(st, phrase))
            # Where a program is named before, "Mia will code it" speaks of that.
            known = phrase is not None and any(map(program_noun, st.words[: phrase.first]))
            if not made or known:
                phrase = None
        ends = (*DOERS_ABROAD, "eur", "er") if st.words[mark.start].startswith(_PROGRAMS) else DOERS_ABROAD
        if phrase is None or (
            not programming and definite is None and not st.words[phrase.head].endswith(ends)
        ):
            continue
        named = st.words[phrase.first : phrase.head + 1]
        if any(map(program_noun, named)) or st.words[phrase.head] in DOCUMENTS or "skill" in named:
            continue
        if not refusal(st, phrase.head, phrase, frozenset({"owned"})):
            last = complement_end(st, phrase.head, clause_bounds(st, phrase.head)[1])
            name = program_name(st, phrase, st.words[phrase.head])
            first = min(mark.start, phrase.first)
            yield Candidate("tool", name, st, phrase.head, first, last, "made", REASON)


def _is_verb(st: Statement, mark: Mark) -> bool:
    """Whether "script" or "coder" is a verb: "to script the export", "Ana scripts it", "va a coder"."""
    before = st.words[mark.start - 1] if mark.start else ""
    if mark.form == "third" and mark.lemma in ("script", "program", "code"):
        given = st.words[mark.end : mark.end + 1] in _TO_US and st.words[mark.end + 1 : mark.end + 2] != []
        opens = mark.end + given < len(st.words) and st.words[mark.end + given] in INDEFINITE
        often = st.words[mark.end + given + 1 : mark.end + given + 2] in _TIMES  # "300 scripts a month"
        return (
            (opens and not often) or before in _DOES_IT or st.slice(mark.start - 1, mark.start)[:1].isupper()
        )
    if st.words[mark.start] in ("code", "programme") and st.slice(mark.start - 1, mark.start)[:1].isupper():
        return mark.start > 0  # "Anouk code un correcteur"
    if mark.form != "base" or not before or before in BEFORE_VERB or not before[0].isalnum():
        return True
    return before in _BEFORE_CODING and st.words[mark.start] not in NOUN_AND_VERB


_TIMES = (["day"], ["week"], ["month"], ["year"], ["time"])
_TO_US = (["us"], ["me"], ["them"], ["you"], ["him"], ["her"])
_DOES_IT = word_set("he she who which that it team")


def _phrase_behind(st: Statement, at: int) -> NounPhrase | None:
    """The noun phrase with "a" or "one" right behind a verb, or behind a few words of time and place."""
    for start in range(at, min(at + 4, len(st.words))):
        if st.words[start] in INDEFINITE:
            return _phrase_from(st, start)
        if not st.words[start][0].isalnum() or st.words[start] in AUXILIARY or st.words[start] == "for":
            break
    return None


def _phrase_before(st: Statement, at: int) -> NounPhrase | None:
    """The nearest noun phrase with "a" or "one" in front of a verb."""
    for start in range(at - 1, max(at - 20, -1), -1):
        if st.words[start] in INDEFINITE:
            phrase = _phrase_from(st, start)
            return phrase if phrase is not None and phrase.head < at else None
    return None


def _definite_behind(st: Statement, at: int) -> NounPhrase | None:
    """ "code the cropper", "coder le découpeur": a doer or an action that is to be programmed."""
    if st.words[at : at + 1] and st.words[at] in _DEFINITE:
        phrase = _phrase_from(st, at)
        deed = phrase is not None and st.words[phrase.head].endswith("ing")
        if deed and phrase is not None and st.words[phrase.head + 1 : phrase.head + 2] != ["of"]:
            return None  # "we must program the heating"
        if phrase is not None and st.words[phrase.head].endswith(_DOERS_AND_DEEDS):
            return phrase
    return None


def _phrase_from(st: Statement, start: int) -> NounPhrase | None:
    stop = start + 1
    while stop < len(st.words) and stop - start < 6 and st.words[stop][0].isalnum():
        if st.words[stop] in PREPOSITIONS or st.words[stop] in _ENDS_PHRASE or st.words[stop] in AUXILIARY:
            break
        stop += 1
    return NounPhrase(start + 1, stop - 1, st.words[start], "") if stop > start + 1 else None


_PROGRAMMING = word_set("code program script automate programmieren programar programmer coder codificar")
_CODED = word_set(
    """
    scripted scripting programmiert programmera codera programará programmons programan programmé
    programmée codé codée
    programado programada
    """
)
# Words that tell of programming, so that a sentence without the noun for a program is looked at.
CODING = (
    _PROGRAMMING
    | _CODED
    | word_set(
        """
        développé développée desarrollado codes coded coding programs programmed programming écrira
        développera développons écrivons escribirá desarrollará desarrollar développer écrire entwickelt
        entwickeln escribir escribe escriben écrit écrivent schreibt schreiben
        """
    )
)
_PROGRAMS = ("développ", "programm", "cod", "desarroll", "entwick")
DOERS_ABROAD = (
    "ateur",
    "cteur",
    "isseur",
    "iseur",
    "ador",
    "edor",
    "idor",
    "zieher",
    "sammler",
    "zähler",
    "finder",
)
_DEFINITE = word_set("the le la l les der die das den el los las")
_DOERS_AND_DEEDS = (
    *(*DOERS_ABROAD, "eur", "er", "or", "ing", "tion", "sion", "ison", "port", "ment", "ung", "ción", "ado"),
    *("check", "lookup", "match", "merge", "matching"),
)
_ENDS_PHRASE = word_set("that which who and or to das die der den qui que y et und")

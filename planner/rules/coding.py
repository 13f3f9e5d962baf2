"""Things that somebody codes: "code a cropper", "an aligner, which Lea programs", "script the renaming"."""

from __future__ import annotations

from collections.abc import Iterator

from planner.candidates import Candidate, NounPhrase, clause_bounds, telling_words
from planner.signs.by_pronoun import made_as_one
from planner.signs.making import INDEFINITE, maker
from planner.signs.program_names import complement_end, program_name, program_noun
from planner.signs.refusals import refusal
from planner.text.gates import with_a_word_of
from planner.text.statements import Statement
from planner.words.english import AUXILIARY
from planner.words.lexicon import DOCUMENTS, MARKED, OUTSIDERS, PREPOSITIONS, WORKERS, Mark
from planner.words.lists import word_set
from planner.words.nouns import INPUT

REASON = "The approach says that this program is to be made."
BEFORE_VERB = word_set("to we i they must will should not and you can")
_BEFORE_CODING = word_set("que a à va vamos van de encore zu por")
NOUN_AND_VERB = word_set(
    """
    program script prototype command package robot bridge harness monitor programme code bot
    """
)


_PROGRAMMING = word_set("code program script automate programmieren programar programmer coder codificar")
_CODED = word_set(
    """
    scripted scripting programmiert programmera codera programará programmons programan programmé
    programmée codé codée
    programado programada
    """
)
_WRITING_ABROAD = ("schreiben", "écrire", "escribir")
# Words that a mark can begin with of which `_coded_phrase` makes a program.
_CODERS = _CODED | {
    word
    for word, entries in MARKED.items()
    if any(
        cls == "make" and lemma in (*_PROGRAMMING, *_WRITING_ABROAD, "implement")
        for _, cls, _, lemma in entries
    )
}


@with_a_word_of(_CODERS)
def coded_needs(st: Statement) -> Iterator[Candidate]:
    """ "code a cropper", "an aligner, which Lea programs": what is programmed is a program.

    In other languages what is written is one too, when its name is a doer's ("un comparateur").
    """
    if (in_front := _named_in_front(st)) is not None:
        yield in_front
        return
    for mark in st.marked("make"):
        phrase = _coded_phrase(st, mark)
        if phrase is None:
            continue
        named = st.words[phrase.first : phrase.head + 1]
        if any(map(program_noun, named)) or st.words[phrase.head] in DOCUMENTS or "skill" in named:
            continue
        if not refusal(st, phrase.head, phrase, frozenset({"owned"})):
            last = complement_end(st, phrase.head, clause_bounds(st, phrase.head)[1])
            name = program_name(st, phrase, st.words[phrase.head])
            first = min(mark.start, phrase.first)
            yield Candidate("tool", name, st, phrase.head, first, last, "made", REASON)


def _coded_phrase(st: Statement, mark: Mark) -> NounPhrase | None:
    """What the verb of making at this mark codes, behind it or in front of it."""
    if st.words[mark.start : mark.end + 1] == ["script", "by"]:
        return None  # "a film, script by Jo"
    abroad = mark.lemma in _WRITING_ABROAD
    programming = mark.lemma in _PROGRAMMING or st.words[mark.start] in _CODED or _implements(st, mark)
    if not (programming or abroad) or (abroad and any(st.said[max(0, mark.start - 3) : mark.start])):
        return None  # « … », écrit un lecteur
    for_us = st.words[mark.end : mark.end + 1] in _TO_US
    if not for_us and not OUTSIDERS.isdisjoint(st.words[max(0, mark.start - 3) : mark.start]):
        return None  # "the kids are coding a game"
    verb = _is_verb(st, mark)
    plain = mark.form in ("base", "third")
    phrase = _phrase_behind(st, mark.end) if verb and (plain or mark.form == "ing") else None
    pronoun = mark.start > 0 and st.words[mark.start - 1] in _PRONOUN_OBJECT  # "lo programa el becario"
    if (
        phrase is None
        and verb
        and not pronoun
        and (programming or st.words[mark.start].startswith(_PROGRAMS))
    ):
        running = mark.form == "ing" and st.words[mark.start - 1 : mark.start] in _RUNNING
        phrase = _definite_behind(st, mark.end) if plain or running else None
        if phrase is not None:
            return phrase
    if phrase is None and (abroad or (programming and (verb or not plain))):
        phrase = _made_in_front(st, mark)
    ends = (*DOERS_ABROAD, "eur", "er") if st.words[mark.start].startswith(_PROGRAMS) else DOERS_ABROAD
    if phrase is None or programming or st.words[phrase.head].endswith(ends):
        return phrase
    return None


_PRONOUN_OBJECT = word_set("lo la los las le les l")


def _implements(st: Statement, mark: Mark) -> bool:
    """ "We implement a tide check": what is implemented is a program where it is something that runs."""
    phrase = _phrase_behind(st, mark.end) if mark.lemma == "implement" else None
    return phrase is not None and st.words[phrase.head] in _RUNS


_RUNS = word_set(
    """
    check test lookup import export sync alert backup merge match search filter comparison conversion
    validation deduplication sort scan alarm countdown job task trigger ping poll import cache index
    calculation computation extraction detection matching parsing scoring ranking
    """
)


def _made_in_front(st: Statement, mark: Mark) -> NounPhrase | None:
    """The nearest phrase in front of a verb that speaks of it; where a program is named, of that."""
    phrase = _phrase_before(st, mark.start)
    if phrase is None or any(map(program_noun, st.words[: phrase.first])):
        return None
    return phrase if maker(st, phrase) is not None or made_as_one(st, phrase) else None


def _named_in_front(st: Statement) -> Candidate | None:
    """ "- a dedupe: same bag, five mails. Tarek codes it": what opens the item is what is coded."""
    opening = st.before
    if opening is None or opening.before is not None or st.block.kind != "item":
        return None
    coded = any(
        mark.lemma in _PROGRAMMING and st.words[mark.end : mark.end + 1] == ["it"]
        for mark in st.marked("make")
    )
    if not coded or opening.words[0] not in INDEFINITE or any(map(program_noun, opening.words)):
        return None
    phrase = _phrase_from(opening, 0)
    if phrase is None or refusal(opening, phrase.head, phrase) or refusal(st, 0):
        return None
    names = telling_words(opening, phrase.first, phrase.head + 1)
    last = phrase.head + 1
    return Candidate("tool", names, opening, phrase.head, 0, last, "made", REASON) if names else None


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
    for start in range(at, min(at + 7, len(st.words))):
        if st.words[start] in INDEFINITE:
            return _phrase_from(st, start)
        if start >= at + 4 and not (st.words[start].isdigit() or st.words[start - 1].isdigit()):
            break  # further only over a date: "programme d'ici au 15 mars un calculateur"
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
        if phrase is None:
            return None
        head, behind = st.words[phrase.head], st.words[phrase.head + 1 : phrase.head + 2]
        if head.endswith("ing") and behind != ["of"]:
            return None  # "we must program the heating"
        if head.endswith(_DOERS_AND_DEEDS) or (_names_deed(head) and behind not in _WITH):
            return phrase
    return None


def _names_deed(word: str) -> bool:
    """ "Luc scripts the roll-up", "the countdown": one thing that runs, neither an input nor people."""
    if word in INPUT or word in _SPOKEN or word in OUTSIDERS or word in WORKERS:
        return False
    return not word.endswith("s") or word.endswith("ss")


_WITH = (["with"],)  # "scripts the ceremony with the vicar"
_RUNNING = (["is"], ["are"], ["am"], ["'s"])
# What is scripted or coded otherwise, and machines that are programmed.
_SPOKEN = word_set(
    """
    ceremony show play scene film movie episode opening speech dialogue drama season evening event service
    heating boiler oven phone radio remote thermostat lock lights till machine lift alarm dishwasher clock
    router video game sequence music interview answer answers data variable variables response material
    sample conversation quarrel story plot whole rest concert festival
    """
)


def _phrase_from(st: Statement, start: int) -> NounPhrase | None:
    stop = start + 1
    while stop < len(st.words) and stop - start < 6 and st.words[stop][0].isalnum():
        if st.words[stop] in PREPOSITIONS or st.words[stop] in _ENDS_PHRASE or st.words[stop] in AUXILIARY:
            break
        stop += 1
    return NounPhrase(start + 1, stop - 1, st.words[start], "") if stop > start + 1 else None


# Words that tell of programming, so that a sentence without the noun for a program is looked at.
CODING = (
    _PROGRAMMING
    | _CODED
    | word_set(
        """
        implement implements implementing développé développée desarrollado codes coded coding programs
        programmed programming écrira
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

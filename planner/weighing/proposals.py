"""What might be a need, by its noun, its verb or its mark-up alone: programs, documents, skills, abilities.

Nothing is said here for or against a proposal; that is what `signs` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from planner.candidates import NounPhrase, noun_phrase
from planner.rules.skills import SKILL_WORDS, named_beside
from planner.signs.document_names import (
    DOCUMENT,
    document_noun,
    in_two_words,
    may_name_document,
    minutes_of_meeting,
)
from planner.signs.program_names import program_noun
from planner.text.gates import gate_for, gate_of, places
from planner.text.statements import Statement
from planner.words.english import AUXILIARY
from planner.words.lexicon import DETERMINERS, MARKED, OUTSIDERS, STOP_WORDS, WORKERS, Mark
from planner.words.lists import word_set
from planner.words.nouns import NOT_PROGRAM_AFTER

Family = Literal["program", "document", "skill", "ability"]
FAMILIES: tuple[Family, ...] = ("program", "document", "skill", "ability")
TECHNIQUES = ("technical", "methodical", "action", "technical-done")
MOST = 8  # proposals of one family in one sentence; keeps hostile texts linear


@dataclass(slots=True)
class Proposal:
    """A thing that a sentence names, or an ability by its verb; `noun` is the kind of thing it is."""

    family: Family
    statement: Statement
    phrase: NounPhrase
    noun: str
    verb: Mark | None = None
    names: tuple[str, ...] = ()  # where they stand beside the noun

    @property
    def first(self) -> int:
        return self.phrase.first

    @property
    def head(self) -> int:
        return self.phrase.head


def proposals(st: Statement, asked: int) -> Iterator[Proposal]:
    """Everything in the sentence that might be a need, where things or abilities are asked for."""
    if asked & THING:
        if st.opened & _PROGRAM:
            yield from _programs(st)
        if st.opened & DOCUMENT:
            yield from _documents(st)
        if st.opened & _NAMED_SKILL:
            yield from _skills(st)
    if asked & ABILITY:
        yield from _abilities(st)


_DOER = re.compile(r"[a-z-]{4,}(?:er|or)s?")
_NO_DOER = (
    word_set(
        """
        water paper number letter order member other either neither another rather whether however ever
        never over under after before later former latter better larger smaller longer shorter higher lower
        older newer earlier power tower offer answer matter corner center centre counter winter summer
        autumn september october november december easter folder border register newsletter poster chapter
        quarter newspaper layer weather dinner supper butter pepper together further proper super outer
        inner upper user owner customer officer father mother brother sister daughter minister master
        semester manner river harbour error mirror floor door color colour labour neighbour favour honour
        major minor prior interior exterior superior junior senior motor sensor tractor doctor actor author
        editor visitor director sponsor donor mayor tutor professor ambassador factor sector vector corridor
        indoor outdoor anchor horror humor rumour tumor vapor odor flavour monitor consider remember deliver
        discover cover recover enter alter filter transfer refer prefer differ suffer gather wonder trigger
        render tender gender elder holder shareholder stakeholder leader reader remainder reminder
        laser timber rubber copper silver leather cancer fiber fibre meter metre liter litre theatre theater
        hour four your our computer laptop printer scanner container trailer boiler freezer cooler heater
        router server header footer banner paper wallpaper cyber clever wider deeper cheaper closer fewer
        faster slower harder easier simpler
        quieter warmer colder nearer farther bigger younger stronger weaker wetter drier
        """
    )
    | WORKERS
    | OUTSIDERS
)


@lru_cache(maxsize=65536)
def doer(word: str) -> bool:
    """Whether a word has the ending of one who or which does something: "pruner", "attributor"."""
    return (
        bool(_DOER.fullmatch(word))
        and word not in _NO_DOER
        and word.removesuffix("s") not in _NO_DOER
        and word.rsplit("-", 1)[-1] not in _NO_DOER
    )


_MECHANISMS = word_set("engine engines shim shims adaptor adaptors daemon gadget dashboard algorithm roll-up")


@lru_cache(maxsize=65536)
def may_be_program(word: str) -> bool:
    """Whether a word may name a program: by its class, or as a doer of something."""
    return bool(program_noun(word)) or word in _MECHANISMS or doer(word)


_PROGRAM = gate_for(may_be_program)


def _programs(st: Statement) -> Iterator[Proposal]:
    found = 0
    for index in places(st.words, _PROGRAM):
        word = st.words[index]
        if st.said[index] or not _ends_phrase(st, index):
            continue
        if document_noun(word) or (doer(word) and not program_noun(word) and not _thing(st, index)):
            continue
        yield Proposal("program", st, noun_phrase(st, index), program_noun(word) or word)
        found += 1
        if found == MOST:
            return


def _thing(st: Statement, index: int) -> bool:
    """Whether an unknown doer may be a thing: several are people, and a capital makes a name."""
    return not st.words[index].endswith("s") and st.slice(index, index + 1).islower()


def _ends_phrase(st: Statement, head: int) -> bool:
    """Whether this noun is the last of its phrase, and not the first half of another: "tool kit"."""
    after = st.words[head + 1] if head + 1 < len(st.words) else ""
    if after in NOT_PROGRAM_AFTER or after == "'s" or (after and program_noun(after)):
        return False
    return not (after[:1].isalpha() and may_name_document(after) and not st.is_at(head + 1, "follow"))


def _documents(st: Statement) -> Iterator[Proposal]:
    found = 0
    for index in places(st.words, DOCUMENT):
        if st.said[index]:
            continue
        noun = in_two_words(st.words, index) or document_noun(st.words[index])
        behind = st.words[index + 1 : index + 2]
        if not noun or minutes_of_meeting(st, index, noun) or behind in (["'s"], ["skill"], ["skills"]):
            continue
        before = st.words[index - 1 : index]
        if before and before[0] in _VERB_BEFORE and st.is_at(index, "follow"):
            continue
        if noun == "standard" or (noun == "code" and behind not in (["of"], ["for"])):
            continue
        yield Proposal("document", st, noun_phrase(st, index), noun)
        found += 1
        if found == MOST:
            return


_VERB_BEFORE = word_set("to we they will must and")


def _skills(st: Statement) -> Iterator[Proposal]:
    """What stands beside the word "skill", or has the hyphen of a name."""
    for index in places(st.words, _SKILL):
        if (found := named_beside(st, index)) is not None:
            yield Proposal("skill", st, noun_phrase(st, index), "skill", names=tuple(found[0]))
    for index in places(st.words, _NAME):
        if st.words[index + 1 : index + 2] in _OF_A_THING:
            continue  # "the hand-over walk", "the break-glass test tool"
        yield Proposal("skill", st, NounPhrase(index, index, "", ""), "name")


_OF_A_THING = tuple([word] for word in ("walk", "test", "tool", "day", "meeting", "form", "key"))
_HYPHENED = re.compile(r"[a-z]{3,}(?:-[a-z]{2,}){1,4}")


@lru_cache(maxsize=65536)
def _may_be_name(word: str) -> bool:
    """Whether a word has the hyphen of a name, and is neither a program nor a document."""
    hyphened = "-" in word and _HYPHENED.fullmatch(word) is not None
    return hyphened and not may_be_program(word) and not document_noun(word)


_SKILL = gate_of(SKILL_WORDS)
_NAME = gate_for(_may_be_name)
_NAMED_SKILL = _SKILL | _NAME
_BEFORE_VERB = word_set("to must shall will should can cannot and not be")


def _abilities(st: Statement) -> Iterator[Proposal]:
    found = 0
    for index, verb in _verbs(st):
        if st.words[index] in STOP_WORDS or not _has_object(st, verb):
            continue
        yield Proposal("ability", st, NounPhrase(index, index, "", ""), verb.cls, verb)
        found += 1
        if found == MOST:
            return


def _verbs(st: Statement) -> Iterator[tuple[int, Mark]]:
    """Techniques, and any gerund or infinitive where an ability is spoken of."""
    able = {mark.end for mark in st.marked("able", "can") if mark.end < len(st.words)}
    known: dict[int, Mark] = {}
    for mark in st.marked(*TECHNIQUES):
        known.setdefault(mark.start, mark)
    for index in sorted({*able, *known, *places(st.words, _VERB_BY_ENDING)}):
        word, before = st.words[index], st.words[index - 1] if index else ""
        if index in known:
            if _acts(st, known[index], before):
                yield index, known[index]
        elif index in able and word[0].isalpha() and word not in AUXILIARY:
            yield index, Mark("verb", index, index + 1, "base", word)
        elif word.endswith("ing"):
            if _may_be_verb(word) and _opens(st, index):
                yield index, Mark("verb", index, index + 1, "ing", word)
        elif word.endswith("ed") and before == "be" and len(word) > 5:
            yield index, Mark("verb", index, index + 1, "past", word)


def _acts(st: Statement, mark: Mark, before: str) -> bool:
    """Whether a word for a technique is a verb here, and not a noun or a part of one."""
    behind = st.words[mark.end] if mark.end < len(st.words) else ""
    if mark.form == "base":
        return (
            before in _BEFORE_VERB
            or not mark.start
            or not before[0].isalnum()
            or before.endswith("ly")
            or not before.isascii()
        )
    if mark.form == "past":
        return before in ("be", "get", "gets", "been", "werden") or behind == "werden"
    if mark.form == "ing":
        return (
            before not in DETERMINERS
            and before not in ("is", "are", "am", "was", "were")
            and not may_be_program(behind)
        )
    return mark.form != "third"


def _has_object(st: Statement, verb: Mark) -> bool:
    """Whether something is said to be worked on: behind the verb, or before a passive."""
    if verb.form == "past":
        return verb.start > 2
    behind = st.words[verb.end] if verb.end < len(st.words) else ""
    return verb.form == "noun" or behind[:1].isalnum() or behind in _OPENS_NAME


_OPENS_NAME = frozenset("\"'“„«(")


@lru_cache(maxsize=65536)
def _may_be_verb(word: str) -> bool:
    """Whether a word that nobody knows may be a gerund or a participle."""
    return len(word) > 5 and word.endswith(("ing", "ed")) and word not in _NO_GERUND


_VERB_BY_ENDING = gate_for(_may_be_verb)


def _opens(st: Statement, index: int) -> bool:
    """Whether a gerund stands where a subject or an object stands, not behind a noun."""
    if not index:
        return True
    before = st.words[index - 1]
    return not before[0].isalnum() or before in _LEADS_TO_GERUND or st.clause[index - 1] != st.clause[index]


_NO_GERUND = word_set(
    """
    missing wedding building during meeting nothing something anything everything morning evening according
    regarding including concerning following existing remaining training hearing housing spring string
    being having going doing making getting writing coding
    """
)
_LEADS_TO_GERUND = word_set("of in for at requires require required needs need and or without on like is")


def _may_be_thing(word: str) -> bool:
    return may_be_program(word) or may_name_document(word) or "skill" in word


def _may_be_ability(word: str) -> bool:
    return word in _TECHNICAL or (len(word) > 5 and word.endswith("ing"))


_TECHNICAL = frozenset(
    word for word, entries in MARKED.items() if any(entry[1] in TECHNIQUES for entry in entries)
)


# The two kinds of what may be asked for.
THING = gate_for(_may_be_thing)
ABILITY = gate_for(_may_be_ability)

"""The word classes as one table by first word, so that a sentence is marked in one pass."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import NamedTuple

from planner.words import abroad, english, nouns, verbs
from planner.words.inflection import (
    action_nouns,
    agent_noun,
    agent_nouns,
    finite_abroad,
    participles_abroad,
    verb_forms,
)


class Mark(NamedTuple):
    """A word or phrase of a class: tokens `start` to before `end`; verbs also carry form and base form."""

    cls: str
    start: int
    end: int
    form: str = ""
    lemma: str = ""


as_mark = partial(tuple.__new__, Mark)  # of all five values: a third of the time that Mark() takes
_BETWEEN_PARTS = ("it", "one", "them", "this", "that")
Entry = tuple[list[str], str, str, str]
MARKED: dict[str, list[Entry]] = {}


def _add(phrase: str, cls: str, form: str = "", lemma: str = "") -> None:
    first, *rest = phrase.split()
    entries = MARKED.setdefault(first, [])
    if not any(entry[0] == rest and entry[1] == cls and entry[2] == form for entry in entries):
        entries.append((rest, cls, form, lemma))


def _phrases(text: str, cls: str) -> None:
    for phrase in text.split(";"):
        if phrase.strip():
            _add(phrase.strip(), cls)


def _verbs(text: str | list[str], cls: str) -> None:
    for verb in text.split() if isinstance(text, str) else text:
        for written, form in verb_forms(verb).items():
            _add(written, cls, form, verb)
            for them in _BETWEEN_PARTS if " " in written else ():
                _add(written.replace(" ", f" {them} "), cls, form, verb)  # "is drawing one up"


_verbs(verbs.MAKE_PROGRAM, "make")
_verbs(verbs.MAKE_ANY, "make")
_verbs(verbs.MAKE_TEXT, "make-text")
for _phrase in ("in writing", "into writing", "on paper", "to paper", "into words", "in black and white"):
    _add(_phrase, "make-text", "base", "write")
_verbs(verbs.FOLLOW, "follow")
_verbs(verbs.TECHNICAL, "technical")
_verbs(verbs.METHODICAL, "methodical")
_verbs(verbs.AGENT_VERBS, "function")
for _source in (english, abroad):
    _phrases(_source.NEED, "need")
    _phrases(_source.MUST, "must")
    _phrases(_source.DEPEND, "depend")
    _phrases(_source.PENDING, "pending")
    _phrases(_source.ABLE, "able")
    _phrases(_source.NEGATION, "negation")
    _phrases(_source.HARMLESS_NEGATION, "harmless")
    _phrases(_source.PAST, "past")
    _phrases(_source.EXISTING, "existing")
    _phrases(_source.EXCLUDED, "excluded")
    _phrases(_source.OPTIONAL, "optional")

for _phrase in verbs.MAKING.split(";"):
    _add(_phrase.strip(), "make", "noun", "develop")
for _phrase in verbs.AT_WORK.split(";"):
    _add(_phrase.strip(), "make", "third", "work-on")
for _phrase in verbs.AT_WORK_ING.split(";"):
    _add(_phrase.strip(), "make", "ing", "work-on")
for _phrase in english.WEAK_MUST.split(";"):
    _add(_phrase.strip(), "must", "weak")
_NOUNS = [noun for verb in verbs.TECHNICAL + abroad.TECHNICAL for noun in action_nouns(verb)]
ACTIONS = frozenset(verbs.ACTIONS) | frozenset(_NOUNS)
for _action in sorted(ACTIONS):
    _add(_action, "action", "noun", _action)

for _phrase in verbs.ACTION_PHRASES.split(";"):
    _add(_phrase.strip(), "action", "noun", _phrase.split()[0])
PROGRAM_NOUNS: dict[str, str] = {}
for _noun in nouns.PROGRAM + abroad.PROGRAM:
    for _form in (_noun, _noun + "s", _noun + "e" if _noun.endswith("skript") else _noun):
        PROGRAM_NOUNS[_form] = _noun
AGENT_NOUNS: dict[str, str] = {}
# Doers that are people or other things as often as programs.
_doubtful: set[str] = set(nouns.PERSON_OR_PROGRAM)
_sure_doers = verbs.TECHNICAL + verbs.METHODICAL + verbs.AGENT_VERBS
for _verb in _sure_doers + verbs.LOOSE_AGENT_VERBS:
    for _noun in agent_nouns(_verb):
        _known = _noun in PROGRAM_NOUNS or _noun in AGENT_NOUNS or _noun in verbs.NOT_A_DOER
        if not _known and len(_noun) > 4:
            AGENT_NOUNS[_noun] = _noun
            AGENT_NOUNS[_noun + "s"] = _noun
            if _verb not in _sure_doers:
                _doubtful.add(_noun)
PERSON_OR_PROGRAM = frozenset(_doubtful)
VERB_OF_AGENT = {agent_noun(verb): verb for verb in verbs.TECHNICAL + verbs.METHODICAL + verbs.AGENT_VERBS}
DOCUMENT_STRONG = frozenset(nouns.DOCUMENT_STRONG) | frozenset(abroad.DOCUMENT_STRONG)
DOCUMENTS = frozenset(nouns.DOCUMENT) | frozenset(abroad.DOCUMENT) | DOCUMENT_STRONG
# Last words of documents with a hyphen in their name, which people write apart as well.
DOCUMENT_TAILS = frozenset(noun.rsplit("-", 1)[1] for noun in DOCUMENTS if "-" in noun)
WORKERS = frozenset(nouns.WORKER) | frozenset(abroad.WORKER)
OUTSIDERS = nouns.OUTSIDER | frozenset(abroad.OUTSIDER)
DETERMINERS = english.DETERMINERS | frozenset(abroad.DETERMINERS)
PREPOSITIONS = english.PREPOSITIONS | frozenset(abroad.PREPOSITIONS)
STOP_WORDS = english.STOP_WORDS | frozenset(abroad.STOP_WORDS) | DETERMINERS | PREPOSITIONS
for _base, _use, _forms in abroad.MAKE_FORMS:
    for _written in (form.strip() for form in _forms.split(";")):
        _add(_written, "make", _use, _base)
        # In German one form is both "programs" and "programmed".
        if (
            _base == "schreiben"
            and _use == "third"
            and _written not in ("schreibt", "baut", "ausarbeitet", "übernimmt", "festlegt")
        ):
            _add(_written, "make", "past", _base)
for _written in abroad.TECHNICAL:
    _add(_written, "technical", "base", _written)
    for _form in finite_abroad(_written):
        if _form not in abroad.NOT_FINITE:
            _add(_form, "technical", "finite", _written)
    for _form in participles_abroad(_written):
        _add(_form, "technical-done", "past", _written)
for _written in abroad.TECHNICAL_FINITE:
    _add(_written, "technical", "finite", _written)
for _phrase in abroad.TECHNICAL_PHRASES.split(";"):
    _add(_phrase.strip(), "technical", "base", "transcribir")
for _written in abroad.TECHNICAL_DONE:
    _add(_written, "technical-done", "past", _written)
for _written in abroad.FOLLOW:
    _add(_written, "follow", "base", _written)
for _written in abroad.CAN:
    _add(_written, "can")


def rarest(phrase: Iterable[str]) -> str:
    """The word of a phrase that texts hold least, as far as one can tell: no stop word, and a long one."""
    return max(phrase, key=lambda word: (word not in STOP_WORDS, len(word)))


# The entries of a word by the word that follows it, in their order; under "" those of the word alone.
FOLLOWED: dict[str, dict[str, list[Entry]]] = {
    word: {
        second: [entry for entry in entries if not entry[0] or entry[0][0] == second]
        for second in ("", *(entry[0][0] for entry in entries if entry[0]))
    }
    for word, entries in MARKED.items()
}

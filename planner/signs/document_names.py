"""Kinds of documents by their name: "guides", "house style", "Kriterienkatalog"."""

from __future__ import annotations

from functools import lru_cache

from planner.text.gates import gate_for
from planner.text.statements import Statement
from planner.words.abroad import DOCUMENT_SUFFIXES
from planner.words.lexicon import DOCUMENT_TAILS, DOCUMENTS
from planner.words.lists import word_set


@lru_cache(maxsize=65536)
def may_name_document(word: str) -> bool:
    """Whether a word names a kind of document, alone or with the one before it."""
    return bool(document_noun(word)) or word.removesuffix("s") in DOCUMENT_TAILS


DOCUMENT = gate_for(may_name_document)


@lru_cache(maxsize=65536)
def document_noun(word: str) -> str:
    """The kind of document that a word names ("guides" → "guide"), or an empty string."""
    noun = word if word in DOCUMENTS else word.removesuffix("s")
    if noun in DOCUMENTS:
        return noun
    if not word.endswith(DOCUMENT_SUFFIXES):
        return ""
    return next((end for end in DOCUMENT_SUFFIXES if len(word) > len(end) + 2 and word.endswith(end)), "")


def in_two_words(words: list[str], index: int) -> str:
    """ "house style", "cheat sheets": a kind of document that is written apart as well."""
    if not index:
        return ""
    if words[index] == "to" and words[index - 2 : index - 1] not in (["a"], ["the"], ["our"]):
        return ""  # "how to grade" is no how-to
    joined = f"{words[index - 1]}-{words[index].removesuffix('s')}"
    return joined if joined in DOCUMENTS else ""


def minutes_of_meeting(st: Statement, index: int, noun: str) -> bool:
    """ "The protocol of the last meeting": what was said there."""
    return noun in _PROTOCOL and not _MEETING.isdisjoint(st.words[index + 1 : index + 6])


_PROTOCOL = word_set("protocol protokoll protocole protocolo")
_MEETING = word_set("meeting session hearing assembly sitzung versammlung réunion séance reunión sesión")


def compound_of(word: str, noun: str) -> bool:
    """Whether a German compound says what the document is for: "Kriterienkatalog"."""
    return len(word) > len(noun) + 3 and word.endswith(noun)

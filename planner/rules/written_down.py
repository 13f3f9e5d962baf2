"""Rules without a name that are to be put in writing: "how to tell A from B has to be put on paper"."""

from __future__ import annotations

from collections.abc import Iterator

from planner.candidates import Candidate, telling_words
from planner.signs.binding import binding
from planner.signs.refusals import refusal
from planner.text.gates import with_a_word_of
from planner.text.statements import Statement
from planner.words.lexicon import DOCUMENTS
from planner.words.lists import phrase_set, word_set

REASON = "The approach says that workers are to go by something that is still to be written down."
_ASKING = word_set(
    "how what when whether which where who wie wann was wer ob comment quand quoi cómo cuándo qué"
)
_WAYS = (["the", "way"], ["la", "manière"], ["la", "façon"], ["la", "manera"], ["die", "art"])
_WRITING = [
    phrase.split()
    for phrase in phrase_set(
        """
        on paper; to paper; in writing; into writing; written down; write down; writes down; wrote
        down; set down;
        sets down; laid down; lay down; lays down; written out; spelt out; spelled out; codified;
        codify; black and
        white; schriftlich; aufgeschrieben; niedergeschrieben; festgehalten; par écrit; por escrito;
        quedar escrito;
        mis à plat
        """
    )
]
_BY_FIRST: dict[str, list[list[str]]] = {}
for _phrase in _WRITING:
    _BY_FIRST.setdefault(_phrase[0], []).append(_phrase)
# Words one of which every phrase above holds, so that other sentences are passed over.
WRITING_WORDS = word_set(
    """
    paper writing written write writes wrote set sets laid lay lays spelt spelled codified codify white
    schriftlich aufgeschrieben niedergeschrieben festgehalten écrit escrito plat
    """
)
_AHEAD = word_set(
    """
    must has have needs need will shall should ought to gets get becomes before until first yet never
    ever nobody
    someone somebody muss müssen soll wird faut doit devra hay tiene debe deberá habrá does bevor bis
    """
)
_MAX_NAME = 3


@with_a_word_of(WRITING_WORDS)
def written_down_needs(st: Statement) -> Iterator[Candidate]:
    """The need for what the sentence wants in writing and workers go by; no kind of document is named."""
    if st.block.kind not in ("prose", "item") or not DOCUMENTS.isdisjoint(st.words):
        return
    at = _writing_at(st)
    if at < 0 or _AHEAD.isdisjoint(st.words) or not binding(st):
        return
    asked = _asked_at(st, at)
    if asked < 0 or refusal(st, asked, allow=frozenset({"negation", "past"} if _never(st) else ())):
        return
    names = telling_words(st, asked + 1, min(len(st.words), asked + 12, at if asked < at else len(st.words)))
    if names:
        last = min(len(st.words), max(asked + 12, at + 2))
        yield Candidate("skill", names[:_MAX_NAME], st, asked, asked, last, "document", REASON)


def _writing_at(st: Statement) -> int:
    """Where the sentence speaks of putting something in writing, or -1."""
    for index, word in enumerate(st.words):
        if word in _BY_FIRST and any(
            st.words[index : index + len(phrase)] == phrase for phrase in _BY_FIRST[word]
        ):
            return index
    return -1


def _asked_at(st: Statement, at: int) -> int:
    """Where the clause begins that says what is to be written: "how to …", "what counts as …", or -1."""
    for index, word in enumerate(st.words):
        if abs(index - at) > 24:
            continue
        if word in _ASKING or st.words[index : index + 2] in _WAYS:
            return index + (st.words[index : index + 2] in _WAYS)
    return -1


def _never(st: Statement) -> bool:
    """ "Nobody ever wrote down how …; Jens does it in June": not there, and somebody writes it."""
    return not {"nobody", "never", "personne", "nadie", "niemand"}.isdisjoint(st.words)

"""What a need is made from: the passages that speak of it, and a digest that small edits leave alone."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

from planner.words.english import STOP_WORDS
from planner.words.inflection import singular
from planner.words.lists import word_set

MAX_SPECIFICATION = 4096  # bytes
_WORD = re.compile(r"[^\W_]+")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
# They turn what is asked for into another thing, so they are no stop words here.
TURNING = word_set(
    """
    not no never without cannot only except unless each every all any none instead
    zero one two three four five six seven eight nine ten eleven twelve hundred thousand million
    first second third last once twice half double daily weekly monthly quarterly yearly hourly
    before after above below under over
    ein zwei drei vier fünf sechs sieben acht neun zehn nicht kein keine keinen ohne nur
    deux trois quatre cinq six sept huit neuf dix pas sans jamais
    dos tres cuatro cinco seis siete ocho nueve diez sin nunca
    """
)
_FOLDED = STOP_WORDS - TURNING


def specification_digest(kind: str, specification: str) -> str:
    """A short digest of the kind and the content words, in their order within each passage.

    Case, accents' encoding, punctuation, stop words, plural endings, line breaks and the order of the
    passages do not change it.
    """
    text = unicodedata.normalize("NFC", specification).casefold()
    passages = sorted(map(_content, _BLANK_LINE.split(text)))
    joined = "\n".join([kind, *filter(None, passages)])
    return hashlib.sha256(joined.encode("utf-8", "replace")).hexdigest()[:16]


@lru_cache(maxsize=2048)  # a sentence speaks of several needs, and most of a text stays from click to click
def _content(passage: str) -> str:
    return " ".join([singular(word) for word in _WORD.findall(passage) if word not in _FOLDED])


def bounded(passages: list[str]) -> str:
    """The passages, one paragraph each, as many as fit into the limit."""
    kept: list[str] = []
    room = MAX_SPECIFICATION
    for passage in passages:
        text = " ".join(passage.split())
        size = len(text.encode("utf-8", "replace"))
        if kept and size + 2 > room:
            break
        if size > room:
            text = text.encode("utf-8", "replace")[:room].decode("utf-8", "ignore")
        kept.append(text)
        room -= size + 2
        if room <= 0:
            break
    return "\n\n".join(kept)

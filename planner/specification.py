"""What a need is made from: the passages that speak of it, and a digest that small edits leave alone."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from planner.inflection import singular
from planner.words import STOP_WORDS

MAX_SPECIFICATION = 4096  # bytes
_WORD = re.compile(r"[^\W_]+")
# "not" changes what is asked for, so it is no stop word here.
_FOLDED = STOP_WORDS - {"not", "cannot", "without", "no", "each", "every", "all"}


def specification_digest(kind: str, specification: str) -> str:
    """A short digest of the kind and the content words, in their order within each passage.

    Case, accents' encoding, punctuation, stop words, plural endings, line breaks and the order of the
    passages do not change it.
    """
    text = unicodedata.normalize("NFC", specification).casefold()
    passages = sorted(" ".join(_content(passage)) for passage in re.split(r"\n[ \t]*\n", text))
    joined = "\n".join([kind, *filter(None, passages)])
    return hashlib.sha256(joined.encode("utf-8", "replace")).hexdigest()[:16]


def _content(passage: str) -> list[str]:
    return [singular(word) for word in _WORD.findall(passage) if word not in _FOLDED]


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

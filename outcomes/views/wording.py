"""Which words of a specification gave way to which."""

from __future__ import annotations

from difflib import SequenceMatcher

MAX_WORDS = 400  # of each text; beyond that a reader is helped more by both texts
MAX_CHANGES = 6
MAX_LENGTH = 90  # characters of one change


def changed_words(before: str, now: str) -> list[tuple[str, str]]:
    """(what stood there, what stands there now) of the first changes; one of the two may be empty."""
    old, new = before.split(), now.split()
    if max(len(old), len(new)) > MAX_WORDS:
        return []
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    changes = [(_cut(old[a:b]), _cut(new[c:d])) for what, a, b, c, d in codes if what != "equal"]
    return changes[:MAX_CHANGES]


def _cut(words: list[str]) -> str:
    text = " ".join(words)
    return text if len(text) <= MAX_LENGTH else f"{text[:MAX_LENGTH]}…"

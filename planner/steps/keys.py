"""What stays the same of a step when its text is edited, and which old step a new one is."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from planner.steps.words import SMALL_WORDS
from planner.words.inflection import stem

MAX_KEY = 120  # characters
ALIKE = 0.6  # of the words of two keys; "write the report" and "write the final report" are 0.8 alike
_MANY = 40  # keys that share a word and are compared with one; keeps long plans linear


def keys_of(titles: Iterable[str]) -> list[str]:
    """Of each title its content words joined by hyphens; a number is added where another one has the same."""
    count: Counter[str] = Counter()
    keys: dict[str, None] = {}
    for title in titles:
        base = _content(title)
        count[base] += 1
        key = base if count[base] == 1 else f"{base}-{count[base]}"
        while key in keys:
            count[base] += 1
            key = f"{base}-{count[base]}"
        keys[key] = None
    return list(keys)


def _content(title: str) -> str:
    text = unicodedata.normalize("NFC", title).casefold()
    words = re.findall(r"[^\W_]+", text)
    content = [word for word in words if word not in SMALL_WORDS] or words or ["step"]
    return "-".join(content)[:MAX_KEY].rstrip("-")


def match_keys(old: Sequence[str], new: Sequence[str]) -> dict[str, str]:
    """Old key → the new key of the same step: the same one, else the most alike that no other old one has."""
    there = set(new)
    same = {key: key for key in old if key in there}
    lost = [key for key in old if key not in same]
    free = {key: _words(key) for key in new if key not in same}
    by_word: dict[str, list[str]] = {}
    for key, words in free.items():
        for word in words:
            by_word.setdefault(word, []).append(key)
    pairs = []
    for age, key in enumerate(lost):
        words = _words(key)
        near = dict.fromkeys(other for word in sorted(words) for other in by_word.get(word, ())[:_MANY])
        for other in near:
            alike = 2 * len(words & free[other]) / (len(words) + len(free[other]))
            if alike >= ALIKE:
                pairs.append((-alike, age, key, other))
    taken: set[str] = set()
    for _, _, key, other in sorted(pairs):
        if key not in same and other not in taken:
            same[key] = other
            taken.add(other)
    return same


def _words(key: str) -> frozenset[str]:
    return frozenset(stem(word) for word in key.split("-"))

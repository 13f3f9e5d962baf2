"""What a heading or an introduction says of what follows: a plan, its results, something else, or not now."""

from __future__ import annotations

import re
from functools import lru_cache

from planner.signs.refused_titles import section_refusal
from planner.steps.text import Phrases, plain
from planner.steps.words import (
    OTHER_PHRASES,
    OTHER_WORDS,
    OUT_PHRASES,
    PLAN_PHRASES,
    PLAN_WORDS,
    RESULT_WORDS,
)
from planner.words.lists import word_set

_PLAN = Phrases(PLAN_PHRASES)
_OTHER = Phrases(OTHER_PHRASES)
OUT = Phrases(OUT_PHRASES)
_ASKS = word_set("who why wer warum qui pourquoi quién")


@lru_cache(maxsize=4096)
def kind_of(title: str, *, introduces: bool = False) -> str:
    """ "plan", "results", "other", "out", or nothing. An introduction (`introduces`) may be longer."""
    text = plain(title).strip(" :.#\t").lower()
    words = re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", text)
    if not words or len(words) > 16:
        return ""
    if OUT.search(text):
        return "out"
    if _OTHER.search(text) or words[0] in _ASKS:
        return "other"
    if _PLAN.search(text):
        return "plan"
    if introduces and len(words) > 8:
        return ""
    there = set(words)
    plan, other = bool(there & PLAN_WORDS), bool(there & OTHER_WORDS)
    if plan != other:
        return "plan" if plan else "other"
    if there & RESULT_WORDS and not other:
        return "results"
    return "out" if section_refusal(title) in ("excluded", "past", "optional") else ""

"""Whether words speak of what was, or of what might have been, and not of what is to be done."""

from __future__ import annotations

import re

from planner.steps.text import either, vocabulary
from planner.steps.words import ARTICLES, ENGLISH_DEEDS
from planner.words.lists import word_set

_LONG_AGO = """
last year; last time; last month; last spring; last summer; last autumn; last winter; year ago; years
ago; months ago; back then; previously; formerly; damals; letztes jahr; voriges jahr; l'an dernier; l’an
dernier; année dernière; autrefois; el año pasado; antiguamente
"""
_WAS = """
had; was; were; did; used to; has been; have been; would; could; might; never; if only; hätte~; hatte~;
haben wir; hat der; war; waren; wurde; wurden; wäre~; würde~; avait; avions; avons; a été; était; aurait;
había; habíamos; hemos; fue; fueron; hicimos
"""
_AGO = re.compile(rf"\b{either(_LONG_AGO)}\b", re.IGNORECASE)
_BACK = re.compile(rf"\b{either(_LONG_AGO + ';' + _WAS)}\b", re.IGNORECASE)
_HINTS = word_set(
    """
    last ago back previously formerly damals letztes voriges an dernière autrefois pasado antiguamente had
    was were did used has have would could might never only hätte hätten hatte hatten haben hat war waren
    wurde wurden wäre wären würde würden avait avions avons été était aurait había habíamos hemos fue
    fueron hicimos
    """
)
_PAST = re.compile(r"\b([\w’']+)\s+(?:first\s+|then\s+|finally\s+)?(\w{3,}ed)\b", re.IGNORECASE)
# "The scanned pages", "is checked", "once signed": no past tense.
_BEFORE_PARTICIPLE = ARTICLES | word_set(
    """
    a an is are be been being gets get of in on with by for to from into than as once when if not all any
    some and or until after before newly already well badly have has will shall
    """
)


def looks_back(sentence: str, *, order: bool = False) -> bool:
    """Whether a sentence tells what was or might have been; an order does so only by the dates it names."""
    if not vocabulary(sentence).isdisjoint(_HINTS) and (_AGO if order else _BACK).search(sentence):
        return True
    return not order and any(
        found.group(1).lower() not in _BEFORE_PARTICIPLE and is_past(found.group(2).lower())
        for found in _PAST.finditer(sentence)
    )


def is_past(word: str) -> bool:
    """ "Booked", "planned": the past of a deed, which no order begins with."""
    if not word.endswith("ed") or word in ENGLISH_DEEDS:
        return False
    base = word[:-2]
    doubled = base[-1:] == base[-2:-1]
    return base in ENGLISH_DEEDS or f"{base}e" in ENGLISH_DEEDS or (doubled and base[:-1] in ENGLISH_DEEDS)

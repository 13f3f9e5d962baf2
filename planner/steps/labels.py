"""What stands in front of a step or a part of the plan: "Step 2:", "Phase 1 –", "WP3", "2.1"."""

from __future__ import annotations

import re
from typing import Literal

from planner.steps.words import ORDINALS, PHASE_LABELS, STEP_LABELS, TRACK_LABELS

Label = Literal["", "step", "phase", "track"]

_KIND_OF_LABEL: dict[str, Label] = {
    **dict.fromkeys(STEP_LABELS, "step"),
    **dict.fromkeys(PHASE_LABELS, "phase"),
    **dict.fromkeys(TRACK_LABELS, "track"),
}
_NAMES = "|".join(sorted((name for name in _KIND_OF_LABEL), key=lambda name: -len(name)))
_STEP_NAMES = "|".join(sorted({*STEP_LABELS, "phase", "stage", "milestone"}, key=lambda name: -len(name)))
_ORDINALS = "|".join(sorted(ORDINALS, key=lambda name: -len(name)))
_SEPARATOR = r"(?:\*\*|__)?\s*(?P<bracket>\([^()]{1,60}\))?\s*(?P<sep>[:.)]|–|—|-(?=\s)|$)?\s*(?:\*\*|__)?\s*"
# "Step 1: …", "**Phase 2** – …", "Schritt 3 (Mai): …", "Week one: …", "Second step: …"
LABELLED = re.compile(
    rf"\W{{0,3}}(?:(?P<name>{_NAMES})\s{{1,3}}(?:n[.ºo°]{{1,2}}\s?|nr\.?\s?|#)?"
    rf"(?P<number>\d{{1,3}}[a-z]?|{_ORDINALS}|[A-H](?![a-z]))|(?P<ordinal>{_ORDINALS})\s(?P<named>{_STEP_NAMES}))"
    rf"(?![\w/]){_SEPARATOR}",
    re.IGNORECASE,
)
_FIRST_WORD = re.compile(r"\W{0,3}([^\W\d_]+)")
_MAY_LABEL = frozenset(_KIND_OF_LABEL) | frozenset(ORDINALS)
NUMBERED = re.compile(r"(?:\*\*|__)?(\d{1,3}(?:\.\d{1,3}){0,3}[a-z]?)[.)]?(?:\*\*|__)?[ \t]+(?=\S)")
# "2.1 …", "2a. …": a number below another.
BELOW = re.compile(
    r"[ \t]*(\d{1,3}\.\d{1,3}(?:\.\d{1,3})?(?=[.)]?[ \t])|\d{1,3}[a-z](?=[.):]))[.):]?[ \t]+(?=\S)"
)
# "WP1 Inventory", "T2: Train the treasurers": a code names the step.
_CODE = r"(?:\*\*|__|\[)?(?P<code>(?P<letters>[A-Z]{1,3})-?\d{1,3}[a-z]?)"
CODED = re.compile(rf"{_CODE}(?:\*\*|__|\])?\s?[:.)–—-]?\s+(?=\S)")
CODED_ITEM = re.compile(rf"{_CODE}(?:(?:\*\*|__|\])\s?[:.)–—-]?|\s?[:.)–—-])(?:\*\*|__)?\s+(?=\S)")


def labelled_in(text: str) -> re.Match[str] | None:
    """The label with which a text begins, as LABELLED finds it."""
    first = _FIRST_WORD.match(text)
    if first is None or first.group(1).lower() not in _MAY_LABEL:
        return None
    found = LABELLED.match(text[:120])
    # "Week 2 was wet" is no label: something must part it from the rest, or it is all there is.
    return found if found and (found.group("sep") or found.end() >= len(text)) else None


def after_label(text: str, found: re.Match[str]) -> str:
    """What follows a label; all of it where nothing does."""
    rest = text[found.end() :].strip()
    return rest or text


def label_of(found: re.Match[str]) -> tuple[Label, str, str]:
    """(kind, name, number) of a label."""
    name = found.group("name") or found.group("named")
    number = (found.group("number") or found.group("ordinal")).lower()
    return _KIND_OF_LABEL[name.lower()], name, str(ORDINALS.get(number, number))

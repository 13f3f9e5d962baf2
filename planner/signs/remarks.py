"""What a short remark behind the name of a thing says of it: that it is still to come, or made by whom."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from planner.text.statements import Statement, plain_marks
from planner.words.english import STATES_AHEAD
from planner.words.lists import word_set

_DOERS = word_set("we i they to will must she he")
# Who delivers a thing has it: "calendar: liefert der Wetterdienst".
_DELIVERING = word_set("liefert stellt fournit suministra entrega")
_ARTICLES = word_set("der die das le la l el los las the")
_AGENTS = word_set("we i they to will must")
_MAKING = ("make", "make-text")


def still_to_come(remark: list[str]) -> bool:
    """Whether a remark says of a thing that it is still to come: "new", "to be built", "Ola builds it"."""
    text = " ".join(remark)
    return text in STATES_AHEAD or _state(text)


@lru_cache(maxsize=4096)
def _state(remark: str) -> bool:
    words = remark.split()
    marks = plain_marks(words)
    if any(
        mark.cls in ("negation", "past", "existing", "excluded", "optional") for mark in marks
    ) and not any(mark.cls in ("harmless", "pending") for mark in marks):
        return False
    for mark in marks:
        if mark.cls in _MAKING:
            before = words[max(0, mark.start - 3) : mark.start]
            third = mark.form == "third" and (mark.start > 0 or not mark.lemma.isascii())
            if third or (mark.form == "base" and _DOERS.intersection(before)):
                return mark.end >= len(words) - 3
            if mark.form in ("past", "participle") and {"be", "to", "being"}.intersection(before):
                return True
        if (mark.cls == "need" and mark.start == 0) or mark.cls == "pending":
            return True
    return False


def said_to_come(statement: Statement, lacking: bool = True) -> bool:
    """Whether a remark behind the name of an item, or a sentence behind it, says that it is still to come.

    "fees – missing, Ruth takes it on", "pairing, done by Ida in May; to be programmed", "… Noch zu bauen."
    Without `lacking`, it is not enough that the thing is missing: a spade may be bought.
    """
    told: Statement | None = statement
    while told is not None:
        whole = told is not statement
        for remark in remarks_of(told.words, whole):
            if still_to_come(remark) and (lacking or len(remark) > 2 or remark[-1] not in _LACKING):
                return True
        if _zu_make(told):
            return True
        told = told.after
    return False


def _zu_make(statement: Statement) -> bool:
    """ "Noch zu erstellen.", "à programmer", "por programar": left to be made, in a few words."""
    if len(statement.words) > 6:
        return False
    return any(
        mark.form == "base" and statement.words[max(0, mark.start - 1)] in ("zu", "à", "por")
        for mark in statement.marked(*_MAKING)
    )


_LACKING = word_set("missing needed required wanted fehlt manque falta fehlend manquant")
_MAKES = word_set("macht fait hace")


def to_be_made(statement: Statement) -> bool:
    """ "…; to be programmed", "…: we build it in May", "… (to code)", "– schreibt Ida"."""
    for at, word in enumerate(statement.words[1:-1], 1):
        remark = word in _MAKES and not statement.words[at - 1][0].isalnum()
        if remark and statement.slice(at + 1, at + 2)[:1].isupper():
            return True  # ": macht Jens"
    for mark in statement.marked("make"):
        before = statement.words[max(0, mark.start - 3) : mark.start]
        if mark.form == "third":
            behind = statement.words[mark.end : mark.end + 1]
            if statement.words[mark.start] in _DELIVERING and behind and behind[0] in _ARTICLES:
                continue
            return True
        if mark.form == "base" and _AGENTS.intersection(before):
            return True
        if mark.form in ("past", "participle") and {"be", "to", "being"}.intersection(before):
            return True
    return statement.has("pending") or "unwritten" in statement.words


def remarks_of(words: list[str], whole: bool = False) -> Iterator[list[str]]:
    """What is said behind the first sign: "playbook – new, for the managers" → new; for the managers.

    With `whole`, what stands before the first sign as well.
    """
    parts: list[list[str]] = [[]]
    for word in words[:40]:
        if word[0].isalnum() or word == "-":
            parts[-1].append(word)
        else:
            parts.append([])
    return (part for part in (parts if whole else parts[1:]) if 0 < len(part) <= 7)

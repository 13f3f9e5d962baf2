"""Questions: what is asked is no need, unless it is answered; in the sentence itself, or told of somebody."""

from __future__ import annotations

from planner.text.statements import Statement
from planner.words.lists import word_set


def asked_whether(words: list[str], anchor: int) -> bool:
    """ "The insurer asked whether we would write a tool": somebody's question, told."""
    if _WHETHER.isdisjoint(words):
        return False
    for at in range(max(1, anchor - 20), anchor):
        if words[at] in _WHETHER and not _ASKED.isdisjoint(words[max(0, at - 3) : at]):
            return _PARTS.isdisjoint(words[at:anchor])
    return False


_WHETHER = word_set("whether if ob si")
_ASKED = word_set(
    """
    ask asks asked asking wonder wonders wondered wondering enquired inquired enquires inquires know fragt
    fragte fragten fragen wissen demande demandé demandait demandent pregunta preguntó preguntan preguntaron
    """
)
_PARTS = frozenset(";.–—")


def asks_later(words: list[str], anchor: int) -> bool:
    """ "We need a command that tells us: which shelf?": only what stands behind the colon is asked."""
    return any(word in _PARTS_QUESTION for word in words[anchor:-1]) and words[0] not in _ASKS


_PARTS_QUESTION = frozenset((":", "–", "—"))
_ASKS = word_set("do does did is are was were can could should shall will would has have who what why how")


def answered_yes(statement: Statement) -> bool:
    """ "Do we need a tool? Yes, and Fay builds it.": asked and granted."""
    after = statement.after
    if after is not None and _answered_missing(after):
        return True
    if after is None or after.words[0] not in _YES or not after.marked("make", "make-text", "need"):
        return False
    return not after.marked("optional", "excluded", "existing")


def _answered_missing(after: Statement) -> bool:
    """ "A parser for bounces? Doesn't exist. Ida writes it.": what the answer says is still to come."""
    missing = len(after.words) <= 7 and bool(after.marked("harmless", "pending"))
    later = after.after
    if not missing or later is None or len(later.words) > 14:
        return False
    return any(later.words[m.end : m.end + 1] in (["it"], ["one"]) for m in later.marked("make", "make-text"))


_YES = word_set("yes ja oui sí si yep")

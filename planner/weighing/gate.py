"""Which sentences are worth weighing, told by their words alone, so that most are passed over."""

from __future__ import annotations

from planner.signs.demands import block_asks
from planner.signs.pieces_of_work import lists_work
from planner.text.gates import gate_of
from planner.text.statements import Statement
from planner.weighing.proposals import ABILITY, THING
from planner.words.lexicon import MARKED, STOP_WORDS, rarest


def _rarest_words(*classes: str) -> frozenset[str]:
    """One word of each phrase of these classes: without it, the phrase is not there either."""
    telling = {
        rarest((first, *rest))
        for first, entries in MARKED.items()
        for rest, cls, form, _ in entries
        if cls in classes and form != "weak"
    }
    return frozenset(telling - STOP_WORDS)


# What calls for things, and what calls for abilities.
_MAKING = gate_of(_rarest_words("make", "make-text", "need", "pending", "harmless") | {"needing"})
_ASKING = gate_of(_rarest_words("need", "must", "able", "depend") | {"must", "need", "needs"})
NAMING = THING | ABILITY


def asked_in(statement: Statement) -> int:
    """Which of things and abilities the words name, where something calls for them; as a sum of the two."""
    opened = statement.opened
    block = statement.block
    if block.kind in ("item", "row") and (block_asks(block) or lists_work(block)):
        return opened & NAMING
    called_for = (THING if opened & _MAKING else 0) | (ABILITY if opened & _ASKING else 0)
    return opened & called_for

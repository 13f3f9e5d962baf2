"""How signs are entered, and which of them hold of a proposal.

A sign that cannot hold without a mark of certain classes, or without one of certain words, says so where it
is entered, and is asked of no sentence that has none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from planner.text.gates import ALWAYS, MARKING, gate_of
from planner.text.statements import Statement
from planner.weighing.proposals import FAMILIES, Family, Proposal

Question = Callable[[Proposal], bool]
OfSentence = Callable[[Statement], bool]
THINGS: tuple[Family, ...] = ("program", "document", "skill")


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign by the name of its question, and what a user is told where it holds."""

    name: str
    told: str


BY_FAMILY: dict[Family, list[tuple[int, Question, Sign]]] = {family: [] for family in FAMILIES}
OF_SENTENCE: dict[Family, list[tuple[int, OfSentence, Sign]]] = {family: [] for family in FAMILIES}


def signs_of(proposal: Proposal) -> list[Sign]:
    """The signs that hold of a proposal itself, but for what refuses it."""
    opened = proposal.statement.opened
    return [one for gate, holds, one in BY_FAMILY[proposal.family] if opened & gate and holds(proposal)]


def signs_of_sentence(statement: Statement, family: Family) -> list[Sign]:
    """The signs that hold of everything of a family that the sentence names."""
    opened = statement.opened
    return [one for gate, holds, one in OF_SENTENCE[family] if opened & gate and holds(statement)]


def sentence_sign(
    told: str, *families: Family, marks: tuple[str, ...] = (), words: frozenset[str] = frozenset()
) -> Callable[[OfSentence], OfSentence]:
    """Enter a question that is asked of a sentence as a whole."""
    gate = _gate(marks, words)

    def entered(holds: OfSentence) -> OfSentence:
        for family in families or FAMILIES:
            OF_SENTENCE[family].append((gate, holds, Sign(holds.__name__, told)))
        return holds

    return entered


def sign(
    told: str, *families: Family, marks: tuple[str, ...] = (), words: frozenset[str] = frozenset()
) -> Callable[[Question], Question]:
    """Enter a question among the signs, under its own name."""
    gate = _gate(marks, words)

    def entered(holds: Question) -> Question:
        for family in families or FAMILIES:
            BY_FAMILY[family].append((gate, holds, Sign(holds.__name__, told)))
        return holds

    return entered


def _gate(marks: tuple[str, ...], words: frozenset[str]) -> int:
    if marks:
        return MARKING[marks]
    return gate_of(words) if words else ALWAYS

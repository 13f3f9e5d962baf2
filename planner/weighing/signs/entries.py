"""How signs are entered, and which of them hold of a proposal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

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


BY_FAMILY: dict[Family, list[tuple[Question, Sign]]] = {family: [] for family in FAMILIES}
OF_SENTENCE: dict[Family, list[tuple[OfSentence, Sign]]] = {family: [] for family in FAMILIES}


def signs_of(proposal: Proposal) -> Iterator[Sign]:
    """The signs that hold of a proposal itself, but for what refuses it."""
    return (one for holds, one in BY_FAMILY[proposal.family] if holds(proposal))


def signs_of_sentence(statement: Statement, family: Family) -> list[Sign]:
    """The signs that hold of everything of a family that the sentence names."""
    return [one for holds, one in OF_SENTENCE[family] if holds(statement)]


def sentence_sign(told: str, *families: Family) -> Callable[[OfSentence], OfSentence]:
    """Enter a question that is asked of a sentence as a whole."""

    def entered(holds: OfSentence) -> OfSentence:
        for family in families or FAMILIES:
            OF_SENTENCE[family].append((holds, Sign(holds.__name__, told)))
        return holds

    return entered


def sign(told: str, *families: Family) -> Callable[[Question], Question]:
    """Enter a question among the signs, under its own name."""

    def entered(holds: Question) -> Question:
        one = Sign(holds.__name__, told)
        for family in families or FAMILIES:
            BY_FAMILY[family].append((holds, one))
        return holds

    return entered

"""The marks that stand near what is proposed."""

from __future__ import annotations

from planner.candidates import clause_bounds
from planner.weighing.proposals import Proposal
from planner.words.lexicon import Mark


def marks_before(p: Proposal, *classes: str) -> list[Mark]:
    """The marks of these classes up to ten words before it, in its clause."""
    st = p.statement
    low = max(clause_bounds(st, p.head)[0], p.first - 10)
    return [
        mark
        for mark in st.marked(*classes)
        if low <= mark.start and mark.end <= p.first and not st.said[mark.start]
    ]


def marks_behind(p: Proposal, *classes: str) -> list[Mark]:
    """The marks of these classes up to fourteen words behind it, in its clause."""
    st = p.statement
    high = min(clause_bounds(st, p.head)[1], p.head + 14)
    return [mark for mark in st.marked(*classes) if p.head < mark.start < high and not st.said[mark.start]]


def marks_near(p: Proposal, reach: int, *classes: str) -> list[Mark]:
    st = p.statement
    return [
        mark for mark in st.marked(*classes) if abs(mark.start - p.head) <= reach and not st.said[mark.start]
    ]

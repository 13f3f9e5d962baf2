"""Gates in front of rules: who needs a certain word, or a mark of a class, says so at its own head.

A sentence without one is passed over at the cost of a look into a set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import TypeVar

from planner.text.statements import Statement

T = TypeVar("T")
Rule = Callable[[Statement], Iterable[T]]


def with_a_word_of(words: frozenset[str]) -> Callable[[Rule[T]], Rule[T]]:
    """A rule that finds nothing in a sentence without one of these words."""

    def gate(rule: Rule[T]) -> Rule[T]:
        @wraps(rule)
        def gated(st: Statement) -> Iterable[T]:
            return () if words.isdisjoint(st.words) else rule(st)

        return gated

    return gate


def with_a_mark_of(*classes: str) -> Callable[[Rule[T]], Rule[T]]:
    """A rule that finds nothing in a sentence without a mark of one of these classes."""

    def gate(rule: Rule[T]) -> Rule[T]:
        @wraps(rule)
        def gated(st: Statement) -> Iterable[T]:
            return () if st.by_class.keys().isdisjoint(classes) else rule(st)

        return gated

    return gate

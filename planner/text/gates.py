"""Gates in front of rules: who needs a certain word, or a mark of a class, says so at its own head.

Each gate has a number of its own, a power of two. What a sentence opens is told by one look at each of its
words, for all gates together; to be passed over then costs a rule no more than a look at a number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import reduce, wraps
from itertools import compress
from operator import or_
from typing import TYPE_CHECKING, Any, TypeVar

from planner.words.lexicon import MARKED, rarest

if TYPE_CHECKING:
    from planner.text.statements import Statement

T = TypeVar("T")
Rule = Callable[["Statement"], Iterable[T]]
MOST_WORDS = 65536  # kept between readings
ALWAYS = 1  # a gate that every sentence opens


class _Opened(dict[str, int]):
    """Word → the gates that it opens, as a sum of their numbers; worked out when the word is first met."""

    def __init__(self) -> None:
        super().__init__()
        self.gates = 1
        self.listed: dict[str, int] = {}
        self.tests: list[tuple[int, Callable[[str], object]]] = []

    def __missing__(self, word: str) -> int:
        if len(self) >= MOST_WORDS:
            self.clear()
        opened = self.listed.get(word, 0)
        for gate, opens in self.tests:
            if opens(word):
                opened |= gate
        self[word] = opened
        return opened

    def new_gate(self) -> int:
        self.clear()
        self.gates += 1
        return ALWAYS << (self.gates - 1)


class _Answers(dict[str, object]):
    """Word → something true where it opens a gate: a dict answers faster than a function that remembers."""

    def __init__(self, opens: Callable[[str], object]) -> None:
        super().__init__()
        self.opens = opens

    def __missing__(self, word: str) -> object:
        if len(self) >= MOST_WORDS:
            self.clear()
        answer = self[word] = self.opens(word)
        return answer


_OPENED = _Opened()
_OPENS: dict[int, Callable[[str], object]] = {}  # gate → whether a word opens it


def gate_of(words: Iterable[str]) -> int:
    """A gate that these words open."""
    gate = _OPENED.new_gate()
    listed = frozenset(words)
    _OPENS[gate] = listed.__contains__
    for word in listed:
        _OPENED.listed[word] = _OPENED.listed.get(word, 0) | gate
    return gate


def gate_for(opens: Callable[[str], object]) -> int:
    """A gate that each word opens of which this holds."""
    gate = _OPENED.new_gate()
    _OPENS[gate] = _Answers(opens).__getitem__
    _OPENED.tests.append((gate, opens))
    return gate


def opened_by(words: Iterable[str]) -> int:
    """The gates that one of these words opens, as a sum of their numbers."""
    return reduce(or_, filter(None, map(_OPENED.__getitem__, words)), ALWAYS)


def places(words: list[str], gate: int) -> Iterator[int]:
    """Where the words stand that open a gate."""
    return compress(range(len(words)), map(_OPENS[gate], words))


class _Classes(dict[tuple[str, ...], int]):
    """Classes of words → the gates that one word of each of their phrases opens: without it, no mark."""

    def __init__(self) -> None:
        super().__init__()
        telling: dict[str, set[str]] = {}
        for first, entries in MARKED.items():
            for rest, cls, _, _ in entries:
                telling.setdefault(cls, set()).add(rarest((first, *rest)))
        for cls, words in telling.items():
            self[cls,] = gate_of(words)
        self._any = self[tuple(telling)]

    def __missing__(self, classes: tuple[str, ...]) -> int:
        if unknown := {cls for cls in classes if (cls,) not in self}:
            raise KeyError(f"no words are listed for {', '.join(sorted(unknown))}")
        self[classes] = reduce(or_, (self[cls,] for cls in classes))
        return self[classes]

    def left_open(self, opened: int, marked: Iterable[str]) -> int:
        """Of the gates that a sentence opens, those that still are when its marks are known."""
        left = opened & ~self._any
        for cls in marked:
            left |= self[cls,]
        return left


MARKING = _Classes()


def with_a_word_of(words: frozenset[str]) -> Callable[[Rule[T]], Rule[T]]:
    """A rule that finds nothing in a sentence without one of these words."""
    return _behind(gate_of(words))


def with_a_mark_of(*classes: str) -> Callable[[Rule[T]], Rule[T]]:
    """A rule that finds nothing in a sentence without a mark of one of these classes."""
    return _behind(MARKING[classes])


def _behind(gate: int) -> Callable[[Rule[T]], Rule[T]]:
    def gated(rule: Rule[T]) -> Rule[T]:
        @wraps(rule)
        def asked(st: Statement) -> Iterable[T]:
            return rule(st) if st.opened & gate else ()

        _BEHIND[asked] = gate, rule
        return asked

    return gated


# Each rule with a gate → the gate, and what is behind it.
_BEHIND: dict[Rule[Any], tuple[int, Rule[Any]]] = {}


def each_of(*rules: Rule[T]) -> Rule[T]:
    """A rule that finds what each of these finds, in their order, and passes by those with a shut gate."""
    gated = [_BEHIND.get(rule, (ALWAYS, rule)) for rule in rules]

    def asked(st: Statement) -> Iterable[T]:
        for gate, rule in gated:
            if st.opened & gate:
                yield from rule(st)

    return asked

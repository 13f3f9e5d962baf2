"""Rules of a Hypothesis state machine that can also be drawn by plain dice.

Hypothesis varies an example that it likes by repeating parts of it. That finds small failures and makes them
smaller, but few of its examples go far. A walk by dice goes far, and is the same whenever it is run.
"""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from hypothesis import stateful
from hypothesis import strategies as st

NAME = "_deed"


@dataclass(frozen=True)
class One:
    """One of these."""

    of: Sequence[Any]

    @property
    def strategy(self) -> st.SearchStrategy[Any]:
        return st.sampled_from(self.of)

    def pick(self, dice: Random) -> Any:
        return dice.choice(self.of)


@dataclass(frozen=True)
class Many:
    """A list of these."""

    of: Sequence[Any]
    least: int = 0
    most: int = 4
    unique: bool = False

    @property
    def strategy(self) -> st.SearchStrategy[list[Any]]:
        return st.lists(st.sampled_from(self.of), min_size=self.least, max_size=self.most, unique=self.unique)

    def pick(self, dice: Random) -> list[Any]:
        many = dice.randint(self.least, self.most)
        return dice.sample(self.of, many) if self.unique else dice.choices(self.of, k=many)


Pool = One | Many


@dataclass(frozen=True)
class Deed:
    """What may be done to a machine."""

    do: Callable[..., None]
    pools: dict[str, Pool]
    when: Callable[[Any], Any]  # it is possible then
    cards: int  # how often it is in the deck
    urge: float  # the probability with which it is done, when it is possible, before any card is drawn

    def drawn(self, dice: Random) -> dict[str, Any]:
        return {name: pool.pick(dice) for name, pool in self.pools.items()}


def deed(
    *,
    cards: int = 2,
    when: Callable[[Any], Any] = lambda machine: True,
    urge: float = 0.0,
    first: bool = False,
    **pools: Pool,
) -> Callable[[Callable[..., None]], Any]:
    """Make a method a rule of its machine; `first` one that begins each example."""

    def decorate(do: Callable[..., None]) -> Any:
        strategies = {name: pool.strategy for name, pool in pools.items()}
        made: Any = stateful.initialize(**strategies) if first else stateful.rule(**strategies)
        method = made(do)
        if not first:
            method = stateful.precondition(when)(method)
        setattr(method, NAME, Deed(do, pools, when, 0 if first or urge else cards, 1.0 if first else urge))
        return method

    return decorate


def walk(machine: Any, steps: int, number: int) -> Iterator[str]:
    """Go so many steps with this machine; tells each before it is taken, and has it end after the last.

    All walks draw from one deck, each about where the one before leaves off, so that no deed is left out.
    """
    members = dict(inspect.getmembers(type(machine)))
    deeds = [getattr(method, NAME) for method in members.values() if hasattr(method, NAME)]
    invariants = [getattr(machine, name) for name, method in members.items() if _is_invariant(method)]
    deck = [card for card in deeds for _ in range(card.cards)]
    Random(0).shuffle(deck)
    cards = itertools.islice(itertools.cycle(deck), number * steps, None)
    dice = Random(number)
    (chosen,) = (found for found in deeds if found.urge == 1)
    for _ in range(steps + 1):
        drawn = chosen.drawn(dice)
        yield f"{chosen.do.__name__}({', '.join(f'{name}={value!r}' for name, value in drawn.items())})"
        chosen.do(machine, **drawn)
        for invariant in invariants:
            invariant()
        urgent = (found for found in deeds if 0 < found.urge < 1 and found.when(machine))
        chosen = next((found for found in urgent if dice.random() < found.urge), None) or next(
            card for card in cards if card.when(machine)
        )
    yield "teardown()"
    machine.teardown()


def _is_invariant(method: Any) -> bool:
    return hasattr(method, stateful.INVARIANT_MARKER)

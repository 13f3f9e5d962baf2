"""Which skills and tools a step calls for: those of the approach's needs that its words speak of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Protocol

from planner.library import Shelf, name_parts
from planner.steps.building import Building, NeedLike
from planner.steps.text import sentences
from planner.text.tokens import words_of
from planner.words.inflection import stem
from planner.words.lists import word_set

_GENERIC = word_set("script tool program utility command skill guide handbook skript werkzeug")
_TOOL = word_set("script tool program programme utility command skript werkzeug programm outil herramienta")
_DEFINITE = word_set("the this that our das dem le la l el")


class StepLike(Protocol):
    """What has to be known of a step."""

    @property
    def text(self) -> str: ...
    @property
    def line(self) -> int: ...
    @property
    def last_line(self) -> int: ...


class Capabilities:
    """The skills and tools that an approach needs or relies on, ready to be looked up in its steps."""

    def __init__(self, needs: Iterable[NeedLike], existing: Sequence[str] = ()) -> None:
        self.building = Building(needs)
        self.kinds = {need.name: need.kind for need in self.building.needs} | dict.fromkeys(existing, "skill")
        self.shelf = Shelf(list(self.kinds))
        self.stems = {name: _stems_of(name) for name in self.kinds}
        self.tools = [name for name, kind in self.kinds.items() if kind == "tool"]
        self.by_deed: dict[str, list[str]] = {}
        for name in self.tools:
            for part in self.stems[name]:
                self.by_deed.setdefault(part, []).append(name)
        self.by_stem: dict[str, list[str]] = {}
        for name, stems in self.stems.items():
            self.by_stem.setdefault(min(stems), []).append(name)

    def of(self, step: StepLike) -> tuple[list[str], list[str]]:
        """(skills, tools) that a step calls for, in the order of the needs."""
        found = self._quoted(step)
        for sentence in sentences(step.text) if self.kinds else ():
            words = words_of(sentence)
            parts = [part for word in words for part in name_parts(word)]
            found.update(entry for entry, _, _ in self.shelf.named_in(parts))
            stems = {_stem(part) for part in parts}
            found.update(self._by_agent(words))
            near = (name for part in stems & self.by_stem.keys() for name in self.by_stem[part])
            found.update(name for name in near if self.stems[name] <= stems)
        skills = [name for name, kind in self.kinds.items() if name in found and kind == "skill"]
        return skills, [name for name, kind in self.kinds.items() if name in found and kind == "tool"]

    def _by_agent(self, words: Sequence[str]) -> Iterable[str]:
        """Tools that are called by what they do: "the extractor", "the script" where there is but one."""
        for article, word in pairwise(words):
            if article in _DEFINITE and (word in _TOOL or word.endswith(("er", "or"))):
                tools = self.tools if word in _TOOL else self.by_deed.get(_stem(word), [])
                if len(tools) == 1:
                    yield tools[0]

    def _quoted(self, step: StepLike) -> set[str]:
        """The needs that the step itself calls for."""
        text = " ".join(step.text.split())
        near = self.building.between(step.line, step.last_line)
        return {need.name for need in near if " ".join(need.quote.split()) in text}


def _stems_of(name: str) -> frozenset[str]:
    parts = name.split("-")
    return frozenset(_stem(part) for part in parts if part not in _GENERIC) or frozenset(map(_stem, parts))


@lru_cache(maxsize=65536)
def _stem(part: str) -> str:
    return stem(part)

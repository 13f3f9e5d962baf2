"""Which sentences speak of a need: its own, what leans on them, and others that use all its words."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import lru_cache

from planner.merging import Merged
from planner.specification import bounded
from planner.text.statements import Statement
from planner.words.inflection import stem
from planner.words.lists import word_set

_LEANS = word_set(
    """
    it this that these they its both without in out input output es il elle
    """
)
_MANY = 40  # mentions, and sentences that hold a word, looked at for each need


class Passages:
    """An index of the sentences by the words that needs are made of."""

    def __init__(
        self, statements: Iterable[Statement], vocabulary: Iterable[str], needs: list[Merged]
    ) -> None:
        wanted = {part for need in needs if len(need.stems) > 1 for part in need.stems}
        self.by_stem: dict[str, list[tuple[Statement, AbstractSet[str]]]] = {part: [] for part in wanted}
        if not wanted:
            return
        stems = {word: held for word in vocabulary if (held := wanted.intersection(_stems(word)))}
        telling = frozenset(stems)
        joined = frozenset(word for word, held in stems.items() if len(held) > 1)
        for statement in statements:
            words = telling.intersection(statement.words)
            if not words or (len(words) == 1 and joined.isdisjoint(words)):
                continue  # a need has two stems
            hits = set().union(*map(stems.__getitem__, words))
            if len(hits) > 1:
                for part in hits:
                    if len(self.by_stem[part]) < _MANY:
                        self.by_stem[part].append((statement, hits))

    def specification(self, need: Merged) -> str:
        """The passages that speak of the need, in the order of the text, at most 4 kB."""
        chosen: dict[tuple[int, int], Statement] = {}
        for mention in need.mentions[:_MANY]:
            self._add(chosen, mention.statement)
            after = mention.statement.after
            if after is not None and after.words and after.words[0] in _LEANS:
                self._add(chosen, after)
        if len(need.stems) > 1:
            rarest = min(need.stems, key=lambda part: (len(self.by_stem[part]), part))
            for statement, hits in self.by_stem[rarest]:
                if need.stems <= hits:
                    self._add(chosen, statement)
        return bounded([chosen[index].text.strip() for index in sorted(chosen)])

    def _add(self, chosen: dict[tuple[int, int], Statement], statement: Statement) -> None:
        chosen[statement.block.first_line, statement.start] = statement


@lru_cache(maxsize=65536)
def _stems(word: str) -> tuple[str, ...]:
    return tuple(stem(part) for part in word.replace("_", "-").split("-") if part)

"""Which sentences are worth weighing, told by their words alone, so that most are passed over."""

from __future__ import annotations

from planner.signs.demands import block_asks
from planner.signs.document_names import may_name_document
from planner.signs.pieces_of_work import lists_work
from planner.text.statements import Statement
from planner.weighing.proposals import TECHNIQUES, may_be_program
from planner.words.lexicon import MARKED, STOP_WORDS


def _rarest_words(*classes: str) -> frozenset[str]:
    """One word of each phrase of these classes: without it, the phrase is not there either."""
    phrases = (
        (first, *rest)
        for first, entries in MARKED.items()
        for rest, cls, form, _ in entries
        if cls in classes and form != "weak"
    )
    telling = ([word for word in phrase if word not in STOP_WORDS] for phrase in phrases)
    return frozenset(max(words, key=len) for words in telling if words)


# What calls for things, and what calls for abilities.
_MAKING = _rarest_words("make", "make-text", "need", "pending", "harmless") | {"needing"}
_ASKING = _rarest_words("need", "must", "able", "depend") | {"must", "need", "needs"}


class Gate:
    """The words of a text that may name a thing or an ability; each word is looked at once."""

    def __init__(self, vocabulary: frozenset[str]) -> None:
        self.things = frozenset(filter(_may_be_thing, vocabulary))
        self.abilities = frozenset(filter(_may_be_ability, vocabulary))

    def opens_for(self, statement: Statement) -> tuple[frozenset[str], frozenset[str]] | None:
        """The words that name things and those that name abilities, where something calls for either."""
        words = statement.words
        things, abilities = self.things.intersection(words), self.abilities.intersection(words)
        if not things and not abilities:
            return None
        block = statement.block
        if block.kind in ("item", "row") and (block_asks(block) or lists_work(block)):
            return things, abilities
        if _MAKING.isdisjoint(words):
            things = _NOTHING
        if _ASKING.isdisjoint(words):
            abilities = _NOTHING
        return (things, abilities) if things or abilities else None


_NOTHING: frozenset[str] = frozenset()


def _may_be_thing(word: str) -> bool:
    return may_be_program(word) or may_name_document(word) or "skill" in word


def _may_be_ability(word: str) -> bool:
    return (word.endswith("ing") and len(word) > 5) or any(
        entry[1] in TECHNIQUES for entry in MARKED.get(word, ())
    )

"""What the rules hand on: a possible need with its evidence; and how noun phrases and quotes are cut."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from planner.needs import Kind
from planner.text.gates import MARKING
from planner.text.statements import PARTING, Statement
from planner.words.english import AUXILIARY, CONJUNCTIONS, EMPTY_ADJECTIVES, PRONOUNS
from planner.words.inflection import stem
from planner.words.lexicon import DETERMINERS, PREPOSITIONS, STOP_WORDS
from planner.words.lists import word_set

MAX_QUOTE = 240
_GAP = " " * len("<!---->")


@dataclass(slots=True)
class Candidate:
    """A need that one rule sees in one statement. `words` name it, in the spelling of the text."""

    kind: Kind
    words: list[str]
    statement: Statement
    anchor: int  # token on whose line the evidence stands
    first: int
    last: int
    rule: str
    reason: str
    interface: str | None = None
    offset: int = -1  # offset in the block, where no token fits

    @property
    def at(self) -> int:
        return self.offset if self.offset >= 0 else self.statement.begin[self.anchor]

    @property
    def line(self) -> int:
        return self.statement.block.line_of(self.at)

    @property
    def last_line(self) -> int:
        """The line on which the sentence of the evidence ends."""
        text = self.statement.text.rstrip()
        return max(self.line, self.statement.block.line_of(self.statement.start + max(0, len(text) - 1)))

    def stems(self) -> frozenset[str]:
        """What makes this need itself, for comparing it with others."""
        parts = "-".join(self.words).lower().replace("_", "-").split("-")
        return frozenset(stem(part) for part in parts if part and part not in STOP_WORDS)

    def quote(self) -> str:
        """The evidence, cut to the line of the anchor and to a readable length."""
        text, at = self.statement.block.text, self.at
        low, high = 0, len(text)
        if self.statement.begin:
            low = self.statement.begin[self.first]
            high = max(self.statement.end[self.last - 1], at + 1)
        low = max(low, text.rfind("\n", low, at) + 1)
        if (stop := text.find("\n", at, high)) >= 0:
            high = stop
        # Where a comment stood are blanks now, which the approach does not hold.
        if (gap := text.rfind(_GAP, low, at)) >= 0:
            low = gap + len(_GAP)
        if (gap := text.find(_GAP, at, high)) >= 0:
            high = gap
        if high - low > MAX_QUOTE:
            low = max(low, at - MAX_QUOTE // 2)
            high = min(high, low + MAX_QUOTE)
        return text[slice(*_with_both_marks(text, low, high))].strip(" \t\r,;:")


_MARKS = (("**", "**"), ("__", "__"), ("`", "`"), ('"', '"'), ("“", "”"), ("„", "“"), ("«", "»"), ("»", "«"))


def _with_both_marks(text: str, low: int, high: int) -> tuple[int, int]:
    """Take in the other mark where only one of a pair is quoted: “plain language” skill."""
    for opening, closing in _MARKS:
        opened, closed = text.count(opening, low, high), text.count(closing, low, high)
        lone = opened % 2 if opening == closing else opened - closed
        if lone > 0 and text.startswith(closing, high):
            high += len(closing)
        elif lone and text.endswith(opening, 0, low):
            low -= len(opening)
    return low, high


@dataclass(slots=True)
class NounPhrase:
    """The words from `first` to the head; `before` is the determiner or other word in front of them."""

    first: int
    head: int
    before: str
    owner: str


_ENDS_PHRASE = (STOP_WORDS | DETERMINERS | PREPOSITIONS | CONJUNCTIONS | AUXILIARY | PRONOUNS) - {
    "up",
    "down",
    "off",
    "out",
}
_FINITE = frozenset({"base", "third", "simple", "past"})


def noun_phrase(statement: Statement, head: int) -> NounPhrase:
    """The noun phrase that ends with token `head`."""
    words, first = statement.words, head
    while first > 0 and head - first < 6:
        word = words[first - 1]
        if word == "/" and first > 1 and words[first - 2][0].isalnum():
            first -= 1  # "a recorder/replayer"
            continue
        if word == "'s" or not word[0].isalnum() or word in _ENDS_PHRASE or _acts(statement, first - 1):
            break
        first -= 1
    before = words[first - 1] if first else ""
    owner = words[first - 2] if before == "'s" and first > 1 else ""
    if before == "more" and words[first - 2 : first - 1] in _COUNTED:
        before = words[first - 2]  # "one more program"
    if before == "of" and words[first - 2 : first - 1] in _SORTS:
        before = "a"  # "some sort of program"
    return NounPhrase(first, head, before, owner)


_SORTS = (["sort"], ["kind"])
_COUNTED = (["one"], ["two"], ["three"])


def _acts(statement: Statement, at: int) -> bool:
    """Whether the word in front of a phrase is its verb ("build tools"), not a part of it ("source code")."""
    if not statement.opened & _ACTING:
        return False
    words = statement.words
    for mark in statement.at.get(at, ()):
        makes = mark.cls in ("make", "make-text") and mark.form in _FINITE
        if mark.cls in ("make", "make-text") and mark.form == "ing" and words[at - 1 : at] in _RUNNING:
            return True  # "is scripting something"
        asks = mark.cls in ("need", "follow") and mark.form != "ing" and mark.end == mark.start + 1
        if makes or asks:
            noun_too = words[at] in (_NOUNS_TOO_MADE if makes else _NOUNS_TOO)
            if words[at - 1 : at] == ["'s"]:
                return not noun_too  # "the installer's design tool"
            return not noun_too or not at or words[at - 1] in _SUBJECTS or not words[at - 1][0].isalnum()
    return False


_ACTING = MARKING["make", "make-text", "need", "follow"]
_RUNNING = (["is"], ["are"], ["am"], ["be"], ["'s"])
_SUBJECTS = word_set("to we and must will they ,")
_NOUNS_TOO_MADE = word_set("design code program script draft build command")
_NOUNS_TOO = word_set(
    """
    guide work run use rate score grade judge answer act hold load missing required needed necessary
    """
)


def telling_words(statement: Statement, first: int, last: int) -> list[str]:
    """The content words between two tokens, as the text spells them."""
    text, (begin, end) = statement.block.text, statement.offsets
    return [
        text[begin[index] : end[index]]
        for index, word in enumerate(statement.words[first:last], first)
        if tells(word)
    ]


def tells(word: str) -> bool:
    """Whether this is a content word."""
    return word not in _TELLS_NOTHING and word[0].isalnum()


_TELLS_NOTHING = STOP_WORDS | EMPTY_ADJECTIVES


def clause_bounds(statement: Statement, index: int) -> tuple[int, int]:
    """First token and end of the clause that holds this token."""
    if not statement.opened & PARTING:
        return 0, len(statement.words)
    clause = statement.clause
    number = clause[index]
    return bisect_left(clause, number, 0, index), bisect_right(clause, number, index)


def cells_of(statement: Statement) -> list[tuple[int, int]]:
    """First token and end of each cell of a table row, in the order of the columns."""
    cells: list[tuple[int, int]] = []
    first = 0
    for index, word in enumerate(statement.words):
        if word == "|":
            if index > first or cells:
                cells.append((first, index))
            first = index + 1
    if first < len(statement.words):
        cells.append((first, len(statement.words)))
    return cells

"""Text → lower-case words and signs, and where they stand."""

from __future__ import annotations

import re
from itertools import chain
from operator import sub

from planner.words.lists import word_set

# One word (with inner hyphens, dots, apostrophes), or one sign.
_TOKEN = re.compile(r"[^\W_]+(?:[-.'’_\u2011][^\W_]+)*|[^\w\s]|_+")
# The same for a text without underscores, which is read in half the time.
_PLAIN_TOKEN = re.compile(r"\w+(?:[-.'’\u2011]\w+)*|[^\w\s]")
_CONTRACTED = {"'ll": "will", "'ve": "have", "'re": "are", "'d": "would", "'m": "am"}
_IS_AFTER = word_set("it that there what he she who here let where how")
_ELISION = re.compile(r"(?:[ldsnmjtc]|qu|jusqu|lorsqu)['’](?=\w)", re.IGNORECASE)
_EMPHASIS = frozenset(("*", "_", "__", "`"))


def lower_case(text: str) -> str:
    """The text in lower case, letter by letter where a few letters would grow."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


class Words(dict[str, tuple[str, ...]]):
    """Run of letters and signs between two blanks → its words; each run is parted once.

    A text repeats its words: most are found here, and one that is said often is one string.
    """

    def __missing__(self, run: str) -> tuple[str, ...]:
        found = (run,) if run.isalnum() else _parted(run)
        self[run] = found
        return found

    def of(self, text: str) -> list[str]:
        """Lower-case words and signs, without marks of emphasis; contractions become two words."""
        lower = text.lower()
        if len(lower) != len(text):
            lower = lower_case(text)
        return list(chain.from_iterable(map(self.__getitem__, lower.split())))

    def vocabulary(self) -> frozenset[str]:
        """Each word of all texts once."""
        return frozenset(chain.from_iterable(self.values()))


def words_of(text: str) -> list[str]:
    """The words of one text, as `Words` finds them."""
    return Words().of(text)


def _pattern(lower: str) -> re.Pattern[str]:
    return _TOKEN if "_" in lower else _PLAIN_TOKEN


def _parted(run: str) -> tuple[str, ...]:
    found: list[str] = _pattern(run).findall(run)
    if "'" in run or "’" in run:
        words = [word.replace("’", "'") for word in found if word not in _EMPHASIS]
        return tuple(part for word in words for part, _, _ in _contracted(word, 0, len(word)))
    return tuple(word for word in found if word not in _EMPHASIS)


def offsets_of(words: list[str], text: str, at: int) -> tuple[list[int], list[int]]:
    """Where each of the words of a text begins and ends, when the text begins at `at`."""
    lower = lower_case(text)
    if "’" in lower or ("'" in lower and lower.count("'") > "".join(words).count("'")):
        return _offsets_anew(lower, at)  # words that an apostrophe joins are not written like this
    end, find = 0, lower.find
    sizes = list(map(len, words))
    ends = [end := find(word, end) + size for word, size in zip(words, sizes, strict=True)]
    begins = list(map(sub, ends, sizes))
    if -1 in begins:
        return _offsets_anew(lower, at)
    return (list(map(at.__add__, begins)), list(map(at.__add__, ends))) if at else (begins, ends)


def _offsets_anew(lower: str, at: int) -> tuple[list[int], list[int]]:
    begins: list[int] = []
    ends: list[int] = []
    for found in _pattern(lower).finditer(lower):
        word = found.group().replace("’", "'")
        if "'" in word:
            for _, first, last in _contracted(word, found.start() + at, found.end() + at):
                begins.append(first)
                ends.append(last)
        elif word not in _EMPHASIS:
            begins.append(found.start() + at)
            ends.append(found.end() + at)
    return begins, ends


def _contracted(word: str, begin: int, end: int) -> tuple[tuple[str, int, int], ...]:
    """The words that an apostrophe joins: "can't" → can, not; "council's" → council, 's."""
    if word == "n't":
        return (("not", begin, end),)  # "do n't"
    if word.endswith("n't"):
        base = {"can't": "can", "won't": "will", "shan't": "shall"}.get(word, word[:-3])
        return (base, begin, end), ("not", begin, end)
    cut = word.rfind("'")
    tail = word[cut:]
    if tail in _CONTRACTED:
        return (word[:cut], begin, begin + cut), (_CONTRACTED[tail], begin, end)
    if tail == "'s":
        return (word[:cut], begin, begin + cut), ("is" if word[:cut] in _IS_AFTER else "'s", begin + cut, end)
    if elided := _ELISION.match(word):
        cut = elided.end()
        return (word[: cut - 1], begin, begin + cut), (word[cut:], begin + cut, end)
    return ((word, begin, end),)

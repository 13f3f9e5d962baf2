"""How alike two specifications are, and which need of an earlier text is which of a later one."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol

from planner.specification import TURNING
from planner.text.tokens import lower_case
from planner.words.english import STOP_WORDS
from planner.words.inflection import stem, verb_forms
from planner.words.lists import word_set
from planner.words.verbs import MAKE_ANY, MAKE_PROGRAM, MAKE_TEXT

ALIKE = 0.85  # of the words that count: one of seven may be another, or two of fourteen be added
SAME = 0.75  # from one text to the next: who says this much of it again means the same need
_FEWEST = 3  # words beside a name that must be the same before two names mean one thing
_MANY = 40  # needs that share a word and are compared with one; keeps long lists linear

# What a need is called for by, not what it is to do.
_FRAME = (
    word_set(MAKE_ANY)
    | word_set(MAKE_PROGRAM)
    | word_set(MAKE_TEXT)
    | word_set(
        """
        need needs needed require requires required want wants use uses using apply follow able ability
        worker workers agent agents team tool tools script scripts program programs programme utility
        command line cli small simple little skill skills
        order what which who how
        """
    )
)
# Deeds that people call by several names: one rewords with them, and asks for the same.
_SAME = {
    form: group.split()[0]
    for group in (
        "collect gather fetch retrieve get obtain",
        "print show display output",
        "compare contrast",
        "check verify validate",
        "find locate search",
        "remove delete drop",
        "read parse",
        "send mail",
        "sum total",
        "fix repair correct",
        "summarise summarize condense",
    )
    for verb in group.split()
    for form in verb_forms(verb)
}
_WORD = re.compile(r"(?<![^\W_])--?[a-z][\w-]*|[^\W_]+(?:[./][^\W_]+)*", re.IGNORECASE)

_HYPHENED = re.compile(r"[\w-]+")
_PATH = re.compile(r"[\w/-]+")
_ENDING = re.compile(r"\.\w+")
_IN_WORD = re.compile(r"\w")


class NeedLike(Protocol):
    """What has to be known of a need."""

    @property
    def name(self) -> str: ...
    @property
    def specification(self) -> str: ...
    @property
    def quote(self) -> str: ...
    @property
    def digest(self) -> str: ...


class _Read(NamedTuple):
    """The words that count, how many they are, and of each passage the words that turn it, in order."""

    stems: frozenset[str]
    again: dict[str, int]  # how often more than once, of those that are said again
    total: int
    turning: tuple[tuple[str, ...], ...]

    def shared(self, other: _Read) -> int:
        """How many of the words that count stand in both."""
        held = len(self.stems & other.stems)
        if not self.again or not other.again:
            return held
        return held + sum(min(more, other.again.get(stem, 0)) for stem, more in self.again.items())

    def likeness(self, other: _Read) -> float:
        """How much of both is shared: 0.0 to 1.0, 0.0 where neither holds a word that counts."""
        total = self.total + other.total
        return 2 * self.shared(other) / total if total else 0.0


@lru_cache(maxsize=4096)  # of hundreds of needs, a page asks about the same again and again
def _read(specification: str) -> _Read:
    text = unicodedata.normalize("NFC", specification)
    stems: Counter[str] = Counter()
    turning = []
    for passage in re.split(r"\n[ \t]*\n", text):
        marked = []
        for written in _WORD.findall(passage):
            word = written.casefold()
            if word in TURNING or _is_mark(written):
                marked.append(word)
                stems[word] += 1
            elif word not in STOP_WORDS and word not in _FRAME:
                stems[stem(_SAME.get(word, word))] += 1
        turning.append(tuple(marked))
    again = {stem: count - 1 for stem, count in stems.items() if count > 1}
    return _Read(frozenset(stems), again, stems.total(), tuple(sorted(filter(None, turning))))


def _is_mark(written: str) -> bool:
    """Whether it is a number, an abbreviation, a path or a flag: CSV, 2024, iOS, tools/x.py, --json."""
    return (
        any(char.isdigit() for char in written)
        or sum(char.isupper() for char in written) > 1
        or any(char in "./" for char in written)
        or written.startswith("-")
    ) and written.casefold() not in _FRAME


def likeness(one: str, other: str) -> float:
    """How alike two specifications are: 0.0 to 1.0.

    By the words that say what is to be done, in whatever form and order. 0.0 as soon as a number, a negation
    or an abbreviation differs: "to CSV" and "to JSON" are two things, however many other words they share.
    """
    return _shared_words(one, other) if _read(one).turning == _read(other).turning else 0.0


def _shared_words(one: str, other: str) -> float:
    return _read(one).likeness(_read(other)) or float(one.split() == other.split())


def likeness_but_for_names(name: str, one: str, other_name: str, other: str) -> float:
    """How alike they are when each is read without its own name: 0.0 to 1.0.

    Only for names that the texts themselves write, as "web-research" or `tools/price-diff.py`: those are
    labels. A name that is made of what the text asks for ("compares price lists") is left in its place.
    """
    bare, other_bare = _without_label(name, one), _without_label(other_name, other)
    return likeness(one, other) if bare is None or other_bare is None else _bare_likeness(bare, other_bare)


def _bare_likeness(bare: _Read, other: _Read) -> float:
    if bare.turning != other.turning or bare.shared(other) < _FEWEST:
        return 0.0
    return bare.likeness(other)


def under_new_name(name: str, text: str, new_name: str) -> str:
    """The text with the new name wherever it writes the old one."""
    written = rf"(?<![\w-]){_written(name)}(?![\w-])"
    return re.sub(written, new_name, text, flags=re.IGNORECASE)


@lru_cache(maxsize=2048)
def _without_label(name: str, text: str) -> _Read | None:
    """The text, read without its own name; None where it does not write it."""
    if name not in _HYPHENED.findall(text.lower().replace("_", "-")):
        return None
    return _read(" ".join(_around_label(name, text)))


def _around_label(name: str, text: str) -> Iterator[str]:
    """What stands around a name, with all that its path or its word holds in front of it and its ending.

    Parted by hand: a pattern of its own for each of hundreds of names takes longer than all the rest.
    """
    folded = lower_case(text).replace("_", "-")
    told = at = 0
    while run := _PATH.search(text, at):
        at = run.end()
        begin = folded.rfind(name, run.start(), at)
        while begin > 0 and _IN_WORD.match(text, begin - 1):
            begin = folded.rfind(name, run.start(), begin + len(name) - 1)
        if begin >= 0:
            yield text[told : run.start()]
            told = begin + len(name)
            if ending := _ENDING.match(text, told):
                told = ending.end()
            at = told
    yield text[told:]


def _written(name: str) -> str:
    return "[-_]".join(map(re.escape, name.split("-")))


class _Need(NamedTuple):
    name: str
    specification: str
    quote: str
    digest: str

    def passages(self) -> set[str]:
        """The sentences that speak of it, each of which is evidence that it is called for."""
        return {*re.split(r"\n[ \t]*\n", self.specification), self.quote} - {""}


def match_needs(old: Iterable[NeedLike], new: Iterable[NeedLike]) -> dict[str, str]:
    """Old name → the name that the same need has in the later text; without those that are gone.

    The same name or the same words decide; of the rest, those that are most alike, each once.
    """
    before, now = (
        tuple(_Need(one.name, one.specification, one.quote, one.digest) for one in needs)
        for needs in (old, new)
    )
    return dict(_match(before, now))


@lru_cache(maxsize=16)  # a page, its live fragment and the click ask about the same needs
def _match(old: tuple[_Need, ...], new: tuple[_Need, ...]) -> dict[str, str]:
    by_name = {need.name: need for need in new}
    same: dict[str, str] = {}
    taken: set[str] = set()

    def settle(one: _Need, other: str) -> None:
        same[one.name] = other
        taken.add(other)

    for need in old:
        if need.name in by_name and by_name[need.name].digest == need.digest:
            settle(need, need.name)
    by_digest = {need.digest: need.name for need in reversed(new) if need.name not in taken}
    for need in old:
        other = by_digest.get(need.digest)
        if need.name not in same and other is not None and other not in taken:
            settle(need, other)
    for need in old:
        if need.name not in same and need.name in by_name and need.name not in taken:
            settle(need, need.name)
    lost = [need for need in old if need.name not in same]
    free = [need for need in new if need.name not in taken]
    for one, near in _most_alike(lost, free):
        if one.name not in same and near.name not in taken:
            settle(one, near.name)
    return same


def _most_alike(lost: Sequence[_Need], free: Sequence[_Need]) -> list[tuple[_Need, _Need]]:
    """Pairs of the same need, those that are most alike first."""
    if not lost:
        return []
    index = _Index(free)
    others = [(need.specification, _without_label(need.name, need.specification)) for need in free]
    pairs = []
    for at, one in enumerate(lost):
        bare = _without_label(one.name, one.specification)
        for place, quoted in index.near(one).items():
            other, other_bare = others[place]
            alike = _shared_words(one.specification, other)
            if bare is not None and other_bare is not None:
                alike = max(alike, _bare_likeness(bare, other_bare))
            if alike >= SAME or quoted:
                pairs.append((-alike, at, place))
    return [(lost[at], free[place]) for _, at, place in sorted(pairs)]


class _Index:
    """Needs by their words and passages: only those that share rare words can be alike."""

    def __init__(self, needs: Sequence[_Need]) -> None:
        self.by_word: dict[str, list[int]] = {}
        self.by_passage: dict[str, list[int]] = {}
        for place, need in enumerate(needs):
            for word in _read(need.specification).stems:
                self.by_word.setdefault(word, []).append(place)
            for passage in need.passages():
                self.by_passage.setdefault(passage, []).append(place)

    def near(self, need: _Need) -> dict[int, bool]:
        """Place → whether a passage is the same, of all that may be the same need.

        Who shares three quarters of the words has one at least of any two fifths of them, beside the name's.
        """
        words = sorted(
            _read(need.specification).stems, key=lambda word: (len(self.by_word.get(word, ())), word)
        )
        some = words[: len(words) * 2 // 5 + 1 + len(need.name.split("-"))]
        near = {place: False for word in some for place in self.by_word.get(word, ())[:_MANY]}
        same = (place for passage in need.passages() for place in self.by_passage.get(passage, ())[:_MANY])
        return near | dict.fromkeys(same, True)

"""What steps make and do, by the words that later ones have for it: "the report", "the cleaned list"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from planner.steps.clauses import Opening, is_deed_word
from planner.steps.text import either, first_word, plain
from planner.steps.words import (
    ACTION_NOUNS,
    ARTICLES,
    CHOOSING,
    CHOSEN,
    ENDS_OBJECT,
    ORDERING,
    PRODUCING,
    SMALL_WORDS,
)

_HEAD = 6  # letters by which two nouns are compared: "report" and "reports"
_DEED = 5  # letters by which a deed and its noun are compared: "export", "recording"
_LOOKED_BACK = 20  # earlier steps of a kind that are looked at; keeps long plans linear
_LOOKED_AT = 400  # characters of a step
_TOKEN = re.compile(r"[^\W_]+(?:-[^\W_]+)*|[^\w\s]")
_PARTICIPLE = re.compile(r"\w+(?:ed|en|ern|eln|er|ir|ar|iert|ée?s?)$")
_WORKED = re.compile(r"\w{3,}(?:ed|é|ée|és|ées|[ai]d[oa]s?)$|ge\w{3,}(?:t|en)e?[nrm]?$|\w+iert[enr]+$")
_CHOOSING = {verb[:_DEED] for verb in CHOOSING}
_JOINED = re.compile(rf",?\s{either('and; and then; und; et; y')}\s")
# "Print them", "compare its size": with nothing before that it could mean, the step before.
_POINTS_BACK = re.compile(
    r"[\w-]+\s+(?:(?:with|to|from|for|on|of)\s+)?(?:it|its|them|their)\b"
    r"|(?:sie|ihn|diese|dieses|diesen)\s+(?:\w+\s+){0,3}\w+en\b"
    r"|(?:les|la|le|l['’])\s?\w+er\b(?=\s+(?:à|au|aux|dans|sur|par|en|avec|pour)\b|\W*$)"
    r"|\w+[aei]r(?:l[oa]s?|les?)\b",
    re.IGNORECASE,
)


class Products:
    """The products and deeds of all steps, in the order of the text."""

    def __init__(self) -> None:
        self.by_head: dict[str, list[int]] = {}
        self.by_compound: dict[tuple[str, str], list[int]] = {}
        self.by_deed: dict[str, list[int]] = {}
        self.ordering: list[int] = []

    def add(self, place: int, opening: Opening) -> None:
        """Enter what the step at this place makes and does."""
        for deed in _deeds(opening.deed):
            made = product_of(deed)
            if made:
                self.by_head.setdefault(made, []).append(place)
            if compound := _compound(deed):
                self.by_compound.setdefault(compound, []).append(place)
            for verb in _verbs(deed):
                self.by_deed.setdefault(verb[:_DEED], []).append(place)
                if verb in ORDERING and place not in self.ordering[-1:]:
                    self.ordering.append(place)
                if verb in CHOOSING or (verb[:_DEED] in _CHOOSING and len(verb) > _DEED):
                    self.by_deed.setdefault("chosen", []).append(place)

    def taken_up(self, place: int, text: str) -> list[int]:
        """The earlier steps whose results a step speaks of as known, the latest of each."""
        found: dict[int, None] = {}
        words = _TOKEN.findall(plain(text[:_LOOKED_AT]).lower())
        for phrase in _definite(words):
            other = self._maker(phrase, place)
            if other is not None:
                found[other] = None
        for one, two in pairwise(words):
            other = _latest(self.by_compound.get((one[:_HEAD], two[:_HEAD]), []), place)
            if other is not None:
                found[other] = None
        return list(found)

    def worked_on(self, place: int, text: str) -> list[int]:
        """The earlier steps that made of a thing what a step calls it: "the chosen tapes"."""
        words = _TOKEN.findall(plain(text[:_LOOKED_AT]).lower())
        found = (self._worker(phrase, place) for phrase in _definite(words) if len(phrase) > 1)
        return [other for other in found if other is not None]

    def _worker(self, phrase: list[str], place: int) -> int | None:
        for word in phrase:
            key = "chosen" if word in CHOSEN else _deed_of(word) if _WORKED.match(word) else ""
            if (other := _latest(self.by_deed.get(key, []), place)) is not None:
                return other
        return None

    def of_action(self, noun: str, place: int) -> int | None:
        """The latest earlier step that does what a noun names: "the choice" of "choose a roof"."""
        if noun in SMALL_WORDS:
            return None
        one = self.by_deed.get(_deed_of(noun)) or self.by_deed.get(noun.removesuffix("s"), [])
        return _latest(one, place)

    def ordered(self, place: int) -> list[int]:
        """The earlier steps that order something, or ask for it, the latest first."""
        before = bisect_left(self.ordering, place)
        return self.ordering[max(0, before - _LOOKED_BACK) : before][::-1]

    def _maker(self, phrase: list[str], place: int) -> int | None:
        """Of a definite phrase: who did what its participle tells, made its head, or is named by it."""
        if len(phrase) > 1 and (worker := self._worker(phrase, place)) is not None:
            return worker
        heads = [phrase[-1]]
        if len(phrase) > 1 and (_PARTICIPLE.match(phrase[-1]) or not phrase[0].isascii()):
            heads.append(phrase[0])
        made = [_latest(self.by_head.get(head[:_HEAD], []), place) for head in heads]
        known = [other for other in made if other is not None]
        if known:
            return max(known)
        return next(
            (at for word in phrase if (at := self.of_action(word, place)) is not None and len(word) > 3), None
        )


def points_back(deed: str) -> bool:
    """Whether a step speaks of something that only the step before can have named."""
    return _POINTS_BACK.match(deed) is not None


def product_of(deed: str) -> str:
    """The head of what a deed makes: "draw up the shift plan in …" → "plan"; "" where it makes nothing."""
    words = _TOKEN.findall(deed[:160].lower())
    if not words:
        return ""
    if words[0] not in PRODUCING:
        # In German the verb comes last: "Bericht schreiben".
        verb = next(
            (at for at, word in enumerate(words[:12]) if word in PRODUCING and word.endswith("en")), 0
        )
        if not verb:
            return ""
        words = ["", *words[:verb]]
    return (_object(words[1:]) or [""])[-1][:_HEAD]


def definite_heads(text: str) -> frozenset[str]:
    """The heads of what a text speaks of as known: "the report", "these lists"."""
    found: set[str] = set()
    for phrase in _definite(_TOKEN.findall(plain(text[:_LOOKED_AT]).lower())):
        found.update(word[:_HEAD] for word in phrase[:1] + phrase[-1:])
    return frozenset(found)


def _deeds(deed: str) -> list[str]:
    """The deeds of one step: "show the layouts and pick one" holds two."""
    first, *more = _JOINED.split(deed[:_LOOKED_AT])
    return [first, *(part for part in more[:4] if is_deed_word(first_word(part)))]


def _verbs(deed: str) -> Iterator[str]:
    """The verb that opens a deed; of a German one also the infinitive that ends its clause."""
    first = first_word(deed)
    yield first
    words = re.findall(r"[^\W\d_]+|[.,;:(]", deed[:160])
    if not is_deed_word(first):
        # "The committee picks …"
        yield from (word.lower() for word in words[1:4] if word.lower() not in SMALL_WORDS | ARTICLES)
    end = next((at for at, word in enumerate(words) if word in ".,;:("), len(words))
    if end > 1 and words[end - 1].islower() and words[end - 1].endswith(("en", "ern", "eln")):
        yield words[end - 1]


def _deed_of(noun: str) -> str:
    """The first letters of the deed that a noun or participle names: "choix" → "chois"."""
    if noun.startswith("ge") and _WORKED.match(noun):
        noun = noun[2:]  # "die geprüften Tafeln"
    return ACTION_NOUNS.get(noun, noun)[:_DEED]


def _compound(deed: str) -> tuple[str, str] | None:
    """The last two words of what a step makes, or of one without a deed: "cover art"."""
    words = _TOKEN.findall(deed[:160].lower())
    if words and words[0] in PRODUCING:
        words = words[1:]
    made = _object(words)
    if words and is_deed_word(words[0]) and len(made) > 2:
        return None  # "cover art" is a name, "test the pumps in May" none
    return (made[-2][:_HEAD], made[-1][:_HEAD]) if len(made) > 1 else None


def _object(words: list[str]) -> list[str]:
    """The words of the object that these begin with."""
    found: list[str] = []
    for word in words:
        if word in ENDS_OBJECT or not word[0].isalnum():
            if found:
                break
        elif word not in SMALL_WORDS:
            found.append(word)
    return found


def _definite(words: list[str]) -> Iterator[list[str]]:
    for at, word in enumerate(words):
        if word in ARTICLES:
            phrase: list[str] = []
            for following in words[at + 1 : at + 5]:
                if following in ENDS_OBJECT or following in SMALL_WORDS or not following[0].isalnum():
                    break
                phrase.append(following)
            if phrase:
                yield phrase


def _latest(places: list[int], place: int) -> int | None:
    before = bisect_left(places, place)
    return places[before - 1] if before else None

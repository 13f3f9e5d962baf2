"""Which steps build infrastructure and nothing else: those are the planner's needs, not work to be done.

"Write the tide-reading skill" is such a step; "Build a scraper and run it on all sites" is not, and neither
is "Read the rolls with the tide-reading skill".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol

from planner.steps.clauses import is_deed_word, open_up, opens_with_deed, without_name
from planner.steps.text import either, first_word, plain, sentences
from planner.steps.words import ENGLISH_DEEDS, MAKING
from planner.words.abroad import MAKE_FORMS
from planner.words.lists import word_set

_MAKES = MAKING | {form.strip() for _, _, forms in MAKE_FORMS for form in forms.split(";")}
_NEED_PHRASES = either(
    """
    needed; wanted; is missing; are missing; is required; are required; there must be; there has to be;
    must exist; to be written; to be built; to be made; to be coded; to be drafted; to be authored; needs
    coding; needs writing; needs building; brauchen; braucht; benötigen; wird benötigt; fehlt; il faut;
    il nous faut; il manque; besoin; necesitamos; se necesita; hace falta; falta
    """
)
_CALLS_FOR = re.compile(
    rf"\b(?:we (?:also |still )?(?:need|lack|want|require)(?! to\b)|{_NEED_PHRASES})\b",
    re.IGNORECASE,
)
_USE_PHRASES = either(
    """
    use; uses; using; with; follow; follows; following; apply; applying; per; by; according to; mit;
    nach; gemäß; verwenden; nutzen; anwenden; avec; selon; suivre; appliquer; con; según; aplicar; usar
    """
)
_USES = re.compile(
    rf"\b{_USE_PHRASES}\s+(?:\S+\s+){{0,3}}$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"(?:\band then|[;,.]\s*then|\band)\s+(\w+)\s+(?:it|them|this|that|the result|everything|all)\b",
    re.IGNORECASE,
)
_OPENING = 30  # characters: "We need a script …"
# What belongs to making a thing well.
_FINISHING = word_set(
    "test document name call keep make write put check note see try review add describe save"
)
_OBJECT_END = re.compile(
    r"[.;:](?:\s|$)|\s(?:with|using|by|per|following|mit|nach|gemäß|avec|selon|con|según)\s", re.IGNORECASE
)


class NeedLike(Protocol):
    """What has to be known of a need."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def quote(self) -> str: ...
    @property
    def line(self) -> int | None: ...


class Building:
    """The needs of the approach, by the lines that call for them."""

    def __init__(self, needs: Iterable[NeedLike]) -> None:
        self.needs = list(needs)
        self.by_line: dict[int, list[NeedLike]] = {}
        self.by_word: dict[str, list[NeedLike]] = {}
        for need in self.needs:
            self.by_word.setdefault(need.name.split("-")[0][:5], []).append(need)
            if need.line is not None and need.quote:
                self.by_line.setdefault(need.line, []).append(need)

    def between(self, first: int, last: int) -> list[NeedLike]:
        """The needs that these lines call for."""
        if last - first < len(self.by_line):
            return [need for line in range(first, last + 1) for need in self.by_line.get(line, ())]
        return [need for line, needs in self.by_line.items() if first <= line <= last for need in needs]

    def is_all_of(self, text: str, source: str, first: int, last: int) -> bool:
        """Whether a step with these words, on these lines, only calls for something to be built."""
        if not self.needs:
            return False
        text = without_name(text)
        told = plain(text)
        if first_word(open_up(told).deed) in _MAKES:
            called_for = self._made(told, self.between(first, last))
        else:
            called_for = self._asked_for(told, source, self.between(first, last))
        return called_for and not _does_more(
            [plain(sentence) for sentence in sentences(without_name(source))]
        )

    def _made(self, text: str, called_for: list[NeedLike]) -> bool:
        """Whether what the opening words make is a need: one of these lines, or one that they name."""
        clause = _OBJECT_END.split(text, maxsplit=1)[0]
        words = {word[:5] for word in re.findall(r"[^\W_]+", clause.lower())}
        if any(_made_of(need.name, words) for need in called_for):
            return True
        quoted = [(need, _before_quote(text, need)) for need in called_for]
        if any(before is not None and not _USES.search(before) for _, before in quoted):
            return True
        if words.isdisjoint(_KINDS):
            return False
        return any(_made_of(need.name, words) for word in words for need in self.by_word.get(word, ()))

    def _asked_for(self, text: str, source: str, called_for: list[NeedLike]) -> bool:
        """Whether a sentence that gives no order says that something is needed, or what will be made."""
        sentence = plain(next(iter(sentences(without_name(source))), ""))
        if not called_for or (opens_with_deed(text) and not _CALLS_FOR.search(sentence[:_OPENING])):
            return False
        for need in called_for:
            before = _before_quote(sentence, need)
            if before is not None and (_CALLS_FOR.search(sentence) or not _USES.search(before)):
                return True
        return False


_KINDS = {
    kind[:5]
    for kind in (
        "skill",
        "tool",
        "script",
        "program",
        "guide",
        "skript",
        "werkzeug",
        "compétence",
        "habilidad",
    )
}


def _made_of(name: str, words: set[str]) -> bool:
    return all(part[:5] in words for part in name.split("-"))


def _before_quote(text: str, need: NeedLike) -> str | None:
    """What stands in the text before the words that call for the need; None where they are not in it."""
    quote = " ".join(re.findall(r"\w+", plain(need.quote)))
    joined = " ".join(re.findall(r"\w+", text))
    at = joined.find(quote)
    return None if at < 0 else joined[:at]


def _does_more(told: list[str]) -> bool:
    """Whether some words put the thing to work, or do something beside it."""
    for index, sentence in enumerate(told):
        for found in _GOES_ON.finditer(sentence):
            if found.group(1).lower() in ENGLISH_DEEDS - _FINISHING:
                return True
        if index and opens_with_deed(sentence):
            word = first_word(open_up(sentence).deed)
            if is_deed_word(word) and word not in _FINISHING and word not in _MAKES:
                return True
    return False

"""Where an approach calls for its needs, marked in the rendered text: passage → need, and need → passage.

The marks travel through markdown and sanitising as characters that no text holds, and become links only in
what is clean already. A text whose layout they would change is shown without them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

from outcomes.markdown import Rendered, render
from outcomes.needs import Need

MAX_TRIES = 12  # to lay a text out with its marks
MAX_LAID_OUT = 200_000  # characters in all these tries: a long table takes a second each time
MAX_MARKS = 1_000  # of one text; needs beyond that lead to its beginning
MAX_SENTENCE = 1_000  # characters that a passage is followed for, over the ends of lines
_FIRST = 0xF0000  # a private plane: of each passage one character where it begins, and one where it ends
_MARK = re.compile(f"[{chr(_FIRST)}-{chr(_FIRST + 2 * MAX_MARKS)}]")
_TAG = re.compile(r'(<(?:"[^"]*"|[^">])*>)')  # attributes stand in double quotes after cleaning
_BETWEEN_CELLS = " \t|"
_GAP = r"[ \t]*\n[ \t>]*|[ \t]+"


@dataclass(frozen=True, slots=True)
class Passage:
    """The words of an approach that call for a need: characters `start` to `end` of its text."""

    kind: str
    name: str
    title: str
    start: int
    end: int

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.name}"


def passages_of(text: str, needs: Iterable[Need]) -> tuple[Passage, ...]:
    """For each need that quotes the text its quote, to the end of its sentence where the line is wrapped."""
    begins = [0]
    for line in text.split("\n"):
        begins.append(begins[-1] + len(line) + 1)
    found = []
    for need in needs:
        if not need.quote or need.line is None or need.line >= len(begins):
            continue
        start, end = _quoted(text, begins[need.line - 1], need.quote)
        if end > start:
            end = _sentence_end(text, start, need) or end
            words = text[start:end].strip(_BETWEEN_CELLS)
            start += text[start:end].find(words)
            found.append(Passage(need.kind, need.name, need.title, start, start + len(words)))
    return tuple(found)


def _quoted(text: str, at: int, quote: str) -> tuple[int, int]:
    """Where the quote stands from here on, be it over several lines; (0, 0) where it does not."""
    start = text.find(quote, at)
    if start >= 0:
        return start, start + len(quote)
    found = _over_lines(quote.split()).search(text, at)
    return found.span() if found else (0, 0)


def _over_lines(words: list[str]) -> re.Pattern[str]:
    return re.compile(f"(?:{_GAP})".join(map(re.escape, words)))


def _sentence_end(text: str, start: int, need: Need) -> int | None:
    """Where the sentence ends whose first line the quote goes to the end of."""
    line_end = text.find("\n", start)
    if line_end < 0 or text[start + len(need.quote) : line_end].strip(" \t\r,;:"):
        return None
    quote = " ".join(need.quote.split())
    for sentence in need.specification.split("\n\n"):
        _, quoted, rest = sentence.partition(quote)
        words = (quoted + rest).split()
        if quoted and sum(map(len, words)) <= MAX_SENTENCE:
            found = _over_lines(words).match(text, start)
            return found.end() if found else None
    return None


@lru_cache(maxsize=64)  # as markdown.render: the same page is shown again and again
def render_marked(text: str, passages: tuple[Passage, ...]) -> Rendered:
    """The text laid out, with a link from each passage to its need, and a place in it to be led to."""
    plain = render(text)
    kept: tuple[Passage, ...] = ()
    if passages and not _holds_marks(text, plain):
        tries = iter(range(max(1, min(MAX_TRIES, MAX_LAID_OUT // (len(text) + 1)))))
        kept = _harmless(text, passages[:MAX_MARKS], plain, tries)
    marked = render(with_marks(text, kept)) if kept else plain
    if not _is_laid_out_alike(marked, plain):  # as none of them alone has changed it, but all together
        kept, marked = (), plain
    linker = _Linker(kept)
    html = linker.link(marked.html) if kept else plain.html
    frontmatter = linker.link(escape(marked.frontmatter)) if kept else escape(plain.frontmatter)
    lost = "".join(_anchor(passage) for passage in passages if passage.key not in linker.placed)
    return replace(plain, html=mark_safe(lost + html), frontmatter=mark_safe(frontmatter))  # noqa: S308 - clean


def _holds_marks(text: str, plain: Rendered) -> bool:
    """Whether it has some that are not ours, be it that a character reference (&#983040;) stands for one."""
    return any(map(_MARK.search, (text, plain.html, plain.frontmatter)))


def _is_laid_out_alike(marked: Rendered, plain: Rendered) -> bool:
    return (_MARK.sub("", marked.html), _MARK.sub("", marked.frontmatter), marked.is_plain) == (
        plain.html,
        plain.frontmatter,
        plain.is_plain,
    )


def _harmless(
    text: str, passages: tuple[Passage, ...], plain: Rendered, tries: Iterator[int]
) -> tuple[Passage, ...]:
    """Those whose marks leave the layout as it is; where some do not, they are looked for by halves."""
    if not passages or next(tries, None) is None:
        return ()
    if _is_laid_out_alike(render(with_marks(text, passages)), plain):
        return passages
    half = len(passages) // 2
    first = _harmless(text, passages[:half], plain, tries)
    return first + (_harmless(text, passages[half:], plain, tries) if half else ())


def with_marks(text: str, passages: Sequence[Passage]) -> str:
    """The text with a character before and after each passage."""
    places = []
    for number, passage in enumerate(passages):
        places.append((passage.start, 1, number))
        places.append((passage.end, 0, number))  # at one place ends come first
    parts, at = [], 0
    for place, begins, number in sorted(places):
        parts += [text[at:place], chr(_FIRST + 2 * number + 1 - begins)]
        at = place
    return "".join([*parts, text[at:]])


class _Linker:
    """Turns the marks of clean HTML into links: each stretch of a passage leads to its need."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.passages = passages
        self.open: list[int] = []
        self.told: set[int] = set()  # they have a stretch that leads to their need
        self.placed: set[str] = set()  # they can be led to
        self.in_link = False

    def link(self, html: str) -> str:
        parts: list[str] = []
        for at, piece in enumerate(_TAG.split(html)):
            if at % 2 == 0:
                parts += self._text(piece)
                continue
            for mark in _MARK.findall(piece):  # within an address, say
                parts.append(self._turn(mark))
            self.in_link = piece.startswith("<a ") or (self.in_link and piece != "</a>")
            parts.append(_MARK.sub("", piece))
        return "".join(parts)

    def _text(self, text: str) -> list[str]:
        parts, at = [], 0
        for mark in _MARK.finditer(text):
            parts += [self._stretch(text[at : mark.start()]), self._turn(mark[0])]
            at = mark.end()
        return [*parts, self._stretch(text[at:])]

    def _turn(self, mark: str) -> str:
        """A passage begins, or ends: one without words of its own then gets a link behind it."""
        number, ends = divmod(ord(mark) - _FIRST, 2)
        if not ends:
            self.open.append(number)
            return ""
        passage = self.passages[number]
        place = "" if passage.key in self.placed else self._place([number])
        if number in self.open:
            self.open.remove(number)
        if number in self.told or self.in_link:
            return place
        self.told.add(number)
        told = '{}<a class="passage also" href="#need-{}" title="{}">{}</a>'
        return format_html(told, mark_safe(place), passage.key, _title(passage), passage.name)  # noqa: S308

    def _place(self, numbers: Iterable[int]) -> str:
        """Where to be led to for those of them that have no place yet."""
        fresh = [self.passages[n] for n in numbers if self.passages[n].key not in self.placed]
        self.placed.update(passage.key for passage in fresh)
        return "".join(map(_anchor, dict.fromkeys(fresh)))

    def _stretch(self, text: str) -> str:
        """These words, leading to the need with the shortest of the passages they belong to."""
        if not self.open or not text.strip():
            return text
        by_length = sorted(self.open, key=lambda n: self.passages[n].start - self.passages[n].end)
        place, number = self._place(by_length), by_length[-1]
        if self.in_link:
            return f'{place}<mark class="passage">{text}</mark>'
        stop = ' tabindex="-1"' if number in self.told else ""  # one stop of the tab key for each
        self.told.add(number)
        head = format_html('<a class="passage" href="#need-{}" title="{}"', *self._leads(number))
        return f"{place}{head}{stop}>{text}</a>"

    def _leads(self, number: int) -> tuple[str, str]:
        return self.passages[number].key, _title(self.passages[number])


def _anchor(passage: Passage) -> str:
    return format_html('<span id="passage-{}"></span>', passage.key)


def _title(passage: Passage) -> str:
    return f"{passage.kind.capitalize()}: {passage.title}"

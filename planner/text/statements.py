"""Blocks → statements: sentences as tokens, with the word classes that they hold."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, compress, groupby, pairwise
from typing import Any, Generic, TypeVar

from planner.text.blocks import Block
from planner.text.gates import MARKING, gate_of, opened_by
from planner.text.tokens import Words, offsets_of
from planner.words.lexicon import FOLLOWED, Mark, as_mark
from planner.words.lists import word_set

# These two begin with what tells most characters apart at once, which halves the time of a search.
_SENTENCE_END = re.compile(r"[.!?…。！？](?:(?<=[。！？])|[\"”’»)\]*_]{0,6}(?=\s))")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:e\.g|i\.e|etc|vs|approx|cf|ca|no|nr|fig|dr|mr|mrs|ms|st|bzw|z\.b|d\.h|bapt|fil|leg|incl|resp|inc|ltd|prof|hr|fr|ing|dept|est|tel|abs|art|bzgl|ggf|evtl|inkl|vgl|sog|sr|sra|mme|mlle|m|núm|p|pp|ex|usw|u\.a|[a-z])\.$",
    re.IGNORECASE,
)
_DATE = re.compile(r"(?:^|[\s(])\d{1,2}\.\d{1,2}\.$")
_SPAN = re.compile(
    r"(?=[`*_\"“«„»「‘'])(?:(?P<code>``?[^`]{1,300}``?)|(?P<bold>\*\*[^*]{1,200}\*\*|__[^_]{1,200}__)"
    r"|(?P<slanted>\*[^\s*][^*]{0,79}\*(?!\w)|(?<!\w)_[^\s_][^_]{0,79}_(?!\w))"
    r"|(?P<said>\"[^\"]{1,400}\"|“[^”“]{1,400}[”“]|«[^»]{1,400}»|„[^“”]{1,400}[“”]|»[^«]{1,400}«|「[^」]{1,400}」|‘[^’‘]{1,200}’(?!\w)|(?<!\w)'(?=[^\s'])(?:[^']|'(?=\w)){1,120}'(?!\w)))"
)
_PATH = re.compile(
    r"(?<![\w/.-])(?:\./)?(skills|tools)/([\w][\w.-]{0,100}(?:/[\w.-]{1,60}){0,3})", re.IGNORECASE
)
# Words in bold or italics that open a block and comment all of it: "*Not needed.* …".
_LABEL = re.compile(r"(?:\*\*|__|\*|_)([^*_\n]{1,60})(?:\*\*|__|\*|_)(?=[\s.:])")
_MARKUP = re.compile(r"[`*_\"“”„«»「」‘’']")
# What goes on behind a date or an ordinal number: "bis 14.2. den Leser", "im 18. Jahrhundert".
_ORDINAL = re.compile(
    r"\.[ \n](?:[a-zäöüß]|Jahrhundert|Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober"
    r"|November|Dezember)"
)
MAX_TOKENS = 160
_UNSAID = (False,) * MAX_TOKENS
BREAKS = frozenset(";—–:|")
CLAUSE_WORDS = word_set(
    """
    but however while whereas although though because since so thus hence therefore as aber
    sondern denn weil mais car donc pero porque
    """
)


JOINING = word_set("and und et y")
SUBJECTS = word_set("we i they he she it wir ich sie nous ils nosotros ellos")
SUBORDINATORS = word_set(
    """
    since as because although though while whereas when once after given considering now weil da
    obwohl nachdem comme puisque bien como aunque porque
    """
)


_OPENS_CLAUSE = BREAKS | {"."}
_OPENS_SUBORDINATE = _OPENS_CLAUSE | JOINING
_PARTING = BREAKS | CLAUSE_WORDS | JOINING | SUBORDINATORS
_MAY_PART = _PARTING | {","}
PARTING = gate_of(_PARTING)  # a sentence without one of these words is one clause
_COLON = gate_of(":")


T = TypeVar("T")
S = TypeVar("S", "Span", "Path")


@dataclass(slots=True)
class Span:
    """Marked-up text: code, bold, slanted or said (in quotation marks); offsets without signs."""

    kind: str
    start: int
    end: int


@dataclass(slots=True)
class Path:
    """A path under skills/ or tools/ as written; `stem` is its last telling part."""

    kind: str
    stem: str
    start: int
    end: int


class _Once(Generic[T]):
    """An attribute that is worked out when it is first asked for, and then stands in this one's place.

    The cached_property of functools takes a lock each time in Python 3.11, which costs more than the work.
    """

    def __init__(self, work: Callable[[Any], T]) -> None:
        self.work, self.name, self.__doc__ = work, work.__name__, work.__doc__

    def __get__(self, one: object, owner: type | None = None) -> T:
        found = self.work(one)
        setattr(one, self.name, found)
        return found


class Statement:
    """One sentence of a block (or one short item, cell or heading).

    `words` are lower-case tokens; `begin` and `end` their offsets in the block's text; `said` tells which
    stand in quotation marks or code. What the rules ask of few sentences only is worked out when it is
    first asked for.
    """

    def __init__(self, block: Block, start: int, stop: int, words: list[str]) -> None:
        self.block, self.start, self.stop, self.words = block, start, stop, words
        self.opened = opened_by(words)  # the gates that its words open
        self.spans: Sequence[Span] = ()  # marked-up text that begins in it
        self.paths: Sequence[Path] = ()
        self.before: Statement | None = None
        self.after: Statement | None = None  # the next sentence of the block, while it is read

    @property
    def text(self) -> str:
        return self.block.text[self.start : self.stop]

    @_Once
    def offsets(self) -> tuple[list[int], list[int]]:
        """Where each token begins in the block's text, and where it ends."""
        return offsets_of(self.words, self.text, self.start)

    @_Once
    def begin(self) -> list[int]:
        """Where each token begins in the block's text."""
        return self.offsets[0]

    @_Once
    def end(self) -> list[int]:
        """Where each token ends."""
        return self.offsets[1]

    @_Once
    def said(self) -> Sequence[bool]:
        """For each token, whether it stands in quotation marks or code."""
        return _said(self.begin, self.spans) if self.spans else _UNSAID

    @_Once
    def label(self) -> str:
        """A remark that opens the block or the sentence: "*Not needed.* …", "Not in scope: …"."""
        text = self.block.text
        label = _LABEL.match(text) if text.startswith(("*", "_")) else None
        if label:
            return label.group(1)
        return _short_label(self.words) if self.opened & _COLON else ""

    @_Once
    def at(self) -> dict[int, list[Mark]]:
        """The marks that begin at a token."""
        return marks_at(self.words)

    @_Once
    def marks(self) -> list[Mark]:
        """The word classes found, in order."""
        return list(chain.from_iterable(self.at.values()))

    @_Once
    def by_class(self) -> dict[str, list[Mark]]:
        """The marks of each class, in order; from now on, no gate is open for a class that has none."""
        found: dict[str, list[Mark]] = {}
        for marks in self.at.values():
            for mark in marks:
                if mark.cls in found:
                    found[mark.cls].append(mark)
                else:
                    found[mark.cls] = [mark]
        self.opened = MARKING.left_open(self.opened, found)
        return found

    @_Once
    def clause(self) -> list[int]:
        """The number of the clause of each token."""
        return _clauses(self.words) if self.opened & PARTING else [0] * len(self.words)

    def slice(self, first: int, last: int) -> str:
        """The source text from token `first` to before token `last`."""
        if last <= first:
            return ""
        begin, end = self.offsets
        return self.block.text[begin[first] : end[last - 1]]

    def marked(self, *classes: str) -> Sequence[Mark]:
        """The marks of these classes, in order."""
        if not self.opened & MARKING[classes]:
            return ()
        found = self.by_class
        if len(classes) == 1:
            return found.get(classes[0], ())
        each = [found[cls] for cls in classes if cls in found]
        if len(each) > 1:
            return [mark for mark in self.marks if mark.cls in classes]
        return each[0] if each else ()

    def has(self, cls: str, first: int = 0, last: int | None = None) -> bool:
        if not self.opened & MARKING[cls,]:
            return False
        last = len(self.words) if last is None else last
        return any(first <= mark.start < last for mark in self.by_class.get(cls, ()))

    def is_at(self, index: int, cls: str) -> bool:
        return index in self.at and any(mark.cls == cls for mark in self.at[index])

    def spans_of(self, kind: str) -> Iterator[Span]:
        return (span for span in self.spans if span.kind == kind)


def read_statements(block: Block, words: Words) -> list[Statement]:
    """The sentences of a block that hold a word, each linked to its neighbours."""
    text = block.text
    spans = [_span(found) for found in _SPAN.finditer(text)] if _MARKUP.search(text) else []
    paths = [_path(found) for found in _PATH.finditer(text)] if "/" in text else []
    result: list[Statement] = []
    start = 0
    for stop in _ends(text, spans) if _SENTENCE_END.search(text) else (len(text),):
        said = words.of(text[start:stop])
        if len(said) > MAX_TOKENS:
            result += _pieces(block, start, stop, said)
        elif said:
            result.append(Statement(block, start, stop, said))
        start = stop
    for before, after in pairwise(result):
        before.after, after.before = after, before
    if spans:
        for one, spanned in _shared_out(spans, result):
            one.spans = spanned
    if paths:
        for one, named in _shared_out(paths, result):
            one.paths = named
    return result


def _shared_out(marked: list[S], statements: list[Statement]) -> Iterator[tuple[Statement, list[S]]]:
    """Each statement with those that begin in it, or in what stands before it and holds no word."""
    stops = [statement.stop for statement in statements]
    for at, held in groupby(marked, lambda one: bisect_right(stops, one.start)):
        if at < len(statements):
            yield statements[at], list(held)


def _pieces(block: Block, start: int, stop: int, words: list[str]) -> Iterator[Statement]:
    """A very long sentence in pieces, so that no rule looks further than a piece."""
    begin, _ = offsets_of(words, block.text[start:stop], start)
    for first in range(0, len(words), MAX_TOKENS):
        last = first + MAX_TOKENS
        opens = begin[first] if first else start
        until = begin[last] if last < len(words) else stop
        yield Statement(block, opens, until, words[first:last])


_STATES = word_set("is are was were has have had do does")
_OBLIGES = word_set("must doit doivent muss müssen darf debe deben")
_NO_LABEL = word_set("there this that a an un une una ein eine one")


def _short_label(words: list[str]) -> str:
    """ "Not in scope: …" → "not in scope"; empty where no few words lead up to a colon."""
    if ":" not in words[:15]:
        return ""
    label = words[: words.index(":")]
    if words[0] in SUBJECTS or words[0] in _NO_LABEL:
        return ""
    if len(label) > 7 and not _OBLIGES.isdisjoint(label):
        return ""  # a sentence: "What has been denied must not be denied again: …"
    return " ".join(label) if words[0] == "what" or _STATES.isdisjoint(label) else ""


def _said(begin: list[int], spans: Sequence[Span]) -> list[bool]:
    """For each token, whether it stands in quotation marks or code."""
    said = [False] * len(begin)
    for span in spans:
        if span.kind not in ("bold", "slanted"):
            for at in range(bisect_left(begin, span.start), bisect_left(begin, span.end)):
                said[at] = True
    return said


def _span(found: re.Match[str]) -> Span:
    kind = found.lastgroup or "said"
    raw = found.group()
    width = len(raw) - len(raw.strip("`")) >> 1 if kind == "code" else 2 if kind == "bold" else 1
    return Span(kind, found.start() + width, found.end() - width)


def _path(found: re.Match[str]) -> Path:
    parts = found.group(2).rstrip(".-").split("/")
    if len(parts) > 1 and parts[-1].lower() in ("skill.md", "readme.md", "main.py", ""):
        parts.pop()
    last = parts[-1]
    cut = last.find(".", 1)
    end = found.start() + len(found.group().rstrip(".-"))
    return Path(found.group(1).lower().rstrip("s"), last[:cut] if cut > 0 else last, found.start(), end)


def _ends(text: str, spans: list[Span]) -> Iterator[int]:
    """Offsets where sentences end; not inside quotation marks or code, not after an abbreviation."""
    closed = 0
    at = 0
    for found in _SENTENCE_END.finditer(text):
        start, end = found.span()
        while at < len(spans) and spans[at].end < end - 1:
            at += 1
        if at < len(spans) and spans[at].start <= start and spans[at].end > end:
            continue
        if text[start] in "!?" and _in_brackets(text, max(closed, start - 80), start):
            continue
        if text[start] == "." and (
            _ABBREVIATION.search(text[max(closed, start - 8) : start + 1])
            or (text[start - 1 : start].isdigit() and _ORDINAL.match(text, start))
        ):
            continue
        dated = text[end - 2].isdigit() and _DATE.search(text[max(closed, start - 6) : end])
        if dated and not text[end : end + 2].strip()[:1].isupper():
            continue  # "| 15.9. | draft |", "am 15.9. beginnt"
        if text[end - 1] in ")]" and text[end : end + 2].lstrip()[:1].islower():
            continue  # "A reporter of gaps (which street?) gets written by Yusuf"
        yield end
        closed = end
    if closed < len(text):
        yield len(text)


def _in_brackets(text: str, first: int, at: int) -> bool:
    """Whether the text is inside of brackets here: "checker (on land? too fast?)"."""
    return text.rfind("(", first, at) > text.rfind(")", first, at)


def _clauses(words: list[str]) -> list[int]:
    """The number of the clause of each token; a subordinate clause in front ends at its comma."""
    clause: list[int] = []  # of the tokens before the last one that parts
    number = 0
    opening = False
    for index in compress(range(len(words)), map(_MAY_PART.__contains__, words)):
        word = words[index]
        parts = opening
        if word in _PARTING:
            parts = word in BREAKS or (index > 0 and (_parts(words, index) or _joins(words, index)))
        if parts:
            clause += [number] * (index - len(clause))
            number += 1
        if word == ",":
            opening = False
        elif word in SUBORDINATORS and (not index or words[index - 1] in _OPENS_SUBORDINATE):
            opening = True
    return clause + [number] * (len(words) - len(clause))


def _joins(words: list[str], index: int) -> bool:
    """Whether "and" begins a clause with a subject of its own: "… and we build one"."""
    return words[index] in JOINING and index + 1 < len(words) and words[index + 1] in SUBJECTS


def _parts(words: list[str], index: int) -> bool:
    """Whether this conjunction opens a clause: after a comma, or a word that does nothing else."""
    word = words[index]
    if word not in CLAUSE_WORDS:
        return False
    if word in ("so", "as", "since", "while", "though", "denn"):
        return words[index - 1] in (",", "(") or (word == "since" and words[index - 1] in JOINING)
    if word in ("thus", "hence", "therefore", "donc"):
        return not words[index - 1][0].isalnum() or words[index - 1] == "and"
    return True


def marks_at(words: list[str]) -> dict[int, list[Mark]]:
    """The classes of each word and phrase, by the token with which it begins, in order."""
    found: dict[int, list[Mark]] = {}
    followed = [*words[1:], ""]
    for index, by_next in enumerate(map(FOLLOWED.get, words)):
        if by_next is None:
            continue
        entries = by_next.get(followed[index]) or by_next[""]
        if not entries:
            continue
        marks: list[Mark] = []
        for tail, cls, form, lemma in entries:
            stop = index + 1 + len(tail)
            if not tail or words[index + 1 : stop] == tail:
                marks.append(as_mark((cls, index, stop, form, lemma)))
        if marks:
            found[index] = marks
    return found


def plain_marks(words: list[str]) -> list[Mark]:
    """The classes of each word and phrase, in order."""
    return list(chain.from_iterable(marks_at(words).values()))

"""Blocks → statements: sentences as tokens, with the word classes that they hold."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from weakref import ref

from planner.blocks import Block
from planner.lexicon import MARKED, Mark
from planner.tokens import Words, offsets_of
from planner.word_lists import word_set

_SENTENCE_END = re.compile(r"[.!?…][\"”’»)\]*_]{0,6}(?=\s)|[。！？]")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:e\.g|i\.e|etc|vs|approx|cf|ca|no|nr|fig|dr|mr|mrs|ms|st|bzw|z\.b|d\.h|bapt|fil|leg|incl|resp|inc|ltd|prof|hr|fr|ing|dept|est|tel|abs|art|bzgl|ggf|evtl|inkl|vgl|sog|sr|sra|mme|mlle|m|núm|p|pp|ex|usw|u\.a|[a-z])\.$",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"(?P<code>``?[^`]{1,300}``?)|(?P<bold>\*\*[^*]{1,200}\*\*|__[^_]{1,200}__)"
    r"|(?P<said>\"[^\"]{1,400}\"|“[^”“]{1,400}[”“]|«[^»]{1,400}»|„[^“”]{1,400}[“”]|»[^«]{1,400}«|「[^」]{1,400}」|‘[^’‘]{1,200}’(?!\w)|(?<!\w)'(?=[^\s'])(?:[^']|'(?=\w)){1,120}'(?!\w))"
)
_PATH = re.compile(
    r"(?<![\w/.-])(?:\./)?(skills|tools)/([\w][\w.-]{0,100}(?:/[\w.-]{1,60}){0,3})", re.IGNORECASE
)
# Words in bold or italics that open a block and comment all of it: "*Not needed.* …".
_LABEL = re.compile(r"(?:\*\*|__|\*|_)([^*_\n]{1,60})(?:\*\*|__|\*|_)(?=[\s.:])")
_MARKUP = re.compile(r"[`*_\"“”„«»「」‘’']")
MAX_TOKENS = 160
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
_PARTING = BREAKS | CLAUSE_WORDS | JOINING | SUBORDINATORS


@dataclass(slots=True)
class Span:
    """Marked-up text: code, bold or said (in quotation marks); offsets in the block, signs excluded."""

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


class Statement:
    """One sentence of a block (or one short item, cell or heading).

    `words` are lower-case tokens; `begin` and `end` their offsets in the block's text; `said` tells which
    stand in quotation marks or code. What the rules ask of few sentences only is worked out when it is
    first asked for.
    """

    __slots__ = (
        *("block", "start", "stop", "words", "spans", "paths", "before"),
        *("_after", "_offsets", "_said", "_label", "_marks", "_clause", "_at", "_by_class", "__weakref__"),
    )

    def __init__(self, block: Block, start: int, stop: int, words: list[str]) -> None:
        self.block, self.start, self.stop, self.words = block, start, stop, words
        self.spans: list[Span] = []
        self.paths: list[Path] = []
        self.before: Statement | None = None
        self._after: ref[Statement] | None = None
        self._offsets: tuple[list[int], list[int]] | None = None
        self._said: list[bool] | None = None
        self._label: str | None = None
        self._marks: list[Mark] | None = None
        self._clause: list[int] | None = None
        self._at: dict[int, list[Mark]] | None = None
        self._by_class: dict[str, list[Mark]] | None = None

    @property
    def after(self) -> Statement | None:
        """The next sentence of the block; held weakly, so that a reading leaves no garbage to look for."""
        return self._after() if self._after is not None else None

    @property
    def text(self) -> str:
        return self.block.text[self.start : self.stop]

    @property
    def begin(self) -> list[int]:
        """Where each token begins in the block's text."""
        if self._offsets is None:
            self._offsets = offsets_of(self.text, self.start)
        return self._offsets[0]

    @property
    def end(self) -> list[int]:
        """Where each token ends."""
        if self._offsets is None:
            self._offsets = offsets_of(self.text, self.start)
        return self._offsets[1]

    @property
    def said(self) -> list[bool]:
        """For each token, whether it stands in quotation marks or code."""
        if self._said is None:
            self._said = _said(self.begin, self.spans) if self.spans else [False] * len(self.words)
        return self._said

    @property
    def label(self) -> str:
        """A remark that opens the block or the sentence: "*Not needed.* …", "Not in scope: …"."""
        if self._label is None:
            label = _LABEL.match(self.block.text)
            self._label = label.group(1) if label else _short_label(self.words)
        return self._label

    @property
    def marks(self) -> list[Mark]:
        """The word classes found, in order."""
        if self._marks is None:
            self._marks = plain_marks(self.words)
        return self._marks

    @property
    def clause(self) -> list[int]:
        """The number of the clause of each token."""
        if self._clause is None:
            self._clause = _clauses(self.words)
        return self._clause

    @property
    def at(self) -> dict[int, list[Mark]]:
        """The marks that begin at a token."""
        if self._at is None:
            self._at = {}
            for mark in self.marks:
                self._at.setdefault(mark.start, []).append(mark)
        return self._at

    @property
    def by_class(self) -> dict[str, list[Mark]]:
        """The marks of each class, in order."""
        if self._by_class is None:
            self._by_class = {}
            for mark in self.marks:
                self._by_class.setdefault(mark.cls, []).append(mark)
        return self._by_class

    def slice(self, first: int, last: int) -> str:
        """The source text from token `first` to before token `last`."""
        return self.block.text[self.begin[first] : self.end[last - 1]] if last > first else ""

    def marked(self, *classes: str) -> Sequence[Mark]:
        """The marks of these classes, in order."""
        if len(classes) == 1:
            return self.by_class.get(classes[0], ())
        if not any(cls in self.by_class for cls in classes):
            return ()
        return [mark for mark in self.marks if mark.cls in classes]

    def has(self, cls: str, first: int = 0, last: int | None = None) -> bool:
        last = len(self.words) if last is None else last
        return any(first <= mark.start < last for mark in self.by_class.get(cls, ()))

    def is_at(self, index: int, cls: str) -> bool:
        return any(mark.cls == cls for mark in self.at.get(index, ()))

    def spans_of(self, kind: str) -> Iterator[Span]:
        return (span for span in self.spans if span.kind == kind)


class Paragraph:
    """A block with the words that it holds, and its sentences once they are asked for."""

    __slots__ = ("_statements", "_words", "block", "vocabulary")

    def __init__(self, block: Block, words: Words) -> None:
        self.block, self._words = block, words
        self.vocabulary = frozenset(words.of(block.text))
        self._statements: list[Statement] | None = None

    @property
    def statements(self) -> list[Statement]:
        """The sentences, linked to their neighbours."""
        if self._statements is None:
            self._statements = _statements(self.block, self._words)
        return self._statements


def _statements(block: Block, words: Words) -> list[Statement]:
    text = block.text
    spans = [_span(found) for found in _SPAN.finditer(text)] if _MARKUP.search(text) else []
    paths = [_path(found) for found in _PATH.finditer(text)] if "/" in text else []
    result: list[Statement] = []
    span_at = path_at = start = 0
    for stop in _ends(text, spans):
        for one in _pieces(block, start, stop, words.of(text[start:stop])):
            while span_at < len(spans) and spans[span_at].start < one.stop:
                one.spans.append(spans[span_at])
                span_at += 1
            while path_at < len(paths) and paths[path_at].start < one.stop:
                one.paths.append(paths[path_at])
                path_at += 1
            result.append(one)
        start = stop
    for one, two in pairwise(result):
        one._after, two.before = ref(two), one
    return result


def _pieces(block: Block, start: int, stop: int, words: list[str]) -> Iterator[Statement]:
    """The sentence; a very long one in pieces, so that no rule looks further than a piece."""
    if len(words) <= MAX_TOKENS:
        if words:
            yield Statement(block, start, stop, words)
        return
    begin, _ = offsets_of(block.text[start:stop], start)
    for first in range(0, len(words), MAX_TOKENS):
        last = first + MAX_TOKENS
        opens = begin[first] if first else start
        until = begin[last] if last < len(words) else stop
        yield Statement(block, opens, until, words[first:last])


_STATES = word_set("is are was were has have had do does")
_NO_LABEL = word_set("there this that a an un une una ein eine one")


def _short_label(words: list[str]) -> str:
    """ "Not in scope: …" → "not in scope"; empty where no few words lead up to a colon."""
    for index, word in enumerate(words[:11]):
        if word == ":":
            return (
                ""
                if words[0] in SUBJECTS
                or words[0] in _NO_LABEL
                or (words[0] != "what" and not _STATES.isdisjoint(words[:index]))
                else " ".join(words[:index])
            )
    return ""


def _said(begin: list[int], spans: list[Span]) -> list[bool]:
    """For each token, whether it stands in quotation marks or code."""
    said = [False] * len(begin)
    for span in spans:
        if span.kind != "bold":
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
        end = found.end()
        while at < len(spans) and spans[at].end < end - 1:
            at += 1
        if at < len(spans) and spans[at].start <= found.start() and spans[at].end > found.end():
            continue
        if text[found.start()] == "." and _ABBREVIATION.search(
            text[max(closed, found.start() - 8) : found.start() + 1]
        ):
            continue
        yield end
        closed = end
    if closed < len(text):
        yield len(text)


def _clauses(words: list[str]) -> list[int]:
    """The number of the clause of each token; a subordinate clause in front ends at its comma."""
    if _PARTING.isdisjoint(words):
        return [0] * len(words)
    clause: list[int] = []
    number = 0
    opening = False
    for index, word in enumerate(words):
        if word in _PARTING:
            if word in BREAKS or (index and (_parts(words, index) or _joins(words, index))):
                number += 1
            if word in SUBORDINATORS and (not index or words[index - 1] in _OPENS_CLAUSE):
                opening = True
        elif opening and word == ",":
            number += 1
            opening = False
        clause.append(number)
    return clause


def _joins(words: list[str], index: int) -> bool:
    """Whether "and" begins a clause with a subject of its own: "… and we build one"."""
    return words[index] in JOINING and index + 1 < len(words) and words[index + 1] in SUBJECTS


def _parts(words: list[str], index: int) -> bool:
    """Whether this conjunction opens a clause: after a comma, or a word that does nothing else."""
    word = words[index]
    if word not in CLAUSE_WORDS:
        return False
    if word in ("so", "as", "since", "while", "though", "denn"):
        return words[index - 1] in (",", "(")
    if word in ("thus", "hence", "therefore"):
        return not words[index - 1][0].isalnum() or words[index - 1] == "and"
    return True


def plain_marks(words: list[str]) -> list[Mark]:
    """The classes of each word and phrase, in order."""
    marks: list[Mark] = []
    for index, word in enumerate(words):
        if word in MARKED:
            following = words[index + 1] if index + 1 < len(words) else ""
            for tail, cls, form, lemma in MARKED[word]:
                if not tail:
                    marks.append(Mark(cls, index, index + 1, form, lemma))
                elif tail[0] == following and words[index + 1 : index + 1 + len(tail)] == tail:
                    marks.append(Mark(cls, index, index + 1 + len(tail), form, lemma))
    return marks

"""Blocks → statements: sentences as tokens, with the word classes that they hold."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from planner.blocks import Block
from planner.lexicon import MARKED, Mark
from planner.words import word_set

# One word (with inner hyphens, dots, apostrophes), or one sign.
_TOKEN = re.compile(r"[^\W_]+(?:[-.'’_\u2011][^\W_]+)*|[^\w\s]|_+")
_SENTENCE_END = re.compile(r"[.!?…][\"”’»)\]*_]{0,6}(?=\s)|[。！？]")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:e\.g|i\.e|etc|vs|approx|cf|ca|no|nr|fig|dr|mr|mrs|ms|st|bzw|z\.b|d\.h|bapt|fil|leg|incl|resp|inc|ltd|p|pp|ex|usw|u\.a|[a-z])\.$",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"(?P<code>``?[^`]{1,300}``?)|(?P<bold>\*\*[^*]{1,200}\*\*|__[^_]{1,200}__)"
    r"|(?P<said>\"[^\"]{1,400}\"|“[^”“]{1,400}[”“]|«[^»]{1,400}»|„[^“”]{1,400}[“”]|»[^«]{1,400}«|「[^」]{1,400}」|‘[^’‘]{1,200}’(?!\w)|(?<!\w)'(?=[^\s'])(?:[^']|'(?=\w)){1,120}'(?!\w))"
)
_PATH = re.compile(
    r"(?<![\w/.-])(?:\./)?(skills|tools)/([\w][\w.-]{0,100}(?:/[\w.-]{1,60}){0,3})", re.IGNORECASE
)
_CONTRACTED = {"'ll": "will", "'ve": "have", "'re": "are", "'d": "would", "'m": "am"}
_IS_AFTER = word_set("it that there what he she who here let where how")
_ELISION = re.compile(r"(?:[ldsnmjtc]|qu|jusqu|lorsqu)['’](?=\w)", re.IGNORECASE)
# Words in bold or italics that open a block and comment all of it: "*Not needed.* …".
_LABEL = re.compile(r"(?:\*\*|__|\*|_)([^*_\n]{1,60})(?:\*\*|__|\*|_)(?=[\s.:])")
_EMPHASIS = frozenset(("*", "_", "__", "`"))
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
    stand in quotation marks or code. `label` is a remark that opens the block or the sentence. What the
    rules ask of few sentences only (`marks`, `clause`) is worked out when it is first asked for.
    """

    __slots__ = (
        *("block", "start", "stop", "words", "begin", "end", "said", "spans", "paths"),
        *("label", "before", "after", "_marks", "_clause", "_at"),
    )

    def __init__(
        self, block: Block, start: int, stop: int, words: list[str], begin: list[int], end: list[int]
    ) -> None:
        self.block, self.start, self.stop = block, start, stop
        self.words, self.begin, self.end = words, begin, end
        self.said: list[bool] = []
        self.spans: list[Span] = []
        self.paths: list[Path] = []
        self.label = ""
        self.before: Statement | None = None
        self.after: Statement | None = None
        self._marks: list[Mark] | None = None
        self._clause: list[int] | None = None
        self._at: dict[int, list[Mark]] | None = None

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
    def text(self) -> str:
        return self.block.text[self.start : self.stop]

    def slice(self, first: int, last: int) -> str:
        """The source text from token `first` to before token `last`."""
        return self.block.text[self.begin[first] : self.end[last - 1]] if last > first else ""

    def marked(self, *classes: str) -> Iterator[Mark]:
        return (mark for mark in self.marks if mark.cls in classes)

    def has(self, cls: str, first: int = 0, last: int | None = None) -> bool:
        last = len(self.words) if last is None else last
        return any(m.cls == cls and first <= m.start < last for m in self.marks)

    def is_at(self, index: int, cls: str) -> bool:
        return any(mark.cls == cls for mark in self.at.get(index, ()))

    def spans_of(self, kind: str) -> Iterator[Span]:
        return (span for span in self.spans if span.kind == kind)


def statements(block: Block) -> list[Statement]:
    """The sentences of a block, linked to their neighbours."""
    text = block.text
    spans = [_span(found) for found in _SPAN.finditer(text)]
    paths = [_path(found) for found in _PATH.finditer(text)] if "/" in text else []
    words, begin, end = _tokens(text)
    said = _said(begin, spans)
    label = _LABEL.match(text)
    result: list[Statement] = []
    span_at = path_at = first = start = 0
    for stop in _ends(text, spans):
        last = bisect_left(begin, stop, first)
        # A very long sentence is read in pieces, so that no rule looks further than a piece.
        for piece in range(first, last, MAX_TOKENS):
            till = min(piece + MAX_TOKENS, last)
            until = stop if till == last else begin[till]
            opens = start if piece == first else begin[piece]
            one = Statement(block, opens, until, words[piece:till], begin[piece:till], end[piece:till])
            one.said = said[piece:till]
            one.label = label.group(1) if label else _short_label(one.words)
            while span_at < len(spans) and spans[span_at].start < until:
                one.spans.append(spans[span_at])
                span_at += 1
            while path_at < len(paths) and paths[path_at].start < until:
                one.paths.append(paths[path_at])
                path_at += 1
            result.append(one)
        first, start = last, stop
    for one, two in pairwise(result):
        one.after, two.before = two, one
    return result


def _short_label(words: list[str]) -> str:
    """ "Not in scope: …" → "not in scope"; empty where no few words lead up to a colon."""
    for index, word in enumerate(words[:7]):
        if word == ":":
            return (
                ""
                if words[0] in SUBJECTS or words[0] in ("there", "this", "that")
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


def _tokens(text: str) -> tuple[list[str], list[int], list[int]]:
    """Lower-case words and signs with their offsets; contractions become two words."""
    words: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    lower = text.lower()
    if len(lower) != len(text):  # a few letters grow when lowered
        lower = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    for found in _TOKEN.finditer(lower):
        word = found.group()
        begin, end = found.span()
        if "'" in word or "’" in word:
            for part, first, last in _contracted(word.replace("’", "'"), begin, end):
                words.append(part)
                begins.append(first)
                ends.append(last)
        elif word not in _EMPHASIS:
            words.append(word)
            begins.append(begin)
            ends.append(end)
    return words, begins, ends


def _contracted(word: str, begin: int, end: int) -> tuple[tuple[str, int, int], ...]:
    """The words that an apostrophe joins: "can't" → can, not; "council's" → council, 's."""
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


def _clauses(words: list[str]) -> list[int]:
    """The number of the clause of each token; a subordinate clause in front ends at its comma."""
    clause, number = [], 0
    opening = False
    for index, word in enumerate(words):
        if word in BREAKS or (index and (_parts(words, index) or _joins(words, index))):
            number += 1
        elif opening and word == ",":
            number += 1
            opening = False
        if word in SUBORDINATORS and (not index or words[index - 1] in BREAKS or words[index - 1] == "."):
            opening = True
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
    return True


def plain_marks(words: list[str]) -> list[Mark]:
    """The classes of each word and phrase, in order."""
    marks: list[Mark] = []
    for index, word in enumerate(words):
        if word in MARKED:
            for tail, cls, form, lemma in MARKED[word]:
                if not tail:
                    marks.append(Mark(cls, index, index + 1, form, lemma))
                elif words[index + 1 : index + 1 + len(tail)] == tail:
                    marks.append(Mark(cls, index, index + 1 + len(tail), form, lemma))
    return marks

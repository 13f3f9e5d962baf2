"""Blocks → statements: sentences as tokens, with the word classes that they hold and what stands over them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
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
    r"|(?P<said>\"[^\"]{1,400}\"|“[^”“]{1,400}[”“]|«[^»]{1,400}»|„[^“”]{1,400}[“”]|»[^«]{1,400}«|「[^」]{1,400}」|‘[^’‘]{1,200}’(?!\w)|(?<!\w)'(?=[^\s'])(?:[^']|'(?=\w)){1,300}'(?!\w))"
)
_PATH = re.compile(
    r"(?<![\w/.-])(?:\./)?(skills|tools)/([\w][\w.-]{0,100}(?:/[\w.-]{1,60}){0,3})", re.IGNORECASE
)
_CONTRACTED = {"'ll": "will", "'ve": "have", "'re": "are", "'d": "would", "'m": "am"}
_IS_AFTER = word_set("it that there what he she who here let where how")
_ELISION = re.compile(r"(?:[ldsnmjtc]|qu|jusqu|lorsqu)['’](?=\w)", re.IGNORECASE)
# Words in bold or italics that open a block and comment all of it: "*Not needed.* …".
_LABEL = re.compile(r"(?:\*\*|__|\*|_)([^*_\n]{1,60})(?:\*\*|__|\*|_)(?=[\s.:])")
MAX_TOKENS = 300
BREAKS = frozenset(";—–:|")
CLAUSE_WORDS = word_set(
    """
    but however while whereas although though because since so thus hence therefore as aber sondern
    denn weil mais car donc pero porque
    """
)


JOINING = word_set("and und et y")
SUBJECTS = word_set("we i they he she it wir ich sie nous ils nosotros ellos")
SUBORDINATORS = word_set(
    """since as because although though while whereas when once after given considering now weil da obwohl nachdem
    comme puisque bien como aunque porque"""
)


@dataclass(slots=True)
class Span:
    """Marked-up text: `kind` is code, bold or said (between quotation marks); offsets in the block, marks excluded."""

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


@dataclass(slots=True)
class Statement:
    """One sentence of a block (or one short item, cell or heading).

    `words` are lower-case tokens; `begin`/`end` their offsets in the block's text. `marks` are the word
    classes found, in order. `clause` numbers the clause of each token.
    """

    block: Block
    start: int
    stop: int
    words: list[str]
    begin: list[int]
    end: list[int]
    clause: list[int]
    marks: list[Mark]
    spans: list[Span]
    paths: list[Path]
    said: list[bool]
    at: dict[int, list[Mark]] = field(default_factory=dict)
    label: str = ""
    before: Statement | None = None
    after: Statement | None = None

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
    paths = [_path(found) for found in _PATH.finditer(text)]
    tokens = _tokens(text)
    said = _said(tokens, spans)
    label = _LABEL.match(text)
    result: list[Statement] = []
    span_at = path_at = first = start = 0
    for stop in _ends(text, spans):
        last = first
        while last < len(tokens) and tokens[last][1] < stop:
            last += 1
        # A very long sentence is read in pieces, so that no rule looks further than a piece.
        for piece in range(first, last, MAX_TOKENS):
            end = min(piece + MAX_TOKENS, last)
            until = stop if end == last else tokens[end][1]
            span_from, path_from = span_at, path_at
            while span_at < len(spans) and spans[span_at].start < until:
                span_at += 1
            while path_at < len(paths) and paths[path_at].start < until:
                path_at += 1
            begin = start if piece == first else tokens[piece][1]
            result.append(
                _statement(
                    block,
                    begin,
                    until,
                    tokens[piece:end],
                    said[piece:end],
                    spans[span_from:span_at],
                    paths[path_from:path_at],
                )
            )
            result[-1].label = label.group(1) if label else _short_label(result[-1].words)
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


def _said(tokens: list[tuple[str, int, int]], spans: list[Span]) -> list[bool]:
    """For each token, whether it stands in quotation marks or code."""
    said = [False] * len(tokens)
    at = 0
    for span in spans:
        if span.kind == "bold":
            continue
        while at < len(tokens) and tokens[at][1] < span.start:
            at += 1
        while at < len(tokens) and tokens[at][1] < span.end:
            said[at] = True
            at += 1
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


def _tokens(text: str) -> list[tuple[str, int, int]]:
    """(lower-case word, begin, end); contractions become two words with one place."""
    result: list[tuple[str, int, int]] = []
    add = result.append
    for found in _TOKEN.finditer(text):
        raw, begin, end = found.group(), found.start(), found.end()
        if "'" not in raw and "’" not in raw:
            if raw not in ("*", "_", "__", "`"):
                add((raw.lower(), begin, end))
            continue
        word = raw.lower().replace("’", "'")
        if word.endswith("n't"):
            base = {"can't": "can", "won't": "will", "shan't": "shall"}.get(word, word[:-3])
            add((base, begin, end))
            add(("not", begin, end))
            continue
        cut = word.rfind("'")
        tail = word[cut:]
        if tail in _CONTRACTED:
            add((word[:cut], begin, begin + cut))
            add((_CONTRACTED[tail], begin, end))
        elif tail == "'s":
            add((word[:cut], begin, begin + cut))
            add(("is" if word[:cut] in _IS_AFTER else "'s", begin + cut, end))
        elif elided := _ELISION.match(word):
            add((word[: elided.end() - 1], begin, begin + elided.end()))
            add((word[elided.end() :], begin + elided.end(), end))
        else:
            add((word, begin, end))
    return result


def _statement(
    block: Block,
    start: int,
    stop: int,
    tokens: list[tuple[str, int, int]],
    said: list[bool],
    spans: list[Span],
    paths: list[Path],
) -> Statement:
    words = [token[0] for token in tokens]
    begin = [token[1] for token in tokens]
    end = [token[2] for token in tokens]
    marks = plain_marks(words)
    statement = Statement(block, start, stop, words, begin, end, _clauses(words), marks, spans, paths, said)
    for mark in marks:
        statement.at.setdefault(mark.start, []).append(mark)
    return statement


def _clauses(words: list[str]) -> list[int]:
    """The number of the clause of each token; a subordinate clause in front ends at its comma."""
    clause, number = [], 0
    opening = False
    for index, word in enumerate(words):
        if word in BREAKS or (index and word in CLAUSE_WORDS and _parts(words, index)):
            number += 1
        elif word in JOINING and index and words[index + 1 : index + 2] and words[index + 1] in SUBJECTS:
            number += 1
        elif opening and word == ",":
            number += 1
            opening = False
        if word in SUBORDINATORS and (not index or words[index - 1] in BREAKS or words[index - 1] == "."):
            opening = True
        clause.append(number)
    return clause


def _parts(words: list[str], index: int) -> bool:
    """Whether this conjunction opens a clause: after a comma, or a word that does nothing else."""
    word = words[index]
    if word in ("so", "as", "since", "while", "though", "denn"):
        return words[index - 1] in (",", "(")
    return True


def plain_marks(words: list[str]) -> list[Mark]:
    """The classes of each word and phrase, in order."""
    marks: list[Mark] = []
    for index, word in enumerate(words):
        phrases = MARKED.get(word)
        if phrases:
            for tail, cls, form, lemma in phrases:
                width = len(tail)
                if not width or words[index + 1 : index + 1 + width] == tail:
                    marks.append(Mark(cls, index, index + 1 + width, form, lemma))
    return marks

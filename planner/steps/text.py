"""Small tools for texts: phrases as patterns, words, sentences, marks of emphasis."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_WORDS = re.compile(r"[^\W\d_]+")
_FIRST_WORD = re.compile(r"[^\W_]+")
_LINK = re.compile(r"!?\[([^\[\]]{0,200})\]\([^()\s]{0,300}\)")
_EMPHASIS = re.compile(r"\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)")
_PAIRS = {"(": ")", "[": "]", "“": "”", "«": "»", "„": "“", "`": "`", '"': '"'}
_STOP = re.compile(r"[.!?][\"”»)*_]{0,3}(?=\s|$)|\n[ \t]*\n|\n[ \t]*(?=[-*+•][ \t])")


def either(phrases: str) -> str:
    """A pattern for any of these phrases, which semicolons part; "~" stands for any further letters."""
    listed = {" ".join(phrase.split()) for phrase in phrases.split(";")} - {""}
    patterns = [
        re.escape(phrase).replace(r"\ ", r"\s+").replace("\\~", "~").replace("~", r"\w*")
        for phrase in sorted(listed, key=lambda phrase: (-len(phrase), phrase))
    ]
    return f"(?:{'|'.join(patterns)})"


class Phrases:
    """A class of phrases, to be looked for as whole words; of several that fit, the longest."""

    def __init__(self, *classes: str) -> None:
        by_first: dict[str, list[str]] = {}
        for phrases in classes:
            for phrase in phrases.split(";"):
                if phrase.strip():
                    by_first.setdefault(_FIRST_WORD.findall(phrase.lower())[0], []).append(phrase)
        self._at_start = {first: _whole(";".join(rest)) for first, rest in by_first.items()}
        self._anywhere = _whole(";".join(classes))

    def match(self, text: str) -> re.Match[str] | None:
        """The phrase with which the text begins."""
        first = _FIRST_WORD.match(text)
        pattern = self._at_start.get(first.group().lower()) if first else None
        return pattern.match(text) if pattern else None

    def search(self, text: str) -> re.Match[str] | None:
        """The first phrase in the text."""
        return self._anywhere.search(text) if self.may_be_among(vocabulary(text)) else None

    def may_be_among(self, words: frozenset[str]) -> bool:
        """Whether the word with which a phrase begins is there."""
        return not words.isdisjoint(self._at_start)


def _whole(phrases: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){either(phrases)}(?![\w-])", re.IGNORECASE)


def vocabulary(text: str) -> frozenset[str]:
    """The words of a text in lower case; enough to tell whether a closer look can find anything."""
    return frozenset(_WORDS.findall(text.lower()))


def first_word(text: str) -> str:
    """The word with which a text begins, in lower case; "cross-check" is one."""
    found = re.match(r"[^\W\d_]+(?:-[^\W\d_]+)*", text)
    return found.group().lower() if found else ""


def plain(text: str) -> str:
    """The text without marks of emphasis, code and links."""
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if "*" in text or "_" in text:
        text = _EMPHASIS.sub("", text)
    return text.replace("`", "")


def outside(text: str, signs: str) -> Iterator[int]:
    """Where these signs stand outside of brackets, quotation marks and code. For short texts."""
    closing = ""
    for at, char in enumerate(text):
        if closing:
            if char == closing:
                closing = ""
        elif char in _PAIRS and _PAIRS[char] in text[at + 1 :]:
            closing = _PAIRS[char]
        elif char in signs:
            yield at


_ABBREVIATIONS = either(
    """
    e.g; i.e; etc; vs; approx; ca; no; nr; nos; z.b; z. b; d.h; d. h; bzw; u.a; p.ej; p. ej; dr; mr; mrs;
    st; fig; p; pp; incl; excl; inc; ltd
    """
)
_MONTHS = either(
    "jan~; feb~; mar~; mär~; apr~; may; mai; jun~; jul~; aug~; sep~; oct~; okt~; nov~; dec~; dez~"
)
_ABBREVIATED = re.compile(rf"(?:^|[\s(])(?:{_ABBREVIATIONS}|[a-z])$", re.IGNORECASE)
_DATED = re.compile(rf"\s*(?:{_MONTHS}|\d)", re.IGNORECASE)


def ends_sentence(text: str, at: int) -> bool:
    """Whether the full stop at this place ends a sentence, and not an abbreviation or "4. Mai"."""
    before = text[max(0, at - 8) : at]
    if _ABBREVIATED.search(before):
        return False
    if not before[-1:].isdigit():
        return True
    after = text[at + 1 : at + 12]
    return not (_DATED.match(after) or after.lstrip()[:1].islower())


def sentence_ends(text: str) -> Iterator[int]:
    """Offsets behind the sentences of a text; the end of a paragraph or of an item ends one, too."""
    last = seen = 0
    in_code = False
    for found in _STOP.finditer(text):
        in_code ^= bool(text.count("`", seen, found.end()) % 2)
        seen = found.end()
        if text[found.start()] == "\n":
            in_code = False
        elif in_code or (text[found.start()] == "." and not ends_sentence(text, found.start())):
            continue
        yield found.end()
        last = found.end()
    if last < len(text):
        yield len(text)


@lru_cache(maxsize=1024)  # a text is read again at every pause while it is written
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, each on one line, without the mark of its item."""
    return tuple(_sentences(text))


def _sentences(text: str) -> Iterator[str]:
    start = 0
    for stop in sentence_ends(text):
        sentence = " ".join(text[start:stop].split()).lstrip("-*+• ")
        if sentence:
            yield sentence
        start = stop

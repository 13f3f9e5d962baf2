"""Several skills in one sentence: "the `a` and `b` skills", "skills: a-b, c-d", "two skills: A and B"."""

from __future__ import annotations

from collections.abc import Iterator

from planner.candidates import Candidate, noun_phrase, telling_words
from planner.rules.paths import token_at
from planner.signs.refusals import refusal
from planner.text.gates import with_a_word_of
from planner.text.statements import Span, Statement
from planner.words.english import AUXILIARY
from planner.words.lists import word_set

REASON = "The approach names a skill that the library does not hold."
PLURALS = word_set("skills compétences habilidades kompetenzen")
_NUMBERS = word_set("two three four five six several both these following zwei drei deux trois dos tres new")


def skill_need(st: Statement, words: list[str], anchor: int, first: int, last: int) -> Candidate:
    return Candidate("skill", words, st, anchor, first, max(last, anchor + 1), "skill", REASON)


def words_between(st: Statement, span: Span) -> list[str]:
    """The words between the marks, when they can be a name."""
    inner = st.block.text[span.start : span.end]
    return inner.split() if "/" not in inner and len(inner) <= 80 and len(inner.split()) <= 6 else []


@with_a_word_of(PLURALS)
def enumerated_skills(st: Statement) -> Iterator[Candidate]:
    """ "two documents, both skills: A (…), and B (…)"; "the `a` and `b` skills"; "skills: a-b, c-d"."""
    for index, word in enumerate(st.words):
        if word in PLURALS and not st.said[index] and st.words[index - 1 : index] not in _OWNED:
            if not refusal(st, index):
                yield from (
                    _marked_names(st, index) or _names_after_colon(st, index) or _names_before(st, index)
                )
            return


_OWNED = (["'s"], ["his"], ["her"], ["their"])


def _marked_names(st: Statement, index: int) -> list[Candidate]:
    """ "the `a` and `b` skills", "the skills `a` and `b`"."""
    behind = [span for span in st.spans if 0 <= span.start - st.end[index] < 5]
    before = [span for span in st.spans if 0 <= st.begin[index] - span.end < 4]
    chosen: list[Span] = []
    if behind:
        place = behind[0].start
        for span in st.spans:
            if span.kind == behind[0].kind and 0 <= span.start - place < 14:
                chosen.append(span)
                place = span.end
    elif before:
        place = before[-1].end
        for span in reversed(st.spans):
            if span.kind == before[-1].kind and 0 <= place - span.end < 14:
                chosen.insert(0, span)
                place = span.start
    anchors = [(token_at(st, span.start), words_between(st, span)) for span in chosen]
    return [skill_need(st, names, anchor, anchor, anchor + 1) for anchor, names in anchors if names]


def _names_after_colon(st: Statement, index: int) -> list[Candidate]:
    words = st.words
    colon = next((at for at in range(index + 1, min(index + 12, len(words))) if words[at] == ":"), 0)
    counted = (
        bool(_NUMBERS.intersection(words[max(0, index - 4) : index])) or st.has("make") or st.has("make-text")
    )
    if colon and counted and not _states(words[colon:]):
        return list(_items(st, colon + 1))
    asked = counted or index == 0 or st.has("need", 0, index + 5)
    start = colon + 1 if colon else index + 2 if words[index + 1 : index + 2] == [","] else 0
    return list(_items(st, start)) if start and asked and _slugs(words[start:]) else []


def _states(words: list[str]) -> bool:
    """Whether a sentence with a verb follows outside brackets, not a list of names."""
    depth = 0
    for word in words:
        depth += (word == "(") - (word == ")")
        if not depth and word in AUXILIARY:
            return True
    return False


def _slugs(words: list[str]) -> bool:
    """Whether the words are a list of hyphenated names."""
    names = [word for word in words if word not in (",", "and", ".", ";")]
    return 0 < len(names) <= 8 and all("-" in name for name in names)


def _names_before(st: Statement, index: int) -> list[Candidate]:
    """ "apply the fact-finding and cold-calling skills": hyphenated names only, as people have skills too."""
    if noun_phrase(st, index).before not in ("the", "and", "les", "las", "die") or not st.has("follow"):
        return []
    found = []
    at = index - 1
    while at >= 0 and (st.words[at] in (",", "and", "the", "und", "et", "y") or "-" in st.words[at]):
        if "-" in st.words[at]:
            found.append(skill_need(st, [st.slice(at, at + 1)], at, at, index + 1))
        at -= 1
    return found


def _items(st: Statement, start: int) -> Iterator[Candidate]:
    """The items of an enumeration, each without what stands in brackets after it."""
    words, first, depth = st.words, start, 0
    for at in range(start, len(words) + 1):
        word = words[at] if at < len(words) else ","
        if word in ("(", "[", ")", "]"):
            depth = max(0, depth + (1 if word in "([" else -1))
        elif at == len(words) or (not depth and word in (",", ";", ".", "and", "und", "et", "y")):
            stop = next((i for i in range(first, at) if words[i] in ("(", ":", "–", "—")), at)
            names = telling_words(st, first, stop)
            if 1 <= len(names) <= 5 and not refusal(st, first):
                yield skill_need(st, names, first, first, stop)
            first = at + 1

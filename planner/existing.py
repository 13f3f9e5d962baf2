"""Skills of the library that the approach relies on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from planner.candidates import Candidate
from planner.library import Shelf, name_parts
from planner.needs import ExistingSkill
from planner.text.statements import Statement
from planner.words.lists import word_set

_CUES = word_set(
    """
    skill skills library exists existing fähigkeit fähigkeiten fertigkeit fertigkeiten kompetenz
    kompetenzen compétence
    compétences habilidad habilidades bibliothek bibliothèque biblioteca スキル have has hold holds
    """
)
_SKILL = _CUES - {"have", "has", "hold", "holds", "exists", "existing"}


def existing_skills(
    paragraphs: list[list[Statement]], vocabulary: Iterable[str], shelf: Shelf
) -> tuple[ExistingSkill, ...]:
    """Each library skill that the text names as a skill, once, with the first place that does."""
    found: dict[str, ExistingSkill] = {}
    if not shelf.by_key:
        return ()
    beginnings = frozenset(filter(shelf.may_begin_in, vocabulary))
    for statement in _perhaps_naming(paragraphs, beginnings):
        for path in statement.paths:
            entry = shelf.get(path.stem) if path.kind == "skill" else None
            if entry is not None and entry not in found:
                found[entry] = _evidence(statement, entry, path.start, path.end)
        parts, tokens = _parts(statement)
        for entry, first, last in shelf.named_in(parts):
            if entry not in found and _named_as_skill(statement, tokens[first], tokens[last - 1] + 1):
                begin, end = statement.begin[tokens[first]], statement.end[tokens[last - 1]]
                found[entry] = _evidence(statement, entry, begin, end)
    return tuple(sorted(found.values(), key=lambda skill: skill.line))


def _perhaps_naming(paragraphs: list[list[Statement]], beginnings: frozenset[str]) -> Iterator[Statement]:
    """The sentences of the blocks that hold a word in which a library name begins."""
    for paragraph in paragraphs:
        for one in paragraph:
            if not beginnings.isdisjoint(one.words):
                if one.block.kind != "quote":
                    yield from paragraph
                break


def _evidence(statement: Statement, entry: str, begin: int, end: int) -> ExistingSkill:
    text = statement.block.text
    stop = text.find("\n", begin)
    return ExistingSkill(
        entry, text[begin : end if stop < 0 else min(end, stop)], statement.block.line_of(begin)
    )


def _parts(statement: Statement) -> tuple[list[str], list[int]]:
    """The words as singular name parts, with the token of each."""
    parts, tokens = [], []
    for index, word in enumerate(statement.words):
        for part in name_parts(word):
            parts.append(part)
            tokens.append(index)
    return parts, tokens


def _named_as_skill(st: Statement, first: int, last: int) -> bool:
    words = st.words
    if (last - first == 1 and "-" in words[first]) or "_" in words[first]:
        return not any(p.kind == "tool" and p.start <= st.begin[first] < p.end for p in st.paths)
    if any(w in _SKILL for w in words[last : last + 2]) or any(
        w in _SKILL for w in words[max(0, first - 3) : first]
    ):
        return True
    if last - first > 1 and _gone_by(st, first):
        return True
    context = _context_speaks_of_skills(st)
    cued = any(word in _CUES for word in words)
    for span in st.spans:
        if (
            abs(span.start - st.begin[first]) <= 1
            and abs(span.end - st.end[last - 1]) <= 1
            and (context or cued or span.kind == "code")
        ):
            return True
    if (context or cued) and _stands_alone(st, first, last):
        return True
    return last - first > 1 and any(word in _SKILL for word in words)


def _gone_by(st: Statement, first: int) -> bool:
    """Whether the work goes by it: "per show notes style", "follow the web research"."""
    at = first - (st.words[first - 1 : first] in (["the"], ["our"]))
    return st.words[at - 1 : at] in (["per"], ["via"]) or any(
        mark.end == at and mark.form in ("base", "third") and st.words[mark.start] in _FOLLOWING
        for mark in st.marked("follow")
    )


_FOLLOWING = word_set("use uses follow follows apply applies consult consults obey observe load loads invoke")


def _stands_alone(st: Statement, first: int, last: int) -> bool:
    """Whether the name fills an item, a cell or a place in an enumeration."""
    before = st.words[first - 1] if first else ""
    after = st.words[last] if last < len(st.words) else ""
    return (not before or not before[0].isalnum() or before in _BEFORE_NAME) and (
        not after or not after[0].isalnum() or after in ("and", "und", "et", "y", "is", "are")
    )


_BEFORE_NAME = word_set("and the und et y then or plus also sowie puis")


def _context_speaks_of_skills(st: Statement) -> bool:
    block = st.block
    over = " ".join((*block.headings[-1:], block.lead, block.key, *block.header)).lower()
    if any(cue in over.replace(":", " ").replace("*", " ").split() for cue in _SKILL):
        return True
    return any(other is not None and any(w in _SKILL for w in other.words) for other in (st.before,))


def candidate_in_library(candidate: Candidate, shelf: Shelf) -> str | None:
    """The library's name for what a candidate asks for, if it holds it, whatever words stand before it."""
    if not shelf.by_key:
        return None
    words = candidate.words
    last = max(1, len(words) - 1)
    return next((found for at in range(last) if (found := shelf.get(" ".join(words[at:])))), None)

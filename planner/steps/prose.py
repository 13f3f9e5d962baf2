"""Plans told in sentences: "First we … Then … Once that is done, … Finally …"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from planner.steps.building import Building
from planner.steps.clauses import open_up, opens_with_deed
from planner.steps.drafts import Draft, Group
from planner.steps.headings import kind_of
from planner.steps.outline import Section
from planner.steps.tense import looks_back
from planner.steps.text import Phrases, either, plain, sentence_ends
from planner.steps.words import BESIDE, FIRST, LAST, NEXT, RESULT_LEADS, WHEN, WHEN_PERHAPS, WHILE
from planner.text.blocks import Block

_ANY = Phrases(FIRST, NEXT, LAST, BESIDE, WHEN)
_WHEN = Phrases(WHEN)
_RESULTS = Phrases(RESULT_LEADS)
_WHILE = Phrases(WHILE)
# "The jury then plays every game."
_INSIDE = re.compile(
    r"[A-ZÄÖÜÉ][\w-]*\s(?:[\w-]+\s){0,3}?(?:then|afterwards|finally|dann|danach|anschließend|ensuite|puis|luego|después)"
    r"\s+\w"
)
_PLACED = Phrases(FIRST, NEXT, LAST)
_SURELY_WHEN = Phrases(
    ";".join({phrase.strip() for phrase in WHEN.split(";")} - {p.strip() for p in WHEN_PERHAPS.split(";")})
)
_AGENT = re.compile(r"(?:we|wir|nous|on|they)\s+(?:will\s+|shall\s+)?", re.IGNORECASE)
# "…, then we compare them", "… and finally print": a step of its own inside a sentence.
_INNER = re.compile(
    "|".join(
        rf"[,;]\s+(?:{joining}\s+)?(?={either(words)}\b)|\s+{joining}\s+(?={either(words)}\s)"
        for joining, words in (
            ("and", "then; afterwards; next; finally; lastly; after that; in parallel"),
            ("und", "dann; danach; anschließend; schließlich; zum Schluss"),
            ("et", "puis; ensuite; enfin"),
            ("y", "luego; después; finalmente; por último"),
        )
    ),
    re.IGNORECASE,
)
_LEANING = either(
    """
    it; this; that; these; those; they; each; both; he; she; note; do not; don't; don’t; nothing; never;
    no; es; das; dies; diese; sie; er; jede~; kein~; ce; cela; c'est; c’est; il; elle; ils; elles;
    chaque; aucun~; esto; eso; estos; cada; ningun~
    """
)
# These open a sentence that only says more about the one before.
_LEANS = re.compile(
    rf"{_LEANING}\b(?!\s+(?:done|being|that)\b)",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(r"\b(?:each|them|it|both)\b", re.IGNORECASE)
_AND_AT_END = re.compile(r"[,;]?\s+(?:and|und|et|y)$|[,;]$")
STRENGTH = 2.5


@dataclass(slots=True)
class _Clause:
    """A sentence or a part of one; `marked` where it says at which place in the order it stands."""

    text: str
    line: int
    last_line: int
    marked: bool
    goes_on: bool  # it may well be a step, where others stand before it
    looks_back: bool  # it stands in a sentence about the past, or about what might have been


def told_in(section: Section, building: Building, *, names_document: bool = True) -> Iterator[Group]:
    """The plans that are told under a heading and under those in it."""
    if section.depth >= 0 and not names_document and kind_of(section.title) in ("other", "out"):
        return
    paragraphs = [part for part in section.parts if isinstance(part, Block) and part.kind == "prose"]
    group = _told(paragraphs, building, section.title)
    if group is not None:
        yield group
    first = section.depth < 0
    for inner in section.sections():
        yield from told_in(inner, building, names_document=first)
        first = False


def _told(paragraphs: Sequence[Block], building: Building, title: str) -> Group | None:
    """The steps of the paragraphs under one heading, when words of order link at least two of them."""
    drafts: list[Draft | Group] = []
    marked = 0
    for block in paragraphs:
        clauses = list(_clauses(block)) if _ANY.search(block.text) else []
        for clause, details in _steps(clauses) if any(clause.marked for clause in clauses) else ():
            marked += clause.marked
            drafts.append(_draft(clause, details, building))
    if marked < 2 or len(drafts) < 2:
        return None
    return Group(drafts, STRENGTH, True, "", title, paragraphs[0].first_line)


def _clauses(block: Block) -> Iterator[_Clause]:
    """The sentences of a paragraph, and the steps inside of them."""
    text, start = block.text, 0
    for stop in sentence_ends(text):
        sentence = " ".join(text[start:stop].split())
        lead = open_up(plain(sentence)).lead  # "when the teams have been formed" is yet to come
        told = plain(sentence)[len(lead) :] if _WHEN.match(lead) else plain(sentence)
        about_the_past = looks_back(told, order=opens_with_deed(sentence))
        at = start
        for cut in [*_cuts(text, start, stop, sentence), stop]:
            piece = text[at:cut]
            said = _AND_AT_END.sub("", " ".join(piece.split()))
            if said:
                first = block.line_of(at + len(piece) - len(piece.lstrip()))
                marked = at > start or _is_marked(said)
                last = block.line_of(max(at, cut - 1))
                yield _Clause(said, first, last, marked, _goes_on(said), about_the_past)
            at = cut
        start = stop


def _cuts(text: str, start: int, stop: int, sentence: str) -> list[int]:
    """Where further steps begin in a sentence; "Once it is there, then …" holds only one."""
    opening = open_up(plain(sentence))
    if opening.lead and not opening.order:
        return []
    return [found.end() for found in _INNER.finditer(text, start, stop)]


def _is_marked(sentence: str) -> bool:
    """Whether a sentence says where in the order it stands."""
    if _LEANS.match(sentence):
        return False
    opening = open_up(plain(sentence))
    if opening.order or _SURELY_WHEN.match(opening.lead):
        return True
    if opening.lead and _WHEN.match(opening.lead) and (opening.agent or opens_with_deed(opening.deed)):
        return True
    said = plain(sentence)[len(opening.lead) :].lstrip(" ,")
    agent = _AGENT.match(said)
    if agent is not None and _PLACED.match(said[agent.end() :]) is not None:
        return True
    return _INSIDE.match(said) is not None


def _goes_on(sentence: str) -> bool:
    """Whether it opens by what comes before it: "After the vote, Ines books …", "From these we draw …"."""
    lead = open_up(plain(sentence)).lead
    return any(phrases.match(lead) is not None for phrases in (_WHEN, _RESULTS, _WHILE))


def _steps(clauses: Sequence[_Clause]) -> list[tuple[_Clause, list[_Clause]]]:
    """Each step with the sentences that say more about it."""
    steps: list[tuple[_Clause, list[_Clause]]] = []
    for index, clause in enumerate(clauses):
        if clause.looks_back:
            continue
        before_a_step = index + 1 < len(clauses) and clauses[index + 1].marked
        opens = not steps and before_a_step and opens_with_deed(clause.text)
        if clause.marked or opens or (steps and clause.goes_on) or (steps and _is_order(clause.text)):
            steps.append((clause, []))
        elif steps:
            steps[-1][1].append(clause)
    return steps


def _is_order(text: str) -> bool:
    """An order in a sentence of its own that does not lean on the one before."""
    said = plain(text)
    return not open_up(said).agent and opens_with_deed(said) and not _POINTS_BACK.search(said[:60])


def _draft(clause: _Clause, details: Sequence[_Clause], building: Building) -> Draft:
    told = [clause, *details]
    source = " ".join(one.text if one.text[-1] in ".!?" else f"{one.text}." for one in told)
    draft = Draft(clause.text.rstrip("."), source, clause.line, told[-1].last_line)
    if building.is_all_of(draft.text, source, draft.line, clause.last_line):
        draft.fate = "builds"
    return draft

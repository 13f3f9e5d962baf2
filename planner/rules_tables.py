"""Table rows: a thing in the first cell, and in another what it is and whether it is still to be made."""

from __future__ import annotations

from collections.abc import Iterator

from planner.blocks import Block
from planner.candidates import Candidate
from planner.lexicon import DOCUMENTS, PREPOSITIONS
from planner.needs import Kind
from planner.refusals import section_refusal
from planner.rules_lists import name_only
from planner.rules_tools import program_noun
from planner.statements import Statement, plain_marks
from planner.words_nouns import PERSON_OR_PROGRAM

REASON = {
    "skill": "The table lists this skill as still to be written.",
    "tool": "The table lists this program as still to be made.",
}


def row_needs(statement: Statement) -> Iterator[Candidate]:
    """The need that a row stands for, when its cells say what it is and that it is missing."""
    cells = _cells(statement)
    if len(cells) < 2 or statement.paths or statement.before is not None:
        return
    first, last = cells[0]
    if last <= first or last - first > 8 or row_refused(statement):
        return
    kind = _kind(statement, cells)
    if kind is not None and _wanted(statement, cells):
        last = next((i for i in range(first + 1, last) if statement.words[i] == "("), last)
        names = [statement.slice(i, i + 1) for i in range(first, last) if statement.words[i][0].isalnum()]
        names = name_only(names)
        if names:
            yield Candidate(kind, names, statement, first, first, last, "listed", REASON[kind])


def row_refused(statement: Statement) -> bool:
    """Whether any cell says that the thing is there, bought, dropped or only wished for."""
    return any(
        section_refusal(cell.strip()) for cell in statement.text.strip("|").split("|")[1:6] if len(cell) < 120
    )


def _cells(statement: Statement) -> list[tuple[int, int]]:
    cells: list[tuple[int, int]] = []
    first = 0
    for index, word in enumerate(statement.words):
        if word == "|":
            if index > first or cells:
                cells.append((first, index))
            first = index + 1
    if first < len(statement.words):
        cells.append((first, len(statement.words)))
    return cells


def _kind(statement: Statement, cells: list[tuple[int, int]]) -> Kind | None:
    words = statement.words
    for first, last in cells:
        cell = words[first:last]
        if last - first <= 8 and "skill" in cell:
            return "skill"
    for first, last in cells[:3]:
        cell = words[first:last]
        head = _head(cell)
        if cell and (_sure(head) or _sure(cell[0])):
            return "tool"
        if head in DOCUMENTS:
            return "skill"
    return header_kind(statement.block)


def header_kind(block: Block) -> Kind | None:
    """What the header of the first column says that the rows are."""
    header = " ".join(block.header[:1]).lower().split()
    if "skill" in header or "skills" in header:
        return "skill"
    return "tool" if "tool" in header or "script" in header or "tools" in header else None


def _head(cell: list[str]) -> str:
    """The last word of the phrase that opens a cell: "page splitter (…)", "finder for headwords"."""
    end = next(
        (at for at, word in enumerate(cell) if at and (word in PREPOSITIONS or not word[0].isalnum())), 0
    )
    return cell[end - 1] if cell else ""


def _sure(word: str) -> bool:
    """Whether a word names a program, and not perhaps a person."""
    return bool(program_noun(word)) and program_noun(word) not in PERSON_OR_PROGRAM


def _wanted(statement: Statement, cells: list[tuple[int, int]]) -> bool:
    for first, last in cells[1:]:
        marks = plain_marks(statement.words[first:last])
        if last - first <= 10 and any(
            (m.cls in ("make", "make-text") and m.form in ("base", "third", "ing"))
            or m.cls in ("need", "harmless")
            for m in marks
        ):
            return True
    return False

"""Table rows: a thing in the first cell, and in another what it is and whether it is still to be made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from planner.candidates import Candidate, cells_of
from planner.needs import Kind
from planner.rules.coding import CODING, DOERS_ABROAD
from planner.rules.lists import name_only
from planner.signs.demands import lists_needs
from planner.signs.program_names import program_noun
from planner.signs.purposes import does, purpose_behind
from planner.signs.refused_titles import section_refusal
from planner.signs.remarks import remarks_of, still_to_come
from planner.signs.workers_deeds import names_workers
from planner.text.blocks import Block
from planner.text.statements import Statement, plain_marks
from planner.words.abroad import DOCUMENT_SUFFIXES
from planner.words.english import STATES_AHEAD
from planner.words.lexicon import DOCUMENT_STRONG, DOCUMENTS, PREPOSITIONS
from planner.words.lists import word_set
from planner.words.nouns import PERSON_OR_PROGRAM

REASON = {
    "skill": "The table lists this skill as still to be written.",
    "tool": "The table lists this program as still to be made.",
}


def row_needs(statement: Statement) -> Iterator[Candidate]:
    """The need that a row stands for, when its cells say what it is and that it is missing."""
    cells = cells_of(statement)
    if len(cells) < 2 or statement.paths or statement.before is not None or row_refused(statement):
        return
    naming, kind = _named_cell(statement, cells)
    if _names_person(statement, cells, naming):
        return
    if kind is None and (kind := _kind_of_row(statement, cells, naming)) is None:
        return
    if not (_wanted(statement, cells) or _asked_by_table(statement, cells[naming])):
        return
    first, last = cells[naming]
    last = next((i for i in range(first + 1, last) if statement.words[i] in _ENDS_NAME), last)
    names = [statement.slice(i, i + 1) for i in range(first, last) if statement.words[i][0].isalnum()]
    names = name_only(names)
    if 0 < len(names) <= 8:
        yield Candidate(kind, names, statement, first, first, last, "listed", REASON[kind])


def _names_person(st: Statement, cells: list[tuple[int, int]], naming: int) -> bool:
    """ "| Lucia | programming | October |" under "Person | Role": the row is somebody, not a thing."""
    titles = [title.strip(" *:?").lower() for title in st.block.header]
    if naming >= len(titles) or _kind_of_cell(st.words[slice(*cells[naming])]) is not None:
        return False
    told = any(not _PARTS.isdisjoint(title.split()) for title in titles)
    return titles[naming] in _WHO or (titles[naming] in _NAMES and told)


_NAMES = word_set("name nom nombre names vorname")
_PARTS = word_set(
    """
    part role roles task tasks job duty duties competence skill skills phone mail hours days rolle aufgabe
    aufgaben funktion rôle tâche tâches fonction papel rol función tarea tareas
    """
)
_ENDS_NAME = frozenset("(–—:;")


def _named_cell(statement: Statement, cells: list[tuple[int, int]]) -> tuple[int, Kind | None]:
    """The cell that names the thing, and what it is: a program, a document, or what its row is said to be."""
    worded = [at for at, cell in enumerate(cells[:4]) if _holds_name(statement.words[slice(*cell)])]
    for at in worded:
        if kind := _kind_of_cell(statement.words[slice(*cells[at])]):
            cell = statement.words[slice(*cells[at])]
            alone = len(cell) == 1 or not cell[1][0].isalnum()  # "tool", "software, new"
            return (worded[0] if alone else at), kind
    if lists_documents(statement.block) and any(map(names_workers, statement.words)) and worded:
        return worded[0], "skill"
    skill = any("skill" in statement.words[first:last] for first, last in cells if last - first <= 8)
    return (worded[0] if worded else 0), "skill" if skill else header_kind(statement.block)


def _kind_of_row(st: Statement, cells: list[tuple[int, int]], naming: int) -> Kind | None:
    """What a thing is that no noun tells of: it has a name in code marks, or it is to be programmed."""
    text = st.block.text[st.begin[cells[naming][0]] - 1 :]
    named = text.startswith("`") and not _A_FILE.match(text)
    coded = any(not _PROGRAMMED.isdisjoint(st.words[first:last]) for first, last in cells[naming + 1 :])
    first, last = cells[naming]
    close = next((i for i in range(first, last) if st.words[i] == "("), last)
    purpose = purpose_behind(st, close, last) if close < last else None
    if purpose is None and st.block.header and len(cells) > naming + 1:
        told = cells[naming + 1]
        purpose = "tool" if does(st, *told) else None
    if purpose is not None:
        return purpose
    doer = lists_needs(st.block) and _head(st.words[slice(*cells[naming])]).endswith(DOERS_ABROAD)
    return "tool" if named or coded or doer else None


_PROGRAMMED = CODING - {"codes", "programs", "écrira", "écrivons", "escribirá"}  # which are things as well
_A_FILE = re.compile(r"`[^`]{0,80}[/.][^`]{0,80}`")


def _asked_by_table(st: Statement, cell: tuple[int, int]) -> bool:
    """Whether the heading says that all rows are missing, or the columns who makes a thing until when."""
    words = st.words[slice(*cell)]
    if lists_needs(st.block):
        return True
    if not _schedules(st.block.header) or words[0] in _HANDLING or words[0] in _KNOWN:
        return False
    head = _head(words)
    compound = words[0].endswith(DOCUMENT_SUFFIXES) and words[0] not in DOCUMENTS
    return compound or _sure(head) or _sure(words[0]) or not DOCUMENT_STRONG.isdisjoint((head, words[0]))


@lru_cache(maxsize=1024)
def _schedules(header: tuple[str, ...]) -> bool:
    """Whether the columns tell who does a thing until when: "What | Who | By"."""
    titles = {word for title in header for word in title.strip(" *:?").lower().split()}
    return not _WHO.isdisjoint(titles) and not _WHEN.isdisjoint(titles)


_WHO = word_set(
    """
    who owner person people persona personne responsible assignee lead wer wer? verantwortlich zuständig
    qui responsable quién encargado by
    """
)
_WHEN = word_set(
    """
    when day month due by until deadline jour datum día fecha date week bis wann termin frist kw quand
    échéance délai cuándo plazo fecha
    """
)
_KNOWN = word_set("the our der die das le la les el los las")
# What somebody does with a program that is there.
_HANDLING = word_set(
    """
    test update install renew order buy review demo present try evaluate deploy retire switch teach learn
    """
)


def tells_of_rows(block: Block) -> bool:
    """Whether the header says what the rows are, who makes them until when, or how far they are."""
    return header_kind(block) is not None or lists_documents(block) or _tells_states(block.header)


@lru_cache(maxsize=1024)
def _tells_states(header: tuple[str, ...]) -> bool:
    titles = {title.strip(" *:?").lower() for title in header}
    return not _STATE.isdisjoint(titles) or _schedules(header)


_STATE = word_set(
    """
    state status stand bemerkung remark remarks note notes progress état statut remarque estado situación
    observaciones bearbeitung
    """
)


def lists_documents(block: Block) -> bool:
    """Whether the first column holds documents: "Document | For | State"."""
    return not _DOCUMENT_TITLES.isdisjoint(" ".join(block.header[:1]).lower().split())


_DOCUMENT_TITLES = word_set("doc document documents docs text paper dokument document documento unterlage")


def _holds_name(cell: list[str]) -> bool:
    """Whether a cell holds words, not a number, a letter or a date."""
    words = [word for word in cell if any(map(str.isalpha, word)) and word not in _MONTHS]
    return bool(words) and (len(words) > 1 or len(words[0]) > 2)


_MONTHS = word_set(
    """
    january february march april may june july august september october november december jan feb mar apr
    jun jul aug sep sept oct nov dec januar februar märz mai juni juli oktober dezember janvier février mars
    avril juin juillet août septembre octobre novembre décembre enero febrero marzo abril mayo junio julio
    agosto septiembre octubre noviembre diciembre monday tuesday wednesday
    thursday friday saturday sunday week weeks kw semaine semana woche
    """
)


def _kind_of_cell(cell: list[str]) -> Kind | None:
    if "(" in cell[1:]:
        cell = cell[: cell.index("(", 1)]
    if len(cell) <= 8 and not _SKILL_WORDS.isdisjoint(cell):
        return "skill"
    head = _head(cell)
    if (cell[0] in DOCUMENTS or (len(cell[0]) > 12 and cell[0].endswith(DOCUMENT_SUFFIXES))) and not _sure(
        head
    ):
        return "skill"
    if _sure(head) or _sure(cell[0]) or (program_noun(head) and len(cell) > 1):
        return "tool"
    return "skill" if head in DOCUMENTS else None


_SKILL_WORDS = word_set("skill kompetenz fertigkeit compétence habilidad")


def row_refused(statement: Statement) -> bool:
    """Whether any cell says that the thing is there, bought, dropped or only wished for."""
    cells = [cell.strip() for cell in statement.text.strip("|").split("|")[1:6] if len(cell) < 120]
    # "API exists; a connector is ours to write": a part may say something else.
    return any(
        cell.lower().strip(".") in _DONE or all(map(section_refusal, cell.split(";"))) for cell in cells
    )


_DONE = word_set(
    """
    done ready live ok yes ✓ ✔ ✅ complete completed shipped erledigt fertig fait hecho listo ja oui sí hay
    da vorhanden existe tenemos owned exists have dabei présent hecha lista gekauft acheté comprado
    """
)


def header_kind(block: Block) -> Kind | None:
    """What the header of the first column says that the rows are."""
    header = " ".join(block.header[:1]).lower().split()
    if "skill" in header or "skills" in header:
        return "skill"
    return "tool" if "tool" in header or "script" in header or "tools" in header else None


def _head(cell: list[str]) -> str:
    """The last word of the phrase that opens a cell: "page splitter (…)", "finder for headwords"."""
    end = next(
        (
            at
            for at, word in enumerate(cell)
            if at and (word in PREPOSITIONS or word == "d" or not word[0].isalnum())
        ),
        0,
    )
    return cell[end - 1] if cell else ""


def _sure(word: str) -> bool:
    """Whether a word names a program, and not perhaps a person."""
    return bool(program_noun(word)) and program_noun(word) not in PERSON_OR_PROGRAM


def _wanted(statement: Statement, cells: list[tuple[int, int]]) -> bool:
    for first, last in cells:
        if any(still_to_come(remark) for remark in remarks_of(statement.words[first:last])):
            return True
    for first, last in cells[1:]:
        if last - first > 10:
            continue
        cell = [word for word in statement.words[first:last] if word[0].isalnum()]
        if " ".join(cell) in STATES_AHEAD:
            return True
        if any(
            (
                m.cls in ("make", "make-text")
                and m.form in ("base", "third", "ing")
                and cell[m.start] not in _THINGS
            )
            or (m.cls in ("make", "make-text") and {"be", "being"}.intersection(cell))
            or m.cls in ("need", "harmless", "pending")
            for m in plain_marks(cell)
        ):
            return True
    return False


_THINGS = word_set("drafts designs codes programs scripts builds documents issues")

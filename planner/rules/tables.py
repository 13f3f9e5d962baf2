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
from planner.signs.list_titles import coded_by_title, lists_making
from planner.signs.program_names import program_noun
from planner.signs.purposes import does, purpose_behind
from planner.signs.refused_titles import section_refusal
from planner.signs.remarks import remarks_of, still_to_come
from planner.signs.workers_deeds import names_workers
from planner.text.blocks import Block
from planner.text.statements import Statement, plain_marks
from planner.words.abroad import DOCUMENT_SUFFIXES
from planner.words.english import STATES_AHEAD
from planner.words.lexicon import DOCUMENT_STRONG, DOCUMENTS, PERSON_OR_PROGRAM, PREPOSITIONS
from planner.words.lists import word_set

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
    if not (
        _wanted(statement, cells)
        or _asked_by_table(statement, cells, naming)
        or _due(statement, cells, naming)
        or (_accepted(statement.block, cells_text(statement)) and statement.words[cells[naming][0]] in _A)
    ):
        return
    first, last = cells[naming]
    if statement.words[first] in DOCUMENT_STRONG and statement.words[first + 1 : first + 2] == [","]:
        last = first + 1  # "rubric, first drafts": a step with what is named elsewhere
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


def _asked_by_table(st: Statement, cells: list[tuple[int, int]], naming: int) -> bool:
    """Whether the heading says that all rows are missing, or the columns who makes a thing until when."""
    words = st.words[slice(*cells[naming])]
    titles = (st.block.lead, *st.block.headings[-1:])
    if lists_needs(st.block) or any(map(lists_making, titles)):
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
    who lead author owner person people persona personne responsible assignee wer wer? verantwortlich
    zuständig qui responsable quién encargado by
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
    return not _STATE.isdisjoint(titles) or not _VERDICT.isdisjoint(titles) or _schedules(header)


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
    if not cell:
        return None
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


def _accepted(block: Block, cells: list[str]) -> bool:
    """Whether the column of the verdict says yes to what the row proposes."""
    titles = [title.strip(" *:?").lower() for title in block.header]
    at = next((at for at, title in enumerate(titles) if title in _VERDICT), -1)
    said = cells[at].lower().replace(",", " ").strip(" *.!✓✔✅").split() if 0 <= at < len(cells) else []
    return bool(said) and (said[0] in _YES or said[:2] in _WE_DO)


def cells_text(statement: Statement) -> list[str]:
    """The text of each cell of a row, in the order of the columns."""
    return [cell.strip() for cell in statement.block.text.strip().strip("|").split("|")]


_VERDICT = word_set(
    """
    verdict decision decided outcome result resolution conclusion chosen choice entscheid entscheidung
    beschluss ergebnis décision verdict choix decisión veredicto acuerdo
    """
)
_YES = word_set(
    """
    yes accepted chosen agreed approved adopted picked selected go do wins taken in ja angenommen gewählt
    oui accepté acceptée retenu retenue sí si aceptado aceptada aprobado aprobada elegida elegido
    """
)
_WE_DO = (["we", "do"], ["we", "build"], ["this", "one"], ["let", "'s"], ["that", "one"])
_A = word_set("a an one own our new ein eine einen un une una")


def _due(st: Statement, cells: list[tuple[int, int]], naming: int) -> bool:
    """Whether a column that tells when things are ready holds a day: "Draft: 10 Jan", "Ready: week 4"."""
    if not cells or _kind_said(st, cells, naming) is None:
        return False
    texts = cells_text(st)
    for title, text in zip(st.block.header, texts, strict=False):
        ready = _TO_BE_READY if header_kind(st.block) is None else _TO_BE_READY | _DAYS
        if ready.isdisjoint(title.strip(" *:?").lower().split()):
            continue
        words = text.lower().replace(".", " ").replace(",", " ").split()
        if 0 < len(words) <= 5 and _NOT_DUE.isdisjoint(words):
            return any(word in _MONTHS or word[:1].isdigit() for word in words)
    return False


def _kind_said(st: Statement, cells: list[tuple[int, int]], naming: int) -> Kind | None:
    """What a cell of its own says that the row is: "skill", "program"."""
    for at, (first, last) in enumerate(cells):
        if at != naming and last - first <= 2 and (kind := _kind_of_cell(st.words[first:last])) is not None:
            return kind
    return header_kind(st.block)


_TO_BE_READY = word_set(
    """
    ready due draft until deadline delivery delivered fertig bis frist prêt échéance délai listo plazo
    written finished version
    """
)
_DAYS = word_set("by when date wann quand cuándo datum fecha")
_NOT_DUE = word_set("since seit depuis desde use live there")


def row_refused(statement: Statement) -> bool:
    """Whether any cell says that the thing is there, bought, dropped or only wished for."""
    if _accepted(statement.block, cells_text(statement)):
        return False
    cells = [cell.strip() for cell in statement.text.strip("|").split("|")[1:6] if len(cell) < 120]
    # "API exists; a connector is ours to write": a part may say something else.
    return any(
        cell.lower().strip(".").rpartition(", ")[2] in _DONE
        or cell.endswith(_ENOUGH)
        or _is_borrowed(cell.lower().replace(",", " ,").split())
        or all(map(section_refusal, cell.split(";")))
        for cell in cells
    )


_ENOUGH = (" will do", " suffices", " is enough", " are enough", " genügt", " reicht", " suffit", " basta")


def _is_borrowed(cell: list[str]) -> bool:
    """ "On loan", "rented from the county", but not "hired hands write it"."""
    if cell[:2] == ["on", "loan"]:
        return True
    return bool(cell) and cell[0].strip(".;") in _BORROWED and (len(cell) == 1 or cell[1] in _FROM_OR_TILL)


_BORROWED = word_set("borrowed rented hired lent geliehen gemietet loué louée alquilado alquilada")
_FROM_OR_TILL = PREPOSITIONS | {",", "until", "till", "(", "–", "—"}
_DONE = word_set(
    """
    done ready live ok yes ✓ ✔ ✅ complete completed shipped erledigt fertig fait hecho listo ja oui sí hay
    da vorhanden existe tenemos owned exists have dabei présent hecha lista gekauft acheté comprado
    """
)


def header_kind(block: Block) -> Kind | None:
    """What the header of the first column says that the rows are."""
    header = set(" ".join(block.header[:1]).lower().split())
    if "skill" in header or "skills" in header:
        return "skill"
    if not _TOOL_TITLES.isdisjoint(header):
        return "tool"
    coded = any(map(coded_by_title, (block.lead, *block.headings[-1:])))
    return "tool" if coded and not _PROGRAM_TITLES.isdisjoint(header) else None


_TOOL_TITLES = word_set("tool tools script scripts logiciel outil herramienta")
_PROGRAM_TITLES = word_set("program programs programm programme programa")  # of a concert, unless it is coded


def _head(cell: list[str]) -> str:
    """The last word of the phrase that opens a cell: "page splitter (…)", "finder for headwords"."""
    end = next(
        (
            at
            for at, word in enumerate(cell)
            if at and (word in PREPOSITIONS or word in _THAT or not word[0].isalnum())
        ),
        0,
    )
    return cell[end - 1] if cell else ""


_THAT = word_set("d that which qui que")


def _sure(word: str) -> bool:
    """Whether a word names a program, and not perhaps a person."""
    return bool(program_noun(word)) and program_noun(word) not in PERSON_OR_PROGRAM


def _wanted(statement: Statement, cells: list[tuple[int, int]]) -> bool:
    for first, last in cells:
        if any(still_to_come(remark) for remark in remarks_of(statement.words[first:last])):
            return True
    for first, last in cells[1:]:
        if last - first > 10:
            if "," not in statement.words[first : first + 6]:
                continue
            last = first + statement.words[first : first + 6].index(",")  # "to write, after the course in …"
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

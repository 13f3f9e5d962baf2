"""Tables with a column of steps: what to do, and in other columns what it waits for, leaves and must meet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from planner.steps.drafts import Draft, Fate, Group
from planner.steps.headings import OUT
from planner.steps.outline import Entry, Listing
from planner.steps.text import plain
from planner.words.lists import phrase_set

_COLUMNS = {
    "number": "#; no; no.; nr; nr.; n°; nº; num; id; number; nummer; numéro; número",
    "what": """
        step; steps; task; tasks; activity; activities; action; actions; work; work item; work package;
        schritt; schritte; aufgabe; aufgaben; tätigkeit; arbeitspaket; tâche; tâches; étape; étapes;
        activité; action à mener; tarea; tareas; paso; pasos; actividad; to do; todo; what to do; was zu
        tun ist; à faire; por hacer
        """,
    "maybe": """
        what; description; item; was; beschreibung; quoi; qué; descripción; deliverable; milestone;
        meilenstein; jalon; hito
        """,
    "after": """
        blocked by; blockers; blocker; deps; waits on; waiting for; needs first; prereq; prereqs; follows;
        abhängigkeit; abhängigkeiten; braucht; setzt voraus; wartet auf; dépendance; dépendances; bloqué
        par; nécessite; dependencia; dependencias; bloqueado por; requiere; necesita; depends on; depends;
        dependency; dependencies; after; predecessor; predecessors; waits for; start after; requires; needs;
        prerequisites; prerequisite; abhängig von; hängt ab von; hängt von; nach; vorgänger; voraussetzung;
        voraussetzungen; dépend de; après; prérequis; depende de; después de; requisitos; tras
        """,
    "output": """
        output; outputs; deliverable; deliverables; result; results; file; files; artefact; artifact;
        produces; leaves; ergebnis; ergebnisse; datei; ausgabe; livrable; livrables; résultat; fichier;
        entregable; entregables; resultado; salida; archivo
        """,
    "acceptance": """
        done when; acceptance; accepted when; acceptance criteria; criteria; definition of done; check;
        fertig wenn; fertig, wenn; abnahme; abnahmekriterium; kriterium; terminé quand; critère; critères;
        critère d'acceptation; recette; hecho cuando; criterio; criterios; aceptación; listo cuando
        """,
    "when": """
        when; week; date; month; due; deadline; day; by; start; phase; wann; woche; termin; bis; datum;
        quand; semaine; échéance; délai; cuándo; semana; fecha; plazo
        """,
    "who": "who; owner; responsible; lead; assignee; wer; verantwortlich; qui; responsable; quién",
    "status": "status; state; done?; stand; état; estado; done; erledigt",
}
_COLUMN = {name: column for column, names in _COLUMNS.items() for name in phrase_set(names)}
_DONE = phrase_set(
    "done; x; ✓; ✔; ✅; yes; completed; finished; closed; erledigt; fertig; ja; fait; terminé; hecho; sí; ok"
)
_NOTHING = phrase_set("; -; –; —; none; nothing; n/a; keine; kein; aucune; aucun; ninguna; ninguno; /")
_NUMBER = re.compile(r"(?:[A-Za-z]{1,3}-?)?\d{1,3}[a-z]?")
PLANNED, LIKELY = 3.0, 2.0


@dataclass(frozen=True, slots=True)
class _Table:
    """Where the columns stand."""

    header: tuple[str, ...]
    columns: dict[str, int]
    what: int

    def cell(self, row: Entry, column: str) -> str:
        """The words in the column of this kind; empty where there is none, or a dash."""
        index = self.columns.get(column, -1)
        text = row.cells[index] if 0 <= index < len(row.cells) else ""
        return "" if plain(text).strip().lower() in _NOTHING else text

    def others(self, row: Entry) -> str:
        """What the columns that are no more than words say, one a line."""
        told = {self.what, *(self.columns.get(name, -1) for name in ("number", "after", "status"))}
        pairs = zip(self.header, row.cells, strict=False)
        return "\n".join(
            f"- {plain(name)}: {value}"
            for index, (name, value) in enumerate(pairs)
            if index not in told and value.lower() not in _NOTHING
        )


def group_of_table(listing: Listing, kind: str, said: str, fate: Callable[[Entry], Fate]) -> Iterator[Group]:
    """The rows as steps, where the header has a column of things to do."""
    columns = _columns(listing)
    what = columns.get("what", columns.get("maybe"))
    sure = "what" in columns or kind == "plan"
    scheduled = not columns.keys().isdisjoint(("when", "who", "after"))
    if what is None or not (sure or (scheduled and kind in ("", "phase"))):
        return
    table = _Table(listing.header, columns, what)
    members: list[Draft | Group] = [_draft(table, row, fate) for row in listing.entries]
    in_order = not columns.keys().isdisjoint(("number", "when", "after"))
    group = Group(members, PLANNED if sure else LIKELY, in_order, "", said)
    group.line = listing.entries[0].first_line if listing.entries else 0
    group.explicit = "after" in columns
    yield group


def _columns(listing: Listing) -> dict[str, int]:
    found: dict[str, int] = {}
    for index, name in enumerate(listing.header):
        column = _COLUMN.get(plain(name).strip(" :*").lower())
        if column == "what" and _is_numbers(listing, index):
            column = "number"
        if column is not None:
            found.setdefault(column, index)
    return found


def _is_put_off(table: _Table, row: Entry) -> bool:
    """Whether the state of the row, its date, or what it waits for says that it is not for now."""
    cells = (plain(table.cell(row, column)).strip() for column in ("status", "when", "after"))
    return any(OUT.match(cell) is not None for cell in cells)


def _is_numbers(listing: Listing, index: int) -> bool:
    cells = [row.cells[index] for row in listing.entries if index < len(row.cells)]
    return bool(cells) and all(re.fullmatch(r"\W*\d{0,3}[a-z]?\W*", cell) for cell in cells)


def _draft(table: _Table, row: Entry, fate: Callable[[Entry], Fate]) -> Draft:
    row.text = (row.cells[table.what] if table.what < len(row.cells) else "").replace("\\|", "|")
    source = f"{row.text}\n\n{table.others(row)}".strip()
    draft = Draft(row.text, source, row.first_line, row.first_line)
    number = _NUMBER.search(table.cell(row, "number"))
    draft.number = number.group() if number else ""
    if "after" in table.columns:
        draft.after = plain(table.cell(row, "after")).strip()
    draft.output, draft.acceptance = table.cell(row, "output"), plain(table.cell(row, "acceptance"))
    status = plain(table.cell(row, "status")).strip(" .").lower()
    draft.fate = "done" if status in _DONE else "no" if _is_put_off(table, row) else fate(row)
    return draft

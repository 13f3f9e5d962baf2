"""Lists whose title or introduction says what the items are: what it announces goes for each item."""

import pytest

from planner import plan


def needs_in(text: str) -> set[str]:
    needs = plan(text, [])
    return {need.name for need in (*needs.skills, *needs.tools)}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("## Programme\n\n- Pegelabgleich je Messstelle – schreibt Ottilie\n", {"pegelabgleich"}),
        ("## Werkzeuge\n\n- Zeitreihenglättung – fehlt, macht Ruben\n", {"zeitreihenglattung"}),
        (
            "## Programmes à écrire\n\n- alerte de stock par SMS pour les chefs de rayon\n",
            {"alerte-de-stock"},
        ),
        ("## Herramientas\n\n- aviso de lotes; por programar\n", {"aviso-de-lotes"}),
    ],
)
def test_a_remark_tells_which_programs_under_a_title_are_still_to_come(text, names):
    assert needs_in(text) == names


def test_rules_for_workers_that_are_missing_are_skills_to_write():
    text = "## Regelwerke für die KI-Mitarbeiter\n\n* Umgang mit Widersprüchen – fehlt, macht Frau Sailer\n"

    assert [need.name for need in plan(text, []).skills] == ["umgang-mit-widerspruchen"]


@pytest.mark.parametrize(
    "item",
    [
        "Hausordnung – gilt weiter",
        "Preisrunden – liegt vor",
        "Wetterdaten: liefert der Wetterdienst",
        "Kartenansicht – gekauft",
    ],
)
@pytest.mark.parametrize("title", ["Werkzeuge", "Regelwerke für die Agenten"])
def test_what_is_there_under_the_same_titles_is_no_need(item, title):
    assert needs_in(f"## {title}\n\n* {item}\n") == set()


def test_rules_for_visitors_are_no_skills():
    assert needs_in("## Regeln für Besucher im Haus\n\n* Fotografieren – fehlt, schreibt Uta\n") == set()


def test_items_under_a_title_of_programming_are_programs_whatever_they_are_called():
    text = "## Lo que falta por programar\n\n- [ ] lector de termógrafos\n- [x] copia nocturna\n"

    assert [need.name for need in plan(text, []).tools] == ["lector-de-termografos"]


@pytest.mark.parametrize(
    ("item", "name"),
    [
        ("cotejo de facturas (programa; Nuria, en mayo)", "cotejo-de-facturas"),
        ("avisador por correo para lotes caducados", "avisador"),
    ],
)
def test_a_thing_to_construct_is_a_program_where_it_says_so_or_is_called_a_doer(item, name):
    assert needs_in(f"## Lo que hay que construir\n\n- {item}\n") == {name}


def test_a_thing_to_construct_that_is_no_program_is_no_need():
    assert needs_in("## Lo que hay que construir\n\n- rampa en la entrada\n- dos bancos\n") == set()


def test_a_few_words_right_above_a_list_introduce_it():
    text = "we still need, before the fair opens\n- loan tracker: number in, borrower out. CLI. Jonas.\n"

    assert needs_in(text) == {"loan-tracker"}


def test_what_would_happen_otherwise_refuses_nothing():
    text = "Folgende Fähigkeiten sind Pflicht, sonst geht gar nichts:\n\n* Milben auf Fotos zählen\n"

    assert len(needs_in(text)) == 1


@pytest.mark.parametrize(
    ("row", "name"),
    [
        (
            "| 4 | Strike matcher – strikes vs turbines within one km | program | we code it |",
            "strike-matcher",
        ),
        ("| 6 | Skill Etikettenkunde (Regeln für Glas und für Blech) | Uta | entsteht |", "etikettenkunde"),
    ],
)
def test_what_a_cell_explains_behind_a_sign_is_no_part_of_the_name(row, name):
    text = f"## Bausteine\n\n| Nr. | Punkt | Art | Stand |\n|---|---|---|---|\n{row}\n"

    assert any(name in found for found in needs_in(text))


@pytest.mark.parametrize(
    "text",
    [
        "## Werkzeuge\n\n- Spaten: fehlt\n- Harke: liegt im Schuppen\n",
        "## Software\n\n- Routenplaner: gemietet\n",
    ],
)
def test_a_tool_that_is_only_missing_or_rented_is_not_to_be_made(text):
    assert needs_in(text) == set()


def test_a_tool_that_somebody_is_named_for_is_to_be_made():
    assert needs_in("## Software\n\n- Mautabgleich: macht Jens bis März\n") == {"mautabgleich"}


ITEMS = """

- leaf sorter: photos in, piles out
- walking-distance calculator on footpaths
"""


@pytest.mark.parametrize(
    "title",
    [
        "Programs to be made",
        "Tools still to be written",
        "Tools in the making",
        "Zu bauende Werkzeuge",
        "Skripte, die noch fehlen",
        "Programmes à écrire",
        "Herramientas por hacer",
        "Programas que faltan",
    ],
)
def test_a_title_that_looks_ahead_announces_programs(title):
    assert len(plan(f"## {title}{ITEMS}", ()).tools) == 2


@pytest.mark.parametrize(
    "title",
    ["Tools we made", "Programs built in 2021", "Werkzeuge, die wir gebaut haben", "Tools not to be made"],
)
def test_a_title_that_looks_back_announces_none(title):
    assert plan(f"## {title}{ITEMS}", ()).tools == ()


@pytest.mark.parametrize(
    "title", ["Skills, die noch zu schreiben sind", "Compétences à rédiger", "Habilidades por redactar"]
)
def test_a_title_that_looks_ahead_announces_skills(title):
    assert len(plan(f"## {title}\n\n- difficult phone calls\n- condolence letters\n", ()).skills) == 2

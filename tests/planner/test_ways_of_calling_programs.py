"""How programs are called for: by what stands in front, beside, behind, over them or in the next sentence."""

import pytest

from planner import plan

IN_FRONT = [
    "A yet-to-be-written converter will bring the old catalogue into MARC.",
    "The still missing importer for the punch clocks is on Kai's list for May.",
    "An as yet unwritten script moves the files.",
    "Zum Umbenennen dient ein noch zu programmierendes Skript.",
    "Der noch fehlende Konverter für die Messreihen kommt von Ute.",
]
BESIDE = [
    "At the core stands a program which doesn't exist so far: an eligibility checker, fed with the forms.",
    "Ines owes us one more piece, a splitter: it takes a bundle of scans and cuts it at the cover sheets.",
    "This can't work without something that spots double bookings every night.",
    "Our export will be put together by a program of ours, started every hour.",
    "We will automate the ranking with a scorer of our own, written by Hugo.",
    "Checksum tool: Lena, before the first transfer.",
    "It takes a parser for the customs messages, and Eva is building that.",
]
BEHIND = [
    "A command for blurring number plates will be supplied by Mika in week 3.",
    "A linter for the recipe files has been commissioned from a freelancer and arrives in May.",
    "The workers call a shell command for the exchange rates that we have yet to write.",
    "Two days are set aside for Jo to code a heat-map plotter.",
    "Could the scans be sorted by hand? No: a sorter is to be programmed, by date and sender.",
    "We do not have a program which compares the two lists. Must be made by Igor before June.",
    "Names must be masked: a command for that will be supplied by our Bas.",
]
ABROAD = [
    "Einen Konverter für die Messdaten baut Jana im Anschluss.",
    "Dafür gibt es noch kein Werkzeug; Ralf programmiert eines, das die Lücken meldet.",
    "Un convertisseur de fichiers DBF, à développer par Nora.",
    "Aucun programme ne fait cela aujourd'hui : Hugo en écrit un, qui compare les tarifs.",
    "Nahia va a escribir un normalizador de direcciones.",
    "Todavía no existe ninguna herramienta para cruzar los censos: la programará Sol.",
]
LISTED = [
    "## Required tools\n\n- QGIS (installed)\n- Shelf planner, command line: sizes in, places out",
    "## Benötigte Werkzeuge\n\n- Excel (vorhanden)\n- Sitzplaner, Kommandozeile: Gäste rein, Tische raus",
    "## Tools we need\n\n- price watcher: looks at six shops each morning\n- Slack: have it",
    "## What has to be programmed\n\n1. A thing that checks opening hours against the websites.",
]
NONE = [
    "The vendor will supply the upload tool.",
    "A timing tool shall be provided by the federation.",
    "We do not have a program which compares the lists. The lists are short.",
    "Le script, Paul l'écrit chaque année à la main dans un carnet.",
    "El guion del documental lo escribe Ximena.",
    "The holidays differ: some are long.",
    "Something turns up every year.",
    "A thing that worries us is the weather.",
    "It takes a driver and two hours.",
    "Wedding planner: Lena, phone 555, likes dogs.",
    "The new tool: bought.",
    "## Required tools\n\n- QGIS (installed)\n- hammer\n- Slack: have it",
    "## To build\n\n- a ramp\n- two benches",
]


@pytest.mark.parametrize("text", [*IN_FRONT, *BESIDE, *BEHIND, *ABROAD, *LISTED])
def test_a_program_that_is_called_for_is_one_need(text):
    needs = plan(text, [])

    (need,) = [*needs.skills, *needs.tools]
    assert need.kind == "tool"


@pytest.mark.parametrize("text", NONE)
def test_a_program_of_others_and_a_thing_that_is_none_are_no_need(text):
    assert not plan(text, [])


def test_what_stands_among_programs_to_build_is_a_program_too():
    items = ["1. Un script qui récupère les volumes.", "2. Un calculateur de tournées, lancé le dimanche."]
    needs = plan("\n".join(["## Ce qu'il faut fabriquer", "", *items]), [])

    assert [need.line for need in needs.tools] == [3, 4]


def test_what_stays_as_it_is_among_programs_to_build_is_none():
    items = [
        "- gap finder (python)",
        "- leave merger: two lists in, one out",
        "- payroll feed: stays as it is",
    ]
    needs = plan("\n".join(["## To build", "", *items]), [])

    assert [need.line for need in needs.tools] == [3, 4]

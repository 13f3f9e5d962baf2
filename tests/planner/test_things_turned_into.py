"""Things pointed at from afar: turned into something, one more of a kind, for workers to call."""

import pytest

from planner import plan


def needs_in(text: str) -> list[str]:
    needs = plan(text, [])
    return [need.name for need in (*needs.skills, *needs.tools)]


CALLS = [
    ("Nadia is going to turn the spreadsheet into a tide predictor.", "predictor"),
    ("Bruno will develop his spreadsheet into a frost predictor.", "predictor"),
    ("Before the fair opens Piotr adds one more program, which follows pallets across depots.", "program"),
    ("Rosa proposes, and I agree, a register: a small command that workers call to hold seats.", "command"),
    ("Ein kleines Skript namens schichtbuch soll die Zeiten eintragen; Pit hat es zugesagt.", "schichtbuch"),
    ("From May there are to be refund rules which the agents follow.", "refund"),
    ("Usarán una que no tenemos: la habilidad «cierre de caja», pendiente de que Lola la redacte.", "cierre"),
    ("Before that it will have been through a linter. That's a program we don't possess.", "linter"),
]
ABILITIES = [
    "Workers should be able, and for me this is a must, to match such report to the right pump.",
    "Every photo passes through the workers, who therefore need to detect cracks in plaster.",
    "Every note is held against the list by the workers, who accordingly need to recognise banned additives.",
    "Es obligatorio pasar a texto los audios de los vigilantes.",
    "No arrancaremos sin agentes que lean las matrículas de las fotos.",
]
LOOK_ALIKES = [
    "The farm is going to turn the barn into a workshop.",
    "She turned it into a converter last year.",
    "One more program of concerts closes the season.",
    "There is to be a party for the volunteers.",
    "Visitors, who need to read the signs, get larger letters.",
    "We do not own a tractor and the neighbour lends his.",
    "No compramos sin proveedores que lean el contrato.",
    "Nous n'avons pas besoin d'une application mobile.",
]


@pytest.mark.parametrize(("text", "part"), CALLS)
def test_a_thing_pointed_at_from_afar_is_called_for(text, part):
    assert [part in name for name in needs_in(text)] == [True]


@pytest.mark.parametrize("text", ABILITIES)
def test_an_ability_is_asked_of_workers_over_an_aside(text):
    assert len(needs_in(text)) == 1


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_what_only_sounds_like_it_is_not(text):
    assert needs_in(text) == []

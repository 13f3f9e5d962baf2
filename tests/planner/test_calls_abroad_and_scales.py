"""Calls for programs in German, French and Spanish, and for scales and templates that bind."""

import pytest

from planner import plan

CALLS = [
    ("tool", "Es muss ein Werkzeug her, das nur scharfe Bilder behält."),
    ("tool", "Zum Umbenennen der Scans muss ein Skript her."),
    ("tool", "Il est prévu un script de relance des messages sans réponse."),
    ("tool", "Eva está escribiendo un comparador de mapas."),
    ("tool", "El portal admite un formato propio, así que habrá que programar un exportador."),
    ("tool", "Nuria está programando un clasificador de facturas."),
    (
        "skill",
        "Wann gemeldet wird und wann nicht, legt Herr Adam in einer Meldeordnung "
        "fest, nach der sich die Agenten richten.",
    ),
    ("skill", "Nos regiremos por una escala de desgaste que la restauradora tiene que redactar."),
    ("skill", "Le prestataire rédige un mémento des priorités auquel les agents se conforment."),
    ("skill", "Las descripciones seguirán una plantilla que Iria redactará antes de empezar."),
    (
        "skill",
        "It needs a catalogue of faults with two examples each; ops owns it and it is "
        "binding for the agents.",
    ),
    ("skill", "A grading scale for dents, to be drawn up by May, is what all graders work by."),
    (
        "skill",
        "How a price is set is laid down in a pricing playbook, which does not exist today outside his head.",
    ),
    ("either", "The agents will then have to work out which of three hands wrote the card."),
    ("either", "Being able to make out worn lettering on spines is a condition we cannot waive."),
    ("either", "Il leur faut donc savoir lire les écritures anciennes."),
    ("tool", "## Pipeline\n\n- `crop`: cuts the poster out. TODO, Jana\n- `read`: off the shelf"),
    (
        "tool",
        "## Tools to be created\n\n- stamp indexer, so that duplicates drop out early "
        "(Ruud)\n- not: a portal",
    ),
]
REFUSALS = [
    "It's a question of policy, and the board decides.",
    "Der Hund muss her.",
    "Ein neuer Vorstand muss her, sagt Jana.",
    "Está prevista una cena.",
    "Die Hausordnung hängt im Flur.",
    "Er legt das Buch fest ins Regal.",
    "The scale in the lab is broken.",
    "The agents have to find out who has the key.",
    "## Pipeline\n\n- `read`: off the shelf\n- `burn`: last year's script",
    "Nos regimos por el reglamento de la federación.",
    "A catalogue of the exhibition is printed for visitors.",
    "Eva está escribiendo una carta.",
    "The template comes from the ministry and we use it.",
    "The sheet music lies on the stands.",
]


@pytest.mark.parametrize(("kind", "text"), CALLS)
def test_what_is_called_for_in_these_ways_is_one_need(kind, text):
    needs = plan(text, [])

    (need,) = needs.skills + needs.tools
    assert kind in (need.kind, "either")


@pytest.mark.parametrize("text", REFUSALS)
def test_look_alikes_of_these_ways_are_not_needed(text):
    assert not plan(text, [])

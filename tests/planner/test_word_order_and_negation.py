"""Calls whose order of words or whose negation misled, and others that call for nothing."""

import pytest

from planner import plan

CALLS = [
    ("tool", "Disagreements ought to be listed: we need a diff report generator, nothing fancy."),
    ("tool", "Ein Programm, das Texte sortiert, entwickelt Jonas bis Ende März."),
    ("tool", "Ein kleines Skript schreibt Ida bis Montag."),
    ("tool", "Le tableur ne suffit plus, il faut un convertisseur d'unités."),
    ("tool", "Wir brauchen einen Wandler für die alten Formate."),
    (
        "skill",
        "I've asked Jo to draw up a wear matrix by item and age, which will then apply to agents and clerks.",
    ),
    ("skill", "Die Agenten entscheiden nach einem Kriterienkatalog, den Frau Wendt schreibt."),
    ("either", "They have to tell a cancelled stamp from a valid one."),
    ("either", "Agents must tell a repaired weld from an intact one."),
    (
        "either",
        "Hier steht und fällt alles damit, dass die Agenten Noten aus den Scans lesen können.",
    ),
]
REFUSALS = [
    "**Requirements**\n\n- The forum software must be able to show a badge.",
    "Ein Skript, das Jonas programmiert hatte, ist weg.",
    "We have to tell Anna from accounts.",
    "Dario is on it, it will be a small program.",
    "Le tableur suffit, il n'y a rien à écrire.",
    "The rate applies to members.",
    "The old rules apply to everyone.",
    "Der Katalog der Ausstellung wird gedruckt.",
]


@pytest.mark.parametrize(("kind", "text"), CALLS)
def test_a_call_in_another_order_is_one_need(kind, text):
    needs = plan(text, [])

    (need,) = needs.skills + needs.tools
    assert kind in (need.kind, "either")


@pytest.mark.parametrize("text", REFUSALS)
def test_others_in_that_order_are_not_needed(text):
    assert not plan(text, [])

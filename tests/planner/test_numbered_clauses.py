"""Numbered clauses of contracts and specifications, nouns made of verbs, tasks given by a name and a time."""

import pytest

from planner import plan

CALLS = [
    ("either", "Voraussetzung für jede Weitergabe ist eine sichere Pseudonymisierung durch die Mitarbeiter."),
    ("either", "A precondition for any release is reliable anonymisation."),
    ("tool", "Ein Zeitmarkensetzer, den Deniz noch programmieren muss, verbindet Ton und Text."),
    ("tool", "- disclaimers: generator for disclaimers, by class. Lou, next week."),
]
NONE = [
    "Transcription of the notes is done by the university.",
    "A height checker script will be written if and when it happens.",
    "The web team wants a voting tool.",
    "The board wants a converter.",
    "- heating: generator in the cellar. Lou, next week, brings fuel.",
    "## Fuera\n\n- La herramienta para reservar barcas.",
    "Ein Zeichner, den Deniz noch treffen muss, wohnt in Kiel.",
]


@pytest.mark.parametrize(("kind", "text"), CALLS)
def test_what_is_given_to_somebody_is_one_need(kind, text):
    needs = plan(text, [])

    (need,) = [*needs.skills, *needs.tools]
    assert kind in (need.kind, "either")


@pytest.mark.parametrize("text", NONE)
def test_a_deed_of_others_and_a_wish_of_others_are_no_need(text):
    assert not plan(text, [])


def test_each_numbered_clause_under_a_demand_is_a_need():
    text = "2. ABILITIES. Workers shall be able to\n   2.1 read title blocks;\n   2.2 tag each sheet."

    assert [need.line for need in plan(text, []).skills] == [2, 3]


def test_programs_to_deliver_are_needs_and_what_goes_with_them_is_not():
    items = [
        "   3.1 a sheet de-duplicator;",
        "   3.2 a command-line exporter;",
        "   3.3 code and tests of these.",
    ]
    needs = plan("\n".join(["3. SOFTWARE. The Contractor shall deliver", *items]), [])

    assert [need.line for need in needs.tools] == [2, 3]
    assert not needs.skills


def test_what_would_help_and_will_be_written_is_a_need_and_what_comes_every_month_is_none():
    (tool,) = plan(
        "A near-copy detector would save weeks and will be written by our intern, Lucas.", []
    ).tools

    assert "detector" in tool.name
    assert not plan("We get 300 scripts a month from advertisers.", [])
    assert not plan("Councillors must be able to read the full objections, as now.", [])
    assert not plan("AI workers shall group the chairs by colour.", [])

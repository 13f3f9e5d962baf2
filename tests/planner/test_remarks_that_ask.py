"""Remarks behind a name that ask for it, open lists, and others that ask for nothing."""

import pytest

from planner import plan

CALLS = [
    ("skill", "A noise taxonomy is to be agreed with the works department, then it is binding."),
    (
        "skill",
        "| Step | Who | With what |\n|---|---|---|\n| classify | agents | noise "
        "taxonomy (to be agreed with the works department, then binding) |",
    ),
    (
        "either",
        "| Step | Who | With what |\n|---|---|---|\n| locate | agents | ability to "
        "infer the stop from a description: required, not there today |",
    ),
    ("either", "Ability to date prints by their paper: needed from week 2."),
    (
        "skill",
        "## Offene Arbeiten\n\n- Anleitung für Grenzfälle (fehlt, Frau Sommer)\n- Umbau des Tresens",
    ),
]
REFUSALS = [
    "A date is to be agreed with the works department.",
    "A scale is to be fixed to the wall.",
    "Ability to swim: not needed.",
    "## Offene Arbeiten\n\n- Umbau des Tresens\n- Regal streichen",
]


@pytest.mark.parametrize(("kind", "text"), CALLS)
def test_a_remark_that_asks_makes_a_need(kind, text):
    needs = plan(text, [])

    (need,) = needs.skills + needs.tools
    assert kind in (need.kind, "either")


@pytest.mark.parametrize("text", REFUSALS)
def test_other_remarks_make_none(text):
    assert not plan(text, [])

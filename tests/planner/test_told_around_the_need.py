"""Needs that are told by what stands around them: a title, a table's columns, the sentence behind."""

import pytest

from planner import plan

ASKED = {
    # titles that refuse nothing
    "## What we can't buy in\n\n- Workers must be able to align old leaflets with sources.": "align",
    "## What might hurt us\n\nThere is no hazard screening procedure yet. Jo writes one.": "hazard",
    # tables under headings that ask for code, or say who leads what
    "## Code to write\n\n| Program | Input |\n|---|---|\n| frost tracer | masked scene |": "frost",
    "## What gets made\n\n| Item | Form | Lead |\n|---|---|---|\n| Stop audit | skill | Jo |": "audit",
    "## Missing papers\n\n- Water rescue limits: when we wait for the boat": "rescue",
    # what has been settled, or is a condition
    "It has been agreed that Jo will build a converter for the sheets.": "converter",
    "It is vital that registrars can classify materials, since a permit refused is lost.": "material",
    "They must be able to\n\n- co-register scenes across sensors": "register",
    "- Fahrplanrechner: wie viele Busse braucht ein Takt?\n": "fahrplan",
    # the sentence behind
    "A converter takes sizes and gives a crate list. To be commissioned from Jo.": "converter",
    "A callout bot posts the job. Jo codes it over the winter; perhaps on trial from May.": "callout",
    "Los agentes siguen el protocolo de traspasos. Aún no está escrito; lo redacta Ana.": "traspasos",
}
NOT_ASKED = [
    "Packers need manual handling skills.",
    "The team makes a film, script by the sixth form.",
    "The bridge, which the workshop builds in three parts, fits the stage.",
    "The session planning has served us well at the holiday scheme.",
    "## Noch zu entwickeln\n\n- Prüfprogramm für Züge\n- Schnittstelle zur Leitstelle: entfällt",
    "| Program | Who |\n|---|---|\n| Journey planner | operators' own, live |",
    "## Code to write\n\n| Program | Output |\n|---|---|\n| plotting | matplotlib will do |",
    "Somebody offered to write a waiting-list program. Thank you Jo, the exercise book works.",
]


@pytest.mark.parametrize(("text", "part"), ASKED.items())
def test_a_need_is_told_by_what_stands_around_it(text, part):
    needs = plan(text, ())

    assert [part in spec.name for spec in (*needs.skills, *needs.tools)] == [True]


@pytest.mark.parametrize("text", NOT_ASKED)
def test_what_stands_around_it_says_that_it_is_none(text):
    needs = plan(text, ())

    assert [spec.name for spec in (*needs.skills, *needs.tools) if "prufprogramm" not in spec.name] == []

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
    "| Tool | State |\n|---|---|\n| Merger | hired hands write it |": "merger",
    "## Missing papers\n\n- Water rescue limits: when we wait for the boat": "rescue",
    # what has been settled, or is a condition
    "It has been agreed that Jo will build a converter for the sheets.": "converter",
    "It is vital that registrars can classify materials, since a permit refused is lost.": "material",
    "They must be able to\n\n- co-register scenes across sensors": "register",
    "- Fahrplanrechner: wie viele Busse braucht ein Takt?\n": "fahrplan",
    "Officers follow the cause framework, once this has been drawn up by the adviser.": "cause",
    "At this stage we need a script.": "script",
    "Office staff must be able to match misspelt names against candidate numbers.": "matching",
    "## Required capabilities\n\n- delineate glacier margins in oblique views": "delineating",
    # the sentence behind
    "Invigilators will follow an access arrangements policy. Jo is drafting it.": "arrangements",
    "A duplicate finder. The archive is long, and near matches must be caught.": "duplicate",
    "A date checker. It should flag dates before 1700 and must run each night.": "date",
    "There should be a scraper that fetches the prices.": "scraper",
    "A converter takes sizes and gives a crate list. To be commissioned from Jo.": "converter",
    "A callout bot posts the job. Jo codes it over the winter; perhaps on trial from May.": "callout",
    "Los agentes siguen el protocolo de traspasos. Aún no está escrito; lo redacta Ana.": "traspasos",
}
NOT_ASKED = [
    "Les spectateurs doivent pouvoir lire les titres depuis le deuxième balcon.",
    "Packers need manual handling skills.",
    "The team makes a film, script by the sixth form.",
    "The bridge, which the workshop builds in three parts, fits the stage.",
    "The session planning has served us well at the holiday scheme.",
    "## Noch zu entwickeln\n\n- Prüfprogramm für Züge\n- Schnittstelle zur Leitstelle: entfällt",
    "| Program | Who |\n|---|---|\n| Journey planner | operators' own, live |",
    "## Code to write\n\n| Program | Output |\n|---|---|\n| plotting | matplotlib will do |",
    # a thing that is named, and told of, but not asked for
    "A metal detector. The beach is combed every morning.",
    "A spell checker. Word has one built in.",
    "A spell checker. Everyone must use it.",
    "A rain detector. It has to be mounted on the roof.",
    "A merge tool. We do not need it.",
    "A report generator. The accountants run it for us.",
    "A duplicate finder. Written by Lena in 2019.",
    "There should be a calculator in every desk drawer.",
    # what happens once another thing has happened
    "Coders follow the guide once the form has been printed.",
    "Drivers follow the checklist when the van has been loaded.",
    "Coders use the rubric until a new one is ready.",
    "Stewards use the checklist. They have to complete it at every gate.",
    # papers that nobody works by
    "## Papers owed\n\n- Tax return\n- Receipt for the van",
    "## Missing papers\n\n- Birth certificate of Anna\n- Passport: a copy",
    "## Fehlende Unterlagen\n\n- Geburtsurkunde\n- Merkblatt für Gäste",
    # dangers, hopes and questions
    "## What might hurt us\n\n- A scraper that copies our prices\n- Rain",
    "## What might help\n\n- A parser for the old files",
    "- Budget: do we need a calculator?",
    "- Question: shall we build a parser?",
    "## What the parents will make\n\n| Program | Who |\n|---|---|\n| Cakes | Ann |",
    "| Tool | State |\n|---|---|\n| Counter | rented from the county |",
    "| Programme | State |\n|---|---|\n| Christmas concert | to write |",
    # devices and customers
    "The temperature controller must read ten sensors.",
    "Administrators must be able to reset passwords.",
    "Somebody offered to write a waiting-list program. Thank you Jo, the exercise book works.",
]


@pytest.mark.parametrize(("text", "part"), ASKED.items())
def test_a_need_is_told_by_what_stands_around_it(text, part):
    needs = plan(text, ())

    assert [part in spec.name for spec in (*needs.skills, *needs.tools)] == [True]


def test_a_list_leaves_it_to_the_rule_for_documents_to_name_one():
    (spec,) = plan("## Outstanding documents\n\n- Guidance for coders on doubtful cases", ()).skills

    assert spec.name == "coders-doubtful-cases-guidance"


def test_a_document_is_not_named_for_when_it_is_followed():
    (spec,) = plan("Officers follow the framework, once this has been drawn up by Ann.", ()).skills

    assert spec.name == "officers-follow-framework"


@pytest.mark.parametrize("text", NOT_ASKED)
def test_what_stands_around_it_says_that_it_is_none(text):
    needs = plan(text, ())

    assert [spec.name for spec in (*needs.skills, *needs.tools) if "prufprogramm" not in spec.name] == []

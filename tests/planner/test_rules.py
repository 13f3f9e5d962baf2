"""One example and one look-alike for every rule of the planner."""

import pytest

from planner import plan

NEEDS = [
    # (rule, kind, text, a word of the name)
    ("path", "skill", "Prices follow skills/pricing-rules.md.", "pricing"),
    ("path", "tool", "Run `tools/heat-map.py clicks.csv` each night.", "heat"),
    ("skill", "skill", "Consult the tone-of-voice skill before each reply.", "tone"),
    ("skill", "skill", "**Market Intelligence Skill**: who sells what, and where.", "market"),
    ("skill", "skill", "A skill called stakeholder mapping is needed.", "stakeholder"),
    ("skill", "skill", "Use the skills `fact-finding` in week one.", "fact"),
    ("document", "skill", "The annotators need a codebook, to be drawn up by Dr Weiss.", "codebook"),
    ("document", "skill", "Editors work from a correction policy that we draft in May.", "correction"),
    ("listed", "skill", "## Skills\n\n- market sizing\n", "market"),
    ("listed", "tool", "Tools to build:\n\n- price watcher for six shops\n", "price"),
    ("listed", "skill", "```yaml\nskills:\n  - uplift-modelling\n```", "uplift"),
    ("listed", "tool", "| Piece | State |\n|---|---|\n| clash detector | to build |\n", "clash"),
    ("made", "tool", "Build a CLI tool for tide tables.", "tide"),
    ("made", "tool", "A parser for timetables has still to be written.", "parser"),
    ("made", "tool", "The importer doesn't exist yet; Lena writes it in week two.", "importer"),
    ("needed", "tool", "We need a script that converts CSV to JSON.", "converter"),
    ("planned", "tool", "1. A flasher script: plug in a node, get a label.", "flasher"),
    ("capability", "skill", "Need to scrape competitor websites.", "scraping"),
    ("capability", "skill", "Workers must be able to parse PDF invoices.", "pdf"),
    ("capability", "skill", "The ability to classify complaints is essential.", "classifying"),
    ("capability", "skill", "OCR of the ledgers is a must.", "ocr"),
    ("capability", "skill", "Workers must be able to:\n\n- redact names in scans\n", "redacting"),
]
LOOK_ALIKES = [
    "We won't write a crawler.",
    "No script is necessary, there are eleven rows.",
    "Last year we built a bot for this.",
    "- [x] Build the importer",
    "A mobile app is out of scope.",
    "## Out of scope\n\nWe build a plugin for the shop.",
    "Maybe we write a script one day.",
    "An app would be nice, but nobody has time.",
    "The vendor's importer does the rest.",
    "We already have a script that does this.",
    "The existing exporter stays.",
    '"We need an app", said the mayor.',
    "Do we need a bot? Not for forty rows.",
    "<!-- we need a script that counts words -->",
    "> A customer wrote: we need a tool that closes the window.",
    "The power tools are in the basement.",
    "Bettina writes the script for the moderators.",
    "We need a driver and a runner for the film crew.",
    "Build a bridge to the neighbours.",
    "Two analysts with SQL skills join us.",
    "Each player collects skill points.",
    "Cooking is a skill, and so is listening.",
    "The policy of the bank applies.",
    "Visitors follow the guide through the house.",
    "Our customers must be able to download invoices.",
    "We need to sign page 31 by hand.",
    "Nobody has to transcribe anything, the minutes are typed.",
    "## Tools\n\n- Figma\n- Excel\n",
    "## Skills\n\nWe have:\n\n- first aid\n",
]
ABROAD = [
    ("tool", "Wir brauchen ein Skript, das die Rechnungen umbenennt."),
    ("tool", "Ein Konverter von DATEV nach CSV muss programmiert werden."),
    ("skill", "Die Bearbeiter müssen handschriftliche Briefe entziffern können."),
    ("skill", "Wir verwenden den Skill „Mahnwesen“."),
    ("tool", "Il faut développer un outil qui compare les catalogues."),
    ("skill", "L'équipe doit pouvoir transcrire les entretiens."),
    ("skill", "Utiliser la compétence « veille juridique »."),
    ("tool", "Necesitamos un script que convierta las facturas a CSV."),
    ("skill", "El equipo debe poder clasificar las quejas."),
    ("skill", "Usamos la habilidad «atención al cliente»."),
    ("skill", "文章は「多言語ガイド」スキルに沿って書く。"),
    ("tool", "毎晩 tools/heat-map.py を実行する。"),
]


def found(text, library=()):
    needs = plan(text, library)
    return [*needs.skills, *needs.tools]


@pytest.mark.parametrize(("rule", "kind", "text", "word"), NEEDS)
def test_each_rule_finds_its_example(rule, kind, text, word):
    (need,) = found(text)

    assert (need.rule, need.kind) == (rule, kind)
    assert word in need.name
    assert need.reason


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_a_look_alike_is_no_need(text):
    assert found(text) == []


@pytest.mark.parametrize(("kind", "text"), ABROAD)
def test_plain_forms_are_read_in_other_languages(kind, text):
    assert [need.kind for need in found(text)] == [kind]


def test_two_programs_in_one_sentence_are_two_needs():
    text = "A converter from GPX to KML must be made, and also a generator for labels."

    assert [need.kind for need in found(text)] == ["tool", "tool"]


def test_two_mentions_of_one_program_are_one_need():
    text = "A worksheet generator must be coded.\n\nThe worksheet generator has to be built before May."

    (need,) = found(text)

    assert need.line == 1


def test_a_skill_and_a_tool_never_share_a_name():
    needs = plan("See skills/price-diff.md and run tools/price-diff.py.", [])

    assert {need.name for need in needs.skills}.isdisjoint(need.name for need in needs.tools)


def test_a_tool_knows_the_command_line_that_the_text_shows():
    (tool,) = plan("`tools/profile.py route.gpx --step 50` gives the gradient.", []).tools

    assert tool.interface == "tools/profile.py route.gpx --step 50"

"""Who makes a thing, tasks by letters under a title, and signs inside of brackets."""

import pytest

from planner import plan

CALLS = [
    ("either", "2. Aufgaben der KI-Mitarbeiter\n   a) Fundortangaben georeferenzieren"),
    ("either", "This presupposes that they can decipher the founder's hand, as workers must."),
    ("either", "They'll also have to recognise when two sheets belong to one letter."),
    ("either", "- vessel names: need fuzzy matching against the fleet register, workers do this"),
    ("either", "Être capable de repérer les changements est la condition de tout le reste."),
    ("either", "If workers can't read such scribbles, a third of all complaints is lost."),
    ("tool", "Les noms sont normalisés avec un outil à nous, `nomclair`, qui reste à écrire."),
    (
        "tool",
        "| Task | Who | Remark |\n|---|---|---|\n| Position checker (on land? too fast?) | Ana | new |",
    ),
    ("skill", "Festzulegen: eine Richtlinie für Proben. Gilt für alle, auch für die KI-Mitarbeiter."),
    (
        "skill",
        "Disputes follow a precedence policy (newest?). Policy owner: Pax, draft due May. Workers apply it.",
    ),
]
NONE = [
    "An app to report delays: the ministry is making one.",
    "There is no map of the reefs; the university is drawing it and makes one.",
    "2. Aufgaben der Gäste\n   a) Müll trennen",
    "The policy owner must sign.",
    "If guests can't read such signs, a third of them is lost.",
    "The bench (in the shade? by the door?) must be made.",
]


@pytest.mark.parametrize(("kind", "text"), CALLS)
def test_what_is_ours_to_make_or_to_master_is_one_need(kind, text):
    needs = plan(text, [])

    (need,) = [*needs.skills, *needs.tools]
    assert kind in (need.kind, "either")


@pytest.mark.parametrize("text", NONE)
def test_what_others_make_is_no_need(text):
    assert not plan(text, [])


def test_two_programs_of_one_paragraph_are_two_needs():
    text = "Un script découpera les fichiers, Aziz l'écrit. Les noms passent par un outil à écrire."

    assert len(plan(text, []).tools) == 2

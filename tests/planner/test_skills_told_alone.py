"""Skills that are named in a few words without a verb, and quotes that keep both marks of a name."""

import pytest

from planner import plan

TOLD = {
    "- A skill for visa dossiers: which consulate wants which paper": "visa-dossiers",
    "Draft a skill for refused consignments.": "refused-consignments",
    "Alle nutzen den Skill Webrecherche.": "webrecherche",
    "Für die Arbeit wird der Skill Webrecherche verwendet.": "webrecherche",
    "## What we need first\n\n- A skill for **bark grafting**: which knife, which week.": "bark-grafting",
    "We will need:\n\n- a script that counts seeds,\n- a new skill on tide reading.": "tide-reading",
    "Needed: a skill for bark grafting.": "bark-grafting",
    "Noch offen: ein Skill für Mahnwesen.": "mahnwesen",
    "- A second skill about fog forecasting – Jo, by May": "fog-forecasting",
}
NOT_CALLED_FOR = [
    "## Not now\n\n- A skill for tide reading",
    "- A skill for tide reading exists.",
    "- A skill for tide reading would be nice.",
    "Bought: a skill for tide reading.",
    "- A skill for tide reading: not needed",
    "- A skill for tide reading (we have it)",
    "We have: a skill for tide reading.",
    "Gone: a skill for tide reading.",
    "Patience: a skill for parents.",
    "Swimming – a skill for life.",
    "- Listening: a skill for managers",
    "- A skill for life",
    "Humility. A skill for quiet hours.",
    "She has a skill for languages.",
    "The skill for this was hers alone.",
]


@pytest.mark.parametrize(("text", "name"), TOLD.items())
def test_a_skill_is_named_without_a_verb(text, name):
    assert [spec.name for spec in plan(text, ()).skills] == [name]


@pytest.mark.parametrize("text", NOT_CALLED_FOR)
def test_what_is_refused_or_there_is_not_called_for(text):
    assert plan(text, ()).skills == ()


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("We need a skill for **bark grafting**: which knife.", "skill for **bark grafting**"),
        ('Terms follow the "plain language" skill.', '"plain language" skill'),
        ("Wir brauchen den „Mahnwesen“ Skill.", "„Mahnwesen“ Skill"),
        ("Use the `tide-reading` skill.", "`tide-reading` skill"),
    ],
)
def test_a_quote_has_both_marks_of_a_name(text, quote):
    (spec,) = plan(text, ()).skills

    assert spec.quote == quote

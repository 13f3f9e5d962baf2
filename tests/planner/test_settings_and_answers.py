"""Needs in settings blocks, dated rows and answered questions, and others that are none."""

import pytest

from planner import plan

CALLS = [
    ("tool", "Nous avons besoin d'un exportateur de fiches."),
    ("tool", "Anouk code pour cela un petit correcteur de coordonnées."),
    ("tool", "Un generador de índices, que no existe y que Julia programará en junio."),
    ("tool", "The night's readings are checked by a nightly comparison job, still unwritten."),
    ("tool", "```yaml\nneeds:\n  - burst-ranker (orders reports by damage; to be coded by us)\n```"),
    ("skill", "```yaml\nneeds:\n  - caller-questions skill\n```"),
    (
        "skill",
        "| Bis | Was | Wer |\n|---|---|---|\n| 15.9. | Plausibilitätsanweisung | "
        "Runge |\n| 1.10. | Grillfest | alle |",
    ),
    ("either", "Agents must be capable of working out a location from a vague description."),
    ("tool", "Do we need a spell-checker for plant names? Yes, and Ole builds it."),
]
REFUSALS = [
    "We don't want: an app, a chatbot, a script of any kind.",
    "I won't build: a portal, a bot.",
    "```yaml\nhave:\n  - caller-questions skill\nlater:\n  - satellite tool\n```",
    "Do we need a spell-checker? Yes, and Word has one.",
    "The nightly job is run by the vendor.",
    "| Bis | Was | Wer |\n|---|---|---|\n| 15.9. | Anreise | Runge |\n| 1.10. | Grillfest | alle |",
]


@pytest.mark.parametrize(("kind", "text"), CALLS)
def test_a_need_in_these_places_is_found_once(kind, text):
    needs = plan(text, [])

    (need,) = needs.skills + needs.tools
    assert kind in (need.kind, "either")


@pytest.mark.parametrize("text", REFUSALS)
def test_what_is_kept_or_refused_in_these_places_is_not_needed(text):
    assert not plan(text, [])

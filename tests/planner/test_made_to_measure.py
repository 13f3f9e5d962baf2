"""Programs made for this work, and things that were made for other work."""

import pytest

from planner import plan

CALLS = [
    ("tool", "- a dedupe: same bag, five mails. Tarek codes it over the weekend"),
    ("tool", "Feet shall be converted by software written for the purpose, not by hand."),
    ("tool", "The contractor shall supply a schema checker, developed under this contract."),
    ("tool", "Dates are aligned by a script built for this project."),
]
REFUSALS = [
    "- a dedupe of the list: done by hand. Tarek checks it over the weekend",
    "- a chair: broken. Tarek mends it",
    "The contractor shall supply a ladder, delivered under this contract.",
    "Dates are aligned by a script built for another project.",
    "Feet were converted by software written in 1998.",
]


@pytest.mark.parametrize(("kind", "text"), CALLS)
def test_a_program_made_for_this_work_is_needed(kind, text):
    needs = plan(text, [])

    (need,) = needs.skills + needs.tools
    assert kind in (need.kind, "either")


@pytest.mark.parametrize("text", REFUSALS)
def test_things_made_for_other_work_are_not_needed(text):
    assert not plan(text, [])

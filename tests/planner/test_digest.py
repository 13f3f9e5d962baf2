"""What changes a need's specification, and what does not."""

import pytest

from planner import plan, specification_digest

TEXT = """# Plan

We meet on Monday.

We need a script that converts invoices to CSV. It runs at night.

Lunch is at one.
"""


def digest(text):
    (tool,) = plan(text, []).tools
    return tool.digest


@pytest.mark.parametrize(
    "edited",
    [
        TEXT.replace("Monday", "Munday"),
        TEXT.replace("converts invoices", "converts\ninvoices"),
        TEXT.replace("a script", "a  script"),
        TEXT.replace("# Plan\n\nWe meet on Monday.\n\n", "") + "\nWe meet on Monday.\n",
        TEXT + "\nThe garden is open.\n",
        TEXT.replace("invoices", "Invoices"),
    ],
)
def test_edits_elsewhere_and_new_line_breaks_keep_the_digest(edited):
    assert digest(edited) == digest(TEXT)


@pytest.mark.parametrize("edited", [TEXT.replace("CSV", "JSON"), TEXT.replace("at night", "at noon")])
def test_another_specification_has_another_digest(edited):
    assert digest(edited) != digest(TEXT)


def test_a_skill_and_a_tool_of_one_text_differ():
    assert specification_digest("skill", "price lists") != specification_digest("tool", "price lists")


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Read the price lists.", "read price list"),
        ("Caf\u00e9 prices", "Cafe\u0301 prices"),
        ("First part.\n\nSecond part.", "Second part.\n\nFirst part."),
        ("One line\nand another", "One line and another"),
    ],
)
def test_case_accents_stop_words_order_of_passages_and_line_breaks_are_folded(one, two):
    assert specification_digest("tool", one) == specification_digest("tool", two)


def test_a_negation_is_not_folded():
    assert specification_digest("tool", "delete files") != specification_digest("tool", "do not delete files")

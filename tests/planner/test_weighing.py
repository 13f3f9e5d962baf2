"""What no rule claims is weighed: weak signs that stand together make a need, one alone does not."""

import pytest

from planner import plan


def needs(text):
    found = plan(text, ())
    return [need.name for need in (*found.skills, *found.tools)]


@pytest.mark.parametrize(
    "text",
    [
        "- Labels: a dewormer that turns old labels straight is being written by Ada, due in May.",
        "- A counting protocol shall be agreed by all on 4 April, written up by Oona and kept to.",
    ],
)
def test_signs_that_stand_together_make_a_need(text):
    assert len(needs(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The river is high in May.",
        "A tractor was bought last year.",
        "Guests are required to fill in a form.",
        "We introduced a protocol for the helpers in 2020 and still use it.",
    ],
)
def test_one_sign_alone_or_a_refusal_makes_none(text):
    assert needs(text) == []

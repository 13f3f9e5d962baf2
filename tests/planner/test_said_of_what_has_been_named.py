"""One technique told twice, things given as programs, people called like programs, titles alone."""

import pytest

from planner import plan

CALLS = [
    ("either", "Tapes have to be transcribed. So our workers must be able to transcribe Low German."),
    ("either", "Prerequisites\n\n1. Workers capable of delineating tree crowns on aerial images."),
    ("either", "- drawings: somebody or something must read the title blocks."),
    ("either", "Notes are partly handwritten, so we'll need handwriting recognition."),
    ("either", "Speaker recognition will be needed from the second week on."),
    ("tool", '* unit chaos (mm, inch, "a hand"): unit normaliser as a small CLI, also Chidi'),
    ("tool", "- dates: normaliser as a Python script"),
    ("skill", "Sampling has rules. The faculty is writing this as a protocol for our checkers."),
    ("skill", "What to do when nobody can be asked, is to be settled in a consent protocol of ours."),
]
NONE = [
    "We keep the old normaliser as a reserve.",
    "The faculty writes for our checkers and workers.",
    "Something must happen to the labels.",
    "Our recognition of volunteers needs speeches.",
    "The rooms have to be painted. Our painters must be able to paint at night.",
    "Guests\n\n1. Singers capable of staying until ten.",
]


@pytest.mark.parametrize(("kind", "text"), CALLS)
def test_what_is_said_of_one_thing_is_one_need(kind, text):
    needs = plan(text, [])

    (need,) = [*needs.skills, *needs.tools]
    assert kind in (need.kind, "either")


@pytest.mark.parametrize("text", NONE)
def test_people_and_things_that_are_there_are_no_need(text):
    assert not plan(text, [])


def test_two_techniques_of_one_paragraph_are_two_needs():
    needs = plan("Workers must extract dates from letters. They must be able to translate recordings.", [])

    assert len(needs.skills) == 2

"""How alike two specifications are, and which need of one text is which of the next."""

import time

import pytest

from planner import ALIKE, likeness, match_needs, plan

COMPARES = "Build a CLI tool that compares two price lists and prints the differences."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Use the web-research skill to collect prices.", "Use the web-research skill for gathering prices."),
        (COMPARES, "We need a program which compares two price lists and shows the differences."),
        (COMPARES, "Write a small script to compare two price lists, printing the differences."),
        ("Workers must be able to parse PDF invoices.", "Workers have to be able to read our PDF invoices."),
    ],
)
def test_the_same_said_in_other_words_is_alike(one, other):
    assert likeness(one, other) >= ALIKE
    assert likeness(one, other) == likeness(other, one)


@pytest.mark.parametrize(
    "other",
    [
        COMPARES.replace("two", "three"),
        COMPARES.replace("price lists", "invoices"),
        COMPARES.replace("compares", "does not compare"),
        COMPARES.replace(".", " and mails the result to all customers."),
        COMPARES.replace("differences", "differences as JSON"),
        "",
    ],
)
def test_something_else_asked_for_is_not_alike(other):
    assert likeness(COMPARES, other) < ALIKE


def test_the_order_of_formats_counts():
    assert likeness("Convert CSV exports to JSON files.", "Convert JSON exports to CSV files.") == 0


def needs(text):
    found = plan(text, [])
    return [*found.skills, *found.tools]


def test_a_need_is_found_again_under_the_name_that_a_longer_sentence_gives_it():
    before = needs("Workers must be able to parse PDF invoices.")
    after = needs("Workers must be able to parse scanned PDF invoices.")

    assert match_needs(before, after) == {before[0].name: after[0].name}
    assert before[0].name != after[0].name


def test_a_need_that_is_gone_is_not_taken_for_one_that_was_there_beside_it():
    first = "Workers must be able to parse PDF invoices.\n\n"
    second = "Workers must be able to parse PDF invoices from suppliers.\n"

    matched = match_needs(needs(first + second), needs(second))

    assert list(matched.values()) == [needs(second)[0].name]


def test_hundreds_of_needs_are_matched_quickly():
    text = "".join(f"Workers must be able to parse document kind x{n}q.\n\n" for n in range(300))
    before, after = needs(text), needs(text.replace("parse", "carefully sort"))
    begun = time.process_time()

    match_needs(before, after)

    assert time.process_time() - begun < 3  # of pairs that share nothing rare, few are compared

"""Time grows with the text and no faster: told by the ratio of two sizes, not by a clock."""

import sys
import textwrap
import time

import pytest

from planner import plan
from tests.bench.planning import unrepeated

HOSTILE = {
    "lists that end": "- a\nDONE\n",
    "remarks": "- a tool: b; c – d (e) ",
    "joined names": "a recorder/",
    "demands": "workers must be able to a, ",
    "further things": "build a parser, and a bot, plus ",
    "cells": "| a tool, new; b | c |\n",
    "codes": "we code a ",
}


def seconds(text):
    times = []
    for _ in range(2):
        since = time.process_time()
        plan(text, ["web-research"])
        times.append(time.process_time() - since)
    return min(times)


def test_four_times_the_approaches_take_about_four_times_as_long():
    assert seconds(unrepeated(160_000)) < 8 * seconds(unrepeated(40_000))


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_four_times_a_hostile_text_takes_about_four_times_as_long(piece):
    short = piece * (30_000 // len(piece))

    assert seconds(4 * short) < 8 * seconds(short) + 0.05


def calls(text):
    """How many functions are called to read the text."""
    count = 0

    def called(_frame, event, _argument):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(called)
    try:
        plan(text, ())
    finally:
        sys.setprofile(None)
    return count


def scraping(number):
    return " ".join(f"Need to scrape vendor{i} website number{i}." for i in range(number))


@pytest.mark.parametrize("lines", [str, textwrap.fill], ids=["in one line", "over many lines"])
def test_four_times_the_needs_of_one_paragraph_take_about_four_times_the_calls(lines):
    few, many = lines(scraping(200)), lines(scraping(800))

    assert calls(many) < 5 * calls(few)


def test_of_hundreds_of_needs_in_one_paragraph_each_finds_what_is_said_of_it_later():
    later = "Each website number7 of vendor7 that we scrape has a login."

    needs = plan(f"{scraping(200)} {later}", ())

    named = [need.name for need in needs.skills if later in need.specification]
    assert named == ["vendor7-website-number7-scraping"]

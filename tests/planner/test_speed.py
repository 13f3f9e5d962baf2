"""Time grows with the text and no faster: told by the ratio of two sizes, not by a clock."""

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

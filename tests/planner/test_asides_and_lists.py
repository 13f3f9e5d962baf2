"""What asides, lists and the sentence behind say of a thing, and whose wish it is."""

import pytest

from planner import plan

CALLS = [
    (
        "tool",
        "## What we lack\n\n- A rack builder: takes the crate numbers, prints one sheet per rack (Wilf, May)",
    ),
    ("tool", "Ein Verteilrechner legt die Kosten um. Den gibt es noch nicht; Frau Ötz programmiert ihn."),
    ("tool", "## Was fehlt\n\n- ein Abgleich der Nummern mit dem Bestand, als kleines Skript"),
    ("tool", "We should get a small exporter done which writes one PDF per borrower."),
    ("tool", "1. `bladecut` - cuts a panorama into segments, CLI. To be developed by us."),
    ("tool", "**Ce qui doit exister**\n\n1. un trieur de courrier, en Python, qui range par rubrique"),
    ("skill", "## Was fehlt\n\n- der Skill Leerstand: wie leere Wohnungen behandelt werden, zwei Seiten"),
    ("skill", "| Doc | Reader | State |\n|---|---|---|\n| Severity scale | workers | Anneke writes it |"),
    ("either", "One more thing that everything depends on: dating undated entries by the handwriting."),
    ("either", "## Requirements on the workers\n\nR2. Measure crack lengths in the photos."),
    ("either", "Workers extract product and price from every list. This ability has to be there on day one."),
    ("either", "The 140 scans mean OCR, which the workers therefore need as well."),
]
NONE = [
    "The school wants a quiz app.",
    "Residents want a tool that shows the bins.",
    "Visitors demand a converter for the plug sockets.",
    "## What we lack\n\n- A ship builder: made of wood, stands in the hall",
    "## Was fehlt\n\n- ein Tisch, als Ablage",
    "We have a small exporter done which writes the letters.",
    "| Doc | Reader | State |\n|---|---|---|\n| Safety briefing | pilots | client provides |",
    "| Doc | Reader | State |\n|---|---|---|\n| Severity scale | workers | exists, rev. 7 |",
    "Workers open the hall at nine. This has been so for years.",
    "The 140 chairs mean work, which the visitors need not see.",
]


@pytest.mark.parametrize(("kind", "text"), CALLS)
def test_what_an_aside_a_list_or_the_next_sentence_asks_for_is_one_need(kind, text):
    needs = plan(text, [])

    (need,) = [*needs.skills, *needs.tools]
    assert kind in (need.kind, "either")


@pytest.mark.parametrize("text", NONE)
def test_a_wish_of_others_and_a_thing_that_is_there_are_no_need(text):
    assert not plan(text, [])

"""What cannot be done without, what is left to "us" or "mine" to write, and guides for "them"."""

import pytest

from planner import plan

CALLS = [
    ("either", "You can't do any of this without extracting lot numbers and hammer prices from the scans."),
    ("either", "Nothing of the kind is possible without geocoding the farm names."),
    ("either", "Ohne eine solche Klassifizierung durch die Mitarbeiter ist die Auswertung wertlos."),
    ("either", "Sans reconnaissance des tampons, rien n'est possible."),
    ("either", "The diary is handwriting, so workers gotta read handwriting (can't skip this)."),
    ("tool", "| Ticketing | read | API exists; a small connector to CSV is ours to write (Hana) |"),
    ("tool", "A parser for the old exports is mine to write."),
    ("tool", "Für Gerätenamen wird ein Normalisierer gebraucht, Lenz schreibt ihn in Python."),
    ("tool", "Il nous faut également un exportateur vers le SIG, format GeoPackage."),
    ("skill", "Requests are sorted by AI workers. What counts will be written into a triage guide for them."),
    ("skill", "La cotation sera fixée dans un guide que rédige le bureau. Tous les agents s'y conforment."),
]
NONE = [
    "We do it without translating the letter.",
    "You can't leave without translating the letter.",
    "Without transcribing anything we still know who spoke.",
    "The choir sings without notes.",
    "Ohne Übersetzung ist es auch schön.",
    "Un exportateur de café est venu.",
    "The guests came. A guide for them is printed.",
    "| Ticketing | read | API exists; nothing to do |",
]


@pytest.mark.parametrize(("kind", "text"), CALLS)
def test_what_nothing_goes_without_is_one_need(kind, text):
    needs = plan(text, [])

    (need,) = [*needs.skills, *needs.tools]
    assert kind in (need.kind, "either")


@pytest.mark.parametrize("text", NONE)
def test_what_goes_without_is_no_need(text):
    assert not plan(text, [])

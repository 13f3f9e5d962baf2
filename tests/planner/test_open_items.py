"""Open items and rows that tell by what stands behind their name what they are, and others."""

import pytest

from planner import plan

CALLS = [
    (
        "tool",
        "## Still missing\n\n- side-checker (flags every card that was shot twice)\n- a bigger table",
    ),
    ("tool", "- [ ] gap watcher: tells the desk when a feed falls silent\n- [ ] sweep the yard"),
    ("tool", "## To do\n\n- [ ] tide roller – moves all dates by the lag of the port"),
    ("tool", "## Was fehlt\n\n- Blatt-Messer (liest Maßstäbe vom Scan ab)\n- zwei Stühle"),
    (
        "tool",
        "## Ce qui manque\n\n- un comparateur de versions (deux agents, une page)\n- une clé pour le local",
    ),
    ("tool", "## Nos falta\n\n- un renombrador de cintas (fecha, programa)\n- sillas"),
    (
        "skill",
        "## What does not exist\n\n- a colour chart for wear (yes, a skill; Hana drafts it)\n- money",
    ),
    ("skill", "## Missing\n\n- etiquette for angry callers (skill)\n- a kettle"),
    (
        "tool",
        "| Day | What | Who |\n|---|---|---|\n| 2 May | stand set up | Ana |\n| 16 May "
        "| duplicate checker | Farid |",
    ),
    (
        "tool",
        "| Posten | Wer | Stand |\n|---|---|---|\n| Kantenmesser (liest Breiten vom "
        "Scan ab) | Lenz | in Arbeit |\n| Kartons | Ott | bestellt |",
    ),
    (
        "skill",
        "| Posten | Wer | Stand |\n|---|---|---|\n| Leitfaden Schäden | Ott | noch zu schreiben |",
    ),
    (
        "tool",
        "## This sprint\n\n- SHOP-14 Importer for supplier lists @jo\n- SHOP-17 Order till rolls",
    ),
    ("tool", "## Doing\n\n- SHOP-11 Barcode matcher, half done @jo"),
    ("tool", "- [ ] anonymiser for card numbers (Bea, must run before the first feed lands)"),
    ("tool", "- [ ] practice data: generator script with known errors"),
]
REFUSALS = [
    "- [ ] book the bay (boxes)",
    "- [ ] chairs: Tom brings the rest",
    "## Still missing\n\n- Tom (drives the van)\n- two chairs",
    "## To do\n\n- ask Ana: she knows the landlord",
    "## Was fehlt\n\n- Hausmeister (macht Urlaub)\n- Stühle",
    (
        "| Day | What | Who |\n|---|---|---|\n| 2 May | stand set up | Ana |\n| 9 May | 200 cards "
        "as a trial | all |"
    ),
    (
        "| Item | Who | State |\n|---|---|---|\n| ticket checker | Bo | done |\n| scanner | Firma "
        "Baum | läuft |"
    ),
    "| Posten | Wer | Stand |\n|---|---|---|\n| Kartons | Ott | in Arbeit |",
    "## Backlog\n\n- Loyalty app (needs budget decision)",
    "## Done\n\n- SHOP-3 Label printer script",
    "## Won't do\n\n- SHOP-9 Demand forecast tool",
    "## This sprint\n\n- SHOP-17 Order till rolls\n- SHOP-18 Fix typo in the sign",
    (
        "| When | What | Who |\n|---|---|---|\n| May | train the reviewers | Ana |\n| June | "
        "install the viewer tool | Bo |"
    ),
    "## What we do not need\n\n- a colour chart (skill)\n- a bot",
]


@pytest.mark.parametrize(("kind", "text"), CALLS)
def test_an_open_item_that_is_a_program_or_a_skill_is_needed(kind, text):
    needs = plan(text, [])

    (need,) = needs.skills + needs.tools
    assert kind in (need.kind, "either")


@pytest.mark.parametrize("text", REFUSALS)
def test_other_items_and_rows_are_not_needed(text):
    assert not plan(text, [])

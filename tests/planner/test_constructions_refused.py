"""Look-alikes of the constructions: denied, bought, mocked, past, or of somebody else.

Each sentence stands for a form of its own; none is from a document of the corpus.
"""

import pytest

from planner import plan

REFUSALS = [
    "The engineers build a bridge over the weir.",
    "The programme for the evening is still to be written.",
    "The protocol of the last meeting is missing.",
    "No rubric exists, and none will be drafted.",
    "We have no converter. Nobody will write one.",
    "The council is developing a tool of its own; ours is a different job.",
    "My cousin offered to write us an app; we thanked him and said no.",
    "Nobody needs a converter here; the museum sends CSV.",
    "We would need a scraper if the city stopped publishing the file.",
    "They keep telling us to get a magic chatbot. No.",
    "There's no point in building a tagger for forty photos.",
    "We use Filemaker 19 with its report generator.",
    "The old collator from the university was thrown away in 2019.",
    "Customers ought to be able to reorder by phone.",
    "Sie wollten einen Bot; wir machen das von Hand.",
    "A parser for these files ships with the camera.",
    "Should the committee insist, we might look at a dashboard.",
    "The publisher's style guide applies and is in force since 2015.",
    "We had planned a bot, but the union objected and it was buried.",
    "Nurses must be able to reach the desk at any hour.",
    "Nadie ha pedido una aplicación, y no la haremos.",
    "Ein Chatbot? Nein danke.",
    "La mairie développe son propre outil, cela ne nous regarde pas.",
    "The library has a perfectly good barcode tool.",
    "Miriam's script of 2017 did this, then the server burned.",
    "If only somebody would write us an app!",
    "The scanner's software must be updated by the vendor.",
    "We briefly flirted with a recommender. The board killed it.",
    "Good people skills and a steady hand are all that's needed.",
    "Visitors want a guide in Dutch; the tourist office prints one.",
    "Hay que comprar un programa de contabilidad.",
    "There is no call for a converter here.",
    "There is no point in writing a script for forty photos.",
    "We see no reason to build a parser.",
    "There is no appetite for a bot.",
    "`merge.py` prints the list, as ever.",
    "`report.sh` was written in 2016 and runs nightly.",
    "Our recognition of volunteers needs speeches.",
    "The tour guides need a command of Dutch.",
    "The agents understand that this is required.",
    "- [ ] Types nothing, adds up the sheets",
    "- [ ] fancy bot (nobody, 2027?)",
    "## Scripts\n\n- photo renamer: works, leave it",
    "The procedure for appeals is laid down in the act.",
    "« Il faudrait un outil pour cela », écrit un lecteur de Nantes.",
    "| Pieza | Tipo | Estado |\n|---|---|---|\n| Zotero 7 | programa | hay |",
]


@pytest.mark.parametrize("text", REFUSALS)
def test_what_only_looks_like_a_call_is_no_need(text):
    assert not plan(text, [])


def test_a_question_as_a_title_asks_for_nothing():
    needs = plan("- *Should we buy an AI classifier?* The one we tried called a hinge a screw.", [])

    assert (needs.skills, needs.tools) == ((), ())

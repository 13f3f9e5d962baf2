"""Techniques called an ability, programs in somebody's hands, and programs that are brought in as new."""

import pytest

from planner import plan


def kinds(text):
    needs = plan(text, [])
    return ["skill"] * len(needs.skills) + ["tool"] * len(needs.tools)


@pytest.mark.parametrize(
    "text",
    [
        "Dating postmarks from smudges is a craft every worker has to master for this.",
        "The skill that all of this rests on is transcribing Low German.",
        "The heart of the job is matching receipts against card statements.",
        "Verblasste Stempel zu entziffern, ist eine Fähigkeit, ohne die niemand anfangen kann.",
        "This is beyond us: recognising gulls in photos is an ability that the workers must have.",
    ],
)
def test_a_technique_that_is_called_an_ability_and_demanded_is_a_need(text):
    assert kinds(text) == ["skill"]


@pytest.mark.parametrize(
    "text",
    [
        "Carving bowls is an ability that visitors must bring.",
        "Transcribing is a skill, and Ed is proud of his.",
        "Reading signals is no ability that we need.",
        "The heart of the village is a market hall.",
    ],
)
def test_an_ability_that_nobody_demands_of_workers_is_none(text):
    assert kinds(text) == []


def test_abilities_that_a_sentence_counts_are_found_in_those_that_go_through_them():
    text = (
        "Two abilities are indispensable here. One is extracting prices from leaflets. "
        "The other: matching pump models against the list."
    )

    assert kinds(text) == ["skill", "skill"]


def test_what_is_gone_through_without_being_demanded_is_no_need():
    assert (
        kinds("Two abilities won him the prize. One is reading faces. The other: telling lies apart.") == []
    )


@pytest.mark.parametrize(
    "text",
    [
        "Sven takes care of a little watcher which rings when the freezer log stops.",
        "A deduplicator of addresses is on Lena's plate until mid-March.",
        "A small script that fills the ledger is in Ruth's hands.",
        "We put Selma on coding a stitcher for the door log.",
        "Two days are reserved for programming a calendar generator.",
        "The agency programs us a receiver that turns the texts into rows.",
    ],
)
def test_a_program_in_the_hands_of_somebody_is_a_need(text):
    assert kinds(text) == ["tool"]


@pytest.mark.parametrize(
    "text",
    [
        "The bank lends us a converter until May.",
        "We rent a robot for the harvest until October.",
        "A parser that the ministry runs is available until Easter.",
        "By coding a converter Paul won the cup in 2011.",
        "Instead of building a scraper we ask the shops.",
    ],
)
def test_a_program_that_is_only_lent_or_told_of_is_none(text):
    assert kinds(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "For the night shift, let's have a bot that pages the vet when a cow leaves the herd.",
        "Our intern's summer project: an aligner of subtitles for the video files.",
        "Without a stitcher for the panorama frames the whole exhibit is stuck.",
        "We need a command that traces a lot through all three and answers: which shelf, which patient?",
        "The conversion is to be automated by a program of our own.",
    ],
)
def test_a_program_that_a_sentence_brings_in_with_its_purpose_is_a_need(text):
    assert kinds(text) == ["tool"]


@pytest.mark.parametrize(
    "text",
    [
        "Do we need a command that traces a lot through all three?",
        "The city has a bot that answers the phone.",
        "The museum sells a program that draws maps.",
        "We remember a script that renamed everything.",
        "Visitors get a tool that finds their seat.",
        "We manage without a bot that answers the phone.",
    ],
)
def test_a_program_that_is_there_or_only_asked_about_is_none(text):
    assert kinds(text) == []


@pytest.mark.parametrize(
    "text",
    [
        'Spare parts follow "essential character", a skill that Mr Osei is going to draft.',
        "A phrasing guide is composed with two rangers in February and binds all editors.",
        "For borderline cases there is to be a policy on refunds that the agents abide by.",
        "An abbreviation standard applies to all editors, and Birgit lays it down in week 2.",
        "The headword is ruled by a lemma policy. Nobody has ever put it on paper; the editors keep to it.",
    ],
)
def test_what_workers_will_go_by_is_a_skill(text):
    assert kinds(text) == ["skill"]


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("skill", "Segmenting birds in grainy footage is something the agents absolutely have to know."),
        ("skill", "Every slip gets a photo (OCR of pencil on brown paper is therefore indispensable)."),
        ("skill", "If the workers are unable to extract dosages from leaflets, we may as well stop here."),
        ("skill", "Our agents need the knack of lining up two versions of a contract clause by clause."),
        ("skill", "Without a way of reading water meters from phone pictures, the pilot is dead."),
        ("skill", "Reading dials off tilted photos has to be mastered by every agent."),
        ("skill", "Needed from day one: speech recognition for Swiss German."),
        ("skill", "They do it as laid down in a carcass protocol, which the vet hasn't delivered but will."),
        ("tool", "A reporter of gaps (which street is white for six hours?) gets written before the frost."),
        ("tool", "The bank takes one format only, so a payment file writer has got to be developed."),
        (
            "tool",
            "## Still to be made\n\n* drawer planner, prints the new order as a list per cabinet\n* glue",
        ),
    ],
)
def test_a_need_of_another_build_is_found_as_well(wanted, text):
    assert kinds(text) == [wanted]


def test_things_that_somebody_has_agreed_to_are_counted_off():
    text = (
        "There are two things Bram has agreed to. One is a program that lays out a card as a page. "
        "The other: an index maker for ingredients, run once at the end."
    )

    assert kinds(text) == ["tool", "tool"]


@pytest.mark.parametrize(
    "text",
    [
        "There were two things Bram refused. One is a program that lays out a card as a page.",
        "## From June\n\n- standard answers are written by the agents in line with the tone of the house",
        "The vendor will deliver an exporter in version 9.",
        "A bot is the last thing we want.",
        "Hikers must be able to read the signs from ten metres.",
        "We need to translate the invitation into Polish by Friday.",
        "Authors must be able to contest a term for four weeks.",
    ],
)
def test_what_looks_like_it_but_is_a_right_a_deed_or_the_work_of_others_is_none(text):
    assert kinds(text) == []


def test_an_adjective_is_part_of_the_name_of_a_skill_that_the_library_holds():
    assert plan("For the texts use the plain language skill, unchanged.", ["plain-language"]).skills == ()


def test_programs_that_are_counted_are_told_of_by_what_they_do():
    text = (
        "On top of it come two small programs. The first, `rotacheck`, rejects a file with gaps. "
        "The second posts tomorrow's names to the channel."
    )

    assert kinds(text) == ["tool", "tool"]


@pytest.mark.parametrize(
    "text",
    [
        "Two programs came with the printer. The first checks the ink. The second draws a page.",
        "Two speakers come at nine. The first checks the room. The second draws a map.",
        "The guide to the filter hall was written in 2018 and still holds for our workers.",
    ],
)
def test_what_is_counted_but_is_there_already_or_is_no_program_is_none(text):
    assert kinds(text) == []


def test_a_label_that_denies_how_a_thing_is_done_refuses_nothing():
    assert kinds("Not by hand: we'll need a synonym resolver for the lists.") == ["tool"]

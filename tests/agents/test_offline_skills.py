import pytest
from hypothesis import given, settings
from skills_ref import read_properties, validate

from orchestration.agents.offline import OfflineAgent
from orchestration.agents.passages import method_steps, section
from orchestration.checks import check_skill
from tests.agents.briefs import APPROACH, HOSTILE, any_text, make_skill_brief, never


def draft(**changes):
    return OfflineAgent().write_skill(make_skill_brief(**changes), never())


def test_a_draft_passes_the_checks():
    assert check_skill("claim-letter", draft()) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_a_draft_is_valid_for_the_reference_library_whatever_the_approach_says(text, tmp_path):
    folder = tmp_path / "claim-letter"
    folder.mkdir()
    content = draft(title=text, specification=text, quote=text, reason=text, intent=text, outcome_name=text)

    (folder / "SKILL.md").write_text(content, encoding="utf-8")

    assert validate(folder) == []
    assert len(read_properties(folder).description) <= 1024


@settings(max_examples=60, deadline=None)
@given(specification=any_text, quote=any_text, other=any_text)
def test_a_draft_passes_the_checks_whatever_the_approach_says(specification, quote, other):
    content = draft(
        specification=specification,
        quote=quote,
        approach=f"{other}\n{quote}\n{specification}",
        **dict.fromkeys(("title", "reason", "intent", "outcome_name"), other),
        findings=(other,),
        neighbours=(other,),
    )

    assert check_skill("claim-letter", content) == []


def test_a_draft_says_in_its_body_and_frontmatter_that_it_is_one():
    content = draft()

    assert "**Offline draft.**" in content
    assert 'status: "offline draft"' in content


ASKED = {
    "Create a skill called 'Escalation Triage' that sorts blocked cases into legal / technical / people.": (
        "Sort blocked cases into: legal / technical / people."
    ),
    "We need a skill for reading tide tables.": "Read tide tables.",
    "We need a skill for lighthouse pricing.": "Handle lighthouse pricing.",
    "Workers must know how to read a DPA.": "Read a DPA.",
    "Workers must be able to parse invoices.": "Parse invoices.",
    "Workers need to scrape pages politely.": "Scrape pages politely.",
    "Use the web-research skill to find the pages.": "Find the pages.",
    "The triage skill should sort tickets and flag old ones.": "Sort tickets and flag old ones.",
    "A skill that reads notes, tags topics and writes a page.": "Read notes, tag topics and write a page.",
    "Triage: sorts tickets by age.": "Sort tickets by age.",
    'Write in the voice of our "Plain Reporting" skill: one fact a sentence, no jargon.': (
        "Keep to this: one fact a sentence, no jargon."
    ),
}


def draft_of(passage, **changes):
    return draft(specification=passage, quote=passage, approach=passage, **changes)


@pytest.mark.parametrize("passage", ASKED)
def test_the_purpose_is_the_work_and_not_the_wish_for_a_skill(passage):
    purpose = section(draft_of(passage, title="Triage"), "Purpose")

    assert purpose.split("\n")[0] == ASKED[passage]


def test_a_passage_is_stated_once():
    content = draft_of("Workers must know how to read a DPA.")

    assert content.split("# Claim Letter", 1)[1].count("ead a DPA") == 1
    assert method_steps(content) == ["Do what the purpose says; the approach describes no steps."]


def test_the_method_is_the_passage_taken_apart():
    content = draft_of(
        "When a supplier is late, the skill should compare both contracts, flag the clauses that differ "
        "(term, price), then write a memo of at most 300 words. Never quote a price without its date."
    )

    assert method_steps(content) == [
        "Compare both contracts.",
        "Flag the clauses that differ.",
        "Cover: term, price.",
        "Write a memo of at most 300 words.",
    ]
    assert section(content, "When to use").startswith("- When a supplier is late\n")
    assert section(content, "Output") == "- A memo of at most 300 words"
    assert section(content, "Checklist").split("\n") == [
        "- [ ] None of the 2 that step 3 lists is left out",
        "- [ ] At most 300 words",
        "- [ ] Never quote a price without its date",
    ]


def test_a_choice_becomes_a_step_and_a_check():
    content = draft_of("Create a skill that sorts tickets into legal / technical / people")

    assert method_steps(content) == ["Sort tickets.", "Choose for each: legal, technical or people."]
    assert section(content, "Checklist") == "- [ ] Each has one of the 3 that step 2 lists"


def test_nouns_that_look_like_verbs_do_not_cut_a_sentence():
    content = draft_of("Need a skill that reads price lists, plans and reports from partners.")

    assert section(content, "Purpose").startswith("Read price lists, plans and reports from partners.")
    assert "no steps" in section(content, "Method")


def test_the_method_takes_the_list_that_hangs_on_the_quote():
    assert method_steps(draft()) == ["Enclose the statement of facts and the laytime sheet."]


def test_a_labelled_passage_goes_to_its_section():
    assert section(draft(), "Output") == "- One letter of at most two pages"


def test_the_bars_that_the_approach_sets_are_the_checklist():
    assert section(draft(), "Checklist").split("\n") == [
        "- [ ] Never name a sum that is not in the laytime sheet",
        "- [ ] At most two pages",
    ]


def test_a_table_row_reads_as_a_sentence():
    content = draft(
        specification="| 3.1 Letters | skills/claim-letter.md | what to enclose |", quote="", approach=""
    )

    assert section(content, "Purpose").startswith("Letters; skills/claim-letter.md; what to enclose.")


def test_what_the_approach_does_not_say_is_called_missing_and_not_made_up():
    content = draft(specification="", quote="", reason="", intent="", outcome_name="", approach="")

    assert section(content, "Output") == "The approach names no output for this skill."
    assert section(content, "When to use") == "The approach does not say when this skill is needed."
    assert "describes no steps" in section(content, "Method")


def test_what_was_refused_before_is_on_the_checklist():
    assert "the steps are vague" in section(draft(findings=("the steps are vague",)), "Checklist")


def test_the_same_brief_gives_the_same_draft():
    assert draft() == draft()


def test_passages_of_other_needs_stay_out():
    content = draft(approach=APPROACH + "\n- an unrelated item\n")

    assert "unrelated" not in content

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


def test_the_method_takes_the_list_that_hangs_on_the_quote():
    assert method_steps(draft())[1:] == [
        "enclose the statement of facts and the laytime sheet",
        "never name a sum that is not in the laytime sheet",
    ]


def test_a_labelled_passage_goes_to_its_section():
    assert section(draft(), "Output") == "- one letter of at most two pages"


def test_a_bar_that_the_approach_sets_is_on_the_checklist():
    assert "- [ ] never name a sum that is not in the laytime sheet" in section(draft(), "Checklist")


def test_a_required_ability_becomes_a_step_and_its_list_a_checklist():
    content = draft(
        specification="They must be able to match names, forms included (GmbH, Kft.).", quote="", approach=""
    )

    assert method_steps(content) == ["Match names, forms included (GmbH, Kft.)."]
    assert section(content, "Checklist").endswith("- [ ] Covered: GmbH\n- [ ] Covered: Kft.")


def test_a_table_row_reads_as_a_sentence():
    content = draft(
        specification="| 3.1 Letters | skills/claim-letter.md | what to enclose |", quote="", approach=""
    )

    assert method_steps(content) == ["Letters; skills/claim-letter.md; what to enclose"]


def test_the_use_quotes_the_approach():
    assert "What to enclose, when to stop being polite" in section(draft(), "When to use")


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

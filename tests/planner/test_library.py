"""Library skills are recognised in whatever form the text writes them."""

import pytest

from planner import find_in_library, plan

LIBRARY = ["web-research", "confidentiality", "case-file-structure"]


@pytest.mark.parametrize(
    "text",
    [
        "Use the web-research skill.",
        "Follow the Web Research skill.",
        "Governed by the skill “web research”.",
        "Use `web_research` for that.",
        "See skills/web-research.md first.",
        "## Skills\n\n- Web research\n",
        "We have these skills: web research, and more to come.",
        "Web-researches follow fact-checking.",
    ],
)
def test_a_library_skill_is_existing_in_any_form_and_no_need(text):
    needs = plan(text, LIBRARY)

    assert needs.existing_skills == ("web-research",)
    assert "web-research" not in [skill.name for skill in needs.skills]


@pytest.mark.parametrize(
    "text",
    [
        "The web is large, and research takes time.",
        "Confidentiality matters to us.",
        "We do research on the web.",
        "The case file has a structure.",
    ],
)
def test_words_in_passing_name_no_skill(text):
    assert plan(text, LIBRARY).existing_skills == ()


@pytest.mark.parametrize(
    "name",
    [
        "web-research",
        "Web Research",
        "the web research skill",
        "Web-Research Skills",
        "skills/web_research.md",
        "skills/web-research/SKILL.md",
        "`web-research`",
    ],
)
def test_a_name_is_found_in_the_library_whatever_its_form(name):
    assert find_in_library(name, LIBRARY) == "web-research"


@pytest.mark.parametrize("name", ["web", "research", "web-researcher-training", "", "skill"])
def test_a_similar_name_is_not_taken_for_another(name):
    assert find_in_library(name, LIBRARY) is None


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ("proteccion-datos", "Los datos se tratan según la habilidad «protección de datos»."),
        ("gespraechsfuehrung", "Der Ton richtet sich nach dem Skill „Gesprächsführung“."),
        ("show-notes-style", "Show notes are written per show notes style."),
        ("stall-map", "Skills on the shelf: `stall-map`, `till-closing`."),
        ("estimation", "We go by code reading and then estimation, both skills we have."),
        ("lockout-tagout", "Before touching the pump, always lockout tagout skill."),
        ("case-file-structure", "| Task | With |\n|---|---|\n| file it | Case File Structure (skill) |"),
    ],
)
def test_small_words_umlauts_and_position_hide_no_library_skill(entry, text):
    needs = plan(text, [entry])

    assert needs.existing_skills == (entry,)
    assert not any(skill.name.endswith(entry) for skill in needs.skills)


def test_a_skill_that_the_library_lacks_is_needed():
    needs = plan("Use the web-research skill and the price-mapping skill.", LIBRARY)

    assert [skill.name for skill in needs.skills] == ["price-mapping"]

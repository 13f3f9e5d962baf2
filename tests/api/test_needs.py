"""What an outcome needs, what a click would do about it, and what members say to it."""

import pytest

from outcomes.models import Run, Skill, Worker
from tests.factories import APPROACH, OutcomeFactory, RunFactory, SkillFactory, TaskFactory
from tests.model_answers import skill_text, tool_text


@pytest.fixture
def needs(outcome):
    return f"outcomes/{outcome.pk}/needs"


def names(part):
    return [entry["name"] for entry in part]


def test_needs_quote_the_approach_and_tell_the_plan(api, needs):
    told = api.get(needs).json()

    assert set(told) == {"skills", "tools", "existingSkills", "plan", "said", "planning"}
    skill = told["skills"][0]
    assert (skill["name"], skill["line"], skill["status"], skill["origin"]) == (
        "web-research",
        3,
        None,
        "rules",
    )
    assert {"title", "specification", "reason", "quote", "digest"} <= set(skill)
    assert APPROACH[skill["passage"]["start"] : skill["passage"]["end"]] == skill["quote"]
    assert names(told["tools"]) == ["price-diff"]
    assert set(told["plan"]) == {"build", "rebuild", "building", "keep", "retire"}
    assert names(told["plan"]["build"]) == ["web-research", "price-diff"]


def test_a_skill_of_the_library_is_existing(api, needs):
    SkillFactory(library=True, name="web-research")

    told = api.get(needs).json()

    assert (told["existingSkills"], told["skills"]) == (["web-research"], [])


def test_what_is_built_is_kept(api):
    outcome = OutcomeFactory(ready=True, with_approach=True)

    told = api.get(f"outcomes/{outcome.pk}/needs").json()

    assert names(told["plan"]["keep"]) == ["web-research", "price-diff"]
    assert told["skills"][0]["status"] == "draft"


def test_a_need_is_added_by_title(api, needs):
    response = api.post(needs, {"kind": "tool", "title": "Invoice reader", "specification": "Reads them."})

    added = response.json()["tools"][-1]
    assert response.status_code == 201
    assert (added["name"], added["title"], added["specification"], added["origin"]) == (
        "invoice-reader",
        "Invoice reader",
        "Reads them.",
        "mia",
    )


def test_a_need_may_have_a_name_and_a_title(api, needs):
    added = api.post(needs, {"name": "invoices", "title": "Reading invoices"}).json()["skills"][-1]

    assert (added["name"], added["title"]) == ("invoices", "Reading invoices")


def test_adding_what_is_called_for_already_is_200(api, needs):
    assert api.post(needs, {"name": "web-research"}).status_code == 200


def test_adding_a_need_resets_what_was_ready(api):
    outcome = OutcomeFactory(ready=True)

    api.post(f"outcomes/{outcome.pk}/needs", {"name": "market-sizing"})

    assert api.get(f"outcomes/{outcome.pk}").json()["infrastructureReady"] == 0


@pytest.mark.parametrize(
    "body",
    [{}, {"title": ""}, {"name": 3}, {"name": "x", "kind": "robot"}, {"name": "x" * 201}, {"nam": "x"}],
)
def test_a_need_that_cannot_be_is_refused(api, needs, body):
    assert api.post(needs, body).status_code == 422


def test_a_need_is_edited(api, needs):
    told = api.patch(f"{needs}/web-research", {"title": "Research", "specification": "Look it up."}).json()

    assert (told["skills"][0]["title"], told["skills"][0]["specification"]) == ("Research", "Look it up.")


def test_a_need_is_renamed(api, needs):
    told = api.patch(f"{needs}/web-research", {"name": "desk-research"}).json()

    assert names(told["skills"]) == ["desk-research"]


@pytest.mark.parametrize(("name", "status"), [("price-diff", 409), ("Not A Name", 422), ("", 422)])
def test_a_name_that_is_taken_or_none_is_refused(api, needs, name, status):
    assert api.patch(f"{needs}/web-research", {"name": name}).status_code == status


def test_a_need_is_dismissed_and_called_back(api, needs):
    assert names(api.patch(f"{needs}/web-research", {"dismissed": True}).json()["skills"]) == []

    assert names(api.patch(f"{needs}/web-research", {"dismissed": False}).json()["skills"]) == [
        "web-research"
    ]


def test_an_unknown_need_is_404(api, needs):
    assert api.patch(f"{needs}/nothing", {"title": "x"}).status_code == 404
    assert api.post(f"{needs}/nothing/waive").status_code == 404


def test_a_failed_need_is_waived(api):
    outcome = OutcomeFactory(with_approach=True)
    SkillFactory(outcome=outcome, name="web-research", failed=True)

    response = api.post(f"outcomes/{outcome.pk}/needs/web-research/waive")

    assert response.status_code == 200
    assert Skill.objects.get().status == "waived"


def test_a_waiver_tells_who_and_why(api):
    outcome = OutcomeFactory(with_approach=True)
    SkillFactory(outcome=outcome, name="web-research", failed=True)

    told = api.post(f"outcomes/{outcome.pk}/needs/web-research/waive", {"note": "we know it"})

    skill = api.get(f"outcomes/{outcome.pk}/skills").json()["items"][0]
    assert told.status_code == 200
    assert (skill["waivedBy"], skill["waivedWhy"]) == ("mia", "we know it")
    assert told.json()["skills"][0]["status"] == "waived"


@pytest.mark.parametrize("note", [3, "x" * 2001, None])
def test_a_reason_that_cannot_be_kept_is_refused(api, needs, note):
    response = api.post(f"{needs}/web-research/waive", {"note": note})

    assert response.status_code == 422
    assert "note" in response.json()["error"]


def test_what_is_built_cannot_be_waived(api):
    outcome = OutcomeFactory(ready=True, with_approach=True)

    assert api.post(f"outcomes/{outcome.pk}/needs/web-research/waive").status_code == 409


# -- by hand --------------------------------------------------------------------------------------


def test_a_need_is_supplied_by_hand_and_twice_is_once(api, needs):
    body = {"content": skill_text("web-research")}

    answers = [api.post(f"{needs}/web-research/supply", body) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json()["skills"][0]["status"] == "checked"
    assert answers[0].json()["plan"]["keep"] == [
        {
            "kind": "skill",
            "name": "web-research",
            "reason": "Supplied by mia.",
            "outdated": False,
            "alike": None,
            "renamedFrom": None,
        }
    ]
    [version] = Skill.objects.get().versions.all()
    assert (version.agent, version.author) == ("member", "mia")


def test_a_program_is_supplied_by_hand(api, needs):
    body = {"content": tool_text("price-diff")}

    assert api.post(f"{needs}/price-diff/supply", body).json()["tools"][0]["status"] == "checked"


@pytest.mark.parametrize(
    ("name", "content", "findings"),
    [
        ("web-research", "Be careful.", ["line 1: a SKILL.md begins with frontmatter"]),
        (
            "web-research",
            "---\nname: web-research\ndescription: Looks it up.\n---\n\n## Purpose\n\nTo know.\n",
            [
                f'the section "{title}" is missing'
                for title in ("When to use", "Method", "Output", "Checklist")
            ],
        ),
        ("web-research", skill_text("another-name"), ["another-name"]),
        ("price-diff", "def main(:", ["line 1: not valid Python"]),
        ("price-diff", "import requests\n", ["imports requests", "argparse", "docstring", "--self-test"]),
        ("price-diff", "   ", ["the document is empty"]),
    ],
)
def test_what_does_not_pass_the_checks_is_refused_with_every_finding(api, needs, name, content, findings):
    response = api.post(f"{needs}/{name}/supply", {"content": content})

    told = [(detail["field"], detail["message"]) for detail in response.json()["details"]]
    assert response.status_code == 422
    assert {field for field, _ in told} == {"content"}
    for finding in findings:
        assert any(finding in message for _, message in told), (finding, told)
    assert api.get(needs).json()["skills"][0]["status"] is None


@pytest.mark.parametrize("content", [None, 3, "a\0b", "x" * 1_000_001])
def test_a_text_that_cannot_be_kept_is_refused(api, needs, content):
    response = api.post(f"{needs}/web-research/supply", {"content": content})

    assert response.status_code == 422
    assert "content" in response.json()["error"]


@pytest.mark.parametrize("verb", ["supply", "rebuild"])
def test_by_hand_only_what_is_called_for(api, needs, verb):
    body = {"content": "x"} if verb == "supply" else {}

    assert api.post(f"{needs}/nothing/{verb}", body).status_code == 404


def test_a_supplied_need_whose_specification_changed_is_kept_until_a_rebuild_is_asked_for(api, needs):
    api.post(f"{needs}/web-research/supply", {"content": skill_text("web-research")})

    changed = api.patch(f"{needs}/web-research", {"specification": "Read annual reports."}).json()["plan"]
    asked = [api.post(f"{needs}/web-research/rebuild") for _ in range(2)]

    [kept] = changed["keep"]
    assert (kept["outdated"], kept["reason"]) == (
        True,
        "Supplied by mia for an earlier specification. Rebuild it?",
    )
    assert [answer.status_code for answer in asked] == [200, 200]
    assert names(asked[1].json()["plan"]["rebuild"]) == ["web-research"]
    assert asked[1].json()["plan"]["keep"] == []


def test_what_an_agent_built_is_not_rebuilt_for_the_asking(api):
    outcome = OutcomeFactory(ready=True, with_approach=True)

    response = api.post(f"outcomes/{outcome.pk}/needs/web-research/rebuild")

    assert (response.status_code, response.json()["code"]) == (409, "wrong-status")
    assert "is draft" in response.json()["error"]


def test_dismissing_what_a_held_run_waits_for_wakes_a_worker_at_once(api):
    outcome = OutcomeFactory(ready=True)
    TaskFactory(outcome=outcome)
    run = RunFactory(outcome=outcome)
    needs = f"outcomes/{outcome.pk}/needs"
    api.post(needs, {"name": "fog-forecasting"})
    assert Run.objects.get(pk=run.pk).status == "held"

    api.patch(f"{needs}/fog-forecasting", {"dismissed": True})

    assert Run.objects.get(pk=run.pk).status == "running"
    assert Worker.objects.get().status == "woken"

"""What an outcome needs, what a click would do about it, and what members say to it."""

import pytest

from outcomes.models import Skill
from tests.factories import OutcomeFactory, SkillFactory


@pytest.fixture
def needs(outcome):
    return f"outcomes/{outcome.pk}/needs"


def names(part):
    return [entry["name"] for entry in part]


def test_needs_quote_the_approach_and_tell_the_plan(api, needs):
    told = api.get(needs).json()

    assert set(told) == {"skills", "tools", "existingSkills", "plan"}
    skill = told["skills"][0]
    assert (skill["name"], skill["line"], skill["status"], skill["origin"]) == (
        "web-research",
        3,
        None,
        "rules",
    )
    assert {"title", "specification", "reason", "quote", "digest"} <= set(skill)
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


def test_what_is_built_cannot_be_waived(api):
    outcome = OutcomeFactory(ready=True, with_approach=True)

    assert api.post(f"outcomes/{outcome.pk}/needs/web-research/waive").status_code == 409

"""Skills and tools of an outcome, and those of the library."""

import pytest

from tests.factories import OutcomeFactory, SkillFactory, ToolFactory, add_version

FIELDS = {
    "id",
    "name",
    "title",
    "description",
    "status",
    "version",
    "specification",
    "digest",
    "content",
    "agent",
    "libraryId",
    "createdAt",
    "reason",
    "quote",
    "line",
    "waivedBy",
    "waivedAt",
    "waivedWhy",
    "versions",
}
KINDS = pytest.mark.parametrize(("kind", "factory"), [("skills", SkillFactory), ("tools", ToolFactory)])
TOOL = '''"""Compares two price lists."""

import argparse


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--self-test", action="store_true")
    parser.parse_args()


if __name__ == "__main__":
    main()
'''


@KINDS
def test_what_was_built_is_told_with_its_versions(api, kind, factory):
    row = factory(built=True)
    add_version(row, agent="claude", status="checked")

    (told,) = api.get(f"outcomes/{row.outcome_id}/{kind}").json()["items"]

    assert set(told) == FIELDS
    assert (told["name"], told["status"], told["version"]) == (row.name, "checked", 2)
    assert (told["agent"], told["libraryId"]) == ("claude", None)
    assert row.title in told["content"]
    assert [(v["version"], v["agent"]) for v in told["versions"]] == [(2, "claude"), (1, "offline")]


@KINDS
def test_what_is_only_needed_has_no_content_yet(api, kind, factory):
    row = factory()

    (told,) = api.get(f"outcomes/{row.outcome_id}/{kind}").json()["items"]

    assert (told["status"], told["version"], told["content"], told["agent"]) == ("needed", 0, "", "")


@KINDS
@pytest.mark.parametrize(("query", "count"), [("", 1), ("?retired=false", 1), ("?retired=true", 2)])
def test_retired_ones_are_shown_on_demand(api, kind, factory, query, count):
    outcome = OutcomeFactory()
    factory(outcome=outcome, built=True)
    factory(outcome=outcome, retired=True)

    assert len(api.get(f"outcomes/{outcome.pk}/{kind}{query}").json()["items"]) == count


@KINDS
def test_the_library_holds_what_belongs_to_no_outcome(api, kind, factory):
    factory(built=True)
    row = factory(library=True)

    (told,) = api.get(kind).json()["items"]

    assert (told["id"], told["libraryId"], told["agent"]) == (row.pk, row.pk, "member")


def test_a_skill_is_added_by_its_body(api):
    response = api.post("skills", {"name": "negotiating", "content": "Ask first."})

    told = response.json()
    assert response.status_code == 201
    assert told["content"].startswith("---\nname: negotiating\n")
    assert (told["status"], told["version"], told["versions"][0]["author"]) == ("checked", 1, "mia")


def test_a_tool_is_added(api):
    response = api.post("tools", {"name": "price-diff", "title": "Price diff", "content": TOOL})

    assert response.status_code == 201, response.content
    assert response.json()["description"] == "Compares two price lists."


def test_adding_the_same_again_is_200_and_no_version(api):
    body = {"name": "negotiating", "content": "Ask first."}
    api.post("skills", body)

    again = api.post("skills", body)

    assert (again.status_code, again.json()["version"]) == (200, 1)


def test_other_content_is_a_new_version(api):
    api.post("skills", {"name": "negotiating", "content": "Ask first."})

    response = api.post("skills", {"name": "negotiating", "content": "Listen first."})

    assert (response.status_code, response.json()["version"]) == (201, 2)


@pytest.mark.parametrize(
    ("kind", "body", "field"),
    [
        ("skills", {"name": "Not A Name"}, "name"),
        ("skills", {"name": "x" * 65}, "name"),
        ("skills", {"content": "x"}, "name"),
        ("skills", {"name": "ok", "content": "---\nname: other\n---\nbody"}, "content"),
        ("skills", {"name": "ok", "content": 3}, "content"),
        ("skills", {"name": "ok", "title": "x" * 201}, "title"),
        ("skills", {"name": "ok", "status": "proven"}, "status"),
        ("tools", {"name": "ok", "content": "def"}, "content"),
        ("tools", {"name": "ok"}, "content"),
    ],
)
def test_what_cannot_be_in_the_library_is_refused(api, kind, body, field):
    response = api.post(kind, body)

    assert response.status_code == 422, response.content
    assert response.json()["details"][0]["field"] == field
    assert api.get(kind).json()["items"] == []

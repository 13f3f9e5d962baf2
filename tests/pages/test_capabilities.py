"""Skills, tools, the library, artifacts and API tokens."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from outcomes.models import ApiToken, Artifact, Skill
from tests.factories import OutcomeFactory, SkillFactory, ToolFactory, UserFactory, add_version


def test_a_skill_is_shown_rendered_and_raw_with_its_versions(member_client):
    skill = SkillFactory(name="web-research", built=True, quote="Use the web-research skill", line=3)
    add_version(skill, agent="claude", model="claude-sonnet", status="checked")

    text = member_client.get(reverse("outcomes:skill", args=[skill.pk])).text

    assert "“Use the web-research skill”" in text
    assert "<h3>Web research</h3>" in text
    assert "Raw SKILL.md" in text
    assert "Version 1" in text
    assert "claude-sonnet" in text
    assert skill.digest in text


def test_an_older_version_stays_readable_and_says_offline_draft(member_client):
    skill = SkillFactory(built=True)
    add_version(skill, agent="claude", status="checked")

    newest = member_client.get(reverse("outcomes:skill", args=[skill.pk]))
    oldest = member_client.get(reverse("outcomes:skill", args=[skill.pk]), {"version": "1"})

    assert "This is an offline draft" not in newest.text
    assert "This is an offline draft" in oldest.text


@pytest.mark.parametrize("version", ["99", "x", "-1", "9" * 30])
def test_a_version_that_is_not_there_answers_404(version, member_client):
    skill = SkillFactory(built=True)

    assert (
        member_client.get(reverse("outcomes:skill", args=[skill.pk]), {"version": version}).status_code == 404
    )


def test_a_tool_without_a_version_says_what_builds_it(member_client):
    tool = ToolFactory()

    assert "Orchestrate builds it" in member_client.get(reverse("outcomes:tool", args=[tool.pk])).text


def test_a_skill_is_added_to_the_library(member_client):
    sent = {"name": "web-research", "description": "Finds pages.", "content": "1. Search.\n2. Read."}

    response = member_client.post(reverse("orchestration:add-skill"), sent, follow=True)

    skill = Skill.objects.library().get()
    assert (skill.name, skill.current().author) == ("web-research", "ada")
    assert "is in the library" in response.text
    assert "web-research" in member_client.get(reverse("orchestration:library")).text


def test_a_name_that_cannot_be_is_refused_with_a_better_one(member_client):
    response = member_client.post(reverse("orchestration:add-skill"), {"name": "Web Research"})

    assert response.status_code == 422
    assert "web-research" in response.text
    assert not Skill.objects.exists()


@pytest.mark.parametrize(("name", "told"), [("web-research", "taken off"), ("other", "has no skill named")])
def test_a_skill_is_taken_off_the_library_once(name, told, member_client):
    SkillFactory(name="web-research", library=True)

    response = member_client.post(
        reverse("orchestration:remove-from-library", args=["skill", name]), follow=True
    )

    assert told in response.text


def test_an_artifact_is_downloaded_and_never_run(member_client):
    outcome = OutcomeFactory()
    (file,) = Artifact.store(outcome, [("pages/a.html", b"<script>alert(1)</script>", "text/html")], "ada")

    shown = member_client.get(reverse("outcomes:artifact", args=[outcome.pk, file.pk]))
    got = member_client.get(reverse("outcomes:download", args=[outcome.pk, file.pk]))

    assert "&lt;script&gt;alert(1)" in shown.text
    assert got.content == b"<script>alert(1)</script>"
    assert got.headers["Content-Disposition"] == 'attachment; filename="a.html"'
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert "html" not in got.headers["Content-Type"]


@pytest.mark.parametrize(
    ("body", "told"), [(b"\xff\xfe", "not a text"), (b"a\0b", "not a text"), (b"x" * 200_001, "too large")]
)
def test_what_cannot_be_read_on_a_page_says_so(body, told, member_client):
    outcome = OutcomeFactory()
    (file,) = Artifact.store(outcome, [("a.bin", body, "")], "ada")

    assert told in member_client.get(reverse("outcomes:artifact", args=[outcome.pk, file.pk])).text


def test_an_upload_is_a_new_version_of_its_path(member_client):
    outcome = OutcomeFactory()
    address = reverse("outcomes:artifacts", args=[outcome.pk])

    for body in (b"1", b"2"):
        member_client.post(address, {"path": "data/prices.csv", "file": SimpleUploadedFile("p.csv", body)})

    newest = Artifact.objects.filter(outcome=outcome).latest().get()
    assert (newest.version, bytes(newest.body), newest.author) == (2, b"2", "ada")


def test_an_upload_outside_of_the_outcome_is_refused(member_client):
    outcome = OutcomeFactory()
    sent = {"path": "../x", "file": SimpleUploadedFile("p.csv", b"1")}

    response = member_client.post(reverse("outcomes:artifacts", args=[outcome.pk]), sent)

    assert response.status_code == 422
    assert "not a path inside the outcome" in response.text


def test_a_token_is_shown_once_and_signs_in_until_it_is_revoked(member, member_client):
    created = member_client.post(reverse("outcomes:tokens"))
    token = created.context["new"]
    owner = ApiToken.owner_of(token)
    listed = member_client.get(reverse("outcomes:tokens")).text
    member_client.post(reverse("outcomes:revoke-token", args=[ApiToken.objects.get().pk]))

    assert token in created.text
    assert created.headers["Cache-Control"] == "no-store"
    assert owner == member
    assert token not in listed
    assert ApiToken.owner_of(token) is None


def test_nobody_sees_or_revokes_the_token_of_somebody_else(member_client):
    ApiToken.issue(UserFactory(username="grace"))
    theirs = ApiToken.objects.get()

    response = member_client.post(reverse("outcomes:revoke-token", args=[theirs.pk]))

    assert response.status_code == 404
    assert theirs.hint not in member_client.get(reverse("outcomes:tokens")).text
    theirs.refresh_from_db()
    assert theirs.revoked_at is None

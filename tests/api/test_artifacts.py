"""Files of an outcome: added, listed, fetched."""

import base64

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from orchestration.api import artifacts as module
from outcomes.models import Artifact
from outcomes.models.artifact import MAX_ARTIFACT_BYTES
from tests.factories import ArtifactFactory, OutcomeFactory, RunFactory, SkillFactory, TaskFactory

FIELDS = {"id", "path", "version", "mediaType", "size", "taskId", "runId", "withoutCapabilities", "createdAt"}


@pytest.fixture
def artifacts(outcome):
    return f"outcomes/{outcome.pk}/artifacts"


def upload(api, path, /, **form):
    return api.client.post(f"/api/{path}", form, headers=api.headers)


def test_a_file_is_added_as_text(api, artifacts):
    response = api.post(artifacts, {"path": "notes/prices.md", "content": "# Präise"})

    told = response.json()
    assert response.status_code == 201
    assert set(told) == FIELDS
    assert (told["path"], told["version"], told["size"]) == ("notes/prices.md", 1, 9)


def test_a_file_is_added_as_base64(api, artifacts):
    body = base64.b64encode(b"\0\xff").decode()

    told = api.post(artifacts, {"path": "a.bin", "contentBase64": body, "mediaType": "image/png"}).json()

    assert (told["size"], told["mediaType"]) == (2, "image/png")
    assert bytes(Artifact.objects.get().body) == b"\0\xff"


def test_a_file_is_uploaded_by_a_form(api, artifacts):
    file = SimpleUploadedFile("prices.csv", b"a,b\n", content_type="text/csv")

    response = upload(api, artifacts, file=file, path="data/prices.csv")

    assert response.status_code == 201, response.content
    assert (response.json()["path"], response.json()["mediaType"]) == ("data/prices.csv", "text/csv")


def test_an_upload_without_a_path_keeps_its_name(api, artifacts):
    assert upload(api, artifacts, file=SimpleUploadedFile("prices.csv", b"")).json()["path"] == "prices.csv"


def test_the_same_path_again_is_a_new_version(api, artifacts):
    versions = [
        api.post(artifacts, {"path": "a.md", "content": text}).json()["version"] for text in ("1", "2")
    ]

    assert versions == [1, 2]
    assert Artifact.objects.count() == 2


def test_the_content_is_a_download_that_no_browser_runs(api, artifacts):
    number = api.post(artifacts, {"path": "x/evil.html", "content": "<script>ü</script>"}).json()["id"]

    response = api.get(f"{artifacts}/{number}/content")

    assert response.content.decode() == "<script>ü</script>"
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="evil.html"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]


def test_a_media_type_that_is_none_is_served_as_bytes(api, outcome):
    (artifact,) = Artifact.store(outcome, [("a.txt", b"x", "text/html\r\nX-Evil: 1")], "mia")

    response = api.get(f"outcomes/{outcome.pk}/artifacts/{artifact.pk}/content")

    assert response.headers["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "path"),
        ({"path": "../up"}, "path"),
        ({"path": "/etc/passwd"}, "path"),
        ({"path": "a\0b"}, "path"),
        ({"path": 3}, "path"),
        ({"path": "a", "content": 3}, "content"),
        ({"path": "a", "contentBase64": "*"}, "contentBase64"),
        ({"path": "a", "contentBase64": "eA==", "content": "x"}, "contentBase64"),
        ({"path": "a", "mediaType": "text"}, "mediaType"),
        ({"path": "a", "mediaType": "text/html\r\nX-Evil: 1"}, "mediaType"),
        ({"path": "a", "version": 1}, "version"),
    ],
)
def test_a_file_that_cannot_be_is_refused(api, artifacts, body, field):
    response = api.post(artifacts, body)

    assert response.status_code == 422, response.content
    assert response.json()["details"][0]["field"] == field
    assert not Artifact.objects.exists()


@pytest.mark.parametrize(("form", "field"), [({"path": "a"}, "file"), ({"fil": "a"}, "fil")])
def test_a_form_that_holds_no_file_is_refused(api, artifacts, form, field):
    response = upload(api, artifacts, **form)

    assert (response.status_code, response.json()["details"][0]["field"]) == (422, field)


def test_no_body_is_refused(api, artifacts):
    assert api.post(artifacts).status_code == 422


@pytest.mark.parametrize("size", [MAX_ARTIFACT_BYTES, MAX_ARTIFACT_BYTES + 1])
def test_twenty_megabytes_are_the_limit(api, artifacts, size):
    response = upload(api, artifacts, file=SimpleUploadedFile("big.bin", bytes(size)))

    assert response.status_code == (201 if size == MAX_ARTIFACT_BYTES else 413)


def test_files_are_listed_newest_first_and_filtered(api, outcome, artifacts):
    run = RunFactory(outcome=outcome)
    Artifact.store(outcome, [("a.md", b"1", "")], "mia")
    Artifact.store(outcome, [("b.md", b"1", "")], "mia", run=run)
    Artifact.store(outcome, [("a.md", b"2", "")], "mia")

    def found(query):
        return [(row["path"], row["version"]) for row in api.get(artifacts + query).json()["items"]]

    assert found("") == [("a.md", 2), ("b.md", 1), ("a.md", 1)]
    assert found("?path=a.md") == [("a.md", 2), ("a.md", 1)]
    assert found("?latest=true") == [("a.md", 2), ("b.md", 1)]
    assert found(f"?runId={run.pk}") == [("b.md", 1)]


@pytest.mark.parametrize("query", ["runId=x", "runId=" + "9" * 30, "latest=perhaps"])
def test_a_filter_that_cannot_be_is_refused(api, artifacts, query):
    response = api.get(f"{artifacts}?{query}")

    assert response.status_code == 422
    assert query.split("=")[0] in response.json()["error"]


def test_lists_do_not_read_bodies(api, outcome, artifacts, django_assert_max_num_queries):
    Artifact.store(outcome, [("a.md", b"1", "")], "mia")

    with django_assert_max_num_queries(5) as queries:
        api.get(artifacts)

    assert not any('"body"' in query["sql"] for query in queries)
    assert module.MAX_ARTIFACT_BYTES == 20 * 1024 * 1024


def test_a_file_tells_what_its_task_was_done_without(api):
    outcome = OutcomeFactory(ready=True)
    SkillFactory(outcome=outcome, name="fog", failed=True).waive("ada", "we know it")
    attempt = TaskFactory(outcome=outcome, completed=True).attempts.get()
    attempt.waived = ["skill fog"]
    attempt.save()
    ArtifactFactory(outcome=outcome, path="a.md", attempt=attempt)
    ArtifactFactory(outcome=outcome, path="b.md")

    told = {item["path"]: item for item in api.get(f"outcomes/{outcome.pk}/artifacts").json()["items"]}

    [waiver] = told["a.md"]["withoutCapabilities"]
    assert (waiver["name"], waiver["waivedBy"], waiver["waivedWhy"]) == ("fog", "ada", "we know it")
    assert told["b.md"]["withoutCapabilities"] == []

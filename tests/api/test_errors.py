"""One shape for every error under /api/, wherever it arises."""

import pytest
from django.db import OperationalError

from orchestration.api import orchestrate
from outcomes.models import Outcome

HUGE = 10**30


def told(response, status, code):
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == "application/json"
    body = response.json()
    assert set(body) == {"error", "code", "details"}
    assert body["code"] == code
    return body["error"]


@pytest.mark.parametrize(
    "path", ["nope", "outcomes/", "outcomes/-1", "outcomes/x", "outcomes/1/nope", "outcomes/1/orchestrate/"]
)
def test_an_unknown_address_is_404(api, path):
    assert "/api/" in told(api.get(path), 404, "not-found")


@pytest.mark.parametrize("number", [17, HUGE, "9" * 5000])
def test_an_unknown_outcome_is_404(api, number):
    error = told(api.get(f"outcomes/{number}"), 404, "not-found")

    assert number != 17 or error == "There is no outcome 17."


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("PATCH", ""),
        ("DELETE", ""),
        ("GET", "/needs"),
        ("POST", "/needs"),
        ("PATCH", "/needs/x"),
        ("POST", "/needs/x/waive"),
        ("GET", "/orchestrate"),
        ("POST", "/orchestrate"),
        ("POST", "/execute-plan"),
        ("POST", "/stop"),
        ("POST", "/resume"),
        ("GET", "/tasks"),
        ("POST", "/tasks"),
        ("GET", "/tasks/1"),
        ("PATCH", "/tasks/1"),
        ("DELETE", "/tasks/1"),
        ("POST", "/tasks/1/retry"),
        ("POST", "/tasks/1/skip"),
        ("POST", "/tasks/1/cancel"),
        ("POST", "/tasks/1/answer"),
        ("GET", "/proposed-tasks"),
        ("POST", "/proposed-tasks/accept"),
        ("POST", "/proposed-tasks/drop"),
        ("POST", "/proposed-tasks/restore"),
        ("GET", "/skills"),
        ("GET", "/tools"),
        ("GET", "/events"),
        ("GET", "/runs"),
        ("GET", "/artifacts"),
        ("POST", "/artifacts"),
        ("GET", "/artifacts/1/content"),
    ],
)
def test_no_route_knows_an_unknown_outcome(api, method, path):
    bodies = {"/needs": {"name": "x"}, "/tasks": {"title": "x"}, "/artifacts": {"path": "x"}}
    bodies |= {f"/proposed-tasks/{verb}": {"steps": ["x"]} for verb in ("drop", "restore")}
    body = bodies.get(path, {}) if method != "GET" else b""

    told(api.call(method, f"outcomes/17{path}", body), 404, "not-found")


@pytest.mark.parametrize("part", ["tasks/99", "artifacts/99/content"])
def test_what_an_outcome_does_not_have_is_404(api, outcome, part):
    told(api.get(f"outcomes/{outcome.pk}/{part}"), 404, "not-found")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "outcomes/1/stop", "POST"),
        ("GET", "outcomes/1/tasks/1/retry", "POST"),
        ("PUT", "outcomes/1/orchestrate", "GET, POST"),
        ("DELETE", "outcomes", "GET, POST"),
        ("POST", "usage", "GET"),
    ],
)
def test_a_wrong_method_is_405_and_names_the_right_ones(api, method, path, allowed):
    response = api.call(method, path)

    told(response, 405, "method-not-allowed")
    assert sorted(response.headers["Allow"].split(", ")) == allowed.split(", ")


def test_a_wrong_method_is_405_for_nobody_too(stranger):
    told(stranger.get("outcomes/1/stop"), 405, "method-not-allowed")


def test_a_body_beyond_the_limit_is_413(api, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    told(api.post("outcomes", {"name": "x", "approach": "y" * 2000}), 413, "too-large")


def test_a_body_is_refused_by_its_announced_length(api):
    told(api.post("outcomes", b"{}", Content_Length=str(10**12)), 413, "too-large")


def test_a_form_where_json_is_expected_is_400(api):
    response = api.client.post("/api/outcomes", {"name": "x"}, headers=api.headers)

    assert response.status_code in (400, 422)
    assert set(response.json()) == {"error", "code", "details"}


def test_an_unreachable_database_is_503(api, outcome, monkeypatch):
    def unreachable(outcome_id):
        raise OperationalError("no route to host")

    monkeypatch.setattr(orchestrate, "status_of", unreachable)

    told(api.get(f"outcomes/{outcome.pk}/orchestrate"), 503, "unavailable")


def test_a_fault_of_ours_is_500_and_tells_no_secrets(api, outcome, monkeypatch):
    def broken(outcome_id):
        raise RuntimeError("the password is 1234")

    monkeypatch.setattr(orchestrate, "status_of", broken)

    assert "1234" not in told(api.get(f"outcomes/{outcome.pk}/orchestrate"), 500, "server-error")


def test_errors_of_the_site_itself_are_shaped_too(api):
    response = api.client.get("/api/outcomes", headers=api.headers | {"Host": "elsewhere.example"})

    told(response, 400, "bad-request")


def test_refusals_change_nothing(api, outcome):
    before = Outcome.objects.filter(pk=outcome.pk).values().get()

    api.patch(f"outcomes/{outcome.pk}", {"name": "new", "maxExecutionWorkers": 65})

    assert Outcome.objects.filter(pk=outcome.pk).values().get() == before

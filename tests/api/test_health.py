"""Alive, ready, counted; and the page that describes the API."""

import pytest
from django.db import OperationalError, connection

from tests.factories import OutcomeFactory, TaskFactory


def test_alive_needs_neither_sign_in_nor_database(client):
    response = client.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_ready_needs_no_sign_in(client, db):
    assert client.get("/readyz").json() == {"status": "ready"}


def test_not_ready_without_the_database(client, db, monkeypatch):
    def unreachable():
        raise OperationalError("no route to host")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", unreachable)
        response = client.get("/readyz")

    assert (response.status_code, response.json()["code"]) == (503, "database-unreachable")


def test_not_ready_without_the_broker(client, db, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    response = client.get("/readyz")

    assert (response.status_code, response.json()["code"]) == (503, "broker-unreachable")


def test_metrics_count_every_state(api):
    TaskFactory(outcome=OutcomeFactory(), running=True)

    response = api.client.get("/metrics", headers=api.headers)

    lines = response.content.decode().splitlines()
    assert response.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert 'orchestrator_outcomes{status="active"} 1' in lines
    assert 'orchestrator_tasks{phase="execution",status="running"} 1' in lines
    assert 'orchestrator_tasks{phase="infrastructure",status="failed"} 0' in lines
    assert 'orchestrator_runs{status="running"} 1' in lines
    assert 'orchestrator_workers{status="working"} 1' in lines


def test_metrics_are_for_whoever_may_call_the_api(client, admin_client):
    assert client.get("/metrics").status_code == 401
    assert admin_client.get("/metrics").status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_health_is_only_read(client, db, path):
    assert client.post(path).status_code in (403, 405)


def test_the_description_lists_every_route(api):
    paths = api.get("openapi.json").json()["paths"]

    assert set(paths["/api/outcomes/{outcome_id}/orchestrate"]) == {"get", "post"}
    assert {"/api/skills", "/api/usage", "/api/outcomes/{outcome_id}/tasks/{task_id}/retry"} <= set(paths)


def test_the_description_is_for_whoever_may_call_the_api(stranger):
    assert stranger.get("openapi.json").status_code == 401


def test_the_page_of_the_api_shows_every_route_and_loads_nothing_from_elsewhere(admin_client):
    page = admin_client.get("/api/docs").content.decode()

    assert "/api/outcomes/{outcome_id}/execute-plan" in page
    assert "maxInfrastructureWorkers" in page
    assert "<style" not in page
    assert "ProblemOut" in page
    assert "https://" not in page


def test_the_page_of_the_api_is_for_members(client, db):
    response = client.get("/api/docs")

    assert response.status_code == 302
    assert "/accounts/login/" in response.headers["Location"]


def test_not_ready_while_the_disk_has_no_room(client, db, settings):
    settings.ORCHESTRATOR_MIN_FREE_MB = 10**9

    response = client.get("/readyz")

    assert (response.status_code, response.json()["code"]) == (503, "disk-space")
    assert "1,000,000,000 MB" in response.json()["error"]


def test_the_free_disk_is_among_the_metrics(api):
    lines = api.client.get("/metrics", headers=api.headers).content.decode().splitlines()

    assert any(line.startswith("orchestrator_free_disk_megabytes ") for line in lines)

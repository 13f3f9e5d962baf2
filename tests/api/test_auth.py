"""Who may call, and what the others are told."""

import json

import pytest
from django.test import Client

from outcomes.models import ApiToken, Outcome


@pytest.fixture
def site(user):
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    return client


def post(client, path, body, **headers):
    return client.post(path, json.dumps(body), content_type="application/json", headers=headers)


@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Bearer ", "Bearer orc_wrong", "Basic bWlhOm1pYQ==", "Bearer ünï"]
)
def test_without_a_valid_token_the_answer_is_401(db, authorization):
    headers = {"Authorization": authorization} if authorization else {}
    response = Client().get("/api/outcomes", headers=headers)

    assert response.status_code == 401
    assert response.json()["code"] == "not-signed-in"
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_a_revoked_token_is_refused(api, user):
    user.api_tokens.update(revoked_at="2026-01-01T00:00:00Z")

    assert api.get("outcomes").status_code == 401


def test_a_token_of_an_inactive_user_is_refused(api, user):
    user.is_active = False
    user.save()

    assert api.get("outcomes").status_code == 401


def test_a_token_needs_no_csrf_token(api):
    assert api.post("outcomes", {"name": "By script"}).status_code == 201


def test_a_session_reads_without_a_csrf_token(site):
    assert site.get("/api/outcomes").status_code == 200


def test_a_session_that_changes_something_needs_the_csrf_token(site):
    response = post(site, "/api/outcomes", {"name": "By a strange page"})

    assert response.status_code == 403
    assert set(response.json()) == {"error", "code", "details"}
    assert not Outcome.objects.exists()


def test_a_session_with_the_csrf_token_may_change_something(site):
    site.get("/admin/")  # any page hands out the cookie when it has a form
    site.cookies["csrftoken"] = "a" * 32
    response = post(site, "/api/outcomes", {"name": "By our page"}, **{"X-CSRFToken": "a" * 32})

    assert response.status_code == 201


def test_a_wrong_token_is_not_made_good_by_a_session(site):
    response = site.get("/api/outcomes", headers={"Authorization": "Bearer orc_wrong"})

    assert response.status_code == 401


def test_a_post_by_nobody_is_401_and_not_403(stranger):
    assert stranger.post("outcomes", {"name": "x"}).status_code == 401


def test_the_history_names_who_called(api, outcome):
    event = api.get(f"outcomes/{outcome.pk}/events").json()["items"][-1]

    assert event["actor"] == "mia"
    assert ApiToken.objects.get().user.get_username() == "mia"

"""A script that calls the API: JSON in, JSON out, with a token."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from outcomes.models import ApiToken, Outcome
from tests.factories import APPROACH, UserFactory


class Script:
    """Calls with a token; a body is JSON unless it is bytes already."""

    def __init__(self, token: str) -> None:
        self.client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def call(self, method: str, path: str, body: Any = b"", **headers: str) -> Any:
        raw = body if isinstance(body, (bytes, str)) else json.dumps(body)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(
            method, f"/api/{path}", raw, content_type="application/json", headers=self.headers | named
        )

    def get(self, path: str) -> Any:
        return self.call("GET", path)

    def post(self, path: str, body: Any = b"", **headers: str) -> Any:
        return self.call("POST", path, body, **headers)

    def patch(self, path: str, body: Any) -> Any:
        return self.call("PATCH", path, body)

    def delete(self, path: str) -> Any:
        return self.call("DELETE", path)


@pytest.fixture
def user(db):
    return UserFactory(username="mia")


@pytest.fixture
def api(user):
    return Script(ApiToken.issue(user))


@pytest.fixture
def stranger(db):
    return Script("")


@pytest.fixture
def outcome(api):
    """Calls for one skill, web-research, and one tool, price-diff."""
    made = api.post("outcomes", {"name": "Prices", "approach": APPROACH})
    return Outcome.objects.get(pk=made.json()["id"])

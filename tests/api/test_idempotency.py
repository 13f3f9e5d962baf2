"""Asking twice with one Idempotency-Key happens once."""

import pytest
from django.utils import timezone

from orchestration.api import idempotency, orchestrate
from outcomes.models import ApiToken, IdempotentRequest, Outcome, Run
from tests.api.conftest import Script
from tests.factories import OutcomeFactory, UserFactory

KEY = {"Idempotency_Key": "order-1"}


def test_the_same_request_is_answered_the_same_and_done_once(api):
    first = api.post("outcomes", {"name": "Once"}, **KEY)

    second = api.post("outcomes", {"name": "Once"}, **KEY)

    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert first.status_code == 201
    assert Outcome.objects.count() == 1


def test_without_a_key_twice_is_twice(api):
    api.post("outcomes", {"name": "Twice"})
    api.post("outcomes", {"name": "Twice"})

    assert Outcome.objects.count() == 2


@pytest.mark.parametrize("other", [{"name": "Other"}, {"name": "Once", "intent": "x"}])
def test_another_body_under_the_same_key_is_refused(api, other):
    api.post("outcomes", {"name": "Once"}, **KEY)

    response = api.post("outcomes", other, **KEY)

    assert (response.status_code, response.json()["code"]) == (409, "idempotency-key-used")
    assert Outcome.objects.count() == 1


def test_another_route_under_the_same_key_is_refused(api, outcome):
    api.post(f"outcomes/{outcome.pk}/orchestrate", {}, **KEY)

    assert api.post(f"outcomes/{OutcomeFactory().pk}/orchestrate", {}, **KEY).status_code == 409


def test_keys_are_each_users_own(api):
    other = Script(ApiToken.issue(UserFactory()))
    api.post("outcomes", {"name": "Mine"}, **KEY)

    assert other.post("outcomes", {"name": "Theirs"}, **KEY).json()["name"] == "Theirs"


@pytest.mark.parametrize("key", ["", "x" * 201, "tab\there"])
def test_a_key_that_cannot_be_is_refused(api, key):
    response = api.post("outcomes", {"name": "x"}, Idempotency_Key=key)

    assert response.status_code == 422
    assert "Idempotency-Key" in response.json()["error"]


def test_a_refused_request_leaves_its_key_free(api):
    archived = OutcomeFactory(archived=True)
    path = f"outcomes/{archived.pk}/orchestrate"
    assert api.post(path, {}, **KEY).status_code == 409
    archived.change_status("active", "mia")

    assert api.post(path, {}, **KEY).status_code == 202


def test_orchestrate_starts_one_run_and_answers_the_same(api, outcome):
    path = f"outcomes/{outcome.pk}/orchestrate"
    first = api.post(path, {}, **KEY)

    second = api.post(path, {}, **KEY)

    assert (second.status_code, second.json()) == (202, first.json())
    assert second.json()["tasksCreated"] == 2


def test_an_answer_that_was_waited_for_is_given_again_at_once(api, outcome):
    path, body = f"outcomes/{outcome.pk}/orchestrate", {"async": False, "waitSeconds": 0.05}
    first = api.post(path, body, **KEY)
    Run.objects.get().stop("mia", "enough")

    second = api.post(path, body, **KEY)

    assert (second.status_code, second.json()) == (first.status_code, first.json())


def test_a_death_while_waiting_does_not_wedge_the_key(api, outcome, monkeypatch):
    def die(*args):
        raise KeyboardInterrupt

    path, body = f"outcomes/{outcome.pk}/orchestrate", {"async": False, "waitSeconds": 0.05}
    with monkeypatch.context() as patch:
        patch.setattr(orchestrate, "waited", die)
        with pytest.raises(KeyboardInterrupt):
            api.post(path, body, **KEY)
    assert IdempotentRequest.objects.get().status is None
    Run.objects.get().stop("mia", "enough")

    response = api.post(path, body, **KEY)

    assert response.status_code == 200
    assert (response.json()["tasksCreated"], Run.objects.count()) == (2, 1)


def test_a_claim_that_is_lost_gives_the_winners_answer(api, monkeypatch):
    """As on PostgreSQL, where two claims may be made at once: the second sees the first one's commit."""
    won = api.post("outcomes", {"name": "Once"}, **KEY)
    monkeypatch.setattr(idempotency, "_found", lambda mine, key: None)

    lost = api.post("outcomes", {"name": "Once"}, **KEY)

    assert (lost.status_code, lost.json()) == (201, won.json())
    assert Outcome.objects.count() == 1


def test_answers_are_kept_for_a_day(api):
    api.post("outcomes", {"name": "Once"}, **KEY)
    IdempotentRequest.objects.update(created_at=timezone.now() - idempotency.KEPT)

    api.post("outcomes", {"name": "Other"}, **KEY)

    assert Outcome.objects.count() == 2

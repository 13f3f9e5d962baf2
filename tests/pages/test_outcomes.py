"""The list, a new outcome, its settings."""

import pytest
from django.urls import reverse

from outcomes.models import Outcome
from tests.factories import OutcomeFactory, RunFactory, TaskFactory

NEW = "/outcomes/new/"
OVER_THE_LIMIT = "x" * 1_048_577


def test_the_empty_list_explains_the_product_and_offers_a_sample(member_client):
    text = member_client.get("/").text

    assert "Press Orchestrate" in text
    assert f"{NEW}?sample" in text


def test_the_list_tells_phase_progress_and_the_reason_of_a_run(member_client):
    outcome = OutcomeFactory(name="Price watch", state="ready")
    TaskFactory(outcome=outcome, completed=True)
    TaskFactory(outcome=outcome)
    outcome.active_run.hold("task-held", "A task waits for a person.")

    text = member_client.get("/").text

    assert "Price watch" in text
    assert "1 of 2" in text
    assert "A task waits for a person." in text
    assert ">execution<" in text


def test_the_list_comes_in_pages(member_client):
    for _ in range(30):
        OutcomeFactory()

    assert "Page 1 of 2" in member_client.get("/").text
    assert "Page 2 of 2" in member_client.get("/?page=99").text


def test_the_sample_fills_the_form_and_shows_its_needs(member_client):
    text = member_client.get(f"{NEW}?sample").text

    assert "Competitor price watch" in text
    assert "Price list comparer" in text


def test_a_new_outcome_keeps_who_wrote_it(member_client):
    response = member_client.post(
        NEW, {"name": "Price watch", "intent": "Know.", "approach": "Use the web-research skill."}
    )

    outcome = Outcome.objects.get()
    assert response.headers["Location"] == reverse("orchestration:outcome", args=[outcome.pk])
    assert (outcome.created_by, outcome.revisions.get().author) == ("ada", "ada")
    assert outcome.max_infrastructure_workers == 3


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("name", "", "required"),
        ("max_infrastructure_workers", "4", "less than or equal to 3"),
        ("max_execution_workers", "0", "greater than or equal to 1"),
        ("budget_usd", "-1", "greater than or equal to 0"),
        ("policy", "some", "not one of the available choices"),
        ("approach", OVER_THE_LIMIT, "at most 1,048,576 are accepted"),
        ("approach", "a\0b", "ull characters are not allowed"),
    ],
)
def test_what_cannot_be_comes_back_with_the_reason_and_the_text(field, value, told, member_client):
    sent = {"name": "Kept name", "approach": "Kept approach"} | {field: value}

    response = member_client.post(NEW, sent)

    assert response.status_code == 422
    assert told in response.text
    assert ("Kept name" if field != "name" else "Kept approach") in response.text
    assert not Outcome.objects.exists()


def test_a_text_over_the_limit_is_not_lost(member_client):
    response = member_client.post(NEW, {"name": "Long", "approach": OVER_THE_LIMIT})

    assert OVER_THE_LIMIT in response.text


def test_a_request_that_is_too_large_gets_a_page_that_says_so(member_client):
    response = member_client.post(NEW, {"name": "Long", "approach": "x" * 9_000_000})

    assert response.status_code == 413
    assert "press Back" in response.text


def test_the_preview_shows_needs_and_saves_nothing(member_client):
    sent = {"preview": "1", "approach": "Build a CLI tool that compares two price lists."}

    fragment = member_client.post(NEW, sent, headers={"HX-Request": "true"})
    whole = member_client.post(NEW, sent)

    assert "tool" in fragment.text
    assert "<html" not in fragment.text
    assert "Build a CLI tool" in whole.text
    assert not Outcome.objects.exists()


def test_the_preview_of_an_empty_approach_says_that_execution_starts_straight_away(member_client):
    response = member_client.post(NEW, {"preview": "1", "approach": " "}, headers={"HX-Request": "true"})

    assert "execution starts straight away" in response.text


def test_settings_are_saved_with_a_line_of_history(member_client):
    outcome = OutcomeFactory()
    address = reverse("orchestration:settings", args=[outcome.pk])

    member_client.post(
        address, {"name": "Renamed", "intent": "", "max_execution_workers": "4", "status": "achieved"}
    )

    outcome.refresh_from_db()
    assert (outcome.name, outcome.max_execution_workers, outcome.status) == ("Renamed", 4, "achieved")
    assert outcome.events.filter(kind="outcome.edited", actor="ada").exists()


def test_an_outcome_with_an_active_run_is_not_archived(member_client):
    run = RunFactory()
    address = reverse("orchestration:settings", args=[run.outcome.pk])

    response = member_client.post(address, {"name": "x", "intent": "", "status": "archived"})

    assert response.status_code == 422
    assert "stop it or let it end" in response.text
    run.outcome.refresh_from_db()
    assert run.outcome.status == "active"


def test_the_sample_is_offered_only_where_nothing_is_written(member_client):
    empty = member_client.get(NEW)
    previewed = member_client.post(NEW, {"preview": "1", "name": "Mine"})
    refused = member_client.post(NEW, {"name": ""})

    assert "use-sample" in empty.text
    assert "use-sample" not in previewed.text + refused.text


def test_a_setting_with_a_default_is_not_called_optional(member_client):
    text = member_client.get(NEW).text

    assert "Workers that build at once</label>" in text
    assert 'Budget in US dollars <span class="muted">(optional)</span>' in text

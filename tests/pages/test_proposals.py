"""Proposed tasks on an outcome's page: shown, accepted, edited first, dropped, restored."""

import pytest
from django.urls import reverse

from outcomes.models import Outcome, Task
from outcomes.proposals import proposals
from tests.factories import OutcomeFactory

PLAN = """We need a skill for price research.

1. Collect prices with price research and write them to `p.csv`.
2. Compare them. Done when each shop has a line.
3. Print the list.
"""


@pytest.fixture
def outcome(db):
    return OutcomeFactory(approach=PLAN)


def page(client, outcome):
    return client.get(reverse("orchestration:outcome", args=[outcome.pk])).text


def press(client, outcome, **sent):
    return client.post(reverse("outcomes:proposed", args=[outcome.pk]), sent, follow=True).text


def rewrite(outcome, text):
    row = Outcome.objects.get(pk=outcome.pk)
    row.approach = text
    row.save(by="ada")


def titles(outcome):
    return list(
        Task.objects.execution().filter(outcome=outcome).order_by("position").values_list("title", flat=True)
    )


def test_each_proposal_shows_what_it_waits_for_needs_leaves_and_must_meet(member_client, outcome):
    text = page(member_client, outcome)

    assert "The approach describes 3 steps that are no tasks yet." in text
    assert "After “Collect prices with price research”" in text
    assert "skill <code>price-research</code>" in text
    assert "Leaves <code>p.csv</code>" in text
    assert "Accepted when: Each shop has a line." in text


def test_all_are_accepted_by_one_press_and_nothing_by_a_second(member_client, outcome):
    assert "3 tasks are drafted" in press(member_client, outcome, do="accept-all")
    assert "is a task already" in press(member_client, outcome, do="accept-all")

    assert titles(outcome) == ["Collect prices with price research", "Compare them", "Print the list"]
    assert "Proposed tasks" not in page(member_client, outcome)


def test_ticked_ones_are_accepted(member_client, outcome):
    press(member_client, outcome, do="accept", step=["print-list"])

    assert titles(outcome) == ["Print the list"]


def test_a_press_without_a_tick_says_what_to_do(member_client, outcome):
    assert "Nothing is ticked" in press(member_client, outcome, do="drop")


def test_a_dropped_one_is_listed_and_can_be_restored(member_client, outcome):
    text = press(member_client, outcome, do="drop", step=["print-list"])
    assert "Left out" in text
    press(member_client, outcome, do="accept-all")
    assert "Print the list" not in titles(outcome)

    press(member_client, outcome, restore="print-list")

    assert [draft.step for draft in proposals(outcome).new] == ["print-list"]


def test_an_edited_proposal_becomes_a_task_in_the_members_words(member_client, outcome):
    address = reverse("outcomes:edit-proposed", args=[outcome.pk, "compare"])
    assert "Each shop has a line." in member_client.get(address).text

    member_client.post(address, {"title": "Compare by shop", "outputs": "c.csv", "priority": "5"})

    task = Task.objects.get()
    assert (task.title, task.outputs, task.priority, task.step) == (
        "Compare by shop",
        ["c.csv"],
        5,
        "compare",
    )
    rewrite(outcome, PLAN.replace("Compare them.", "Compare them twice."))
    press(member_client, outcome, do="accept-all")
    assert Task.objects.get(pk=task.pk).title == "Compare by shop"


def test_an_edit_that_is_refused_adds_nothing(member_client, outcome):
    address = reverse("outcomes:edit-proposed", args=[outcome.pk, "compare"])

    response = member_client.post(address, {"title": "x", "outputs": "../secret"})

    assert response.status_code == 422
    assert "is not a path inside the outcome" in response.text
    assert not Task.objects.exists()


def test_a_step_that_is_a_task_leads_to_its_task(member_client, outcome):
    press(member_client, outcome, do="accept-all")

    response = member_client.get(reverse("outcomes:edit-proposed", args=[outcome.pk, "compare"]))

    assert response.headers["Location"] == reverse(
        "outcomes:edit-task", args=[outcome.pk, Task.objects.get(step="compare").pk]
    )


def test_a_step_that_the_approach_has_not_is_not_there(member_client, outcome):
    assert member_client.get(reverse("outcomes:edit-proposed", args=[outcome.pk, "paint"])).status_code == 404
    assert "no step &#x27;paint&#x27;" in press(member_client, outcome, do="accept", step=["paint"])


def test_the_difference_is_told_when_the_approach_changes(member_client, outcome):
    press(member_client, outcome, do="accept-all")
    rewrite(
        outcome,
        PLAN.replace("3. Print the list.", "3. Print the list in colour.\n4. Send it.").replace(
            "2. Compare them. Done when each shop has a line.\n", ""
        ),
    )

    text = page(member_client, outcome)

    assert "The approach describes 1 step that is no task yet." in text
    assert "Print the list → Print the list in colour" in text
    assert "No longer in the approach" in text


def test_an_approach_without_steps_says_how_to_write_them(member_client):
    text = page(member_client, OutcomeFactory(approach="We need a skill for price research."))

    assert "No steps found in the approach" in text


def test_an_empty_approach_proposes_nothing(member_client):
    assert "Proposed tasks" not in page(member_client, OutcomeFactory(approach=""))

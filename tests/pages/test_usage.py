"""What calls to models cost, on the pages: of everything, of one outcome, and before the click."""

import csv
import io

import pytest
from django.urls import reverse

from orchestration.agents.protocol import Usage
from orchestration.spending import SpendingMeter
from outcomes.models import Outcome, Run
from tests.factories import APPROACH, OutcomeFactory, RunFactory, SkillFactory, TaskFactory
from tests.orchestration.calls import make_call, request

pytestmark = pytest.mark.django_db
USAGE, CSV = "/usage/", "/usage/calls.csv"


@pytest.fixture
def claude(settings):
    settings.ACTIVE_AGENT = "claude"


@pytest.fixture
def outcome(db):
    return OutcomeFactory(name="Prices", approach=APPROACH)


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def page(client, outcome) -> str:
    return text(client.get(reverse("orchestration:outcome", args=[outcome.pk])))


def rows(answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))


# -- the page of all calls -------------------------------------------------------------------------


def test_the_page_adds_up_what_was_spent(outcome, member_client):
    make_call(outcome, requested_by="mia")
    make_call(outcome, requested_by="mia")

    shown = text(member_client.get(USAGE))

    assert "Total: $0.0060" in shown
    assert f'<a href="?outcome={outcome.pk}">Prices</a>' in shown
    for part in ("mia", "claude-sonnet-5-5", "By day", "$0.0060 of $50.00"):
        assert part in shown


def test_the_page_says_when_nothing_was_spent(member_client):
    assert "The offline agent calls none." in text(member_client.get(USAGE))


def test_the_page_of_one_outcome_tells_its_tasks_and_skills(outcome, member_client):
    task = TaskFactory(outcome=outcome, title="Compare")
    make_call(outcome, task_id=task.pk)
    make_call(outcome, purpose="skill", capability="web-research")
    make_call(OutcomeFactory(name="Other"), requested_by="stranger")

    shown = text(member_client.get(USAGE, {"outcome": outcome.pk}))

    assert reverse("orchestration:task", args=[outcome.pk, task.pk]) in shown
    assert "web-research" in shown
    assert "stranger" not in shown


def test_estimated_calls_are_marked_and_explained(outcome, member_client):
    make_call(outcome, model="llama")

    shown = text(member_client.get(USAGE))

    assert "estimated: 1" in shown
    assert "ORCHESTRATOR_PRICES" in shown


def test_some_days_can_be_looked_at(outcome, member_client):
    make_call(outcome, day="2026-03-01")
    make_call(outcome)

    assert "Total: $0.0030" in text(member_client.get(USAGE, {"until": "2026-03-01"}))


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"outcome": "4711"}, "There is no such outcome."),
        ({"outcome": "x"}, "There is no such outcome."),
        ({"since": "soon"}, "Enter a valid date."),
        ({"since": "2026-03-02", "until": "2026-03-01"}, "This is before the first day."),
    ],
)
@pytest.mark.parametrize("address", [USAGE, CSV])
def test_what_cannot_be_looked_at_is_told(address, asked, told, member_client):
    answer = member_client.get(address, asked)

    assert answer.status_code == 422
    assert told in text(answer)


def test_every_page_leads_to_the_usage(member_client):
    assert '<a href="/usage/">Usage</a>' in text(member_client.get(reverse("outcomes:list")))


# -- CSV -------------------------------------------------------------------------------------------


def test_the_csv_has_every_call(outcome, member_client):
    make_call(outcome, Usage(1000, 100, 7, 9))
    SpendingMeter("task", outcome_id=outcome.pk).reserve(request())

    answer = member_client.get(CSV)
    settled, under_way = rows(answer)

    assert answer["Content-Disposition"].startswith('attachment; filename="usage-')
    assert settled["outcome"] == "Prices"
    assert (settled["inputTokens"], settled["outputTokens"]) == ("1000", "100")
    assert (settled["cacheReadTokens"], settled["cacheWriteTokens"]) == ("7", "9")
    assert (settled["costUsd"], settled["estimated"]) == ("0.003023200", "False")
    assert (under_way["status"], under_way["costUsd"], under_way["inputTokens"]) == ("reserved", "", "")


def test_the_csv_follows_what_the_page_was_asked_for(outcome, member_client):
    make_call(outcome)
    make_call(OutcomeFactory())

    assert len(rows(member_client.get(CSV, {"outcome": outcome.pk}))) == 1


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@x"])
def test_a_name_is_no_formula_in_a_spreadsheet(name, member_client):
    make_call(OutcomeFactory(name=name))

    assert rows(member_client.get(CSV))[0]["outcome"] == f"'{name}"


# -- an outcome's page -----------------------------------------------------------------------------


def test_an_outcome_shows_what_it_has_cost(outcome, claude, member_client):
    make_call(outcome, Usage(1_000_000, 150_000))

    shown = page(member_client, outcome)

    assert "<strong>$3.50</strong> of $5.00 spent" in shown
    assert "70 % of the budget" in shown


def test_an_outcome_shows_what_calls_under_way_may_cost(outcome, claude, member_client):
    reservation = SpendingMeter("task", outcome_id=outcome.pk).reserve(request())

    assert f"up to ${reservation.call.bound_usd:.4f} by calls under way" in page(member_client, outcome)


def test_the_live_region_follows_the_cost(outcome, member_client):
    def poll(seen):
        return member_client.get(reverse("orchestration:live", args=[outcome.pk]), {"seen": seen})

    seen = poll("").context["token"]
    assert poll(seen).status_code == 204
    make_call(outcome)

    assert "$0.0030" in text(poll(seen))


def test_the_offline_agent_costs_nothing(outcome, member_client):
    shown = page(member_client, outcome)

    assert "The offline agent calls no model: what it does costs nothing." in shown
    assert "What a click may cost" not in shown


def test_before_the_click_a_guess_is_told_with_what_it_rests_on(outcome, claude, member_client):
    TaskFactory(outcome=outcome)

    context = member_client.get(reverse("orchestration:outcome", args=[outcome.pk])).context
    _, building, tasks = context["money"]["estimates"]

    assert (building.phase, tasks.phase) == ("Building", "Tasks")
    assert building.told == "$0.03 to $0.86"
    assert "too few earlier calls" in building.basis
    assert tasks.told == "$0.02 to $3.65"


def test_a_guess_is_never_above_what_the_budget_has_left(outcome, claude, member_client):
    Outcome.objects.filter(pk=outcome.pk).update(budget_usd="0.10")
    shown = page(member_client, outcome)

    assert "to $0.10</strong>" in shown
    assert "never more than the budget has left" in shown


def test_before_the_click_the_range_comes_from_history_where_there_is_some(outcome, claude, member_client):
    for n in range(1, 6):
        task = TaskFactory(completed=True)
        make_call(task.outcome, Usage(n * 1000, 100), task_id=task.pk)
        make_call(task.outcome, Usage(n * 1000, 100), task_id=task.pk)
    TaskFactory(outcome=outcome)
    TaskFactory(outcome=outcome)

    estimates = member_client.get(reverse("orchestration:outcome", args=[outcome.pk])).context["money"][
        "estimates"
    ]

    # One task has cost 6, 10, 14, 18 or 22 thousandths.
    assert estimates[2].told == "$0.0152 to $0.0408, most likely $0.0280"
    assert estimates[2].basis == "from 5 earlier tasks with claude-sonnet-5-5"


def test_the_history_of_another_model_tells_nothing(outcome, claude, member_client, settings):
    for _ in range(3):
        task = TaskFactory(completed=True)
        make_call(task.outcome, task_id=task.pk)
    settings.ORCHESTRATOR_MODEL = "claude-opus-5-5"
    TaskFactory(outcome=outcome)

    assert "earlier tasks" not in page(member_client, outcome)


def test_nothing_to_do_has_no_estimate(claude, member_client):
    assert "What a click may cost" not in page(member_client, OutcomeFactory(ready=True))


# -- the budget ------------------------------------------------------------------------------------


def set_budget(client, outcome, amount, **more):
    address = reverse("orchestration:budget", args=[outcome.pk])
    return client.post(address, {"budget_usd": amount, **more}, follow=True)


def held(outcome):
    run = RunFactory(outcome=outcome)
    run.hold("budget", "The outcome's budget of $5.00 is too small for the next call.")
    return run


@pytest.mark.parametrize(("amount", "stored"), [("7.50", "7.50"), ("12", "12.00"), ("0", "0.00")])
def test_the_budget_can_be_changed(amount, stored, outcome, member_client):
    shown = text(set_budget(member_client, outcome, amount))

    assert str(Outcome.objects.get(pk=outcome.pk).budget_usd) == stored
    assert "The budget is $" in shown


@pytest.mark.parametrize("amount", ["", "lots", "-1", "1e3", "7.555", "NaN", "999999999", "٣"])
def test_what_is_no_amount_is_refused(amount, outcome, member_client):
    shown = text(set_budget(member_client, outcome, amount))

    assert "is no amount in US dollars" in shown
    assert Outcome.objects.get(pk=outcome.pk).budget_usd == 5


def test_a_held_run_goes_on_with_a_raised_budget(outcome, member_client):
    run = held(outcome)

    shown = text(set_budget(member_client, outcome, "10", resume="1"))

    assert "The budget is $10.00 now, and the run goes on." in shown
    assert Run.objects.get(pk=run.pk).status != "held"


def test_a_budget_that_is_only_set_leaves_the_run_held(outcome, member_client):
    run = held(outcome)

    assert "Press Resume" in text(set_budget(member_client, outcome, "10"))
    assert Run.objects.get(pk=run.pk).status == "held"


def test_a_run_that_is_held_for_its_budget_offers_to_raise_it(outcome, claude, member_client):
    SkillFactory(outcome=outcome)
    held(outcome)

    shown = page(member_client, outcome)

    assert "Set and resume" in shown
    assert 'value="10.00"' in shown

"""What calls to models have cost, added up for scripts."""

import pytest
from django.utils import timezone

from orchestration.agents.protocol import Usage
from orchestration.spending import SpendingMeter
from tests.factories import OutcomeFactory, RunFactory, TaskFactory
from tests.orchestration.calls import make_call, request

ALL = ["byOutcome", "byRun", "byTask", "byCapability", "byPerson", "byModel", "byPurpose", "byDay"]


def names(rows):
    return [(row["name"], row["calls"], row["costUsd"]) for row in rows]


def test_usage_is_zero_without_a_model(api):
    told = api.get("usage").json()

    assert told["total"]["calls"] == told["total"]["inputTokens"] == told["total"]["costUsd"] == 0
    assert all(told[name] == [] for name in ALL)


def test_totals_are_the_tokens_times_the_prices(api, outcome):
    usages = [Usage(1234, 56, 789, 12), Usage(1, 1), Usage(98765, 4321, 0, 1000)]
    for usage in usages:
        make_call(outcome, usage)

    total = api.get("usage").json()["total"]

    assert (total["inputTokens"], total["outputTokens"]) == (100_000, 4378)
    assert (total["cacheReadTokens"], total["cacheWriteTokens"]) == (789, 1012)
    cost = (100_000 * 2_000 + 4378 * 10_000 + 789 * 100 + 1012 * 2_500) / 10**9
    assert total["costUsd"] == cost
    assert (total["calls"], total["failed"], total["estimated"], total["reservedUsd"]) == (3, 0, 0, 0)


def test_what_was_spent_is_told_by_everything_it_was_spent_on(api):
    run = RunFactory(outcome=OutcomeFactory(name="Prices"))
    task = TaskFactory(outcome=run.outcome, title="Compare")
    make_call(run.outcome, task_id=task.pk, run_id=run.pk, requested_by="mia")
    make_call(run.outcome, purpose="skill", capability="web-research", run_id=run.pk, requested_by="mia")
    make_call(OutcomeFactory(name="Other"), Usage(2000, 100), model="claude-opus-5-5", requested_by="ada")

    told = api.get("usage").json()

    assert names(told["byOutcome"]) == [("Other", 1, 0.01), ("Prices", 2, 0.006)]
    assert [(row["id"], row["calls"]) for row in told["byRun"]] == [(run.pk, 2)]
    assert [(row["id"], row["name"]) for row in told["byTask"]] == [(task.pk, "Compare")]
    assert names(told["byCapability"]) == [("web-research", 1, 0.003)]
    assert names(told["byPerson"]) == [("ada", 1, 0.01), ("mia", 2, 0.006)]
    assert names(told["byModel"]) == [("claude-opus-5-5", 1, 0.01), ("claude-sonnet-5-5", 2, 0.006)]
    assert names(told["byPurpose"]) == [("task", 2, 0.013), ("skill", 1, 0.003)]
    assert names(told["byDay"]) == [(timezone.now().date().isoformat(), 3, 0.016)]


def test_what_a_deleted_outcome_has_cost_is_told_under_its_name(api):
    for name in ("Gone", "Gone too"):
        outcome = OutcomeFactory(name=name)
        make_call(outcome)
        outcome.delete()

    told = api.get("usage").json()

    assert [(row["id"], row["name"]) for row in told["byOutcome"]] == [(None, "Gone"), (None, "Gone too")]
    assert told["total"]["costUsd"] == 0.006


def test_a_renamed_outcome_is_one(api, outcome):
    make_call(outcome)
    api.patch(f"outcomes/{outcome.pk}", {"name": "Renamed"})
    make_call(outcome)

    assert names(api.get("usage").json()["byOutcome"]) == [("Renamed", 2, 0.006)]


def test_a_call_under_way_is_told_by_its_bound_and_nothing_else(api, outcome):
    reservation = SpendingMeter("task", outcome_id=outcome.pk).reserve(request())

    total = api.get("usage").json()["total"]

    assert (total["calls"], total["underWay"]) == (1, 1)
    assert (total["inputTokens"], total["outputTokens"], total["costUsd"], total["estimated"]) == (0, 0, 0, 0)
    assert total["reservedUsd"] == float(reservation.call.bound_usd)


def test_failed_and_estimated_calls_are_counted(api, outcome):
    meter = SpendingMeter("task", outcome_id=outcome.pk)
    meter.reserve(request()).release("rate-limited")
    meter.reserve(request()).fail("timeout", Usage())

    total = api.get("usage").json()["total"]

    assert (total["calls"], total["failed"], total["estimated"]) == (2, 2, 1)
    assert total["costUsd"] > 0.01


def test_one_outcome_can_be_asked_for(api, outcome):
    make_call(outcome)
    make_call(OutcomeFactory())

    told = api.get(f"usage?outcome={outcome.pk}").json()

    assert told["total"]["calls"] == 1
    assert [row["id"] for row in told["byOutcome"]] == [outcome.pk]


@pytest.mark.parametrize(
    ("asked", "calls"),
    [
        ("day=2026-03-02", 1),
        ("since=2026-03-02", 2),
        ("until=2026-03-02", 2),
        ("since=2026-03-01&until=2026-03-03", 3),
        ("day=2026-03-04", 0),
    ],
)
def test_some_days_can_be_asked_for(asked, calls, api, outcome):
    for day in ("2026-03-01", "2026-03-02", "2026-03-03"):
        make_call(outcome, day=day)

    assert api.get(f"usage?{asked}").json()["total"]["calls"] == calls


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("outcome=x", "outcome"),
        ("outcome=0", "outcome"),
        ("outcome=99999999999999999999", "outcome"),
        ("outcome=4711", "outcome"),
        ("day=yesterday", "day"),
        ("day=2026-02-30", "day"),
        ("since=2026-03-02&until=2026-03-01", "until"),
        ("day=2026-03-02&since=2026-03-01", "day"),
    ],
)
def test_what_cannot_be_asked_for_is_refused_by_name(asked, field, api):
    answer = api.get(f"usage?{asked}")

    assert answer.status_code == 422
    assert [detail["field"] for detail in answer.json()["details"]] == [field]


def test_many_calls_take_as_many_queries_as_few(api, outcome, django_assert_max_num_queries):
    for n in range(20):
        make_call(outcome, requested_by=f"user{n}", capability=f"skill-{n}", model=f"model-{n}")

    with django_assert_max_num_queries(11):
        told = api.get("usage").json()

    assert len(told["byPerson"]) == 20


def test_an_outcome_tells_what_it_has_cost(api, outcome):
    make_call(outcome)

    assert api.get(f"outcomes/{outcome.pk}").json()["spentUsd"] == 0.003

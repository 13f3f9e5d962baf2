"""Outcomes: listed, made, changed, deleted."""

import pytest

from outcomes.models import Outcome, Readiness, Run, Worker
from tests.factories import OutcomeFactory, RunFactory, TaskFactory

FIELDS = {
    "id",
    "name",
    "intent",
    "approach",
    "approachRevision",
    "infrastructureReady",
    "phase",
    "status",
    "policy",
    "maxInfrastructureWorkers",
    "maxExecutionWorkers",
    "budgetUsd",
    "spentUsd",
    "reservedUsd",
    "createdBy",
    "createdAt",
    "updatedAt",
}


def test_a_new_outcome_has_the_defaults_of_its_columns(api):
    response = api.post("outcomes", {"name": "  Know the market "})

    told = response.json()
    assert response.status_code == 201
    assert set(told) == FIELDS
    assert told["name"] == "Know the market"
    assert (told["approachRevision"], told["infrastructureReady"], told["phase"]) == (1, 0, "infrastructure")
    assert (told["maxInfrastructureWorkers"], told["maxExecutionWorkers"], told["budgetUsd"]) == (3, 1, 5.0)
    assert told["createdBy"] == "mia"
    assert told["createdAt"].endswith("Z")


def test_what_is_given_is_kept(api):
    given = {
        "name": "Prices",
        "intent": "know",
        "approach": "one\ntwo",
        "policy": "partial",
        "maxInfrastructureWorkers": 1,
        "maxExecutionWorkers": 64,
        "budgetUsd": 12.5,
    }

    number = api.post("outcomes", given).json()["id"]

    told = api.get(f"outcomes/{number}").json()
    assert {name: told[name] for name in given} == given


def test_texts_are_stored_with_line_feeds_only(api):
    told = api.post("outcomes", {"name": "x", "approach": "one\r\ntwo\rthree", "intent": "a\r\nb"}).json()

    assert (told["approach"], told["intent"]) == ("one\ntwo\nthree", "a\nb")


def test_the_greatest_approach_is_taken(api):
    assert api.post("outcomes", {"name": "x", "approach": "ü" * 524_288}).status_code == 201


def test_a_change_leaves_out_what_it_does_not_name(api, outcome):
    told = api.patch(f"outcomes/{outcome.pk}", {"policy": "partial"}).json()

    assert told["policy"] == "partial"
    assert (told["name"], told["approach"], told["approachRevision"]) == ("Prices", outcome.approach, 1)


def test_a_new_approach_is_a_new_revision_by_its_author(api, outcome):
    told = api.patch(f"outcomes/{outcome.pk}", {"approach": "Other.", "approachRevision": 1}).json()

    assert told["approachRevision"] == 2
    assert outcome.revisions.get(number=2).author == "mia"


def test_a_new_approach_resets_what_was_ready(api):
    outcome = OutcomeFactory(ready=True)

    told = api.patch(f"outcomes/{outcome.pk}", {"approach": "Use the market-sizing skill."}).json()

    assert told["infrastructureReady"] == Readiness.NEEDED


def test_a_stale_approach_is_refused_with_both_texts(api, outcome):
    api.patch(f"outcomes/{outcome.pk}", {"approach": "Theirs."})

    response = api.patch(
        f"outcomes/{outcome.pk}", {"approach": "Mine.", "approachRevision": 1, "name": "Mine"}
    )

    assert response.status_code == 409
    assert response.json()["code"] == "stale-approach"
    assert response.json()["details"] == [
        {"yourApproach": "Mine.", "currentApproach": "Theirs.", "approachRevision": 2}
    ]
    assert api.get(f"outcomes/{outcome.pk}").json()["name"] == "Prices"


def test_a_run_that_goes_on_by_itself_gets_workers(api):
    outcome = OutcomeFactory(ready=True, approach="Gather all.")
    RunFactory(outcome=outcome)
    TaskFactory(outcome=outcome)

    api.patch(f"outcomes/{outcome.pk}", {"approach": "Gather all of it."})

    assert Run.objects.get().status == "running"
    assert Worker.objects.active().count() == 1


def test_a_run_under_way_takes_a_new_limit_at_once(api):
    outcome = OutcomeFactory(ready=True)
    TaskFactory.create_batch(3, outcome=outcome)
    run = RunFactory(outcome=outcome)

    for _ in range(2):
        api.patch(f"outcomes/{outcome.pk}", {"maxExecutionWorkers": 3})

    assert Worker.objects.active().count() == 3
    assert Run.objects.get(pk=run.pk).max_execution_workers == 3
    assert outcome.events.filter(kind="outcome.edited").count() == 1


@pytest.mark.parametrize("status", ["achieved", "archived", "active"])
def test_the_status_is_changed(api, outcome, status):
    assert api.patch(f"outcomes/{outcome.pk}", {"status": status}).json()["status"] == status


def test_an_outcome_with_an_active_run_is_not_archived(api):
    run = RunFactory(held=True)

    response = api.patch(f"outcomes/{run.outcome_id}", {"status": "archived"})

    assert (response.status_code, response.json()["code"]) == (409, "run-active")


def test_deleting_takes_everything_along(api):
    outcome = TaskFactory(completed=True).outcome
    outcome.active_run.stop("mia", "enough")

    response = api.delete(f"outcomes/{outcome.pk}")

    assert (response.status_code, response.content) == (204, b"")
    assert api.get(f"outcomes/{outcome.pk}").status_code == 404


def test_a_running_outcome_is_not_deleted(api):
    run = RunFactory()

    response = api.delete(f"outcomes/{run.outcome_id}")

    assert (response.status_code, response.json()["code"]) == (409, "run-active")
    assert Outcome.objects.exists()


def test_pages_hold_every_outcome_once_newest_first(api):
    for _ in range(5):
        OutcomeFactory()
    seen, cursor = [], ""

    while cursor is not None:
        page = api.get(f"outcomes?limit=2&cursor={cursor}").json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["nextCursor"]
        OutcomeFactory()  # what arrives meanwhile shifts nothing

    assert seen == sorted(seen, reverse=True)
    assert len(seen) == len(set(seen)) == 5


def test_each_outcome_of_a_list_tells_its_own_phase(api):
    building, ready, busy = OutcomeFactory(), OutcomeFactory(ready=True), OutcomeFactory(ready=True)
    TaskFactory(outcome=busy)

    phases = {item["id"]: item["phase"] for item in api.get("outcomes").json()["items"]}

    assert phases == {building.pk: "infrastructure", ready.pk: "complete", busy.pk: "execution"}

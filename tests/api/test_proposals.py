"""The tasks that an approach proposes, over the API: told, accepted, dropped, restored; execute-plan."""

import pytest

from outcomes.models import Outcome, Task, Worker
from tests.factories import OutcomeFactory, RunFactory

PLAN = (
    "Use the web-research skill.\n\n"
    "1. Collect prices to `p.csv` with web-research.\n2. Compare them.\n3. Print.\n"
)


@pytest.fixture
def outcome(db):
    return OutcomeFactory(approach=PLAN)


@pytest.fixture
def proposed(outcome):
    return f"outcomes/{outcome.pk}/proposed-tasks"


def states(told):
    return {item["step"]: item["state"] for item in told.json()["items"]}


def rewrite(api, outcome, text):
    revision = Outcome.objects.get(pk=outcome.pk).approach_revision
    assert (
        api.patch(f"outcomes/{outcome.pk}", {"approach": text, "approachRevision": revision}).status_code
        == 200
    )


def test_every_step_is_told_with_what_became_of_it(api, proposed):
    told = api.get(proposed).json()

    assert set(told) == {"items", "nextCursor", "vanished"}
    assert told["items"][0] == {
        "step": "collect-prices-web-research",
        "state": "new",
        "taskId": None,
        "title": "Collect prices with web-research",
        "description": "Collect prices to `p.csv` with web-research.",
        "acceptance": "",
        "outputs": ["p.csv"],
        "requiredSkills": ["web-research"],
        "requiredTools": [],
        "after": [],
        "line": 3,
    }
    assert told["items"][1]["after"] == ["collect-prices-web-research"]


def test_all_are_accepted_once(api, outcome, proposed):
    created = api.post(f"{proposed}/accept").json()["created"]
    again = api.post(f"{proposed}/accept").json()

    assert [task["title"] for task in created][1:] == ["Compare them", "Print"]
    assert created[1]["dependsOn"] == [created[0]["id"]]
    assert created[0]["step"] == "collect-prices-web-research"
    assert again == {"created": [], "updated": []}


def test_chosen_ones_are_accepted_and_the_others_stay_proposed(api, proposed):
    api.post(f"{proposed}/accept", {"steps": ["print"]})

    assert states(api.get(proposed)) == {
        "collect-prices-web-research": "new",
        "compare": "new",
        "print": "accepted",
    }


def test_a_dropped_step_stays_away_until_it_is_restored(api, proposed):
    assert states(api.post(f"{proposed}/drop", {"steps": ["compare"]}))["compare"] == "dropped"
    assert len(api.post(f"{proposed}/accept").json()["created"]) == 2

    assert states(api.post(f"{proposed}/restore", {"steps": ["compare"]}))["compare"] == "new"


def test_changes_of_the_approach_are_told_and_taken_up(api, outcome, proposed):
    api.post(f"{proposed}/accept")
    rewrite(api, outcome, PLAN.replace("3. Print.", "3. Print in colour.").replace("2. Compare them.\n", ""))

    told = api.get(proposed)
    updated = api.post(f"{proposed}/accept").json()["updated"]

    assert states(told)["print-colour"] == "changed"
    assert told.json()["vanished"] == [Task.objects.get(title="Compare them").pk]
    assert [task["title"] for task in updated] == ["Print in colour"]


def test_an_accepted_task_wakes_the_run_that_waits_for_work(api):
    outcome = OutcomeFactory(approach="1. Dig\n2. Plant\n", state="ready")
    RunFactory(outcome=outcome)

    api.post(f"outcomes/{outcome.pk}/proposed-tasks/accept")

    assert Worker.objects.filter(outcome=outcome, phase="execution").exists()


@pytest.mark.parametrize(
    ("verb", "body", "status", "code"),
    [
        ("drop", {"steps": ["paint"]}, 422, "invalid"),
        ("drop", {"steps": []}, 422, "invalid"),
        ("drop", {}, 422, "invalid"),
        ("restore", {"steps": "print"}, 422, "invalid"),
        ("accept", {"steps": ["paint"]}, 422, "invalid"),
        ("accept", {"all": True}, 422, "invalid"),
    ],
)
def test_steps_that_are_none_are_refused(api, proposed, verb, body, status, code):
    response = api.post(f"{proposed}/{verb}", body)

    assert (response.status_code, response.json()["code"]) == (status, code)
    assert not Task.objects.exists()


def test_a_step_that_is_a_task_cannot_be_dropped(api, proposed):
    api.post(f"{proposed}/accept")

    response = api.post(f"{proposed}/drop", {"steps": ["print"]})

    assert (response.status_code, response.json()["code"]) == (409, "is-a-task")


def test_execute_plan_twice_adds_nothing_and_one_new_step_adds_one(api, outcome):
    plan = f"outcomes/{outcome.pk}/execute-plan"

    drafted = [api.post(plan).json()["tasksDrafted"], api.post(plan).json()["tasksDrafted"]]
    rewrite(api, outcome, PLAN.replace("3. Print.", "3. Proofread the list.\n4. Print."))
    drafted += [api.post(plan).json()["tasksDrafted"], api.post(plan).json()["tasksDrafted"]]

    assert drafted == [3, 0, 1, 0]
    tasks = Task.objects.execution().filter(outcome=outcome).order_by("position")
    assert [task.title for task in tasks][1:] == ["Compare them", "Proofread the list", "Print"]

"""Tasks: written, steered, and told with everything that was tried."""

import pytest

from outcomes.models import Artifact, Task, Worker
from tests.factories import (
    DependencyFactory,
    OutcomeFactory,
    RequirementFactory,
    RunFactory,
    SkillFactory,
    TaskFactory,
    ToolFactory,
)

FIELDS = {
    "id",
    "phase",
    "title",
    "description",
    "status",
    "priority",
    "position",
    "attempts",
    "dependsOn",
    "requiredSkills",
    "requiredTools",
    "outputs",
    "acceptance",
    "step",
    "workerId",
    "runId",
    "result",
    "error",
    "blockedBy",
    "question",
    "withoutCapabilities",
    "createdAt",
    "startedAt",
    "finishedAt",
}


@pytest.fixture
def tasks(outcome):
    return f"outcomes/{outcome.pk}/tasks"


def at(task):
    return f"outcomes/{task.outcome_id}/tasks/{task.pk}"


def test_a_new_task_has_what_it_was_given(api, tasks):
    first = api.post(tasks, {"title": "First"}).json()["id"]
    given = {
        "title": "Compare",
        "description": "Each\r\nwith each.",
        "acceptance": "A table.",
        "priority": 5,
        "position": 7,
        "outputs": ["results/", "report.md"],
        "dependsOn": [first],
        "requiredSkills": ["web-research"],
        "requiredTools": ["price-diff"],
    }

    response = api.post(tasks, given)

    told = response.json()
    assert response.status_code == 201
    assert set(told) == FIELDS
    assert {name: told[name] for name in given} == given | {"description": "Each\nwith each."}
    assert (told["phase"], told["status"], told["attempts"]) == ("execution", "pending", [])
    assert told["blockedBy"] == [
        f"task {first} “First” (pending)",
        "skill web-research (not there)",
        "tool price-diff (not there)",
    ]


def test_a_task_may_require_a_skill_of_the_library(api, tasks):
    SkillFactory(library=True, name="negotiating")

    assert api.post(tasks, {"title": "x", "requiredSkills": ["negotiating"]}).json()["blockedBy"] == []


def test_a_task_added_while_execution_runs_wakes_a_worker(api):
    run = RunFactory(outcome=OutcomeFactory(ready=True))

    api.post(f"outcomes/{run.outcome_id}/tasks", {"title": "One more"})

    assert Worker.objects.active().count() == 1


def test_a_task_is_edited(api):
    task = TaskFactory(title="Old", description="kept")

    told = api.patch(at(task), {"title": "New", "priority": 1}).json()

    assert (told["title"], told["description"], told["priority"]) == ("New", "kept", 1)


def test_links_are_taken_away_by_an_empty_list(api):
    link = DependencyFactory(task=(task := TaskFactory()), on=TaskFactory(outcome=task.outcome))
    RequirementFactory(task=task, name="web-research")

    told = api.patch(at(link.task), {"dependsOn": [], "requiredSkills": []}).json()

    assert (told["dependsOn"], told["requiredSkills"]) == ([], [])


def test_a_task_is_deleted(api):
    task = TaskFactory()

    assert api.delete(at(task)).status_code == 204
    assert api.get(at(task)).status_code == 404


def test_builds_are_neither_edited_nor_deleted(api):
    task = TaskFactory(infrastructure=True)

    assert api.patch(at(task), {"title": "x"}).status_code == 422
    assert api.delete(at(task)).status_code == 422
    assert Task.objects.filter(pk=task.pk).exists()


def test_a_task_of_another_outcome_is_not_found(api, outcome):
    task = TaskFactory()

    assert api.get(f"outcomes/{outcome.pk}/tasks/{task.pk}").status_code == 404


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["build", "done", "open"]),
        ("?phase=infrastructure", ["build"]),
        ("?phase=execution&status=completed", ["done"]),
        ("?status=failed", []),
    ],
)
def test_tasks_are_filtered(api, query, expected):
    outcome = OutcomeFactory()
    TaskFactory(outcome=outcome, infrastructure=True, title="build")
    TaskFactory(outcome=outcome, completed=True, title="done")
    TaskFactory(outcome=outcome, title="open")

    found = api.get(f"outcomes/{outcome.pk}/tasks{query}").json()["items"]

    assert [task["title"] for task in found] == expected


@pytest.mark.parametrize("query", ["phase=planning", "status=blocked"])
def test_a_filter_that_cannot_be_is_refused(api, tasks, query):
    response = api.get(f"{tasks}?{query}")

    assert response.status_code == 422
    assert query.split("=")[0] in response.json()["error"]


def test_an_attempt_tells_what_it_was_given_and_what_came_of_it(api):
    task = TaskFactory(completed=True)
    attempt = task.attempts.get()
    skill = SkillFactory(outcome=task.outcome, name="web-research", built=True)
    tool = ToolFactory(outcome=task.outcome, name="price-diff", built=True)
    (artifact,) = Artifact.store(task.outcome, [("a.md", b"a", "text/markdown")], "mia")
    attempt.skills.add(skill.current())
    attempt.tools.add(tool.current())
    attempt.artifacts.add(artifact)

    (told,) = api.get(at(task)).json()["attempts"]

    assert told["skills"] == [{"name": "web-research", "version": 1}]
    assert told["tools"] == [{"name": "price-diff", "version": 1}]
    assert told["artifacts"] == [{"id": artifact.pk, "path": "a.md", "version": 1}]
    assert (told["number"], told["status"], told["agent"]) == (1, "completed", "offline")
    assert (told["runId"], told["workerId"]) == (attempt.run_id, attempt.worker_id)
    assert told["result"].startswith("Done")
    assert told["finishedAt"] >= told["startedAt"]


@pytest.mark.parametrize("state", ["failed", "skipped", "cancelled", "completed", "held"])
def test_what_is_settled_is_retried(api, state):
    task = TaskFactory(state=state)

    told = api.post(f"{at(task)}/retry")

    assert (told.status_code, told.json()["status"]) == (200, "pending")


def test_a_running_task_is_not_retried(api):
    response = api.post(f"{at(TaskFactory(running=True))}/retry")

    assert (response.status_code, response.json()["code"]) == (409, "wrong-status")
    assert "is running" in response.json()["error"]


def test_retrying_twice_is_once(api):
    task = TaskFactory(failed=True)

    assert [api.post(f"{at(task)}/retry").json()["status"] for _ in range(2)] == ["pending", "pending"]
    assert task.outcome.events.filter(kind="task.reopened").count() == 1


@pytest.mark.parametrize("body", [b"", {}, {"note": "not needed"}])
def test_a_task_is_skipped_with_a_note_or_without(api, body):
    task = TaskFactory()

    told = api.post(f"{at(task)}/skip", body).json()

    assert (told["status"], told["result"]) == ("skipped", "not needed" if body and "note" in body else "")


def test_skipping_twice_is_once(api):
    task = TaskFactory()

    assert [api.post(f"{at(task)}/skip").status_code for _ in range(2)] == [200, 200]


def test_a_task_is_cancelled(api):
    assert api.post(f"{at(TaskFactory())}/cancel").json()["status"] == "cancelled"


@pytest.mark.parametrize(("verb", "becomes"), [("skip", "skipped"), ("cancel", "cancelled")])
def test_a_running_task_is_put_aside_and_its_attempt_released(api, verb, becomes):
    told = api.post(f"{at(TaskFactory(running=True))}/{verb}").json()

    assert (told["status"], told["workerId"]) == (becomes, None)
    assert told["attempts"][0]["status"] == "released"


@pytest.mark.parametrize("verb", ["skip", "cancel"])
def test_what_is_completed_is_neither_skipped_nor_cancelled(api, verb):
    response = api.post(f"{at(TaskFactory(completed=True))}/{verb}")

    assert (response.status_code, response.json()["code"]) == (409, "wrong-status")
    assert "is completed" in response.json()["error"]


def test_a_change_that_changes_nothing_leaves_no_trace(api):
    task = TaskFactory(priority=100)

    for _ in range(2):
        api.patch(at(task), {"priority": 5, "position": 0, "dependsOn": []})

    (told,) = task.outcome.events.filter(kind="task.edited")
    assert told.message == f"“{task.title}” edited: priority 100 → 5"


def test_a_new_order_counts_while_the_run_is_under_way(api):
    outcome = OutcomeFactory(ready=True)
    first, second = TaskFactory.create_batch(2, outcome=outcome)
    RunFactory(outcome=outcome)

    api.patch(at(second), {"priority": 1})

    assert Task.objects.first_claimable(outcome.pk, "execution", 1) == second
    api.patch(at(first), {"priority": 1, "position": 0})
    api.patch(at(second), {"position": 5})
    assert Task.objects.first_claimable(outcome.pk, "execution", 1) == first


def test_without_a_question_there_is_nothing_to_answer(api):
    response = api.post(f"{at(TaskFactory())}/answer", {"answer": "Yes."})

    assert (response.status_code, response.json()["code"]) == (409, "no-open-question")


def test_a_task_tells_what_it_waits_for_through_others(api):
    outcome = OutcomeFactory(ready=True, policy="partial")
    first, second = TaskFactory.create_batch(2, outcome=outcome)
    DependencyFactory(task=second, on=first)
    RequirementFactory(task=first, name=SkillFactory(outcome=outcome, name="fog", failed=True).name)

    assert api.get(at(second)).json()["blockedBy"] == [
        f"task {first.pk} “{first.title}” (pending)",
        f"skill fog (failed) through task {first.pk}",
    ]


def test_a_task_tells_what_it_is_done_without_and_who_decided_so(api):
    outcome = OutcomeFactory(ready=True)
    skill = SkillFactory(outcome=outcome, name="fog", failed=True)
    done = TaskFactory(outcome=outcome, completed=True)
    to_do, other = TaskFactory.create_batch(2, outcome=outcome)
    done.attempts.update(waived=["skill fog"])
    RequirementFactory(task=to_do, name="fog")
    skill.waive("ada", "we know it")
    expected = {"kind": "skill", "name": "fog", "waivedBy": "ada", "waivedWhy": "we know it"}

    told = {task.pk: api.get(at(task)).json()["withoutCapabilities"] for task in (done, to_do, other)}

    assert expected.items() <= told[done.pk][0].items()
    assert expected.items() <= told[to_do.pk][0].items()
    assert told[other.pk] == []

    skill.want("ada", "it is built after all")  # what was done without it stays done without it
    assert [bool(api.get(at(task)).json()["withoutCapabilities"]) for task in (done, to_do)] == [True, False]

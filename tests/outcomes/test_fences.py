"""What stands between a worker, or a click, and a row that has gone on meanwhile; and what is counted."""

from __future__ import annotations

import pytest
from django.db import transaction

from outcomes.errors import Refused, WrongStatus
from outcomes.models import Attempt, Event, Outcome, Run, Skill, Task, Worker
from outcomes.models.task import FAILURE_LIMIT, LOSS_LIMIT
from tests.factories import (
    LEASE,
    OutcomeFactory,
    RunFactory,
    SkillFactory,
    TaskFactory,
    WorkerFactory,
    add_version,
)
from tests.outcomes.moves import TASKS

pytestmark = pytest.mark.django_db


def start(task: Task, worker: Worker | None = None) -> Attempt:
    worker = worker or WorkerFactory(outcome=task.outcome)
    return task.start(worker, worker.run, "offline", "", LEASE)


# -- tasks ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("same_worker", [False, True], ids=["another worker", "the same worker"])
@pytest.mark.parametrize("move", [move for move in TASKS.moves if "running" in move.sources], ids=str)
def test_who_holds_an_earlier_attempt_changes_nothing_of_the_next(move, same_worker):
    stalled = TaskFactory(running=True)
    worker = stalled.worker
    successor = Task.objects.get(pk=stalled.pk)
    successor.lose("its lease ran out")
    start(successor, worker if same_worker else None)
    before = Task.objects.filter(pk=stalled.pk).values().get()
    told = Event.objects.count()

    with pytest.raises(WrongStatus), transaction.atomic():
        move.do(stalled)

    assert Task.objects.filter(pk=stalled.pk).values().get() == before
    assert list(stalled.attempts.values_list("status", flat=True)) == ["lost", "running"]
    assert (Event.objects.count(), stalled.questions.count()) == (told, 0)


def test_a_task_that_was_tried_meanwhile_is_not_started_from_what_was_read_before():
    task = TaskFactory()
    stale = Task.objects.get(pk=task.pk)
    start(task)
    task.let_go("shutdown")

    with pytest.raises(WrongStatus):
        start(stale)

    assert task.attempts.get().status == "released"


def test_two_workers_cannot_start_the_same_task():
    task = TaskFactory()
    rival = Task.objects.get(pk=task.pk)
    start(task)

    with pytest.raises(WrongStatus):
        start(rival)

    assert task.attempts.count() == 1


def test_a_worker_cannot_keep_the_lease_of_another_claim():
    task = TaskFactory(running=True)

    assert task.keep_lease(task.worker_id, 1, LEASE)
    assert not task.keep_lease(task.worker_id + 1, 1, LEASE)
    assert not task.keep_lease(task.worker_id, 2, LEASE)


@pytest.mark.parametrize("state", [state for state in TASKS.states if state != "running"])
def test_no_lease_is_kept_of_what_does_not_run(state):
    task = TASKS.make(state)
    worker = WorkerFactory(outcome=task.outcome)

    assert not task.keep_lease(worker.pk, task.attempt, LEASE)
    assert Task.objects.get(pk=task.pk).lease_until is None


def test_the_third_failure_of_an_agent_is_the_last():
    task = TaskFactory()

    seen = []
    for _ in range(FAILURE_LIMIT):
        start(task)
        task.fail_attempt("It broke.")
        seen.append(task.status)
        Worker.objects.active().get().end("done")

    assert seen == ["pending", "pending", "failed"]
    assert (task.failures, task.error) == (3, "It broke.")
    assert list(task.attempts.values_list("status", flat=True)) == ["failed"] * 3


def test_the_tenth_lost_lease_waits_for_a_person():
    task = TaskFactory()

    seen = []
    for _ in range(LOSS_LIMIT):
        start(task)
        task.lose("its lease ran out")
        seen.append(task.status)
        Worker.objects.active().get().end("done")

    assert seen == ["pending"] * 9 + ["held"]
    assert (task.losses, task.failures) == (10, 0)


@pytest.mark.parametrize(
    "give_back",
    [
        lambda task: task.let_go("shutdown"),
        lambda task: task.ask("Which year?", "call_1", task.attempts.get()),
    ],
    ids=["let go", "ask"],
)
def test_a_task_that_is_let_go_or_asks_counts_nothing(give_back):
    task = TaskFactory(running=True)

    give_back(task)

    row = Task.objects.get(pk=task.pk)
    assert (row.failures, row.losses, row.attempt) == (0, 0, 1)
    assert row.attempts.get().status == Attempt.Status.RELEASED


def test_a_reopened_task_keeps_its_attempts_and_counts_afresh():
    task = TaskFactory(failed=True)

    task.reopen("ada", "ada retries it")

    row = Task.objects.get(pk=task.pk)
    assert (row.failures, row.losses, row.attempt, row.error) == (0, 0, 1, "")
    assert row.attempts.count() == 1


@pytest.mark.parametrize("decide", ["skip", "cancel", "reopen"])
def test_whoever_decides_about_an_asking_task_withdraws_its_question(decide):
    task = TASKS.make("asking")

    getattr(task, decide)("ada", "never mind")

    assert task.questions.get().withdrawn_at is not None
    with pytest.raises(WrongStatus):
        task.take_answer("1999.", "ada")


# -- runs and workers ------------------------------------------------------------------------------


def test_a_refusal_says_what_was_read_and_what_was_wanted():
    run = RunFactory()
    stale = Run.objects.get(pk=run.pk)
    run.complete("completed")

    with pytest.raises(WrongStatus, match=f"run {run.pk}: status running → held refused"):
        stale.hold("no-key", "There is no key.")


def test_a_run_that_goes_on_forgets_why_it_was_held():
    run = RunFactory(held=True)

    run.go_on("ada", "It goes on", 7)

    row = Run.objects.get(pk=run.pk)
    assert (row.reason, row.reason_code, row.approach_revision) == ("", "", 7)


def test_a_doubled_wake_up_starts_one_worker():
    worker = WorkerFactory(woken=True)
    twin = Worker.objects.get(pk=worker.pk)
    worker.start("cluster-1", 1)

    with pytest.raises(WrongStatus):
        twin.start("cluster-1", 2)

    assert Worker.objects.get(pk=worker.pk).pid == 1


def test_who_was_given_up_meanwhile_does_not_go_on_into_execution():
    worker = WorkerFactory(phase="infrastructure")
    Worker.objects.get(pk=worker.pk).lose("it fell silent")

    with pytest.raises(WrongStatus):
        worker.move_to_execution(0)

    assert Worker.objects.get(pk=worker.pk).phase == "infrastructure"


def test_only_wake_ups_of_this_run_that_are_on_their_way_are_called_off():
    run = RunFactory(max_execution_workers=3)
    woken, working = WorkerFactory(run=run, woken=True), WorkerFactory(run=run)
    of_another = WorkerFactory(woken=True)

    Worker.call_off(run, "the run was stopped")

    states = [Worker.objects.get(pk=worker.pk).status for worker in (woken, working, of_another)]
    assert states == ["ended", "working", "woken"]


# -- skills, tools and outcomes --------------------------------------------------------------------


def test_a_library_skill_moves_without_a_history():
    skill = SkillFactory(library=True)

    skill.retire("ada")

    assert not Event.objects.exists()


def test_the_version_in_use_is_the_one_that_was_named():
    skill = SkillFactory(built=True)
    add_version(skill, use=False, status="proven")
    first = skill.versions.get(number=1)

    skill.use(first, "ada", "is kept")

    row = Skill.objects.get(pk=skill.pk)
    assert (row.version, row.status, row.versions.count()) == (1, "draft", 2)


@pytest.mark.parametrize("move", ["begin_building", "finish_building", "mark_planned"])
def test_nothing_begins_or_ends_for_a_revision_that_is_no_longer_the_newest(move):
    outcome = OutcomeFactory()
    outcome.mark_planned(1)
    newer = Outcome.objects.get(pk=outcome.pk)
    newer.approach = "Another text"
    newer.save()
    before = Outcome.objects.filter(pk=outcome.pk).values().get()

    with pytest.raises(WrongStatus):
        getattr(outcome, move)(1)

    assert Outcome.objects.filter(pk=outcome.pk).values().get() == before


def test_ready_needs_a_planning_of_this_revision():
    outcome = OutcomeFactory()

    with pytest.raises(WrongStatus):
        outcome.finish_building(1)

    assert Outcome.objects.get(pk=outcome.pk).infrastructure_ready == 0


def test_an_outcome_is_not_archived_under_a_run():
    outcome = RunFactory().outcome

    with pytest.raises(Refused, match="A run is active"):
        outcome.change_status("archived", "ada")

    assert Outcome.objects.get(pk=outcome.pk).status == "active"

"""The person at the wheel: stop, resume, retry, skip, cancel; each safe to press twice."""

import pytest

from orchestration import control
from orchestration.claims import GivenBack, settle_and_claim
from outcomes.errors import Refused
from outcomes.models import Outcome, Task, Worker
from tests.factories import (
    APPROACH,
    DependencyFactory,
    OutcomeFactory,
    RunFactory,
    SkillFactory,
    TaskFactory,
)
from tests.orchestration.cluster import claim, press, started

pytestmark = pytest.mark.django_db


def fresh(row):
    return type(row).objects.get(pk=row.pk)


@pytest.fixture
def outcome():
    return OutcomeFactory(with_approach=True)


@pytest.mark.parametrize(("mode", "interrupted"), [("now", True), ("gently", False)])
def test_a_stop_ends_claiming_and_only_now_interrupts(mode, interrupted, outcome):
    workers = started(press(outcome).run_id)
    taken = claim(workers[0])

    run = control.stop(outcome.pk, mode, "ada")

    assert (run.status, fresh(outcome).infrastructure_ready) == ("stopped", 0)
    assert fresh(workers[0]).stopping is interrupted
    assert fresh(taken.task).status == "running"
    assert claim(workers[1]).name == "LEAVE"


def test_stopping_twice_is_once(outcome):
    press(outcome)
    control.stop(outcome.pk, "gently", "ada")

    run = control.stop(outcome.pk, "now", "grace")

    assert (run.status, run.reason) == ("stopped", "Stopped by ada; workers finish the task in hand")
    assert outcome.events.filter(kind="run.stopped").count() == 1


@pytest.mark.parametrize("state", [None, "completed", "failed"])
@pytest.mark.parametrize(
    "press_it", [lambda pk: control.stop(pk, "now", "ada"), lambda pk: control.resume(pk, "ada")]
)
def test_without_an_active_run_there_is_nothing_to_stop_or_resume(state, press_it, outcome):
    if state:
        RunFactory(outcome=outcome, state=state)

    with pytest.raises(Refused) as refusal:
        press_it(outcome.pk)

    assert refusal.value.code == "no-active-run"


def test_a_stopped_run_goes_on_where_it_was(outcome):
    [first, second] = started(press(outcome).run_id)
    taken = claim(first)
    control.stop(outcome.pk, "now", "ada")
    settle_and_claim(taken, GivenBack("it was told to stop"), first, "offline", "", 1)
    claim(second)

    run = control.resume(outcome.pk, "ada")

    assert (run.status, fresh(outcome).infrastructure_ready) == ("running", 1)
    assert Worker.objects.active().count() == 2
    assert (fresh(taken.task).status, fresh(taken.task).failures) == ("pending", 0)


def test_resuming_twice_wakes_no_more_workers(outcome):
    press(outcome)
    control.stop(outcome.pk, "gently", "ada")
    control.resume(outcome.pk, "ada")

    control.resume(outcome.pk, "ada")

    assert Worker.objects.active().count() == 2


def test_a_run_held_for_another_approach_is_not_resumed(outcome):
    press(outcome)
    changed = fresh(outcome)
    changed.approach = "Use the market-sizing skill."
    changed.save()

    with pytest.raises(Refused) as refusal:
        control.resume(outcome.pk, "ada")

    assert refusal.value.code == "approach-changed"
    assert outcome.runs.get().status == "held"


def test_a_stopped_run_whose_approach_changed_is_not_resumed_but_orchestrated(outcome):
    press(outcome)
    control.stop(outcome.pk, "gently", "ada")
    changed = fresh(outcome)
    changed.approach = APPROACH + "\nThank you.\n"
    changed.save()
    assert outcome.runs.get().status == "stopped"

    with pytest.raises(Refused):
        control.resume(outcome.pk, "ada")
    press(outcome)

    assert (outcome.runs.get().status, outcome.runs.get().approach_revision) == ("running", 2)


@pytest.mark.parametrize("state", ["failed", "held", "completed", "skipped", "cancelled"])
def test_a_settled_task_can_be_retried(state):
    task = TaskFactory(state=state)

    control.retry(task, "ada")

    assert fresh(task).status == "pending"


@pytest.mark.parametrize("state", ["pending", "running"])
def test_there_is_nothing_to_retry_in_an_open_task(state):
    task = TaskFactory(state=state)

    with pytest.raises(Refused):
        control.retry(task, "ada")

    assert fresh(task).status == state


def test_a_retry_wakes_a_worker_of_the_running_run():
    outcome = OutcomeFactory(ready=True, max_execution_workers=2)
    task = TaskFactory(outcome=outcome, failed=True)

    control.retry(task, "ada")

    assert Worker.objects.get(status="woken").run == outcome.active_run


def test_a_retry_lets_a_run_go_on_that_waited_for_this_task():
    task = TaskFactory(outcome=OutcomeFactory(ready=True), held=True)
    run = task.outcome.active_run
    run.hold("task-held", "A task waits for a person.")

    control.retry(task, "ada")

    assert (fresh(run).status, Worker.objects.active().count()) == ("running", 1)


def test_a_failed_build_can_be_retried():
    task = TaskFactory(infrastructure=True, failed=True)

    control.retry(task, "ada")

    assert (fresh(task).status, fresh(task).skill.status) == ("pending", "needed")


@pytest.mark.parametrize("why", ["completed", "another digest", "another revision"])
def test_a_build_that_the_approach_does_not_call_for_cannot_be_retried(why):
    task = TaskFactory(infrastructure=True, state="completed" if why == "completed" else "failed")
    if why == "another digest":
        type(task.skill).objects.filter(pk=task.skill_id).update(digest="digest-2")
    elif why == "another revision":
        Task.objects.filter(pk=task.pk).update(revision=7)
    before = Task.objects.get(pk=task.pk).status

    with pytest.raises(Refused):
        control.retry(task, "ada")

    assert fresh(task).status == before


MOVES = [
    pytest.param(lambda task: control.skip(task, "not needed", "ada"), "skipped", id="skip"),
    pytest.param(lambda task: control.cancel(task, "ada"), "cancelled", id="cancel"),
]


@pytest.mark.parametrize(("move", "to"), MOVES)
@pytest.mark.parametrize("state", ["pending", "held", "failed"])
def test_an_open_task_can_be_put_aside_and_twice_is_once(state, move, to):
    task = TaskFactory(state=state)

    move(task)
    move(task)

    assert fresh(task).status == to
    assert task.outcome.events.filter(kind=f"task.{to}").count() == 1


@pytest.mark.parametrize(("move", "to"), MOVES)
@pytest.mark.parametrize("state", ["running", "completed"])
def test_a_task_that_runs_or_is_done_is_not_put_aside(state, move, to):
    task = TaskFactory(state=state)

    with pytest.raises(Refused):
        move(task)

    assert fresh(task).status == state


@pytest.mark.parametrize(("move", "to"), MOVES)
def test_a_build_is_not_put_aside(move, to):
    task = TaskFactory(infrastructure=True)

    with pytest.raises(Refused) as refusal:
        move(task)

    assert (refusal.value.code, fresh(task).status) == ("wrong-phase", "pending")


def test_what_waited_for_a_skipped_task_goes_on_and_for_a_cancelled_one_does_not():
    outcome = OutcomeFactory(ready=True)
    skipped, cancelled, after_skip, after_cancel = TaskFactory.create_batch(4, outcome=outcome)
    DependencyFactory(task=after_skip, on=skipped)
    DependencyFactory(task=after_cancel, on=cancelled)

    control.skip(skipped, "", "ada")
    control.cancel(cancelled, "ada")

    assert list(Task.objects.unblocked()) == [after_skip]


def test_putting_the_last_task_aside_ends_a_run_that_nobody_works_on():
    outcome = OutcomeFactory(ready=True)
    task = TaskFactory(outcome=outcome)
    run = RunFactory(outcome=outcome)

    control.skip(task, "", "ada")

    assert fresh(run).status == "completed"


def test_retrying_a_build_of_a_ready_outcome_resets_it():
    outcome = OutcomeFactory(policy="partial")
    skill = SkillFactory(outcome=outcome)
    task = TaskFactory(infrastructure=True, skill=skill, failed=True)
    Outcome.objects.get(pk=outcome.pk).finish_building(1)

    control.retry(task, "ada")

    assert fresh(outcome).infrastructure_ready == 1
    assert fresh(task).status == "pending"

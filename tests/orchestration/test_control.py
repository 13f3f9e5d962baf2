"""The person at the wheel: stop, resume, retry, skip, cancel; each safe to press twice."""

import pytest
from django.db import transaction

from orchestration import control
from orchestration.agents.protocol import TaskResult
from orchestration.claims import GivenBack, settle_and_claim
from outcomes.errors import BadInput, Refused
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


def test_stopping_now_interrupts_what_was_to_end_gently_and_tells_it_once(outcome):
    workers = started(press(outcome).run_id)
    claim(workers[0])
    control.stop(outcome.pk, "gently", "ada")

    control.stop(outcome.pk, "now", "grace")
    control.stop(outcome.pk, "now", "grace")

    assert fresh(workers[0]).stopping
    assert [event.actor for event in outcome.events.filter(kind="run.interrupted")] == ["grace"]


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


def test_there_is_nothing_to_retry_in_a_running_task():
    task = TaskFactory(running=True)

    with pytest.raises(Refused, match="is running"):
        control.retry(task, "ada")

    assert fresh(task).status == "running"


def test_retrying_twice_is_once():
    task = TaskFactory(failed=True)

    control.retry(task, "ada")
    control.retry(task, "ada")

    assert fresh(task).status == "pending"
    assert task.outcome.events.filter(kind="task.reopened").count() == 1


@pytest.mark.parametrize(
    ("state", "becomes"),
    [
        ("completed", "pending"),
        ("failed", "pending"),
        ("running", "pending"),
        ("pending", "pending"),
        ("held", "held"),
        ("skipped", "skipped"),
        ("cancelled", "cancelled"),
    ],
)
def test_what_was_done_on_top_of_a_retried_task_follows_it(state, becomes):
    outcome = OutcomeFactory(ready=True, max_execution_workers=3)
    first, between = TaskFactory.create_batch(2, outcome=outcome, completed=True)
    last, other = TaskFactory.create_batch(2, outcome=outcome, state=state)[0], TaskFactory(completed=True)
    DependencyFactory(task=between, on=first)
    DependencyFactory(task=last, on=between)

    followers = control.retry(first, "ada")

    assert [fresh(row).status for row in (first, between, last)] == ["pending", "pending", becomes]
    assert followers == [between, *([last] if state in ("completed", "failed", "running") else [])]
    assert fresh(other).status == "completed"
    assert not fresh(last).failures
    told = outcome.events.filter(task_id=between.pk).first()
    assert told.message.endswith(f"it builds on “{first.title}”, which ada retries")


@pytest.mark.parametrize("state", ["skipped", "cancelled"])
def test_what_followed_a_task_that_was_left_out_does_not_follow_a_retry(state):
    first = TaskFactory(completed=True)
    left_out = TaskFactory(outcome=first.outcome, state=state)
    last = TaskFactory(outcome=first.outcome, completed=True)
    DependencyFactory(task=left_out, on=first)
    DependencyFactory(task=last, on=left_out)

    control.retry(first, "ada")

    assert fresh(last).status == "completed"


def test_a_running_follower_is_taken_from_its_worker_and_waits():
    outcome = OutcomeFactory(ready=True)
    first = TaskFactory(outcome=outcome, completed=True)
    follower = TaskFactory(outcome=outcome, running=True)
    DependencyFactory(task=follower, on=first)

    control.retry(first, "ada")

    attempt = follower.attempts.get()
    assert (attempt.status, fresh(follower).worker) == ("released", None)
    assert list(Task.objects.unblocked()) == [first]


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


@pytest.mark.parametrize("state", ["failed", "held"])
def test_a_build_that_did_not_work_can_be_retried(state):
    task = TaskFactory(infrastructure=True, state=state)

    control.retry(task, "ada")

    assert (fresh(task).status, fresh(task).skill.status) == ("pending", "needed")


def test_retrying_a_build_while_others_are_built_leaves_readiness_as_it_is():
    outcome = OutcomeFactory(building=True)
    RunFactory(outcome=outcome)
    TaskFactory(outcome=outcome, infrastructure=True)
    failed = TaskFactory(outcome=outcome, infrastructure=True, failed=True)
    told = outcome.events.filter(kind__startswith="infrastructure.").count()

    control.retry(failed, "ada")

    assert fresh(outcome).infrastructure_ready == 1
    assert outcome.events.filter(kind__startswith="infrastructure.").count() == told


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
@pytest.mark.parametrize("state", ["pending", "running", "held", "failed"])
def test_an_undone_task_can_be_put_aside_and_twice_is_once(state, move, to):
    task = TaskFactory(state=state)

    move(task)
    move(task)

    assert fresh(task).status == to
    assert task.outcome.events.filter(kind=f"task.{to}").count() == 1


@pytest.mark.parametrize(("move", "to"), MOVES)
def test_a_task_that_is_done_is_not_put_aside(move, to):
    task = TaskFactory(completed=True)

    with pytest.raises(Refused, match=f"is completed: it cannot become {to}"):
        move(task)

    assert fresh(task).status == "completed"


@pytest.mark.parametrize(("move", "to"), MOVES)
def test_a_running_task_is_taken_from_its_worker_and_counts_as_nobodys_failure(move, to):
    task = TaskFactory(outcome=OutcomeFactory(ready=True), running=True)
    worker = task.worker

    move(task)

    row, attempt = fresh(task), task.attempts.get()
    assert (row.worker, row.lease_until, row.failures, row.losses) == (None, None, 0, 0)
    assert (attempt.status, attempt.error) == ("released", f"{to.capitalize()} by ada.")
    assert fresh(worker).status == "working"


def test_a_reason_for_skipping_may_not_be_a_novel():
    task = TaskFactory()

    with pytest.raises(BadInput, match="at most 2,000"):
        control.skip(task, "x" * 2001, "ada")

    assert fresh(task).status == "pending"


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


# -- limits and policy while a run is under way ---------------------------------------------------


def changed(outcome, **values):
    with transaction.atomic():
        control.change_settings(Outcome.objects.locked().get(pk=outcome.pk), values, "ada")


def test_a_raised_limit_wakes_workers_at_once_and_twice_is_once():
    outcome = OutcomeFactory(ready=True)
    TaskFactory.create_batch(4, outcome=outcome)
    run = press(outcome).run_id

    changed(outcome, max_execution_workers=3)
    changed(outcome, max_execution_workers=3)

    assert Worker.objects.filter(run=run, status="woken").count() == 3
    assert fresh(outcome.active_run).max_execution_workers == 3
    told = outcome.events.get(kind="outcome.edited")
    assert (told.message, told.run_id) == ("Changed: execution workers 1 → 3", run)


def test_a_lowered_limit_lets_the_task_in_hand_end_and_keeps_somebody_at_work():
    outcome = OutcomeFactory(ready=True, max_execution_workers=3)
    TaskFactory.create_batch(6, outcome=outcome)
    workers = started(press(outcome).run_id)
    claims = [claim(worker) for worker in workers]

    changed(outcome, max_execution_workers=1)
    steps = [
        settle_and_claim(taken, TaskResult("Done."), worker, "offline", "", 1)
        for taken, worker in reversed(list(zip(claims, workers, strict=True)))
    ]

    assert [getattr(step, "name", "CLAIM") for step in steps] == ["LEAVE", "LEAVE", "CLAIM"]
    assert [fresh(taken.task).status for taken in claims] == ["completed"] * 3


def test_a_limit_lowered_below_everybodys_slot_leaves_the_work_to_a_fresh_worker():
    outcome = OutcomeFactory(ready=True, max_execution_workers=2)
    TaskFactory.create_batch(3, outcome=outcome)
    first, second = started(press(outcome).run_id)
    taken = claim(second)
    first.end("it handed over")

    changed(outcome, max_execution_workers=1)
    settle_and_claim(taken, TaskResult("Done."), second, "offline", "", 1)

    assert Worker.objects.get(status="woken").slot == 0


def test_other_settings_leave_a_run_that_was_started_with_a_limit_of_its_own():
    outcome = OutcomeFactory(ready=True)
    TaskFactory(outcome=outcome)
    press(outcome, max_execution_workers=5)

    changed(outcome, name="Another name")

    assert outcome.active_run.max_execution_workers == 5


def test_a_limit_changes_nothing_about_a_run_that_is_stopped_until_it_is_resumed():
    outcome = OutcomeFactory(ready=True)
    TaskFactory.create_batch(4, outcome=outcome)
    press(outcome)
    control.stop(outcome.pk, "now", "ada")

    changed(outcome, max_execution_workers=3)
    assert not Worker.objects.active().exists()
    control.resume(outcome.pk, "ada")

    assert Worker.objects.active().count() == 3


@pytest.mark.parametrize(("policy", "ready", "status"), [("all", 0, "failed"), ("partial", 2, "running")])
def test_under_all_ready_does_not_outlive_a_need_that_is_not_there(policy, ready, status):
    outcome = OutcomeFactory(policy="partial")
    SkillFactory(outcome=outcome, failed=True)
    TaskFactory(outcome=outcome)
    run = RunFactory(outcome=outcome)
    fresh(outcome).finish_building(1)

    changed(outcome, policy=policy)

    assert (fresh(outcome).infrastructure_ready, fresh(run).status) == (ready, status)


def test_the_policy_partial_lets_a_run_go_on_that_has_only_failures_left():
    outcome = OutcomeFactory(building=True)
    SkillFactory(outcome=outcome, failed=True)
    task = TaskFactory(outcome=outcome)
    RunFactory(outcome=outcome)

    changed(outcome, policy="partial")

    assert fresh(outcome).infrastructure_ready == 2
    assert Worker.objects.get().phase == "execution"
    assert list(Task.objects.unblocked()) == [task]

"""How many workers there are at once, and who makes way for whom."""

import pytest

from orchestration.claims import Claim, GivenBack, Rest, return_claim
from orchestration.control import change_settings, resume, stop
from outcomes.models import Outcome, Run, Task, Worker
from tests.factories import (
    DependencyFactory,
    OutcomeFactory,
    SkillFactory,
    TaskFactory,
    WorkerFactory,
)
from tests.orchestration.cluster import built, claim, press, result, settle, started

pytestmark = pytest.mark.django_db

FIVE_SKILLS = "\n\n".join(
    f"Use the {name} skill."
    for name in ("web-research", "market-sizing", "survey-design", "report-writing", "interview-guide")
)


def test_never_more_than_three_infrastructure_workers():
    outcome = OutcomeFactory(approach=FIVE_SKILLS)

    answers = [press(outcome) for _ in range(3)]

    workers = Worker.objects.active().filter(outcome=outcome)
    assert [answer.workers_spawned for answer in answers] == [3, 0, 0]
    assert sorted(workers.values_list("slot", flat=True)) == [0, 1, 2]


def test_one_execution_worker_unless_told_otherwise():
    outcome = OutcomeFactory()
    TaskFactory.create_batch(4, outcome=outcome)

    assert press(outcome).workers_spawned == 1


def test_a_caller_may_have_more_execution_workers():
    outcome = OutcomeFactory()
    TaskFactory.create_batch(4, outcome=outcome)

    assert press(outcome, max_execution_workers=3).workers_spawned == 3


def test_no_more_workers_are_woken_than_can_find_something_to_do():
    outcome = OutcomeFactory(max_execution_workers=10)
    first, after = TaskFactory.create_batch(2, outcome=outcome)
    DependencyFactory(task=after, on=first)

    assert press(outcome).workers_spawned == 1


def test_a_builder_beyond_the_limit_of_execution_leaves_when_the_phase_changes():
    outcome = OutcomeFactory(approach=FIVE_SKILLS)
    tasks = TaskFactory.create_batch(3, outcome=outcome)
    answer = press(outcome)
    workers = started(answer.run_id)
    steps = {worker: claim(worker) for worker in workers}

    for _ in range(10):
        for worker, step in steps.items():
            if isinstance(step, Claim):
                if step.task in tasks:
                    continue
                steps[worker] = settle(step, built(step), worker)
            elif step is Rest.LINGER:
                steps[worker] = claim(worker)

    at_work = [worker for worker, step in steps.items() if isinstance(step, Claim)]
    assert len(at_work) == 1
    assert Outcome.objects.get(pk=outcome.pk).infrastructure_ready == 2
    assert Worker.objects.active().get().phase == "execution"


def test_a_wake_up_for_a_run_that_has_just_ended_keeps_no_place_from_the_next_run(ready):
    TaskFactory.create_batch(2, outcome=ready)
    first, late = Worker.objects.filter(run=press(ready).run_id).order_by("pk")
    first.start("cluster-1", 4242)
    step = claim(first)
    while isinstance(step, Claim):
        step = settle(step, result(), first)
    assert ready.runs.get().status == "completed"
    assert Worker.objects.get(pk=late.pk).status == "ended"

    answer = press(ready, again=True)

    assert answer.workers_spawned == 2
    stop(ready.pk, "now", "ada")
    assert not Worker.objects.active().exists()


def test_who_lingers_beyond_the_end_of_its_run_makes_way_for_the_next_one(ready):
    TaskFactory(outcome=ready)
    lingering = WorkerFactory(run=(run := Run.objects.get(pk=press(ready).run_id)), slot=1)
    [worker] = started(run)
    settle(claim(worker), result(), worker)
    assert press(ready, again=True).workers_spawned == 0  # the one that lingers is counted on

    assert claim(lingering) is Rest.LEAVE

    assert [woken.run for woken in Worker.objects.active()] == [ready.active_run]


@pytest.mark.parametrize("resumed_with", ["its task", "nothing"])
def test_who_was_told_to_stop_makes_way_once_the_run_was_resumed(resumed_with, ready):
    TaskFactory(outcome=ready)
    [worker] = started(press(ready, max_execution_workers=1).run_id)
    taken = claim(worker)
    stop(ready.pk, "now", "ada")
    if resumed_with == "nothing":
        return_claim(taken.task, "its lease ran out", lost=True)
    assert not Worker.objects.filter(status="woken").exists()
    resume(ready.pk, "ada")

    step = (
        settle(taken, GivenBack("it was told to stop"), worker)
        if resumed_with == "its task"
        else claim(worker)
    )

    assert step is Rest.LEAVE
    assert Worker.objects.active().get().status == "woken"


def test_a_run_ends_with_the_task_in_hand_also_when_ready_was_taken_back_under_it():
    outcome = OutcomeFactory(ready=True, policy="partial")
    SkillFactory(outcome=outcome, name="fog", failed=True)
    task = TaskFactory(outcome=outcome)
    worker = WorkerFactory(outcome=outcome)
    taken = claim(worker)

    change_settings(Outcome.objects.get(pk=outcome.pk), {"policy": "all"}, "ada")

    run = Run.objects.get(pk=worker.run_id)
    assert (Outcome.objects.get(pk=outcome.pk).infrastructure_ready, run.status) == (0, "running")
    assert settle(taken, result(), worker) is Rest.LEAVE
    run.refresh_from_db()
    assert (Task.objects.get(pk=task.pk).status, run.status) == ("completed", "failed")
    assert "skill fog could not be built" in run.reason
    assert run.finished_at >= task.attempts.get().finished_at

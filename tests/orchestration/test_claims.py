"""Taking work and giving it back: who may, how many at once, and what becomes of a result that comes late."""

import pytest

from orchestration import claims
from orchestration.claims import Claim, Failure, GivenBack, Rest, return_claim
from outcomes.errors import WrongStatus
from outcomes.models import Artifact, Attempt, Outcome, Run, Skill, Task, Worker
from tests.factories import (
    DependencyFactory,
    OutcomeFactory,
    RequirementFactory,
    SkillFactory,
    TaskFactory,
    WorkerFactory,
)
from tests.orchestration.cluster import built, claim, press, result, settle, started

pytestmark = pytest.mark.django_db


def test_a_claim_opens_an_attempt_that_says_by_whom_and_for_what(ready, worker):
    task = TaskFactory(outcome=ready)

    taken = claim(worker)

    attempt = task.attempts.get()
    assert (taken.task, taken.attempt) == (task, attempt)
    assert (attempt.worker, attempt.run, attempt.approach_revision, attempt.agent) == (
        worker,
        worker.run,
        1,
        "offline",
    )


def test_tasks_are_claimed_by_priority_then_position_then_age(ready, worker):
    late = TaskFactory(outcome=ready, priority=100, position=2)
    early = TaskFactory(outcome=ready, priority=100, position=1)
    urgent = TaskFactory(outcome=ready, priority=1, position=9)

    order, step = [], claim(worker)
    while isinstance(step, Claim):
        order.append(step.task)
        step = settle(step, result(), worker)

    assert order == [urgent, early, late]


def test_a_blocked_task_is_not_claimed(ready, worker):
    after = TaskFactory(outcome=ready, priority=1)
    first = TaskFactory(outcome=ready)
    DependencyFactory(task=after, on=first)

    assert claim(worker).task == first


def test_a_task_that_waits_for_a_retired_skill_is_not_claimed(ready, worker):
    task = TaskFactory(outcome=ready)
    skill = SkillFactory(outcome=ready, retired=True)
    RequirementFactory(task=task, name=skill.name)

    assert claim(worker) is Rest.LEAVE


def test_a_worker_with_nothing_to_do_ends_the_run_and_leaves(ready, worker):
    assert claim(worker) is Rest.LEAVE

    worker.refresh_from_db()
    worker.run.refresh_from_db()
    assert (worker.status, worker.run.status) == ("ended", "completed")


def test_a_worker_lingers_while_others_are_at_work(ready, worker):
    TaskFactory(outcome=ready, running=True)

    assert claim(worker) is Rest.LINGER


def test_a_worker_that_may_not_linger_leaves_the_run_going(ready, worker):
    TaskFactory(outcome=ready, running=True)

    assert claim(worker, may_linger=False) is Rest.LEAVE
    assert Run.objects.get(pk=worker.run_id).status == "running"


@pytest.mark.parametrize("stop", ["hold", "stop", "tell", "change", "bury"])
def test_nothing_is_claimed_by_a_worker_that_is_to_let_go(stop, ready, worker):
    TaskFactory(outcome=ready)
    run = Run.objects.get(pk=worker.run_id)
    if stop == "hold":
        run.hold("no-key", "There is no key.")
    elif stop == "stop":
        run.stop("ada", "Stopped by ada")
    elif stop == "tell":
        Worker.objects.filter(pk=worker.pk).update(stopping=True)
    elif stop == "change":
        changed = Outcome.objects.get(pk=ready.pk)
        changed.approach = "Use the web-research skill."
        changed.save()
    else:
        Worker.objects.get(pk=worker.pk).lose("it fell silent")

    assert claim(worker) is Rest.LEAVE

    assert not Attempt.objects.exists()
    assert Worker.objects.get(pk=worker.pk).status in ("ended", "lost")


def test_a_worker_hands_over_after_many_claims(ready, worker):
    TaskFactory(outcome=ready)

    step = claims.next_claim(worker, "offline", "", claims=claims.HAND_OVER_CLAIMS)

    assert step is Rest.LEAVE
    successor = Worker.objects.active().get()
    assert (successor.slot, successor.run, successor.status) == (worker.slot, worker.run, "woken")


# -- the fence ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ending", [result(), Failure("It broke."), GivenBack("shutdown")], ids=["result", "failure", "back"]
)
def test_a_stalled_worker_cannot_settle_its_successors_task(ending, ready, worker):
    task = TaskFactory(outcome=ready)
    stalled = claim(worker)
    return_claim(Task.objects.get(pk=task.pk), "its lease ran out", lost=True)
    successor = claim(WorkerFactory(run=worker.run))

    with pytest.raises(WrongStatus):
        settle(stalled, ending, worker)

    row = Task.objects.get(pk=task.pk)
    assert (row.status, row.attempt, row.worker_id) == ("running", 2, successor.task.worker_id)
    assert not Artifact.objects.exists()
    assert list(task.attempts.values_list("status", flat=True)) == ["lost", "running"]


def test_a_late_result_is_dropped_when_the_successor_has_finished(ready, worker):
    TaskFactory(outcome=ready)
    TaskFactory(outcome=ready)
    stalled = claim(worker)
    return_claim(Task.objects.get(pk=stalled.task.pk), "its lease ran out", lost=True)
    other = WorkerFactory(run=worker.run)
    settle(claim(other), result(), other)

    with pytest.raises(WrongStatus):
        settle(stalled, result("results/late.md"), worker)

    assert Artifact.objects.get().path == "results/report.md"


def test_a_settled_claim_is_not_returned(ready, worker):
    TaskFactory(outcome=ready)
    taken = claim(worker)
    before = Task.objects.get(pk=taken.task.pk)
    settle(taken, result(), worker)

    assert return_claim(before, "its lease ran out", lost=True) is False
    assert Task.objects.get(pk=before.pk).status == "completed"


# -- the two phases -------------------------------------------------------------------------------


def test_the_last_settler_reaches_ready_and_goes_into_execution_itself():
    outcome = OutcomeFactory(approach="Use the web-research skill.")
    task = TaskFactory(outcome=outcome)
    [worker] = started(press(outcome).run_id)
    build = claim(worker)

    step = settle(build, built(build), worker)

    outcome.refresh_from_db()
    worker.refresh_from_db()
    assert (step.task, outcome.infrastructure_ready) == (task, 2)
    assert (worker.phase, worker.status) == ("execution", "working")
    assert Skill.objects.get().status == "draft"


def test_no_execution_task_is_claimed_before_ready():
    outcome = OutcomeFactory(approach="Use the web-research skill.")
    TaskFactory(outcome=outcome, priority=-5)
    [worker] = started(press(outcome).run_id)

    assert claim(worker).task.phase == "infrastructure"


def test_a_build_that_fails_three_times_fails_the_run_and_releases_the_building():
    outcome = OutcomeFactory(approach="Use the web-research skill.")
    TaskFactory(outcome=outcome)
    run = Run.objects.get(pk=press(outcome).run_id)
    [worker] = started(run)

    step = claim(worker)
    for _ in range(3):
        step = settle(step, Failure("It has no frontmatter."), worker)

    run.refresh_from_db()
    outcome.refresh_from_db()
    assert step is Rest.LEAVE
    assert (run.status, run.reason_code) == ("failed", "infrastructure-failed")
    assert "skill web-research" in run.reason
    assert (outcome.infrastructure_ready, Skill.objects.get().status) == (0, "failed")


def test_under_policy_partial_a_failed_need_blocks_only_who_requires_it():
    outcome = OutcomeFactory(approach="Use the web-research skill.", policy="partial")
    needing, free = TaskFactory.create_batch(2, outcome=outcome)
    RequirementFactory(task=needing, name="web-research")
    run = Run.objects.get(pk=press(outcome).run_id)
    [worker] = started(run)

    step = claim(worker)
    for _ in range(3):
        step = settle(step, Failure("It has no frontmatter."), worker)
    assert step.task == free
    step = settle(step, result(), worker)

    run.refresh_from_db()
    assert step is Rest.LEAVE
    assert (run.status, run.reason_code) == ("failed", "execution-failed")
    assert "skill web-research (failed)" in run.reason
    assert Outcome.objects.get(pk=outcome.pk).infrastructure_ready == 2


def test_a_failed_execution_task_fails_the_run_and_leaves_ready_alone(ready, worker):
    task = TaskFactory(outcome=ready, title="Compare")

    step = claim(worker)
    for _ in range(3):
        step = settle(step, Failure("No sources."), worker)

    task.refresh_from_db()
    run = Run.objects.get(pk=worker.run_id)
    assert (task.status, task.failures, run.status) == ("failed", 3, "failed")
    assert "“Compare” failed" in run.reason
    assert Outcome.objects.get(pk=ready.pk).infrastructure_ready == 2


def test_work_given_back_counts_as_nobodys_failure(ready, worker):
    task = TaskFactory(outcome=ready)

    settle(claim(worker), GivenBack("it was told to stop"), worker)

    row = Task.objects.get(pk=task.pk)
    assert (row.failures, row.losses) == (0, 0)
    assert row.attempts.first().status == "released"


def test_an_agent_that_cannot_work_at_all_holds_the_run():
    outcome = OutcomeFactory(approach="Use the web-research skill.")
    run = Run.objects.get(pk=press(outcome).run_id)
    [worker] = started(run)

    step = settle(claim(worker), GivenBack("The key was refused.", "bad-key"), worker)

    run.refresh_from_db()
    outcome.refresh_from_db()
    assert step is Rest.LEAVE
    assert (run.status, run.reason_code, run.reason) == ("held", "bad-key", "The key was refused.")
    assert (outcome.infrastructure_ready, Skill.objects.get().status) == (0, "needed")


# -- the approach changes meanwhile ---------------------------------------------------------------


def test_a_build_that_no_longer_fits_is_kept_as_an_old_version():
    outcome = OutcomeFactory(approach="Use the web-research skill.")
    [worker] = started(press(outcome).run_id)
    taken = claim(worker)
    outcome.refresh_from_db()
    outcome.approach = "Use the web-research skill to read annual reports."
    outcome.save()
    press(outcome)

    step = settle(taken, built(taken), worker)

    skill = Skill.objects.get()
    assert (skill.version, skill.versions.get().digest) == (0, taken.task.digest)
    assert step.task.digest == skill.digest != taken.task.digest
    assert "kept as an old version" in Task.objects.get(pk=taken.task.pk).result


def test_a_task_that_was_deleted_meanwhile_leaves_no_result(ready, worker):
    task = TaskFactory(outcome=ready)
    taken = claim(worker)
    task.delete()

    with pytest.raises((WrongStatus, Task.DoesNotExist)):
        settle(taken, result(), worker)

    assert not Artifact.objects.exists()


def test_an_execution_worker_under_a_new_approach_keeps_its_result_and_leaves(ready, worker):
    task = TaskFactory(outcome=ready)
    taken = claim(worker)
    changed = Outcome.objects.get(pk=ready.pk)
    changed.approach = "Use the web-research skill."
    changed.save()
    press(changed)

    step = settle(taken, result(), worker)

    task.refresh_from_db()
    assert (step, task.status) == (Rest.LEAVE, "completed")
    assert Artifact.objects.get().task == task
    assert Worker.objects.active().get().phase == "infrastructure"

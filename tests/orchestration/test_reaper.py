"""What is lost comes back: expired leases, dead workers, wake-ups that never arrived, runs nobody ends."""

from datetime import timedelta

import pytest
from django.utils import timezone

from orchestration import reaper
from orchestration.claims import lease
from outcomes.models import Attempt, Outcome, Run, Task, Worker
from tests.factories import OutcomeFactory, RunFactory, SkillFactory, TaskFactory, WorkerFactory

pytestmark = pytest.mark.django_db

LONG_AGO = timedelta(hours=1)


def expired(**values) -> Task:
    task = TaskFactory(running=True, **values)
    Task.objects.filter(pk=task.pk).update(lease_until=timezone.now() - LONG_AGO)
    return task


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_an_expired_lease_returns_the_task_and_loses_the_worker():
    task = expired()

    reaper.expire_leases()

    row = fresh(task)
    assert (row.status, row.losses, row.failures) == ("pending", 1, 0)
    assert (fresh(task.worker).status, task.attempts.get().status) == ("lost", "lost")


def test_a_lease_that_holds_is_left_alone():
    task = TaskFactory(running=True)

    reaper.reap()

    assert (fresh(task).status, fresh(task.worker).status) == ("running", "working")


def test_a_build_that_is_lost_is_needed_again():
    task = expired(infrastructure=True)

    reaper.expire_leases()

    assert (fresh(task).status, fresh(task).skill.status) == ("pending", "needed")


def test_the_dead_worker_is_replaced():
    outcome = OutcomeFactory(ready=True)
    task = expired(outcome=outcome)

    reaper.reap()

    [successor] = Worker.objects.active()
    assert (successor.status, successor.run, successor.slot) == ("woken", task.run, task.worker.slot)


def test_reaping_twice_wakes_nobody_twice():
    expired(outcome=OutcomeFactory(ready=True))

    reaper.reap()
    reaper.reap()

    assert Worker.objects.active().count() == 1


def test_a_silent_worker_without_a_task_frees_its_slot():
    worker = WorkerFactory()
    Worker.objects.filter(pk=worker.pk).update(seen_at=timezone.now() - LONG_AGO)

    reaper.bury_silent_workers()

    assert fresh(worker).status == "lost"


def test_a_silent_worker_with_a_task_is_judged_by_its_lease():
    task = TaskFactory(running=True)
    Worker.objects.filter(pk=task.worker_id).update(seen_at=timezone.now() - LONG_AGO)

    reaper.bury_silent_workers()

    assert fresh(task.worker).status == "working"


def test_what_a_dead_worker_did_returns_at_once_and_counts_as_a_loss():
    task = TaskFactory(running=True)

    reaper.bury([task.worker])

    assert (fresh(task).status, fresh(task).losses) == ("pending", 1)
    assert fresh(task.worker).status == "lost"


def test_a_worker_that_has_ended_is_not_buried():
    worker = WorkerFactory()
    stale = fresh(worker)
    worker.end("nothing is left to do")

    reaper.bury([stale])

    assert fresh(worker).status == "ended"


def test_a_shutdown_counts_as_nobodys_loss():
    task = TaskFactory(running=True)

    reaper.release_cluster("cluster-1", "the installation is shutting down")

    row = fresh(task)
    assert (row.status, row.losses, row.failures) == ("pending", 0, 0)
    assert task.attempts.get().status == Attempt.Status.RELEASED
    assert fresh(task.worker).status == "ended"


def test_the_shutdown_of_another_cluster_touches_nothing():
    task = TaskFactory(running=True)

    reaper.release_cluster("cluster-2", "the installation is shutting down")

    assert fresh(task).status == "running"


def sent(ago: timedelta) -> Worker:
    worker = WorkerFactory(woken=True)
    Worker.objects.filter(pk=worker.pk).update(woken_at=timezone.now() - ago)
    return worker


@pytest.mark.parametrize("ago", [LONG_AGO, -LONG_AGO], ids=["long ago", "before the clock was set back"])
def test_a_wake_up_is_late_while_a_process_stands_idle(ago):
    worker = sent(ago)

    assert reaper.late_wake_ups("cluster-1") == [worker]


def test_a_recent_wake_up_may_still_arrive():
    WorkerFactory(woken=True)

    assert reaper.late_wake_ups("cluster-1") == []


def test_a_wake_up_may_wait_while_every_process_is_busy(settings):
    settings.ORCHESTRATOR_WORKERS = 1
    busy = WorkerFactory()
    Worker.objects.filter(pk=busy.pk).update(woken_at=timezone.now() - 2 * LONG_AGO)
    worker = sent(LONG_AGO)

    assert reaper.late_wake_ups(busy.cluster) == []
    assert reaper.late_wake_ups("another machine's, which is idle") == [worker]


def test_a_wake_up_that_was_overtaken_is_lost_however_busy_the_processes_are(settings):
    settings.ORCHESTRATOR_WORKERS = 1
    worker = sent(LONG_AGO)
    busy = WorkerFactory()

    assert reaper.late_wake_ups(busy.cluster) == [worker]


def test_leases_from_before_the_clock_was_set_back_end_in_time():
    task = TaskFactory(running=True)
    Task.objects.update(lease_until=timezone.now() + LONG_AGO)
    Worker.objects.update(seen_at=timezone.now() + LONG_AGO)

    reaper.reap()

    assert fresh(task).lease_until < timezone.now() + 2 * lease()
    assert fresh(task.worker).seen_at < timezone.now() + lease()


def test_while_leases_are_not_judged_an_expired_one_stays():
    task = expired()

    reaper.reap(may_judge=lambda: False)

    assert fresh(task).status == "running"


def test_a_mistake_about_one_run_keeps_nobody_from_the_others(monkeypatch):
    wrong, right = (RunFactory(outcome=OutcomeFactory(ready=True)) for _ in range(2))
    whole = reaper.still_going

    def breaks(outcome, run):
        return whole(outcome, run) if run.pk == right.pk else 1 / 0

    monkeypatch.setattr(reaper, "still_going", breaks)

    reaper.reap()

    assert (fresh(wrong).status, fresh(right).status) == ("running", "completed")


def test_a_run_with_work_and_nobody_at_it_is_given_workers():
    outcome = OutcomeFactory(ready=True)
    TaskFactory(outcome=outcome)
    run = RunFactory(outcome=outcome)

    reaper.reap()

    assert Worker.objects.active().get().run == run


def test_a_run_that_nobody_is_left_to_end_is_ended():
    run = RunFactory(outcome=OutcomeFactory(ready=True))

    reaper.reap()

    assert fresh(run).status == "completed"


@pytest.mark.parametrize("state", ["held", "stopped"])
def test_a_run_that_waits_is_given_nobody(state):
    outcome = OutcomeFactory(ready=True)
    TaskFactory(outcome=outcome)
    Task.objects.filter(pk=TaskFactory(outcome=outcome).pk).update(status="held")
    run = RunFactory(outcome=outcome, state=state)

    reaper.reap()

    assert (fresh(run).status, Worker.objects.exists()) == (state, False)


def test_the_tenth_loss_holds_the_run_for_a_person():
    outcome = OutcomeFactory(ready=True)
    task = expired(outcome=outcome)
    Task.objects.filter(pk=task.pk).update(losses=9)

    reaper.reap()

    run = Run.objects.get()
    assert (fresh(task).status, run.status, run.reason_code) == ("held", "held", "task-held")
    assert Outcome.objects.get().infrastructure_ready == 2


def test_a_task_settled_meanwhile_is_not_taken_back():
    task = expired()
    stale = Task.objects.get(pk=task.pk)
    stale.complete("Done just in time.")

    reaper.expire_leases()

    assert (fresh(task).status, fresh(task).result) == ("completed", "Done just in time.")


def test_a_lost_build_of_an_old_revision_leaves_the_skill_alone():
    task = expired(infrastructure=True, skill=SkillFactory())
    type(task.skill).objects.filter(pk=task.skill_id).update(digest="digest-2")

    reaper.expire_leases()

    assert fresh(task.skill).status == "building"

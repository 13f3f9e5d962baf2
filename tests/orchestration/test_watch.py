"""What the supervisor's watch sees on its cluster's machine: dead, hung and wedged processes, lost time."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from orchestration import watch
from orchestration.children import Child, birth
from orchestration.lifeline import be_called
from orchestration.watch import Clock, Watch
from orchestration.worker import PROCESS_NAME
from outcomes.models import Task, Worker
from tests.factories import OutcomeFactory, TaskFactory, WorkerFactory

pytestmark = pytest.mark.django_db(transaction=True)

LONG_AGO = timedelta(hours=1)
HANGS = """
import sys, time
from orchestration.lifeline import be_called
be_called(sys.argv[1])
print(flush=True)
time.sleep(60)
"""
STARTS_A_TIED_ONE = """
import os, sys
from orchestration.lifeline import die_with
parent = os.getpid()
child = os.fork()
if not child:
    die_with(parent)
    os.execv("/bin/sleep", ["sleep", "60"])
print(child, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def cluster():
    return Child("cluster", run_id="cluster-1")


@pytest.fixture
def looking(cluster):
    return Watch(cluster, {})


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def at_work(worker: Worker, name: str) -> subprocess.Popen:
    """A process of this name, which is this worker's."""
    process = subprocess.Popen([sys.executable, "-c", HANGS, name], stdout=subprocess.PIPE)
    process.stdout.readline()
    Worker.objects.filter(pk=worker.pk).update(pid=process.pid)
    return process


@pytest.fixture
def task():
    return TaskFactory(outcome=OutcomeFactory(ready=True), running=True)


def test_a_worker_whose_process_is_gone_is_buried_and_replaced(looking, task):
    Worker.objects.update(pid=2**22 + 1)  # beyond any pid

    looking.look()

    assert (fresh(task).status, fresh(task).losses, fresh(task.worker).status) == ("pending", 1, "lost")
    assert Worker.objects.active().get().status == "woken"


def test_a_worker_whose_process_does_something_else_is_buried(looking, task):
    Worker.objects.update(pid=os.getpid())

    looking.look()

    assert (fresh(task).status, fresh(task.worker).status) == ("pending", "lost")


def test_a_worker_at_work_is_left_alone(looking, task):
    with at_work(task.worker, PROCESS_NAME.format(task.worker_id)) as process:
        looking.look()
        process.kill()

    assert (fresh(task).status, fresh(task.worker).status) == ("running", "working")


def test_the_workers_of_another_machine_are_judged_by_their_leases_alone(looking, task):
    Worker.objects.update(cluster="cluster-2", pid=2**22 + 1)

    looking.look()

    assert fresh(task).status == "running"


def test_a_process_that_stands_still_for_longer_than_its_lease_is_ended(looking, task):
    with at_work(task.worker, PROCESS_NAME.format(task.worker_id)) as process:
        process.send_signal(signal.SIGSTOP)
        Task.objects.update(lease_until=timezone.now() - LONG_AGO)

        looking.look()

        assert process.wait(5) == -signal.SIGKILL
    assert (fresh(task).status, fresh(task.worker).status) == ("pending", "lost")


def test_after_lost_time_workers_have_a_moment_to_beat_before_they_are_judged(looking, task):
    with at_work(task.worker, PROCESS_NAME.format(task.worker_id)) as process:
        Task.objects.update(lease_until=timezone.now() - LONG_AGO)
        looking._clock.distrust()

        looking.look()

        assert process.poll() is None
        assert fresh(task).status == "running"
        process.kill()


def test_a_database_that_stood_still_while_it_was_asked_costs_nobody_a_lease(looking, task, monkeypatch):
    def stands_still(execute, *query):
        now["monotonic"] += 60
        return execute(*query)

    now = {"monotonic": time.monotonic()}
    with at_work(task.worker, PROCESS_NAME.format(task.worker_id)) as process:
        Task.objects.update(lease_until=timezone.now() - LONG_AGO)
        monkeypatch.setattr(watch.time, "monotonic", lambda: now["monotonic"])

        with connection.execute_wrapper(stands_still):
            looking.look()

        assert process.poll() is None
        assert fresh(task).status == "running"
        process.kill()


def test_what_a_cluster_that_is_down_had_in_hand_is_returned_and_wake_ups_are_sent_again(looking, task):
    waiting = WorkerFactory(outcome=task.outcome, run=task.run, woken=True, slot=1)
    Worker.objects.filter(pk=task.worker_id).update(cluster="cluster-0")
    looking.owed["cluster-0"] = "its cluster was restarted"

    looking.look()

    assert (fresh(task).status, fresh(task).losses, fresh(task.worker).status) == ("pending", 0, "ended")
    assert fresh(waiting).status == "lost"
    assert Worker.objects.active().count() == 1
    assert looking.owed == {}


# -- wake-ups ---------------------------------------------------------------------------------------


@pytest.fixture
def waiting(monkeypatch):
    """An outcome with a task and a worker that was woken for it, and a cluster that could start it."""
    monkeypatch.setattr(Child, "is_up", True)
    task = TaskFactory(outcome=OutcomeFactory(ready=True))
    worker = WorkerFactory(outcome=task.outcome, woken=True)
    return worker


def make_late() -> None:
    Worker.objects.filter(status="woken").update(woken_at=timezone.now() - LONG_AGO)


def test_a_late_wake_up_is_sent_again(looking, waiting):
    make_late()

    looking.look()

    assert fresh(waiting).status == "lost"
    assert Worker.objects.active().get().status == "woken"
    assert looking.restart_wanted == ""


def test_a_cluster_that_lets_wake_ups_pass_twice_is_started_again(looking, waiting):
    for _ in range(2):
        make_late()
        looking.look()

    assert "idle" in looking.restart_wanted


def test_a_cluster_that_has_started_somebody_meanwhile_is_not(looking, waiting):
    make_late()
    looking.look()
    other = TaskFactory(running=True)
    with at_work(other.worker, PROCESS_NAME.format(other.worker_id)) as process:
        make_late()
        looking.look()
        process.kill()

    assert looking.restart_wanted == ""


def test_a_cluster_that_is_just_starting_is_waited_for(looking, waiting, monkeypatch):
    monkeypatch.setattr(Child, "is_up", False)
    for _ in range(2):
        make_late()
        looking.look()

    assert fresh(waiting).status == "woken"
    assert looking.restart_wanted == ""


def test_a_cluster_is_up_when_its_pusher_is_there(cluster):
    assert not cluster.is_up
    with subprocess.Popen(
        [sys.executable, "-c", HANGS, "q-pusher"], stdout=subprocess.PIPE, start_new_session=True
    ) as process:
        process.stdout.readline()
        cluster.pid = process.pid

        assert cluster.is_up

        process.kill()


def test_while_the_broker_is_away_nobody_is_given_up_and_nothing_restarted(looking, waiting, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    for _ in range(2):
        make_late()
        looking.look()

    assert fresh(waiting).status == "woken"
    assert looking.restart_wanted == ""


# -- the database and the clock ---------------------------------------------------------------------


def test_a_database_that_stays_locked_has_the_cluster_started_again_once(looking):
    for _ in range(5):
        looking._cannot_look(OperationalError("database is locked"))
        if looking._locked == watch.LOCKED_LOOKS:
            assert "locked" in looking.restart_wanted
            looking.restart_wanted = ""

    assert looking.restart_wanted == ""


def test_a_database_that_is_away_restarts_nothing_and_leaves_leases_alone(looking):
    for _ in range(5):
        looking._cannot_look(OperationalError("connection refused"))

    assert looking.restart_wanted == ""
    assert not looking._clock.is_trusted


@pytest.mark.parametrize(
    ("wall", "steady", "trusted"),
    [(1, 1, True), (3600, 1, False), (-3600, 1, False), (60, 60, False), (4, 4, True)],
    ids=["a second", "set ahead", "set back", "asleep", "a slow second"],
)
def test_leases_are_not_judged_right_after_lost_time(wall, steady, trusted, monkeypatch):
    now = {"time": 1_000_000.0, "monotonic": 1_000.0}
    for name in now:
        monkeypatch.setattr(watch.time, name, lambda name=name: now[name])
    clock = Clock()
    clock.look()

    now["time"] += wall
    now["monotonic"] += steady
    clock.look()

    assert clock.is_trusted == trusted
    now["monotonic"] += 60
    assert clock.is_trusted


# -- processes --------------------------------------------------------------------------------------


def test_what_is_tied_ends_with_the_one_that_started_it():
    argv = [sys.executable, "-c", STARTS_A_TIED_ONE]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        child = int(parent.stdout.readline())
        until = time.monotonic() + 10
        while not _is(child, "sleep") and time.monotonic() < until:
            time.sleep(0.01)
        assert _is(child, "sleep")

        parent.kill()

    while _is(child, "sleep") and time.monotonic() < until:
        time.sleep(0.01)
    assert not _is(child, "sleep")


def _is(pid: int, name: str) -> bool:
    return watch.lives(pid, name)


class Stillborn:
    """A nursery whose children end at once."""

    def fork(self, role, run_id):
        with subprocess.Popen(["/bin/true"], start_new_session=True) as process:
            return process.pid


def test_a_program_that_cannot_start_is_tried_ever_more_slowly():
    child = Child("nothing")
    pauses = []
    for _ in range(6):
        child.start(Stillborn(), "run")
        assert not child.is_alive
        child.started -= 1.5
        pauses.append(child.is_due)
        child.kill()

    assert pauses == [True, False, False, False, False, False]
    child.started -= 60
    child.start(Stillborn(), "run")
    assert child.short_lives == 0


def test_a_process_that_has_got_a_dead_childs_number_is_left_alone():
    with subprocess.Popen(["/bin/sleep", "60"], start_new_session=True) as stranger:
        child = Child("web server", run_id="run", pid=stranger.pid, born="4711")
        seen = child.is_alive

        child.ask_to_stop()
        child.kill()
        ended = stranger.poll()
        stranger.kill()

    assert not seen
    assert ended is None


def test_a_group_is_killed_with_its_leader_and_after_it():
    for leader_first in (False, True):
        script = "sleep 60 & echo $!; wait"
        with subprocess.Popen(
            ["/bin/sh", "-c", script], stdout=subprocess.PIPE, start_new_session=True
        ) as leader:
            member = int(leader.stdout.readline())
            child = Child("web server", run_id="run", pid=leader.pid, born=birth(leader.pid))
            assert child.is_alive
            if leader_first:
                leader.kill()
                leader.wait()

            child.kill()

        until = time.monotonic() + 10
        while watch.lives(member) and time.monotonic() < until:
            time.sleep(0.01)
        assert not watch.lives(member)


def test_this_process_says_what_it_is():
    be_called("worker 4711")
    try:
        assert watch.lives(os.getpid(), "worker 4711")
        assert not watch.lives(os.getpid(), "worker 4712")
    finally:
        be_called("pytest")

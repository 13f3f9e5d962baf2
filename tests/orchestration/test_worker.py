"""One worker's job, from its wake-up to its end, run in this process."""

import threading

import pytest
from django.db import OperationalError

from orchestration import claims, control, outages
from orchestration import worker as room
from orchestration.agents.protocol import (
    AgentError,
    AgentUnavailable,
    Interrupted,
    OutputFile,
    TaskResult,
)
from orchestration.claims import return_claim
from orchestration.worker import Heartbeat, Shift, work
from outcomes.models import Artifact, Attempt, Outcome, Run, Skill, Task, Worker
from outcomes.models.artifact import MAX_ARTIFACT_BYTES
from tests.factories import OutcomeFactory, TaskFactory, WorkerFactory
from tests.orchestration.cluster import press, work_all

pytestmark = pytest.mark.django_db(transaction=True)


class ScriptedAgent:
    """Does what the test says: each answer is returned, raised, or called for what it returns."""

    name, model = "offline", ""

    def __init__(self, *answers):
        self.answers = list(answers)

    def _next(self, brief, interrupted):
        answer = self.answers.pop(0)
        if callable(answer) and not isinstance(answer, type):
            answer = answer(brief, interrupted)
        if isinstance(answer, Exception):
            raise answer
        return answer

    write_skill = write_tool = do_task = _next


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def done(path="results/report.md", summary="Done.") -> TaskResult:
    return TaskResult(summary, (OutputFile(path, b"# Report"),))


@pytest.fixture
def task():
    return TaskFactory(outcome=OutcomeFactory(ready=True))


def shift_of(task: Task, *answers) -> Worker:
    """A worker with this agent does its whole shift; afterwards it has ended."""
    worker = WorkerFactory(outcome=task.outcome, phase=task.phase)
    with Heartbeat(worker) as heartbeat:
        Shift(worker, ScriptedAgent(*answers), heartbeat).work()
    return fresh(worker)


# -- the job --------------------------------------------------------------------------------------


def test_a_worker_does_all_that_is_there_and_ends(task):
    TaskFactory(outcome=task.outcome)
    worker = WorkerFactory(outcome=task.outcome, woken=True)

    work(worker.pk)

    assert (fresh(worker).status, fresh(worker.run).status) == ("ended", "completed")
    assert list(Task.objects.values_list("status", flat=True)) == ["completed"] * 2


@pytest.mark.parametrize("state", ["working", "ended", "lost"])
def test_a_doubled_or_late_wake_up_does_nothing(state, task):
    worker = WorkerFactory(outcome=task.outcome, state=state)

    work(worker.pk)

    assert (fresh(task).status, fresh(worker).status) == ("pending", state)


def test_a_wake_up_for_a_worker_that_is_gone_does_nothing(task):
    work(4711)

    assert fresh(task).status == "pending"


def test_one_worker_goes_through_both_phases():
    outcome = OutcomeFactory(approach="Use the web-research skill.\n")
    TaskFactory(outcome=outcome)
    press(outcome)

    jobs = work_all()

    assert jobs == 1
    assert set(Attempt.objects.values_list("worker", flat=True)) == {Worker.objects.get().pk}
    assert outcome.runs.get().status == "completed"


# -- endings --------------------------------------------------------------------------------------


def test_an_agents_failure_is_tried_again_and_the_next_attempt_knows_why(task):
    seen = []

    def second(brief, interrupted):
        seen.extend(brief.findings)
        return done()

    shift_of(task, AgentError("It named no source."), second)

    assert (fresh(task).status, fresh(task).failures) == ("completed", 1)
    assert seen == ["It named no source."]


def test_three_failures_fail_task_and_run(task):
    worker = shift_of(task, *[AgentError("It named no source.")] * 3)

    assert (fresh(task).status, fresh(task).error) == ("failed", "It named no source.")
    assert fresh(worker.run).status == "failed"


def test_a_mistake_of_the_program_fails_the_attempt_with_its_name(task):
    shift_of(task, ZeroDivisionError("division by zero"), done())

    first = task.attempts.get(number=1)
    assert (first.status, first.error) == (
        "failed",
        "The offline agent broke: ZeroDivisionError: division by zero",
    )


def test_an_agent_that_is_unavailable_holds_the_run_and_counts_nothing(task):
    worker = shift_of(task, AgentUnavailable("The key was refused.", code="bad-key"))

    run = fresh(worker.run)
    assert (run.status, run.reason_code, run.reason) == ("held", "bad-key", "The key was refused.")
    assert (fresh(task).status, fresh(task).failures) == ("pending", 0)


def test_an_interrupted_agent_gives_the_task_back(task):
    def interrupted(brief, event):
        Worker.objects.update(stopping=True)
        return Interrupted("the worker was told to let go")

    worker = shift_of(task, interrupted)

    assert worker.status == "ended"
    assert (fresh(task).status, fresh(task).failures, fresh(task).losses) == ("pending", 0, 0)
    assert task.attempts.get().status == "released"


@pytest.mark.parametrize("path", ["../escape.md", "/etc/passwd", "a\\b"])
def test_a_result_that_cannot_be_kept_is_this_attempts_failure(path, task):
    shift_of(task, done(path), done())

    assert [attempt.status for attempt in task.attempts.all()] == ["failed", "completed"]
    assert path.replace("\\", "\\\\") in task.attempts.get(number=1).error
    assert Artifact.objects.get().path == "results/report.md"


@pytest.mark.parametrize(
    ("result", "told"),
    [
        (
            done(summary="x" * (room.MAX_RESULT_BYTES + 1)),
            "The result has 1,000,001 bytes; at most 1,000,000",
        ),
        (
            TaskResult("Done.", (OutputFile("big.bin", bytes(MAX_ARTIFACT_BYTES + 1)),)),
            "big.bin has 20,971,521 bytes; at most 20,971,520",
        ),
    ],
    ids=["result", "artifact"],
)
def test_what_is_too_large_is_refused_with_the_limit_and_the_task_is_kept(result, told, task):
    shift_of(task, result, done())

    first = task.attempts.get(number=1)
    assert (first.status, first.result) == ("failed", "")
    assert told in first.error
    assert (fresh(task).status, list(Artifact.objects.values_list("path", flat=True))) == (
        "completed",
        ["results/report.md"],
    )


def test_a_skill_that_fails_its_checks_is_refused_with_the_findings():
    task = TaskFactory(infrastructure=True)

    shift_of(task, *["not a skill at all"] * 3)

    skill = Skill.objects.get()
    assert (skill.status, skill.versions.count(), fresh(task).status) == ("failed", 0, "failed")
    assert "was refused by its checks" in fresh(task).error


def test_a_late_result_is_dropped_and_the_worker_goes_on(task):
    other = TaskFactory(outcome=task.outcome, position=9)

    def late(brief, interrupted):
        assert return_claim(Task.objects.get(pk=task.pk), "its lease ran out", lost=True)
        Task.objects.filter(pk=task.pk).update(status="skipped")
        return done("results/late.md")

    shift_of(task, late, done())

    assert (fresh(task).status, fresh(other).status) == ("skipped", "completed")
    assert list(Artifact.objects.values_list("path", flat=True)) == ["results/report.md"]


def test_a_task_deleted_in_mid_work_ends_nothing_else(task):
    other = TaskFactory(outcome=task.outcome, position=9)

    def deleted(brief, interrupted):
        Task.objects.filter(pk=task.pk).delete()
        return done("results/late.md")

    worker = shift_of(task, deleted, done())

    assert (fresh(other).status, fresh(worker.run).status) == ("completed", "completed")
    assert Artifact.objects.get().task == other


def test_an_outcome_deleted_in_mid_work_ends_the_job(task, settings):
    worker = WorkerFactory(outcome=task.outcome, woken=True)
    Outcome.objects.get(pk=task.outcome_id).delete()

    work(worker.pk)

    assert not Worker.objects.exists()


# -- the heartbeat --------------------------------------------------------------------------------


@pytest.fixture
def restless(settings):
    """A heartbeat that looks every half second."""
    settings.ORCHESTRATOR_LEASE_S = 2


def test_a_worker_that_is_told_to_stop_interrupts_its_agent(task, restless):
    def slow(brief, interrupted: threading.Event):
        Worker.objects.update(stopping=True)
        assert interrupted.wait(20)
        return Interrupted("the worker was told to let go")

    shift_of(task, slow)

    assert task.attempts.get().status == "released"


def test_a_worker_whose_claim_was_taken_away_interrupts_its_agent(task, restless):
    heard = []

    def slow(brief, interrupted: threading.Event):
        claimed = Task.objects.get(pk=task.pk)
        assert return_claim(claimed, "its lease ran out", lost=True)
        claimed.worker.lose("it let a lease run out")
        heard.append(interrupted.wait(20))
        return Interrupted("the worker was told to let go")

    worker = shift_of(task, slow)

    assert heard == [True]
    assert (worker.status, fresh(task).losses, fresh(task).failures) == ("lost", 1, 0)


@pytest.mark.parametrize("decide", [control.cancel, lambda task, by: control.skip(task, "no need", by)])
def test_a_task_put_aside_while_it_runs_interrupts_its_agent_and_the_worker_goes_on(decide, task, restless):
    other = TaskFactory(outcome=task.outcome, position=9)

    def slow(brief, interrupted: threading.Event):
        decide(Task.objects.get(pk=task.pk), "ada")
        assert interrupted.wait(20)
        return done("results/late.md")  # an agent that does not listen: what it brings is dropped

    worker = shift_of(task, slow, done())

    assert (fresh(task).status in ("cancelled", "skipped"), fresh(task).failures) == (True, 0)
    assert task.attempts.get().status == "released"
    assert (fresh(other).status, fresh(worker.run).status) == ("completed", "completed")
    assert list(Artifact.objects.values_list("path", flat=True)) == ["results/report.md"]


def test_the_lease_is_kept_while_the_agent_thinks(task, restless):
    kept = []

    def slow(brief, interrupted: threading.Event):
        first = Task.objects.get(pk=task.pk).lease_until
        for _ in range(200):
            if interrupted.wait(0.1):
                break
            if Task.objects.get(pk=task.pk).lease_until > first:
                kept.append(True)
                break
        return done()

    shift_of(task, slow)

    assert kept == [True]
    assert fresh(task).status == "completed"


# -- trouble with the database ---------------------------------------------------------------------


def test_a_job_that_is_ended_for_its_length_returns_its_task_at_once(task, monkeypatch):
    def too_long(brief, interrupted):
        raise SystemExit("Task exceeded maximum timeout value")

    monkeypatch.setattr(room, "active_agent", lambda: ScriptedAgent(too_long))
    worker = WorkerFactory(outcome=task.outcome, woken=True)

    with pytest.raises(SystemExit):
        work(worker.pk)

    assert (fresh(task).status, fresh(task).losses, fresh(worker).status) == ("pending", 1, "lost")


def test_a_database_that_restarts_while_a_worker_lingers_costs_nothing(task, monkeypatch):
    """Another worker has the only other task in hand; the database goes away while this one waits for it."""
    other = TaskFactory(outcome=task.outcome, running=True)
    Run.objects.update(max_execution_workers=2)
    monkeypatch.setattr(outages, "PAUSE_S", 0)
    looks = []

    def away_once(self):
        looks.append(self)
        if len(looks) == 1:
            Task.objects.get(pk=other.pk).complete("Done meanwhile.")
            raise OperationalError("terminating connection due to administrator command")
        return False

    monkeypatch.setattr(Shift, "_others_wait_for_a_process", away_once)

    worker = shift_of(task, done())

    assert (worker.status, len(looks)) == ("ended", 1)
    assert Run.objects.get(pk=worker.run_id).status == "completed"


def test_work_whose_settling_was_committed_unheard_is_neither_lost_nor_done_again(task, monkeypatch):
    """The connection breaks after the commit: the next task was claimed too, and nobody heard of it."""
    TaskFactory(outcome=task.outcome)
    broken = []

    def breaks_once(*args):
        step = claims.settle_and_claim(*args)
        if not broken:
            broken.append(step)
            raise OperationalError("the connection broke")
        return step

    monkeypatch.setattr(room, "settle_and_claim", breaks_once)

    shift_of(task, done("a.md"), done("b.md"))

    assert list(Task.objects.values_list("status", "losses")) == [("completed", 0)] * 2
    assert Attempt.objects.filter(status="completed").count() == 2
    assert Artifact.objects.count() == 2
    assert broken[0].attempt.number == 1

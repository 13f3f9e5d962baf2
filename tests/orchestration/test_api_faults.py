"""What becomes of a run when the API fails: its state, what is counted, and what people are told."""

import threading
import time

import pytest
from django.db import connection
from django.utils import timezone

from orchestration import control
from orchestration.agents.claude import ClaudeAgent
from orchestration.agents.messages_api import Limits
from orchestration.gate import SharedGate, is_open, reopen
from orchestration.models import ApiPause
from orchestration.reaper import reap
from orchestration.worker import Heartbeat, Shift
from outcomes.models import Attempt, Event, Run, Worker
from tests.factories import OutcomeFactory, SkillFactory, TaskFactory, WorkerFactory
from tests.model_answers import obliging
from tests.orchestration.conftest import stop_workers
from tests.scripted_api import Reply, ScriptedApi, calls_reply, error_reply, message_reply, text_reply

pytestmark = pytest.mark.django_db(transaction=True)

WRITE = ("write_artifact", {"path": "results/a.md", "content": "# A\n"})
DONE = calls_reply(WRITE, ("finish", {"summary": "Wrote A."}))
KEY = "sk-planted-secret"


@pytest.fixture
def task():
    return TaskFactory(outcome=OutcomeFactory(ready=True))


def agent():
    return ClaudeAgent(limits=Limits(1, 1, 5, tries=3, back_off=0.05))


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def state(task):
    """(run, its code, task, its failures) as they stand."""
    task, run = fresh(task), Run.objects.latest("pk")
    return run.status, run.reason_code, task.status, task.failures


def after(seconds):
    return {"headers": {"retry-after": str(seconds)}}


# -- what only a person can mend -------------------------------------------------------------------

FOR_A_PERSON = [
    ("key-refused", error_reply(401, f"bad key {KEY}"), "correct ANTHROPIC_API_KEY"),
    ("key-refused", error_reply(403), "correct ANTHROPIC_API_KEY"),
    ("no-credit", error_reply(402), "top it up"),
    ("model-not-found", error_reply(404), "correct ORCHESTRATOR_MODEL"),
]


@pytest.mark.parametrize(("code", "reply", "remedy"), FOR_A_PERSON)
def test_the_run_is_held_with_a_remedy_and_nothing_is_counted(code, reply, remedy, task, shift):
    shift(task, reply, agent=agent())

    assert state(task) == ("held", code, "pending", 0)
    event = Event.objects.get(kind="run.held")
    assert remedy in event.message
    assert KEY not in event.message
    assert Attempt.objects.get().status == "released"


def test_after_a_refused_key_no_worker_calls_until_a_person_resumes(task, shift):
    other = TaskFactory(outcome=OutcomeFactory(ready=True))
    shift(task, error_reply(401), agent=agent())

    asked = shift(other, agent=agent()).requests
    assert asked == []
    assert state(other)[:2] == ("held", "key-refused")

    control.resume(task.outcome_id, "ada")
    shift(task, DONE, agent=agent())
    assert fresh(task).status == "completed"


# -- what time mends -------------------------------------------------------------------------------

PASSING = [
    error_reply(429, **after(0.1)),
    error_reply(429, headers={"retry-after-ms": "100"}),
    error_reply(529, **after(0.1)),
    error_reply(500),
    Reply(status=502, raw=b"<html>Bad gateway</html>", media_type="text/html"),
    error_reply(504),
    text_reply("stalled " * 20, event_delay_s=2),
    text_reply("cut off " * 20, cut_after=4),
    text_reply("begun", error_event="api_error"),
]


@pytest.mark.parametrize("reply", PASSING)
def test_a_passing_trouble_is_waited_for_and_counts_nothing(reply, task, shift):
    shift(task, reply, DONE, agent=agent())

    assert state(task) == ("completed", "completed", "completed", 0)
    assert Attempt.objects.count() == 1


def test_an_overload_told_inside_a_stream_slows_everybody_down(task, shift):
    shift(task, text_reply("begun", error_event="overloaded_error"), DONE, agent=agent())

    assert state(task)[2:] == ("completed", 0)
    assert ApiPause.objects.get().code == "overloaded"


LASTING = [
    ("server-error", error_reply(500)),
    ("timeout", text_reply("late", delay_s=1.3)),
    ("connection", text_reply("cut off " * 20, cut_after=4)),
]


@pytest.mark.parametrize(("code", "reply"), LASTING)
def test_a_lasting_trouble_holds_the_run_after_some_tries_and_counts_nothing(code, reply, task, shift):
    api = shift(task, reply, reply, reply, agent=agent())

    assert len(api.requests) == 3
    assert state(task) == ("held", code, "pending", 0)
    assert "called again from" in Event.objects.get(kind="run.held").message


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9", "http://no-such-host.invalid", "https://127.0.0.1:{port}"]
)
def test_an_api_that_cannot_be_reached_holds_the_run(address, task, monkeypatch, settings):
    """A refused connection, a name that is not known, and a server that does not speak TLS."""
    settings.ACTIVE_AGENT = "claude"
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    with ScriptedApi([]) as api:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", address.format(port=api.url.rsplit(":", 1)[1]))
        worker = WorkerFactory(outcome=task.outcome)
        with Heartbeat(worker) as heartbeat:
            Shift(worker, agent(), heartbeat).work()

    assert state(task) == ("held", "connection", "pending", 0)
    assert "No connection to the API" in Run.objects.get().reason


def test_a_run_that_waited_for_the_api_goes_on_by_itself(task, shift):
    shift(task, *[error_reply(500)] * 3, agent=agent())
    reap()
    assert state(task)[0] == "held"

    ApiPause.objects.update(until=timezone.now())
    reap()

    assert state(task)[0] == "running"
    assert Worker.objects.filter(status="woken").exists()


def test_a_long_wait_returns_the_task_and_holds_the_run(task, shift):
    api = shift(task, error_reply(429, **after(3600)), agent=agent())

    assert len(api.requests) == 1
    assert state(task) == ("held", "rate-limited", "pending", 0)
    assert "No call is made for 3600 s." in Event.objects.get(kind="api.rate-limited").message


def test_resume_does_not_override_what_the_api_asked_for(task, shift):
    shift(task, error_reply(429, **after(3600)), agent=agent())
    control.resume(task.outcome_id, "ada")

    api = shift(task, agent=agent())

    assert api.requests == []
    assert state(task)[:2] == ("held", "rate-limited")


def test_a_wait_sees_the_stop_button(task, shift):
    def script(request):
        threading.Timer(0.2, stop_workers).start()
        return error_reply(429, **after(60))

    began = time.monotonic()
    shift(task, script, agent=agent())

    assert time.monotonic() - began < 5
    assert (fresh(task).status, fresh(task).failures) == ("pending", 0)


def test_without_retry_after_the_waits_grow(db):
    gate = SharedGate(OutcomeFactory().pk, "worker 1", 1, 1)
    waits = []
    for _ in range(4):
        ApiPause.objects.update(until=None)
        gate.slow_down("overloaded", "The API is overloaded.", None)
        waits.append(gate.seconds_closed())

    for number, wait in enumerate(waits, 1):
        assert 2**number / 2 - 0.5 < wait <= 2**number
    ApiPause.objects.update(until=None)
    gate.went_well()
    assert ApiPause.objects.get().refusals == 0


def test_only_a_person_opens_a_gate_that_was_shut(db):
    gate = SharedGate(OutcomeFactory().pk, "worker 1", 1, 1)
    gate.shut("key-refused", "The key is refused.")
    assert not is_open()

    reopen()

    assert is_open()
    assert gate.seconds_closed() == 0


# -- what the task itself is to blame for -----------------------------------------------------------

FAILURES = [
    ("too-long", [error_reply(413)], 1, "Make the task"),
    (
        "too-long",
        [error_reply(400, "prompt is too long: 250000 tokens > 200000 maximum")],
        1,
        "Make the task",
    ),
    ("too-long", [text_reply("x", stop_reason="model_context_window_exceeded")], 1, "Make the task"),
    ("bad-request", [error_reply(400)] * 6, 3, "check_agent"),  # each asked once more, plainly
    ("refused", [text_reply("I can't.", stop_reason="refusal")] * 3, 3, "The model refused"),
    ("max-tokens", [text_reply("x", stop_reason="max_tokens")] * 9, 3, "in several files"),
    ("empty-reply", [message_reply([])] * 9, 3, "can call tools"),
    ("bad-reply", [Reply(raw=b'"a plain string"')] * 3, 3, "is no message"),
    ("bad-reply", [Reply(raw=b'{"content": null}')] * 3, 3, "is no message"),
    ("bad-reply", [Reply(raw=b"not JSON")] * 3, 3, "is no message"),
    ("unfinished", [calls_reply(("finish", {"summary": "Done."}))] * 6, 3, "called itself finished twice"),
]


@pytest.mark.parametrize(("code", "replies", "failures", "told"), FAILURES)
def test_a_fault_of_the_task_fails_it_by_name(code, replies, failures, told, task, shift):
    shift(task, *replies, agent=agent())

    final = fresh(task)
    assert (final.status, Attempt.objects.filter(status="failed").count()) == ("failed", failures)
    assert told in final.error
    assert Run.objects.get().status == "failed"
    assert told in Event.objects.filter(kind="task.failed").latest("pk").message


# -- together --------------------------------------------------------------------------------------


def test_nobody_calls_inside_the_window_of_a_refusal(monkeypatch, settings):
    """Six workers against a server that refuses every third call: all is done, nothing is counted."""
    settings.ACTIVE_AGENT = "claude"
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    outcome = OutcomeFactory(ready=True, max_execution_workers=6)
    tasks = TaskFactory.create_batch(9, outcome=outcome)
    workers = [WorkerFactory(outcome=outcome) for _ in range(6)]
    window, too_late = (
        1.0,
        0.6,
    )  # seconds; those who are about to call hear of it within a quarter of one where
    # the processor is free, which a test cannot promise
    calls, refusals, lock = [], [], threading.Lock()

    def script(request):
        with lock:
            calls.append(time.monotonic())
            if len(calls) % 3 == 0:
                refusals.append(calls[-1])
                return error_reply(429, **after(window))
        return obliging(request)

    def be(worker):
        try:
            with Heartbeat(worker) as heartbeat:
                Shift(worker, agent(), heartbeat).work()
        finally:
            connection.close()

    with ScriptedApi(script) as api:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", api.url)
        threads = [threading.Thread(target=be, args=(worker,)) for worker in workers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert api.problems == []
    assert {fresh(task).status for task in tasks} == {"completed"}
    assert Attempt.objects.count() == 9
    late = [(call - refusal) for refusal in refusals for call in calls if too_late < call - refusal < window]
    assert late == []


def test_a_need_that_cannot_be_met_here_fails_at_once_with_the_reason(shift):
    task = TaskFactory(outcome=OutcomeFactory(building=True), infrastructure=True)
    SkillFactory(outcome=task.outcome)  # another one keeps the run from being ready

    api = shift(task, text_reply("UNBUILDABLE: it needs a scanner."), agent=agent())

    assert len(api.requests) == 1
    assert fresh(task).status == "failed"
    assert fresh(task).error.startswith("Unbuildable here: it needs a scanner.")
    assert fresh(task.skill).status == "failed"

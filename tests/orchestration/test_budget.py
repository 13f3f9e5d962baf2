"""Budgets under several workers at once, and whole tasks whose every call is paid."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection

from orchestration.agents.claude import ClaudeAgent
from orchestration.agents.messages_api import Limits
from orchestration.agents.protocol import Usage
from orchestration.control import resume
from orchestration.models import ModelCall, SpendingDay
from orchestration.reaper import reap
from orchestration.spending import BudgetReached, SpendingMeter
from orchestration.usage import Which, usage
from orchestration.worker import Heartbeat, Shift
from orchestrator_site.prices import price
from outcomes.models import Event, Outcome, Task, Worker
from tests.factories import OutcomeFactory, RunFactory, TaskFactory, WorkerFactory
from tests.orchestration.calls import SONNET, request
from tests.scripted_api import Reply, ScriptedApi, calls_reply

pytestmark = pytest.mark.django_db(transaction=True)
WRITE = ("write_artifact", {"path": "results/a.md", "content": "# A\n"})
FINISH = ("finish", {"summary": "Wrote A."})
WORKERS = 6


@pytest.fixture
def outcome(settings, monkeypatch):
    settings.ACTIVE_AGENT = "claude"
    monkeypatch.setenv("ANTHROPIC_API_KEY", "key")
    outcome = OutcomeFactory(ready=True)
    Outcome.objects.filter(pk=outcome.pk).update(max_execution_workers=WORKERS)
    return Outcome.objects.get(pk=outcome.pk)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def set_budget(outcome, dollars):
    Outcome.objects.filter(pk=outcome.pk).update(budget_usd=Decimal(dollars))


def at_once(*jobs: Callable[[], None]) -> list[Exception]:
    """Run each in a thread, begun at the same moment, and give back what they raised."""
    gate, raised = threading.Barrier(len(jobs)), []

    def run(job: Callable[[], None]) -> None:
        try:
            gate.wait(10)
            job()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    return raised


def shift_of(worker: Worker) -> Callable[[], None]:
    def work() -> None:
        with Heartbeat(worker) as heartbeat:
            Shift(worker, ClaudeAgent(limits=Limits(2, 30, 30)), heartbeat).work()

    return work


def costing(dollars: str, settings) -> None:
    """Set prices at which the first call of such a task is bound by this much, nearly all for its input."""
    task = TaskFactory(outcome=OutcomeFactory(ready=True))
    worker = WorkerFactory(outcome=task.outcome)
    with ScriptedApi([calls_reply(WRITE, FINISH)]) as api, pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANTHROPIC_BASE_URL", api.url)
        assert at_once(shift_of(worker)) == []
    call = ModelCall.objects.get(task=task)
    known = settings.MODEL_PRICES[SONNET]
    for_input = call.bound_usd - call.max_tokens * known.output / 1_000_000
    times = Decimal(dollars) / for_input
    names = ("input", "cache_read", "cache_write_5m", "cache_write_1h")
    changed = {name: getattr(known, name) * times for name in names}
    settings.MODEL_PRICES = {SONNET: replace(known, output=Decimal("0.001"), **changed)}


@pytest.mark.parametrize("turn", range(3))
def test_two_that_reserve_at_once_never_pass_the_budget(turn, outcome, settings):
    settings.MODEL_PRICES = {SONNET: price("20", "0.001", "20")}
    set_budget(outcome, "0.10")
    meter = SpendingMeter("task", outcome_id=outcome.pk)
    one = request(system="x" * 400)

    raised = at_once(*[lambda: meter.reserve(one)] * 8)

    row, bounds = fresh(outcome), list(ModelCall.objects.values_list("bound_usd", flat=True))
    assert {type(error) for error in raised} == {BudgetReached}
    assert len(bounds) == 8 - len(raised) == 3
    assert row.reserved_usd == sum(bounds) == SpendingDay.objects.get().reserved_usd
    assert Decimal("0.08") < row.reserved_usd <= row.budget_usd


def test_the_days_budget_is_shared_by_outcomes_at_once(settings):
    settings.MODEL_PRICES = {SONNET: price("20", "0.001", "20")}
    settings.ORCHESTRATOR_DAILY_BUDGET_USD = Decimal("0.10")
    meters = [SpendingMeter("task", outcome_id=OutcomeFactory().pk) for _ in range(8)]
    one = request(system="x" * 400)

    raised = at_once(*[lambda meter=meter: meter.reserve(one) for meter in meters])

    assert len(raised) == 5
    assert SpendingDay.objects.get().reserved_usd <= Decimal("0.10")


def test_reserving_and_paying_at_once_adds_up(outcome):
    meter = SpendingMeter("task", outcome_id=outcome.pk)

    def some_calls() -> None:
        for _ in range(5):
            meter.reserve(request()).settle(Usage(1000, 100))

    assert at_once(*[some_calls] * 6) == []

    row, day = fresh(outcome), SpendingDay.objects.get()
    assert (row.spent_usd, row.reserved_usd) == (Decimal("0.09"), 0)
    assert (day.spent_usd, day.reserved_usd) == (Decimal("0.09"), 0)


def test_a_call_that_is_settled_and_reaped_at_once_is_paid_once(outcome):
    reservation = SpendingMeter("task", outcome_id=outcome.pk).reserve(request())
    ModelCall.objects.update(created_at="2026-01-01T00:00:00Z")

    at_once(lambda: reservation.settle(Usage(1000, 100)), reap)

    row, call = fresh(outcome), ModelCall.objects.get()
    assert (row.spent_usd, row.reserved_usd) == (call.cost_usd, 0)


def test_ten_cents_pay_three_calls_of_at_most_three_cents_and_then_the_run_is_held(
    outcome, settings, monkeypatch
):
    costing("0.03", settings)
    for _ in range(WORKERS):
        TaskFactory(outcome=outcome)
    run = RunFactory(outcome=fresh(outcome), agent="claude")
    workers = [WorkerFactory(run=run) for _ in range(WORKERS)]
    set_budget(outcome, "0.10")

    def once_held(_: object) -> Reply:
        """The three are under way while the others ask for more."""
        until = time.monotonic() + 20
        while fresh(run).status != "held" and time.monotonic() < until:
            time.sleep(0.05)
        connection.close()
        return calls_reply(WRITE, FINISH)

    with ScriptedApi(once_held) as api:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", api.url)
        assert at_once(*map(shift_of, workers)) == []

    row, tasks = fresh(outcome), Task.objects.filter(outcome=outcome)
    assert (len(api.requests), api.problems) == (3, [])
    assert (fresh(run).status, fresh(run).reason_code) == ("held", "budget")
    assert "Raise the budget on the outcome's page, then resume the run." in fresh(run).reason
    assert (row.reserved_usd, row.spent_usd <= row.budget_usd) == (0, True)
    assert sorted(tasks.values_list("status", flat=True)) == ["completed"] * 3 + ["pending"] * 3
    assert set(tasks.values_list("failures", "losses")) == {(0, 0)}

    set_budget(outcome, "5")
    resume(outcome.pk, "ada")
    with ScriptedApi(lambda _: calls_reply(WRITE, FINISH)) as api:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", api.url)
        worker = Worker.objects.filter(run=run, status="woken")[0]
        worker.start("cluster-1", 4242)
        assert at_once(shift_of(worker)) == []  # does what is left, and the others are called off

    assert (len(api.requests), api.problems) == (3, [])
    assert fresh(run).status == "completed"
    assert set(tasks.values_list("status", flat=True)) == {"completed"}


def test_every_call_of_a_conversation_is_paid_to_the_last_token(outcome, shift):
    task = TaskFactory(outcome=outcome)
    usages = [(1234, 56), (4321, 65), (7, 3)]
    replies = [calls_reply(WRITE), calls_reply(("list_artifacts", {})), calls_reply(FINISH)]
    for reply, (read, written) in zip(replies, usages, strict=True):
        reply.message["usage"] = {
            "input_tokens": read,
            "output_tokens": written,
            "cache_read_input_tokens": 11,
        }

    shift(task, *replies)

    total = usage(Which(outcome.pk)).total
    assert (total.calls, total.failed, total.estimated) == (3, 0, 0)
    assert (total.input_tokens, total.output_tokens, total.cache_read_tokens) == (5562, 124, 33)
    assert total.cost_usd == Decimal(5562 * 2 + 124 * 10) / 10**6 + Decimal("0.0000033")
    assert fresh(outcome).spent_usd == SpendingDay.objects.get().spent_usd == total.cost_usd
    assert set(ModelCall.objects.values_list("task", "attempt__number", "purpose", "requested_by")) == {
        (task.pk, 1, "task", "ada")
    }


def test_a_call_that_is_not_sent_after_all_leaves_nothing(outcome):
    SpendingMeter("task", outcome_id=outcome.pk).reserve(request()).release("not-sent")

    assert not ModelCall.objects.exists()
    assert fresh(outcome).reserved_usd == 0


def test_a_call_that_was_given_up_stays_paid_though_its_worker_says_that_it_was_not_sent(outcome):
    reservation = SpendingMeter("task", outcome_id=outcome.pk).reserve(request())
    ModelCall.objects.update(created_at="2026-01-01T00:00:00Z")
    reap()

    reservation.release("not-sent")

    assert fresh(outcome).spent_usd == ModelCall.objects.get().cost_usd > 0


def test_no_key_is_kept_with_a_call(outcome, shift, monkeypatch):
    shift(TaskFactory(outcome=outcome), calls_reply(WRITE, FINISH))

    kept = json.dumps(list(ModelCall.objects.values()), default=str)
    told = " ".join(Event.objects.values_list("message", flat=True))
    assert "sk-planted-secret" not in kept + told

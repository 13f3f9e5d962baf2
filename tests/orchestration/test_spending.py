"""What calls cost: exact to the last token, never above a budget, never 0 by accident."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from orchestration.agents.protocol import Interrupted, Usage
from orchestration.claims import Claim
from orchestration.control import resume
from orchestration.models import ModelCall, SpendingDay
from orchestration.reaper import reap
from orchestration.spending import (
    LONGEST_CALL,
    Bound,
    BudgetReached,
    SpendingMeter,
    meter_for,
    price_of,
)
from orchestrator_site.prices import price
from outcomes.models import Event, Outcome
from tests.factories import OutcomeFactory, RunFactory, TaskFactory, ToolFactory
from tests.orchestration.calls import SONNET, request

pytestmark = pytest.mark.django_db


def fresh(row):
    return type(row).objects.get(pk=row.pk)


@pytest.fixture
def outcome(db):
    return OutcomeFactory()


@pytest.fixture
def meter(outcome):
    return SpendingMeter("task", outcome_id=outcome.pk, requested_by="ada")


def claim_of(task):
    return Claim(task, task.attempts.get(), task.run, task.outcome)


def set_budget(outcome, dollars):
    Outcome.objects.filter(pk=outcome.pk).update(budget_usd=Decimal(dollars))


def spend(outcome, dollars):
    """So much is spent already."""
    amount = Decimal(dollars)
    row = fresh(outcome)
    row.reserve(amount)
    row.pay(amount, amount)


# -- reserve and pay -------------------------------------------------------------------------------


def test_a_call_is_kept_with_everything_about_it():
    task = TaskFactory(infrastructure=True, running=True)
    claim = type(
        "Claim", (), {"task": task, "attempt": task.attempts.get(), "run": task.run, "outcome": task.outcome}
    )

    reservation = meter_for(claim).reserve(request(system="Write a skill."))
    reservation.settle(Usage(100, 20, 5, 7), stop_reason="end_turn", request_id="req_1")

    call = ModelCall.objects.get()
    assert (call.status, call.purpose, call.model, call.max_tokens) == ("settled", "skill", SONNET, 1000)
    assert (call.outcome, call.run, call.task, call.attempt) == (
        task.outcome,
        task.run,
        task,
        task.attempts.get(),
    )
    assert (call.capability, call.requested_by) == (task.capability.name, "ada")
    assert (call.input_tokens, call.output_tokens, call.cache_read_tokens, call.cache_write_tokens) == (
        100,
        20,
        5,
        7,
    )
    assert (call.stop_reason, call.request_id, call.error_code, call.estimated) == (
        "end_turn",
        "req_1",
        "",
        False,
    )
    assert len(call.prompt_digest) == 16
    assert call.cost_usd == Decimal("0.000418")


@pytest.mark.parametrize(
    ("purpose", "task"),
    [
        ("task", {}),
        ("skill", {"infrastructure": True}),
        ("tool", {"infrastructure": True, "with_tool": True}),
    ],
)
def test_the_purpose_is_told_apart(purpose, task):
    if task.pop("with_tool", False):
        task["tool"] = ToolFactory()

    assert meter_for(claim_of(TaskFactory(running=True, **task))).purpose == purpose


def test_the_bound_is_set_aside_while_the_call_is_under_way(outcome, meter):
    meter.reserve(request())

    call, row, day = ModelCall.objects.get(), fresh(outcome), SpendingDay.objects.get()
    assert (call.status, call.cost_usd) == ("reserved", 0)
    assert row.reserved_usd == day.reserved_usd == call.bound_usd > Decimal("0.01")
    assert row.spent_usd == day.spent_usd == 0


def test_the_cost_takes_the_place_of_the_bound(outcome, meter):
    meter.reserve(request()).settle(Usage(100, 20))

    row, day = fresh(outcome), SpendingDay.objects.get()
    assert (row.reserved_usd, row.spent_usd) == (0, Decimal("0.0004"))
    assert (day.reserved_usd, day.spent_usd) == (0, Decimal("0.0004"))


def test_a_hundred_small_calls_add_up_exactly(outcome, meter):
    for _ in range(100):
        meter.reserve(request(model="claude-haiku-5-5")).settle(Usage(1, 1, 1))

    assert fresh(outcome).spent_usd == Decimal("0.00000061") * 100


@pytest.mark.parametrize("usage", [Usage(), Usage(0, 5), Usage(-1, 5), Usage(10**12, 5), Usage(True, None)])
def test_what_was_not_counted_costs_the_bound(usage, outcome, meter):
    reservation = meter.reserve(request())
    reservation.settle(usage)

    call = ModelCall.objects.get()
    answer = usage.output_tokens or 1000
    assert call.cost_usd == reservation.bound.with_answer(answer) == fresh(outcome).spent_usd
    assert call.estimated
    assert (call.input_tokens, call.output_tokens) == (reservation.bound.input_tokens, answer)


def test_an_answer_of_unknown_length_counts_as_the_longest(meter):
    meter.reserve(request()).fail("connection", Usage(100))

    call = ModelCall.objects.get()
    assert (call.status, call.error_code, call.estimated) == ("failed", "connection", True)
    assert call.cost_usd == Decimal("0.0002") + Decimal("0.01")


def test_an_unknown_price_is_marked_as_estimated(meter):
    meter.reserve(request(model="llama")).settle(Usage(1000, 100))

    call = ModelCall.objects.get()
    assert (call.cost_usd, call.estimated) == (Decimal("0.006"), True)


def test_a_released_call_is_free_and_nothing_stays_aside(outcome, meter):
    meter.reserve(request()).release("rate-limited")

    call, row = ModelCall.objects.get(), fresh(outcome)
    assert (call.status, call.error_code, call.cost_usd, call.estimated) == (
        "failed",
        "rate-limited",
        0,
        False,
    )
    assert (call.input_tokens, call.output_tokens) == (0, 0)
    assert row.reserved_usd == row.spent_usd == 0


def test_a_call_is_paid_once(outcome, meter):
    reservation = meter.reserve(request())
    reservation.settle(Usage(100, 20))
    reservation.settle(Usage(100, 20))
    reservation.release("late")

    assert ModelCall.objects.get().status == "settled"
    assert fresh(outcome).spent_usd == Decimal("0.0004")


def test_a_free_model_that_somebody_declared_free_is_free(outcome, meter, settings):
    settings.MODEL_PRICES = {**settings.MODEL_PRICES, "own": price("0", "0", "0")}
    set_budget(outcome, "0")

    meter.reserve(request(model="own")).settle(Usage(100, 20))

    call = ModelCall.objects.get()
    assert (call.cost_usd, call.estimated) == (0, False)


def test_a_call_outlives_its_outcome_and_its_cost_stays_in_the_day(outcome, meter):
    reservation = meter.reserve(request())
    outcome.delete()
    reservation.settle(Usage(100, 20))

    call = ModelCall.objects.get()
    assert (call.outcome, call.outcome_name) == (None, outcome.name)
    assert SpendingDay.objects.get().spent_usd == call.cost_usd == Decimal("0.0004")


def test_a_stale_copy_of_an_outcome_does_not_bring_back_what_was_left(outcome, meter):
    stale = fresh(outcome)
    meter.reserve(request()).settle(Usage(100, 20))
    stale.save()

    assert fresh(outcome).spent_usd == Decimal("0.0004")


# -- budgets ---------------------------------------------------------------------------------------


def bound_of(tokens, dollars="0.03"):
    """A request whose bound is this much, most of it for its input."""
    text = ""
    price, _ = price_of(SONNET)
    base = Bound.of(price, request(tokens, system=text)).with_answer(tokens)
    missing = int((Decimal(dollars) - base) * 1_000_000 / price.input)
    made = request(tokens, system="x" * missing)
    assert Bound.of(price, made).with_answer(tokens) == Decimal(dollars)
    return made


def test_a_budget_of_ten_cents_pays_three_calls_of_at_most_three(outcome, meter):
    set_budget(outcome, "0.10")
    call = bound_of(600)
    for _ in range(3):
        meter.reserve(call)

    with pytest.raises(BudgetReached, match=r"\$0\.10 is too small .* \$0\.09 is set aside") as caught:
        meter.reserve(call)

    assert caught.value.code == "budget"
    assert "Raise the budget" in str(caught.value)
    assert ModelCall.objects.count() == 3
    assert fresh(outcome).reserved_usd == Decimal("0.09")


def test_a_run_that_is_held_for_its_budget_makes_no_call_until_it_is_resumed(outcome):
    run = RunFactory(outcome=outcome)
    meter = SpendingMeter("task", outcome_id=outcome.pk, run_id=run.pk)
    under_way = meter.reserve(request())
    set_budget(outcome, "0.01")
    with pytest.raises(BudgetReached):
        meter.reserve(request())
    assert (fresh(run).status, fresh(run).reason_code) == ("held", "budget")

    under_way.settle(Usage(1, 1))
    set_budget(outcome, "5")
    with pytest.raises(BudgetReached, match=r"\$0\.01 is too small"):
        meter.reserve(request())

    resume(outcome.pk, "ada")
    meter.reserve(request())


def test_a_run_that_builds_gives_its_outcome_back_when_it_is_held():
    outcome = OutcomeFactory(building=True)
    run = RunFactory(outcome=outcome)
    set_budget(outcome, "0")

    with pytest.raises(BudgetReached):
        SpendingMeter("skill", outcome_id=outcome.pk, run_id=run.pk).reserve(request())

    assert (fresh(run).status, fresh(outcome).infrastructure_ready) == ("held", 0)


def test_a_stopped_run_stays_stopped(outcome):
    run = RunFactory(outcome=outcome, stopped=True)
    set_budget(outcome, "0")

    with pytest.raises(BudgetReached):
        SpendingMeter("task", outcome_id=outcome.pk, run_id=run.pk).reserve(request())

    assert fresh(run).status == "stopped"


def test_an_answer_shrinks_to_what_remains(outcome, meter):
    set_budget(outcome, "0.02")
    reservation = meter.reserve(request(32_000))

    call, row = ModelCall.objects.get(), fresh(outcome)
    assert 512 < reservation.max_tokens == call.max_tokens < 2000
    assert Decimal("0.01999") < row.reserved_usd <= Decimal("0.02")


def test_an_answer_of_less_than_512_tokens_is_not_asked_for(outcome, meter):
    price, _ = price_of(SONNET)
    enough = Bound.of(price, request()).with_answer(512)
    spend(outcome, 5 - enough)
    assert meter.reserve(request()).max_tokens == 512

    ModelCall.objects.get()
    other = OutcomeFactory()
    spend(other, 5 - enough + Decimal("0.00001"))
    with pytest.raises(BudgetReached):
        SpendingMeter("task", outcome_id=other.pk).reserve(request())


def test_a_question_that_wants_a_shorter_answer_is_asked(meter):
    assert meter.reserve(request(16)).max_tokens == 16


def test_no_budget_is_no_call(outcome, meter):
    set_budget(outcome, "0")

    with pytest.raises(BudgetReached):
        meter.reserve(request())


def test_a_budget_that_was_lowered_below_what_is_spent_pays_nothing(outcome, meter):
    spend(outcome, "4")
    set_budget(outcome, "1")

    with pytest.raises(BudgetReached, match=r"\$4\.00 is spent"):
        meter.reserve(request())


def test_the_installation_has_a_budget_of_the_day(outcome, meter, settings):
    settings.ORCHESTRATOR_DAILY_BUDGET_USD = Decimal("0.025")
    SpendingMeter("task", outcome_id=OutcomeFactory().pk).reserve(request()).fail("timeout", Usage())
    SpendingMeter("check").reserve(request(600)).settle(Usage())

    with pytest.raises(BudgetReached, match="ORCHESTRATOR_DAILY_BUDGET_USD"):
        meter.reserve(request())


def test_a_new_day_has_its_budget_whole(meter, settings):
    settings.ORCHESTRATOR_DAILY_BUDGET_USD = Decimal("0.03")
    yesterday = timezone.now().date() - timedelta(days=1)
    SpendingDay.objects.create(day=yesterday, spent_usd=Decimal("0.03"))

    meter.reserve(request())


def test_a_call_counts_on_the_day_on_which_it_was_reserved(meter):
    reservation = meter.reserve(request())
    yesterday = reservation.call.day - timedelta(days=1)
    SpendingDay.objects.update(day=yesterday)
    ModelCall.objects.update(day=yesterday)
    reservation.call.refresh_from_db()

    reservation.settle(Usage(100, 20))

    assert SpendingDay.objects.get(day=yesterday).spent_usd == Decimal("0.0004")


def test_a_warning_is_told_once_at_eighty_percent(outcome, meter):
    spend(outcome, "3.9999")
    for _ in range(3):
        meter.reserve(request()).settle(Usage(100, 20))

    (event,) = Event.objects.filter(outcome=outcome, kind="budget.warning")
    assert (
        event.message == "The outcome's budget is 80 % spent: $4.00 of $5.00. At its limit the run is held."
    )


def test_a_warning_is_told_for_the_day_as_well(outcome, meter, settings):
    settings.ORCHESTRATOR_DAILY_BUDGET_USD = Decimal("0.02")
    meter.reserve(request()).fail("timeout", Usage())
    meter.reserve(request(600)).settle(Usage(2500, 20))

    (event,) = Event.objects.filter(outcome=outcome, kind="budget.warning")
    assert "for today is" in event.message


# -- what processes leave behind -------------------------------------------------------------------


def test_a_call_whose_process_died_is_settled_at_its_bound():
    task = TaskFactory(running=True)
    reservation = meter_for(claim_of(task)).reserve(request())
    reap()
    assert ModelCall.objects.get().status == "reserved"

    task.lose("its process died")
    reap()

    call, row = ModelCall.objects.get(), fresh(task.outcome)
    assert (call.status, call.error_code, call.estimated) == ("failed", "process-died", True)
    assert call.cost_usd == call.bound_usd == row.spent_usd
    assert (row.reserved_usd, call.output_tokens) == (0, reservation.max_tokens)


def test_a_call_without_an_attempt_is_given_the_longest_time_a_call_can_take(meter):
    meter.reserve(request())
    ModelCall.objects.update(created_at=timezone.now() - LONGEST_CALL + timedelta(minutes=1))
    reap()
    assert ModelCall.objects.get().status == "reserved"

    ModelCall.objects.update(created_at=timezone.now() - LONGEST_CALL - timedelta(minutes=1))
    reap()

    assert ModelCall.objects.get().error_code == "process-died"


def test_no_call_is_made_for_a_claim_that_is_over():
    task = TaskFactory(running=True)
    meter = meter_for(claim_of(task))
    task.lose("its lease ran out")

    with pytest.raises(Interrupted):
        meter.reserve(request())

    assert not ModelCall.objects.exists()


def test_a_task_that_was_deleted_meanwhile_makes_no_call():
    task = TaskFactory(outcome=OutcomeFactory(ready=True), running=True)
    meter = meter_for(claim_of(task))
    task.let_go("stopped")
    task.delete()

    with pytest.raises(Interrupted):
        meter.reserve(request())

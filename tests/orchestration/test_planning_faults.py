"""Planning when its process dies or the model cannot be asked: nothing is lost, or paid for twice."""

import pytest
from django.db import OperationalError

from orchestration import control, outages, planning, reaper
from orchestration.agents.protocol import FoundNeeds
from orchestration.models import ApiPause, ModelCall
from orchestration.planning_card import planning_card
from orchestration.spending import meter_for_reading, settle_abandoned
from outcomes.models import Outcome, Worker
from tests.factories import OutcomeFactory
from tests.orchestration.cluster import press, woken, work_all
from tests.orchestration.planners import APPROACH, a_claim, built, job, reading, started_planner, status
from tests.scripted_api import error_reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def outcome():
    return OutcomeFactory(approach=APPROACH)


def lose_every_try(outcome):
    for _ in range(planning.MOST_TRIES):
        worker = started_planner(outcome)
        assert planning.begin(worker)
        reaper.bury([worker])
        reaper.reap()
    job(outcome)


# -- when its process dies -------------------------------------------------------------------------


@pytest.mark.parametrize("by_button", [True, False])
def test_another_worker_reads_when_the_first_one_dies(model, outcome, by_button):
    if by_button:
        planning.ask(outcome.pk, "ada")
    else:
        press(outcome)
    worker = started_planner(outcome)
    planning.begin(worker)

    reaper.bury([worker])
    reaper.reap()
    reaper.reap()
    assert Worker.objects.planning().active().count() == 1
    work_all()

    assert (reading(outcome).status, reading(outcome).tries, len(model.asked)) == ("read", 2, 1)


def test_a_dead_workers_call_is_settled_at_once_at_its_bound(model, outcome):
    planning.ask(outcome.pk, "ada")
    worker = started_planner(outcome)
    begun = planning.begin(worker)
    meter_for_reading(begun.reading, worker).reserve({"model": "claude-sonnet-5-5", "max_tokens": 1000})
    assert settle_abandoned() == 0

    reaper.bury([worker])

    assert settle_abandoned() == 1
    call = ModelCall.objects.get()
    assert (call.error_code, call.cost_usd) == ("process-died", call.bound_usd)


def test_an_answer_that_comes_after_the_worker_was_given_up_still_counts_once(model, outcome):
    planning.ask(outcome.pk, "ada")
    worker = started_planner(outcome)
    begun = planning.begin(worker)
    reaper.bury([worker])
    reaper.reap()

    planning.settle(worker, begun, FoundNeeds((a_claim(),)), "sonnet", [])
    work_all()

    assert (reading(outcome).status, model.asked) == ("read", [])


def test_a_reading_that_kills_its_workers_is_not_tried_for_ever(model, outcome):
    answer = press(outcome)
    lose_every_try(outcome)

    assert (reading(outcome).status, reading(outcome).code, model.asked) == ("held", "lost", [])
    assert status(answer.run_id) == ("held", "lost")


def test_resume_has_a_planning_read_that_had_lost_its_workers(model, outcome):
    answer = press(outcome)
    lose_every_try(outcome)

    control.resume(outcome.pk, "ada")
    assert reading(outcome).status == "wanted"
    work_all()

    assert (reading(outcome).status, built(outcome)["price-history"]) == ("read", "checked")
    assert status(answer.run_id)[0] == "completed"


@pytest.mark.parametrize(
    ("ending", "held_for"),
    [
        (planning.NotNow("rate-limited", "The API asked to wait."), ("held", "rate-limited")),
        (planning.GivenBack(), ("running", "")),
    ],
)
def test_a_worker_that_comes_back_without_a_result_is_not_counted_as_lost(model, outcome, ending, held_for):
    answer = press(outcome)
    for _ in range(planning.MOST_TRIES + 1):
        worker = started_planner(outcome)
        begun = planning.begin(worker)
        planning.settle(worker, begun, ending, "sonnet", [])
        assert (status(answer.run_id), reading(outcome).tries) == (held_for, 0)
        worker.end("its cluster went down")
        reaper.reap()
        reaper.reap()

    work_all()
    assert (reading(outcome).status, status(answer.run_id)[0]) == ("read", "completed")


def test_orchestrate_without_a_budget_says_so_however_often_it_is_pressed(model, outcome):
    Outcome.objects.filter(pk=outcome.pk).update(budget_usd=0)

    for _ in range(planning.MOST_TRIES + 1):
        answer = press(outcome)
        work_all()
        assert (status(answer.run_id), reading(outcome).tries) == (("held", "budget"), 0)

    assert model.asked == []


def test_a_worker_that_was_lost_counts_though_it_comes_back_after_its_successor_began(model, outcome):
    planning.ask(outcome.pk, "ada")
    stalled = started_planner(outcome)
    begun = planning.begin(stalled)
    reaper.bury([stalled])
    reaper.reap()
    planning.begin(started_planner(outcome))

    planning.settle(stalled, begun, planning.GivenBack(), "sonnet", [])

    assert reading(outcome).tries == 2


def test_a_press_gives_a_reading_that_lost_its_workers_as_many_again(model, outcome):
    planning.ask(outcome.pk, "ada")
    worker = started_planner(outcome)
    planning.begin(worker)
    reaper.bury([worker])

    assert planning.ask(outcome.pk, "bob")

    assert (reading(outcome).status, reading(outcome).tries) == ("wanted", 0)


def test_a_reading_that_was_settled_with_the_database_away_is_kept(model, outcome, monkeypatch):
    planning.ask(outcome.pk, "ada")
    monkeypatch.setattr(outages, "PAUSE_S", 0)
    settle, tries = planning.settle, []

    def away_once(*args):
        tries.append(args)
        if len(tries) == 1:
            raise OperationalError("terminating connection due to administrator command")
        return settle(*args)

    monkeypatch.setattr(planning, "settle", away_once)
    monkeypatch.setattr(outages.connection, "close", lambda: None)
    work_all()

    assert (len(tries), len(model.asked), reading(outcome).status) == (2, 1, "read")


# -- when the model cannot be asked ----------------------------------------------------------------


def test_a_refused_key_holds_the_run_with_its_reason_and_resume_goes_on(model, outcome):
    model.reads = [error_reply(401)]
    answer = press(outcome)
    job(outcome)

    assert status(answer.run_id) == ("held", "key-refused")
    assert reading(outcome).status == "wanted"
    reaper.reap()
    work_all()
    assert len(model.asked) == 1

    control.resume(outcome.pk, "ada")
    work_all()
    assert status(answer.run_id)[0] == "completed"


def test_a_long_rate_limit_holds_the_run_until_it_is_over(model, outcome):
    model.reads = [error_reply(429, headers={"retry-after": "3600"})]
    answer = press(outcome)
    job(outcome)
    assert status(answer.run_id) == ("held", "rate-limited")

    ApiPause.objects.update(until=None)
    reaper.reap()
    reaper.reap()
    work_all()

    assert status(answer.run_id)[0] == "completed"


def test_without_a_budget_no_call_is_made_and_the_run_says_so(model, outcome):
    Outcome.objects.filter(pk=outcome.pk).update(budget_usd=0)

    answer = press(outcome)
    work_all()

    assert (status(answer.run_id), model.asked) == (("held", "budget"), [])
    Outcome.objects.filter(pk=outcome.pk).update(budget_usd=5)
    control.resume(outcome.pk, "ada")
    work_all()
    assert (status(answer.run_id)[0], len(model.asked)) == ("completed", 1)


def test_a_planning_without_a_run_that_the_budget_holds_says_to_plan_again(model, outcome):
    Outcome.objects.filter(pk=outcome.pk).update(budget_usd=0)

    planning.ask(outcome.pk, "ada")
    work_all()

    assert (reading(outcome).status, reading(outcome).code) == ("held", "budget")
    assert reading(outcome).reason.endswith("Raise the budget on the outcome's page, then plan again.")


def test_nothing_is_spent_on_an_outcome_that_was_archived_before_it_was_read(model, outcome):
    planning.ask(outcome.pk, "ada")
    Outcome.objects.get(pk=outcome.pk).change_status("archived", "ada")
    work_all()

    assert (reading(outcome).status, reading(outcome).code, model.asked) == ("held", "archived", [])
    reaper.reap()
    assert woken() == []

    Outcome.objects.get(pk=outcome.pk).change_status("active", "ada")
    assert planning.ask(outcome.pk, "ada")
    work_all()
    assert (reading(outcome).status, len(model.asked)) == ("read", 1)


def test_a_press_of_its_own_that_cannot_be_served_waits_for_another(model, outcome):
    model.reads = [error_reply(401)]
    planning.ask(outcome.pk, "ada")
    work_all()

    assert (reading(outcome).status, reading(outcome).code) == ("held", "key-refused")
    reaper.reap()
    assert woken() == []

    assert planning.ask(outcome.pk, "ada")
    work_all()
    assert reading(outcome).status == "read"


def test_orchestrate_takes_up_a_planning_that_could_not_be_served(model, outcome):
    model.reads = [error_reply(401)]
    planning.ask(outcome.pk, "ada")
    work_all()

    press(outcome)
    work_all()

    assert (reading(outcome).status, built(outcome)["price-history"]) == ("read", "checked")


def test_an_approach_that_the_api_refuses_is_planned_by_the_rules(model, outcome):
    model.reads = [error_reply(413)]

    answer = press(outcome)
    work_all()

    assert (reading(outcome).status, reading(outcome).code) == ("unread", "too-long")
    assert status(answer.run_id)[0] == "completed"


def test_a_planning_that_is_wanted_keeps_no_offline_run_waiting(model, outcome, settings):
    answer = press(outcome)
    Worker.objects.active().delete()
    settings.ORCHESTRATOR_AGENT = settings.ACTIVE_AGENT = "offline"

    reaper.reap()
    reaper.reap()
    work_all()

    assert (status(answer.run_id)[0], model.asked, reading(outcome).status) == ("completed", [], "held")


def test_a_press_of_its_own_is_not_kept_waiting_by_an_agent_without_a_model(model, outcome, settings):
    planning.ask(outcome.pk, "ada")
    settings.ORCHESTRATOR_AGENT = settings.ACTIVE_AGENT = "offline"

    reaper.reap()
    work_all()

    card = planning_card(Outcome.objects.get(pk=outcome.pk), None)
    assert (card.state, card.reason_code, model.asked) == ("held", "offline", [])
    settings.ORCHESTRATOR_AGENT = settings.ACTIVE_AGENT = "claude"
    assert planning.ask(outcome.pk, "ada")
    work_all()
    assert reading(outcome).status == "read"

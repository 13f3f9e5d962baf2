"""Planning with a model: who asks for it, who pays, and what it adds."""

import threading
from decimal import Decimal

import pytest
from django.db import connection

from orchestration import control, planning, reaper
from orchestration.agents.protocol import FoundNeeds, Interrupted
from orchestration.models import ModelCall
from orchestration.spending import meter_for_reading
from orchestration.usage import COLUMNS, Which, rows_of_calls, usage
from outcomes.errors import Refused
from outcomes.models import Outcome, Reading, Run, Skill, Task, Worker
from outcomes.needs import add_need, change_need, effective_needs
from tests.factories import OutcomeFactory, TaskFactory
from tests.model_answers import a_need, found_reply
from tests.orchestration.cluster import press, woken, work_all
from tests.orchestration.planners import (
    APPROACH,
    QUOTE,
    a_claim,
    built,
    edit,
    job,
    reading,
    ready,
    started_planner,
    status,
    told,
)
from tests.scripted_api import text_reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def outcome():
    return OutcomeFactory(approach=APPROACH)


# -- on Orchestrate --------------------------------------------------------------------------------


def test_what_planning_adds_becomes_tasks_of_the_same_run(model, outcome):
    answer = press(outcome)
    work_all()

    assert built(outcome) == {"web-research": "checked", "price-history": "checked"}
    assert status(answer.run_id) == ("completed", "completed")
    runs = set(Task.objects.infrastructure().filter(outcome=outcome).values_list("run", flat=True))
    assert runs == {answer.run_id}
    assert list(told(outcome, "planning.read")) == [
        "Revision 1 was planned with Claude: 1 of its own, 0 that the rules see too, 0 refused"
    ]


def test_builds_of_the_rules_needs_do_not_wait_for_planning_and_ready_does(model, outcome):
    answer = press(outcome)
    assert (answer.tasks_created, "planning with Claude" in answer.message) == (1, True)

    job(outcome, "infrastructure")
    assert (built(outcome), ready(outcome)) == ({"web-research": "checked"}, 1)
    assert status(answer.run_id)[0] == "running"

    work_all()
    assert (built(outcome)["price-history"], ready(outcome)) == ("checked", 2)


def test_planning_that_adds_nothing_ends_where_the_rules_would(model, outcome):
    model.reads = [found_reply()]

    answer = press(outcome)
    work_all()

    assert (built(outcome), status(answer.run_id)[0]) == ({"web-research": "checked"}, "completed")


def test_a_revision_is_paid_for_once_however_often_orchestrate_is_pressed(model, outcome):
    press(outcome)
    press(outcome)
    work_all()
    press(outcome)
    work_all()

    assert len(model.asked) == 1
    assert ModelCall.objects.filter(purpose="plan").count() == 1


def test_the_call_is_in_the_books_of_its_run_and_person(model, outcome):
    answer = press(outcome)
    work_all()

    call = ModelCall.objects.get(purpose="plan")
    assert (call.run_id, call.requested_by, call.status) == (answer.run_id, "ada", "settled")
    assert call.cost_usd == Decimal("0.0004")  # 100 and 20 tokens, at 2 and 10 USD a million
    assert {row.name: row.calls for row in usage(Which(outcome.pk)).by["purpose"]} == {"plan": 1, "skill": 2}
    purposes = [row[list(COLUMNS).index("purpose")] for row in rows_of_calls(Which(outcome.pk))]
    assert purposes.count("plan") == 1


def test_the_offline_agent_never_plans_with_a_model(outcome, settings):
    settings.ACTIVE_AGENT = "offline"

    answer = press(outcome)
    work_all()

    assert status(answer.run_id)[0] == "completed"
    assert not Reading.objects.exists()
    with pytest.raises(Refused, match="rules alone"):
        planning.ask(outcome.pk, "ada")


def test_an_empty_approach_is_read_by_nobody(model):
    outcome = OutcomeFactory(approach=" \n")

    press(outcome)
    work_all()

    assert model.asked == []
    with pytest.raises(Refused, match="empty"):
        planning.ask(outcome.pk, "ada")


def test_an_outcome_that_was_ready_is_planned_before_its_tasks_are_done(model, outcome):
    change_need(outcome, "web-research", "ada", dismissed=True)
    planned = Outcome.objects.get(pk=outcome.pk)
    planned.mark_planned(1)
    planned.finish_building(1)

    press(outcome)
    assert ready(outcome) == 0
    work_all()

    assert (built(outcome), ready(outcome)) == ({"price-history": "checked"}, 2)


# -- by the button ---------------------------------------------------------------------------------


def test_a_press_of_its_own_reads_and_builds_nothing(model, outcome):
    assert planning.ask(outcome.pk, "ada")
    work_all()

    assert (reading(outcome).status, reading(outcome).requested_by) == ("read", "ada")
    assert [need.origin for need in effective_needs(outcome).wanted] == ["rules", "model"]
    assert not Task.objects.exists()
    call = ModelCall.objects.get()
    assert (call.purpose, call.run_id, call.requested_by) == ("plan", None, "ada")


def test_orchestrate_uses_what_was_read_before(model, outcome):
    planning.ask(outcome.pk, "ada")
    work_all()

    assert press(outcome).tasks_created == 2
    work_all()

    assert len(model.asked) == 1


def test_a_second_press_asks_for_nothing(model, outcome):
    assert [planning.ask(outcome.pk, "ada"), planning.ask(outcome.pk, "bob")] == [True, False]
    work_all()
    assert not planning.ask(outcome.pk, "bob")

    assert (len(model.asked), reading(outcome).requested_by) == (1, "ada")


@pytest.mark.django_db(transaction=True)
def test_two_processes_that_press_at_once_make_one_call(model, outcome):
    answers = []

    def press_it(by):
        answers.append(planning.ask(outcome.pk, by))
        connection.close()

    presses = [threading.Thread(target=press_it, args=(by,)) for by in ("ada", "bob", "eve")]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    work_all()

    assert (sorted(answers), len(model.asked)) == ([False, False, True], 1)


def test_orchestrate_waits_for_a_planning_that_a_press_began(model, outcome):
    planning.ask(outcome.pk, "bob")
    answer = press(outcome)
    assert Worker.objects.planning().get().run_id == answer.run_id
    work_all()

    assert (len(model.asked), built(outcome)["price-history"]) == (1, "checked")
    assert status(answer.run_id)[0] == "completed"


def test_a_press_after_a_run_without_a_model_takes_ready_back_only_when_the_needs_changed(model, outcome):
    for found, after in (([], 2), ([a_need(QUOTE)], 0)):
        fresh = OutcomeFactory(approach=APPROACH, ready=True)
        model.reads = [found_reply(*found)]
        planning.ask(fresh.pk, "ada")
        work_all()
        assert ready(fresh) == after


# -- what the model says ---------------------------------------------------------------------------


def test_needs_that_quote_nothing_are_refused_and_counted(model, outcome):
    model.reads = [found_reply(a_need("We compare it all."), a_need("", name="other"))]

    answer = press(outcome)
    work_all()

    assert (built(outcome), status(answer.run_id)[0]) == ({"web-research": "checked"}, "completed")
    assert "2 refused" in told(outcome, "planning.read")[0]
    assert ["not in the approach" in reading(outcome).refusals[0].why, len(reading(outcome).refused)] == [
        True,
        2,
    ]


def test_nonsense_is_sent_back_once_and_then_the_rules_needs_stand(model, outcome):
    model.reads = [text_reply("I would rather not."), text_reply("Still not.")]

    answer = press(outcome)
    work_all()

    assert (reading(outcome).status, reading(outcome).code) == ("unread", "bad-reply")
    assert (built(outcome), status(answer.run_id)[0]) == ({"web-research": "checked"}, "completed")
    assert "“Still not.”" in told(outcome, "planning.unread")[0]
    press(outcome)
    work_all()
    assert len(model.asked) == 2  # and not again, unless a person asks


def test_an_answer_that_is_mended_counts(model, outcome):
    model.reads = [text_reply("Here you are."), found_reply(a_need(QUOTE))]

    press(outcome)
    work_all()

    assert "Here you are" in model.asked[1].text
    assert (reading(outcome).status, reading(outcome).own) == ("read", 1)


def test_what_brought_nothing_can_be_asked_for_again(model, outcome):
    model.reads = [text_reply("No."), text_reply("No.")]
    press(outcome)
    work_all()

    assert planning.ask(outcome.pk, "bob")
    work_all()

    assert (reading(outcome).status, reading(outcome).requested_by) == ("read", "bob")
    assert ready(outcome) == 0  # its needs are to be built


def test_the_model_is_told_what_is_known_dismissed_and_changed(model, outcome):
    change_need(outcome, "web-research", "ada", dismissed=True)
    press(outcome)
    work_all()
    outcome = edit(outcome, QUOTE, f"{QUOTE}\n\nMore of it.")
    press(outcome)
    work_all()

    outcome = edit(outcome, QUOTE, "We compare with last year.")
    press(outcome)
    work_all()

    first, second, third = (request.text for request in model.asked)
    assert ("price-history" in first, "dismissed by a member" in first) == (False, True)
    assert ("price-history" in second, "whose passages have changed" in second) == (True, False)
    assert "whose passages have changed" in third


def test_a_second_reading_in_other_words_rebuilds_nothing(model, outcome):
    press(outcome)
    work_all()
    before = Skill.objects.get(outcome=outcome, name="price-history")
    outcome = edit(outcome, QUOTE, f"{QUOTE}\n\nMore of it.")
    model.reads = [found_reply(a_need(QUOTE, specification="In other words.", title="Old prices"))]

    assert press(outcome).tasks_created == 0
    work_all()

    after = Skill.objects.get(pk=before.pk)
    named = ("name", "title", "specification", "digest", "version", "status")
    assert [getattr(after, name) for name in named] == [getattr(before, name) for name in named]
    assert len(model.asked) == 2


# -- while it is under way -------------------------------------------------------------------------


def test_a_result_for_an_older_revision_is_kept_with_it_and_not_applied(model, outcome):
    answer = press(outcome)

    begun = planning.begin(started_planner(outcome))
    edit(outcome, QUOTE, "We compare nothing.")
    planning.settle(Worker.objects.planning().get(), begun, FoundNeeds((a_claim(),)), "sonnet", [])

    old = Reading.objects.get(outcome=outcome, revision=1)
    assert (old.status, old.own) == ("read", 1)
    assert "price-history" not in {
        need.name for need in effective_needs(Outcome.objects.get(pk=outcome.pk)).wanted
    }
    assert status(answer.run_id) == ("held", "approach-changed")


def test_a_run_that_waits_for_planning_does_not_go_on_unread_after_an_edit(model, outcome):
    model.reads = [found_reply()]
    press(outcome)
    work_all()
    outcome = edit(outcome, QUOTE, f"{QUOTE} A.")
    answer = press(outcome, again=True)
    assert status(answer.run_id)[0] == "running"

    outcome = edit(outcome, QUOTE, f"{QUOTE} B.")  # every need is kept, and nobody has read this

    assert status(answer.run_id) == ("held", "approach-changed")
    press(outcome)
    work_all()
    assert (status(answer.run_id)[0], reading(outcome).status) == ("completed", "read")


def test_a_run_does_not_drop_what_only_the_model_saw_because_its_passage_was_reworded(model, outcome):
    TaskFactory(outcome=outcome)
    press(outcome)
    work_all()
    run = Run.objects.get(pk=press(outcome, again=True).run_id)
    reworded = QUOTE.replace("charged", "asked")

    outcome = edit(outcome, QUOTE, reworded)

    assert status(run) == ("held", "approach-changed")
    assert built(outcome)["price-history"] == "checked"
    model.reads = [found_reply(a_need(reworded))]
    press(outcome)
    work_all()
    assert (built(outcome)["price-history"], status(run)[0]) == ("checked", "completed")


def test_a_run_goes_on_by_itself_when_an_edit_leaves_every_passage_alone(model, outcome):
    TaskFactory(outcome=outcome)
    press(outcome)
    work_all()
    run = Run.objects.get(pk=press(outcome, again=True).run_id)

    outcome = edit(outcome, QUOTE, f"{QUOTE}\n\nThe garden is open.")
    work_all()

    assert (status(run)[0], len(model.asked)) == ("completed", 1)  # and nobody is asked unasked


def test_a_member_who_edits_needs_meanwhile_has_the_last_word(model, outcome):
    answer = press(outcome)
    worker = started_planner(outcome)
    begun = planning.begin(worker)

    add_need(outcome, "Chart drawing", "ada")
    planning.settle(worker, begun, FoundNeeds((a_claim(),)), "sonnet", [])

    assert status(answer.run_id) == ("held", "approach-changed")
    assert not Task.objects.filter(skill__name="price-history").exists()
    planning.begin(worker)
    press(outcome)
    work_all()
    assert built(outcome) == dict.fromkeys(("web-research", "chart-drawing", "price-history"), "checked")


def test_stop_now_interrupts_planning_and_resume_asks_again(model, outcome):
    answer = press(outcome)
    worker = started_planner(outcome)
    begun = planning.begin(worker)

    control.stop(outcome.pk, "now", "ada")
    assert Worker.objects.get(pk=worker.pk).stopping
    planning.settle(worker, begun, planning.GivenBack(), "sonnet", [])
    assert planning.begin(worker) is None
    work_all()
    assert (model.asked, reading(outcome).status) == ([], "wanted")
    reaper.reap()
    assert woken() == []

    control.resume(outcome.pk, "ada")
    work_all()
    assert (len(model.asked), status(answer.run_id)[0]) == (1, "completed")


def test_a_worker_that_was_given_up_makes_no_call(model, outcome):
    press(outcome)
    worker = started_planner(outcome)
    begun = planning.begin(worker)
    reaper.bury([worker])
    with pytest.raises(Interrupted):
        meter_for_reading(begun.reading, worker).reserve({"model": "claude-sonnet-5-5", "max_tokens": 10})

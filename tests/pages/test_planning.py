"""Planning with a model on the outcome's page: the button, its cost, how far it is, who saw which need."""

import re

import pytest
from django.urls import reverse

from outcomes.models import Outcome, Reading, Run
from tests.factories import OutcomeFactory, RunFactory, TaskFactory
from tests.model_answers import READS, a_need, found_reply, obliging
from tests.orchestration.calls import make_call
from tests.pages.conftest import let_workers_work
from tests.scripted_api import ScriptedApi

QUOTE = "We compare with what was charged last year."
APPROACH = f"Use the web-research skill to collect prices.\n\n{QUOTE}\n"
NEED = {
    **a_need(QUOTE),
    "digest": "0123456789abcdef",
    "by_rules": False,
}
REFUSED = {"name": "<b>charts</b>", "quote": "Draw charts.", "why": "Its quote is not in the approach."}


@pytest.fixture
def outcome(settings, db):
    settings.ACTIVE_AGENT = "claude"
    return OutcomeFactory(approach=APPROACH)


def a_reading(outcome, **fields):
    return Reading.objects.create(outcome=outcome, revision=1, requested_by="ada", **fields)


@pytest.fixture
def planning(member_client, outcome):
    """What the page says about planning now, on one line; None where it says nothing."""

    def planning():
        html = member_client.get(reverse("orchestration:outcome", args=[outcome.pk])).text
        found = re.search(r'<div class="planning".*?</div>', html, re.DOTALL)
        return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()) if found else None

    return planning


def press(client, outcome, **options):
    return client.post(reverse("orchestration:plan", args=[outcome.pk]), **options)


def test_before_it_was_asked_the_button_says_what_it_may_cost(planning):
    assert planning().startswith("Rules have read this revision. Claude may see needs that they miss")
    assert re.search(r"Plan with Claude \$0\.\d\d to \$0\.\d\d", planning())


def test_with_earlier_plans_the_estimate_rests_on_them(member_client, outcome):
    for _ in range(3):
        worker = RunFactory(outcome=OutcomeFactory()).workers.create(
            outcome=Outcome.objects.latest("pk"), phase="planning", slot=0
        )
        make_call(worker.outcome, purpose="plan", worker_id=_working(worker))

    context = member_client.get(reverse("orchestration:outcome", args=[outcome.pk])).context

    assert context["planning_estimate"].basis == "from 3 earlier plans with claude-sonnet-5-5"
    assert context["planning_estimate"].told == "$0.0030 to $0.0030, most likely $0.0030"
    assert [estimate.phase for estimate in context["money"]["estimates"]] == ["Planning", "Building"]


def _working(worker):
    worker.start("cluster-1", 4242)
    return worker.pk


def test_a_press_is_told_and_the_next_one_asks_for_nothing(member_client, outcome, planning):
    first = press(member_client, outcome, headers={"HX-Request": "true"})
    second = press(member_client, outcome, headers={"HX-Request": "true"})

    assert "Claude reads the approach." in first.text
    assert "it is paid for once" in second.text
    assert planning().startswith("planning Claude is reading the approach.")
    assert "Plan with Claude" not in planning()


def test_what_it_found_stands_among_the_needs_with_who_saw_it(member_client, outcome, planning, monkeypatch):
    def script(request):
        invented = a_need("Nobody said so.", "<b>charts</b>")
        return found_reply(a_need(QUOTE), invented) if READS in request.text else obliging(request)

    with ScriptedApi(script) as api:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", api.url)
        monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-planted-secret")
        press(member_client, outcome)
        let_workers_work()

    html = member_client.get(reverse("orchestration:outcome", args=[outcome.pk])).text
    assert planning().startswith(
        "Claude has read this revision: 1 need of its own, 0 that the rules see too, 1 refused."
    )
    origins = re.findall(r'<span class="origin">(.*?)</span>', html)
    assert origins == ["seen by rules", "seen by Claude"]
    assert "<b>charts</b>" not in html
    assert "Plan with Claude" not in planning()


@pytest.mark.parametrize(
    ("end", "told"),
    [
        ("hold", "not planned Claude could not be asked: The budget is too small."),
        ("give_up", "not planned Claude brought nothing of use, so the rules’ needs stand: The budget"),
    ],
)
def test_what_went_wrong_is_told_with_its_remedy_and_the_button(outcome, planning, end, told):
    getattr(a_reading(outcome), end)("budget", "The budget is too small.", "worker 1")

    assert planning().startswith(told)
    assert "Plan with Claude" in planning()


def test_a_planning_that_waits_with_its_run_says_so(outcome, planning):
    run = RunFactory(outcome=outcome, held=True)
    a_reading(outcome, run=run)

    assert planning().startswith("waiting Claude has still to read the approach: the run is held.")


def test_the_offline_agent_shows_what_was_read_and_no_button(outcome, planning, settings):
    settings.ACTIVE_AGENT = "offline"
    assert planning() is None

    a_reading(outcome).keep([NEED], [REFUSED], "sonnet", "worker 1", "Read")

    assert "1 need of its own" in planning()
    assert "Plan with Claude" not in planning()


def test_a_press_where_nobody_can_read_is_refused_with_the_reason(member_client, outcome, settings):
    settings.ACTIVE_AGENT = "offline"

    answer = press(member_client, outcome, headers={"HX-Request": "true"})

    assert (answer.status_code, "plans by rules alone" in answer.text) == (409, True)
    assert member_client.get(reverse("orchestration:plan", args=[outcome.pk])).status_code == 405


def test_what_orchestrate_does_says_that_claude_reads_first(member_client, outcome):
    TaskFactory(outcome=outcome)

    text = member_client.get(reverse("orchestration:outcome", args=[outcome.pk])).text

    assert "Has Claude read the approach first. Builds 1, then does 1 task." in text


def test_the_headline_says_that_claude_reads(member_client, outcome):
    TaskFactory(outcome=outcome)
    member_client.post(reverse("orchestration:orchestrate", args=[outcome.pk]))
    outcome.workers.get(phase="planning").start("cluster-1", 4242)

    context = member_client.get(reverse("orchestration:outcome", args=[outcome.pk])).context

    assert Run.objects.get().status == "running"
    assert (context["status"].title, context["status"].text) == (
        "Planning",
        "Claude reads the approach. 0 of 1 built.",
    )

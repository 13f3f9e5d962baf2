"""What only a browser can show: live updates, what is typed meanwhile, the Content-Security-Policy."""

import pytest
from playwright.sync_api import expect

from outcomes.models import Outcome, Task
from outcomes.needs import effective_needs
from tests.factories import APPROACH, OutcomeFactory, RequirementFactory, TaskFactory, UserFactory, build
from tests.pages.conftest import let_workers_work, open_outcome, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_from_signing_in_to_a_run_that_waits_for_workers(page, live_server, troubles):
    user = UserFactory(username="ada")
    user.set_password("a long pass phrase")
    user.save()

    page.goto(live_server.url)
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill("a long pass phrase")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Start with a sample approach").click()
    expect(page.locator("#preview")).to_contain_text("Price list comparer")
    page.get_by_role("button", name="Create outcome").click()
    expect(page.get_by_role("heading", name="Not started")).to_be_visible()
    expect(page.locator("#click-summary")).to_contain_text("Add tasks first")
    page.get_by_role("button", name="Draft from the approach").click()
    expect(page.locator("table")).to_contain_text("Write the weekly report")
    page.get_by_role("button", name="Orchestrate").click()

    expect(page.get_by_role("heading", name="Waiting for workers")).to_be_visible()
    expect(page.locator("#messages")).to_contain_text("Started run")
    expect(page.locator(".steps .current")).to_have_text("Building")
    assert troubles == []


def test_the_page_follows_what_workers_do_and_keeps_focus_and_open_details(
    page, live_server, client, troubles
):
    sign_in(page, live_server, client)
    outcome = OutcomeFactory(approach=APPROACH)
    TaskFactory(outcome=outcome, title="Write the report")
    open_outcome(page, live_server, outcome)
    page.get_by_role("button", name="Orchestrate").click()
    expect(page.get_by_role("heading", name="Waiting for workers")).to_be_visible()
    page.locator(".needs details summary").first.click()
    link = page.get_by_role("link", name="Add a task")
    link.focus()

    let_workers_work()

    expect(page.get_by_role("heading", name="Complete", exact=True)).to_be_visible(timeout=5000)
    expect(page.locator(".needs details").first).to_have_attribute("open", "")
    expect(link).to_be_focused()
    expect(page.locator("#live")).to_have_attribute("hx-trigger", "every 15s")
    expect(page.locator("#freshness")).to_contain_text("Updated")
    assert "offline draft" in page.locator("#live").inner_text()
    assert troubles == []


def test_the_page_says_so_when_the_server_cannot_be_reached_and_when_it_can_again(page, live_server, client):
    sign_in(page, live_server, client)
    outcome = OutcomeFactory()
    TaskFactory(outcome=outcome, running=True)
    open_outcome(page, live_server, outcome)

    page.route("**/live/**", lambda route: route.abort())
    expect(page.locator("#connection")).to_contain_text("cannot be reached", timeout=5000)
    expect(page.locator("#freshness")).to_contain_text("Not updated")
    page.unroute("**/live/**")

    expect(page.locator("#connection")).to_be_hidden(timeout=5000)


def test_an_error_of_the_server_is_shown(page, live_server, client):
    sign_in(page, live_server, client)
    outcome = OutcomeFactory()
    TaskFactory(outcome=outcome, running=True)
    open_outcome(page, live_server, outcome)

    page.route("**/live/**", lambda route: route.fulfill(status=500, body="broken"))

    expect(page.locator("#connection")).to_contain_text("error (500)", timeout=5000)


def test_whoever_is_signed_out_while_the_page_polls_is_sent_to_sign_in(page, live_server, client):
    sign_in(page, live_server, client)
    outcome = OutcomeFactory()
    TaskFactory(outcome=outcome, running=True)
    open_outcome(page, live_server, outcome)

    page.context.clear_cookies()

    expect(page.get_by_role("button", name="Sign in")).to_be_visible(timeout=5000)
    assert page.url.endswith(f"/accounts/login/?next=%2Foutcomes%2F{outcome.pk}%2F")


def test_a_refused_action_says_why(page, live_server, client):
    sign_in(page, live_server, client)
    outcome = OutcomeFactory()
    task = TaskFactory(outcome=outcome, failed=True)
    open_outcome(page, live_server, outcome)
    faster = Task.objects.get(pk=task.pk)
    faster.reopen("grace", "she was faster")
    TaskFactory.to_running(faster)

    page.get_by_role("button", name="Retry").click()

    expect(page.locator("#messages")).to_contain_text("there is nothing to retry")


def test_a_newer_approach_is_announced_and_old_news_goes(page, live_server, client):
    sign_in(page, live_server, client)
    outcome = OutcomeFactory(approach=APPROACH)
    TaskFactory(outcome=outcome)
    open_outcome(page, live_server, outcome)
    page.get_by_role("button", name="Orchestrate").click()
    expect(page.locator("#messages")).to_contain_text("Started run")
    expect(page.locator("#newer-approach")).to_be_hidden()

    outcome.refresh_from_db()
    outcome.approach += "\n\nBuild a CLI tool that sorts mail.\n"
    outcome.save(by="grace")

    expect(page.get_by_role("heading", name="Held")).to_be_visible(timeout=5000)
    expect(page.locator("#newer-approach")).to_contain_text("Revision 2 of the approach was saved: reload")
    expect(page.locator("#messages")).to_be_empty()
    page.get_by_role("link", name="reload").click()
    expect(page.locator("#approach")).to_contain_text("sorts mail")
    expect(page.locator("#newer-approach")).to_be_hidden()


def test_a_tasks_page_follows_the_task(page, live_server, client, troubles):
    sign_in(page, live_server, client)
    task = TaskFactory(running=True)
    page.goto(f"{live_server.url}/outcomes/{task.outcome_id}/tasks/{task.pk}/")
    expect(page.locator("[data-headline]")).to_have_text("running")

    task.complete("All is found.")

    expect(page.locator("[data-headline]")).to_have_text("completed", timeout=5000)
    expect(page.locator("#live")).to_contain_text("All is found.")
    assert troubles == []


def test_what_is_typed_outlives_a_poll_and_hides_the_sample(page, live_server, client):
    sign_in(page, live_server, client)
    page.goto(f"{live_server.url}/outcomes/new/")
    expect(page.locator("#use-sample")).to_be_visible()
    page.get_by_label("Name").fill("Mine")
    expect(page.locator("#use-sample")).to_be_hidden()

    outcome = OutcomeFactory(state="ready")
    TaskFactory(outcome=outcome, completed=True)
    outcome.active_run.complete("completed")
    open_outcome(page, live_server, outcome)
    page.get_by_text("Run again", exact=True).click()
    page.locator("#inputs").fill("nonsense")
    page.get_by_role("button", name="Run all tasks again").click()

    expect(page.locator("#inputs-error")).to_contain_text("is not an input")
    expect(page.locator("#inputs")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#inputs")).to_have_value("nonsense")


def test_a_task_is_retried_from_the_list_of_all_tasks(page, live_server, client):
    sign_in(page, live_server, client)
    task = TaskFactory(failed=True)
    page.goto(f"{live_server.url}/outcomes/{task.outcome_id}/tasks/?status=failed")

    page.get_by_role("button", name="Retry").click()

    expect(page.locator("#messages")).to_contain_text("is to be done again")
    assert page.url.endswith("/tasks/?status=failed")


def test_a_click_counts_also_while_a_poll_is_under_way(page, live_server, client):
    sign_in(page, live_server, client)
    outcome = OutcomeFactory()
    TaskFactory(outcome=outcome, running=True)
    polls = []
    page.route("**/live/**", lambda route: polls.append(route))  # never answered
    with page.expect_request("**/live/**"):
        open_outcome(page, live_server, outcome)

    page.get_by_role("button", name="Stop now").click()

    expect(page.get_by_role("heading", name="Stopped")).to_be_visible()
    assert polls


def test_needs_appear_when_one_pauses_typing(page, live_server, client, troubles):
    sign_in(page, live_server, client)
    page.goto(f"{live_server.url}/outcomes/new/")

    page.get_by_label("Approach").press_sequentially("Build a CLI tool that sorts mail.")

    expect(page.locator("#preview .action-build")).to_be_visible(timeout=5000)
    assert not Outcome.objects.exists()
    assert troubles == []


def test_the_difference_to_the_plan_appears_when_one_pauses_while_editing(
    page, live_server, client, troubles
):
    sign_in(page, live_server, client)
    outcome = OutcomeFactory(approach=APPROACH, state="ready")
    RequirementFactory(task=TaskFactory(outcome=outcome, title="Look around"), name="web-research")
    page.goto(f"{live_server.url}/outcomes/{outcome.pk}/approach/")
    expect(page.locator("#preview-difference")).to_contain_text("0 new, 0 changed, 0 gone, 2 as before")

    page.get_by_label("Approach").fill(APPROACH.replace("Use the web-research skill", "Try"))
    expect(page.locator("#preview-difference")).to_contain_text("0 new, 0 changed, 1 gone, 1 as before")
    expect(page.locator("#preview-tasks")).to_contain_text("Look around (skill web-research)")
    page.get_by_label("Approach").press("Control+End")
    page.get_by_label("Approach").press_sequentially("\nBuild a CLI tool that sorts mail.")

    expect(page.locator("#preview-difference")).to_contain_text("1 new, 0 changed, 1 gone, 1 as before")
    assert Outcome.objects.get(pk=outcome.pk).approach_revision == 1
    assert troubles == []


LONG = "Prose that says little.\n\n" * 60
MANY = "\n".join(f"- Build a CLI tool `tools/sort-{n}.py` that sorts pile {n}." for n in range(12))


@pytest.mark.parametrize("scripted", [True, False], ids=["with JavaScript", "without"])
def test_a_need_leads_to_its_passage_and_the_passage_to_its_need_by_keyboard(
    scripted, browser, live_server, client
):
    context = browser.new_context(java_script_enabled=scripted)
    page = context.new_page()
    sign_in(page, live_server, client)
    outcome = OutcomeFactory(approach=f"{LONG}Use the **web-research** skill to read the news.\n\n{LONG}")
    open_outcome(page, live_server, outcome)

    page.locator("#show-skill-web-research").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#passage-skill-web-research")
    expect(page.locator("a.passage").first).to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(page.locator("a.passage").first).to_be_focused()
    page.keyboard.press("Enter")

    page.wait_for_url("**#need-skill-web-research")
    expect(page.locator("#need-skill-web-research")).to_be_in_viewport()
    expect(page.locator("#need-skill-web-research")).to_be_focused()
    context.close()


def test_a_passage_opens_the_list_that_its_need_is_folded_into(page, live_server, client, troubles):
    sign_in(page, live_server, client)
    outcome = OutcomeFactory(approach=f"{MANY}\n\nUse the web-research skill.\n", state="ready")
    open_outcome(page, live_server, outcome)
    expect(page.locator("#need-skill-web-research")).to_be_hidden()

    page.locator("a.passage[href='#need-skill-web-research']").first.click()

    expect(page.locator("#need-skill-web-research")).to_be_in_viewport()
    expect(page.locator("#need-skill-web-research")).to_be_focused()
    assert troubles == []


def test_a_double_click_creates_one_outcome(page, live_server, client):
    sign_in(page, live_server, client)
    page.goto(f"{live_server.url}/outcomes/new/?sample")

    page.get_by_role("button", name="Create outcome").dblclick()

    expect(page.get_by_role("heading", name="Not started")).to_be_visible()
    assert Outcome.objects.count() == 1


def test_a_reason_survives_the_polls_while_it_is_written_and_is_sent_by_the_keyboard(
    page, live_server, client, troubles
):
    sign_in(page, live_server, client)
    outcome = OutcomeFactory(approach="Use the web-research skill.", policy="partial")
    task = TaskFactory(outcome=outcome, running=True)
    (need,) = effective_needs(outcome).wanted
    TaskFactory(infrastructure=True, skill=build(outcome, need, "needed"), failed=True)
    open_outcome(page, live_server, outcome)
    why = page.get_by_label("Why the work goes on without web-research")

    why.fill("we know")
    task.complete("Done.")
    expect(page.locator(f"#task-{task.pk}")).to_contain_text("completed", timeout=5000)
    why.press_sequentially(" it")
    why.press("Enter")

    expect(page.locator("#need-skill-web-research")).to_contain_text("ada waived it: we know it.")
    assert troubles == []


def test_a_text_that_is_too_long_never_leaves_the_form(page, live_server, client):
    sign_in(page, live_server, client)
    page.goto(f"{live_server.url}/outcomes/new/")
    page.get_by_label("Name").fill("Long")

    page.get_by_label("Approach").fill("x" * 1_048_577)

    expect(page.locator(".size")).to_contain_text("at most 1,048,576")
    page.get_by_role("button", name="Create outcome").click()
    assert page.url.endswith("/outcomes/new/")
    assert not Outcome.objects.exists()

"""Whether everybody can use the pages: by keyboard, without JavaScript, in the dark, on a small phone."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from outcomes.needs import add_need
from tests.factories import (
    APPROACH,
    OutcomeFactory,
    RequirementFactory,
    SkillFactory,
    TaskFactory,
)
from tests.pages.conftest import open_outcome, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_outcome_is_made_and_started_with_the_keyboard_alone(page, live_server, client):
    sign_in(page, live_server, client)
    page.goto(live_server.url)

    def tab_to(name: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            focused = page.evaluate("(document.activeElement.innerText || document.activeElement.id).trim()")
            if focused == name:
                return
        pytest.fail(f"the tab key does not reach {name!r}")

    tab_to("Skip to the content")
    page.keyboard.press("Enter")
    tab_to("Start with a sample approach")
    page.keyboard.press("Enter")
    page.wait_for_url("**/outcomes/new/?sample")
    tab_to("Create outcome")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/outcomes/\d+/$"))
    tab_to("Orchestrate")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Waiting for workers")).to_be_visible()


def test_without_javascript_every_button_still_works(browser, live_server, client):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, live_server, client)
    outcome = OutcomeFactory(approach=APPROACH)
    open_outcome(page, live_server, outcome)

    page.get_by_role("button", name="Orchestrate").click()
    expect(page.locator("#messages")).to_contain_text("Started run")
    page.get_by_role("button", name="Stop now").click()
    expect(page.get_by_role("heading", name="Stopped")).to_be_visible()
    page.get_by_role("button", name="Resume").click()

    expect(page.locator("#messages")).to_contain_text("goes on")
    context.close()


def test_the_main_pages_are_accessible_in_light_and_dark(browser, live_server, client):
    # A strict policy would keep the checker's own script out.
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    sign_in(page, live_server, client)
    outcome = OutcomeFactory(approach=APPROACH, state="ready")
    done = TaskFactory(outcome=outcome, completed=True)
    TaskFactory(outcome=outcome, failed=True)
    TaskFactory(outcome=outcome, running=True)
    outcome.active_run.hold("task-held", "A task waits for a person.")
    SkillFactory(library=True)
    skill = outcome.skills.first()
    outcome.tools.get().want("ada", "its test")
    outcome.tools.get().waive("ada", "we know it")
    add_need(outcome, "Mail reading", "ada")
    edited = OutcomeFactory(approach=APPROACH, state="ready")
    RequirementFactory(task=TaskFactory(outcome=edited), name="web-research")
    edited.refresh_from_db()
    edited.approach = f"Sort it by hand. {APPROACH.split('Use the', 1)[0]}Build a CLI tool that sorts mail."
    edited.save()
    asking = TaskFactory(running=True)
    asking.ask("Which year?", "call-1", asking.attempts.get())
    pages = [
        *("/", "/outcomes/new/?sample", f"/outcomes/{outcome.pk}/", f"/outcomes/{outcome.pk}/approach/"),
        *(f"/outcomes/{edited.pk}/", f"/outcomes/{edited.pk}/approach/"),
        *(f"/outcomes/{outcome.pk}/tasks/", f"/outcomes/{outcome.pk}/tasks/{done.pk}/"),
        *(f"/outcomes/{outcome.pk}/tasks/new/", f"/outcomes/{outcome.pk}/artifacts/"),
        *(f"/outcomes/{outcome.pk}/needs/{skill.name}/{page}/" for page in ("supply", "edit")),
        *(f"/outcomes/{outcome.pk}/{page}/" for page in ("needs/new", "settings", "events")),
        *(f"/skills/{skill.pk}/", f"/tools/{outcome.tools.get().pk}/"),
        *("/library/", "/account/tokens/", "/inbox/", "/usage/", "/nope/"),
    ]

    found = [trouble for address in pages for trouble in what_axe_finds(page, live_server.url + address)]
    context.clear_cookies()
    found += what_axe_finds(page, f"{live_server.url}/accounts/login/")
    context.close()

    assert found == []


def what_axe_finds(page: Page, address: str) -> list[str]:
    """Everything in the light; in the dark only what colours change."""
    page.emulate_media(color_scheme="light")
    page.goto(address)
    violations = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    page.emulate_media(color_scheme="dark")
    contrast = {
        "resultTypes": ["violations"],
        "runOnly": {"type": "rule", "values": ["color-contrast"]},
    }
    violations += page.evaluate("options => axe.run(document, options)", contrast)["violations"]
    return [
        f"{address}: {one['id']}: {[node['html'][:120] for node in one['nodes'][:3]]}" for one in violations
    ]


def test_nothing_is_wider_than_a_small_phone(browser, live_server, client):
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    sign_in(page, live_server, client)
    outcome = OutcomeFactory(approach=APPROACH + "y" * 400, name="N" * 200, intent="i" * 500, state="ready")
    TaskFactory(outcome=outcome, title="t" * 300, completed=True)
    task = TaskFactory(outcome=outcome, title="u" * 300)
    skill = outcome.skills.first()

    for address in (
        "/",
        f"/outcomes/{outcome.pk}/",
        f"/outcomes/{outcome.pk}/tasks/{task.pk}/",
        f"/outcomes/{outcome.pk}/needs/{skill.name}/supply/",
        f"/skills/{skill.pk}/",
    ):
        page.goto(live_server.url + address)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{address} is {wide} pixels too wide"
    context.close()

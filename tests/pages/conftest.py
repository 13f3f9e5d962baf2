"""A member who is signed in, a browser, and what the tests of pages share."""

import shutil

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Page

from orchestration.worker import work
from outcomes.models import Worker
from tests.factories import UserFactory
from tests.services import require_or_skip

# The first has no windows to draw, and takes half the time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.fixture
def member(db):
    return UserFactory(username="ada")


@pytest.fixture
def member_client(client, member):
    """A client that is signed in as ada."""
    client.force_login(member)
    return client


@pytest.fixture
def statements_of(member_client):
    """What a GET of this address says to the database."""

    def capture(address: str) -> list[str]:
        member_client.get(address)  # what is looked up once per process is looked up
        with CaptureQueriesContext(connection) as captured:
            assert member_client.get(address).status_code == 200
        return [query["sql"] for query in captured]

    return capture


@pytest.fixture
def queries_of(statements_of):
    """How many queries a GET of this address takes."""
    return lambda address: len(statements_of(address))


def let_workers_work() -> None:
    """Be every worker that was woken, until none is left."""
    while woken := list(Worker.objects.filter(status="woken").values_list("pk", flat=True)):
        for pk in woken:
            work(pk)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    require_or_skip(CHROMIUM, "no chromium: apt-get install chromium")
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": ["--no-sandbox", "--disable-gpu"]}


@pytest.fixture
def page(browser):
    """A page of its own context. The plugin's fixture would ask for a base URL for the whole session."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def troubles(page):
    """What the browser complained about; a refused script or style is one of them."""
    told = []
    page.on("console", lambda line: told.append(line.text) if line.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    return told


def sign_in(page: Page, live_server, client) -> None:
    client.force_login(UserFactory(username="ada"))
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])


def open_outcome(page: Page, live_server, outcome) -> None:
    page.goto(f"{live_server.url}/outcomes/{outcome.pk}/")

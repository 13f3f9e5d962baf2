"""The workloads, each on an installation that is up; a name ends in the unit of what it returns."""

from __future__ import annotations

import html
import re
import statistics
import threading
import time
from collections.abc import Callable
from datetime import datetime

from tests.acceptance.browser import Browser
from tests.acceptance.installation import Installation, eventually

Tell = Callable[[str, str], None]
SIX_NEEDS = "\n\n".join(
    [
        "We need a skill for lighthouse pricing.",
        "We need a skill for tide reading.",
        "We need a skill for fog forecasting.",
        "Build a CLI tool that converts tide tables to CSV.",
        "Build a CLI tool that checks lamp inventories.",
        "Build a CLI tool that merges keeper logs.",
    ]
)
TWENTY_NEEDS = [
    f"Build a CLI tool that {verb} {thing}."
    for verb in ("converts", "checks", "merges", "sorts")
    for thing in ("tide tables", "lamp inventories", "keeper logs", "sea charts", "fog reports")
]


def add_tasks(installation: Installation, outcome: int, count: int) -> None:
    """Execution tasks straight into the table: making them is not what is measured."""
    installation.manage(
        "shell",
        "-v",
        "0",
        "-c",
        "from outcomes.models import Task\n"
        f"Task.objects.bulk_create([Task(outcome_id={outcome}, title=f'Task {{n}}', position=n)"
        f" for n in range({count})], batch_size=5000)",
    )


def makespan_s(installation: Installation, needs: str, tasks: int, workers: int) -> float:
    """From the commit of the POST to the last settle, by the run's own record."""
    outcome = installation.outcome(needs, maxExecutionWorkers=workers)
    add_tasks(installation, outcome, tasks)
    installation.post(f"/api/outcomes/{outcome}/orchestrate")
    run = installation.ends(outcome, within_s=600)["run"]
    return (
        datetime.fromisoformat(run["finishedAt"]) - datetime.fromisoformat(run["startedAt"])
    ).total_seconds()


def median_makespan_s(
    installation: Installation, needs: str, tasks: int, workers: int, rounds: int = 5
) -> float:
    return statistics.median(makespan_s(installation, needs, tasks, workers) for _ in range(rounds))


def status_latencies_s(installation: Installation, outcomes: int) -> list[float]:
    """Seconds of each status call, 20 a second, while so many outcomes of 36 tasks run at once."""
    ids = [installation.outcome(SIX_NEEDS, maxExecutionWorkers=3) for _ in range(outcomes)]
    for pk in ids:
        add_tasks(installation, pk, 30)
    took: list[float] = []
    ended = threading.Event()

    def look() -> None:
        turn = 0
        while not ended.wait(0.05):
            since = time.monotonic()
            installation.status(ids[turn % len(ids)])
            took.append(time.monotonic() - since)
            turn += 1

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        for pk in ids:
            installation.post(f"/api/outcomes/{pk}/orchestrate")
        for pk in ids:
            eventually(lambda pk=pk: installation.status(pk)["phase"] == "complete", 600, f"outcome {pk}")
    finally:
        ended.set()
        watcher.join()
    return took


def builds_after_one_change(installation: Installation) -> int:
    """How many needs are built again when one of twenty changes."""
    outcome = installation.outcome("\n\n".join(TWENTY_NEEDS))
    installation.post(f"/api/outcomes/{outcome}/orchestrate", {"async": False})
    changed = [*TWENTY_NEEDS[:-1], TWENTY_NEEDS[-1].replace("fog reports", "fog reports by harbour and week")]
    installation.patch(f"/api/outcomes/{outcome}", {"approach": "\n\n".join(changed)})
    return int(installation.post(f"/api/outcomes/{outcome}/orchestrate", {"async": False})["tasksCreated"])


def crowd(installation: Installation, tasks: int) -> None:
    """So many tasks of another outcome in the table, all completed."""
    outcome = installation.outcome()
    installation.manage(
        "shell",
        "-v",
        "0",
        "-c",
        "from outcomes.models import Task\n"
        f"Task.objects.bulk_create([Task(outcome_id={outcome}, title='Done', status='completed')"
        f" for n in range({tasks})], batch_size=5000)",
    )


def large_outcome(installation: Installation, tasks: int, events: int) -> int:
    """The id of an outcome with so many tasks in every state, and so many events."""
    outcome = installation.outcome("\n\n".join(TWENTY_NEEDS))
    script = f"from tests.bench import large\nlarge.fill({outcome}, {tasks}, {events})"
    installation.manage("shell", "-v", "0", "-c", script)
    return outcome


def reading(installation: Installation, outcome: int) -> dict[str, float]:
    """Median seconds of each way to look at an outcome, as the server's caller sees it."""
    here, api = f"/outcomes/{outcome}/", f"/api/outcomes/{outcome}"
    browser = Browser(installation)
    found = re.search(r'hx-get="([^"]+)"', browser.get(here))
    assert found is not None
    poll = html.unescape(found[1])
    assert browser.get(poll) == "", "nothing has happened, and it was not told so"
    pages = {
        "page": here,
        "its live region, when something happened": f"{here}live/",
        "its live region, when nothing did": poll,
        "list of tasks": f"{here}tasks/",
        "list of tasks, page 100": f"{here}tasks/?page=100",
        "list of blocked tasks": f"{here}tasks/?status=blocked",
        "search for a task": f"{here}tasks/?q=harbour+77",
        "events, the last": f"{here}events/",
        "events, the first": f"{here}events/?after=60",
        "artifacts": f"{here}artifacts/",
    }
    took = {"status": median_call_s(installation, f"{api}/orchestrate")}
    took |= {what: median_page_s(browser, path) for what, path in pages.items()}
    return took | {"API: 100 tasks": median_call_s(installation, f"{api}/tasks")}


def previews(installation: Installation) -> dict[str, float]:
    """Median seconds until whoever edits an approach of 150 lines is told what that changes."""
    needs = [f"- Step {n}: workers must be able to parse document kind {n}." for n in range(150)]
    tools = [f"- Build a CLI tool `tools/sort-{n}.py` that sorts pile {n}." for n in range(150)]
    plan = [
        f"{n}. Compare the offers of supplier {n} with `tools/price-diff.py`, and keep `out/{n}.csv`."
        if n % 5
        else f"- Workers must be able to parse the forms of office {n}."
        for n in range(150)
    ]
    renamed = [line.replace("sort-", "order-") for line in tools]
    browser = Browser(installation)
    return {
        "150 needs, a line added": median_preview_s(installation, browser, needs, needs),
        "a plan of 150 lines, one added": median_preview_s(installation, browser, plan, plan),
        "150 tools, all renamed": median_preview_s(installation, browser, tools, renamed),
    }


def median_preview_s(
    installation: Installation, browser: Browser, planned: list[str], edited: list[str], rounds: int = 15
) -> float:
    outcome = installation.outcome("\n".join(planned))
    took = []
    for number in range(rounds):
        text = "\n".join([*edited, "", f"Line {number} of remarks."])  # a text that nobody has read before
        since = time.monotonic()
        browser.post(f"/outcomes/{outcome}/approach/", {"preview": "1", "approach": text}, HX_Request="true")
        took.append(time.monotonic() - since)
    return statistics.median(took)


def median_call_s(installation: Installation, path: str, rounds: int = 15) -> float:
    took = []
    for _ in range(rounds):
        since = time.monotonic()
        status, _answer = installation.call("GET", path)
        took.append(time.monotonic() - since)
        assert status == 200, (path, status)
    return statistics.median(took)


def median_page_s(browser: Browser, path: str, rounds: int = 15) -> float:
    """The same for a page, signed in as a browser is."""
    took = []
    for _ in range(rounds):
        since = time.monotonic()
        browser.get(path)
        took.append(time.monotonic() - since)
    return statistics.median(took)

"""The Claude agent in a whole installation: plans, builds, repairs, works, asks, is killed, keeps its key."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import engines
from tests.acceptance.browser import Browser
from tests.acceptance.conftest import Start
from tests.acceptance.installation import Installation, eventually
from tests.model_answers import READS, a_need, found_reply, obliging
from tests.scripted_api import Reply, Request, ScriptedApi, calls_reply, text_reply

KEY = "sk-planted-9f3b27c1d6"
SEEN_BY_MODEL = "Nobody sails before the fog of the next six hours is foretold from the three last readings."
APPROACH = f"""We need the tide-reading skill, still to be written.
Build a CLI tool that checks lamp inventories.
{SEEN_BY_MODEL}
"""
SLOWLY_READ = "Every wreck on the way is known before the ships sail out again."
FIVE_TURNS, ASKING = "Walk round in five turns", "Name the year"


class Model:
    """Answers as the tests need it, and counts what it has seen of the task that is killed."""

    def __init__(self) -> None:
        self.slow_plans = 0
        self.plans: list[str] = []  # what was said to have an approach read
        self.turns: list[int] = []  # of FIVE_TURNS: how many answers each request repeated
        self.spoiled = False

    def __call__(self, request: Request) -> Reply:
        answered = sum(message["role"] == "assistant" for message in request.body["messages"])
        if SLOWLY_READ in request.text and READS in request.text:
            self.slow_plans += 1
            return found_reply(
                a_need(SLOWLY_READ, "wreck-mapping"), delay_s=60.0 if self.slow_plans == 1 else 0.0
            )
        if READS in request.text:
            self.plans.append(request.text)
            invented = a_need("Nobody sails at all.", "harbour-closing")
            found = a_need(SEEN_BY_MODEL, "fog-forecasting")
            return found_reply(found, invented, confirmed=["tide-reading"])
        if "Write the skill `tide-reading`" in request.text and not self.spoiled:
            self.spoiled = True
            return text_reply("Here is your skill: be careful.")
        if FIVE_TURNS in request.text:
            return self._five_turns(answered)
        if ASKING in request.text and not answered:
            return calls_reply(("ask_human", {"question": "Which year?"}))
        return obliging(request)

    def _five_turns(self, answered: int) -> Reply:
        self.turns.append(answered)
        if answered < 4:
            return calls_reply(("write_artifact", {"path": f"turns/{answered + 1}.md", "content": "Here.\n"}))
        late = 60.0 if self.turns.count(4) == 1 else 0.0
        return calls_reply(("finish", {"summary": "Five turns."}), delay_s=late)


@pytest.fixture(scope="module")
def model(engine: str) -> Model:
    """One for each engine: it remembers."""
    return Model()


@pytest.fixture(scope="module")
def installation(start: Start, model: Model) -> Iterator[Installation]:
    with ScriptedApi(model) as api:
        settings = {
            "ORCHESTRATOR_AGENT": "claude",
            "ANTHROPIC_API_KEY": KEY,
            "ANTHROPIC_BASE_URL": api.url,
        }
        with start(**settings) as installation:
            yield installation
        assert api.problems == []


def kill_its_worker(installation: Installation, outcome: int) -> None:
    sql = f"SELECT pid FROM outcomes_worker WHERE outcome_id = {outcome} AND status = 'working'"
    os.kill(int(engines.ask(installation.var, installation.settings, sql)), signal.SIGKILL)


def test_from_needs_to_results_with_planning_a_repair_and_a_question(
    installation: Installation, model: Model
) -> None:
    outcome = installation.outcome(APPROACH, tasks=3)
    asking = installation.post(f"/api/outcomes/{outcome}/tasks", {"title": ASKING})["id"]
    before = installation.get("/api/usage")["total"]["calls"]

    installation.post(f"/api/outcomes/{outcome}/orchestrate")
    held = installation.ends(outcome, "held")
    waiting = installation.get(f"/api/outcomes/{outcome}/tasks/{asking}")
    installation.post(f"/api/outcomes/{outcome}/tasks/{asking}/answer", {"answer": "2031"})
    installation.ends(outcome)

    assert held["stats"]["execution"]["completed"] == 3
    assert waiting["question"]["text"] == "Which year?"
    built = [
        row for kind in ("skills", "tools") for row in installation.items(f"/api/outcomes/{outcome}/{kind}")
    ]
    assert [row["status"] for row in built] == ["checked"] * 3
    needs = installation.get(f"/api/outcomes/{outcome}/needs")
    origins = {need["name"]: need["origin"] for kind in ("skills", "tools") for need in needs[kind]}
    assert sorted(origins.values()) == ["both", "model", "rules"]
    assert origins["fog-forecasting"] == "model"
    planning = needs["planning"]
    assert (planning["state"], planning["own"], len(planning["refused"])) == ("read", 1, 1)
    tasks = installation.items(f"/api/outcomes/{outcome}/tasks?phase=execution")
    assert [task["status"] for task in tasks] == ["completed"] * 4
    assert [len(task["attempts"]) for task in tasks] == [1, 1, 1, 2]
    usage = installation.get("/api/usage")["total"]
    # A plan, 3 builds and a repair, 4 tasks of two answers; each 100 + 20 tokens, at 2 and 10 USD a million.
    assert (usage["calls"] - before, len(model.plans)) == (1 + 4 + 8, 1)
    assert usage["costUsd"] == pytest.approx(usage["calls"] * (100 * 2 + 20 * 10) / 1_000_000)


def test_a_task_whose_worker_is_killed_in_its_fifth_turn_goes_on_there(
    installation: Installation, model: Model
) -> None:
    outcome = installation.outcome()
    task = installation.post(f"/api/outcomes/{outcome}/tasks", {"title": FIVE_TURNS})["id"]
    installation.post(f"/api/outcomes/{outcome}/orchestrate")
    eventually(lambda: 4 in model.turns, what="the fifth turn begins")

    kill_its_worker(installation, outcome)
    installation.ends(outcome)

    assert model.turns == [0, 1, 2, 3, 4, 4]
    done = installation.get(f"/api/outcomes/{outcome}/tasks/{task}")
    assert [attempt["status"] for attempt in done["attempts"]] == ["lost", "completed"]
    paths = sorted(row["path"] for row in installation.items(f"/api/outcomes/{outcome}/artifacts"))
    assert paths == ["turns/1.md", "turns/2.md", "turns/3.md", "turns/4.md"]


def test_a_plan_whose_worker_is_killed_in_its_call_is_asked_for_once_more(
    installation: Installation, model: Model
) -> None:
    outcome = installation.outcome(SLOWLY_READ)
    installation.post(f"/api/outcomes/{outcome}/plan")
    eventually(lambda: model.slow_plans, what="the call begins")

    kill_its_worker(installation, outcome)
    state = f"/api/outcomes/{outcome}/needs"
    eventually(lambda: installation.get(state)["planning"]["state"] == "read", what="the plan is there")

    assert model.slow_plans == 2
    assert [need["origin"] for need in installation.get(state)["skills"]] == ["model"]
    usage = installation.get(f"/api/usage?outcome={outcome}")["total"]
    assert (usage["calls"], usage["failed"], usage["underWay"], usage["estimated"]) == (2, 1, 0, 1)
    assert installation.status(outcome)["run"] is None


def test_the_key_is_in_no_file_of_the_installation_in_no_table_and_on_no_page(
    installation: Installation,
) -> None:
    outcome = installation.outcome(tasks=1)
    installation.post(f"/api/outcomes/{outcome}/orchestrate")
    installation.ends(outcome)

    task = installation.items(f"/api/outcomes/{outcome}/tasks")[0]["id"]
    told = Browser(installation).every_page()
    for path in (
        f"/api/outcomes/{outcome}/tasks/{task}",
        f"/api/outcomes/{outcome}/events",
        "/api/usage",
        "/metrics",
    ):
        told[path] = str(installation.call("GET", path))
    kept = [path for path in Path(installation.var).rglob("*") if path.is_file()]

    assert [path for path, text in told.items() if KEY in text] == []
    assert {"/usage/", "/inbox/", f"/outcomes/{outcome}/tasks/{task}/"} <= set(told)
    assert [path.name for path in kept if KEY.encode() in path.read_bytes()] == []
    assert any(path.name == "up.log" for path in kept)
    if "DATABASE_URL" in installation.settings:  # SQLite's tables are among the files
        assert engines.tables_that_hold(installation.settings, KEY) == []
        assert "outcomes_outcome" in engines.tables_that_hold(installation.settings, "An outcome")

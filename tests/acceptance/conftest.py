"""Installations on each engine, shared by the tests of this folder; each works on outcomes of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Protocol

import pytest

from tests import engines
from tests.acceptance.installation import Installation, installed, running
from tests.model_answers import by_rules
from tests.scripted_api import ScriptedApi
from tests.services import require_or_skip

# The builder's third round for this need is as wrong as its first.
UNBUILDABLE = "lighthouse-keeping"
# The first three answers to tasks with this title take half a minute.
LONG_CALL = "Count every lamp of the coast"


@pytest.fixture(scope="session", params=engines.ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    if request.param == "postgres":
        require_or_skip(engines.servers_answer(), engines.NO_SERVERS)
    return request.param


@pytest.fixture(scope="session")
def started_before(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation that was stopped after its first start, at which its database was an older one."""
    with installed(tmp_path_factory.mktemp("first"), on=engine) as installation:
        installation.manage("migrate", "-v", "0", "auth")
        installation.start()
        installation.stop()
        yield installation


class Start(Protocol):
    def __call__(self, **settings: str) -> AbstractContextManager[Installation]: ...


@pytest.fixture(scope="session")
def start(engine: str, started_before: Installation, tmp_path_factory: pytest.TempPathFactory) -> Start:
    """Start a new installation with these settings. Only the first of all spends seconds on its database."""
    return lambda **settings: running(
        tmp_path_factory.mktemp("var"), on=engine, like=started_before, **settings
    )


@pytest.fixture(scope="session")
def quick(start: Start) -> Iterator[Installation]:
    """Offline agent without pauses."""
    with start() as installation:
        yield installation


@pytest.fixture(scope="session")
def slow(start: Start) -> Iterator[Installation]:
    """Every attempt takes 1 s, and a lease 4 s."""
    with start(ORCHESTRATOR_OFFLINE_LATENCY_MS="1000", ORCHESTRATOR_LEASE_S="4") as installation:
        yield installation


@pytest.fixture(scope="module")
def single(start: Start) -> Iterator[Installation]:
    """One worker process for everything."""
    with start(ORCHESTRATOR_WORKERS="1", ORCHESTRATOR_OFFLINE_LATENCY_MS="100") as installation:
        yield installation


@pytest.fixture(scope="session")
def with_claude(start: Start) -> Iterator[tuple[Installation, ScriptedApi]]:
    """The Claude agent against a scripted Messages API, which answers one need with an invalid document."""
    script = by_rules(
        [
            {"when": f"Write the skill `{UNBUILDABLE}`", "text": "Here is your skill: be careful."},
            {"when": LONG_CALL, "times": 3, "text": "This comes too late.", "delay_s": 30},
        ]
    )
    with ScriptedApi(script) as api:
        settings = {
            "ORCHESTRATOR_AGENT": "claude",
            "ANTHROPIC_API_KEY": "a key for tests",
            "ANTHROPIC_BASE_URL": api.url,
        }
        with start(**settings) as installation:
            yield installation, api

"""Installations shared by the tests of this folder; each test works on outcomes of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.installation import Installation, running
from tests.model_answers import by_rules
from tests.scripted_api import ScriptedApi

# The builder's third try for this need is as wrong as its first.
UNBUILDABLE = "lighthouse-keeping"


@pytest.hookimpl(tryfirst=True)  # before the marks are read
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have one process run all of these: they share installations, and measure nothing while others start."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.xdist_group("acceptance"))


@pytest.fixture(scope="session")
def quick(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Offline agent without pauses."""
    with running(tmp_path_factory.mktemp("quick")) as installation:
        yield installation


@pytest.fixture(scope="session")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Every attempt takes 1.5 s, and a lease 4 s."""
    settings = {"ORCHESTRATOR_OFFLINE_LATENCY_MS": "1500", "ORCHESTRATOR_LEASE_S": "4"}
    with running(tmp_path_factory.mktemp("slow"), **settings) as installation:
        yield installation


@pytest.fixture(scope="module")
def single(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One worker process for everything."""
    settings = {"ORCHESTRATOR_WORKERS": "1", "ORCHESTRATOR_OFFLINE_LATENCY_MS": "100"}
    with running(tmp_path_factory.mktemp("single"), **settings) as installation:
        yield installation


@pytest.fixture(scope="module")
def with_claude(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Installation, ScriptedApi]]:
    """The Claude agent against a scripted Messages API, which answers one need with an invalid document."""
    script = by_rules(
        [{"when": f"Write the skill `{UNBUILDABLE}`", "text": "Here is your skill: be careful."}]
    )
    with ScriptedApi(script) as api:
        settings = {
            "ORCHESTRATOR_AGENT": "claude",
            "ANTHROPIC_API_KEY": "a key for tests",
            "ANTHROPIC_BASE_URL": api.url,
        }
        with running(tmp_path_factory.mktemp("claude"), **settings) as installation:
            yield installation, api

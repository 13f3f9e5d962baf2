"""What the tests of workers share, with a model or without."""

import pytest
from django.db import connection

from orchestration.agents.claude import ClaudeAgent
from orchestration.agents.messages_api import Limits
from orchestration.worker import Heartbeat, Shift
from outcomes.models import Worker
from tests.factories import OutcomeFactory, WorkerFactory
from tests.orchestration.planners import Model
from tests.scripted_api import ScriptedApi


@pytest.fixture
def ready():
    """An outcome that three workers may work on."""
    return OutcomeFactory(ready=True, max_execution_workers=3)


@pytest.fixture
def worker(ready):
    return WorkerFactory(outcome=ready)


def stop_workers():
    """From a thread of its own, whose connection nobody else would close."""
    Worker.objects.update(stopping=True)
    connection.close()


@pytest.fixture
def shift(monkeypatch, settings):
    """A worker does its whole shift against this script; every request must have been a valid one."""
    settings.ACTIVE_AGENT = "claude"
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-planted-secret")

    def shift(task, *script, agent=None):
        with ScriptedApi(script[0] if script and callable(script[0]) else list(script)) as api:
            monkeypatch.setenv("ANTHROPIC_BASE_URL", api.url)
            woken = Worker.objects.filter(outcome=task.outcome, status="woken").first()
            worker = woken or WorkerFactory(outcome=task.outcome, phase=task.phase, state="woken")
            worker.start("cluster-1", 4242)
            with Heartbeat(worker) as heartbeat:
                Shift(worker, agent or ClaudeAgent(limits=Limits(2, 2, 10)), heartbeat).work()
        assert api.problems == []
        return api

    return shift


@pytest.fixture
def model(monkeypatch, settings):
    """Claude is active, and answers obligingly; what it reads in approaches is for the test to say."""
    settings.ACTIVE_AGENT = "claude"
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-planted-secret")
    model = Model()
    with ScriptedApi(model) as api:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", api.url)
        yield model
    assert api.problems == []

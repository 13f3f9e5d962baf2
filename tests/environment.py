"""The environment that tests run in: no setting of the developer's shell, and a var folder of their own.

A pytest plugin (see pyproject.toml), since Django's settings are read before any conftest.py. Without it a
key in the shell or in var/settings.env would send the tests to a paid model.
`TEST_ENGINE=postgres` runs the suite on the second engine.
"""

import atexit
import gc
import os
import shutil
import tempfile
import uuid

import pytest

from tests import engines
from tests.services import in_ci

SECOND = os.environ.get("TEST_ENGINE") == "postgres"
SETTINGS = (
    "ALLOWED_HOSTS",
    "ANTHROPIC_API_KEY",
    "ANTHROPIC_AUTH_TOKEN",
    "ANTHROPIC_BASE_URL",
    "DATABASE_URL",
    "DEBUG",
    "HOST",
    "PORT",
    "PUBLIC_URL",
    "REDIS_URL",
    "SECRET_KEY",
)


def isolate() -> None:
    for name in [name for name in os.environ if name in SETTINGS or name.startswith("ORCHESTRATOR_")]:
        del os.environ[name]
    var = tempfile.mkdtemp(prefix="orchestrator-tests-")
    atexit.register(shutil.rmtree, var, ignore_errors=True)
    os.environ["ORCHESTRATOR_VAR"] = var
    os.environ["SECRET_KEY"] = "only for tests"
    if SECOND:  # each process has a queue of its own; Django makes a database for it
        os.environ.update(engines.second_engine(uuid.uuid4().hex[:12]))
        os.environ["PGOPTIONS"] = "-c synchronous_commit=off"  # no test crashes the server itself
    # Playwright's synchronous interface runs an event loop in the test's thread: Django would refuse queries.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


isolate()
gc.disable()  # until the tests are there: see conftest.py


def pytest_configure(config: pytest.Config) -> None:
    if SECOND and not hasattr(config, "workerinput") and not engines.servers_answer():
        pytest.exit(f"The second engine is not tested: {engines.NO_SERVERS}.", returncode=int(in_ci()))

"""The environment that tests run in: no setting of the developer's shell, and a var folder of their own.

A pytest plugin (see pyproject.toml), since Django's settings are read before any conftest.py. Without it a
key in the shell or in var/settings.env would send the tests to a paid model.
`TEST_DATABASE_URL=…` and the like set DATABASE_URL and the like for a run of the suite.
"""

import atexit
import os
import shutil
import tempfile

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
    for name in [name for name in os.environ if name.removeprefix("TEST_") in SETTINGS]:
        os.environ[name.removeprefix("TEST_")] = os.environ[name]
    var = tempfile.mkdtemp(prefix="orchestrator-tests-")
    atexit.register(shutil.rmtree, var, ignore_errors=True)
    os.environ["ORCHESTRATOR_VAR"] = var
    os.environ.setdefault("SECRET_KEY", "only for tests")
    # Playwright's synchronous interface runs an event loop in the test's thread: Django would refuse queries.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


isolate()

"""What every test shares, and which of them stay together when several processes run them."""

import gc

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import TransactionTestCase
from django_q.brokers import get_broker
from xdist.scheduler import LoadScopeScheduling

from tests.engines import ENGINES


def pytest_configure() -> None:
    """Leave out what only costs time in thousands of tests, and let two threads use the database."""
    # Hundreds of tests sign somebody in.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Each test client starts the middleware anew: WhiteNoise would scan every static folder, every time.
    settings.WHITENOISE_AUTOREFRESH = True
    if connection.vendor == "sqlite":
        # In memory, Django's choice, a second connection is refused at once instead of made to wait.
        file = settings.ORCHESTRATOR_VAR / "test.sqlite3"
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(file)
    # Django truncates, which costs PostgreSQL a file for every table, and makes all permissions anew.
    TransactionTestCase._fixture_teardown = _delete_all_rows


def pytest_collection_finish() -> None:
    """Spare the garbage collector what stays until the end: that is a tenth of all."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    gc.enable()


def _delete_all_rows(case: TransactionTestCase) -> None:
    """Leave the database as it was before the test: only what Django keeps of the models stays."""
    kept = (ContentType, Permission)
    tables = [
        model._meta.db_table for model in apps.get_models(include_auto_created=True) if model not in kept
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")


class Groups(LoadScopeScheduling):
    """Deals out single tests, save for those that share a browser or, on one engine, installations.

    It is for few tests: what it does for each grows with the number of all.
    """

    def _split_scope(self, nodeid: str) -> str:
        file, _, name = nodeid.partition("::")
        if file.startswith("tests/acceptance/"):
            return next((engine for engine in ENGINES if f"[{engine}" in name), nodeid)
        return file if file.endswith("_in_browser.py") else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return Groups(config, log)


@pytest.fixture(autouse=True)
def _wake_ups_go_with_their_test():
    """Redis, unlike the database, keeps what a test has put there."""
    yield
    if settings.REDIS_URL:
        get_broker().delete_queue()

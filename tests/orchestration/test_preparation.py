"""What a start does about servers that are not there yet."""

import contextlib
import resource
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth import get_user_model
from django.db import OperationalError, connection, connections

from orchestration import preparation
from orchestrator_site.env import SettingError


@pytest.fixture
def away(monkeypatch):
    """A check that fails so often before it holds; pauses cost nothing."""
    monkeypatch.setattr(preparation.time, "sleep", lambda seconds: None)
    return lambda times: iter([True] * times)


def test_a_server_that_comes_up_late_is_waited_for_and_named_once(away):
    failures, told = away(3), []

    def check():
        if next(failures, False):
            raise SettingError("DATABASE_URL: the database cannot be reached")

    preparation.wait_for(check, 60, told.append)

    assert told == ["DATABASE_URL: the database cannot be reached. Trying again for 60 seconds …"]


def test_a_first_start_says_at_once_what_is_wrong(away):
    since = time.monotonic()

    def check():
        raise SettingError("REDIS_URL: the broker cannot be reached")

    with pytest.raises(SettingError, match="REDIS_URL"):
        preparation.wait_for(check, 0, lambda line: None)
    assert time.monotonic() - since < 1


@pytest.mark.parametrize(
    "act", [preparation.check_database, lambda: preparation.migrate(print), preparation.ensure_admin]
)
def test_a_database_that_goes_away_at_any_step_is_named_in_one_sentence(act, db):
    def gone(execute, sql, params, many, context):
        raise OperationalError("server closed the connection unexpectedly\nThis probably means ...")

    with connection.execute_wrapper(gone), pytest.raises(SettingError) as refused:
        act()

    named = "ORCHESTRATOR_VAR" if connection.vendor == "sqlite" else "DATABASE_URL"
    assert str(refused.value) == (
        f"{named}: the database cannot be reached: server closed the connection unexpectedly"
    )


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's folder has one installation only")
@pytest.mark.django_db(transaction=True)
def test_machines_that_start_together_update_the_database_one_after_the_other():
    def start():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '50ms'")
            preparation.migrate(told.append)
        finally:
            connection.close()

    told = []
    faster = connections.create_connection("default")
    with ThreadPoolExecutor(1) as pool:
        try:
            with faster.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_lock(%s)", [preparation.UPDATE])
            slower = pool.submit(start)
            with pytest.raises(TimeoutError):  # longer than it waits for any other lock
                slower.result(timeout=0.5)
        finally:
            faster.close()

        slower.result(timeout=10)
    assert told == ["Another machine is updating the database. Waiting for it …"]


def test_the_first_user_is_made_once_where_machines_start_together(db, monkeypatch):
    users = get_user_model().objects
    users.create_superuser(username=preparation.ADMIN, email="", password="of the faster one")
    monkeypatch.setattr(type(users.all()), "exists", lambda self: False)  # as the slower one has seen it

    assert preparation.ensure_admin() is None
    assert users.get().check_password("of the faster one")


@contextlib.contextmanager
def files_of_at_most(size):
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_a_copy_that_does_not_fit_on_the_disk_stops_the_update_and_leaves_nothing(
    settings, monkeypatch, tmp_path
):
    settings.ORCHESTRATOR_VAR = tmp_path
    if connection.vendor == "sqlite":
        monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "large"))
        with contextlib.closing(sqlite3.connect(tmp_path / "large")) as large, large:
            large.execute("CREATE TABLE filled AS SELECT zeroblob(1000000)")
    else:
        dump = tmp_path / "pg_dump"
        dump.write_text('#!/bin/sh\necho half > "${2#--file=}"\necho No space left on device >&2\nexit 1\n')
        dump.chmod(0o700)
        monkeypatch.setenv("PATH", str(tmp_path))

    with files_of_at_most(100_000), pytest.raises(SettingError) as refused:
        preparation._keep_copy()

    assert ": no copy could be made before the update, so it was not begun: " in str(refused.value)
    assert list((tmp_path / "backups").iterdir()) == []

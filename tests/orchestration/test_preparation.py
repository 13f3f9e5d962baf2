"""What a start does about servers that are not there yet."""

import time

import pytest

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

"""The cluster's leader and its guard: when each of them ends."""

import os
import signal
import subprocess
import sys
from types import SimpleNamespace

import pytest

from orchestration import sentinel

STOPPED_EARLY = """
import os, signal
import django
django.setup()
from django_q.cluster import get_mp_context
from orchestration import sentinel

def stop_before(act):
    def stopped_first(*args, **options):
        os.kill(os.getpid(), signal.SIGTERM)
        return act(*args, **options)
    return stopped_first

{where} = stop_before({where})
sentinel.run()
"""


@pytest.mark.parametrize("where", ["sentinel.Cluster.start", "get_mp_context().Process.start"])
def test_a_leader_that_is_stopped_before_it_has_a_guard_ends_at_once(where, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", STOPPED_EARLY.format(where=where)],
        env={**os.environ, "ORCHESTRATOR_VAR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=30,
    )

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("exitcode", "timer", "in_pool", "gives_up"),
    [
        (-9, 3603, True, False),
        (-9, -1, True, True),
        (-9, None, False, True),
        (0, -2, True, False),
        (0, None, False, False),
    ],
    ids=["killed at work", "killed idle", "pusher killed", "worker renewed", "pusher ended by itself"],
)
def test_a_cluster_gives_up_when_a_lock_may_have_died(exitcode, timer, in_pool, gives_up, monkeypatch):
    deeds = []
    monkeypatch.setattr(os, "kill", lambda pid, number: deeds.append((pid, number)))
    monkeypatch.setattr(os, "_exit", lambda code: deeds.append(code))
    leader = SimpleNamespace(pid=os.getppid())
    monkeypatch.setattr(sentinel.multiprocessing, "parent_process", lambda: leader)
    monkeypatch.setattr(sentinel.django_q.cluster.Sentinel, "reincarnate", lambda self, process: None)
    dead = SimpleNamespace(exitcode=exitcode, timer=SimpleNamespace(value=timer))
    guard = sentinel.Sentinel.__new__(sentinel.Sentinel)
    guard.renewal = sentinel.Renewal()
    guard.pool = [dead] if in_pool else []

    guard.reincarnate(dead)

    assert deeds == ([(os.getppid(), signal.SIGKILL), 1] if gives_up else [])


def test_a_cluster_that_gives_up_never_kills_whoever_adopted_it(monkeypatch):
    deeds = []
    monkeypatch.setattr(os, "kill", lambda pid, number: deeds.append((pid, number)))
    monkeypatch.setattr(os, "_exit", lambda code: deeds.append(code))
    monkeypatch.setattr(sentinel.multiprocessing, "parent_process", lambda: SimpleNamespace(pid=2**22 + 1))
    monkeypatch.setattr(sentinel.django_q.cluster.Sentinel, "reincarnate", lambda self, process: None)
    guard = sentinel.Sentinel.__new__(sentinel.Sentinel)
    guard.renewal = sentinel.Renewal()
    guard.pool = []

    guard.reincarnate(SimpleNamespace(exitcode=-9))

    assert deeds == [1]

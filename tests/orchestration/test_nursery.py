"""Forking from the nursery where there are no more processes to be had, and nobody buries the dead."""

import os
import subprocess
import sys
import textwrap

import pytest

GIVEN = """
import ctypes, os, signal, sys, time
from pathlib import Path
import django
django.setup()
from orchestration import nursery
from orchestration.children import lives
nursery._load = lambda: None

def until(look, within_s=10):
    end = time.monotonic() + within_s
    while not look() and time.monotonic() < end:
        time.sleep(0.01)
    assert look()
"""


@pytest.fixture
def run(tmp_path):
    def run(script: str) -> str:
        """What this script prints: it has a process of its own, which may fork and adopt."""
        done = subprocess.run(
            [sys.executable, "-c", GIVEN + textwrap.dedent(script)],
            env={**os.environ, "ORCHESTRATOR_VAR": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def test_a_fork_that_fails_costs_nobody_who_lives(run):
    printed = run("""
        def only_once():
            fork = os.fork
            def then_never():
                os.fork = no_more
                return fork()
            def no_more():
                raise BlockingIOError(11, "Resource temporarily unavailable")
            os.fork = then_never

        forking = nursery.Nursery({"sleeper": signal.pause}, only_once)
        first = forking.fork("sleeper", "run")
        try:
            forking.fork("sleeper", "run")
        except nursery.NurseryLost:
            print("lost")
        except OSError as error:
            print(error)
        print(forking.is_alive, lives(first))
        forking.close()
        until(lambda: not lives(first))
    """)

    assert printed == ("no sleeper could be forked: [Errno 11] Resource temporarily unavailable\nTrue True\n")


def test_its_end_is_seen_where_children_were_not_to_be_waited_for(run):
    printed = run("""
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        forking = nursery.Nursery({}, lambda: None)
        print(forking.is_alive)
        os.kill(forking.pid, signal.SIGKILL)
        until(lambda: not forking.is_alive)
        forking.close()
        print(forking.is_alive)
    """)

    assert printed == "True\nFalse\n"


def test_orphans_that_come_to_process_1_are_buried(run):
    printed = run("""
        ctypes.CDLL(None).prctl(36, 1)  # PR_SET_CHILD_SUBREAPER: adopt as process 1 does
        def have_a_child():
            if not os.fork():
                nursery.be_called("orphan")
                signal.pause()
            signal.pause()

        def orphans_of(parent):
            pids = (int(path.name) for path in Path("/proc").glob("[0-9]*"))
            return [pid for pid in pids if lives(pid, "orphan") and os.getsid(pid) == parent]

        forking = nursery.Nursery({"parent": have_a_child}, lambda: None)
        parent = forking.fork("parent", "run")
        until(lambda: orphans_of(parent))
        (orphan,) = orphans_of(parent)
        os.kill(parent, signal.SIGKILL)
        os.kill(orphan, signal.SIGKILL)
        until(lambda: forking.is_alive and not Path(f"/proc/{orphan}").exists())
        print("buried")
    """)

    assert printed == "buried\n"

"""The cluster's leader, in a process of its own."""

import os
import subprocess
import sys

import pytest

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

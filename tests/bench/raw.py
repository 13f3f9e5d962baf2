"""The same work in bare django-q2: one job per task, nothing recorded. What ours is compared with."""

from __future__ import annotations

import subprocess
import sys
import time

from tests.acceptance.installation import ROOT, Installation

SCRIPT = """
import time
from django_q.tasks import async_task, count_group
from tests.bench import raw

def wave(name, jobs):
    for _ in range(jobs):
        async_task(raw.pause, {seconds}, group=name)
    while count_group(name) < jobs:
        time.sleep(0.005)

wave("warm", 3)
rounds = []
for n in range(5):
    since = time.time()
    wave(f"first {{n}}", {first})
    wave(f"second {{n}}", {second})
    rounds.append(time.time() - since)
print(sorted(rounds)[2])
"""


def pause(seconds: float) -> None:
    time.sleep(seconds)  # the work of a job


def median_makespan_s(
    installation: Installation, first: int, second: int, seconds: float, workers: int
) -> float:
    """Two waves of jobs, the second after the first, on a cluster of its own."""
    settings = {
        **installation.environment,
        "ORCHESTRATOR_CLUSTER": "raw",
        "ORCHESTRATOR_WORKERS": str(workers),
    }
    cluster = subprocess.Popen(
        [sys.executable, "manage.py", "qcluster"],
        cwd=ROOT,
        env=settings,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        done = subprocess.run(
            [
                sys.executable,
                "manage.py",
                "shell",
                "-v",
                "0",
                "-c",
                SCRIPT.format(first=first, second=second, seconds=seconds),
            ],
            cwd=ROOT,
            env=settings,
            capture_output=True,
            text=True,
            check=True,
            timeout=300,
        )
    finally:
        cluster.terminate()
        cluster.wait(timeout=60)
    return float(done.stdout.split()[-1])

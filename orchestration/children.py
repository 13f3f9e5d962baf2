"""The programs that a supervisor runs, and the processes of theirs: found, asked to stop, killed."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from orchestration import lifeline
from orchestration.worker import CLUSTER

INSTALLATION = "ORCHESTRATOR_CHILD_OF"  # set for every child: the var folder of its supervisor
LONGEST_PAUSE_S = 8.0
SHORT_LIFE_S = 20.0  # whoever ends sooner is started again ever more slowly
DEATH_S = 3.0  # in which a killed process is gone, unless the kernel itself is stuck


@dataclass
class Child:
    """A program in a session of its own: signals reach it through us only, and it dies with us."""

    name: str
    argv: list[str]
    run_id: str = ""  # of this start of it
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    short_lives: int = 0  # in a row

    def start(self, run_id: str) -> None:
        self.short_lives = self.short_lives + 1 if self.run_id and self.age < SHORT_LIFE_S else 0
        self.run_id, self.started, self.process = run_id, time.monotonic(), None
        self.process = subprocess.Popen(
            [sys.executable, "-IS", lifeline.__file__, str(os.getpid()), *self.argv],
            env={**_without_secrets(), CLUSTER: run_id, INSTALLATION: str(settings.ORCHESTRATOR_VAR)},
            start_new_session=True,
            cwd=settings.BASE_DIR,
        )

    @property
    def age(self) -> float:
        """Seconds since it was started."""
        return time.monotonic() - self.started

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def is_up(self) -> bool:
        """Of a cluster: whether it fetches wake-ups by now. It starts its pusher last."""
        return self.process is not None and has_process(self.process.pid, "q-pusher")

    @property
    def is_due(self) -> bool:
        """Whether one that has ended may be started again: a program that cannot start must not spin."""
        return self.age > min(2.0**self.short_lives, LONGEST_PAUSE_S)

    def ask_to_stop(self) -> None:
        """To the leader only: the group would kill running jobs and hang the cluster."""
        if self.process is not None and self.is_alive:
            self.process.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the whole group, whoever of it still lives."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(DEATH_S)


def new_run_id() -> str:
    return uuid.uuid4().hex


def _without_secrets() -> dict[str, str]:
    """What the children need; the first admin's password is none of their business."""
    return {name: value for name, value in os.environ.items() if name != "ORCHESTRATOR_ADMIN_PASSWORD"}


def end_all_of(installation: Path) -> None:
    """SIGKILL to every process that a supervisor of this var folder started; returns when they are gone."""
    until = time.monotonic() + DEATH_S
    while (found := list(_children_of(installation))) and time.monotonic() < until:
        for pid in found:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)


def _children_of(installation: Path) -> Iterator[int]:
    mark = f"{INSTALLATION}={installation}".encode()
    for entry in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):  # not ours, or gone already
            if mark in entry.read_bytes().split(b"\0"):
                yield int(entry.parent.name)


def is_called(pid: int, name: str) -> bool:
    """Whether this process lives and calls itself so (see lifeline.be_called); a zombie does not live.

    Where there is no /proc, any process of this number is taken for it.
    """
    try:
        called, _, rest = Path(f"/proc/{pid}/stat").read_text().partition("(")[2].rpartition(")")
        return called == name and rest.split()[0] != "Z"
    except OSError:
        return not Path("/proc/self/stat").exists() and _exists(pid)


def has_process(leader: int, name: str) -> bool:
    """Whether somebody in the session of this leader calls himself so; true where there is no /proc."""
    pids = [int(entry.name) for entry in Path("/proc").glob("[0-9]*")]
    return not pids or any(is_called(pid, name) and _session(pid) == leader for pid in pids)


def _session(pid: int) -> int:
    try:
        return os.getsid(pid)
    except ProcessLookupError:
        return 0


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True

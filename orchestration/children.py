"""What a supervisor has running, and the processes of it: found, asked to stop, killed."""

from __future__ import annotations

import contextlib
import os
import signal
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from orchestration.nursery import Nursery

LONGEST_PAUSE_S = 8.0
SHORT_LIFE_S = 20.0  # whoever ends sooner is started again ever more slowly
DEATH_S = 3.0  # in which a killed process is gone, unless the kernel itself is stuck


@dataclass
class Child:
    """One of the nursery's children, in a session of its own: signals reach it through us only."""

    role: str
    run_id: str = ""  # of this start of it
    pid: int = 0
    born: str = ""  # with the pid, who it is: the number alone may be another's soon after its end
    started: float = 0.0
    short_lives: int = 0  # in a row

    def start(self, nursery: Nursery, run_id: str) -> None:
        self.short_lives = self.short_lives + 1 if self.run_id and self.age < SHORT_LIFE_S else 0
        self.run_id, self.started, self.pid = run_id, time.monotonic(), 0
        self.pid = nursery.fork(self.role, run_id)
        self.born = birth(self.pid)

    @property
    def age(self) -> float:
        """Seconds since it was started."""
        return time.monotonic() - self.started

    @property
    def is_alive(self) -> bool:
        return bool(self.pid) and lives(self.pid) and birth(self.pid) == self.born

    @property
    def is_up(self) -> bool:
        """Of a cluster: whether it fetches wake-ups by now. It starts its pusher last."""
        return bool(self.pid) and has_process(self.pid, "q-pusher")

    @property
    def is_due(self) -> bool:
        """Whether one that has ended may be started again: a program that cannot start must not spin."""
        return self.age > min(2.0**self.short_lives, LONGEST_PAUSE_S)

    def ask_to_stop(self) -> None:
        """To the leader only: the group would kill running jobs and hang the cluster."""
        if self.is_alive:
            _signal(os.kill, self.pid, signal.SIGTERM)

    def kill(self) -> None:
        """End the whole group, whoever of it still lives."""
        if not self.pid or birth(self.pid) not in ("", self.born):
            return
        _signal(os.kill, self.pid, signal.SIGKILL)  # one just forked has no group of its own yet
        _signal(os.killpg, self.pid, signal.SIGKILL)
        until = time.monotonic() + DEATH_S
        while self.is_alive and time.monotonic() < until:
            time.sleep(0.01)


def _signal(send: Callable[[int, int], None], pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):  # it has ended meanwhile
        send(pid, number)


def new_run_id() -> str:
    return uuid.uuid4().hex


def held_by_children(installation: Path) -> TextIO:
    """An open file by which a process is known to belong to this var folder's supervisor."""
    return open(_mark(installation), "a")


def _mark(installation: Path) -> Path:
    return installation / "up.children"


def end_all_of(installation: Path) -> None:
    """SIGKILL to every process that a supervisor of this var folder started; returns when they are gone."""
    until = time.monotonic() + DEATH_S
    while (found := list(_children_of(installation))) and time.monotonic() < until:
        for pid in found:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)


def _children_of(installation: Path) -> Iterator[int]:
    mark = str(_mark(installation).resolve())
    for folder in Path("/proc").glob("[0-9]*/fd"):
        with contextlib.suppress(OSError):  # not ours, or gone already
            if any(os.readlink(entry) == mark for entry in folder.iterdir()):
                yield int(folder.parent.name)


def lives(pid: int, name: str = "") -> bool:
    """Whether this process is there, and calls itself so (see lifeline.be_called); a zombie does not live.

    Where there is no /proc, any process of this number is taken for it.
    """
    try:
        called, _, rest = Path(f"/proc/{pid}/stat").read_text().partition("(")[2].rpartition(")")
        return name in ("", called) and rest.split()[0] != "Z"
    except OSError:
        return not Path("/proc/self/stat").exists() and _exists(pid)


def birth(pid: int) -> str:
    """The moment at which this process was started; empty when it is gone, or where there is no /proc."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except OSError:
        return ""


def has_process(leader: int, name: str) -> bool:
    """Whether somebody in the session of this leader calls himself so; true where there is no /proc."""
    pids = [int(entry.name) for entry in Path("/proc").glob("[0-9]*")]
    return not pids or any(lives(pid, name) and _session(pid) == leader for pid in pids)


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

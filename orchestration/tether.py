"""A process that outlives a killed supervisor for a moment, to end the supervisor's children."""

from __future__ import annotations

import contextlib
import os
import signal
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tether:
    """Hears over a pipe which process groups are held; when the pipe closes it kills them.

    The pipe closes when the supervisor ends, however it ends: nothing has to be sent for it.
    """

    pipe: int

    @classmethod
    def fork(cls) -> Tether:
        """Call it before any thread, connection or other child exists: they would be forked along."""
        hears, tells = os.pipe()  # not inherited by programs that are started later
        if os.fork() == 0:
            os.close(tells)
            _wait_and_kill(hears)
        os.close(hears)
        return cls(tells)

    def hold(self, group: int) -> None:
        self._say(f"+{group}\n")

    def let_go(self, group: int) -> None:
        self._say(f"-{group}\n")

    def _say(self, line: str) -> None:
        with contextlib.suppress(BrokenPipeError):  # killed: the successor finds what we leave by its mark
            os.write(self.pipe, line.encode())


def _wait_and_kill(hears: int) -> None:
    """Never returns: this process shares nothing with its parent but the pipe."""
    os.setsid()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups: set[int] = set()
    with os.fdopen(hears) as lines:
        for line in lines:
            group = int(line[1:])
            groups.add(group) if line[0] == "+" else groups.discard(group)
    for group in groups:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)
    os._exit(0)

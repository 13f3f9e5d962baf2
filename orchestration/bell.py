"""Named pipes on which news is heard at once: nobody has to keep asking the database for it.

They carry no news themselves. Whoever rings has committed what there is to see, and whoever waits looks now
and then anyway: the other end may be on another machine.
"""

from __future__ import annotations

import contextlib
import os
import select
from pathlib import Path

from django.conf import settings

CLUSTER = "cluster"  # rung for wake-ups; each lingering worker has a bell of its own, named for its key


class Bell:
    """The end that hears. It belongs to the process that made it."""

    def __init__(self, name: str = CLUSTER) -> None:
        self._pipe = _pipe(name)
        self._pipe.parent.mkdir(exist_ok=True)
        with contextlib.suppress(FileExistsError):
            os.mkfifo(self._pipe, 0o600)
        # Open for writing too, or the pipe would report its end whenever nobody is about to ring.
        self._heard = os.open(self._pipe, os.O_RDWR | os.O_NONBLOCK)

    def wait(self, seconds: float) -> None:
        """Until somebody rings or has rung since the last time, but no longer than that."""
        if select.select([self._heard], [], [], seconds)[0]:
            with contextlib.suppress(BlockingIOError):  # a cluster that is just ending was faster
                os.read(self._heard, 4096)

    def take_down(self) -> None:
        os.close(self._heard)
        self._pipe.unlink(missing_ok=True)


def ring(name: str = CLUSTER) -> None:
    """Have whoever waits there look. When nobody on this machine does, nothing happens."""
    with contextlib.suppress(OSError):
        pipe = os.open(_pipe(name), os.O_WRONLY | os.O_NONBLOCK)
        try:
            os.write(pipe, b".")
        finally:
            os.close(pipe)


def take_all_down() -> None:
    """Remove what killed processes have left behind."""
    for pipe in _pipe("").glob("*"):
        pipe.unlink(missing_ok=True)


def _pipe(name: str) -> Path:
    return Path(settings.ORCHESTRATOR_VAR) / "bells" / name

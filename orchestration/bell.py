"""A named pipe by which a wake-up in the database is heard at once: nobody has to keep asking for it."""

from __future__ import annotations

import contextlib
import os
import select
from pathlib import Path

from django.conf import settings


class Bell:
    """The end that hears. It belongs to the process that made it."""

    def __init__(self) -> None:
        with contextlib.suppress(FileExistsError):
            os.mkfifo(_pipe(), 0o600)
        # Open for writing too, or the pipe would report its end whenever nobody is about to ring.
        self._heard = os.open(_pipe(), os.O_RDWR | os.O_NONBLOCK)

    def wait(self, seconds: float) -> None:
        """Until somebody rings or has rung since the last time, but no longer than that."""
        if select.select([self._heard], [], [], seconds)[0]:
            with contextlib.suppress(BlockingIOError):  # a cluster that is just ending was faster
                os.read(self._heard, 4096)


def ring() -> None:
    """Have this machine's cluster look. When none is there to hear it, it looks when it starts."""
    with contextlib.suppress(OSError):
        pipe = os.open(_pipe(), os.O_WRONLY | os.O_NONBLOCK)
        try:
            os.write(pipe, b".")
        finally:
            os.close(pipe)


def _pipe() -> Path:
    return Path(settings.ORCHESTRATOR_VAR) / "bell"

"""A small disk that can be filled: a file system of its own where we may mount one, else limits on files."""

from __future__ import annotations

import contextlib
import os
import resource
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

MB = 1024 * 1024
SIZE_MB = 320
PER_FILE = resource.RLIMIT_FSIZE


class Disk:
    """`room` is where everything lies that the faults may leave without space."""

    def __init__(self, room: Path, pids: Callable[[], Iterable[int]]) -> None:
        self.room, self._pids = room, pids
        mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m,mode=0755", "tmpfs", str(room)]
        self.is_mounted = (
            os.geteuid() == 0 and subprocess.run(mount, capture_output=True, check=False).returncode == 0
        )

    @property
    def told(self) -> str:
        if self.is_mounted:
            return f"a file system of {SIZE_MB} MB"
        return "no file system may be mounted here: full disks are played by limits on the size of files"

    def leave(self, megabytes: int) -> None:
        """Fill it but for so much. Only where it is mounted."""
        with open(self.room / "filler", "ab") as filler:
            while (too_much := self._free() - megabytes * MB) > 0:
                size = os.fstat(filler.fileno()).st_size + too_much
                with contextlib.suppress(OSError):  # somebody else took some of it meanwhile
                    os.posix_fallocate(filler.fileno(), 0, size)

    def _free(self) -> int:
        stat = os.statvfs(self.room)
        return stat.f_bavail * stat.f_frsize

    def fill(self, database: Path) -> None:
        """No byte more: for anybody, or for the files of this SQLite database that our processes write."""
        if self.is_mounted:
            self.leave(0)
            return
        largest = max(path.stat().st_size for path in database.parent.glob(database.name + "*"))
        self._limit(largest)

    def free(self) -> None:
        (self.room / "filler").unlink(missing_ok=True)
        if not self.is_mounted:
            self._limit(resource.RLIM_INFINITY)

    def _limit(self, size: int) -> None:
        for pid in self._pids():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                resource.prlimit(pid, PER_FILE, (size, resource.RLIM_INFINITY))

    def close(self) -> None:
        if self.is_mounted:
            subprocess.run(["umount", "--lazy", str(self.room)], capture_output=True, check=False)

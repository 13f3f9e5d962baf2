"""Ties a process to the one that started it: the kernel kills it when that one ends, however that ends.

Run as a program it does so for another: `python lifeline.py PARENT PROGRAM ARGUMENT…`. It imports nothing of
ours, so that only the interpreter's own start lies between the two.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG, PR_SET_NAME = 1, 15  # of Linux's prctl(2)
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def die_with(parent: int) -> None:
    """Be killed when `parent`, which started this process, ends. Outside of Linux nothing happens."""
    if _libc is None:
        return
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it has ended before we asked
        os.kill(os.getpid(), signal.SIGKILL)


def be_called(name: str) -> None:
    """What `ps -e` and `top` call this process from now on: the first fifteen characters."""
    if _libc is not None:
        _libc.prctl(PR_SET_NAME, name.encode())


if __name__ == "__main__":
    die_with(int(sys.argv[1]))
    os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606  (what is tied stays tied through this)

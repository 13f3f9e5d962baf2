"""Ties a process to the one that started it: the kernel kills it when that one ends, however that ends."""

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

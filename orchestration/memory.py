"""Keeping what forked processes share shared: whoever writes to a page gets a copy of all its 4,096 bytes."""

from __future__ import annotations

import ctypes
import gc

LARGE, SMALL, STEP = 64 * 1024, 24, 16  # bytes; what the C library hands out piece by piece
MOST = 4 * 1024 * 1024  # bytes; where new memory lies before old there would be no end of it


def settle() -> None:
    """Call it right before forking, once everything is loaded."""
    gc.collect()
    _fill_gaps()
    gc.freeze()  # or the first collection of each child would write to all of it


def _fill_gaps() -> None:
    """Take what is free between what is in use: children are to write to new pages, side by side.

    A megabyte, most of it on pages that are in use anyway; it saves as much in each child.
    """
    library = ctypes.CDLL(None)
    if not hasattr(library, "gnu_get_libc_version"):  # others hand out memory in another order
        return
    allocate = library.malloc
    allocate.restype, allocate.argtypes = ctypes.c_size_t, [ctypes.c_size_t]
    end = allocate(LARGE)  # larger than any gap, or nearly so: it lies behind all others
    sizes = [LARGE >> halved for halved in range(1, 6)] + list(range(LARGE >> 6, SMALL, -STEP))
    left = MOST
    for size in sizes:
        while left > 0 and 0 < allocate(size) < end:
            left -= size

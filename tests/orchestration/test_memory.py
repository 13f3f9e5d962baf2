"""Taking what is free between what is in use, wherever the C library finds new memory."""

import subprocess
import sys

LAYOUTS = 20  # every third of them had no end

# The C library has new memory at rising addresses, until something lies in its way: then at falling ones.
BESIDE_SOMETHING = """
import ctypes, os, resource
from pathlib import Path
from orchestration import memory

library = ctypes.CDLL(None)
library.sbrk.restype, library.sbrk.argtypes = ctypes.c_size_t, [ctypes.c_ssize_t]
library.mmap.restype = library.malloc.restype = ctypes.c_size_t
library.mmap.argtypes = [ctypes.c_size_t] * 2 + [ctypes.c_int] * 3 + [ctypes.c_long]
library.malloc.argtypes = [ctypes.c_size_t]
page, private_anonymous_fixed = 4096, 0x32
library.mmap((library.sbrk(0) // page + 2) * page, page, 0, private_anonymous_fixed, -1, 0)

def size():
    return int(Path("/proc/self/statm").read_text().split()[0]) * page

for layout in range({layouts}):
    if not os.fork():
        for _ in range(layout * 3):
            library.malloc(20_000)
        before = size()
        resource.setrlimit(resource.RLIMIT_AS, (before + 64_000_000,) * 2)
        memory._fill_gaps()
        os._exit(size() - before > 2 * memory.MOST)
    assert os.wait()[1] == 0, layout
"""


def test_there_is_an_end_of_it_where_new_memory_lies_before_old():
    done = subprocess.run(
        [sys.executable, "-c", BESIDE_SOMETHING.format(layouts=LAYOUTS)],
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode == 0, done.stderr

"""Whether there is room on the disk for new work. Every process asks the system itself, which costs it two
microseconds: nothing has to be written down, least of all on a disk that is full."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest

MB = 1024 * 1024


def shortage() -> str:
    """Why no new task is begun now, and what to do; "" while there is room."""
    least = settings.ORCHESTRATOR_MIN_FREE_MB
    if not least:
        return ""
    free = free_mb()
    if free >= least:
        return ""
    return (
        f"Disk space is running out: {free:,} MB are free on the server, and below {least:,} MB "
        "(ORCHESTRATOR_MIN_FREE_MB) no new task is begun. Free some space; work then goes on by itself."
    )


def for_pages(request: HttpRequest) -> dict[str, Callable[[], str]]:
    """Context of every page: asked only where it is shown."""
    return {"disk_shortage": shortage}


def free_mb() -> int:
    """Free for us where our files and an SQLite database are; PostgreSQL's disk is its own affair."""
    return min(_free(folder) for folder in _folders()) // MB


def _folders() -> set[Path]:
    folders = {Path(settings.ORCHESTRATOR_VAR)}
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        folders.add(Path(database["NAME"]).parent)
    return folders


def _free(folder: Path) -> int:
    stat = os.statvfs(folder)
    return stat.f_bavail * stat.f_frsize

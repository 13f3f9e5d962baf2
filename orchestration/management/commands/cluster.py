"""`manage.py cluster`: a django-q2 cluster that has loaded what its workers need before it forks them."""

from __future__ import annotations

import gc
import importlib
import logging
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection, transaction

from orchestration import sentinel
from orchestration.checks import check_skill, check_tool
from orchestration.library import describe, frame
from outcomes import compiled

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Runs the workers of this machine. `manage.py up` starts and watches it."
    requires_system_checks: list[str] = []  # they would load every page; a wrong setting stops `up` before

    def handle(self, *args: Any, **options: Any) -> None:
        # Forked processes share what was imported before: 160 MB instead of 325 with eight of them on Claude.
        modules = ["orchestration.worker", f"orchestration.agents.{settings.ACTIVE_AGENT}", "skills_ref"]
        for name in modules:
            importlib.import_module(name)
        _build_statements()
        _rehearse()
        gc.collect()
        gc.freeze()  # or each of them would write to what it shares with the others: 27 MB of eight
        sentinel.run()


def _rehearse() -> None:
    """Build and check one skill and one tool for nobody: what that loads and compiles, all of them share."""
    for kind, check in (("skill", check_skill), ("tool", check_tool)):
        document = frame(kind, "rehearsal", "Rehearsal", "What a worker does first takes longest.")
        check("rehearsal", document)
        describe(kind, document)


def _build_statements() -> None:
    """So that no worker has to at its first task. A database that is away now is waited for by them."""
    try:
        with transaction.atomic():
            compiled.prepare()
    except DatabaseError as error:
        log.warning("The database does not answer yet: %s", error)
    finally:
        connection.close()  # it is not for the children

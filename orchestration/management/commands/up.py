"""`manage.py up`: the whole installation, until Ctrl-C."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from argparse import SUPPRESS, ArgumentParser
from math import inf
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection

from orchestration import preparation
from orchestration.supervisor import Supervisor, local_url
from orchestrator_site.env import SettingError


class Command(BaseCommand):
    help = "Checks the settings, updates the database, then runs web server and workers until Ctrl-C."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        # What worked a moment ago is waited for, however long it is away.
        parser.add_argument("--again", action="store_true", help=SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            if signal.getsignal(number) is not signal.SIG_IGN:
                # A handler has to wait for calls to return, as of a locked SQLite; but process 1 of a
                # container does not even get a signal that it has no handler for.
                signal.signal(number, _end_at_once if os.getpid() == 1 else signal.SIG_DFL)
        supervisor = Supervisor(self.tell)
        try:
            supervisor.take_over()
            again = inf if options["again"] else 0
            patience = again or (preparation.PATIENCE_S if supervisor.has_run_before else 0)
            preparation.wait_for(preparation.check_port, again, self.tell)
            preparation.wait_for(preparation.check_database, patience, self.tell)
            preparation.wait_for(preparation.check_broker, patience, self.tell)
            self.tell(
                f"Starting web server and {settings.ORCHESTRATOR_WORKERS} workers, {self._circumstances()} …"
            )
            preparation.wait_for(self._migrate, again, self.tell)
            self._tell_how_to_sign_in(preparation.wait_for(preparation.ensure_admin, again, self.tell))
        except SettingError as error:
            self.stderr.write(str(error))
            sys.exit(2)
        connection.close()
        if not supervisor.run(self._welcome):
            argv = [sys.executable, *sys.orig_argv[1:], *([] if options["again"] else ["--again"])]
            os.execv(sys.executable, argv)  # noqa: S606  (ourselves)

    def _migrate(self) -> None:
        preparation.in_a_child(lambda: preparation.migrate(self.tell))

    def tell(self, line: str) -> None:
        # The terminal may be gone, or the disk of the log full. What stays in a buffer then would fail later.
        with contextlib.suppress(OSError):
            os.write(1, f"{line}\n".encode())

    def _circumstances(self) -> str:
        agent = (
            f"agent claude ({settings.ORCHESTRATOR_MODEL})"
            if settings.ACTIVE_AGENT == "claude"
            else "agent offline (drafts; set ANTHROPIC_API_KEY for real work)"
        )
        where = connection.settings_dict["NAME"] if connection.vendor == "sqlite" else "PostgreSQL"
        return f"{agent}, data in {where}, wake-ups over {'Redis' if settings.REDIS_URL else 'the database'}"

    def _tell_how_to_sign_in(self, password: str | None) -> None:
        if password:  # told as soon as it is there: at the next start nobody knows it any more
            self.tell(
                f"\nSign in: {preparation.ADMIN} / {password}   (shown this once; change it under Admin)"
            )
        else:
            self.tell(f"\nSign in: {preparation.ADMIN} and the password set at the first start")

    def _welcome(self) -> None:
        self.tell(f"Ready:   {settings.PUBLIC_URL or local_url()}/")
        self.tell("Stop:    Ctrl-C\n")


def _end_at_once(number: int, frame: object) -> None:
    os._exit(128 + number)

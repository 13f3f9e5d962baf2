"""`manage.py orchestrate ID`: the click on Orchestrate, for scripts on this machine."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from orchestration import orchestrator
from orchestration.api.orchestrate import exit_code, status_of
from orchestration.api.waiting import wait_for
from outcomes.errors import OutcomesError
from outcomes.models import Outcome

USAGE = 2  # exit code
BY = "manage.py"


class Command(BaseCommand):
    help = (
        "Start or join the run of an outcome. Exit code: 0 complete or started, 1 failed, 3 held or stopped."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("id", type=int, help="of the outcome")
        parser.add_argument("--wait", action="store_true", help="until the run is held, stopped or final")

    def handle(self, *args: Any, id: int, wait: bool, **options: Any) -> None:
        try:
            answer = orchestrator.orchestrate(id, orchestrator.Options(), BY)
        except Outcome.DoesNotExist as error:
            raise CommandError(f"There is no outcome {id}.", returncode=USAGE) from error
        except OutcomesError as error:
            raise CommandError(str(error)) from error
        self.stderr.write(answer.message)
        if wait:
            wait_for(answer.run_id)
        status = status_of(id)
        self.stdout.write(status.model_dump_json(by_alias=True, indent=2))
        sys.exit(exit_code(status))

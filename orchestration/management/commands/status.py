"""`manage.py status ID`: how far an outcome is, as the API tells it."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from orchestration.api.orchestrate import exit_code, status_of
from outcomes.models import Outcome

USAGE = 2  # exit code


class Command(BaseCommand):
    help = (
        "Print the state of an outcome as JSON. Exit code: 1 when its run failed, 3 held or stopped, else 0."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("id", type=int, help="of the outcome")

    def handle(self, *args: Any, id: int, **options: Any) -> None:
        try:
            status = status_of(id)
        except Outcome.DoesNotExist as error:
            raise CommandError(f"There is no outcome {id}.", returncode=USAGE) from error
        self.stdout.write(status.model_dump_json(by_alias=True, indent=2))
        sys.exit(exit_code(status))

"""`manage.py import_skills DIR`: Agent Skills folders into the library."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from orchestration import library
from outcomes.approach import check_text
from outcomes.errors import BadInput

USAGE, SOME_REFUSED = 2, 1  # exit codes
BY = "import_skills"
FILE = "SKILL.md"


class Command(BaseCommand):
    help = "Add every NAME/SKILL.md in a folder to the library. Exit code 1 when some were refused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder.", returncode=USAGE)
        files = sorted(folder.glob(f"*/{FILE}"))
        refused = 0
        for file in files:
            name = file.parent.name
            try:
                content = check_text(file.read_text(encoding="utf-8"), "content")
                library.add("skill", name, by=BY, content=content)
            except (BadInput, OSError, UnicodeDecodeError) as error:
                refused += 1
                self.stderr.write(f"{name}: {error}")
                continue
            self.stdout.write(name + self._left(file.parent))
        self.stdout.write(f"{len(files) - refused} of {len(files)} imported.")
        if refused:
            sys.exit(SOME_REFUSED)

    @staticmethod
    def _left(folder: Path) -> str:
        """What of the folder the library does not keep."""
        others = sorted(entry.name for entry in folder.iterdir() if entry.name != FILE)
        return f" (without {', '.join(others)}: the library keeps {FILE} only)" if others else ""

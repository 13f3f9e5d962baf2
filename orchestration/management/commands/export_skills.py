"""`manage.py export_skills DIR`: the library's skills as Agent Skills folders."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import F

from outcomes.models import Skill, SkillVersion

USAGE = 2  # exit code


class Command(BaseCommand):
    help = "Write every skill of the library to NAME/SKILL.md in a folder, over what is there."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        counting = SkillVersion.objects.filter(of__in=Skill.objects.library(), number=F("of__version"))
        written = 0
        for name, content in counting.order_by("of__name").values_list("of__name", "content"):
            try:
                (folder / name).mkdir(parents=True, exist_ok=True)
                (folder / name / "SKILL.md").write_text(content, encoding="utf-8", newline="\n")
            except OSError as error:
                raise CommandError(
                    f"{folder / name} cannot be written: {error.strerror}.", returncode=USAGE
                ) from error
            written += 1
        self.stdout.write(f"{written} written to {folder}.")

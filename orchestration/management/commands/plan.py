"""`manage.py plan`: what an approach needs, as JSON, for scripts. Reads text, never the database."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from planner import MAX_APPROACH_BYTES, InfrastructureNeeds, SkillSpec, ToolSpec, plan

USAGE = 2  # exit code for input that cannot be read


class Command(BaseCommand):
    help = "Print the infrastructure needs of one approach, or of many with --jsonl, as JSON."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", help="the approach, in markdown; standard input when left out")
        parser.add_argument(
            "--library", default="", help="names of the skills that exist, with commas between"
        )
        parser.add_argument(
            "--jsonl",
            action="store_true",
            help='one {"id", "approach", "library"} per line in, one answer per line out',
        )

    def handle(self, *args: Any, file: str | None, library: str, jsonl: bool, **options: Any) -> None:
        source = _read(file)
        if jsonl:
            self._answer_lines(source)
            return
        names = [name.strip() for name in library.split(",") if name.strip()]
        needs = plan(_text(source, file or "standard input"), names)
        self.stdout.write(json.dumps(_whole(needs), ensure_ascii=False, indent=2))

    def _answer_lines(self, source: bytes) -> None:
        """Answer every line that can be answered; the others are named, and make the exit code 2."""
        wrong = 0
        for number, line in enumerate(source.split(b"\n"), 1):
            if line.strip():
                try:
                    answer = _answer(line)
                except ValueError as error:
                    wrong += 1
                    self.stderr.write(f"line {number}: {error}")
                else:
                    self.stdout.write(json.dumps(answer, ensure_ascii=False))
        if wrong:
            sys.exit(USAGE)


def _read(file: str | None) -> bytes:
    try:
        if file is None or file == "-":
            return sys.stdin.buffer.read() if sys.stdin else b""
        return Path(file).read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CommandError(
            f"{file or 'standard input'} cannot be read: {reason}.", returncode=USAGE
        ) from None


def _text(source: bytes, name: str) -> str:
    """The approach as text; CommandError says in a sentence why it is none."""
    if len(source) > MAX_APPROACH_BYTES:
        raise CommandError(
            f"{name} has {len(source):,} bytes; an approach has at most {MAX_APPROACH_BYTES:,}.",
            returncode=USAGE,
        )
    if b"\0" in source:
        raise CommandError(f"{name} is a binary file, not a text.", returncode=USAGE)
    try:
        return source.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise CommandError(f"{name} is not UTF-8 (byte {error.start}).", returncode=USAGE) from None


def _answer(line: bytes) -> dict[str, Any]:
    """The answer to one row; ValueError says in a sentence what is wrong with it."""
    try:
        row = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise ValueError("not UTF-8.") from None
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f"not JSON ({getattr(error, 'msg', 'nested too deep')}).") from None
    if not isinstance(row, dict):
        raise ValueError("not a JSON object.")
    approach, library = row.get("approach"), row.get("library", [])
    if not isinstance(row.get("id"), str | int) or isinstance(row.get("id"), bool):
        raise ValueError('"id" must be a string or a number.')
    if not isinstance(approach, str):
        raise ValueError('"approach" must be a string.')
    if not isinstance(library, list) or not all(isinstance(name, str) for name in library):
        raise ValueError('"library" must be a list of strings.')
    if len(approach.encode("utf-8", "replace")) > MAX_APPROACH_BYTES:
        raise ValueError(f'"approach" has more than {MAX_APPROACH_BYTES:,} bytes.')
    needs = plan(approach.replace("\r\n", "\n"), library)
    return {
        "id": row["id"],
        "skills": [_brief(need) for need in needs.skills],
        "tools": [_brief(need) for need in needs.tools],
        "existingSkills": list(needs.existing_skills),
    }


def _brief(need: SkillSpec | ToolSpec) -> dict[str, Any]:
    return {"name": need.name, "title": need.title, "line": need.line, "quote": need.quote}


def _whole(needs: InfrastructureNeeds) -> dict[str, Any]:
    return {
        "skills": [_spec(need) for need in needs.skills],
        "tools": [_spec(need) for need in needs.tools],
        "existingSkills": list(needs.existing_skills),
    }


def _spec(need: SkillSpec | ToolSpec) -> dict[str, Any]:
    spec: dict[str, Any] = {
        "name": need.name,
        "title": need.title,
        "specification": need.specification,
        "reason": need.reason,
        "quote": need.quote,
        "line": need.line,
        "digest": need.digest,
    }
    if isinstance(need, ToolSpec) and need.interface:
        spec["interface"] = need.interface
    return spec

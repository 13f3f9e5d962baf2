"""Approaches to start from: the first heading is the name, the first paragraph the intent."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Sample:
    name: str
    intent: str
    approach: str


def sample(slug: str = "competitor-price-watch") -> Sample:
    """The bundled sample of this name; KeyError when there is none."""
    files = {path.stem: path for path in FOLDER.glob("*.md")}
    heading, intent, approach = files[slug].read_text(encoding="utf-8").split("\n\n", 2)
    return Sample(heading.removeprefix("# "), intent, approach)

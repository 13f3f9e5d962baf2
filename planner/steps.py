"""The numbered steps of an approach, for drafting tasks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from planner.blocks import read_blocks

_TITLE_END = re.compile(r"[.;:](?=\s|$)|\s[–—]\s")


@dataclass(frozen=True, slots=True)
class Step:
    """One numbered item: a short title, its whole text on one line, and where it stands (1-based)."""

    title: str
    text: str
    line: int


def numbered_steps(approach: str) -> tuple[Step, ...]:
    """The items of the top-level ordered lists, in order; done ones ("[x]") are left out."""
    steps = []
    for block in read_blocks(approach):
        if block.kind == "item" and block.ordered and block.depth < 2 and not block.done:
            text = " ".join(block.text.split())
            if text:
                steps.append(Step(_title(text), text, block.first_line))
    return tuple(steps)


def _title(text: str) -> str:
    plain = re.sub(r"[*_`]+", "", text[:400])
    found = _TITLE_END.search(plain, 3)
    title = plain[: found.start()] if found else plain
    return title if len(title) <= 100 else title[:100].rsplit(" ", 1)[0]

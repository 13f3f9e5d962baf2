"""Finds what each sign of the last resort is worth: a logistic regression over labelled documents.

usage: python -m tests.planner.fit_weights [FOLDER ...] ; prints the table for `planner/weighing/points.py`

Learns from every proposal of the sets beside this file and of the folders named, which weigh double since no
rule was written with them in view; also from what the rules claim themselves. A proposal is right where a
labelled need stands: in its quote, or on its line with one of its stems.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from planner.text.blocks import HEADING, read_blocks
from planner.text.statements import Statement, read_statements
from planner.text.tokens import Words
from planner.weighing.gate import asked_in
from planner.weighing.proposals import FAMILIES, Proposal, proposals
from planner.weighing.signs import (
    BY_FAMILY,
    OF_SENTENCE,
    REFUSING,
    refusing_sign,
    signs_of,
    signs_of_sentence,
)
from planner.weighing.weighing import admitted
from tests.planner.score import gold_lines, has_stem, norm

SETS = ("corpus", "more", "styles", "fresh", "told", "unseen", "neighbours")
PENALTY = 3.0  # of the squares of all weights; chosen by leaving whole sets out
ROUNDS = 400
POINTS_PER_UNIT = 10

Row = tuple[list[str], bool, float]  # family and signs, whether it is a need, how much it counts


def rows_of(folder: Path, counts: float) -> Iterator[Row]:
    """A row for each proposal of the labelled documents of a folder."""
    for line in (folder / "labels.jsonl").read_text("utf-8").splitlines():
        label = json.loads(line)
        text = (folder / f"{label['id']}.md").read_text("utf-8")
        for proposal in _proposed(text):
            signs = [*signs_of_sentence(proposal.statement, proposal.family), *signs_of(proposal)]
            refused = refusing_sign(proposal)
            names = [one.name for one in [*signs, *([refused] if refused else [])]]
            yield [f"({proposal.family})", *names], _is_need(proposal, label, text.split("\n")), counts


def _proposed(text: str) -> Iterator[Proposal]:
    words = Words()
    blocks = [read_statements(block, words) for block in read_blocks(text)]
    for statement in (statement for statements in blocks for statement in statements):
        block = statement.block
        if block.kind in ("quote", "heading") or block.header == HEADING:
            continue
        if asked := asked_in(statement):
            for proposal in proposals(statement, asked):
                if admitted(proposal):
                    yield proposal


def _is_need(proposal: Proposal, label: dict[str, Any], lines: list[str]) -> bool:
    st: Statement = proposal.statement
    line = st.block.line_of(st.begin[proposal.head])
    word = st.slice(proposal.head, proposal.head + 1)
    near = norm(" ".join(st.words[max(0, proposal.first - 3) : proposal.head + 8]))
    for need in label["needs"]:
        quoted = any(
            mention["line"] == line and word in mention["quote"] for mention in [need, *need.get("also", [])]
        )
        stems = any(all(has_stem(near, stem) for stem in stems) for stems in need["any_of"])
        if (quoted and word in lines[line - 1]) or (line in gold_lines(need) and stems):
            return True
    return False


def fitted(rows: list[Row]) -> dict[str, float]:
    """The weights that make the labels most likely, by gradient descent with a step of its own for each."""
    names = sorted({name for signs, _, _ in rows for name in signs})
    weights = dict.fromkeys(names, 0.0)
    steps = dict.fromkeys(names, 1e-9)
    for _ in range(ROUNDS):
        slope = {name: 0.0 if name.startswith("(") else PENALTY * weights[name] for name in names}
        for signs, is_need, counts in rows:
            sure = 1 / (1 + math.exp(-sum(weights[name] for name in signs)))
            for name in signs:
                slope[name] += counts * (sure - is_need)
        for name in names:
            steps[name] += slope[name] ** 2
            weights[name] -= 0.5 * slope[name] / math.sqrt(steps[name])
    return weights


def _every_sign() -> Iterator[str]:
    """The names of all signs, also of those that hold of no proposal."""
    yield from (one.name for entered in BY_FAMILY.values() for _, _, one in entered)
    yield from (one.name for entered in OF_SENTENCE.values() for _, _, one in entered)
    yield from (one.name for one in REFUSING.values())


def main(folders: list[str]) -> None:
    here = Path(__file__).parent
    rows = [row for name in SETS for row in rows_of(here / name, 1.0)]
    rows += [row for folder in folders for row in rows_of(Path(folder), 2.0)]
    weights = dict.fromkeys(_every_sign(), 0)
    weights |= {name: round(POINTS_PER_UNIT * weight) for name, weight in fitted(rows).items()}
    print("BASE = {")
    print("".join(f'    "{family}": {weights.pop(f"({family})", 0)},\n' for family in FAMILIES), end="}\n")
    print("POINTS = {")
    for name, points in sorted(weights.items(), key=lambda one: (-one[1], one[0])):
        print(f'    "{name}": {points},')
    print("}")


if __name__ == "__main__":
    main(sys.argv[1:])

"""The planner alone: how well it reads the corpus, and how long a text takes it."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import planner
from tests.acceptance.installation import ROOT

CORPUS = ROOT / "tests" / "planner" / "corpus"
SCORER = ROOT / "tests" / "planner" / "score.py"


def score(scratch: Path) -> dict[str, Any]:
    """What the scorer says of the corpus."""
    predictions = scratch / "predictions.jsonl"
    with predictions.open("w") as out:
        for line in (CORPUS / "labels.jsonl").read_text().splitlines():
            row = json.loads(line)
            needs = planner.plan((CORPUS / f"{row['id']}.md").read_text(), row["library"])
            specs = {
                kind: [{"name": spec.name, "title": spec.title, "line": spec.line} for spec in found]
                for kind, found in (("skills", needs.skills), ("tools", needs.tools))
            }
            out.write(
                json.dumps({"id": row["id"], **specs, "existingSkills": list(needs.existing_skills)}) + "\n"
            )
    done = subprocess.run(
        [sys.executable, str(SCORER), str(CORPUS), str(predictions), "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def seconds_for(size: int) -> float:
    """Seconds to read `size` bytes of ordinary approaches, in which hardly a sentence is said twice."""
    text = unrepeated(size)
    since = time.perf_counter()
    planner.plan(text, ())
    return time.perf_counter() - since


def unrepeated(size: int) -> str:
    """Approaches of the corpus, one after the other, each time with other words in them: `size` bytes."""
    drawn = random.Random(size)
    documents = [path.read_text() for path in sorted(CORPUS.glob("*.md"))]
    words = sorted({word for text in documents for word in text.split() if word.isalpha() and len(word) > 3})
    parts: list[str] = []
    room = size
    while room > 0:
        lines = [line.split(" ") for line in drawn.choice(documents).split("\n")]
        for line in lines:
            for _ in range(1 + len(line) // 8):
                at = drawn.randrange(len(line))
                if _swappable(line[at]):
                    line[at] = drawn.choice(words)
        parts.append("\n".join(" ".join(line) for line in lines))
        room -= len(parts[-1].encode()) + 2
    return "\n\n".join(parts).encode()[:size].decode(errors="ignore")


def _swappable(word: str) -> bool:
    return word.isalpha() and len(word) > 3

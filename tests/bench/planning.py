"""The planner alone: how well it reads the corpus, and how long a text takes it."""

from __future__ import annotations

import json
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
    """Seconds to read `size` bytes of ordinary approaches, one after the other."""
    texts = sorted(CORPUS.glob("*.md"))
    text = "\n\n".join(path.read_text() for path in texts)
    text = (text * (size // len(text.encode()) + 1)).encode()[:size].decode(errors="ignore")
    since = time.perf_counter()
    planner.plan(text, ())
    return time.perf_counter() - since

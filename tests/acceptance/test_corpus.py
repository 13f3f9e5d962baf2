"""Every document of the planner's corpus, all at once, from its text to its results."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.installation import Installation, eventually

CORPUS = Path(__file__).resolve().parents[1] / "planner" / "corpus"
LABELS = [json.loads(line) for line in (CORPUS / "labels.jsonl").read_text().splitlines()]
TASKS = 3


def _create(installation: Installation, document: dict[str, Any]) -> int:
    text = (CORPUS / f"{document['id']}.md").read_text()
    return installation.outcome(text, tasks=TASKS, name=document["id"])


@pytest.fixture(scope="module")
def finished(quick: Installation) -> dict[str, int]:
    """The outcome of each document, all orchestrated at once and complete."""
    for name in sorted({name for document in LABELS for name in document["library"]}):
        quick.post(
            "/api/skills", {"name": name, "title": name.replace("-", " "), "content": f"# {name}\n\n1. Do."}
        )
    since = time.monotonic()
    outcomes = {document["id"]: _create(quick, document) for document in LABELS}
    for pk in outcomes.values():
        assert quick.post(f"/api/outcomes/{pk}/orchestrate")["success"]
    left = list(outcomes.values())

    def all_complete() -> bool:
        while left and quick.status(left[-1])["phase"] == "complete":
            left.pop()
        return not left

    eventually(all_complete, 180, "50 outcomes complete")
    print(f"{len(outcomes)} documents complete in {time.monotonic() - since:.1f} s")
    return outcomes


@pytest.mark.parametrize("document", LABELS, ids=[document["id"] for document in LABELS])
def test_a_document_becomes_built_needs_and_three_results(
    quick: Installation, finished: dict[str, int], document: dict[str, Any]
) -> None:
    pk = finished[document["id"]]

    needs = quick.get(f"/api/outcomes/{pk}/needs")
    status = quick.status(pk)

    for kind in ("skills", "tools"):
        built = quick.items(f"/api/outcomes/{pk}/{kind}")
        assert sorted(row["name"] for row in built) == sorted(need["name"] for need in needs[kind])
        assert all(row["status"] == "draft" and row["content"] for row in built)
    assert status["infrastructureReady"] == 2
    assert status["run"]["status"] == "completed"
    assert status["stats"]["execution"]["completed"] == TASKS
    assert len(quick.items(f"/api/outcomes/{pk}/artifacts")) == TASKS

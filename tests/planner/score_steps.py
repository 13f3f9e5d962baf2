"""Score drafted steps against labels: steps, what they wait for, outputs, acceptance, needs, titles.

usage: python -m tests.planner.score_steps FOLDER

FOLDER holds NAME.md and NAME.json: {"library": [...], "steps": [{"at", "title", "after", …}]}. `at` is a
piece of the line on which the step begins, `after` counts the labelled steps from 1. A drafted step is right
when it begins on that line and shares half of the words of the title. Who waits for whom: docs/plans.md.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

from planner import Step, capabilities_of, plan, read_steps


@dataclass
class Count:
    right: int = 0
    drafted: int = 0
    labelled: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.drafted if self.drafted else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.labelled if self.labelled else 1.0

    def add(self, drafted: set, labelled: set) -> None:
        self.right += len(drafted & labelled)
        self.drafted += len(drafted)
        self.labelled += len(labelled)

    def __str__(self) -> str:
        told = f"precision {self.precision:.3f}, recall {self.recall:.3f}"
        return f"{told} ({self.right} right of {self.drafted} drafted, {self.labelled} labelled)"


@dataclass
class Figures:
    steps: Count = field(default_factory=Count)
    order: Count = field(default_factory=Count)
    outputs: Count = field(default_factory=Count)
    acceptance: Count = field(default_factory=Count)
    needs: Count = field(default_factory=Count)
    titles: Count = field(default_factory=Count)
    findings: list[str] = field(default_factory=list)

    def told(self) -> str:
        names = ("steps", "order", "outputs", "acceptance", "needs", "titles")
        return "\n".join(f"{name:11} {getattr(self, name)}" for name in names)


def score(folder: Path) -> Figures:
    """The figures over all documents of a folder."""
    figures = Figures()
    for labels in sorted(folder.glob("*.json")):
        _score_one(labels, figures)
    return figures


def _score_one(labels: Path, figures: Figures) -> None:
    text = labels.with_suffix(".md").read_text("utf-8")
    wanted = json.loads(labels.read_text("utf-8"))
    needs = plan(text, wanted["library"])
    steps = read_steps(text, [*needs.skills, *needs.tools])
    pairs = _match(steps, wanted["steps"], text)
    name = labels.stem
    figures.steps.right += len(pairs)
    figures.steps.drafted += len(steps)
    figures.steps.labelled += len(wanted["steps"])
    for n, label in enumerate(wanted["steps"]):
        if n not in pairs.values():
            figures.findings.append(f"{name}: missed {label['title']!r}")
    for n, step in enumerate(steps):
        if n not in pairs:
            figures.findings.append(f"{name}:{step.line}: false {step.title!r}")
    _score_order(name, steps, wanted["steps"], pairs, figures)
    for n, step in enumerate(steps):
        label = wanted["steps"][pairs[n]] if n in pairs else {}
        skills, tools = capabilities_of(step, needs)
        _compare(
            f"{name}:{step.line} outputs",
            figures.outputs,
            set(step.outputs),
            set(label.get("outputs", ())),
            figures,
        )
        wants = {*label.get("skills", ()), *label.get("tools", ())}
        _compare(f"{name}:{step.line} needs", figures.needs, {*skills, *tools}, wants, figures)
        said = [line for line in step.acceptance.split("\n") if line]
        sought = label.get("acceptance", [])
        found = {piece for piece in sought if _folded(piece) in _folded(step.acceptance)}
        extra = said[len(sought) :] if len(found) == len(sought) else said
        _compare(
            f"{name}:{step.line} acceptance", figures.acceptance, found | set(extra), set(sought), figures
        )
        if label:
            alike = _folded(step.title) == _folded(label["title"])
            figures.titles.right += alike
            figures.titles.drafted += 1
            figures.titles.labelled += 1
            if not alike:
                figures.findings.append(
                    f"{name}:{step.line} title {step.title!r}, labelled {label['title']!r}"
                )


def _compare(where: str, count: Count, drafted: set, labelled: set, figures: Figures) -> None:
    count.add(drafted, labelled)
    if drafted != labelled:
        figures.findings.append(f"{where}: {sorted(drafted)}, labelled {sorted(labelled)}")


def _score_order(
    name: str, steps: tuple[Step, ...], wanted: list, pairs: dict[int, int], figures: Figures
) -> None:
    place = {step.key: n for n, step in enumerate(steps)}
    links = {
        (pairs.get(n, -1), pairs.get(place[key], -1 - n))
        for n, step in enumerate(steps)
        for key in step.after
    }
    labelled = {(n, other - 1) for n, label in enumerate(wanted) for other in label["after"]}
    figures.order.add(links, labelled)
    for one, other in sorted(links - labelled):
        figures.findings.append(f"{name}: step {one + 1} is said to wait for {other + 1}")
    for one, other in sorted(labelled - links):
        figures.findings.append(f"{name}: step {one + 1} does not wait for {other + 1}")


def _match(steps: tuple[Step, ...], wanted: list, text: str) -> dict[int, int]:
    """Drafted step → label, each at most once."""
    lines = text.split("\n")
    free = dict(enumerate(wanted))
    pairs: dict[int, int] = {}
    for n, step in enumerate(steps):
        for at, label in free.items():
            [line] = [index for index, line in enumerate(lines, 1) if label["at"] in line]
            if line == step.line and _share(label["title"], f"{step.title} {step.text[:80]}") >= 0.5:
                pairs[n] = at
                del free[at]
                break
    return pairs


def _share(title: str, other: str) -> float:
    words = {word[:5] for word in re.findall(r"\w+", title.lower())}
    return len(words & {word[:5] for word in re.findall(r"\w+", other.lower())}) / len(words)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


if __name__ == "__main__":
    result = score(Path(sys.argv[1]))
    print("\n".join(result.findings))
    print(result.told())

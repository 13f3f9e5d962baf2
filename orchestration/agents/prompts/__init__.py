"""What a model is told (the files beside this one) and asked (the material, laid out here).

People's and models' texts stand in fences that they cannot close, stable parts first.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from orchestration.agents.passages import clean
from orchestration.agents.protocol import (
    ApproachBrief,
    ArtifactText,
    CapabilityBrief,
    CapabilityText,
    TaskBrief,
)

LONGEST = 100_000  # characters of the approach, or of a skill given in full
LONGEST_READ = 400_000  # characters of an approach that is read for its needs
LONGEST_MATERIAL = 20_000  # characters of one earlier result or artifact


@cache
def instructions(kind: str) -> str:
    """The system prompt for "plan", "skill", "tool" or "task"."""
    folder = Path(__file__).parent
    return (folder / f"{kind}.md").read_text(encoding="utf-8") + (folder / "fences.md").read_text(
        encoding="utf-8"
    )


def fence(label: str, text: str, longest: int = LONGEST) -> str:
    """The text between two marks that it cannot imitate, as they hold a digest of the text itself."""
    text = clean(text).strip()
    if len(text) > longest:
        text = f"{text[:longest]}\n[cut: {len(text) - longest} more characters]"
    mark = hashlib.sha256(text.encode()).hexdigest()[:16]
    return f"[[{label} {mark}]]\n{text}\n[[end {mark}]]"


def _about(outcome_name: str, intent: str, approach: str, longest: int = LONGEST) -> str:
    """What is the same for every request of an outcome, so that it can be cached."""
    return "\n\n".join(
        [fence("outcome", outcome_name, 500), fence("intent", intent), fence("approach", approach, longest)]
    )


def planning_question(brief: ApproachBrief) -> list[str]:
    """The approach, and what is known of its needs."""
    lines = {
        stands: [
            json.dumps(
                {"kind": need.kind, "name": need.name, "title": need.title, "quote": need.quote},
                ensure_ascii=False,
            )
            for need in brief.known
            if need.stands is stands
        ]
        for stands in (True, False)
    }
    parts = ["Read the approach for what it calls for."]
    for label, said in (
        ("needs that are known", lines[True]),
        ("needs of the approach as it was, whose passages have changed", lines[False]),
        ("dismissed by a member", brief.dismissed),
        ("skills of the library", brief.library),
    ):
        if said:
            parts.append(fence(label, "\n".join(said), LONGEST_MATERIAL))
    return [_about(brief.outcome_name, brief.intent, brief.approach, LONGEST_READ), "\n\n".join(parts)]


def capability_question(brief: CapabilityBrief) -> list[str]:
    """The material for one skill or tool, in two parts: of the outcome, and of this need."""
    parts = [
        f"Write the {brief.kind} `{brief.name}`.",
        fence("title", brief.title, 500),
        fence("specification", brief.specification),
    ]
    for label, text in (("quote", brief.quote), ("reason", brief.reason), ("interface", brief.interface)):
        if text.strip():
            parts.append(fence(label, text, 4000))
    if brief.neighbours:
        parts.append(fence("other skills of this outcome", "\n".join(brief.neighbours), 4000))
    if brief.findings:
        parts.append(findings(brief.findings))
    return [_about(brief.outcome_name, brief.intent, brief.approach), "\n\n".join(parts)]


def task_question(brief: TaskBrief) -> list[str]:
    """The material for one task, in two parts: of the outcome, and of this task."""
    parts = [fence(f"skill {skill.name}, required", skill.content) for skill in brief.skills]
    parts += [fence(f"tool {tool.name}, required", _catalogue_line(tool), 2000) for tool in brief.tools]
    if brief.catalogue:
        lines = "\n".join(_catalogue_line(capability) for capability in brief.catalogue)
        parts.append(fence("other skills and tools", lines, LONGEST_MATERIAL))
    if brief.waived:
        parts.append(fence("required, but to be done without", "\n".join(brief.waived), 4000))
    parts += [
        fence("an earlier task's result", f"{earlier.title}\n\n{earlier.result}", LONGEST_MATERIAL)
        for earlier in brief.earlier
    ]
    parts += _artifacts(brief.artifacts)
    parts += [
        fence("a question that was asked before, and a person's answer", f"{question}\n\n{answer}", 20_000)
        for question, answer in brief.answers
    ]
    if brief.inputs:
        inputs = json.dumps(dict(brief.inputs), ensure_ascii=False, indent=1, default=str)
        parts.append(fence("inputs of this run", inputs, LONGEST_MATERIAL))
    parts.append(fence("task", f"{brief.title}\n\n{brief.description}"))
    if brief.acceptance.strip():
        parts.append(fence("acceptance", brief.acceptance, LONGEST_MATERIAL))
    wanted = "\n".join(brief.outputs) or "none declared: write at least one file under results/"
    parts.append(fence("declared outputs", wanted, 4000))
    if brief.findings:
        parts.append(findings(brief.findings))
    parts.append("Do the task with the tools, then call finish.")
    return [_about(brief.outcome_name, brief.intent, brief.approach), "\n\n".join(parts)]


def _catalogue_line(capability: CapabilityText) -> str:
    return f"- {capability.kind} {capability.name}: {capability.description or capability.title}"


def _artifacts(artifacts: tuple[ArtifactText, ...]) -> list[str]:
    """That they are there; what they say is read with the tools."""
    if not artifacts:
        return []
    lines = [f"- {file.path} ({file.media_type}, {file.size} bytes)" for file in artifacts]
    return [fence("files that are there", "\n".join(lines), LONGEST_MATERIAL)]


def findings(reasons: tuple[str, ...]) -> str:
    """Why earlier attempts were refused, as the model is told."""
    said = "\n".join(f"- {reason}" for reason in reasons)
    return "Earlier attempts were refused. Mend every point:\n\n" + fence("findings", said, LONGEST_MATERIAL)

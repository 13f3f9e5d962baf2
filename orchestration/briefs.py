"""From rows to what an agent is given: read after the claim, outside its transaction.

Only versions that the attempt has recorded go in, and those never change.
"""

from __future__ import annotations

from typing import Any

from orchestration.agents.protocol import (
    ArtifactText,
    CapabilityBrief,
    CapabilityText,
    EarlierResult,
    TaskBrief,
)
from orchestration.claims import Claim
from outcomes.models import Attempt, Outcome, Skill, Task, Tool

CATALOGUE_SIZE = 100  # other capabilities, by name and description only
TEXT_BYTES = 64 * 1024  # of one artifact; an agent that wants more reads it by ranges
TOTAL_TEXT_BYTES = 512 * 1024


def capability_brief(claim: Claim) -> CapabilityBrief:
    task = claim.task
    row = task.capability
    assert row is not None
    outcome = Outcome.objects.get(pk=task.outcome_id)
    neighbours = Skill.objects.called_for().filter(outcome=outcome).exclude(name=row.name)
    return CapabilityBrief(
        kind=row.kind,
        name=row.name,
        title=row.title,
        specification=row.specification,
        reason=row.reason,
        quote=row.quote,
        interface=getattr(row, "interface", ""),
        outcome_name=outcome.name,
        intent=outcome.intent,
        approach=outcome.approach,
        neighbours=tuple(neighbours.values_list("name", flat=True)),
        findings=_findings(task),
    )


def task_brief(claim: Claim) -> TaskBrief:
    task, attempt = claim.task, claim.attempt
    outcome = Outcome.objects.get(pk=task.outcome_id)
    skills = tuple(_texts(attempt.skills.select_related("of")))
    tools = tuple(_texts(attempt.tools.select_related("of")))
    return TaskBrief(
        task_id=task.pk,
        title=task.title,
        description=task.description,
        acceptance=task.acceptance,
        outputs=tuple(task.outputs),
        outcome_name=outcome.name,
        intent=outcome.intent,
        approach=outcome.approach,
        skills=skills,
        tools=tools,
        catalogue=_catalogue(outcome, {text.name for text in (*skills, *tools)}),
        waived=tuple(attempt.waived),
        earlier=tuple(
            EarlierResult(on.title, on.result)
            for on in Task.objects.filter(awaited_by__task=task, status=Task.Status.COMPLETED)
        ),
        artifacts=_artifacts(attempt),
        inputs=claim.run.inputs,
        findings=_findings(task),
    )


def _findings(task: Task) -> tuple[str, ...]:
    """Why the attempts since the last success or re-opening failed, newest last."""
    failed = task.attempts.filter(status=Attempt.Status.FAILED).order_by("-number")
    return tuple(reversed([attempt.error for attempt in failed[: task.failures]]))


def _texts(versions: Any) -> list[CapabilityText]:
    return [
        CapabilityText(
            version.of.kind,
            version.of.name,
            version.of.title,
            version.description,
            version.content,
            version.number,
            version.agent,
        )
        for version in versions
    ]


def _catalogue(outcome: Outcome, given: set[str]) -> tuple[CapabilityText, ...]:
    """The outcome's other capabilities and the library's, without their contents."""
    found: dict[tuple[str, str], CapabilityText] = {}
    for model in (Skill, Tool):
        own = model.objects.built().filter(outcome=outcome)
        library = model.objects.built().filter(outcome=None)
        for row in (*own[:CATALOGUE_SIZE], *library[:CATALOGUE_SIZE]):
            if row.name not in given:
                text = CapabilityText(row.kind, row.name, row.title, row.description, "", row.version, "")
                found.setdefault((row.kind, row.name), text)
    return tuple(list(found.values())[:CATALOGUE_SIZE])


def _artifacts(attempt: Attempt) -> tuple[ArtifactText, ...]:
    texts, left = [], TOTAL_TEXT_BYTES
    for artifact in attempt.artifacts.defer("body"):
        text = None
        if artifact.size <= min(TEXT_BYTES, left):
            text = _as_text(bytes(artifact.body))
            left -= artifact.size
        texts.append(ArtifactText(artifact.path, artifact.version, artifact.media_type, artifact.size, text))
    return tuple(texts)


def _as_text(body: bytes) -> str | None:
    try:
        return body.decode()
    except UnicodeDecodeError:
        return None

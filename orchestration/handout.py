"""What a worker is handed for a task: read and recorded after the claim, with no lock held.

The attempt records the exact versions, and only those go into the brief. Versions never change, so what an
attempt was given can be told for ever.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from orchestration.agents.protocol import (
    ArtifactText,
    CapabilityBrief,
    CapabilityText,
    EarlierResult,
    TaskBrief,
)
from orchestration.claims import Claim
from orchestration.workplace import KeptWorkplace
from outcomes.compiled import Select, Values
from outcomes.mentions import mentioned
from outcomes.models import (
    ApproachRevision,
    Artifact,
    Attempt,
    CapabilityStatus,
    Outcome,
    Question,
    Requirement,
    Skill,
    Task,
    Tool,
)
from outcomes.models.capability import CAPABILITIES

CATALOGUE_SIZE = 100  # other capabilities, by name and description only
SPOKEN_OF = 3  # of each kind: two or three focused documents help, many drown
CATALOGUE_AGE_S = 10.0  # they change rarely, and a task without length should not pay for looking
GIVEN_ARTIFACTS = 50  # newest first; more would drown a worker
TEXT_BYTES = 64 * 1024  # of one artifact; an agent that wants more reads it by ranges
TOTAL_TEXT_BYTES = 512 * 1024


class Desk:
    """Where a worker's handouts are put together; keeps what is the same from task to task."""

    def __init__(self, outcome_id: int) -> None:
        self.outcome_id = outcome_id
        self._approach: tuple[int, str] = (0, "")
        self._catalogue: tuple[CapabilityText, ...] = ()
        self._catalogue_at = float("-inf")

    def capability_brief(self, claim: Claim) -> CapabilityBrief:
        """What the agent gets to build the need of this claim."""
        row = claim.task.capability
        assert row is not None
        skills = [name for (name,) in _SKILLS_CALLED_FOR.tuples(outcome=self.outcome_id)]
        return CapabilityBrief(
            kind=row.kind,
            name=row.name,
            title=row.title,
            specification=row.specification,
            reason=row.reason,
            quote=row.quote,
            interface=getattr(row, "interface", ""),
            outcome_name=claim.outcome.name,
            intent=claim.outcome.intent,
            approach=self._approach_of(claim),
            neighbours=tuple(name for name in skills if name != row.name),
            findings=_findings(claim.task),
            checked=not claim.run.skip_validation,
        )

    def task_brief(self, claim: Claim) -> TaskBrief:
        """What the agent gets to do this claim's task; recorded with its attempt."""
        task = claim.task
        needed = [] if _stands_alone(task) else _REQUIREMENTS.rows(task=task.pk)
        before = [] if _stands_alone(task) else _BEFORE.rows(task=task.pk)
        names = {kind: [row.name for row in needed if row.kind == kind] for kind in ("skill", "tool")}
        if not needed:
            names = self._spoken_of(f"{task.title} {task.description}")
        skills, waived_skills = _current(Skill, task, names["skill"])
        tools, waived_tools = _current(Tool, task, names["tool"])
        artifacts = _artifacts_for(task, before)
        _record(claim.attempt, skills, tools, artifacts, [*waived_skills, *waived_tools])
        return TaskBrief(
            task_id=task.pk,
            title=task.title,
            description=task.description,
            acceptance=task.acceptance,
            outputs=tuple(task.outputs),
            outcome_name=claim.outcome.name,
            intent=claim.outcome.intent,
            approach=self._approach_of(claim),
            skills=_texts(skills),
            tools=_texts(tools),
            catalogue=self._others({*names["skill"], *names["tool"]}),
            waived=tuple(claim.attempt.waived),
            earlier=tuple(
                EarlierResult(task.title, task.result)
                for task in before
                if task.status == Task.Status.COMPLETED
            ),
            artifacts=_artifact_texts(artifacts),
            inputs=claim.run.inputs,
            findings=_findings(task),
            answers=_answers(task),
            workplace=KeptWorkplace(claim, artifacts),
        )

    def _approach_of(self, claim: Claim) -> str:
        """The text that this attempt's revision stands for."""
        revision = claim.attempt.approach_revision
        if self._approach[0] != revision:
            kept = _REVISION.first(outcome=self.outcome_id, number=revision)
            if kept is None:
                raise Outcome.DoesNotExist(f"outcome {self.outcome_id} was deleted")
            self._approach = (revision, kept.text)
        return self._approach[1]

    def _others(self, given: set[str]) -> tuple[CapabilityText, ...]:
        return tuple(text for text in self._everything() if text.name not in given)

    def _spoken_of(self, text: str) -> dict[str, list[str]]:
        """What a task that requires nothing is handed all the same: the few that its words speak of."""
        return {
            kind: mentioned(text, [row.name for row in self._everything() if row.kind == kind])[:SPOKEN_OF]
            for kind in ("skill", "tool")
        }

    def _everything(self) -> tuple[CapabilityText, ...]:
        now = time.monotonic()
        if now - self._catalogue_at > CATALOGUE_AGE_S:
            self._catalogue, self._catalogue_at = _catalogue(self.outcome_id), now
        return self._catalogue


_REVISION = Select(
    "outcome",
    "number",
    build=lambda outcome, number: ApproachRevision.objects.filter(outcome=outcome, number=number).order_by(),
)
_SKILLS_CALLED_FOR = Values(
    "outcome",
    build=lambda outcome: (
        Skill.objects.called_for().filter(outcome=outcome).order_by("name").values_list("name")
    ),
)


def _findings(task: Task) -> tuple[str, ...]:
    """Why the attempts since the last success or re-opening failed, newest last."""
    if not task.failures:
        return ()
    failed = task.attempts.filter(status=Attempt.Status.FAILED).order_by("-number")
    return tuple(reversed([attempt.error for attempt in failed[: task.failures]]))


def _answers(task: Task) -> tuple[tuple[str, str], ...]:
    """What people said when earlier attempts asked."""
    if task.attempt == 1:
        return ()
    return tuple(Question.objects.answered().filter(task=task).values_list("text", "answer"))


def _current(model: type[Skill] | type[Tool], task: Task, names: list[str]) -> tuple[list[Any], list[str]]:
    """The versions that count of these names, and which of them were waived.

    The outcome's own skill or tool comes before the library's of the same name.
    """
    if not names:
        return [], []
    rows = {row.name: row for row in model.objects.filter(outcome=None, name__in=names).built()}
    rows |= {
        row.name: row for row in model.objects.called_for().filter(outcome=task.outcome_id, name__in=names)
    }
    waived = [f"{model.KIND} {name}" for name, row in rows.items() if row.status == CapabilityStatus.WAIVED]
    numbers = {row.pk: row.version for row in rows.values() if row.status != CapabilityStatus.WAIVED}
    versions = model.VERSIONS.objects.filter(of__in=numbers).select_related("of")
    return [version for version in versions if version.number == numbers[version.of_id]], waived


def _artifacts_for(task: Task, before: list[Task]) -> list[Artifact]:
    """Uploads, what the tasks before this one wrote, and what it wrote itself in an earlier run."""
    found: Iterable[Artifact] = ()
    if task.attempt > 1 or before:
        written = Artifact.objects.filter(outcome=task.outcome_id, task__in=[task, *before])
        found = written.latest().without_bodies().order_by("-id")[:GIVEN_ARTIFACTS]
    uploads = [] if _stands_alone(task) else _UPLOADS.rows(outcome=task.outcome_id)
    return sorted([*found, *uploads], key=lambda artifact: -artifact.pk)[:GIVEN_ARTIFACTS]


def _stands_alone(task: Task) -> bool:
    """Whether the claim has seen already that none of the three below is there, as for most tasks."""
    return getattr(task, "stands_alone", False)


_REQUIREMENTS = Select("task", build=lambda task: Requirement.objects.filter(task=task))
_BEFORE = Select("task", build=lambda task: Task.objects.filter(awaited_by__task=task))
_UPLOADS = Select(
    "outcome",
    build=lambda outcome: (
        Artifact.objects.filter(outcome=outcome, task=None)
        .latest()
        .without_bodies()
        .order_by("-id")[:GIVEN_ARTIFACTS]
    ),
)


def _record(
    attempt: Attempt, skills: list[Any], tools: list[Any], artifacts: list[Artifact], waived: list[str]
) -> None:
    if skills:
        attempt.skills.add(*skills)
    if tools:
        attempt.tools.add(*tools)
    if artifacts:
        attempt.artifacts.add(*artifacts)
    if waived:
        attempt.waived = waived
        attempt.save(update_fields=["waived"])


def _texts(versions: list[Any]) -> tuple[CapabilityText, ...]:
    return tuple(
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
    )


def _catalogue(outcome_id: int) -> tuple[CapabilityText, ...]:
    """The outcome's capabilities and the library's, without their contents; its own first."""
    found: dict[tuple[str, str], CapabilityText] = {}
    for model in (Skill, Tool):
        for row in [*_OWN[model.KIND].rows(outcome=outcome_id), *_LIBRARY[model.KIND].rows()]:
            text = CapabilityText(row.kind, row.name, row.title, row.description, "", row.version, "")
            found.setdefault((row.kind, row.name), text)
    return tuple(list(found.values())[:CATALOGUE_SIZE])


def _own(model: type[Skill] | type[Tool]) -> Select[Any]:
    built = model.objects.built()
    return Select("outcome", build=lambda outcome: built.filter(outcome=outcome)[:CATALOGUE_SIZE])


def _in_library(model: type[Skill] | type[Tool]) -> Select[Any]:
    return Select(build=lambda: model.objects.built().filter(outcome=None)[:CATALOGUE_SIZE])


_OWN = {kind: _own(model) for kind, model in CAPABILITIES.items()}
_LIBRARY = {kind: _in_library(model) for kind, model in CAPABILITIES.items()}


def _artifact_texts(artifacts: list[Artifact]) -> tuple[ArtifactText, ...]:
    texts, left = [], TOTAL_TEXT_BYTES
    for artifact in artifacts:
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

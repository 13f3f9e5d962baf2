"""What an agent reaches while it does a task: the conversation so far, skills, artifacts, and its own files.

Everything is kept in the name of one claim: once that is another worker's, nothing more is written.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from django.db import transaction

from orchestration.agents.protocol import CapabilityText, Interrupted, Message, NotPossible, OutputFile
from orchestration.claims import Claim
from outcomes.errors import BadInput
from outcomes.models import Artifact, Conversation, KeptFile, Question, Skill, SkillVersion, Task, Turn
from outcomes.models.artifact import MAX_ARTIFACT_BYTES, clean_path

MOST_FILES = 500  # of one task


class KeptWorkplace:
    """The Workplace of one attempt, in the database."""

    def __init__(self, claim: Claim, artifacts: list[Artifact]) -> None:
        self.task, self.attempt = claim.task, claim.attempt
        self.artifacts = {artifact.path: artifact for artifact in reversed(artifacts)}  # the newest counts
        self._conversation: Conversation | None = None
        self._files: dict[str, OutputFile] = {}

    def resume(self, basis: str) -> list[Message]:
        with self._mine():
            found = self.task.conversations.filter(closed=False).first()
            if found is not None and found.basis != basis:
                Conversation.objects.filter(pk=found.pk).update(closed=True)
                found = None
            self._conversation = found or Conversation.objects.create(task=self.task, basis=basis)
        self._files = {
            file.path: OutputFile(file.path, bytes(file.body), file.media_type)
            for file in self._conversation.files.all()
        }
        return [{"role": turn.role, "content": turn.blocks} for turn in self._conversation.turns.all()]

    def keep(self, number: int, message: Message) -> None:
        with self._mine():
            Turn.objects.update_or_create(
                conversation=self.conversation,
                number=number,
                defaults={"role": message["role"], "blocks": message["content"], "attempt": self.attempt},
            )

    def open_skill(self, name: str) -> CapabilityText:
        row = (
            Skill.objects.called_for().built().filter(outcome=self.task.outcome_id, name=name).first()
            or Skill.objects.filter(outcome=None, name=name).built().first()
        )
        given = self.attempt.skills.filter(of__name=name).select_related("of").first()
        version = given or (
            row and SkillVersion.objects.select_related("of").filter(of=row, number=row.version).first()
        )
        if not version:
            raise NotPossible(f"There is no skill {name[:80]!r}; the catalogue names those that are there.")
        with self._mine():
            self.attempt.skills.add(version)
            self.attempt.opened.add(version)
        return CapabilityText(
            "skill",
            name,
            version.of.title,
            version.description,
            version.content,
            version.number,
            version.agent,
        )

    def read(self, path: str) -> OutputFile:
        artifact = self.artifacts.get(path)
        if artifact is None:
            raise NotPossible(f"This task was given no file {path[:120]!r}: see list_artifacts.")
        return OutputFile(path, bytes(artifact.body), artifact.media_type)

    def answer(self, call: str) -> str | None:
        answered = Question.objects.answered().filter(task=self.task, call=call).last()
        return answered.answer if answered else None

    def written(self) -> dict[str, OutputFile]:
        return dict(self._files)

    def write(self, path: str, content: bytes, media_type: str) -> str:
        try:
            path = clean_path(path)
        except BadInput as error:
            raise NotPossible(str(error)) from error
        if len(content) > MAX_ARTIFACT_BYTES:
            raise NotPossible(
                f"{path} would have {len(content):,} bytes; at most {MAX_ARTIFACT_BYTES:,} are kept."
            )
        if path not in self._files and len(self._files) >= MOST_FILES:
            raise NotPossible(f"This task has written {MOST_FILES} files already; that is the most.")
        with self._mine():
            values: dict[str, Any] = {"body": content, "media_type": media_type}
            KeptFile.objects.update_or_create(conversation=self.conversation, path=path, defaults=values)
        self._files[path] = OutputFile(path, content, media_type)
        return path

    @property
    def conversation(self) -> Conversation:
        assert self._conversation is not None, "a conversation begins with resume()"
        return self._conversation

    @contextlib.contextmanager
    def _mine(self) -> Iterator[None]:
        """A transaction in which the claim cannot be taken away. Raises Interrupted when it has been."""
        with transaction.atomic():
            mine = Task.objects.running().filter(pk=self.task.pk, attempt=self.attempt.number)
            if not mine.select_for_update(no_key=True).values_list("pk").order_by():
                raise Interrupted("the task is no longer this worker's")
            yield

"""Files of an outcome. One row is one version; a version is never rewritten."""

from __future__ import annotations

import mimetypes
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.functions import Coalesce

from outcomes import compiled
from outcomes.errors import BadInput

if TYPE_CHECKING:
    from outcomes.models.outcome import Outcome

MAX_ARTIFACT_BYTES = 20 * 1024 * 1024
MAX_PATH_LENGTH = 400


def clean_path(path: str, *, field: str = "path", folder: bool = False) -> str:
    """The relative path in one spelling; a path that leaves the outcome or could not be a file is BadInput.

    With `folder`, a trailing slash is allowed and kept: it names everything below.
    """
    text = unicodedata.normalize("NFC", path)
    is_folder = folder and text.endswith("/")
    parts = (text[:-1] if is_folder else text).split("/")
    wrong = (
        not text
        or len(text) > MAX_PATH_LENGTH
        or "\\" in text
        or any(unicodedata.category(c) in {"Cc", "Cs"} for c in text)
        or any(part in {"", ".", ".."} or part != part.strip() or part.endswith(".") for part in parts)
        or parts[0].endswith(":")
    )
    if wrong:
        raise BadInput(
            field,
            f"{path[:120]!r} is not a path inside the outcome: expected something like results/report.md, "
            f"relative, without '..', at most {MAX_PATH_LENGTH} characters.",
        )
    for part in parts:
        if part.casefold() == ".git" or part.split(".")[0].upper() in DEVICES:
            raise BadInput(field, f"{path[:120]!r} holds the reserved name {part[:40]!r}: choose another.")
    return text


# Whoever fetches the files of an outcome puts them somewhere: some file systems keep these names for devices,
# and what stands in a folder .git is obeyed by git (which folds case where the file system does).
DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{device}{n}" for device in ("COM", "LPT") for n in range(1, 10))}


class ArtifactQuerySet(models.QuerySet["Artifact"]):
    def without_bodies(self) -> ArtifactQuerySet:
        return self.defer("body")

    def latest(self) -> ArtifactQuerySet:  # type: ignore[override]
        """Only the newest version of each path."""
        newer = Artifact.objects.filter(
            outcome=models.OuterRef("outcome"),
            path=models.OuterRef("path"),
            version__gt=models.OuterRef("version"),
        )
        return self.filter(~models.Exists(newer))


class Artifact(models.Model):
    outcome = models.ForeignKey("outcomes.Outcome", on_delete=models.CASCADE, related_name="artifacts")
    path = models.CharField(max_length=MAX_PATH_LENGTH)
    version = models.PositiveIntegerField()
    media_type = models.CharField(max_length=200)
    size = models.PositiveIntegerField(help_text="bytes")
    body = models.BinaryField()
    task = models.ForeignKey("outcomes.Task", null=True, on_delete=models.SET_NULL, related_name="artifacts")
    run = models.ForeignKey("outcomes.Run", null=True, on_delete=models.SET_NULL, related_name="artifacts")
    attempt = models.ForeignKey(
        "outcomes.Attempt", null=True, on_delete=models.SET_NULL, related_name="written"
    )
    author = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ArtifactQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["outcome", "path", "version"], name="one_artifact_per_version"),
            models.CheckConstraint(
                condition=models.Q(size__lte=MAX_ARTIFACT_BYTES), name="artifact_within_20_megabytes"
            ),
        ]
        indexes = [
            # Every task is handed the uploads: what tasks wrote must not be read through to find them.
            models.Index(fields=["outcome"], name="artifact_uploads", condition=models.Q(task=None)),
        ]

    def __str__(self) -> str:
        return f"{self.path} v{self.version}"

    @classmethod
    def store(
        cls, outcome: Outcome, files: Iterable[tuple[str, bytes, str]], by: str, **origin: Any
    ) -> list[Artifact]:
        """Add one version for each (path, body, media type); all or none, in the caller's transaction.

        `origin` may name task, run and attempt. Raises BadInput for a path or size that cannot be.
        """
        files = [(clean_path(path), body, media) for path, body, media in files]
        for path, body, _ in files:
            if len(body) > MAX_ARTIFACT_BYTES:
                raise BadInput(
                    "content", f"{path} has {len(body):,} bytes; at most {MAX_ARTIFACT_BYTES:,} are kept."
                )
        stored: list[Artifact] = []
        for path, body, media in files:
            media = media or mimetypes.guess_type(path)[0] or "application/octet-stream"
            artifact = cls(
                outcome=outcome,
                path=path,
                version=_next_version(),
                media_type=media[:200],
                size=len(body),
                body=body,
                author=by,
                **origin,
            )
            compiled.insert(artifact)
            stored.append(artifact)
        return stored


@cache  # an expression that is met again need not be compared (see compiled.insert)
def _next_version() -> Any:
    """One more than the newest at the path has when the row is written: nobody has to ask before."""
    there = Artifact.objects.filter(
        outcome=compiled.Parameter("outcome_id"), path=compiled.Parameter("path")
    ).order_by("-version")
    return Coalesce(models.Subquery(there.values("version")[:1]), 0) + 1

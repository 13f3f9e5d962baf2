"""What the rules of this app refuse, each with the sentence that a person or a script is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class OutcomesError(Exception):
    """Base of everything that this app refuses."""

    code = "refused"


class WrongStatus(OutcomesError):
    """A transition was asked for from a state that does not allow it, or the row has moved on meanwhile."""

    code = "wrong-status"

    def __init__(self, row: Any, column: str, was: object, to: object) -> None:
        name = type(row)._meta.verbose_name
        super().__init__(f"{name} {row.pk}: {column} {was} → {to} refused")
        self.was, self.to = was, to


class StaleApproach(OutcomesError):
    """The caller edited an older revision of the approach than the one that stands."""

    code = "stale-approach"

    def __init__(self, outcome: Any, read: int) -> None:
        super().__init__(
            f"The approach was changed while you edited it: you read revision {read}, "
            f"it is now at revision {outcome.approach_revision}. Nothing was overwritten; "
            "look at both texts and save again."
        )
        self.outcome, self.read = outcome, read


class Refused(OutcomesError):
    """Something in the state of things stands against it (409)."""

    def __init__(self, message: str, code: str = "conflict") -> None:
        super().__init__(message)
        self.code = code


class BadInput(OutcomesError):
    """A value that cannot be (422); `field` is the name that the caller used.

    `findings` are the single reasons, where checks found several.
    """

    code = "invalid"

    def __init__(self, field: str, message: str, findings: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.field, self.findings = field, tuple(findings) or (message,)


class Circle(Refused):
    """A task would wait for itself through others (409); `field` is the name that the caller used."""

    MOST_TOLD = 10  # tasks of the way

    def __init__(self, task: Any, field: str, way: Sequence[int]) -> None:
        """`way` leads from the task to wait for to `task` itself, each waiting for the next."""
        steps = [str(pk) for pk in way]
        if len(steps) > self.MOST_TOLD:
            steps[self.MOST_TOLD // 2 : -self.MOST_TOLD // 2] = ["…"]
        told = f"task {way[0]}: that one waits for it ({' → '.join(steps)})" if len(way) > 1 else "itself"
        super().__init__(f"Task {task.pk} cannot wait for {told}.", "circle")
        self.field, self.findings = field, (str(self),)

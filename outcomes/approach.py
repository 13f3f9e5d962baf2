"""The text of an approach: its fingerprint, its limits, and what follows when it changes."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING

from outcomes.errors import BadInput

if TYPE_CHECKING:
    from outcomes.models import Outcome

MAX_APPROACH_BYTES = 1_048_576  # of UTF-8
CHANGED = "approach-changed"  # why a run is held when the text, or what it calls for, is another


def fold_line_ends(text: str) -> str:
    """The text with LF only: how texts are stored."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def fingerprint(text: str) -> str:
    """Equal for texts that differ only in what a reader cannot see.

    Folds Unicode (NFC), line ends, trailing blanks, runs of blanks inside a line and runs of blank lines.
    Indentation and single line breaks count: they are markdown.
    """
    lines = [_fold_line(line) for line in unicodedata.normalize("NFC", fold_line_ends(text)).split("\n")]
    kept = [line for n, line in enumerate(lines) if line or (n and lines[n - 1])]
    return hashlib.sha256("\n".join(kept).strip("\n").encode("utf-8", "surrogatepass")).hexdigest()


def _fold_line(line: str) -> str:
    bare = line.rstrip(" \t")
    text = bare.lstrip(" \t")
    return bare[: len(bare) - len(text)] + re.sub(r"[ \t]+", " ", text)


def check_text(text: str, field: str = "approach") -> str:
    """The text as it is stored; BadInput when it is too long or holds what no database keeps."""
    if "\0" in text:
        raise BadInput(field, "The text holds a NUL character, which cannot be stored. Remove it.")
    text = fold_line_ends(text)
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise BadInput(field, "The text holds half of a surrogate pair, which is not a character.") from error
    if field == "approach" and size > MAX_APPROACH_BYTES:
        raise BadInput(
            field, f"The approach has {size:,} bytes; at most {MAX_APPROACH_BYTES:,} are accepted."
        )
    return text


def follow_change(outcome: Outcome, by: str) -> None:
    """Keep the revision, hold the active run, and let it go on where nothing has to be built.

    Runs in the transaction of the save. Workers finish the task they have; they claim nothing more while
    the run is held.
    """
    from outcomes.drafting import follow_plan
    from outcomes.models import ApproachRevision, Event
    from outcomes.needs import follow_evidence

    revision = outcome.approach_revision
    ApproachRevision.objects.create(
        outcome=outcome, number=revision, text=outcome.approach, fingerprint=outcome.fingerprint, author=by
    )
    if revision == 1:
        Event.record(outcome.pk, "outcome.created", by, f"Outcome “{outcome.name}” created")
        return
    Event.record(outcome.pk, "approach.changed", by, f"The approach changed: revision {revision}")
    before = outcome.revisions.filter(number__lt=revision).values_list("text", flat=True).first()
    follow_evidence(outcome, before or "")
    follow_plan(outcome)
    _hold_or_go_on(outcome, f"the approach changed (revision {revision})", by)


def follow_needs(outcome: Outcome, what: str, by: str) -> None:
    """The needs changed without the text: what was planned counts no more, and the active run is held.

    The caller holds the outcome's lock.
    """
    outcome.refresh_from_db(fields=["infrastructure_ready", "planned_revision"])
    outcome.reset_infrastructure(what, by)
    outcome.forget_plan()
    _hold_or_go_on(outcome, what, by)


def _hold_or_go_on(outcome: Outcome, what: str, by: str) -> None:
    """Hold the active run; where nothing has to be built for the new needs it goes on by itself."""
    from outcomes.models import Run
    from outcomes.needs import effective_needs
    from outcomes.readings import has_to_be_read
    from outcomes.reconciliation import apply, reconcile, settle_readiness

    run = outcome.active_run
    if run is None:
        return
    reason = f"{what[:1].upper()}{what[1:]}. Press Orchestrate to go on with that."
    if run.status == Run.Status.RUNNING:
        run.hold(CHANGED, reason, by)
    elif run.status == Run.Status.HELD and run.reason_code == "task-held":
        run.hold_for_change(
            CHANGED, f"{what[:1].upper()}{what[1:]}. Press Orchestrate to go on with that.", by
        )
    if run.status != Run.Status.HELD or run.reason_code != CHANGED:
        return
    plan = reconcile(outcome, effective_needs(outcome))
    if not plan.builds_nothing or has_to_be_read(outcome, run.approach_revision):
        return
    apply(outcome, plan, "system")
    run.go_on("system", "Every need is kept: the run goes on by itself", outcome.approach_revision)
    settle_readiness(outcome, run)

"""What a page says of each need: a state and a sentence that are true now, whatever a plan will do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from outcomes.fitting import Step
from outcomes.models import Outcome, Run, Task
from outcomes.models.capability import BUILT, WANTED, CapabilityStatus
from outcomes.readings import BOTH, MODEL, RULES
from outcomes.reconciliation import Plan
from outcomes.views.wording import changed_words

SHOWN_NEEDS = 6  # of more, those that are built are folded away
SHOWN_UNBUILT = 20  # of more, those that ask for nothing
SEEN_BY = {RULES: "seen by rules", MODEL: "seen by Claude", BOTH: "seen by rules and Claude"}


@dataclass(frozen=True, slots=True)
class ToldStep:
    """One need of a list, with its badge."""

    step: Step
    badge: str
    tone: str  # the class of the badge
    text: str
    may_retry: bool = False  # its build is there, and a person may have it tried again

    @property
    def origin(self) -> str:
        """Who sees this need, in words; empty where nobody does any more."""
        need = self.step.need
        return SEEN_BY.get(need.origin, f"from {need.origin}") if need is not None else ""

    @property
    def rewording(self) -> list[tuple[str, str]]:
        """What gave way to what in its specification since it was planned last."""
        step = self.step
        row = step.was or step.row
        return changed_words(row.specification, step.need.specification) if row and step.need else []

    @property
    def urgent(self) -> bool:
        """Whether somebody should decide about it."""
        return self.may_retry or self.step.outdated

    @property
    def may_rebuild(self) -> bool:
        """Whether the plan leaves it alone until somebody asks for a build."""
        row, version = self.step.row, self.step.version
        waived = row is not None and row.status == CapabilityStatus.WAIVED
        built = version is not None and row.status in BUILT and self.step.was is None
        told = built and (version.agent == "member" or self.step.alike is not None)
        return self.step.action == "keep" and (waived or told)

    @property
    def may_waive(self) -> bool:
        row = self.step.row
        return row is not None and row.status in (*WANTED, CapabilityStatus.FAILED)

    @property
    def shows_status(self) -> bool:
        """Whether the badge of the skill or tool says something that this one does not."""
        row = self.step.row
        return bool(row) and self.step.action != "retire" and row.status in BUILT


def tell_steps(plan: Plan, outcome: Outcome, run: Run | None, *, preview: bool = False) -> list[ToldStep]:
    """What a click would do about each need; once the plan is carried out, how far each one is."""
    carried_out = outcome.is_planned and not preview
    told = []
    for step in plan.steps:
        badge, tone = _state(step) if carried_out else (step.action, f"action-{step.action}")
        undone = step.task is not None and step.task.status in (Task.Status.FAILED, Task.Status.HELD)
        told.append(ToldStep(step, badge, tone, _text(step, run), may_retry=carried_out and undone))
    return told


def need_lists(told: list[ToldStep]) -> list[tuple[str, list[ToldStep]]]:
    """(title, needs): of many needs, those that are built stand behind a title, to be opened.

    So do hundreds that are not built, but for the first, and for those that somebody should decide about.
    """
    built = [step for step in told if step.badge == "built"] if len(told) > SHOWN_NEEDS else []
    others = [step for step in told if step.badge != "built"] if built else told
    first = [step for n, step in enumerate(others) if n < SHOWN_UNBUILT or step.urgent]
    more = [step for n, step in enumerate(others) if n >= SHOWN_UNBUILT and not step.urgent]
    lists = [("", first), (f"{len(more)} more", more), (f"{len(built)} built", built)]
    return [(title, needs) for title, needs in lists if needs or not title]


def _state(step: Step) -> tuple[str, str]:
    """The badge of a need whose plan was obeyed, and its class."""
    row, task = step.row, step.task
    if step.action == "keep" and row.status == CapabilityStatus.WAIVED:
        return "waived", "cap-waived"
    if step.action == "keep" and row.status in BUILT:
        return "built", "cap-proven"
    if step.action == "building" and task is not None and task.status == Task.Status.RUNNING:
        return "building", "action-building"
    if step.action == "build" and task is not None and task.status == Task.Status.HELD:
        return "held", "task-held"
    if step.action == "build" and row is not None and row.status == CapabilityStatus.FAILED:
        return "failed", "cap-failed"
    if step.action in ("build", "building"):
        return "to build", "cap-needed"
    return step.action, f"action-{step.action}"


def _text(step: Step, run: Run | None) -> str:
    task = step.task
    if step.action == "building" and task is not None:
        return _build_under_way(task, run)
    if task is not None and task.status == Task.Status.HELD:
        return "Its build waits for a person: open its task and see what it asks for."
    if task is not None and task.status == Task.Status.FAILED:
        running = run is not None and run.status == Run.Status.RUNNING
        return f"Its last build failed.{'' if running else ' Orchestrate tries it again.'}"
    if step.action == "build" and step.need is not None and step.need.line is None:
        return f"{step.need.reason} It is not built yet."
    return step.reason


def _build_under_way(task: Task, run: Run | None) -> str:
    if task.status == Task.Status.RUNNING:
        return "A worker is building it."
    state = run.status if run is not None and run.is_active else ""
    if state == Run.Status.RUNNING:
        return "Its last try failed; it is tried again." if task.failures else "It waits for a worker."
    if state:
        return f"Its build waits: the run is {state}."
    return "Its build waits for Orchestrate."


def bar_of_needs(plan: Plan) -> dict[str, Any]:
    """How many of the needs that are called for are there: total, done, told, failed."""
    called_for = [step for step in plan.steps if step.need is not None]
    kept = [step for step in called_for if step.action == "keep"]
    waived = sum(step.row.status == CapabilityStatus.WAIVED for step in kept)
    built = sum(step.row.status in BUILT for step in kept)
    failed = sum(_state(step)[0] == "failed" for step in called_for)
    under_way = sum(_state(step)[0] == "building" for step in called_for)
    parts = [
        f"{built} built"
        if waived and built + waived == len(called_for)
        else f"{built} of {len(called_for)} built"
    ]
    parts += [
        f"{n} {what}" for n, what in ((waived, "waived"), (under_way, "building"), (failed, "failed")) if n
    ]
    return {"total": len(called_for), "done": built + waived, "told": ", ".join(parts), "failed": failed}

"""The tasks that an approach proposes: one for each step of its plan, held against those that are there.

Nothing is stored of a proposal. A task that came from one keeps the key of its step (`Task.step`), a step
that nobody wants is a DroppedStep; both are found again by the key, also after the step was reworded, moved
or renumbered.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache

import planner
from outcomes.errors import BadInput
from outcomes.models import Dependency, DroppedStep, Outcome, Task
from outcomes.models.artifact import clean_path
from outcomes.needs import Need, Needs, effective_needs

WHOLE = "*"  # the key of the one task for an approach without steps
MAX_LINKS = 200  # dependencies, required capabilities or outputs of one task
MAX_TEXT = 100_000  # characters of a description or of acceptance criteria
# A task in one of these still takes up what its step says; in the others it is being done, or is settled.
FOLLOWING = (Task.Status.PENDING, Task.Status.FAILED)
LEFT_ALONE = (Task.Status.SKIPPED, Task.Status.CANCELLED)


@dataclass(frozen=True, slots=True)
class Draft:
    """A task as the approach proposes it; `after` are the steps that its own waits for."""

    step: str
    title: str
    description: str
    acceptance: str = ""
    outputs: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    line: int | None = None  # 1-based, in the approach

    @property
    def digest(self) -> str:
        """What the step says, wherever it stands and whatever it waits for."""
        said = {name: value for name, value in asdict(self).items() if name not in ("step", "after", "line")}
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode("utf-8", "replace")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Change:
    """A task whose step says something else now."""

    task: Task
    draft: Draft


@dataclass(slots=True)
class Proposals:
    """The plan of an approach beside the tasks that are there."""

    drafts: tuple[Draft, ...]
    new: list[Draft] = field(default_factory=list)  # no task yet
    dropped: list[Draft] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)  # accepting lets the task follow its step
    outdated: list[Change] = field(default_factory=list)  # begun or done before the step changed
    vanished: list[Task] = field(default_factory=list)  # their step is no longer in the approach
    tasks: dict[str, Task] = field(default_factory=dict)  # by the key of their step as it is now
    same: dict[str, str] = field(default_factory=dict)  # key when it was drafted or dropped → key now
    by_step: dict[str, Draft] = field(init=False)

    def __post_init__(self) -> None:
        self.by_step = {draft.step: draft for draft in self.drafts}

    def __bool__(self) -> bool:
        """Whether there is something to tell."""
        return bool(self.new or self.dropped or self.changed or self.outdated or self.vanished)

    def waits_for(self, draft: Draft) -> set[int]:
        """The tasks that this one waits for: for a step that is none, those that it would wait for."""
        found: set[int] = set()
        todo, seen = list(draft.after), set(draft.after)
        while todo:
            step = todo.pop()
            if step in self.tasks:
                found.add(self.tasks[step].pk)
            else:
                fresh = set(self.by_step[step].after) - seen
                seen |= fresh
                todo += fresh
        return found


def drafts_of(outcome: Outcome, approach: str | None = None, needs: Needs | None = None) -> tuple[Draft, ...]:
    """The steps of the approach as tasks, in its order; with `approach`, those of that text."""
    needs = needs or effective_needs(outcome, approach)
    return _drafts(outcome.approach if approach is None else approach, needs.wanted, needs.existing)


@lru_cache(maxsize=16)  # a page, its live fragment and the click ask about the same text
def _drafts(approach: str, wanted: tuple[Need, ...], existing: tuple[str, ...]) -> tuple[Draft, ...]:
    capabilities = planner.Capabilities(wanted, existing)
    drafts = []
    for step in planner.read_steps(approach, wanted):
        skills, tools = capabilities.of(step)
        drafts.append(
            Draft(
                step.key,
                step.title[:300],
                step.text[:MAX_TEXT],
                step.acceptance[:MAX_TEXT],
                _possible(step.outputs),
                tuple(skills[:MAX_LINKS]),
                tuple(tools[:MAX_LINKS]),
                step.after[:MAX_LINKS],
                step.line,
            )
        )
    return tuple(drafts)


def _possible(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths that an artifact may have."""
    kept: dict[str, None] = {}
    for path in paths:
        try:
            kept[clean_path(path, field="outputs", folder=True)] = None
        except BadInput:
            continue
    return tuple(kept)[:MAX_LINKS]


def _whole(outcome: Outcome, needs: Needs) -> Draft:
    """One task for all of it, requiring what its words speak of."""
    step = planner.Step(WHOLE, outcome.name, f"{outcome.name}.\n\n{outcome.intent}", 0, 0)
    skills, tools = planner.Capabilities(needs.wanted, needs.existing).of(step)
    title = " ".join(outcome.name.split())[:300] or "Do the work"
    return Draft(WHOLE, title, outcome.intent[:MAX_TEXT], skills=tuple(skills), tools=tuple(tools))


def proposals(outcome: Outcome, approach: str | None = None, needs: Needs | None = None) -> Proposals:
    """What the approach proposes beside the tasks that are there; with `approach`, what that text would."""
    needs = needs or effective_needs(outcome, approach)
    drafts = drafts_of(outcome, approach, needs)
    execution = Task.objects.execution().filter(outcome=outcome)
    if not drafts and not execution.exclude(step=WHOLE).exists():
        drafts = (_whole(outcome, needs),)
    tasks = {task.step: task for task in execution.exclude(step="").defer(*_LONG).order_by("position", "id")}
    dropped = dict.fromkeys(outcome.dropped_steps.values_list("step", flat=True))
    found = Proposals(drafts, same=planner.match_keys([*tasks, *dropped], [draft.step for draft in drafts]))
    found.tasks = {found.same[step]: task for step, task in tasks.items() if step in found.same}
    found.vanished = [task for step, task in tasks.items() if step not in found.same]
    unwanted = {found.same[step] for step in dropped if step in found.same} - found.tasks.keys()
    for draft in drafts:
        if draft.step in unwanted:
            found.dropped.append(draft)
        elif draft.step not in found.tasks:
            found.new.append(draft)
    _compare(found)
    return found


_LONG = ("description", "acceptance", "result", "error")


def _compare(found: Proposals) -> None:
    """Which of the tasks say something else than their steps, or wait for others."""
    links = links_between(found.tasks.values())
    for draft in found.drafts:
        task = found.tasks.get(draft.step)
        if task is None or not task.step_digest or task.status in LEFT_ALONE:
            continue
        differs = task.step_digest != draft.digest
        if task.status in FOLLOWING:
            if differs or links.get(task.pk, set()) != found.waits_for(draft):
                found.changed.append(Change(task, draft))
        elif differs:
            found.outdated.append(Change(task, draft))


def links_between(tasks: Iterable[Task]) -> Mapping[int, set[int]]:
    """Task → those that it waits for, of the tasks that follow their step."""
    links: dict[int, set[int]] = {}
    following = [task.outcome_id for task in tasks if task.step_digest][:1]
    rows = Dependency.objects.filter(task__outcome__in=following).exclude(task__step_digest="")
    for waiting, on in rows.values_list("task_id", "on_id"):
        links.setdefault(waiting, set()).add(on)
    return links


def named(found: Proposals, steps: Sequence[str]) -> list[Draft]:
    """The drafts of these steps, in the order of the plan. BadInput names the first that is none."""
    for step in steps:
        if step not in found.by_step:
            raise BadInput(
                "steps", f"The approach has no step {step[:80]!r} now: look again at what it proposes."
            )
    wanted = set(steps)
    return [draft for draft in found.drafts if draft.step in wanted]


def forget_dropped(outcome: Outcome, found: Proposals, steps: Iterable[str]) -> int:
    """Let these steps be proposed again; how many were dropped."""
    wanted = set(steps)
    keys = [old for old, new in found.same.items() if new in wanted]
    return DroppedStep.objects.filter(outcome=outcome, step__in=keys).delete()[0]

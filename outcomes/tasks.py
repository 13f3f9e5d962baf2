"""The execution tasks of an outcome, as a member writes them: added, edited, reordered, deleted, drafted.

They belong to the member: no change of the approach touches them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.db import transaction
from django.db.models import Max

import planner
from outcomes.approach import check_text
from outcomes.errors import BadInput
from outcomes.mentions import mentioned
from outcomes.models import Dependency, Event, Outcome, Phase, Requirement, Skill, Task, Tool
from outcomes.models.artifact import clean_path
from outcomes.needs import Needs, effective_needs

MAX_TASKS = 20_000  # of one outcome
MAX_LINKS = 200  # dependencies, required capabilities or outputs of one task
MAX_TEXT = 100_000  # characters of a description or of acceptance criteria


@dataclass(frozen=True, slots=True)
class TaskFields:
    """What a member says about a task; None leaves it as it is (or at its default)."""

    title: str | None = None
    description: str | None = None
    acceptance: str | None = None
    priority: int | None = None
    position: int | None = None
    outputs: Sequence[str] | None = None
    depends_on: Sequence[int] | None = None
    required_skills: Sequence[str] | None = None
    required_tools: Sequence[str] | None = None

    def given(self) -> dict[str, Any]:
        return {
            field.name: value for field in fields(self) if (value := getattr(self, field.name)) is not None
        }


# What callers of the JSON API call them: errors name the field that the caller wrote.
CALLED = {"depends_on": "dependsOn", "required_skills": "requiredSkills", "required_tools": "requiredTools"}


def add_task(outcome: Outcome, values: TaskFields, by: str) -> Task:
    """A new execution task at the end of the list. Raises BadInput naming the field."""
    with transaction.atomic():
        _lock(outcome)
        tasks = Task.objects.execution().filter(outcome=outcome)
        if tasks.count() >= MAX_TASKS:
            raise BadInput("title", f"An outcome holds at most {MAX_TASKS:,} tasks.")
        last = tasks.aggregate(last=Max("position"))["last"]
        task = Task(outcome=outcome, phase=Phase.EXECUTION, position=(last or 0) + 1)
        if values.title is None:
            raise BadInput("title", "A task needs a title.")
        _write(task, values)
        Event.record(outcome.pk, "task.added", by, f"“{task.title}” added", task_id=task.pk)
    return task


def edit_task(task: Task, values: TaskFields, by: str) -> Task:
    """Change what is given. A worker that has the task goes on with what it was handed."""
    if task.phase != Phase.EXECUTION:
        raise BadInput("phase", "Builds follow the approach: change the approach or the need instead.")
    with transaction.atomic():
        _lock(task.outcome)
        task.refresh_from_db()
        _write(task, values)
        named = ", ".join(CALLED.get(name, name) for name in values.given())
        Event.record(task.outcome_id, "task.edited", by, f"“{task.title}” edited: {named}", task_id=task.pk)
    return task


def delete_task(task: Task, by: str) -> None:
    """Remove an execution task; what a worker still brings for it is dropped. Its artifacts stay."""
    if task.phase != Phase.EXECUTION:
        raise BadInput("phase", "Builds follow the approach: change the approach or the need instead.")
    with transaction.atomic():
        _lock(task.outcome)
        Event.record(task.outcome_id, "task.deleted", by, f"“{task.title}” deleted", task_id=task.pk)
        task.delete()


def draft_tasks(outcome: Outcome, by: str) -> list[Task]:
    """One task per numbered item of the approach, else one for all of it; none where there are tasks."""
    with transaction.atomic():
        _lock(outcome)
        if Task.objects.execution().filter(outcome=outcome).exists():
            return []
        needs = effective_needs(outcome)
        steps = planner.numbered_steps(outcome.approach)
        drafts = [_draft(step.title, step.text, needs) for step in steps] or [
            _draft(outcome.name, outcome.intent, needs)
        ]
        return _add_all(outcome, drafts, by)


def _add_all(outcome: Outcome, drafts: list[TaskFields], by: str) -> list[Task]:
    """All of them in a few statements: an approach may have a thousand steps, and others wait."""
    if len(drafts) > MAX_TASKS:
        raise BadInput(
            "approach", f"It has {len(drafts):,} numbered items; an outcome holds {MAX_TASKS:,} tasks."
        )
    tasks = [
        Task(
            outcome=outcome,
            phase=Phase.EXECUTION,
            position=position,
            title=draft.title or "",
            description=draft.description or "",
        )
        for position, draft in enumerate(drafts, 1)
    ]
    Task.objects.bulk_create(tasks, batch_size=500)
    Requirement.objects.bulk_create(
        [
            Requirement(task=task, kind=kind, name=name)
            for task, draft in zip(tasks, drafts, strict=True)
            for kind, names in (("skill", draft.required_skills), ("tool", draft.required_tools))
            for name in names or ()
        ],
        batch_size=500,
    )
    Event.record(outcome.pk, "task.drafted", by, f"{len(tasks)} tasks drafted from the approach")
    return tasks


def _draft(title: str, text: str, needs: Needs) -> TaskFields:
    """A task that requires what its step calls for or speaks of."""
    quoted = {need.name for need in needs.wanted if need.quote and " ".join(need.quote.split()) in text}

    def named(names: list[str]) -> list[str]:
        spoken_of = mentioned(text, names)
        return [name for name in names if name in quoted or name in spoken_of][:MAX_LINKS]

    return TaskFields(
        title=" ".join(title.split())[:300] or "Do the work",
        description=text[:MAX_TEXT],
        required_skills=named([need.name for need in needs.skills] + list(needs.existing)),
        required_tools=named([need.name for need in needs.tools]),
    )


def _lock(outcome: Outcome) -> None:
    Outcome.objects.locked().only("pk").get(pk=outcome.pk)


def _write(task: Task, values: TaskFields) -> None:
    given = values.given()
    for name in ("title", "description", "acceptance"):
        if name in given:
            setattr(task, name, _text(name, given[name]))
    for name in ("priority", "position"):
        if name in given:
            setattr(task, name, _number(name, given[name], low=0 if name == "position" else -1_000_000))
    if "outputs" in given:
        task.outputs = list(
            dict.fromkeys(clean_path(path, field="outputs", folder=True) for path in given["outputs"])
        )
        _few("outputs", task.outputs)
    task.save()
    if "depends_on" in given:
        _depend(task, given["depends_on"])
    for kind in ("skill", "tool"):
        if f"required_{kind}s" in given:
            _require(task, kind, given[f"required_{kind}s"])


def _text(name: str, value: str) -> str:
    text = check_text(value, name)
    if name == "title":
        text = " ".join(text.split())
        if not text or len(text) > 300:
            raise BadInput("title", "A task needs a title of 1 to 300 characters.")
    elif len(text) > MAX_TEXT:
        raise BadInput(name, f"{name} has {len(text):,} characters; at most {MAX_TEXT:,} are accepted.")
    return text


def _number(name: str, value: int, low: int) -> int:
    if not low <= value <= 1_000_000:
        raise BadInput(name, f"{name} is {value}; expected {low:,} to 1,000,000.")
    return value


def _few(name: str, values: Sequence[Any]) -> None:
    if len(values) > MAX_LINKS:
        raise BadInput(CALLED.get(name, name), f"{len(values)} entries; at most {MAX_LINKS} are accepted.")


def _depend(task: Task, ids: Sequence[int]) -> None:
    _few("depends_on", ids)
    wanted = set(ids)
    known = (
        Task.objects.execution().filter(outcome=task.outcome_id, pk__in=wanted).values_list("pk", flat=True)
    )
    unknown = wanted - set(known)
    if unknown:
        raise BadInput("dependsOn", f"This outcome has no execution task {min(unknown)}.")
    circle = _reaches(task, wanted)
    if circle:
        raise BadInput("dependsOn", f"Task {task.pk} cannot wait for task {circle}: that one waits for it.")
    task.dependencies.exclude(on__in=wanted).delete()
    having = set(task.dependencies.values_list("on_id", flat=True))
    Dependency.objects.bulk_create([Dependency(task=task, on_id=pk) for pk in sorted(wanted - having)])


def _reaches(task: Task, starts: set[int]) -> int | None:
    """The one of `starts` from which `task` is reached over dependencies, or None."""
    links: dict[int, list[int]] = {}
    for waiting, on in Dependency.objects.filter(task__outcome=task.outcome_id).values_list(
        "task_id", "on_id"
    ):
        links.setdefault(waiting, []).append(on)
    for start in sorted(starts):
        seen, todo = set(), [start]
        while todo:
            at = todo.pop()
            if at == task.pk:
                return start
            if at not in seen:
                seen.add(at)
                todo += links.get(at, [])
    return None


def _require(task: Task, kind: str, names: Sequence[str]) -> None:
    field = f"required_{kind}s"
    _few(field, names)
    wanted = list(dict.fromkeys(names))
    having = set(task.requirements.filter(kind=kind).values_list("name", flat=True))
    known = known_capabilities(task.outcome, kind) | having
    for name in wanted:
        if name not in known:
            raise BadInput(
                CALLED[field],
                f"No {kind} is named {name[:80]!r}: neither in the library nor among those that this outcome "
                "has or calls for.",
            )
    task.requirements.filter(kind=kind).exclude(name__in=wanted).delete()
    Requirement.objects.bulk_create(
        [Requirement(task=task, kind=kind, name=name) for name in wanted if name not in having]
    )


def known_capabilities(outcome: Outcome, kind: str) -> set[str]:
    """Names that a task of this outcome may require."""
    model = Skill if kind == "skill" else Tool
    needs = effective_needs(outcome)
    own = model.objects.called_for().filter(outcome=outcome).values_list("name", flat=True)
    return {
        *own,
        *model.objects.library().values_list("name", flat=True),
        *(need.name for need in needs.wanted if need.kind == kind),
    }

"""The execution tasks of an outcome, as a member writes them: added, edited, reordered, deleted.

They belong to the member: no change of the approach touches them. Those that come from its plan are drafted
in outcomes/drafting.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from outcomes.approach import check_text
from outcomes.errors import BadInput, Circle
from outcomes.models import Dependency, DroppedStep, Event, Outcome, Phase, Requirement, Skill, Task, Tool
from outcomes.models.artifact import clean_path
from outcomes.needs import effective_needs
from outcomes.proposals import MAX_LINKS, MAX_TEXT, WHOLE

MAX_TASKS = 20_000  # of one outcome


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
    """Change what is given; what stands already is no change, and nothing is told of it.

    Raises BadInput naming the field, and Circle for dependencies that would lead back to the task.
    A worker that has the task goes on with what it was handed. Priority and position count from the next
    claim on.
    """
    if task.phase != Phase.EXECUTION:
        raise BadInput("phase", "Builds follow the approach: change the approach or the need instead.")
    with transaction.atomic():
        _lock(task.outcome)
        task.refresh_from_db()
        before = _standing(task)
        _write(task, values)
        after = _standing(task)
        changed = [name for name in values.given() if before[name] != after[name]]
        if changed:
            if task.step_digest and not {"priority", "position"}.issuperset(changed):
                task.step_digest = ""  # the member's words from now on
                task.save(update_fields=["step_digest"])
            told = ", ".join(_told(name, before[name], after[name]) for name in changed)
            message = f"“{task.title}” edited: {told}"
            Event.record(task.outcome_id, "task.edited", by, message, task_id=task.pk)
    return task


def _standing(task: Task) -> dict[str, Any]:
    """What the task is now, by the names of TaskFields."""
    required = list(task.requirements.values_list("kind", "name"))
    linked: dict[str, set[Any]] = {"depends_on": set(task.dependencies.values_list("on_id", flat=True))}
    for kind in ("skill", "tool"):
        linked[f"required_{kind}s"] = {name for of, name in required if of == kind}
    plain = {field.name for field in fields(TaskFields)} - set(linked)
    return {name: getattr(task, name) for name in plain} | linked


def _told(name: str, was: Any, now: Any) -> str:
    said = CALLED.get(name, name)
    return f"{said} {was} → {now}" if name in ("priority", "position") else said


def move_task(task: Task, direction: str, by: str) -> bool:
    """One place up or down among the tasks of its priority that wait; False when it stands at their end.

    Tasks that run or are done are passed over: their places count no more. Places are made dense where two
    tasks share one.
    """
    with transaction.atomic():
        _lock(task.outcome)
        task.refresh_from_db()
        waiting = Task.objects.execution().filter(outcome=task.outcome_id, priority=task.priority)
        waiting = waiting.filter(Q(status=Task.Status.PENDING) | Q(pk=task.pk))
        queue = list(waiting.in_claim_order().only("pk", "position"))
        places = [peer.position for peer in queue]
        at = next(n for n, peer in enumerate(queue) if peer.pk == task.pk)
        to = at - 1 if direction == "up" else at + 1
        if not 0 <= to < len(queue):
            return False
        queue[at], queue[to] = queue[to], queue[at]
        if len(set(places)) < len(places):
            places = list(range(places[0], places[0] + len(places)))
        moved = [(peer, place) for peer, place in zip(queue, places, strict=True) if peer.position != place]
        for peer, place in moved:
            peer.position = place
        Task.objects.bulk_update([peer for peer, _ in moved], ["position"], batch_size=500)
        Event.record(task.outcome_id, "task.moved", by, f"“{task.title}” moved {direction}", task_id=task.pk)
    return True


def built_on(task: Task) -> list[Task]:
    """What was done, tried or begun on top of this task, directly or through others, in the order of claims.

    A task that a person skipped or cancelled brought nothing on: what follows it does not follow this one.
    """
    links = Dependency.objects.filter(task__outcome=task.outcome_id)
    if not links.filter(on=task).exists():
        return []
    awaiting: dict[int, list[int]] = {}
    followed = links.exclude(task__status__in=("skipped", "cancelled"))
    for waiting, on in followed.values_list("task_id", "on_id"):
        awaiting.setdefault(on, []).append(waiting)
    found, todo = set(), [task.pk]
    while todo:
        for waiting in awaiting.get(todo.pop(), ()):
            if waiting not in found:
                found.add(waiting)
                todo.append(waiting)
    done = Task.objects.filter(outcome=task.outcome_id, status__in=("completed", "failed", "running"))
    return list(done.filter(pk__in=found).defer("description", "acceptance", "result").in_claim_order())


def delete_task(task: Task, by: str) -> None:
    """Remove an execution task; what a worker still brings for it is dropped. Its artifacts stay.

    The step that it was drafted from is dropped with it, and what waited for it waits for what it waited for.
    """
    if task.phase != Phase.EXECUTION:
        raise BadInput("phase", "Builds follow the approach: change the approach or the need instead.")
    with transaction.atomic():
        _lock(task.outcome)
        Event.record(task.outcome_id, "task.deleted", by, f"“{task.title}” deleted", task_id=task.pk)
        if task.step and task.step != WHOLE:
            _drop_step(task, by)
        task.delete()


def _drop_step(task: Task, by: str) -> None:
    DroppedStep.objects.get_or_create(outcome_id=task.outcome_id, step=task.step, defaults={"author": by})
    before = list(task.dependencies.values_list("on_id", flat=True))
    waiting = task.awaited_by.exclude(task__step_digest="").values_list("task_id", flat=True)
    Dependency.objects.bulk_create(
        [Dependency(task_id=pk, on_id=on) for pk in waiting for on in before], ignore_conflicts=True
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
    way = _way_back(task, wanted)
    if way:
        raise Circle(task, CALLED["depends_on"], way)
    task.dependencies.exclude(on__in=wanted).delete()
    having = set(task.dependencies.values_list("on_id", flat=True))
    Dependency.objects.bulk_create([Dependency(task=task, on_id=pk) for pk in sorted(wanted - having)])


def _way_back(task: Task, starts: set[int]) -> list[int]:
    """The tasks from one of `starts` to `task`, each waiting for the next; [] where no way leads there."""
    links: dict[int, list[int]] = {}
    every = Dependency.objects.filter(task__outcome=task.outcome_id)
    for waiting, on in every.values_list("task_id", "on_id"):
        links.setdefault(waiting, []).append(on)
    came_from: dict[int, int | None] = dict.fromkeys(starts)
    todo = sorted(starts, reverse=True)
    while todo:
        at = todo.pop()
        if at == task.pk:
            return _steps_to(at, came_from)
        for on in links.get(at, ()):
            if on not in came_from:
                came_from[on] = at
                todo.append(on)
    return []


def _steps_to(end: int, came_from: dict[int, int | None]) -> list[int]:
    steps: list[int] = []
    at: int | None = end
    while at is not None:
        steps.append(at)
        at = came_from[at]
    return steps[::-1]


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

"""Taking up what an approach proposes: accepted steps become tasks, dropped ones do not come back.

A task that nobody edited follows its step when a member accepts the change; an edited one is left alone.
Nothing is added twice: a step has one task at most, which the database knows, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from outcomes.errors import BadInput, Refused
from outcomes.models import Dependency, DroppedStep, Event, Outcome, Phase, Requirement, Task
from outcomes.proposals import (
    FOLLOWING,
    Draft,
    Proposals,
    drafts_of,
    forget_dropped,
    links_between,
    named,
    proposals,
)
from outcomes.tasks import MAX_TASKS


@dataclass(slots=True)
class Accepted:
    """The tasks that were added, and those that follow their step again."""

    created: list[Task] = field(default_factory=list)
    updated: list[Task] = field(default_factory=list)


def draft_tasks(outcome: Outcome, by: str) -> list[Task]:
    """Accept all that is proposed; nothing where all tasks are written by members. The tasks added."""
    drafts_of(outcome)  # a long approach is read before others have to wait for the lock
    with transaction.atomic():
        outcome = Outcome.objects.locked().get(pk=outcome.pk)
        tasks = Task.objects.execution().filter(outcome=outcome)
        drafted_before = tasks.exclude(step="").exists() or outcome.dropped_steps.exists()
        if not drafted_before and tasks.exists():
            return []
        return _accept(outcome, proposals(outcome), None, by).created


def accept(outcome: Outcome, by: str, steps: Sequence[str] | None = None) -> Accepted:
    """Make tasks of these steps, or of all that is proposed, and let the unedited tasks among them follow.

    A step that is a task already adds nothing; a dropped one comes back when it is named. BadInput for one
    that the approach does not have, and where the outcome would hold too many tasks.
    """
    drafts_of(outcome)
    with transaction.atomic():
        outcome = Outcome.objects.locked().get(pk=outcome.pk)
        found = proposals(outcome)
        if steps is not None:
            named(found, steps)
            if forget_dropped(outcome, found, steps):
                found = proposals(outcome)
        return _accept(outcome, found, steps, by)


def drop(outcome: Outcome, steps: Sequence[str], by: str) -> int:
    """Propose these steps no more, also after an edit of their text; how many are newly dropped.

    Refused for one that is a task already (code "is-a-task"); BadInput for one that the approach has not.
    """
    with transaction.atomic():
        outcome = Outcome.objects.locked().get(pk=outcome.pk)
        found = proposals(outcome)
        drafts = named(found, steps)
        for draft in drafts:
            if draft.step in found.tasks:
                task = found.tasks[draft.step]
                raise Refused(
                    f"“{draft.title}” is task {task.pk} already: cancel or delete the task.", "is-a-task"
                )
        fresh = [draft for draft in drafts if draft in found.new]
        DroppedStep.objects.bulk_create(
            [DroppedStep(outcome=outcome, step=draft.step, author=by) for draft in fresh]
        )
        for draft in fresh:
            Event.record(outcome.pk, "step.dropped", by, f"“{draft.title}” is left out of the tasks")
    return len(fresh)


def restore(outcome: Outcome, steps: Sequence[str], by: str) -> int:
    """Propose these dropped steps again; how many there were."""
    with transaction.atomic():
        outcome = Outcome.objects.locked().get(pk=outcome.pk)
        found = proposals(outcome)
        drafts = [draft for draft in named(found, steps) if draft in found.dropped]
        forget_dropped(outcome, found, [draft.step for draft in drafts])
        for draft in drafts:
            Event.record(outcome.pk, "step.restored", by, f"“{draft.title}” is proposed again")
    return len(drafts)


def follow_plan(outcome: Outcome) -> None:
    """The approach changed: what was drafted or dropped keeps to its step under the step's new key.

    The caller holds the outcome's lock. Without this, a step that is reworded a little again and again would
    at last be a new one.
    """
    if outcome.dropped_steps.exists() or outcome.tasks.exclude(step="").exists():
        _rekey(outcome, proposals(outcome))


def _accept(outcome: Outcome, found: Proposals, steps: Sequence[str] | None, by: str) -> Accepted:
    wanted = {draft.step for draft in found.drafts} if steps is None else set(steps)
    _rekey(outcome, found)
    created = _create(outcome, found, [draft for draft in found.new if draft.step in wanted])
    taken = Accepted(created)
    for change in found.changed:
        if change.draft.step in wanted:
            _follow(change.task, change.draft)
            taken.updated.append(change.task)
    _place(outcome, found, created)
    _link(outcome, found, taken)
    _tell(outcome, taken, by)
    return taken


def _tell(outcome: Outcome, taken: Accepted, by: str) -> None:
    added, followed = len(taken.created), len(taken.updated)
    if added:
        Event.record(outcome.pk, "task.drafted", by, f"{_counted(added, 'task')} drafted from the approach")
    if followed:
        Event.record(
            outcome.pk, "task.followed", by, f"{_counted(followed, 'task')} changed as the approach did"
        )


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _rekey(outcome: Outcome, found: Proposals) -> None:
    """Name tasks and dropped steps by the keys that their steps have now."""
    moved = {old: new for old, new in found.same.items() if old != new}
    if not moved:
        return
    tasks = list(outcome.tasks.filter(step__in=moved).only("step"))
    dropped = list(outcome.dropped_steps.filter(step__in=moved))
    for task in tasks:
        task.step = moved[task.step]
    for row in dropped:
        row.step = moved[row.step]
    Task.objects.bulk_update(tasks, ["step"], batch_size=500)
    DroppedStep.objects.bulk_update(dropped, ["step"], batch_size=500)
    for task in found.tasks.values():
        task.step = found.same.get(task.step, task.step)


def _create(outcome: Outcome, found: Proposals, drafts: Sequence[Draft]) -> list[Task]:
    """All of them in a few statements: a plan may have a thousand steps, and others wait."""
    there = Task.objects.execution().filter(outcome=outcome).count() if drafts else 0
    if there + len(drafts) > MAX_TASKS:
        raise BadInput(
            "approach",
            f"It has {len(drafts):,} steps that are no tasks yet; with the {there:,} tasks that are there, "
            f"these are more than the {MAX_TASKS:,} that an outcome holds.",
        )
    tasks = [Task(outcome=outcome, phase=Phase.EXECUTION, step=draft.step) for draft in drafts]
    for task, draft in zip(tasks, drafts, strict=True):
        _say(task, draft)
    Task.objects.bulk_create(tasks, batch_size=500)
    Requirement.objects.bulk_create(
        [row for task, draft in zip(tasks, drafts, strict=True) for row in _requirements(task, draft)],
        batch_size=500,
    )
    found.tasks |= {task.step: task for task in tasks}
    return tasks


def _say(task: Task, draft: Draft) -> None:
    task.title, task.description = draft.title, draft.description
    task.acceptance, task.outputs = draft.acceptance, list(draft.outputs)
    task.step_digest = draft.digest


def _requirements(task: Task, draft: Draft) -> list[Requirement]:
    pairs = [("skill", name) for name in draft.skills] + [("tool", name) for name in draft.tools]
    return [Requirement(task=task, kind=kind, name=name) for kind, name in pairs]


def _follow(task: Task, draft: Draft) -> None:
    """Let a task that nobody edited say what its step says now."""
    if task.step_digest == draft.digest:
        return
    _say(task, draft)
    task.save(update_fields=["title", "description", "acceptance", "outputs", "step_digest"])
    having = {(row.kind, row.name): row for row in task.requirements.all()}
    wanted = {(row.kind, row.name): row for row in _requirements(task, draft)}
    task.requirements.filter(pk__in=[having[key].pk for key in having.keys() - wanted.keys()]).delete()
    Requirement.objects.bulk_create([row for key, row in wanted.items() if key not in having])


def _place(outcome: Outcome, found: Proposals, created: Sequence[Task]) -> None:
    """Put new tasks where their steps stand in the plan: behind the task of the step before."""
    if not created:
        return
    fresh = {task.pk for task in created}
    tasks = Task.objects.execution().filter(outcome=outcome).order_by("position", "id").only("position")
    order = [task for task in tasks if task.pk not in fresh]
    place = {task.pk: at for at, task in enumerate(order)}
    behind: dict[int, list[Task]] = {}  # place in the order → the new tasks that come after it
    planned = any(task.pk in place for task in found.tasks.values())
    at = -1 if planned else len(order) - 1
    for draft in found.drafts:
        task = found.tasks.get(draft.step)
        if task is not None and task.pk in fresh:
            behind.setdefault(at, []).append(task)
        elif task is not None:
            at = place[task.pk]
    whole = list(behind.get(-1, ()))
    for at, task in enumerate(order):
        whole += [task, *behind.get(at, ())]
    moved = []
    for position, task in enumerate(whole, 1):
        if task.position != position:
            task.position = position
            moved.append(task)
    Task.objects.bulk_update(moved, ["position"], batch_size=500)


def _link(outcome: Outcome, found: Proposals, taken: Accepted) -> None:
    """Let what was taken up wait for what the plan says, and other drafted tasks for what was added.

    A task that a member edited waits for what the member says; no circle comes about with such a one.
    """
    fresh = {task.pk for task in taken.created}
    touched = fresh | {task.pk for task in taken.updated}
    having = links_between(found.tasks.values()) if touched else {}
    graph = _Graph(outcome) if any(not task.step_digest for task in found.tasks.values()) else None
    links: list[Dependency] = []
    for draft in found.drafts if touched else ():
        task = found.tasks.get(draft.step)
        if task is None or not task.step_digest or task.status not in FOLLOWING:
            continue
        wanted, there = found.waits_for(draft), having.get(task.pk, set())
        if task.pk not in touched and not wanted & fresh:
            continue
        if there - wanted:
            Dependency.objects.filter(task=task, on__in=there - wanted).delete()
        possible = (pk for pk in sorted(wanted - there) if graph is None or graph.add(task.pk, pk))
        links += [Dependency(task=task, on_id=pk) for pk in possible]
    Dependency.objects.bulk_create(links, batch_size=500)


class _Graph:
    """Which task waits for which, as it would be."""

    def __init__(self, outcome: Outcome) -> None:
        self.links: dict[int, set[int]] = {}
        rows = Dependency.objects.filter(task__outcome=outcome)
        for waiting, on in rows.values_list("task_id", "on_id"):
            self.links.setdefault(waiting, set()).add(on)

    def add(self, waiting: int, on: int) -> bool:
        """Add the link, unless it closes a circle."""
        seen, todo = {on}, [on]
        while todo:
            at = todo.pop()
            if at == waiting:
                return False
            fresh = self.links.get(at, set()) - seen
            seen |= fresh
            todo += fresh
        self.links.setdefault(waiting, set()).add(on)
        return True

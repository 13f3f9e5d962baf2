"""What pending tasks wait for: by themselves, and through the tasks that they are after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from outcomes.models import Dependency, Requirement, Skill, Task, Tool

MOST_TOLD = 20  # of what one task waits for through others
GOING_ON = (Task.Status.PENDING, Task.Status.RUNNING)


def blocked_by(tasks: Iterable[Task]) -> dict[Task, list[str]]:
    """For each pending task the names of what it waits for; [] when nothing stands in its way.

    First come the tasks and capabilities that it waits for itself. After them, as far as it reaches over
    tasks that are pending too, what has to be mended there: capabilities that are not there, and tasks
    that have failed, are held or were cancelled.
    """
    rows = list(tasks)
    asked = {task.pk: task.outcome_id for task in rows if task.status == Task.Status.PENDING}
    links = _open_links(asked)
    pending = {on for after in links.values() for on, _, status in after if status == Task.Status.PENDING}
    lacking = _lacking({*asked, *pending})
    own = {
        pk: [_named(on, title, status) for on, title, status in links.get(pk, ())] + lacking.get(pk, [])
        for pk in asked
    }
    to_mend = _to_mend(links, lacking)
    told = {pk: [*names, *_far(names, links.get(pk, ()), to_mend)] for pk, names in own.items()}
    return {task: told.get(task.pk, []) for task in rows}


Links = dict[int, list[tuple[int, str, str]]]  # of a task: id, title and status of each it is after


def _open_links(asked: dict[int, int]) -> Links:
    """What these tasks (with their outcomes) are after and is not done, and so on for those that are pending.

    Two plain reads however long the chain. Recursion in the database would read no link in vain, but
    PostgreSQL looks through the whole table once for each step of a chain.
    """
    direct = _grouped(Dependency.objects.filter(task__in=asked))
    if not any(status == Task.Status.PENDING for after in direct.values() for _, _, status in after):
        return direct
    of_pending = Dependency.objects.filter(
        task__outcome__in=set(asked.values()), task__status=Task.Status.PENDING
    )
    return _reached(asked, _grouped(of_pending))


def _grouped(dependencies: QuerySet[Dependency]) -> Links:
    """Those that are not done, by the task that waits."""
    links: Links = defaultdict(list)
    undone = dependencies.exclude(on__status__in=(Task.Status.COMPLETED, Task.Status.SKIPPED))
    named = undone.order_by("task_id", "on_id").values_list("task_id", "on_id", "on__title", "on__status")
    for task_id, on_id, title, status in named:
        links[task_id].append((on_id, title, status))
    return links


def _reached(starts: Iterable[int], links: Links) -> Links:
    """The part of the links that these tasks lead to."""
    found: Links = {}
    todo = list(starts)
    while todo:
        pk = todo.pop()
        if pk in links and pk not in found:
            found[pk] = links[pk]
            todo += [on for on, _, _ in links[pk]]
    return found


def _named(pk: int, title: str, status: str) -> str:
    return f"task {pk} “{title}” ({status})"


def _lacking(ids: set[int]) -> dict[int, list[str]]:
    """The required skills and tools of these tasks that are not there, with their states."""
    unmet = list(
        Requirement.objects.filter(task_id__in=ids)
        .unmet()
        .values_list("task_id", "task__outcome_id", "kind", "name")
    )
    if not unmet:
        return {}
    states = _capability_states({outcome_id for _, outcome_id, _, _ in unmet})
    lacking = defaultdict(list)
    for task_id, outcome_id, kind, name in unmet:
        lacking[task_id].append(f"{kind} {name} ({states.get((outcome_id, kind, name), 'not there')})")
    return lacking


def _capability_states(outcomes: set[int]) -> dict[tuple[int, str, str], str]:
    return {
        (outcome_id, model.KIND, name): status
        for model in (Skill, Tool)
        for outcome_id, name, status in model.objects.filter(outcome__in=outcomes).values_list(
            "outcome_id", "name", "status"
        )
    }


def _to_mend(links: Links, lacking: dict[int, list[str]]) -> dict[int, dict[str, int]]:
    """For each task what has to be mended, near and far, each with the task that waits for it.

    A task is looked at once, after those before it.
    """
    found: dict[int, dict[str, int]] = {}
    begun: set[int] = set()
    todo = [(pk, False) for pk in {*links, *lacking}]
    while todo:
        pk, before_is_known = todo.pop()
        after = links.get(pk, [])
        if before_is_known:
            stuck = [_named(*link) for link in after if link[2] not in GOING_ON]
            causes = dict.fromkeys([*lacking.get(pk, ()), *stuck], pk)
            for on, _, _ in after:
                causes = found.get(on, {}) | causes
            found[pk] = dict(list(causes.items())[:MOST_TOLD])
        elif pk not in begun:
            begun.add(pk)
            todo += [(pk, True), *((on, False) for on, _, _ in after)]
    return found


def _far(
    own: list[str], after: Iterable[tuple[int, str, str]], to_mend: dict[int, dict[str, int]]
) -> list[str]:
    causes: dict[str, int] = {}
    for on, _, _ in after:
        causes = to_mend.get(on, {}) | causes
    told = [f"{name} through task {pk}" for name, pk in causes.items() if name not in own]
    return told[:MOST_TOLD]

"""What pending tasks wait for: by themselves, and through the tasks that they are after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db import connection

from outcomes.models import Dependency, Requirement, Skill, Task, Tool

MOST_TOLD = 20  # of what one task waits for through others
GOING_ON = (Task.Status.PENDING, Task.Status.RUNNING)
_LINK, _TASK = Dependency._meta.db_table, Task._meta.db_table


def blocked_by(tasks: Iterable[Task]) -> dict[Task, list[str]]:
    """For each pending task the names of what it waits for; [] when nothing stands in its way.

    First come the tasks and capabilities that it waits for itself. After them, as far as it reaches over
    tasks that are pending too, what has to be mended there: capabilities that are not there, and tasks
    that have failed, are held or were cancelled.
    """
    rows = list(tasks)
    asked = [task.pk for task in rows if task.status == Task.Status.PENDING]
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


def _open_links(ids: list[int]) -> Links:
    """What these tasks are after and is not done, and so on for those of them that are pending."""
    links: Links = defaultdict(list)
    if not ids:
        return links
    done = [Task.Status.COMPLETED.value, Task.Status.SKIPPED.value]
    sql = _OPEN_LINKS.replace("%(ids)s", ", ".join(["%s"] * len(ids)))
    with connection.cursor() as cursor:
        cursor.execute(sql, [*ids, *done, Task.Status.PENDING.value, *done])
        for task_id, on_id, title, status in cursor.fetchall():
            links[task_id].append((on_id, title, status))
    return links


# One statement however long the chain; it reads what lies before the tasks asked for, and nothing else.
_OPEN_LINKS = f"""
    WITH RECURSIVE open_link(task_id, on_id, title, status) AS (
        SELECT link.task_id, link.on_id, task.title, task.status
        FROM {_LINK} link JOIN {_TASK} task ON task.id = link.on_id
        WHERE link.task_id IN (%(ids)s) AND task.status NOT IN (%s, %s)
        UNION
        SELECT link.task_id, link.on_id, task.title, task.status
        FROM open_link JOIN {_LINK} link ON link.task_id = open_link.on_id
        JOIN {_TASK} task ON task.id = link.on_id
        WHERE open_link.status = %s AND task.status NOT IN (%s, %s)
    )
    SELECT task_id, on_id, title, status FROM open_link ORDER BY task_id, on_id
"""  # noqa: S608  (the names are ours)


def _named(pk: int, title: str, status: str) -> str:
    return f"task {pk} “{title}” ({status})"


def _lacking(ids: set[int]) -> dict[int, list[str]]:
    """The required skills and tools of these tasks that are not there, with their states."""
    needs = Requirement.objects.filter(task_id__in=ids)
    if not needs.exists():
        return {}
    unmet = list(needs.unmet().values_list("task_id", "task__outcome_id", "kind", "name"))
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

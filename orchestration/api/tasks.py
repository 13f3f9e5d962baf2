"""The tasks of an outcome: builds to look at, execution tasks to write and to steer."""

from __future__ import annotations

from typing import Any, Literal

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from ninja import Router, Status

from orchestration import control, wakeups
from orchestration.api.auth import actor
from orchestration.api.input import Incoming
from orchestration.api.orchestrate import NO_NOTE, NOTHING, NoteIn, NothingIn
from orchestration.api.paging import Part, Slice, cut
from orchestration.api.schemas import AttemptOut, GivenArtifactOut, GivenOut, Page, TaskOut, WaiverOut
from orchestration.waits import blocked_by
from outcomes.models import Artifact, Attempt, Outcome, Question, SkillVersion, Task, ToolVersion
from outcomes.tasks import TaskFields, add_task, delete_task, edit_task
from outcomes.waivers import Waiver, without

router = Router(tags=["tasks"], by_alias=True)

PhaseName = Literal["infrastructure", "execution"]
StatusName = Literal["pending", "running", "held", "completed", "failed", "skipped", "cancelled"]


class TaskChanges(Incoming):
    title: str = ""
    description: str = ""
    acceptance: str = ""
    priority: int = 100
    position: int = 0
    outputs: list[str] = []
    depends_on: list[int] = []
    required_skills: list[str] = []
    required_tools: list[str] = []


class NewTask(TaskChanges):
    title: str


class AnswerIn(Incoming):
    answer: str = ""


NO_ANSWER = AnswerIn()


@router.get("/{key:outcome_id}/tasks", response=Page[TaskOut])
def list_tasks(
    request: HttpRequest,
    outcome_id: int,
    part: Slice = Part,
    phase: PhaseName | None = None,
    status: StatusName | None = None,
) -> Page[TaskOut]:
    """In the order in which they were added."""
    outcome = Outcome.objects.only("pk").get(pk=outcome_id)
    asked = {"phase": phase, "status": status}
    rows = Task.objects.filter(outcome=outcome, **{name: value for name, value in asked.items() if value})
    found, following = cut(whole(rows), part, newest_first=False)
    return Page[TaskOut](items=shapes(found), next_cursor=following)


@router.post("/{key:outcome_id}/tasks", response={201: TaskOut})
def create_task(request: HttpRequest, outcome_id: int, body: NewTask) -> Status[TaskOut]:
    outcome = Outcome.objects.get(pk=outcome_id)
    with transaction.atomic():
        task = add_task(outcome, TaskFields(**body.given()), actor(request))
        wakeups.wake_for(outcome.pk)
    return Status(201, shape(task))


@router.get("/{key:outcome_id}/tasks/{key:task_id}", response=TaskOut)
def show_task(request: HttpRequest, outcome_id: int, task_id: int) -> TaskOut:
    return shape(_task(outcome_id, task_id))


@router.patch("/{key:outcome_id}/tasks/{key:task_id}", response=TaskOut)
def change_task(request: HttpRequest, outcome_id: int, task_id: int, body: TaskChanges) -> TaskOut:
    task = _task(outcome_id, task_id)
    with transaction.atomic():
        edit_task(task, TaskFields(**body.given()), actor(request))
        wakeups.wake_for(outcome_id)  # it may no longer be blocked
    return shape(task)


@router.delete("/{key:outcome_id}/tasks/{key:task_id}", response={204: None})
def remove_task(request: HttpRequest, outcome_id: int, task_id: int) -> Status[None]:
    task = _task(outcome_id, task_id)
    with transaction.atomic():
        delete_task(task, actor(request))
        wakeups.wake_for(outcome_id)  # others may no longer be blocked
    return Status(204, None)


@router.post("/{key:outcome_id}/tasks/{key:task_id}/retry", response=TaskOut)
def retry(request: HttpRequest, outcome_id: int, task_id: int, body: NothingIn = NOTHING) -> TaskOut:
    """Do it again, and after it whatever was done on top of it: each of those tells so in an event."""
    task = _task(outcome_id, task_id)
    control.retry(task, actor(request))
    return shape(task)


@router.post("/{key:outcome_id}/tasks/{key:task_id}/skip", response=TaskOut)
def skip(request: HttpRequest, outcome_id: int, task_id: int, body: NoteIn = NO_NOTE) -> TaskOut:
    """Go on without it, also while it runs; what waits for it no longer does."""
    task = _task(outcome_id, task_id)
    control.skip(task, body.note, actor(request))
    return shape(task)


@router.post("/{key:outcome_id}/tasks/{key:task_id}/cancel", response=TaskOut)
def cancel(request: HttpRequest, outcome_id: int, task_id: int, body: NothingIn = NOTHING) -> TaskOut:
    """Take it off the list, also while it runs; what waits for it stays blocked."""
    task = _task(outcome_id, task_id)
    control.cancel(task, actor(request))
    return shape(task)


@router.post("/{key:outcome_id}/tasks/{key:task_id}/answer", response=TaskOut)
def answer(request: HttpRequest, outcome_id: int, task_id: int, body: AnswerIn = NO_ANSWER) -> TaskOut:
    """Answer the question that a task waits for."""
    task = _task(outcome_id, task_id)
    control.answer(task, body.answer, actor(request))
    return shape(task)


def _task(outcome_id: int, task_id: int) -> Task:
    return Task.objects.select_related("outcome").get(pk=task_id, outcome_id=outcome_id)


def whole(rows: QuerySet[Task]) -> QuerySet[Task]:
    """With all that an answer tells of them, in as many queries for one as for a hundred."""
    skills = SkillVersion.objects.select_related("of").only("number", "of__name")
    tools = ToolVersion.objects.select_related("of").only("number", "of__name")
    artifacts = Artifact.objects.only("path", "version")
    attempts = Attempt.objects.prefetch_related(
        Prefetch("skills", skills),
        Prefetch("opened", skills),
        Prefetch("tools", tools),
        Prefetch("artifacts", artifacts),
    )
    asked = Prefetch("questions", Question.objects.open(), to_attr="open_questions")
    return rows.prefetch_related("dependencies", "requirements", asked, Prefetch("attempts", attempts))


def shape(task: Task) -> TaskOut:
    """The task as the database has it now."""
    return shapes(list(whole(Task.objects.filter(pk=task.pk))))[0]


def shapes(tasks: list[Task]) -> list[TaskOut]:
    waits, waived = blocked_by(tasks), without(tasks)
    return [_shape(task, waits[task], waived.get(task.pk, [])) for task in tasks]


SAME = set(TaskOut.model_fields) - {
    "attempts",
    "depends_on",
    "required_skills",
    "required_tools",
    "blocked_by",
    "without_capabilities",
    "question",
}


def _shape(task: Task, waits: list[str], waived: list[Waiver]) -> TaskOut:
    required = [(row.kind, row.name) for row in task.requirements.all()]
    fields: dict[str, Any] = {name: getattr(task, name) for name in SAME}
    return TaskOut(
        attempts=[_attempt(attempt) for attempt in task.attempts.all()],
        depends_on=[link.on_id for link in task.dependencies.all()],
        required_skills=[name for kind, name in required if kind == "skill"],
        required_tools=[name for kind, name in required if kind == "tool"],
        blocked_by=waits,
        question=next(iter(task.open_questions), None),  # type: ignore[attr-defined]
        without_capabilities=[WaiverOut.model_validate(waiver) for waiver in waived],
        **fields,
    )


ATTEMPT = set(AttemptOut.model_fields) - {"skills", "opened", "tools", "artifacts"}


def _attempt(attempt: Attempt) -> AttemptOut:
    fields: dict[str, Any] = {name: getattr(attempt, name) for name in ATTEMPT}
    return AttemptOut(
        skills=[GivenOut(name=given.of.name, version=given.number) for given in attempt.skills.all()],
        opened=[GivenOut(name=given.of.name, version=given.number) for given in attempt.opened.all()],
        tools=[GivenOut(name=given.of.name, version=given.number) for given in attempt.tools.all()],
        artifacts=[GivenArtifactOut.model_validate(given) for given in attempt.artifacts.all()],
        **fields,
    )

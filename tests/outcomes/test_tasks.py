"""Execution tasks as a member writes them: added, edited, deleted, drafted, with what is refused."""

from itertools import pairwise

import pytest

from outcomes.drafting import draft_tasks
from outcomes.errors import BadInput, Circle
from outcomes.models import Artifact, Outcome, Task
from outcomes.tasks import MAX_LINKS, TaskFields, add_task, delete_task, edit_task
from tests.factories import (
    APPROACH,
    ArtifactFactory,
    DependencyFactory,
    OutcomeFactory,
    RequirementFactory,
    SkillFactory,
    TaskFactory,
    ToolFactory,
)

pytestmark = pytest.mark.django_db


def added(outcome: Outcome, **values) -> Task:
    return add_task(outcome, TaskFields(**{"title": "Compare", **values}), "ada")


def waits_for(task: Task) -> set[int]:
    return set(task.dependencies.values_list("on_id", flat=True))


def test_an_added_task_has_what_was_said_and_goes_last():
    first = TaskFactory(position=3)

    task = added(
        first.outcome,
        title="  Compare \n prices ",
        description="Line\r\nby line",
        priority=5,
        outputs=["results/report.md", "data/", "results/report.md"],
        depends_on=[first.pk],
    )

    row = Task.objects.get(pk=task.pk)
    assert (row.title, row.description, row.priority, row.position) == (
        "Compare prices",
        "Line\nby line",
        5,
        4,
    )
    assert (row.outputs, waits_for(row), row.status) == (
        ["results/report.md", "data/"],
        {first.pk},
        "pending",
    )
    assert first.outcome.events.get(kind="task.added").actor == "ada"


def test_an_edit_changes_what_is_given_and_nothing_else():
    task = TaskFactory(description="As it was", priority=7)

    edit_task(task, TaskFields(title="Renamed"), "ada")

    row = Task.objects.get(pk=task.pk)
    assert (row.title, row.description, row.priority) == ("Renamed", "As it was", 7)
    assert task.outcome.events.get(kind="task.edited").message.endswith("edited: title")


def test_an_edit_on_a_stale_instance_keeps_what_others_wrote():
    task = TaskFactory()
    stale = Task.objects.get(pk=task.pk)
    edit_task(task, TaskFields(description="Theirs"), "grace")

    edit_task(stale, TaskFields(title="Mine"), "ada")

    row = Task.objects.get(pk=task.pk)
    assert (row.title, row.description) == ("Mine", "Theirs")


def test_dependencies_and_requirements_are_replaced_as_a_whole():
    outcome = OutcomeFactory()
    first, second = TaskFactory.create_batch(2, outcome=outcome)
    SkillFactory(outcome=outcome, name="web-research")
    task = added(outcome, depends_on=[first.pk], required_skills=["web-research"])

    edit_task(task, TaskFields(depends_on=[second.pk], required_skills=[]), "ada")

    assert (waits_for(task), task.requirements.count()) == ({second.pk}, 0)


@pytest.mark.parametrize(
    "change",
    [lambda task: edit_task(task, TaskFields(title="Other"), "ada"), lambda task: delete_task(task, "ada")],
    ids=["edit", "delete"],
)
def test_a_build_is_not_changed_by_hand(change):
    task = TaskFactory(infrastructure=True)

    with pytest.raises(BadInput) as refusal:
        change(task)

    assert refusal.value.field == "phase"
    assert Task.objects.get(pk=task.pk).title == task.title


def test_deleting_a_task_keeps_its_artifacts_and_frees_who_waited():
    task = TaskFactory(completed=True)
    after = TaskFactory(outcome=task.outcome)
    DependencyFactory(task=after, on=task)
    written = ArtifactFactory(outcome=task.outcome, task=task)

    delete_task(task, "ada")

    assert Artifact.objects.get(pk=written.pk).task is None
    assert list(Task.objects.unblocked()) == [after]


WRONG = {
    "no title": ({"title": None}, "title"),
    "a blank title": ({"title": " \n "}, "title"),
    "a title that is too long": ({"title": "x" * 301}, "title"),
    "NUL in a title": ({"title": "a\0b"}, "title"),
    "half a character": ({"description": "a\ud800"}, "description"),
    "a description that is too long": ({"description": "x" * 100_001}, "description"),
    "acceptance that is too long": ({"acceptance": "x" * 100_001}, "acceptance"),
    "a priority out of range": ({"priority": 1_000_001}, "priority"),
    "a negative position": ({"position": -1}, "position"),
    "an unknown dependency": ({"depends_on": [4711]}, "dependsOn"),
    "too many dependencies": ({"depends_on": range(MAX_LINKS + 1)}, "dependsOn"),
    "an unknown skill": ({"required_skills": ["no-such-skill"]}, "requiredSkills"),
    "an unknown tool": ({"required_tools": ["no-such-tool"]}, "requiredTools"),
    "too many outputs": ({"outputs": [f"{n}.md" for n in range(MAX_LINKS + 1)]}, "outputs"),
}


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG)
def test_what_cannot_be_is_refused_with_its_field_and_nothing_is_kept(case):
    values, field = case
    outcome = OutcomeFactory()

    with pytest.raises(BadInput) as refusal:
        added(outcome, **values)

    assert refusal.value.field == field
    assert not Task.objects.exists()


@pytest.mark.parametrize("values", [{"depends_on": [4711]}, {"outputs": ["../x"]}, {"title": ""}])
def test_a_refused_edit_changes_nothing(values):
    task = TaskFactory(title="Compare", description="Prices")

    with pytest.raises(BadInput):
        edit_task(task, TaskFields(**{"title": "Renamed", "description": "Other"} | values), "ada")

    row = Task.objects.get(pk=task.pk)
    assert (row.title, row.description, row.outputs) == ("Compare", "Prices", [])


BAD_PATHS = ["", ".", "..", "../up.md", "a/../b", "/etc/passwd", "a//b", "a\\b", "C:/x", "nul", "a/CON.txt"]
BAD_PATHS += [" a", "a ", "a\nb", "a\0b", "a/./b", "/", "x" * 401, "COM1", "\ud800"]


@pytest.mark.parametrize("path", BAD_PATHS, ids=ascii)
def test_an_output_outside_of_the_outcome_is_refused(path):
    with pytest.raises(BadInput) as refusal:
        added(OutcomeFactory(), outputs=["fine.md", path])

    assert refusal.value.field == "outputs"


@pytest.mark.parametrize(
    "path", ["report.md", "a/b/c.csv", "folder/", "naïve.md", "console.log", ".hidden", "a b.md"]
)
def test_an_output_inside_of_the_outcome_is_accepted(path):
    assert added(OutcomeFactory(), outputs=[path]).outputs == [path]


@pytest.mark.parametrize("length", [1, 2, 3])
def test_a_circle_of_dependencies_is_refused(length):
    outcome = OutcomeFactory()
    tasks = TaskFactory.create_batch(length, outcome=outcome)
    for task, on in pairwise(tasks):
        DependencyFactory(task=task, on=on)

    with pytest.raises(Circle, match=f"Task {tasks[-1].pk} cannot wait for") as refusal:
        edit_task(tasks[-1], TaskFields(depends_on=[tasks[0].pk]), "ada")

    assert refusal.value.field == "dependsOn"
    assert waits_for(tasks[-1]) == set()


def test_two_ways_to_the_same_task_are_no_circle():
    outcome = OutcomeFactory()
    base, left, right, top = TaskFactory.create_batch(4, outcome=outcome)
    edit_task(left, TaskFields(depends_on=[base.pk]), "ada")
    edit_task(right, TaskFields(depends_on=[base.pk]), "ada")

    edit_task(top, TaskFields(depends_on=[left.pk, right.pk]), "ada")

    assert waits_for(top) == {left.pk, right.pk}


@pytest.mark.parametrize(
    "other", [lambda outcome: TaskFactory(), lambda o: TaskFactory(outcome=o, infrastructure=True)]
)
def test_a_task_waits_for_execution_tasks_of_its_own_outcome_only(other):
    outcome = OutcomeFactory()
    other = other(outcome)

    with pytest.raises(BadInput, match=f"no execution task {other.pk}"):
        added(outcome, depends_on=[other.pk])


def test_a_task_may_require_what_is_built_called_for_or_in_the_library():
    outcome = OutcomeFactory(with_approach=True)
    SkillFactory(outcome=outcome, name="own-skill", built=True)
    SkillFactory(name="library-skill", library=True)
    ToolFactory(name="library-tool", library=True)

    task = added(
        outcome,
        required_skills=["own-skill", "library-skill", "web-research"],
        required_tools=["library-tool", "price-diff"],
    )

    assert task.requirements.count() == 5


def test_a_task_may_not_newly_require_what_is_retired():
    skill = SkillFactory(retired=True)

    with pytest.raises(BadInput, match=skill.name):
        added(skill.outcome, required_skills=[skill.name])


def test_a_requirement_that_was_retired_may_stay():
    skill = SkillFactory(retired=True)
    task = TaskFactory(outcome=skill.outcome)
    RequirementFactory(task=task, name=skill.name)

    edit_task(task, TaskFields(title="Renamed", required_skills=[skill.name]), "ada")

    assert task.requirements.get().name == skill.name
    assert list(Task.objects.blocked()) == [task]


def test_a_skill_of_another_outcome_cannot_be_required():
    skill = SkillFactory(built=True)

    with pytest.raises(BadInput):
        added(OutcomeFactory(), required_skills=[skill.name])


def test_numbered_items_of_the_approach_become_tasks():
    outcome = OutcomeFactory(approach="# Plan\n\n1. Collect the prices\n2. Compare them\n")

    tasks = draft_tasks(outcome, "ada")

    assert [task.title for task in tasks] == ["Collect the prices", "Compare them"]


def test_an_approach_without_numbers_becomes_one_task():
    outcome = OutcomeFactory(approach=APPROACH, name="Prices", intent="Know them.")

    [task] = draft_tasks(outcome, "ada")

    assert (task.title, task.description) == ("Prices", "Know them.")


def test_nothing_is_drafted_where_there_are_tasks():
    task = TaskFactory()

    assert draft_tasks(task.outcome, "ada") == []
    assert list(Task.objects.all()) == [task]

"""Tasks drafted from the plan of an approach: added once, kept or followed after edits, dropped, restored."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from outcomes.drafting import accept, draft_tasks, drop, restore
from outcomes.errors import BadInput, Refused
from outcomes.models import DroppedStep, Event, Outcome, Task
from outcomes.proposals import proposals
from outcomes.tasks import TaskFields, delete_task, edit_task
from tests.factories import OutcomeFactory, RunFactory, TaskFactory, WorkerFactory

pytestmark = pytest.mark.django_db

PLAN = """# Prices

We need a skill for price research.

1. Collect the prices of six shops with price research and write them to `prices.csv`.
2. Compare them with last year. Done when each shop has a line.
3. Write the report to `report.md`, in parallel with step 2.
4. Print it.
"""


@pytest.fixture
def outcome():
    return OutcomeFactory(approach=PLAN)


def rewrite(outcome, text):
    outcome = Outcome.objects.get(pk=outcome.pk)
    outcome.approach = text
    outcome.save(by="ada")
    return Outcome.objects.get(pk=outcome.pk)


def told(outcome):
    """ "Compare <1": each task in its place, with the places of those it waits for."""
    tasks = list(Task.objects.execution().filter(outcome=outcome).order_by("position"))
    place = {task.pk: str(n) for n, task in enumerate(tasks, 1)}
    return [
        f"{task.title} <{','.join(sorted(place[link.on_id] for link in task.dependencies.all()))}"
        for task in tasks
    ]


def test_each_step_becomes_a_task_with_all_that_its_text_says(outcome):
    draft_tasks(outcome, "ada")

    one, two, three, _ = Task.objects.execution().filter(outcome=outcome).order_by("position")
    assert (one.title, one.outputs) == ("Collect the prices of six shops with price research", ["prices.csv"])
    assert list(one.requirements.values_list("kind", "name")) == [("skill", "price-research")]
    assert (two.title, two.acceptance) == ("Compare them with last year", "Each shop has a line.")
    assert three.description == "Write the report to `report.md`, in parallel with step 2."
    assert told(outcome)[1:] == ["Compare them with last year <1", "Write the report <1", "Print it <2,3"]
    assert Event.objects.get(kind="task.drafted").message == "4 tasks drafted from the approach"


def test_drafting_twice_adds_nothing(outcome):
    draft_tasks(outcome, "ada")

    assert draft_tasks(outcome, "ada") == []
    assert Task.objects.execution().filter(outcome=outcome).count() == 4


def test_one_new_step_adds_one_task_in_its_place(outcome):
    draft_tasks(outcome, "ada")
    outcome = rewrite(outcome, PLAN.replace("4. Print it.", "4. Proofread the report.\n5. Print it."))

    [task] = draft_tasks(outcome, "ada")

    assert task.title == "Proofread the report"
    assert told(outcome)[3:] == ["Proofread the report <2,3", "Print it <4"]


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: (
            text.replace("1. ", "7. ").replace("2. ", "8. ").replace("3. ", "9. ").replace("4. ", "10. ")
        ),
        lambda text: text.replace("# Prices", "# Prices of books\n\nA word before."),
        lambda text: text.replace("of six shops", "and the stock of eight shops"),
        lambda text: text.replace("Print it.", "Print it in colour."),
    ],
    ids=["renumbered", "moved", "reworded", "added to"],
)
def test_an_edit_of_the_text_adds_nothing(outcome, edit):
    draft_tasks(outcome, "ada")

    outcome = rewrite(outcome, edit(PLAN))

    assert draft_tasks(outcome, "ada") == []
    assert proposals(outcome).new == proposals(outcome).vanished == []


def test_a_task_that_nobody_edited_follows_its_step_when_that_is_accepted(outcome):
    draft_tasks(outcome, "ada")
    outcome = rewrite(outcome, PLAN.replace("Print it.", "Print it in colour to `print.pdf`, after step 3."))
    [change] = proposals(outcome).changed
    assert change.task.title == "Print it"

    accept(outcome, "ada")

    task = Task.objects.get(pk=change.task.pk)
    assert (task.title, task.outputs) == ("Print it in colour", ["print.pdf"])
    assert told(outcome)[3] == "Print it in colour <3"
    assert proposals(outcome).changed == []


def test_an_edited_task_is_never_overwritten(outcome):
    *_, task = draft_tasks(outcome, "ada")
    edit_task(task, TaskFields(title="Print it twice"), "bob")
    outcome = rewrite(outcome, PLAN.replace("Print it.", "Print it in colour."))

    assert draft_tasks(outcome, "ada") == []
    assert Task.objects.get(pk=task.pk).title == "Print it twice"


def test_moving_a_task_or_saving_it_unchanged_is_no_edit(outcome):
    *_, task = draft_tasks(outcome, "ada")

    edit_task(task, TaskFields(priority=7, title=task.title, outputs=[]), "bob")

    assert Task.objects.get(pk=task.pk).step_digest == task.step_digest


def test_a_task_that_was_begun_is_left_as_it_is_and_named(outcome):
    first, *_ = draft_tasks(outcome, "ada")
    run = RunFactory(outcome=outcome)
    worker = WorkerFactory(run=run, working=True)
    Task.objects.get(pk=first.pk).start(worker, run, "offline", "", timedelta(seconds=60))
    outcome = rewrite(outcome, PLAN.replace("of six shops", "and the stock of eight shops"))

    accept(outcome, "ada")

    assert Task.objects.get(pk=first.pk).title == first.title
    assert [change.task.pk for change in proposals(outcome).outdated] == [first.pk]


def test_a_step_that_vanished_is_named_and_its_task_stays(outcome):
    *_, last = draft_tasks(outcome, "ada")

    outcome = rewrite(outcome, PLAN.replace("4. Print it.\n", ""))

    assert [task.pk for task in proposals(outcome).vanished] == [last.pk]


def test_a_dropped_step_does_not_come_back_over_five_edits(outcome):
    step = proposals(outcome).new[0].step
    drop(outcome, [step], "ada")

    for text in (
        "seven shops",
        "seven book shops",
        "the seven book shops",
        "all book shops",
        "all good book shops",
    ):
        outcome = rewrite(outcome, PLAN.replace("six shops", text))

    assert [draft.title for draft in draft_tasks(outcome, "ada")] == [
        "Compare them with last year",
        "Write the report",
        "Print it",
    ]
    assert [draft.title for draft in proposals(outcome).dropped] == [
        "Collect the prices of all good book shops with price research"
    ]


def test_a_dropped_step_comes_back_when_it_is_restored(outcome):
    step = proposals(outcome).new[0].step
    drop(outcome, [step], "ada")
    draft_tasks(outcome, "ada")

    assert restore(outcome, [step], "bob") == 1
    [task] = draft_tasks(outcome, "bob")

    assert (task.step, told(outcome)[1]) == (step, "Compare them with last year <1")


def test_accepting_a_dropped_step_by_name_restores_it(outcome):
    step = proposals(outcome).new[0].step
    drop(outcome, [step], "ada")

    assert [task.step for task in accept(outcome, "ada", [step]).created] == [step]
    assert not DroppedStep.objects.exists()


def test_what_waits_for_a_dropped_step_waits_for_what_that_waits_for(outcome):
    drop(outcome, [proposals(outcome).new[1].step], "ada")

    draft_tasks(outcome, "ada")

    assert told(outcome)[1:] == ["Write the report <1", "Print it <1,2"]


def test_deleting_a_drafted_task_drops_its_step(outcome):
    tasks = draft_tasks(outcome, "ada")

    delete_task(tasks[1], "ada")

    assert draft_tasks(outcome, "ada") == []
    assert told(outcome)[1:] == ["Write the report <1", "Print it <1,2"]
    assert proposals(outcome).changed == []


def test_a_cancelled_or_skipped_task_is_not_drafted_again(outcome):
    one, two, *_ = draft_tasks(outcome, "ada")
    Task.objects.get(pk=one.pk).cancel("ada")
    Task.objects.get(pk=two.pk).skip("ada")

    assert draft_tasks(outcome, "ada") == []


def test_chosen_steps_are_added_in_the_order_of_the_plan(outcome):
    steps = [draft.step for draft in proposals(outcome).new]

    accept(outcome, "ada", [steps[3]])
    accept(outcome, "ada", [steps[0], steps[2]])

    assert told(outcome)[1:] == ["Write the report <1", "Print it <1,2"]


def test_steps_are_not_drafted_beside_tasks_that_members_wrote_but_can_be_accepted(outcome):
    TaskFactory(outcome=outcome, title="By hand")

    assert draft_tasks(outcome, "ada") == []
    assert len(accept(outcome, "ada").created) == 4
    assert told(outcome)[0] == "By hand <"


def test_an_approach_without_steps_is_one_task_until_it_has_some():
    outcome = OutcomeFactory(approach="We need a skill for price research.", name="Prices")
    draft_tasks(outcome, "ada")
    assert draft_tasks(outcome, "ada") == []

    outcome = rewrite(outcome, PLAN)

    assert [task.title for task in proposals(outcome).vanished] == ["Prices"]
    assert len(draft_tasks(outcome, "ada")) == 4


def test_a_step_that_the_approach_has_not_is_refused(outcome):
    for rule in (
        accept,
        lambda *args: drop(args[0], args[2], args[1]),
        lambda *args: restore(args[0], args[2], args[1]),
    ):
        with pytest.raises(BadInput, match="no step 'paint'"):
            rule(outcome, "ada", ["paint"])


def test_a_step_that_is_a_task_cannot_be_dropped(outcome):
    first, *_ = draft_tasks(outcome, "ada")

    with pytest.raises(Refused, match=f"task {first.pk} already"):
        drop(outcome, [first.step], "ada")


def test_dependencies_close_no_circle_with_those_that_a_member_chose(outcome):
    one, *_, last = draft_tasks(outcome, "ada")
    edit_task(Task.objects.get(pk=last.pk), TaskFields(depends_on=[]), "bob")
    edit_task(Task.objects.get(pk=one.pk), TaskFields(depends_on=[last.pk]), "bob")
    outcome = rewrite(
        outcome, PLAN.replace("4. Print it.", "4. Proofread the report.\n5. Print it.\n6. Send it.")
    )

    accept(outcome, "ada")

    waits = {task.pk: set(task.dependencies.values_list("on_id", flat=True)) for task in outcome.tasks.all()}
    while free := [pk for pk, on in waits.items() if not on]:
        waits = {pk: on - set(free) for pk, on in waits.items() if pk not in free}
    assert waits == {}


def test_the_database_holds_one_task_per_step(outcome):
    first, *_ = draft_tasks(outcome, "ada")

    with pytest.raises(IntegrityError), transaction.atomic():
        TaskFactory(outcome=outcome, step=first.step)


def test_the_number_of_statements_does_not_grow_with_the_steps(django_assert_max_num_queries):
    plan = "".join(f"{n}. Collect `p{n}.csv` for town {n} with price research.\n" for n in range(1, 120))
    outcome = OutcomeFactory(approach=f"We need a skill for price research.\n\n{plan}")

    with django_assert_max_num_queries(25):
        assert len(draft_tasks(outcome, "ada")) == 119

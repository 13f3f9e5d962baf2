"""What the plan makes of a text that was reworded, and of needs that go under another name."""

import pytest

from outcomes.models import Outcome, Requirement, Skill, Task
from outcomes.needs import effective_needs
from outcomes.reconciliation import Plan, apply, ask_for_build, reconcile
from tests.factories import (
    APPROACH,
    OutcomeFactory,
    RunFactory,
    TaskFactory,
    build,
)

pytestmark = pytest.mark.django_db

USE = "Use the web-research skill to collect what competitors publish.\n"
USE_OTHERWISE = "Use the web-research skill to read annual reports.\n"


def test_an_approach_is_built_kept_rebuilt_and_retired_line_by_line():
    outcome = OutcomeFactory(approach=USE)
    [wanted] = effective_needs(outcome).wanted
    build(outcome, wanted)

    def actions_under(text: str) -> dict[str, str]:
        outcome.approach = text
        outcome.save()
        return {step.name: step.action for step in reconcile(outcome, effective_needs(outcome)).steps}

    assert actions_under(USE + "\nThank you.\n") == {"web-research": "keep"}
    assert actions_under(USE_OTHERWISE) == {"web-research": "rebuild"}
    assert actions_under(APPROACH) == {"web-research": "keep", "price-diff": "build"}
    assert actions_under("Nothing to see here.\n") == {"web-research": "retire"}


def under(outcome: Outcome, text: str) -> list:
    """The plan for this text, saved."""
    outcome.refresh_from_db()
    outcome.approach = text
    outcome.save(by="ada")
    return list(reconcile(outcome, effective_needs(outcome)).steps)


def built(text: str) -> Outcome:
    """An outcome of this text with a draft of everything it calls for."""
    return OutcomeFactory(approach=text, ready=True)


REWORDED = "Use the web-research skill for gathering what our competitors publish.\n"


def test_a_reworded_sentence_that_asks_for_the_same_keeps_what_was_built_and_says_how_alike_it_is():
    outcome = built(USE)

    [step] = under(outcome, REWORDED)

    assert (step.action, step.version.number, step.alike) == ("keep", 1, 1.0)
    assert step.reason == "Version 1 was built for a specification that is 100% alike."


def test_many_small_edits_are_held_against_what_was_built_not_against_each_other():
    outcome = built("Build a CLI tool that compares two price lists and prints the differences.\n")
    texts = [
        "Build a CLI tool that compares two supplier price lists and prints the differences.\n",
        "Build a CLI tool that compares two supplier price lists and prints the sorted differences.\n",
        "Build a CLI tool that compares two supplier contract lists and prints the sorted differences.\n",
    ]

    actions_taken = []
    for text in texts:
        plan = under(outcome, text)
        apply(outcome, Plan(tuple(plan)), "ada")
        actions_taken.append([step.action for step in plan])

    assert actions_taken == [["keep"], ["keep"], ["build", "retire"]]


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("converts invoices to CSV", "converts invoices to JSON"),
        ("converts CSV files to JSON", "converts JSON files to CSV"),
        ("deletes files older than 30 days", "deletes files older than 60 days"),
        ("sends reports to all customers", "never sends reports to all customers"),
        ("compares two price lists", "compares three price lists"),
    ],
)
def test_one_word_that_turns_a_specification_has_it_rebuilt(was, now):
    outcome = built(f"Build a CLI tool `tools/night-job.py` that {was} and keeps a log of that.\n")

    [step] = under(outcome, f"Build a CLI tool `tools/night-job.py` that {now} and keeps a log of that.\n")

    assert (step.action, step.reason) == ("rebuild", "What the approach says of it has changed.")


def test_what_was_kept_as_alike_is_rebuilt_when_a_member_asks():
    outcome = built(USE)
    plan = under(outcome, REWORDED)
    apply(outcome, Plan(tuple(plan)), "ada")
    [need] = effective_needs(outcome).wanted

    assert ask_for_build(outcome, need, "ada")

    assert [step.action for step in reconcile(outcome, effective_needs(outcome)).steps] == ["building"]
    assert Task.objects.get().digest == need.digest


def test_a_renamed_need_that_asks_for_the_same_is_kept_under_its_new_name():
    outcome = built(USE)
    task = TaskFactory(outcome=outcome)
    Requirement.objects.create(task=task, kind="skill", name="web-research")

    [step] = under(outcome, USE.replace("web-research", "desk-research"))
    assert (step.action, step.name, step.was.name) == ("keep", "desk-research", "web-research")
    assert step.reason == "It was built as web-research, for a specification that is 100% alike."
    created = apply(outcome, Plan((step,)), "ada")

    new, old = Skill.objects.get(name="desk-research"), Skill.objects.get(name="web-research")
    assert (created, new.status, old.status) == ([], "draft", "retired")
    assert new.current().attempt == old.current().attempt
    assert "\nname: desk-research\n" in new.current().content
    assert task.requirements.get().name == "desk-research"
    assert [step.action for step in reconcile(outcome, effective_needs(outcome)).steps] == ["keep"]


def test_a_name_that_comes_back_finds_what_it_had():
    outcome = built(USE)
    for name in ("desk-research", "web-research"):
        plan = under(outcome, USE.replace("web-research", name))
        created = apply(outcome, Plan(tuple(plan)), "ada")
        assert created == []

    assert {skill.name: skill.status for skill in Skill.objects.all()} == {
        "web-research": "draft",
        "desk-research": "retired",
    }
    assert Skill.objects.get(name="web-research").versions.count() == 1


def test_another_thing_under_another_name_is_built():
    outcome = built("Build a CLI tool that compares two price lists and prints the differences as a table.\n")

    plan = under(
        outcome, "Build a CLI tool that compares two invoices and prints the differences as a table.\n"
    )

    assert sorted(step.action for step in plan) == ["build", "retire"]


def test_a_running_build_is_joined_when_its_sentence_is_only_reworded():
    outcome = OutcomeFactory(approach=USE)
    [task] = apply(outcome, reconcile(outcome, effective_needs(outcome)), "ada")
    TaskFactory.to_running(task)

    plan = under(outcome, REWORDED)
    created = apply(outcome, Plan(tuple(plan)), "ada")

    task.refresh_from_db()
    assert ([step.action for step in plan], created) == (["building"], [])
    assert (task.status, task.revision, task.skill.digest) == ("running", 2, task.digest)


def test_a_waiver_stands_while_the_sentence_is_only_reworded():
    outcome = OutcomeFactory(approach=USE)
    [need] = effective_needs(outcome).wanted
    build(outcome, need, "waived")

    [step] = under(outcome, REWORDED)

    assert (step.action, step.row.status) == ("keep", "waived")


@pytest.mark.parametrize(
    "text", [REWORDED, USE.replace("web-research", "desk-research")], ids=["reworded", "renamed"]
)
def test_a_run_goes_on_by_itself_when_what_was_built_is_kept_under_other_words_or_another_name(text):
    outcome = built(USE)
    run = RunFactory(outcome=outcome)

    under(outcome, text)

    run.refresh_from_db()
    outcome.refresh_from_db()
    assert (run.status, run.approach_revision) == ("running", 2)
    assert (outcome.infrastructure_ready, outcome.planned_revision) == (2, 2)
    assert not Task.objects.infrastructure().filter(outcome=outcome).exists()

"""Needs that a member meets by hand, goes on without, or has built after all."""

import pytest

from orchestration import control
from orchestration.claims import Built, settle_and_claim
from outcomes.errors import BadInput, Refused, WrongStatus
from outcomes.models import Outcome, Skill, Task, Worker
from outcomes.needs import change_need, effective_needs
from outcomes.reconciliation import reconcile
from tests.factories import APPROACH, OutcomeFactory, SkillFactory, TaskFactory, build
from tests.model_answers import skill_text, tool_text
from tests.orchestration.cluster import claim, press, started

pytestmark = pytest.mark.django_db

SKILL, TOOL = "web-research", "price-diff"
TEXT = skill_text(SKILL)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def supplied(outcome, name=SKILL, text="", by="ada"):
    return control.supply(outcome.pk, name, text or (skill_text if name == SKILL else tool_text)(name), by)


def step_of(outcome, name=SKILL):
    outcome = fresh(outcome)
    return next(step for step in reconcile(outcome, effective_needs(outcome)).steps if step.name == name)


@pytest.fixture
def outcome():
    return OutcomeFactory(approach=APPROACH)


@pytest.mark.parametrize(("name", "kind"), [(SKILL, "skill"), (TOOL, "tool")])
def test_what_a_member_supplies_counts_and_is_recorded_as_theirs(name, kind, outcome):
    assert supplied(outcome, name)

    row = step_of(outcome, name).row
    version = row.current()
    assert (row.kind, row.status, row.description) == (kind, "checked", version.description)
    assert (version.agent, version.author, version.model, version.digest) == ("member", "ada", "", row.digest)
    [told] = outcome.events.filter(kind=f"{kind}.checked")
    assert (told.actor, told.message) == (
        "ada",
        f"{kind.capitalize()} {name} was supplied by hand: version 1",
    )


def test_the_same_text_twice_is_one_version(outcome):
    assert [supplied(outcome), supplied(outcome, by="grace")] == [True, False]

    assert Skill.objects.get().versions.count() == 1


def test_another_text_is_another_version_and_the_first_stays_readable(outcome):
    supplied(outcome)
    supplied(outcome, text=TEXT + "\nMore.\n")

    assert [version.number for version in Skill.objects.get().versions.all()] == [2, 1]
    assert Skill.objects.get().version == 2


@pytest.mark.parametrize("state", ["needed", "building", "failed", "waived", "draft", "checked", "retired"])
def test_a_need_is_met_by_hand_whatever_became_of_it(state, outcome):
    need = effective_needs(outcome).skills[0]
    row = build(outcome, need, state)

    supplied(outcome)

    assert (fresh(row).status, fresh(row).current().author) == ("checked", "ada")


def test_the_findings_of_the_checks_are_told_one_by_one_and_nothing_is_kept(outcome):
    with pytest.raises(BadInput) as refusal:
        supplied(outcome, text="---\nname: web-research\ndescription: x\n---\n\nBe careful.\n")

    assert refusal.value.field == "content"
    assert 'the section "Purpose" is missing' in refusal.value.findings
    assert len(refusal.value.findings) == 5
    assert not Skill.objects.exists()


@pytest.mark.parametrize(("name", "code"), [("no-such-need", "not-found"), ("negotiating", "in-the-library")])
def test_only_what_is_called_for_can_be_supplied(name, code, outcome):
    SkillFactory(library=True, name="negotiating")
    outcome.approach += "\nUse the negotiating skill.\n"
    outcome.save()

    with pytest.raises(Refused) as refusal:
        supplied(outcome, name, "x")

    assert refusal.value.code == code


@pytest.mark.parametrize("when", ["before the build ends", "after it"])
def test_what_a_member_brings_wins_over_the_build_of_the_same_need(when, outcome):
    press(outcome)
    worker = started(outcome.active_run)[0]
    taken = claim(worker)
    name = taken.task.capability.name

    def end():
        return settle_and_claim(taken, Built("content", "x", "draft"), worker, "offline", "", 1)

    if when == "after it":
        end()
    supplied(outcome, name)
    if when == "before the build ends":
        with pytest.raises(WrongStatus):
            end()

    row = fresh(taken.task.capability)
    assert (row.current().agent, fresh(taken.task).status) == (
        "member",
        "cancelled" if when == "before the build ends" else "completed",
    )
    assert taken.task.attempts.get().status == (
        "released" if when == "before the build ends" else "completed"
    )


def test_the_last_need_met_by_hand_lets_the_run_go_on_into_execution():
    outcome = OutcomeFactory(approach="Use the web-research skill.")
    TaskFactory(outcome=outcome)
    press(outcome)
    Worker.objects.get().end("test")

    supplied(outcome)

    assert fresh(outcome).infrastructure_ready == 2
    assert Worker.objects.get(status="woken").phase == "execution"


def test_orchestrate_keeps_what_was_supplied_before_the_first_click(outcome):
    supplied(outcome)
    supplied(outcome, TOOL)

    answer = press(outcome)

    assert answer.tasks_created == 0
    assert fresh(outcome).infrastructure_ready == 2


# -- never overwritten without asking -------------------------------------------------------------


def test_another_specification_keeps_it_and_the_plan_says_for_which_it_was(outcome):
    supplied(outcome)
    change_need(fresh(outcome), SKILL, "grace", specification="Read annual reports.")

    step = step_of(outcome)

    assert (step.action, step.outdated) == ("keep", True)
    assert step.reason == "Supplied by ada for an earlier specification. Rebuild it?"
    assert press(outcome).tasks_created == 1  # the tool's
    assert Skill.objects.get().status == "checked"


def test_what_comes_back_after_it_was_retired_is_still_theirs(outcome):
    supplied(outcome)
    for text in ("Nothing.", APPROACH.replace("to collect what competitors publish", "to read reports")):
        outcome = fresh(outcome)
        outcome.approach = text
        outcome.save()
        press(outcome)

    assert (Skill.objects.get().status, Skill.objects.get().current().agent) == ("checked", "member")


@pytest.mark.parametrize("same", [True, False])
def test_a_rebuild_that_is_asked_for_is_planned_and_twice_is_once(same, outcome):
    supplied(outcome)
    press(outcome)
    if not same:
        change_need(fresh(outcome), SKILL, "grace", specification="Read annual reports.")
        press(outcome)

    for _ in range(2):
        control.build_after_all(outcome.pk, SKILL, "grace")
    press(outcome)

    task = Task.objects.get(skill__name=SKILL)
    assert (task.status, step_of(outcome).action) == ("pending", "building")
    assert outcome.events.filter(message__contains="grace asks for a build").count() == 1


def test_a_rebuild_that_is_asked_for_before_the_needs_are_planned_waits_for_orchestrate(outcome):
    supplied(outcome)

    control.build_after_all(outcome.pk, SKILL, "grace")

    assert (step_of(outcome).action, step_of(outcome).reason) == ("rebuild", "A member asks for a build.")
    assert not Task.objects.exists()
    assert press(outcome).tasks_created == 2


def test_once_it_is_rebuilt_the_supplied_version_stays_readable(outcome):
    supplied(outcome)
    press(outcome)
    control.build_after_all(outcome.pk, SKILL, "grace")
    worker = started(outcome.active_run)[0]
    taken = claim(worker)
    while taken.task.skill is None:
        taken = settle_and_claim(taken, Built("tool", "x", "draft"), worker, "offline", "", 1)
    settle_and_claim(taken, Built("content", "x", "draft"), worker, "offline", "", 1)

    assert [(v.number, v.agent) for v in Skill.objects.get().versions.all()] == [
        (2, "offline"),
        (1, "member"),
    ]
    assert Skill.objects.get().version == 2
    assert step_of(outcome).action == "keep"


def test_a_waived_need_can_be_built_after_all(outcome):
    press(outcome)
    control.waive(outcome.pk, SKILL, "ada", "we know it")
    assert step_of(outcome).reason == "ada waived it: we know it. The work goes on without it."

    control.build_after_all(outcome.pk, SKILL, "grace")

    task = Task.objects.get(skill__name=SKILL)
    assert (task.status, fresh(task.skill).status, fresh(task.skill).waived_by) == (
        "pending",
        "needed",
        "ada",
    )
    assert Outcome.objects.get(pk=outcome.pk).infrastructure_ready == 1


@pytest.mark.parametrize("state", ["draft", "failed"])
def test_the_plan_decides_about_what_nobody_supplied_or_waived(state, outcome):
    build(outcome, effective_needs(outcome).skills[0], state)

    with pytest.raises(Refused, match=f"is {state}"):
        control.build_after_all(outcome.pk, SKILL, "ada")

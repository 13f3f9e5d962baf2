"""What a click on Orchestrate would do about each need, and that it does exactly this."""

import pytest

from outcomes.models import Outcome, Skill, Task, Tool
from outcomes.needs import Need, Needs
from outcomes.reconciliation import Plan, apply, reconcile, settle_readiness
from tests.factories import (
    OutcomeFactory,
    RunFactory,
    SkillFactory,
    TaskFactory,
    ToolFactory,
    add_version,
)

pytestmark = pytest.mark.django_db

USE = "Use the web-research skill to collect what competitors publish.\n"
USE_OTHERWISE = "Use the web-research skill to read annual reports.\n"


def need(name="web-research", kind="skill", digest="digest-1") -> Need:
    does = f"What {name} does." if digest == "digest-1" else f"Something else: {digest}."
    return Need(kind, name, name.title(), does, "Called for.", name, 1, digest)


def plan_for(outcome: Outcome, *wanted: Need) -> Plan:
    return reconcile(outcome, Needs(wanted, ()))


def actions(plan: Plan) -> dict[str, str]:
    return {step.name: step.action for step in plan.steps}


def carried_out(outcome: Outcome, *wanted: Need) -> list[Task]:
    outcome.refresh_from_db()
    return apply(outcome, plan_for(outcome, *wanted), "ada")


def having(state: str, digest: str = "digest-1", **values) -> Skill:
    return SkillFactory(name="web-research", digest=digest, state=state, **values)


def new_revision(outcome: Outcome) -> Outcome:
    outcome.refresh_from_db()
    outcome.approach += "\nAnother line.\n"
    outcome.save()
    return outcome


@pytest.fixture
def claude(settings):
    settings.ACTIVE_AGENT = "claude"


# -- the plan -------------------------------------------------------------------------------------


def test_a_need_without_anything_like_it_is_built():
    assert actions(plan_for(OutcomeFactory(), need())) == {"web-research": "build"}


@pytest.mark.parametrize("state", ["draft", "checked", "proven"])
def test_what_was_built_for_this_specification_is_kept(state):
    skill = having(state)

    [step] = plan_for(skill.outcome, need()).steps

    assert (step.action, step.version.number) == ("keep", 1)


def test_another_specification_is_rebuilt():
    skill = having("draft")

    assert actions(plan_for(skill.outcome, need(digest="digest-2"))) == {"web-research": "rebuild"}


def test_an_offline_draft_is_rebuilt_while_claude_is_active(claude):
    skill = having("draft")

    [step] = plan_for(skill.outcome, need()).steps

    assert (step.action, step.reason) == ("rebuild", "It is an offline draft, and Claude is active.")


def test_what_claude_built_is_kept_while_offline_is_active():
    skill = having("checked")

    assert actions(plan_for(skill.outcome, need())) == {"web-research": "keep"}


@pytest.mark.parametrize("digest", ["digest-1", "digest-2"])
def test_what_a_member_supplied_is_kept_whatever_the_approach_says(digest):
    skill = having("supplied")

    assert actions(plan_for(skill.outcome, need(digest=digest))) == {"web-research": "keep"}


def test_what_a_member_supplied_is_kept_by_claude_too(claude):
    skill = having("supplied")

    assert actions(plan_for(skill.outcome, need())) == {"web-research": "keep"}


def test_what_was_retired_comes_back_without_a_rebuild():
    skill = having("draft")
    skill.retire("ada")

    [step] = plan_for(skill.outcome, need()).steps

    assert (step.action, step.version.number) == ("keep", 1)


def test_an_older_version_that_fits_again_is_kept():
    skill = having("draft")
    skill.digest = "digest-2"
    add_version(skill)

    [step] = plan_for(skill.outcome, need()).steps

    assert (step.action, step.version.number) == ("keep", 1)


def test_what_is_no_longer_called_for_is_retired():
    skill = having("draft")

    assert actions(plan_for(skill.outcome)) == {"web-research": "retire"}


def test_what_is_retired_already_needs_nothing():
    skill = having("retired")

    assert plan_for(skill.outcome).steps == ()


def test_a_skill_that_becomes_a_tool_is_retired_and_built():
    skill = having("draft")

    plan = plan_for(skill.outcome, need(kind="tool"))

    assert [(step.action, step.kind) for step in plan.steps] == [("build", "tool"), ("retire", "skill")]


@pytest.mark.parametrize("state", ["pending", "running"])
def test_a_build_that_is_under_way_is_joined(state):
    skill = having("needed")
    task = TaskFactory(infrastructure=True, skill=skill, state=state)

    [step] = plan_for(skill.outcome, need()).steps

    assert (step.action, step.task) == ("building", task)


@pytest.mark.parametrize("state", ["failed", "held"])
def test_a_build_that_failed_is_tried_again_in_its_task(state):
    skill = having("needed")
    task = TaskFactory(infrastructure=True, skill=skill, state=state)

    [step] = plan_for(skill.outcome, need()).steps

    assert (step.action, step.task) == ("build", task)


@pytest.mark.parametrize(("digest", "action"), [("digest-1", "keep"), ("digest-2", "build")])
def test_a_waived_need_stays_waived_until_its_specification_changes(digest, action):
    skill = having("waived")

    assert actions(plan_for(skill.outcome, need(digest=digest))) == {"web-research": action}


def test_a_plan_changes_nothing():
    skill = having("draft")
    TaskFactory(infrastructure=True, skill=SkillFactory(outcome=skill.outcome))
    before = [list(model.objects.order_by("pk").values()) for model in (Skill, Tool, Task, Outcome)]

    plan_for(skill.outcome, need(digest="digest-2"), need("price-diff", "tool"))

    assert [list(model.objects.order_by("pk").values()) for model in (Skill, Tool, Task, Outcome)] == before


@pytest.mark.parametrize(
    ("state", "digest", "nothing"),
    [("draft", "digest-1", True), ("draft", "digest-2", False), ("waived", "digest-1", True)],
)
def test_a_plan_that_keeps_everything_builds_nothing(state, digest, nothing):
    skill = having(state)

    assert plan_for(skill.outcome, need(digest=digest)).builds_nothing is nothing


# -- obeying it -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "model"), [("skill", Skill), ("tool", Tool)])
def test_a_build_makes_the_row_and_its_task(kind, model):
    outcome = OutcomeFactory()

    [task] = carried_out(outcome, need(kind=kind))

    row = model.objects.get(outcome=outcome)
    assert (row.name, row.status, row.digest, row.quote) == (
        "web-research",
        "needed",
        "digest-1",
        "web-research",
    )
    assert (task.capability, task.revision, task.digest) == (row, 1, "digest-1")
    assert Outcome.objects.get(pk=outcome.pk).planned_revision == 1


def test_obeying_twice_makes_nothing_twice():
    outcome = OutcomeFactory()
    carried_out(outcome, need())

    assert carried_out(outcome, need()) == []
    assert Task.objects.count() == 1


def test_a_rebuild_leaves_the_old_version_readable():
    skill = having("draft")

    [task] = carried_out(skill.outcome, need(digest="digest-2"))

    skill.refresh_from_db()
    assert (skill.status, skill.digest, task.digest) == ("needed", "digest-2", "digest-2")
    assert skill.versions.get().digest == "digest-1"


def test_a_retired_skill_keeps_its_versions_and_is_not_given_to_workers():
    skill = having("draft")

    carried_out(skill.outcome)

    skill.refresh_from_db()
    assert (skill.status, skill.versions.count()) == ("retired", 1)
    assert not Skill.objects.usable().exists()


def test_a_retired_skill_comes_back_as_it_was():
    skill = having("draft")
    carried_out(skill.outcome)

    created = carried_out(skill.outcome, need())

    skill.refresh_from_db()
    assert (skill.status, skill.version, created) == ("draft", 1, [])


def test_the_older_version_that_fits_counts_again():
    skill = having("draft")
    skill.digest = "digest-2"
    skill.save()
    add_version(skill)

    carried_out(skill.outcome, need())

    skill.refresh_from_db()
    assert (skill.version, skill.digest, skill.versions.count()) == (1, "digest-1", 2)


def test_a_pending_build_that_still_fits_moves_to_the_new_revision():
    outcome = OutcomeFactory()
    [task] = carried_out(outcome, need())

    created = carried_out(new_revision(outcome), need())

    task.refresh_from_db()
    assert (task.revision, task.status, created) == (2, "pending", [])


def test_a_pending_build_that_no_longer_fits_is_cancelled():
    outcome = OutcomeFactory()
    [old] = carried_out(outcome, need())

    [new] = carried_out(new_revision(outcome), need(digest="digest-2"))

    old.refresh_from_db()
    assert (old.status, new.status, new.revision) == ("cancelled", "pending", 2)


def test_a_pending_build_of_something_no_longer_called_for_is_cancelled():
    outcome = OutcomeFactory()
    [task] = carried_out(outcome, need())

    carried_out(new_revision(outcome))

    task.refresh_from_db()
    assert (task.status, task.capability.status) == ("cancelled", "retired")


def test_a_running_build_that_still_fits_is_joined():
    skill = having("needed")
    task = TaskFactory(infrastructure=True, skill=skill, running=True)

    created = carried_out(new_revision(skill.outcome), need())

    task.refresh_from_db()
    assert (task.status, task.revision, created) == ("running", 2, [])
    assert (task.skill.status, Task.objects.count()) == ("building", 1)


def test_a_running_build_that_no_longer_fits_runs_beside_the_new_one():
    skill = having("needed")
    old = TaskFactory(infrastructure=True, skill=skill, running=True)

    [new] = carried_out(new_revision(skill.outcome), need(digest="digest-2"))

    old.refresh_from_db()
    skill.refresh_from_db()
    assert (old.status, old.revision) == ("running", 1)
    assert (new.status, skill.status) == ("pending", "needed")


def test_a_running_build_that_was_left_and_fits_again_is_joined():
    skill = having("needed")
    task = TaskFactory(infrastructure=True, skill=skill, running=True)
    carried_out(new_revision(skill.outcome))

    created = carried_out(new_revision(skill.outcome), need())

    task.refresh_from_db()
    assert (task.skill.status, task.revision, created) == ("building", 3, [])


@pytest.mark.parametrize("state", ["failed", "held"])
def test_a_failed_build_is_opened_again(state):
    skill = having("needed")
    task = TaskFactory(infrastructure=True, skill=skill, state=state)

    created = carried_out(skill.outcome, need())

    task.refresh_from_db()
    assert (task.status, task.failures, task.losses, created) == ("pending", 0, 0, [])
    assert (task.skill.status, Task.objects.count()) == ("needed", 1)


def test_a_cancelled_build_that_is_called_for_again_is_opened_again():
    outcome = OutcomeFactory()
    [task] = carried_out(outcome, need())
    carried_out(new_revision(outcome))

    created = carried_out(new_revision(outcome), need())

    task.refresh_from_db()
    assert (task.status, task.revision, created) == ("pending", 3, [])
    assert task.skill.status == "needed"


def test_a_draft_rebuilt_by_claude_stays_until_the_new_version_is_there(claude):
    skill = having("draft")

    [task] = carried_out(skill.outcome, need())

    skill.refresh_from_db()
    assert (skill.status, skill.version, task.digest) == ("needed", 1, "digest-1")


def test_a_kept_skill_tells_what_the_approach_says_now():
    skill = having("draft", title="Old title")

    carried_out(skill.outcome, need())

    skill.refresh_from_db()
    assert (skill.title, skill.line, skill.reason) == ("Web-Research", 1, "Called for.")


def test_execution_tasks_survive_every_plan():
    outcome = OutcomeFactory()
    task = TaskFactory(outcome=outcome)

    carried_out(new_revision(outcome))

    task.refresh_from_db()
    assert task.status == "pending"


# -- readiness ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "policy", "ready"),
    [
        ("draft", "all", 2),
        ("waived", "all", 2),
        ("retired", "all", 2),
        ("needed", "all", 1),
        ("building", "all", 1),
        ("failed", "all", 1),
        ("failed", "partial", 2),
        ("needed", "partial", 1),
    ],
)
def test_readiness_follows_where_the_needs_stand(state, policy, ready):
    outcome = OutcomeFactory(policy=policy)
    run = RunFactory(outcome=outcome)
    ToolFactory(outcome=outcome, state=state)

    settle_readiness(outcome, run)

    assert Outcome.objects.get(pk=outcome.pk).infrastructure_ready == ready

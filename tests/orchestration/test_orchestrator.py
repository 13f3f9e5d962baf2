"""One click on Orchestrate, from the first plan to the last result: workers run in this process, offline."""

import pytest

from orchestration import control
from orchestration.claims import Rest, next_claim
from outcomes.errors import BadInput, Refused
from outcomes.models import Artifact, Attempt, Outcome, Run, Skill, Task, Tool, Worker
from outcomes.tasks import TaskFields, add_task
from tests.factories import APPROACH, OutcomeFactory, RequirementFactory, SkillFactory, TaskFactory
from tests.orchestration.cluster import claim, press, started, work_all

pytestmark = pytest.mark.django_db(transaction=True)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def edit(outcome: Outcome, text: str) -> Outcome:
    outcome = fresh(outcome)
    outcome.approach = text
    outcome.save(by="ada")
    return outcome


def finished(**values) -> Outcome:
    """An outcome with one task that has been orchestrated to its end."""
    outcome = OutcomeFactory(**values)
    TaskFactory(outcome=outcome)
    press(outcome)
    work_all()
    assert outcome.runs.get().status == "completed"
    return fresh(outcome)


# -- the whole way --------------------------------------------------------------------------------


def test_an_approach_becomes_skills_tools_and_results():
    outcome = OutcomeFactory(with_approach=True)
    task = TaskFactory(outcome=outcome)
    RequirementFactory(task=task, name="web-research")

    answer = press(outcome)
    work_all()

    run = outcome.runs.get()
    assert (answer.started, answer.phase, answer.tasks_created, answer.workers_spawned) == (
        True,
        "infrastructure",
        2,
        2,
    )
    assert (run.status, run.reason) == ("completed", "completed, offline drafts")
    assert (fresh(outcome).infrastructure_ready, fresh(task).status) == (2, "completed")
    assert (Skill.objects.get().status, Tool.objects.get().status) == ("draft", "draft")
    assert Artifact.objects.filter(task=task, run=run).exists()


def test_an_attempt_knows_which_versions_it_was_given():
    outcome = OutcomeFactory(with_approach=True)
    task = TaskFactory(outcome=outcome)
    RequirementFactory(task=task, name="web-research")

    press(outcome)
    work_all()

    [version] = task.attempts.get().skills.all()
    assert (version.of.name, version.number) == ("web-research", 1)


def test_an_empty_approach_goes_straight_to_execution_and_says_so():
    outcome = OutcomeFactory(approach=" \n")
    TaskFactory(outcome=outcome)

    answer = press(outcome)

    assert (answer.phase, answer.tasks_created) == ("execution", 0)
    assert "approach is empty" in answer.message


def test_an_outcome_without_anything_to_do_completes_at_once():
    answer = press(OutcomeFactory())

    assert answer.phase == "complete"
    assert Run.objects.get().status == "completed"


def test_a_library_skill_is_not_built_again():
    SkillFactory(name="web-research", library=True)
    outcome = OutcomeFactory(with_approach=True)

    assert press(outcome).tasks_created == 1


# -- pressed twice --------------------------------------------------------------------------------


def test_pressing_twice_joins():
    outcome = OutcomeFactory(with_approach=True)
    first = press(outcome)

    second = press(outcome)

    assert (second.run_id, second.started, second.tasks_created, second.workers_spawned) == (
        first.run_id,
        False,
        0,
        0,
    )
    assert Task.objects.count() == 2


def test_pressing_when_all_is_done_starts_nothing():
    outcome = finished()

    answer = press(outcome)

    assert (answer.started, answer.run_id) == (False, outcome.runs.get().pk)
    assert answer.message.startswith("Everything is done already")


def test_an_explicit_limit_on_joining_changes_the_runs():
    outcome = OutcomeFactory()
    TaskFactory.create_batch(3, outcome=outcome)
    press(outcome)

    answer = press(outcome, max_execution_workers=2)

    assert (outcome.runs.get().max_execution_workers, answer.workers_spawned) == (2, 1)


def test_other_inputs_than_the_active_runs_are_refused():
    outcome = OutcomeFactory()
    TaskFactory(outcome=outcome)
    press(outcome, inputs={"month": "May"})

    with pytest.raises(Refused) as refusal:
        press(outcome, inputs={"month": "June"})

    assert refusal.value.code == "run-active"


def test_an_archived_outcome_is_not_orchestrated():
    outcome = OutcomeFactory(archived=True)

    with pytest.raises(Refused) as refusal:
        press(outcome)

    assert (refusal.value.code, Run.objects.count()) == ("archived", 0)


def test_a_suggested_skill_becomes_a_need():
    outcome = OutcomeFactory()

    press(outcome, suggested_skills=("Market sizing",))
    work_all()

    assert (Skill.objects.get().name, Skill.objects.get().status) == ("market-sizing", "draft")


def test_a_suggestion_without_a_name_starts_nothing():
    outcome = OutcomeFactory()

    with pytest.raises(BadInput):
        press(outcome, suggested_skills=("Market sizing", "!!!"))

    assert not Run.objects.exists()
    assert not outcome.need_overrides.exists()


# -- the approach changes in mid-run --------------------------------------------------------------


def test_a_change_holds_the_run_and_nothing_of_the_old_revision_is_claimed():
    outcome = OutcomeFactory(approach="Use the web-research skill.\n\nUse the market-sizing skill.")
    workers = started(press(outcome).run_id)

    edit(outcome, APPROACH)

    run = outcome.runs.get()
    assert (run.status, run.reason_code) == ("held", "approach-changed")
    assert fresh(outcome).infrastructure_ready == 0
    assert [claim(worker).name for worker in workers] == ["LEAVE", "LEAVE"]
    assert not Attempt.objects.exists()


def test_the_next_click_keeps_what_fits_and_builds_only_what_is_new():
    outcome = OutcomeFactory(approach="Use the web-research skill.\n")
    task = TaskFactory(outcome=outcome)
    press(outcome)
    work_all()
    edit(outcome, "Use the web-research skill.\n\nUse the market-sizing skill.\n")

    answer = press(outcome)
    work_all()

    assert answer.tasks_created == 1
    assert dict(Skill.objects.values_list("name", "version")) == {"web-research": 1, "market-sizing": 1}
    assert (fresh(outcome).infrastructure_ready, fresh(task).attempt) == (2, 1)


def test_a_typo_fixed_in_mid_run_rebuilds_nothing_and_the_run_goes_on_by_itself():
    outcome = OutcomeFactory(approach=APPROACH + "\nThank you for yuor time.\n")
    TaskFactory(outcome=outcome)
    press(outcome)

    edit(outcome, APPROACH + "\nThank you for your time.\n")
    work_all()

    run = outcome.runs.get()
    assert (run.status, run.approach_revision) == ("completed", 2)
    assert list(Skill.objects.values_list("version", flat=True)) == [1]
    kinds = list(outcome.events.order_by("id").values_list("kind", flat=True))
    assert kinds.index("run.held") < kinds.index("run.running")


def test_a_typo_fixed_in_execution_leaves_it_ready():
    outcome = OutcomeFactory(approach=APPROACH + "\nThank you for yuor time.\n", ready=True)
    TaskFactory(outcome=outcome)
    press(outcome)

    edit(outcome, APPROACH + "\nThank you for your time.\n")

    assert (fresh(outcome).infrastructure_ready, outcome.runs.get().status) == (2, "running")
    assert not Task.objects.infrastructure().exists()


def test_a_change_of_a_finished_outcome_waits_for_the_click():
    outcome = finished(with_approach=True)

    edit(outcome, "Use the market-sizing skill.")

    assert (fresh(outcome).infrastructure_ready, outcome.runs.get().status) == (0, "completed")


# -- tasks come later -----------------------------------------------------------------------------


def test_a_task_added_while_execution_runs_is_done_by_the_running_worker():
    outcome = OutcomeFactory(ready=True)
    TaskFactory(outcome=outcome)
    [worker] = started(press(outcome).run_id)
    claim(worker)
    added = add_task(outcome, TaskFields(title="Added"), "ada")
    Task.objects.running().get().complete("Done.")

    assert claim(worker).task == added


def test_a_task_added_to_a_finished_outcome_waits_for_the_click():
    outcome = finished()
    added = add_task(outcome, TaskFields(title="Added"), "ada")
    assert (work_all(), fresh(added).status) == (0, "pending")

    answer = press(outcome)
    work_all()

    assert (answer.started, outcome.runs.count(), fresh(added).status) == (True, 2, "completed")


# -- again ----------------------------------------------------------------------------------------


def test_again_twice_makes_three_runs_and_keeps_every_attempt_and_version():
    outcome = finished(with_approach=True)
    task = Task.objects.execution().get()

    for month in ("May", "June"):
        press(outcome, again=True, inputs={"month": month})
        work_all()

    assert list(outcome.runs.order_by("id").values_list("status", flat=True)) == ["completed"] * 3
    assert list(task.attempts.values_list("number", "run", "status")) == [
        (number, run.pk, "completed") for number, run in enumerate(outcome.runs.order_by("id"), 1)
    ]
    assert sorted(Artifact.objects.values_list("version", flat=True)) == [1, 2, 3]
    assert Skill.objects.get().version == 1


def test_again_leaves_what_a_person_skipped_alone():
    outcome = finished()
    skipped = TaskFactory(outcome=outcome, skipped=True)

    press(outcome, again=True)

    assert fresh(skipped).status == "skipped"


# -- after a failure ------------------------------------------------------------------------------


def fail_the_build(outcome: Outcome, name: str) -> None:
    """Press Orchestrate, with an agent that cannot write this skill and can write all others."""
    from orchestration.claims import Built, Claim, Failure, settle_and_claim

    [worker, *_] = started(press(outcome).run_id)
    step = claim(worker)
    while isinstance(step, Claim):
        row = step.task.capability
        ending = Failure("It has no frontmatter.") if row.name == name else Built("# It", "It.", "draft")
        step = settle_and_claim(step, ending, worker, "offline", "", 1)


def test_after_a_failed_build_the_next_click_retries_only_that_one():
    outcome = OutcomeFactory(approach="Use the web-research skill.\n\nUse the market-sizing skill.\n")
    TaskFactory(outcome=outcome)
    outcome.max_infrastructure_workers = 1
    outcome.save()
    fail_the_build(outcome, "web-research")
    assert outcome.runs.get().status == "failed"

    answer = press(outcome)

    assert (answer.started, answer.tasks_created, answer.phase) == (True, 0, "infrastructure")
    assert list(Task.objects.pending().infrastructure().values_list("skill__name", flat=True)) == [
        "web-research"
    ]
    assert Skill.objects.get(name="market-sizing").status == "draft"
    assert Worker.objects.active().get().phase == "infrastructure"


def test_a_failed_task_is_opened_again_by_the_next_click():
    outcome = OutcomeFactory()
    task = TaskFactory(outcome=outcome, failed=True)
    outcome.active_run.fail("execution-failed", "It failed.")

    press(outcome)
    work_all()

    assert (fresh(task).status, task.attempts.count()) == ("completed", 2)


# -- keys -----------------------------------------------------------------------------------------


def test_an_outcome_that_ran_on_claude_never_falls_back_silently(settings):
    outcome = OutcomeFactory()
    TaskFactory(outcome=outcome)
    outcome.mark_ran_on_claude()
    settings.ORCHESTRATOR_AGENT, settings.ACTIVE_AGENT = "auto", "offline"

    press(outcome)

    run = outcome.runs.get()
    assert (run.status, run.reason_code) == ("held", "no-key")
    assert work_all() == 0


def test_whoever_chooses_offline_gets_offline(settings):
    outcome = OutcomeFactory()
    TaskFactory(outcome=outcome)
    outcome.mark_ran_on_claude()
    settings.ORCHESTRATOR_AGENT = settings.ACTIVE_AGENT = "offline"

    press(outcome)
    work_all()

    assert outcome.runs.get().status == "completed"


def test_a_run_of_drafts_is_held_when_claude_has_become_active(settings):
    outcome = OutcomeFactory(approach="")
    TaskFactory(outcome=outcome)
    press(outcome)
    settings.ACTIVE_AGENT, settings.ORCHESTRATOR_AGENT = "claude", "auto"
    (worker,) = started(outcome.active_run)

    assert next_claim(worker, "claude", "some-model") is Rest.LEAVE

    run = outcome.active_run
    assert (run.status, run.reason_code) == ("held", "agent-changed")
    with pytest.raises(Refused, match="Press Orchestrate"):
        control.resume(outcome.pk, "ada")
    press(outcome)
    assert outcome.active_run.status == "running"

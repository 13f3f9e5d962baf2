"""Orders of events that once lost work, told untruths, or stood still."""

import pytest
from django.db import OperationalError

from orchestration import claims, control
from orchestration.claims import Built, Claim, GivenBack, Rest
from orchestration.handout import Desk
from outcomes.models import Outcome, Run, Skill, Task, Worker
from outcomes.needs import change_need
from tests.factories import OutcomeFactory, RequirementFactory, SkillFactory, TaskFactory
from tests.orchestration.cluster import claim, press, started, work_all

pytestmark = pytest.mark.django_db(transaction=True)

ONE = "We need a skill for tide reading."
TWO = ONE + "\n\nWe need a skill for fog forecasting."
BUILT = Built("content", "description", "draft")


def settle(taken: Claim, ending, worker: Worker):
    return claims.settle_and_claim(taken, ending, worker, "offline", "", 1)


def edited(outcome: Outcome, text: str) -> None:
    outcome = Outcome.objects.get(pk=outcome.pk)
    outcome.approach = text
    outcome.save(by="ada")


def statuses(outcome: Outcome) -> dict[str, str]:
    return dict(Task.objects.filter(outcome=outcome).values_list("title", "status"))


def test_a_build_given_back_after_its_need_was_dismissed_is_cancelled_and_stops_nobody():
    outcome = OutcomeFactory(approach=TWO, max_infrastructure_workers=1)
    press(outcome)
    (worker,) = started(outcome.active_run)
    taken = claim(worker)
    name = taken.task.capability.name

    change_need(outcome, name, "ada", dismissed=True)
    press(outcome)
    other = settle(taken, GivenBack("stop"), worker)
    settle(other, BUILT, worker)

    assert Task.objects.get(pk=taken.task.pk).status == "cancelled"
    assert outcome.runs.get().status == "completed"


def test_a_settle_that_was_rolled_back_can_be_tried_again(monkeypatch):
    outcome = OutcomeFactory(approach=ONE)
    press(outcome)
    (worker,) = started(outcome.active_run)
    taken = claim(worker)
    whole = claims._next_claim

    def broken(*args):
        raise OperationalError("the connection broke")

    monkeypatch.setattr(claims, "_next_claim", broken)
    with pytest.raises(OperationalError):
        settle(taken, BUILT, worker)
    monkeypatch.setattr(claims, "_next_claim", whole)

    settle(taken, BUILT, worker)

    assert Task.objects.get(pk=taken.task.pk).status == "completed"
    assert Skill.objects.get().status == "draft"


def test_an_approach_edited_and_edited_back_joins_the_build_under_way():
    outcome = OutcomeFactory(approach=ONE)
    press(outcome)
    (worker,) = started(outcome.active_run)
    taken = claim(worker)

    edited(outcome, ONE.replace("tide reading.", "tide reading by lamp light and by night."))
    press(outcome)
    edited(outcome, ONE)
    press(outcome)
    settle(taken, BUILT, worker)
    work_all()

    assert outcome.runs.get().status == "completed"
    assert Skill.objects.get(status="draft").versions.filter(digest=taken.task.digest).count() == 1


def test_a_skill_that_moved_to_the_library_is_found_there():
    outcome = OutcomeFactory(approach="")
    SkillFactory(outcome=outcome, name="web-research", retired=True)
    SkillFactory(library=True, built=True, name="web-research")
    task = TaskFactory(outcome=outcome)
    RequirementFactory(task=task, kind="skill", name="web-research")

    press(outcome)
    work_all()

    assert Task.objects.get(pk=task.pk).status == "completed"
    assert task.attempts.get().skills.get().of.outcome is None


def test_retrying_a_held_task_after_the_approach_changed_leaves_the_run_to_orchestrate():
    outcome = OutcomeFactory(approach="")
    task = TaskFactory(outcome=outcome)
    press(outcome)
    run = outcome.active_run
    Worker.objects.get().end("test")
    Task.objects.filter(pk=task.pk).update(status="held")
    run.hold("task-held", "A task waits.")

    edited(outcome, ONE)
    control.retry(Task.objects.get(pk=task.pk), "ada")

    run = Run.objects.get(pk=run.pk)
    assert (run.status, run.reason_code) == ("held", "approach-changed")


def test_a_waived_failure_no_longer_counts_as_an_error():
    outcome = OutcomeFactory(approach=ONE)
    press(outcome)
    (worker,) = started(outcome.active_run)
    taken = claim(worker)
    for _ in range(3):
        taken = settle(taken, claims.Failure("bad document"), worker)

    control.waive(outcome.pk, Skill.objects.get().name, "ada")
    press(outcome)

    assert statuses(outcome) == {Task.objects.get().title: "cancelled"}
    assert Outcome.objects.get(pk=outcome.pk).infrastructure_ready == 2


def test_skipping_the_held_task_lets_the_run_go_on():
    outcome = OutcomeFactory(approach="")
    held, other = TaskFactory(outcome=outcome), TaskFactory(outcome=outcome)
    press(outcome)
    run = outcome.active_run
    Task.objects.filter(pk=held.pk).update(status="held")
    run.hold("task-held", "A task waits.")

    control.skip(Task.objects.get(pk=held.pk), "not needed", "ada")
    work_all()

    assert Task.objects.get(pk=other.pk).status == "completed"
    assert Run.objects.get(pk=run.pk).status == "completed"


def test_an_attempt_is_handed_the_text_of_its_own_revision():
    outcome = OutcomeFactory(approach=ONE)
    press(outcome)
    (worker,) = started(outcome.active_run)
    taken = claim(worker)

    edited(outcome, TWO)

    assert Desk(outcome.pk).capability_brief(taken).approach == ONE


def test_others_are_woken_when_the_last_need_is_settled():
    outcome = OutcomeFactory(approach=ONE, max_execution_workers=3)
    for _ in range(4):
        TaskFactory(outcome=outcome)
    press(outcome)
    (worker,) = started(outcome.active_run)

    settle(claim(worker), BUILT, worker)

    assert Worker.objects.filter(status="woken", phase="execution").count() == 2


def test_stop_and_resume_before_anybody_started_leave_somebody_woken():
    outcome = OutcomeFactory(approach="")
    TaskFactory(outcome=outcome)
    press(outcome)

    control.stop(outcome.pk, "now", "ada")
    control.resume(outcome.pk, "ada")
    work_all()

    assert outcome.runs.get().status == "completed"


def test_a_worker_that_breaks_gives_its_slot_and_task_back(monkeypatch):
    outcome = OutcomeFactory(approach="")
    task = TaskFactory(outcome=outcome)
    press(outcome)
    whole = claims._settle
    monkeypatch.setattr(claims, "_settle", lambda *args: 1 / 0)
    work_all()
    monkeypatch.setattr(claims, "_settle", whole)

    assert Worker.objects.get().status == "lost"
    assert Task.objects.get(pk=task.pk).status == "pending"
    assert claims.next_claim(Worker.objects.get(), "offline", "") is Rest.LEAVE

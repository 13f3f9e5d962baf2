"""What is counted of an outcome, in one statement."""

import pytest

from orchestration.progress import Tally
from outcomes.models import Task
from tests.factories import (
    DependencyFactory,
    OutcomeFactory,
    RequirementFactory,
    SkillFactory,
    TaskFactory,
    WorkerFactory,
)

pytestmark = pytest.mark.django_db
STATES = [status for status in Task.Status.values if status != "pending"]


def outcome_with_everything():
    """Tasks in every state, each with one that waits for it; some require what is there, or is not."""
    outcome = OutcomeFactory(ready=True)
    built = SkillFactory(outcome=outcome, built=True)
    for state in STATES:
        DependencyFactory(task=TaskFactory(outcome=outcome), on=TaskFactory(outcome=outcome, state=state))
    DependencyFactory(task=TaskFactory(outcome=outcome, failed=True), on=TaskFactory(outcome=outcome))
    for name in (built.name, SkillFactory(library=True).name, "nowhere"):
        RequirementFactory(task=TaskFactory(outcome=outcome), name=name)
    return outcome


def test_it_counts_what_the_querysets_count():
    outcomes = [outcome_with_everything(), outcome_with_everything()]

    for outcome in outcomes:
        execution = Task.objects.filter(outcome=outcome).execution()
        told = {status: execution.filter(status=status).count() for status in Task.Status.values}
        told |= {"total": execution.count(), "blocked": execution.blocked().count()}
        assert Tally.of(outcome.pk).stats["execution"] == told
        assert told["blocked"] == 5


def test_builds_count_for_the_current_revision_only():
    outcome = OutcomeFactory()
    TaskFactory(outcome=outcome, infrastructure=True)
    outcome.approach = "We need a skill for tide reading."
    outcome.save(by="ada")

    assert Tally.of(outcome.pk).stats["infrastructure"]["total"] == 0


def test_workers_at_work_are_counted_by_phase():
    outcome = OutcomeFactory()
    for state in ("working", "ended", "lost"):
        WorkerFactory(outcome=outcome, state=state)

    assert Tally.of(outcome.pk).working == {"infrastructure": 0, "execution": 1}


@pytest.mark.parametrize(
    ("states", "phase"),
    [
        ([], "complete"),
        (["completed", "skipped", "cancelled"], "complete"),
        (["completed", "held"], "execution"),
    ],
)
def test_the_phase_follows_from_the_counts(states, phase):
    outcome = OutcomeFactory(ready=True)
    for state in states:
        TaskFactory(outcome=outcome, state=state)

    assert Tally.of(outcome.pk).phase == phase

"""What a worker says to the server between two tasks goes in few batches, which hold or are undone as one."""

import re

import pytest
from django.db import IntegrityError, OperationalError, connection, connections, transaction

from orchestration import claims
from orchestration.claims import Claim, Failure, Rest, return_claim
from outcomes import compiled
from outcomes.errors import WrongStatus
from outcomes.models import Artifact, Event, Outcome, Task
from tests.factories import OutcomeFactory, TaskFactory
from tests.orchestration.cluster import claim, result, settle

pytestmark = pytest.mark.django_db(transaction=True)
on_a_server = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is no server")


@pytest.fixture
def ready():
    """For a lone worker, which asks the least."""
    return OutcomeFactory(ready=True, max_execution_workers=1)


@pytest.fixture
def elsewhere():
    """What others see and do meanwhile: a connection of its own."""
    other = connections.create_connection("default")

    def ask(sql, *params):
        with other.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchone()[0]

    yield ask
    other.close()


def in_a_batch(*steps):
    """Send all of this in one, as its own transaction."""
    with transaction.atomic(), compiled.batch():
        for step in steps:
            step()


@pytest.fixture
def round_trips(tmp_path):
    """How often whoever does this waits for the server, by the driver's own record of what is said."""

    def count(do):
        server = connection.connection.pgconn
        with (tmp_path / "said").open("w+") as said:
            server.trace(said.fileno())
            do()
            server.untrace()
            said.seek(0)
            directions = "".join(re.findall(r"\t([FB])\t", said.read()))
        return len(re.findall("F+B+", directions))

    return count


def test_an_open_batch_is_part_of_its_transaction(ready, elsewhere):
    events = "SELECT COUNT(*) FROM outcomes_event WHERE kind = 'a.test'"

    with transaction.atomic():
        with compiled.batch():
            Event.record(ready.pk, "a.test", "mia", "within")
        before = elsewhere(events)

    assert (before, elsewhere(events)) == (0, 1)


def test_what_follows_a_batch_in_its_transaction_can_be_undone_alone(ready):
    with transaction.atomic():
        with compiled.batch():
            Event.record(ready.pk, "a.test", "mia", "first")
        with pytest.raises(IntegrityError), transaction.atomic():
            TaskFactory(outcome=ready, status="unheard-of")
        Event.record(ready.pk, "a.test", "mia", "last")

    assert {event.message for event in Event.objects.filter(kind="a.test")} == {"first", "last"}


def test_statements_after_the_transaction_of_a_batch_stand_alone(ready, elsewhere):
    with transaction.atomic(), compiled.batch():
        Event.record(ready.pk, "a.test", "mia", "within")

    Outcome.objects.filter(pk=ready.pk).update(name="Seen at once")

    assert elsewhere("SELECT name FROM outcomes_outcome WHERE id = %s", ready.pk) == "Seen at once"


@pytest.mark.parametrize("asks", [True, False], ids=["before a question", "at the end"])
def test_an_update_that_meets_no_row_undoes_its_batch(asks, ready, elsewhere):
    task, went_on = TaskFactory(outcome=ready), []
    gone = LookupError("no such row")
    question = [lambda: Task.objects.first_claimable(ready.pk, "execution", 1), lambda: went_on.append(True)]

    with pytest.raises(LookupError):
        in_a_batch(
            lambda: Event.record(ready.pk, "a.test", "mia", "before"),
            lambda: compiled.update(Task, {"id": task.pk, "status": "held"}, {"title": "New"}, missed=gone),
            lambda: Event.record(ready.pk, "a.test", "mia", "after"),
            *(question if asks else []),
        )

    assert not went_on
    assert elsewhere("SELECT COUNT(*) FROM outcomes_event WHERE kind = 'a.test'") == 0
    assert connection.get_autocommit()


def test_an_error_of_the_database_undoes_its_batch_and_leaves_the_connection_usable(ready, worker):
    task = TaskFactory(outcome=ready)
    gone = LookupError("no such row")

    with pytest.raises(IntegrityError, match="task_status_known"):
        in_a_batch(
            lambda: Event.record(ready.pk, "a.test", "mia", "before"),
            lambda: compiled.update(Task, {"id": task.pk}, {"status": "unheard"}),
            lambda: compiled.update(Task, {"id": task.pk, "status": "held"}, {"title": "New"}, missed=gone),
        )

    assert not Event.objects.filter(kind="a.test").exists()
    assert claim(worker).task == task


def test_files_of_one_path_that_are_stored_together_are_its_versions(ready):
    Artifact.store(ready, [("a.md", b"1", "")], "mia")

    with transaction.atomic(), compiled.batch():
        stored = Artifact.store(ready, [("a.md", b"2", ""), ("b.md", b"1", ""), ("a.md", b"3", "")], "mia")

    assert [(file.path, file.version) for file in stored] == [("a.md", 2), ("b.md", 1), ("a.md", 3)]
    assert list(Artifact.objects.order_by("id").values_list("version", flat=True)) == [1, 2, 1, 3]


def test_who_could_not_settle_claims_again_on_the_same_connection(ready, worker):
    TaskFactory(outcome=ready)
    taken = claim(worker)
    return_claim(Task.objects.get(pk=taken.task.pk), "its lease ran out", lost=True)

    for _ in range(3):
        with pytest.raises(WrongStatus):
            settle(taken, result(), worker)
    again = claim(worker)

    assert (again.task, again.attempt.number) == (taken.task, 2)
    assert settle(again, result(), worker) is Rest.LEAVE
    assert Artifact.objects.get().attempt == again.attempt


@pytest.mark.parametrize("ending", [result(), Failure("It broke.")], ids=["result", "failure"])
def test_an_outcome_that_was_deleted_meanwhile_gets_no_result(ending, ready, worker):
    TaskFactory(outcome=ready)
    taken = claim(worker)
    Outcome.objects.get(pk=ready.pk).delete()

    with pytest.raises((WrongStatus, Outcome.DoesNotExist)):
        settle(taken, ending, worker)
    with pytest.raises(Outcome.DoesNotExist):
        claim(worker)

    assert not Artifact.objects.exists()


def test_what_may_be_done_next_is_said_by_the_outcome_as_it_is_now(ready, worker):
    first, second = TaskFactory(outcome=ready), TaskFactory(outcome=ready)
    taken = claim(worker)
    TaskFactory(outcome=ready, infrastructure=True)
    Outcome.objects.get(pk=ready.pk).reset_infrastructure("a member asks for another skill")

    step = settle(taken, result(), worker)

    assert step is Rest.LEAVE
    assert Task.objects.get(pk=first.pk).status == "completed"
    assert Task.objects.get(pk=second.pk).status == "pending"


def test_a_commit_that_was_not_sent_keeps_nothing(ready, worker, monkeypatch):
    task = TaskFactory(outcome=ready)
    following = TaskFactory(outcome=ready)
    taken = claim(worker)
    # All has been written, and the process dies: the server hears no more of it.
    monkeypatch.setattr(claims, "_take", lambda *args, real=claims._take: (real(*args), connection.close()))

    settle(taken, result(), worker)

    assert Task.objects.get(pk=task.pk).status == "running"
    assert Task.objects.get(pk=following.pk).status == "pending"
    assert not Artifact.objects.exists()


@on_a_server
@pytest.mark.parametrize("when", ["_settle", "_next_claim", "_take"])
def test_a_server_that_ends_the_connection_in_mid_transaction_keeps_nothing(
    when, ready, worker, elsewhere, monkeypatch
):
    task = TaskFactory(outcome=ready)
    TaskFactory(outcome=ready)
    taken = claim(worker)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (mine,) = cursor.fetchone()
    real = getattr(claims, when)

    def struck(*args):
        done = real(*args)
        elsewhere("SELECT pg_terminate_backend(%s, 5000)", mine)
        return done

    with monkeypatch.context() as patch:
        patch.setattr(claims, when, struck)
        with pytest.raises(OperationalError):
            settle(taken, result(), worker)
    connection.close()

    assert Task.objects.get(pk=task.pk).status == "running"
    assert not Artifact.objects.exists()
    assert isinstance(settle(taken, result(), worker), Claim)
    assert Artifact.objects.get().task == task


@on_a_server
def test_a_worker_waits_three_times_for_the_server_between_two_tasks(ready, worker, round_trips):
    for _ in range(6):
        TaskFactory(outcome=ready)
    step = claim(worker)

    def settle_one():
        nonlocal step
        step = settle(step, result(), worker)

    waited = [round_trips(settle_one) for _ in range(5)]

    assert isinstance(step, Claim)
    assert waited == [3] * 5  # written and asked, claimed, committed


@on_a_server
def test_a_first_claim_waits_four_times_for_the_server(ready, worker, round_trips):
    TaskFactory(outcome=ready)

    assert round_trips(lambda: claim(worker)) == 4  # locked, asked, claimed, committed

"""The queues that carry wake-ups: the database's and Redis's, also while Redis is away."""

import socket

import django_q.tasks
import pytest
from django.db import close_old_connections, connection, connections

from orchestration import broker, redis_broker
from orchestration.worker import work
from outcomes.models import Worker
from tests.factories import OutcomeFactory
from tests.orchestration.cluster import press

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_database_delivers_wake_ups_once_in_order_and_a_few_at_a_time():
    queue = broker.DatabaseBroker("ours")
    other = broker.DatabaseBroker("theirs")
    for sender, message in ((queue, "a"), (other, "not for us"), (queue, "b"), (queue, "c"), (queue, "d")):
        sender.enqueue(message)

    assert queue.dequeue() == [(None, "a"), (None, "b"), (None, "c")]
    assert [queue.dequeue() for _ in range(2)] == [[(None, "d")], None]


def test_a_redis_that_is_away_is_waited_for(settings, monkeypatch):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(redis_broker, "AWAY_PAUSE_S", 0)
    redis_broker._client.cache_clear()
    queue = redis_broker.RedisBroker("ours")

    assert queue.ping()
    assert queue.dequeue() is None
    assert not broker.answers()
    redis_broker._client.cache_clear()


def test_a_start_stands_though_nobody_can_be_woken(settings, monkeypatch, caplog):
    outcome = OutcomeFactory(approach="Use the web-research skill to collect prices.\n")
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    redis_broker._client.cache_clear()

    monkeypatch.setattr(django_q.tasks, "get_broker", lambda _: redis_broker.RedisBroker("ours"))

    press(outcome)

    redis_broker._client.cache_clear()
    assert outcome.active_run.status == "running"
    assert Worker.objects.get(outcome=outcome).status == "woken"
    (told,) = [record for record in caplog.records if record.levelname == "ERROR"]
    assert "is sent again later" in told.message
    assert told.exc_info is None


def test_whoever_wakes_many_waits_once_for_a_redis_that_is_silent(settings, monkeypatch, caplog):
    monkeypatch.setattr(redis_broker, "REDIS_TIMEOUT_S", 0.3)
    monkeypatch.setattr(redis_broker, "AWAY_PAUSE_S", 60)
    monkeypatch.setattr(redis_broker.RedisBroker, "_silent_until", 0)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.REDIS_URL = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        redis_broker._client.cache_clear()
        queue = redis_broker.RedisBroker("ours")

        for _ in range(64):
            queue.enqueue("a wake-up")

    redis_broker._client.cache_clear()
    assert caplog.text.count("takes no wake-up") == 1


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has no server that could end a connection"
)
def test_a_job_whose_connection_the_server_has_ended_meanwhile_opens_another():
    outcome = OutcomeFactory(approach="Use the web-research skill to collect prices.\n")
    press(outcome)
    woken = Worker.objects.get(outcome=outcome, status="woken")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        mine = cursor.fetchone()
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", mine)
    other.close()
    close_old_connections()  # as django-q2 does before each job

    work(woken.pk)

    assert Worker.objects.get(pk=woken.pk).status == "ended"

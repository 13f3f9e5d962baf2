"""A member who is signed in, and what the tests of pages share."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orchestration.worker import work
from outcomes.models import Worker
from tests.factories import UserFactory


@pytest.fixture
def member(db):
    return UserFactory(username="ada")


@pytest.fixture
def member_client(client, member):
    """A client that is signed in as ada."""
    client.force_login(member)
    return client


@pytest.fixture
def statements_of(member_client):
    """What a GET of this address says to the database."""

    def capture(address: str) -> list[str]:
        member_client.get(address)  # what is looked up once per process is looked up
        with CaptureQueriesContext(connection) as captured:
            assert member_client.get(address).status_code == 200
        return [query["sql"] for query in captured]

    return capture


@pytest.fixture
def queries_of(statements_of):
    """How many queries a GET of this address takes."""
    return lambda address: len(statements_of(address))


def let_workers_work() -> None:
    """Be every worker that was woken, until none is left."""
    while woken := list(Worker.objects.filter(status="woken").values_list("pk", flat=True)):
        for pk in woken:
            work(pk)

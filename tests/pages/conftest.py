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
def queries_of(member_client):
    """How many queries a GET of this address takes."""

    def count(address: str) -> int:
        member_client.get(address)  # what is looked up once per process is looked up
        with CaptureQueriesContext(connection) as captured:
            assert member_client.get(address).status_code == 200
        return len(captured)

    return count


def let_workers_work() -> None:
    """Be every worker that was woken, until none is left."""
    while woken := list(Worker.objects.filter(status="woken").values_list("pk", flat=True)):
        for pk in woken:
            work(pk)

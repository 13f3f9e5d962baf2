"""A disk that runs out of space: nothing new is begun, everybody is told, and work goes on by itself."""

import pytest

from orchestration import disk, reaper
from orchestration.claims import Rest
from orchestration.control import resume, stop
from outcomes.models import Run, Task, Worker
from tests.factories import OutcomeFactory, TaskFactory, UserFactory, WorkerFactory
from tests.orchestration.cluster import claim, press, work_all

NO_ROOM = 10**9  # megabytes that no disk has


@pytest.fixture
def full(settings):
    settings.ORCHESTRATOR_MIN_FREE_MB = NO_ROOM
    return settings


@pytest.fixture
def outcome():
    outcome = OutcomeFactory(ready=True)
    TaskFactory(outcome=outcome)
    return outcome


pytestmark = pytest.mark.django_db


def test_it_says_how_much_is_free_how_much_is_wanted_and_what_to_do(full):
    told = disk.shortage()

    assert f"{disk.free_mb():,} MB are free" in told
    assert "1,000,000,000 MB" in told
    assert "ORCHESTRATOR_MIN_FREE_MB" in told


@pytest.mark.parametrize("least", [0, 1])
def test_with_room_or_without_a_threshold_there_is_nothing_to_say(least, settings):
    settings.ORCHESTRATOR_MIN_FREE_MB = least

    assert disk.shortage() == ""


def test_nobody_is_woken_and_the_answer_says_why(full, outcome):
    answer = press(outcome)

    assert answer.workers_spawned == 0
    assert "Disk space" in answer.message
    assert Run.objects.get().status == "running"


def test_a_worker_takes_nothing_more_and_leaves(full, outcome):
    worker = WorkerFactory(outcome=outcome)

    assert claim(worker) is Rest.LEAVE
    assert Worker.objects.get().status == "ended"
    assert Task.objects.get().status == "pending"


def test_a_run_that_has_nothing_left_to_do_ends_all_the_same(full):
    worker = WorkerFactory(outcome=OutcomeFactory(ready=True))

    assert claim(worker) is Rest.LEAVE
    assert Run.objects.get().status == "completed"


@pytest.mark.django_db(transaction=True)
def test_with_room_again_work_goes_on_by_itself(full, outcome):
    press(outcome)
    reaper.reap()
    full.ORCHESTRATOR_MIN_FREE_MB = 1

    reaper.reap()
    work_all()

    assert (Task.objects.get().status, Run.objects.get().status) == ("completed", "completed")


def test_stop_and_resume_work_without_room(full, outcome):
    press(outcome)
    stop(outcome.pk, "now", "ada")

    assert resume(outcome.pk, "ada").status == "running"


def test_every_page_has_a_banner_for_who_is_signed_in(full, client, outcome):
    assert "Disk space" not in client.get("/accounts/login/").content.decode()
    client.force_login(UserFactory())

    for path in ("/", f"/outcomes/{outcome.pk}/", "/outcomes/new/"):
        assert 'role="alert">Disk space is running out' in client.get(path).content.decode(), path


def test_the_banner_comes_and_goes_while_a_page_is_open(full, client, outcome):
    client.force_login(UserFactory())
    press(outcome)
    page = client.get(f"/outcomes/{outcome.pk}/")
    full.ORCHESTRATOR_MIN_FREE_MB = 1

    fragment = client.get(
        f"/outcomes/{outcome.pk}/live/?seen={page.context['token']}", headers={"HX-Request": "true"}
    ).content.decode()

    assert "Waiting for disk space" in page.content.decode()
    assert '<div id="disk" class="banner" role="alert" hx-swap-oob="true" hidden></div>' in fragment


def test_the_status_names_it_among_the_errors(full, client, outcome):
    client.force_login(UserFactory())

    status = client.get(f"/api/outcomes/{outcome.pk}/orchestrate").json()

    assert [error[:10] for error in status["errors"]] == ["Disk space"]

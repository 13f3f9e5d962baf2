"""What holds for every page: signed out, wrong method, unknown outcome, what it asks of the database."""

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views.defaults import server_error

from outcomes.models import Artifact, Skill, Task, Tool
from tests.factories import APPROACH, OutcomeFactory, RunFactory, TaskFactory, WorkerFactory, add_version
from tests.statements import that_write_or_lock

GETS = [
    "outcome",
    "live",
    "settings",
    "tasks",
    "task",
    "task-live",
    "library",
    "add-skill",
    "new-need",
    "supply",
    "edit-need",
    "usage",
    "usage-csv",
]
OUTCOME_GETS = [
    *("list", "new", "events", "approach", "revisions", "revision", "new-task", "edit-task"),
    *("delete-task", "artifacts", "artifact", "download", "skill", "tool", "tokens"),
]
POSTS = [
    *("orchestrate", "stop", "resume", "waive", "dismiss", "retry-task", "skip-task", "cancel-task"),
    *("move-task", "limit", "rebuild", "restore-need", "remove-from-library", "budget"),
]
OUTCOME_POSTS = ["draft-tasks", "proposed", "revoke-token"]
ALL_GETS = [f"orchestration:{name}" for name in GETS] + [f"outcomes:{name}" for name in OUTCOME_GETS]
ALL_POSTS = [f"orchestration:{name}" for name in POSTS] + [f"outcomes:{name}" for name in OUTCOME_POSTS]
ONLY_GET = sorted(
    set(ALL_GETS)
    - {f"outcomes:{name}" for name in ("new", "approach", "new-task", "edit-task", "delete-task")}
    - {"outcomes:artifacts", "outcomes:tokens", "orchestration:settings"}
    - {"orchestration:add-skill", "orchestration:new-need", "orchestration:supply"}
    - {"orchestration:edit-need"}
)
WITHOUT_A_NUMBER = {
    *(f"outcomes:{name}" for name in ("list", "new", "tokens")),
    *(
        f"orchestration:{name}"
        for name in ("library", "add-skill", "remove-from-library", "usage", "usage-csv")
    ),
}


def world(*, size: int = 1):
    """An outcome with `size` of everything a page may list."""
    outcome = OutcomeFactory(approach=APPROACH, state="ready")
    for n in range(size):
        outcome.refresh_from_db()
        outcome.approach = f"{APPROACH}\n{n}\n"
        outcome.save(by="ada")
        OutcomeFactory(name=f"Another {n}", approach=APPROACH, state="ready")
        task = TaskFactory(outcome=outcome, completed=True)
        TaskFactory(outcome=outcome)
        attempt = task.attempts.get()
        for model in (Skill, Tool):
            row = model.objects.filter(outcome=outcome).first()
            add_version(row)
            (attempt.skills if model is Skill else attempt.tools).add(*row.versions.all())
            add_version(model.objects.create(name=f"library-{size}-{n}", title=f"Of the library {n}"))
        files = Artifact.store(
            outcome, [("a.md", b"# A", ""), (f"{n}.md", b"x", "")], "ada", task=task, attempt=attempt
        )
        attempt.artifacts.add(*files)
    run = outcome.active_run or RunFactory(outcome=outcome)
    WorkerFactory(run=run)
    return outcome


def address(name: str, outcome=None) -> str:
    pk = outcome.pk if outcome else 1
    task = Task.objects.filter(outcome=pk, phase="execution").order_by("pk").first()
    artifact = Artifact.objects.filter(outcome=pk).first()
    leaf = name.split(":")[1]
    if leaf in ("skill", "tool"):
        row = (Skill if leaf == "skill" else Tool).objects.filter(outcome=pk).first()
        return reverse(name, args=[row.pk if row else 1])
    if leaf in ("list", "new", "tokens", "library", "add-skill", "usage", "usage-csv"):
        return reverse(name)
    if leaf == "revoke-token":
        return reverse(name, args=[1])
    if leaf == "remove-from-library":
        return reverse(name, args=["skill", "x"])
    args = [pk]
    if "task" in leaf and leaf not in ("new-task", "draft-tasks", "tasks"):
        args.append(task.pk if task else 1)
    elif leaf in ("artifact", "download"):
        args.append(artifact.pk if artifact else 1)
    elif leaf == "revision":
        args.append(1)
    elif leaf in ("waive", "dismiss", "rebuild", "supply", "edit-need", "restore-need"):
        args.append("web-research")
    return reverse(name, args=args)


@pytest.mark.parametrize("name", ALL_GETS + ALL_POSTS)
def test_a_visitor_is_asked_to_sign_in(name, client, db):
    response = client.get(address(name)) if name in ALL_GETS else client.post(address(name))

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/accounts/login/")


def test_a_member_sees_it(member_client):
    outcome = world()

    seen = {name: member_client.get(address(name, outcome)).status_code for name in ALL_GETS}

    assert seen == dict.fromkeys(ALL_GETS, 200)


@pytest.mark.parametrize("name", ALL_POSTS)
def test_what_changes_things_takes_only_a_post(name, member_client):
    assert member_client.get(address(name)).status_code == 405


@pytest.mark.parametrize("name", ONLY_GET)
def test_what_only_shows_takes_no_post(name, member_client):
    assert member_client.post(address(name)).status_code == 405


@pytest.mark.parametrize("name", [name for name in ALL_GETS + ALL_POSTS if name not in WITHOUT_A_NUMBER])
def test_what_is_not_there_answers_404(name, member_client):
    response = member_client.get(address(name)) if name in ALL_GETS else member_client.post(address(name))

    assert response.status_code == 404
    assert "There is nothing here" in response.text


def test_looking_neither_writes_nor_locks(member_client, statements_of):
    outcome = world()

    found = {name: that_write_or_lock(statements_of(address(name, outcome))) for name in ALL_GETS}

    assert found == {name: [] for name in ALL_GETS}


def test_the_number_of_queries_does_not_grow_with_the_rows(queries_of):
    small = world(size=2)
    few = {name: queries_of(address(name, small)) for name in ALL_GETS}
    large = world(size=7)

    many = {name: queries_of(address(name, large)) for name in ALL_GETS}

    assert {name: many[name] for name in many if many[name] > few[name]} == {}
    assert {name: few[name] for name in few if few[name] > 32} == {}


def test_an_unknown_address_has_a_page_of_the_same_look(member_client):
    response = member_client.get("/nowhere/")

    assert response.status_code == 404
    assert "app.css" in response.text


def test_a_form_without_its_token_is_refused_with_what_to_do(member):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(member)

    response = strict.post("/outcomes/new/", {"name": "x"})

    assert response.status_code == 403
    assert "reload the page" in response.text


def test_the_page_of_an_accident_needs_no_database(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = server_error(RequestFactory().get("/"))

    assert response.status_code == 500
    assert b"Something broke here" in response.content

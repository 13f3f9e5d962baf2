"""What holds for every page: signed out, wrong method, unknown outcome, number of queries."""

import pytest
from django.urls import reverse

from outcomes.models import Artifact, Skill, Task, Tool
from tests.factories import APPROACH, OutcomeFactory, RunFactory, TaskFactory, WorkerFactory, add_version

GETS = ["outcome", "live", "tasks", "task", "library", "add-skill"]
OUTCOME_GETS = [
    *("list", "new", "edit", "events", "approach", "revisions", "revision", "new-task", "edit-task"),
    *("delete-task", "artifacts", "artifact", "download", "skill", "tool", "tokens"),
]
POSTS = [
    *("orchestrate", "stop", "resume", "waive", "dismiss", "retry-task", "skip-task", "cancel-task"),
    "remove-from-library",
]
OUTCOME_POSTS = ["draft-tasks", "move-task", "revoke-token"]
ALL_GETS = [f"orchestration:{name}" for name in GETS] + [f"outcomes:{name}" for name in OUTCOME_GETS]
ALL_POSTS = [f"orchestration:{name}" for name in POSTS] + [f"outcomes:{name}" for name in OUTCOME_POSTS]
ONLY_GET = sorted(
    set(ALL_GETS)
    - {f"outcomes:{name}" for name in ("new", "edit", "approach", "new-task", "edit-task", "delete-task")}
    - {"outcomes:artifacts", "outcomes:tokens", "orchestration:add-skill"}
)
LEAVES = {"outcome", "live", "tasks", "library", "list", "events", "revisions", "artifacts", "skill", "tool"}


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
    if leaf in ("list", "new", "tokens", "library", "add-skill"):
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
    elif leaf in ("waive", "dismiss"):
        args.append("x")
    return reverse(name, args=args)


@pytest.mark.parametrize("name", ALL_GETS + ALL_POSTS)
def test_a_visitor_is_asked_to_sign_in(name, client, db):
    response = client.get(address(name)) if name in ALL_GETS else client.post(address(name))

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("name", ALL_GETS)
def test_a_member_sees_it(name, member_client):
    outcome = world()

    response = member_client.get(address(name, outcome))

    assert response.status_code == 200


@pytest.mark.parametrize("name", ALL_POSTS)
def test_what_changes_things_takes_only_a_post(name, member_client):
    assert member_client.get(address(name)).status_code == 405


@pytest.mark.parametrize("name", ONLY_GET)
def test_what_only_shows_takes_no_post(name, member_client):
    assert member_client.post(address(name)).status_code == 405


@pytest.mark.parametrize("name", [n for n in ALL_GETS + ALL_POSTS if ":" in n])
def test_what_is_not_there_answers_404(name, member_client):
    if name.split(":")[1] in ("list", "new", "tokens", "library", "add-skill", "remove-from-library"):
        pytest.skip("an address without a number")

    response = member_client.get(address(name)) if name in ALL_GETS else member_client.post(address(name))

    assert response.status_code == 404
    assert "There is nothing here" in response.text


@pytest.mark.parametrize("name", ALL_GETS)
def test_the_number_of_queries_does_not_grow_with_the_rows(name, member_client, queries_of):
    few = queries_of(address(name, world(size=2)))

    many = queries_of(address(name, world(size=6)))

    assert many <= few
    assert few <= 32

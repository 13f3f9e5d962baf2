"""Long lists: groups of tasks on the outcome's page, and pages that go on from a row."""

import re

import pytest
from django.urls import reverse

from orchestration.task_lists import SHOWN
from outcomes.models import Artifact, Event, Task
from outcomes.needs import effective_needs
from outcomes.reconciliation import apply, reconcile
from tests.factories import OutcomeFactory, TaskFactory


def address(name: str, outcome) -> str:
    return reverse(name, args=[outcome.pk])


def add_tasks(outcome, count: int, **values) -> None:
    rows = (Task(outcome=outcome, title=f"Row {n}", position=n, **values) for n in range(count))
    Task.objects.bulk_create(rows)


def groups(client, outcome) -> dict[str, list[str]]:
    shown = client.get(address("orchestration:outcome", outcome)).context["groups"]["execution"]
    return {group.name: [task.title for task in group.rows] for group in shown}


def rows_in(text: str) -> list[str]:
    return re.findall(r"Row \d+(?=</a>)", text)


def test_a_short_list_of_tasks_is_shown_whole_by_what_it_asks_of_the_reader(member_client):
    outcome = OutcomeFactory()
    waiting = SHOWN["execution"] - 4
    add_tasks(outcome, waiting)
    for state in ("completed", "skipped", "failed", "running"):
        TaskFactory(outcome=outcome, title=state, position=100, state=state)

    shown = groups(member_client, outcome)

    assert list(shown) == ["attention", "running", "pending", "done"]
    assert shown.pop("pending") == [f"Row {n}" for n in range(waiting)]
    assert shown == {"attention": ["failed"], "running": ["running"], "done": ["completed", "skipped"]}


def test_of_a_long_list_the_first_of_each_group_are_shown_and_the_rest_is_one_click_away(member_client):
    outcome = OutcomeFactory()
    add_tasks(outcome, 300)
    add_tasks(outcome, 100, status="completed")
    TaskFactory(outcome=outcome, title="The failed one", position=1000, failed=True)

    text = member_client.get(address("orchestration:outcome", outcome)).text

    shown = groups(member_client, outcome)
    assert shown["attention"] == ["The failed one"]
    assert shown["pending"] == [f"Row {n}" for n in range(19)]
    assert shown["done"] == [f"Row {n}" for n in range(96, 100)]
    rest = f"{address('orchestration:tasks', outcome)}?phase=execution&amp;status=pending"
    assert f'Waiting <span class="muted">300</span> <a href="{rest}">show all' in text
    assert "300 tasks" in member_client.get(rest.replace("&amp;", "&")).text


def test_of_many_done_tasks_the_last_are_shown(member_client):
    outcome = OutcomeFactory()
    add_tasks(outcome, 50, status="completed")

    assert groups(member_client, outcome)["done"] == [f"Row {n}" for n in range(26, 50)]


def test_builds_of_earlier_revisions_are_not_shown_among_those_of_now(member_client):
    outcome = OutcomeFactory()
    TaskFactory(outcome=outcome, infrastructure=True, state="completed")
    outcome.approach = "We need a skill for tide reading."
    outcome.save(by="ada")

    response = member_client.get(address("orchestration:outcome", outcome))

    assert response.context["groups"]["infrastructure"] == []


def test_of_many_builds_those_that_are_done_are_only_counted(member_client):
    outcome = OutcomeFactory()
    for _ in range(SHOWN["infrastructure"]):
        TaskFactory(outcome=outcome, infrastructure=True, completed=True)
    waiting = TaskFactory(outcome=outcome, infrastructure=True)

    shown = member_client.get(address("orchestration:outcome", outcome)).context["groups"]["infrastructure"]

    assert [(group.name, group.total, group.rows) for group in shown] == [
        ("pending", 1, [waiting]),
        ("done", 8, []),
    ]


def test_of_many_needs_those_that_are_built_are_folded_away(member_client):
    tools = [f"Build a CLI tool that {verb} sea charts." for verb in ("sorts", "checks", "merges", "draws")]
    few = OutcomeFactory(approach="\n\n".join(tools), state="ready")
    many = OutcomeFactory(
        approach="\n\n".join([*tools, *(t.replace("chart", "map") for t in tools)]), state="ready"
    )

    assert "built-needs" not in member_client.get(address("orchestration:outcome", few)).text
    assert "<summary>8 built</summary>" in member_client.get(address("orchestration:outcome", many)).text


def test_of_hundreds_of_needs_the_first_are_shown_and_those_that_failed(member_client):
    text = "\n".join(f"- Build a CLI tool `tools/sort-{n}.py` that sorts pile {n}." for n in range(200))
    outcome = OutcomeFactory(approach=text)
    apply(outcome, reconcile(outcome, effective_needs(outcome)), "ada")
    TaskFactory.to_failed(Task.objects.get(outcome=outcome, tool__name="sort-150"))

    lists = member_client.get(address("orchestration:outcome", outcome)).context["need_lists"]

    assert [(title, len(needs)) for title, needs in lists] == [("", 21), ("179 more", 179)]
    assert lists[0][1][-1].step.name == "sort-150"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"status": "failed", "phase": "execution"}, {"failed"}),
        ({"status": "attention"}, {"failed", "held"}),
        ({"status": "done"}, {"completed", "skipped", "cancelled"}),
        ({"status": "blocked"}, {"waits"}),
        ({"phase": "infrastructure"}, set()),
        ({"q": "AITS"}, {"waits"}),
        ({"q": "%"}, set()),
        ({"q": "nowhere", "page": "7"}, set()),
        ({"q": "#99999999999999999999"}, set()),
    ],
)
def test_tasks_are_found_by_phase_status_and_words(asked, found, member_client):
    outcome = OutcomeFactory()
    for state in ("completed", "skipped", "cancelled", "failed", "held", "running"):
        last = TaskFactory(outcome=outcome, title=state, state=state)
    TaskFactory(outcome=outcome, title="waits").dependencies.create(on=last)

    response = member_client.get(address("orchestration:tasks", outcome), asked)

    assert {task.title for group in response.context["groups"] for task in group.rows} == found


def test_a_task_is_found_by_its_number(member_client):
    task = TaskFactory(title="This one")
    TaskFactory(outcome=task.outcome, title="Another")

    text = member_client.get(address("orchestration:tasks", task.outcome), {"q": f"#{task.pk}"}).text

    assert "This one" in text
    assert "Another" not in text


def test_the_next_page_of_tasks_goes_on_in_order_and_keeps_what_was_asked(member_client):
    outcome = OutcomeFactory()
    add_tasks(outcome, 120)
    TaskFactory(outcome=outcome, failed=True)

    first = member_client.get(address("orchestration:tasks", outcome), {"status": "pending", "q": "row"}).text
    last = member_client.get(f"{address('orchestration:tasks', outcome)}?status=pending&q=row&page=3").text

    assert rows_in(first) == [f"Row {n}" for n in range(50)]
    assert rows_in(last) == [f"Row {n}" for n in range(100, 120)]
    assert "?page=2&amp;status=pending&amp;q=row" in first


def add_events(outcome) -> None:
    for n in range(125):
        Event.record(outcome.pk, "test.event", "mia", f"<Row {n}>")


def add_files(outcome) -> None:
    Artifact.store(outcome, [(f"folder/{n:03} ä&.md", b"x", "") for n in range(125)], "mia")


@pytest.mark.parametrize(
    ("name", "fill", "row"),
    [
        ("outcomes:events", add_events, r"&lt;Row (\d+)&gt;"),
        ("outcomes:artifacts", add_files, r"folder/(\d+) ä&amp;.md</a>"),
    ],
)
def test_a_list_can_be_walked_to_its_end_and_back(name, fill, row, member_client):
    outcome = OutcomeFactory()
    outcome.events.all().delete()
    fill(outcome)
    here = address(name, outcome)

    def walk(link: str, query: str) -> tuple[list[list[str]], str]:
        """The rows of each part, and where the last of them says that the one before it is."""
        parts = []
        while True:
            text = member_client.get(here + query).text
            parts.append(re.findall(row, text))
            links = dict(re.findall(r'rel="(next|prev)" href="([^"]+)"', text))
            if link not in links:
                return parts, links.get("prev", "")
            query = links[link]

    forwards, back = walk("next", "")
    backwards, _ = walk("prev", back)

    assert [len(part) for part in forwards] == [50, 50, 25]
    assert len({number for part in forwards for number in part}) == 125
    assert backwards == forwards[1::-1]


@pytest.mark.parametrize(
    "query", ["?after=x", "?before=-1", "?after=9" + "9" * 30, "?before=99999999", "?after=0"]
)
def test_a_key_that_leads_nowhere_shows_the_first_part(query, member_client):
    outcome = OutcomeFactory()
    Event.record(outcome.pk, "test.event", "mia", "It is here")

    assert "It is here" in member_client.get(address("outcomes:events", outcome) + query).text

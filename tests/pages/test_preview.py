"""What saving a text would change, told while it is written: by page and by API the same."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from outcomes.drafting import draft_tasks
from outcomes.models import Skill, Tool
from tests.factories import OutcomeFactory, RequirementFactory, SkillFactory, TaskFactory
from tests.statements import that_write_or_lock

TEXT = """Use the web-research skill to collect what competitors publish.

Build `tools/price-diff.py`, a script that compares two price lists and prints the differences.
"""
HTMX = {"HX-Request": "true"}


@pytest.fixture
def outcome(db):
    """Built and ready; one task of each tool and skill is done, and one waits."""
    outcome = OutcomeFactory(approach=TEXT, state="ready")
    for kind, model in (("skill", Skill), ("tool", Tool)):
        row = model.objects.get(outcome=outcome)
        done = TaskFactory(outcome=outcome, title=f"Done with {row.name}", completed=True)
        getattr(done.attempts.get(), f"{kind}s").add(row.current())
        waiting = TaskFactory(outcome=outcome, title=f"Waits for {row.name}")
        for task in (done, waiting):
            RequirementFactory(task=task, kind=kind, name=row.name)
    TaskFactory(outcome=outcome, title="Needs nothing")
    return outcome


@pytest.fixture
def ask(member_client):
    """What the API says of a text."""

    def ask(outcome, text):
        response = member_client.post(
            f"/api/outcomes/{outcome.pk}/preview", {"approach": text}, content_type="application/json"
        )
        assert response.status_code == 200, response.text
        return response.json()

    return ask


@pytest.fixture
def fragment(member_client):
    def fragment(outcome, text):
        address = reverse("outcomes:approach", args=[outcome.pk])
        response = member_client.post(address, {"preview": "1", "approach": text}, headers=HTMX)
        assert response.status_code == 200
        return " ".join(response.text.split())

    return fragment


def titles(tasks) -> list[str]:
    return [task["title"] for task in tasks]


def test_the_text_that_stands_changes_nothing(outcome, ask, fragment):
    told, page = ask(outcome, TEXT), fragment(outcome, TEXT)

    assert told["difference"] == {
        "since": 1,
        "new": [],
        "changed": [],
        "gone": [],
        "same": ["web-research", "price-diff"],
    }
    assert (told["tasks"]["total"], told["tasks"]["kept"]) == (5, 5)
    assert "Against revision 1, which was planned last: 0 new, 0 changed, 0 gone, 2 as before." in page
    assert "5 of 5 stay as they are." in page


def test_what_is_new_changed_and_gone_is_told_with_what_is_done_about_it(outcome, ask, fragment):
    text = TEXT.replace("two price lists", "three price lists").replace(
        "Use the web-research skill to collect what competitors publish.", "Build a CLI tool that sorts mail."
    )

    told, page = ask(outcome, text), fragment(outcome, text)

    assert told["difference"] == {
        "since": 1,
        "new": ["mail-sorter"],
        "changed": ["price-diff"],
        "gone": ["web-research"],
        "same": [],
    }
    assert [[step["name"] for step in told["plan"][action]] for action in ("build", "rebuild", "retire")] == [
        ["mail-sorter"],
        ["price-diff"],
        ["web-research"],
    ]
    for words in (
        "1 new, 1 changed, 1 gone",
        "What the approach says of it has changed",
        "No longer called for",
        "<del>two</del> <ins>three</ins>",
    ):
        assert words in page


def test_tasks_that_would_be_blocked_or_are_worth_redoing_are_named_with_the_reason(outcome, ask, fragment):
    text = TEXT.replace("two price lists", "three price lists").replace("Use the web-research skill", "Try")

    told, page = ask(outcome, text)["tasks"], fragment(outcome, text)

    assert titles(told["blocked"]) == ["Waits for web-research"]
    assert told["blocked"][0]["because"] == ["skill web-research"]
    assert titles(told["redo"]) == ["Done with price-diff"]
    assert told["redo"][0]["because"] == ["tool price-diff"]
    assert titles(told["waiting"]) == ["Waits for price-diff"]
    assert told["kept"] == 2
    assert "1 task requires what is no longer called for" in page
    assert "1 task was done with what is built anew" in page
    assert "2 of 5 stay as they are." in page


def test_a_sentence_that_is_only_reworded_keeps_tasks_and_says_how_alike_it_is(outcome, ask, fragment):
    text = TEXT.replace("to collect what competitors publish", "for gathering what our competitors publish")

    told, page = ask(outcome, text), fragment(outcome, text)

    assert told["difference"]["changed"] == ["web-research"]
    assert [step["alike"] for step in told["plan"]["keep"]] == [100, None]
    assert told["tasks"]["kept"] == 5
    assert "100% alike" in page


def test_a_renamed_need_takes_its_tasks_along(outcome, ask):
    told = ask(outcome, TEXT.replace("web-research", "desk-research"))

    assert told["difference"]["changed"] == ["desk-research"]
    assert (told["tasks"]["blocked"], told["tasks"]["redo"], told["tasks"]["kept"]) == ([], [], 5)


def test_a_skill_that_the_library_has_blocks_nothing(outcome, ask):
    SkillFactory(library=True, name="web-research")

    blocked = ask(outcome, "Nothing.")["tasks"]["blocked"]

    assert titles(blocked) == ["Waits for price-diff"]


def test_steps_that_are_new_changed_or_gone_are_counted(member_client, ask, fragment):
    outcome = OutcomeFactory(approach="1. Collect all prices.\n2. Compare the lists.\n3. Print a table.\n")
    draft_tasks(outcome, "ada")
    text = "1. Collect all prices by phone.\n2. Compare the lists.\n3. Call the printer in Rome.\n"

    told, page = ask(outcome, text)["tasks"], fragment(outcome, text)

    assert told["newSteps"] == ["Call the printer in Rome"]
    assert (len(told["changed"]), len(told["vanished"])) == (1, 1)
    assert "1 step would be proposed as a task." in page
    assert "1 task has no step in this text any more; it stays." in page


def test_before_anything_is_planned_all_is_new(ask, fragment, db):
    outcome = OutcomeFactory(approach=TEXT)

    told = ask(outcome, TEXT)

    assert told["difference"]["since"] is None
    assert told["difference"]["new"] == ["web-research", "price-diff"]
    assert "Nothing has been planned yet" in fragment(outcome, TEXT)


def test_what_a_member_dismissed_stays_so_in_a_text_that_is_not_saved(outcome, ask, member_client):
    member_client.post(reverse("orchestration:dismiss", args=[outcome.pk, "web-research"]))

    told = ask(outcome, TEXT.replace("web-research", "desk-research"))

    assert [skill["name"] for skill in told["skills"]] == []


@pytest.mark.parametrize(
    ("body", "status"),
    [({}, 422), ({"approach": 3}, 422), ({"approach": "a\0b"}, 422), ({"approach": "x" * 1_048_577}, 422)],
)
def test_a_text_that_cannot_be_is_refused(body, status, member_client, outcome):
    response = member_client.post(
        f"/api/outcomes/{outcome.pk}/preview", body, content_type="application/json"
    )

    assert response.status_code == status
    assert "approach" in response.json()["error"]


def test_looking_changes_nothing_and_asks_no_more_of_the_database_for_many(ask, fragment):
    def statements(size):
        lines = "\n".join(f"- Build a CLI tool `tools/sort-{n}.py` that sorts pile {n}." for n in range(size))
        outcome = OutcomeFactory(approach=lines, state="ready")
        for row in Tool.objects.filter(outcome=outcome):
            done = TaskFactory(outcome=outcome, completed=True)
            done.attempts.get().tools.add(row.current())
            RequirementFactory(task=TaskFactory(outcome=outcome), kind="tool", name=row.name)
        other = lines.replace("pile", "heap").replace("tools/sort-1.py", "tools/sort-x.py")
        fragment(outcome, "warm")
        with CaptureQueriesContext(connection) as captured:
            fragment(outcome, other)
        return [query["sql"] for query in captured]

    few, many = statements(3), statements(30)

    assert len(many) <= len(few) <= 32
    assert that_write_or_lock(many) == []


def test_150_lines_with_needs_steps_and_tasks_are_told_soon(outcome, fragment):
    lines = TEXT + "\n".join(
        f"{n}. Compare the offers of supplier {n} with `tools/price-diff.py`, and keep `out/{n}.csv`."
        if n % 5
        else f"- Workers must be able to parse the forms of office {n}."
        for n in range(1, 147)
    )
    fragment(outcome, lines)

    begun = time.process_time()
    fragment(outcome, lines + "\nAnd a last line.\n")

    assert time.process_time() - begun < 1  # the promise is 0.1 s; measured on a machine of its own


def test_a_screen_reader_is_told_the_numbers_and_not_every_need(outcome, member_client, fragment):
    page = member_client.get(reverse("outcomes:approach", args=[outcome.pk])).text

    assert 'id="preview-summary" role="status"' in page
    assert '<div id="preview">' in page
    assert (
        '<p hx-swap-oob="innerHTML:#preview-summary">Needs: 0 new, 0 changed, 1 gone, 1 as before.'
        in fragment(outcome, TEXT.split("\n\n")[0])
    )

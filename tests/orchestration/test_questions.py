"""A worker asks a person: the task waits, the worker does not, and the answer goes on where it was."""

import pytest
from django.urls import reverse

from orchestration import control
from outcomes.errors import BadInput, Refused
from outcomes.models import Attempt, Event, Question, Task
from tests.factories import OutcomeFactory, TaskFactory, UserFactory
from tests.model_answers import obliging
from tests.scripted_api import calls_reply

pytestmark = pytest.mark.django_db(transaction=True)

ASK = ("ask_human", {"question": "Which year?"})
WRITE = ("write_artifact", {"path": "results/a.md", "content": "# A\n"})
FINISH = ("finish", {"summary": "Wrote A."})


@pytest.fixture
def task():
    return TaskFactory(outcome=OutcomeFactory(ready=True), title="Report")


@pytest.fixture
def waiting(task, shift):
    shift(task, calls_reply(WRITE), calls_reply(ASK))
    return fresh(task)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_the_task_waits_with_its_question_and_counts_nothing(waiting):
    assert (waiting.status, waiting.error) == ("held", "It asks: Which year?")
    assert (waiting.failures, waiting.losses) == (0, 0)
    assert Attempt.objects.get().status == "released"
    assert Event.objects.filter(message="“Report” asks: Which year?").exists()


def test_a_waiting_question_frees_the_worker_for_other_tasks(task, shift):
    other = TaskFactory(outcome=task.outcome, position=1)

    def script(request):
        return calls_reply(ASK) if "Report" in request.text else obliging(request)

    shift(task, script)

    assert (fresh(task).status, fresh(other).status) == ("held", "completed")
    assert Attempt.objects.values("worker").distinct().count() == 1


def test_when_only_waiting_tasks_remain_the_run_is_held(waiting):
    run = waiting.outcome.active_run

    assert (run.status, run.reason_code) == ("held", "task-held")
    assert "Which year?" in run.reason


def test_the_answer_resumes_the_same_conversation_and_the_run(waiting, shift):
    control.answer(waiting, "2031", "ada")
    assert (fresh(waiting).status, waiting.outcome.active_run.status) == ("pending", "running")

    api = shift(waiting, calls_reply(FINISH))

    assert len(api.requests[0].body["messages"]) == 5
    assert "2031" in api.requests[0].text
    assert fresh(waiting).status == "completed"
    assert fresh(waiting).artifacts.count() == 1


def test_an_answer_outlives_an_edit_of_the_task(waiting, shift):
    control.answer(waiting, "2031", "ada")
    Task.objects.filter(pk=waiting.pk).update(description="Something else.")

    api = shift(waiting, calls_reply(WRITE, FINISH))

    assert len(api.requests[0].body["messages"]) == 1
    assert "Which year?\n\n2031" in api.requests[0].text


@pytest.mark.parametrize("text", ["", "  \n", "x" * 20_001])
def test_an_answer_that_is_none_is_refused(text, waiting):
    with pytest.raises(BadInput, match="An answer has 1 to 20,000 characters"):
        control.answer(waiting, text, "ada")

    assert fresh(waiting).status == "held"


def test_a_second_answer_is_refused(waiting):
    control.answer(waiting, "2031", "ada")

    with pytest.raises(Refused, match="no open question"):
        control.answer(waiting, "2032", "mia")

    assert Question.objects.get().answer == "2031"


@pytest.mark.parametrize("decide", [control.skip, control.cancel, control.retry])
def test_who_decides_otherwise_withdraws_the_question(decide, waiting):
    decide(waiting, "", "ada") if decide is control.skip else decide(waiting, "ada")

    assert Question.objects.get().withdrawn_at
    with pytest.raises(Refused):
        control.answer(waiting, "2031", "ada")


def test_page_inbox_and_api_show_the_question_and_take_the_answer(waiting, client):
    client.force_login(UserFactory(username="ada"))
    pages = [
        reverse("orchestration:task", args=[waiting.outcome_id, waiting.pk]),
        reverse("orchestration:inbox"),
    ]
    api = f"/api/outcomes/{waiting.outcome_id}/tasks/{waiting.pk}"

    assert all("Which year?" in client.get(page).text for page in pages)
    assert client.get(api).json()["question"]["text"] == "Which year?"
    told = client.post(
        reverse("orchestration:answer-task", args=[waiting.outcome_id, waiting.pk]),
        {"answer": "2031", "next": pages[1]},
        follow=True,
    ).text

    assert "goes on with your answer" in told
    assert "No worker waits for an answer" in told
    assert client.get(api).json()["question"] is None


def test_the_api_takes_an_answer_once(waiting, client):
    client.force_login(UserFactory(username="ada"))
    address = f"/api/outcomes/{waiting.outcome_id}/tasks/{waiting.pk}/answer"

    def say(text):
        return client.post(address, {"answer": text}, content_type="application/json")

    assert say("").status_code == 422
    assert say("2031").json()["status"] == "pending"
    assert say("2031").json()["code"] == "no-open-question"


def test_the_inbox_takes_as_many_queries_for_many_questions_as_for_one(
    waiting, client, django_assert_num_queries
):
    client.force_login(UserFactory())
    for _ in range(5):
        other = TaskFactory(outcome=OutcomeFactory(ready=True), running=True)
        Task.objects.get(pk=other.pk).ask("And you?", "c", other.attempts.get())

    with django_assert_num_queries(4):  # session, user, questions, how many
        assert client.get(reverse("orchestration:inbox")).text.count("And you?") == 5

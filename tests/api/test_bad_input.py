"""Bodies that cannot be: one status each, the field named, nothing changed."""

import json
import time

import pytest

from orchestration.api.input import read_object
from outcomes.errors import BadInput
from outcomes.models import Event, Outcome, Run
from tests.factories import OutcomeFactory, RunFactory, TaskFactory


def nested(levels):
    value = 1
    for _ in range(levels):
        value = {"a": value}
    return value


ORCHESTRATE = [
    ("maxInfrastructureWorkers", 0),
    ("maxInfrastructureWorkers", -1),
    ("maxInfrastructureWorkers", 4),
    ("maxInfrastructureWorkers", 1000),
    ("maxInfrastructureWorkers", "3"),
    ("maxInfrastructureWorkers", True),
    ("maxInfrastructureWorkers", 2.0),
    ("maxInfrastructureWorkers", None),
    ("maxInfrastructureWorkers", 2**64),
    ("maxExecutionWorkers", 65),
    ("maxExecutionWorkers", [1]),
    ("async", "false"),
    ("async", 0),
    ("again", 1),
    ("skipValidation", "no"),
    ("waitSeconds", 601),
    ("waitSeconds", -1),
    ("waitSeconds", True),
    ("suggestedSkills", "web-research"),
    ("suggestedSkills", [1]),
    ("suggestedSkills", ["x" * 201]),
    ("suggestedSkills", ["x"] * 101),
    ("suggestedSkills", ["   "]),
    ("suggestedSkills", ["a\0b"]),
    ("inputs", []),
    ("inputs", {"long": "x" * 70_000}),
    ("inputs", nested(21)),
    ("inputs", {"a": "\0"}),
    ("inputs", {"\0": 1}),
    ("inputs", {"\ud800": 1}),
    ("inputs", {"a": ["\udfff"]}),
    ("inputs", {"a": 2**63}),
    ("max_execution_workers", 1),
    ("suggestedSkill", []),
]


@pytest.mark.parametrize(("field", "value"), ORCHESTRATE)
def test_orchestrate_refuses(api, outcome, field, value):
    events = Event.objects.count()

    response = api.post(f"outcomes/{outcome.pk}/orchestrate", {field: value})

    assert response.status_code == 422, response.content
    assert field in response.json()["error"]
    assert response.json()["details"][0]["field"].split(".")[0] == field
    assert not Run.objects.exists()
    assert Event.objects.count() == events


OUTCOME = [
    ("name", ""),
    ("name", "   "),
    ("name", "x" * 201),
    ("name", 7),
    ("name", None),
    ("name", "two\nlines"),
    ("intent", ["x"]),
    ("intent", "x" * 100_001),
    ("approach", {"text": "x"}),
    ("approach", "x" * 1_048_577),
    ("approach", "ü" * 524_289),
    ("approach", "a\0b"),
    ("approach", "\ud800"),
    ("policy", "some"),
    ("budgetUsd", -1),
    ("budgetUsd", "5"),
    ("budgetUsd", True),
    ("budgetUsd", 0.001),
    ("budgetUsd", 1e12),
    ("maxInfrastructureWorkers", 0),
    ("infrastructureReady", 2),
    ("phase", "complete"),
    ("id", 3),
]


@pytest.mark.parametrize(("field", "value"), OUTCOME)
def test_an_outcome_refuses(api, field, value):
    response = api.post("outcomes", {"name": "Fine", field: value})

    assert response.status_code == 422, response.content
    assert field in response.json()["error"]
    assert not Outcome.objects.exists()


@pytest.mark.parametrize(("field", "value"), OUTCOME)
def test_a_change_of_an_outcome_refuses(api, outcome, field, value):
    response = api.patch(f"outcomes/{outcome.pk}", {field: value})

    assert response.status_code == 422, response.content
    assert field in response.json()["error"]


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"nonsense",
        b"\xff\xfe",
        b"{'a': 1}",
        b'{"name": NaN}',
        b'{"name": Infinity}',
        b'{"a":1}x',
        b"\0",
    ],
)
def test_what_is_not_json_is_400(api, body):
    response = api.post("outcomes", body)

    assert response.status_code == 400
    assert response.json()["code"] == "not-json"


@pytest.mark.parametrize("body", [b"[]", b'"x"', b"3", b"null", b"true"])
def test_json_that_is_no_object_is_422(api, body):
    assert api.post("outcomes", body).status_code == 422


def test_no_body_where_one_is_needed_is_422(api):
    assert api.post("outcomes").status_code == 422


def test_a_number_too_large_for_a_float_is_422(api):
    response = api.post("outcomes", b'{"name": "x", "budgetUsd": 1e999}')

    assert response.status_code == 422
    assert "budgetUsd" in response.json()["error"]


@pytest.mark.parametrize("digits", [20, 5_000, 1_000_000])
def test_an_integer_of_many_digits_is_422(api, digits):
    response = api.post("outcomes", b'{"name": ' + b"9" * digits + b"}")

    assert response.status_code == 422
    assert "name" in response.json()["error"]


@pytest.mark.parametrize("sign", [b"[", b'{"a":'])
def test_a_hundred_thousand_levels_are_refused_by_name(api, outcome, sign):
    body = b'{"again": false, "inputs": {"x": ' + sign * 100_000

    response = api.post(f"outcomes/{outcome.pk}/orchestrate", body)

    assert response.status_code == 422
    assert "inputs" in response.json()["error"]


def test_twenty_levels_of_inputs_are_taken(api, outcome):
    response = api.post(f"outcomes/{outcome.pk}/orchestrate", {"inputs": nested(20)})

    assert response.status_code == 202
    assert Run.objects.get().inputs == nested(20)


def test_the_last_of_two_equal_keys_counts(api):
    assert api.post("outcomes", b'{"name": "a", "name": "b"}').json()["name"] == "b"


def test_brackets_in_texts_are_no_levels(api):
    text = '[{"' * 1000 + "\\"

    assert api.post("outcomes", {"name": "x", "approach": text}).json()["approach"] == text


def test_an_escaped_pair_is_one_character(api):
    assert api.post("outcomes", rb'{"name": "\ud83d\ude00"}').json()["name"] == "😀"


@pytest.mark.parametrize("unit", ['\\"', '"', "\\", '"a",', "[", "{}", '{"a":'])
def test_hostile_bodies_are_read_in_linear_time(unit):
    body = ('{"a": "' + unit * (2_000_000 // len(unit))).encode()

    started = time.process_time()
    with pytest.raises((ValueError, BadInput)):
        read_object(body)

    assert time.process_time() - started < 5.0  # seconds; a quadratic reading takes minutes


TASK = [
    ("title", ""),
    ("title", "x" * 301),
    ("title", 3),
    ("description", "x" * 100_001),
    ("priority", "1"),
    ("priority", 10**7),
    ("position", -1),
    ("outputs", ["/etc/passwd"]),
    ("outputs", ["../up.md"]),
    ("outputs", ["results/../../up.md"]),
    ("outputs", ["C:/report.md"]),
    ("outputs", ["a\\b.md"]),
    ("outputs", [".git/config"]),
    ("outputs", ["site/.GIT/"]),
    ("outputs", ["CON"]),
    ("outputs", ["results/nul.txt"]),
    ("outputs", ["report\0.md"]),
    ("outputs", ["report\n.md"]),
    ("outputs", ["results//report.md"]),
    ("outputs", ["./report.md"]),
    ("outputs", ["report."]),
    ("outputs", [" report.md"]),
    ("outputs", ["/"]),
    ("outputs", [""]),
    ("outputs", ["x" * 401]),
    ("outputs", "report.md"),
    ("dependsOn", [99]),
    ("dependsOn", ["1"]),
    ("dependsOn", [2**63 - 1]),
    ("requiredSkills", ["no-such-skill"]),
    ("requiredTools", ["no-such-tool"]),
    ("requiredSkills", ["x"] * 201),
    ("status", "completed"),
    ("attempt", 3),
]


@pytest.mark.parametrize(("field", "value"), TASK)
def test_a_task_refuses(api, outcome, field, value):
    response = api.post(f"outcomes/{outcome.pk}/tasks", {"title": "Fine", field: value})

    assert response.status_code == 422, response.content
    assert field in response.json()["error"]
    assert not outcome.tasks.exists()


@pytest.mark.parametrize(("field", "value"), [case for case in TASK if case[0] == "outputs"])
def test_an_edit_refuses_outputs_outside_of_the_outcome(api, field, value):
    task = TaskFactory(title="Before", outputs=["report.md"])
    address = f"outcomes/{task.outcome_id}/tasks/{task.pk}"

    response = api.patch(address, {"title": "After", field: value})

    kept = api.get(address).json()
    assert response.status_code == 422
    assert {detail["field"].split(".")[0] for detail in response.json()["details"]} == {field}
    assert (kept["title"], kept["outputs"]) == ("Before", ["report.md"])


@pytest.mark.parametrize("length", [2, 3, 20])
def test_an_edit_that_makes_a_circle_is_refused_with_who_waits_for_whom(api, outcome, length):
    tasks = f"outcomes/{outcome.pk}/tasks"
    chain: list[int] = []
    for title in range(length):
        chain.append(api.post(tasks, {"title": str(title), "dependsOn": chain[-1:]}).json()["id"])

    response = api.patch(f"{tasks}/{chain[0]}", {"title": "Renamed", "dependsOn": [chain[-1]]})

    told, kept = response.json(), api.get(f"{tasks}/{chain[0]}").json()
    assert (response.status_code, told["code"]) == (409, "circle")
    assert told["error"].startswith(
        f"Task {chain[0]} cannot wait for task {chain[-1]}: that one waits for it"
    )
    assert f"({chain[-1]} → {chain[-2]}" in told["error"]
    assert len(told["error"]) < 200
    assert told["details"] == [{"field": "dependsOn", "message": told["error"]}]
    assert (kept["title"], kept["dependsOn"]) == ("0", [])


@pytest.mark.parametrize("state", ["", "completed", "failed"])
@pytest.mark.parametrize("verb", ["stop", "resume"])
def test_what_no_run_can_do_is_refused_with_the_state_it_is_in(api, verb, state):
    outcome = OutcomeFactory()
    if state:
        RunFactory(outcome=outcome, state=state)

    response = api.post(f"outcomes/{outcome.pk}/{verb}")

    assert (response.status_code, response.json()["code"]) == (409, "no-active-run")
    assert (f"the last one is {state}" if state else "there has been none") in response.json()["error"]


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "limit=x", "cursor=!!!", "cursor=eHg", "cursor=" + "OTk5" * 20]
)
def test_a_part_of_a_list_that_cannot_be_is_refused(api, query):
    response = api.get(f"outcomes?{query}")

    assert response.status_code == 422
    assert query.split("=")[0] in response.json()["error"]


@pytest.mark.parametrize("path", ["stop", "resume", "needs/web-research/waive", "needs/web-research/rebuild"])
def test_an_unknown_key_is_refused_where_a_body_may_be_left_out(api, outcome, path):
    response = api.post(f"outcomes/{outcome.pk}/{path}", {"force": True})

    assert response.status_code == 422
    assert "force" in response.json()["error"]


def test_a_long_unknown_key_is_told_in_short(api):
    assert len(api.post("outcomes", json.dumps({"k" * 100_000: 1})).content) < 2_000

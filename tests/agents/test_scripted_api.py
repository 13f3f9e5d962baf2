"""The scripted API refuses what the real one would: a test that passes against it means something."""

import json
import subprocess
import sys
from contextlib import contextmanager

import anthropic
import pytest

from tests.request_rules import check_request
from tests.scripted_api import ScriptedApi, error_reply, message_reply, text_reply

HEADERS = {"authorization": "Bearer key", "anthropic-version": "2026-10-21"}
USER = {"role": "user", "content": "hello"}
CALL = {"role": "assistant", "content": [{"type": "tool_use", "id": "t1", "name": "look", "input": {}}]}
ANSWER = {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t1", "content": "seen"}]}


def problems(path="/v1/messages", headers=HEADERS, **changes):
    return "; ".join(
        check_request(path, headers, {"model": "m", "max_tokens": 9, "messages": [USER], **changes})
    )


@contextmanager
def client(script):
    with (
        ScriptedApi(script) as api,
        anthropic.Anthropic(api_key="key", base_url=api.url, max_retries=0, timeout=5.0) as model,
    ):
        model.api = api
        yield model


def test_a_valid_request_has_no_problems():
    assert problems() == ""
    assert problems(messages=[USER, CALL, ANSWER]) == ""


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"path": "/v1/complete"}, "no such address"),
        ({"headers": {}}, "neither an authorization nor an x-api-key header"),
        ({"headers": {"x-api-key": "k"}}, "no anthropic-version"),
        ({"model": None}, "model is not a name"),
        ({"max_tokens": 0}, "max_tokens"),
        ({"messages": []}, "not a list of messages"),
        ({"messages": [USER, USER]}, "message 1 has role 'user'"),
        ({"messages": [{"role": "user", "content": " "}]}, "empty text block"),
        ({"messages": [{"role": "user", "content": [{"type": "song"}]}]}, "unknown type 'song'"),
        ({"messages": [USER, CALL]}, "tool calls without an answer"),
        ({"messages": [USER, CALL, USER]}, "answers tool calls []"),
        ({"messages": [ANSWER]}, "answers tool calls ['t1']"),
        ({"tools": [{"name": "a b", "input_schema": {}}]}, "a tool has the name 'a b'"),
        ({"output_config": {"format": {"type": "xml"}}}, "not a JSON schema"),
    ],
)
def test_a_faulty_request_is_refused_with_the_reason(change, problem):
    assert problem in problems(**change)


def test_the_sdk_reads_streamed_and_whole_answers_alike():
    block = {"type": "tool_use", "id": "t1", "name": "look", "input": {"at": "é" * 100}}
    reply = message_reply(
        [{"type": "text", "text": "word " * 50}, block], stop_reason="tool_use", usage=(7, 5)
    )
    asked = {"model": "m", "max_tokens": 9, "messages": [USER]}
    with client([reply, reply]) as model:
        whole = model.messages.create(**asked)
        with model.messages.stream(**asked) as stream:
            streamed = stream.get_final_message()

    assert [block.to_dict() for block in streamed.content] == [block.to_dict() for block in whole.content]
    assert streamed.stop_reason == whole.stop_reason == "tool_use"
    assert (whole.usage.input_tokens, whole.usage.output_tokens, whole.model) == (7, 5, "m")


def test_an_error_comes_with_status_and_headers():
    script = [error_reply(429, headers={"retry-after": "7"})]
    with client(script) as model, pytest.raises(anthropic.RateLimitError) as caught:
        model.messages.create(model="m", max_tokens=9, messages=[USER])

    assert caught.value.response.headers["retry-after"] == "7"


def test_a_request_beyond_the_script_is_a_problem():
    with client([]) as model, pytest.raises(anthropic.InternalServerError):
        model.messages.create(model="m", max_tokens=9, messages=[USER])

    assert model.api.problems == ["request 1 is one more than the script has replies"]


def test_it_is_also_a_program_that_answers_by_rules(tmp_path):
    script = tmp_path / "rules.json"
    script.write_text(json.dumps([{"when": "hello", "text": "by the rule"}]))
    command = [sys.executable, "-m", "tests.scripted_api", "--port", "0", "--script", str(script)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        url = process.stdout.readline().strip().removeprefix("ANTHROPIC_BASE_URL=")
        with anthropic.Anthropic(api_key="key", base_url=url, max_retries=0, timeout=5.0) as model:
            answer = model.messages.create(model="m", max_tokens=9, messages=[USER])
        process.terminate()

    assert answer.content[0].text == "by the rule"


def test_by_default_it_streams():
    asked = {"model": "m", "max_tokens": 9, "messages": [USER]}
    with client([text_reply("hello")]) as model, model.messages.stream(**asked) as stream:
        kinds = [event.type for event in stream]

    assert kinds[-1] == "message_stop"

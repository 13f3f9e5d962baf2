"""Everything that goes wrong between us and a model has a name, a plain sentence, and never the key."""

import threading
import time

import pytest

from orchestration.agents.claude import ClaudeAgent
from orchestration.agents.messages_api import Limits
from orchestration.agents.protocol import AgentError, AgentUnavailable, Interrupted
from tests.agents.briefs import make_skill_brief, make_task_brief, never
from tests.agents.meters import NotingMeter
from tests.model_answers import skill_text
from tests.scripted_api import Reply, ScriptedApi, error_reply, json_reply, message_reply, text_reply

KEY = "sk-planted-secret"
FILE = {"path": "a.md", "content": "x"}


@pytest.fixture(autouse=True)
def key(monkeypatch):
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)


def agent(**limits):
    limits = {"connect": 1, "silence": 1, "whole": 5, **limits}
    return ClaudeAgent(limits=Limits(**limits), meter=NotingMeter())


def fault(reply, monkeypatch, **limits):
    """The error that a skill question ends with when this is the answer; it was asked exactly once."""
    with ScriptedApi([reply]) as api:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", api.url)
        with pytest.raises(AgentError) as caught:
            agent(**limits).write_skill(make_skill_brief(), never())
    assert len(api.requests) == 1
    assert KEY not in str(caught.value)
    return caught.value


WHOLE = {"streams": False}
FAULTS = [
    ("key-refused", error_reply(401, f"invalid key {KEY}")),
    ("key-refused", error_reply(403)),
    ("no-credit", error_reply(402)),
    ("model-not-found", error_reply(404)),
    ("bad-request", error_reply(400)),
    ("too-long", error_reply(413)),
    ("rate-limited", error_reply(429, headers={"retry-after": "3600"})),
    ("overloaded", error_reply(529)),
    ("server-error", error_reply(500)),
    ("server-error", Reply(status=502, raw=b"<html>Bad gateway</html>", media_type="text/html")),
    ("timeout", error_reply(504)),
    ("timeout", text_reply("late", delay_s=3)),
    ("timeout", text_reply("stalled " * 20, event_delay_s=3)),
    ("overloaded", text_reply("begun", error_event="overloaded_error")),
    ("connection", text_reply("cut off " * 20, cut_after=4)),
    ("refused", text_reply("I can't help with that.", stop_reason="refusal")),
    ("max-tokens", text_reply("---\nname: cl", stop_reason="max_tokens")),
    ("too-long", text_reply("---", stop_reason="model_context_window_exceeded")),
    ("empty-reply", text_reply("  \n")),
    ("empty-reply", message_reply([])),
    ("empty-reply", message_reply([], **WHOLE)),
    ("bad-reply", Reply(raw=b'"a plain string"')),
    ("bad-reply", Reply(raw=b"not JSON at all")),
    ("bad-reply", Reply(raw=b'{"content": null}')),
    ("connection", Reply(raw=b"", media_type="text/event-stream")),
    ("connection", Reply(raw=b"event: message_start\ndata: {}\n\n", media_type="text/event-stream")),
    ("bad-reply", Reply(raw=b"event: message_delta\ndata: {nonsense\n\n", media_type="text/event-stream")),
    ("bad-reply", Reply(raw=b"event: message_delta\ndata: 7\n\n", media_type="text/event-stream")),
]


@pytest.mark.parametrize(("code", "reply"), FAULTS)
def test_each_fault_has_its_code_and_is_not_retried_here(code, reply, monkeypatch):
    assert fault(reply, monkeypatch).code == code


def test_a_body_that_holds_the_key_is_quoted_without_it(monkeypatch):
    assert "[key]" in str(fault(Reply(raw=f'"your key is {KEY}"'.encode()), monkeypatch))


@pytest.mark.parametrize("status", [401, 402, 403])
def test_what_only_a_person_can_mend_makes_the_agent_unavailable_with_a_remedy(status, monkeypatch):
    error = fault(error_reply(status), monkeypatch)

    assert isinstance(error, AgentUnavailable)
    assert "resume the run" in str(error)


def test_a_model_that_is_not_there_is_named_with_the_setting(monkeypatch, settings):
    settings.ORCHESTRATOR_MODEL = "claude-nonsense"

    assert "'claude-nonsense'" in str(fault(error_reply(404), monkeypatch))
    assert "ORCHESTRATOR_MODEL" in str(fault(error_reply(404), monkeypatch))


def test_an_answer_that_never_ends_is_given_up(monkeypatch):
    endless = text_reply("on and on " * 400, event_delay_s=0.1)

    assert fault(endless, monkeypatch, whole=0.6).code == "timeout"


def test_without_key_and_address_the_agent_is_unavailable(monkeypatch):
    monkeypatch.delenv("ANTHROPIC_API_KEY")

    with pytest.raises(AgentUnavailable, match="set ANTHROPIC_API_KEY") as caught:
        agent().write_skill(make_skill_brief(), never())

    assert caught.value.code == "no-key"


def test_a_refused_connection_names_the_host(monkeypatch):
    with ScriptedApi([]) as api:
        url = api.url
    monkeypatch.setenv("ANTHROPIC_BASE_URL", url)

    with pytest.raises(AgentError, match=r"No connection to the API at 127\.0\.0\.1") as caught:
        agent().write_skill(make_skill_brief(), never())

    assert caught.value.code == "connection"


REPLIES_THAT_DO_NOT_FIT = [
    ("it is not the JSON object asked for", text_reply("I wrote the letters.")),
    ("it is not the JSON object asked for", text_reply('{"summary": "cut', stop_reason="end_turn")),
    ('"summary" is not a text', json_reply({"summary": 7, "files": [FILE]})),
    ('"files" is not a list', json_reply({"summary": "Done.", "files": "a.md"})),
    ("a file is not an object", json_reply({"summary": "Done.", "files": ["a.md"]})),
    ("the content of a.md is not a text", json_reply({"summary": "Done.", "files": [{"path": "a.md"}]})),
    ("half a character", json_reply({"summary": "Done.", "files": [{"path": "a.md", "content": "\ud800"}]})),
    ("no file was written", json_reply({"summary": "Done.", "files": []})),
    ("the declared output wanted/ is missing", json_reply({"summary": "Done.", "files": [FILE]})),
]


@pytest.mark.parametrize(("reason", "reply"), REPLIES_THAT_DO_NOT_FIT)
def test_a_task_reply_that_does_not_fit_is_refused_twice_and_then_fails_with_the_reason(
    reason, reply, monkeypatch
):
    with ScriptedApi([reply] * 3) as api:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", api.url)
        with pytest.raises(AgentError, match=reason) as caught:
            agent().do_task(make_task_brief(outputs=("wanted/",)), never())

    assert caught.value.code == "bad-reply"
    assert api.problems == []


@pytest.mark.parametrize(
    "path",
    ["../a.md", "/etc/passwd", "a/../../b", "~/a", "a\\b", "C:/a", "a//b", "x/", "", "a\nb", "a" * 300],
)
def test_a_path_that_leads_elsewhere_is_refused(path, monkeypatch):
    reply = json_reply({"summary": "Done.", "files": [{"path": path, "content": "x"}]})
    with ScriptedApi([reply] * 3) as api:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", api.url)
        with pytest.raises(AgentError, match="not a relative path"):
            agent().do_task(make_task_brief(), never())


@pytest.mark.parametrize(
    "reply",
    [text_reply("late", delay_s=20), text_reply(skill_text("x") * 20, event_delay_s=0.1)],
    ids=["before the answer begins", "while it is written"],
)
def test_an_interruption_ends_the_question_within_a_second(reply, monkeypatch):
    interrupted = threading.Event()
    with ScriptedApi([reply]) as api:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", api.url)
        threading.Timer(0.5, interrupted.set).start()
        begin = time.monotonic()

        with pytest.raises(Interrupted):
            agent(silence=30, whole=60).write_skill(make_skill_brief(), interrupted)

    assert 0.4 < time.monotonic() - begin < 1.5


def test_an_interrupted_answer_is_read_no_further(monkeypatch):
    interrupted = threading.Event()
    with ScriptedApi([text_reply("on and on " * 4000, event_delay_s=0.02)]) as api:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", api.url)
        threading.Timer(0.2, interrupted.set).start()
        with pytest.raises(Interrupted):
            agent(silence=30, whole=60).write_skill(make_skill_brief(), interrupted)

        deadline = time.monotonic() + 3
        while not api.closed_early and time.monotonic() < deadline:
            time.sleep(0.02)

        assert api.closed_early == 1


def test_an_interrupted_agent_asks_nothing(monkeypatch):
    interrupted = threading.Event()
    interrupted.set()
    with ScriptedApi([]) as api:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", api.url)

        with pytest.raises(Interrupted):
            agent().write_skill(make_skill_brief(), interrupted)

    assert api.requests == []

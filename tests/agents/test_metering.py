"""Every call is reserved before it is sent, and its meter hears what came of it."""

import threading

import pytest

from orchestration.agents.messages_api import Limits, send
from orchestration.agents.protocol import AgentError, AgentUnavailable, Interrupted, Usage
from tests.agents.briefs import never
from tests.agents.meters import NotingMeter
from tests.scripted_api import Reply, ScriptedApi, error_reply, message_reply, text_reply

REQUEST = {"model": "m", "max_tokens": 900, "messages": [{"role": "user", "content": "hello"}]}
HELLO = [{"type": "text", "text": "hello"}]


def metered(monkeypatch, reply, meter=None, interrupted=None, **limits):
    """The meter after one request that is answered so, and the requests that the server saw."""
    meter = meter or NotingMeter()
    monkeypatch.setenv("ANTHROPIC_API_KEY", "key")
    with ScriptedApi([reply]) as api:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", api.url)
        try:
            send(
                REQUEST,
                Limits(**{"connect": 1, "silence": 1, "whole": 5} | limits),
                interrupted or never(),
                meter,
            )
        except (AgentError, Interrupted) as error:
            meter.error = error
    return meter, api.requests


def with_usage(usage, **options):
    reply = message_reply(HELLO, **options)
    reply.message["usage"] = usage
    return reply


USAGES = [
    ({"input_tokens": 7, "output_tokens": 3}, Usage(7, 3)),
    (
        {
            "input_tokens": 7,
            "output_tokens": 3,
            "cache_read_input_tokens": 50,
            "cache_creation_input_tokens": 20,
            "cache_creation": {"ephemeral_5m_input_tokens": 5, "ephemeral_1h_input_tokens": 15},
        },
        Usage(7, 3, 50, 20, 15),
    ),
    ({"input_tokens": 0, "output_tokens": 3, "cache_read_input_tokens": 9}, Usage(0, 3, 9)),
    ({"input_tokens": None, "output_tokens": None, "cache_read_input_tokens": None}, Usage()),
    ({"input_tokens": 7, "output_tokens": 0}, Usage(7, None)),
    ({"input_tokens": "many", "output_tokens": [3]}, Usage()),
    ({"input_tokens": -7, "output_tokens": -1}, Usage()),
    ({}, Usage()),
]


@pytest.mark.parametrize(("told", "usage"), USAGES)
@pytest.mark.parametrize("streams", [True, False])
def test_the_usage_is_told_as_the_server_counted_it(told, usage, streams, monkeypatch):
    meter, _ = metered(monkeypatch, with_usage(told, streams=streams))

    request = {"stop_reason": "end_turn", "request_id": "req_scripted"}
    assert meter.closed == [("settled", "", usage, request)]


def test_a_server_without_any_usage_is_read_as_saying_nothing(monkeypatch):
    reply = message_reply(HELLO, streams=False)
    del reply.message["usage"]

    assert metered(monkeypatch, reply)[0].closed[0][2] == Usage()


def test_the_answer_is_as_long_as_the_meter_allows(monkeypatch):
    _, requests = metered(monkeypatch, text_reply("hello"), NotingMeter(longest=600))

    assert requests[0].body["max_tokens"] == 600


def test_nothing_is_sent_where_the_meter_refuses(monkeypatch):
    meter, requests = metered(monkeypatch, text_reply("hello"), NotingMeter(longest=0))

    assert isinstance(meter.error, AgentUnavailable)
    assert requests == []


def test_there_is_no_call_without_a_meter(monkeypatch):
    monkeypatch.setenv("ANTHROPIC_API_KEY", "key")

    with pytest.raises(RuntimeError, match="without a meter"):
        send(REQUEST, Limits(), never(), None)


FREE = [400, 401, 403, 404, 413, 429, 500, 529]


@pytest.mark.parametrize("status", FREE)
def test_a_refused_request_is_free(status, monkeypatch):
    meter, _ = metered(monkeypatch, error_reply(status))

    (how, code, _, told), *others = meter.closed
    assert (how, code, told, others) == ("released", meter.error.code, {"request_id": "req_scripted"}, [])


def test_a_server_that_is_not_there_costs_nothing(monkeypatch):
    meter = NotingMeter()
    monkeypatch.setenv("ANTHROPIC_API_KEY", "key")
    with ScriptedApi([]) as api:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", api.url)
    with pytest.raises(AgentError):
        send(REQUEST, Limits(connect=1), never(), meter)

    assert [closed[:2] for closed in meter.closed] == [("released", "connection")]


PAID = [
    ("timeout", error_reply(504), Usage()),
    ("server-error", Reply(status=502, raw=b"<html>Bad gateway</html>", media_type="text/html"), Usage()),
    ("timeout", text_reply("late", delay_s=3), Usage()),
    ("timeout", text_reply("stalled " * 20, event_delay_s=3), Usage()),
    ("overloaded", text_reply("begun", error_event="overloaded_error"), Usage(100)),
    ("connection", text_reply("cut off " * 20, cut_after=4), Usage(100)),
    ("bad-reply", Reply(raw=b"not JSON at all"), Usage()),
]


@pytest.mark.parametrize(("code", "reply", "usage"), PAID)
def test_a_call_that_may_have_been_counted_is_paid_for(code, reply, usage, monkeypatch):
    meter, _ = metered(monkeypatch, reply)

    assert [closed[:3] for closed in meter.closed] == [("failed", code, usage)]


@pytest.mark.parametrize("stop_reason", ["refusal", "max_tokens"])
def test_an_answer_of_no_use_is_paid_for(stop_reason, monkeypatch):
    meter, _ = metered(monkeypatch, text_reply("No.", stop_reason=stop_reason))

    assert meter.closed[0][:3] == ("settled", "", Usage(100, 20))
    assert meter.closed[0][3]["stop_reason"] == stop_reason


def test_an_interrupted_answer_is_paid_for(monkeypatch):
    interrupted = threading.Event()
    threading.Timer(0.5, interrupted.set).start()

    meter, _ = metered(
        monkeypatch,
        text_reply("on and on " * 400, event_delay_s=0.1),
        None,
        interrupted,
        silence=30,
        whole=60,
    )

    assert [closed[:3] for closed in meter.closed] == [("failed", "interrupted", Usage(100))]

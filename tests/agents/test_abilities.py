"""A compatible server that refuses what it does not know is asked plainly, from then on at once."""

import pytest

from orchestration.agents import abilities, toolbox
from orchestration.agents.claude import ClaudeAgent
from orchestration.agents.messages_api import Limits
from orchestration.agents.protocol import AgentError, ApproachBrief
from tests.agents.briefs import never
from tests.agents.meters import NotingMeter
from tests.model_answers import a_need, found_reply
from tests.scripted_api import ScriptedApi, error_reply

QUOTE = "We compare with what was charged last year."
BRIEF = ApproachBrief("Price watch", "", QUOTE)


@pytest.fixture
def server(monkeypatch):
    """Answers by a script, at an address that nothing is known of yet."""
    monkeypatch.setattr(abilities, "_plain", set())
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-planted-secret")

    def serve(script):
        api = ScriptedApi(script)
        monkeypatch.setenv("ANTHROPIC_BASE_URL", api.url)
        return api

    return serve


def agent(meter=None):
    return ClaudeAgent(limits=Limits(2, 2, 10), meter=meter or NotingMeter())


def poor(request):
    if "output_config" in request.body:
        return error_reply(400, "output_config: unknown field")
    return found_reply(a_need(QUOTE))


def test_a_refused_form_is_left_out_and_remembered(server):
    meter = NotingMeter()

    with server(poor) as api:
        first = agent(meter).find_needs(BRIEF, never())
        second = agent(meter).find_needs(BRIEF, never())

    assert first == second
    assert ["output_config" in request.body for request in api.requests] == [True, False, False]
    assert [how for how, *_ in meter.closed] == ["released", "settled", "settled"]  # a refusal is free


def test_what_is_refused_plainly_too_is_not_remembered(server):
    with server([error_reply(400, "no such thing")] * 4) as api:
        for _ in range(2):
            with pytest.raises(AgentError, match="no such thing"):
                agent().find_needs(BRIEF, never())

    assert ["output_config" in request.body for request in api.requests] == [True, False, True, False]


def test_another_fault_is_no_reason_to_ask_plainly(server):
    with server([error_reply(413)]) as api, pytest.raises(AgentError):
        agent().find_needs(BRIEF, never())

    assert len(api.requests) == 1


def test_a_plain_request_has_the_same_tools_without_the_strictness():
    request = {"model": "m", "tools": toolbox.definitions(), "tool_choice": {"type": "any"}}

    bare = abilities.plain(request)

    assert [tool["name"] for tool in bare["tools"]] == list(toolbox.TOOLS)
    assert not any("strict" in tool for tool in bare["tools"])
    assert "tool_choice" not in bare
    assert "strict" in request["tools"][0]

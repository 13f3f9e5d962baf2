"""Skills and tools are repaired by the findings of their checks, or cannot be built at all."""

import pytest

from orchestration.agents.claude import ClaudeAgent
from orchestration.agents.messages_api import Limits
from orchestration.agents.protocol import AgentError
from orchestration.checks import check_skill, check_tool
from tests.agents.briefs import make_skill_brief, make_tool_brief, never
from tests.agents.meters import NotingMeter
from tests.model_answers import skill_text, tool_text
from tests.scripted_api import ScriptedApi, text_reply

GOOD = skill_text("claim-letter")
BAD = GOOD.replace("## Checklist", "## List")


@pytest.fixture
def build(monkeypatch):
    """What the agent builds against these replies, and the requests that it made."""
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-planted-secret")

    def build(brief, *replies):
        with ScriptedApi([text_reply(reply) for reply in replies]) as api:
            monkeypatch.setenv("ANTHROPIC_BASE_URL", api.url)
            agent = ClaudeAgent(limits=Limits(2, 2, 10), meter=NotingMeter())
            write = agent.write_skill if brief.kind == "skill" else agent.write_tool
            try:
                return write(brief, never()), api.requests
            finally:
                assert api.problems == []

    return build


def test_a_refused_skill_is_repaired_by_its_findings(build):
    content, requests = build(make_skill_brief(), BAD, GOOD)

    assert check_skill("claim-letter", content) == []
    assert 'the section "Checklist" is missing' in requests[1].text
    assert requests[1].body["messages"][1]["content"][0]["text"] == BAD


def test_a_refused_tool_is_repaired_by_its_findings(build):
    bad = tool_text("laytime").replace("import sys", "import sys, numpy")
    content, requests = build(make_tool_brief(), bad, tool_text("laytime"))

    assert check_tool("laytime", content) == []
    assert "numpy" in requests[1].text


def test_after_three_rounds_the_last_one_is_left_to_its_check(build):
    content, requests = build(make_skill_brief(), BAD, BAD, BAD)

    assert len(requests) == 3
    assert check_skill("claim-letter", content)


def test_a_run_that_skips_validation_asks_once(build):
    assert len(build(make_skill_brief(checked=False), BAD)[1]) == 1


@pytest.mark.parametrize(
    "reply",
    [
        "UNBUILDABLE: it needs a network.",
        "\n```\nUNBUILDABLE: it needs a network.\n```",
        "**UNBUILDABLE:** it needs a network.",
    ],
)
def test_what_cannot_be_built_says_so_at_once(reply, build):
    with pytest.raises(AgentError, match="Unbuildable here: it needs a network") as caught:
        build(make_tool_brief(), reply)

    assert caught.value.code == "unbuildable"


def test_the_beginning_is_the_same_for_all_builds_of_an_outcome(build):
    _, (first,) = build(make_skill_brief(), GOOD)
    _, (second,) = build(make_skill_brief(name="other", title="Other"), skill_text("other"))

    for part in (lambda body: body["system"], lambda body: body["messages"][0]["content"][0]):
        assert part(first.body) == part(second.body)
        assert "cache_control" in str(part(first.body))

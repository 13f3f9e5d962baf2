"""`manage.py check_agent` tells what the model and its server can do, or what to do about it."""

import pytest
from django.core.management import CommandError, call_command

from orchestration.models import ModelCall
from tests.scripted_api import ScriptedApi, calls_reply, error_reply, json_reply, text_reply

pytestmark = pytest.mark.django_db

REPORT = ("report", {"sum": 42})


@pytest.fixture
def check(monkeypatch, settings, capsys):
    settings.ACTIVE_AGENT = "claude"
    settings.ORCHESTRATOR_MODEL = "claude-haiku-5-5"
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-planted-secret")

    def check(*replies):
        with ScriptedApi(list(replies)) as api:
            monkeypatch.setenv("ANTHROPIC_BASE_URL", api.url)
            call_command("check_agent")
        assert api.problems == []
        assert len(api.requests) == len(replies)
        return capsys.readouterr().out

    return check


def test_a_full_server_has_everything_and_a_cost(check):
    told = check(calls_reply(REPORT, usage=(1000, 100)), json_reply({"sum": 42}, usage=(1000, 100)))

    assert "claude-haiku-5-5" in told
    assert "lacks" not in told
    assert "cost       0.000300 USD\n" in told
    assert {call.purpose for call in ModelCall.objects.all()} == {"check"}


def test_a_poor_server_lacks_what_it_lacks(check):
    poor = text_reply("42", headers={"request-id": ""})
    del poor.message["usage"]

    told = check(poor, text_reply("It is 42."))

    for name in ("tools", "structured arguments", "structured output", "token counts", "request ids"):
        assert f"lacks      {name}" in told
    assert "estimated" in told


def test_a_server_that_refuses_what_it_does_not_know_is_asked_plainly(check):
    refused = error_reply(400, "unknown field")

    told = check(refused, calls_reply(REPORT), refused, json_reply({"sum": 42}))

    assert "has        tools" in told
    for name in ("structured arguments", "structured output"):
        assert f"lacks      {name}" in told


def test_a_fault_is_told_with_its_remedy(check):
    with pytest.raises(CommandError, match=r"key-refused: .* correct ANTHROPIC_API_KEY") as caught:
        check(error_reply(401, "bad key sk-planted-secret"))

    assert "sk-planted-secret" not in str(caught.value)


def test_without_a_model_it_says_what_to_set(settings):
    settings.ACTIVE_AGENT = "offline"

    with pytest.raises(CommandError, match="Set ANTHROPIC_API_KEY"):
        call_command("check_agent")

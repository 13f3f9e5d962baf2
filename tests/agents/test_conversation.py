"""A task in conversation: what the model may do, what it is refused, what the next attempt goes on from."""

import json
import threading

import pytest

from orchestration.agents.claude import ClaudeAgent
from orchestration.agents.conversation import LONGEST_BLOCK
from orchestration.agents.messages_api import Limits
from orchestration.agents.protocol import AgentError, ArtifactText, EarlierResult
from tests.agents.briefs import Drawer, make_skill, make_task_brief, never
from tests.agents.meters import NotingMeter
from tests.model_answers import obliging
from tests.scripted_api import ScriptedApi, calls_reply, error_reply, message_reply, text_reply

WRITE = ("write_artifact", {"path": "results/a.md", "content": "# A\n"})
ASK = ("ask_human", {"question": "Which year?"})
FINISH = ("finish", {"summary": "Wrote A."})


@pytest.fixture
def serve(monkeypatch):
    """Starts a scripted API and points the environment at it; every request must have been a valid one."""
    running = []

    def serve(*script):
        api = ScriptedApi(script[0] if callable(script[0]) else list(script))
        running.append(api.__enter__())
        monkeypatch.setenv("ANTHROPIC_BASE_URL", api.url)
        monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-planted-secret")
        return api

    yield serve
    for api in running:
        api.__exit__()
        assert api.problems == []


def do(brief=None):
    agent = ClaudeAgent(limits=Limits(connect=2, silence=2, whole=10), meter=NotingMeter())
    return agent.do_task(brief or make_task_brief(), never())


def results(request):
    """What the last turn of this request answers to the tool calls: (refused, text) of each."""
    blocks = request.body["messages"][-1]["content"]
    return [(b.get("is_error", False), b["content"]) for b in blocks if b["type"] == "tool_result"]


# -- tools ----------------------------------------------------------------------------------------


def test_what_is_written_is_delivered_when_the_task_finishes(serve):
    serve(calls_reply(WRITE), calls_reply(FINISH))

    result = do()

    assert result.summary == "Wrote A."
    assert [(f.path, f.content, f.media_type) for f in result.files] == [
        ("results/a.md", b"# A\n", "text/markdown")
    ]


def test_several_calls_in_one_turn_are_all_answered_in_order(serve):
    api = serve(calls_reply(WRITE, ("list_artifacts", {}), says="Let me see."), calls_reply(FINISH))

    do()

    kept, listed = results(api.requests[1])
    assert kept == (False, "Kept results/a.md: 4 bytes.")
    assert "results/a.md" in listed[1]


def test_a_call_may_write_and_finish_at_once(serve):
    serve(calls_reply(WRITE, FINISH))

    assert do().files[0].path == "results/a.md"


def test_a_long_file_is_written_in_parts(serve):
    more = {**WRITE[1], "content": "More.\n", "append": True}
    serve(calls_reply(WRITE), calls_reply(("write_artifact", more)), calls_reply(FINISH))

    assert do().files[0].content == b"# A\nMore.\n"


def test_an_opened_skill_is_read_in_full_and_remembered(serve):
    drawer = Drawer(skills=(make_skill("Be firm.", name="tone"),))
    api = serve(calls_reply(("read_skill", {"name": "tone"})), calls_reply(WRITE, FINISH))

    do(make_task_brief(workplace=drawer))

    assert "Be firm." in results(api.requests[1])[0][1]
    assert drawer.opened == ["tone"]


def test_an_artifact_is_read_by_ranges(serve):
    drawer = Drawer(files={"notes.txt": b"0123456789" * 4000})
    wanted = {"path": "notes.txt", "start": 39_995, "length": 100}
    api = serve(
        calls_reply(("read_artifact", {"path": "notes.txt"}), ("read_artifact", wanted)),
        calls_reply(WRITE, FINISH),
    )

    do(make_task_brief(workplace=drawer))

    first, second = (text for _, text in results(api.requests[1]))
    assert "characters 0 to 30000 of 40000" in first
    assert "characters 39995 to 40000 of 40000\n\n56789\n" in second


REFUSED_CALLS = [
    (("delete_everything", {}), "There is no tool 'delete_everything'"),
    (("write_artifact", {"path": "a.md"}), "needs the argument 'content'"),
    (("write_artifact", {"path": 7, "content": "x"}), "path is 7; expected a text"),
    (("write_artifact", {"path": "a.md", "content": "x", "mode": "w"}), "takes no argument 'mode'"),
    (("write_artifact", {"path": "../a.md", "content": "x"}), "is not a path inside the outcome"),
    (("write_artifact", {"path": "/etc/passwd", "content": "x"}), "is not a path inside the outcome"),
    (("read_artifact", {"path": "a.md", "start": "0"}), "start is '0'; expected a whole number"),
    (("read_artifact", {"path": "a.md", "start": True}), "expected a whole number"),
    (("read_artifact", {"path": "../../.env"}), "was given no file"),
    (("read_artifact", {"path": "scan.pdf"}), "is no text"),
    (("read_artifact", {"path": "notes.txt", "start": 99}), "has 5 characters"),
    (("read_skill", {"name": "hacking"}), "There is no skill 'hacking'"),
    (("write_artifact", '{"path": "a.md", "con'), "not a JSON object"),
    (("ask_human", {"question": " "}), "has to have 1 to"),
    (("write_artifact", "[1, 2]"), "not a JSON object"),
]


@pytest.mark.parametrize(("call", "reason"), REFUSED_CALLS)
def test_a_call_that_cannot_be_is_refused_with_the_reason_and_the_task_goes_on(call, reason, serve):
    drawer = Drawer(files={"notes.txt": b"notes", "scan.pdf": b"%PDF\xff\xfe"})
    api = serve(calls_reply(call), calls_reply(WRITE, FINISH))

    result = do(make_task_brief(workplace=drawer))

    refused, said = results(api.requests[1])[0]
    assert refused
    assert reason in said
    assert [file.path for file in result.files] == ["results/a.md"]


def test_the_tools_reach_nothing_but_files_and_skills(serve):
    api = serve(obliging)

    do()

    names = {tool["name"] for tool in api.requests[0].body["tools"]}
    files = {"list_artifacts", "read_artifact", "write_artifact"}
    assert names == {"read_skill", *files, "ask_human", "finish"}
    assert all(tool["strict"] for tool in api.requests[0].body["tools"])


# -- the end --------------------------------------------------------------------------------------


def test_finish_without_anything_done_is_refused_once(serve):
    api = serve(calls_reply(FINISH), calls_reply(WRITE, FINISH))

    assert do().files
    assert results(api.requests[1]) == [
        (True, "Not finished: nothing was done yet. Do the task, and write its result to a file.")
    ]


def test_finish_with_a_declared_output_missing_fails_the_second_time(serve):
    api = serve(calls_reply(WRITE, FINISH), calls_reply(FINISH))

    with pytest.raises(AgentError, match=r"sums\.csv, letters/ is declared as output") as caught:
        do(make_task_brief(outputs=("results/a.md", "sums.csv", "letters/")))

    assert caught.value.code == "unfinished"
    assert len(api.requests) == 2


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (message_reply([]), "empty-reply"),
        (text_reply("I am done."), "bad-reply"),
        (calls_reply(WRITE, stop_reason="max_tokens"), "max-tokens"),
    ],
    ids=["empty", "talk", "cut off"],
)
def test_an_answer_that_leads_nowhere_is_told_so_twice_and_then_fails(reply, code, serve):
    api = serve(reply, reply, reply)

    with pytest.raises(AgentError) as caught:
        do()

    assert caught.value.code == code
    assert len(api.requests) == 3


@pytest.mark.parametrize("reply", [message_reply([]), text_reply("I think I'll begin.")])
def test_after_such_an_answer_the_task_can_go_on(reply, serve):
    serve(reply, calls_reply(WRITE), calls_reply(FINISH))

    assert do().summary == "Wrote A."


def test_a_refusal_fails_by_name(serve):
    serve(text_reply("I can't help with that.", stop_reason="refusal"))

    with pytest.raises(AgentError) as caught:
        do()

    assert caught.value.code == "refused"


def test_a_conversation_that_has_become_too_long_goes_on_without_its_old_results(serve):
    notes = {"path": "notes.txt"}
    drawer = Drawer(files={"notes.txt": b"secret of the notes " * 100})
    api = serve(
        calls_reply(("read_artifact", notes)),
        calls_reply(("list_artifacts", {})),
        error_reply(413),
        calls_reply(WRITE, FINISH),
    )

    do(make_task_brief(workplace=drawer))

    assert "secret of the notes" in api.requests[2].text
    assert "secret of the notes" not in api.requests[3].text
    assert "secret of the notes" in json.dumps(drawer.messages)


def test_a_conversation_that_is_too_long_even_so_fails(serve):
    api = serve(calls_reply(("list_artifacts", {})), error_reply(413))

    with pytest.raises(AgentError) as caught:
        do()

    assert caught.value.code == "too-long"
    assert len(api.requests) == 2


def test_a_question_ends_the_attempt_after_everything_else_in_the_turn(serve):
    drawer = Drawer()
    serve(calls_reply(ASK, WRITE, FINISH, ("ask_human", {"question": "And which month?"})))

    asked = do(make_task_brief(workplace=drawer))

    assert asked.question == "Which year?"
    answers = [(b["content"], b.get("is_error", False)) for b in drawer.messages[2]["content"]]
    assert [refused for _, refused in answers] == [False, True, True]
    assert list(drawer.written()) == ["results/a.md"]


def test_the_answer_goes_on_with_the_same_conversation(serve):
    drawer = Drawer()
    first = serve(calls_reply(WRITE), calls_reply(ASK))
    asked = do(make_task_brief(workplace=drawer))

    drawer.answers[asked.call] = "2031, of course."
    second = serve(calls_reply(FINISH))
    result = do(make_task_brief(workplace=drawer))

    before, after = first.requests[-1].body["messages"], second.requests[0].body["messages"]
    assert [m["role"] for m in after] == [*(m["role"] for m in before), "assistant", "user"]
    assert "2031, of course." in results(second.requests[0])[0][1]
    assert result.summary == "Wrote A."


# -- going on -------------------------------------------------------------------------------------


def test_an_attempt_that_was_cut_off_goes_on_from_the_last_whole_turn(serve):
    drawer = Drawer()
    first = serve(calls_reply(WRITE), calls_reply(("list_artifacts", {})), error_reply(500))
    with pytest.raises(AgentError):
        do(make_task_brief(workplace=drawer))

    second = serve(calls_reply(FINISH))
    result = do(make_task_brief(workplace=drawer))

    assert second.requests[0].body["messages"] == first.requests[2].body["messages"]
    assert result.files[0].path == "results/a.md"


def test_a_call_that_was_kept_and_not_answered_is_answered_first(serve):
    drawer = Drawer()
    serve(calls_reply(WRITE), error_reply(500))
    with pytest.raises(AgentError):
        do(make_task_brief(workplace=drawer))
    drawer.messages.pop()  # the process died before the answer was kept

    api = serve(calls_reply(FINISH))
    do(make_task_brief(workplace=drawer))

    assert results(api.requests[0]) == [(False, "Kept results/a.md: 4 bytes.")]


def test_a_finish_whose_result_was_lost_is_accepted_again_without_asking(serve):
    drawer = Drawer()
    serve(calls_reply(WRITE, FINISH))
    do(make_task_brief(workplace=drawer))

    api = serve(calls_reply(FINISH))
    result = do(make_task_brief(workplace=drawer))

    assert (result.summary, api.requests) == ("Wrote A.", [])


def test_a_finish_that_was_refused_afterwards_is_told_why(serve):
    drawer = Drawer()
    serve(calls_reply(WRITE, FINISH))
    do(make_task_brief(workplace=drawer))

    api = serve(calls_reply(FINISH))
    do(make_task_brief(workplace=drawer, findings=("The result is too large.",)))

    assert results(api.requests[0])[-1] == (True, "The result is too large.")
    assert "The result is too large." in api.requests[0].body["messages"][-1]["content"][-1]["text"]


def test_the_reason_of_a_failed_attempt_is_told_once(serve):
    drawer = Drawer()
    serve(calls_reply(WRITE), error_reply(500))
    with pytest.raises(AgentError):
        do(make_task_brief(workplace=drawer))

    api = serve(calls_reply(("list_artifacts", {})), error_reply(500))
    with pytest.raises(AgentError):
        do(make_task_brief(workplace=drawer, findings=("It named no source.",)))
    again = serve(calls_reply(FINISH))
    do(make_task_brief(workplace=drawer, findings=("It named no source.",)))

    assert "It named no source." in api.requests[0].text
    assert json.dumps(again.requests[0].body).count("It named no source.") == 1


def test_a_long_text_is_kept_cut_and_delivered_whole(serve):
    drawer = Drawer()
    long = {"path": "a.txt", "content": "x" * (LONGEST_BLOCK + 5)}
    api = serve(calls_reply(("write_artifact", long)), calls_reply(FINISH))

    result = do(make_task_brief(workplace=drawer))

    kept = drawer.messages[1]["content"][0]["input"]["content"]
    assert kept.endswith("x\n[cut: 5 more characters]")
    assert len(result.files[0].content) == LONGEST_BLOCK + 5
    assert api.requests[1].body["messages"][1]["content"][0]["input"]["content"] == kept


def test_a_cut_call_that_was_not_answered_is_not_done_with_half_its_text(serve):
    drawer = Drawer()
    long = {"path": "a.txt", "content": "x" * (LONGEST_BLOCK + 5)}
    serve(calls_reply(("write_artifact", long)), error_reply(500))
    with pytest.raises(AgentError):
        do(make_task_brief(workplace=drawer))
    drawer.messages.pop()
    drawer._files.clear()

    api = serve(calls_reply(WRITE, FINISH))
    result = do(make_task_brief(workplace=drawer))

    assert results(api.requests[0])[0][0]
    assert [file.path for file in result.files] == ["results/a.md"]


def test_a_conversation_rests_on_task_approach_and_skills():
    from orchestration.agents.conversation import basis

    same = basis(make_task_brief())

    assert basis(make_task_brief(findings=("x",), artifacts=(ArtifactText("a", 1, "b", 2, None),))) == same
    assert basis(make_task_brief(earlier=(EarlierResult("a", "b"),))) == same
    for change in ({"title": "x"}, {"approach": "x"}, {"skills": (make_skill("x"),)}, {"inputs": {"a": 1}}):
        assert basis(make_task_brief(**change)) != same


# -- caching --------------------------------------------------------------------------------------


def test_the_beginning_is_the_same_for_all_tasks_of_an_outcome(serve):
    api = serve(obliging)

    do()
    do(make_task_brief(title="Other", workplace=Drawer(), skills=(make_skill("x"),), outputs=("b.md",)))

    bodies = [request.body for request in api.requests]
    shared = [
        json.dumps([body["tools"], body["system"], body["messages"][0]["content"][0]]) for body in bodies
    ]
    assert len(set(shared)) == 1
    assert '"cache_control"' in json.dumps(bodies[0]["messages"][0]["content"][0])


def test_each_turn_repeats_the_one_before_and_adds_to_its_end(serve):
    api = serve(calls_reply(WRITE), calls_reply(("list_artifacts", {})), calls_reply(FINISH))

    do()

    plain = [
        [
            {**m, "content": [{k: v for k, v in b.items() if k != "cache_control"} for b in m["content"]]}
            for m in request.body["messages"]
        ]
        for request in api.requests
    ]
    assert plain[1][: len(plain[0])] == plain[0]
    assert plain[2][: len(plain[1])] == plain[1]
    assert all("cache_control" in request.body["messages"][-1]["content"][-1] for request in api.requests)


def test_an_interrupted_conversation_keeps_its_whole_turns(serve):
    drawer, interrupted = Drawer(), threading.Event()
    serve(calls_reply(WRITE), text_reply("late", delay_s=5))
    threading.Timer(0.6, interrupted.set).start()

    with pytest.raises(Exception, match="let go"):
        ClaudeAgent(meter=NotingMeter()).do_task(make_task_brief(workplace=drawer), interrupted)

    assert [message["role"] for message in drawer.messages] == ["user", "assistant", "user"]

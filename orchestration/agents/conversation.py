"""One task done in conversation with a model: it is asked, its tool calls are answered, until it finishes."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from orchestration.agents import prompts, replies, toolbox
from orchestration.agents.messages_api import Answer, refuse_unfinished
from orchestration.agents.protocol import AgentError, Asked, Message, TaskBrief, TaskResult, Workplace
from orchestration.agents.toolbox import Bench, Finished, ToolError

ASKS = "ask_human"
MOST_TURNS = 200  # messages of one conversation
MOST_NUDGES = 2  # answers in a row that lead nowhere
LONGEST_BLOCK = 64 * 1024  # characters of one text in a message; the rest is cut and marked
_CUT = re.compile(r"\[cut: [\d,]+ more characters\]\Z")
_NEVER_KEPT = re.compile("[\0\ud800-\udfff]")
DROPPED = "[dropped to make room: call the tool again if you still need this]"
GO_ON = "Go on with the tools; call finish when the task is done."
CUT_OFF = "The connection ended before this was kept. Write it again, in smaller parts."

Ask = Callable[[Sequence[Message]], Answer]


class Conversation:
    """Goes on where the last whole turn was kept. What the model sees and what is kept are the same texts."""

    def __init__(self, brief: TaskBrief, workplace: Workplace, ask: Ask) -> None:
        self.brief, self.workplace, self.ask = brief, workplace, ask
        self.bench = Bench(brief, workplace)
        self.messages: list[Message] = []
        self.refused_finish = 0
        self.nudges = 0

    def hold(self) -> TaskResult | Asked:
        """Raises AgentError with the codes of messages_api, or `unfinished` or `too-many-turns`."""
        uncut: list[dict[str, Any]] = []
        ended = self._begin()
        while True:
            ended = ended or self._answer_calls(uncut)
            if isinstance(ended, Finished):
                return self._result(ended.summary)
            if ended is not None:
                return ended
            if len(self.messages) >= MOST_TURNS:
                raise AgentError(
                    f"It was not done within {MOST_TURNS} messages; make the task smaller.",
                    code="too-many-turns",
                )
            answer = self._answer()
            uncut = answer.calls
            if uncut:
                self.nudges = 0
                self._say("assistant", [bounded(block) for block in answer.blocks])
            elif answer.text and (result := self._whole_result(answer.text)):
                return result

    def _begin(self) -> Finished | Asked | None:
        """Open the conversation, or take it up where it was left, with a last call to answer perhaps."""
        self.messages = self.workplace.resume(basis(self.brief))
        if not self.messages:
            question = prompts.task_question(self.brief)
            self._say("user", [{"type": "text", "text": part} for part in question])
            return None
        failed = prompts.findings(self.brief.findings[-1:]) if self.brief.findings else ""
        if failed and not any(failed == block.get("text") for block in self._blocks()):
            self._answer_calls([], finish_refused=self.brief.findings[-1])
            self._add(failed)
            return None
        ended = self._answer_calls([])
        if ended is None and self._role(-1) == "assistant":
            self._add(GO_ON)
        return ended

    def _blocks(self) -> Iterator[dict[str, Any]]:
        return (block for message in self.messages for block in message["content"])

    def _answer(self) -> Answer:
        """The next answer that is worth keeping or reading; one that leads nowhere is told so, twice."""
        while True:
            answer = self._asked()
            try:
                if answer.stop_reason == "pause_turn":
                    raise AgentError("It paused.", code="empty-reply")
                refuse_unfinished(answer)
            except AgentError as error:
                remedy = _REMEDIES.get(error.code)
                if remedy is None:
                    raise
                self._nudge(remedy, error)
                continue
            return answer

    def _asked(self) -> Answer:
        """Drops old tool results where the conversation has become too long for the model."""
        try:
            return self.ask(self.messages)
        except AgentError as error:
            if error.code != "too-long" or not _drop_old_results(self.messages):
                raise
            return self.ask(self.messages)

    def _nudge(self, remedy: str, error: AgentError) -> None:
        self.nudges += 1
        if self.nudges > MOST_NUDGES:
            raise error
        self._add(remedy)

    def _whole_result(self, text: str) -> TaskResult | None:
        """A result written as one JSON object, as by a model that cannot call tools; else it is told to."""
        try:
            result = replies.task_result(text, self.brief.outputs)
        except AgentError as error:
            self._say("assistant", [bounded({"type": "text", "text": text})])
            self._nudge(f"{error} Call write_artifact for each file, then finish.", error)
            return None
        for file in result.files:
            self.workplace.write(file.path, file.content, file.media_type)
        return self._result(result.summary)

    def _answer_calls(
        self, uncut: Sequence[dict[str, Any]], finish_refused: str = ""
    ) -> Finished | Asked | None:
        """Answer the calls of the last turn that have no answer yet; each answer is kept before the next.

        An accepted `finish` gets none: should the result be lost, it is accepted again. A question to a
        person comes last, and gets its answer when there is one.
        """
        asked = next((n for n in range(len(self.messages) - 1, -1, -1) if self._role(n) == "assistant"), None)
        if asked is None:
            return None
        calls = [block for block in self.messages[asked]["content"] if block["type"] == "tool_use"]
        answered = {
            block.get("tool_use_id") for message in self.messages[asked + 1 :] for block in message["content"]
        }
        whole = {call["id"]: call["input"] for call in uncut}
        ended: Finished | Asked | None = None
        asks = [call for call in calls if call["name"] == ASKS and call["id"] not in answered]
        if asks:
            finish_refused = finish_refused or "You asked a question: finish when you have the answer."
        calls = [*(call for call in calls if call["name"] != ASKS), *asks]
        for call in calls:
            if call["id"] in answered:
                continue
            brought: str | Finished | Asked | ToolError
            if call["name"] == "finish" and finish_refused:
                brought = ToolError(finish_refused)
            elif isinstance(ended, Asked):
                brought = ToolError("Ask one question at a time; this one was not asked.")
            else:
                brought = self._used(call, whole.get(call["id"], call["input"]))
            if isinstance(brought, Finished | Asked):
                ended = brought
            else:
                self._add_block(_result_block(call["id"], brought))
        if self.refused_finish > 1:
            raise AgentError(f"It called itself finished twice. {self._last_said()}", code="unfinished")
        return ended

    def _used(self, call: dict[str, Any], given: object) -> str | Finished | Asked | ToolError:
        if given is call["input"] and _was_cut(given):
            return ToolError(CUT_OFF)
        self.bench.call = call["id"]
        try:
            return toolbox.use(self.bench, call["name"], given)
        except ToolError as error:
            self.refused_finish += call["name"] == "finish"
            return error

    def _last_said(self) -> str:
        refusals = [block["content"] for block in self.messages[-1]["content"] if block.get("is_error")]
        return str(refusals[-1])

    def _result(self, summary: str) -> TaskResult:
        return TaskResult(summary, tuple(self.workplace.written().values()))

    def _role(self, number: int) -> str:
        return str(self.messages[number]["role"])

    def _add(self, text: str) -> None:
        self._add_block({"type": "text", "text": text})

    def _add_block(self, block: dict[str, Any]) -> None:
        """Say it in our turn: the last one, or a new one after the model's."""
        if self.messages[-1]["role"] == "assistant":
            self._say("user", [bounded(block)])
        else:
            self.messages[-1]["content"].append(bounded(block))
            self.workplace.keep(len(self.messages), self.messages[-1])

    def _say(self, role: str, blocks: list[dict[str, Any]]) -> None:
        self.messages.append({"role": role, "content": blocks})
        self.workplace.keep(len(self.messages), self.messages[-1])


_REMEDIES = {
    "max-tokens": "Your answer was cut off at its length limit and is lost. Write in smaller parts: one "
    "file, or part of a file, in each call of write_artifact, with append for what follows.",
    "empty-reply": f"Your answer was empty. {GO_ON}",
}


def basis(brief: TaskBrief) -> str:
    """A digest of what the conversation rests on: when it changes, a new one has to begin."""
    skills = [(skill.name, skill.version) for skill in brief.skills]
    rests_on = [brief.title, brief.description, brief.acceptance, brief.outputs, brief.approach, skills]
    inputs = json.dumps(dict(brief.inputs), sort_keys=True, default=str)
    return hashlib.sha256(json.dumps([*rests_on, inputs]).encode()).hexdigest()


def bounded(block: Any) -> Any:
    """The block as it is kept: each text in it storable, and cut where it is too long."""
    if isinstance(block, str):
        text = _NEVER_KEPT.sub("\ufffd", block)
        if len(text) > LONGEST_BLOCK:
            return f"{text[:LONGEST_BLOCK]}\n[cut: {len(text) - LONGEST_BLOCK:,} more characters]"
        return text
    if isinstance(block, dict):
        if block.get("type") == "tool_use" and not isinstance(block["input"], dict):
            return bounded({**block, "input": {"unreadable": block["input"]}})
        return {bounded(str(name)): bounded(value) for name, value in block.items()}
    return [bounded(value) for value in block] if isinstance(block, list) else block


def _was_cut(given: object) -> bool:
    return isinstance(given, dict) and any(isinstance(v, str) and _CUT.search(v) for v in given.values())


def _result_block(call_id: str, brought: str | ToolError) -> dict[str, Any]:
    block = {"type": "tool_result", "tool_use_id": call_id, "content": str(brought)}
    return {**block, "is_error": True} if isinstance(brought, ToolError) else block


def _drop_old_results(messages: list[Message]) -> bool:
    """Empty the results of all but the last turn, in what is sent only; whether there were any."""
    dropped = False
    for number, message in enumerate(messages[:-1]):
        blocks = [_without_result(block) for block in message["content"]]
        if blocks != message["content"]:
            messages[number] = {**message, "content": blocks}
            dropped = True
    return dropped


def _without_result(block: dict[str, Any]) -> dict[str, Any]:
    if block["type"] != "tool_result" or len(block["content"]) <= len(DROPPED):
        return block
    return {**block, "content": DROPPED}

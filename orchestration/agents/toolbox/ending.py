"""How a task ends, or waits for a person."""

from __future__ import annotations

from orchestration.agents.passages import clean
from orchestration.agents.prompts import fence
from orchestration.agents.protocol import Asked
from orchestration.agents.toolbox.tool import Bench, Finished, ToolError, tool

LONGEST_QUESTION = 4_000  # characters


@tool(
    "Ask a person, and wait for the answer; that may take days. Only for what nothing you were given can "
    "tell and you must not decide yourself. Do first whatever can be done without the answer.",
    question=("string", "The question, with all that the person needs to know to answer it."),
)
def ask_human(bench: Bench, question: str) -> str | Asked:
    answer = bench.workplace.answer(bench.call)
    if answer is not None:
        bench.did_something = True
        return fence("a person's answer", answer)
    if not question.strip() or len(question) > LONGEST_QUESTION:
        raise ToolError(f"The question has to have 1 to {LONGEST_QUESTION} characters.")
    return Asked(clean(question).strip(), bench.call)


@tool(
    "Say that the task is done, when every declared output is written and the work is checked.",
    summary=("string", "One or two sentences for people: what was done and found, and what could not be."),
)
def finish(bench: Bench, summary: str) -> Finished:
    if not summary.strip():
        raise ToolError("The summary is empty: say in one or two sentences what was done.")
    if missing := missing_outputs(bench):
        raise ToolError(f"Not finished: {', '.join(missing)} is declared as output and was not written.")
    if not bench.did_something and not bench.workplace.written():
        raise ToolError("Not finished: nothing was done yet. Do the task, and write its result to a file.")
    return Finished(summary.strip())


def missing_outputs(bench: Bench) -> list[str]:
    """The declared outputs that are not among the written files; of a folder, any file in it will do."""
    written = bench.workplace.written()
    return [
        path
        for path in bench.brief.outputs
        if not any(name == path or (path.endswith("/") and name.startswith(path)) for name in written)
    ]

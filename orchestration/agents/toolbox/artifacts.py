"""Reading the files that a task was given, by ranges, and writing its own."""

from __future__ import annotations

from orchestration.agents.file_drafts import media_type
from orchestration.agents.prompts import fence
from orchestration.agents.toolbox.tool import Bench, ToolError, tool

RANGE = 30_000  # characters of one look at most


@tool("List the files that this task was given, and those that it has written.")
def list_artifacts(bench: Bench) -> str:
    given = [f"{file.path} ({file.media_type}, {file.size} bytes)" for file in bench.brief.artifacts]
    own = [
        f"{path} ({file.media_type}, {len(file.content)} bytes, written by this task)"
        for path, file in bench.workplace.written().items()
    ]
    bench.did_something = True
    return fence("files", "\n".join([*given, *own]) or "There are none.")


@tool(
    "Read a text file, or a range of it. The answer says how long the whole file is.",
    path=("string", "Its path, as list_artifacts names it."),
    start=("integer?", "The first character wanted, from 0. Default 0."),
    length=("integer?", f"How many characters, at most {RANGE}, which is the default."),
)
def read_artifact(bench: Bench, path: str, start: int = 0, length: int = RANGE) -> str:
    file = bench.workplace.written().get(path) or bench.workplace.read(path)
    try:
        text = file.content.decode()
    except UnicodeDecodeError:
        raise ToolError(
            f"{path} is no text ({file.media_type}, {len(file.content)} bytes): it cannot be read here."
        ) from None
    if not 0 <= start <= len(text) or length < 1:
        raise ToolError(f"{path} has {len(text)} characters; there is no range of {length} from {start}.")
    shown = text[start : start + min(length, RANGE)]
    bench.did_something = True
    return fence("file", f"{path}, characters {start} to {start + len(shown)} of {len(text)}\n\n{shown}")


@tool(
    "Write a text file of this task, or a further part of one. It is delivered when the task is finished.",
    path=("string", "A relative path with forward slashes, such as results/report.md."),
    content=("string", "The text, valid for the ending of the path."),
    append=("boolean?", "Add it to the end of what this task has written there, instead of replacing that."),
)
def write_artifact(bench: Bench, path: str, content: str, append: bool = False) -> str:
    try:
        body = content.encode()
    except UnicodeEncodeError:
        raise ToolError("The content holds half a character (a lone surrogate); write it again.") from None
    before = bench.workplace.written().get(path)
    if append and before is not None:
        body = before.content + body
    kept = bench.workplace.write(path, body, media_type(path))
    bench.did_something = True
    return f"Kept {kept}: {len(body)} bytes."

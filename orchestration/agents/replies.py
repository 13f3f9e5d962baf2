"""Reading what a model wrote: the document, program or task result in its reply, whatever is around it."""

from __future__ import annotations

import ast
import itertools
import json
import re
from typing import Any

import planner
from orchestration.agents.file_drafts import media_type
from orchestration.agents.passages import clean, one_line
from orchestration.agents.protocol import AgentError, FoundNeeds, OutputFile, TaskResult

LONGEST_PATH = 200  # characters
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})([^`\n]*)$")

_UNBUILDABLE = re.compile(r"\s*(?:`{3,}\w*\s*)?\**UNBUILDABLE:?\**:?\s+(\S[^\n]*)")


def unbuildable(reply: str) -> str:
    """The reason that the reply gives for building nothing; empty where it builds."""
    found = _UNBUILDABLE.match(reply)
    return one_line(found[1], 500) if found else ""


def skill_document(reply: str) -> str:
    """The SKILL.md in a reply: from its first line of three hyphens, without a code fence around it.

    A reply without frontmatter comes back as it is; the checks then say what is wrong with it.
    """
    lines = _lines(reply)
    start = next((number for number, line in enumerate(lines) if line.strip() == "---"), 0)
    end = len(lines)
    if start and (fence := _FENCE.match(lines[start - 1])):
        closing = [number for number, line in enumerate(lines) if line.strip() == fence[1] and number > start]
        end = closing[-1] if closing else end
    return "\n".join(lines[start:end]).strip() + "\n"


def program(reply: str) -> str:
    """The Python program in a reply: the reply itself, or what stands in its code fence."""
    lines = _lines(reply)
    fences = [number for number, line in enumerate(lines) if _FENCE.match(line)]
    candidates = ["\n".join(lines)]
    if fences:
        candidates.append("\n".join(lines[fences[0] + 1 : fences[-1] if len(fences) > 1 else len(lines)]))
        blocks = ["\n".join(lines[a + 1 : b]) for a, b in itertools.pairwise(fences)]
        candidates += sorted(blocks, key=len, reverse=True)[:3]
    best = next((text for text in candidates if _parses(text)), candidates[1 if fences else 0])
    return best.strip() + "\n"


def task_result(reply: str, declared: tuple[str, ...]) -> TaskResult:
    """The summary and files of a reply that is one object: {"summary": …, "files": [{"path", "content"}]}.

    Raises AgentError, code "bad-reply", quoting what does not fit: no JSON, a wrong type, a path that leads
    elsewhere, no file at all, or a declared output that is missing.
    """
    value = _json_object(reply)
    summary, entries = value.get("summary"), value.get("files")
    if not isinstance(summary, str) or not summary.strip():
        raise _unfit('"summary" is not a text', summary)
    if not isinstance(entries, list):
        raise _unfit('"files" is not a list', entries)
    files = {file.path: file for file in map(_file, entries)}
    if not files:
        raise _unfit("no file was written", summary)
    for path in declared:
        if not any(name == path or (path.endswith("/") and name.startswith(path)) for name in files):
            raise _unfit(f"the declared output {path} is missing", ", ".join(files))
    return TaskResult(summary.strip(), tuple(files.values()))


def found_needs(reply: str) -> FoundNeeds:
    """The needs of a reply that is one object: {"needs": [{"kind", "name", "quotes", …}], "no_longer": […]}.

    A list of needs alone will do. What of a need has a wrong type is left empty: whoever judges the need says
    what it lacks. Raises AgentError, code "bad-reply", for anything that holds no list of needs.
    """
    value = _json(reply, "needs")
    entries = value.get("needs") if isinstance(value, dict) else value
    if not isinstance(entries, list):
        raise _unfit('"needs" is not a list', reply)
    told = value if isinstance(value, dict) else {}
    return FoundNeeds(
        tuple(map(_claim, entries)), _texts(told.get("confirmed")), _texts(told.get("no_longer"))
    )


def _claim(entry: object) -> planner.Claim:
    if not isinstance(entry, dict):
        return planner.Claim("", one_line(entry if isinstance(entry, str) else repr(entry), 200))
    said = {
        name: clean(value) if isinstance(value := entry.get(name), str) else ""
        for name in ("kind", "name", "title", "specification", "reason")
    }
    quotes = entry.get("quotes", entry.get("quote"))
    passages = [quote.strip() for quote in _texts([quotes] if isinstance(quotes, str) else quotes)]
    kind = said.pop("kind").strip().lower()
    return planner.Claim(kind, quotes=tuple(filter(None, passages)), **said)


def _texts(value: object) -> tuple[str, ...]:
    """The texts of a list, cleaned; of anything else none."""
    return tuple(clean(text) for text in value if isinstance(text, str)) if isinstance(value, list) else ()


def _file(entry: object) -> OutputFile:
    if not isinstance(entry, dict):
        raise _unfit("a file is not an object", entry)
    path, content = entry.get("path"), entry.get("content")
    if not isinstance(path, str) or not is_inside(path):
        raise _unfit("a file's path is not a relative path inside the outcome", path)
    if not isinstance(content, str):
        raise _unfit(f"the content of {path} is not a text", content)
    try:
        return OutputFile(path, content.encode(), media_type(path))
    except UnicodeEncodeError as error:
        raise _unfit(
            f"the content of {path} holds half a character", error.object[error.start - 20 :]
        ) from error


def is_inside(path: str) -> bool:
    """Whether this is a plain relative path: no way up or out, nothing unprintable, not a folder."""
    parts = path.split("/")
    return (
        0 < len(path) <= LONGEST_PATH
        and path.isprintable()
        and "\\" not in path
        and ":" not in parts[0]
        and not path.startswith("~")
        and all(part.strip() and part not in (".", "..") for part in parts)
    )


def _json_object(reply: str) -> dict[str, Any]:
    value = _json(reply, "summary")
    if not isinstance(value, dict):
        raise _unfit("it is not the JSON object asked for", reply)
    return value


def _json(reply: str, key: str) -> Any:
    """The first JSON object in the reply that has this key, else the first object or list of objects."""
    decoder = json.JSONDecoder()
    found: list[Any] = []
    for opening in list(re.finditer(r"\{|\[(?=\s*[{\]])", reply))[:20]:
        try:
            value, _ = decoder.raw_decode(reply, opening.start())
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict) and key in value:
            return value
        found.append(value)
    if not found:
        raise _unfit("it is not the JSON object asked for", reply)
    return found[0]


def _parses(text: str) -> bool:
    try:
        return bool(ast.parse(text).body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False


def _lines(reply: str) -> list[str]:
    return reply.replace("\r\n", "\n").replace("\r", "\n").strip("\ufeff\n ").split("\n")


def _unfit(what: str, text: object) -> AgentError:
    shown = text if isinstance(text, str) else repr(text)
    return AgentError(f"The reply does not fit: {what}: “{one_line(shown, 200)}”", code="bad-reply")

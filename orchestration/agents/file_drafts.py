"""One draft in the form that a declared output's ending asks for: markdown, CSV, JSON, HTML, a program…"""

from __future__ import annotations

import csv
import html
import io
import json
from typing import TYPE_CHECKING

from orchestration.agents.protocol import OutputFile

if TYPE_CHECKING:
    from orchestration.agents.offline_task import Draft

STATUS = "offline draft"


def media_type(path: str) -> str:
    """The media type of a text file by its ending; text/plain for unknown ones."""
    return _WRITERS.get(_ending(path), (_stand_in, "text/plain"))[1]


def _ending(path: str) -> str:
    name = path.rsplit("/", 1)[-1]
    return name.rpartition(".")[2].lower() if "." in name else ""


def fit(path: str, draft: Draft) -> tuple[OutputFile, bool]:
    """The file at this path, valid for its ending, and whether a plain text stands in for another format."""
    ending = _ending(path)
    write, media_type = _WRITERS.get(ending, (_stand_in, "text/plain"))
    return OutputFile(path, write(draft).encode(), media_type), ending not in _WRITERS


def _markdown(draft: Draft) -> str:
    return draft.document


def _separated(draft: Draft, delimiter: str) -> str:
    buffer = io.StringIO(newline="")
    table = csv.writer(buffer, delimiter=delimiter, lineterminator="\n")
    table.writerow(["section", "item", "status"])
    table.writerow(["task", draft.title, STATUS])
    table.writerows(draft.rows)
    return buffer.getvalue()


def _csv(draft: Draft) -> str:
    return _separated(draft, ",")


def _tsv(draft: Draft) -> str:
    return _separated(draft, "\t")


def _records(draft: Draft) -> list[dict[str, str]]:
    return [{"section": section, "item": item, "status": status} for section, item, status in draft.rows]


def _json(draft: Draft) -> str:
    value = {"status": STATUS, "task": draft.title, "items": _records(draft), "document": draft.document}
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _json_lines(draft: Draft) -> str:
    first = {"section": "task", "item": draft.title, "status": STATUS}
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in [first, *_records(draft)])


def _html(draft: Draft) -> str:
    title, text = html.escape(draft.title), html.escape(draft.document)
    return (
        '<!doctype html>\n<html lang="en">\n'
        f'<head><meta charset="utf-8"><title>{title} ({STATUS})</title></head>\n'
        f"<body>\n<pre>\n{text}</pre>\n</body>\n</html>\n"
    )


def _xml(draft: Draft) -> str:
    escaped = ([html.escape(part) for part in row] for row in draft.rows)
    rows = "".join(
        f'  <item section="{at}" status="{status}">{item}</item>\n' for at, item, status in escaped
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<draft status="{STATUS}">\n'
        f"  <task>{html.escape(draft.title)}</task>\n{rows}</draft>\n"
    )


def _svg(draft: Draft) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="800" height="60">\n'
        f'  <text x="10" y="35">{html.escape(draft.title)} ({STATUS})</text>\n</svg>\n'
    )


def _program(draft: Draft) -> str:
    message = f"{STATUS}: {draft.title}: not implemented"
    return f"{draft.document!r}\n\nimport sys\n\nsys.exit({message!r})\n"


def _stand_in(draft: Draft) -> str:
    notice = f"This is a plain text ({STATUS}): a file of this kind cannot be drafted without a model."
    return f"{notice}\n\n{draft.document}"


_WRITERS = {
    "md": (_markdown, "text/markdown"),
    "markdown": (_markdown, "text/markdown"),
    "txt": (_markdown, "text/plain"),
    "text": (_markdown, "text/plain"),
    "": (_markdown, "text/plain"),
    "csv": (_csv, "text/csv"),
    "tsv": (_tsv, "text/tab-separated-values"),
    "json": (_json, "application/json"),
    "jsonl": (_json_lines, "application/jsonl"),
    "ndjson": (_json_lines, "application/x-ndjson"),
    "yaml": (_json, "application/yaml"),  # JSON is YAML
    "yml": (_json, "application/yaml"),
    "html": (_html, "text/html"),
    "htm": (_html, "text/html"),
    "xml": (_xml, "application/xml"),
    "svg": (_svg, "image/svg+xml"),
    "py": (_program, "text/x-python"),
}

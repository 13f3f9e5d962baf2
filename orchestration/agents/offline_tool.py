"""The offline agent's tool drafts: one program, filled with what the specification says of its interface."""

from __future__ import annotations

import re
import string
from functools import cache
from pathlib import Path

from orchestration.agents.offline_wording import third_person, unframed
from orchestration.agents.passages import clean, one_line, sentences
from orchestration.agents.protocol import CapabilityBrief

LONGEST_SPECIFICATION = 20_000  # characters; the draft stays far below the limit for programs
_FORMAT_OF_WORD = {
    "csv": "csv", "csvs": "csv", "spreadsheet": "csv", "spreadsheets": "csv", "tsv": "tsv",
    "json": "json", "geojson": "json", "jsonl": "jsonl", "ndjson": "jsonl",
    "xml": "xml", "gpx": "xml", "kml": "xml", "svg": "xml",
    "txt": "text", "text": "text", "md": "text", "markdown": "text", "log": "text", "html": "text",
}  # fmt: skip
_WORD = re.compile(r"[a-z]{2,12}")
_TURNS_TO_INPUT = {"from", "reads", "takes"}
# Not "write": "we'll write a script that reads CSV" says what the program reads.
_TURNS_TO_OUTPUT = {
    "to",
    "into",
    "as",
    "writes",
    "output",
    "outputs",
    "export",
    "exports",
    "produces",
    "prints",
}
_OPTION = re.compile(
    r"--([a-z][a-z0-9]*(?:-[a-z0-9]+)*)"
    r"(?:[ =]+(<[^>\s]{1,40}>|[A-Z][A-Z0-9_]{0,30}\b|\d[\w.]{0,20}|[\w./]{1,40}\.\w{1,8}\b))?"
)
_OWN_OPTIONS = {"help", "output", "output-format", "inspect", "pass-through", "self-test", "inputs"}


def draft_tool(brief: CapabilityBrief) -> str:
    """A whole program; compiles for any text in the brief, since texts enter it only as Python literals."""
    specification = clean(brief.specification).strip()
    if len(specification) > LONGEST_SPECIFICATION:
        specification = specification[:LONGEST_SPECIFICATION] + "… [cut]"
    interface = one_line(brief.interface)
    said = f"{interface} {specification}"
    reads, writes = _formats(said.lower())
    title = one_line(brief.title, 120) or brief.name
    return _template().substitute(
        docstring=_docstring(
            f"{_does(specification) or title} (offline draft: the core step is still to be completed).\n\n"
            f"{_asked(specification)}\n"
        ),
        name=_literal(brief.name),
        specification=_literal(specification),
        interface=_literal(interface),
        input_format=_literal(reads),
        output_format=_literal(writes),
        options=repr(_options(said)),
    )


def _does(specification: str) -> str:
    """What the program does, in one sentence without its stop."""
    for sentence in sentences(specification, most=3):
        if text := unframed(sentence, of_skill=True):
            return third_person(text).rstrip(" .,;:")
    return ""


def _asked(specification: str) -> str:
    if not specification:
        return "The approach says nothing about what this program does."
    return f"The approach's own words:\n\n{specification}"


@cache
def _template() -> string.Template:
    return string.Template(
        (Path(__file__).parent / "prompts" / "offline_tool.py.txt").read_text(encoding="utf-8")
    )


def _docstring(text: str) -> str:
    plain = text.replace("\n", "").isprintable() and "\\" not in text and '"""' not in text
    return f'"""{text}"""' if plain else _literal(text)


def _literal(text: str) -> str:
    """A Python literal on as many lines as the text has, so that the program stays readable."""
    lines = text.splitlines(keepends=True)
    if len(lines) < 2:
        return repr(text)
    return "(\n" + "".join(f"    {line!r}\n" for line in lines) + ")"


def _formats(said: str) -> tuple[str, str]:
    """What is read and what is written, by the formats named: those after a "to" or "writes" are outputs."""
    reads, writes, now_output = "", "", False
    for word in _WORD.findall(said):
        if word in _TURNS_TO_OUTPUT:
            now_output = True
        elif word in _TURNS_TO_INPUT:
            now_output = False
        elif kind := _FORMAT_OF_WORD.get(word):
            if now_output:
                writes = writes or (kind if kind != "xml" else "")
            else:
                reads = reads or kind
    return reads or "text", writes or "json"


def _options(said: str) -> list[tuple[str, bool]]:
    """The long options that the text names, in its order, each with whether a value follows it."""
    options: dict[str, bool] = {}
    for name, value in _OPTION.findall(said):
        if name not in _OWN_OPTIONS and len(name) <= 40:
            options[name] = options.get(name, False) or bool(value)
    return list(options.items())[:20]

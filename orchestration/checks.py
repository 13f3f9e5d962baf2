"""Whether a skill or tool may be given to a worker, judged from its text alone: nothing is run here."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

LARGEST = 256 * 1024  # bytes
LARGEST_FRONTMATTER = 16 * 1024  # bytes; the YAML reader takes a millisecond for each kilobyte
SECTIONS = ("Purpose", "When to use", "Method", "Output", "Checklist")
# What YAML allows; on anything else the reader fails instead of refusing.
_NOT_IN_YAML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_HEADING = re.compile(r"^#{1,6}[ \t]+(.*?)[ \t:#]*$")
_STEP = re.compile(r"^[ \t]*(?:\d{1,3}[.)]|[-*+])[ \t]+\S")


def check_skill(name: str, content: str, *, built: bool = True) -> list[str]:
    """What speaks against this SKILL.md, in plain English; empty when nothing does.

    Every skill must be valid in the Agent Skills format and have a body. One that an agent built
    (`built`) must have each of SECTIONS with something in it, and steps in its Method.
    """
    return list(_skill_findings(name, content, built))


@lru_cache(maxsize=4)  # an agent checks what it has written before its worker does
def _skill_findings(name: str, content: str, built: bool) -> list[str]:
    if findings := _unstorable(content):
        return findings
    lines = content.split("\n")
    end = next((number for number, line in enumerate(lines[1:], 2) if line.rstrip() == "---"), 0)
    if lines[0].rstrip() != "---" or not end:
        return ["line 1: a SKILL.md begins with frontmatter between two lines of three hyphens (---)"]
    if findings := _frontmatter_findings(name, lines[1 : end - 1]):
        return findings
    body = lines[end:]
    if not any(line.strip() for line in body):
        return [f"line {end}: nothing follows the frontmatter; the body must tell the worker what to do"]
    return _section_findings(body, end) if built else []


@lru_cache(maxsize=4)  # a worker checks what it has just drafted, and then describes it
def frontmatter(text: str) -> dict[str, Any]:
    """What stands between the hyphens. Raises skills_ref's ParseError."""
    from skills_ref.parser import parse_frontmatter

    metadata: dict[str, Any] = parse_frontmatter(text)[0]
    return metadata


@lru_cache(maxsize=4)
def syntax_tree(program: str) -> ast.Module:
    """The program as Python reads it. Raises SyntaxError; RecursionError where it is nested too deeply."""
    return ast.parse(program)


def _frontmatter_findings(name: str, lines: list[str]) -> list[str]:
    for number, line in enumerate(lines, 2):
        if "---" in line:
            return [f"line {number}: '---' inside the frontmatter cuts it off there; write a dash instead"]
        if strange := _NOT_IN_YAML.search(line):
            return [f"line {number}: the character {strange[0]!r} is not allowed in frontmatter"]
    text = "\n".join(lines) + "\n"
    if len(text.encode()) > LARGEST_FRONTMATTER:
        return [f"the frontmatter is larger than {LARGEST_FRONTMATTER // 1024} kB"]
    # Imported late: its YAML reader costs a tenth of a second, which only who checks a skill should pay.
    from skills_ref.errors import ParseError
    from skills_ref.validator import validate_metadata

    try:
        metadata = frontmatter(f"---\n{text}---\n")
    except ParseError as error:
        return [" ".join(str(error).split())[:500]]
    except (
        Exception
    ) as error:  # on odd input its YAML reader fails instead of refusing: TypeError, assertions…
        return [f"the frontmatter cannot be read as YAML ({type(error).__name__})"]
    if not all(isinstance(metadata.get(key, ""), str) for key in ("name", "description")):
        return ["name and description must each be one text, not a list or mapping"]
    return list(validate_metadata(metadata, Path(name)))


def _section_findings(body: list[str], above: int) -> list[str]:
    sections: dict[str, tuple[int, list[str]]] = {}
    lines: list[str] = []
    fenced = False
    for number, line in enumerate(body, above + 1):
        fenced ^= line.lstrip().startswith(("```", "~~~"))
        if not fenced and (heading := _HEADING.match(line)):
            lines = sections.setdefault(heading[1].strip("*_ ").casefold(), (number, []))[1]
        else:
            lines.append(line)
    findings = []
    for title in SECTIONS:
        number, lines = sections.get(title.casefold(), (0, []))
        if not number:
            findings.append(f'the section "{title}" is missing')
        elif not any(line.strip() for line in lines):
            findings.append(f'line {number}: the section "{title}" is empty')
        elif title == "Method" and not any(_STEP.match(line) for line in lines):
            findings.append(f"line {number}: the Method must be a list of steps")
    return findings


def check_tool(name: str, content: str, *, built: bool = True) -> list[str]:
    """What speaks against this Python program, in plain English; empty when nothing does.

    Every tool must parse, stay below LARGEST, import the standard library only and read its arguments with
    argparse. One that an agent built (`built`) must also have a docstring and a `--self-test` option.
    """
    return list(_tool_findings(name, content, built))


@lru_cache(maxsize=4)
def _tool_findings(name: str, content: str, built: bool) -> list[str]:
    if findings := _unstorable(content):
        return findings
    try:
        tree = syntax_tree(content)
    except SyntaxError as error:
        return [f"line {error.lineno or 1}: not valid Python: {error.msg}"]
    except (RecursionError, MemoryError):
        return ["not readable as Python: nested too deeply"]
    nodes = list(ast.walk(tree))
    findings = list(_import_findings(name, nodes))
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    called = {_called(call) for call in calls}
    if "ArgumentParser" not in called or not called & {"parse_args", "parse_known_args"}:
        findings.append("the program must read its arguments with argparse (ArgumentParser and parse_args)")
    if built:
        if not ast.get_docstring(tree):
            findings.append("line 1: the program must begin with a docstring that says what it does")
        if not any(
            _called(call) == "add_argument" and _first_argument(call) == "--self-test" for call in calls
        ):
            findings.append("the program must have a --self-test option (add_argument('--self-test', ...))")
    return findings


def _import_findings(name: str, nodes: list[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if not isinstance(node, ast.Import | ast.ImportFrom | ast.Call):
            continue
        imported: list[str] = []
        if isinstance(node, ast.Import):
            imported = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                yield f"line {node.lineno}: a relative import; {name} must be one self-contained file"
            imported = [node.module] if node.module and not node.level else []
        elif _called(node) in ("__import__", "import_module"):
            imported = [_first_argument(node) or "a computed name"]
        for module in imported:
            if module.partition(".")[0] not in sys.stdlib_module_names:
                yield f"line {node.lineno}: imports {module[:80]}; only Python's standard library is there"


def _called(call: ast.Call) -> str:
    """The last part of what is called: `add_argument` for `parser.add_argument(...)`."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _first_argument(call: ast.Call) -> str:
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""


def _unstorable(content: str) -> list[str]:
    """Findings that make reading further pointless: nothing there, too much, or not a storable text."""
    if not content.strip():
        return ["the document is empty"]
    if "\0" in content:
        return [f"line {content[: content.index(chr(0))].count(chr(10)) + 1}: holds a NUL character"]
    try:
        size = len(content.encode())
    except UnicodeEncodeError as error:
        return [
            f"line {content[: error.start].count(chr(10)) + 1}: holds half a character (a lone surrogate)"
        ]
    return [f"{size // 1024} kB; the limit is {LARGEST // 1024} kB"] if size > LARGEST else []

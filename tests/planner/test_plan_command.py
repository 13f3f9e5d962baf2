"""`manage.py plan` as other people's scripts call it: a process, text in, JSON out, exit codes."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from planner import MAX_APPROACH_BYTES

PROJECT = Path(__file__).resolve().parents[2]
TEXT = "Use the web-research skill.\n\nWe need a script that converts CSV to JSON.\n"


def manage_plan(*arguments, stdin=""):
    """The finished process; no settings but those of a fresh machine, and no database to reach."""
    data = stdin if isinstance(stdin, bytes) else stdin.encode()
    return subprocess.run(
        [sys.executable, "manage.py", "plan", *map(str, arguments)],
        cwd=PROJECT,
        input=data,
        capture_output=True,
        timeout=60,
        env={**os.environ, "PYTHONWARNINGS": "default"},
        check=False,
    )


def assert_refused(process, *words):
    error = process.stderr.decode()

    assert process.returncode == 2
    assert "Traceback" not in error
    assert len(error.strip().splitlines()) == 1
    for word in words:
        assert word in error


def test_the_needs_of_a_file_are_printed_as_json(tmp_path):
    approach = tmp_path / "approach.md"
    approach.write_text(TEXT, "utf-8")

    process = manage_plan(approach, "--library", "web-research, pricing")

    assert process.returncode == 0
    needs = json.loads(process.stdout)
    assert needs["existingSkills"] == ["web-research"]
    assert needs["skills"] == []
    (tool,) = needs["tools"]
    assert set(tool) >= {"name", "title", "specification", "reason", "quote", "line", "digest"}
    assert (tool["name"], tool["line"]) == ("csv-json-converter", 3)


def test_standard_input_is_read_when_no_file_is_named():
    process = manage_plan(stdin=TEXT)

    assert [skill["name"] for skill in json.loads(process.stdout)["skills"]] == ["web-research"]


def test_an_empty_text_needs_nothing(tmp_path):
    empty = tmp_path / "approach.md"
    empty.write_bytes(b"")
    printed = io.StringIO()

    call_command("plan", str(empty), stdout=printed)

    assert json.loads(printed.getvalue()) == {"skills": [], "tools": [], "existingSkills": []}


def test_many_approaches_are_answered_line_by_line():
    rows = [{"id": "a", "approach": TEXT, "library": ["web-research"]}, {"id": 2, "approach": "Nothing."}]

    process = manage_plan("--jsonl", stdin="\n".join(map(json.dumps, rows)))

    first, second = map(json.loads, process.stdout.decode().splitlines())
    assert process.returncode == 0
    assert set(first) == {"id", "skills", "tools", "existingSkills"}
    assert set(first["tools"][0]) == {"name", "title", "line", "quote"}
    assert second == {"id": 2, "skills": [], "tools": [], "existingSkills": []}


BROKEN = [
    ("{", "JSON"),
    ("[]", "object"),
    ('{"approach": "x"}', "id"),
    ('{"id": true, "approach": "x"}', "id"),
    ('{"id": "b", "approach": 3}', "approach"),
    ('{"id": "b", "approach": "x", "library": "web"}', "library"),
    ('{"id": "b", "approach": "x", "library": [1]}', "library"),
    (b'{"id": "\xff"}', "UTF-8"),
    ("[" * 100_000, "JSON"),
    (json.dumps({"id": "a", "approach": "a" * (MAX_APPROACH_BYTES + 1)}), "bytes"),
]


@pytest.fixture(scope="module")
def broken_rows():
    """The process that was given each broken row between two good ones."""
    good = json.dumps({"id": "a", "approach": TEXT}).encode()
    lines = [good]
    for row, _ in BROKEN:
        lines += [row if isinstance(row, bytes) else row.encode(), good]
    return manage_plan("--jsonl", stdin=b"\n".join(lines))


@pytest.mark.parametrize("index", range(len(BROKEN)))
def test_a_broken_line_is_named_by_its_number(broken_rows, index):
    message = broken_rows.stderr.decode().splitlines()[index]

    assert message.startswith(f"line {2 * index + 2}: ")
    assert BROKEN[index][1] in message


def test_broken_lines_stop_no_others_and_end_in_2(broken_rows):
    answered = [json.loads(line)["id"] for line in broken_rows.stdout.splitlines()]

    assert broken_rows.returncode == 2
    assert answered == ["a"] * (len(BROKEN) + 1)
    assert len(broken_rows.stderr.decode().strip().splitlines()) == len(BROKEN)


def test_a_missing_file_is_refused_in_a_sentence(tmp_path):
    assert_refused(manage_plan(tmp_path / "none.md"), "none.md")


def refused(path):
    with pytest.raises(CommandError) as error:
        call_command("plan", str(path))

    assert error.value.returncode == 2
    assert "\n" not in str(error.value)
    return str(error.value)


def test_a_directory_is_refused_in_a_sentence(tmp_path):
    assert "directory" in refused(tmp_path)


@pytest.mark.parametrize(
    ("content", "word"),
    [(b"\x00\x01\x02", "binary"), (b"caf\xe9 skill", "UTF-8"), (b"a" * (MAX_APPROACH_BYTES + 1), "bytes")],
)
def test_a_file_that_is_no_approach_is_refused_in_a_sentence(tmp_path, content, word):
    approach = tmp_path / "approach.md"
    approach.write_bytes(content)

    assert word in refused(approach)


def test_a_text_of_exactly_the_limit_is_read(tmp_path):
    approach = tmp_path / "approach.md"
    approach.write_bytes(b"a" * MAX_APPROACH_BYTES)
    printed = io.StringIO()

    call_command("plan", str(approach), stdout=printed)

    assert json.loads(printed.getvalue())["tools"] == []

"""`manage.py plan` as other people's scripts call it: a process, text in, JSON out, exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

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


def test_an_empty_text_needs_nothing():
    assert json.loads(manage_plan(stdin="").stdout) == {"skills": [], "tools": [], "existingSkills": []}


def test_many_approaches_are_answered_line_by_line():
    rows = [{"id": "a", "approach": TEXT, "library": ["web-research"]}, {"id": 2, "approach": "Nothing."}]

    process = manage_plan("--jsonl", stdin="\n".join(map(json.dumps, rows)))

    first, second = map(json.loads, process.stdout.decode().splitlines())
    assert process.returncode == 0
    assert set(first) == {"id", "skills", "tools", "existingSkills"}
    assert set(first["tools"][0]) == {"name", "title", "line", "quote"}
    assert second == {"id": 2, "skills": [], "tools": [], "existingSkills": []}


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("{", "JSON"),
        ("[]", "object"),
        ('{"approach": "x"}', "id"),
        ('{"id": true, "approach": "x"}', "id"),
        ('{"id": "b", "approach": 3}', "approach"),
        ('{"id": "b", "approach": "x", "library": "web"}', "library"),
        ('{"id": "b", "approach": "x", "library": [1]}', "library"),
        (b'{"id": "\xff"}', "UTF-8"),
        ("[" * 100_000, "JSON"),
    ],
)
def test_a_broken_line_is_named_by_its_number_and_the_others_are_answered(row, word):
    good = json.dumps({"id": "a", "approach": TEXT}).encode()
    bad = row if isinstance(row, bytes) else row.encode()

    process = manage_plan("--jsonl", stdin=b"\n".join([good, bad, good]))

    assert_refused(process, "line 2", word)
    assert [json.loads(line)["id"] for line in process.stdout.splitlines()] == ["a", "a"]


def test_a_missing_file_is_refused_in_a_sentence(tmp_path):
    assert_refused(manage_plan(tmp_path / "none.md"), "none.md")


def test_a_directory_is_refused_in_a_sentence(tmp_path):
    assert_refused(manage_plan(tmp_path), "directory")


@pytest.mark.parametrize(
    ("content", "word"),
    [(b"\x00\x01\x02", "binary"), (b"caf\xe9 skill", "UTF-8"), (b"a" * (MAX_APPROACH_BYTES + 1), "bytes")],
)
def test_a_file_that_is_no_approach_is_refused_in_a_sentence(tmp_path, content, word):
    approach = tmp_path / "approach.md"
    approach.write_bytes(content)

    assert_refused(manage_plan(approach), word)


def test_a_text_of_exactly_the_limit_is_read(tmp_path):
    approach = tmp_path / "approach.md"
    approach.write_bytes(b"a" * MAX_APPROACH_BYTES)

    assert manage_plan(approach).returncode == 0


def test_a_text_that_is_too_long_is_refused_in_a_row():
    row = json.dumps({"id": "a", "approach": "a" * (MAX_APPROACH_BYTES + 1)})

    assert_refused(manage_plan("--jsonl", stdin=row), "line 1", "bytes")

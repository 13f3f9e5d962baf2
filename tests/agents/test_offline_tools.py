import ast
import json
import subprocess
import sys

import pytest
from hypothesis import given, settings

from orchestration.agents.offline import OfflineAgent
from orchestration.checks import check_tool
from tests.agents.briefs import HOSTILE, any_text, make_tool_brief, never


def draft(**changes):
    return OfflineAgent().write_tool(make_tool_brief(**changes), never())


@pytest.fixture
def run(tmp_path):
    def run(*arguments, given="", **changes):
        program = tmp_path / "program.py"
        program.write_text(draft(**changes), encoding="utf-8")
        command = [sys.executable, "-I", "-W", "error", str(program), *arguments]
        return subprocess.run(
            command, input=given, capture_output=True, cwd=tmp_path, encoding="utf-8", timeout=20
        )

    return run


def test_a_draft_passes_the_checks():
    assert check_tool("laytime", draft()) == []


@settings(max_examples=50, deadline=None)
@given(specification=any_text, interface=any_text, title=any_text)
def test_a_draft_passes_the_checks_whatever_the_approach_says(specification, interface, title):
    content = draft(specification=specification, interface=interface, title=title)

    compile(content, "laytime.py", "exec")
    assert check_tool("laytime", content) == []


def test_the_docstring_holds_the_specification():
    assert "which prints the laytime as JSON" in (ast.get_docstring(ast.parse(draft())) or "")


@pytest.mark.parametrize(
    ("asked", "does"),
    [
        (
            "Build a CLI tool that compares two price lists (CSV) and prints what went up.",
            "Compares two price lists (CSV) and prints what went up",
        ),
        ("We need a script to merge PDFs and check each page.", "Merges PDFs and checks each page"),
        ("We'll write `tools/laytime.py --rain`, which prints the laytime.", "Prints the laytime"),
        ("A tool for tagging calls and routing follow-ups", "Tags calls and routes follow-ups"),
        ("", "Laytime"),
    ],
)
def test_the_docstring_begins_with_what_the_program_does(asked, does):
    docstring = ast.get_docstring(ast.parse(draft(specification=asked))) or ""

    assert docstring.split("\n")[0] == f"{does} (offline draft: the core step is still to be completed)."


@pytest.mark.parametrize("text", HOSTILE)
def test_help_and_self_test_run_whatever_the_approach_says(text, run):
    for argument in ("--help", "--self-test"):
        result = run(argument, specification=text, interface=text, title=text)

        assert (result.returncode, result.stderr) == (0, "")


def test_help_says_that_it_is_a_draft_and_names_the_options_of_the_specification(run):
    shown = run("--help").stdout

    assert "offline draft" in shown
    assert "--rate VALUE" in shown
    assert "--rain " in shown


def test_the_self_test_says_what_it_did_not_test(run):
    assert "not tested, as it is not there: the core step" in run("--self-test").stdout


def test_the_core_step_ends_with_exit_code_3_and_says_so(run):
    result = run("--rate", "900", given="a,b\n1,2\n")

    assert (result.returncode, result.stdout) == (3, "")
    assert "not implemented" in result.stderr


def test_inspect_counts_records_and_names_fields(run):
    assert (
        run("--inspect", given="port,time\nRiga,1\nOslo,2\n").stdout == "-: 2 records, fields: port, time\n"
    )


def test_pass_through_writes_in_the_format_that_the_specification_names(run):
    result = run("--pass-through", given="port,time\nRiga,1\n")

    assert json.loads(result.stdout) == [{"port": "Riga", "time": "1"}]


def test_a_missing_file_is_one_sentence_and_no_traceback(run):
    result = run("absent.csv")

    assert (result.returncode, result.stderr) == (1, "laytime: absent.csv: No such file or directory\n")


def test_a_broken_file_is_named(run):
    result = run("--inspect", given="{", specification="reads JSON", interface="")

    assert result.returncode == 1
    assert result.stderr.startswith("laytime: -: not readable as json")


def test_the_input_format_is_the_first_one_named_and_the_output_format_the_one_after_to(run):
    result = run("--pass-through", given='{"a": 1}', specification="converts JSON to CSV", interface="")

    assert result.stdout == "a\n1\n"

import ast
import csv
import io
import json
import threading
import time
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from orchestration.agents.offline import OfflineAgent
from orchestration.agents.protocol import ArtifactText, CapabilityText, EarlierResult, Interrupted
from tests.agents.briefs import (
    HOSTILE,
    any_text,
    make_skill,
    make_skill_brief,
    make_task_brief,
    make_tool_brief,
    never,
)
from tests.model_answers import skill_text


def result(**changes):
    return OfflineAgent().do_task(make_task_brief(**changes), never())


def document(**changes):
    return result(**changes).files[0].content.decode()


def test_the_result_is_marked_in_summary_and_document():
    done = result()

    assert done.summary.startswith("Offline draft: ")
    assert "**Offline draft.**" in done.files[0].content.decode()


def test_the_steps_of_each_required_skill_are_in_the_document():
    text = document(skills=(make_skill(skill_text("claim-letter")),))

    assert "(skill `claim-letter`, version 2)" in text
    assert "1. [ ] Read the material.\n2. [ ] Do claim-letter." in text


def test_a_hand_written_skill_without_a_method_section_gives_its_list():
    text = document(skills=(make_skill("---\nname: x\n---\n# Letters\n\nBe kind:\n\n* greet\n* thank\n"),))

    assert "1. [ ] greet\n2. [ ] thank" in text


def test_acceptance_criteria_become_a_checklist():
    assert "- [ ] each letter names its sum\n- [ ] none is longer than two pages" in document()


def test_a_tool_is_shown_with_the_arguments_of_its_program():
    program = OfflineAgent().write_tool(make_tool_brief(), never())
    tool = CapabilityText("tool", "laytime", "Laytime", "Counts laytime.", program, 1, "offline")

    assert "`python laytime.py INPUTS [--output] [--output-format]" in document(tools=(tool,))


def test_earlier_results_inputs_and_files_are_in_the_document():
    text = document(
        earlier=(EarlierResult("Read the facts", "64 voyages"),),
        inputs={"week": 12},
        artifacts=(ArtifactText("facts.pdf", 1, "application/pdf", 99, None),),
        waived=("laytime",),
        findings=("no table",),
    )

    for expected in ("> 64 voyages", "**week**: 12", "`facts.pdf`", "`laytime`: waived", "- no table"):
        assert expected in text


def test_two_tasks_of_one_title_write_different_files():
    assert [file.path for file in result(task_id=7).files] == ["results/write-the-letters-7.md"]
    assert [file.path for file in result(task_id=8).files] == ["results/write-the-letters-8.md"]


def test_a_declared_folder_gets_a_result_file():
    assert [file.path for file in result(outputs=("letters/",)).files] == ["letters/result.md"]


READS = {
    "a.csv": lambda text: next(csv.reader(io.StringIO(text))) == ["section", "item", "status"],
    "a.tsv": lambda text: "\t" in text,
    "a.json": lambda text: json.loads(text)["status"] == "offline draft",
    "a.yaml": json.loads,
    "a.jsonl": lambda text: [json.loads(line) for line in text.splitlines()],
    "a.xml": ElementTree.fromstring,
    "a.svg": ElementTree.fromstring,
    "a.html": lambda text: text.startswith("<!doctype html>"),
    "a.py": ast.parse,
    "a.txt": str,
    "Makefile": str,
}


@pytest.mark.parametrize("path", READS)
def test_a_declared_file_is_valid_for_its_ending_and_marked(path):
    for text in HOSTILE:
        written = document(outputs=(f"x/{path}",), title=text, description=text, acceptance=text)

        assert READS[path](written) is not False
        assert "offline draft" in written.lower()


def test_a_format_beyond_reach_gets_a_plain_text_and_the_summary_says_so():
    done = result(outputs=("report.pdf",))

    assert done.files[0].media_type == "text/plain"
    assert "A text stands in for report.pdf." in done.summary


@settings(max_examples=50, deadline=None)
@given(text=any_text, other=any_text)
def test_no_text_is_too_strange_for_a_result(text, other):
    done = result(
        title=text,
        description=other,
        acceptance=text,
        skills=(make_skill(other),),
        earlier=(EarlierResult(text, other),),
        inputs={text: other},
        outputs=("a.md", "b.xml"),
    )

    assert ElementTree.fromstring(done.files[1].content)


def test_latency_is_waited_once_per_call(settings):
    settings.ORCHESTRATOR_OFFLINE_LATENCY_MS = 80
    begin = time.monotonic()

    result()

    assert 0.08 <= time.monotonic() - begin < 0.5


def test_an_interruption_ends_the_pause_at_once(settings):
    settings.ORCHESTRATOR_OFFLINE_LATENCY_MS = 60_000
    interrupted = threading.Event()
    threading.Timer(0.05, interrupted.set).start()
    begin = time.monotonic()

    with pytest.raises(Interrupted):
        OfflineAgent().write_skill(make_skill_brief(), interrupted)

    assert time.monotonic() - begin < 1


def test_an_interrupted_agent_writes_nothing_even_without_latency():
    interrupted = threading.Event()
    interrupted.set()

    with pytest.raises(Interrupted):
        OfflineAgent().do_task(make_task_brief(), interrupted)

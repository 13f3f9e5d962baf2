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


def test_the_own_steps_of_the_task_come_first_with_and_without_skills():
    said = "Workers must know how to read a DPA. Compare both drafts and explain each change."
    own = "## Steps\n\n1. [ ] Read a DPA.\n2. [ ] Compare both drafts.\n3. [ ] Explain each change.\n\n"
    skill = make_skill(skill_text("claim-letter"))

    assert own + "## Acceptance" in document(description=said)
    assert own + "### Claim Letter (skill" in document(description=said, skills=(skill,))


def test_a_task_with_a_title_only_has_it_as_its_step():
    assert "## Steps\n\n1. [ ] Write the letters.\n" in document(description="")


def test_what_comes_then_is_a_step_of_its_own():
    text = document(description="For each voyage, write down why; then send the list to the owner.")

    assert "1. [ ] For each voyage, write down why.\n2. [ ] Send the list to the owner.\n" in text


def test_a_step_says_which_skill_or_tool_to_use():
    said = "Use the web-research skill to find the pages."

    assert f"1. [ ] {said}\n" in document(description=said)


def test_a_skill_draft_without_steps_gives_its_purpose():
    said = "Workers must know how to read a DPA."
    skill = OfflineAgent().write_skill(
        make_skill_brief(specification=said, quote=said, approach=said), never()
    )

    assert "version 2)\n\n1. [ ] Read a DPA.\n" in document(skills=(make_skill(skill),))
    assert "version 2)\n\nThis skill adds no steps.\n" in document(
        description=said, skills=(make_skill(skill),)
    )


@pytest.mark.parametrize(
    ("steps", "skills", "counted"),
    [(1, 1, "1 step of 1 skill;"), (2, 1, "2 steps of 1 skill;"), (1, 2, "2 steps of 2 skills;")],
)
def test_the_summary_counts_in_good_english(steps, skills, counted):
    skill = make_skill("# Letters\n\n" + "".join(f"- greet number {n}\n" for n in range(steps)))

    assert counted in result(skills=(skill,) * skills).summary


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


def test_a_long_title_is_cut_at_a_word():
    paths = [
        result(title=title).files[0].path
        for title in ("Sort the blocked onboardings of the northern region", "x" * 90)
    ]

    assert paths == ["results/sort-the-blocked-onboardings-of-the-7.md", f"results/{'x' * 40}-7.md"]


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

"""Skills and documents that are only to come, however named; and command lines of programs to come."""

import pytest

from planner import plan

SKILLS = [
    (
        "How to cite the interviews goes into a skill of its own, citing voices, which Dana sets down.",
        "citing",
    ),
    ("The skill heat stress, on the other hand, is still missing; the physician writes it.", "heat"),
    ("Der Skill Hochwasserlage fehlt noch, den schreibt die Leitstelle bis Juni.", "hochwasser"),
    ("Den Skill Trauerfälle muss noch jemand schreiben.", "trauer"),
    ("We will introduce a labelling protocol which tells the workers how to name samples.", "labelling"),
    ("We are introducing sampling policy that workers have to obey.", "sampling"),
    (
        "Workers consult an escalation protocol; the protocol is to be written by the duty lawyer.",
        "escalation",
    ),
    ("The assessors will judge by a scoring grid, which has yet to be drawn up.", "grid"),
    ("The team lacks a playbook for angry callers.", "playbook"),
    ("Supply officers will use an allocation scheme. To be set out by the depot.", "allocation"),
]
NO_SKILLS = [
    "The skill matters less than the will.",
    "A skill for the workers is patience.",
    "The skill gap is wide.",
    "He tells the helpers how to find the door.",
    "The grid on the roof has yet to be mended.",
    "The council lacks a policy on callers.",
]
UNWRITTEN = [
    "```\nusage: berth-plan WEEK [--tides]\n```\n\nThe command above is still to be written by Ola.",
    "    usage: gate-count DAY [--merge]\n\nThis doesn't exist yet. Kim programs it.",
    "Nothing of this is there; Femi will write it.\n\n```\nusage: tide-sum FILE\n\n  reads FILE\n```",
]
WRITTEN = [
    "```\nusage: berth-plan WEEK [--tides]\n```\n\nThe command is the one that we know from last year.",
    "It has worked since 2019.\n\n```\nusage: gate-count DAY\n```",
]


@pytest.mark.parametrize(("text", "word"), SKILLS)
def test_a_document_to_come_for_workers_is_a_skill_to_write(text, word):
    (need,) = plan(text, []).skills

    assert word in need.name


@pytest.mark.parametrize("text", [*NO_SKILLS, *WRITTEN])
def test_what_is_no_document_of_workers_and_what_works_is_no_need(text):
    assert not plan(text, [])


@pytest.mark.parametrize("text", UNWRITTEN)
def test_a_command_line_that_is_shown_before_its_program_exists_is_a_tool_to_build(text):
    (tool,) = plan(text, []).tools

    assert tool.interface.startswith(tool.name)


def test_what_a_procedure_is_about_is_no_second_document():
    (need,) = plan(
        "We draw up a handling procedure for restricted sheets that all workers follow.", []
    ).skills

    assert need.name == "handling-procedure"

import pytest
from hypothesis import given, settings

from orchestration.checks import LARGEST, SECTIONS, check_skill, check_tool
from tests.agents.briefs import HOSTILE, any_text
from tests.model_answers import skill_text, tool_text

SKILL = skill_text("claim-letter")
TOOL = tool_text("laytime")
HAND_WRITTEN = "---\nname: claim-letter\ndescription: Letters.\n---\nBe polite.\n"


def test_a_good_skill_and_a_good_tool_have_no_findings():
    assert check_skill("claim-letter", SKILL) == []
    assert check_tool("laytime", TOOL) == []


SKILL_FAULTS = [
    ("", "the document is empty"),
    ("# Only a body", "line 1: a SKILL.md begins with frontmatter"),
    ("\ufeff" + SKILL, "line 1: a SKILL.md begins with frontmatter"),
    ("---\nname: claim-letter\n", "line 1: a SKILL.md begins with frontmatter"),
    (SKILL.replace("name: claim", "name: other"), "must match skill name"),
    (SKILL.replace("name: claim-letter\n", "name: Claim Letter\n"), "must be lowercase"),
    (SKILL.replace("name: claim-letter\n", ""), "Missing required field in frontmatter: name"),
    (SKILL.replace("name: claim-letter\n", "name: [claim-letter]\n"), "Invalid YAML"),
    (SKILL.replace("name: claim-letter\n", "name:\n  - claim-letter\n"), "must each be one text"),
    (SKILL.replace("description: ", "summary: "), "Unexpected fields in frontmatter: summary"),
    (SKILL.replace("step by step", "step --- by step"), "line 3: '---' inside the frontmatter"),
    (SKILL.replace("step by step", "step " * 300), "exceeds 1024 character limit"),
    (SKILL.replace("step by step", "step " * 4000), "larger than 16 kB"),
    (SKILL.replace('description: "Does', "description: Does: this"), "Invalid YAML"),
    (SKILL.split("\n# ")[0], "nothing follows the frontmatter"),
    (SKILL.replace("1. Read", "Read").replace("2. Do", "Do"), "line 16: the Method must be a list of steps"),
    (SKILL.replace("- One document.", ""), 'line 21: the section "Output" is empty'),
    (SKILL.replace("## Method", "```\n## Method\n```"), 'the section "Method" is missing'),
    (SKILL + "\0", "holds a NUL character"),
    (SKILL + "\ud800", "half a character"),
    (SKILL + "x" * LARGEST, "the limit is 256 kB"),
]


@pytest.mark.parametrize(("content", "finding"), SKILL_FAULTS)
def test_a_faulty_skill_is_refused_with_the_reason(content, finding):
    assert finding in "\n".join(check_skill("claim-letter", content))


@pytest.mark.parametrize("section", SECTIONS)
def test_a_built_skill_must_have_each_section(section):
    content = SKILL.replace(f"## {section}", "## Something else")

    assert check_skill("claim-letter", content) == [f'the section "{section}" is missing']


def test_a_hand_written_skill_needs_no_sections():
    assert check_skill("claim-letter", HAND_WRITTEN, built=False) == []
    assert len(check_skill("claim-letter", HAND_WRITTEN)) == len(SECTIONS)


TOOL_FAULTS = [
    ("", "the document is empty"),
    ("def (", "line 1: not valid Python"),
    ("import requests\n" + TOOL, "line 1: imports requests"),
    (TOOL + "\n\ndef later():\n    from numpy.linalg import inv\n", "imports numpy.linalg"),
    (TOOL + "\nfrom . import helper\n", "a relative import"),
    (TOOL + "\n__import__('requests')\n", "imports requests"),
    (TOOL + "\nimportlib.import_module(name)\n", "imports a computed name"),
    ('"""Prints."""\nprint(1)\n', "must read its arguments with argparse"),
    (TOOL.replace("--self-test", "--check"), "must have a --self-test option"),
    (TOOL.replace('"""laytime', 'text = """laytime'), "must begin with a docstring"),
    (TOOL + "\n# \0", "holds a NUL character"),
    ("(" * 5000, "not"),
    ("-" * 100_000 + "1", "nested too deeply"),
    (TOOL + "#" * LARGEST, "the limit is 256 kB"),
]


@pytest.mark.parametrize(("content", "finding"), TOOL_FAULTS)
def test_a_faulty_tool_is_refused_with_the_reason(content, finding):
    assert finding in "\n".join(check_tool("laytime", content))


def test_a_hand_written_tool_needs_no_self_test():
    assert check_tool("laytime", TOOL.replace("--self-test", "--check"), built=False) == []


def test_nothing_of_a_tool_is_run(tmp_path):
    trace = tmp_path / "trace"

    check_tool("laytime", TOOL + f"\nopen({str(trace)!r}, 'w')\n")

    assert not trace.exists()


@settings(max_examples=100, deadline=None)
@given(text=any_text)
def test_no_document_is_too_strange_to_be_judged(text):
    assert check_skill("claim-letter", text)
    assert check_skill("claim-letter", f"---\n{text}\n---\n{text}") is not None
    assert check_skill("claim-letter", f"---\nname: claim-letter\ndescription: {text}\n---\n{text}")


YAML = [
    *("", "[]", "7", "&a x", "*a", "a: *b", "!!python/object:os.system x", "{a: b}", "a: b\na: c", "? x"),
    *("%TAG ! x", "a: |\n  text", "a: >-\n  text", "- 1\n- 2", "a:\n\tb", "a: 'b", "name: ''", "# comment"),
    *("x: " + "[" * 3000, "a: \x1f", "a: \ufeff", "<<: x", "a: 1\n<<: {b: 2}", "? {a: b}\n: c", "a: !!set x"),
    *("? - a: b", "a?: #a\n  b", "metadata:\n  : c\n  ? - a? [b}"),
]


@pytest.mark.parametrize("frontmatter", YAML + HOSTILE)
def test_no_frontmatter_is_too_strange_to_be_judged(frontmatter):
    assert check_skill("claim-letter", f"---\n{frontmatter}\n---\n# Body\n")

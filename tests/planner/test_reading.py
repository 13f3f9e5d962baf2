"""What holds for every text: it is read without an error, and the evidence is really there."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner import kebab_name, plan, read_steps

PIECES = st.sampled_from(
    [
        "# Plan\n", "## Skills\n", "- market sizing\n", "1. Build a CLI tool for tide tables.\n", "\n",
        "\r\n", "\n\n", "We need a script that converts CSV to JSON. ", "Use the web-research skill. ",
        "**Vendor Comparison Skill** ", "Workers must be able to parse invoices,\nand to redact names. ",
        "skills/pricing.md ", "`tools/x.py --y` ", "| a | b |\n", "|---|---|\n",
        "```yaml\nskills:\n  - a-b\n", "```\n", "> said\n", "<!--", "-->", "“", "”", "\"", "'", "**",
        "`", "(", ")", "no ", "not ", "skill ", "skills: a-b, c-d ", "the ", "need to ", "İ", "e\u0301",
        "\u202e", "🙂",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=25).map("".join))
WRITTEN = sorted(
    line
    for path in Path(__file__).parent.glob("*/*.md")
    for line in path.read_text("utf-8").split("\n")
    if line.strip()
)
OPENINGS = [
    "",
    "- ",
    "1. ",
    "- [ ] ",
    "> ",
    "| ",
    "## ",
    "Missing: ",
    "*Label.* ",
    "  - ",
    "```\n",
    "a) ",
    "“",
]
CUT = st.builds(
    lambda opening, line, first, length: opening + line[first : first + length],
    *(st.sampled_from(OPENINGS), st.sampled_from(WRITTEN), st.sampled_from([0, 0, 0, 7, 23])),
    st.sampled_from([12, 40, 400, 400]),
)
MIXED = st.builds(
    lambda sign, cuts: sign.join(cuts), st.sampled_from(["\n", "\n\n", " "]), st.lists(CUT, max_size=12)
)
LIBRARY = ["web-research", "market-sizing"]
UNRELATED = "\n\nThe hall is booked for the second of May, and the soup will be warm.\n"


def both(needs):
    return [*needs.skills, *needs.tools]


@given(MIXED)
@settings(max_examples=150, deadline=None)
def test_lines_of_real_documents_in_any_order_are_read_with_their_evidence(text):
    lines = text.split("\n")

    for need in both(plan(text, LIBRARY)):
        assert need.quote
        assert need.quote in lines[need.line - 1]


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_evidence_stands_word_for_word_on_the_line_that_is_named(text):
    lines = text.split("\n")

    needs = plan(text, LIBRARY)

    for need in both(needs):
        assert need.quote
        assert need.quote in lines[need.line - 1]
        assert need.line <= need.last_line <= len(lines)
    for skill in needs.existing:
        assert skill.quote in lines[skill.line - 1]


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_names_are_unique_and_well_formed(text):
    names = [need.name for need in both(plan(text, LIBRARY))]

    assert len(names) == len(set(names))
    assert all(name == kebab_name(name) and len(name) <= 64 for name in names)


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_the_same_text_gives_the_same_needs(text):
    assert plan(text, LIBRARY) == plan(text, LIBRARY)


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_an_unrelated_paragraph_removes_no_need(text):
    before = plan(text, LIBRARY)

    after = plan(text + UNRELATED, LIBRARY)

    assert {need.name for need in both(before)} <= {need.name for need in both(after)}


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_a_specification_is_never_empty_and_at_most_4_kb(text):
    for need in both(plan(text, LIBRARY)):
        assert 0 < len(need.specification.encode("utf-8", "replace")) <= 4096


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_steps_can_be_read_from_any_text(text):
    for step in read_steps(text):
        assert step.title
        assert 1 <= step.line <= text.count("\n") + 1


@pytest.mark.parametrize("negated", ["do not ", "do n't ", "don't "])
def test_a_negation_is_read_where_it_stands_apart_from_its_verb_as_well(negated):
    assert plan("We need a script that sorts mail.", LIBRARY)
    assert not plan(f"We {negated}need a script that sorts mail.", LIBRARY)


def test_a_negation_without_a_verb_is_read():
    assert not plan("Ana codes a n't filter.", LIBRARY)


# About 100 kB each; `make bench` measures how long larger ones take.
HOSTILE = {
    "bold that never ends": "**a" + " " * 100_000,
    "list markers on one line": "- " * 50_000 + "x",
    "list markers one below the other": "\n".join(" " * (n % 40) + "- a" for n in range(5_000)),
    "one endless sentence": "We need a script that reads the file and " * 2_500,
    "ten thousand headings": "\n".join(f"# Skills {n}\n- a" for n in range(10_000)),
    "backticks": "a " + "`" * 50_000,
    "quotation marks": "' skill " * 12_000,
    "an unclosed fence": "```\n" + "tools/x.py\n" * 10_000,
    "brackets": "we need a script (" * 6_000,
    "mixed line ends": "a\r\nb\rc\n" * 15_000,
    "right-to-left marks": "\u202ewe need a script\u202c " * 5_000,
    "emoji": "🙂 skill " * 12_000,
    "combining characters": "e\u0301" * 50_000,
    "table rows": "|a|b|\n" * 17_000,
    "stars": "*a_b" * 25_000,
    "unclosed comments": "<!-- " * 20_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_need_after_a_hostile_text_is_still_found(text):
    closed = "\n```" if text.startswith("```") else ""

    needs = plan(f"{text}{closed}\n\nBuild a CLI tool for tide tables.\n", LIBRARY)

    assert any("tide" in tool.name for tool in needs.tools)


def test_output_stays_in_proportion_to_the_text():
    text = "\n".join(f"- We need a script that converts a{n} files to b{n}." for n in range(500))

    needs = plan(text, [])

    assert len(needs.tools) == 500
    assert sum(len(tool.specification) for tool in needs.tools) < 3 * len(text)

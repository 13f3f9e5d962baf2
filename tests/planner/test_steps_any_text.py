"""What holds for the steps of every text: none breaks the reader, none costs more than its length."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner import Capabilities, plan, read_steps

PIECES = st.sampled_from(
    [
        "# Plan\n",
        "## Steps\n",
        "### Step 1: Go\n",
        "### Phase 2 – Do\n",
        "1. Collect `a.csv`.\n",
        "2. Compare with step 1.\n",
        "   - by price\n",
        "   - Acceptance:\n",
        "- [ ] Write the report\n",
        "- [x] done\n",
        "Step 3: Print, after 1 and 2.\n",
        "\n",
        "\n\n",
        "First we scan. Then we print. ",
        "Once the list is ready, send it. ",
        "Finally, ",
        "| # | Task | After |\n",
        "|---|---|---|\n",
        "| 1 | Do | 2 |\n",
        "| 2 | Do it | 1 |\n",
        "```\n",
        "> q\n",
        "(",
        ")",
        "`",
        "**",
        "~~",
        "“",
        "\t",
        "- ",
        "before step 1 ",
        "independent of step 2 ",
        "2a. Order jars\n",
        "### WP1 Ask\n",
        "once 3 and 4 are done ",
        "Nach der Prüfung drucken wir ",
        "the cleaned list and the report ",
        "(in parallel with phase 1)",
        "depends on 1 to 900 ",
        "Done when ",
        "must have ",
        "tools/x.py ",
        "İ",
        "e\u0301",
        "\u202e",
        "🙂",
        "\r\n",
        "<!--",
        "-->",
        "Wir sammeln die Preise. Danach werten wir sie aus. ",
        "1.",
        " – ",
        ": ",
        "We need a script that cuts. ",
        "\0",
        "\x0c",
        "\u2028",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=25).map("".join))


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_steps_are_whole_and_wait_for_each_other_in_no_circle(text):
    needs = plan(text, ["web-research"])
    steps = read_steps(text, [*needs.skills, *needs.tools])
    capabilities = Capabilities([*needs.skills, *needs.tools], needs.existing_skills)

    waiting = {step.key: set(step.after) for step in steps}
    assert len(waiting) == len(steps)
    assert steps == read_steps(text, [*needs.skills, *needs.tools])
    for step in steps:
        capabilities.of(step)
        assert step.text.strip()
        assert 0 < len(step.title) <= 82
        assert step.title.count("(") == step.title.count(")")
        assert 1 <= step.line <= step.last_line <= text.count("\n") + 1
        assert waiting[step.key] <= waiting.keys()
    while free := [key for key, after in waiting.items() if not after]:
        for key in free:
            del waiting[key]
        waiting = {key: after - set(free) for key, after in waiting.items()}
    assert waiting == {}


# About 100 kB each: a time in proportion to the length passes easily, one that grows faster does not.
HOSTILE = {
    "one endless line": "1. Once " + "a, " * 33_000,
    "an open bracket": "1. collect " + "(" * 100_000,
    "open code": "1. write " + "`a.b" * 25_000,
    "a path without end": "1. write to " + "a/" * 50_000,
    "labels on one line": "Step 1: " * 12_000,
    "list markers on one line": "- " * 50_000 + "x",
    "list markers one below the other": "".join("  " * (n % 100) + "- a\n" for n in range(1_000)),
    "numbers that wait for numbers": "1. x\n2. depends on step " + "1, " * 33_000,
    "names that wait for names": "1. list\n2. " + "after the list " * 7_000,
    "an open fence": "1. collect\n```\n" + "x\n" * 50_000,
    "headings": "\n".join(f"# Step {n}: a" for n in range(7_000)),
    "one step again and again": "## Plan\n" + "- [ ] Send the report.\n" * 4_000,
    "then": "First we do, then " * 5_500,
    "rows": "| # | Task | After |\n|---|---|---|\n"
    + "".join(f"| {n} | Do | {n - 1} |\n" for n in range(1, 5_000)),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_cost_no_more_than_their_length(text):
    since = time.process_time()

    read_steps(text)

    assert time.process_time() - since < 3  # seconds; half a second where nothing else runs

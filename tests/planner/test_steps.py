"""The steps of a plan: what is one, its title, what it waits for, what it leaves, when it is done."""

import pytest

from planner import capabilities_of, match_keys, plan, read_steps


def drafted(text, library=()):
    """ "2 Compare them <1": place, title, and the places of those it waits for."""
    needs = plan(text, library)
    steps = read_steps(text, [*needs.skills, *needs.tools])
    place = {step.key: str(n) for n, step in enumerate(steps, 1)}
    return [f"{step.title} <{','.join(place[key] for key in step.after)}" for step in steps]


PLANS = {
    "numbers": (
        "1. Collect prices\n2. Compare them\n3. Report\n",
        "Collect prices <|Compare them <1|Report <2",
    ),
    "brackets": ("(1) Collect prices\n(2) Compare them\n", "Collect prices <|Compare them <1"),
    "labelled lines": (
        "Step 1: Collect.\nStep 2 - Compare\n with last year\n",
        "Collect <|Compare with last year <1",
    ),
    "labelled paragraphs": (
        "Step one: collect.\n\nA remark.\n\nStep two: compare.\n",
        "Collect <|Compare <1",
    ),
    "labelled items": ("- **Step 1:** Collect\n- **Step 2:** Compare\n", "Collect <|Compare <1"),
    "labelled headings": (
        "# X\n## Step 1: Collect\n- a\n## Step 2: Compare\n1. by price\n",
        "Collect <|Compare <1",
    ),
    "numbered headings": ("# X\n## 1. Collect data\nA.\n## 2. Clean it\nB.\n", "Collect data <|Clean it <1"),
    "phases": (
        "**Phase 1 – Ask**\n\n- Ask the shops\n- Scan the leaflets\n\n"
        "**Phase 2 – Tell**\n\n- Write the report\n",
        "Ask the shops <|Scan the leaflets <|Write the report <1,2",
    ),
    "a phase without a list": (
        "# X\n## Phase 1: Build\n1. Dig\n2. Pour\n## Phase 2: Check\nWe look.\n",
        "Dig <|Pour <1|Check <2",
    ),
    "workstreams": (
        "## Track A: Web\n1. Draft pages\n2. Publish pages\n## Track B: Print\n1. Write the flyer\n",
        "Draft pages <|Publish pages <1|Write the flyer <",
    ),
    "groups in a list": (
        "## Plan\n1. Preparation\n   - Collect lists\n   - Call shops\n2. Analysis\n   - Chart prices\n",
        "Collect lists <|Call shops <|Analysis <1,2",
    ),
    "a checklist": (
        "- [ ] Collect prices\n- [x] Book a room\n- [ ] Paint the door\n",
        "Collect prices <|Paint the door <",
    ),
    "bullets in a plan": (
        "## Tasks\n- Call the shops\n- Book the room\n",
        "Call the shops <|Book the room <",
    ),
    "bullets in this order": (
        "To do, in this order:\n\n- Call the shops\n- Book the room\n",
        "Call the shops <|Book the room <1",
    ),
    "a table": (
        "| # | Task | Depends on |\n|---|---|---|\n| 1 | Walk | |\n| 2 | Rate | 1, 3 |\n| 3 | Ask | – |\n",
        "Walk <|Rate <1,3|Ask <",
    ),
    "a table by names": (
        "| Task | After |\n|---|---|\n| Collect prices | |\n| Draw a map | prices |\n",
        "Collect prices <|Draw a map <1",
    ),
    "a schedule": (
        "| Week | What | Who |\n|---|---|---|\n| 1 | Collect | A |\n| 2 | Compare | B |\n",
        "Collect <|Compare <1",
    ),
    "prose": (
        "First we collect prices. They vary. Then we compare them. In parallel, Ana paints. Last, print it.",
        "Collect prices <|Compare them <1|Ana paints <1|Print it <2,3",
    ),
    "one sentence": (
        "First collect prices, then compare them, and finally print.",
        "Collect prices <|Compare them <1|Print <2",
    ),
    "german": (
        "## Aufgaben\n- [ ] Bericht schreiben\n- [ ] Den Bericht verschicken\n",
        "Bericht schreiben <|Den Bericht verschicken <1",
    ),
    "german prose": (
        "Zuerst sammeln wir die Preise. Danach werten wir sie aus. Zum Schluss druckt Heike alles.",
        "Die Preise sammeln <|Sie auswerten <1|Heike druckt alles <2",
    ),
    "french": (
        "## Étapes\n1. Collecter les prix\n2. En parallèle avec l'étape 1, dessiner la carte\n3. Publier\n",
        "Collecter les prix <|Dessiner la carte <|Publier <1,2",
    ),
    "spanish prose": (
        "Primero recogemos los precios. Luego los comparamos. Por último, imprimimos la lista.",
        "Recoger los precios <|Compararlos <1|Imprimir la lista <2",
    ),
}


@pytest.mark.parametrize(("text", "expected"), PLANS.values(), ids=PLANS)
def test_a_plan_is_read_however_it_is_written(text, expected):
    assert drafted(text) == expected.split("|")


ORDERS = {
    "after": ("1. Ask\n2. Dig\n3. Plant, after step 1\n", "Ask <|Dig <1|Plant <1"),
    "depends on": ("1. Ask\n2. Dig\n3. Plant (depends on 1 and 2)\n", "Ask <|Dig <1|Plant <1,2"),
    "a range": (
        "1. Ask\n2. Dig\n3. Rake\n4. Open. After steps 1 to 3.\n",
        "Ask <|Dig <1|Rake <2|Open <1,2,3",
    ),
    "results": (
        "1. Ask\n2. Dig\n3. Chart the answers, using the results of step 1\n",
        "Ask <|Dig <1|Chart the answers <1",
    ),
    "parallel": (
        "1. Ask\n2. Dig\n3. In parallel with step 2, paint\n4. Open\n",
        "Ask <|Dig <1|Paint <1|Open <2,3",
    ),
    "independent": ("1. Ask\n2. Dig\n3. Paint; independent of step 2\n", "Ask <|Dig <1|Paint <1"),
    "independent of all": (
        "1. Ask\n2. Dig\n3. Paint (independent of the others)\n4. Open\n",
        "Ask <|Dig <1|Paint <|Open <2",
    ),
    "before": ("1. Ask\n2. Dig\n3. Get the permit, before step 2\n", "Ask <|Dig <1,3|Get the permit <1"),
    "by name": (
        "1. Interview growers\n2. Paint\n3. Once the interviews are done, chart them\n",
        "Interview growers <|Paint <1|Chart them <1",
    ),
    "of one kind": (
        "1. Interview growers\n2. Interview shops\n3. Compare\n",
        "Interview growers <|Interview shops <|Compare <1,2",
    ),
    "2a and 2b": (
        "Step 1: Ask\nStep 2a: Dig\nStep 2b: Paint\nStep 3: Open\n",
        "Ask <|Dig <1|Paint <1|Open <2,3",
    ),
    "any order": ("In any order:\n\n1. Ask the baker\n2. Dig\n", "Ask the baker <|Dig <"),
    "a file": (
        "- [ ] Chart `p.csv`\n- [ ] Write prices to `q.csv`\n- [ ] Sort `q.csv`\n",
        "Chart p.csv <|Write prices <|Sort q.csv <2",
    ),
    "the report": (
        "- [ ] Write the report\n- [ ] Dig\n- [ ] Send the report\n",
        "Write the report <|Dig <|Send the report <1",
    ),
    "then": (
        "- [ ] Ask\n- [ ] Dig\n- [ ] Then plant\n- [ ] Finally, open\n",
        "Ask <|Dig <|Plant <2|Open <1,3",
    ),
    "days are no steps": (
        "1. Sow\n2. Look after 7, 14 and 21 days\n",
        "Sow <|Look after 7, 14 and 21 days <1",
    ),
    "a mention is no order": (
        "1. Ask\n2. Dig\n3. Plant as in step 1\n",
        "Ask <|Dig <1|Plant as in step 1 <2",
    ),
    "most say it": (
        "1. Ask\n2. Dig\n3. Sow (after 1)\n4. Rake (after 2)\n5. Open (after 3 and 4)\n",
        "Ask <|Dig <|Sow <1|Rake <2|Open <3,4",
    ),
}


@pytest.mark.parametrize(("text", "expected"), ORDERS.values(), ids=ORDERS)
def test_steps_wait_for_what_the_text_says(text, expected):
    assert drafted(text) == expected.split("|")


@pytest.mark.parametrize(
    "text",
    [
        "## Requirements\n\n1. Validate the input\n2. Log errors\n",
        "# X\n\n## Options\n\n1. Hire somebody\n2. Buy a hosted one\n",
        "# X\n\n## Not in scope\n\n1. Translate the site\n2. Print posters\n",
        "# X\n\n## Later\n\n- [ ] Translate the site\n",
        "## Decisions needed\n\n- [ ] who pays\n- [ ] which colour\n",
        "1. An account has one owner.\n2. A deal has an amount.\n",
        "> 1. Collect\n> 2. Compare\n",
        "```\n1. Collect\n2. Compare\n```\n",
        "- [x] Collect\n- [x] Compare\n",
        "1. Who pays?\n2. Do we need a doctor?\n",
        "We collected the prices last year, then compared them, and finally gave up.",
        "The shop is open.\n\n- Prices rise.\n- Shops close.\n",
        "",
    ],
)
def test_what_is_no_plan_gives_no_steps(text):
    assert drafted(text) == []


def test_the_list_under_the_heading_of_a_plan_is_the_plan():
    text = "# X\n## Facts\n1. Rolls are wet.\n## Notes\n1. Ask Ann\n2. Call Bob\n## Plan\n1. Dig\n2. Plant\n"

    assert drafted(text) == ["Dig <", "Plant <1"]


@pytest.mark.parametrize(
    "item",
    [
        "[x] Scan",
        "Scan (done)",
        "~~Scan~~",
        "✅ Scan",
        "Later: scan",
        "(optional) Scan",
        "We will not scan.",
        "Booked the room.",
    ],
)
def test_items_that_are_done_or_put_off_are_left_out_and_passed_over(item):
    assert drafted(f"1. Ask\n2. {item}\n3. Print\n") == ["Ask <", "Print <1"]


def test_a_step_that_only_builds_a_need_is_left_to_the_infrastructure():
    text = (
        "1. Ask\n2. Write the tide-reading skill: what ink is.\n"
        "3. Build `tools/gap.py`, a script that fills gaps.\n4. Read\n"
    )

    assert drafted(text) == ["Ask <", "Read <1"]


def test_a_step_that_builds_and_uses_stays():
    assert drafted("1. Build a CLI tool for charts and run it on the prices\n2. Print\n")[1:] == ["Print <1"]


TITLES = {
    "Compare (as agreed: by price) the lists": "Compare the lists",
    "**Collect.** Fetch the lists from six shops.": "Collect",
    "**Write twenty labels** with the label skill": "Write twenty labels",
    "Compare: what differs?": "Compare",
    "Ada: collect the prices": "Collect the prices",
    "Report - to the board": "Report - to the board",
    "We will then collect prices": "Collect prices",
    "After step 1, with Ana, paint the door": "Paint the door",
    "Write the report (two pages) to `report.md`": "Write the report",
    "Preise sammeln und nach `p.csv` schreiben": "Preise sammeln",
    "Write the loan terms on one page, `out/terms.md`": "Write the loan terms on one page",
    "Check [the list](https://example.com/a)": "Check the list",
    "Collect e.g. prices of 4 shops. Ask twice.": "Collect e.g. prices of 4 shops",
    "Collect the price lists of all six competitors in the three northern counties, on paper too": (
        "Collect the price lists of all six competitors in the three northern counties"
    ),
}


@pytest.mark.parametrize(("item", "title"), TITLES.items())
def test_a_title_is_what_a_person_would_write(item, title):
    steps = read_steps(f"## Plan\n\n1. Start\n2. {item}\n")

    assert steps[1].title == title


OUTPUTS = {
    "Write prices to `p.csv` and notes in `notes/`.": ("p.csv", "notes/"),
    "Write the report to report.md": ("report.md",),
    "Survey; output: `s.csv`.": ("s.csv",),
    "Write the loan terms on one page, `out/terms.md`.": ("out/terms.md",),
    "Read the loan terms on the web, `terms.md`.": (),
    "Draft a reply to the letter, `in/letter.pdf`.": (),
    "Write to the mayor about the plan, `plan.md`.": (),
    "Write a letter about the road, `letter.md`.": ("letter.md",),
    "List what is there (`list.md`).": ("list.md",),
    "Translate `a.md` into French as `b.md`.": ("b.md",),
    "Chart the figures from `in.csv`.": (),
    "Run `tools/x.py` by skills/y.md on example.com and https://a.org/b.html": (),
    "Read `../secret.txt` and `config.py`.": (),
}


@pytest.mark.parametrize(("item", "outputs"), OUTPUTS.items())
def test_outputs_are_the_files_that_a_step_writes(item, outputs):
    assert read_steps(f"## Plan\n\n1. {item}\n2. Rest\n")[0].outputs == outputs


ACCEPTANCE = {
    "Print. Done when Ada signs it.": "Ada signs it.",
    "Print. Accept when each label has a date.": "Each label has a date.",
    "Print. Acceptance: two pages. In colour.": "Two pages.\nIn colour.",
    "Print the list; it must contain prices.": "It must contain prices.",
    "Print.\n   - in colour\n   - Acceptance:\n     - two pages\n     - no typos": "two pages\nno typos",
    "Drucken. Fertig, wenn alle Seiten da sind.": "Alle Seiten da sind.",
    "Imprimer. Terminé quand tout est prêt.": "Tout est prêt.",
    "Imprimir. Criterios de aceptación: dos páginas.": "Dos páginas.",
    "Print. Workers must be able to fold.": "",
    "Print. The paper has to be there.": "",
}


@pytest.mark.parametrize(("item", "acceptance"), ACCEPTANCE.items())
def test_acceptance_is_what_the_text_says_of_the_result(item, acceptance):
    assert read_steps(f"## Plan\n\n1. {item}\n2. Rest\n")[0].acceptance == acceptance


def test_the_text_of_a_step_holds_its_sub_items_and_its_code():
    text = "1. Ask\n   - by phone\n\n   Twice.\n\n   ```\n   run\n   ```\n2. Print\n"

    step = read_steps(text)[0]

    assert step.text == "Ask\n- by phone\n\nTwice.\n\n```\nrun\n```"
    assert (step.line, step.last_line) == (1, 8)


def test_a_step_calls_for_the_skills_and_tools_that_it_speaks_of():
    text = (
        "Build `tools/price-diff.py`, a script that compares two lists. Use the web-research skill.\n\n"
        "1. Collect prices with the web-research skill.\n2. Run price-diff on the lists.\n"
        "3. Read the tides.\n"
        "4. Paint, following the door-painting skill.\n"
    )
    needs = plan(text, ["web-research", "tide-reading"])
    steps = read_steps(text, [*needs.skills, *needs.tools])

    assert [capabilities_of(step, needs) for step in steps] == [
        (["web-research"], []),
        ([], ["price-diff"]),
        ([], []),
        (["door-painting"], []),
    ]


def test_keys_of_steps_outlive_numbers_and_order():
    one = read_steps("1. Collect the prices\n2. Compare the prices\n3. Compare the prices\n")
    two = read_steps("Step 7: Compare prices\nStep 8: Collect prices\n")

    assert [step.key for step in one] == ["collect-prices", "compare-prices", "compare-prices-2"]
    assert {step.key for step in two} <= {step.key for step in one}


def test_an_edited_step_is_the_one_most_like_it():
    old = ["collect-prices-six-shops", "write-report", "check-links"]
    new = ["collect-prices-stock-eight-shops", "write-final-report", "check-figures"]

    assert match_keys(old, new) == {
        "collect-prices-six-shops": "collect-prices-stock-eight-shops",
        "write-report": "write-final-report",
    }

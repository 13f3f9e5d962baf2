"""Names that a person would choose, and that small edits leave alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner import kebab_name, plan


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Web Research", "web-research"),
        ("Préférences d'été", "preferences-dete"),
        ("Straße & Brücke", "strasse-and-brucke"),
        ("  a--b__c  ", "a-b-c"),
        ("Łódź 07", "lodz-07"),
    ],
)
def test_a_name_is_lower_case_ascii_with_single_hyphens(text, name):
    assert kebab_name(text) == name


def test_a_script_without_latin_letters_gets_the_same_code_each_time():
    assert kebab_name("地図") == kebab_name("地図")
    assert kebab_name("地図") != kebab_name("写真")


@given(st.text())
def test_any_text_has_a_name(text):
    name = kebab_name(text)

    assert 0 < len(name) <= 64
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert name == kebab_name(name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Need to scrape competitor websites.", "competitor-website-scraping"),
        ("We need a script that converts CSV to JSON.", "csv-json-converter"),
        ("A merge script for letters must be coded.", "letter-merge-script"),
        ("Use the market sizing skill.", "market-sizing"),
        ("Develop a floor plan annotator.", "floor-plan-annotator"),
        ("Build a tool for label printing.", "label-printer"),
        ("We need a tool for printing labels.", "label-printer"),
        ("Write a tool that prints labels.", "label-printer"),
        ("We need a script that can watch the folder.", "folder-watcher"),
        ("We need something that counts seeds.", "seed-counter"),
        ("We need a bot for meeting reminders.", "meeting-reminder-bot"),
        ("Build a utility for log rotation.", "log-rotation-utility"),
        ("Write a script to copy the files nightly.", "file-copier"),
        ("We need a tool for the registry.", "registry-tool"),
        ("We need a tool that helps volunteers sort letters.", "volunteer-sort-letter-tool"),
        ("Es wird ein Werkzeug zum Drucken von Etiketten gebraucht.", "drucken-etiketten-werkzeug"),
        ("Wir brauchen ein Skript, das die Listen zusammenführt.", "listen-skript"),
        ("Die Mitarbeiter müssen alte Karten lesen können.", "alte-karten-lesen"),
        ("Ein Leitfaden für Interviews muss noch geschrieben werden.", "interviews-leitfaden"),
        ("We need a script for the spring fair.", "spring-fair-script"),
        ("We need a script for tomorrow morning.", "tomorrow-morning-script"),
        ("We need a script for string handling.", "string-handling-script"),
        ("We need a script for missing values.", "value-script"),
        ("We need a script for incoming mail.", "incoming-mail-script"),
        ("We need a script for the renaming of photos.", "photo-renamer"),
        ("We need a tool that schools use.", "school-use-tool"),
        ("We need a tool that hospitals send us.", "hospital-send-tool"),
        ("We need a script that always knows the price.", "price-knower"),
        ("A script is needed to merge the lists.", "list-merger"),
        ("- Umlaufrechner: wie viele Busse braucht ein Takt?", "umlaufrechner"),
        ("Deliver a CLI called `tidemark` that predicts the next high water.", "tidemark"),
    ],
)
def test_a_need_has_the_name_that_a_person_would_choose(text, name):
    needs = plan(text, [])

    assert [need.name for need in (*needs.skills, *needs.tools)] == [name]


@pytest.mark.parametrize("prefix", ["", "First, ", "In week two ", "As agreed, ", "For the pilot: "])
@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("we need to scrape competitor websites.", "competitor-website-scraping"),
        ("we need a script that converts CSV to JSON.", "csv-json-converter"),
        ("we use the market sizing skill.", "market-sizing"),
        ("we build a floor plan annotator.", "floor-plan-annotator"),
    ],
)
@pytest.mark.parametrize("suffix", ["", " Kim knows more.", " It must be there by May."])
def test_a_small_edit_of_the_sentence_keeps_the_name(prefix, text, name, suffix):
    needs = plan(prefix + text + suffix, [])

    assert [need.name for need in (*needs.skills, *needs.tools)] == [name]


NAMED = {
    "competitor-website-scraping": "We need to scrape competitor websites.",
    "csv-json-converter": "We need a script that converts CSV to JSON.",
    "letter-merge-script": "A merge script for letters must be coded.",
    "market-sizing": "Use the market sizing skill.",
    "floor-plan-annotator": "Develop a floor plan annotator.",
    "pdf-invoice-parsing": "Workers must be able to parse PDF invoices.",
    "price-diff": "Run tools/price-diff.py every night.",
    "interview-protocol": "The field team needs an interview protocol, to be drawn up by Ann.",
    "complaint-classifying": "The ability to classify complaints is essential.",
    "tide-table-generator": "A tide table generator has to be written.",
    "seed-inventory-tool": "A seed inventory tool must be built.",
    "source-code-linter": "We build a source code linter.",
    "photo-background-removing": "We need to remove backgrounds from photos.",
    "scoring-rubric": "The jury needs a scoring rubric, to be drawn up by Eva.",
    "duplicate-finder": "Raj will code a duplicate finder.",
}
EDITS = {
    "an opening": lambda text: f"First of all: {text[0].lower()}{text[1:]}",
    "a sentence before": lambda text: f"Kim opens the doors at nine. {text}",
    "a sentence behind": lambda text: f"{text} Nobody knows yet how long that takes.",
    "a bold remark": lambda text: f"**Note.** {text}",
    "an item of it": lambda text: f"- {text}",
    "a line break": lambda text: "\n".join(text.rsplit(" ", 1)),
    "a number": lambda text: f"3. {text.rstrip('.')}",
    "a time": lambda text: f"{text.rstrip('.')} before the summer.",
    "paragraphs around": lambda text: f"# Plan\n\nThe hall is booked.\n\n{text}\n\nSoup is at one.\n",
    "a further clause": lambda text: f"{text.rstrip('.')}; Kim has the details.",
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
@pytest.mark.parametrize(("name", "text"), NAMED.items(), ids=NAMED)
def test_a_hundred_pairs_of_a_sentence_and_its_edit_share_a_name(name, text, edit):
    for version in (text, edit(text)):
        needs = plan(version, [])

        assert [need.name for need in (*needs.skills, *needs.tools)] == [name]


def test_names_have_at_most_four_words():
    text = "Build a tool for the weekly reconciliation of three very long supplier price lists with stock."

    (tool,) = plan(text, []).tools

    assert len(tool.name.split("-")) <= 4

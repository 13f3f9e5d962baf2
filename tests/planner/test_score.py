"""How well the planner reads documents that people wrote, against labels: a guard, not a target."""

import json
from pathlib import Path

import pytest

from planner import plan
from tests.planner.score import score

CORPUS = Path(__file__).parent / "corpus"
# Written after the rules, to see whether these read more than the corpus. Rules were looked at with every
# second document in view; HELD_OUT are the others.
MORE = Path(__file__).parent / "more"
# Many styles: requests for comment, minutes, boards, tables, tenders, letters, notes in four languages. Each
# was labelled before it was first read; what was found at first sight is told in LABELS.md.
STYLES = Path(__file__).parent / "styles"
# Labelled before they were first read; the classes of constructions that they showed then became rules.
FRESH = Path(__file__).parent / "fresh"
TOLD = Path(__file__).parent / "told"
UNSEEN = Path(__file__).parent / "unseen"
# Labelled apart from the rules and read first with all their gates; these were then widened by class.
LATER = Path(__file__).parent / "later"
LATEST = Path(__file__).parent / "latest"
# Nothing was made with these in view: what they score tells how a new document is read, until it is.
APART = Path(__file__).parent / "apart"
PLAIN = Path(__file__).parent / "plain"
WIDER = Path(__file__).parent / "wider"
ASIDE = Path(__file__).parent / "aside"
# Written to meet constructions that no other set holds, batch by batch; a rule for each class followed.
NEIGHBOURS = Path(__file__).parent / "neighbours"
HELD_OUT = {
    *("choir-parts", "flood-sensors", "inventaire-herbier", "lighthouse-archive", "night-bus-survey"),
    *("rutas-escolares", "thesis-references", "vereinschronik"),
}


def predictions(folder):
    for line in (folder / "labels.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        needs = plan((folder / f"{row['id']}.md").read_text("utf-8"), row["library"])
        yield {
            "id": row["id"],
            "skills": [{"name": need.name, "title": need.title, "line": need.line} for need in needs.skills],
            "tools": [{"name": need.name, "title": need.title, "line": need.line} for need in needs.tools],
            "existingSkills": list(needs.existing_skills),
        }


@pytest.fixture(scope="module")
def figures():
    result, findings = score(CORPUS, {row["id"]: row for row in predictions(CORPUS)})
    print("\n".join(findings))
    return result


def test_nearly_every_need_of_the_corpus_is_found_and_little_else(figures):
    assert figures["needs"]["f1"] >= 0.97
    assert figures["needs"]["precision"] >= 0.97


def test_needs_of_the_corpus_are_told_apart_by_kind(figures):
    assert figures["kind_accuracy"] >= 0.95


def test_skills_of_the_library_are_recognised_and_never_needed_again(figures):
    assert figures["existing"]["precision"] >= 0.95
    assert figures["existing"]["recall"] >= 0.95
    assert figures["library_skill_predicted_as_need"] == 0


def test_traps_of_the_corpus_catch_almost_nothing(figures):
    hit, traps = map(int, figures["traps_hit"].split("/"))

    assert hit <= traps * 0.02


def test_documents_without_needs_stay_without(figures):
    clean, documents = map(int, figures["zero_need_documents_clean"].split("/"))

    assert clean >= documents * 0.9


def test_documents_written_later_are_read_nearly_as_well():
    figures, findings = score(MORE, {row["id"]: row for row in predictions(MORE)})

    assert figures["needs"]["f1"] >= 0.92, findings
    assert figures["needs"]["precision"] >= 0.95, findings


def test_documents_of_many_styles_are_read_with_few_misses_and_hardly_a_false_find():
    figures, findings = score(STYLES, {row["id"]: row for row in predictions(STYLES)})
    hit, traps = map(int, figures["traps_hit"].split("/"))

    assert figures["needs"]["f1"] >= 0.96, findings
    assert figures["needs"]["precision"] >= 0.97, findings
    assert figures["kind_accuracy"] >= 0.98
    assert figures["existing"]["precision"] >= 0.95
    assert figures["existing"]["recall"] >= 0.95
    assert hit <= traps * 0.01


def test_documents_held_out_while_the_rules_were_written_are_read_nearly_as_well(tmp_path):
    rows = (MORE / "labels.jsonl").read_text("utf-8").splitlines(keepends=True)
    (tmp_path / "labels.jsonl").write_text("".join(row for row in rows if json.loads(row)["id"] in HELD_OUT))
    for name in HELD_OUT:
        (tmp_path / f"{name}.md").write_text((MORE / f"{name}.md").read_text("utf-8"), "utf-8")

    figures, findings = score(tmp_path, {row["id"]: row for row in predictions(tmp_path)})

    assert figures["needs"]["f1"] >= 0.90, findings


@pytest.mark.parametrize(
    ("folder", "f1", "precision"),
    [(FRESH, 0.95, 0.91), (TOLD, 0.96, 0.97), (UNSEEN, 0.96, 0.97)],
    ids=["fresh", "told", "unseen"],
)
def test_documents_that_showed_classes_of_constructions_keep_being_read(folder, f1, precision):
    figures, findings = score(folder, {row["id"]: row for row in predictions(folder)})
    hit, traps = map(int, figures["traps_hit"].split("/"))

    assert figures["needs"]["f1"] >= f1, findings
    assert figures["needs"]["precision"] >= precision, findings
    assert figures["existing"]["precision"] == figures["existing"]["recall"] == 1
    assert hit <= traps * 0.02


@pytest.mark.parametrize("folder", [LATER, LATEST], ids=["later", "latest"])
def test_documents_in_plain_sentences_keep_being_read(folder):
    figures, findings = score(folder, {row["id"]: row for row in predictions(folder)})
    hit, traps = map(int, figures["traps_hit"].split("/"))

    assert figures["needs"]["f1"] >= 0.94, findings
    assert figures["needs"]["precision"] >= 0.96, findings
    assert figures["existing"]["precision"] == figures["existing"]["recall"] == 1
    assert hit <= traps * 0.02


def test_documents_of_neighbouring_constructions_keep_being_read():
    figures, findings = score(NEIGHBOURS, {row["id"]: row for row in predictions(NEIGHBOURS)})

    assert figures["needs"]["f1"] >= 0.96, findings
    assert figures["needs"]["precision"] >= 0.98, findings
    assert figures["existing"]["precision"] == figures["existing"]["recall"] == 1


@pytest.mark.parametrize(("folder", "least"), [(APART, 0.86), (PLAIN, 0.94)], ids=["apart", "plain"])
def test_documents_that_nothing_was_made_for_are_read(folder, least):
    figures, findings = score(folder, {row["id"]: row for row in predictions(folder)})

    assert figures["needs"]["f1"] >= least, findings
    assert figures["needs"]["precision"] >= 0.92, findings
    assert figures["existing"]["precision"] == figures["existing"]["recall"] == 1


@pytest.mark.parametrize(
    ("folder", "f1", "precision"), [(WIDER, 0.915, 0.91), (ASIDE, 0.87, 0.90)], ids=["wider", "aside"]
)
def test_documents_by_many_hands_keep_being_read(folder, f1, precision):
    figures, findings = score(folder, {row["id"]: row for row in predictions(folder)})
    hit, traps = map(int, figures["traps_hit"].split("/"))

    assert figures["needs"]["f1"] >= f1, findings
    assert figures["needs"]["precision"] >= precision, findings
    assert figures["kind_accuracy"] >= 0.98
    assert figures["existing"]["precision"] == 1
    assert figures["existing"]["recall"] >= 0.97
    assert hit <= traps * 0.025

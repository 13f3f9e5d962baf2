"""The commands that do what the API does, for scripts on this machine."""

import json

import pytest
from django.core.management import CommandError, call_command

from orchestration import library
from orchestration.management.commands import orchestrate as module
from outcomes.models import ApiToken, Run, Skill
from tests.factories import OutcomeFactory, RunFactory, TaskFactory, UserFactory


def run(*words):
    """The exit code."""
    try:
        call_command(*words)
    except SystemExit as end:
        return end.code
    except CommandError as error:
        print(error)
        return error.returncode
    return 0


def test_a_token_is_printed_and_works(db, capsys):
    user = UserFactory(username="mia")

    assert run("create_token", "mia") == 0

    assert ApiToken.owner_of(capsys.readouterr().out.strip()) == user


def test_a_token_for_nobody_is_refused_in_one_sentence(db, capsys):
    assert run("create_token", "nobody") == 2
    assert capsys.readouterr().out == "There is no user 'nobody'.\n"


def test_a_token_for_an_inactive_user_is_refused(db):
    UserFactory(username="gone", is_active=False)

    assert run("create_token", "gone") == 2


def test_orchestrate_starts_the_work(db, capsys):
    outcome = OutcomeFactory(with_approach=True)

    assert run("orchestrate", str(outcome.pk)) == 0

    told = capsys.readouterr()
    assert json.loads(told.out)["run"]["status"] == "running"
    assert told.err.startswith("Started run")


@pytest.mark.parametrize(
    ("end", "code"),
    [
        (lambda run: run.complete("completed"), 0),
        (lambda run: run.fail("execution-failed", "A task failed."), 1),
        (lambda run: run.hold("task-held", "A question is open."), 3),
        (lambda run: run.stop("mia", "Enough."), 3),
    ],
)
def test_orchestrate_waits_and_tells_the_end_by_its_exit_code(db, monkeypatch, end, code):
    monkeypatch.setattr(module, "wait_for", lambda run_id: end(Run.objects.get(pk=run_id)))

    assert run("orchestrate", str(OutcomeFactory(with_approach=True).pk), "--wait") == code


def test_orchestrate_refuses_an_archived_outcome(db):
    assert run("orchestrate", str(OutcomeFactory(archived=True).pk)) == 1


@pytest.mark.parametrize("command", ["orchestrate", "status"])
@pytest.mark.parametrize("number", ["17", "x", "9" * 30])
def test_an_outcome_that_is_not_there_is_a_usage_error(db, command, number):
    assert run(command, number) in (1, 2)  # argparse's own error exits 2 on a command line only
    assert number != "17" or run(command, number) == 2


@pytest.mark.parametrize(
    ("state", "code"), [("running", 0), ("completed", 0), ("failed", 1), ("held", 3), ("stopped", 3)]
)
def test_the_state_is_told_by_the_exit_code_too(db, capsys, state, code):
    outcome = RunFactory(state=state).outcome

    assert run("status", str(outcome.pk)) == code

    assert json.loads(capsys.readouterr().out)["outcomeId"] == outcome.pk


def test_the_state_of_what_never_ran_is_no_failure(db):
    assert run("status", str(TaskFactory().outcome_id)) == 0


def skill_folder(root, name, text):
    (root / name).mkdir()
    (root / name / "SKILL.md").write_text(text, encoding="utf-8")


def test_skills_go_out_and_come_back_the_same(db, tmp_path):
    library.add("skill", "negotiating", by="mia", content="Ask first. ü")
    content = Skill.objects.get().current().content

    assert run("export_skills", str(tmp_path)) == 0

    assert (tmp_path / "negotiating" / "SKILL.md").read_text(encoding="utf-8") == content
    Skill.objects.all().delete()
    assert run("import_skills", str(tmp_path)) == 0
    assert Skill.objects.library().get().current().content == content


def test_invalid_skills_are_named_and_the_others_imported(db, tmp_path, capsys):
    skill_folder(tmp_path, "good", "---\nname: good\ndescription: Does good.\n---\nDo it.\n")
    skill_folder(tmp_path, "bad", "---\nname: other\ndescription: x\n---\nDo it.\n")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "SKILL.md").write_bytes(b"\xff")
    (tmp_path / "good" / "script.py").write_text("")

    assert run("import_skills", str(tmp_path)) == 1

    told = capsys.readouterr()
    assert [skill.name for skill in Skill.objects.library()] == ["good"]
    assert "bad: " in told.err
    assert "broken: " in told.err
    assert "script.py" in told.out


def test_a_folder_that_is_not_there_is_a_usage_error(db, tmp_path):
    assert run("import_skills", str(tmp_path / "nothing")) == 2


def test_a_folder_that_cannot_be_written_is_a_usage_error(db, tmp_path):
    library.add("skill", "negotiating", by="mia", content="Ask first.")
    (tmp_path / "file").write_text("")

    assert run("export_skills", str(tmp_path / "file")) == 2

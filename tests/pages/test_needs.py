"""The list of needs: adding one, and words that are true while a run runs, is stopped, or has failed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from outcomes.models import Outcome, Run, Skill, Task
from outcomes.needs import change_need
from tests.factories import APPROACH, OutcomeFactory, RunFactory, TaskFactory
from tests.model_answers import skill_text
from tests.pages.conftest import let_workers_work


def of(name: str, outcome, *more) -> str:
    return reverse(f"orchestration:{name}", args=[outcome.pk, *more])


@pytest.fixture
def started(member_client):
    """An outcome whose builds wait for workers."""
    outcome = OutcomeFactory(approach=APPROACH)
    member_client.post(of("orchestrate", outcome))
    return outcome


def told(member_client, outcome) -> list[tuple[str, str]]:
    response = member_client.get(of("outcome", outcome))
    return [(step.badge, step.text) for step in response.context["told_steps"]]


def test_a_member_adds_a_tool_that_the_approach_does_not_name(member_client):
    outcome = OutcomeFactory()
    said = {"kind": "tool", "title": "Mail sorter", "specification": "Sorts mail by sender."}

    response = member_client.post(of("new-need", outcome), said, follow=True)

    assert "“Mail sorter” is added to the needs." in response.text
    assert "need-tool-mail-sorter" in response.text
    assert outcome.need_overrides.get().specification == "Sorts mail by sender."
    assert told(member_client, outcome) == [("build", "Added by ada. It is not built yet.")]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"kind": "skill", "title": "Web research"}, "calls for this already"),
        ({"kind": "skill", "title": "***"}, "gives no name"),
        ({"kind": "wish", "title": "Mail"}, "Select a valid choice"),
        ({"kind": "skill", "title": ""}, "required"),
    ],
)
def test_a_need_that_cannot_be_added_comes_back_with_the_reason(said, reason, member_client):
    outcome = OutcomeFactory(approach=APPROACH)

    response = member_client.post(of("new-need", outcome), said)

    assert response.status_code == 422
    assert reason in response.text
    assert not outcome.need_overrides.exists()


def test_the_preview_says_how_to_name_what_is_missing(member_client):
    sent = {"preview": "1", "approach": APPROACH}

    text = member_client.post(reverse("outcomes:new"), sent, headers={"HX-Request": "true"}).text

    assert "We need a skill for …" in text


def test_before_the_click_the_badges_say_what_it_does(member_client):
    outcome = OutcomeFactory(approach=APPROACH)

    assert [badge for badge, _ in told(member_client, outcome)] == ["build", "build"]


def test_builds_wait_for_workers_and_then_for_the_run(started, member_client):
    running = told(member_client, started)
    member_client.post(of("stop", started), {"mode": "now"})
    stopped = told(member_client, started)

    assert running == [("to build", "It waits for a worker.")] * 2
    assert stopped == [("to build", "Its build waits: the run is stopped.")] * 2


def test_what_is_built_waived_and_failed_is_called_so(started, member_client):
    builds = list(Task.objects.infrastructure().order_by("pk"))
    TaskFactory.to_failed(builds[0])
    TaskFactory.to_completed(builds[1])
    RunFactory.to_failed(started.active_run)

    failed = told(member_client, started)
    bar = member_client.get(of("outcome", started)).context["bars"][0]["told"]
    member_client.post(of("waive", started, builds[0].capability.name))

    assert failed[0] == ("failed", "Its last build failed. Orchestrate tries it again.")
    assert failed[1][0] == "built"
    assert bar == "1 of 2 built, 1 failed"
    assert [badge for badge, _ in told(member_client, started)] == ["waived", "built"]
    assert member_client.get(of("outcome", started)).context["bars"][0]["told"] == "1 built, 1 waived"


def test_a_failed_run_marks_the_phase_that_failed(started, member_client):
    TaskFactory.to_failed(Task.objects.infrastructure().first())
    started.refresh_from_db()
    started.release_building("not everything could be built")
    RunFactory.to_failed(started.active_run)

    steps = member_client.get(of("outcome", started)).context["steps"]

    assert [step["state"] for step in steps] == ["done", "failed", "ahead", "ahead", "ahead"]


def test_when_all_is_built_the_bars_say_so(started, member_client):
    TaskFactory(outcome=started).skip("ada", "")
    let_workers_work()

    bars = member_client.get(of("outcome", started)).context["bars"]

    assert [bar["told"] for bar in bars] == ["2 of 2 built", "0 done, 1 skipped"]
    assert started.runs.get().status == Run.Status.COMPLETED


# -- what a person decides about a need -----------------------------------------------------------

SKILL = "web-research"


def supply(member_client, outcome, name=SKILL, **sent):
    return member_client.post(of("supply", outcome, name), sent, follow=True)


@pytest.fixture
def failed(started):
    """One build of a run that is under way has failed."""
    build = Task.objects.get(skill__name=SKILL)
    TaskFactory.to_failed(build)
    return build


def test_a_failed_need_shows_what_can_be_done_about_it(failed, started, member_client):
    text = member_client.get(of("outcome", started)).text

    for button in ("again", "supply", "waive", "dismiss"):
        assert f'id="{button}-skill-{SKILL}"' in text
    assert f'id="rebuild-skill-{SKILL}"' not in text


def test_a_need_is_waived_with_a_reason_and_built_after_all(failed, started, member_client):
    member_client.post(of("waive", started, SKILL), {"note": " we know it "})
    waived = member_client.get(of("outcome", started)).text
    page = member_client.get(reverse("outcomes:skill", args=[failed.skill_id])).text
    member_client.post(of("rebuild", started, SKILL))

    assert "ada waived it: we know it. The work goes on without it." in waived
    assert "Build it after all" in waived
    assert "we know it" in page
    assert told(member_client, started)[0] == ("to build", "It waits for a worker.")


def test_a_reason_that_is_too_long_is_refused(failed, started, member_client):
    response = member_client.post(of("waive", started, SKILL), {"note": "x" * 2001}, follow=True)

    assert "at most 2,000 are kept" in response.text
    assert failed.skill.status != "waived"


@pytest.mark.parametrize("way", ["text", "file"])
def test_a_skill_is_supplied_as_a_text_or_a_file(way, failed, started, member_client):
    text = skill_text(SKILL)
    file = SimpleUploadedFile("SKILL.md", text.encode())

    response = supply(member_client, started, **({"content": text} if way == "text" else {"file": file}))

    assert f"{SKILL} is supplied by you." in response.text
    assert told(member_client, started)[0] == ("built", "Supplied by ada.")
    assert Task.objects.get(pk=failed.pk).status == "cancelled"


def test_the_form_begins_with_what_stands(failed, started, member_client):
    frame = member_client.get(of("supply", started, SKILL)).context["form"].initial["content"]
    supply(member_client, started, content=skill_text(SKILL))
    mine = member_client.get(of("supply", started, SKILL)).context["form"].initial["content"]

    assert frame.startswith(f"---\nname: {SKILL}\n")
    assert "## Checklist" in frame
    assert mine == skill_text(SKILL)


@pytest.mark.parametrize(
    ("sent", "reasons"),
    [
        ({"content": "Be careful."}, ["a SKILL.md begins with frontmatter"]),
        ({"content": ""}, ["the document is empty"]),
        (
            {"content": f"---\nname: {SKILL}\ndescription: x\n---\n\n## Purpose\n\nTo know.\n"},
            ["&quot;Method&quot; is missing", "&quot;Output&quot; is missing"],
        ),
        ({"file": SimpleUploadedFile("SKILL.md", b"\xff\xfe")}, ["not a text in UTF-8"]),
    ],
)
def test_what_the_checks_refuse_comes_back_with_every_finding(sent, reasons, started, member_client):
    response = supply(member_client, started, **sent)

    assert response.status_code == 422
    for reason in reasons:
        assert reason in response.text
    assert Skill.objects.get().versions.count() == 0


def test_a_file_that_is_refused_stays_in_the_form(started, member_client):
    response = supply(member_client, started, file=SimpleUploadedFile("SKILL.md", b"Be very careful."))

    assert response.status_code == 422
    assert "Be very careful.</textarea>" in response.text


@pytest.mark.parametrize("name", [SKILL, "price-diff"])
def test_the_frame_alone_is_not_supplied(name, started, member_client):
    frame = member_client.get(of("supply", started, name)).context["form"].initial["content"]

    response = supply(member_client, started, name, content=frame.replace("\n", "\r\n"))

    assert response.status_code == 422
    assert "fill it in first" in response.text


def test_what_was_supplied_for_an_earlier_specification_is_rebuilt_by_one_press(started, member_client):
    supply(member_client, started, content=skill_text(SKILL))
    change_need(Outcome.objects.get(pk=started.pk), SKILL, "grace", specification="Read annual reports.")
    member_client.post(of("orchestrate", started))

    kept = told(member_client, started)
    shown = member_client.get(of("outcome", started)).text
    member_client.post(of("rebuild", started, SKILL))
    member_client.post(of("rebuild", started, SKILL))

    assert ("built", "Supplied by ada for an earlier specification. Rebuild it?") in kept
    assert "Rebuild it</button>" in shown
    assert told(member_client, started) == [("to build", "It waits for a worker.")] * 2


def test_a_need_that_is_not_called_for_has_no_page_to_supply_it(started, member_client):
    assert member_client.get(of("supply", started, "no-such-need")).status_code == 404

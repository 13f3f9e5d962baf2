"""What an outcome needs: the planner's reading, with the last word of members and callers."""

import pytest

from outcomes.errors import BadInput, Refused
from outcomes.models import NeedOverride, Outcome, Skill
from outcomes.needs import add_need, change_need, effective_needs, waive_need
from tests.factories import NeedOverrideFactory, OutcomeFactory, SkillFactory, TaskFactory

pytestmark = pytest.mark.django_db


def names(outcome: Outcome) -> list[str]:
    return [need.name for need in effective_needs(outcome).wanted]


def ready(outcome: Outcome) -> int:
    return Outcome.objects.get(pk=outcome.pk).infrastructure_ready


@pytest.fixture
def outcome():
    return OutcomeFactory(with_approach=True, ready=True)


def test_the_approach_speaks_first(outcome):
    needs = effective_needs(outcome)

    assert [need.name for need in needs.skills] == ["web-research"]
    assert [need.name for need in needs.tools] == ["price-diff"]
    assert (needs.skills[0].origin, needs.skills[0].line) == ("rules", 3)


def test_another_text_can_be_asked_about_without_saving_it(outcome):
    needs = effective_needs(outcome, "Use the market-sizing skill.")

    assert [need.name for need in needs.wanted] == ["market-sizing"]
    assert names(outcome) == ["web-research", "price-diff"]


def test_a_skill_of_the_library_is_used_as_it_is(outcome):
    SkillFactory(name="web-research", library=True)

    needs = effective_needs(outcome)

    assert (needs.existing, [need.name for need in needs.wanted]) == (("web-research",), ["price-diff"])


def test_a_retired_skill_of_the_library_does_not_count(outcome):
    SkillFactory(name="web-research", library=True).retire("ada")

    assert effective_needs(outcome).existing == ()


def test_an_empty_approach_needs_nothing():
    assert names(OutcomeFactory(approach="")) == []


def test_an_added_need_is_wanted_and_resets_the_infrastructure(outcome):
    assert add_need(outcome, "Market sizing", "ada")

    [added] = [need for need in effective_needs(outcome).wanted if need.origin == "ada"]
    assert (added.kind, added.name, added.title, added.line) == (
        "skill",
        "market-sizing",
        "Market sizing",
        None,
    )
    assert (ready(outcome), outcome.events.filter(kind="need.added").count()) == (0, 1)


def test_a_tool_may_be_added_too(outcome):
    add_need(outcome, "Chart maker", "ada", kind="tool", specification="Draws charts.")

    [added] = [need for need in effective_needs(outcome).tools if need.origin == "ada"]
    assert (added.name, added.specification) == ("chart-maker", "Draws charts.")


def test_a_suggestion_that_the_library_has_needs_no_building(outcome):
    SkillFactory(name="market-sizing", library=True)

    assert add_need(outcome, "Market sizing", "ada")

    assert effective_needs(outcome).existing == ("market-sizing",)
    assert ready(outcome) == 2


@pytest.mark.parametrize("title", ["web-research", "Web research", "price-diff"])
def test_a_suggestion_that_is_called_for_already_changes_nothing(outcome, title):
    assert not add_need(outcome, title, "ada")

    assert (ready(outcome), NeedOverride.objects.count()) == (2, 0)


def test_the_same_suggestion_twice_is_once(outcome):
    add_need(outcome, "Market sizing", "ada")

    assert not add_need(outcome, "Market sizing", "grace")
    assert outcome.need_overrides.get().author == "ada"


@pytest.mark.parametrize("title", ["", "  ", "!!!", "---"])
def test_a_suggestion_that_gives_no_name_is_refused_at_its_field(outcome, title):
    with pytest.raises(BadInput) as refusal:
        add_need(outcome, title, "ada", field="suggestedSkills")

    assert refusal.value.field == "suggestedSkills"
    assert ready(outcome) == 2


def test_a_dismissed_need_is_not_wanted_any_more(outcome):
    assert change_need(outcome, "web-research", "ada", dismissed=True) is None

    assert (names(outcome), ready(outcome)) == (["price-diff"], 0)


def test_a_dismissed_need_comes_back_when_it_is_no_longer_dismissed(outcome):
    change_need(outcome, "web-research", "ada", dismissed=True)

    assert change_need(outcome, "web-research", "ada", dismissed=False).name == "web-research"


def test_a_dismissed_addition_is_not_wanted_either(outcome):
    add_need(outcome, "Market sizing", "ada")

    change_need(outcome, "market-sizing", "ada", dismissed=True)

    assert "market-sizing" not in names(outcome)


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        ({"title": "Reading the web"}, ("title", "Reading the web")),
        ({"specification": "Reads annual reports."}, ("specification", "Reads annual reports.")),
        ({"name": "web-reading"}, ("name", "web-reading")),
        ({"kind": "tool"}, ("kind", "tool")),
    ],
    ids=lambda value: str(next(iter(value))),
)
def test_what_a_member_says_of_a_need_counts(outcome, change, seen):
    before = effective_needs(outcome).wanted[0]

    need = change_need(outcome, "web-research", "ada", **change)

    attribute, value = seen
    assert (getattr(need, attribute), need.origin) == (value, "ada")
    assert ready(outcome) == 0
    assert (need.digest == before.digest) == (attribute in {"title", "name"})


def test_a_renamed_need_is_found_under_its_new_name(outcome):
    change_need(outcome, "web-research", "ada", name="web-reading")

    need = change_need(outcome, "web-reading", "ada", title="Reading")

    assert (need.name, need.title, outcome.need_overrides.count()) == ("web-reading", "Reading", 1)


def test_an_override_outlives_the_revision_that_it_was_made_for(outcome):
    change_need(outcome, "web-research", "ada", title="Reading the web")
    outcome.refresh_from_db()
    outcome.approach += "\nThank you.\n"
    outcome.save()

    assert effective_needs(outcome).skills[0].title == "Reading the web"


def test_an_override_of_something_no_longer_called_for_does_nothing():
    override = NeedOverrideFactory(added=False, name="web-research", title="Reading")

    assert names(override.outcome) == []


def test_a_need_that_is_not_there_cannot_be_changed(outcome):
    with pytest.raises(Refused) as refusal:
        change_need(outcome, "market-sizing", "ada", dismissed=True)

    assert refusal.value.code == "not-found"
    assert ready(outcome) == 2


@pytest.mark.parametrize("state", ["needed", "building", "failed"])
def test_an_open_need_can_be_waived_by_somebody_for_a_reason_and_twice_is_once(state):
    skill = SkillFactory(state=state)

    waive_need(skill.outcome, skill.name, "ada", "we know it by heart")
    waive_need(skill.outcome, skill.name, "grace", "me too")

    row = Skill.objects.get(pk=skill.pk)
    assert (row.status, row.waived_by, row.waived_why) == ("waived", "ada", "we know it by heart")
    assert row.waived_at is not None
    [told] = skill.outcome.events.filter(kind="skill.waived")
    assert (told.actor, told.message) == ("ada", f"Skill {skill.name} was waived: we know it by heart")


def test_a_waived_need_takes_its_build_from_the_worker():
    task = TaskFactory(infrastructure=True, running=True)

    waive_need(task.outcome, task.skill.name, "ada")

    assert type(task).objects.get(pk=task.pk).status == "cancelled"
    assert task.attempts.get().status == "released"


def test_a_need_that_is_built_is_not_waived():
    skill = SkillFactory(draft=True)

    with pytest.raises(Refused, match="is draft: there is nothing to waive"):
        waive_need(skill.outcome, skill.name, "ada")

    assert Skill.objects.get(pk=skill.pk).status == "draft"


@pytest.mark.parametrize("name", ["no-such-need", "retired-one"])
def test_only_what_is_called_for_can_be_waived(name):
    outcome = OutcomeFactory()
    SkillFactory(outcome=outcome, name="retired-one", retired=True)

    with pytest.raises(Refused) as refusal:
        waive_need(outcome, name, "ada")

    assert refusal.value.code == "not-found"


def test_what_a_waived_skill_was_required_for_no_longer_waits():
    skill = SkillFactory(failed=True)
    task = TaskFactory(outcome=skill.outcome)
    task.requirements.create(kind="skill", name=skill.name)

    waive_need(skill.outcome, skill.name, "ada")

    assert list(type(task).objects.unblocked()) == [task]

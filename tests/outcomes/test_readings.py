"""The needs that a model sees, joined with the rules' and kept over edits."""

import pytest

from outcomes.errors import WrongStatus
from outcomes.models import Outcome, Reading
from outcomes.needs import add_need, change_need, effective_needs, needs_by_rules
from outcomes.readings import is_being_read, judged
from planner import Claim
from tests.factories import OutcomeFactory, SkillFactory

pytestmark = pytest.mark.django_db

QUOTE = "We compare with what was charged last year."
APPROACH = f"""Use the web-research skill to collect prices.

{QUOTE}
"""
RULE_QUOTE = "Use the web-research skill to collect prices."


@pytest.fixture
def outcome():
    return OutcomeFactory(approach=APPROACH)


def claim(name="price-history", quote=QUOTE, **fields):
    return Claim(**{"kind": "skill", "name": name, "specification": "By year.", "quotes": (quote,), **fields})


def read(outcome, *claims, no_longer=()):
    """A worker brings what the model said of this revision."""
    reading = Reading.objects.create(outcome=outcome, revision=outcome.approach_revision, requested_by="ada")
    rules = needs_by_rules(outcome.approach)
    reading.keep(
        *judged(outcome, outcome.approach, claims, (), no_longer, rules), "sonnet", "worker 1", "Read"
    )
    return reading


def edit(outcome, was, now):
    outcome = Outcome.objects.get(pk=outcome.pk)
    outcome.approach = outcome.approach.replace(was, now)
    outcome.save(by="ada")
    return outcome


def origins(outcome, approach=None):
    return {need.name: need.origin for need in effective_needs(outcome, approach).wanted}


def test_each_need_tells_who_saw_it(outcome):
    assert origins(outcome) == {"web-research": "rules"}

    read(outcome, claim(), claim("web-research", RULE_QUOTE))

    assert origins(outcome) == {"web-research": "both", "price-history": "model"}
    [need] = [need for need in effective_needs(outcome).wanted if need.origin == "model"]
    assert (need.quote, need.line) == (QUOTE, 3)


def test_what_both_see_is_specified_by_the_rules(outcome):
    before = effective_needs(outcome).wanted[0].digest

    read(outcome, claim("web-research", RULE_QUOTE))

    assert effective_needs(outcome).wanted[0].digest == before


def test_a_need_stays_byte_for_byte_over_edits_elsewhere_and_a_second_reading(outcome):
    read(outcome, claim())
    before = effective_needs(outcome).wanted[1]

    for number in range(3):
        outcome = edit(outcome, QUOTE, f"{QUOTE}\n\nAnother paragraph {number}.")
        after = effective_needs(outcome).wanted[1]
        assert (after.name, after.specification, after.digest) == (
            before.name, before.specification, before.digest
        )  # fmt: skip
    read(outcome, claim(specification="In quite other words."))

    assert effective_needs(outcome).wanted[1] == before


def test_a_need_goes_with_its_passage(outcome):
    read(outcome, claim())

    assert origins(edit(outcome, QUOTE, "We compare nothing.")) == {"web-research": "rules"}
    assert origins(outcome, "We compare nothing.") == {}


def test_what_the_rules_saw_and_no_longer_see_waits_for_another_reading(outcome):
    read(outcome, claim("web-research", RULE_QUOTE))

    outcome = edit(outcome, RULE_QUOTE, f"> {RULE_QUOTE}")

    assert origins(outcome) == {}
    read(outcome, claim("web-research", RULE_QUOTE))
    assert origins(outcome) == {"web-research": "model"}


def test_a_dismissed_need_stays_dismissed_when_the_model_finds_it_under_another_name(outcome):
    change_need(outcome, "web-research", "ada", dismissed=True)

    read(outcome, claim("web-research", RULE_QUOTE), claim("web-research-guide", RULE_QUOTE))

    assert origins(outcome) == {}


def test_a_need_of_the_model_can_be_dismissed_over_readings_and_restored(outcome):
    read(outcome, claim())
    change_need(outcome, "price-history", "ada", dismissed=True)
    outcome = edit(outcome, QUOTE, f"{QUOTE} Yes.")
    read(outcome, claim())

    assert origins(outcome) == {"web-research": "rules"}

    change_need(outcome, "price-history", "ada", dismissed=False)
    assert origins(outcome)["price-history"] == "model"


def test_a_need_of_the_model_can_be_renamed_and_specified_by_a_member(outcome):
    read(outcome, claim())

    change_need(outcome, "price-history", "ada", name="old-prices", specification="Only of May.")

    assert origins(outcome) == {"web-research": "rules", "old-prices": "ada"}
    outcome = edit(outcome, QUOTE, f"{QUOTE}\n\nMore.")
    read(outcome, claim("old-prices"))
    assert origins(outcome) == {"web-research": "rules", "old-prices": "ada"}


def test_what_a_member_added_stays_the_members_when_the_model_finds_it(outcome):
    add_need(outcome, "Price history", "ada", specification="As ada says.")

    read(outcome, claim())

    [need] = [need for need in effective_needs(outcome).wanted if need.name == "price-history"]
    assert (need.origin, need.specification) == ("ada", "As ada says.")


def test_a_skill_of_the_library_that_the_model_names_is_used_as_it_is(outcome):
    SkillFactory(name="price-history", library=True)

    read(outcome, claim())

    assert effective_needs(outcome).existing == ("price-history",)
    assert origins(outcome) == {"web-research": "rules"}


# -- the row ---------------------------------------------------------------------------------------


def test_planning_goes_on_until_it_is_read_given_up_or_held(outcome):
    reading = Reading.objects.create(outcome=outcome, revision=1, requested_by="ada")
    assert is_being_read(outcome)

    reading.hold("budget", "No money.", "worker 1")
    assert not is_being_read(outcome)
    reading.ask("ada")
    assert is_being_read(outcome)
    reading.give_up("bad-reply", "Nonsense.", "worker 1")
    assert not is_being_read(outcome)


def test_a_reading_of_an_older_revision_keeps_nobody_waiting(outcome):
    Reading.objects.create(outcome=outcome, revision=1, requested_by="ada")

    assert not is_being_read(edit(outcome, "collect", "gather"))


def test_the_first_result_counts(outcome):
    reading = Reading.objects.create(outcome=outcome, revision=1, requested_by="ada")
    stalled = Reading.objects.get(pk=reading.pk)
    reading.keep([], [], "sonnet", "worker 2", "Read")

    with pytest.raises(WrongStatus):
        stalled.keep([{"any": "thing"}], [], "sonnet", "worker 1", "Read late")
    with pytest.raises(WrongStatus):
        reading.ask("ada")

"""What counts of what a model says an approach calls for."""

import pytest

from planner import Claim, judge, line_of, plan, same_need

APPROACH = """# Price watch

We compare with what was charged last year, shop by shop.

Use the web-research skill to collect prices.
"""
QUOTE = "We compare with what was charged last year, shop by shop."


def claim(**fields):
    said = {"kind": "skill", "name": "price-history", "title": "Price history", "quotes": (QUOTE,)}
    return Claim(**{**said, "specification": "Keeps prices by year.", **fields})


def read(*claims, approach=APPROACH, confirmed=(), no_longer=(), earlier=()):
    return judge(approach, claims, confirmed, no_longer, plan(approach, []).skills, earlier)


def test_a_need_with_an_exact_passage_counts_and_is_specified_by_it():
    [need] = read(claim()).needs

    assert (need.kind, need.name, need.title) == ("skill", "price-history", "Price history")
    assert need.specification == f"Keeps prices by year.\n\n{QUOTE}"
    assert (need.by_rules, line_of(APPROACH, QUOTE)) == (False, 3)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"quotes": ()}, "quotes nothing"),
        ({"quotes": (QUOTE.replace("charged", "paid"),)}, "not in the approach"),
        ({"quotes": (QUOTE, "and more")}, "not in the approach"),
        ({"quotes": (QUOTE.replace(" ", "  "),)}, "not in the approach"),
        ({"quotes": ("We",)}, "too short"),
        ({"quotes": ("x" * 1001,)}, "longer than 1,000"),
        ({"kind": "service"}, "neither a skill nor a tool"),
        ({"name": "", "title": "—"}, "no name"),
    ],
)
def test_a_need_that_does_not_quote_exactly_is_refused_with_the_reason(fields, why):
    reading = read(claim(**fields))

    assert reading.needs == ()
    assert why in reading.refused[0].why


@pytest.mark.parametrize("title", ["", "  ", "_", "—"])
def test_a_title_that_says_nothing_is_made_of_the_name(title):
    [need] = read(claim(title=title)).needs

    assert (need.name, need.title) == ("price-history", "Price history")


@pytest.mark.parametrize("name", ["", "  ", "—"])
def test_a_name_that_says_nothing_is_made_of_the_title(name):
    [need] = read(claim(name=name)).needs

    assert need.name == "price-history"


def test_what_comes_after_forty_others_is_refused():
    reading = read(*(claim(name=f"need-{number}") for number in range(42)))

    assert (len(reading.needs), len(reading.refused)) == (40, 2)


def test_what_the_rules_see_too_stays_as_the_rules_have_it():
    [rule] = plan(APPROACH, []).skills

    [need] = read(claim(name="web-research", specification="Something else.")).needs

    assert need.by_rules
    assert (need.name, need.specification, need.digest) == (rule.name, rule.specification, rule.digest)


def test_known_needs_are_confirmed_by_name_alone_and_unknown_names_say_nothing():
    first = read(claim()).needs

    again = read(confirmed=["web-research", "price-history", "no-such-need"], earlier=first)

    assert [(need.name, need.by_rules) for need in again.needs] == [
        ("web-research", True),
        ("price-history", False),
    ]
    assert again.needs[1] == first[0]
    assert again.refused == ()


def test_one_need_said_twice_is_one():
    assert [need.name for need in read(claim(), claim(name="price-histories")).needs] == ["price-history"]


def test_a_second_reading_in_other_words_leaves_a_need_as_it_was():
    first = read(claim()).needs

    again = read(claim(title="History", specification="In other words."), earlier=first).needs

    assert again == first


def test_a_need_that_a_second_reading_leaves_out_stays_while_its_passage_stands():
    first = read(claim()).needs
    longer = APPROACH + "\nThe garden is open.\n"

    assert read(approach=longer, earlier=first).needs == first
    assert read(approach=longer.replace("last year", "in May"), earlier=first).needs == ()


def test_a_need_that_is_named_as_no_longer_called_for_goes():
    first = read(claim()).needs

    assert read(no_longer=["Price history"], earlier=first).needs == ()


def test_a_need_whose_passage_was_reworded_is_specified_anew_under_its_name():
    first = read(claim()).needs
    reworded = APPROACH.replace("last year", "in the last ten years")
    quote = QUOTE.replace("last year", "in the last ten years")

    [need] = read(claim(quotes=(quote,)), approach=reworded, earlier=first).needs

    assert need.name == "price-history"
    assert need.digest != first[0].digest


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        (("skill", "price-history"), ("tool", "price-history"), True),
        (("skill", "price-history"), ("skill", "price-histories-guide"), True),
        (("skill", "invoice-parsing"), ("tool", "invoice-parser"), False),
        (("skill", "price-history"), ("skill", "price-forecast"), False),
    ],
)
def test_two_names_mean_one_need_or_two(one, two, same):
    assert (same_need(Claim(*one), [Claim(*two)]) is not None) is same

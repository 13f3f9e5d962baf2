"""Needs in the rendered approach: what is marked, where it leads, and that marks change nothing else."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outcomes.markdown import render
from outcomes.marking import Passage, passages_of, render_marked
from outcomes.needs import Need
from planner import plan

TEXTS = sorted(Path(__file__).parent.parent.glob("planner/*/*.md"))
OURS = re.compile(
    r'<a class="passage also" href="#need-[^"]*" title="[^"]*">[^<]*</a>|<span id="passage-[^"]*"></span>'
    r'|<mark class="passage">(?P<marked>.*?)</mark>'
    r'|<a class="passage" href="#need-[^"]*" title="[^"]*"(?: tabindex="-1")?>(?P<linked>[^<]*)</a>'
)


def needs_of(text: str) -> list[Need]:
    found = plan(text, [])
    return [Need.read(spec) for spec in (*found.skills, *found.tools)]


def shown(text: str, *more: Need) -> str:
    rendered = render_marked(text, passages_of(text, [*needs_of(text), *more]))
    return rendered.frontmatter + rendered.html


def links(html: str) -> list[tuple[str, str]]:
    """(need, words) of each stretch that leads to a need."""
    return re.findall(r'<a class="passage" href="#need-([^"]*)"[^>]*>([^<]*)</a>', html)


def unmarked(html: str) -> str:
    return OURS.sub(lambda found: found["linked"] or found["marked"] or "", html)


class Nesting(HTMLParser):
    """Fails where tags are not closed in order, a link stands in a link, or an id comes twice."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag, attrs):
        if tag in ("br", "hr"):
            return
        assert not (tag == "a" and "a" in self.open)
        self.open.append(tag)
        for name, value in attrs:
            assert not name.startswith("on")
            assert name != "id" or value not in self.ids
            self.ids |= {value} if name == "id" else set()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def check_nesting(html: str) -> None:
    parser = Nesting()
    parser.feed(html)
    parser.close()
    assert parser.open == []


@pytest.mark.parametrize(
    ("text", "need", "words"),
    [
        ("Use the web-research skill.", "skill-web-research", ["web-research skill"]),
        (
            "Please\nbuild a CLI tool that compares two price\nlists by name.\n\nAnd then?",
            "tool-price-list-name-comparer",
            ["build a CLI tool that compares two price\nlists by name."],
        ),
        (
            "> Build a CLI tool.\n\nBuild a *CLI* tool `sort.py` that **sorts mail**.",
            "tool-mail-sorter",
            ["Build a ", "CLI", " tool ", "sort.py", " that ", "sorts mail"],
        ),
        (
            "| Tool | What |\n|---|---|\n| `tools/price-diff.py` | compares price lists |\n",
            "tool-price-diff",
            ["tools/price-diff.py"],
        ),
        (
            "Skills:\n\n- web-research\n- market-sizing\n",
            "skill-market-sizing",
            ["market-sizing"],
        ),
        ("```\npython tools/price-diff.py a.csv\n```\n", "tool-price-diff", ["python tools/price-diff.py"]),
    ],
    ids=["sentence", "wrapped line", "inline markup", "table", "list", "code"],
)
def test_the_words_that_call_for_a_need_lead_to_it(text, need, words):
    html = shown(text)

    found = [stretch for key, stretch in links(html) if key == need]
    assert found == words
    assert html.count(f'id="passage-{need}"') == 1
    check_nesting(html)
    assert unmarked(html) == render(text).html


def need(name: str, quote: str, line: int = 1) -> Need:
    return Need("skill", name, name.title(), quote, "Called for.", quote, line, name)


def test_passages_that_overlap_each_lead_to_their_need():
    text = "Use web research and market sizing to see the whole market."
    wide, narrow = need("wide", text), need("narrow", "market sizing")

    html = shown(text, wide, narrow)

    assert links(html) == [
        ("skill-wide", "Use web research and "),
        ("skill-narrow", "market sizing"),
        ("skill-wide", " to see the whole market."),
    ]
    check_nesting(html)


def test_of_two_needs_with_the_same_words_both_can_be_reached():
    text = "We meet on Monday."

    html = shown(text, need("one", text), need("two", text))

    assert 'href="#need-skill-one"' in html
    assert 'href="#need-skill-two"' in html
    assert ('id="passage-skill-one"' in html, 'id="passage-skill-two"' in html) == (True, True)
    check_nesting(html)


def test_words_within_a_link_are_marked_and_stay_that_link():
    text = "See [the web pages](https://example.org/pages) first."

    html = shown(text, need("web-research", "the web pages"))

    assert '<mark class="passage">the web pages</mark>' in html
    assert 'href="https://example.org/pages"' in html
    check_nesting(html)


def test_a_need_whose_words_are_not_shown_leads_to_the_beginning():
    text = "Prose.\n\n[ref]: https://example.org/web-research\n"

    html = shown(text, need("web-research", "example.org/web-research", 3))

    assert html.startswith('<span id="passage-skill-web-research"></span>')


def test_words_in_the_frontmatter_are_marked_there():
    html = shown("---\nuse: web-research\n---\n\nProse.\n", need("web-research", "web-research", 2))

    assert links(html) == [("skill-web-research", "web-research")]


def test_a_quote_over_several_lines_is_marked_as_a_whole():
    text = "We\n> need   the house\n> style here."

    html = shown(text, need("house-style", "need the house style"))

    assert links(html) == [("skill-house-style", "need   the house\nstyle")]
    check_nesting(html)


def test_a_name_that_means_harm_is_escaped():
    text = "Use it."
    html = shown(text, Need("skill", 'x"><script>', '"><script>', "", "", "Use it", 1, "d"))

    assert "<script" not in html


@pytest.mark.parametrize("file", TEXTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_real_approaches_look_the_same_but_for_the_marks(file):
    text = file.read_text()
    needs = needs_of(text)

    rendered = render_marked(text, passages_of(text, needs))

    html = rendered.frontmatter + rendered.html
    check_nesting(html)
    assert unmarked(rendered.html) == render(text).html
    for one in needs:
        assert html.count(f'id="passage-{one.kind}-{one.name}"') == 1
        assert f'href="#need-{one.kind}-{one.name}"' in html


PIECES = st.sampled_from(
    [
        *("# Head", "- item", "1. first", "> said", "| a | b |", "|---|---|", "`code`", "**bold**", "_low_"),
        *("```", "[a](http://b.c/d)", "<http://e.f>", "&amp;", "\\*", "<script>x</script>", "\n", "\n\n"),
        *(" ", "    ", "words and words", "\U000f0001", "---", "&#106;", "[r]: http://x.y 'z'", "\t", "***"),
    ]
)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(PIECES, max_size=25).map("".join), st.lists(st.tuples(st.integers(0, 200), st.integers(1, 60)))
)
def test_marks_anywhere_change_nothing_but_themselves(text, places):
    passages = tuple(
        Passage("skill", f"n{number}", "T", start, min(len(text), start + length))
        for number, (start, length) in enumerate(places)
        if start < len(text)
    )

    rendered = render_marked(text, passages)

    assert unmarked(rendered.html) == render(text).html
    check_nesting(rendered.html)


@pytest.mark.parametrize(
    "reference", ["&#983040;", "&#xF0001;", "&#xF0000; and &#xF0001;", "&#xF07D0;", "\U000f0000"]
)
def test_marks_that_the_text_itself_holds_are_nobodys(reference):
    text = f"Need to scrape competitor websites.\n\nHello {reference} there\n"

    html = shown(text)

    assert links(html) == []
    assert unmarked(html) == str(render(text).html)
    assert 'id="passage-' in html  # a need still leads somewhere


def test_marks_that_would_make_a_text_too_long_are_left_out():
    text = ("Need to scrape competitor websites.\n\n# Prices\n\n" + "word " * 50_000)[:199_999]

    assert not render(text).is_plain
    assert unmarked(shown(text)) == str(render(text).html)

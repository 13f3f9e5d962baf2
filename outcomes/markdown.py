"""Markdown of members and agents as harmless HTML, in bounded time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from xml.etree.ElementTree import Element

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

# Python-Markdown is quadratic in some of these, so hostile text is kept from it: see _too_much_for_markdown.
MAX_CHARACTERS = 200_000
MAX_LINES = 5_000
MAX_INDENT = 80  # characters; lists nest by them
MAX_HEADINGS_AT_ONCE = 400  # without a blank line between them
MAX_MARKS = 15_000  # characters that mean something to markdown
MAX_COST = 1_000_000  # openings of links and the like, each times the characters that it may look through

TAGS = {
    *("a", "abbr", "b", "blockquote", "br", "code", "dd", "del", "dl", "dt", "em", "h1", "h2", "h3", "h4"),
    *("h5", "h6", "hr", "i", "li", "ol", "p", "pre", "strong", "sub", "sup"),
    *("table", "tbody", "td", "th", "thead", "tr", "ul"),
}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}

_BLANK_LINES = re.compile(r"\n[ \t]*\n")
_MARKS = re.compile(r"[*_\\&>]")
_OPENINGS = re.compile(r"[\[<`]")
_HEADING = re.compile(r"^#|^[=-]+[ \t]*$", re.MULTILINE)
_DEEP = re.compile(rf"^[ \t>]{{{MAX_INDENT}}}", re.MULTILINE)
_ITEM = re.compile(r"(?:[-*+]|\d{1,9}\.)[ \t]+(?=\S)")
_FENCE = re.compile(r"```|~~~")
_OPEN_TABLE = '<div class="table-scroll" role="region" aria-label="Table" tabindex="0"><table>'
_FRONTMATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Rendered:
    html: SafeString
    is_plain: bool  # too long or too entangled for markdown: shown as it is written
    frontmatter: str = ""


@lru_cache(maxsize=64)  # keyed by the text itself; the same one is shown again and again
def render(text: str) -> Rendered:
    """The text as HTML without scripts, raw tags, images or odd links; plain text above the bounds.

    A SKILL.md's frontmatter is split off.
    """
    found = _FRONTMATTER.match(text[:20_000])
    frontmatter = found[1] if found else ""
    body = text[found.end() :] if found else text
    laid = body if _too_much_for_markdown(body) else _nest_lists(body)
    if _too_much_for_markdown(laid):
        return Rendered(mark_safe(f"<pre>{escape(body)}</pre>"), True, frontmatter)  # noqa: S308 - escaped
    html = nh3.clean(
        _parser().convert(laid),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )
    # Only a table is a tag here: one that is written is text, and escaped.
    html = html.replace("<table>", _OPEN_TABLE).replace("</table>", "</table></div>")
    return Rendered(mark_safe(html), False, frontmatter)  # noqa: S308 - cleaned


def _nest_lists(text: str) -> str:
    """Four blanks for each level of a list: people indent by two or three, Python-Markdown counts fours."""
    lines: list[str] = []
    levels: list[int] = []  # of the items that are open: where their markers stand
    fence = ""
    after_blank = True
    for line in text.split("\n"):
        words = line.lstrip(" \t")
        if fence:
            fence = "" if words.startswith(fence) else fence
        elif opening := _FENCE.match(line):
            fence = opening[0]
            levels.clear()
        elif words:
            indent = len(line[: len(line) - len(words)].expandtabs(4))
            line = _placed(line, words, indent, levels, after_blank)
        lines.append(line)
        after_blank = not words
    return "\n".join(lines)


def _placed(line: str, words: str, indent: int, levels: list[int], after_blank: bool) -> str:
    """The line at its level; `levels` is brought up to it."""
    if _ITEM.match(words) and (levels or indent < 4):
        while levels and indent < levels[-1] + 2:
            levels.pop()
        levels.append(indent)
        return "    " * (len(levels) - 1) + words
    if levels and indent >= 2:
        while len(levels) > 1 and indent < levels[-1] + 2:
            levels.pop()
        deeper = max(0, indent - levels[-1] - 4)  # code inside of an item keeps its own
        return " " * (4 * len(levels) + deeper) + words
    if after_blank:
        levels.clear()
    return line


def _parser() -> Markdown:
    parser = Markdown(extensions=["fenced_code", "tables", "sane_lists"])
    # Raw HTML is shown as the text that it is.
    parser.preprocessors.deregister("html_block")
    parser.inlinePatterns.deregister("html")
    parser.treeprocessors.register(_LowerHeadings(parser), "lower_headings", 0)
    return parser


class _LowerHeadings(Treeprocessor):
    """The page has h1 and h2 for itself."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if len(element.tag) == 2 and element.tag[0] == "h" and element.tag[1].isdigit():
                element.tag = f"h{min(6, int(element.tag[1]) + 2)}"


def _too_much_for_markdown(text: str) -> bool:
    if len(text) > MAX_CHARACTERS or text.count("\n") > MAX_LINES or _DEEP.search(text):
        return True
    if len(_MARKS.findall(text)) > MAX_MARKS:
        return True
    cost = 0
    for block in _BLANK_LINES.split(text):
        if len(_HEADING.findall(block)) > MAX_HEADINGS_AT_ONCE:
            return True
        cost += len(_OPENINGS.findall(block)) * len(block)
    return cost > MAX_COST

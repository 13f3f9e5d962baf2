"""Items whose siblings are needs: under "To build", what stands beside a script is a program too."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from planner.candidates import Candidate
from planner.rules.lists import REASON, item_name
from planner.signs.harmless import harmless
from planner.signs.list_titles import lists_making
from planner.signs.refusals import refusal
from planner.signs.refused_titles import remarked_away
from planner.text.blocks import Block
from planner.text.statements import Statement
from planner.words.english import AUXILIARY
from planner.words.lexicon import DOCUMENTS
from planner.words.lists import word_set

_NO_THING = word_set(
    """
    itself the der die das le la les el los las and und et y we i it they you he she wir nous nosotros
    someone somebody everyone
    """
)


def sibling_needs(
    paragraphs: list[list[Statement]], called: dict[int, list[Candidate]]
) -> Iterator[Candidate]:
    """A need for each item without one in a list of things to make of which most others are needs.

    `called` holds what was found in a block, by the identity of the block.
    """
    items = (statements for statements in paragraphs if statements[0].block.kind == "item")
    for over, group in groupby(items, key=lambda statements: _over(statements[0].block)):
        if over[0] and (found := _found_in(list(group), called)):
            yield from found


def _over(block: Block) -> tuple[str, tuple[str, ...], int]:
    """What stands over an item, where that asks for things to be made; else nothing."""
    over = block.over
    asks = bool(over) and lists_making(over)
    return (over, block.headings, block.depth) if asks else ("", (), 0)


def _found_in(items: list[list[Statement]], called: dict[int, list[Candidate]]) -> list[Candidate]:
    open_items = [item for item in items if not any(map(_refused, item[:3]))]
    needed = [item for item in open_items if called.get(id(item[0].block))]
    programs = any(c.kind == "tool" for item in needed for c in called[id(item[0].block)])
    if len(needed) * 2 < len(open_items) or not programs:
        return []
    rest = (item[0] for item in open_items if id(item[0].block) not in called)
    return [found for statement in rest if (found := _as_need(statement)) is not None]


def _refused(statement: Statement) -> bool:
    return (
        bool(refusal(statement, 0))
        or remarked_away(statement)
        or not _STAYING.isdisjoint(statement.words)
        or any(
            mark.cls in ("existing", "excluded") and not harmless(statement, mark) for mark in statement.marks
        )
    )


_STAYING = word_set("stays stay remains remain live bleibt reste queda rien nothing nichts nada")


def _as_need(statement: Statement) -> Candidate | None:
    """The thing that opens the item, where it is named by a noun and not told of in a sentence."""
    names, last = item_name(statement)
    opening = statement.words[: max(last, 1)]
    if len(names) == 1 and len(statement.words) <= 2 and "-" not in names[0] and names[0].islower():
        return None  # "cardboard"
    if not names or not AUXILIARY.isdisjoint(opening) or not _NO_THING.isdisjoint(opening):
        return None
    kind = "skill" if not DOCUMENTS.isdisjoint(opening) else "tool"
    return Candidate(kind, names, statement, 0, 0, max(last, 1), "listed", REASON[kind])  # type: ignore[arg-type]

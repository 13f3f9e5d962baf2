"""The steps of the plan that an approach describes, for drafting tasks: text in, steps out.

text → outline (sections, lists, tables, paragraphs) → groups that may be a plan → the plan → steps, each with
its title, what it waits for, what it leaves behind, and how one can tell that it is done. The rules are told
in docs/plans.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from planner.needs import InfrastructureNeeds
from planner.steps.acceptance import acceptance_of, is_criterion
from planner.steps.building import Building, NeedLike
from planner.steps.capabilities import Capabilities
from planner.steps.clauses import open_up
from planner.steps.drafts import Draft
from planner.steps.keys import keys_of, match_keys
from planner.steps.lists import choose, groups_in
from planner.steps.order import Placed, Sequencer, to_do
from planner.steps.outline import Outline
from planner.steps.prose import told_in
from planner.steps.references import References, references_in, references_of_cell
from planner.steps.results import Paths, listed_paths, paths_of
from planner.steps.text import plain, sentences
from planner.steps.titles import title_of

__all__ = ["Capabilities", "Step", "capabilities_of", "match_keys", "read_steps"]


READ = 20_000  # characters of one step in which its words are looked at


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the plan. `key` is what stays the same when the text around it changes.

    `text` is all that the approach says about it, as it is written, from `line` to `last_line` (1-based).
    `after` are the keys of the steps that it waits for; `acceptance` has one criterion a line.
    """

    key: str
    title: str
    text: str
    line: int
    last_line: int
    after: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    acceptance: str = ""


def read_steps(approach: str, needs: Iterable[NeedLike] = ()) -> tuple[Step, ...]:
    """The steps to do, in the order of the text; those that only build one of `needs` are left out.

    Never raises on any text; takes time in proportion to its length.
    """
    outline = Outline(approach)
    building = Building(needs)
    plan = choose(groups_in(outline, building), lambda: list(told_in(outline.root, building)))
    for group in plan:
        group.forget("no")
    known: dict[str, None] = {}
    placed = [_place(draft, known) for group in plan for draft in group.drafts()]
    Sequencer(placed).arrange(plan)
    return _steps(to_do(placed))


def capabilities_of(step: Step, needs: InfrastructureNeeds) -> tuple[list[str], list[str]]:
    """(skills, tools) that one step calls for; for many steps, keep a `Capabilities`."""
    return Capabilities([*needs.skills, *needs.tools], needs.existing_skills).of(step)


def _place(draft: Draft, known: dict[str, None]) -> Placed:
    """The draft with what its words say; `known` collects the files that steps leave."""
    said = draft.source[:READ]
    if draft.text[:READ] not in said:
        said = f"{draft.text[:READ]}. {said}"
    paths = paths_of(said, known)
    if draft.output:
        paths = Paths(listed_paths(draft.output), paths.read)
    known.update(dict.fromkeys(paths.written))
    if draft.after is None:
        told = (sentence for sentence in sentences(said) if not is_criterion(sentence))
        references = references_in(plain(" ".join(told)))
    else:
        references = references_of_cell(draft.after) if draft.after else References()
    return Placed(draft, open_up(plain(draft.text)), title_of(draft.text), paths, references)


def _steps(placed: list[Placed]) -> tuple[Step, ...]:
    keys = keys_of(one.title for one in placed)
    return tuple(
        Step(
            key,
            one.title,
            one.draft.source,
            one.draft.line,
            one.draft.last_line,
            tuple(keys[at] for at in one.after),
            one.paths.written,
            one.draft.acceptance or acceptance_of(one.draft.source[:READ]),
        )
        for key, one in zip(keys, placed, strict=True)
    )

"""What is handed from stage to stage: drafts of steps, and the groups that they stand in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from planner.steps.labels import Label

# A step to do; a step that only builds a skill or tool; one that is done; what is no step at all. The middle
# two are passed over when it comes to who waits for whom: what waits for them waits for what they wait for.
Fate = Literal["step", "builds", "done", "no"]


@dataclass(slots=True, eq=False)
class Draft:
    """One step as the text gives it, before its place in the order is known."""

    text: str  # its own words on one line
    source: str  # all that stands under it, as it is written
    line: int
    last_line: int
    fate: Fate = "step"
    number: str = ""
    label: Label = ""
    # What the columns of a table say, where it is a row; None: the table has no such column.
    after: str | None = None
    output: str = ""
    acceptance: str = ""


@dataclass(slots=True, eq=False)
class Group:
    """Steps that stand together. `strength` says how surely they are a plan, 0 to 4."""

    members: list[Draft | Group]
    strength: float
    in_order: bool = False  # each member waits for those before it
    label: Label = ""
    said: str = ""  # the heading and the introduction
    line: int = 0
    explicit: bool = False  # a table says of every row what it waits for
    number: str = ""

    def forget(self, fate: Fate) -> None:
        """Drop what has this fate, also from the groups inside."""
        self.members = [member for member in self.members if isinstance(member, Group) or member.fate != fate]
        for member in self.members:
            if isinstance(member, Group):
                member.forget(fate)

    def drafts(self) -> list[Draft]:
        """All drafts in it, in the order of the text."""
        found: list[Draft] = []
        for member in self.members:
            found += member.drafts() if isinstance(member, Group) else [member]
        return found

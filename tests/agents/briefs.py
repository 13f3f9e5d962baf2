"""What the agents are asked in these tests: briefs with something sensible in every field."""

from __future__ import annotations

import copy
import threading
from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from orchestration.agents.protocol import (
    CapabilityBrief,
    CapabilityText,
    Message,
    NotPossible,
    OutputFile,
    TaskBrief,
)
from outcomes.errors import BadInput
from outcomes.models.artifact import clean_path

APPROACH = """# Recover demurrage on 64 voyages

**Reading.** It takes someone able to extract timed events from a statement of facts: scanned,
stamped, at times in capitals only. No voyage can be priced before.

**Writing.** **Claim Letter Skill.** What to enclose, when to stop being polite:

- enclose the statement of facts and the laytime sheet
- never name a sum that is not in the laytime sheet
- Output: one letter of at most two pages

We'll write `tools/laytime.py events.csv --rate USD --rain`, which prints the laytime as JSON.
"""


def make_skill_brief(**changes: Any) -> CapabilityBrief:
    brief = {
        "kind": "skill",
        "name": "claim-letter",
        "title": "Claim Letter",
        "specification": "**Claim Letter Skill.** What to enclose, when to stop being polite:",
        "reason": "Named in the approach as a skill",
        "quote": "**Claim Letter Skill.** What to enclose, when to stop being polite:",
        "interface": "",
        "outcome_name": "Recover demurrage",
        "intent": "Get back what we are owed.",
        "approach": APPROACH,
    }
    return CapabilityBrief(**{**brief, **changes})


def make_tool_brief(**changes: Any) -> CapabilityBrief:
    passage = "We'll write `tools/laytime.py events.csv --rate USD --rain`, which prints the laytime as JSON."
    brief = {
        "kind": "tool",
        "name": "laytime",
        "title": "Laytime",
        "specification": passage,
        "quote": passage,
        "interface": "tools/laytime.py events.csv --rate USD --rain",
    }
    return make_skill_brief(**{**brief, **changes})


def make_task_brief(**changes: Any) -> TaskBrief:
    brief = {
        "title": "Write the letters",
        "description": "Write one letter for each of the nine voyages.",
        "acceptance": "- each letter names its sum\n- none is longer than two pages",
        "outputs": (),
        "outcome_name": "Recover demurrage",
        "intent": "Get back what we are owed.",
        "approach": APPROACH,
        "task_id": 7,
        "workplace": Drawer(),
    }
    return TaskBrief(**{**brief, **changes})


def make_skill(content: str, name: str = "claim-letter") -> CapabilityText:
    return CapabilityText("skill", name, "Claim Letter", "Writes claim letters.", content, 2, "offline")


def never() -> threading.Event:
    """A stop signal that does not come."""
    return threading.Event()


class Drawer:
    """A Workplace that forgets everything with the test."""

    def __init__(
        self,
        *messages: Message,
        skills: tuple[CapabilityText, ...] = (),
        files: Mapping[str, bytes] | None = None,
    ) -> None:
        self.messages = list(messages)
        self.skills = {skill.name: skill for skill in skills}
        self.given = {path: OutputFile(path, body, "text/plain") for path, body in (files or {}).items()}
        self.opened: list[str] = []
        self.answers: dict[str, str] = {}  # by call
        self.basis = ""
        self._files: dict[str, OutputFile] = {}

    def resume(self, basis: str) -> list[Message]:
        self.basis = basis
        return copy.deepcopy(self.messages)

    def keep(self, number: int, message: Message) -> None:
        assert number in (len(self.messages), len(self.messages) + 1)
        self.messages[number - 1 :] = [copy.deepcopy(message)]

    def open_skill(self, name: str) -> CapabilityText:
        if name not in self.skills:
            raise NotPossible(f"There is no skill {name!r}.")
        self.opened.append(name)
        return self.skills[name]

    def read(self, path: str) -> OutputFile:
        if path not in self.given:
            raise NotPossible(f"This task was given no file {path!r}.")
        return self.given[path]

    def answer(self, call: str) -> str | None:
        return self.answers.get(call)

    def written(self) -> dict[str, OutputFile]:
        return dict(self._files)

    def write(self, path: str, content: bytes, media_type: str) -> str:
        try:
            path = clean_path(path)
        except BadInput as error:
            raise NotPossible(str(error)) from error
        self._files[path] = OutputFile(path, content, media_type)
        return path


HOSTILE = [
    "",
    "   \n\t\n",
    "---",
    "---\nname: other\n---\n# Not a title",
    "…!?¿—–---###***```~~~",
    "a: b: \"c\" 'd' {e} [f] & * ! | > % @ ` #",
    "'''\"\"\" \\ \\n \\u12 \\N{DASH} ${name} $$ %(prog)s %s {0}",
    "```python\nimport os\n```\n<!-- never closed <script>alert(1)</script>",
    "اكتب الرسالة بعناية. لا تذكر أي مبلغ.\u202e reversed \u2066",
    "👨‍👩‍👧 emoji 🏳️‍🌈 and \ufeff \u2028 \x85 \x0c \x1b[31m \x7f \ud800",
    "word " * 800,
    "x" * 4096,
    "1. " * 1000 + "\n" + "- " * 1000,
    "*" * 4000 + "\n" + "Dr. " * 500,
]

any_text = st.text(alphabet=st.characters(exclude_characters="\0"), max_size=600) | st.sampled_from(HOSTILE)

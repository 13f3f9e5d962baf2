"""What the agents are asked in these tests: briefs with something sensible in every field."""

from __future__ import annotations

import threading
from typing import Any

from hypothesis import strategies as st

from orchestration.agents.protocol import CapabilityBrief, CapabilityText, TaskBrief

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
    }
    return TaskBrief(**{**brief, **changes})


def make_skill(content: str, name: str = "claim-letter") -> CapabilityText:
    return CapabilityText("skill", name, "Claim Letter", "Writes claim letters.", content, 2, "offline")


def never() -> threading.Event:
    """A stop signal that does not come."""
    return threading.Event()


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

"""Which skills and tools a task's text speaks of, for tasks that name none themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable

STEM = 4  # letters: "reading" and "reads" are one word


def mentioned(text: str, names: Iterable[str]) -> list[str]:
    """Those of `names` (kebab-case) whose every word stands in the text, in any inflected form."""
    stems = {word[:STEM] for word in re.findall(r"\w+", text.lower())}
    return [name for name in names if all(word[:STEM] in stems for word in name.split("-"))]

"""Scripts that answer our agent's questions as a good model would, and rules that spoil single answers."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
from typing import Any

from tests.scripted_api import Reply, Request, calls_reply, error_reply, json_reply, text_reply

READS = "Read the approach for what it calls for."
ASKS_FOR = re.compile(r"^Write the (skill|tool) `([^`]+)`\.$", re.MULTILINE)
DECLARED = re.compile(r"\[\[declared outputs ([0-9a-f]{16})\]\]\n(.*?)\n\[\[end \1\]\]", re.DOTALL)


def skill_text(name: str) -> str:
    """A SKILL.md that passes every check."""
    return f"""---
name: {name}
description: "Does {name} step by step. Use when a task calls for {name}."
---

# {name}

## Purpose

Doing {name} well.

## When to use

- A task calls for {name}.

## Method

1. Read the material.
2. Do {name}.

## Output

- One document.

## Checklist

- [ ] Every step was done.
"""


def tool_text(name: str) -> str:
    """A program that passes every check, and counts lines."""
    return f'''"""{name}: counts the lines of standard input. Call: {name}.py < FILE"""

import argparse
import sys


def main() -> int:
    parser = argparse.ArgumentParser(prog="{name}", description=__doc__)
    parser.add_argument("--self-test", action="store_true", help="count two known lines")
    if parser.parse_args().self_test:
        return 0 if len("a\\nb".splitlines()) == 2 else 1
    print(len(sys.stdin.read().splitlines()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
'''


def found_reply(
    *needs: dict[str, Any], confirmed: Sequence[str] = (), no_longer: Sequence[str] = (), **options: Any
) -> Reply:
    """The model has read the approach, and found these needs."""
    told = {"needs": list(needs), "confirmed": list(confirmed), "no_longer": list(no_longer)}
    return json_reply(told, **options)


def a_need(quote: str, name: str = "price-history", **fields: Any) -> dict[str, Any]:
    """A need as a model puts it, with this passage."""
    need = {"kind": "skill", "name": name, "title": name.replace("-", " ").capitalize()}
    told = {"specification": f"Does {name} as the passage asks.", "reason": "No worker could do without."}
    return {**need, **told, "quotes": [quote], **fields}


def obliging(request: Request) -> Reply:
    """A valid skill or program, no needs, or the next step of a task, whichever the request asks for."""
    if READS in request.text:
        return found_reply()
    if asked := ASKS_FOR.search(request.text):
        return text_reply((skill_text if asked[1] == "skill" else tool_text)(asked[2]))
    if any(block["type"] == "tool_result" for block in request.body["messages"][-1]["content"]):
        return calls_reply(("finish", {"summary": "Did the task."}))
    return calls_reply(
        *(("write_artifact", {"path": path, "content": "Done.\n"}) for path in wanted_paths(request))
    )


def wanted_paths(request: Request) -> list[str]:
    """A path for every output that the task of this request declares."""
    declared = DECLARED.search(request.text)
    if not declared or declared[2].startswith("none"):
        return ["results/done.md"]
    return [f"{path}result.md" if path.endswith("/") else path for path in declared[2].split("\n")]


def by_rules(rules: list[dict[str, Any]]) -> Callable[[Request], Reply]:
    """A script: the first rule whose `when` is found in the request's text answers, else `obliging` does.

    A rule: `{"when": REGEX, "times": N}` (both optional) with `"text"`, `"json"` or `"status"` (and
    `"message"`), and any further option of a Reply (`"headers"`, `"delay_s"`, …).
    """
    used = [0] * len(rules)
    lock = threading.Lock()

    def script(request: Request) -> Reply:
        for number, rule in enumerate(rules):
            with lock:
                if used[number] < rule.get("times", 1_000_000) and re.search(
                    rule.get("when", ""), request.text
                ):
                    used[number] += 1
                    return _rule_reply(rule)
        return obliging(request)

    return script


def _rule_reply(rule: dict[str, Any]) -> Reply:
    options = {
        key: value for key, value in rule.items() if key not in ("when", "times", "text", "json", "status")
    }
    if "status" in rule:
        return error_reply(rule["status"], **options)
    return json_reply(rule["json"], **options) if "json" in rule else text_reply(rule["text"], **options)

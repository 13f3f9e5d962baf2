"""The library: skills and tools that every outcome may use, and the checks they pass on their way in."""

from __future__ import annotations

import ast
import json
import re
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string

import planner
from orchestration.checks import check_skill, check_tool, frontmatter, syntax_tree
from outcomes.errors import BadInput, Refused
from outcomes.models.capability import CAPABILITIES, CapabilityStatus

DESCRIPTION_LENGTH = 1024  # of the Agent Skills format
_DESCRIPTION = re.compile(r"^description:[ \t]*(.+)$", re.MULTILINE)


def describe(kind: str, content: str) -> str:
    """The sentence by which a worker chooses it: the frontmatter's description, or the docstring's start."""
    if kind == "skill":
        from skills_ref.errors import ParseError

        try:
            return str(frontmatter(_head(content)).get("description", ""))[:DESCRIPTION_LENGTH]
        except ParseError:
            return ""  # a run that skips validation keeps what the agent wrote, as it is
    try:
        text = ast.get_docstring(syntax_tree(content)) or ""
    except (SyntaxError, ValueError):
        return ""
    return text.strip().split("\n\n")[0].replace("\n", " ")[:DESCRIPTION_LENGTH]


def _head(content: str) -> str:
    """The frontmatter alone, as the checks read it."""
    head, mark, _ = content.partition("\n---\n")
    return head + mark


def add(kind: str, name: str, *, by: str, title: str = "", description: str = "", content: str = "") -> Any:
    """A new skill or tool of the library, or a new version of the one that has this name.

    `content` is the whole SKILL.md or program; a skill's may also be its body only, and is then given a
    frontmatter. Raises BadInput with the checks' findings.
    """
    slug = planner.kebab_name(name)
    if not slug or slug != name:
        raise BadInput(
            "name",
            f"{name[:80]!r} is not a name: expected lowercase letters, digits and single hyphens"
            + (f", for example {slug!r}." if slug else "."),
        )
    if kind == "skill" and not content.lstrip().startswith("---"):
        content = _with_frontmatter(name, title, description, content)
    refuse_unfit(kind, name, content, built=False)
    model = CAPABILITIES[kind]
    with transaction.atomic():
        row, _ = model.objects.get_or_create(
            outcome=None, name=name, defaults={"title": title[:200] or titled(name)}
        )
        if title and row.title != title[:200]:
            row.title = title[:200]
            row.save(update_fields=["title"])
        current = row.current()
        if current and current.content == content:
            if row.status == CapabilityStatus.RETIRED:
                row.use(current, by, "is back in the library")
            return row
        version = row.add_version(
            content,
            agent="member",
            model="",
            status=CapabilityStatus.CHECKED,
            digest="",
            description=describe(kind, content) or description,
            author=by,
        )
        row.use(version, by, "was added to the library")
    return row


def frame(kind: str, name: str, title: str, specification: str) -> str:
    """The text that a member fills in to supply a skill or tool."""
    told = " ".join(f"{title}: {specification}".split()).replace("---", "–")[:200]
    context = {"name": name, "title": title, "told": json.dumps(told, ensure_ascii=False)}
    return render_to_string(f"orchestration/frame_{kind}.txt", context | {"specification": specification})


def refuse_unfit(kind: str, name: str, content: str, *, built: bool = True) -> None:
    """BadInput with the findings of the checks, when there are any; `built` as in orchestration/checks.py."""
    findings = (check_skill if kind == "skill" else check_tool)(name, content, built=built)
    if findings:
        told = f"The {kind} was refused by its checks: " + "; ".join(findings)
        raise BadInput("content", told, findings)


def remove(kind: str, name: str, by: str) -> None:
    """Take it off the library; what used it keeps its record."""
    row = CAPABILITIES[kind].objects.library().filter(name=name).first()
    if row is None:
        raise Refused(f"The library has no {kind} named {name}.", "not-found")
    row.retire(by)


def titled(name: str) -> str:
    return name.replace("-", " ").capitalize()


def _with_frontmatter(name: str, title: str, description: str, body: str) -> str:
    heading = title or titled(name)
    told = description or f"{heading}. Use it when the work calls for {heading.lower()}."
    told = " ".join(told.split()).replace("---", "–")[:DESCRIPTION_LENGTH]
    text = body.strip() or description.strip() or "No instructions were given when this skill was added."
    quoted = json.dumps(told, ensure_ascii=False)  # as good in YAML
    return f"---\nname: {name}\ndescription: {quoted}\n---\n\n# {heading}\n\n{text}\n"

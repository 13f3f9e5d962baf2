"""The offline agent's task results: the skills' steps, the task's words and its material in one draft."""

from __future__ import annotations

import re
from dataclasses import dataclass

from orchestration.agents.file_drafts import fit
from orchestration.agents.offline_wording import NO_STEPS, steps_in, unframed
from orchestration.agents.passages import clean, kebab, method_steps, one_line, section, sentences
from orchestration.agents.protocol import CapabilityText, TaskBrief, TaskResult

NOTICE = (
    "> **Offline draft.** Fixed rules have laid out this task, its skills' steps and its material; "
    "no model has done the work. Every open box is still to be done."
)
LONGEST_EXCERPT = 4000  # characters of an earlier result
_ARGUMENT = re.compile(r"add_argument\(\s*((?:[\"'][^\"'\n]{1,60}[\"']\s*,?\s*)+)")


@dataclass(frozen=True, slots=True)
class Draft:
    """One task's draft before it takes the form of a file."""

    title: str
    document: str  # markdown
    rows: tuple[tuple[str, str, str], ...]  # (section, item, status)


def draft_result(brief: TaskBrief) -> TaskResult:
    """One file for each declared output; without any, one document whose name the task's id keeps unique."""
    draft = _draft(brief)
    files = {path: fit(path, draft) for path in _paths(brief)}
    named = ", ".join(list(files)[:5]) + (f" and {len(files) - 5} more" if len(files) > 5 else "")
    steps = sum(section.startswith("skill ") for section, _, _ in draft.rows)
    skills = f" with {_count(steps, 'step')} of {_count(len(brief.skills), 'skill')}" if brief.skills else ""
    stand_ins = [path for path, (_, stands_in) in files.items() if stands_in]
    more = f" A text stands in for {', '.join(stand_ins[:5])}." if stand_ins else ""
    return TaskResult(
        summary=f"Offline draft: wrote {named}, laying out the task{skills}; still to be done.{more}",
        files=tuple(file for file, _ in files.values()),
    )


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _paths(brief: TaskBrief) -> list[str]:
    if not brief.outputs:
        number = f"-{brief.task_id}" if brief.task_id else ""
        return [f"results/{kebab(brief.title)}{number}.md"]
    return [f"{path}result.md" if path.endswith("/") else path for path in brief.outputs]


def _draft(brief: TaskBrief) -> Draft:
    title = one_line(brief.title, 200) or "Untitled task"
    rows: list[tuple[str, str, str]] = []
    parts = [f"# {title}", NOTICE, _aim(brief)]
    parts.append("## Task\n\n" + (clean(brief.description).strip() or "The task has a title only."))
    parts.append("## Steps\n\n" + _steps(brief, rows))
    parts += [part for part in (_tools(brief.tools), _material(brief)) if part]
    parts.append("## Acceptance\n\n" + _acceptance(brief, rows))
    return Draft(title, "\n\n".join(parts) + "\n", tuple(rows))


def _aim(brief: TaskBrief) -> str:
    name, intent = one_line(brief.outcome_name, 200), " ".join(sentences(brief.intent, most=3))
    return f"**Outcome:** {name or 'without a name'}" + (f". {intent}" if intent else "")


def _steps(brief: TaskBrief, rows: list[tuple[str, str, str]]) -> str:
    """The task's own steps, then what each of its skills adds to them."""
    own = _own_steps(brief.description) or _own_steps(one_line(brief.title))
    rows += [("task", step, "to do") for step in own]
    seen = {_folded(step) for step in own}
    parts = [_boxes(own) or "The task describes no steps."]
    for skill in brief.skills:
        steps = [step for step in _skill_steps(skill.content) if _folded(step) not in seen]
        rows += [(f"skill {skill.name}", step, "to do") for step in steps]
        parts.append(
            f"### {one_line(skill.title, 120)} (skill `{skill.name}`, version {skill.version})\n\n"
            + (_boxes(steps) or "This skill adds no steps.")
        )
    waived = "A member has decided to do without it."
    parts += [f"### `{one_line(name, 64)}`: waived\n\n{waived}" for name in brief.waived]
    return "\n\n".join(parts)


def _own_steps(text: str) -> list[str]:
    return list(dict.fromkeys(step for said in sentences(text, most=30) for step in steps_in(said)))


def _skill_steps(content: str) -> list[str]:
    """A skill's steps as instructions; of a draft that has none, what it is for."""
    steps = [unframed(listed) or listed for listed in method_steps(content)]
    if steps == [NO_STEPS]:
        return sentences(section(content, "Purpose").split("\n\n", 1)[0], most=5)
    return steps


def _boxes(steps: list[str]) -> str:
    return "\n".join(f"{number}. [ ] {step}" for number, step in enumerate(steps, 1))


def _folded(step: str) -> str:
    return step.strip(" .").casefold()


def _tools(tools: tuple[CapabilityText, ...]) -> str:
    if not tools:
        return ""
    lines = [
        f"- `{usage_line(tool)}`: {one_line(tool.description or tool.title, 200)} (version {tool.version})"
        for tool in tools
    ]
    return "## Tools\n\nNot run for this draft.\n\n" + "\n".join(lines)


def usage_line(tool: CapabilityText) -> str:
    """How to call a tool, by the arguments that its program adds to its parser."""
    names = [re.findall(r"[\"']([^\"']+)[\"']", found)[-1] for found in _ARGUMENT.findall(tool.content)]
    required = [name.upper() for name in names if not name.startswith("-")]
    optional = [f"[{name}]" for name in names if name.startswith("--") and name != "--self-test"]
    return " ".join([f"python {tool.name}.py", *required[:6], *optional[:8]])


def _material(brief: TaskBrief) -> str:
    parts = []
    for result in brief.earlier:
        text = clean(result.result).strip()
        quoted = "\n".join(f"> {line}" for line in text[:LONGEST_EXCERPT].split("\n"))
        cut = "\n> … [cut]" if len(text) > LONGEST_EXCERPT else ""
        parts.append(f"### From “{one_line(result.title, 200)}”\n\n{quoted}{cut}")
    if brief.inputs:
        parts.append(
            "### Inputs of this run\n\n"
            + "\n".join(
                f"- **{one_line(str(key), 100)}**: {one_line(str(value))}"
                for key, value in brief.inputs.items()
            )
        )
    if brief.artifacts:
        lines = [
            f"- `{file.path}` (version {file.version}, {file.media_type}, {file.size} bytes)"
            for file in brief.artifacts[:100]
        ]
        more = [f"- and {len(brief.artifacts) - 100} more"] if len(brief.artifacts) > 100 else []
        parts.append("### Files at hand\n\n" + "\n".join(lines + more))
    if brief.findings:
        parts.append(
            "### Why earlier attempts failed\n\n"
            + "\n".join(f"- {one_line(finding)}" for finding in brief.findings)
        )
    return "## Material\n\n" + "\n\n".join(parts) if parts else ""


def _acceptance(brief: TaskBrief, rows: list[tuple[str, str, str]]) -> str:
    criteria = sentences(brief.acceptance)
    rows += [("acceptance", criterion, "not checked") for criterion in criteria]
    return (
        "\n".join(f"- [ ] {criterion}" for criterion in criteria) or "The task states no acceptance criteria."
    )

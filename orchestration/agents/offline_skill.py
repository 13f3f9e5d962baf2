"""The offline agent's skill drafts: the passages of the approach, sorted into the sections of a SKILL.md."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from orchestration.agents.offline_wording import (
    NO_STEPS,
    bars_in,
    capital,
    ended,
    is_bar,
    third_person,
    work_of,
)
from orchestration.agents.passages import mentions, one_line, sentences, surroundings
from orchestration.agents.protocol import CapabilityBrief

NOTICE = (
    "> **Offline draft.** Fixed rules have put this together from the approach's own words; no model has "
    "written it and nobody has tried it. Complete it before relying on it."
)
_LABEL = re.compile(
    r"(?i)\**(outputs?|deliverables?|results?|when(?: to use)?|use when|checks?|checklist|quality|acceptance"
    r"|method|steps?|process|purpose|goal|aim)\**\s*[:–—]\**\s+(?=\S)"
)
_SECTION_OF_LABEL = {
    "out": "output", "del": "output", "res": "output", "whe": "when", "use": "when", "che": "checklist",
    "qua": "checklist", "acc": "checklist", "pur": "purpose", "goa": "purpose", "aim": "purpose",
}  # fmt: skip
_OUTPUT_VERB = re.compile(
    r"(?i)\b(?:outputs?|produces?|returns?|delivers?|prints?|exports?|yields?|writes?|drafts?|ends? in"
    r"|ends? with|results? in)\s+(?P<what>(?:an?|the|one|two|three|what|each|every|\d+)\s[^.;:()]{2,160})"
)
_OUTPUT_FORM = re.compile(
    r"(?i)\b(?:in|into|as|to)\s+(?P<what>(?:an?|one)\s(?:[\w-]{1,30}\s){0,4}?(?:table|report|list|summary|memo|page"
    r"|spreadsheet|file|letter|sheet|chart|map|score|csv|json|document)\b[^.;:,()]{0,80})"
)
_AT_A_TIME = r"(?:when(?:ever)?|before|after|once|as soon as|if|in case|each time|every time|until)\b"
_OCCASION_FIRST = re.compile(rf"(?i)({_AT_A_TIME}[^,;:]{{3,200}}),\s+")
_IS_OCCASION = re.compile(
    r"(?i)(?:(?:it |this |this skill |the skill )?(?:is |are )?(?:to be )?"
    rf"(?:used?|uses|needed|called|applies|apply)(?: it| this| this skill)? )?{_AT_A_TIME}"
)


_WORD = re.compile(r"[^\W_]+")
_NO_NEWS = frozenset(("skill", "skills", "the", "a", "an", "our", "use", "md"))


@dataclass(slots=True)
class _Parts:
    purpose: list[str] = field(default_factory=list)
    when: list[str] = field(default_factory=list)
    method: list[str] = field(default_factory=list)
    output: list[str] = field(default_factory=list)
    checklist: list[str] = field(default_factory=list)


def draft_skill(brief: CapabilityBrief) -> str:
    """A whole SKILL.md; valid in the Agent Skills format for any text in the brief but its name."""
    title = one_line(brief.title, 120) or brief.name
    parts = _sort(brief)
    sections = [
        f"# {title}",
        NOTICE,
        "## Purpose\n\n" + _purpose(brief, parts),
        "## When to use\n\n" + _when(brief, parts),
        "## Method\n\n" + _method(parts),
        "## Output\n\n" + (_bullets(parts.output) or "The approach names no output for this skill."),
        "## Checklist\n\n" + _checklist(brief, parts),
    ]
    return _frontmatter(brief, title, parts) + "\n" + "\n\n".join(sections) + "\n"


def _sort(brief: CapabilityBrief) -> _Parts:
    """Each sentence once: the first is the purpose, the others go where a label or their words put them."""
    parts = _Parts()
    hanging = sentences(surroundings(brief.approach, brief.quote), most=20)
    said = sentences(brief.specification) or sentences(brief.quote)
    named = _NO_NEWS | set(_WORD.findall(f"{brief.title} {brief.name}".casefold()))
    for sentence in dict.fromkeys(said + hanging):
        if named.issuperset(_WORD.findall(sentence.casefold())):
            continue  # it says no more than what the skill is called ("**Claim Letter Skill.**")
        sentence = _without_name(sentence, brief.title)
        if label := _LABEL.match(sentence):
            text, name = sentence[label.end() :], _SECTION_OF_LABEL.get(label[1][:3].lower(), "method")
            getattr(parts, name).append(capital(text))
            if name == "output":
                parts.checklist += bars_in(text)
            continue
        _place(sentence, parts)
    for name in ("purpose", "when", "method", "output", "checklist"):
        setattr(parts, name, _once(getattr(parts, name)))
    shown = {_folded(line) for line in parts.purpose}
    parts.method = [step for step in parts.method if _folded(step) not in shown]
    return parts


def _place(sentence: str, parts: _Parts) -> None:
    if parts.purpose and is_bar(sentence):
        parts.checklist.append(capital(sentence.strip(" .")))
        return
    if occasion := _OCCASION_FIRST.match(sentence):
        parts.when.append(capital(occasion[1]))
        sentence = sentence[occasion.end() :]
    elif _IS_OCCASION.match(sentence):
        parts.when.append(sentence)
        return
    work = work_of(sentence, of_skill=True)
    if not work.text:
        return
    if work.listed:
        number, step = len(parts.method) + work.listed_at, work.steps[work.listed_at - 1]
        choice = f"Each has one of the {work.listed} that step {number} lists"
        cover = f"None of the {work.listed} that step {number} lists is left out"
        parts.checklist.append(choice if step.startswith("Choose") else cover)
    if not parts.purpose:
        parts.purpose.append(ended(work.text))
        parts.method += work.steps
    else:
        parts.method += work.steps or [ended(work.text)]
    parts.checklist += map(capital, work.bars)
    if output := _OUTPUT_VERB.search(work.text) or _OUTPUT_FORM.search(work.text):
        what = output["what"].split(" and then ")[0].strip(" ,")
        parts.output.append(capital(what))
        parts.checklist += bars_in(what) or ["What is named under Output is there"]
    elif not work.bars:
        parts.checklist += bars_in(work.text)


def _once(lines: list[str]) -> list[str]:
    return list({_folded(line): line for line in reversed(lines)}.values())[::-1]


def _folded(line: str) -> str:
    return line.strip(" .").casefold()


def _without_name(sentence: str, title: str) -> str:
    """The sentence without the skill's name before a colon or dash ("**Triage** – sorts …")."""
    name, _, rest = sentence.replace("**", "").partition(title) if title.strip() else ("", "", "")
    begins = re.match(r"(?i)(?: skill)?[\"”’']?\s*[:–—-]\s+(?=\S)", rest)
    return rest[begins.end() :] if begins and not name.strip(" \"“‘'") else sentence


def _purpose(brief: CapabilityBrief, parts: _Parts) -> str:
    lines = list(parts.purpose) or ["The approach does not say what this skill is for."]
    intent = sentences(brief.intent, most=3)
    outcome = one_line(brief.outcome_name, 200)
    if intent:
        lines.append(
            (f"It serves the outcome “{outcome}”: " if outcome else "It serves this intent: ")
            + " ".join(intent)
        )
    elif outcome:
        lines.append(f"It serves the outcome “{outcome}”.")
    return "\n\n".join(lines)


def _when(brief: CapabilityBrief, parts: _Parts) -> str:
    lines = list(parts.when) or ["The approach does not say when this skill is needed."]
    if reason := one_line(brief.reason, 400):
        lines.append(f"Why it was listed: {reason}")
    if near := [name for name in brief.neighbours if mentions(brief.specification, name)]:
        lines.append("Together with: " + ", ".join(f"`{one_line(name, 64)}`" for name in near[:8]))
    return lines[0] if len(lines) == 1 and not parts.when else _bullets(lines)


def _method(parts: _Parts) -> str:
    if not parts.method:
        return f"1. {NO_STEPS}"
    return "\n".join(f"{number}. {ended(step)}" for number, step in enumerate(parts.method, 1))


def _checklist(brief: CapabilityBrief, parts: _Parts) -> str:
    lines = parts.checklist + [
        f"An earlier draft was refused: {one_line(finding, 300)}" for finding in brief.findings
    ]
    return (
        "\n".join(f"- [ ] {line}" for line in lines)
        or "The approach sets no bar that this skill's work could be checked against."
    )


def _bullets(lines: list[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _frontmatter(brief: CapabilityBrief, title: str, parts: _Parts) -> str:
    does = third_person(" ".join(parts.purpose or parts.method[:2]))
    outcome = one_line(brief.outcome_name, 160)
    use = f"Use when a task{f' of “{outcome}”' if outcome else ''} calls for: {title}."
    does = one_line(does, 600)
    description = f"{does}{'' if does.endswith(tuple('.!?…')) else '.'} {use}" if does else f"{title}. {use}"
    return "\n".join(
        [
            "---",
            f"name: {brief.name}",
            f"description: {_quoted(description)}",
            "metadata:",
            f"  title: {_quoted(title)}",
            '  status: "offline draft"',
            '  author: "offline agent"',
            "---\n",
        ]
    )


def _quoted(text: str) -> str:
    """A double-quoted YAML scalar; three hyphens, at which readers cut the frontmatter off, become a dash."""
    dashed = re.sub(r"-{3,}", "—", text).replace("\\", "\\\\").replace('"', '\\"')
    if dashed.isprintable():
        return f'"{dashed}"'
    shown = (
        c if c.isprintable() else f"\\u{ord(c):04x}" if ord(c) < 0x10000 else f"\\U{ord(c):08x}"
        for c in dashed
    )
    return '"' + "".join(shown) + '"'

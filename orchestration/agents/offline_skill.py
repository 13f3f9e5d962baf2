"""The offline agent's skill drafts: the passages of the approach, sorted into the sections of a SKILL.md."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

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
_NAMES_OUTPUT = re.compile(
    r"(?i)\b(outputs?|produces|returns|writes|written (?:to|as|into)|delivers|prints|exports|yields"
    r"|ends? (?:in|with)"
    r"|(?:a|one|the) (?:table|report|list|summary|memo|page|spreadsheet|file|letter|sheet|chart|map|score)\b)"
)
_NAMES_OCCASION = re.compile(
    r"(?i)\b(when(?:ever)?|before|after|once|as soon as|if|in case|each time|every time|until)\b"
)
_SETS_A_BAR = re.compile(
    r"(?i)\b(must(?:n't)?|never|not|only|at (?:least|most)|no more than|each|every|always|without|within"
    r"|under|exactly|may not|should|shall|no)\b|\d\s?%"
)


_ABILITY = re.compile(
    r"(?i)\b(?:(?:must|needs? to|have to|has to|should) (?:also )?be able to|able to|capable of|needs? to)\s+"
    r"(?=[a-z])(?!be\b)"
)
_LISTED = re.compile(r"\(([^()]{5,300})\)|[:–—]\s+([^:()]{5,300}?)[.!]?$")


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
    """Each sentence where its label says; without one, in the method and wherever its words fit as well."""
    parts = _Parts()
    hanging = sentences(surroundings(brief.approach, brief.quote), most=20)
    said = sentences(brief.specification) or sentences(brief.quote)
    for sentence in dict.fromkeys(said + hanging):
        if _only_names(sentence, brief):
            continue
        if label := _LABEL.match(sentence):
            text = sentence[label.end() :]
            getattr(parts, _SECTION_OF_LABEL.get(label[1][:3].lower(), "method")).append(text)
            continue
        step = _as_step(sentence)
        parts.method.append(step)
        parts.checklist += [f"Covered: {part}" for part in _listed(sentence)]
        if _NAMES_OUTPUT.search(step):
            parts.output.append(step)
        if _NAMES_OCCASION.search(sentence):
            parts.when.append(sentence)
        if _SETS_A_BAR.search(step):
            parts.checklist.append(step)
    return parts


def _only_names(sentence: str, brief: CapabilityBrief) -> bool:
    """Whether the sentence says no more than what the skill is called ("**Claim Letter Skill.**")."""
    words = set(re.findall(r"[^\W_]+", sentence.casefold()))
    named = set(re.findall(r"[^\W_]+", f"{brief.title} {brief.name}".casefold()))
    return words <= named | {"skill", "skills", "the", "a", "an", "our", "use", "md"}


def _as_step(sentence: str) -> str:
    """What is to be done, where the sentence asks for an ability ("workers must be able to parse …")."""
    ability = _ABILITY.search(sentence)
    return sentence[ability.end()].upper() + sentence[ability.end() + 1 :] if ability else sentence


def _listed(sentence: str) -> list[str]:
    """The parts of a list in brackets or after a colon, when it is one: two to eight short ones."""
    for found in _LISTED.finditer(sentence):
        listed = re.split(r",\s+(?:and\s+|or\s+)?|;\s+", (found[1] or found[2]).strip())
        if 2 <= len(listed) <= 8 and all(part and len(part.split()) <= 6 for part in listed):
            return listed
    return []


def _purpose(brief: CapabilityBrief, parts: _Parts) -> str:
    lines = list(parts.purpose) or parts.method[:1]
    intent = sentences(brief.intent, most=3)
    outcome = one_line(brief.outcome_name, 200)
    if intent:
        lines.append(
            (f"It serves the outcome “{outcome}”: " if outcome else "It serves this intent: ")
            + " ".join(intent)
        )
    elif outcome:
        lines.append(f"It serves the outcome “{outcome}”.")
    return "\n\n".join(lines) or "The approach does not say what this skill is for."


def _when(brief: CapabilityBrief, parts: _Parts) -> str:
    quote = one_line(brief.quote, 400)
    said = next((one for one in sentences(brief.specification) if quote and quote in one), quote)
    lines = [f"Where the approach calls for it: “{said}”"] if said else []
    lines += [one for one in parts.when if one != said]
    if reason := one_line(brief.reason, 400):
        lines.append(f"Why it was listed: {reason}")
    if near := [name for name in brief.neighbours if mentions(brief.specification, name)]:
        lines.append("Together with: " + ", ".join(f"`{one_line(name, 64)}`" for name in near[:8]))
    return _bullets(lines) or "The approach does not say when this skill is needed."


def _method(parts: _Parts) -> str:
    if not parts.method:
        return "1. The approach describes no steps; agree on them with its author and write them here."
    return "\n".join(f"{number}. {step}" for number, step in enumerate(parts.method, 1))


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
    does = " ".join(parts.purpose or parts.method[:2])
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
    shown = (
        c if c.isprintable() else f"\\u{ord(c):04x}" if ord(c) < 0x10000 else f"\\U{ord(c):08x}"
        for c in dashed
    )
    return '"' + "".join(shown) + '"'

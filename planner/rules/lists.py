"""Items under a heading, an introduction, a table header or a key that says what they are."""

from __future__ import annotations

from collections.abc import Iterator

from planner.candidates import Candidate
from planner.rules.coding import DOERS_ABROAD
from planner.signs.demands import lists_needs
from planner.signs.document_names import document_noun
from planner.signs.list_titles import (
    announced_kind,
    builds,
    coded_by_title,
    listing_kind,
    lists_making,
    lists_papers,
    only_wanted,
)
from planner.signs.next_sentence import said_missing
from planner.signs.program_names import program_noun
from planner.signs.refusals import refusal
from planner.signs.refused_titles import remarked_away
from planner.signs.remarks import said_to_come, to_be_made
from planner.text.statements import Statement
from planner.words.english import AUXILIARY, STOP_WORDS
from planner.words.lists import word_set

REASON = {
    "skill": "The approach lists this among the skills that the work needs.",
    "tool": "The approach lists this among the tools to build.",
}
_ENDS_NAME = word_set(
    "for that which to with in from on by at für bei je que para pour qui con por par avec et und y and"
)
_HUMAN = word_set(
    """
    communication experience fluent fluency driving degree years native leadership patience
    motivation first-aid people teamwork licence license certificate english german french spanish
    """
)


def listed_needs(statement: Statement) -> Iterator[Candidate]:
    """The need that an item stands for because of what stands over it."""
    if statement.before is not None or statement.paths:
        return
    kind = listing_kind(statement.block)
    if kind is None and (said := announced_kind(statement.block)) is not None:
        kind = said if to_be_made(statement) or said_to_come(statement, said == "skill") else None
    if kind is None and _names_a_command(statement):
        kind = "tool"
    if kind is None and _software_item(statement):
        kind = "tool"
    if kind is None or remarked_away(statement):
        return
    if kind == "tool" and only_wanted(statement.block) and not _tells_of_a_program(statement):
        return
    names, last = item_name(statement)
    if not names or refusal(statement, 0) or any(name.lower() in _HUMAN for name in names):
        return
    if kind == "skill" and _no_skill(statement, names, last):
        return
    start = next((i for i, w in enumerate(statement.words) if w[0].isalnum()), 0)
    yield Candidate(kind, names, statement, start, 0, max(last, start + 1), "listed", REASON[kind])


def _no_skill(statement: Statement, names: list[str], last: int) -> bool:
    """Whether an item of a list of skills is none, or one whose name another rule knows better."""
    if not _STATES.isdisjoint(statement.words[:last]):
        return True  # "No driver is named": a sentence, not a name
    if len(names) == 1 and document_noun(names[0].lower()):
        return True  # "Guidance for coders on doubtful cases": the rule for documents names it
    return lists_papers(statement.block) and not _tells_how(statement)


def _tells_how(statement: Statement) -> bool:
    """ "Water rescue limits: when we wait for the boat": a paper for workers, unlike "Passport: a copy"."""
    words = statement.words
    sign = next((at for at in range(1, len(words)) if words[at] in (":", "–", "—", "(")), len(words))
    return not _ASKING.isdisjoint(words[sign + 1 : sign + 3])


_ASKING = word_set(
    "who when what how which where wer wann was wie welche qui quand comment quién cuándo cómo"
)


_STATES = word_set("is are was were has have will must shall may ist sind wird est sont es son")


def _software_item(statement: Statement) -> bool:
    """An item among what is needed or to be done that says of its thing that it is software.

    "trieur de courrier, en Python", "comparison of numbers, as a script", "`cutter` – … To be developed."
    """
    block, words = statement.block, statement.words
    if block.kind != "item":
        return False
    if block.text.startswith("`") and "`" in block.text[2:40]:
        told: Statement | None = statement
        while told is not None:
            left = told.words[:2] == ["to", "be"] and told.has("make")
            if left or told.words[0] in _OPEN or told.has("pending") or said_missing(told):
                return not set("/.") & set(block.text[1:40].split("`")[0])
            told = told.after
    over = block.over
    if not over or not (lists_needs(block) or lists_making(over)):
        return False
    sign = next((at for at, word in enumerate(words) if at and not word[0].isalnum() and word != "-"), 0)
    stop = sign or len(words)
    if stop > 10 or not AUXILIARY.isdisjoint(words[:stop]):
        return False
    if lists_making(over) and (coded_by_title(over) or words[0].endswith(DOERS_ABROAD)):
        return True
    behind = words[sign : sign + 8] if sign else []
    as_one = any(word in _AS for word in behind) and any(map(program_noun, behind))
    called_one = len(behind) > 1 and behind[0] == "(" and bool(program_noun(behind[1]))
    return as_one or called_one or not _LANGUAGES.isdisjoint(behind) or _says_software(statement, stop)


def _says_software(statement: Statement, sign: int) -> bool:
    """ "tracer: code in, lots out", "… CLI. Femi.": what goes in and comes out, or a sentence of one word."""
    behind = statement.words[sign : sign + 24]
    if behind[:1] == [":"] and any(
        behind[at + 1 : at + 2] in ([","], [";"]) and not _BACK_OUT.isdisjoint(behind[at:])
        for at, word in enumerate(behind)
        if word in _IN
    ):
        return True
    after = statement.after
    return after is not None and len(after.words) == 2 and not _LANGUAGES.isdisjoint(after.words)


_IN = word_set("in rein hinein dentro entra entrée")
_BACK_OUT = word_set("out raus heraus fuera sale sortie")


_OPEN = word_set("todo tbd missing unwritten pending open offen fehlt manque falta pendiente")
_AS = word_set("as als comme como")
_LANGUAGES = word_set("python cli command-line bash perl rust kommandozeile script skript")


def _tells_of_a_program(statement: Statement) -> bool:
    """Whether the item names a kind of program, says what it does, or that it is to be made."""
    words = statement.words
    sign = next((at for at, word in enumerate(words) if not word[0].isalnum() and word != "-"), len(words))
    return (
        any(map(program_noun, words[: min(sign, 8)]))
        or not _SOFTWARE.isdisjoint(words[sign : sign + 6])
        or any(mark.cls in _DOING and mark.form == "third" for mark in statement.at.get(sign + 1, ()))
        or to_be_made(statement)
    )


_DOING = ("technical", "methodical", "function")
_SOFTWARE = word_set("command-line cli script skript python kommandozeile → rein in,")


def _names_a_command(statement: Statement) -> bool:
    """ "Things to build" over "`snippetr` – cuts clips": a name in code marks opens the item."""
    block = statement.block
    over = block.over
    return block.kind == "item" and block.text.startswith("`") and bool(over) and builds(over)


def item_name(statement: Statement) -> tuple[list[str], int]:
    """The words that name the item: bold or code at its start, else what stands before a sign."""
    text = statement.block.text
    for span in statement.spans:
        if span.kind in ("bold", "code") and span.start - statement.start <= 3:
            inner = text[span.start : span.end].strip(" :.")
            if len(inner.split()) <= 6 and "/" not in inner:
                last = next((i for i, b in enumerate(statement.begin) if b >= span.end), len(statement.words))
                return name_only(inner.split()), last
    stop = 0
    while stop < len(statement.words) and statement.words[stop] not in (
        ":",
        "–",
        "—",
        "(",
        ",",
        ";",
        "-",
        "#",
        ".",
    ):
        stop += 1
    if stop > 7:
        if not AUXILIARY.isdisjoint(statement.words[:stop]) or any(map(program_noun, statement.words[:stop])):
            return [], 0  # a sentence, or a program that is named by the rules for sentences
        short = next((at for at in range(2, 7) if statement.words[at] in _ENDS_NAME), 0)
        return (name_only(statement.slice(0, short).split()), short) if short else ([], 0)
    return name_only(statement.slice(0, stop).split()), stop


def name_only(words: list[str]) -> list[str]:
    words = [word.strip("*_`\"'“”«»") for word in words]
    while words and words[-1].lower() in ("skill", "skills"):
        words = words[:-1]
    while words and words[0].lower() in ("the", "a", "an"):
        words = words[1:]
    words = [word for word in words if word]
    opens = 2 if words and words[0].lower() in STOP_WORDS else 1  # "when to call the vet"
    cut = next(
        (at for at, word in enumerate(words) if at >= opens and word.lower() in _ENDS_NAME), len(words)
    )
    return words[:cut]

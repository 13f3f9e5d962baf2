"""Items under a heading, an introduction, a table header or a key that says what they are."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from planner.candidates import Candidate
from planner.needs import Kind
from planner.rules.coding import DOERS_ABROAD
from planner.signs.demands import lists_needs
from planner.signs.document_names import document_noun
from planner.signs.next_sentence import said_missing
from planner.signs.program_names import program_noun
from planner.signs.refusals import refusal
from planner.signs.refused_titles import mark_asks, remarked_away
from planner.signs.remarks import said_to_come, to_be_made
from planner.signs.workers_deeds import names_workers
from planner.text.blocks import Block
from planner.text.statements import Statement, plain_marks
from planner.text.tokens import words_of
from planner.words.abroad import DOCUMENT_SUFFIXES
from planner.words.english import AUXILIARY, STOP_WORDS
from planner.words.lexicon import OUTSIDERS
from planner.words.lists import word_set

REASON = {
    "skill": "The approach lists this among the skills that the work needs.",
    "tool": "The approach lists this among the tools to build.",
}
_SKILL = word_set(
    """
    skill skills fähigkeiten kompetenzen compétences habilidades スキル playbooks guides rubrics
    """
)
_TOOL = word_set(
    """
    tool tools script scripts program programs programme programmes utilities commands clis werkzeuge
    skripte outils outillage herramientas programas utilidades logiciels ツール tooling software
    """
)
_MAKE = word_set(
    """
    build write code create develop make add missing needed lacking required new program implement coded
    author draft script making
    bauen bauende schreiben schreibende neue neu fehlende fehlen fehlt programmieren entwickeln erstellen
    erstellende
    développer écrire construire créer rédiger programmer faire manquent nouveaux nouvelles
    crear desarrollar escribir redactar programar construir hacer faltan nuevas nuevos
    """
)
# These tell of the past, unless the heading looks ahead: "Tools we built", "Tools still to be built".
_MADE = word_set(
    """
    made created developed programmed scripted built implemented written authored drafted
    gebaut geschrieben programmiert entwickelt développé
    """
)
_AHEAD = word_set("to be being must still yet will noch werden zu encore")
# What workers go by, as a heading calls it.
_GUIDANCE = word_set(
    """
    rules playbooks guides guidelines procedures protocols policies handbooks methods rubrics conventions
    regelwerke regeln leitfäden richtlinien anleitungen handbücher verfahren vorgaben règles consignes
    procédures doctrines protocoles méthodes guías reglas normas procedimientos protocolos instrucciones
    criterios pautas
    """
)
_OWED = word_set("owed owing due outstanding unwritten pending lacking")
_PAPERS = word_set("papers documents dokumente unterlagen documentos")
# Small words of other languages in such a heading: "Skills, die noch zu schreiben sind".
_BETWEEN = word_set("die zu sind noch wir à por que aún encore sont")
# Wanted, but perhaps only to be bought or fetched: the item itself has to tell of a program.
_WANTED = word_set(
    """
    benötigte benötigt nötige nötig erforderliche notwendige geplante nécessaires requis manquants
    deliver delivered provide geliefert livrer livrés entregar
    necesarias necesarios requeridas faltantes planned wanted needed required necessary
    """
)
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
    if kind == "tool" and _only_wanted(statement.block) and not _tells_of_a_program(statement):
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
    return _lists_papers(statement.block) and not _tells_how(statement)


def _lists_papers(block: Block) -> bool:
    """Whether what stands over a list calls its items papers, which may be anything on paper."""
    words = set(words_of(block.over))
    return bool(words & _PAPERS) and not words & (_SKILL | _GUIDANCE)


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


@lru_cache(maxsize=2048)
def coded_by_title(title: str) -> bool:
    """Whether a title says that its items are to be programmed: "Lo que falta por programar"."""
    return not _CODED.isdisjoint(words_of(title.lower()))


_CODED = word_set(
    """
    code coded program programmed script scripted programmieren programmiert coder programmer programmés
    programar programen
    """
)


_OPEN = word_set("todo tbd missing unwritten pending open offen fehlt manque falta pendiente")
_AS = word_set("as als comme como")
_LANGUAGES = word_set("python cli command-line bash perl rust kommandozeile script skript")


def _only_wanted(block: Block) -> bool:
    """Whether what stands over a list says that its tools are needed, not that they are to be made."""
    over = block.over
    words = set(words_of(over))
    return bool(words & _WANTED) and not words & ((_MAKE | _MADE) - _WANTED - {"missing"})


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
    return block.kind == "item" and block.text.startswith("`") and bool(over) and _builds(over)


@lru_cache(maxsize=2048)
def _builds(title: str) -> bool:
    words = [word.strip(".,;:!?()*_#") for word in title.lower().split()]
    return len(words) <= 6 and "to" in words and bool({"build", "code", "develop", "program"} & set(words))


@lru_cache(maxsize=2048)
def lists_making(title: str) -> bool:
    """Whether a heading or introduction says that its items are to be made: "Ce qu'il faut fabriquer"."""
    marks = plain_marks(words_of(title.strip("*_: "))[:14])
    if any(mark.cls in ("negation", "past", "excluded", "optional") for mark in marks):
        return False
    return any(mark.cls == "make" and mark.form in ("base", "past", "participle") for mark in marks) and (
        mark_asks(marks) or not _TO_COME.isdisjoint(title.lower().split())
    )


_TO_COME = word_set("to gets get will")


def listing_kind(block: Block) -> Kind | None:
    """What a list says its items are: by the key of a settings block, the introduction, or the heading."""
    if block.kind == "code":
        return key_kind(block.key)
    if block.kind != "item":
        return None
    if block.lead and (kind := kind_of(block.lead, True)):
        return kind
    # "## Skills", then "We have to write, before the first case:", then the items.
    if block.lead and not _asks(block.lead):
        return None
    return kind_of(block.headings[-1], False) if block.headings else None


def announced_kind(block: Block) -> Kind | None:
    """What a heading says that its items are, there or not: "Programme", "Rules for agents"."""
    if lists_tools(block):
        return "tool"
    return "skill" if lists_guidance(block) else None


def lists_guidance(block: Block) -> bool:
    """Whether the items are what workers go by: to be written only where they say so themselves."""
    return block.kind == "item" and bool(block.headings) and _speaks_of_guidance(block.headings[-1])


@lru_cache(maxsize=2048)
def _speaks_of_guidance(title: str) -> bool:
    words = [word.strip(".,;:!?()*_#\"'`[]") for word in title.lower().split()]
    if len(words) > 9 or OUTSIDERS.intersection(words):
        return False
    guidance = any(word in _GUIDANCE or word.endswith(DOCUMENT_SUFFIXES) for word in words)
    return guidance and (len(words) <= 3 or any(map(names_workers, words)))


def lists_tools(block: Block) -> bool:
    """Whether the items are tools of some kind: to be made only where they say so themselves."""
    return block.kind == "item" and bool(block.headings) and _speaks_of_tools(block.headings[-1])


@lru_cache(maxsize=2048)
def _speaks_of_tools(title: str) -> bool:
    words = [word.strip(".,;:!?()*_#\"'`[]") for word in title.lower().replace("/", " ").split()]
    return len(words) <= 5 and not _TOOL.isdisjoint(words)


@lru_cache(maxsize=2048)
def _asks(lead: str) -> bool:
    if not _NEWLY.isdisjoint(lead.lower().replace(",", " ").rstrip(": ").split()[:4]):
        return True  # "Newly written, each by the person in brackets:"
    return mark_asks(plain_marks(lead.lower().rstrip(": ").replace(",", " ").split()))


_NEWLY = word_set("new newly neu neue nouveau nouveaux nouvelles nuevo nuevos nuevas")


def key_asks(key: str) -> bool:
    """Whether the key of a settings block says that its values are needed: "needs", "to-build", "missing"."""
    return not _ASKING_KEYS.isdisjoint(key.replace("-", " ").replace("_", " ").split())


_ASKING_KEYS = word_set(
    "need needs needed missing required requires build write todo wanted fehlt manque falta"
)


def key_kind(key: str) -> Kind | None:
    parts = set(key.replace("-", " ").replace("_", " ").split())
    if parts & {"existing", "have", "available", "optional", "later"}:
        return None
    if parts & {"skills", "skill"}:
        return "skill"
    return "tool" if parts & {"tools", "scripts"} and parts & _MAKE else None


# "Scripts, all mine, all before October"
_BY_WHEN = word_set("before until due bis avant antes hasta")


@lru_cache(maxsize=2048)
def kind_of(title: str, lead: bool) -> Kind | None:
    """The kind that a heading or introduction gives to its items; None when it gives none."""
    words = [w.strip(".,;:!?()*_#\"'`[]") for w in title.lower().replace("/", " ").split()]
    if words[-2:] == ["as", "skills"] and len(words) <= 16:
        return "skill"  # "Things we have to get down on paper first, as skills:"
    if len(words) > (16 if lead else 6):
        return None
    plain = set(words)
    if plain & _SKILL and not plain & {"soft", "staff", "people", "customer", "human", "social", "job"}:
        rest = (
            plain
            - _SKILL
            - _BETWEEN
            - STOP_WORDS
            - _MAKE
            - _MADE
            - _WANTED
            - {
                "required",
                "use",
                "used",
                "list",
                "library",
                "ai",
                "agent",
                "worker",
                "workers",
                "follow",
                "apply",
                "load",
            }
        )
        return "skill" if len(rest) <= (4 if lead else 1) else None
    if plain & (_GUIDANCE | _PAPERS) and plain & (_MAKE | _WANTED | _OWED) and not plain & OUTSIDERS:
        small = _GUIDANCE | _PAPERS | _BETWEEN | STOP_WORDS | _MAKE | _WANTED | _OWED | _AHEAD | _BY_WHEN
        return "skill" if sum(word.isalpha() for word in plain - small) <= 1 else None
    if plain & _TOOL and (plain & (_MAKE | _WANTED | _BY_WHEN) or (plain & _MADE and plain & _AHEAD)):
        return "tool"
    return None


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

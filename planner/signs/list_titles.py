"""What titles, introductions and keys say that the items under them are: skills, tools, things to make."""

from __future__ import annotations

from functools import lru_cache

from planner.needs import Kind
from planner.signs.refused_titles import mark_asks
from planner.signs.workers_deeds import names_workers
from planner.text.blocks import Block
from planner.text.statements import plain_marks
from planner.text.tokens import words_of
from planner.words.abroad import DOCUMENT_SUFFIXES
from planner.words.english import STOP_WORDS
from planner.words.lexicon import OUTSIDERS
from planner.words.lists import word_set

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


def only_wanted(block: Block) -> bool:
    """Whether what stands over a list says that its tools are needed, not that they are to be made."""
    over = block.over
    words = set(words_of(over))
    return bool(words & _WANTED) and not words & ((_MAKE | _MADE) - _WANTED - {"missing"})


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


@lru_cache(maxsize=2048)
def builds(title: str) -> bool:
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


def lists_papers(block: Block) -> bool:
    """Whether what stands over a list calls its items papers, which may be anything on paper."""
    words = set(words_of(block.over))
    return bool(words & _PAPERS) and not words & (_SKILL | _GUIDANCE)

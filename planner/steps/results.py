"""The files that a step says it leaves behind, and those that it reads."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from planner.steps.text import either
from planner.steps.words import ENGLISH_DEEDS
from planner.words.lists import word_set

_PATH = r"(?:[\w@+][\w.@+-]{0,80}/){0,6}[\w@+][\w@+.-]{0,80}\.(?:[A-Za-z][A-Za-z0-9]{0,6}|7z)"
_FOLDER = r"(?:[\w@+][\w.@+-]{0,80}/){1,6}"
_ENDINGS = either(
    """
    md; txt; csv; tsv; json; jsonl; xlsx; xls; ods; pdf; docx; doc; odt; pptx; html; htm; xml; yaml; yml;
    toml; png; jpg; jpeg; svg; gif; tif; tiff; geojson; gpx; kml; parquet; sqlite; db; zip; gz; tar; tex;
    bib; ipynb; wav; mp3; mp4; srt; vtt; epub; log; rtf
    """
)
_IN_CODE = re.compile(rf"`({_PATH}|{_FOLDER})`")
_BARE = re.compile(
    r"(?<![\w/`.@-])((?:[\w+][\w.+-]{0,80}/){0,6}"
    rf"[\w+][\w+-]{{0,80}}\.{_ENDINGS}|(?:[\w+][\w.+-]{{0,80}}/){{1,6}})"
    r"(?![\w/`@-])"
)
_ADDRESSES = word_set("com org net io eu gov edu info")
_INFRASTRUCTURE = ("tools/", "skills/")
_BREAK = re.compile(r"[.!?](?=\s)|[;)]|\n\s*\n|\n\s*(?:[-*+•]|\d+[.)])\s")
_RESULT_WORDS = either(
    """
    output; outputs; deliverable; deliverables; result; results; ergebnis; ergebnisse; ausgabe;
    lieferobjekt; lieferobjekte; livrable; livrables; résultat; résultats; salida; salidas; entregable;
    entregables; resultado; resultados
    """
)
_RESULT = re.compile(
    rf"\W{{0,3}}{_RESULT_WORDS}\W{{0,3}}:",
    re.IGNORECASE,
)
# The last of these words before a path says whether it is written or read.
_SURELY_INTO = word_set("to into as → append appended update updated save saved nach vers comme como")
_INTO = _SURELY_INTO | word_set(
    """
    in under output outputs result results write writes written saves store stored export exported
    produce produces create creates generate generates deliver delivers draw drawn record recorded called
    named fill filled put enter keep kept build make land lands goes go log collect compile draft render
    list note unter als ablegen speichern schreiben anlegen dans sous créer rédiger écrire noter
    enregistrer en guardar escribir crear anotar
    """
)
_OUT_OF = word_set(
    """
    from with of using use uses per by read reads load loads parse open opens based against see follow
    according check compare look search than for between on about
    aus von mit lies laut gemäß siehe anhand gegen vergleichen lesen öffnen
    de depuis avec lire selon contre comparer ouvrir desde con leer usar según contra comparar abrir
    """
)
_WORD = re.compile(r"[^\W\d_]+|→|->")
_NEAR = 8  # words before a path


@dataclass(frozen=True, slots=True)
class Paths:
    """Paths of a text: those that it says will be written, and those that it reads."""

    written: tuple[str, ...] = ()
    read: tuple[str, ...] = ()


def paths_of(text: str, known: Collection[str] = ()) -> Paths:
    """The paths in a step's text; to speak of one in `known`, which earlier steps leave, writes nothing."""
    if "." not in text and "/" not in text:
        return Paths()
    written: dict[str, None] = {}
    read: dict[str, None] = {}
    for path, before, in_code in _mentions(text):
        use = _use(path, before, known) or ("written" if in_code else "")
        if use:
            (written if use == "written" else read)[path] = None
    return Paths(tuple(written), tuple(path for path in read if path not in written))


def listed_paths(text: str) -> tuple[str, ...]:
    """The paths in a cell that lists outputs."""
    return tuple(dict.fromkeys(path for path, _, _ in _mentions(text)))


def _mentions(text: str) -> Iterator[tuple[str, str, bool]]:
    """Each path with the words before it in its sentence, and whether it is marked as code."""
    found = [(one, True) for one in _IN_CODE.finditer(text)] if "`" in text else []
    found += [(one, False) for one in _BARE.finditer(text)]
    for one, in_code in sorted(found, key=lambda pair: pair[0].start()):
        if _may_be_file(one.group(1)):
            yield one.group(1), _BREAK.split(text[max(0, one.start() - 100) : one.start()])[-1], in_code


def _may_be_file(path: str) -> bool:
    address = "/" not in path and path.rsplit(".", 1)[-1].lower() in _ADDRESSES
    return ".." not in path and not path.startswith(_INFRASTRUCTURE) and not address and len(path) <= 200


def _use(path: str, before: str, known: Collection[str]) -> str:
    """ "written", "read", or nothing where the words before the path do not say."""
    if _RESULT.search(before):
        return "written"
    if before.endswith(("(", "(`")):
        return "read" if _is_known(path, known) else "written"
    words = _WORD.findall(before.lower().replace("->", "→"))
    if _stands_beside(before, words):
        return "read" if _is_known(path, known) or _worked_on(path, words) else "written"
    cue = next((use for at in range(len(words) - 1, -1, -1)[:_NEAR] if (use := _cue(words, at))), "")
    if cue == "read" or (cue != "surely" and _is_known(path, known)):
        return "read"
    return "written" if cue else ""


def _stands_beside(before: str, words: list[str]) -> bool:
    """ "Write the terms on one page, `terms.md`": the path is another name for what is made, or used."""
    beside = before.endswith((", ", ", `")) and "," not in before[:-3]
    return beside and _cue(words[:1], 0) == "written" if words else False


def _worked_on(path: str, words: list[str]) -> bool:
    """ "Draft a reply to the letter, `letter.pdf`": the path is called like what is written about."""
    about = next((at for at in range(len(words) - 1, 0, -1) if words[at] in _ABOUT), len(words))
    return not set(words[about:]).isdisjoint(_WORD.findall(path.rpartition("/")[2].lower())[:1])


_ABOUT = word_set("to about from against with on")


def _cue(words: list[str], at: int) -> str:
    word = words[at]
    if word in _SURELY_INTO:
        return "surely"
    if word in _INTO:
        return "written"
    # "Translate `a.md`" does something else with a file than to write it.
    is_order = at == 0 or words[at - 1] in ("and", "then", "to", "we", "will")
    if word in _OUT_OF or (is_order and len(words) - at < 4 and word in ENGLISH_DEEDS):
        return "read"
    return ""


def _is_known(path: str, known: Collection[str]) -> bool:
    return path in known or any(path[: at + 1] in known for at, char in enumerate(path) if char == "/")

"""Taking people's texts apart: clean lines, sentences, what hangs on a quote, a skill's steps.

Everything here takes any text at all (hostile ones too), in linear time, and never raises.
"""

from __future__ import annotations

import re
import unicodedata

# What no document of ours may hold: controls, lone surrogates, non-characters, the byte order mark, and the
# bidirectional overrides, which would turn round the text that follows them on a page.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_ITEM = re.compile(r"[ \t]*(?:[-*+•–]|\d{1,3}[.)]|[a-z][.)])[ \t]+(?:\[[ xX]\][ \t]+)?")
_MARKS = re.compile(r"(?:[\s#>|*_~+=•–-]|`{3,}|\d{1,3}[.)](?=\s)|\d{1,2}(?:\.\d{1,2})+(?=\s+[A-Z]))+")
_CELL_EDGES = re.compile(r"\s*\|[\s|]*")
_SENTENCE_END = re.compile(r"(?<=[.!?。！？؟])[\"'”’)\]*_]{0,3}(?:\s+|(?<=[。！？]))")
_ABBREVIATIONS = (
    "e.g.",
    "i.e.",
    "etc.",
    "approx.",
    "no.",
    "vs.",
    "cf.",
    "incl.",
    "art.",
    "para.",
    "z.b.",
    "bzw.",
)
_HEADING = re.compile(r"^#{1,6}[ \t]+\S", re.MULTILINE)
_WORD = re.compile(r"[^\W_]+")
LONGEST_SENTENCE = 600  # characters
LONGEST_READ = 100_000  # characters of a text; what lies beyond is no longer taken apart


def clean(text: str) -> str:
    """The text with LF line ends and without the characters that a document must not hold."""
    return _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))


def one_line(text: str, limit: int = LONGEST_SENTENCE) -> str:
    """The text cleaned and on one line of at most `limit` characters; a cut shows as an ellipsis."""
    line = " ".join(clean(text[: 4 * limit]).split()).replace("<!--", "<! --")
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def kebab(text: str, limit: int = 40) -> str:
    """A file name without extension: as many of the text's ASCII words as fit, "task" when none is left."""
    plain = unicodedata.normalize("NFKD", text[: 4 * limit]).encode("ascii", "ignore").decode()
    slug = "-".join(re.findall(r"[a-z0-9]+", plain.lower()))
    if len(slug) > limit:
        slug = slug[: limit + 1].rpartition("-")[0] or slug[:limit]
    return slug or "task"


def sentences(text: str, most: int = 60) -> list[str]:
    """The sentences and list items of a markdown text, each on one line without its marks, none twice.

    At most `most` of them, from the first LONGEST_READ characters.
    """
    found: dict[str, None] = {}
    for block in _blocks(clean(text[:LONGEST_READ])):
        for sentence in _split(block):
            if not any(character.isalnum() for character in sentence):
                continue
            bare = sentence[mark.end() :] if (mark := _MARKS.match(sentence)) else sentence
            line = _unpaired(one_line(_CELL_EDGES.sub("; ", bare.strip(" |")) if "|" in bare else bare))
            if any(character.isalnum() for character in line):
                found.setdefault(line)
        if len(found) >= most:
            break
    return list(found)[:most]


def _unpaired(line: str) -> str:
    """The line without emphasis or code marks whose other half the cut into sentences has taken away."""
    for mark in ("**", "__", "`"):
        if line.count(mark) % 2:
            line = line.replace(mark, "")
    return line.strip()


def _blocks(text: str) -> list[str]:
    """Paragraphs with their hard-wrapped lines joined; each list item, heading and table row is its own."""
    blocks: list[list[str]] = []
    joins = False
    for line in text.split("\n"):
        bare = line.strip().lstrip(">").strip()
        starts = bool(_ITEM.match(line)) or bare.startswith(("#", "|", "```"))
        if not bare:
            joins = False
        elif joins and not starts:
            blocks[-1].append(bare)
        else:
            blocks.append([bare])
            joins = not bare.startswith(("#", "|"))
    return [" ".join(block) for block in blocks]


def _split(block: str) -> list[str]:
    """One block's sentences; an abbreviation, or a small letter after the stop, does not end one."""
    parts: list[str] = []
    begin = 0
    for end in _SENTENCE_END.finditer(block):
        last_word = block[max(begin, end.start() - 12) : end.start()].rsplit(" ", 1)[-1].lower().lstrip("(")
        after = block[end.end() : end.end() + 1]
        is_numbering = last_word[:-1].isdigit() and not block[begin : end.start() - len(last_word)].strip()
        if not after.islower() and last_word not in _ABBREVIATIONS and not is_numbering:
            parts.append(block[begin : end.end()])
            begin = end.end()
    parts.append(block[begin:])
    return parts


def surroundings(approach: str, quote: str) -> str:
    """The list that hangs on the line of the quote: what is indented below it, or listed after its colon.

    Empty when the quote is not in the approach or nothing hangs on it.
    """
    at = approach.find(quote) if quote.strip() else -1
    if at < 0:
        return ""
    begin = approach.rfind("\n", 0, at) + 1
    head, *below = approach[begin : at + len(quote) + 4000].split("\n")[:60]
    indent = len(head) - len(head.lstrip())
    introduces = head.rstrip().endswith(":")
    taken: list[str] = []
    for line in below:
        deeper = len(line) - len(line.lstrip()) > indent
        if line.strip() and not deeper and not (introduces and _ITEM.match(line)):
            break
        taken.append(line)
    return "\n".join(taken).strip("\n")


def mentions(text: str, name: str) -> bool:
    """Whether the text holds a telling word (four letters or more) of a capability's name."""
    folded = text.casefold()
    return any(len(word) >= 4 and word.casefold() in folded for word in _WORD.findall(name))


def section(document: str, title: str) -> str:
    """The body of a markdown document's section, up to the next heading; empty when there is none."""
    start = re.search(rf"^#{{1,6}}[ \t]+{re.escape(title)}[ \t:#]*$", document, re.MULTILINE | re.IGNORECASE)
    if start is None:
        return ""
    end = _HEADING.search(document, start.end())
    return document[start.end() : end.start() if end else len(document)].strip()


def method_steps(skill: str) -> list[str]:
    """The steps of a skill's Method section (also Steps, Process, Instructions), or of its first list.

    A skill without any list gives its sentences, so that its words are never lost.
    """
    body = skill.split("---", 2)[2] if skill.startswith("---") and skill.count("---") >= 2 else skill
    for title in ("Method", "Steps", "Process", "Instructions", "Workflow", "How to", "Procedure"):
        if text := section(body, title):
            return _items(text) or sentences(text)
    return _items(body) or sentences(body, most=12)


def _items(text: str) -> list[str]:
    items = [one_line(line[mark.end() :]) for line in text.split("\n") if (mark := _ITEM.match(line))]
    return [item for item in items if item][:60]

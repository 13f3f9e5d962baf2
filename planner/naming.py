"""Names that a person would choose, from the words of the text: kebab-case, at most four words."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

MAX_NAME = 64
MAX_WORDS = 4
_RUN = re.compile(r"[a-z0-9]+")
_SPELLED = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ł": "l",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "&": " and ",
    }
)


def kebab_name(text: str) -> str:
    """The text as a name: lower-case ASCII letters, digits and single hyphens, at most 64 characters.

    Accents are folded. A text without any Latin letter or digit gets a short code made of its
    characters, the same each time, because a name must be typed and stored anywhere.
    """
    if len(text) <= MAX_NAME and text.isascii() and text.isalnum():
        return text.lower()
    plain = text[:400].lower().translate(_SPELLED)
    if not plain.isascii():
        folded = unicodedata.normalize("NFKD", plain)
        plain = "".join(char for char in folded if not unicodedata.combining(char))
    name = "-".join(_RUN.findall(plain.replace("'", "").replace("’", "")))
    if not name:
        code = hashlib.sha256(unicodedata.normalize("NFC", text).encode("utf-8", "replace")).hexdigest()[:8]
        return f"need-{code}"
    if len(name) > MAX_NAME:
        cut = name.rfind("-", 0, MAX_NAME + 1)
        name = name[: cut if cut > 0 else MAX_NAME]
    return name.strip("-")


def short_name(words: Iterable[str]) -> str:
    """A name of at most four words; of more, the last ones stay, because the head of a phrase stands last."""
    text = " ".join(words)
    return "-".join(kebab_name(text).split("-")[-MAX_WORDS:])


def title_of(words: Iterable[str]) -> str:
    """The words as a title, spelled as in the text, with a capital first."""
    title = " ".join(" ".join(words).split())[:120].strip(" -–:;,.")
    return title[:1].upper() + title[1:]

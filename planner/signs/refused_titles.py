"""What titles, introductions and short remarks say of a thing: that it is there, not wanted, or asked for."""

from __future__ import annotations

from functools import lru_cache

from planner.text.statements import Statement, plain_marks
from planner.words.lexicon import Mark
from planner.words.lists import phrase_set, word_set

PLAIN_VERBS = word_set("was were had has have did is are do does may could would")
MODAL_HEDGE = word_set("might may could would ever if ideas idea considered consider")


def remarked_away(statement: Statement) -> bool:
    """Whether a short remark behind the name of an item says that it is there: "(installed)", ": have it"."""
    remark: list[str] = []
    signs = 0
    for word in (*statement.words[:40], ";"):
        if word[0].isalnum() or word in ("-", "'s"):
            remark.append(word)
            continue
        if signs and 0 < len(remark) <= 5 and (_away(tuple(remark)) or not _NOBODY.isdisjoint(remark)):
            return True
        remark = []
        signs += 1
    return False


@lru_cache(maxsize=8192)
def _away(remark: tuple[str, ...]) -> bool:
    if " ".join(remark) in _STATES_THERE:
        return True
    marks = plain_marks(list(remark))
    refused = any(
        mark.cls in ("existing", "excluded", "optional")
        and remark[mark.start] not in PLAIN_VERBS
        and remark[mark.start] not in MODAL_HEDGE
        for mark in marks
    )
    asks = any(mark.cls in ("pending", "harmless", "make", "make-text", "need", "must") for mark in marks)
    return refused and not asks


def remarked_there(after: Statement | None) -> bool:
    """ "There, the packers own one.", "Nobody misses it.": what a sentence of its own says of an item."""
    if after is None or len(after.words) > 9:
        return False
    opening = next((at for at, word in enumerate(after.words) if not word[0].isalnum()), len(after.words))
    if " ".join(after.words[:opening]) in _STATES_THERE:
        return True
    return after.words[0] in _NOBODY and after.words[1:2] in _MISSES


_MISSES = (["misses"], ["needs"], ["wants"], ["uses"], ["vermisst"], ["braucht"], ["manque"], ["echa"])
_NOBODY = word_set("nobody niemand personne nadie noone")
_STATES_THERE = phrase_set(
    """
    works; works already; still works; works fine; funktioniert; läuft; läuft schon; marche; fonctionne;
    funciona; already works; leave it; keep; stays; bleibt; have; have it; there; done; live; ok; in use;
    in library; library; we have it; we have one; as is; da; ist da; steht; présent; là; hecho; listo;
    tenemos; no; nope; nein; non; not needed any more; on peut; déjà là; là déjà; have already; got it; owned;
    not needed; not necessary; no need; nicht nötig; nicht notwendig; pas nécessaire; inutile;
    no hace falta; no es necesario
    """
)


def mark_asks(marks: list[Mark]) -> bool:
    """Whether the words ask for something: "what has to be in place" lists what is missing."""
    asks = any(mark.cls in ("must", "need", "make") and mark.form in ("", "base") for mark in marks)
    return asks and not any(mark.cls in ("negation", "excluded", "optional") for mark in marks)


_UNWANTED = word_set(
    """
    non-goals non-goal nongoals anti-goals alternatives alternative nicht-ziele nichtziele non-objectifs
    no-objetivos fuera hors exclusions exclusion exclusiones ausschlüsse nope
    changelog alternativen alternativas rejected
    """
)


@lru_cache(maxsize=4096)
def section_refusal(title: str) -> str:
    """Whether a heading or introduction says that what follows is not wanted, not now, or there already."""
    words = (
        title.replace("’", "'").replace("n't", " not").lower().strip("#*_: ").replace("*", "").split()[:14]
    )
    words = [word.strip(".,;:!?()[]\"'") or "-" for word in words]
    while words and not any(char.isalpha() for char in words[0]):
        words = words[1:]  # "4. Later"
    else_at = next((at for at, word in enumerate(words) if at and word in _OTHERWISE), len(words))
    words = words[:else_at]  # "… are a must, otherwise we need not begin:"
    marks = plain_marks(words)
    if not _UNWANTED.isdisjoint(words):
        return "excluded"
    if mark_asks(marks):
        return ""
    if any(mark.cls == "depend" for mark in marks):
        return ""  # "Without OCR of the slips nothing works: …"
    refused = _refused_by(marks, words)
    if not refused and words and words[0] in _BACKGROUND:
        return "excluded"
    return refused


_OTHERWISE = word_set("otherwise else sonst andernfalls sinon autrement")
_BACKGROUND = word_set("later lessons history background appendix später historique")


def _refused_by(marks: list[Mark], words: list[str]) -> str:
    """The class of the first mark of a title that refuses what stands under it, or an empty string."""
    covered = {i for m in marks if m.cls == "harmless" for i in range(m.start, m.end)}
    for mark in marks:
        if mark.start in covered or mark.cls not in ("negation", "past", "existing", "excluded", "optional"):
            continue
        if words[mark.start] in PLAIN_VERBS and mark.end == mark.start + 1:
            continue
        if (
            words[mark.start] in ("would", "could", "was", "were", "had", "is", "current", "old", "available")
            and len(words) > 4
        ):
            continue
        if mark.cls == "negation" and (len(words) > 10 or _of_other_deeds(words, mark.start)):
            continue
        if _cannot_be_had(words):
            continue
        if words[mark.start] in _OF_OLD and mark.end == mark.start + 1 and _of_inputs(words[mark.end :]):
            continue
        return mark.cls
    return ""


def _of_other_deeds(words: list[str], at: int) -> bool:
    """ "What we don't show", "Who can't move": what is denied is no work of this plan."""
    if words[at] not in ("not", "cannot") or at + 1 >= len(words):
        return False
    if words[0] == "who":
        return True
    if words[at] == "not" and words[at - 1] not in _HELPING:
        return False
    return words[at + 1] not in _WORK and not plain_marks(words[at + 1 : at + 2])


def _cannot_be_had(words: list[str]) -> bool:
    """ "What we can't buy in": what nobody sells has to be made."""
    return any(
        word in ("not", "cannot") and words[at + 1 : at + 2] and words[at + 1] in _HAVING
        for at, word in enumerate(words)
        if word == "cannot" or words[at - 1 : at] == ["ca"]
    )


_HAVING = word_set("buy get find borrow rent hire purchase order")


@lru_cache(maxsize=2048)
def tells_of_danger(title: str) -> bool:
    """ "What might hurt us": about what may come to pass, and not about work that may be done."""
    words = title.lower().split()
    return any(
        words[at] in ("what", "who", "which", "where")
        and words[at + 1] in MODAL_HEDGE
        and words[at + 2].strip(".,:;?!*_") in _HARMS
        for at in range(len(words) - 2)
    )


_HARMS = word_set("hurt harm bite sink break stop kill hit delay endanger threaten spoil ruin derail go fail")


_HELPING = word_set("do does can will did could would should may must shall did wo")
_WORK = word_set(
    """
    do done need want have happen use buy touch change cover include start try get promise ship aim intend
    go be offer pursue attempt plan tackle solve fix take own care automate work spend decide been in on a the
    any
    """
)
_OF_OLD = word_set("old existing current previous former")
_OF_SOFTWARE = word_set(
    """
    tools tool software system systems setup version versions approach approaches attempt attempts plan plans
    skills skill scripts script stack pipeline solution solutions state situation programs programmes way ways
    process work code infrastructure ideas projects project efforts experience site library material
    """
)


def _of_inputs(behind: list[str]) -> bool:
    """ "Old papers": a title that names what is worked on, and no program, way or attempt."""
    return bool(behind) and behind[0].isalpha() and _OF_SOFTWARE.isdisjoint(behind)


def declined(words: list[str]) -> bool:
    """ "… offered to write us an app; we said no": somebody's offer that is turned down."""
    if _TELLING.isdisjoint(words):
        return False
    return any(words[at : at + len(no)] == no for no in _DECLINED for at in _places(words, no[0]))


def _places(words: list[str], word: str) -> list[int]:
    return [at for at, one in enumerate(words) if one == word] if word in words else []


_DECLINED = (
    *(["talked", "out"], ["fell", "by"]),
    *(
        ["thank", "you"],
        ["said", "no"],
        ["say", "no"],
        ["no", "thanks"],
        ["no", "thank", "you"],
        ["thanks", "but", "no"],
    ),
    *(["nein", "danke"], ["non", "merci"], ["no", "gracias"], ["dijimos", "que", "no"], ["lehnten", "ab"]),
    *(
        ["thanked", "him", "and"],
        ["thanked", "them", "and"],
        ["thanked", "her", "and"],
        ["a", "different", "job"],
    ),
    *(["very", "kind"], ["kind", "of", "her"], ["kind", "of", "him"], ["kind", "of", "them"]),
    *(["not", "our", "business"], ["none", "of", "our", "business"], ["nothing", "to", "do", "with", "ours"]),
)
# One of which each of the phrases holds, so that other sentences are passed over.
_TELLING = word_set(
    "talked fell kind said say thanks thank thanked danke merci gracias dijimos lehnten job business ours"
)

"""What refuses a whole sentence: its heading, its label, its form, or a remark behind it."""

from __future__ import annotations

from functools import lru_cache

from planner.signs.harmless import harmless
from planner.signs.questions import answered_yes, asked_whether, asks_later
from planner.signs.refused_titles import declined, section_refusal, tells_of_danger
from planner.text.statements import SUBJECTS, Statement, plain_marks
from planner.words.lists import word_set


def refused_around(statement: Statement, anchor: int, allow: frozenset[str]) -> str:
    """What the heading, the introduction, the label or the form of the sentence says of everything in it."""
    block = statement.block
    if block.done:
        return "past"
    if statement.words[-1] == "?" and not (
        asks_later(statement.words, anchor) or _asked_of_it(statement, anchor)
    ):
        return "" if answered_yes(statement) else "asked"
    if asked_whether(statement.words, anchor):
        return "asked"
    if "negation" not in allow and _wants_none(statement):
        return "negation"
    if _on_condition(statement.words):
        return "optional"
    if declined(statement.words) or _offer_declined(statement, anchor):
        return "excluded"
    if _verdict(statement):
        return "excluded"
    return _refused_over(statement, allow)


def _refused_over(statement: Statement, allow: frozenset[str]) -> str:
    """What a heading, the introduction or the label says of everything under it."""
    block = statement.block
    for over in (*block.headings, _last_sentence(block.lead), _refusing_label(statement)):
        if over and (refused := section_refusal(over)) and refused not in allow:
            if refused == "optional" and block.kind == "prose" and tells_of_danger(over):
                continue  # the danger may come; what is told to be done against it will be
            return refused
    return ""


def _asked_of_it(statement: Statement, anchor: int) -> bool:
    """ "- Fleet calculator: how many buses does it take?": a name, and the question that it answers."""
    return statement.block.kind == "item" and ":" in statement.words[max(0, anchor - 1) : anchor + 2]


def _offer_declined(statement: Statement, anchor: int) -> bool:
    """ "Her father offered to build an app. Very kind; a phone tree is enough.": turned down next."""
    after = statement.after
    return after is not None and not _OFFERS.isdisjoint(statement.words[:anchor]) and declined(after.words)


_OFFERS = word_set("offered offers offering proposed proposes suggested suggests")


def _last_sentence(lead: str) -> str:
    """What of an introduction leads to its list: "Two are beyond typing. We need both:" → "We need both:"."""
    return lead[lead.rfind(". ") + 2 :] if ". " in lead else lead


def _refusing_label(statement: Statement) -> str:
    """The label, where it can refuse: not the name of a skill, nor "Not by hand: we need …"."""
    label = statement.label
    if not label or label.lower().endswith(_NAMING) or label.lower() in _NO_LONGER:
        return ""
    return "" if section_refusal(label) == "negation" and _goes_on_asking(statement) else label


_NO_LONGER = (
    "no more",
    "no longer",
    "not any more",
)  # what has been so far ends: "No more: a policy binds all"
# What a label that refuses nothing ends with: the name of a skill; an answer to a question ("No: …").
_NAMING = ("skill", "no", "nein", "non")


def _verdict(statement: Statement) -> bool:
    """Whether a word or two behind the sentence turn it down: "… Cheap, but late. Rejected."

    Behind several sentences only where the block has a label, and so is about one thing.
    """
    after = statement.after
    reach = 5 if statement.block.kind == "item" or statement.block.text.startswith(("*", "_")) else 1
    for _ in range(reach):
        if after is None:
            return False
        if len(after.words) <= 5 and _turns_down(tuple(after.words)):
            return True
        after = after.after
    return False


_US = word_set("we i wir ich nous nosotros")


def _wants_none(statement: Statement) -> bool:
    """ "We don't want: an app, a chatbot": what stands behind the colon is not wanted."""
    if statement.words[0] not in _US or ":" not in statement.words[:9]:
        return False
    colon = statement.words.index(":")
    return any(mark.end <= colon and not harmless(statement, mark) for mark in statement.marked("negation"))


def _goes_on_asking(statement: Statement) -> bool:
    """ "Not by hand: we'll need a resolver": the label denies how it is done, and what follows asks."""
    colon = statement.words.index(":") if ":" in statement.words else -1
    behind = statement.words[colon + 1 : colon + 2]
    asks = any(mark.start > colon for mark in statement.marked("need", "make", "must"))
    return colon >= 0 and bool(behind) and behind[0] in SUBJECTS and asks


@lru_cache(maxsize=4096)
def _turns_down(words: tuple[str, ...]) -> bool:
    if words[-1] == "?":
        return False
    marks = plain_marks(list(words))
    if any(mark.cls in ("harmless", "pending", "make", "make-text") for mark in marks):
        return False
    return words[0] in _NO or any(mark.cls == "excluded" for mark in marks)


_NO = word_set("no not nein nicht non pas never nope denied discarded discontinued verworfen refusé")


def _on_condition(words: list[str]) -> bool:
    """ "Should time remain, …", "If the budget stretches, …": left to chance by how the sentence opens."""
    if words[0] not in ("should", "if", "given") or "," not in words:
        return False
    return words[0] == "should" or not _MEANS.isdisjoint(words[1:4])


_MEANS = word_set("time money budget budgets funds funding resources capacity means")

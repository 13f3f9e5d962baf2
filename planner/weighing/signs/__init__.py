"""Signs for and against a proposal, each weak on its own; what they are worth is told in `points`.

Each sign is a question that is asked of a proposal, with the words in which a user is told of it. That a verb
of making looks ahead, that a sentence refuses and the like is read as the rules read it.
"""

# In the order in which a reason tells them.
from planner.weighing.signs import naming, calling, abilities, refusing  # isort: skip
from planner.weighing.signs.entries import BY_FAMILY, OF_SENTENCE, Sign, signs_of, signs_of_sentence
from planner.weighing.signs.refusing import REFUSING, refusing_sign

__all__ = [
    "BY_FAMILY",
    "OF_SENTENCE",
    "REFUSING",
    "Sign",
    "abilities",
    "calling",
    "naming",
    "refusing",
    "refusing_sign",
    "signs_of",
    "signs_of_sentence",
]

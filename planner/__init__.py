"""What an approach needs: text in, needs out. Plain Python; knows nothing else of the project.

`reading.py` goes the whole way: `text/` makes blocks and statements, `rules/` finds needs in them by the
`signs/` of being needed, to be made, there already or not wanted, and `merging.py` joins what is one need.
Where no rule claims a sentence, `weighing/` adds up weak signs, by points that are fitted to labels.
`words/` holds the language; `steps/` reads the plan. A rule that can do nothing without certain words says so
at its head (`text/gates.py`): most sentences hold none of them, and cost it a look at a number.
"""

from planner.library import find_in_library
from planner.likeness import ALIKE, likeness, likeness_but_for_names, match_needs, under_new_name
from planner.naming import kebab_name
from planner.needs import ExistingSkill, InfrastructureNeeds, SkillSpec, ToolSpec
from planner.reading import MAX_APPROACH_BYTES, plan
from planner.second_reading import Claim, ReadNeed, Refusal, judge, line_of, same_need
from planner.specification import specification_digest
from planner.steps import Capabilities, Step, capabilities_of, match_keys, read_steps
from planner.steps.text import plain

__all__ = [
    "ALIKE",
    "MAX_APPROACH_BYTES",
    "Capabilities",
    "Claim",
    "ExistingSkill",
    "InfrastructureNeeds",
    "ReadNeed",
    "Refusal",
    "SkillSpec",
    "Step",
    "ToolSpec",
    "capabilities_of",
    "find_in_library",
    "judge",
    "kebab_name",
    "likeness",
    "likeness_but_for_names",
    "line_of",
    "match_keys",
    "match_needs",
    "plain",
    "plan",
    "read_steps",
    "same_need",
    "specification_digest",
    "under_new_name",
]

"""What an approach needs: text in, needs out. Plain Python; knows nothing else of the project."""

from planner.library import find_in_library
from planner.naming import kebab_name
from planner.needs import ExistingSkill, InfrastructureNeeds, SkillSpec, ToolSpec
from planner.reading import MAX_APPROACH_BYTES, plan
from planner.specification import specification_digest
from planner.steps import Step, numbered_steps

__all__ = [
    "MAX_APPROACH_BYTES",
    "ExistingSkill",
    "InfrastructureNeeds",
    "SkillSpec",
    "Step",
    "ToolSpec",
    "find_in_library",
    "kebab_name",
    "numbered_steps",
    "plan",
    "specification_digest",
]

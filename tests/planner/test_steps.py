"""The numbered steps of an approach."""

from planner import numbered_steps

TEXT = """# Plan

Three steps:

1. **Collect.** Fetch the lists
   from six shops.
2. Compare: what differs?
   - by price
   - by name
3. [x] Agree on the columns
4) Report - to the board

- no step
"""


def test_steps_are_the_numbered_items_with_title_text_and_line():
    steps = numbered_steps(TEXT)

    assert [step.title for step in steps] == ["Collect", "Compare", "Report - to the board"]
    assert [step.line for step in steps] == [5, 7, 11]
    assert steps[0].text == "**Collect.** Fetch the lists from six shops."


def test_a_text_without_numbers_has_no_steps():
    assert numbered_steps("- a\n- b\n") == ()

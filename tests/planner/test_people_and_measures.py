"""What is no need by its class: a person, a measure, somebody's tool, a deed of the body, a question told."""

import pytest

from planner import plan


def needs_in(text: str) -> list[str]:
    needs = plan(text, [])
    return [need.name for need in (*needs.skills, *needs.tools)]


@pytest.mark.parametrize(
    "text",
    [
        "The landlord wondered if we planned to write a rent calculator.",
        "The bank asked whether we intended to build a forecasting tool, and we do not.",
        "Der Verband fragte, ob wir einen Generator für Etiketten bauen wollen.",
        "El banco preguntó si íbamos a programar un conversor de recibos.",
        "Le maire a demandé si nous comptions écrire un programme de réservation.",
    ],
)
def test_a_question_that_somebody_asked_calls_for_nothing(text):
    assert needs_in(text) == []


def test_a_question_told_in_another_clause_does_not_hide_a_need():
    assert needs_in("The bank asked if we were ready; we have to build a receipt converter first.") != []


@pytest.mark.parametrize(
    "text",
    [
        "| Who | Task | Remark |\n|---|---|---|\n| Noor | programming | March |",
        "| Name | Part | Competence that counts |\n|---|---|---|\n| Ingrid | code | Rust |",
        "| Persona | Papel | Nota |\n|---|---|---|\n| Jimena | código | nueva |",
    ],
)
def test_a_row_about_a_person_names_no_need(text):
    assert needs_in(text) == []


def test_a_row_that_opens_with_who_makes_a_program_names_the_program():
    text = "| Who | Task | Until |\n|---|---|---|\n| Noor | tide table importer (to code) | March |"

    assert all("importer" in name for name in needs_in(text))


@pytest.mark.parametrize(
    "text",
    [
        "The installer's design tool says 16 kW.",
        "My neighbour's design program gives 9 metres.",
        "Our plumber's own estimator says two weeks.",
    ],
)
def test_what_somebody_elses_tool_says_is_no_need(text):
    assert needs_in(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The mixer needs a new tool, says the smith.",
        "Das Rührwerk braucht ein neues Werkzeug.",
        "La fraiseuse a besoin d'un nouvel outil.",
        "La fresadora necesita una herramienta nueva.",
    ],
)
def test_a_tool_that_a_machine_needs_is_for_the_hand(text):
    assert needs_in(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "We need a new tool that merges the two address lists.",
        "The project needs a tool which splits scans into pages.",
        "Das Vorhaben braucht ein neues Werkzeug, das Scans in Seiten zerlegt.",
    ],
)
def test_a_tool_that_we_need_for_something_is_a_program(text):
    assert len(needs_in(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Ground staff must be able to read it at night.",
        "Kitchen staff must be able to read the labels in steam.",
        "Lifeguards need whistles. They must be able to swim 400 metres in a storm.",
        "Cooks need patience. They must be able to taste 14 aspics in a row.",
        "Wardens must be able to close the track.",
    ],
)
def test_deeds_of_the_body_are_no_abilities_of_workers(text):
    assert needs_in(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Our staff must be able to read handwritten labels on the crates.",
        "The staff have to be able to transcribe the tapes.",
        "Workers must be able to track parcels across the scans.",
    ],
)
def test_our_own_staff_at_work_on_inputs_has_abilities(text):
    assert len(needs_in(text)) == 1


def test_what_one_piece_takes_is_a_measure():
    assert needs_in("It is a must, but I tried: 40 minutes for one manual, so no option for people.") == []


def test_a_skill_that_is_said_to_lie_there_is_not_named_by_its_verb():
    assert needs_in("## Regelwerke für Agenten\n\n- Tonfall – liegt als Skill vor") == []

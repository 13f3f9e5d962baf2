"""The many ways of saying what a step waits for, in four languages; rows are built from classes of words."""

import pytest

from tests.planner.test_steps import drafted

START = "1. Draw the map\n2. Feed the goats\n3. Paint the gate\n"
ABROAD = {
    "de": "1. Karte zeichnen\n2. Ziegen füttern\n3. Tor streichen\n",
    "fr": "1. Dessiner la carte\n2. Nourrir les chèvres\n3. Peindre le portail\n",
    "es": "1. Dibujar el mapa\n2. Alimentar las cabras\n3. Pintar la puerta\n",
}


def last_waits_for(text):
    return drafted(text)[-1].rsplit("<", 1)[1]


@pytest.mark.parametrize("when", ["once", "as soon as", "when", "only once", "Once", "not before"])
@pytest.mark.parametrize(
    "done", ["1 and 2 are done", "steps 1 and 2 are finished", "1 and 2 have been completed"]
)
def test_numbers_may_be_said_to_be_done(when, done):
    assert last_waits_for(f"{START}4. Open the farm, {when} {done}\n") == "1,2"


@pytest.mark.parametrize(
    "said",
    [
        "needs 1 and 2",
        "requires: 1, 2",
        "blocked by 1 and 2",
        "deps: 1, 2",
        "following 1 and 2",
        "using 1 and 2",
        "waiting for 1 and 2",
    ],
)
def test_numbers_in_brackets_say_what_is_waited_for(said):
    assert last_waits_for(f"{START}4. Open the farm ({said})\n") == "1,2"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "erst wenn 1 und 2 erledigt sind"),
        ("de", "sobald 1 und 2 fertig sind"),
        ("de", "setzt 1 und 2 voraus"),
        ("de", "abhängig von 1, 2"),
        ("fr", "dès que 1 et 2 sont terminées"),
        ("fr", "prérequis : 1, 2"),
        ("fr", "quand 1 et 2 sont finies"),
        ("es", "cuando 1 y 2 estén terminados"),
        ("es", "en cuanto 1 y 2 hayan acabado"),
        ("es", "requisitos: 1, 2"),
    ],
)
def test_numbers_are_waited_for_abroad(language, said):
    assert last_waits_for(f"{ABROAD[language]}4. Hof ({said})\n") == "1,2"


@pytest.mark.parametrize(
    ("language", "step"),
    [
        ("de", "Nach der Zeichnung der Karte den Hof öffnen"),
        ("de", "Sobald die Karte gezeichnet ist, den Hof öffnen"),
        ("de", "Hof öffnen, sobald das Zeichnen der Karte abgeschlossen ist"),
        ("fr", "Après le dessin de la carte, ouvrir la ferme"),
        ("fr", "Une fois la carte dessinée, ouvrir la ferme"),
        ("fr", "À l'issue du dessin de la carte, ouvrir la ferme"),
        ("es", "En cuanto esté el mapa, abrir la granja"),
        ("es", "Tras el dibujo del mapa, abrir la granja"),
        ("es", "Tan pronto como haya mapa, abrir la granja"),
    ],
)
def test_a_step_is_waited_for_by_its_name(language, step):
    assert last_waits_for(f"{ABROAD[language]}4. {step}\n") == "1"


@pytest.mark.parametrize(
    "said",
    [
        "Can start right away.",
        "No prerequisites.",
        "No dependencies.",
        "Kann sofort beginnen.",
        "Peut commencer tout de suite.",
        "Puede empezar ya.",
    ],
)
def test_what_can_start_at_once_waits_for_nothing(said):
    assert last_waits_for(f"{START}4. Count the hens. {said}\n") == ""


@pytest.mark.parametrize(
    ("order", "arrival"),
    [
        ("Order the benches", "Once the benches have arrived, oil them"),
        ("Order the benches", "Set up tables, as soon as everything is delivered"),
        ("Apply for the permit", "When the permit has been granted, dig the pond"),
        ("Bänke bestellen", "Sobald die Bänke eingetroffen sind, Tische aufstellen"),
        ("Zuschuss beantragen", "Nach Bewilligung des Zuschusses den Teich ausheben"),
        ("Commander les bancs", "Dès que les bancs sont livrés, installer les tables"),
        ("Encargar los bancos", "Cuando lleguen los bancos, montar las mesas"),
    ],
)
def test_what_arrives_has_been_ordered(order, arrival):
    assert last_waits_for(f"1. {order}\n2. Weed the beds\n3. Cut the hedge\n4. {arrival}\n") == "1"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## Tasks\n- Export the rolls\n- Dig\n- From the export, remove the dead\n", "1"),
        (
            "## Tasks\n- Sketch three logos\n- Choose a printer\n- Pick one\n- Show the selected printer\n",
            "3",
        ),
        ("## Tasks\n- Survey 40 tenants\n- Dig\n- Chart the survey answers\n", "1"),
        ("## Tasks\n- Write the menu\n- Buy a lamp\n- Send them to Ada\n", "2"),
        (
            "## Tasks\n- Write a menu\n- Draw a plan\n- Paint\n- Hand the menu and the plan to the cook\n",
            "1,2",
        ),
        ("## Tasks\n- Write a menu\n- Dig\n- Collect these papers: passport, visa\n", ""),
    ],
)
def test_bullets_wait_for_what_they_take_up(text, expected):
    assert last_waits_for(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "## Plan\n### WP1 Ask\nA.\n### WP2 Count\nDepends on: WP1.\n### WP3 Draw\nRuns alongside WP2.\n",
            "Ask <|Count <1|Draw <1",
        ),
        ("## Plan\n- T1: Ask\n- T2: Count\n- T3: Draw (after T1)\n", "Ask <|Count <1|Draw <1"),
        (
            "**Task A – Ask.** Now.\n\n**Task B – Count.** Now.\n\n**Task C – Draw.** Requires A.\n",
            "Ask <|Count <1|Draw <1",
        ),
        (
            "1. Survey\n   1.1 Ask\n   1.2 Count\n2. Building\n   2.1 Dig (needs 1.2)\n   2.2 Paint\n",
            "Ask <|Count <1|Dig <2|Paint <3",
        ),
        (
            "Step 1. Ask\n\nStep 2. Samples\n   2a. Order jars\n   2b. Train staff\n\n"
            "Step 3. Draw, after step 2\n",
            "Ask <|Order jars <1|Train staff <1|Draw <2,3",
        ),
        (
            "**Phase 1**\n\n- Ask\n- Count\n\n**Phase 2 (in parallel with phase 1)**\n\n- Dig\n- Paint\n\n"
            "**Phase 3**\n\n- Open\n- Clean\n",
            "Ask <|Count <|Dig <|Paint <|Open <1,2,3,4|Clean <1,2,3,4",
        ),
    ],
)
def test_codes_letters_parts_and_phases_are_numbers_too(text, expected):
    assert drafted(text) == expected.split("|")


@pytest.mark.parametrize(
    "item",
    [
        "~~Rent a van~~ Cancelled, we have one.",
        "If any money is left, rent a van",
        "Falls Geld übrig bleibt, einen Bus mieten",
        "S'il reste du temps, louer un bus",
        "Si sobra dinero, alquilar un bus",
        "Rent a van. On hold.",
    ],
)
def test_what_is_put_off_in_other_words_is_no_step(item):
    assert drafted(f"## Tasks\n1. Ask the baker\n2. {item}\n3. Dig\n") == ["Ask the baker <", "Dig <1"]


def test_a_name_before_a_deed_is_no_part_of_it():
    owned = "Who does what, in order:\n\n1. Mira – choose a room.\n2. Dev – print the leaflet.\n"

    assert [step.rsplit("<", 1)[1] for step in drafted(owned)] == ["", "1"]


def test_a_numbered_list_in_a_phase_may_name_some_steps_without_a_verb():
    text = (
        "## Phase 1\n1. Dig\n## Phase 2\n1. Brown-out for an hour\n2. Unless it rains: paint\n3. Two talks\n"
    )

    assert [step.rsplit("<", 1)[1] for step in drafted(text)] == ["", "1", "2", "3"]


@pytest.mark.parametrize("column", ["Blocked by", "Deps", "Abhängigkeiten", "Bloqué par", "Dependencias"])
def test_a_column_says_what_is_waited_for_and_what_is_put_off(column):
    rows = "| 1 | Ask | |\n| 2 | Count | |\n| 3 | Draw | #1 |\n| 4 | Sing | later |\n"

    assert drafted(f"| # | Task | {column} |\n|---|---|---|\n{rows}") == ["Ask <", "Count <", "Draw <1"]


@pytest.mark.parametrize(
    "heading", ["What needs doing", "Was noch zu tun ist", "Ce qu'il reste à faire", "Lo que falta por hacer"]
)
def test_what_is_left_to_do_is_a_plan(heading):
    assert len(drafted(f"### {heading}\n\n* Site: find a field\n* Bricks\n* Arch: lay the bricks\n")) == 3


def test_what_replaces_struck_words_is_a_step():
    assert drafted("1. Ask the baker\n2. ~~Rent a van~~ Borrow a van\n")[1].endswith("<1")


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        (
            "First we count the hens. With the counts we then draw a chart. Finally we print it.",
            3,
        ),
        (
            "Zuerst zählen wir. Nach der Zählung streichen wir den Stall. Zum Schluss feiern wir.",
            3,
        ),
        (
            "First we draw maps. After this is done we count trees. Based on the count, Ines buys paint.",
            3,
        ),
        ("First we count. While Ada is away, Lou sets up a tent. Two weeks later we paint it.", 3),
        ("First we count. When the teams have been formed, Kim buys paint. The jury then picks a team.", 3),
        (
            "D'abord nous dessinons. Ensuite nous comptons. À partir de ces comptes, nous achetons du bois.",
            3,
        ),
    ],
)
def test_prose_goes_on_with_clauses_that_no_comma_ends(text, steps):
    assert len(drafted(text)) == steps

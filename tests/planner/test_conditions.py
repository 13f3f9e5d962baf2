"""Abilities that the work hangs on, and conditions that are none."""

import pytest

from planner import plan

CALLS = [
    ("either", "The plan holds only if the agents can read the serial numbers off rusty plates."),
    (
        "either",
        "All this works provided that the workers can tell alder from hazel in a pollen photo.",
    ),
    ("either", "The workers are no use to us unless they can pull the dosage out of the case notes."),
    (
        "either",
        "If the agents can't follow the thin wiring lines on the drawings, we needn't begin at all.",
    ),
    ("either", "The second stage presupposes that the reviewers are able to date the postmarks."),
    (
        "either",
        "It's mandatory that agents recognise one and the same surname in Polish, "
        "Yiddish and Russian spelling.",
    ),
    ("either", "It is a condition that our people can make out the hallmarks in the photographs."),
    (
        "either",
        "Nothing will come of the survey as long as the workers cannot count seals in an aerial picture.",
    ),
    (
        "either",
        "Whoever takes a shift has to be able to tell a hoax call from a real one on the recordings.",
    ),
    ("either", "Agents that can't date a coin by its legend are of no help here."),
    (
        "either",
        "There's one thing the helpers have to be good at: telling look-alike "
        "species apart on camera-trap pictures.",
    ),
    (
        "either",
        "House numbers and faces get blurred before anybody uploads a picture. That's a must.",
    ),
    ("either", "All names in the letters are to be pseudonymised before a worker opens them."),
    ("either", "Reading seismograms by eye is the one ability nobody on the crew may lack."),
    ("either", "Translating agents must notice when a line is a quotation from the Bible."),
    (
        "either",
        "Our agents have to recognise sarcasm in comments, otherwise the figures are worthless.",
    ),
    ("either", "For the agents it's crucial to understand addresses given in dialect."),
    ("either", "Without agents who can untangle nested tables there's no point in starting."),
    (
        "either",
        "Unabdingbar ist die Fähigkeit der Helfer, mundartliche Flurbezeichnungen "
        "heutigen Straßen zuzuordnen.",
    ),
    ("either", "Voraussetzung ist, dass die Agenten Stempel auf Briefen datieren können."),
    (
        "either",
        "Wenn die Helfer die Handschrift der Hebamme nicht lesen können, hat das Ganze keinen Zweck.",
    ),
    ("either", "Die Arbeiter müssen Motorengeräusche auf Tonspuren unterscheiden können."),
    ("either", "Ohne dass die Agenten Wasserzeichen erkennen, brauchen wir nicht weiterzumachen."),
    ("either", "Il est exigé que les agents sachent distinguer deux écritures sur un même feuillet."),
    ("either", "Les agents doivent impérativement reconnaître une rature d'une tache."),
    ("either", "Sans agents capables de lire les cotes au crayon, inutile de commencer."),
    ("either", "À condition que les annotateurs sachent dater les robes sur les photos."),
    ("either", "Para los agentes es imprescindible saber distinguir dos dialectos en una grabación."),
    ("either", "Se exige que los revisores sepan leer escritura procesal."),
    ("either", "Si los agentes no pueden leer los sellos borrosos, no vale la pena empezar."),
]
REFUSALS = [
    "If the tenants can't reach the lift, we needn't begin at all.",
    "The agents can read a picture well enough.",
    "Unless the printer can staple, we fold by hand.",
    "Provided that the weather holds, the crew can paint the hull.",
    "The agents can't operate the valves and needn't be able to.",
    "It's mandatory that visitors recognise the fire exits.",
    "The customers must recognise our brand.",
    "The workers must be able to take a day off.",
    "Agents must notice that the office closes at six.",
    "It is no use to us unless the mayor signs.",
    "Unless the council agrees, the fair moves to June.",
    "Provided the client can export the register, we start on Monday.",
    "Last year the agents had to be able to read Gothic script.",
    "If the helpers can't come, we start a week later.",
    "If the agents can't finish by Friday, the review moves to Monday.",
    "Names get blanked by the postal software, which has done so for years.",
    "The windows must be blanked before the show.",
    "Wenn die Gäste nicht kommen können, brauchen wir keine Stühle.",
    "Der Webshop muss Rabatte rechnen können.",
    "Voraussetzung ist, dass die Halle frei ist.",
    "Les visiteurs doivent pouvoir circuler librement.",
    "À condition que la mairie signe, on ouvre en mai.",
    "Si los socios no pueden venir, lo dejamos para mayo.",
    "Los clientes deben poder reclamar por internet.",
    "The voters must be able to read the sign.",
    "Our people must be able to reach the hall by tram.",
    "Provided that the agents can be paid, we start in May.",
    "If the workers cannot come before noon, nothing is lost.",
    "Volunteers who can't lift a crate are of no use at the bar.",
    "Without people who can drive a van there's no point in a street sale.",
    "Only if the crew can sleep on board do we sail.",
    "If the guests can't read the menu, it's useless.",
    "As long as the machine cannot count coins, it's no good.",
    "The walls get painted before anyone hangs a picture.",
    "The letters are to be posted before anybody goes home.",
    "The agents must notice that the office has moved.",
    "Wenn die Helfer nicht kommen können, fällt das Fest aus.",
    "Sans bénévoles qui portent les chaises, rien ne va.",
    "Si los invitados no pueden aparcar, no vale la pena.",
    "It's crucial for the agents to rest.",
    "For the helpers it's essential to be on time.",
]


@pytest.mark.parametrize(("kind", "text"), CALLS)
def test_an_ability_that_the_work_hangs_on_is_needed(kind, text):
    needs = plan(text, [])

    (need,) = needs.skills + needs.tools
    assert kind in (need.kind, "either")


@pytest.mark.parametrize("text", REFUSALS)
def test_other_conditions_and_deeds_are_not_needed(text):
    assert not plan(text, [])

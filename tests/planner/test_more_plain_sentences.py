"""Needs in plain sentences: by whom and when, in asides and lists, by pronouns, over two sentences."""

import pytest

from planner import plan

PROGRAMS = [
    "By Whitsun Marek's going to have coded a ranking script for the applications.",
    "For the seating we'll have a solver, and Jo's the one who writes it.",
    "Someone has to knock together a scraper before the site goes dark.",
    "What gives us trouble are the dates; a normaliser for them is Ida's job in week two.",
    "It falls to Ida to code a normaliser.",
    "Left to do: the thumbnailer (Kim).",
    "Nothing converts these files yet, so a converter is the first thing we build.",
    "- a converter from shapefile to GeoJSON (Ida writes it in March)",
    ("| Tool | Who | State |\n|---|---|---|\n| bounce parser | Ida | to do |\n| mail client | – | bought |"),
    "| What | Made by | Ready |\n|---|---|---|\n| bounce parser | Ida | 3 March |",
    "We have no parser for bounces; one will be written in week 2.",
    "Bounces are parsed by a script that Ida has until Friday to write.",
    "Before the list grows further, we must get ourselves a de-duplicator, self-written.",
    "Our own crawler, yet to be programmed, walks the 300 pages each night.",
    "The crawler that walks the pages each night is still to be programmed.",
    "A crawler is to walk the 300 pages each night; Bo programs it.",
    "Bo is to give us a crawler.",
    "The map needs a tile cutter. Bo has a week for it.",
    "Missing so far: anything that cuts tiles. Bo will script it.",
    "Someone (Bo?) must program the tile cutter.",
    "An `hourly-export` job, which Bo sets up, feeds the screen.",
    "Nina schreibt bis Mai ein Skript, das die Anmeldungen sortiert.",
    "Ein Sortierer für die Anmeldungen wird bis Mai gebaut.",
    "Noch zu programmieren: ein Sortierer für die Anmeldungen.",
    "Den Sortierer programmiert Nina.",
    "Es fehlt noch ein Programm zum Sortieren der Anmeldungen.",
    "Nina écrit d'ici mai un script qui trie les inscriptions.",
    "Nina s'occupe d'un trieur d'inscriptions, à coder avant mai.",
    "On aura besoin d'un outil pour trier les inscriptions.",
    "Nina escribirá en mayo un script que ordene las inscripciones.",
    "Hace falta una herramienta para ordenar las inscripciones.",
    "Queda por programar un clasificador de inscripciones.",
    "Nobody has time to sort 4,000 slides; Ravi will, with a slide sorter he's to write in week 2.",
    "Step 3 is done by `tools/` something: a lookup of parish codes, Ravi's, by June.",
    (
        "The gauge logs are in three clocks. Ravi brings them into one with a script; it's on "
        "his desk since Monday and ready by June."
    ),
    "Then comes the hard part, a solver for the rota. Ravi has taken it on.",
    "The inbox watcher is Ravi's to code.",
    "The inbox watcher will have been coded by May.",
    "Ravi will be coding an inbox watcher all through May.",
    "Until there's a decoder nothing moves. Ravi codes it over Easter.",
]
SKILLS = [
    "Everybody at intake works from one triage sheet, to be drafted by Dr Oh, and follows it.",
    "Intake nurses decide by a triage scheme. It doesn't exist yet; Dr Oh writes it.",
    "The triage protocol our staff will follow has yet to be agreed with the clinic.",
    "Staff are bound by a triage protocol that takes effect in May and is being drafted.",
    "To be drafted: triage protocol for intake staff (Dr Oh).",
    "- triage protocol (Dr Oh drafts it, staff follow it)",
    "A rubric by Dr Oh tells assessors how to score; he'll hand it over on Monday.",
    "Assessors score with the *essay rubric*, which Dr Oh still owes us.",
    "One skill is missing, dialect spotting.",
    "Dialect spotting, a skill, isn't in the library; Jo adds it.",
    "Follow the dialect-spotting skill (Jo writes it before June).",
    "Per skills/dialect-spotting.md, each tape gets a code.",
    "What the tapers follow is the dialect spotting skill.",
    "Tapers go by dialect-spotting, the skill that Jo is writing.",
    "Under the dialect spotting skill each tape gets a code.",
    "Jo will write us a skill about dialects.",
    "A how-to for tapers is needed, as they all tape differently.",
    "Wir brauchen eine Richtlinie für die Prüfer; Uta verfasst sie.",
    "Die Prüfer halten sich an ein Regelwerk, das bis Mai fertig sein muss.",
    "Un protocole de relecture sera rédigé par Nina ; les relecteurs le suivront.",
    "Nina redactará un protocolo de revisión; los revisores lo seguirán.",
    (
        "How we treat minors is put down in a minors policy, by counsel, before the first "
        "interview; every interviewer is bound by it."
    ),
    "Who may see what? A disclosure protocol says so, and counsel is still writing it.",
    "Interviewers act on a disclosure protocol (counsel, due in May).",
    "Every interviewer carries the field manual, which Ada is putting together.",
    "For hard cases there's the hard-cases skill (not written yet).",
    "| Skill | By |\n|---|---|\n| hard cases | Ada, May |",
    "Skills: hard-cases (to be written by Ada).",
]
ABILITIES = [
    "No worker can be spared who can't spot dialects in recordings; it's required.",
    "Whoever joins has to spot dialects in recordings without help; this is essential.",
    "The crew must be good at telling dialects apart by ear.",
    "It is indispensable that the crew be able to tell dialects apart.",
    "A must: reading tachographs.",
    "The ability to read tachographs is what we look for in a worker.",
    "Workers without the ability to read tachographs can't be used.",
    "To be able to read tachographs is the first thing that's required.",
    "Reading tachographs is a condition for taking part.",
    "We depend on workers reading 400 tachographs a week correctly.",
    "400 tachographs have to be deciphered by the workers each week.",
    "Every week workers must extract mileages from 400 tachographs.",
    "Mileages must be extracted from 400 tachographs a week, dependably; workers need that ability.",
    "Jeder Bearbeiter muss in der Lage sein, Handschriften zu entziffern.",
    "Voraussetzung ist die Fähigkeit, Handschriften zu entziffern.",
    "Il faut savoir déchiffrer les écritures anciennes.",
    "Les agents doivent pouvoir distinguer les voix dans les enregistrements.",
    "Hay que saber descifrar letra antigua.",
    "Los voluntarios deben ser capaces de distinguir las voces en las grabaciones.",
    ("It all comes down to telling forged seals from real ones, and each worker has to have that off pat."),
    "Our workers must cope with classifying 900 complaints a day.",
    "Workers need an eye for forged seals on scans: to spot them is a must.",
    "It won't work if the workers can't link the letters to the people in them.",
    "The workers shall be able to derive the tonnage from the waybills.",
    "Deriving tonnages from waybills is essential.",
]
LOOK_ALIKES = [
    "Last May Bo wrote a crawler; it still runs.",
    "The crawler is Bo's, from 2021.",
    "We get by without a crawler.",
    "Bo won't write a crawler.",
    "There's no need for a crawler.",
    "A crawler was on the list and came off it.",
    "The staff follow the protocol of the clinic, in force since 2012.",
    "The dinner will follow the usual protocol.",
    "The guide meets the group at the gate.",
    "Our mountain guide needs a rope.",
    "Every skater needs good skills.",
    "Visitors need to be able to hear the guide.",
    "Members must pay by May.",
    "Readers have to find the page quickly.",
    "The museum needs a new boiler and a cleaner.",
    "The choir needs an organ player and a page turner.",
    "A copier has to be rented for the week.",
    "The freezer must be repaired by May.",
    "A trailer has to be found for the boats.",
    "Somebody must write to the insurer.",
    "Ida is writing the programme notes.",
    "Ida writes a letter, Bo builds a shelter.",
    "Bo builds a trailer for the boat.",
    "Kim makes a banner.",
    "We need a teacher, a cook and a driver.",
    "A speaker has to be found by May.",
    "The reader must be told why.",
    "Ravi has two days off in May.",
    "The old watcher by the gate retires in May.",
    "A decoder from the shop would do, but we have one.",
    "Ravi will be busy with the harvest until May.",
    "Counsel's bill is due in May.",
    "The manual of the boiler is in the drawer.",
    "A policy against smoking has been in force for years.",
]


def found(text):
    needs = plan(text, [])
    return [*needs.skills, *needs.tools]


@pytest.mark.parametrize("text", PROGRAMS)
def test_a_program_is_read_in_whatever_plain_words(text):
    (need,) = found(text)

    assert need.kind == "tool"
    assert need.reason


@pytest.mark.parametrize("text", SKILLS)
def test_a_document_for_workers_is_read_in_whatever_plain_words(text):
    (need,) = found(text)

    assert need.kind == "skill"
    assert need.reason


@pytest.mark.parametrize("text", ABILITIES)
def test_an_ability_is_read_in_whatever_plain_words(text):
    (need,) = found(text)

    assert need.rule == "capability"


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_what_only_looks_alike_is_no_need(text):
    assert found(text) == []

"""Needs that are said in plain sentences, in words that no labelled document uses."""

import pytest

from planner import plan

PROGRAMS = [
    "Mara codes the reshuffle: seats in, new seats out.",
    "Ines programs the countdown before the fair opens.",
    "Ravi automates the matching of orders and parcels with a script.",
    "Our trainee is scripting the rota export this week.",
    "A pricing engine is due by Easter.",
    "We will implement a duplicate check for the membership list.",
    "A nightly job that compares both ledgers has to be written.",
    "Lea sets up a cron job that mails the list of late parcels.",
    "A rules engine for discounts has to be coded in-house.",
    "We're going to implement a checksum test as a command.",
    "Nina will have a scheduled job running by Monday which pings every sensor.",
    "A little agent on each till, to be coded by Jo, reports its cash count.",
    "A front end for the lookup is to be built by our apprentice.",
    "Someone has to write a cleaner for the address list.",
    "An adaptor from the old format to the new one must be written.",
    "We need to develop a discount allocator.",
    "A de-skewer for the scans has to be coded.",
    "We need a collator which puts the three lists in one order.",
    "Paula is writing a renderer for the seating charts.",
    "A dispatcher is to be programmed that sends each job to the nearest van.",
    "We'll be needing an emulator for the old terminal first.",
    "The team is going to need a load generator before the test.",
    "We shall be wanting a small sorter for the replies.",
    "A minifier for the templates is due on 4 May.",
    "To be written, by our own intern, is a splitter for the bulk mails.",
    "Still to be coded is a sampler that draws fifty cases a week.",
    "What will save us is a reconciler for the two cash books that Odd is to build by June.",
    "There'll be a caller of our own making, which rings the night nurse until she answers.",
    "For this a small watcher, our own and due in week 3, keeps an eye on the folder.",
    "Their converter can't do tables, so ours has yet to be coded.",
    "The clinic has a script for this which stays with the clinic; ours will be written in May by Ada.",
    "Eva will have a parser in place by Friday that reads the old tickets.",
    "By Monday Sam has a script ready that renames the photos.",
    "Until March, Piet has time to code a route planner.",
    "Two weeks are set aside for Kim to build a duplicate finder.",
    ("```text\nroute-check   to be written, Ada, by 3 May\n              reads the routes, lists gaps\n```"),
    "```\n$ seat-plan --hall B     (does not exist yet; Bo writes it)\n```",
    "| Option | Verdict |\n|---|---|\n| buy SortIt | no, too dear |\n| a sorter of our own | yes |",
    (
        "| Idea | Decision |\n|---|---|\n| a script that merges both lists | accepted |\n| a "
        "chatbot | rejected |"
    ),
    "## On Ana's desk\n\nA timetable comparer. She builds it over Easter.",
    "The first thing is a tool that lists dead links per page.",
    "What we lack is a program that turns the PDF tables into CSV.",
    "Lena is making a program that sends the reminders at noon.",
    "Omar volunteers a script that finds empty shelves.",
    "A merger of double entries gets programmed in April.",
    "Build: ledger differ, by Ivo.",
    "Somebody should write us a macro that fills in the forms.",
    "The exporter isn't there yet. Femi writes it in March.",
    "The team lacks a bot that reminds the drivers.",
    "Gus can't start before he has a simulator of the sluice; Dee codes it until Whitsun.",
    "Dee is on it: a tool that draws the sluice's timetable.",
    "A generator of name badges comes first. Ida writes it.",
    "Without a splitter for double pages nothing works, so Jan codes one.",
    "The mails need a classifier; Ute trains and ships it by June.",
    "A dashboard script is being written by our volunteers.",
    "Kofi's been asked to write a bot which answers the usual questions.",
    "Hal has agreed to put together a utility for merging both calendars.",
    "It takes a program to find these; Ben will write it.",
    "Labels: a printer script, to be written by Lia by May.",
    "In addition, an alerting daemon must be up and running before the frost.",
    "Before the first voyage Noor has to have coded a stowage planner.",
    "The tally is done by hand; from May on a counter script, which Ulf is busy with, will do it.",
    "Our intern's summer job: a harvester for the tender notices.",
    "What's wanted is a comparer for the two price lists.",
    "The last gap is a formatter: Ida closes it by writing one in April.",
    "We can't count them by hand, so a tallier gets built.",
    "A page splitter, in Python, by our student, is under way.",
    "A script to merge both calendars is on Ann's list for March.",
    "Each night a job of ours, which Max has yet to write, copies the new cases.",
    "It would take weeks by hand. Hence a tagger, coded by Lou in sprint 3.",
    "Let Ben write the unpacker; he knows the format.",
    "Ben is to write the unpacker for the old archives.",
    "A linter for the recipes must exist before June.",
    ("In the beginning was the spreadsheet; in June there'll be a tool that replaces it, and Tom makes it."),
    "Max develops a tool on the side which sorts the bids.",
    "The bids get sorted by a tool that Max develops.",
    "Someone will need to sit down and program a bid sorter.",
    "Planned for week 3: a bid sorter (Max).",
    "- [ ] bid sorter (Max, week 3)",
    "TODO: bid sorter",
    "The plan stands or falls with a bid sorter, and that one is Max's to build.",
    "What we have is a list; what we haven't is a converter for it.",
    "There isn't a converter for it, so we'll have to make one.",
    "A converter from Lea is expected in May.",
    "Lea promised us a converter by May.",
    "Lea owes us a converter.",
    "A converter's being written.",
    "Somebody ought to code a converter. Lea said yes.",
    "Ein Abgleich-Skript muss noch her, Jens schreibt es bis Mai.",
    "Jens programmiert uns bis Mai einen Abgleicher.",
    "Uns fehlt ein Werkzeug, das Dubletten findet.",
    "Für die Dubletten brauchen wir noch ein kleines Programm.",
    "Bis Ostern soll ein Konverter für die alten Listen stehen.",
    "Ein Umbenenner für die Scans ist in Arbeit.",
    "Der Exporter ist noch nicht da, Jens baut ihn im Mai.",
    "Il nous faut un script qui trie les reçus.",
    "Un outil de comparaison des listes reste à écrire ; Paul s'en charge.",
    "Paul va coder un trieur de reçus.",
    "Il manque un convertisseur pour les vieux fichiers.",
    "Nos falta un programa que ordene los recibos.",
    "Hay que escribir un conversor para las listas viejas.",
    "Lucía programará un buscador de duplicados.",
    "Un script que renombre las fotos está por hacer.",
    "We're going to implement a tide test as a command.",
    "Jo implements a plausibility check in Python.",
    "Somebody has to automate the weekly export.",
    "Ali will automate the nightly backup with a script.",
    "```\nsplit_pdf.py    # missing, Kim writes it\n```",
    "| Proposal | Outcome |\n|---|---|\n| a program that pairs gloves | we do it |\n| an app | no |",
    ("Luc scripts the roll-up: ingredients in, cost per piece out. Without his script no price is touched."),
]
SKILLS = [
    "A triage protocol shall be agreed among the nurses on 3 May and kept to.",
    "A refund policy binds all of us from 1 June, and Ida puts it into words.",
    "Complaints: follow late-refunds (skill; Ola writes it in May).",
    (
        "When a crate arrives damaged we proceed by the damage policy. It'll be set down by the "
        "quartermaster in June."
    ),
    "When a bill looks odd, we act as it's written in the skill bill-anomaly. It isn't there yet.",
    (
        "Which patient comes first is a matter for the waiting list protocol. Nurses follow it "
        "to the letter; we'll write it in May."
    ),
    "Photos are captioned with caption-style, a skill that has to be written.",
    "First of all, *bark identification*, a skill that the forester writes for us by May.",
    "The rules are compiled into key-handling.md under skills/ by the janitor.",
    (
        "| # | Piece | Kind | Ready | Who |\n|---|---|---|---|---|\n| 1 | loan refusals | skill | "
        "1 May | Ida |\n| 2 | loan letters | skill | in use since 2019 | |"
    ),
    (
        "| Document | Type | Draft |\n|---|---|---|\n| Fire drills | skill | 10 Jan |\n| Exits | "
        "skill | exists |"
    ),
    "We grade by the book, and the book is a grading rubric that the jury negotiates in May.",
    "Names are hidden as the witness protection skill says. Ada drafts it by May.",
    "## Skills\n\nNewly written, each by the person in brackets:\n\n- late returns (Ida)",
    "## Skills\n\nNew, all before June:\n\n- rude callers (Ida)",
    (
        "The desk handles refusals with the refusal letters playbook. Legal promised to have it "
        "drafted by May."
    ),
    "Whether a picture is shown is decided under a picture policy. Legal owes us that one.",
    "Editors decide according to a tie-break protocol, and it has yet to be put on paper.",
    "The crews act on a shutdown procedure, which Pia has in her head and shall put on paper by March.",
    "A glossary of tolerances is being written by Ed, and every assessor goes by it.",
    "Ed is to write a handbook for the graders until May.",
    "The clerks still need a playbook for angry callers.",
    "A rubric is needed by which the assessors score each essay.",
    "Volunteers will work to a sorting guide, which Ann is finishing.",
    "Graders go by a scale of damage; Ann writes it up as a guide by May.",
    "There's no procedure yet for lost keys. The janitor writes one, and all wardens keep to it.",
    "Also missing: a lending policy. Our clerks decide by it from June on; the head drafts it.",
    'We use the skill "oak diagnosis", which Ann writes in March.',
    "Answers are given in line with the skill hard-questions, which isn't written yet.",
    "The skill for this is called loft access, and Ann still has to write it.",
    "A methodology for weighing the answers will be worked out by Dr Ode; analysts apply it.",
    "Case workers decide by a hardship rule book that is yet to be drawn up.",
    "Before anyone touches a loom, Sara writes a threading manual for the weavers.",
    "Each moderator sticks to the de-escalation guide that Ann will have ready by May.",
    "The moderators' handbook has to be written first.",
    "Interviewers keep to a consent protocol that Ethics is still drafting.",
    "Ethics still has to come up with a consent protocol for our interviewers.",
    "Moderators need something to go by: a house code of conduct, which Ida drafts.",
    "What counts as damage is settled in a guide that the restorers write together in week 1.",
    "All translators will go by one glossary guide, in the making at the moment.",
    "Uli pens a playbook for stock-outs; shift leads act on it.",
    (
        "Without written grading rules for the tasters the results are worthless, so Ida drafts "
        "a grading rubric."
    ),
    "By May there has to be a manual for the graders.",
    "Skill to be written: tide warnings (Ann).",
    'We lack the skill "tide warnings".',
    "Skills needed: tide-warnings.",
    "There's one skill still to be written, tide warnings.",
    "The skill tide-warnings is Ann's to write.",
    "Read the tide tables as described in skill `tide-tables`.",
    "Load `tide-tables` (skill) before you start.",
    "Answers are checked with the tide-tables skill.",
    "Die Bearbeiter richten sich nach einem Leitfaden, den Uta noch schreibt.",
    "Ein Leitfaden für die Bearbeiter ist bis Mai zu erstellen.",
    "Der Skill „Fristen“ fehlt noch.",
    "L'équipe suivra un guide de tri que Marie rédige en mai.",
    "La compétence « tri des reçus » reste à écrire.",
    "El equipo seguirá una guía de cortes que Ana redacta en mayo.",
    "La habilidad «cortes» está por escribir.",
]
ABILITIES = [
    "Whoever works on this has to be capable of transcribing interviews in Frisian.",
    "Turning yards into metres on 300 plans is a job for workers who can do it dependably.",
    (
        "Street, number and town must be pulled from every letter; pulling them out reliably is "
        "what we ask of workers."
    ),
    "A worker preparing a lot needs the ability to split old catalogues into lots.",
    'Understanding marginal notes ("see above") is a must for those who type.',
    "It's obligatory that workers can unify the spellings of names.",
    "The one thing no worker can do without is lifting text from faded slips.",
    (
        "Hence the demand made on the searchers: to find a given motif in woodcuts. They won't "
        "get anywhere without."
    ),
    (
        "To resolve old place names to modern ones will be everyday business, hence a fixed "
        "requirement for each worker."
    ),
    "*inferring age from portrait photos* = required ability.",
    "It'd be pointless to begin unless workers are able to read gauge dials off those pictures.",
    "The team can't get by without species identification from feathers.",
    ("- reading faded text off photos of crates. Missing among our people, and we can't start without it."),
    "Everybody at the desk must be able to do one more thing, namely to spot forged stamps.",
    "Nobody touches the charts who isn't capable of reducing heights to one datum.",
    "Converting old weights to kilograms has to be within everybody's power.",
    "Workers must be capable of porting old macros, dozens a week.",
    "Workers must have capability to align subtitles with the recording.",
    "Scaling county figures down to parishes is a capability we have to have.",
    "What we demand of every worker is to tell forged signatures from real ones.",
    "Our workers will have to match portraits with names.",
    "Nothing works unless agents can tell voices apart in the recordings.",
    (
        "Agents who can't read Kurrent are no use here; the letters are all in it, and reading "
        "them is required."
    ),
    "Recognising seals from worn impressions is part of the job; no worker starts without it.",
    "Without an ability to date photographs by clothing, the workers get nowhere.",
    "Matching handwriting across letters is what everything hangs on.",
    "A prerequisite: workers can forecast demand by postcode.",
    "It's essential to be able to detect duplicate scans.",
    "Whoever sits at the desk must know how to estimate crop loss from aerial photos.",
    "We expect workers to be able to segment the recordings by speaker.",
    "The workers need to be good at deciphering shorthand.",
    "Skilled deciphering of stamps is required of all workers.",
    "We can't do it without people who decipher stamps.",
    "All of them have to be in a position to classify complaints by cause.",
    "Estimating the depth of cracks from photos: that's what the workers must bring along.",
    "Dating postcards by their stamps is something all of our annotators have to master.",
    "Our annotators must be trained to date postcards by their stamps.",
    "One ability decides whether we finish: matching voices across recordings.",
    "If the workers can't match voices across recordings, we can stop right here.",
    "What it takes: people who match voices across recordings.",
    "Required: matching voices across recordings.",
    "Required of each annotator is the ability to match voices across recordings.",
    "An annotator who can't match voices across recordings is no use to us.",
    "Matching voices across recordings isn't optional: each annotator has to do it.",
    "Separating printed from handwritten text: a must.",
    "The job calls for deciphering shorthand.",
    "The deciphering of shorthand notebooks is expected of everybody.",
    (
        "Deciphering shorthand notebooks is the bread and butter of this work, so whoever joins "
        "must be able to do it."
    ),
    "Agents have to work out delivery dates from vague messages.",
    "Working out delivery dates from vague messages is an indispensable ability.",
    "Cleaning up scanned tables is a prerequisite for everything else.",
    "The ability we can't do without is cleaning up scanned tables.",
    "Ohne das Entziffern der Randnotizen geht es nicht.",
    "Unverzichtbar ist, dass die Bearbeiter Stempel erkennen.",
    "L'équipe doit être capable de dater les photos.",
    "Reconnaître les tampons sur les scans est indispensable.",
    "El equipo tiene que ser capaz de fechar las fotos.",
    "Es imprescindible saber leer letra gótica.",
]
LOOK_ALIKES = [
    "In 2019 a student made an app for counting toads.",
    "There: a bar-code reader. The packers own one.",
    "- a colour matcher. Nobody misses it.",
    "## What stays out\n\n- A macro that filled the rota until 2018; it died with the old rota.",
    "Whoever wants a script of the play applies in writing.",
    "Ada's father offered to build an app for the parents. Very kind, but a phone tree is enough.",
    "The layout program stays, the mailing tool goes.",
    "- a web viewer – no: the portal brings one along",
    "The band needs a drummer and a mixer.",
    "We need to find a caterer and a photographer.",
    "A new printer is due on Monday.",
    "The fire engine is due at ten.",
    "The engine needs a new filter.",
    "The search engine of the library stays as it is.",
    "We need a check from the bank by Friday.",
    "A background check is needed for each driver.",
    "Tom writes the newsletter, Ida the poster.",
    "We need to develop a poster and a flyer.",
    "Bo will have the hall ready by Friday.",
    "Our readers understand footnotes.",
    "The conductor codes the score with colours.",
    "Two coders code the interviews by hand.",
    "Jo scripts the ceremony with the vicar.",
    "The engineer is due on Monday.",
    "A reminder is due on 3 May.",
    "Visitors must be able to find the exit.",
    "We must find a way to pay the band.",
    "Kim is writing a letter to the mayor.",
    "Kim is writing a chapter on weavers.",
    "The dishwasher is due for a check in May.",
    "A policy on bags hangs at the door; visitors follow it.",
    "The insurance policy covers all of us.",
    "The vet must be able to reach the barn.",
    "The mower needs a new starter.",
    "We will buy a scanner and a shredder.",
    "A calendar would be nice; nobody has time for it.",
    "We thought about a scraper and dropped it.",
    "Nobody needs a bot for eleven mails.",
    "The museum uses a checker by Aker.",
    "Our supplier will deliver an exporter in version 4.",
    "A dialler was proposed and turned down.",
    "The sorter in the hall is serviced in May.",
    "Members can order a badge maker from the shop.",
    "The choir needs a new leader; Ann is writing an advert.",
    "Ann is writing an answer to the school.",
    "The manager is due back in June.",
    "Ada had a script for this once; it's gone.",
    "The harbour has a tool of its own.",
    "Ask the harbour for its converter.",
    "We looked at three converters and liked none.",
    "A converter would be overkill for nine files.",
    "If we had a converter we'd use it.",
    "The old guide for stewards will do.",
    "Stewards get the guide that the fair printed in 2019.",
    "Each visitor gets a guide at the door.",
    "Ida will write the invitation, Ole the speech.",
    "We need a driver for the van and a helper for the stall.",
    "The planner wants a bigger desk.",
    "Reading glasses are a must.",
    "Swimming is required of all lifeguards.",
    "Cleaning the hall is a must.",
    "Booking the boats early is essential.",
    "Visitors must be able to understand the signs.",
    "It's important that guests can find their seats.",
    "Keeping the doors shut is a condition of the insurer.",
    "Washing the glasses is part of the job.",
    "Painting the boats is a job for volunteers.",
    "Sending the letters to members by May is a must.",
    "Wir brauchen einen Helfer für den Stand.",
    "Ein Skript gibt es schon.",
    "Il ne faut pas de script pour neuf lignes.",
    "No hace falta ningún programa.",
    "The plumber programs the boiler.",
    "Jo implements a new policy on bags.",
    "We will implement a change of hours.",
    "We have to implement the decision of the board.",
    "Two interviewers code the answers.",
    "The vicar scripts the ceremony.",
    "```\nsplit_pdf.py    # old, from 2019\n```",
    "```\n$ ls -l\ntotal 4\n```",
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

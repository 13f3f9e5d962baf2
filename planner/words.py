"""Word classes of English: verbs of making and needing, nouns for programs, marks of refusal.

Classes of the language only. A word that belongs to what some document is about does not belong here.
A phrase is written with spaces; the reader matches it token by token. "not" stands for n't as well.
"""

from __future__ import annotations


def word_list(text: str) -> list[str]:
    """The words of a text; a class written as prose reads better than a list of strings."""
    return text.split()


def word_set(text: str) -> frozenset[str]:
    """The words of a text, for looking up."""
    return frozenset(text.split())


# --- verbs ---------------------------------------------------------------------------------------

# Making a program. The last group also makes documents.
MAKE_PROGRAM = """
code program script implement engineer hack automate prototype knock-up cobble craft
knock-together whip-up rig-up hack-together throw-together
"""
MAKE_ANY = """
build write develop create make construct produce put-together set-up design add deliver
"""
MAKE_TEXT = """
draft author compose prepare formulate document codify adapt draw-up write-up set-down write-down
work-out put-down lay-down spell-out compile
"""

IRREGULAR = {
    "build": "built built",
    "write": "wrote written",
    "make": "made made",
    "draw": "drew drawn",
    "set": "set set",
    "put": "put put",
    "spell": "spelt spelt",
    "lay": "laid laid",
    "read": "read read",
    "find": "found found",
    "tell": "told told",
    "split": "split split",
    "hold": "held held",
    "stick": "stuck stuck",
    "bind": "bound bound",
    "bring": "brought brought",
    "knock": "knocked knocked",
    "get": "got got",
    "keep": "kept kept",
    "buy": "bought bought",
    "sell": "sold sold",
}
DOUBLED = word_set(
    """
    program plan map tag scrap crop flag log spot strip trim clip ship stem bin skim scan chop mend-up
    swap
    """
)

# Programs in software, and things of metal and wood elsewhere.
PHYSICAL = word_set(
    """
    bridge adapter extension harness wrapper helper monitor generator connector robot counter
    """
)
# Verbs of judging and telling apart: an ability when workers must do it to many things.
JUDGING = word_set(
    """
    match identify interpret align distinguish judge trace estimate score rank date attribute diagnose
    validate infer resolve evaluate assess grade classify derive
    """
)

# Following a document or a skill.
FOLLOW = """
use follow apply obey observe consult adhere comply govern bind load employ rely invoke run work act
stick hold abide handle assess score rate judge grade answer guide treat conduct carry proceed
"""

# What workers do to inputs by a technique: enough to be a need after any word of needing.
TECHNICAL = word_list(
    """
    parse ocr transcribe geocode classify categorise categorize decode decipher translate transliterate
    redact georeference scrape crawl extract convert recognise recognize detect deduplicate dedupe
    reconcile normalise normalize cluster segment annotate digitise digitize vectorise vectorize
    anonymise anonymize pseudonymise pseudonymize forecast predict interpolate impute backfill calibrate
    simulate model infer disambiguate transform encrypt decrypt encode stitch georectify rectify
    summarise summarize visualise visualize benchmark caption subtitle lemmatise tokenize tokenise
    triangulate extrapolate reconstruct diarise diarize aggregate mine query render harvest regress
    debug reverse-engineer orthorectify harmonise harmonize standardise standardize randomise randomize
    """
)
# Ordinary verbs that name a technique when the sentence says that workers must be able to.
METHODICAL = word_list(
    """
    match identify interpret read compare align link map measure correct validate verify check calculate
    compute count estimate judge distinguish tell spot trace expand resolve generate merge split sort
    filter rank score evaluate assess analyse analyze monitor index date attribute sample profile label
    tag fill pull diagnose plot draw test audit inspect track record assign attach quantify derive price
    grade separate isolate rate weigh balance model screen cross-check join group route schedule
    optimise optimize clean repair restore recover infer describe import export load fetch download
    collect gather find search locate combine convert reduce localise localize size blur crop colour
    mask hash sequence cut turn
    """
)
# Not techniques, whoever must be able to do them.
MUNDANE = word_set(
    """
    be have do go come attend meet call phone ring travel walk drive lift carry speak talk sit stand
    wait eat sleep sign pay buy sell book order hire recruit decide agree discuss ask tell-us send mail
    post print hand return leave start stop begin end finish join-us help visit invite rent pick
    deliver-by keep get give take make see know think feel live work move open close withdraw complain
    object cancel pause protest choose vote register log-in opt apologise thank celebrate train teach
    learn reach park enter exit
    """
)

# --- nouns ---------------------------------------------------------------------------------------

PROGRAM = word_list(
    """
    script tool program programme utility cli app application bot robot daemon plugin plug-in extension
    add-on addon macro scraper crawler parser linter checker converter generator exporter importer
    validator bridge connector adapter wrapper command executable microservice pipeline one-liner spider
    simulator calculator watcher software toolkit package sdk mini-tool subcommand helper harness
    notifier solver scheduler tokenizer deduplicator visualiser visualizer normaliser normalizer
    anonymiser anonymizer widget routine webhook cronjob backend prototype
    """
)
# Nouns for programs that are too common otherwise: they count when a verb of programming makes them.
PROGRAM_WEAK = word_set(
    """
    programme program prototype application app package software pipeline routine bridge command robot
    helper backend extension harness adapter toolkit plotting widget
    """
)
# Words before a program noun that make it another thing.
NOT_PROGRAM_BEFORE = word_set(
    """
    film movie phone call sales power hand garden gardening gardener's kitchen cutting digging machine
    theatre play drama radio tv training degree study school exchange loyalty support concert festival
    conference cultural funding research government chain doctor's sewing job mortgage grant loan
    planning building insurance visa membership voice movie's actor's interview steering dental surgical
    measuring carpentry woodworking bike bicycle teaching management software-vendor scholarship
    master's space education television
    """
)
# Words after a program noun that make it another thing.
NOT_PROGRAM_AFTER = word_set(
    """
    kit box belt shed menu list library bar tip tips chest bag rack shop steel maker supplier vendor set
    wall guide manual fee fees hire rental rentals training writer store
    """
)
# Agent nouns that are people as often as programs.
PERSON_OR_PROGRAM = word_set(
    """
    reader writer editor translator planner auditor inspector driver printer recorder counter tester
    labeller labeler interpreter controller manager reviewer sampler collector finder builder designer
    composer viewer trainer user server player owner helper classifier-clerk coder indexer annotator
    assessor analyser analyzer trader carrier runner assigner grader screener explainer handler
    describer
    """
)

DOCUMENT_STRONG = word_list(
    """
    playbook rubric protocol methodology runbook codebook sop house-style style-guide styleguide
    coding-scheme procedure cookbook code-book guideline guidelines convention conventions ruleset
    rulebook
    """
)
DOCUMENT = word_list(
    """
    guide handbook manual policy checklist standard method instruction instructions framework scheme
    doctrine procedure etiquette
    """
)

WORKER = word_list(
    """
    helper helpers we i worker workers whoever team teams staff analyst analysts agent agents annotator annotators
    reviewer reviewers indexer indexers volunteer volunteers someone somebody anyone everyone everybody
    colleague colleagues operator operators clerk clerks technician technicians engineer engineers
    developer developers tester testers paralegal paralegals editor editors researcher researchers crew
    group author authors coder coders assistant assistants moderator moderators interviewer interviewers
    auditor auditors inspector inspectors screener screeners assessor assessors transcriber transcribers
    translator translators people person us you caseworker caseworkers cataloguer cataloguers surveyor
    surveyors planner planners lawyer lawyers writer writers officer officers handler handlers processor
    processors curator curators archivist archivists scientist scientists specialist specialists
    contractor contractors freelancer freelancers expert experts coordinator coordinators keyers grader
    graders evaluator evaluators hands they
    """
)
OUTSIDER = word_set(
    """
    user users customer customers client clients visitor visitors reader readers member members resident
    residents citizen citizens guest guests patient patients parent parents pupil pupils student
    students child children driver drivers passenger passengers tenant tenants owner owners buyer buyers
    seller sellers supplier suppliers vendor vendors bidder bidders competitor competitors applicant
    applicants candidate candidates donor donors teacher teachers director directors farmer farmers host
    hosts site website system systems product products portal page pages shop shops store stores device
    devices software browser browsers platform platforms public audience attendee attendees participant
    participants employee employees subscriber subscribers shopper shoppers traveller travellers
    traveler travelers landlord landlords neighbour neighbours neighbors household households player
    players fan fans learner learners trainee trainees newcomer newcomers borrower borrowers
    policyholder policyholders claimant claimants consumer consumers merchant merchants partner partners
    exhibitor exhibitors speaker speakers artist artists musician musicians singer singers captain
    captains master masters pilot pilots crewless app apps service services voter voters taxpayer
    taxpayers walker walkers cyclist cyclists commuter commuters spectator spectators adopter adopters
    respondent respondents caller callers viewer viewers listener listeners delegate delegates families
    family people-with heirs manufacturer manufacturers retailer retailers courier couriers kids boy
    girl hotel hotels restaurant restaurants school schools council municipality agency bank banks
    swimmer swimmers runner runners collector collectors nurse nurses doctor doctors gp gps trustee
    trustees insured insurer insurers institution institutions company companies firm firms server
    servers database it interface dashboard button form link api module door doors car cars bus buses
    machine machines room rooms
    """
)
# Adjectives and determiners that cannot be the name of a skill, and human qualities.
NOT_A_SKILL_NAME = word_set(
    """
    new further additional same this that these those each every any some good our your their his her
    its my necessary key core existing other own basic special right single technical certain such one
    two three four second third no which what whose another much more most great little real rare
    important required missing needed useful particular the a an first last next separate whole latter
    former human soft hard social practical professional personal transferable life team day general
    specific critical essential main relevant appropriate corresponding following above only is are be
    very written draft simple small short dedicated proper pure sheer considerable enough finished ready
    agent library documented
    """
)
# Words after "skill" that make it another thing.
NOT_SKILL_AFTER = word_set(
    """
    points point list matrix transfer training course courses workshop workshops seminar level levels
    set sets gap gaps shortage shortages mix test tests share sharing development building tree games
    """
)

# --- phrases ---------------------------------------------------------------------------------------

NEED = """
need; needs; needed; require; requires; required; want; wants; wanted; lack; lacks; lacking;
missing; necessary; essential; indispensable; mandatory; a must; vital; crucial; call for; calls
for; called for; in want of; must have; must exist; there must be; there has to be; there shall be;
we are short of; imperative; prerequisite; demand; demands; obligatory; precondition; requirement;
requirements; prerequisites; cannot do without; can not do without; cannot manage without; critical;
is due; has to be there; to be there; get hold of; in need of; due
"""
# Obligation that asks for an ability ("need to geocode"); the weak forms only ask for a deed.
MUST = """
must; have to; has to; got to; is necessary to; is essential to; is vital to; is crucial to; need to; needs to; will have to; will need to; are required to; is
required to; are expected to; is expected to; shall need to; are supposed to; are asked to; will be
asked to; had better; need
"""
WEAK_MUST = """
shall; are to; is to; will; ought to; should; are going to; is going to; am going to
"""
# What the work hangs on: the action that follows is required.
DEPEND = """
depends on; depend on; depending on; hinges on; hinge on; stands or falls with; stand or fall with;
no way around; no way round; nothing works without; cannot start without; cannot begin without;
impossible without; not possible without; relies on; rely on; rests on; not work without; can not
start without; can not begin without; can not do without; nowhere without; nothing happens without;
nothing moves without; goes nowhere without; comes down to; presupposes; assumes
"""
# Not there, but on its way.
PENDING = """
not exist yet; not yet exist; not existing yet; not yet written; not written yet; not been written
yet; not yet built; not built yet; yet to be; still to be; not yet been written; remains to be; not
there yet; not been built yet; to do :; todo :; to-do :; has no author yet; still has to be; still
have to be
"""
ABLE = """
must be able to; need to be able to; needs to be able to; have to be able to; has to be able to;
should be able to; shall be able to; be able to; able to; capable of; capability to; capability of;
capability for; capacity to; capacity for; capacity of; ability to; ability for; know how to; knows
how to; in a position to; in position to; competent to; skilled in; adept at; proficient in; the
means to; competence to; competence in; qualified to; the know-how to; equipped to; abilities to;
has to know how to; fit to; versed in; facility for; good at; possible for workers to; possible for
the workers to; possible to; skill to; skill of; skills to; way of; way to; ways of; ways to; means of
"""
# Making as a noun; what is made follows.
MAKING = """
development of; creation of; programming of; implementation of; coding of; construction of
"""
NEGATION = """
no; not; never; none; nobody; neither; nor; without; cannot; nothing; no longer; no-one; instead of;
rather than; avoid; hardly; stop; refrain from; against; decided against; forbidden; forbids; spare
us; do away with; no one; far from
"""
# These hold a "not" that does not refuse.
HARMLESS_NEGATION = """
not only; not just; not yet; no later than; not exist; not existing; nothing but; not written yet;
no matter; no doubt; not least; not optional; not negotiable; cannot do without; can not do without;
cannot manage without; no way around; no way round; nobody has written; no more than; not later
than; not until; cannot be skipped; cannot be avoided; not available yet; not built yet; not there
yet; not been written; not in the library; not in our library; do not have; does not have; have no;
has no; do not yet have; not exists; not have; had no; there is no; there are no; not written; not
built; no such; not work without; nothing works without; not ready; nobody wrote; no off-the-shelf; not started; not begun; not done; not finished; not there; not made
"""
PAST = """
last year; last time; last month; last week; last season; last autumn; last spring; last summer;
last winter; ago; previous; previously; predecessor; former; formerly; used to; was; were; had; has
been; have been; has built; have built; in the past; was cancelled; cancelled; deleted; abandoned;
retired; discontinued; scrapped; thrown away; yesterday; back then; old; did; got rid of; legacy;
withdrawn; decommissioned; thrown out; switched off; dead; defunct
"""
EXISTING = """
exist; exists; existing; already; bought; buy; purchased; licensed; off-the-shelf; off the shelf;
built-in; maintained by; provided by; supplied by; comes with; ships with; in place; available; we
have; we 've; have got; in use; current; vendor; commercial; open-source; open source; subscription;
licence; license; borrowed; lent; rented; upstream; outsourced; third-party; third party; in the
library; from the library; installed; is there; are there; as is; hosted; owned by; free of charge;
for free; belongs to; belong to; provided; finished; in production; up and running; works fine; is
used as is; operated by; runs at; sold by; bundled; we own; at hand already; buys; use as is; rents;
supplies; provides; everyone has; everybody has; covered by; taken care of; looked after by
"""
EXCLUDED = """
out of scope; not in scope; outside; falls outside; outside this; beyond; voted down; turned down;
rejected; dropped; declined; ruled out; excluded; off the table; shelved; on ice; postponed;
deferred; parked; refused; refuse; vetoed; later phase; another project; another budget; other
budget; next year; not now; different project; other project; descoped; put off; on hold; second
phase; follow-up project; another year; separate project; separate budget; struck out; struck;
scratched; said no; not this year; not funded; unfunded; no budget; no funding; left out; leave out;
not part of; another team; crossed out; thrown out; overruled; later release; phase two; in a later;
at a later; next release; next phase; next season; leave aside; set aside; unaffordable; too
expensive; too dear
"""
OPTIONAL = """
might; may; could; maybe; perhaps; possibly; nice-to-have; nice to have; would be nice; wish list;
wishlist; would love; would like; if funds allow; if time allows; if time permits; if money; if
budget; one day; some day; someday; optional; optionally; eventually; ever; would be; would have
been; would help; dream; dreams; dreamt; in case; if needed; if necessary; if we; if there; if
someone; idea; ideas; consider; considered; considering; thinking about; looked at; toyed with;
stretch goal; bonus; suggestion; suggested; wondered; desirable; probably; in theory; could have;
hypothetical; welcome; tempting; if ever; if there is time; time permitting; funds permitting;
budget permitting; long term; long-term; would; wanted us to; asked for an; asked for a; wishes
"""
PREPOSITIONS = word_set(
    """
    in on at by with from to for of as into onto over under between against via through about after
    before during per within without across off out up down since until than like despite among around
    behind beside besides using
    """
)
CONJUNCTIONS = word_set(
    """
    and or but nor so yet that which who whom whose where when while if because though although whereas
    """
)
DETERMINERS = word_set(
    """
    a an the this that these those our my your their his her its some any each every no another one two
    three four five six both all several many few other further additional such what which whatever
    """
)
AUXILIARY = word_set(
    """
    is are was were be been being am has have had do does did will would shall should can could may
    might must ought cannot not get gets got let lets
    """
)
PRONOUNS = word_set(
    """
    i we you he she it they us them me him who whoever everybody everyone someone somebody nobody there
    here
    """
)
# Words between the determiner and a noun that say nothing about it.
EMPTY_ADJECTIVES = word_set(
    """
    new small little simple short tiny own further additional good proper second first one single
    dedicated custom bespoke lightweight quick nice decent robust reliable same special specific
    separate written internal in-house common shared standard general plain stand-alone standalone
    command-line cli python bash shell perl brief whole complete full needed required necessary missing
    following certain
    """
)
STOP_WORDS = (
    DETERMINERS
    | PREPOSITIONS
    | CONJUNCTIONS
    | AUXILIARY
    | PRONOUNS
    | word_set(
        """
    there then also just only very too more most less least much well still even now here it's we'll
    ought need needs needed please etc eg ie thus hence again away how why
    """
    )
)
# Verbs whose doer is a program when somebody codes it.
AGENT_VERBS = word_list(
    """
    download upload sync watch monitor fetch plot map rename resize flash diff match merge split sort
    lookup format notify log roll tile pack unpack schedule plan probe poll ping dump feed build view
    strip trim group bin chunk slice count rank score compare list collate number shuffle mail render
    draw annotate file archive track alert remind allocate dispatch balance blend cluster preview
    publish submit load expand shorten fold hash sign stamp transform consolidate enrich migrate replay
    record verify filter block
    """
)

# Nouns of technique.
ACTIONS = word_list(
    """
    ocr transcription translation classification extraction recognition detection conversion redaction
    digitisation digitization deduplication reconciliation normalisation normalization segmentation
    annotation interpolation calibration linkage anonymisation anonymization pseudonymisation
    pseudonymization categorisation categorization imputation transliteration summarisation
    summarization simulation prediction estimation disambiguation vectorisation vectorization
    triangulation tokenisation speech-to-text text-to-speech transkription übersetzung erkennung
    klassifizierung texterkennung extraktion reconnaissance traduction conversión traducción
    transcripción
    """
)

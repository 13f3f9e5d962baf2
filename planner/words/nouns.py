"""Nouns of English by class: programs, documents, people, and what makes them something else.

Classes of the language only. A word that belongs to what some document is about does not belong here.
"""

from __future__ import annotations

from planner.words.lists import word_list, word_set

# Programs in software, and things of metal and wood elsewhere.
PHYSICAL = word_set(
    """
    calculadora comparador buscador clasificador planificador separador simulateur
    simulador comparateur calculateur
    détecteur trieur contrôleur planificateur classificateur calculatrice trieuse
    bridge adapter extension harness wrapper helper monitor connector robot counter filter
    library module hook
    """
)
PROGRAM = word_list(
    """
    script tool program programme utility cli app application bot robot daemon plugin plug-in extension
    add-on addon macro scraper crawler parser linter checker converter generator exporter importer
    validator bridge connector adapter wrapper command executable microservice pipeline one-liner spider
    simulator calculator watcher software toolkit package sdk mini-tool subcommand helper harness
    watchdog filter library module hook thing notifier solver labeller relabeller redactor truncator
    unzipper scheduler tokenizer deduplicator visualiser
    visualizer normaliser normalizer adaptor emulator shim compiler loader bookmarklet userscript applet
    subroutine middleware add-in back-end front-end frontend engine algorithm
    anonymiser anonymizer widget routine webhook cronjob backend prototype job lookup something anything
    """
)
# Nouns for programs that are too common otherwise: they count when a verb of programming makes them.
PROGRAM_WEAK = word_set(
    """
    programme program prototype application app package software pipeline routine bridge command robot
    helper backend extension harness adapter adaptor toolkit plotting widget job filter library module hook
    engine compiler loader frontend back-end front-end middleware algorithm
    """
)
# What makes a job a program's.
JOB_BEFORE = word_set("cron scheduled batch nightly daily weekly hourly background import export etl ci sync")
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
    notes note booklet leaflet wall guide manual fee fees hire rental rentals training writer store
    """
)
# Agent nouns that are people as often as programs.
PERSON_OR_PROGRAM = word_set(
    """
    reader writer editor translator planner auditor inspector driver printer recorder counter tester
    labeller labeler interpreter controller manager reviewer sampler collector finder builder designer
    composer viewer trainer user server player owner helper classifier-clerk coder indexer annotator
    announcer sender arranger remover clipper deleter unloader texter reprinter maker reporter chaser hunter
    caller mover pager pusher searcher seeker publisher distributor locker
    navigator
    answerer asker puller quizzer rescuer restorer responder sniffer weigher limiter shelver summoner
    patroller
        assessor trader explorer deployer sweeper updater carrier runner assigner grader screener
    cleaner joiner grouper repairer explainer handler describer differ sizer dater stamper packer picker
    painter organiser organizer
    highlighter fixer examiner proposer marker
    """
)
# What holds information for workers to work on.
INPUT = word_set(
    """
    photo photos image images picture pictures recording recordings scan scans text texts pdf pdfs document
    documents file files record records letter letters map maps table tables video videos footage log logs
    transcript transcripts form forms mail mails email emails message messages page pages ticket tickets
    review reviews data feed feeds spreadsheet spreadsheets statement statements contract contracts invoice
    invoices receipt receipts drawing drawings label labels comment comments reply replies response
    responses interview interviews article articles listing listings entry entries field fields series
    sample samples signal signals frame frames caption captions coordinate coordinates trace traces track
    tracks audio speech voice handwriting html xml csv json screenshot screenshots still stills negatives
                report reports format formats list lists ledger table minutes diaries diary manuscript
        manuscripts subtitle
    subtitles source sources dataset datasets photograph photographs slide slides card cards postcard
    postcards sheet sheets register registers journal journals catalogue catalogues note notes memo memos
    questionnaire questionnaires survey surveys chart charts diagram diagrams graph graphs tape tapes clip
    clips film films x-ray x-rays description descriptions filing filings inscription inscriptions archive
    archives plan plans notebook notebooks
    """
)
DOCUMENT_STRONG = word_list(
    """
    phrasebook stylebook casebook guidebook field-guide cheatsheet crib-notes playbook rubric protocol
    methodology runbook codebook sop house-style style-guide styleguide coding-scheme procedure cookbook
    code-book guideline guidelines convention conventions ruleset rulebook how-to style-sheet
    code-of-conduct crib-sheet cheat-sheet walkthrough coding-frame rule-book standing-orders marking-scheme
    house-rules ground-rules
    """
)
DOCUMENT = word_list(
    """
    guide handbook manual policy checklist standard method instruction instructions framework scheme
    doctrine grid scorecard score-sheet scoresheet guidance norms code-of-practice crib code template
    catalogue
    ladder chart scale matrix one-pager sheet vocabulary nomenclature style-sheet decision-table glossary
    thesaurus lexicon key yardstick decision-tree flowchart taxonomy primer routing-table procedure
    etiquette rules criteria standards principles
    """
)
WORKER = word_list(
    """
    helper helpers we i worker workers whoever team teams staff analyst analysts agent agents
    annotator annotators reviewer reviewers indexer indexers volunteer volunteers someone somebody
    anyone everyone everybody colleague colleagues operator operators clerk clerks technician
    technicians engineer engineers developer developers tester testers paralegal paralegals editor
    editors researcher researchers crew group author authors coder coders assistant assistants
    moderator moderators interviewer interviewers auditor auditors inspector inspectors screener
    screeners assessor assessors transcriber transcribers translator translators people person us
    you caseworker caseworkers cataloguer cataloguers surveyor surveyors planner planners lawyer
    lawyers writer writers officer officers handler handlers processor processors curator curators
    archivist archivists scientist scientists specialist specialists contractor contractors
    freelancer freelancers expert experts coordinator coordinators keyers grader graders evaluator
    evaluators hands they desk helpdesk department squad
    examiner examiners registrar registrars declarant declarants linguist linguists librarian librarians
    dispatcher dispatchers typist typists conservator conservators adviser advisers advisor advisors
    accountant accountants statistician statisticians proofreader proofreaders
    bookkeeper bookkeepers valuer valuers investigator investigators ecologist ecologists geologist
    geologists hydrologist hydrologists biologist biologists chemist chemists historian historians
    genealogist genealogists cartographer cartographers epidemiologist epidemiologists underwriter
    underwriters solicitor solicitors journalist journalists programmer programmers warden wardens ranger
    rangers adjuster adjusters actuary actuaries broker brokers
    """
)
OUTSIDER = word_set(
    """
    user users customer customers client clients visitor visitors reader readers resident
    residents citizen citizens guest guests patient patients parent parents pupil pupils
 child children driver drivers passenger passengers tenant tenants owner owners buyer buyers
    seller sellers supplier suppliers vendor vendors bidder bidders competitor competitors applicant
    applicants candidate candidates donor donors teacher teachers director directors farmer farmers host
    hosts site website system systems product products portal page pages shop shops store stores device
    devices software browser browsers platform platforms public audience attendee attendees
 subscriber subscribers shopper shoppers traveller travellers
    traveler travelers landlord landlords neighbour neighbours neighbors household households player
    players fan fans newcomer newcomers borrower borrowers
    policyholder policyholders claimant claimants consumer consumers merchant merchants partner partners
    exhibitor exhibitors speaker speakers artist artists musician musicians singer singers captain
    captains master masters pilot pilots crewless app apps service services voter voters taxpayer
    taxpayers walker walkers cyclist cyclists commuter commuters spectator spectators adopter adopters
    respondent respondents caller callers viewer viewers listener listeners delegate delegates families
    family people-with heirs manufacturer manufacturers retailer retailers courier couriers kids boy
    girl hotel hotels restaurant restaurants school schools council municipality agency bank banks
    swimmer swimmers runner runners nurse nurses doctor doctors gp gps trustee
    trustees insured insurer insurers institution institutions company companies firm firms server
    servers database it interface dashboard button form link api module door doors car cars bus buses
    machine machines room rooms learner learners
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

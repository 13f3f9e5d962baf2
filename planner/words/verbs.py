"""Verbs of English by class: making, following, working on inputs by a technique.

Classes of the language only. A word that belongs to what some document is about does not belong here.
"""

from __future__ import annotations

from planner.words.lists import word_list, word_set

# Making a program. The last group also makes documents.
MAKE_PROGRAM = """
code program script implement engineer hack automate prototype knock-up cobble craft
knock-together whip-up rig-up hack-together throw-together
"""
MAKE_ANY = """
build write develop create make construct produce put-together set-up design add deliver
"""
MAKE_TEXT = """
draft author compose finish prepare formulate document codify adapt draw-up write-up set-down write-down
work-out put-down lay-down spell-out compile finalise finalize devise formalise formalize define jot-down
pin-down dictate hammer-out thrash-out nail-down lay-out map-out pen distil distill systematise systematize
articulate write-out frame fashion capture establish introduce issue agree set-out put-down produce
bring-in settle adopt ratify negotiate hash-out iron-out type-up sketch-out
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
    swap format submit snip flip pad debug reset
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
    line-up pair collate sift piece-together work-out tease-out pull-out weed-out read-off reassemble
    reorder regroup recode paraphrase condense back-date cross-match trace-back size-up pick-up pin-point
    pinpoint match identify interpret read compare align link map measure correct validate verify check
    calculate compute count estimate judge distinguish tell spot trace expand resolve generate merge split
    sort filter rank score evaluate assess analyse analyze monitor index date attribute sample profile
    label tag fill pull diagnose plot draw test audit inspect track record assign attach quantify derive
    price grade separate isolate rate weigh balance model screen cross-check join group route schedule
    optimise optimize clean repair restore recover infer describe import export load fetch download collect
    gather find search locate combine convert reduce localise localize size blur crop colour mask hash
    sequence cut turn blank black-out make-out untangle disentangle pick-out single-out puzzle-out
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
    learn reach park enter exit point show direct greet welcome serve cook climb swim dance sing play hear
    smile listen watch remember recall rest relax hurry wear dress wash water feed push hold shout
    """
)
# Having something in hand: what follows is being made, or will be.
AT_WORK_ING = """
at work on; working on; busy with; busy on; down for
"""
AT_WORK = """
come up with; comes up with; coming up with; work on; works on; sits down to; sits at; arbeitet an;
arbeiten an; setzt sich an; sitzt an; kümmert sich
um; entsteht; entstehen; travaille sur; travaillent sur; planche sur; se dote de; se dote d; nous dotons
de; nous dotons d; se doter de; se doter d; nos dotamos de; dotarnos de; geben uns; gibt sich; se charge
de; s attelle à; trabaja en; trabajan en; se encarga de; se ocupa de
"""
# Making as a noun; what is made follows.
MAKING = """
écriture d; écriture de; développement d; développement de; création d; création de; réalisation d;
programmation d; rédaction d; rédaction de; mise au point d; conception d; desarrollo de; creación de;
programación de; redacción de; elaboración de; entwicklung eines; entwicklung einer; programmierung eines;
erstellung eines; erstellung einer; bau eines; writing of; drafting of; compilation of; drawing up of;
development of; creation of; programming of; implementation of; coding of; construction of
"""
# Verbs whose doer is a program when somebody codes it.
AGENT_VERBS = word_list(
    """
    download upload sync watch monitor fetch plot map rename resize flash diff match merge split sort
    lookup format notify log roll tile pack unpack schedule plan probe poll ping dump feed build view strip
    trim group bin chunk slice count rank score compare list collate number shuffle mail render draw
    annotate file archive track alert remind allocate dispatch balance blend cluster preview publish submit
    load expand shorten fold hash sign stamp transform consolidate enrich migrate replay record verify
    filter block mirror compress concatenate replicate compile bundle rewrite purge rotate scrub sanitise
    sanitize redirect relay forward broadcast stream inject mock emulate fuzz tabulate transpose denoise
    resample downsample upscale downscale populate prefill suggest recommend explore flag assemble pair
    reap sweep
    guess warn provision deploy spell-check preprocess trigger queue recolour relabel reformat refresh
    update explain propose choose crop tidy shuffle embed escalate extend fix geotag grab highlight insert
    invert mask minify nudge obfuscate organise organize paginate partition patch pivot prettify prune
    reorder replace reshape scale scramble select serialise serialize shift shrink simplify skip smooth
    solve stack switch synthesise synthesize template thin throttle transcode unify vet wipe zip unzip diff
    swap report chase page push unwrap graph rescue cleanse sift winnow beep clock level flip straighten
    bucket name recode move clone seek hunt sniff peel inflate pad complete distribute dial answer respond
    reply ask quiz prompt hide cloak lock unlock limit abridge digest underline sharpen total average bill
    quote exchange navigate transfer make outline rebuild regenerate resend retry reroute rewind shelve
    quarantine summon gauge sketch subset fingerprint typeset unroll patrol pinpoint prorate round
    announce apportion arrange clip colourise colorize compact contour delete discretise footnote reprint
    snip stem substitute text remove unload send rasterise
    write deskew unscramble dewarp despeckle binarise binarize equalise equalize splice unlink relink
    dereference
    prefetch tally unmask pixelate pixelise pixelize watermark triage hyphenate capitalise capitalize
    romanise romanize lemmatise batch debounce reindex rehash checksum realign resync timestamp remap unmap
    reproject tessellate flatten unnest unfold disaggregate snapshot nag excerpt thumbnail demux subtitle
    transpile decompile disassemble unbundle seed backtest nowcast roster invoice untangle denormalise
    denormalize cross-check cross-reference autofill pre-fill dehyphenate decompress unpack untag correlate
    shred redate renumber restructure size date stamp pack pick condense divide duplicate examine erase
    fuse interleave attribute dial minify de-skew coalesce emulate proxy untie unwind up-sample down-sample
    repack reprice rewire rehyphenate compute compress orient parametrise parametrize slugify stringify
    subsample unpivot whitelist blacklist checkpoint cross-link deobfuscate escape impose marshal unmarshal
    redistribute reallocate recategorise recategorize reclassify reconvert recompute recalculate recombine
    redo remerge reparse repopulate rescore respace retime retokenise retype
    """
)
# The same for verbs whose doer is a person, or a thing of metal and wood, as often as a program.
LOOSE_AGENT_VERBS = word_list(
    """
    call amend append approve author award back-up bind bookmark box brand cancel capture cast catalogue
    certify
    cite collapse comb commit configure confirm connect coordinate copy couple credit crunch curate decide
    decorate defragment delay derive detach determine disable display dissect double drain echo eliminate
    enable enforce enlarge enumerate execute expire feed field flush forecast freeze gather generate glue
    graft grind guard guide harvest heal hook identify ignore increment inform inline inquire install
    integrate intercept intersect iterate itemise itemize jot judge justify knit lay learn lift list
    locate loop magnify manipulate mash mend modify morph mount multiply mute narrow negotiate nest net notch
    nullify observe open operate orchestrate overlay override paste pause peek permute persist pin pipe place
    point police pool pop port post predict preserve price process produce profile project promote proof
    propagate protect prove pull punch purify puzzle query race randomise randomize rate read rebalance
    rebase rebook recall receive recite reckon recover recycle redraw reduce refactor reference refine
    reflect reformat refund register regulate reject relate release reload relocate renew rephrase request
    rescale reschedule reserve reset reshuffle resolve respell restart restock resume retag retire retrieve
    return reveal reverse revert rip scoop scour scout scroll seal search secure sense separate
    sequence serve settle shadow shape share show sieve silence slide slot snap sniff space
    spell spin spool spray spread squash squeeze stabilise stabilize stage stall step
    stitch store strike style subscribe subtract sum supply synchronise synchronize tame target tell
    terminate thread tick tie time toggle top trace train trap traverse treat tune tweak twin type unblock
    uncover undo unfreeze unpick unravel unstick validate value vary view wake walk warm wash weave weed
    weigh wire yield zoom carve estimate measure map
    """
)
# Doers of these verbs are another thing first.
NOT_A_DOER = word_set(
    """
    rounder folder drawer teller turner miner roller reminder number numberer signer refresher layer binder
    caster container cooler copier decider dealer feeder freezer fielder founder filler gatherer knitter
    lifter liner listener learner mender mounter opener poster porter pointer popper receiver register
    receptor ripper sealer server settler shaver shower slider spacer speller spinner sprayer stager
    stepper supplier target teller ticker tier timer topper trapper typer waker walker warmer washer weaver
    weeder boxer coupler decorator curator operator author observer projector promoter protector producer
    grinder guarder setter creditor placer committer author grafter
    """
)
# Nouns of technique where they say of what.
ACTION_PHRASES = """
lecture de; lecture des; comparaison des; comparaison de; identification of; identification from;
identification by; identification in; identification des;
comparison of;
interpretation of; measurement of; dating of; attribution of; analyse des; reconnaissance des;
reconnaissance de;
estimation of; estimation des; localisation des; traduction des; categorisation of; categorization of
"""
# Nouns of technique.
ACTIONS = word_list(
    """
    ocr transcription translation classification extraction recognition detection conversion redaction
    digitisation digitization deduplication reconciliation normalisation normalization segmentation
    annotation interpolation calibration linkage anonymisation anonymization pseudonymisation
    pseudonymization categorisation categorization imputation transliteration summarisation
    summarization simulation prediction estimation disambiguation vectorisation vectorization
    triangulation tokenisation speech-to-text text-to-speech georeferencing geocoding scraping
    transkription texterkennung handschriftenerkennung schrifterkennung spracherkennung bilderkennung
    anonymisierung schwärzung georeferenzierung klassifikation dekodierung entzifferung transcription
    numérisation géocodage géoréférencement anonymisation classification extraction déchiffrement
    reconocimiento extracción clasificación digitalización geocodificación georreferenciación anonimización
    descifrado übersetzung erkennung
    diarisation diarization alignment zuordnung auswertung entzifferung verschlagwortung vereinheitlichung
    bereinigung déchiffrage repérage classement rapprochement géolocalisation transcripción clasificación
    lectura comparación detección identificación segmentación normalización
    klassifizierung texterkennung extraktion reconnaissance traduction conversión traducción
    transcripción
    """
)

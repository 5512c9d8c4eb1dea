"""What made-up plans are made of: places, offices, and for each subject what can be promised.

Words in braces are filled in: `{place}`, `{n}`, `{few}`, `{language}`, `{paper}`, `{office}`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """Something that can be measured, and between which two figures it may start."""

    title: str
    unit: str
    better: str
    low: int
    high: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """One subject: the goals, barriers, actions and figures that plans have about it."""

    topics: tuple[str, ...]
    people: tuple[str, ...]
    objectives: tuple[str, ...]
    goals: tuple[str, ...]
    why: tuple[str, ...]
    barriers: tuple[str, ...]
    findings: tuple[str, ...]
    actions: tuple[str, ...]
    figures: tuple[Figure, ...]


FIRST = (
    *("Alder", "Amber", "Barley", "Birch", "Bramble", "Bright", "Cedar", "Clover", "Copper"),
    *("Coral", "Elder", "Fallow", "Fern", "Flint", "Gorse", "Hazel", "Heather", "Heron", "Hollow"),
    *("Ivory", "Juniper", "Kestrel", "Larch", "Lark", "Linden", "Marl", "Meadow", "Moss", "Otter"),
    *("Pebble", "Quill", "Raven", "Reed", "Rowan", "Rush", "Saffron", "Sedge", "Slate", "Sorrel"),
    *("Swallow", "Tansy", "Thistle", "Thorn", "Umber", "Vetch", "Wicker", "Willow", "Wren"),
    *("Yarrow", "Zephyr"),
)
LAST = (
    *("acre", "bank", "bourne", "brook", "combe", "dale", "fen", "field", "ford", "garth", "gate"),
    *("holm", "hurst", "low", "marsh", "mere", "mouth", "ness", "reach", "ridge", "shaw", "stead"),
    *("thwaite", "wick", "worth"),
)
"""First and last parts of the names of places that do not exist."""

LANGUAGES = (
    *("Spanish", "Vietnamese", "Arabic", "Chinese", "Korean", "Haitian Creole", "Somali"),
    *("Tagalog", "Russian", "Portuguese", "American Sign Language", "Navajo"),
)
PAPERS = (
    *("application form", "renewal letter", "notice of decision", "appeal form", "fee waiver"),
    *("complaint form", "benefit guide", "permit application", "appointment letter", "bill"),
)
OFFICES = (
    *("Office of Access", "Office of Civil Rights", "Customer Service", "Data and Research"),
    *("Finance", "Field Offices", "Human Resources", "Office of the Director", "Outreach"),
    *("Procurement", "Digital Services", "Program Integrity", "Planning", "Legal Services"),
)
POSTS = (
    *("Chief Equity Officer", "Deputy Director for Service", "Director of Access"),
    *("Chief of Staff", "Assistant Secretary for Administration"),
)
PARTNERS = (
    *("Sample Legal Aid", "Example Library Association", "Specimen Community Colleges"),
    *("Sample Council on Aging", "Example Association of Counties", "Placeholder Health Centers"),
    *("Sample Chamber of Small Businesses", "Example Disability Network"),
)
REASONS = (
    "Two posts for this work stood empty until the spring",
    "The contractor could not deliver in time",
    "The money came four months later than planned",
    "A test with residents showed that the first design did not work",
    "The agreement with our partners took longer than expected",
    "The computer system it depends on is being replaced",
    "Storm damage kept the crews busy elsewhere",
)
SETBACKS = (
    "The first attempt had to be taken back after complaints.",
    "One of the partners left in the middle of the work.",
    "The bids came in at twice the price expected.",
)
NEXT = (
    "A second test with residents is planned.",
    "The next step is to train the staff who will do this.",
    "The work moves on to the remaining offices.",
    "A contract is to be signed before the next report.",
)
HAPPENED = (
    "The work is about half done.",
    "It runs in {few} of {n} places so far.",
    "A first version was tried out with {n} people in {place}.",
    "The staff are trained, and the first {few} cases are closed.",
    "The plan for it was agreed with {partner}.",
    "Work began in {place} and goes on in the other districts.",
)
DONE = (
    "It is in use everywhere since this date.",
    "All of it is finished; {n} people have used it already.",
    "Finished, and checked together with {partner}.",
)
HEARD = (
    "People said that they give up when they are asked for the same paper twice.",
    "Many had never heard of the program, though they live {few} streets away.",
    "Those who work by day cannot come while the office is open.",
    "Letters were read as threats, even when they brought good news.",
    "People trusted their library and their clinic more than any office.",
)
CHANGED = (
    "The first goal was added because of this.",
    "Every action got a date and an office that answers for it.",
    "Evening hours became part of the plan.",
    "The draft was rewritten in plain words.",
)

SUBJECTS = (
    Subject(
        topics=("language", "customer-experience", "civil-rights"),
        people=("limited-english", "immigrants", "latino", "asian-pacific-islander"),
        objectives=("civil-rights",),
        goals=(
            "Serve people in the language they use",
            "A decision takes as long in every language",
            "No one needs a child to interpret",
        ),
        why=(
            "People who do not read English well wait longest and are refused most often.",
            "One resident in {few} speaks another language at home.",
        ),
        barriers=(
            "Letters come in English only, whatever language the application was in",
            "Interpreters are booked by the day, and calls come by the minute",
        ),
        findings=(
            "Of {n} files drawn at random, {few} held a letter in the right language.",
            "Callers who asked for {language} waited {few} minutes longer than others.",
        ),
        actions=(
            "Translate the {paper} into {language}",
            "Answer calls in {language} without a call back",
            "Train {n} staff to work with interpreters",
            "Test every bilingual employee in {language}",
            "Put the {paper} into plain language before it is translated",
            "Open {few} service desks in {place} where {language} is spoken",
            "Publish each month how long callers wait, language by language",
            "Pay interpreters within {few} days",
            "Show on every page how to ask for an interpreter in {language}",
        ),
        figures=(
            Figure(
                title="Letters sent in the right language",
                unit="percent",
                better="higher",
                low=20,
                high=60,
            ),
            Figure(
                title="Wait for an interpreter", unit="minutes", better="lower", low=20, high=60
            ),
        ),
    ),
    Subject(
        topics=("accessibility", "digital-services", "customer-experience"),
        people=("people-with-disabilities", "older-adults"),
        objectives=("civil-rights",),
        goals=(
            "Everyone can use our website and our counters",
            "No step, no screen and no form shuts anyone out",
            "Access is built in, not asked for",
        ),
        why=(
            "A form that a screen reader cannot read sends its reader to a counter far away.",
            "One adult in five lives with a disability.",
        ),
        barriers=(
            "The {paper} is a scan that no screen reader can read",
            "{few} of our offices have a step at the door",
        ),
        findings=(
            "{n} pages of the website failed a test of contrast or of keyboard use.",
            "Of {few} people who tried the form with a screen reader, one could finish it.",
        ),
        actions=(
            "Make the {paper} usable with a screen reader",
            "Take out the steps at {few} offices in {place}",
            "Test each new page with people with disabilities before it goes online",
            "Caption {n} videos",
            "Answer text calls as fast as voice calls",
            "Train {n} writers and designers in accessibility",
            "Publish what is not yet accessible, and by when it will be",
            "Put hearing loops into {few} counters",
            "Name one person in every office who answers for access",
        ),
        figures=(
            Figure(
                title="Pages that pass an accessibility test",
                unit="percent",
                better="higher",
                low=35,
                high=70,
            ),
            Figure(title="Offices without a step", unit="offices", better="higher", low=5, high=30),
        ),
    ),
    Subject(
        topics=("benefits", "customer-experience", "engagement"),
        people=("low-income", "unhoused", "children-families", "older-adults"),
        objectives=("economic-justice",),
        goals=(
            "Everyone who has a right to help gets it",
            "Help comes before the rent is due",
            "Ask once for what we can look up ourselves",
        ),
        why=(
            "One in {few} people who could get help never asks for it.",
            "A renewal that is missed by a day costs a family a month of food.",
        ),
        barriers=(
            "The {paper} asks for papers that another office already has",
            "People without an address cannot receive the {paper}",
        ),
        findings=(
            "Of {n} closed cases, {few} were closed for a letter that came back.",
            "Families spent {few} hours on an application that takes us one.",
        ),
        actions=(
            "Shorten the {paper} from {few} pages to two",
            "Renew help without a new application where nothing has changed",
            "Send a reminder by text message {few} days before help ends",
            "Let people apply at {n} libraries and clinics",
            "Send {few} workers to shelters in {place} each week",
            "Decide urgent cases within {few} days",
            "Tell people why they were refused, in plain words",
            "Check {n} refusals a month for mistakes",
            "Accept a photo of a paper taken with a telephone",
        ),
        figures=(
            Figure(
                title="People with a right to help who receive it",
                unit="percent",
                better="higher",
                low=40,
                high=75,
            ),
            Figure(
                title="Days from application to decision",
                unit="days",
                better="lower",
                low=18,
                high=60,
            ),
        ),
    ),
    Subject(
        topics=("contracting", "technical-assistance"),
        people=("small-businesses", "black", "women", "veterans"),
        objectives=("economic-justice",),
        goals=(
            "A fair chance at public contracts",
            "Small firms can bid, win and be paid in time",
            "Buy where people live",
        ),
        why=(
            "Firms that have never won a contract do not know where to begin.",
            "Nine of ten contracts go to firms that have had one before.",
        ),
        barriers=(
            "A bid costs a small firm {n} hours, whether it wins or not",
            "Notices appear {few} days before bids are due",
        ),
        findings=(
            "Of {n} contracts, {few} went to a firm with fewer than ten people.",
            "Firms waited {few} weeks on average to be paid.",
        ),
        actions=(
            "Publish what we will buy {few} months ahead",
            "Split {few} large contracts so that small firms can bid",
            "Hold {few} meetings a year for first-time bidders in {place}",
            "Pay small firms within {few} days",
            "Cut the papers asked for in a bid under ${n},000 by half",
            "Tell each firm that lost why it lost",
            "Report who won our contracts, by size and place of the firm",
            "Match {n} new firms with one that has had a contract",
        ),
        figures=(
            Figure(
                title="Contract money that goes to small firms",
                unit="percent",
                better="higher",
                low=8,
                high=30,
            ),
            Figure(title="Bids from new firms", unit="bids", better="higher", low=10, high=90),
        ),
    ),
    Subject(
        topics=("grants", "technical-assistance", "engagement"),
        people=("rural", "tribal-nations", "underserved"),
        objectives=("economic-justice", "global-equality"),
        goals=(
            "Grants reach the places that need them most",
            "A town without a grant writer can win a grant",
            "Nations and rural places apply on equal terms",
        ),
        why=(
            "Places with fewer than ten employees rarely apply.",
            "The same {few} applicants won most of the money in the last five years.",
        ),
        barriers=(
            "The application has {n} pages",
            "Applicants must pay a share that small places do not have",
        ),
        findings=(
            "Of {n} eligible places, {few} applied.",
            "Small applicants dropped out at the budget form.",
        ),
        actions=(
            "Shorten the grant application to {few} pages",
            "Waive the local share for the poorest {n} places",
            "Offer an hour of help to each first-time applicant",
            "Send {few} grant advisers to {place} and its neighbors",
            "Consult tribal nations before each round of grants",
            "Publish scores and reasons for every application",
            "Pay {few} in ten dollars in advance, not against receipts",
            "Translate the call for applications into {language}",
        ),
        figures=(
            Figure(
                title="Small places that apply", unit="percent", better="higher", low=10, high=35
            ),
            Figure(
                title="Grant money that goes to rural places",
                unit="percent",
                better="higher",
                low=9,
                high=28,
            ),
        ),
    ),
    Subject(
        topics=("data", "civil-rights", "leadership"),
        people=("people-of-color", "lgbtq", "underserved"),
        objectives=("civil-rights",),
        goals=(
            "Know whom our services leave out",
            "Publish figures by group, and act on them",
            "Decide with evidence that anyone can read",
        ),
        why=(
            "What is not counted is not seen.",
            "Averages hide that some wait three times as long as others.",
        ),
        barriers=(
            "No system records who gave up before the end",
            "{few} programs keep their figures in {few} different ways",
        ),
        findings=(
            "Of {n} programs, {few} can tell how results differ by group.",
            "Half of all records have no language, age or place in them.",
        ),
        actions=(
            "Publish results by group for {few} programs",
            "Ask {n} people each year how they were treated, and publish what they say",
            "Agree on one way to record language, age and place",
            "Train {n} analysts to find unequal results",
            "Review {few} algorithms for unequal results",
            "Hold back no figure except to protect a person, and say so",
            "Put the data of this plan online as open data",
            "Report to the director on unequal results {few} times a year",
        ),
        figures=(
            Figure(
                title="Programs with results by group",
                unit="percent",
                better="higher",
                low=5,
                high=35,
            ),
            Figure(
                title="Records with a known language",
                unit="percent",
                better="higher",
                low=30,
                high=60,
            ),
        ),
    ),
    Subject(
        topics=("hiring", "workforce", "leadership"),
        people=("public-employees", "job-seekers", "people-of-color", "people-with-disabilities"),
        objectives=("economic-justice",),
        goals=(
            "Our staff look like the people we serve",
            "Hire for what people can do",
            "Everyone can rise",
        ),
        why=(
            "Two thirds of our job notices ask for a degree that the work does not need.",
            "People leave in the first year, and those we most want leave first.",
        ),
        barriers=(
            "It takes {n} days to fill a post",
            "Interns are not paid, so only some can afford to be one",
        ),
        findings=(
            "Of {n} job notices, {few} could be read without a dictionary.",
            "Staff with disabilities waited {few} weeks for what they need to work.",
        ),
        actions=(
            "Take degrees that are not needed out of {n} job notices",
            "Pay all {n} interns",
            "Recruit at {few} colleges and training centers near {place}",
            "Fill posts within {n} days",
            "Give each new employee a mentor",
            "Provide what staff with disabilities need within {few} days",
            "Publish pay by group each year",
            "Train {n} managers to interview fairly",
            "Ask everyone who leaves why, and publish the reasons",
        ),
        figures=(
            Figure(title="Days to fill a post", unit="days", better="lower", low=70, high=140),
            Figure(
                title="New staff who stay two years",
                unit="percent",
                better="higher",
                low=50,
                high=75,
            ),
        ),
    ),
    Subject(
        topics=("transportation", "safety", "environment"),
        people=("low-income", "people-with-disabilities", "young-people", "rural"),
        objectives=("environmental-justice",),
        goals=(
            "A way to work without a car",
            "Streets where nobody dies",
            "Every stop can be reached on wheels",
        ),
        why=(
            "One household in {few} has no car.",
            "The streets with the most crashes run through the poorest districts.",
        ),
        barriers=(
            "The last bus goes before the late shift ends",
            "A third of all stops have no pavement",
        ),
        findings=(
            "{few} of the {n} most dangerous crossings are in one district.",
            "Riders without a car spent {few} more hours a week on the way.",
        ),
        actions=(
            "Pave {n} bus stops",
            "Run {few} more buses at night in {place}",
            "Light {few} crossings on the way to schools",
            "Stop charging after the price of a day pass",
            "Let people book a ride for the same day",
            "Repair sidewalks in {place} first",
            "Announce every stop in sound and in writing",
            "Count crashes by district and publish them each quarter",
        ),
        figures=(
            Figure(
                title="Jobs that can be reached in an hour without a car",
                unit="percent",
                better="higher",
                low=22,
                high=48,
            ),
            Figure(
                title="Stops that a wheelchair can reach",
                unit="stops",
                better="higher",
                low=100,
                high=900,
            ),
        ),
    ),
    Subject(
        topics=("health", "data", "engagement"),
        people=("black", "tribal-nations", "women", "rural"),
        objectives=("health-equity",),
        goals=(
            "A healthy start wherever a child is born",
            "Care within an hour of every home",
            "Clinics people trust",
        ),
        why=(
            "Where a child is born still says how long it will live.",
            "The nearest clinic is {n} miles away for one family in ten.",
        ),
        barriers=(
            "Clinics are open while people work",
            "Nobody asks patients what went wrong",
        ),
        findings=(
            "Of {n} mothers asked, {few} had no visit before the third month.",
            "Patients in {place} waited {few} weeks for a first visit.",
        ),
        actions=(
            "Open {few} clinics in the evening",
            "Send nurses to {n} homes in the first week after a birth",
            "Pay {few} community health workers from {place}",
            "Offer visits by telephone where the internet is slow",
            "Ask {n} patients a year how they were treated",
            "Publish results by group for {few} illnesses",
            "Bring mobile clinics to {few} towns around {place}",
            "Train {n} staff with {partner}",
        ),
        figures=(
            Figure(
                title="First visit within four weeks",
                unit="percent",
                better="higher",
                low=35,
                high=70,
            ),
            Figure(title="Infants seen at home", unit="infants", better="higher", low=40, high=400),
        ),
    ),
    Subject(
        topics=("housing", "benefits", "justice"),
        people=("unhoused", "low-income", "veterans", "children-families"),
        objectives=("housing-justice",),
        goals=(
            "Nobody loses a home over a form",
            "Homes that are dry, safe and near work",
            "From the street to a door of one’s own",
        ),
        why=(
            "Most evictions are for less than two months of rent.",
            "The waiting list is {few} years long.",
        ),
        barriers=(
            "The waiting list opens for {few} days a year, online",
            "Landlords may refuse a voucher without a reason",
        ),
        findings=(
            "Of {n} evictions, {few} families had a lawyer.",
            "One home in {few} has mold.",
        ),
        actions=(
            "Repair {n} homes in {place}",
            "Give every family before a court of evictions a lawyer",
            "Keep the waiting list open all year",
            "Pay deposits for {n} families",
            "Inspect {n} homes a year without being called",
            "Build {few} homes that a wheelchair can enter",
            "Hand out the {paper} at shelters",
            "Answer each request for a repair within {few} days",
        ),
        figures=(
            Figure(
                title="Families on the waiting list",
                unit="families",
                better="lower",
                low=120,
                high=900,
            ),
            Figure(
                title="Repairs made in time", unit="percent", better="at-least", low=40, high=70
            ),
        ),
    ),
    Subject(
        topics=("digital-services", "customer-experience", "technical-assistance"),
        people=("without-internet", "rural", "older-adults"),
        objectives=("educational-equity",),
        goals=(
            "Online for those who can, in person for those who cannot",
            "A telephone is enough",
            "Nobody is sent from office to office",
        ),
        why=(
            "One household in {few} has no fast internet.",
            "People call because the website does not answer them.",
        ),
        barriers=(
            "The website logs people out after {few} minutes",
            "An account needs an address, a telephone and a credit history",
        ),
        findings=(
            "Of {n} people who started the form on a telephone, {few} finished it.",
            "{few} in ten callers had been on the website first.",
        ),
        actions=(
            "Make the {paper} work on a small telephone",
            "Lend {n} tablets with internet through libraries",
            "Let people save a form and come back to it",
            "Offer a way to prove who one is without a credit history",
            "Call people back at the hour they choose",
            "Send {few} helpers to libraries in {place}",
            "Show how long each line is before people come",
            "Ask after each visit whether it worked, and publish the answers",
        ),
        figures=(
            Figure(
                title="Forms finished once started",
                unit="percent",
                better="higher",
                low=30,
                high=60,
            ),
            Figure(
                title="Calls answered within ten minutes",
                unit="percent",
                better="higher",
                low=35,
                high=70,
            ),
        ),
    ),
    Subject(
        topics=("disaster", "environment", "justice"),
        people=("tribal-nations", "people-of-color", "low-income", "justice-involved"),
        objectives=("environmental-justice", "criminal-justice"),
        goals=(
            "Help after a storm comes first to those with least",
            "Clean air and water in every district",
            "Rules are enforced where people are hurt most",
        ),
        why=(
            "After the last flood, owners were helped in weeks and renters in months.",
            "The air is worst where the fewest inspections are.",
        ),
        barriers=(
            "Help after a disaster asks for a deed that many families do not have",
            "Warnings go out in English",
        ),
        findings=(
            "Of {n} requests after the flood, {few} were refused for a missing paper.",
            "{few} of {n} monitors are in the district with the worst air.",
        ),
        actions=(
            "Accept {few} other papers in place of a deed",
            "Send warnings in {language}",
            "Put {few} air monitors into {place}",
            "Inspect {n} sites in the districts with the worst air first",
            "Train {n} neighbors to help in a disaster",
            "Replace {n} lead pipes in {place}",
            "Pay for hotel rooms by the week, not against receipts",
            "Publish where help went after each disaster",
        ),
        figures=(
            Figure(
                title="Days from request to first help",
                unit="days",
                better="lower",
                low=15,
                high=60,
            ),
            Figure(title="Lead pipes replaced", unit="pipes", better="higher", low=100, high=2000),
        ),
    ),
)

AUTHORITIES: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    (
        "sample-fair-service-act",
        "Sample Fair Service Act",
        "Example Statutes, chapter 12",
        ("equity", "customer-experience", "other"),
    ),
    (
        "sample-language-act",
        "Sample Language Access Act",
        "Example Statutes, chapter 15",
        ("language-access", "equity"),
    ),
    (
        "sample-open-doors-act",
        "Sample Open Doors Act",
        "Example Statutes, chapter 21",
        ("accessibility", "equity"),
    ),
    (
        "sample-union-order-70",
        "Sample Union Order 70",
        "70 Example Register 1",
        ("equity", "workforce"),
    ),
    (
        "sample-right-to-know",
        "Sample Right to Know Act",
        "Example Statutes, chapter 3",
        ("open-government", "equity"),
    ),
)
"""The id, name and citation of each made-up law, and the kinds of plan it asks for."""

"""Cue words of single lines as data: diary, advice, code, worked numbers, placeholders, who is asked.

General English of notes, not the words of any one note. What headings say stands in `cues.py`.
"""

from __future__ import annotations

import re

from flashcards.patterns import Cue
from flashcards.text import Words, has_digit, mentions, vocabulary

SPEAKERS = frozenset(
    "interviewer interviewee interviewers candidate me you them him her recruiter host student teacher".split()
)
"""Who speaks in a dialogue written out."""

_PLACEHOLDER_WHOLE = re.compile(
    r"\(?fill (?:this |me )?in\)?\W*$|[?…. -]+$|n/?a$|"
    r"(?:look (?:this |it )?up|to ?do|check(?: this| it)?|ask|unknown|to be (?:defined|done|added|determined|"
    r"confirmed|filled)|"
    r"\S{1,8}\?\?|(?:none|nothing|not) yet|(?:same )?as (?:above|below)|(?:see|cf\.?) (?:above|below)|"
    r"coming soon|wip|tba|etc|and so (?:on|forth))\W*$|wip\b",
    re.IGNORECASE,
)

NOTE_TO_SELF = re.compile(
    r"(?:re-?|double[- ]?)?(?:check|confirm|clarify|verify) (?:with|w/)|(?:check|look|find|read|google) (?:this|that|"
    r"it|them|out|"
    r"up)\b(?: (?:up|out|later|again|before)\b.*)?\W*$|look (?:this|that|it|them) up\b|find out\b|need to (?:check|"
    r"ask|look|find|confirm|read)\b|"
    r"(?:didn['’]?t|did not|haven['’]?t|have not|never) (?:finish|finished|read|watch|watched|started?)\b|"
    r"(?:skipped|(?:un|not )read)(?: (?:it|this|that|so far|yet))?\W*$|"
    r"ask (?:him|her|them|[A-Z]\w+)(?: again| about it)?\W*$",
)
"""A value in which the writer says what is still to be done about it."""

_PLACEHOLDER_MARK = re.compile(
    r"_{2,}|\{\{|<%|\[(?:[A-Z]{3,}[ A-Z]*|company|name|role|your [a-z ]+|insert [a-z ]+)\]|<[a-z ]{2,20}>",
    re.IGNORECASE,
)

HOLED = 8
"""Words of a line up to which `<name>` in it is a hole; in a longer one it is part of what is told."""
_PLACEHOLDER_WORDS = frozenset("yyyy tbd tbc todo xxx xxxx xxxxx lorem".split())

_PLACEHOLDER_PHRASE = re.compile(r"\bneed one\b(?!.*\?)", re.IGNORECASE)
_NEED = frozenset({"need"})


def is_placeholder(text: str) -> bool:
    """True for a line still to be filled in: `TBD`, `[your name]`, `____`, `?`."""
    if _PLACEHOLDER_WHOLE.match(text) or not _PLACEHOLDER_WORDS.isdisjoint(vocabulary(text)):
        return True
    marked = "_" in text or "[" in text or "{" in text or "<" in text
    if marked and (found := _PLACEHOLDER_MARK.search(text)):
        return found[0][0] != "<" or len(text.split()) <= HOLED
    return mentions(text, _NEED) and bool(_PLACEHOLDER_PHRASE.search(text))


_POINTS = re.compile(
    r"(?:[^\W_]+ ){0,3}(?:see|read|refer|given|found|here|explain(?:ed|s)|explanations?|check|watch|visit|look)\b",
    re.IGNORECASE,
)
POINTER = 9
"""Words of a line with a link up to which it may only say where the answer stands."""


def points_elsewhere(markdown: str, text: str) -> bool:
    """`A better explanation is given [here](…)`: a line that only says where the answer stands."""
    return "](" in markdown and len(text.split()) <= POINTER and _POINTS.match(text) is not None


ASSISTANT = re.compile(
    r"^(?:here(?:'s| is| are)|sure[,!]|certainly[,!]|of course[,!]|great question|absolutely[,!])\b.{0,80}"
    r"(?:prepare|you|help|overview|summary|breakdown|list)\b|"
    r"\bwould you like me to\b|\blet me know if (?:you|there)\b|\bi hope this helps\b|\bfeel free to\b|"
    r"\bas an ai\b|\bhappy to help\b",
    re.IGNORECASE,
)
"""What a chat assistant says around its text."""

AND_SO_ON = re.compile(r"(?:etc|and so (?:on|forth))\W*$", re.IGNORECASE)
"""The name of a row that stands for all the others."""

FIRST_PERSON = frozenset("i im ive id me myself mine".split())


_COUNTED_ONE = re.compile(
    r"\b(?i:type|part|phase|level|class|stage|tier|grade|volume|chapter|section|act|division|schedule|title) I\b"
)


def in_first_person(text: str) -> bool:
    """True when a line speaks of its writer; the `I` of `type I` is a number."""
    if FIRST_PERSON.isdisjoint(vocabulary(text)):
        return False
    return not _COUNTED_ONE.search(text) or not FIRST_PERSON.isdisjoint(vocabulary(_COUNTED_ONE.sub("", text)))


def opens_with(text: str, table: frozenset[str]) -> bool:
    """True when the first word of a text stands in a table."""
    first = _FIRST_WORD.match(text)
    return first is not None and first[0].casefold() in table


_FIRST_WORD = re.compile(r"[^\W_]+")

DIARY = Words(
    """slept woke tired exhausted nervous anxious sad happy lonely grateful sensitive proud ashamed excited cried crying
    laughed hungover hungry sick dizzy headache shoulder knee mood feel feels feeling felt miss missed dream dreamt
    yearning longing memories""",
    """breakfast lunch dinner brunch coffee tea soup wine beer cake berries tomatoes lentils pizza groceries bakery
    cooked ate drank""",
    """mum mom dad mother father sister brother gran grandma grandpa cousin friend friends flatmate roommate girlfriend
    boyfriend wife husband partner's kids baby cat dog neighbor neighbour mums moms dads nan nana grandad granddad
    auntie aunt uncle niece nephew fiance fiancee""",
    """yesterday tonight last_night this_morning this_evening tomorrow tmrw all_day all_morning went_for went_to
    hanging_out hung_out walked ran_anyway swam gym run_with weather rain raining snow sunny haircut dentist laundry
    rent train_home bus_home new_shoes the_bed in_bed sang drive_home drove_home
    walk_home walked_home""",
    """we_spoke spoke_on heard_back received_correspondence
    sent_through applied_for cover_letter""",
    """owe owes lent_me borrowed_from moved_out move_out broke_up break_up split_up argued argument_with argument_w
    text_him text_her texted call_him call_her miss_him miss_her hugged kissed wedding funeral birthday bday pub""",
    """lol haha omg ugh meh sigh rip tbh ngl""",
    """it_hurts i_should i_must i_need_to i_have_to i_keep i_want_to i_wish i_think i_guess i_hope i_wonder i_realized
    i_realised i_am i_was i_went i_got i_had i_talk i_forgot should_i am_i do_i have_been to_no_avail home_by""",
    marks=("!!", ":(", ":)", "??"),
)
"""Words of a diary: feelings, food, people, weather, the day. One hit is a hint, never a proof."""

MUSES = re.compile(r"[Hh]m+\b(?!\s*[:=(–—-])")
"""How one opens who thinks aloud; `HMM` is a term."""

ERRAND = re.compile(
    r"(?:text|ring|phone|call|pay|buy|feed|book|collect|pick up|drop off|return|renew|cancel|fix|water|post|wash) "
    r"(?:[A-Z]\w+|my|him|her|them)\b",
)
"""What one has to do at home: counts only among the last lines of a note, and not as a key with its value."""

PRIVATE_WORDS = frozenset("slept cried crying hungover therapist haircut".split())
"""Words that alone make a line private, unless it is key and value or speaks of work."""

WORK = frozenset(
    """team teams project projects system systems customer customers client clients user users stakeholder stakeholders
    deadline deadlines manager managers engineer engineers developer developers product products service
    services company
    role data code launched built led lead designed implemented migrated reduced increased delivered managed
    owned shipped
    analysis report reports software platform api app application pipeline model models feature features release
    production requirements business revenue sales research thesis experiment architecture database server
    testing""".split()
)
"""Words of work: a line in the first person that holds them is a story to tell, not a diary."""

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
)
WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b"
"""Whole names and the usual short forms: `Mar` and `March`, not `Marketing`."""

_WHEN = Cue(
    rf"\b{MONTH}\.?(?: \d|$| or | and )|\b{WEEKDAY}|"
    r"(?<![\d./])\d{1,2}/\d{1,2}(?![\d/.])|"
    r"\b\d{1,2}(?::\d\d)?\s?[ap]m\b|\b(?:in[- ]person|virtual|zoom|ms teams)\b",
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
MADE_UP = re.compile(
    r"\W*(?:[\w' ,]{0,30}\b)?(?:pretend|hypothetical|made[- ]up)\b[^?:]{0,40}:|"
    r"\W*mock (?:w/|(?:with|call|interview)\b)",
    re.IGNORECASE,
)
"""A line that says of itself that its numbers are made up, or tells of a rehearsal."""

APPOINTMENT = re.compile(
    rf"\W*(?:(?:ms )?(?:teams|zoom|google meet|webex|skype|video) (?:link|invite|call|room|id)\b|"
    rf"{MONTH}\.? \d{{1,2}}(?![\d,]|\s?%)|"
    r"\d{1,2}/\d{1,2}\s+\d{1,2}(?::\d\d)?\s?(?:[-–]|[ap]m)|"
    r"(?:interview|call|chat|meeting|onsite|screen|panel|zoom)(?: (?:on|at))? "
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)? {MONTH}|{WEEKDAY})|"
    r"(?:call|chat|meeting|interview|zoom) (?:w/|with )[^.?:]{2,60}\b\d+ ?(?:min|mins|minutes|h|hours?)\b|"
    r"~?\d+ ?-?(?:min|mins|minutes?|h|hrs?|hours?) (?:call|chat|interview|zoom|panel|screen) (?:w/|(?:with|on|at)\b))",
    re.IGNORECASE,
)
"""A line of a calendar: `1/7 4-4:30 with the lab`, `January 15 / 17`, `panel thurs 10:15`, `call w/ them, 45 min`."""


def says_when(text: str) -> bool:
    """True for a text that says on which day or where one meets; a year makes it history."""
    return _WHEN.search(text) and not (has_digit(text) and _YEAR.search(text))


STORY_TITLE = Cue(r"\b(?:star|behaviou?ral|interview stor(?:y|ies)|stories|self[- ]evaluation)\b")
"""A document or outer heading in which one tells of oneself."""

TALKABLE = Cue(
    r"\btimes? (?:that |when |where )?(?:i|you|we)\b|\b(?:failures?|mistakes?|conflicts?|challenges?|achievements?|"
    r"accomplishments?|weakness(?:es)?|strengths?|disagreements?|proud(?:est)?|motivation|teamwork|leadership|"
    r"ownership|"
    r"background|experience|star|behaviou?ral|interviews?|prep|pitch|intro|stor(?:y|ies)|projects?|role|job|"
    r"internship|career)\b",
)
"""A heading or title of what one tells of oneself in an interview."""

IMPERATIVES = frozenset(
    """accept acknowledge add address adjust adopt align allow analyse analyze anticipate apply approach arrive ask
    assess assume attend avoid balance be become begin bring build buy call capture carry challenge change check
    choose clarify close collect come communicate compare complete confirm connect consider contact contribute create
    cut decide define deliver demonstrate describe design develop discuss do document don't draft draw dress drop earn
    email emphasise emphasize encourage end engage ensure establish evaluate examine expand expect explain explore
    express familiarise familiarize figure fill find finish focus follow forget gather get give go grow handle have
    help highlight identify illustrate imagine impress improve include incorporate indicate inquire introduce
    investigate invite join jot jump keep know lead learn leave let leverage limit link list listen look maintain make
    manage map master match meet mention mind mirror move name narrow need negotiate never note notice offer open
    organise organize outline own pause pay pick plan practice practise prepare present prioritise prioritize proceed
    provide pull push put quantify read record reflect refer rehearse relate relax remember remind repeat rephrase
    report request research respond review rewrite run save say schedule search see seek select send set share
    show simplify sit skip sleep smile solve speak specify spend stand start state stay stick stop study submit
    suggest summarise summarize support tailor take talk tell test thank think tie train try turn understand update
    use verify visit volunteer wait walk watch wear work write""".split()
)
"""Base forms that open a line of advice: "Tailor your answer …"."""

ADVICE_LEAD = re.compile(
    r"^(?:please|always|never|also|then|first|next|finally|just|simply|and|but|so|if you can,?|at the end,?)\s+",
    re.IGNORECASE,
)

ADVICE = re.compile(
    r"^(?:don'?t|do not|always|never|remember|make sure|be sure|try to|avoid|use|keep|stay|be|practi[cs]e|ask|say|"
    r"show|tell|focus|think|start|end|smile|dress|bring|wear|arrive|prepare|review|read|write|send|check)\b(?!/)",
    re.IGNORECASE,
)
"""Openings of advice: an imperative is no fact."""

EDITOR_MARK = re.compile(r"(?:←|<-|<--|->|→|⬅).*$|\b(?:too long|use this one|old|wip)\b.*$", re.IGNORECASE)
"""What a writer says about a draft, not in it."""

ASKED_OF_ME = re.compile(
    r"^(?:tell (?:me|us)|give (?:me|us|an example)|describe|walk (?:me|us)|talk (?:me|us|about)|share|explain|"
    r"imagine you|"
    r"(?:what|which) (?:are|is|was|were) your (?:\w+ )?(?:strengths?|weakness(?:es)?|achievements?|failures?|"
    r"salary|goals?|proudest|accomplishments?|experience|motivation)|why (?:should we|do you want|"
    r"are you (?:leaving|interested|looking)|"
    r"did you leave)|what would you do|how would you|if you (?:could|were|had)|"
    r"what do you do when|what(?:'s| is) the (?:most|biggest|hardest|best) .{0,40}\byou(?:'ve| have|r)?\b|"
    r"where do you see yourself|have you ever|how do you (?:handle|deal with|prioriti[sz]e your|"
    r"manage your time)|what (?:motivates|drives|interests) you|do you have (?:any )?experience)\b",
    re.IGNORECASE,
)
"""Openings of the questions that interviewers put to everybody: nobody asks them back."""

DATA_TYPES = re.compile(
    r"^(?:(?:unsigned |big|small|tiny|medium)?int(?:eger)?(?:32|64)?|(?:n?var)?char(?:\(\d+\))?|string|str|text|"
    r"bool(?:ean)?|"
    r"float|double|decimal|date|datetime|timestamp|uuid|blob|json|array|list|map|enum|object|long|byte|bytes)"
    r"(?:\[\])?(?:\s?\(\d+(?:,\s?\d+)?\))?$",
    re.IGNORECASE,
)
"""The value of a line of a table schema: `user_id: int`."""

CODE_LINE = re.compile(
    r"^(?:[^(){}=\]]*[(){}=\]].*;\s*$|[^A-Z].*[{}]\s*$|.{0,40}[{}]\s*$|(?>.*?\bSELECT\b).+\bFROM\b|"
    r"(?>.*?\bJOIN\b)(?>.+?\bON\b).+=|(?:INSERT INTO|CREATE TABLE|ALTER TABLE)\b|"
    r"(?:def \w+\(|class \w+[(:]|import \w+$|from \w+ import|return \w+$|(?:const|let|var) \w+ =|"
    r"(?:public|private) (?=(?:static|final|class|void|int|long|bool\w*|string|func?|def|va[rl]|let|const)\b|"
    r".*[(){};=])|"
    r"#include|for \(|while \(|if \(.*\) ?\{|\$ \w+|[\w.]+\(.*\) ?\\?$(?<=[.\w]\))|\w+ = \w+[.(].*[(),\[\\]$|"
    r"\.\w+\(.*\)? ?\\?$|"
    r"\w+\(.*\),?$|npm (?:i|run)|pip install|git \w+ -|sudo |docker run))"
)
"""A line of code outside of any fence."""

DATE_KEY = re.compile(
    r"^(?:mon|tues?|wed|thu(?:rs?)?|fri)\.?$|^(?:mon|tues|wednes|thurs|fri|satur|sun)day$|"
    rf"^(?:{WEEKDAY},? )?"
    r"(?:\d{1,2}[/.-]\d{1,2}(?:[/.-](?:\d{4}|\d{2}))?|\d{4}-\d{1,2}-\d{1,2}|"
    rf"{MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)?(?: of)?[ -]{MONTH}\.?)$",
    re.IGNORECASE,
)
"""The key of a line of a log: `8/19: sent the form`. A year alone is history, not a log."""

MEETS = re.compile(
    rf"\b{WEEKDAY}[^.?!]{{0,20}}?\d{{1,2}}(?:[.:h]\d\d|\s?[ap]m)|\d{{1,2}}(?:[.:h]\d\d|\s?[ap]m)[^.?!]{{0,20}}?\b{WEEKDAY}",
    re.IGNORECASE,
)
"""A weekday with an hour: `tuesday 10.40`."""
NOT_REAL = re.compile(r"\b(?:not real|made[- ]up|practi[cs]e (?:only|run|case|sum)|just practi[cs]e)\b", re.IGNORECASE)
"""What says of the lines below that their numbers are nobody's."""
HOURS = re.compile(r"(?:[01]\d|2[0-3]):?[0-5]\d(?:\s?[-–]\s?(?:[01]\d|2[0-3]):?[0-5]\d)?$")
"""The time of day as a key, with or without its colon: `0715-0830`."""

REHEARSED = re.compile(r"(?:practi[cs]e|role ?play)\b(?: (?:w|with)\b[^:]{1,30})?:\s", re.IGNORECASE)
"""How a line on a rehearsal begins."""

CALCULATION = re.compile(
    r"(?:^[=≈]\s*[~$€£]?\d|(?:^|:\s)[^=≈:]{0,40}\d[^=≈:]{0,30}\s?[*×]\s?[^=≈:]{0,12}\d[^=≈:]{0,30}[=≈]|"
    r"(?:^|:\s)(?!\W{0,9}\d{1,2}/\d{1,3}\s?[=≈]\s?[\d.]+\s?%?\W*$)[\d\s*×/^+().,_kKmMbB-]{0,30}\d\s?[*×/]\s?\d[\d\s*×/^+().,_kKmMbB-]{0,30}[=≈])"
)
"""A sum worked out: `10M users * 2 / 100k seconds = 200 a second`; or the line that goes on with one: `= 365 TB`.

A fraction and its value, `1/8 = 12.5%`, is known by heart.
"""

EXAMPLE_TITLE = re.compile(
    r"^(?:an? |the )?(?:worked )?example\b(?! of\b)|\bexample\b[^\w]*(?:[（(].{0,60}[)）])?\W*$", re.IGNORECASE
)
"""A heading, label or item that calls what stands below it an example."""

WORKED = re.compile(
    r"^\W*(?:(?:for )?(?:example|instance)|eg|e\.g\.|ex)\b[\s,:.)–—-]*(?=.*\d)(?=.*(?:[=×*+]|\b(?:given|"
    r"suppose|assume|imagine|"
    r"let|say|if|when|you)\b))",
    re.IGNORECASE,
)
"""The opening of an example worked with numbers; what stands in the same quote or paragraph belongs to it."""

SUPPOSED = re.compile(
    r"\W*(?:so |and |e\.?g\.? |for (?:example|instance),? )?(?:let['’]?s|let us) (?:say|assume|suppose|imagine|"
    r"pretend)\b|"
    r"\W*(?:say|suppose|assume|assuming|imagine) (?:that |an? |the |you |we |i |there )",
    re.IGNORECASE,
)
"""How a made-up example opens."""

PUZZLE = re.compile(
    r"^(?:given|suppose|let|assume|consider|imagine|roll|flip|toss|throw|pick|draw|choose|paint|cut|find|"
    r"prove|show that|"
    r"estimate|compute|calculate|design|implement|write|play)\b(?!-| (?:in|out|off|on|up|down)\b)",
    re.IGNORECASE,
)
"""Openings of an exercise: its numbers are made up."""

TASK_LEAD = re.compile(
    r"^(?:explain|describe|define|compare|contrast|derive|discuss|tell (?:me|us) about|give (?:me |us )?an example|"
    r"walk (?:me|us) through|differences? between|(?:find|prove|estimate|compute|calculate|show|design|implement|state|"
    r"name|list) (?:an?|the|some|two|three|all|how|what|that|whether|your))\b",
    re.IGNORECASE,
)
"""Openings of a task with the answer below it: as good as a question."""


_HEDGE = re.compile(r"[\s,(–-]+(?:i think|i believe|i guess|if i remember(?: right(?:ly)?)?)[\s.?)]*$", re.IGNORECASE)
"""What one says behind a fact one is not quite sure of."""
_HEDGES = frozenset({"think", "lieve", "guess", "ember", "right", "ghtly"})
"""The last letters of each."""


def unhedged(text: str) -> str:
    """A line with a number without the doubt behind it."""
    hedged = text.rstrip(" .?)")[-5:].lower() in _HEDGES and has_digit(text)
    return _HEDGE.sub("", text) if hedged else text

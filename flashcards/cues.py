"""Cue words as data: what headings, labels, titles and lines say about what stands under them.

General English of notes, not the words of any one note. Each table says in which form it is looked for.
"""

from __future__ import annotations

import re

from flashcards.text import Words, vocabulary


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


SECTIONS: dict[str, re.Pattern[str]] = {
    "private": _any(
        r"^(?:my )?private\b(?: (?:notes?|stuff|thoughts?|log|section|life))?\W*$",
        r"^(?:my )?(?:gut(?: feel(?:ing)?| check)?$|gratitude|grateful|mood|feelings|morning pages|dreams?|therapy|"
        r"rants?|vent|brain ?dump|"
        r"(?:stray|random) thoughts?|"
        r"notes? to (?:my)?self|highlights? of (?:the|my) day|small talk|ice ?breakers?|shopping|groceries)\b",
        r"^(?:personal|evening|morning|night|tonight|today|tomorrow|yesterday|weekend|lunch|dinner|home|after|"
        r"afterwards)(?: (?:notes?|stuff|log|bits|life))?\W*$",
        r"\bjournal\b|\bdiary\b|\btmrw\b",
    ),
    "logistics": _any(
        r"^(?:(?:interview|day|travel|call) )?(?:logistics|contacts?|schedule|agenda|calendar|travel|"
        r"itinerary|attendees|"
        r"participants|location|venue|directions|dress code|parking lot|dial[- ]in)(?: (?:info|details|and|&|"
        r"for)\b.*)?\W*$",
        r"\blogistics$|^(?:jd|job (?:description|posting|spec|ad))\b|^(?:benefits|perks)$",
    ),
    "links": _any(
        r"^(?:(?:useful|helpful|more|other|external|good|great|additional|recommended|online|my) )*"
        r"(?:links?|references?|resources?|further reading|reading(?: list)?|read(?: later)?|sources?|see also|"
        r"bibliography|bookmarks?|podcasts?|books?|videos?|articles?|papers?|related(?: notes| pages|"
        r" topics)?|backlinks|"
        r"citations?|websites?|tutorials?|courses?|materials?)"
        r"(?: (?:and|&|/|,) .{1,30}| (?:used|to read|to watch|list|section|for (?:this|later|prep|study).*))?\W*$",
        r"^read before\b",
    ),
    "todo": _any(
        r"^(?:my )?(?:to[- ]?dos?|tasks|task list|action items?|next steps|homework|reminders?|follow[- ]?ups?|"
        r"waiting (?:on|for)|"
        r"some ?day|backlog|(?:prep |pre-\w+ )?checklist|things to do|to (?:read|watch|practise|practice|"
        r"review|learn|finish)|"
        r"study plan|plan)(?: (?:list|for|before|after|this|next)\b.*)?\W*$",
        r"\bto[- ]?do(?:s| list)?$|^done$|^in progress$",
    ),
    "practice": _any(
        r"^(?:my |key |main )?assumptions?\b",
        r"(?<!best )(?<!good )\b(?:practi[cs]e|mock|made[- ]up|not real|hypothetical|fictional|worked (?:one|example)|not facts|exercises?|drills?|"
        r"rehearsal|dry run|role ?play)\b(?! (?:questions|makes|guide))",
    ),
    "meta": _any(
        r"^(?:meta|metadata|change ?log|version history|log|session log|status|index|contents?|table of contents?|outline|toc|"
        r"navigation|tags?|template|instructions|how to use(?: this.*)?|about this (?:note|doc|page)|drafts?)\W*$",
        r"\bunfinished\b|\bnever finished\b|\bincomplete\b|\banswers? (?:yet|missing|needed)\b",
    ),
    "answered": _any(r"\b(?:they|he|she) (?:answered|said|told me)\b|\banswers? i got\b"),
    "asked": _any(
        r"(?<!if )\b(?:they|interviewers?|recruiters?|he|she|panel)(?:'ll| will| may| might| could| can| always| "
        r"often| did| usually| like to| would)? ask",
        r"^behaviou?ral\b|\basked (?:me|last|in|at)\b|\bquestions? (?:i|we) (?:got|had|was|were)\b|\bbeen asked\b",
        r"\bq ?(?:&|and|n|/) ?a\b|\bquestions? (?:&|and|with|\+) answers?\b|\bfaqs?\b",
        r"\b(?:interview|behaviou?ral|technical|common|sample|typical|likely|potential|possible|expected|"
        r"frequent(?:ly)?(?: asked)?|screening|coding|leadership|fit|popular|top|theory|practice|practical|conceptual|"
        r"basic|advanced|important|general|scenario|situational) questions?\b",
        r"\bquestions? (?:about|on) (?:me|my)\b|\bquestions? to (?:be )?(?:prepared?|expect(?:ed)?|practi[cs]ed?|answer(?:ed)?)\b",
    ),
    "ask": _any(
        r"^(?:[\w']+ ){0,4}(?:questions?|qs) (?:to (?:ask|raise)|for (?!any\b)|i (?:want|have|would|will|"
        r"might)|at the end|"
        r"(?:about|on|regarding) (?:the |their |your )?(?:role|team|company|them|culture|interviewer|job|position|"
        r"organi[sz]ation|business|product|process|growth)|after|for the end)\b",
        r"^(?:(?:my|some|good|the|more|other|smart|any|thoughtful|final|closing|open) )*(?:questions?|qs)\s*(?:$|[:(])",
        r"\b(?:any|have) questions for (?:me|us|them)\b|\bquestions for (?:the )?(?:interviewers?|recruiters?|"
        r"hiring)\b",
        r"\b(?:to|i|i'd|i'll|will|would|should|could|might|can|what i) "
        r"(?:would |will |want to |should |could |like to )?"
        r"ask\b(?! me\b)",
        r"^ask(?:s|ing)?(?: (?!me\b|about me\b|yourself\b)[\w' ]{1,25})?$|^q(?:s|uestions?)? for (?:after|"
        r"them|you|the)\b",
        r"\breverse interview\b|\bcurious about$|^for the .{0,20}(?:manager|interviewer|team|recruiter|panel)$",
    ),
    "pitch": _any(
        r"^why (?!(?:do|does|did|is|are|was|were|not|use|can|should|would|it|the site|we need)\b)"
        r"(?!.*\b(?:you|your|they|we|i|it|was|were|is|are|did|do|does|where|how)\b)[\w&.'’ -]{1,40}[?]?(?::.*)?$",
        r"^(?:my |short |quick |the )?(?:intro(?:duction)?|pitch|elevator pitch|cover letter|about me|bio|"
        r"self[- ]intro\w*|personal statement|summary statement|opening statement|closing statement|"
        r"value prop\w*)(?: \(.*\)|[:,-] .*)?\W*$",
        r"^tell me about (?:yourself|your background|you)\b|^walk me through (?:your|my) (?:resume|cv|background)",
        r"\btalking points?\b|^what i (?:say|tell)\b|^\d+[- ]?sec(?:ond)?s? (?:version|pitch|intro)",
        r"^(?:my )?(?:motivation|strengths?|weakness(?:es)?)\b",
    ),
    "story": _any(r"\bstar\b(?! (?:schema|topology|rating))|\bstor(?:y|ies)\b(?! points)|\bleadership principles?\b"),
    "process": _any(
        r"\b(?:steps?|process|procedure|workflow|work ?flow|pipeline|order|sequence|life ?cycle|stages?|phases?|"
        r"rounds?|loop|hand ?shake|path|flow|chain|algorithm|roadmap|playbook|runbook|recipe|protocol|launch|"
        r"structure|framework|approach|method|strategy|checklist)\b",
        r"^how (?:to|i|we|a|an|the|does|do|is|are)\b|\bwhat (?:do (?:i|you)|to) do\b|\bwhat now\b|\bwalk ?through\b|"
        r"\bwhat i do\b|\bmy order\b",
    ),
    "prep": _any(
        r"\b(?:call|chat|prep|prepare|preparation|interview|interviews|onsite|on-site|screen|screening|panel|recruiter|"
        r"hiring|company|role|job|study|studying|reading up|revision|revise|learn|learned|learnt|concepts?|glossary|"
        r"terms|facts|numbers|notes on|cheat ?sheet|case|coffee chat|informational|meeting with|talk with|"
        r"questions? (?:for|to)|exam|course|lecture|chapter)\b",
    ),
}
"""Zone → pattern over the plain text of a heading, label, parent item or title."""

NEVER_TITLES = _any(
    r"^_?template\b|\btemplate$|\bstand[- ]?up\b|\bscribbles?\b|\bretro\b|\bminutes\b|\bjournal\b|\bdiary\b|"
    r"\bdaily[-_ ]?(?:notes?|logs?|pages?)\b|"
    r"\bto[- ]?dos?\b|\bshopping\b|\bhabit|\bworkouts?\b|\brecipes?\b|\bpacking\b|\bbudget\b|\bmood\b"
)
"""Titles of documents that hold no preparation."""

DAILY_TAGS = frozenset({"daily", "journal", "diary", "dailynote", "daily-note", "daily-notes"})

DATE_TITLE = re.compile(
    r"""^\W*(?:
        \d{4}[-_./ ]\d{1,2}[-_./ ]\d{1,2}
      | \d{1,2}[-_./ ]\d{1,2}[-_./ ]\d{2,4}
      | \d{4}[-_ ]?w\d{1,2}
      | (?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[ ,]+.{0,20}\d
      | \d{1,2}(?:st|nd|rd|th)?[ ](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?:[ ,]+\d{4})?
      | (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ ]\d{1,2}(?:st|nd|rd|th)?(?:[ ,]+\d{4})?
    )\W*$""",
    re.IGNORECASE | re.VERBOSE,
)

DATE_LEAD = re.compile(
    r"""^\W*(?:
        \d{4}[-_./]\d{1,2}[-_./]\d{1,2}
      | \d{1,2}[ ](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)


def _table(rows: str) -> frozenset[str]:
    return frozenset(" ".join(entry.split()) for entry in rows.split(","))


GENERIC_HEADINGS = _table(
    """notes, note, overview, misc, miscellaneous, general, other, others, summary, intro, introduction, details, info,
    information, background, basics, content, contents, main, topics, topic, things, stuff, q&a, qa, questions,
    question, answers, answer, untitled, key points, takeaways, key takeaways, numbers, facts, key facts, highlights,
    ideas, thoughts, definitions, terms, glossary, concepts, key concepts, important, examples, example, points, lists,
    section, interview, interviews, prep, preparation, interview prep, interview notes, at a glance, short definitions,
    words, vocabulary, cheat sheet, cheatsheet, questions & answers, questions and answers, body, text, page, draft,
    final thoughts, conclusion, conclusions, wrap up, closing, my take, thoughts on it, tl;dr, tldr, remember, tips,
    general tips, before we start, disclaimer, about, contents of this note, how to use, index, home,
    readme, study notes, my notes, class notes, lecture notes, quick notes"""
)
"""Headings that name no subject: the next one up is the subject."""

CONTAINER_WORDS = frozenset(
    "master main prep preparation doc document docs note notes notebook page file interview interviews cheat sheet "
    "cheatsheet everything all stuff misc general study revision final copy draft new my list sheet summary round "
    "call calls chat meeting".split()
)
"""A title made of these alone names a sort of document, not a subject."""

META_KEYS = _table(
    """status, created, updated, last updated, last edited, last modified, modified, reviewed, date, time, tags, tag,
    up, parent, related, alias, aliases, author, source, sources, link, links, url, website, see also, see, id, note,
    nb, ps, edit, todo, action, reminder, fyi, update, next, read, score, attendees, location, where, when, room, wifi,
    dress code, deadline, due, applied, date applied, priority, owner, assignee, recruiter, referral, contact,
    contacts, email, phone, interviewer, interviewers, meeting, created at, notes, image, cover, bring, wear,
    train, bus, parking, address, booking, place"""
)
"""Keys of a line that tell about the note or the day, not about the subject."""

SPEAKERS = frozenset(
    "interviewer interviewee interviewers candidate me you them him her recruiter host student teacher".split()
)
"""Who speaks in a dialogue written out."""

ANSWER_LABEL = re.compile(
    r"^(?:(?:answer|ans|my answer|response|solution)\s*\d*\s*(?:[:.)\-–—]\s*|$)|a\d*[:.)](?:\s+|$))", re.IGNORECASE
)
QUESTION_LABEL = re.compile(r"^(?:(?:question|ques)\s*\d*\s*[:.)\-–—]|q\s*\d*[:.)])\s*", re.IGNORECASE)

STAR_PARTS: dict[str, str] = {
    "s": "situation",
    "t": "task",
    "a": "action",
    "r": "result",
    "situation": "situation",
    "context": "situation",
    "task": "task",
    "challenge": "task",
    "action": "action",
    "actions": "action",
    "approach": "action",
    "result": "result",
    "results": "result",
    "outcome": "result",
    "impact": "result",
    "lesson": "lesson",
    "lessons": "lesson",
    "learned": "lesson",
    "learnt": "lesson",
    "learning": "lesson",
    "learnings": "lesson",
    "reflection": "lesson",
    "takeaway": "lesson",
    "number to say": "number",
}
"""Label of a line in a story → which part it is."""

_PLACEHOLDER_WHOLE = re.compile(
    r"\(?fill (?:this |me )?in\)?\W*$|[?…. -]+$|n/?a$|"
    r"(?:look (?:this |it )?up|to ?do|check(?: this| it)?|ask|unknown|to be (?:defined|done|added|determined|confirmed|filled)|"
    r"(?:same )?as (?:above|below)|(?:see|cf\.?) (?:above|below)|coming soon|wip|tba)\W*$|wip\b",
    re.IGNORECASE,
)
_PLACEHOLDER_MARK = re.compile(
    r"_{2,}|\{\{|<%|\[(?:[A-Z]{3,}[ A-Z]*|company|name|role|your [a-z ]+|insert [a-z ]+)\]|<[a-z ]{2,20}>",
    re.IGNORECASE,
)
_PLACEHOLDER_WORDS = frozenset("yyyy tbd tbc todo xxx xxxx xxxxx lorem".split())
_PLACEHOLDER_PHRASE = re.compile(r"\bneed one\b", re.IGNORECASE)


def is_placeholder(text: str) -> bool:
    """True for a line still to be filled in: `TBD`, `[your name]`, `____`, `?`."""
    if _PLACEHOLDER_WHOLE.match(text) or not _PLACEHOLDER_WORDS.isdisjoint(vocabulary(text)):
        return True
    marked = "_" in text or "[" in text or "{" in text or "<" in text
    return (marked and bool(_PLACEHOLDER_MARK.search(text))) or bool(_PLACEHOLDER_PHRASE.search(text))


ASSISTANT = _any(
    r"^(?:here(?:'s| is| are)|sure[,!]|certainly[,!]|of course[,!]|great question|absolutely[,!])\b.{0,80}"
    r"(?:prepare|you|help|overview|summary|breakdown|list)\b",
    r"\bwould you like me to\b|\blet me know if (?:you|there)\b|\bi hope this helps\b|\bfeel free to\b|"
    r"\bas an ai\b|\bhappy to help\b",
)
"""What a chat assistant says around its text."""

FIRST_PERSON = frozenset("i im ive id me myself mine".split())


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
    boyfriend wife husband partner's kids baby cat dog neighbor neighbour""",
    """yesterday tonight last_night this_morning this_evening tomorrow tmrw all_day all_morning went_for went_to
    hanging_out hung_out walked ran_anyway swam gym run_with weather rain raining snow sunny haircut dentist laundry
    rent train_home bus_home new_shoes the_bed in_bed""",
    """lol haha omg ugh meh sigh rip tbh ngl""",
    """it_hurts i_should i_must i_need_to i_have_to i_keep i_want_to i_wish i_think i_guess i_hope i_wonder i_realized
    i_realised i_am i_was i_went i_got i_had i_talk i_forgot should_i am_i do_i have_been to_no_avail home_by""",
    marks=r"!!|:\(|:\)|\?\?",
)
"""Words of a diary: feelings, food, people, weather, the day. One hit is a hint, never a proof."""

WORK = frozenset(
    """team teams project projects system systems customer customers client clients user users stakeholder stakeholders
    deadline deadlines manager managers engineer engineers developer developers product products service services company
    role data code launched built led lead designed implemented migrated reduced increased delivered managed owned shipped
    analysis report reports software platform api app application pipeline model models feature features release
    production requirements business revenue sales research thesis experiment architecture database server testing""".split()
)
"""Words of work: a line in the first person that holds them is a story to tell, not a diary."""

TALKABLE = re.compile(
    r"\btimes? (?:that |when |where )?(?:i|you|we)\b|\b(?:failures?|mistakes?|conflicts?|challenges?|achievements?|"
    r"accomplishments?|weakness(?:es)?|strengths?|disagreements?|proud(?:est)?|motivation|teamwork|leadership|ownership|"
    r"background|experience|star|behaviou?ral|interviews?|prep|pitch|intro|stor(?:y|ies)|projects?|role|job|"
    r"internship|career)\b",
    re.IGNORECASE,
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
    r"show|tell|focus|think|start|end|smile|dress|bring|wear|arrive|prepare|review|read|write|send|check)\b",
    re.IGNORECASE,
)
"""Openings of advice: an imperative is no fact."""

EDITOR_MARK = re.compile(r"(?:←|<-|<--|->|→|⬅).*$|\b(?:too long|use this one|old|wip)\b.*$", re.IGNORECASE)
"""What a writer says about a draft, not in it."""

PARTS = re.compile(
    r"\b(?:types|kinds|flavou?rs|levels|layers|phases|stages|principles|pillars|modes|ways|parts|elements|"
    r"components|properties|categories|forms|classes|splits|rules|laws|factors|criteria|reasons|advantages|"
    r"disadvantages|pros|cons|causes|symptoms|signs|roles|functions|requirements for|conditions|steps|models|"
    r"strategies|techniques|methods|[2-9] [a-z]+|two|three|four|five|six|seven)\b",
    re.IGNORECASE,
)
"""A list that says it has parts: to name them all is worth a card beside those of the parts."""

ASKED_OF_ME = re.compile(
    r"^(?:tell (?:me|us)|give (?:me|us|an example)|describe|walk (?:me|us)|talk (?:me|us|about)|share|explain|imagine you|"
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
    r"[(){}=\]].*;\s*$|[{}]\s*$|\bSELECT\b.+\bFROM\b|\bJOIN\b.+\bON\b.+=|^(?:INSERT INTO|CREATE TABLE|ALTER TABLE)\b|"
    r"^(?:def \w+\(|class \w+[(:]|import \w+$|from \w+ import|return \w+$|(?:const|let|var) \w+ =|public |private \w+ |"
    r"#include|for \(|while \(|if \(.*\) ?\{|\$ \w+|[\w.]+\(.*\) ?\\?$(?<=[.\w]\))|\w+ = \w+[.(].*[(),\[\\]$|\.\w+\(.*\)? ?\\?$|"
    r"\w+\(.*\),?$|npm (?:i|run)|pip install|git \w+ -|sudo |docker run)"
)
"""A line of code outside of any fence."""

DATE_KEY = re.compile(
    r"^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?"
    r"(?:\d{1,2}[/.-]\d{1,2}(?:[/.-](?:\d{4}|\d{2}))?|\d{4}-\d{1,2}-\d{1,2}|"
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]* \d{1,2}(?:st|nd|rd|th)?)$",
    re.IGNORECASE,
)
"""The key of a line of a log: `8/19: sent the form`. A year alone is history, not a log."""

CALCULATION = re.compile(
    r"^[=≈]\s*[~$€£]?\d|(?:^|:\s)[^=≈:]{0,40}\d[^=≈:]{0,30}\s?[*×]\s?[^=≈:]{0,12}\d[^=≈:]{0,30}[=≈]|"
    r"(?:^|:\s)[\d\s*×/^+().,_kKmMbB-]{0,30}\d\s?[*×/]\s?\d[\d\s*×/^+().,_kKmMbB-]{0,30}[=≈]"
)
"""A sum worked out: `10M users * 2 / 100k seconds = 200 a second`; or the line that goes on with one: `= 365 TB`."""

WORKED = re.compile(
    r"^\W*(?:(?:for )?(?:example|instance)|eg|e\.g\.|ex)\b[\s,:.)–—-]*(?=.*\d)(?=.*(?:[=×*+]|\b(?:given|suppose|assume|imagine|"
    r"let|say|if|when|you)\b))",
    re.IGNORECASE,
)
"""The opening of an example worked with numbers; what stands in the same quote or paragraph belongs to it."""

PUZZLE = re.compile(
    r"^(?:given|suppose|let|assume|consider|imagine|roll|flip|toss|throw|pick|draw|choose|paint|cut|find|"
    r"prove|show that|"
    r"estimate|compute|calculate|design|implement|write|play)\b",
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

CALL = re.compile(
    r"\b(?:call|chat|coffee|screen|recruiter|panel|exec(?:utive)?s?|hiring manager|interviewer|"
    r"meeting with|1:1|founder|ceo|cto)\b",
    re.IGNORECASE,
)
"""A heading or title of a talk with somebody: questions below it are put to them."""

DEICTIC = re.compile(
    r"\b(?:tmrw?s?|tomorrow'?s?|tonight'?s?|today'?s?|yesterday'?s?|this (?:week|morning|afternoon)|"
    r"last (?:week|month|time)|"
    r"next (?:week|round)|honestly|basically|lol|for colou?r)\b|^(?:mon|tues|wednes|thurs|fri|satur|sun)day\b",
    re.IGNORECASE,
)
"""A label bound to a day, or mere talk: what stands below is stale soon."""

TALK = re.compile(
    r"\b(?:prep (?:for|w)|call (?:w|with|@)|chat (?:w|with)|meeting (?:w|with)|phone screen|interview (?:w|with|at))\b|"
    r"\b(?:call|chat|interview|screen|meeting)$",
    re.IGNORECASE,
)
"""A heading that names a talk, not a class of things."""

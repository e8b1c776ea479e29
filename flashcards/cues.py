"""Cue words as data: what headings, labels, titles and keys say about what stands under them.

General English of notes, not the words of any one note. Each table says in which form it is looked for.
"""

from __future__ import annotations

import re

from flashcards.patterns import Cue
from flashcards.text import has_digit

SECTIONS: dict[str, Cue] = {
    "private": Cue(
        r"^(?:my )?private\b(?: (?:notes?|stuff|thoughts?|log|section|life))?\W*$",
        r"^(?:my )?(?:gut(?: feel(?:ing)?| check)?$|gratitude|grateful|mood|feelings|morning pages|dreams?|therapy|"
        r"rants?|vent|brain ?dump|"
        r"(?:stray|random) thoughts?|"
        r"notes? to (?:my)?self|highlights? of (?:the|my) day|small talk|ice ?breakers?|shopping|groceries)\b",
        r"^(?:personal|evening|morning|night|tonight|today|tomorrow|yesterday|weekend|lunch|dinner|home|after|"
        r"afterwards)(?: (?:notes?|stuff|log|bits|life))?\W*$",
        r"^(?:my )?(?:money|spending|bills) (?:this|next|last) (?:week|month|year)\W*$",
        r"^(?:just |only )?for (?:me|myself)(?:\W*$|,| only\b| alone\b)",
        r"\b(?<!accounting )(?<!adjusting )(?<!closing )(?<!statement )journal\b(?! (?:articles?|papers?|club)\b)|"
        r"\bdiary\b|\btmrw\b",
        r"^(?:\w+ )?dump\b(?! (?:truck|file|load|tank|site|valve))\W*(?:\(.*\))?\W*$|"
        r"\((?:ignore|skip|not for (?:sharing|anyone)|just for me|for me only)(?: (?:this|me|below))?\)\W*$|"
        r"^(?:please )?ignore(?: (?:this|me|below|everything below))?\W*$",
    ),
    "logistics": Cue(
        r"^(?:\d{1,2}[.)]? )?(?:matters arising|a\.?o\.?b\.?|any other business|apologies)(?: .{0,20})?\W*$|"
        r"^(?:(?:interview|day|travel|call) )?(?:logistics|contacts?|schedule|agenda|calendar|travel|"
        r"itinerary|attendees|"
        r"participants|location|venue|directions|dress code|parking lot|dial[- ]in)(?: (?:info|details|and|&|"
        r"for)\b.*)?\W*$",
        r"^(?:(?:currently|now|still|already|who(?:'s| is)|companies|places|jobs?) )+(?:hiring|interviewing)\b|"
        r"^(?:(?:companies|jobs?|places|already|not(?: yet)?) )*(?:applied|to apply(?: to| for)?|shortlisted|rejected|"
        r"rejections|ghosted|withdrawn|no (?:reply|response)(?: yet)?|waiting to hear(?: back)?|in the pipeline|"
        r"(?:job )?applications? (?:log|status|tracker|sent|so far)|job applications)(?:\(s\))?(?: \(.{0,30}\))?\W*$",
        r"\blogistics$|^(?:jd|job (?:description|posting|spec|ad))\b|^(?:benefits|perks)$",
    ),
    "links": Cue(
        r"^(?:(?:useful|helpful|more|other|external|good|great|additional|recommended|online|my) )*"
        r"(?:links?|references?|resources?|further reading|reading(?: list)?|read(?: later)?|sources?|see also|"
        r"bibliography|bookmarks?|podcasts?|books?|videos?|articles?|papers?|related(?: notes| pages|"
        r" topics)?|backlinks|"
        r"citations?|websites?|tutorials?|courses?|materials?)"
        r"(?: (?:and|&|/|,) .{1,30}| (?:used|to read|to watch|list|section|for (?:this|later|prep|study).*))?\W*$",
        r"^(?:i )?want to (?:read|watch)\W*$",
        r"^read before\b|^\W*(?:clipped|copied|copy[- ]?pasted?|pasted)\b(?: (?:from|off|text|in|out)\b.*)?\W*$",
    ),
    "todo": Cue(
        r"^(?:my )?(?:to[- ]?dos?|tasks|task list|actions|action (?:items?|points?)|next steps|homework|reminders?|"
        r"follow[- ]?ups?|waiting (?:on|for)|(?:do not|don['’]?t) forget|(?:maybe )?later|packing|"
        r"some ?day|backlog|(?:prep |pre-\w+ )?checklist|things to do|to (?:read|watch|practise|practice|"
        r"review|learn|finish)|"
        r"study plan|plan)(?: (?:list|for|before|after|this|next)\b.*)?\W*$",
        r"^(?:(?:open|loose|last) )?(?:points?|items?|things?|ends|notes?|jobs?|chores) for (?:me|myself)\W*$",
        r"\b(?<!trying )(?<!want )(?<!need )(?<!have )(?<!going )(?<!able )(?<!how )(?<!what )to[- ]?do(?:s|"
        r" list)?$|^done$|^in progress$",
    ),
    "practice": Cue(
        r"^(?:my |key |main )?assumptions?\b",
        r"\b(?<!best )(?<!good )(?:practi[cs]e|mocks?|made[- ]up|not real|hypothetical|fictional|worked (?:one|"
        r"example)|not facts|exercises?|drills|"
        r"rehearsal|dry run|role ?play)\b(?! (?:questions|makes|guide))",
    ),
    "meta": Cue(
        r"^(?:meta|metadata|change ?log|version history|log|session log|status|index|contents?|"
        r"table of contents?|outline|toc|"
        r"navigation|tags?|template|instructions|how to use(?: this.*)?|about this (?:note|doc|page)|drafts?)\W*$",
        r"\bunfinished\b|\bnever finished\b|\bincomplete\b|\banswers? (?:yet|missing|needed)\b",
    ),
    "answered": Cue(r"\b(?:they|he|she) (?:answered|said|told me)\b|\banswers? i got\b"),
    "asked": Cue(
        r"\b(?<!if )(?:they|interviewers?|recruiters?|he|she|panel|people|ppl|visitors|customers|patients|clients|"
        r"guests|"
        r"students|parents|everyone|everybody)(?:'ll| will| may| might| could| can| always| "
        r"often| did| usually| (?:like|love|tend|want|are going) to| would| keep| kept)? ask",
        r"^(?:the )?[\w-]+(?: \w+)? (?:always |usually |often |also )?ask(?:s|ed)\W*$",
        r"^behaviou?ral\b|\basked (?:me|last|in|at)\b|\b(?:questions?|qs) (?:i|we) (?:got|had|was|were)\b|"
        r"\bbeen asked\b|"
        r"\b(?:questions?|qs) (?:he|she|they|someone|\w+ (?=sent|gave|passed)) ?(?:gave|sent|passed|told)\b",
        r"\bq ?(?:&|and|n|/) ?a\b|\bquestions? (?:&|and|with|\+|n) (?:\w+ )?answers?\b|\bfaqs?\b",
        r"\b(?<!end of )(?<!end of the )"
        r"(?:interview|behaviou?ral|technical|common|sample|typical|likely|potential|possible|expected|"
        r"frequent(?:ly)?(?: asked)?|screening|coding|leadership|fit|popular|top|theory|practice|practical|conceptual|"
        r"basic|advanced|important|general|scenario|situational) (?:questions?|qs)\b",
        r"\bquestions? (?:about|on) (?:me|my)\b|\bquestions? to (?:be )?(?:prepared?|expect(?:ed)?|"
        r"practi[cs]ed?|answer(?:ed)?)\b",
    ),
    "ask": Cue(
        r"^(?:[\w']+ ){0,4}(?:questions?|qs) (?:to (?:ask|raise)|for (?!any\b)|i (?:want|have|would|will|"
        r"might)|at the end|"
        r"(?:about|on|regarding) (?:the |their |your )?(?:role|team|company|them|culture|interviewer|job|position|"
        r"organi[sz]ation|business|product|process|growth)|after|for the end)\b",
        r"^(?:at the )?end[- ]of[- ](?:the )?(?:interview|call|chat|meeting)?[- ]?(?:questions?|qs)\b|"
        r"\binterviewee'?s? questions\b|^(?:questions?|qs) from (?:me|us|my side)\b|^(?:(?:my|some|good|the|more|"
        r"other|smart|any|thoughtful|final|closing|"
        r"open) )*(?:(?:questions|qs)\s*(?:$|[:(])|question\s*(?:$|\(|:$))",
        r"\b(?:any|have) questions for (?:me|us|them)\b|\bquestions for (?:the )?(?:interviewers?|recruiters?|"
        r"hiring)\b",
        r"\b(?:to|i|i'd|i'll|will|would|should|could|might|can|what i) "
        r"(?:would |will |want to |should |could |like to )?"
        r"ask\b(?! me\b)",
        r"^(?:mine|ours|my (?:ones|turn)) for (?:them|her|him|you)\b",
        r"^ask(?:s|ing)?(?: (?!me\b|about me\b|yourself\b)[\w' ]{1,25})?$|^q(?:s|uestions?)? for (?:after|"
        r"them|you|the)\b",
        r"\breverse interview\b|\bcurious about$|^for the .{0,20}(?:manager|interviewer|team|recruiter|panel)$",
    ),
    "pitch": Cue(
        r"^why (?!(?:do|does|did|is|are|was|were|not|use|can|should|would|it|the site|we need|two|three|four|both|"
        r"some|many|most|all|so|only|no)\b)"
        r"(?!.*\b(?:you|your|they|we|i|it|was|were|is|are|did|do|does|where|how)\b)[\w&.'’ -]{1,40}[?]?(?::.*)?$",
        r"^(?:my |short |quick |the )?(?:intro(?:duction)?|pitch|elevator pitch|cover letter|about me|bio|"
        r"self[- ]intro\w*|personal statement|summary statement|opening statement|closing statement|"
        r"value prop\w*)(?: \(.*\)|[:,-] .*)?\W*$",
        r"^(?:my )?opening\W*$",
        r"^if (?:they|he|she|asked)\b.{0,20}\bwhy (?:us|them|this|you|me|here)\b|"
        r"^why(?: (?:them|us|me|you|here|this (?:company|role|team|job)))?\??$",
        r"^why (?:am|do|would) i\b.*\b(?:fit|role|position|job|company|here|interested|want|join|apply\w*|leaving)\b|"
        r"^(?:please )?introduce yourself\b",
        r"^tell me about (?:yourself|your background|you)\b|^walk me through (?:your|my) (?:resume|cv|background)",
        r"\btalking (?:points?|pts)\b|^what i (?:say|tell)\b|^(?:my |the )?\d+[- ]?(?:sec(?:ond)?s?|mins?|minutes?)[- ]"
        r"(?:version|pitch|intro|story|spiel|summary)\b",
        r"^(?:my )?(?:motivation|strengths?|weakness(?:es)?)\b(?! (?:of|in|with|for|behind)\b)",
    ),
    "process": Cue(
        r"\b(?:steps?|process|procedure|drill|workflow|work ?flow|pipeline|order|sequence|life ?cycle|stages?|phases?|"
        r"rounds?|loop|hand ?shake|path|flow|chain|algorithm|roadmap|playbook|runbook|recipe|protocol|launch|"
        r"structure|framework|approach|method|strategy|checklist)\b",
        r"^how (?:to|i|we|a|an|the|does|do|is|are)\b|\bwhat (?:do (?:i|you)|to) do\b|\bwhat now\b|\bwalk ?through\b|"
        r"\bwhat i do\b|\bmy order\b",
    ),
    "prep": Cue(
        r"\b(?:call|chat|prep|prepare|preparation|interview|interviews|onsite|on-site|screen|screening|panel|recruiter|"
        r"hiring|company|role|job|study|studying|reading up|revision|revise|refresher|cramming|crash course|learn|"
        r"learned|learnt|concepts?|glossary|"
        r"terms|facts|numbers|notes on|cheat ?sheet|case|coffee chat|informational|meeting with|talk with|"
        r"(?:star|interview|behaviou?ral) stor(?:y|ies)|stories for|behaviou?ral|"
        r"questions? (?:for|to)|exam|course|lecture|chapter)\b",
    ),
}
"""Zone → pattern over the plain text of a heading, label, parent item or title."""

INTRODUCTION = Cue(
    r"^(?:[\d.]+ )?(?:an? |the )?(?:short |quick )?(?:intro(?:duction)?|opening|strengths?|"
    r"weakness(?:es)?|motivation)\W*$"
)
"""A heading of a chapter, or of a theory's virtues, as well as of what one says of oneself."""

NEVER_TITLES = Cue(
    r"^_?template\b|\btemplate$|\bstand[- ]?up\b|\bscribbles?\b|\bretro\b|\bminutes\b|\bjournal\b|\bdiary\b|"
    r"\bdaily[-_ ]?(?:notes?|logs?|pages?)\b|"
    r"\bto[- ]?dos?\b|\bshopping\b|\bhabit|\bworkouts?\b|\brecipes?\b|\bpacking\b|\bbudget\b|\bmood\b"
)
"""Titles of documents that hold no preparation."""

PERSONAL = Cue(
    r"\b(?:land(?:lord|lady)|letting agent|estate agent|dentist|doctor'?s?|dr|gp|vet|plumber|electrician|"
    r"therapist|therapy|counsell?or|hairdresser|optician|recipes?|work ?outs?|shopping|groceries|holidays?|"
    r"wedding|birthday|divorce)\b",
)
"""A head of a daily page about the writer's own life, whatever else it says."""

EVERYDAY = re.compile(
    r"\b(?:facts|numbers|terms|case|chat|meeting with|talk with|learn(?:ed|t)?|role|screen|notes on|company)\b",
    re.IGNORECASE,
)
"""Words of preparation that a diary has, too: on a daily page a bullet needs another one."""

DAILY_TAGS = frozenset({"daily", "journal", "diary", "dailynote", "daily-note", "daily-notes"})

CLIP_TAGS = frozenset({"clipping", "clippings", "webclip", "web-clip", "clipped"})
"""Tags that web clippers give: the words of somebody else."""

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


def is_date(title: str) -> bool:
    """True for a title or value that is a day and nothing else."""
    return has_digit(title) and DATE_TITLE.match(title) is not None


NUMBERED_DAY = Cue(r"\b(?:day|week|sprint|session|meeting|recap|retro|stand[- ]?up|month)s?\s*#?\d{1,3}\b")
"""A heading of a log: `Day 3 recap`, `Week 12`."""

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
    """
    people, notes, note, overview, misc, miscellaneous, general, other, others, summary, intro, introduction, details,
    info, information, background, basics, content, contents, main, topics, topic, things, stuff, q&a, qa,
    questions, question, answers, answer, untitled, key points, takeaways, key takeaways, numbers, facts, key
    facts, highlights, ideas, thoughts, definitions, terms, glossary, concepts, key concepts, important,
    examples, example, points, lists, the rest, rest, or, and, section, interview, interviews, prep,
    preparation, interview prep, interview notes, at a glance, short definitions, words, vocabulary, cheat
    sheet, cheatsheet, questions & answers, questions and answers, body, text, page, draft, final thoughts,
    conclusion, conclusions, wrap up, closing, my take, thoughts on it, tl;dr, tldr, remember, tips, general
    tips, before we start, disclaimer, about, contents of this note, how to use, index, home, readme, study
    notes, my notes, class notes, lecture notes, quick notes"""
)
"""Headings that name no subject: the next one up is the subject."""

CONTAINER_WORDS = frozenset(
    "master main prep preparation doc document docs note notes notebook page file interview interviews cheat sheet "
    "cheatsheet everything all stuff misc general study revision final copy draft new my list sheet summary round "
    "call calls chat meeting".split()
)
"""A title made of these alone names a sort of document, not a subject."""

OF_DOCUMENT = re.compile(
    r"\b(?:notes?|notebook|jottings|revision|prep|preparation|(?:last )?(?:updated|edited)|typed|dictated|printed|"
    r"drafts?|"
    r"version|cheat ?sheet|interviews?|exams?|round|(?:for|before) (?:the|my)|in progress|work in progress|"
    r"from memory)\b",
    re.IGNORECASE,
)
"""What a title says about the document it stands above."""

META_KEYS = _table(
    """
    feeling, feelings, mood, vibe, vibes, status, created, updated, last updated, last edited, last modified,
    modified, reviewed, date, time, tags, tag, up, parent, related, alias, aliases, author, source, sources,
    link, links, url, website, see also, see, id, note, nb, ps, edit, todo, action, reminder, fyi, update, next,
    next step, next steps, read, score, attendees, location, where, when, room, wifi, dress code, deadline, due,
    applied, date applied,
    priority, owner, assignee, recruiter, referral, contact, contacts, email, phone, interviewer, interviewers,
    meeting, created at, notes, image, bring, wear, train, legend, to redo, remember, bus, parking, address,
    booking, place, panel, after, afterwards, later, tomorrow, tonight, why i read it, started reading, finished
    reading, recommended by"""
)
"""Keys of a line that tell about the note or the day, not about the subject."""

MINUTES = (
    Cue(r"^\W*(?:present|attend(?:ees|ance|ing)?|apologies|absent)\b"),
    Cue(
        r"^(?:\d{1,2}[.)]? )?matters arising|"
        r"^(?:\d{1,2}[.)]? )?(?:minutes of|last) (?:the )?(?:last |previous )?(?:meeting|minutes)"
    ),
    Cue(r"^(?:\d{1,2}[.)]? )?(?:a\.?o\.?b\.?\W*$|any other business)"),
    Cue(r"^actions?(?: (?:items?|points?))?\W*$"),
    Cue(r"^(?:agenda|next meeting)\b"),
)
"""What the headings of an agenda say."""
MAY_BE_MINUTES = re.compile(
    r"\W*(?:\d{1,2}[.)]? )?(?:present|attend|apolog|absent|matters|minutes|last|a\.?o\.?b|any|action|agenda|next)",
    re.IGNORECASE,
)
"""A quick look: how all of `MINUTES` begin."""

WAYS = Cue(
    r"\b(?:related|see|links?|linked|up|parent|child(?:ren)?|sub ?pages?|index|contents?|moc|resources?|references?|"
    r"tags?|back|next|previous|home|pages?|notes?|files?|people|sources?|read|reading|watch|topics?|connections?|associated|mentions?)\b",
)
"""A head below which links lead to other pages, and are no entries of a list."""

PAGE_KEYS = frozenset(
    "class course module subject lecturer professor prof teacher instructor tutor semester term layout title permalink "
    "categories category author date tags slug description week lecture session topic chapter unit duration mode round "
    "platform interviewers attendees participants finished started who when where".split()
)
"""Keys that tell about a document where it opens with several of them."""

ASIDES = frozenset({"attendees", "participants", "present", "note", "nb", "n.b", "ps", "fyi", "remember", "edit"})
"""Keys of a remark, however much of it there is."""

ANSWER_LABEL = re.compile(
    r"^(?:(?:(?:my|sample|model|example|initial|ideal|short|possible|suggested|follow[- ]?up) )?"
    r"(?:answer|ans|response|solution)\s*\d*\s*(?:\([^()]{1,20}\)\s*)?(?:[:.)\-–—]\s*|$)|"
    r"a\d*(?:[:.)](?:\s+|$)|\s[-–—]\s+))",
    re.IGNORECASE,
)

QUESTION_LABEL = re.compile(
    r"^(?:(?:question|ques|follow[- ]?up(?: question)?)\s*\d*\s*[:.)\-–—]|"
    r"q\s*\d*(?:[:.)]|\s[-–—]\s)|q\d{1,3}\s?[-–—])\s*",
    re.IGNORECASE,
)

QUESTION_NUMBER = re.compile(r"^(?:question|ques|q)\s*#?\d{1,3}\s*[:.]?$", re.IGNORECASE)
"""A heading that only numbers a question: the question stands below it."""

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

PARTS = Cue(
    r"\b(?:types|kinds|flavou?rs|levels|layers|phases|stages|principles|pillars|modes|ways|parts|elements|"
    r"components|properties|categories|forms|classes|splits|rules|laws|factors|criteria|reasons|advantages|"
    r"disadvantages|pros|cons|causes|symptoms|signs|roles|functions|requirements for|conditions|steps|models|"
    r"triad|trio|trinity|quartet|"
    r"strategies|techniques|methods|[2-9] [a-z]+|two|three|four|five|six|seven)\b",
)
"""A list that says it has parts: to name them all is worth a card beside those of the parts."""

NUMBERED_TITLE = re.compile(
    r"^(?:story|example|case|scenario|part|chapter|project|section|topic|day|week|lesson|module|question|unit|"
    r"note|act|book|volume|episode|lecture)\s*(?:\d+|[ivx]{1,4}|one|two|three|four|five|six|seven|eight|nine|ten)$|"
    r"^(?:afterword|epilogue|prologue|foreword|preface)$",
    re.IGNORECASE,
)
"""A key that only counts: what stands behind it is a title."""

NUMBERED = Cue(
    r"^(?:chapter|episode|ep|lecture|session|seminar|tutorial|workshop|week|day|lesson|module|unit|class)\s*#?\d{1,3}\b"
)
"""A heading that counts a part of a book, course or series: it holds facts, and is no term."""

TO_LEARN = Cue(
    r"\b(?:mix(?:ed)? (?:\w+ )?up|swap|confus(?:e|ed|ing)|forget|get(?:ting)? (?:\w+ )?wrong|know (?:cold|by heart)|"
    r"memori[sz]e|remember|learn)\b",
)
"""A label in the first person above what its writer has to learn."""

VALUES = Cue(r"\b(?:values|principles|tenets|pillars|beliefs|mission|virtues|commandments|leadership principles)\b")
"""A head below which commands are what somebody holds to, and no advice."""

COLLECTS = Cue(r"\b(?:facts|figures|numbers|stats|notes|basics|info|details|bits)$")
"""A head that collects lines on a subject: no one of them says what it is."""

PREP_TAG = Cue(r"(?:^|\s)#(?:[\w-]+/)*(?:interviews?|prep|interview-?prep|job-?hunt|job-?search)(?![\w/-])")
"""A tag that says what a bullet of a daily page is for."""

TERMS = Cue(
    r"^(?:(?:key|some|new|main|basic|important|useful|the|my|more) )*(?:terms?|terminology|glossary|vocab(?:ulary)?|"
    r"definitions|jargon|lingo|words|concepts|acronyms|abbreviations)\b[^?]{0,30}$",
)
"""A head below which each line is a term."""

CALL = Cue(
    r"\b(?:call|chat|coffee|screen|recruiter|panel|exec(?:utive)?s?|hiring manager|interviewer|"
    r"meeting with|1:1|founder|ceo|cto)\b",
)
"""A heading or title of a talk with somebody: questions below it are put to them."""

DEICTIC = Cue(
    r"\b(?:tmrw?s?|tomorrow'?s?|tonight'?s?|today'?s?|yesterday'?s?|this (?:week|morning|afternoon)|"
    r"last (?:week|month|time)|"
    r"next (?:week|round)|honestly|basically|lol|for colou?r)\b|^(?:mon|tues|wednes|thurs|fri|satur|sun)day\b",
)
"""A label bound to a day, or mere talk: what stands below is stale soon."""

TALK = Cue(
    r"\b(?:prep (?:for|w)|call (?:w|with|@)|chat (?:w|with)|meeting (?:w|with)|phone screen|interview (?:w|with|at))\b|"
    r"\b(?:call|chat|interview|screen|meeting)(?:$|\s*[,@(]|\s+(?:on|at|mon|tue|wed|thu|fri|sat|sun)\w*\b)",
)
"""A heading that names a talk, not a class of things."""

"""Warnings about cards that are kept, and about empty templates. They never change which cards are made."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from flashcards import agreement, quantity, wording
from flashcards.media import SHOWN
from flashcards.model import BLANK, Candidate, Diagnostic, Fields, Refusal
from flashcards.quality import shows
from flashcards.text import content_words, fold, shorten, words

MAX_FRONT = 25
MAX_ANSWER = 40
"""Words from which on a card is hard to learn; from the limits of `quality` on it is not made at all."""
MAX_NUMBERS = 4
"""Numbers of one line that get a card."""
FEW_WORDS = 4
"""An answer of so many words is a number or a measure and little else."""
MAX_CLAUSES = 3
"""Sentences of one gloss or reason that are still one fact."""
SMALL = 100
SILENT = frozenset({"nothing", "placeholder", "template"})
"""Lines that say nothing to the extractors."""
FIELDS = 3
"""A document with fewer empty fields than this is no template."""

CODES: dict[str, str] = {
    "ambiguous-front": "the front could mean many things",
    "several-facts": "several facts stand on one line",
    "answer-leaks": "the front gives the answer away",
    "enumeration": "the front lists what is counted: the number can be read off",
    "wordy-front": f"the front has more than {MAX_FRONT} words",
    "wordy-answer": f"the answer has more than {MAX_ANSWER} words",
    "orphan-opening": "the front opens with a word that leans on another line",
    "yes-no-answer": "the answer is a yes or no with some words around it",
    "vague-answer": "the answer gives no order of magnitude",
    "small-count": "a small count in advice or an example is hardly worth a card",
    "stale": "this will not stay true",
    "empty-cloze": "a gap hides nothing",
    "broken-markup": "marks are left in the text",
    "empty-template": "most fields of this document are empty",
}
HINTS: dict[str, str] = {
    "ambiguous-front": "name the subject on the line, or put a heading above",
    "several-facts": "give each fact a line of its own",
    "answer-leaks": "word the line so that the rest of it does not hold the answer",
    "enumeration": "leave the number out: the list is the fact",
    "wordy-front": "shorten the line, or split it",
    "wordy-answer": "split the answer, or keep its gist on the line and the rest below it",
    "orphan-opening": "name the subject instead",
    "yes-no-answer": "ask for the reason, and let the answer open with it",
    "vague-answer": "note the order of magnitude: 10-100, not dozens",
    "small-count": "leave the number out, or say what it is a fact about",
    "stale": "note the day or year it was true",
    "empty-cloze": "put the answer into the gap, or remove it",
    "broken-markup": "close the mark, or take it away",
    "empty-template": "fill the fields, or put `flashcards: false` into its header",
}

_PRONOUN = re.compile(r"^(?:it|its|it's|this|that|these|those|they|them|their|he|she)\b(?!\s*[:=])", re.IGNORECASE)
_JOINED = re.compile(r"^(?:which|and|but|or|also|e\.g|i\.e)\b(?!\s*[:=])", re.IGNORECASE)
_PROMPT = re.compile(r"\bwords or (?:less|fewer)\b|\bin (?:up to|at most|under) \d+ words\b", re.IGNORECASE)
_ASKS_YES = re.compile(
    r"^(?:is|are|am|was|were|do|does|did|has|have|had|can|could|will|would|should|may|must)\b.*\?\W*$", re.I | re.S
)
_SAYS_YES = re.compile(r"^\W*(?:yes|no|yep|nope|yeah|nah|true|false)\b(?!\s+(?:more|less|one|free|longer)\b)", re.I)
_VAGUE = re.compile(
    r"\b(?:dozens|tens|hundreds|thousands|millions|billions)(?: of)?\b(?! of (?:thousands|millions))"
    r"|\b(?:a few|several|some|many|lots of|loads of|a lot of|plenty of)\b|\b10+s\b|\b10+-10+s\b",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\b(?:right now|currently|as of|at the moment|at present|these days|nowadays|so far this year|"
    r"year[- ]to[- ]date|ytd)\b",
    re.IGNORECASE,
)
_SOON = re.compile(
    r"\b(?:(?:this|last|next) (?:year|quarter|month|week|winter|summer|spring|autumn)|yesterday|recently)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|\bFY ?\d\d|\b'\d\d\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?;]\s+(?=\S)")
_SHORT = re.compile(r"\b(?:e\.g|i\.e|etc|vs|approx|ca|no|inc|st|dr|mr|ms)\.\s", re.IGNORECASE)
_LISTED = re.compile(r"[:(–—]\s*(?P<items>[^:()–—]{3,400})\)?\s*$")
_COMMA = re.compile(r",\s*(?:and\s+)?|;\s*|\s+and\s+|\s/\s")
_CLOZE = re.compile(r"\{\{c\d{1,3}::\s*(?:::[^{}]{0,80})?\}\}")
_MARKED = re.compile(r"\{\{c\d{1,3}::")
_CODE = re.compile(r"`[^`\n]{0,500}`")
_LEFT = re.compile(
    r"\]\(|!\[|\[\[|\]\]|~~|</?(?:b|i|u|em|strong|br|p|div|span|sup|sub|li|ul|td|tr|font|img|a)\b[^<>]{0,100}>?"
    r"|&(?:nbsp|amp|lt|gt|quot|#\d{1,5});|\*\*|<!--|-->|\{\{|\}\}",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(r"\b(?:e\.g\.|for example|for instance|imagine|suppose|say)\b", re.IGNORECASE)
_PART = re.compile(r"[.;,:]\s+|\s[–—-]\s")

Rule = Callable[[Candidate], bool]


# -- rules over one card -------------------------------------------------------------------------------------


def _ambiguous(candidate: Candidate) -> bool:
    fields = candidate.fields
    if fields.context or candidate.kind in ("pitch", "question-to-ask", "list", "process"):
        return False
    return len(content_words(fields.front.replace(BLANK, " "))) < 2


def _several(candidate: Candidate) -> bool:
    if candidate.kind == "quantity":
        return len(quantity.read(agreement.restored(candidate.fields)[0])) > MAX_NUMBERS
    if candidate.kind not in ("definition", "cause") or _is_long(candidate.fields.back):
        return False
    return len(_SENTENCE.split(_SHORT.sub(" ", candidate.fields.back))) > MAX_CLAUSES


def _leaks(candidate: Candidate) -> bool:
    fields = candidate.fields
    if candidate.kind not in ("definition", "question-and-answer", "cause") or "\n" in fields.back:
        return False
    if _number_leaks(fields):
        return True
    gist = content_words(fold(fields.back))
    return len(gist) > 1 and shows(fields.front, fields.back)


def _number_leaks(fields: Fields) -> bool:
    """True when all there is to know is a number, and the front shows it in whatever unit."""
    asked = agreement.asked(fields)
    if not asked or len(content_words(fields.back)) > FEW_WORDS:
        return False
    return any(quantity.same_value(seen, asked) for seen in quantity.read(f"{fields.context} {fields.front}"))


def _enumerates(candidate: Candidate) -> bool:
    """`[...] properties: A, B, C, D`."""
    fields = candidate.fields
    if BLANK not in fields.front:
        return False
    listed = _LISTED.search(fields.front.partition(BLANK)[2])
    asked = agreement.asked(fields)
    if not listed or not asked or asked.unit or asked.high >= 20:
        return False
    items = [item for item in _COMMA.split(listed["items"]) if item.strip(" .")]
    return len(items) > 2 and asked.low == asked.high == len(items)


def _wordy_front(candidate: Candidate) -> bool:
    front = candidate.fields.front
    return candidate.kind != "question-to-ask" and not _PROMPT.search(front) and len(words(front)) > MAX_FRONT


def _wordy_answer(candidate: Candidate) -> bool:
    """A text to speak and a question to read out may be long; so may what is told in steps."""
    fields = candidate.fields
    if candidate.kind in ("pitch", "question-to-ask", "process", "list") or "\n" in fields.back:
        return False
    return not (_PROMPT.search(fields.front) or wording.ASKED_OF_ME.match(fields.front)) and _is_long(fields.back)


def _is_long(answer: str) -> bool:
    return len(words(answer)) > MAX_ANSWER


def _orphan(candidate: Candidate) -> bool:
    front = candidate.fields.front
    if candidate.kind not in ("quantity", "cause", "definition"):
        return False
    return bool(_PRONOUN.match(front)) or (candidate.kind != "definition" and bool(_JOINED.match(front)))


def _yes_no(candidate: Candidate) -> bool:
    fields = candidate.fields
    said = bool(_SAYS_YES.match(fields.back))
    return candidate.kind == "question-and-answer" and said and bool(_ASKS_YES.match(fields.front))


def _vague(candidate: Candidate) -> bool:
    """A measure that is only a vague word: of an explanation such words are a part."""
    fields = candidate.fields
    if candidate.kind not in ("quantity", "comparison", "definition") or "\n" in fields.back:
        return False
    found = _VAGUE.search(fields.back)
    if not found or len(words(fields.back)) > FEW_WORDS or (candidate.kind == "definition" and found.start()):
        return False
    return not re.search(r"\d", fields.back.replace(found[0], ""))


def _small(candidate: Candidate) -> bool:
    fields = candidate.fields
    if candidate.kind != "quantity" or BLANK not in fields.front:
        return False
    asked = agreement.asked(fields)
    if not asked or asked.unit or asked.comparator != "=" or asked.high >= SMALL:
        return False
    parts = (wording.ADVICE_LEAD.sub("", part).split() for part in _PART.split(fields.front))
    opens = (part[0].casefold() for part in parts if part)
    return any(word in wording.IMPERATIVES for word in opens) or bool(_EXAMPLE.search(fields.front))


def _stale(candidate: Candidate) -> bool:
    """What holds at a moment that the line does not name; of numbers a season is enough."""
    if candidate.kind not in ("quantity", "comparison", "definition", "list"):
        return False
    line = f"{candidate.fields.front}\n{candidate.fields.back}"
    said = _NOW.search(line) or (candidate.kind == "quantity" and _SOON.search(line))
    return bool(said) and not _YEAR.search(f"{line} {candidate.fields.context}")


def _gap(candidate: Candidate) -> bool:
    front = candidate.fields.front
    bare = not re.search(r"\w", front.replace(BLANK, ""))
    return bool(_CLOZE.search(_CODE.sub("", candidate.text))) or (BLANK in front and bare) or front.count(BLANK) > 1


def _broken(candidate: Candidate) -> bool:
    """Marks on the card that the line does not have as code. A marked card may have them: they are shown as meant."""
    if candidate.dialect:
        return False
    fields = candidate.fields
    found = {
        mark[0] for text in (fields.context, fields.front, fields.back) for mark in _LEFT.finditer(SHOWN.sub("", text))
    }
    code = "".join(_CODE.findall(candidate.text))
    return any(mark not in code for mark in found)


RULES: tuple[tuple[str, Rule], ...] = (
    ("empty-cloze", _gap),
    ("broken-markup", _broken),
    ("ambiguous-front", _ambiguous),
    ("orphan-opening", _orphan),
    ("answer-leaks", _leaks),
    ("enumeration", _enumerates),
    ("yes-no-answer", _yes_no),
    ("vague-answer", _vague),
    ("small-count", _small),
    ("several-facts", _several),
    ("wordy-front", _wordy_front),
    ("wordy-answer", _wordy_answer),
    ("stale", _stale),
)
"""Every rule over one card, in the order they are reported."""


def warnings(candidates: Iterable[Candidate]) -> list[Diagnostic]:
    """What is doubtful about the cards that are made; each code once a line."""
    told: set[tuple[str, int, str]] = set()
    found: list[Diagnostic] = []
    for candidate in candidates:
        for code, rule in RULES:
            place = (candidate.source.path, candidate.source.line_start, code)
            if place not in told and rule(candidate):
                told.add(place)
                found.append(_warning(candidate, code))
    return found


def _warning(candidate: Candidate, code: str) -> Diagnostic:
    source = candidate.source
    said = f"{CODES[code]}: {shorten(' '.join(candidate.fields.front.split()), 80)}"
    return Diagnostic(source.path, source.line_start, code, said, HINTS[code])


def empty_gaps(refusals: Iterable[Refusal], texts: Mapping[str, Sequence[str]]) -> Iterator[Diagnostic]:
    """Gaps that hide nothing on lines that made no card: most likely that is why they made none."""
    for entry in refusals:
        lines = texts.get(entry.path, ())
        if entry.code in SILENT and entry.line <= len(lines) and _CLOZE.search(_CODE.sub("", lines[entry.line - 1])):
            said = f"{CODES['empty-cloze']}: {shorten(lines[entry.line - 1].strip(), 80)}"
            yield Diagnostic(entry.path, entry.line, "empty-cloze", said, HINTS["empty-cloze"])


# -- a whole document ----------------------------------------------------------------------------------------

_BLANK_CODES = frozenset({"empty", "empty-field", "placeholder", "template"})
_NEITHER = frozenset({"rule", "comment", "code", "property", "math"})


def empty_templates(
    candidates: Iterable[Candidate], refusals: Iterable[Refusal], texts: Mapping[str, Sequence[str]]
) -> Iterator[Diagnostic]:
    """One warning for every document in which most lines still wait for their text; a gap to learn is no field."""
    blank: Counter[str] = Counter()
    filled = Counter(path for path, _ in {(entry.source.path, entry.source.line_start) for entry in candidates})
    first: dict[str, int] = {}
    for path, line, code in sorted({(entry.path, entry.line, entry.code) for entry in refusals}):
        if code in _BLANK_CODES:
            blank[path] += 1
            first.setdefault(path, line)
        elif code not in _NEITHER:
            filled[path] += 1
    for path in sorted(blank):
        if blank[path] >= FIELDS and blank[path] > filled[path] and not any(map(_MARKED.search, texts.get(path, ()))):
            said = f"{CODES['empty-template']}: {blank[path]} of {blank[path] + filled[path]}"
            yield Diagnostic(path, first[path], "empty-template", said, HINTS["empty-template"])

"""Questions: is a line one, of which kind, its clean text, and a telling cue for it."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from flashcards.patterns import lowered
from flashcards.text import has_digit, mentions
from flashcards.topics import topic
from flashcards.wordorder import CLAUSE, asks_inside, clauses, inverted

__all__ = ["Question", "QuestionKind", "Section", "clean", "is_prompt", "read", "sentences", "topic"]

QuestionKind = Literal["Q", "I", "P", "R"]
Section = Literal["", "questions", "application", "journal"]


@dataclass(frozen=True, slots=True)
class Question:
    """A line that asks: directly (Q), indirectly (I), as a prompt to the writer (P), to oneself (R)."""

    kind: QuestionKind
    clean: str


# --- cleaning ---------------------------------------------------------------------------------------
_LEAD = re.compile(
    r"""
      [\s>]+                                    # space, block quote
    | [-+*•‣◦–—]\s+ | \d{1,3}[.)]\s+            # list markers
    | \(?(?:[ivx]{1,4}|[a-z])\)\s+              # (i) b)
    | \[[\ xX/-]\]\s+                           # task box
    | (?P<q>[*_]{0,2}[Qq][:.)][*_]{0,2}\s*)     # Q:
    | (?P<mark>[*_]{1,3}|["“”]|==)              # emphasis and quote marks: go unless closed inside
    """,
    re.VERBOSE,
)
_EDGE = '_*"“”= \t\r\n\f\v\xa0'
_MARKS = ("*", "_", '"', "“", "”", "==")
_INNER_MARK = re.compile(r'\*+|(?<!\w)_+|_+(?!\w)|["“”]|==')


def _marks(text: str, stop: int) -> dict[str, list[int]]:
    """Where each kind of mark stands before `stop`, so that `closed inside?` costs a bisection."""
    found: dict[str, list[int]] = {}
    if not any([mark in text for mark in _MARKS]):
        return found
    for hit in _INNER_MARK.finditer(text, 0, stop):
        found.setdefault(_family(hit[0]), []).append(hit.start())
    return found


def _family(mark: str) -> str:
    return '"' if mark in "“”" else mark[0]


def _odd_after(marks: dict[str, list[int]], mark: str, start: int) -> bool:
    places = marks.get(_family(mark), [])
    return (len(places) - bisect_left(places, start)) % 2 == 1


def _start(text: str, stop: int, marks: dict[str, list[int]]) -> int:
    """Past all list markers and every opening mark that is not closed inside the text."""
    at = 0
    while at < stop and (hit := _LEAD.match(text, at, stop)):
        if hit["mark"] and _odd_after(marks, hit["mark"], hit.end()):
            break
        at = hit.end()
    return at


def _end(text: str, start: int, stop: int, marks: dict[str, list[int]]) -> int:
    """Keeps of the closing marks those that close something inside."""
    if stop < len(text) and text[stop] in '*_"”=' and _odd_after(marks, text[stop], start):
        run = text[stop]
        while stop < len(text) and text[stop] == run:
            stop += 1
    return stop


def clean(text: str) -> str:
    """The text without quote marks, list markers and outer emphasis; inner emphasis stays."""
    stop = len(text.rstrip(_EDGE))
    marks = _marks(text, stop)
    start = _start(text, stop, marks)
    end = _end(text, start, stop, marks)
    found = text[start:end].strip()
    closing = text[end:].lstrip("*_ ")[:1]
    return found + closing if closing and _OPENED.get(closing) and _is_open(found, closing) else found


_OPENED = {'"': '"', "”": "“"}
"""The mark that opens a quote, by the one that closes it."""


def _is_open(text: str, closing: str) -> bool:
    """True where a quote inside begins, and its end was taken for that of the whole."""
    if closing == '"':
        return text.count('"') % 2 == 1
    return text.count("“") > text.count("”")


# --- is it a question? ------------------------------------------------------------------------------
_OPENERS = r"""
    (?:(?:so|and|but|also|or|then|esp|i|i'?d|i'?m|we|would|really|rlly|just|super|still|very|please|[a-z]{1,2})\s+){0,3}
    (?: wh(?:o|at|ich|en|ere|y|ose|om)(?:'?s|'re)? | how(?:'?s)? | (?:is|are|was|were|do|does|did|have|has|had)(?:n't)?
      | ca(?:n|n't) | could | will | won't | would | should | may | might | must | shall | ask | love | like
      | want(?:ed)? | wonder(?:ing|ed)? | curious | keen | eager | interested | hop(?:e|ing) | be | need | unclear
      | unsure | not | no | idk | dunno | don'?t | find | figure | tell | walk | talk | take | give | describe
      | share | q[:.)] ) (?:\b|\s|$)
"""
_HEAD = re.compile(rf"[\W\d_]*+(?:\[.\][\W_]*)?(?:[a-z]\)\s+)?{_OPENERS}", re.VERBOSE)
_LATER = re.compile(rf"[,:;.!\u2013\u2014()/|\x2d][\s\"'*_]+{_OPENERS}", re.VERBOSE)
"""Both are looked for in lower case, since a pattern that ignores case costs twice as much."""
_NOISE = re.compile(r"https?://\S{1,2000}|!?\[[^\[\]]{0,300}\]\([^()\s]{0,1000}\)")
_WIKILINK = re.compile(r"!?\[\[([^\[\]]{1,200})\]\]")
_SENTENCE = re.compile(r"(?<=[.!?])[\"'”’)*_]{0,3}\s+(?=\S)")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|esp|approx|incl|no|mr|ms|dr)|\b[a-z]|\.)\.$", re.IGNORECASE)
_ASIDE = re.compile(r"\s*(?:\([^()]{0,200}\)|[^\w\s?!.,;:()\[\]<>{}'\"”’*_=-]+)\s*$")
_PLAIN_ENDS = "_?!.,;:([]<>{}'\"”’*=-"
_ASKED = re.compile(r"\?[?!]*[\s\"'”’)*_…]{0,6}$")
_UNFILLED = re.compile(r"(?:[:=]|\s[-\u2013\u2014])[\s?]*\?[\s?]*$|^[^a-z]*$", re.IGNORECASE)
_HALF_FILLED = re.compile(r"^[^:=?]{1,40}[:=]\s*[^\s?]*\d\S*(?:\s+\S+){0,2}\s*\?+$")
_TAIL = re.compile(r"\?\s*(?:and |but )?(?:why|how|how come|why not|when|where|who)\.?$", re.IGNORECASE)
_LABEL = re.compile(r":[*_]*\s")
_REPORTED = re.compile(r"\b(?:said|says|asked|asks|told|saying)\b", re.IGNORECASE)
_REPORTING = frozenset("said says asked asks told saying".split())

_ABOUT = r"(?:about|abt|re|on|if|whether|how|what|why|who|whom|whose|which|when|where)\b"
_OPENER = re.compile(
    rf"""
    ^(?:(?:also|and|but|so|really|rlly|just|super|still|very|quite|always|i'?d|i'?m|i|we'?d|we|would|wld|am|be(?=\scurious))\s+)*
    (?: (?:love|like|want|wanted|hoping|hope|keen|eager|interested|be\s(?:good|great|nice|helpful|interesting))\s
          to\s (?: know\b | hear\b | understand\b | find\sout\b | figure\sout\b | get\sa\s(?:sense|feel)\b
                 | (?:learn|see|ask|dig|talk|discuss)\s(?:more\s|into\s|{_ABOUT}) )
      | (?:need\sto\s(?:know|understand|learn|ask)|find\sout|figure\sout)\s {_ABOUT} (?!\s(?:i|we|my)\b)
      | curious (?: \s+{_ABOUT} | \s+to\s(?:know|hear|see|learn|understand)\b | \s*[:,\u2013\u2014-] )
      | wonder(?:ing|ed)? (?: \s+{_ABOUT} | \s*[:,] )
      | interested\sin\s(?:how|what|why|whether|hearing|learning|knowing|understanding)\b
      | ask (?: \s*: | \s+(?:(?:them|him|her|everyone|again|(?:the|my|our|their)\s\w+(?:\s\w+)?)\s+)? {_ABOUT} )
      | (?:not\s(?:so\s|quite\s|really\s|too\s)?(?:sure|clear)|unsure|unclear|no\sidea|idk|don'?t\sknow|dunno)
          \s+(?:yet\s+)? {_ABOUT} (?!\s(?:i|we|my)\b)
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TELL_ME = re.compile(
    r"^(?:please |pls )?(?:tell|walk|talk|take|give) (?:me|us) (?:more|about|through|how|what|why|which|an?)\b", re.I
)
_TELL_US = re.compile(
    r"^(?:please )?(?:tell us\b|(?:describe|share|give us|give) (?:an?|one|your|the) "
    r"(?:\w+ )?(?:time|situation|example|moment|occasion|instance)\b)",
    re.IGNORECASE,
)
_PROMPT = re.compile(
    r"^(?:please |briefly )*(?:describe|tell|share|explain|discuss|outline|write|give|name|list|provide|introduce|"
    r"summari[sz]e|walk|pitch|reflect|choose|identify|argue|show|state|illustrate|demonstrate|elaborate|convince)\b",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    r"\b(?:in|max|maximum|under|within|up to|at most|(?:no more|less|fewer) than|limit)[^\w]{0,3}(?:of )?"
    r"\d[\d,]{0,6}(?:\s?[-\u2013]\s?\d{1,5})? (?:words?|char(?:acter)?s)\b"
    r"|\b\d[\d,]{0,6} (?:words?|char(?:acter)?s)(?: or (?:less|fewer)| max(?:imum)?| limit)\b",
    re.IGNORECASE,
)
_TO_ONESELF = re.compile(
    r"^(?:so |and |but )?(?:(?:why|what) (?:am|was) i|why (?:do|did|have|can't|don't) i|(?:am|do|should|shall) i)\b",
    re.IGNORECASE,
)
_PROSE = 70
"""A line of more words than this is prose, even when its last sentence asks."""
_LONGEST = 4000


@lru_cache(maxsize=4096)
def read(text: str, *, under: Section = "") -> Question | None:
    """The question in one line of a document, or None. Under "questions" every item counts."""
    if under != "questions" and _cannot_ask(text, under):
        return None
    cleaned = clean(text)
    if _is_nothing(text.lstrip(), cleaned):
        return None
    kind = _KINDS[under](_normal(cleaned), _says_q(text))
    return Question(kind, cleaned) if kind else None


def is_indirect(text: str) -> bool:
    """True for `I'd be interested in how …`: a question to somebody, put about."""
    found = read(text)
    return found is not None and found.kind == "I"


def is_prompt(text: str, under: Section = "") -> bool:
    """True for a prompt of a form: by its limit of words or "tell us about a time …", in an application by less."""
    if not under and not any(sign in text.casefold() for sign in _PROMPT_SIGNS):
        return False
    found = read(text, under=under)
    return found is not None and found.kind == "P"


_PROMPT_SIGNS = ("word", "char", "tell us", "describe", "share", "give")
"""One of these stands in every prompt that says so itself."""


def _cannot_ask(text: str, under: Section) -> bool:
    """A cheap sieve, so that the many lines that ask nothing cost little."""
    if len(text) > _LONGEST:
        return True
    if "?" in text or under == "application":
        return False
    low = lowered(text)
    return not (_HEAD.match(low) or _LATER.search(low) or _limited(text))


def _is_nothing(text: str, cleaned: str) -> bool:
    """Headings, struck-out lines, links alone, half-filled fields, lines without a word."""
    if cleaned.startswith("#") and cleaned.lstrip("#")[:1].isspace():
        return True
    bare = _NOISE.sub("", cleaned) if "[" in cleaned or "://" in cleaned else cleaned
    if not any(letter.isalpha() for letter in (_WIKILINK.sub("", bare) if "[[" in bare else bare)):
        return True
    if text.lstrip("-*+ ").startswith("~~"):
        return True
    return "?" in bare and bool(_UNFILLED.search(bare) or _HALF_FILLED.search(bare))


def _says_q(text: str) -> bool:
    hit = _LEAD.match(text)
    at = 0
    while hit and not hit["q"]:
        at = hit.end()
        hit = _LEAD.match(text, at)
    return hit is not None


def _normal(cleaned: str) -> str:
    """The text to judge: links made a word, typographic quotes plain."""
    text = cleaned.replace("’", "'")[:_LONGEST]
    if "[" in text or "://" in text:
        text = _WIKILINK.sub(r"\1", _NOISE.sub("X", text))
    return text


def _anywhere(text: str, says_q: bool) -> QuestionKind | None:
    if says_q:
        return "Q"
    if _limited(text) and (_asks(text) or _prompts(text)):
        return "P"
    if _TELL_US.match(text):
        return "P"
    if _OPENER.match(text):
        return "I"
    if not _asks(text):
        return None
    return "R" if _TO_ONESELF.match(text) else "Q"


def _in_questions(text: str, says_q: bool) -> QuestionKind | None:
    if kind := _anywhere(text, says_q):
        return "Q" if kind == "R" else kind
    if text.endswith(":"):
        return None
    return "Q" if any(inverted(words) or asks_inside(words) for words in clauses(text)) else "I"


def _in_application(text: str, says_q: bool) -> QuestionKind | None:
    return "P" if says_q or _asks(text) or (_prompts(text) and not text.endswith(":")) else None


def _in_journal(text: str, says_q: bool) -> QuestionKind | None:
    return "R" if says_q or _asks(text) or _OPENER.match(text) else None


_KINDS = {"": _anywhere, "questions": _in_questions, "application": _in_application, "journal": _in_journal}


def _asks(text: str) -> bool:
    """A direct question: by its mark, by inversion, or by `tell me about …`."""
    core = (_ASIDE.sub("", text) or text) if _ends_aside(text) else text
    if len(core.split(None, _PROSE)) > _PROSE:
        return False
    if _ASKED.search(core) or _TAIL.search(core):
        return True
    parts = sentences(core)
    if core.endswith((":", "!")) or "→" in core or "->" in core or "=>" in core:
        return False
    if len(parts) > 1 and parts[0].endswith("?") and _prompts(parts[-1]):
        return True
    last = parts[-1]
    return bool(_TELL_ME.match(last)) or _any_inverted(last)


def _ends_aside(text: str) -> bool:
    """True when a bracket or a mark that belongs to no sentence may end the text."""
    last = text.rstrip()[-1:]
    return last == ")" or not (last.isalnum() or last in _PLAIN_ENDS)


def _any_inverted(sentence: str) -> bool:
    label, *rest = _LABEL.split(sentence, maxsplit=1)
    parts = clauses(label) + clauses(rest[0])[:1] if rest else clauses(sentence)
    if parts and _conditional(parts):
        return False
    reported = mentions(sentence, _REPORTING) and bool(_REPORTED.search(sentence))
    return not reported and any([inverted(words) for words in parts])


def _conditional(parts: list[list[str]]) -> bool:
    """`Had we known, …`, `should you need it, …` invert without asking."""
    return len(parts) > 1 and parts[0][:1] in (["had"], ["were"], ["should"])


def _limited(text: str) -> bool:
    return ("word" in text or "char" in text) and has_digit(text) and bool(_LIMIT.search(text))


def _prompts(text: str) -> bool:
    return any(_PROMPT.match(clause) for sentence in sentences(text) for clause in CLAUSE.split(sentence, maxsplit=8))


def sentences(text: str) -> list[str]:
    """Sentences of a line; `e.g.` and initials end none."""
    if not any([mark in text for mark in ".!?"]):
        return [text]
    out: list[str] = []
    for piece in _SENTENCE.split(text):
        if out and _ABBREVIATION.search(out[-1][-12:]):
            out[-1] += " " + piece
        else:
            out.append(piece)
    return out

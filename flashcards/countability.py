"""Whether a number of a line counts: what bounds it, and what makes it a name, a date or a bare digit."""

from __future__ import annotations

import re
from typing import NamedTuple

from flashcards import nouns, units
from flashcards.hiding import HIDDEN
from flashcards.measures import word_before
from flashcards.numerals import Line, Term

_RATE = re.compile(r"/(?=[a-z])|[ ](?:per|a|an|each|every|daily|weekly|monthly|yearly)\b(?![ ]?\d)")
END = re.compile(r"\s*(?:$|[,;|)\]/.!?](?!\w))")
_KEYED = re.compile(r"([^\W\d_]*)[ \"”)%]{0,3}(?:[:=≈→]|->|=>)[ ]*$")
_KEY_ENDS = frozenset(":=≈→>")
_CUE = re.compile(r"(?:\b(?:of|is|was|are|were|at|to|by|than|under|over|said|from|and|or)|[,;(/≈])[ ]*$")
_KEYS_OF_NAMES = nouns.REFERENCES | frozenset(
    "founded date updated created born id phone tel fax call dial room".split()
)
_YEAR_CUES = nouns.MONTHS | frozenset(
    "in since of by until till from before after during the late early mid year fy to".split()
)
_NAMED = re.compile(r" [A-Z][a-z]+ [a-z]")
"""A name behind a year that opens a line: `1825 Halland pacts`."""
_DECADE_CUES = frozenset("the my his her their our mid late early in mid- late- early-".split())
_ARTICLE_CUES = frozenset(
    "in within for takes took take lasts lasted last need needs needed after about almost nearly under over than"
    " around roughly".split()
)
_MINUTE_CUES = frozenset("every within wait takes took last lasts lasted after for in timeout ttl under by".split())
_BOUND_ENDS = frozenset(phrase.split()[-1] for phrase in units.BOUNDS)
_BOUND_SIGNS = frozenset("".join(units.SIGNS)) - {"-"}
_TOKENS = re.compile(r"[ ]?tok(?:en)?s?(?:/|[ ]per[ ])(s|sec|second|min|minute|h|hr|hour|day)\b")
_TIMES = re.compile(r"[ ]times(?=[ ](?:as|more|less|fewer|the|[a-z]{2,12}er)\b)")


class Seen(NamedTuple):
    """A number met on the line, what bounds it, and whether it counts."""

    term: Term
    full_start: int
    comparator: str
    counts: bool
    named: bool = False
    """True when its neighbours make it a name (`phase 2`, `Jan 5`): it stays, also in a mask."""


def _sign_bound(line: Line, pos: int, base: int) -> tuple[int, str]:
    """The sign right before `pos` (`~`, `>=`) with its place; an arrow is none."""
    stop = pos
    while stop > base and pos - stop < 9 and line.text[stop - 1] in " \u00a0":
        stop -= 1
    start = stop
    while start > base and stop - start < 2 and line.text[start - 1] in _BOUND_SIGNS:
        start -= 1
    sign = line.text[start:stop]
    before = line.text[start - 1 : start]
    if sign == ">" and before in ("-", "–", "—", "="):
        return pos, ""
    mark = units.SIGNS[sign] if sign in units.SIGNS else units.SIGNS.get(sign[-1:], "")
    return (start, mark) if mark else (pos, "")


_SAYS = re.compile(r"(?:they|we|you|i|who|people|ppl|some|many|most|[a-z]{3,20}s)$")
"""Who says a number: behind them `say` is no estimate."""


def _word_bound(line: Line, pos: int, base: int) -> tuple[int, str]:
    """The words right before `pos` that bound it (`no more than`) with their place."""
    chunk = line.low[max(base, pos - 30) : pos]
    if not chunk[-1:].isspace():
        return pos, ""
    words = chunk.split()[-4:]
    if not words or (words[-1] not in _BOUND_ENDS and words[-1].lstrip("(\"“'") not in units.BOUNDS):
        return pos, ""
    for size in range(len(words), 0, -1):
        phrase = " ".join(words[-size:]).lstrip("(\"“'")
        if phrase == "say" and _SAYS.match(" ".join(words[-2:-1])):  # a verb: `they say 50`
            continue
        if phrase in units.BOUNDS and chunk.rstrip().endswith(phrase):
            return pos - len(chunk) + chunk.rindex(phrase), units.BOUNDS[phrase]
    return pos, ""


def _bound(line: Line, term: Term, base: int, *, first: bool) -> tuple[int, str]:
    """Where the answer starts, bound and range words included, and the comparator they say."""
    start, sign = _sign_bound(line, term.start, base)
    at, word = _word_bound(line, start, base)
    if word == "=" and term.unit != "%":
        at, word = start, ""
    if line.low.startswith("over ", at) and not first and term.unit in units.UNITS and is_time(term.unit):
        at, word = start, ""
    if word:
        return at, word
    if not sign and term.low != term.high and word_before(line, term.start, base) in ("from", "between"):
        return line.low.rindex("from" if line.low[:start].rstrip().endswith("from") else "between", 0, start), ""
    return start, sign


def is_time(unit: str) -> bool:
    """True for a unit of time."""
    return unit in units.UNITS and units.UNITS[unit].dimension == "time"


def is_bare(term: Term) -> bool:
    """True when nothing but the digits is there: no unit, currency, magnitude."""
    return not term.unit and not term.money and term.scale == 1.0


def _is_year(line: Line, term: Term, prev: str) -> bool:
    """True for `2019`, `1850–1900`, unless a counted noun follows and nothing before speaks of a time."""
    if not is_bare(term) or not term.low.is_integer() or "," in line.text[term.start : term.end]:
        return False
    cued = prev in _YEAR_CUES
    opens = term.start == 0 and _NAMED.match(line.text, term.end) is not None
    since = 1900 if term.low == term.high and not opens and (not cued or prev in ("of", "to")) else 1500
    return since <= term.low <= term.high < 2100 and (cued or opens or not nouns.is_counted(line.text, term.end))


def _is_date(line: Line, term: Term, prev: str) -> bool:
    """True for the number of a day beside a month or weekday, and for a time or date after `at`, `on`."""
    if not (is_bare(term) and term.high <= 31 and term.low.is_integer()):
        return False
    after = line.low[term.end : term.end + 13].split()
    if prev.rstrip(".") in nouns.MONTHS - {"may"} | nouns.WEEKDAYS or (after and after[0].strip(".,)") in nouns.MONTHS):
        return not nouns.is_counted(line.text, term.end)
    if (
        prev not in nouns.CLOCK_WORDS
        or term.word
        or line.low.startswith(" to ", term.end)
        or _RATE.match(line.low, term.end)
    ):
        return False
    return not nouns.is_counted(line.text, term.end)


def _is_titled(line: Line, term: Term, prev: str, start: int, base: int) -> bool:
    """True for `Falcon 9 launches`: a capitalised word in mid-sentence right before a small bare number; and for
    `TideOS 4.2 steers`: a word with a capital inside before one with a point."""
    if not prev or not is_bare(term) or term.word or term.high > 999 or term.low != term.high:
        return False
    at = line.text[:start].rstrip().rfind(" ") + 1
    word = line.text[max(at, base) : start].strip()
    before = line.text[base:at].rstrip()
    if not term.low.is_integer() and word[1:].lower() != word[1:] != word[1:].upper():
        return True
    return (
        len(word) > 2
        and word[0].isupper()
        and word[1:].islower()
        and bool(before)
        and before[-1] not in '.:;!?|(→>-–—"“'
    )


def _is_referred(line: Line, term: Term, key: str) -> bool:
    """True for `phase 2`, `Python 3.12`, `room 4B`; not for `rows 1,200`, `week ~5`."""
    written = line.text[term.start : term.full_end]
    if not is_bare(term):
        return key in nouns.PLACES and written[-1] in "BKMT"
    if term.mark or "," in written:
        return False
    if key in nouns.PERIODS and term.low < 100 and not nouns.is_counted(line.text, term.end):
        return True
    refers = key in nouns.REFERENCES or (key[:-1] in nouns.REFERENCES and key.endswith("s"))
    return refers or (key in nouns.VERSIONED and term.low < 100)


def _is_named(line: Line, term: Term, start: int, base: int) -> bool:
    """True when the words around a number make it a name, a date or a place in an order."""
    prev = word_before(line, start, base)
    if term.word and start > base and line.text[start].isupper():
        following = nouns.words_after(line.text, term.end, 1)
        return (
            not term.unit
            and line.text[:start].rstrip()[-1:] not in '.:!?-–("“'
            and bool(following)
            and following[0][0][0].isupper()
        )
    if term.unit == "s" and line.low[term.end - 2 : term.end] == "0s" and term.high < 100:
        return prev in _DECADE_CUES
    if term.unit or term.money:
        return False
    if _is_referred(line, term, prev.rstrip(".")):
        return True
    if _is_year(line, term, prev) or _is_date(line, term, prev):
        return True
    return _is_titled(line, term, prev, start, base)


def _counts_keyed(line: Line, term: Term, base: int) -> bool:
    """True for the value of a key (`Employees: 640`, `n = 612`) and of a group (`team of seven`)."""
    if not END.match(line.low, term.full_end):
        return False
    before = line.low[max(base, term.start - 40) : term.start]
    keyed = _KEYED.search(before) if before.rstrip(" ")[-1:] in _KEY_ENDS else None
    if keyed:
        return keyed[1] not in _KEYS_OF_NAMES or len(before.split()) > 3
    words = before.split()
    if 0 < len(words) < 4 and not line.low[term.full_end :].strip() and nouns.is_plural(words[-1]):
        return True
    if words[-1:] and words[-1] in ("age", "headcount", "staff", "population", "attendance"):
        return True
    return len(words) > 1 and words[-1] == "of" and words[-2] in nouns.COLLECTIVES


def _counts_bare(line: Line, term: Term, base: int) -> bool:
    """True when a bare number counts: a plural or a rate follows, a key stands before, or it has decimals."""
    if term.word and term.low == 1.0:
        return False
    if nouns.is_counted(line.text, term.end) or _RATE.match(line.low, term.end):
        return True
    if line.low.startswith(" times", term.end):
        return True
    decimal = not term.low.is_integer() or "." in line.text[term.start : term.end]
    if decimal and not term.word:
        before = line.low[max(base, term.start - 12) : term.start]
        return term.low < 1 or bool(_CUE.search(before)) or _counts_keyed(line, term, base)
    return _counts_keyed(line, term, base)


def _counts_article(line: Line, term: Term, base: int) -> bool:
    """True for `in a year`, `takes an hour`, `one day a month`; not for `9% a year`, `one day we`."""
    if term.scale > 1 or term.low != 1.0 or not term.word:
        return True
    if line.low[term.start] == "o" and term.unit not in ("day", "s"):
        return True
    prev = word_before(line, term.start, base)
    words = nouns.words_after(line.text, term.end, 1)
    rated = line.low[term.start] == "o" and bool(_RATE.match(line.low, term.end))
    before = line.low[max(base, term.start - 16) : term.start].split()
    return rated or (
        prev in _ARTICLE_CUES and not words and not any(is_time(units.canonical(w)) for w in before[-2:-1])
    )


def _adjusted(line: Line, term: Term, base: int) -> Term:
    """What only the words around can tell: `8x A100`, `5m` of time, `45 tokens/s`, `three times faster`."""
    if term.unit == "m" and line.text[term.end - 2 : term.end - 1].isdigit():
        near = line.low[max(base, term.start - 20) : term.start].replace(":", " ").split()
        return term._replace(unit="min") if near and near[-1] in _MINUTE_CUES else term
    if term.unit == "x" and line.text[term.end : term.end + 2] == f" {HIDDEN}":
        return term._replace(unit="")
    if term.unit or term.money:
        return term
    match = _TOKENS.match(line.low, term.end) or _TIMES.match(line.low, term.end)
    if not match:
        return term
    unit = f"tokens/{units.canonical(match[1])}" if match.re is _TOKENS else "x"
    return term._replace(unit=unit, end=match.end(), full_end=match.end(), sure=True)


def judge(line: Line, term: Term, base: int, *, first: bool) -> Seen:
    """Say of one number whether it counts, and what bounds it."""
    term = _adjusted(line, term, base)
    start, said = _bound(line, term, base, first=first)
    comparator = said or term.mark or "="
    if (not said and _is_named(line, term, start, base)) or (said and _is_year(line, term, "since")):
        return Seen(term, start, comparator, counts=False, named=True)
    bare = bool(said) or _counts_bare(line, term, base)
    return Seen(term, start, comparator, counts=_counts_article(line, term, base) if term.sure else bare)

"""The quantity reader: every number with its unit, bound and counted thing in one line of a note."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from flashcards import nouns, units
from flashcards.countability import END, Seen, is_bare, is_time, judge
from flashcards.hiding import hide
from flashcards.measures import has_words, terms, word_before
from flashcards.model import Quantity
from flashcards.numerals import Line
from flashcards.text import has_digit

CAP = 2000
"""Longer lines are read only so far."""

_GLYPHS = frozenset(units.GLYPHS)
_MARKER = re.compile(r"\s*(?:>\s?)*(?:(?:[-*+•–—]|\d{1,3}[.)]|\[[ xX/-]\])\s+)*")
_LIST = re.compile(r"[ ]?(?:[,/]|,?[ ](?:and|or|to)|→|[-–—=]{1,2}>|>)[ ]?")
_TO = re.compile(r"[ ](?:down |up )?to[ ](?:only |just )?")
_TAIL = re.compile(rf"[ ](?:{'|'.join(sorted(units.TAILS, key=len, reverse=True))})\b")
_START = re.compile(r"(?:^|[,;|/(.:–—-])\s*$")
_SHORT = re.compile(r"[,;|/.:(–—-]\s*(?:[^\s,;|/.:(]+\s+){1,6}$")
"""A short segment before a number: `, python 250`."""

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a line holds: its quantities, and the spans of spare numbers that do not count."""

    quantities: tuple[Quantity, ...] = ()
    spare: tuple[tuple[int, int], ...] = ()


_NOTHING = _Reading()


def _inherits(line: Line, one: Seen, after: Seen) -> Seen:
    """In `40 / 310 / 1,900 ms`, `31 → 44` and `from 3 to 14 engineers` the first takes after the second."""
    term = one.term
    if one.named or term.unit or term.scale != 1.0 or (term.word and term.low == 1.0):
        return one
    between = _LIST.fullmatch(line.text, term.full_end, after.full_start)
    if not between or not (after.counts or (("→" in between[0] or ">" in between[0]) and not after.named)):
        return one
    return one._replace(counts=True, term=term._replace(unit=after.term.unit))


def _sibling(line: Line, first: Seen, one: Seen, base: int) -> Seen:
    """In `node 180ms, python 250` and `11 signed, 4 live` a later bare number takes after the first."""
    term = one.term
    if one.counts or one.named or not is_bare(term) or (term.word and term.low == 1.0):
        return one
    before = line.low[max(base, term.start - 40) : term.start]
    prev = word_before(line, one.full_start, base)
    if END.match(line.low, term.end) and prev:
        apart = _SHORT.search(before) is not None or not term.low.is_integer()
        told = prev not in nouns.CLOCK_WORDS and apart
        told = told or prev == word_before(line, first.full_start, base)
        return one._replace(counts=True, term=term._replace(unit=first.term.unit)) if told else one
    opens = _START.search(before) and _START.search(line.low[max(base, first.full_start - 9) : first.full_start])
    follows = line.low[term.end : term.end + 2].strip().isalpha()
    return one._replace(counts=True) if opens and follows and not first.term.unit and not term.word else one


def _arrives(line: Line, one: Seen, after: Seen) -> Seen:
    """In `from 14 months to 6` the second takes after the first."""
    to = _TO.fullmatch(line.text, one.term.full_end, after.full_start)
    changes = to is not None and word_before(line, one.full_start) == "from" and one.counts and one.term.unit != ""
    if not changes or after.counts or after.named or not is_bare(after.term) or after.term.word:
        return after
    return after._replace(counts=True, term=after.term._replace(unit=one.term.unit))


def _as_minutes(line: Line, one: Seen) -> Seen:
    """`35m` beside another time (`from 4h to 35m`) is minutes."""
    glued = one.term.unit == "m" and line.text[one.term.end - 2 : one.term.end - 1].isdigit()
    return one._replace(term=one.term._replace(unit="min")) if glued else one


def _settle(line: Line, seen: list[Seen], base: int) -> list[Seen]:
    """Let numbers take after their neighbours: lists from the right, siblings from the first."""
    if len(seen) < 2:
        return seen
    if any(is_time(one.term.unit) for one in seen):
        seen = [_as_minutes(line, one) for one in seen]
    for i in range(len(seen) - 2, -1, -1):
        taken = _inherits(line, seen[i], seen[i + 1])
        if taken is not seen[i] and not seen[i + 1].counts:
            seen[i + 1] = seen[i + 1]._replace(counts=True)
        seen[i] = taken
        seen[i + 1] = _arrives(line, taken, seen[i + 1])
    first = next((one for one in seen if one.counts), None)
    if first is None:
        return seen
    begun = first.full_start
    return [
        _sibling(line, first, one, base) if one.full_start > begun or not one.term.low.is_integer() else one
        for one in seen
    ]


def _tail(line: Line, end: int, limit: int) -> tuple[int, str]:
    """`or less`, `max` after a quantity or after what it counts; never past `limit`, where the next one starts."""
    noun = nouns.counted(line.text, end)
    for pos in (end, noun):
        match = _TAIL.match(line.low, pos) if pos >= 0 else None
        if match and match.end() <= limit:
            return match.end(), units.TAILS[match[0].strip()]
    return end, ""


def _quantity(text: str, line: Line, one: Seen, limit: int) -> Quantity:
    """The value that leaves this module."""
    term = one.term
    full_end, said = _tail(line, term.full_end, limit)
    start, end = one.full_start, full_end
    if text[start - 1 : start] == "$" == text[end : end + 1] and line.text[start - 1] == " ":
        start, end = start - 1, end + 1
    at, stop = nouns.thing_at(line.text, term.full_end)
    if is_bare(term) and not term.sure and nouns.counted(line.text, term.full_end) < 0:
        stop = at
    comparator = said if said and one.comparator == "=" else one.comparator
    return Quantity(
        term.start, term.end, start, end, term.low, term.high, term.unit, comparator, text[at:stop].strip("*_`\"”“(' ")
    )


def may_hold(text: str) -> bool:
    """A quick look: lines without digit and number word cost next to nothing."""
    return has_digit(text) or has_words(text.lower()) or not (text.isascii() or _GLYPHS.isdisjoint(text))


@lru_cache(maxsize=8192)
def _reading(text: str) -> _Reading:
    """All numbers of a line."""
    line = hide(text)
    marker = None if line.text[:1].isalpha() else _MARKER.match(line.text)
    base = marker.end() if marker else 0
    seen: list[Seen] = []
    floor = base
    for term in terms(line, base, spoken=has_words(line.low)):
        seen.append(judge(line, term, floor, first=not seen))
        floor = term.full_end
    if not seen:
        return _NOTHING
    seen = _settle(line, seen, base)
    limits = [*[one.full_start for one in seen[1:]], len(text)]
    counted = [_quantity(text, line, one, limit) for one, limit in zip(seen, limits, strict=True) if one.counts]
    spare = [(one.full_start, one.term.full_end) for one in seen if not one.counts and not one.named]
    return _Reading(tuple(counted), tuple(spare))


def read(text: str) -> tuple[Quantity, ...]:
    """Every quantity of one line, in order; the full spans do not overlap."""
    text = text[:CAP]
    return _reading(text).quantities if may_hold(text) else ()


def spare(text: str) -> tuple[tuple[int, int], ...]:
    """The spans of bare numbers of a line that count nothing by themselves; names, dates and years are none."""
    text = text[:CAP]
    return _reading(text).spare if may_hold(text) else ()


def mask(text: str) -> str:
    """The line without its numbers: each quantity is `#`, white space and case are folded.

    A changed number must leave the mask as it is, so bare numbers that count nothing go too; names,
    dates and list numbers stay.
    """
    if not may_hold(text[:CAP]):
        return _SPACE.sub(" ", text).strip().casefold()
    reading = _reading(text[:CAP])
    spans = sorted([(q.full_start, q.full_end) for q in reading.quantities] + list(reading.spare))
    out, pos = [], 0
    for start, end in spans:
        out += [text[pos:start], "#"] if start >= pos else []
        pos = max(pos, end)
    return _SPACE.sub(" ", "".join([*out, text[pos:]])).strip().casefold()


def _factor(unit: str) -> tuple[float, float, str]:
    """Factor, offset and dimension of a canonical unit, compounds included."""
    if not unit:
        return 1.0, 0.0, "count"
    if unit in units.UNITS:
        known = units.UNITS[unit]
        return known.factor, known.offset, known.dimension
    above, _, below = unit.partition("/")
    if not below:
        return 1.0, 0.0, above
    many, _, noun = below.rpartition(" ")
    top, _, dimension = _factor(above)
    bottom, _, other = _factor(noun)
    return top / bottom / (float(many) if many else 1.0), 0.0, f"{dimension}/{other}"


def base(q: Quantity) -> tuple[float, float, str]:
    """Low and high in the base unit of the quantity's dimension, and that dimension."""
    factor, offset, dimension = _factor(q.unit)
    return q.low * factor + offset, q.high * factor + offset, dimension


def same_value(a: Quantity, b: Quantity) -> bool:
    """True when both say the same value, whatever the unit: `500 ms` and `0.5 s`, `5,000+` and `5k`."""
    low, high, dimension = base(a)
    other_low, other_high, other = base(b)
    close = math.isclose(low, other_low, rel_tol=1e-9) and math.isclose(high, other_high, rel_tol=1e-9)
    return close and dimension == other

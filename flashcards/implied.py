"""Numbers that stand bare because what they measure is said elsewhere: in the head, the line above, a sibling."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flashcards import quantity
from flashcards.model import Block, Quantity
from flashcards.text import content_words, fold, has_digit, words

if TYPE_CHECKING:
    from flashcards.page import Page

_MEASURE = re.compile(
    r"\b(?:temps?|temperatures?|speeds?|prices?|pricing|costs?|costing|fees|wages|pay|salar(?:y|ies)|weights?|doses?|"
    r"dosages?|heights?|lengths?|widths?|depths?|distances?|durations?|timings?|times|ages?|pressures?|voltages?|"
    r"currents?|loads?|ports|limits?|thresholds?|minimums?|maximums?|cut[- ]?offs?|targets?|scores?|marks|ratios?|"
    r"rates|percentages?|shares?|margins?|ratings?|capacit(?:y|ies)|volumes?|levels|ranges?|averages?|medians?|odds|"
    r"densit(?:y|ies))\b"
    r"(?!\s(?:of|for|in) (?:my|our)\b)",
    re.IGNORECASE,
)
"""A head that names what is measured below it."""
_EXTREME = re.compile(r"\b(?:peaks?|peaking at|max|min|avg|average|mean|median|now|was)\s$", re.IGNORECASE)
"""What stands in front of a second value of the same measure: `2 TB a day, peak 3`."""
_REMARK = re.compile(r"^\W{0,3}\b(?:but|though)\b.*")
"""What is said of a value behind it."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_STANDS_AS_VALUE = re.compile(
    r"\W*$|\s*[,;(/+)-]|\s(?:for|then|to|max|min|if|when|with|on|after|until|before)\b|\sin [\w ]{2,20}\)"
)
"""What follows a bare number that is the value of its line."""
SHORT = 8
"""Words of a line up to which a bare number on it may be its value."""
NEAR = 3
"""Siblings before a line of which one may say the unit."""


def add(page: Page, block: Block, found: tuple[Quantity, ...]) -> tuple[Quantity, ...]:
    """The quantities of a line with those that count only for what stands around it."""
    text = page.text(block)
    if block.kind not in ("item", "line") or not has_digit(text) or len(words(text)) > SHORT:
        return found
    spare = [(at, end) for at, end in quantity.spare(text) if _WORD.search(text[:at]) and has_digit(text[at:end])]
    if not spare:
        return found
    if found and found[0].unit and all(at > found[0].end for at, _ in spare):
        spare = [(at, end) for at, end in spare if _EXTREME.search(text[max(0, at - 20) : at])] or _last(
            page, block, text, spare
        )
    elif _is_below_measure(page, block):
        spare = [(at, end) for at, end in spare if _STANDS_AS_VALUE.match(text, end)]
    else:
        spare = _last(page, block, text, spare)
    more = [_bare(text, start, end) for start, end in spare]
    return tuple(sorted((*found, *more), key=lambda entry: entry.start)) if more else found


def _last(page: Page, block: Block, text: str, spare: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The last bare number when it ends its line and those around it say its unit."""
    return spare[-1:] if _closes(text, spare[-1]) and (_goes_on(page, block) or _shares_out(page, block)) else []


def _bare(text: str, start: int, end: int) -> Quantity:
    value = float(re.sub(r"[^\d.]", "", text[start:end]).strip(".") or 0)
    return Quantity(start, end, start, end, value, value, "", "=")


def _closes(text: str, span: tuple[int, int]) -> bool:
    return not _REMARK.sub("", text[span[1] :]).strip(" .)")


def _is_below_measure(page: Page, block: Block) -> bool:
    """Right below a head such as `temps` or `wind limit for`."""
    head = page.parent(block)
    if head is None or head.kind not in ("heading", "label", "item"):
        return False
    return len(words(page.text(head))) <= SHORT and _MEASURE.search(page.text(head)) is not None


def _shares_out(page: Page, block: Block) -> bool:
    """Below a line that counts something: `6,000 orders a day` / `of which returns 400`."""
    head = page.parent(block)
    if head is None or head.kind != "item":
        return False
    return any(entry.thing and entry.high >= 10 for entry in quantity.read(page.text(head)))


def _goes_on(page: Page, block: Block) -> bool:
    """Right below a line of the same build that says the unit: `inner jetty 8` below `outer jetty 15 m`."""
    for above in page.before(block, NEAR):
        if above.kind != block.kind or above.quote != block.quote:
            return False
        text = page.text(above)
        last = quantity.read(text)[-1:]
        if last and len(words(text)) <= SHORT and _closes(text, (0, last[0].full_end)):
            alike = fold(text).split()[:2] == fold(page.text(block)).split()[:2]
            return alike or bool(last[0].unit and last[0].full_start and len(content_words(text)) <= SHORT - 3)
        if not quantity.spare(text):
            return False
    return False

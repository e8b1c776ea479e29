"""Facts with numbers: the line with one number blanked and the others visible, one card per number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashcards import quantity, questions
from flashcards.extractors import extractor
from flashcards.model import BLANK, Block, Candidate, Quantity
from flashcards.page import Page
from flashcards.pairs import is_dated_gloss
from flashcards.shapes import of_shape, shape
from flashcards.siblings import CHANGE, FOUNDED, tracks
from flashcards.text import LETTER_OR_DIGIT, content_words, has_more_words

MAX_LINE = 32
"""Words of a line that is shown whole; of a longer one only the sentence."""

_AMOUNT = r"[\d.,]+(?:\s?(?:k|m|bn|million|billion)\b)?"
_DIGITS = re.compile(rf"\W{{0,3}}{_AMOUNT}(?:(?:\s?[-–—]\s?|\s(?:to|and)\s){_AMOUNT})?(?=\s)")
"""The number in front of its unit, both ends of a range."""
_BELOW = re.compile(r"/\d{2,3}(?![\d/.,])")
"""The second number of a blood pressure: `140/90`."""
_KIND_OF_TIME = re.compile(
    r" (?:business|working|work|calendar|trading|school|consecutive|full|clear|sick|bank) "
    r"(?:days?|hours?|hrs|weeks?|months?|nights?)\b",
    re.IGNORECASE,
)
"""What belongs to a number of days that only some are: `10 working days`."""
_GIVEN = re.compile(r"^.{0,40}\b(?:for|at|of|with|when|beyond|after)\s*$", re.IGNORECASE)
_TOLD = re.compile(
    r"(?:\b(?:is|are|was|needs?|gives?|means?|moves?|costs?|takes?)|[=:→]|->)\s*(?:about |around |~\s?)?$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?]*(?:[.!?](?!\s|$)[^.!?]*)*[.!?]?(?:\s+|$)")
_END = re.compile(r"(?:[^\W\d_]{2}|[)\]\"”])[.!?;]\s")
"""A sentence that ends."""
_PER = re.compile(r"\d[.,]*\s?[%\w]{0,6}\s+per\s+$", re.IGNORECASE)
"""In front of a number that is the measure of another: `3% per 1,000 km`."""
_VAGUE = re.compile(r"^\W*(?:dozens|hundreds|thousands|millions|billions|tens|a few|several|10s|100s)\b", re.IGNORECASE)


@extractor
def extract(page: Page) -> Iterator[Candidate]:
    """One card per number of a line that is no comparison and no question; of told lines only what they say beside."""
    for block in of_shape(page, "quantity"):
        if page.free(block):
            yield from blanked(page, block, weighty=_among_questions(page, block))
    yield from _beside(page)
    for block in of_shape(page, "story", "answer"):
        if any(shape(page, up) == "story" for up in (block, *page.outline.above(block))):
            yield from blanked(page, block, weighty=True)
    for block in of_shape(page, "pitch"):
        if block.kind != "line" or not questions.is_prompt(block.text, "application"):
            yield from blanked(page, block, weighty=True)


def _beside(page: Page) -> Iterator[Candidate]:
    """The numbers of lines that have another card: of steps the weighty ones, of pairs those in a later sentence."""
    for block in of_shape(page, "step"):
        if page.free(block) and not page.pair(block) and not tracks(page.text(block)):
            yield from blanked(page, block, weighty=len(page.quantities(block)) < 2)
    for block in of_shape(page, "pair"):
        if page.free(block) and not page.kids(block):
            dated = (pair := page.pair(block)) is not None and is_dated_gloss(pair)
            yield from blanked(page, block, told=not dated, weighty=dated)


def blanked(page: Page, block: Block, *, weighty: bool = False, told: bool = False) -> Iterator[Candidate]:
    """The cards of one line: each number blanked in the sentence it stands in; of a pitch only the weighty ones.

    Of a line that is `told` by a card of its own only what stands behind its first sentence.
    """
    text = page.text(block)
    wanted = [found for found in _numbers(page, block) if _is_fact(text, found) and (not weighty or _is_weighty(found))]
    wanted = [found for found in wanted if not told or _says_more(text, found)]
    if len(wanted) > 1:
        wanted = [found for found in wanted if not _JOINED.match(text, found.full_start)] or wanted
    for found in wanted[: page.settings.limits.numbers]:
        shown, start = _sentence(text, found)
        end = _end(text, found)
        front = shown[: found.full_start - start] + BLANK + shown[end - start :]
        answer = text[found.full_start : end].strip()
        if not LETTER_OR_DIGIT.search(front) or (not page.crumbs(block) and len(content_words(front)) < 2):
            continue
        source = page.source(block)
        yield Candidate("quantity", page.fields(block, front.lstrip('“" ').rstrip(), answer), source, page.raw(source))


def _says_more(text: str, found: Quantity) -> bool:
    """True for a number in a later sentence of a line that says what it is the number of."""
    before = text[: found.full_start]
    return _END.search(before) is not None and (bool(found.thing) or not before.rstrip().endswith(","))


def _sentence(text: str, found: Quantity) -> tuple[str, int]:
    """The part of the line shown on the front, and where it starts."""
    if not has_more_words(text, MAX_LINE):
        return text, 0
    for part in _SENTENCE.finditer(text):
        if part.start() <= found.full_start < part.end():
            return part[0].rstrip(), part.start()
    return text, 0


def _among_questions(page: Page, block: Block) -> bool:
    """Between questions and their answers small numbers are given, not known."""
    near = page.blocks[max(0, block.index - 8) : block.index + 9]
    asked = [entry.index for entry in near if entry.parent == block.parent and shape(page, entry) == "question"]
    if len(asked) < 2:
        return False
    return asked[0] < block.index or (asked[0] == block.index + 1 and not page.blocks[asked[0]].gap)


def _end(text: str, found: Quantity) -> int:
    """Where the blank ends: before the unit when little else would say what is asked."""
    if below := _BELOW.match(text, found.full_end):
        return below.end()
    if phrase := _KIND_OF_TIME.match(text, found.full_end):
        return phrase.end()
    if found.full_start > 3 or not found.unit or len(content_words(text[found.full_end :])) > 1:
        return found.full_end
    if _ATTRIBUTE.match(text, found.full_end) or text.startswith(" of ", found.full_end):
        return found.full_end
    digits = _DIGITS.match(text[found.full_start : found.full_end])
    return found.full_start + digits.end() if digits else found.full_end


_ATTRIBUTE = re.compile(
    r"\s(?!(?:in|per|an?|of|for|at|on|to|from|each|every|by|with|as|than|or|and|one|long|high|deep|wide|old|now|today|again|still|only|max|min|total|ago|later|before|after)\b)[^\W\d_]{3,}\W*$"
)
"""`2 week sprints`: the amount stands in front of what it is of."""


_JOINED = re.compile(r"\d+-(?:second|sec|minute|min|hour|day|night|week|month|quarter|year|yr)s?\s", re.IGNORECASE)
"""`30-day retention 24%`: the days are part of the name of what is measured."""


_OWN_LOSS = re.compile(
    r"\((?:i |we )?(?:lost|wasted|spent|took me|cost me)\b[^()]*\d\s?(?:min|hour|hr|day|mark|point)[a-z]*$",
    re.IGNORECASE,
)
"""What it cost me, in brackets behind a fact: `(lost 20 min on this)`."""


def _is_fact(text: str, found: Quantity) -> bool:
    """Vague amounts are not asked for, nor what another number is measured by."""
    if not found.unit and not found.thing and text[: found.full_start].count("(") > text[: found.full_start].count(")"):
        return False
    if "(" in text and _OWN_LOSS.search(text[: found.full_end]):
        return False
    if _PER.search(text[: found.full_start]) or (
        _GIVEN.match(text[: found.full_start])
        and any(_TOLD.search(text[: later.full_start]) for later in quantity.read(text) if later.start > found.start)
    ):
        return False
    return not _VAGUE.match(text[found.full_start : found.full_end])


def _is_weighty(found: Quantity) -> bool:
    """In a pitch only the numbers that carry weight become cards, not every year and week."""
    return found.high >= 100 or found.unit in ("%", "x", "pp") or found.comparator not in ("=", "~")


def _numbers(page: Page, block: Block) -> list[Quantity]:
    """The quantities of a line; of a change (`0.71 → 0.83`) the new value when the reader saw no unit."""
    found = list(page.quantities(block))
    if year := FOUNDED.search(page.text(block)):
        start, end = year.span("year")
        found.append(Quantity(start, end, start, end, 0.0, 0.0, "", "="))
        found.sort(key=lambda entry: entry.start)
    change = CHANGE.search(page.text(block))
    if change:
        found = [entry for entry in found if entry.full_end <= change.start() or entry.full_end > change.start("new")]
    if change and not any(entry.full_end > change.start("new") for entry in found):
        start, end = change.span("new")
        found.append(Quantity(start, end, start, end, 0.0, 0.0, "", "="))
    return found

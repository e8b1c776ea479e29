"""Facts with numbers: the line with one number blanked and the others visible, one card per number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashcards.extractors import extractor
from flashcards.model import BLANK, Block, Candidate, Quantity
from flashcards.page import Page
from flashcards.shapes import of_shape
from flashcards.text import content_words, words

MAX_NUMBERS = 4
"""Numbers of one line that get a card."""

MAX_LINE = 32
"""Words of a line that is shown whole; of a longer one only the sentence."""

_SENTENCE = re.compile(r"[^.!?]*(?:[.!?](?!\s|$)[^.!?]*)*[.!?]?(?:\s+|$)")
_VAGUE = re.compile(r"^\W*(?:dozens|hundreds|thousands|millions|billions|tens|a few|several|10s|100s)\b", re.IGNORECASE)


@extractor
def extract(page: Page) -> Iterator[Candidate]:
    """One card per number of a line that is no pair, comparison, step or question."""
    for block in of_shape(page, "quantity"):
        if page.free(block):
            yield from blanked(page, block)
    for block in of_shape(page, "pitch"):
        yield from (card for card in blanked(page, block) if _is_big(page, block))


def blanked(page: Page, block: Block) -> Iterator[Candidate]:
    """The cards of one line: each number blanked in the sentence it stands in."""
    text = page.text(block)
    wanted = [found for found in page.quantities(block) if _is_fact(text, found)]
    for found in wanted[:MAX_NUMBERS]:
        shown, start = _sentence(text, found)
        end = _end(text, found)
        front = shown[: found.full_start - start] + BLANK + shown[end - start :]
        answer = text[found.full_start : end].strip()
        if len(content_words(front)) < 2 and not page.crumbs(block):
            continue
        source = page.source(block)
        yield Candidate("quantity", page.fields(block, front.strip(), answer), source, page.raw(source))


def _sentence(text: str, found: Quantity) -> tuple[str, int]:
    """The part of the line shown on the front, and where it starts."""
    if len(words(text)) <= MAX_LINE:
        return text, 0
    for part in _SENTENCE.finditer(text):
        if part.start() <= found.full_start < part.end():
            return part[0].rstrip(), part.start()
    return text, 0


def _end(text: str, found: Quantity) -> int:
    """Where the blank ends: before the unit when little else would say what is asked."""
    if found.full_start > 3 or not found.unit or len(content_words(text[found.full_end :])) > 1:
        return found.full_end
    digits = re.match(
        r"\W{0,3}[\d.,]+(?:\s?(?:k|m|bn|million|billion)\b)?(?=\s)", text[found.full_start : found.full_end]
    )
    return found.full_start + digits.end() if digits else found.full_end


def _is_fact(text: str, found: Quantity) -> bool:
    """Vague amounts are not asked for."""
    return not _VAGUE.match(text[found.full_start : found.full_end])


def _is_big(page: Page, block: Block) -> bool:
    """In a pitch only the numbers that carry weight become cards."""
    return any(found.unit or found.high >= 100 for found in page.quantities(block))

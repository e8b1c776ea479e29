"""Marked cards: what the user marked as a card, in the syntax of whatever tool."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import category

from flashcards import clozes, marked
from flashcards.extractors import extractor
from flashcards.marked.reading import rows_of
from flashcards.marked.rows import Marked
from flashcards.model import Block, Candidate, Fields, Source
from flashcards.naming import trail
from flashcards.page import Page

WHOLE = frozenset({"mad", "mdanki", "yanki", "apy", "ankdown", "inka"})
"""Dialects in which headings are decks or fields, and a document or section is one card: nothing there is a subject."""


@extractor
def extract(page: Page) -> Iterator[Candidate]:
    """One candidate for each marked card."""
    rows = rows_of(page.document, page.blocks, page.settings)
    if rows is None:
        return
    at = _by_line(page)
    for card in marked.read(rows):
        block = next((at[n] for n in range(card.first + 1, card.end + 1) if n in at), None)
        if _says_something(card) and _is_wanted(page, block, card):
            yield _candidate(page, block, card)


def _by_line(page: Page) -> dict[int, Block]:
    """Line to block."""
    return {number: block for block in page.blocks for number in range(block.line, block.line_end + 1)}


def _says_something(card: Marked) -> bool:
    """Both sides have a letter, a digit or a symbol; a card to be seen again and again has one side."""
    one_side = card.sort in ("cloze", "spaced")
    return _is_word(clozes.shown(card.front)) and (one_side or _is_word(card.back))


def _is_word(text: str) -> bool:
    return any(char.isalnum() or category(char)[0] == "S" for char in text)


def _is_wanted(page: Page, block: Block | None, card: Marked) -> bool:
    """Not in what is said to be private, unless a tag on the line wishes it; never where the user said no."""
    if block is None:
        return True
    if page.wishes[block.index] == "nocard":
        return False
    return card.wished or page.reasons[block.index] not in ("private", "diary")


def _context(page: Page, block: Block | None, card: Marked) -> str:
    """The breadcrumb, as the tools of most dialects show it, too."""
    if block is None or card.dialect in WHOLE:
        return ""
    return trail(page.titles(block), clozes.shown(card.front))


def _candidate(page: Page, block: Block | None, card: Marked) -> Candidate:
    section = page.section(block) if block else ()
    source = Source(page.document.path, card.first + 1, card.end, section)
    both = card.sort == "reversed"
    cloze = card.sort == "cloze"
    fields = Fields(
        context=_context(page, block, card),
        front=card.front,
        back="" if cloze else card.back,
        extra=card.back if cloze else "",
        reverse=card.back if both else "",
        reverse_back=card.front if both else "",
        source=page.foot(section),
    )
    return Candidate(
        kind="cloze" if cloze else "question-and-answer",
        fields=fields,
        source=source,
        text=page.raw(source),
        tags=card.tags,
        deck=card.deck.replace("/", "::"),
        note_type="cloze" if cloze else "fact",
        dialect=card.dialect,
        foreign_id=card.foreign_id,
        numbered=card.numbered,
    )

"""Questions put to the other side: who is spoken to, and how openly."""

from __future__ import annotations

from flashcards import questions, wording
from flashcards.model import Block
from flashcards.page import Page, once
from flashcards.text import content_words, words
from flashcards.zones import section_zone

_THEM = frozenset(
    """you your ur u they their team company role here pms org position culture onboarding organization organisation
    department""".split()
)


def asks_openly(page: Page, block: Block) -> bool:
    """A direct question of some weight."""
    found = questions.read(block.text)
    if found is None or found.kind != "Q" or wording.ASKED_OF_ME.match(found.clean):
        return False
    return len(content_words(found.clean)) >= 3


@once
def is_bare_heading(page: Page, block: Block) -> bool:
    """A heading with nothing below it: a bold line, or a question in the form of a heading."""
    return block.kind == "heading" and not page.outline.children[block.index]


def speaks_to_them(page: Page, block: Block) -> bool:
    """A question put to the other side, or wrapped in "would love to know"."""
    if block.kind not in ("item", "line", "label") and not is_bare_heading(page, block):
        return False
    found = questions.read(block.text)
    if found is None or found.kind not in ("Q", "I") or wording.ASKED_OF_ME.match(found.clean):
        return False
    return found.kind == "I" or bool({word.casefold() for word in words(found.clean)} & _THEM)


def asked_behind_label(page: Page, block: Block) -> str:
    """What stands behind `Questions:` on the same line, when it asks; else nothing."""
    pair = page.pair(block) if block.kind in ("item", "line", "label") else None
    asks_them = pair is not None and pair.sep == ":" and section_zone(pair.key) == "ask"
    return pair.value if pair and asks_them and "?" in pair.value and len(words(pair.value)) >= 4 else ""


def near_question(page: Page, block: Block) -> bool:
    """A question beside or below one that is put to the other side is one of them."""
    near = page.blocks[max(0, block.index - 6) : block.index + 7]
    return any(speaks_to_them(page, entry) for entry in (*near, *page.outline.above(block)))

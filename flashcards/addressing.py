"""Questions put to the other side: who is spoken to, and how openly."""

from __future__ import annotations

import re

from flashcards import questions, telling, wording
from flashcards.model import Block
from flashcards.page import Page, once
from flashcards.text import content_words, ends_asking, fold, words
from flashcards.zones import section_zone

_THEM = frozenset(
    """you your ur u they their team company role here pms org position culture onboarding organization organisation
    department""".split()
)


LISTED = 3
"""Questions from which on they are a list."""


@once
def heard(page: Page, block: Block) -> bool:
    """A question that was asked already, as were most beside it: what stands below asks nothing, it is what they said.

    A remark below one or two of many belongs to the question that is still to be asked.
    """
    beside = [entry for entry in page.around(block) if entry.kind == "item" and ends_asking(page.text(entry))]
    said = sum(1 for entry in beside if page.kids(entry))
    if block not in beside or len(beside) < LISTED or said * 2 <= len(beside):
        return False
    kids = page.kids(block)
    return bool(kids) and not any(questions.read(kid.text) or ends_asking(page.text(kid)) for kid in kids)


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


@once
def speaks_to_them(page: Page, block: Block) -> bool:
    """A question put to the other side, or wrapped in "would love to know"."""
    if block.kind not in ("item", "line", "label") and not is_bare_heading(page, block):
        return False
    found = questions.read(block.text)
    if found is None or found.kind not in ("Q", "I") or wording.ASKED_OF_ME.match(found.clean):
        return False
    return found.kind == "I" or not _THEM.isdisjoint(map(str.casefold, words(found.clean)))


def asked_behind_label(page: Page, block: Block) -> str:
    """What stands behind `Questions:` on the same line, when it asks; else nothing."""
    pair = page.pair(block) if block.kind in ("item", "line", "label") else None
    if pair is None or pair.sep != ":" or section_zone(pair.key) != "ask":
        return ""
    if "?" not in pair.value and not telling.opens_asking(pair.value):
        return ""
    return pair.value if len(words(pair.value)) >= 4 else ""


def near_question(page: Page, block: Block) -> bool:
    """A question beside or below one that is put to the other side is one of them."""
    near = page.blocks[max(0, block.index - 6) : block.index + 7]
    return any(speaks_to_them(page, entry) for entry in (*near, *page.outline.above(block)))


_OURS = re.compile(
    r"\byou (?:guys|all|folks)\b|\byour (?:team|company|firm|group|lab|department|office|ward|school|product|"
    r"customers|clients|"
    r"engineers|developers|stack|culture|roadmap|process|onboarding|interns)\b|\b(?:the|this) (?:team|role|company|"
    r"firm|"
    r"position|internship|placement|programme|program)\b|\b(?:an|other|past|previous|new) (?:interns?|hires?|starters?|"
    r"employees|trainees|joiners)\b|\b(?:around|up|in) here\b|\bhere\?",
    re.IGNORECASE,
)
"""What only the one side says to the other: `you guys`, `other interns`."""
OPEN = 3
"""Open questions from which on a document can be a list of those one wants to ask."""


def asks_them_throughout(page: Page) -> bool:
    """True for `Acme interview questions` with nothing but open questions of which two speak to Acme."""
    return bool(page.blocks) and page.base == "asked" and _asks_them_throughout(page, page.blocks[0])


@once
def _asks_them_throughout(page: Page, _: Block) -> bool:
    asked = [page.text(block) for block in page.blocks if block.kind in ("line", "item") and "?" in page.text(block)]
    told = {word for word in content_words(fold(page.document.title)) if word not in ("interview", "questions")}
    theirs = [text for text in asked if _OURS.search(text) or told & set(words(fold(text)))]
    heads = any(block.kind in ("heading", "label") and ends_asking(page.text(block)) for block in page.blocks)
    return len(asked) >= OPEN and len(theirs) >= 2 and not heads and not any(map(wording.ASKED_OF_ME.match, asked))


FAR = 12
"""Lines between the bullets that ask and one that stands apart from them."""
_WH = re.compile(
    r"(?:and |so |also )?(?:what|how|why|who|whom|whose|when|where|which|is|are|does|has|any)\b", re.IGNORECASE
)
"""How a question opens, and hardly anything else."""


def is_behind_questions(page: Page, block: Block) -> bool:
    """A line apart from the bullets that ask, and no question itself: something else."""
    at = block.index
    while block.index - FAR < at and at > 0 and page.blocks[at].kind == "line" and page.blocks[at].gap:
        at -= 1
    if at == block.index or page.blocks[at].kind != "item":
        return False
    return not ends_asking(page.text(block)) and not _WH.match(page.text(block))


def is_left_open(page: Page, block: Block) -> bool:
    """An empty bullet below a question waits for its answer; what stands behind a gap is none."""
    below = page.outline.under(block.index)
    if not below or below[0].kind != "item" or page.text(below[0]) or page.outline.under(below[0].index):
        return False
    return len(below) == 1 or below[1].gap

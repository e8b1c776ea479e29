"""The parts of a story in the STAR form: which part a label names."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from rapidfuzz import fuzz, process

from flashcards import cues
from flashcards.model import Block
from flashcards.page import Page, once
from flashcards.text import fold

LETTER = re.compile(r"([STARL])\s?[-–—:.)]\s?(?=[^\W\d_])")
"""`S-A new service was due`: a part of a story named by its letter, with no blank behind the mark."""

LIKE = 88
"""Likeness of a label and the name of a part, from 0 to 100, from which on it is a typo."""
LETTERS = 3
"""Characters of a heading that is a letter, or a range of them: `T–Z`."""
NEAR = 2
"""Levels above a part up to which the question stands."""
_LABELS = tuple(cues.STAR_PARTS)


@lru_cache(maxsize=4096)
def star_part(key: str) -> str:
    """Which part of a STAR story a label names, typos forgiven; empty when none."""
    folded = fold(key).strip(" :.-")
    if folded in cues.STAR_PARTS:
        return cues.STAR_PARTS[folded]
    if len(folded) < 6 or len(folded) > 14:
        return ""
    if process.extractOne(folded, _LABELS, scorer=fuzz.ratio, score_cutoff=LIKE) is None:
        return ""
    best = max(cues.STAR_PARTS, key=lambda known: (fuzz.ratio(folded, known), known))
    return cues.STAR_PARTS[best] if fuzz.ratio(folded, best) >= LIKE and len(best) > 3 else ""


@once
def story_part(page: Page, block: Block) -> str:
    """The STAR part of a block that belongs to a story; empty when it does not."""
    return "" if _answers(page, block) else _part_among_others(page, block)


@once
def answering_part(page: Page, block: Block) -> str:
    """The same for a story that as a whole answers the question above it."""
    return _part_among_others(page, block) if _answers(page, block) else ""


def _part_among_others(page: Page, block: Block) -> str:
    part = "" if _is_index_letter(page, block) else own_part(page, block)
    parts = {own_part(page, entry) for entry in page.around(block)} if part else set()
    return part if len(parts & {"situation", "task", "action", "result"}) >= 2 else ""


def _is_index_letter(page: Page, block: Block) -> bool:
    """`A` beside `B` and `C`: a letter of a glossary, and no part of a story."""
    if block.kind != "heading" or len(page.text(block)) > LETTERS:
        return False
    beside = [page.text(entry) for entry in page.around(block) if entry.kind == "heading"]
    return any(len(text) <= LETTERS and fold(text)[:1] not in "starl" for text in beside if text)


def _answers(page: Page, block: Block) -> bool:
    """True below `Question: …` or `Question 2`, its `Answer:` between or not: the story as a whole is the answer."""
    above = islice(page.outline.above(block), NEAR)
    return any(cues.QUESTION_LABEL.match(page.text(up)) or cues.QUESTION_NUMBER.match(page.text(up)) for up in above)


@once
def own_part(page: Page, block: Block) -> str:
    """The part that the label of a block names, whatever stands around it."""
    if block.kind not in ("heading", "label", "item", "line"):
        return ""
    pair = page.pair(block)
    if pair:
        return star_part(pair.key)
    text = page.text(block)
    if letter := LETTER.match(text):
        return star_part(letter[1])
    return star_part(text) if len(text) < 20 else ""


def story_rest(page: Page, block: Block) -> tuple[Block, ...]:
    """The plain lines right behind a part of a story, up to the next part or a gap."""
    run: list[Block] = []
    for entry in page.after(block, 12) if block.kind == "line" else ():
        if entry.kind != "line" or entry.gap or own_part(page, entry):
            break
        if page.ok(entry):
            run.append(entry)
    return tuple(run)

"""Numbers that are given, not known: sums, worked examples, suppositions, exercises with their key."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flashcards import glances, signals, wording
from flashcards.model import Block
from flashcards.text import has_digit

if TYPE_CHECKING:
    from flashcards.page import Page

_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
_AMOUNT = re.compile(r"\W{0,3}\d")
_CODE = re.compile(
    r"(?<=[^\W\d_]{2})[^\w\s]{0,2}\s{1,3}(?:[-–—=:→>]{1,2}\s{0,2}|[(\[])?(?P<code>[A-Z][A-Za-z]?|0)\W{0,4}$"
)
"""The letter of a sort at the end of a line, behind a word: `40 bags of lime - C`, `a new plough (I)`."""
TAIL = 30
"""Characters at the end of a line in which the letter stands."""


def mark(page: Page, reasons: list[str]) -> None:
    """Notes the reason of every line whose numbers somebody made up."""
    _mark_sums(page, reasons)
    _mark_examples(page, reasons)
    _mark_supposed(page, reasons)
    _mark_exercises(page, reasons)


def _goes_on(above: Block, block: Block) -> bool:
    """True when a block stands in the same quote as the one above, or below it without a gap."""
    if block.kind in ("heading", "rule"):
        return False
    if above.quote:
        return block.quote >= above.quote and block.line - above.line_end <= 2
    return not block.quote and not block.gap and block.depth > 0 and block.depth >= above.depth


def _mark_sums(page: Page, reasons: list[str]) -> None:
    """In a section where a quarter of the lines with digits are worked out, the others are what was assumed."""
    sections: dict[int, list[Block]] = {}
    heading = -1
    for block in page.blocks:
        heading = block.index if block.kind == "heading" else heading
        if block.kind in ("item", "line") and not reasons[block.index] and has_digit(block.text):
            sections.setdefault(heading, []).append(block)
    for lines in sections.values():
        hits = sum(1 for block in lines if glances.CALCULATION.search(page.text(block)))
        if signals.prevails("calculation", hits, len(lines)):
            for block in lines:
                reasons[block.index] = "calculation"


def _below_examples(page: Page) -> list[bool]:
    """For each block: does it stand right below what is called an example, or below an item that does?"""
    below: list[bool] = []
    titled: dict[int, bool] = {-1: False}
    for block in page.blocks:
        up = page.parent(block)
        if up is not None and up.index not in titled:
            titled[up.index] = bool(wording.EXAMPLE_TITLE.search(page.text(up)))
        below.append(titled[block.parent] or (up is not None and up.kind == "item" and below[up.index]))
    return below


def _mark_examples(page: Page, reasons: list[str]) -> None:
    """A worked example takes along the rest of its quote, or of its paragraph."""
    inside: Block | None = None
    assumed = _below_examples(page)
    for block in page.blocks:
        counts = block.kind in ("item", "line") and assumed[block.index] and has_digit(block.text)
        goes_on = (inside is not None and _goes_on(inside, block)) or counts
        if not goes_on and block.kind in ("item", "line", "label") and not reasons[block.index]:
            goes_on = bool(wording.WORKED.match(page.text(block)))
        inside = block if goes_on else None
        if goes_on and not reasons[block.index]:
            reasons[block.index] = "calculation"


def _mark_supposed(page: Page, reasons: list[str]) -> None:
    """`Let's say the seller wants 50`: its numbers are made up, here and in the lines right below that use them."""
    for block in page.blocks:
        if block.kind not in ("item", "line") or not wording.SUPPOSED.match(page.text(block)):
            continue
        made_up = set(_NUMBER.findall(page.text(block)))
        for entry in (block, *page.after(block, 3)):
            used = set(_NUMBER.findall(page.text(entry)))
            if not used or not used <= made_up:
                break
            reasons[entry.index] = reasons[entry.index] or "calculation"


def _mark_exercises(page: Page, reasons: list[str]) -> None:
    """Lines that sort made-up amounts by a letter: the key of an exercise. They take along those beside them."""
    for family in page.outline.families:
        lines = [block for block in family if block.kind in ("item", "line") and has_digit(block.text)]
        codes = [code for block in lines if (code := _code(page.text(block)))]
        if len(set(codes)) > 1 and signals.prevails("exercise", len(codes), len(lines)):
            for block in lines:
                reasons[block.index] = reasons[block.index] or "practice"


def _code(text: str) -> str:
    """The letter of the sort that a line of amounts ends with; empty when it has none."""
    found = _CODE.search(text[-TAIL:]) if _AMOUNT.match(text) else None
    return found["code"] if found else ""

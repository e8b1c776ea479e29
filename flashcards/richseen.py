"""Field text as its reader sees it: without marks, line by line, for output that is text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape

from flashcards import richlines, richmarks
from flashcards.richlines import Block

_PICTURE = re.compile(r'<img src="(?P<name>[^"]*)" alt="(?P<alt>[^"]*)"[^>]*>')
_NUMBER = re.compile(r"<sup>([0-9]+)</sup>")
_TAG = re.compile(r"<[^<>]*>")
_SIGNS = str.maketrans(
    {
        richmarks.MATHS: "$",
        richmarks.MATHS_END: "$",
        richmarks.DISPLAY: "$$",
        richmarks.DISPLAY_END: "$$",
        richmarks.SOUND: "",
        richmarks.SOUND_END: "",
    }
)
"""Formulas stay TeX between dollars: nothing else says what they are."""


def lines(blocks: Sequence[Block], notes: Mapping[str, int] | None = None) -> Iterator[str]:
    """The lines that are seen; a list keeps its markers and its indentation."""
    numbers = {block.word: block.number for block in blocks if block.kind == "note"} if notes is None else notes
    for block in blocks:
        yield from _lines(block, numbers)


def _lines(block: Block, notes: Mapping[str, int]) -> Iterator[str]:
    lead = block.lead or " " * block.indent
    if block.kind == "quote":
        yield from (lead + _told(title, notes) for title in block.lines)
        yield from (lead + line for line in lines(block.inside, notes))
    elif block.kind == "table":
        yield from (lead + " | ".join(_told(cell, notes) for cell in row) for row in block.rows)
    elif block.kind == "code":
        yield from (lead + line for line in block.lines)
    elif block.kind == "maths":
        yield from (f"{lead}$${' '.join(block.lines)}$$",)
    else:
        number = f"[{block.number}] " if block.kind == "note" else ""
        yield lead + number + _told(block.lines[0], notes)


def _told(text: str, notes: Mapping[str, int]) -> str:
    """One line without its marks. A picture says what it shows, or its name."""
    made = richmarks.inline(text, notes)
    if "<" in made:
        made = _PICTURE.sub(lambda found: found["alt"] or found["name"], _NUMBER.sub(r"[\1]", made))
        made = _TAG.sub("", made)
    return unescape(made).translate(_SIGNS)


def is_plain(text: str) -> bool:
    """A quick look: true where no mark can stand."""
    return not richmarks.may_mark(text) and not richlines.may_hold_blocks(text)

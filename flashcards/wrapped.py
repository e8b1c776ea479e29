"""Wrapped lines: which of them are one paragraph, broken at a column, and which stand alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flashcards.scanner import Piece

MAX_TEXT = 4_000
"""Characters of one line that are read; the rest of a longer line is left alone."""
ENDS = re.compile(r"[.!?:;…]['\"”’)*_]*$")
_OWN_FACT = re.compile(r"[^.!?]{1,50}?(?::\s|\s=\s|\s[-–—]\s|\s?(?:->|→|=>)\s)|[A-Z]\s[-–]\s|[*_\"“>]")
"""A line that opens with a key or a mark of its own is not the rest of the line above."""
_CHAIN = re.compile(r"\s(?:->|→|=>|>)\s")
_CHAIN_GOES_ON = re.compile(
    r"(?:->|→|=>|>|,|\b(?:and|or|the|a|an|of|to))\s*\n|\n[^\n]*\s(?:->|→|=>|>)\s|\n\s*(?:->|→|=>)"
)
"""A line of steps that ends in the middle, or has more of them on the next line."""
PASTED = 70
"""Characters of a bullet from which on an unindented line in small letters below it may be its rest."""


def whole(pieces: list[Piece]) -> list[Piece]:
    """Paragraphs broken at a column become one block again; lines that stand alone stay alone."""
    out: list[Piece] = []
    start = 0
    while start < len(pieces):
        end = start + 1
        while end < len(pieces) and _continues(pieces[end - 1], pieces[end]):
            end += 1
        out.extend(_join(pieces[start:end]))
        start = end
    return out


def _continues(above: Piece, below: Piece) -> bool:
    return (
        below.kind == "line"
        and not below.gap
        and above.quote == below.quote
        and (
            (above.kind == "line" and above.indent == below.indent)
            or (above.kind == "item" and (below.indent > above.indent or _runs_on(above, below)))
        )
    )


def _runs_on(above: Piece, below: Piece) -> bool:
    """A pasted bullet cut at a column: full, without an end, and the next line goes on in small letters."""
    if len(above.text) < PASTED or ENDS.search(above.text):
        return False
    return below.text[:1].islower() or _open_bracket(above.text)


def _join(run: list[Piece]) -> list[Piece]:
    if len(run) < 2 or not _is_wrapped(run):
        return run
    text = " ".join(piece.text for piece in run)[:MAX_TEXT]
    return [run[0]._replace(text=text, line_end=run[-1].line_end)]


def _open_emphasis(text: str) -> bool:
    """True when a line opens emphasis that only the next line can close."""
    return text.startswith("*") and text.count("*") % 2 == 1


def _open_bracket(text: str) -> bool:
    """True when a line ends within a bracket."""
    return text.count("(") > text.count(")")


def _is_wrapped(run: Sequence[Piece]) -> bool:
    """True when every line but the last is so full that the next word would not have fitted."""
    width = max(len(piece.text) for piece in run)
    if (
        len(run) == 2
        and len(_CHAIN.findall(run[0].text)) > 1
        and not _CHAIN_GOES_ON.search(f"{run[0].text}\n{run[1].text}")
    ):
        return False
    if width < 60 or (
        any(_OWN_FACT.match(piece.text) for piece in run[1:])
        and not (_open_emphasis(run[0].text) or _open_bracket(run[0].text))
    ):
        return False
    for above, below in zip(run, run[1:], strict=False):
        if len(above.text) + 1 + len(below.text.split(" ", 1)[0]) <= width - 2:
            return False
        if len(run) == 2 and run[0].kind == "line" and (ENDS.search(above.text) or not below.text[:1].islower()):
            return False
        if len(run) == 2 and above.text.rstrip("*_ ").endswith((":", "?")):
            return False
    return True

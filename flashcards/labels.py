"""Labels: which lines name the lines below them, told by marks and by shape."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from flashcards import cues
from flashcards.scanner import Piece
from flashcards.text import LETTER_OR_DIGIT, has_digit, plain, words
from flashcards.wrapped import ENDS

_TEMPLATE = re.compile(r"(?:%>|\}\})$")
SENTENCE = 15
"""Words of a line with a colon from which on it goes on in the line below, and names nothing."""
_ARROWS = re.compile(r"->|→|=>|⇒|⟶|➜|\s>\s")
_LETTER = re.compile(r"[A-Z]\s?[-–—:=]\s")
_BOLD_ASIDE = re.compile(r"(\*\*|__)[^*]{2,60}\1\s*\([^()]{1,40}\)$")
_SENTENCES = re.compile(r"[.!]\s")
_KEYED = re.compile(r"\S\s?[:=≈](?:\s|$)")
_SEVERAL = re.compile(r",|\s/\s")
_LAST_ASIDE = re.compile(r"(?<=\w{3}) \((?:[^()\d\s]+ ?){1,5}\)$")
"""What a label says of itself behind it: `relief (years before the sale)`."""
_FACTS = re.compile(r"[=:|,;.→>&\d]|\s[-–—]\s")
NUMBER = re.compile(r"\(?(\d+)[.)]$")
_SAID = re.compile(r"(?<![\d.,])[3-9](?![\d.,%])")
"""How many there are, in a heading."""
SAID_FIRST = re.compile(r"(?:(?:the|our|my|their|his|her|its) )?([3-9])(?![\d.,%])", re.IGNORECASE)
"""How many there are, in front of what they are: `5 forces`, `the 6 Cs`."""
SPEECH = 20
"""Words of a paragraph from which on it may be what one says."""
CENTRED = 8
"""Columns from which on a title above a list that begins further out was pushed to the middle."""
CLOCK = re.compile(r"\d{1,2}[:h]\d\d(?:\s?[ap]m)?\b\W{0,3}", re.IGNORECASE)
"""The time of day that an entry of a daily page opens with."""
_NO_ANSWER = re.compile(r"a\s?[:.]", re.IGNORECASE)
"""`A:` with nothing behind it."""
_FIELD = re.compile(r"[\w*_ /-]{1,30}:(?:\s|$)")


def goes_on_counting(piece: Piece) -> bool:
    """True for `2.` and later: the list it belongs to began above."""
    number = NUMBER.match(piece.marker)
    return number is not None and int(number[1]) > 1


def counted_heads(pieces: Sequence[Piece]) -> frozenset[int]:
    """The counted items, at least two in a row, that have plain lines right below them, no further in."""
    ends = {at: _end_of_lines(pieces, at) for at, piece in enumerate(pieces) if NUMBER.match(piece.marker)}
    found: set[int] = set()
    for at, end in ends.items():
        if end > at + 1 and ends.get(end, 0) > end + 1 and _counts_to(pieces[at], pieces[end]):
            found |= {at, end}
    return frozenset(found)


def _end_of_lines(pieces: Sequence[Piece], at: int) -> int:
    """The place behind the plain lines right below an item."""
    head, end = pieces[at], at + 1
    while end < len(pieces) and pieces[end].kind == "line" and not pieces[end].gap:
        if pieces[end].indent > head.indent or pieces[end].quote != head.quote:
            break
        end += 1
    return end


def _counts_to(first: Piece, second: Piece) -> bool:
    """True when the count goes on, at the same depth."""
    one, two = NUMBER.match(first.marker), NUMBER.match(second.marker)
    together = first.indent == second.indent and first.quote == second.quote
    return together and one is not None and two is not None and 0 <= int(two[1]) - int(one[1]) <= 1


def _says_something(text: str) -> bool:
    """False for a line of which nothing is left without its marks: a template, a picture."""
    return LETTER_OR_DIGIT.search(plain(text)) is not None


def is_centred(piece: Piece, below: Piece) -> bool:
    """A title pushed to the middle with blanks, right above its list."""
    return (
        piece.kind == "line"
        and piece.indent >= max(CENTRED, below.indent + 1)
        and piece.text.endswith(":")
        and below.kind == "item"
        and not below.gap
    )


def _asks_above(piece: Piece, below: Piece) -> bool:
    """A question in a quote, with its answer in a list below the quote."""
    asks = bool(piece.quote) and piece.text.rstrip("*_ ").endswith("?")
    return asks and below.kind == "item" and not below.quote and below.line - piece.line_end <= 2


def is_label(pieces: Sequence[Piece], index: int) -> bool:
    """A line with its belongings below: items, indented lines, a quote, a table."""
    piece = pieces[index]
    below = pieces[index + 1] if index + 1 < len(pieces) else None
    bare = piece.text.rstrip("*_ ")
    if below is not None and below.gap and _NO_ANSWER.fullmatch(bare):
        return False
    if below is None or not _says_something(bare) or _TEMPLATE.search(bare):
        return False
    if is_centred(piece, below):
        return True
    if piece.quote > below.quote or piece.indent > below.indent:
        return _asks_above(piece, below)
    if below.kind == "item" and not below.gap and below.indent > piece.indent and len(bare.split()) <= 60:
        return True
    if below.kind == "item" and not below.gap and bare.endswith("?") and not goes_on_counting(below):
        return True
    return not goes_on_counting(below) and _names_below(pieces, index, below, bare)


def _names_below(pieces: Sequence[Piece], index: int, below: Piece, bare: str) -> bool:
    """A line that names what stands below it: with a colon, or short and without a fact of its own."""
    piece = pieces[index]
    bare = CLOCK.sub("", bare, count=1) if CLOCK.match(bare) else bare
    if (bare.startswith("(") and bare.endswith(")")) or (not bare.endswith(":") and _SENTENCES.search(bare)):
        return False
    if bare.endswith(":"):
        return _opens(pieces, index, below)
    if below.kind == "line" and below.indent <= piece.indent and below.quote <= piece.quote:
        return _heads_lines(pieces, index)
    if below.kind == "label":
        return not below.gap and len(bare.split()) <= 14
    if _KEYED.search(plain(bare)) or (has_digit(bare) and _SEVERAL.search(bare)):
        return False
    close = not below.gap or (len(bare.split()) <= 6 and not ENDS.search(bare) and piece.gap)
    return (
        below.kind in ("item", "line", "row")
        and close
        and len(bare.split()) <= 14
        and not bare.endswith((".", ",", ";"))
    )


def _opens(pieces: Sequence[Piece], index: int, below: Piece) -> bool:
    """True when a line that ends in a colon has its belongings below, not just the next field."""
    if below.kind != "line" or below.quote or below.indent > pieces[index].indent:
        return below.kind in ("item", "row", "code", "line", "math")
    if not below.gap and len(pieces[index].text.split()) >= SENTENCE:
        return False
    if below.gap:
        return pieces[index].text.startswith(("**", "__")) or lines_follow(pieces, index)
    return not _FIELD.match(below.text)


def _is_column(pieces: Sequence[Piece], index: int) -> bool:
    """The first of as many short lines as the heading right above says there are: `4 Ps` and four names."""
    head = pieces[index - 1] if index else None
    said = _SAID.search(head.text) if head is not None and head.kind == "heading" else None
    return said is not None and _short_lines(pieces, index) == int(said[0])


def _counts_lines(pieces: Sequence[Piece], index: int) -> bool:
    """`4 Ps` above four short lines."""
    text = pieces[index].text
    said = SAID_FIRST.match(text) if len(text.split()) <= 6 else None
    return said is not None and not pieces[index + 1].gap and _short_lines(pieces, index + 1) == int(said[1])


def _short_lines(pieces: Sequence[Piece], index: int) -> int:
    """How many lines of at most four words stand in a row from here to the next gap; 0 when one is longer."""
    run = takewhile(
        lambda entry: entry[1].kind == "line" and not (entry[0] and entry[1].gap), enumerate(pieces[index : index + 10])
    )
    sizes = [len(piece.text.split()) for _, piece in run]
    return len(sizes) if all(size <= 4 for size in sizes) else 0


def lines_follow(pieces: Sequence[Piece], index: int) -> bool:
    """True when at least three paragraphs of their own follow: a list without bullets."""
    ahead = pieces[index + 1 : index + 4]
    return len(ahead) == 3 and all(piece.kind == "line" and piece.gap for piece in ahead)


def titles_speech(pieces: Sequence[Piece], index: int) -> bool:
    """`Elevator pitch`, a blank line, and what one says: a title that nobody marked as one."""
    text, below = plain(pieces[index].text), pieces[index + 1]
    if not below.gap or below.kind != "line":
        return False
    short = len(text.split()) <= 4 and text[:1].isupper() and text[-1:].isalnum()
    return short and len(below.text.split()) >= SPEECH and cues.SECTIONS["pitch"].search(text)


def _asks_again(pieces: Sequence[Piece], index: int) -> bool:
    """True where another `Q:` follows in the same paragraph: each has its own answer."""
    rest = takewhile(lambda piece: piece.kind == "line" and not piece.gap, pieces[index + 1 : index + 30])
    return any(cues.QUESTION_LABEL.match(plain(piece.text)) for piece in rest)


def _heads_lines(pieces: Sequence[Piece], index: int) -> bool:
    """A short first line of a paragraph, with no mark of a fact in it, names the lines below."""
    piece, below = pieces[index], pieces[index + 1]
    opens = piece.gap or index == 0 or pieces[index - 1].kind in ("heading", "rule")
    if opens and titles_speech(pieces, index):
        return True
    if not opens or below.gap:
        return False
    if _is_column(pieces, index):
        return False
    if _counts_lines(pieces, index):
        return True
    bare = _LAST_ASIDE.sub("", plain(piece.text).rstrip(".…"))
    if cues.QUESTION_LABEL.match(bare) and _asks_again(pieces, index):
        return False
    if bare.endswith("?") or _BOLD_ASIDE.match(piece.text):
        return True
    after = pieces[index + 2 : index + 3]
    if _LETTER.match(below.text) and after and _LETTER.match(after[0].text) and not _LETTER.match(piece.text):
        return True
    if len(_ARROWS.findall(below.text)) >= 2 and not _ARROWS.search(bare) and len(bare.split()) <= 12:
        return True
    return len(words(bare)) <= 6 and not _FACTS.search(bare) and bool(bare)

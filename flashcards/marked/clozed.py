"""Clozes: `==x==`, `==1;;x;;hint==`, `{x}`, `{2:x}`, `{c2|x}`, `{{cloze x}}` and Anki's own `{{c1::x::hint}}`.

Numbered ones are a mark anywhere. A bare highlight or brace is one only where the document says so: people highlight
and put in braces what is no card.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from flashcards import clozes
from flashcards.marked.rows import (
    Marked,
    Rows,
    heading_level,
    indent_of,
    is_item,
    is_mark,
    is_tags,
    joined,
    split_tags,
    unlisted,
)
from flashcards.marked.shield import HIDDEN, shield, uncoded

BARE_HIGHLIGHTS = ("osr", "fc1", "o2a:clozepara")
BARE_BRACES = ("fc1", "o2a:clozepara", "inka")
BARE_DOUBLE = ("osr",)

_BRACE = re.compile(r"(?<![\w\\}^_${])\{(?:c?(?P<number>[1-9]\d?)(?:::|[:|]))?(?P<inside>[^{}|]{1,400}?)\}(?!\})")
_DOUBLE = re.compile(r"\{\{(?P<inside>[^{}]{1,400}?)\}\}")
_CUE = "\\\\"
"""Parts answer and hint in Logseq: two backslashes."""
_LOGSEQ = re.compile(r"\{\{cloze\s+(?P<inside>[^{}]{1,600}?)\}\}")
_CALLED = re.compile(
    r"cloze\s|(?:query|embed|video|youtube|tweet|twitter|renderer|namespace|zotero|pdf|date|time|title|value|table)\b",
    re.IGNORECASE,
)
"""What stands in two braces that is no cloze: Logseq's own, or templates."""
_NUMBER = re.compile(r"(?P<number>[1-9]\d?)")


@lru_cache(maxsize=16)
def _highlight(opening: str, closing: str) -> re.Pattern[str]:
    """What stands between two marks, `==` each where nothing else was chosen."""
    first, last = re.escape(opening[:1]), re.escape(closing[-1:])
    begin, end = re.escape(opening), re.escape(closing)
    return re.compile(
        rf"{begin}(?![\s{first}])(?P<inside>(?:(?!{end}).){{1,600}})(?<![\s{last}]){end}",
        re.DOTALL,
    )


HIGHLIGHT = _highlight("==", "==")


@dataclass(frozen=True, slots=True)
class Hole:
    """A deletion as written. `number` is 0 where the writer gave none."""

    start: int
    end: int
    answer: str
    hint: str = ""
    number: int = 0


def read(rows: Rows) -> Iterator[Marked]:
    """One card for each paragraph or item with a cloze in it."""
    at = rows.body
    while at < len(rows.rows):
        if rows.rows[at].hidden or not rows.rows[at].text.strip():
            at += 1
            continue
        end = _end(rows, at)
        if found := _card(rows, at, end):
            yield found
        at = end


def _end(rows: Rows, at: int) -> int:
    """Behind the paragraph, or the item: what stands further in belongs to it."""
    end = at + 1
    if is_item(rows.rows[at].text):
        return _item_end(rows, at)
    while end < len(rows.rows) and not rows.rows[end].hidden and rows.rows[end].text.strip():
        if _stands_alone(rows.rows[end].text) or _stands_alone(rows.rows[at].text):
            break
        end += 1
    return end


def _item_end(rows: Rows, at: int) -> int:
    """Behind the lines of an item that stand further in and are no items."""
    depth = indent_of(rows.rows[at])
    end = at + 1
    for place in range(at + 1, len(rows.rows)):
        row = rows.rows[place]
        if row.mark:
            continue
        if row.hidden or row.blank or _stands_alone(row.text) or indent_of(row) <= depth:
            break
        end = place + 1
    return end


def _stands_alone(text: str) -> bool:
    return is_item(text) or heading_level(text) > 0 or is_tags(text)


def _card(rows: Rows, at: int, end: int) -> Marked | None:
    text = joined(rows.rows[at:end])
    opening, closing = rows.markers["cloze_open"], rows.markers["cloze_close"]
    if opening not in text and "{" not in text:
        return None
    text = _item(rows, at, end) if is_item(rows.rows[at].text) else unlisted(text) if end == at + 1 else text
    holes = find(text, styles(rows, at, end), _highlight(opening, closing))
    own = clozes.numbers(uncoded(text))
    if not holes and not own:
        return None
    made = text if own else fill(text, holes)
    if not all(_hides(piece) for piece in clozes.parse(made)):
        return None
    made, tags = _untagged(made)
    kept = tuple(tag for tag in tags if not is_mark(tag))
    numbered = bool(own) or any(hole.number for hole in holes)
    close = rows.through_marks(end)
    foreign = rows.ids_at(at, close)
    deck = rows.scopes.get(at, "")
    return Marked("osr", at, close, made, "", "cloze", kept, deck, foreign, numbered)


def _item(rows: Rows, at: int, end: int) -> str:
    """The text of an item without its marker, its further lines moved out."""
    return "\n".join(part for part in (unlisted(rows.rows[at].text), joined(rows.rows[at + 1 : end])) if part)


def _hides(piece: clozes.Piece) -> bool:
    """A deletion hides a word or a sign, not the border of a cell."""
    return isinstance(piece, str) or bool(piece.answer.strip(" |\t\n"))


def _untagged(text: str) -> tuple[str, tuple[str, ...]]:
    """Tags off a text of one line; in one of several they stay where they are."""
    return split_tags(text) if "\n" not in text else (text, ())


def styles(rows: Rows, at: int, end: int) -> frozenset[str]:
    """Which bare marks count in a paragraph: an id or a schedule behind it says that a tool took it for a card."""
    scoped = at in rows.scopes
    told = {
        "highlight": scoped or rows.strict(*BARE_HIGHLIGHTS) or rows.told(at, end),
        "brace": rows.strict(*BARE_BRACES) or rows.known(at, end),
        "double": scoped or rows.strict(*BARE_DOUBLE),
    }
    return frozenset(style for style, counts in told.items() if counts)


def find(text: str, bare: frozenset[str], highlight: re.Pattern[str] = HIGHLIGHT) -> list[Hole]:
    """The deletions of a text in order; those that overlap an earlier one are none."""
    hidden = shield(text)
    found = [*_highlights(text, hidden, bare, highlight), *_braces(text, hidden, bare), *_doubles(text, hidden, bare)]
    kept: list[Hole] = []
    for hole in sorted(found, key=lambda hole: hole.start):
        if hole.answer.strip() and (not kept or hole.start >= kept[-1].end):
            kept.append(hole)
    return kept


def _highlights(text: str, hidden: str, bare: frozenset[str], highlight: re.Pattern[str]) -> Iterator[Hole]:
    holes = [_parted(found, text) for found in highlight.finditer(hidden)]
    if "highlight" in bare or any(hole.number for hole in holes):
        yield from holes


def _braces(text: str, hidden: str, bare: frozenset[str]) -> Iterator[Hole]:
    holes = []
    for found in _BRACE.finditer(hidden):
        inside = text[found.start("inside") : found.end("inside")]
        if _is_words(inside):
            holes.append(Hole(found.start(), found.end(), inside, "", int(found["number"] or 0)))
    if "brace" in bare or any(hole.number for hole in holes):
        yield from holes


def _is_words(inside: str) -> bool:
    """Not a set, an object or an empty place: `{"a": 1}`, `{ }`, `{.class}`."""
    return inside == inside.strip() and inside[:1] not in "\"'.#%:@" and HIDDEN not in inside


def _doubles(text: str, hidden: str, bare: frozenset[str]) -> Iterator[Hole]:
    for found in _LOGSEQ.finditer(hidden):
        cue = found["inside"].find(_CUE)
        inside = text[found.start("inside") : found.end("inside")]
        answer, hint = (inside[:cue], inside[cue + len(_CUE) :]) if cue > 0 else (inside, "")
        yield Hole(found.start(), found.end(), answer.strip(), hint.strip())
    if "double" in bare:
        for found in _DOUBLE.finditer(hidden):
            if not _CALLED.match(found["inside"]) and "::" not in found["inside"]:
                yield _parted(found, text)


def _parted(found: re.Match[str], text: str) -> Hole:
    """A deletion as obsidian-spaced-repetition writes it: number, answer, hint."""
    parts = text[found.start("inside") : found.end("inside")].split(";;")
    numbered = len(parts) > 1 and _NUMBER.fullmatch(parts[0].strip())
    number = int(parts.pop(0)) if numbered else 0
    hint = parts[1].strip() if len(parts) > 1 else ""
    return Hole(found.start(), found.end(), parts[0].strip(), hint, number)


def holds(text: str) -> bool:
    """True when a text has deletions, in whatever style."""
    return bool(clozes.numbers(text) or find(text, frozenset({"highlight", "brace"})))


def opened(text: str) -> str:
    """The text with what Logseq's marks hide."""
    if "{{cloze" not in text:
        return text
    for hole in reversed([*_doubles(text, shield(text), frozenset())]):
        text = text[: hole.start] + hole.answer + text[hole.end :]
    return text


def fill(text: str, holes: list[Hole], clean: Callable[[str], str] = lambda part: part) -> str:
    """The text with Anki's marks for the holes; those without a number get 1, 2, … in order."""
    out: list[str] = []
    at, following = 0, 1
    for hole in holes:
        number = hole.number or following
        following += not hole.number
        hint = f"::{hole.hint}" if hole.hint else ""
        out += [clean(text[at : hole.start]), f"{{{{c{number}::{safe(clean(hole.answer))}{hint}}}}}"]
        at = hole.end
    return "".join([*out, clean(text[at:])])


def safe(answer: str) -> str:
    """The answer of a cloze without what would end it or begin a hint: Anki's manual puts a blank between."""
    if "::" in shield(answer):
        answer = answer.replace("::", ": :")
    depth = 0
    out: list[str] = []
    for letter in answer:
        depth += (letter == "{") - (letter == "}")
        if letter == "}" and depth < 0:
            out.append(" ")
            depth = 0
        out.append(letter)
    return "".join(out) + (" " if answer.endswith("}") else "")

"""The brief: what to read in the last ten minutes before a call, section by section, as plain values. Pure.

A card becomes one line that says its fact: the blank is filled in, the answer stands out. Cards that blank one line
at several places become that line, once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from flashcards import clozes
from flashcards.model import BLANK, Note
from flashcards.review.calls import Call
from flashcards.review.rule import SURE_TOMORROW
from flashcards.text import shorten

MOST_FORGOTTEN = 12
"""So many cards stand at the top."""
LONGEST = 400
"""An answer is cut after so many characters."""
GLANCE = 60
"""A longer answer is not read at a glance: its prompt stands out instead."""
_MOST_DECKS = 3
_PARTED = " › "
"""Parts the headings of a breadcrumb."""

SECTIONS: tuple[tuple[str, frozenset[str]], ...] = (
    ("Numbers", frozenset({"quantity"})),
    ("Comparisons", frozenset({"comparison"})),
    ("Questions to ask", frozenset({"question-to-ask"})),
    ("Pitch", frozenset({"pitch"})),
    ("Terms", frozenset({"definition"})),
    ("Steps and lists", frozenset({"process", "list"})),
    ("Answers", frozenset({"question-and-answer", "cause", "cloze"})),
)
"""The sections below what is most likely forgotten, and the kinds in each."""
FORGOTTEN = "Most likely forgotten"
_SPOKEN = frozenset({"question-to-ask", "pitch"})
"""What one says oneself stays together, however well it is known."""

_ASKED = re.compile(
    r"""
    : [ ] (?:
        what [ ] is [ ] it                       # of a definition
        | which [ ] \d+                          # of a list
        | the [ ] \d+ [ ] steps [ ] in [ ] order
        | what [ ] do [ ] you [ ] say            # of a pitch
    ) \?$
    """,
    re.VERBOSE,
)
"""The end of a front that only asks; the answer can stand in its place."""
_BEGUN = re.compile(r"(?<= [=…])[ ]?\?$")
"""The end of a sentence that the answer completes."""
_LABEL = re.compile(r"\?$")
_LABELLED = frozenset({"quantity", "comparison", "definition", "process", "list"})
"""Kinds whose front is a label with a question mark, and no question."""
_NAMES = re.compile(r": [^:]*\?$")
"""On the front of an order: the names to be put in order."""
_BULLET = re.compile(r"^\s*(?:-|\d{1,9}\.)\s+")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a line; what is `strong` is what one must know."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One fact."""

    parts: tuple[Part, ...]
    kind: str
    context: str = ""
    below: tuple[str, ...] = ()
    """Beats of a pitch, bullets below a question."""
    known: float | None = None
    """How likely one knows it at the call; None: never seen."""

    @property
    def text(self) -> str:
        """The line without what stands out."""
        return "".join(part.text for part in self.parts)

    @property
    def nearest(self) -> str:
        """The heading right above it."""
        return self.context.rpartition(_PARTED)[2]

    @property
    def box(self) -> bool:
        """True where there is something to tick."""
        return self.kind == "question-to-ask"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its lines."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """All of the page."""

    title: str
    about: str
    """How much of it was seen, and where it comes from."""
    sections: tuple[Section, ...]


def brief(call: Call, known: Mapping[str, float | None]) -> Brief:
    """The page of a call. `known` has each note that is asked, and how likely its weakest card is known at the call."""
    notes = [note for note in call.notes if note.guid in known]
    lines = _grouped(_merged([_line(note, known[note.guid]) for note in _told_once(notes)]))
    begun = any(share is not None for share in known.values())
    forgotten = _forgotten(lines) if begun else []
    left = [line for line in lines if line not in forgotten]
    sections = [Section(title, tuple(line for line in left if line.kind in kinds)) for title, kinds in SECTIONS]
    found = (Section(FORGOTTEN, tuple(forgotten)), *sections)
    return Brief(_title(call), _about(notes, known), tuple(section for section in found if section.lines))


def _title(call: Call) -> str:
    """The date and the last part of each deck."""
    decks = list(dict.fromkeys(note.deck.rpartition("::")[2] for note in call.notes))
    more = f" and {len(decks) - _MOST_DECKS} more" if len(decks) > _MOST_DECKS else ""
    return f"{call.day}: {', '.join(decks[:_MOST_DECKS])}{more}"


def _about(notes: Sequence[Note], known: Mapping[str, float | None]) -> str:
    unseen = sum(known[note.guid] is None for note in notes)
    count = f"{len(notes)} fact{'' if len(notes) == 1 else 's'}"
    if unseen == len(notes):
        return f"{count}, none reviewed yet: nothing is known of what you forget"
    return f"{count}, {unseen} never reviewed" if unseen else count


def _forgotten(lines: Sequence[Line]) -> list[Line]:
    """The weakest of those once seen, then those never seen."""
    own = [line for line in lines if line.kind not in _SPOKEN]
    seen = sorted((line for line in own if (line.known or 1) < SURE_TOMORROW), key=lambda line: line.known or 0.0)
    unseen = [line for line in own if line.known is None]
    return [*seen, *unseen][:MOST_FORGOTTEN]


# Notes to lines


def _told_once(notes: Sequence[Note]) -> Iterator[Note]:
    """The notes without those whose values stand in an order of the same lines."""
    orders = [note for note in notes if note.kind == "comparison" and "\n" in note.fields.back]
    ordering = {note.guid for note in orders}
    for note in notes:
        single = note.kind == "comparison" and note.guid not in ordering
        if not (single and any(_covers(order, note) for order in orders)):
            yield note


def _covers(order: Note, note: Note) -> bool:
    there, here = order.source, note.source
    inside = there.path == here.path and there.line_start <= here.line_start <= there.line_end
    return inside and note.fields.back in order.fields.back


def _line(note: Note, known: float | None) -> Line:
    """The note as one line."""
    parts, below = _parts(note)
    return Line(parts, note.kind, note.fields.context, below, known)


def _parts(note: Note) -> tuple[tuple[Part, ...], tuple[str, ...]]:
    front, back = _flat(note.fields.front), note.fields.back
    if note.note_type == "cloze":
        return tuple(_told(piece) for piece in clozes.parse(front)), ()
    if note.kind == "question-to-ask":
        first, *more = _items(back) or [""]
        return (Part(first),), tuple(more)
    if note.kind == "pitch":
        return (Part(_ASKED.sub("", front), strong=True),), tuple(_items(back))
    if BLANK in front:
        before, _, after = front.partition(BLANK)
        return (Part(before), Part(_answer(note), strong=True), Part(after)), ()
    prompt, answer = _prompt(note, front), _answer(note)
    if len(answer) <= GLANCE:
        return (Part(prompt), Part(answer, strong=True)), ()
    return (Part(prompt.rstrip(), strong=True), Part(f" {answer}")), ()


def _told(piece: clozes.Piece) -> Part:
    return Part(piece) if isinstance(piece, str) else Part(_flat(piece.answer), strong=True)


def _prompt(note: Note, front: str) -> str:
    if note.kind == "comparison" and "\n" in note.fields.back:
        return _NAMES.sub(": ", front)
    for pattern, instead in ((_ASKED, ": "), (_BEGUN, " "), (_LABEL, ": ")):
        if pattern.search(front) and (pattern is not _LABEL or note.kind in _LABELLED):
            return pattern.sub(instead, front, count=1)
    return f"{front} "


def _answer(note: Note) -> str:
    """The answer on one line; not longer than a glance."""
    between = " → " if note.kind == "process" else " · "
    return shorten(between.join(_items(note.fields.back)), LONGEST)


def _items(text: str) -> list[str]:
    """The lines of a field, without their bullets."""
    bare = (" ".join(_BULLET.sub("", line).split()) for line in text.split("\n"))
    return [line for line in bare if line]


def _flat(text: str) -> str:
    """The text on one line; a blank at either end stays, for it parts the text from a mark."""
    return re.sub(r"\s+", " ", text)


def _merged(lines: Iterable[Line]) -> list[Line]:
    """Lines that say the same become one, in which all their answers stand out."""
    found: dict[tuple[str, str, str], Line] = {}
    for line in lines:
        key = (line.kind, line.context, line.text)
        found[key] = _both(found[key], line) if key in found else line
    return list(found.values())


def _both(one: Line, other: Line) -> Line:
    strong = [a or b for a, b in zip(_strong(one), _strong(other), strict=True)]
    known = None if one.known is None or other.known is None else min(one.known, other.known)
    return replace(one, parts=tuple(_pieces(one.text, strong)), known=known)


def _strong(line: Line) -> list[bool]:
    """For each character whether it stands out."""
    return [part.strong for part in line.parts for _ in part.text]


def _pieces(text: str, strong: Sequence[bool]) -> Iterator[Part]:
    begin = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or strong[place] != strong[begin]:
            yield Part(text[begin:place], strong[begin])
            begin = place


def _grouped(lines: Sequence[Line]) -> list[Line]:
    """The breadcrumbs without a first heading that all of them share."""
    tops = {line.context.partition(_PARTED)[0] for line in lines if line.context}
    if len(tops) > 1:
        return list(lines)
    return [replace(line, context=line.context.partition(_PARTED)[2]) for line in lines]

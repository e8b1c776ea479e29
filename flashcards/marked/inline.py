"""`question::answer` and `question:::answer` on one line: obsidian-spaced-repetition, flashcards-obsidian, RemNote.

Two colons are a mark where the document says so (a flashcard tag above, an id of the old tool behind, the settings);
elsewhere they are C++, dataview and addresses. Three are one wherever text stands on both sides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashcards.marked.rows import Marked, Row, Rows, Sort, split_tags, unlisted
from flashcards.marked.shield import shield

DIALECTS = ("osr", "fc1", "fc2", "o2a:remnote")
_TOOL_ID = re.compile(r"\d{6,20}|q-[a-z0-9]{3,8}")
"""An id that a card tool wrote, not a block id of Obsidian."""
_CODE_NAMES = frozenset("std boost crate self super core fmt absl tf torch pybind11 ns".split())
ARROW = " :-> "
"""What parts front and back in Logseq; nothing else looks like it."""
_PROPERTIES = frozenset(
    "id collapsed tags tag type alias aliases status created updated date title template-including-parent "
    "public heading background-color icon rating author source up next prev parent related".split()
)
"""Keys of Logseq and dataview that are no question."""


def read(rows: Rows) -> Iterator[Marked]:
    """One card a line."""
    reverse, plain = rows.markers["reversed"], rows.markers["inline"]
    for at in range(rows.body, len(rows.rows)):
        row = rows.rows[at]
        if row.hidden or not any(sep in row.text for sep in (plain, reverse, ARROW)):
            continue
        if found := _card(rows, at, row, (reverse, plain)):
            yield found


def _card(rows: Rows, at: int, row: Row, seps: tuple[str, str]) -> Marked | None:
    hidden = shield(row.text)
    place, sep = _separator(hidden, seps, told=_is_told(rows, at))
    if place < 0:
        return None
    front, fronted = split_tags(unlisted(row.text[:place]))
    back, backed = split_tags(row.text[place + len(sep) :].strip())
    if not front or not back:
        return None
    deck = rows.scopes.get(at, "")
    tags = tuple(tag for tag in (*fronted, *backed, *row.tags) if not _is_deck(tag))
    sort: Sort = "reversed" if sep == seps[0] else "basic"
    end = rows.through_marks(at + 1)
    foreign = rows.ids_at(at, at + 1)
    return Marked("osr", at, end, front, back, sort, tags, deck, foreign)


def _is_deck(tag: str) -> bool:
    return tag.partition("::")[0].casefold() in ("flashcards", "flashcard", "card", "cards", "nocard")


def _is_told(rows: Rows, at: int) -> bool:
    """True when something beside the colons says that this is a card."""
    if at in rows.scopes or rows.strict(*DIALECTS):
        return True
    found = rows.ids_at(at, at + 1)
    return bool(_TOOL_ID.fullmatch(found)) or _is_scheduled(rows, at)


def _is_scheduled(rows: Rows, at: int) -> bool:
    """True when the schedule of obsidian-spaced-repetition stands on the line or right below."""
    return at in rows.scheduled or any(place in rows.scheduled for place in range(at + 1, rows.through_marks(at + 1)))


def _separator(hidden: str, seps: tuple[str, str], *, told: bool) -> tuple[int, str]:
    """Place and text of the first separator that is one; -1 when there is none."""
    reverse, plain = seps
    at = hidden.find(ARROW)
    if at >= 0 and _parts(hidden, at, ARROW):
        return at, ARROW
    at = hidden.find(reverse)
    if at >= 0 and _parts(hidden, at, reverse):
        return at, reverse
    at = hidden.find(plain)
    if told and at >= 0 and not hidden.startswith(reverse, at) and _parts(hidden, at, plain):
        return at, plain
    return -1, ""


def _parts(hidden: str, at: int, sep: str) -> bool:
    """True when text stands on both sides and neither is code."""
    left, right = unlisted(hidden[:at]), hidden[at + len(sep) :].strip()
    if left.startswith("|") or not re.search(r"\w|\x01", left) or not re.search(r"\w|\x01|\S{2}", right):
        return False
    last = left.split()[-1]
    if any(mark in last for mark in ":/(<[{") or right.startswith(("]", ":", ">")):
        return False
    if left.casefold() in _PROPERTIES or left.casefold() in _CODE_NAMES:
        return False
    return not re.match(r"[\w~]+(?:::|\()", right) or hidden[at - 1 : at].isspace()

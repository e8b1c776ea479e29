"""`question::answer` and `question:::answer` on one line: obsidian-spaced-repetition, flashcards-obsidian, RemNote.

Two colons are a mark where the document says so (a flashcard tag above, an id of the old tool behind, the settings);
elsewhere they are C++, dataview and addresses. Three are one wherever text stands on both sides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashcards.marked.rows import Marked, Rows, Sort, is_mark, split_tags, unlisted
from flashcards.marked.shield import shield

DIALECTS = ("osr", "fc1", "fc2", "o2a:remnote")
_CODE_NAMES = frozenset("std boost crate self super core fmt absl tf torch pybind11 ns".split())
MOST_TRIES = 8
"""Separators of one line that are looked at."""
_SAID = re.compile(r"\w|\x01")
_ANSWERED = re.compile(r"\w|\x01|\S{2}")
_NAME = re.compile(r"[\w~]+(?:::|\()")
_CALL = re.compile(r"[\w~]+(?:::|\(\))")
"""What stands behind the colons of C++ and its like."""
_RATIO = re.compile(r"\W*\d{1,4}:\d{1,4}\W*")
_NOTED = re.compile(r"\[\^[^\]]{1,80}\]:")
_LINK = re.compile(r"\[[^\[\]\x01]{0,300}\x01+")
"""The text of a link, whose address is hidden."""
_END_TAG = re.compile(r"</(?P<name>\w{1,20})>")
_PAIRS = (("(", ")"), ("[", "]"), ("{", "}"))
_BREAK = re.compile(r"\s*(?:(?<!\\)\\|<br\s?/?>)$")
_FIELD = re.compile(r"\W*[\w-]+\s?::\s")
"""A field of dataview or a property: one word, and a blank behind the colons."""
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
    places = [
        at
        for at in range(rows.body, len(rows.rows))
        if not rows.rows[at].hidden and any(sep in rows.rows[at].text for sep in (plain, reverse, ARROW))
    ]
    learned = any(rows.told(at, at + 1) for at in places)
    for at in places:
        told = _is_told(rows, at) or (learned and not _FIELD.match(rows.rows[at].text))
        if found := _card(rows, at, (reverse, plain), told=told):
            yield found


def _card(rows: Rows, at: int, seps: tuple[str, str], *, told: bool) -> Marked | None:
    row = rows.rows[at]
    hidden = shield(row.text)
    place, sep = _separator(hidden, seps, told=told)
    if place < 0:
        return None
    front, fronted = split_tags(unlisted(row.text[:place]))
    back, backed = split_tags(_BREAK.sub("", row.text[place + len(sep) :].strip()))
    if not front or not back:
        return None
    deck = rows.scopes.get(at, "")
    tags = tuple(tag for tag in (*fronted, *backed, *row.tags) if not is_mark(tag))
    sort: Sort = "reversed" if sep == seps[0] else "basic"
    end = rows.through_marks(at + 1)
    foreign = rows.ids_at(at, at + 1)
    return Marked("osr", at, end, front, back, sort, tags, deck, foreign)


def _is_told(rows: Rows, at: int) -> bool:
    """True when something beside the colons says that this is a card."""
    return at in rows.scopes or rows.strict(*DIALECTS) or rows.told(at, at + 1)


def parts(rows: Rows, at: int) -> bool:
    """True for a row that is a card of its own, where two colons make one."""
    seps = rows.markers["reversed"], rows.markers["inline"]
    return _separator(shield(rows.rows[at].text), seps, told=True)[0] >= 0


def _separator(hidden: str, seps: tuple[str, str], *, told: bool) -> tuple[int, str]:
    """Place and text of the first separator that is one; -1 when there is none."""
    reverse, plain = seps
    for sep in (ARROW, reverse, plain) if told else (ARROW, reverse):
        at = hidden.find(sep)
        for _ in range(MOST_TRIES):
            if at < 0:
                break
            longer = sep == plain and hidden.startswith(reverse, at)
            if not longer and _parts(hidden, at, sep, told=told):
                return at, sep
            at = hidden.find(sep, at + len(reverse if longer else sep))
    return -1, ""


def _parts(hidden: str, at: int, sep: str, *, told: bool) -> bool:
    """True when text stands on both sides and neither is code."""
    left, right = unlisted(hidden[:at]), hidden[at + len(sep) :].strip()
    if left.startswith("|") or _NOTED.match(left) or not _SAID.search(left) or not _ANSWERED.search(right):
        return False
    if left.casefold() in _PROPERTIES or _is_open(left) or _closes(right) or right.startswith(("]", ":", ">")):
        return False
    last = left.split()[-1]
    if last.casefold() in _CODE_NAMES or (":" in last and not _RATIO.fullmatch(last)):
        return False
    return hidden[at - 1 : at].isspace() or (told and last.endswith("?")) or not (_CALL if told else _NAME).match(right)


def _closes(right: str) -> bool:
    """True when an element of HTML ends that began before the separator."""
    found = _END_TAG.search(right)
    return found is not None and f"<{found['name']}" not in right


def _is_open(left: str) -> bool:
    """True when a bracket is open still: a field of dataview, a call, a link."""
    bare = _LINK.sub("", left)
    return any(bare.count(opens) > bare.count(closes) for opens, closes in _PAIRS) or (
        "<" in left and ">" not in left[left.rindex("<") :] and left[left.rindex("<") + 1 :][:1].isalpha()
    )

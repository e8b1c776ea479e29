"""`Q:` and `A:`, or `C:` with `[deletions]`, at the first column: hashcards, repeater, Obsidian_to_Anki.

Many people write `Q:` and `A:` without such a tool: where neither settings nor a header say so, the extractor of
answers reads them, which knows what else stands around.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashcards.marked import clozed
from flashcards.marked.rows import Marked, Row, Rows, joined

DIALECTS = ("hashcards", "repeater", "o2a:qa")
WHOLE = ("hashcards", "repeater")
"""Dialects in which blank lines stand inside a card."""
_START = re.compile(r"(?P<letter>[QAC]):(?:[ \t]+(?P<text>.*)|$)")
_DECK = re.compile(r"\s*name\s*=\s*[\"'](?P<deck>[^\"']{1,200})[\"']\s*$")
_HOLE = re.compile(r"(?<![\\!\w\]])\[(?P<inside>(?:\\.|[^\[\]\\]){1,400})\](?![(\[:])")
_ESCAPED = re.compile(r"\\([\[\]])")
_SPEAKER = re.compile(r"[B-Z]:\s")


def read(rows: Rows) -> Iterator[Marked]:
    """One card for each question with its answer, and each line of deletions."""
    deck = deck_of(rows)
    talk = _is_talk(rows)
    told = bool(deck) or rows.strict(*DIALECTS) or (not talk and any(map(_is_cloze, rows.rows)))
    at = 0
    while at < len(rows.rows):
        row = rows.rows[at]
        found = None if row.hidden and at >= rows.body else _START.match(row.text)
        end = _end(rows, at) if found else at + 1
        if found and found["letter"] == "Q":
            card = _asked(rows, at, end, deck)
            if card and (told or rows.known(card.first, card.end)):
                yield card
                end = card.end
        elif found and found["letter"] == "C" and not talk:
            yield from _cloze(rows, at, end, deck)
        at = max(end, at + 1)


def deck_of(rows: Rows) -> str:
    """The deck that hashcards keeps in its header: `name = "Trees"`."""
    if not rows.rows or rows.rows[0].text.strip() not in ("---", "+++"):
        return ""
    return next((found["deck"] for row in rows.rows[1:6] if (found := _DECK.match(row.text))), "")


def _is_whole(rows: Rows) -> bool:
    """True where blank lines stand inside a card: settings or header say that the tool is hashcards."""
    return rows.strict(*WHOLE) or bool(deck_of(rows))


def _is_talk(rows: Rows) -> bool:
    """True where people speak by letters: `B: hello`, `D: hi`."""
    speakers = {row.text[0] for row in rows.rows if not row.hidden and _SPEAKER.match(row.text)}
    return bool(speakers - set("QAC"))


def _is_cloze(row: Row) -> bool:
    return not row.hidden and row.text.startswith("C: ") and _HOLE.search(row.text) is not None


def _end(rows: Rows, at: int) -> int:
    """Behind what one letter opens."""
    whole = _is_whole(rows)
    for place in range(at + 1, len(rows.rows)):
        row = rows.rows[place]
        if row.hidden or row.mark:
            continue
        closes = row.text.strip() == "---" or _START.match(row.text)
        if closes or (row.blank and not whole):
            return place
    return len(rows.rows)


def _asked(rows: Rows, at: int, end: int, deck: str) -> Marked | None:
    """The answer may follow below one blank line."""
    below = end
    while below < len(rows.rows) and rows.rows[below].blank and below < end + 1:
        below += 1
    found = _START.match(rows.rows[below].text) if below < len(rows.rows) else None
    if not found or found["letter"] != "A":
        return None
    close = _end(rows, below)
    front, back = _text(rows, at, end), _text(rows, below, close)
    if not front or not back:
        return None
    close = rows.through_marks(close)
    return Marked("hashcards", at, close, front, back, deck=deck, foreign_id=rows.ids_at(at, close))


def _text(rows: Rows, first: int, end: int) -> str:
    """What a letter opens, without it."""
    found = _START.match(rows.rows[first].text)
    head = Row(rows.rows[first].number, (found["text"] or "").strip() if found else "")
    return joined((head, *rows.rows[first + 1 : end])).strip()


def _cloze(rows: Rows, at: int, end: int, deck: str) -> Iterator[Marked]:
    text = _text(rows, at, end)
    holes = [clozed.Hole(found.start(), found.end(), found["inside"]) for found in _HOLE.finditer(text)]
    if holes and (_is_whole(rows) or _HOLE.search(rows.rows[at].text)):
        made = clozed.fill(text, holes, lambda part: _ESCAPED.sub(r"\1", part))
        close = rows.through_marks(end)
        yield Marked("hashcards", at, close, made, "", "cloze", deck=deck, foreign_id=rows.ids_at(at, close))

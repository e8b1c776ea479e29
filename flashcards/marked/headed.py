"""`## question` with its answer below: markdown-anki-decks, mdanki (a lone `%` ends the front), Obsidian_to_Anki.

Every heading of every note looks like this, so it holds only where the settings say so, or a lone `%` stands there.
"""

from __future__ import annotations

from collections.abc import Iterator

from flashcards.marked import clozed
from flashcards.marked.rows import Marked, Rows, heading_level, joined, spans, split_tags, unlisted

DIALECTS = ("mad", "mdanki", "o2a:header")
PARTED = "%"
LEVEL = 2


def read(rows: Rows) -> Iterator[Marked]:
    """One card for each heading of the second level with text below it."""
    heads = [at for at in range(rows.body, len(rows.rows)) if _level(rows, at)]
    deck = ""
    for at, end in spans(heads, len(rows.rows)):
        level = _level(rows, at)
        if level < LEVEL:
            deck = unlisted(rows.rows[at].text) if rows.strict("mad", "mdanki") else ""
        elif level == LEVEL and (card := _card(rows, at, end, deck)):
            yield card
    yield from _known(rows)


def _known(rows: Rows) -> Iterator[Marked]:
    """Headings of any level with a text right below behind which a tool wrote its id."""
    heads = [
        at for at in range(rows.body, len(rows.rows)) if not rows.rows[at].hidden and heading_level(rows.rows[at].text)
    ]
    for at, following in spans(heads, len(rows.rows)):
        first = at + 1 + (at + 1 < following and rows.rows[at + 1].blank)
        end = rows.paragraph(first, following)
        back = joined(rows.rows[first:end])
        front, tags = split_tags(unlisted(rows.rows[at].text))
        if front and back and rows.known(first, end) and not clozed.holds(back):
            close = rows.through_marks(end)
            yield Marked("o2a", at, close, front, back, "basic", tags, foreign_id=rows.ids_at(at, close))


def _level(rows: Rows, at: int) -> int:
    level = 0 if rows.rows[at].hidden else heading_level(rows.rows[at].text)
    return level if level <= LEVEL else 0


def _card(rows: Rows, at: int, end: int, deck: str) -> Marked | None:
    inside = rows.rows[at + 1 : end]
    parted = next((n for n, row in enumerate(inside) if row.text.strip() == PARTED and not row.hidden), -1)
    if parted < 0 and not rows.strict(*DIALECTS):
        return None
    more = joined(inside[: max(parted, 0)])
    back = joined(inside[parted + 1 :])
    title = unlisted(rows.rows[at].text)
    if not title or not back:
        return None
    front = f"{title}\n\n{more}" if more else title
    tags = tuple(tag for row in inside for tag in row.tags)
    close = at + 1 + max((n + 1 for n, row in enumerate(inside) if row.text.strip() or row.mark), default=0)
    return Marked("mad", at, close, front, back, "basic", tags, deck, rows.ids_at(at, close))

"""Question lines, a line `?` or `??`, answer lines up to a blank one: obsidian-spaced-repetition.

A rule between a question and its answer does the same in Obsidian_to_Anki's "ruled" style and in mochi.
"""

from __future__ import annotations

from collections.abc import Iterator

from flashcards.marked.rows import (
    Marked,
    Row,
    Rows,
    Sort,
    heading_level,
    is_item,
    is_tags,
    joined,
    split_tags,
    unlisted,
)

RULED = ("o2a:ruled", "mochi")


def read(rows: Rows) -> Iterator[Marked]:
    """One card for each line that parts a question from its answer."""
    plain, both = rows.markers["multi"], rows.markers["multi_reversed"]
    for at in range(rows.body + 1, len(rows.rows)):
        text = rows.rows[at].text.strip()
        parts = text in (plain, both) or (text == "---" and rows.strict(*RULED))
        if parts and not rows.rows[at].hidden and (found := _card(rows, at, reverse=text == both)):
            yield found


def _card(rows: Rows, at: int, *, reverse: bool) -> Marked | None:
    first = start(rows, at)
    end = rows.paragraph(at + 1)
    back = joined(rows.rows[at + 1 : end])
    front, tags = split_tags(question(rows, first, at))
    if not front or not back:
        return None
    own = tuple(tag for tag in tags if tag.partition("::")[0].casefold() != "flashcards")
    end = rows.through_marks(end)
    sort: Sort = "reversed" if reverse else "basic"
    return Marked("osr", first, end, front, back, sort, own, rows.scopes.get(at, ""), rows.ids_at(first, end))


def start(rows: Rows, at: int) -> int:
    """Where the question above `at` begins: its paragraph, but no more than the heading or the item it is."""
    first = at
    while first > rows.body and _goes_on(rows.rows[first - 1]):
        first -= 1
        if heading_level(rows.rows[first].text) or is_item(rows.rows[first].text):
            break
    return first


def _goes_on(above: Row) -> bool:
    return not above.hidden and bool(above.text.strip()) and not is_tags(above.text)


def question(rows: Rows, first: int, at: int) -> str:
    """The question's lines as field text, without the mark of a heading or an item in front."""
    lines = rows.rows[first:at]
    if len(lines) == 1:
        return unlisted(lines[0].text)
    return joined(lines)

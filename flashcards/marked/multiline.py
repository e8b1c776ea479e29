"""Question lines, a line `?` or `??`, answer lines up to a blank one: obsidian-spaced-repetition.

A rule between a question and its answer does the same in Obsidian_to_Anki's "ruled" style and in mochi.
"""

from __future__ import annotations

from collections.abc import Iterator

from flashcards.marked import inline
from flashcards.marked.rows import (
    Marked,
    Row,
    Rows,
    Sort,
    heading_level,
    is_item,
    is_mark,
    is_tags,
    joined,
    spans,
    split_tags,
    unlisted,
)

RULED = ("o2a:ruled", "mochi")
_RULE = "---"


def read(rows: Rows) -> Iterator[Marked]:
    """One card for each line that parts a question from its answer."""
    plain, both = rows.markers["multi"], rows.markers["multi_reversed"]
    wanted = {plain, both, _RULE}
    parting = [
        at
        for at in range(rows.body + 1, len(rows.rows))
        if rows.rows[at].text.strip() in wanted and not rows.rows[at].hidden
    ]
    floor = rows.body
    for at, following in spans(parting, len(rows.rows)):
        text = rows.rows[at].text.strip()
        bound = following - 1 if following < len(rows.rows) else following
        found = _card(rows, at, (floor, max(bound, at + 1)), reverse=text == both)
        if found and (text != _RULE or rows.strict(*RULED) or rows.known(found.first, found.end)):
            yield found
        floor = max(at + 1, found.end if found else 0)


def _card(rows: Rows, at: int, bounds: tuple[int, int], *, reverse: bool) -> Marked | None:
    """The card around `at`; its question begins no earlier, its answer ends no later than the bounds say."""
    floor, bound = bounds
    apart = at in rows.scopes
    first = start(rows, at - (apart and rows.rows[at - 1].blank), floor)
    begin = at + 1 + (apart and at + 1 < len(rows.rows) and rows.rows[at + 1].blank)
    end = rows.paragraph(begin, bound)
    back = joined(rows.rows[begin:end])
    front, tags = split_tags(question(rows, first, at))
    if not front or not back:
        return None
    own = tuple(tag for tag in tags if not is_mark(tag))
    end = rows.through_marks(end)
    sort: Sort = "reversed" if reverse else "basic"
    return Marked("osr", first, end, front, back, sort, own, rows.scopes.get(at, ""), rows.ids_at(first, end))


def start(rows: Rows, at: int, floor: int = 0) -> int:
    """Where the question above `at` begins: its paragraph, but no more than the heading or the item it is."""
    first = at
    while first > max(rows.body, floor) and _goes_on(rows.rows[first - 1]):
        if first < at and (heading_level(rows.rows[first - 1].text) or inline.parts(rows, first - 1)):
            break
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

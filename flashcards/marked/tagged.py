"""`question #card` with its answer below, or behind a colon: flashcards-obsidian, NeuraCache, carddown, Logseq."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flashcards.marked.rows import (
    Marked,
    Row,
    Rows,
    Sort,
    heading_level,
    indent_of,
    is_item,
    joined,
    split_tags,
    unlisted,
)

_COLON = re.compile(r"(?P<front>.*\S)\s+:\s+(?P<back>\S.*)")
_SUFFIXES: dict[str, Sort] = {
    "": "basic",
    "-reverse": "reversed",
    "/reverse": "reversed",
    "-spaced": "spaced",
    "/spaced": "spaced",
}
_FACT = re.compile(r"\s*(?:[-*+]\s+)?[^:]{1,60}:\s+\S")
_RULE = re.compile(r"\s*---+\s*$")


def read(rows: Rows) -> Iterator[Marked]:
    """One card for each tag."""
    names = {rows.markers["card_tag"].lstrip("#").casefold(), rows.markers["flashcard_tag"].lstrip("#").casefold()}
    either = "|".join(map(re.escape, sorted(names)))
    wanted = re.compile(rf"(?<!\S)#(?P<name>{either})(?P<sort>[-/]\w+)?(?![\w/-])", re.IGNORECASE)
    for at in range(rows.body, len(rows.rows)):
        row = rows.rows[at]
        if row.hidden or "#" not in row.text:
            continue
        found = wanted.search(row.text)
        sort = _SUFFIXES.get((found["sort"] or "").casefold()) if found else None
        if found and sort and (made := _card(rows, at, found, sort)):
            yield made


def _card(rows: Rows, at: int, found: re.Match[str], sort: Sort) -> Marked | None:
    row = rows.rows[at]
    asked = f"{row.text[: found.start()]} {row.text[found.end() :]}"
    front, tags = split_tags(unlisted(asked))
    front = front.strip()
    end = _answer_end(rows, at)
    back = joined(rows.rows[at + 1 : end])
    back = back if "\n" in back else back.removeprefix("- ")
    if back and _is_heading_above(rows, at, end):
        end = at + 1
        back = ""
    if not back:
        end = at + 1
        inline = _COLON.fullmatch(front) if sort == "basic" and found["name"].casefold() == "flashcard" else None
        if inline:
            front, back = inline["front"], inline["back"]
        elif sort != "spaced":
            return None
    if not front or (_lists_facts(rows.rows[at + 1 : end]) and not front.endswith("?")):
        return None
    close = rows.through_marks(end)
    foreign = rows.ids_at(at, close)
    deck = rows.scopes.get(at, "")
    return Marked("fc1", at, close, front, back, sort, tags, deck, foreign, wished=True)


def _lists_facts(inside: Sequence[Row]) -> bool:
    """Lines of key and value: below a line that asks nothing each is a fact of its own."""
    lines = [row.text for row in inside if row.text.strip()]
    return len(lines) > 1 and all(_FACT.match(line) for line in lines)


def _is_heading_above(rows: Rows, at: int, end: int) -> bool:
    """A heading above others holds a section, not an answer."""
    return bool(heading_level(rows.rows[at].text)) and any(heading_level(row.text) for row in rows.rows[at + 1 : end])


def _answer_end(rows: Rows, at: int) -> int:
    """Behind the answer: below an item what stands further in, else the lines up to a blank one."""
    row = rows.rows[at]
    first = at + 1
    if heading_level(row.text) and first < len(rows.rows) and rows.rows[first].blank:
        first += 1
    if is_item(row.text):
        return _inner_end(rows, at)
    end = first
    while end < len(rows.rows) and not _ends(rows, end):
        end += 1
    return end


def _ends(rows: Rows, at: int) -> bool:
    row = rows.rows[at]
    if row.hidden:
        return False
    return row.blank or bool(heading_level(row.text)) or bool(_RULE.match(row.text)) or _is_question(rows, row)


def _is_question(rows: Rows, row: Row) -> bool:
    return rows.markers["card_tag"] in row.text.split() or rows.markers["flashcard_tag"] in row.text.split()


def _inner_end(rows: Rows, at: int) -> int:
    """Behind what stands further in than an item; blank lines between do not end it."""
    depth = indent_of(rows.rows[at])
    end = at + 1
    for place in range(at + 1, len(rows.rows)):
        row = rows.rows[place]
        if row.mark or (row.blank and not row.hidden):
            continue
        if indent_of(row) <= depth:
            break
        end = place + 1
    return end

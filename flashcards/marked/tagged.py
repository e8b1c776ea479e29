"""`question #card` with its answer below, or behind a colon: flashcards-obsidian, NeuraCache, carddown, Logseq."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from flashcards.marked.multiline import start
from flashcards.marked.rows import (
    Marked,
    Row,
    Rows,
    Sort,
    heading_level,
    indent_of,
    is_item,
    is_mark,
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
    wanted = re.compile(
        rf"(?<!\S)(?:#(?P<name>{either})(?P<sort>[-/]\w+)?(?![\w/-])|#?\[\[(?P<link>{either})\]\])", re.IGNORECASE
    )
    asking = dict(_asking(rows, wanted))
    for at, (found, sort) in asking.items():
        if made := _card(rows, at, found, sort, asking):
            yield made


def _asking(rows: Rows, wanted: re.Pattern[str]) -> Iterator[tuple[int, tuple[re.Match[str], Sort]]]:
    """The rows with a tag, and of which sort of card it is."""
    for at in range(rows.body, len(rows.rows)):
        row = rows.rows[at]
        if row.hidden or ("#" not in row.text and "[[" not in row.text):
            continue
        found = wanted.search(row.text)
        sort = _SUFFIXES.get((found["sort"] or "").casefold()) if found else None
        if found and sort and (found[0].startswith("#") or _has_properties(rows, at)):
            yield at, (found, sort)


def _has_properties(rows: Rows, at: int) -> bool:
    """True where Logseq keeps something below an item: there a link to the page of cards is a tag, too."""
    return is_item(rows.rows[at].text) and at + 1 < len(rows.rows) and rows.rows[at + 1].mark


def _card(rows: Rows, at: int, found: re.Match[str], sort: Sort, asking: Container[int]) -> Marked | None:
    row = rows.rows[at]
    asked = f"{row.text[: found.start()]} {row.text[found.end() :]}"
    front, tags = split_tags(unlisted(asked))
    front = front.strip()
    first, begin, end = at, at + 1, _answer_end(rows, at, asking)
    if not front:
        first, begin, end = _around(rows, at, asking, sure=sort != "basic")
        front = unlisted(rows.rows[first].text) if at - first == 1 else joined(rows.rows[first:at])
    back = joined(rows.rows[begin:end])
    back = back if "\n" in back else back.removeprefix("- ")
    if back and _is_heading_above(rows, at, end):
        end = at + 1
        back = ""
    if not back:
        end = at + 1
        named = (found["name"] or "").casefold() == "flashcard"
        inline = _COLON.fullmatch(front) if sort == "basic" and named else None
        if inline:
            front, back = inline["front"], inline["back"]
        elif sort != "spaced":
            return None
    if not front or (_lists_facts(rows.rows[at + 1 : end]) and not front.endswith("?")):
        return None
    close = rows.through_marks(end)
    foreign = rows.ids_at(at, close)
    deck = rows.scopes.get(at, "")
    tags = tuple(tag for tag in tags if not is_mark(tag))
    return Marked("fc1", first, close, front, back, sort, tags, deck, foreign, wished=True)


def _around(rows: Rows, at: int, asking: Container[int], *, sure: bool) -> tuple[int, int, int]:
    """Where question, answer and card begin and end around a tag that stands alone on its row.

    Without an id of the tool the tag holds only below a question, or where it can mean nothing else.
    """
    below = at + 1 + (at + 1 < len(rows.rows) and rows.rows[at + 1].blank)
    end = _lines_end(rows, below, asking)
    last = at - (at > rows.body and rows.rows[at - 1].blank)
    first = start(rows, last)
    asks = first < last and (sure or rows.known(below, end) or rows.rows[last - 1].text.rstrip().endswith("?"))
    return (first, below, end) if asks else (at, at + 1, at + 1)


def _lists_facts(inside: Sequence[Row]) -> bool:
    """Lines of key and value: below a line that asks nothing each is a fact of its own."""
    lines = [row.text for row in inside if row.text.strip()]
    return len(lines) > 1 and all(_FACT.match(line) for line in lines)


def _is_heading_above(rows: Rows, at: int, end: int) -> bool:
    """A heading above others holds a section, not an answer."""
    return bool(heading_level(rows.rows[at].text)) and any(heading_level(row.text) for row in rows.rows[at + 1 : end])


def _answer_end(rows: Rows, at: int, asking: Container[int]) -> int:
    """Behind the answer: below an item what stands further in, else the lines up to a blank one.

    The answer may stand below a blank line where the question is a heading, or an id of the tool behind it.
    """
    if is_item(rows.rows[at].text):
        return _inner_end(rows, at)
    first = at + 1
    if first < len(rows.rows) and rows.rows[first].blank:
        end = _lines_end(rows, first + 1, asking)
        return end if heading_level(rows.rows[at].text) or rows.known(first + 1, end) else first
    return _lines_end(rows, first, asking)


def _lines_end(rows: Rows, first: int, asking: Container[int]) -> int:
    end = first
    while end < len(rows.rows) and end not in asking and not _ends(rows.rows[end]):
        end += 1
    return end


def _ends(row: Row) -> bool:
    if row.hidden:
        return False
    return row.blank or bool(heading_level(row.text)) or bool(_RULE.match(row.text))


def _inner_end(rows: Rows, at: int) -> int:
    """Behind what stands further in than an item; blank lines between do not end it."""
    depth = indent_of(rows.rows[at])
    end = at + 1
    for place in range(at + 1, len(rows.rows)):
        row = rows.rows[place]
        if row.mark or row.blank:
            continue
        within = row.hidden and rows.rows[place - 1].hidden and end > at + 1
        if indent_of(row) <= depth and not within:
            break
        end = place + 1
    return end

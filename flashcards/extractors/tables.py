"""Tables: one card per row and value column with a usable header."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flashcards import quantity, wording
from flashcards.extractors import extractor
from flashcards.model import Block, Candidate
from flashcards.naming import name
from flashcards.page import Page
from flashcards.shapes import shape
from flashcards.text import fold, is_link_only, plain

MAX_ROWS = 40
MAX_CELL = 40
"""Words of a cell that still make an answer."""

_SKIP = re.compile(
    r"^(?:#|no\.?|nr\.?|rank|id|link|links|url|source|sources|ref|refs|reference|status|done|"
    r"todo|to do|priority|notes?|comments?|owner|week|read|other|misc|✓|✅|x)$"
)
_PLANNED = re.compile(r"^(?:week|wk|day|session|lecture|class)(?: ?(?:#|no\.?|number))?$")
"""The head of a column that counts the weeks or meetings of a plan."""
_DATED = re.compile(r"^(?:date|when|due|time|day|week)$")
_DAY = re.compile(rf"\d{{1,4}}[/.:-]\d|\b{wording.MONTH}|\b{wording.WEEKDAY}", re.IGNORECASE)
"""A date, a weekday, a time of day: a column of these is a calendar."""
_NUMBER = re.compile(r"\d+")
_EXAMPLE = re.compile(r"\w \(?(?:an )?examples?\W*$", re.IGNORECASE)
"""The end of the name of a table that shows what one looks like."""
_TODO = re.compile(r"^(?:to ?do|tasks?|links?|done)$")


@extractor
def extract(page: Page) -> Iterator[Candidate]:
    """Cards of every table: the row's name and the column's header ask, the cell answers."""
    for header, rows in _tables(page):
        titles = [plain(cell) for cell in header.cells]
        if len(titles) < 2 or any(_TODO.match(fold(title)) for title in titles[:1]) or _is_example(page, header):
            continue
        if _is_plan(titles, rows):
            continue
        if _is_row(titles, rows):
            yield from (_whole(page, row) for row in (header, *rows[:MAX_ROWS]) if len(row.cells) > 1)
            continue
        width = _period(titles)
        keys = [_key_column(titles, rows)] if width == len(titles) else list(range(0, len(titles), width))
        for row in rows[:MAX_ROWS]:
            for key in keys:
                yield from _row(page, titles, row, key, range(key, key + width) if len(keys) > 1 else None)


def _tables(page: Page) -> Iterator[tuple[Block, list[Block]]]:
    header: Block | None = None
    rows: list[Block] = []
    for block in page.blocks:
        if block.kind == "row" and block.marker != "|-" and header is not None:
            if shape(page, block) == "row":
                rows.append(block)
            continue
        if header is not None and rows:
            yield header, rows
        header, rows = (block, []) if block.kind == "row" else (None, [])
    if header is not None and rows:
        yield header, rows


def _is_example(page: Page, header: Block) -> bool:
    """Below `ARP table example`: its values are made up."""
    up, above = page.parent(header), page.blocks[header.index - 1] if header.index else None
    near = above is not None and above.kind == "line" and above.line_end == header.line - 1
    heads = [*([up] if up else []), *([above] if above and near else [])]
    return any(_EXAMPLE.search(page.text(head)) for head in heads)


def _is_plan(titles: Sequence[str], rows: Sequence[Block]) -> bool:
    """Weeks or days from 1 on, and what is to be done in them: a plan."""
    return (
        len(rows) > 1
        and bool(_PLANNED.match(fold(titles[0])))
        and _is_ranked([plain(row.cells[0]) for row in rows if row.cells])
    )


def _is_ranked(cells: Sequence[str]) -> bool:
    return list(cells) == [str(number) for number in range(1, len(cells) + 1)]


def _is_row(titles: Sequence[str], rows: Sequence[Block]) -> bool:
    """`Layer 7` above `Layer 6` and `Layer 5`: the first row of a table without a header."""
    masked = [_NUMBER.sub("#", plain(row.cells[0])) for row in rows if row.cells]
    first = _NUMBER.sub("#", titles[0])
    return first != titles[0] and len(masked) > 1 and all(entry == first for entry in masked)


def _whole(page: Page, row: Block) -> Candidate:
    """The card of a row whose columns have no titles."""
    subject, *others = [plain(cell) for cell in row.cells]
    source = page.source(row)
    fields = page.fields(row, f"{subject}?", " · ".join(cell for cell in others if cell))
    return Candidate("comparison", fields, source, page.raw(source))


def _period(titles: Sequence[str]) -> int:
    """How many columns make one table: of `Name, Formula, Name, Formula` two, that stand side by side."""
    size = len(titles)
    for width in range(2, size // 2 + 1):
        if size % width == 0 and all(titles[at] == titles[at % width] for at in range(size)) and titles[0]:
            return width
    return size


def _key_column(titles: Sequence[str], rows: Sequence[Block]) -> int:
    """The first column that names its rows: not a rank, not a box, not empty."""
    for at, title in enumerate(titles[:-1]):
        cells = [plain(row.cells[at]) for row in rows if at < len(row.cells)]
        ranked = _is_ranked(cells) and len(titles) > 2
        if (
            not ranked
            and not re.match(r"^(?:#|rank|no\.?)$", fold(title))
            and any(re.search(r"\w", cell) for cell in cells)
        ):
            return at
    return 0


def _row(page: Page, titles: Sequence[str], row: Block, key: int, columns: range | None = None) -> Iterator[Candidate]:
    cells = [plain(cell) for cell in row.cells]
    subject = cells[key] if key < len(cells) else ""
    if (
        wording.opens_with(subject, wording.FIRST_PERSON)
        or not re.search(r"\w", subject)
        or (is_link_only(row.cells[key]) and "[[" not in row.cells[key])
        or fold(subject) in ("total", "sum")
        or wording.AND_SO_ON.match(subject)
    ):
        return
    for at in columns or range(len(cells)):
        if at == key or at >= len(cells) or at >= len(titles) or not _answers(titles[at], cells[at], row.cells[at]):
            continue
        front = _front(titles, subject, key, at)
        source = page.source(row)
        yield Candidate("comparison", page.fields(row, front, cells[at]), source, page.raw(source))


def _answers(title: str, cell: str, raw: str) -> bool:
    if not re.search(r"\w", cell) or not title or is_link_only(raw) or len(cell.split()) > MAX_CELL:
        return False
    if wording.is_placeholder(cell) or wording.NOTE_TO_SELF.match(cell):
        return False
    if _DATED.match(fold(title)) and _DAY.search(cell) and not any(found.unit for found in quantity.read(cell)):
        return False
    return not _SKIP.match(fold(title)) and not re.match(r"^(?:-|–|—|n/a|tbd|\?)$", fold(cell))


def _front(titles: Sequence[str], subject: str, key: int, at: int) -> str:
    """`Port 22: service?`, or in a two-way table `storage lives in, Kafka?`."""
    named = name(titles[key])
    row = f"{named} {subject}" if named and re.match(r"^[\d~<>$€£]", subject) else subject
    return f"{row}: {name(titles[at]) or titles[at]}?"

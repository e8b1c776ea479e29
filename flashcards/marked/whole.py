"""Where a document, or a part of it between rules, is one card: yanki, ankdown, apy, and tables of Obsidian_to_Anki."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashcards.marked import clozed
from flashcards.marked.rows import Marked, Rows, heading_level, joined, spans, unlisted

_STRUCK = re.compile(r"~~(?=\S)(?P<answer>[^~\n]{1,300}?)(?:\s_(?P<hint>[^_\n]{1,100})_)?~~")
_KEYED = re.compile(r"(?P<key>model|tags|deck|nid|markdown)[ \t]*:[ \t]*(?P<text>.*)")
_DELIMITER = re.compile(r"\s*\|?\s*:?-{3,}:?\s*\|?\s*$")
_CELL = re.compile(r"\s*\|(?P<text>[^|]+)\|\s*$")
_PERCENT = "%"
_RULE = "---"
_BREAKS = ("---", "***", "___")


def read(rows: Rows) -> Iterator[Marked]:
    """The card of the whole document, else those of its parts."""
    if rows.note_id():
        yield from _yanki(rows)
    yield from _apy(rows)
    yield from _parted(rows)
    yield from _tables(rows)


def _yanki(rows: Rows) -> Iterator[Marked]:
    """The note id in the header; `---` parts front and back; `~~answer _hint_~~` is a cloze."""
    inside = rows.rows[rows.body :]
    rule = next((n for n, row in enumerate(inside) if row.text.strip() in _BREAKS and not row.hidden), -1)
    first = next((n for n, row in enumerate(inside) if row.text.strip()), 0)
    span = rows.body + first, len(rows.rows)
    front = joined(inside[:rule] if rule >= 0 else inside)
    back = joined(inside[rule + 1 :]) if rule >= 0 else ""
    holes = [
        clozed.Hole(found.start(), found.end(), found["answer"], found["hint"] or "")
        for found in _STRUCK.finditer(front)
    ]
    if holes:
        text = clozed.fill(front, holes)
        yield Marked("yanki", *span, text, back, "cloze", foreign_id=rows.note_id(), wished=True)
    elif front and back:
        yield Marked("yanki", *span, front, back, foreign_id=rows.note_id(), wished=True)


def _apy(rows: Rows) -> Iterator[Marked]:
    """`# Note` with `model:` below it, and `## Front`, `## Back`."""
    starts = [at for at, row in enumerate(rows.rows) if row.text.strip() == "# Note" and not row.hidden]
    for at, end in spans(starts, len(rows.rows)):
        keys, parts, foreign = _apy_parts(rows, at + 1, end)
        if "model" in keys and parts.get("front") and parts.get("back"):
            tags = tuple(keys.get("tags", "").replace(",", " ").split())
            front, back = parts["front"], parts["back"]
            yield Marked("apy", at, end, front, back, "basic", tags, keys.get("deck", ""), foreign, wished=True)


def _apy_parts(rows: Rows, first: int, end: int) -> tuple[dict[str, str], dict[str, str], str]:
    """Keys, fields by name, and the id."""
    keys: dict[str, str] = {}
    heads = [at for at in range(first, end) if heading_level(rows.rows[at].text) == 2 and not rows.rows[at].hidden]
    for row in rows.rows[first : heads[0] if heads else end]:
        if found := _KEYED.match(row.text):
            keys[found["key"]] = found["text"].strip()
    parts = {
        unlisted(rows.rows[at].text).casefold(): joined(rows.rows[at + 1 : stop]) for at, stop in spans(heads, end)
    }
    return keys, parts, rows.ids_at(first, heads[0] if heads else end)


def _parted(rows: Rows) -> Iterator[Marked]:
    """ankdown: front, `%`, back, and perhaps `%` and tags; a rule ends the card."""
    first = rows.body
    for at in range(rows.body, len(rows.rows) + 1):
        ends = at == len(rows.rows) or (rows.rows[at].text.strip() == _RULE and not rows.rows[at].hidden)
        if ends:
            if card := _ankdown(rows, first, at):
                yield card
            first = at + 1


def _ankdown(rows: Rows, first: int, end: int) -> Marked | None:
    marks = [n for n in range(first, end) if rows.rows[n].text.strip() == _PERCENT and not rows.rows[n].hidden]
    if not marks or len(marks) > 2 or any(heading_level(row.text) == 2 for row in rows.rows[first:end]):
        return None
    stop = marks[1] if len(marks) == 2 else end
    front = joined(rows.rows[first : marks[0]])
    back = joined(rows.rows[marks[0] + 1 : stop])
    tags = tuple(joined(rows.rows[stop + 1 : end]).replace(",", " ").split()) if len(marks) == 2 else ()
    start = next((n for n in range(first, marks[0]) if rows.rows[n].text.strip()), first)
    return Marked("ankdown", start, end, front, back, "basic", tags) if front and back else None


def _tables(rows: Rows) -> Iterator[Marked]:
    """A table of one column and one row below its header: a question and its answer."""
    for at in range(rows.body, len(rows.rows) - 2):
        above, rule, below = rows.rows[at : at + 3]
        if not _DELIMITER.match(rule.text) or "|" not in rule.text or above.hidden:
            continue
        head, cell = _CELL.match(above.text), _CELL.match(below.text)
        single = at + 3 == len(rows.rows) or "|" not in rows.rows[at + 3].text
        if head and cell and single and (head["text"].strip().endswith("?") or rows.strict("o2a:table")):
            close = rows.through_marks(at + 3)
            foreign = rows.ids_at(at, close)
            yield Marked("o2a", at, close, head["text"].strip(), cell["text"].strip(), foreign_id=foreign)

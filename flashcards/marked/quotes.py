"""Marked cards in quotes and callouts: the same grammars read what stands in them without its `>`. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from flashcards.marked.rows import Row, Rows

_QUOTE = re.compile(r"(?:[ \t]*>)+[ ]?")
_TITLE = re.compile(r"\[![\w|-]{1,40}\][+-]?[ \t]*(?P<title>.*)")


def unquoted(rows: Rows) -> Rows | None:
    """The rows in quotes, without their marks, and blank ones for all others; None when nothing is quoted."""
    if not any(row.quoted for row in rows.rows):
        return None
    return replace(rows, rows=tuple(_bare(row) for row in rows.rows))


def _bare(row: Row) -> Row:
    """A quoted row as if it were none. The title of a callout is a heading."""
    if row.mark:
        return row
    if not row.quoted:
        return Row(row.number, "")
    text = _QUOTE.sub("", row.text, count=1)
    found = _TITLE.match(text) if text.startswith("[!") else None
    if found:
        text = f"###### {found['title']}" if found["title"].strip() else ""
    return replace(row, text=text)

"""Blocks of a field as HTML: lists that nest, and what stands in them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as default

from flashcards import richcode, richmarks
from flashcards.richlines import DEEPEST, INDENT, Block
from flashcards.richmarks import CLOSE, HINT, OPEN


@dataclass(slots=True)
class _List:
    """An open list: its tag, where its items begin, and the number its next step has by itself."""

    tag: str
    indent: int
    following: int = 0


@dataclass(slots=True)
class _Writer:
    """Puts blocks together; knows which lists are open, and whether a line of text stands right before."""

    notes: Mapping[str, int]
    out: list[str] = default(default_factory=list)
    open: list[_List] = default(default_factory=list)
    text: bool = False
    gap: bool = False
    depth: int = 0
    """How many lists were open where a cloze began."""


def html(blocks: Sequence[Block], notes: Mapping[str, int] | None = None) -> str:
    """The blocks as HTML that still has to go through the wall."""
    names = {block.word: block.number for block in blocks if block.kind == "note"}
    writer = _Writer(names if notes is None else notes)
    following = _following(blocks)
    for block, after in zip(blocks, following, strict=True):
        if block.kind == "blank":
            _write_blank(writer, after)
        elif block.kind == "item":
            _write_item(writer, block)
        elif block.kind == "text":
            _write_text(writer, block)
        else:
            _write_block(writer, block)
    _close(writer, 0)
    return "".join(writer.out)


def _following(blocks: Sequence[Block]) -> list[int]:
    """For each block the indentation of the next one that is not blank."""
    found, after = [], 0
    for block in reversed(blocks):
        found.append(after)
        after = after if block.kind == "blank" else block.indent
    return found[::-1]


def _write_blank(writer: _Writer, after: int) -> None:
    """A gap; it ends all lists, but for what goes on indented."""
    writer.gap = writer.text
    if not (writer.open and after >= writer.open[0].indent + INDENT):
        _close(writer, 0)


def _into(writer: _Writer, indent: int) -> None:
    """Close the lists that a line so far in does not belong to."""
    if indent < INDENT:
        _close(writer, 0)
    while len(writer.open) > 1 and writer.open[-1].indent >= indent:
        _close(writer, len(writer.open) - 1)


_LONE = re.compile("\x01[0-9]+\x02|(?:\x03(?P<hint>[^\x04]*))?\x04")
"""A line that is nothing but the beginning or the end of a cloze."""


def _write_text(writer: _Writer, block: Block) -> None:
    line = block.lines[0]
    if lone := _LONE.fullmatch(line):
        _write_sign(writer, line, lone["hint"])
        return
    _into(writer, block.indent)
    if writer.text:
        writer.out.append("<br><br>" if writer.gap else "<br>")
    writer.out.append(richmarks.inline(line, writer.notes))
    writer.text, writer.gap = True, False


def _write_sign(writer: _Writer, line: str, hint: str | None) -> None:
    """A cloze begins or ends here; the lists that began in it end with it."""
    if line.startswith(OPEN):
        writer.depth = len(writer.open)
    else:
        _close(writer, writer.depth)
    writer.out.append(f"{HINT}{richmarks.inline(hint)}{CLOSE}" if hint else line)


def _write_item(writer: _Writer, block: Block) -> None:
    depth = min(sum(one.indent + INDENT <= block.indent for one in writer.open), DEEPEST - 1)
    _close(writer, depth + 1)
    if len(writer.open) > depth and writer.open[-1].tag != block.tag:
        _close(writer, depth)
    if len(writer.open) > depth:
        writer.out.append("</li>")
        writer.open[-1].indent = min(writer.open[-1].indent, block.indent)
    else:
        writer.out.append(_start(block))
        writer.open.append(_List(block.tag, block.indent, block.number))
    writer.out.append(_bullet(writer.open[-1], block) + richmarks.inline(block.lines[0], writer.notes))
    writer.text, writer.gap = True, False


def _start(block: Block) -> str:
    return f'<ol start="{block.number}">' if block.tag == "ol" and block.number != 1 else f"<{block.tag}>"


def _bullet(parent: _List, block: Block) -> str:
    """The tag of an item; a step whose number is not the one that follows says so."""
    follows = block.number == parent.following
    parent.following = block.number + 1
    return "<li>" if follows or block.tag == "ul" else f'<li value="{block.number}">'


def _close(writer: _Writer, depth: int) -> None:
    """End the lists that are open below `depth`."""
    while len(writer.open) > depth:
        writer.out.append(f"</li></{writer.open.pop().tag}>")
        writer.text = False


def _write_block(writer: _Writer, block: Block) -> None:
    _into(writer, 0 if block.kind == "note" else block.indent)
    writer.out.append(_MADE[block.kind](block, writer.notes))
    writer.text = writer.gap = False


Notes = Mapping[str, int]


def _code(block: Block, _: Notes) -> str:
    return richcode.block("\n".join(block.lines), block.word)


def _formula(block: Block, _: Notes) -> str:
    return richmarks.display("\n".join(block.lines)) or ""


def _table(block: Block, notes: Notes) -> str:
    head, *rows = (_row(row, "td" if at else "th", block, notes) for at, row in enumerate(block.rows))
    body = f"<tbody>{''.join(rows)}</tbody>" if rows else ""
    return f"<table><thead>{head}</thead>{body}</table>"


def _row(row: Sequence[str], tag: str, block: Block, notes: Notes) -> str:
    classes = (f' class="{name}"' if name else "" for name in block.aligned)
    cells = (f"<{tag}{name}>{richmarks.inline(cell, notes)}</{tag}>" for cell, name in zip(row, classes, strict=True))
    return f"<tr>{''.join(cells)}</tr>"


CALLOUTS = {
    "callout tip": "tip hint important success check done",
    "callout warn": "warning caution attention question help faq",
    "callout bad": "danger error bug failure fail missing",
}
"""The sorts of callouts that have a colour of their own; all others have the usual one."""
_CALLOUTS = {word: name for name, words in CALLOUTS.items() for word in words.split()}


def _quote(block: Block, notes: Notes) -> str:
    inside = html(block.inside, notes)
    if not block.lines:
        return f"<blockquote>{inside}</blockquote>"
    title = richmarks.inline(block.lines[0], notes)
    return f'<div class="{_CALLOUTS.get(block.word, "callout")}"><div class="title">{title}</div>{inside}</div>'


def _note(block: Block, notes: Notes) -> str:
    return f'<div class="note"><sup>{block.number}</sup> {richmarks.inline(block.lines[0], notes)}</div>'


_MADE = {"code": _code, "maths": _formula, "table": _table, "quote": _quote, "note": _note}

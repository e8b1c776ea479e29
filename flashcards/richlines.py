"""The lines of a field as blocks: lists, code, tables, quotes, formulas, footnotes, text.

Each line is read by itself and none is glued to the one above. What has no end, or is no whole table or quote, is
text: a lone `|` or `> 5 ms` says what it says.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from flashcards import richmarks

DEEPEST = 9
"""Lists and quotes nest no deeper than this; what is indented further stays at this level."""
INDENT = 2
"""Spaces that make one level of a list."""

Kind = Literal["text", "blank", "item", "code", "maths", "table", "quote", "note"]


@dataclass(frozen=True, slots=True)
class Block:
    """One line of text, an item, or a block of several lines, its marks and indentation taken off."""

    kind: Kind
    indent: int = 0
    lines: tuple[str, ...] = ()
    tag: str = ""
    """`ul` or `ol` for an item."""
    number: int = 0
    """Of a step, of a footnote."""
    lead: str = ""
    """What stands before the text of a line: blanks, and the marker of an item as written."""
    word: str = ""
    """The language of code, the sort of a callout, the name of a footnote."""
    rows: tuple[tuple[str, ...], ...] = ()
    aligned: tuple[str, ...] = ()
    """The class of each column."""
    inside: tuple[Block, ...] = ()
    """What stands in a quote."""


_ITEM = re.compile(
    r"""
    (?P<lead> (?P<indent>[ ]*)
    (?: - | (?P<number>[0-9]{1,9})[.] )   # a bullet, or a step and its number
    [ ]+ ) (?P<text>\S.*)
    """,
    re.VERBOSE | re.DOTALL,
)
_FENCE = re.compile(
    r"(?P<indent>[ ]*)(?P<fence>`{3,30}|~{3,30})[ ]*(?P<language>[^\s`\x01-\x04]{0,30})[^`\x01-\x04]{0,200}"
)
_ROW = re.compile(r"[ ]*\|.*")
_RULE = re.compile(r"[ ]*\|(?:[ ]*:?-+:?[ ]*\|)*(?:[ ]*:?-+:?[ ]*)?")
_CELL = re.compile(r"(?<!\\)\|")
_QUOTE = re.compile(r"(?P<indent>[ ]*)>[ ]?(?P<text>.*)", re.DOTALL)
_SAYS = re.compile(
    r"""
    (?: >[ ]? )*                              # quotes in the quote
    (?P<first> [^\W\d_] | ["'“”„«*`(\[\x01] | ==\S | ~~\S | !\[ | \$[^\d\s] | [-][ ] | 1[.][ ] )   # words or a mark
    """,
    re.VERBOSE,
)
"""What a quote begins with: `> 5 ms` is more than that, and `>= 3` at least."""
_CALLOUT = re.compile(r"\[!(?P<word>[A-Za-z][\w-]{0,30})(?:\|[^\]\x01-\x04]{0,60})?\][+-]?[ ]*(?P<title>.*)", re.DOTALL)
_NOTE = re.compile(r"\[\^(?P<name>[\w-]{1,30})\]:[ ]+(?P<text>\S.*)", re.DOTALL)
_BLOCKS = re.compile(r"(?m)^[ ]*(?:```|~~~|\||>|\$\$)|\[\^")
"""Stands in every text that has more than lists and lines."""


def parse(text: str, depth: int = 0) -> list[Block]:
    """The blocks of a clean text, in order; its footnotes come last."""
    lines = text.split("\n")
    if not _BLOCKS.search(text) or depth > DEEPEST:
        return [_line(line) for line in lines]
    lines, notes = (lines, []) if depth else _footnotes(lines)
    return [*_Parser(lines, depth).blocks(), *notes]


def may_hold_blocks(text: str) -> bool:
    """A quick look: false where nothing but lists and lines can stand."""
    return bool(_BLOCKS.search(text))


def is_one_line(text: str) -> bool:
    """True for text without line breaks that is no item and no block."""
    return "\n" not in text and not _ITEM.fullmatch(text) and not _BLOCKS.search(text)


def _line(text: str) -> Block:
    text = text.rstrip()
    match = _ITEM.fullmatch(text)
    if not match:
        stripped = text.lstrip()
        indent = len(text) - len(stripped)
        return Block("text" if stripped else "blank", indent, (stripped,), lead=" " * indent)
    tag = "ol" if match["number"] else "ul"
    number = int(match["number"] or 0)
    return Block("item", len(match["indent"]), (match["text"],), tag, number, match["lead"])


def _footnotes(lines: list[str]) -> tuple[list[str], list[Block]]:
    """The lines without the footnotes at their end, and those that the text asks for, in its order."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or _NOTE.fullmatch(lines[end - 1])):
        end -= 1
    above = "\n".join(lines[:end])
    asked = {name: at for at, name in enumerate(dict.fromkeys(re.findall(r"\[\^([\w-]{1,30})\](?!:)", above)), 1)}
    found = [match for line in lines[end:] if (match := _NOTE.fullmatch(line.rstrip()))]
    told = {match["name"]: match["text"] for match in found if match["name"] in asked}
    if len(told) < len(found) or not told:  # one that nobody asks for: all is text
        return lines, []
    names = sorted(told, key=lambda name: asked[name])
    return lines[:end], [Block("note", number=at, lines=(told[n],), word=n) for at, n in enumerate(names, 1)]


class _Parser:
    """Reads lines one after the other; knows where fences and formulas may end."""

    def __init__(self, lines: Sequence[str], depth: int) -> None:
        self.lines, self.depth, self.at = lines, depth, 0
        self.ends: defaultdict[str, list[int]] = defaultdict(list)
        for at, line in enumerate(lines):
            if (bare := line.strip()) and bare[0] in "`~":
                self.ends[bare].append(at)
            elif "$$" in bare:
                self.ends["$$"].append(at)

    def blocks(self) -> Iterator[Block]:
        """All blocks."""
        while self.at < len(self.lines):
            line = self.lines[self.at]
            yield self._block(line, line.lstrip()) or _line(line)
            self.at += 1

    def _block(self, line: str, bare: str) -> Block | None:
        """The block of several lines that begins here, its last line the one that is read now."""
        if bare.startswith(("```", "~~~")):
            return self._code(line)
        if bare.startswith("$$"):
            return self._maths(bare, len(line) - len(bare))
        if bare.startswith("|"):
            return self._table(line)
        return self._quote(line) if bare.startswith(">") else None

    def _end(self, mark: str) -> int:
        """The next line that holds the mark; -1 when there is none."""
        places = self.ends[mark]
        place = bisect_right(places, self.at)
        return places[place] if place < len(places) else -1

    def _code(self, line: str) -> Block | None:
        found = _FENCE.fullmatch(line.rstrip())
        end = self._end(found["fence"]) if found else -1
        if not found or end < 0:
            return None
        indent = len(found["indent"])
        inside = tuple(re.sub(f"^ {{1,{indent}}}", "", one) if indent else one for one in self.lines[self.at + 1 : end])
        self.at = end
        return Block("code", indent, inside, word=found["language"])

    def _maths(self, bare: str, indent: int) -> Block | None:
        first, end = bare[2:].strip(), self.at
        if "$$" in first:
            tex = first[:-2] if first.endswith("$$") else ""
        else:
            end = self._end("$$")
            last = self.lines[end].strip() if end > 0 else ""
            tex = "\n".join((first, *self.lines[self.at + 1 : end], last[:-2])) if last.endswith("$$") else ""
        whole = richmarks.display(tex.strip()) if "\n\n" not in tex else None
        if not whole:
            return None
        self.at = end
        return Block("maths", indent, tuple(tex.strip().split("\n")))

    def _table(self, line: str) -> Block | None:
        rule = self.lines[self.at + 1] if self.at + 1 < len(self.lines) else ""
        head, columns = _cells(line), _cells(rule)
        if "-" not in rule or not _RULE.fullmatch(rule.rstrip()) or len(head) != len(columns):
            return None
        end = self.at + 2
        while end < len(self.lines) and _ROW.fullmatch(self.lines[end]):
            end += 1
        rows = (_fitted(_cells(one), len(head)) for one in self.lines[self.at + 2 : end])
        self.at = end - 1
        return Block("table", _indent(line), rows=(head, *rows), aligned=tuple(map(_aligned, columns)))

    def _quote(self, line: str) -> Block | None:
        """Lines behind `>` that speak, or a callout."""
        found = _QUOTE.fullmatch(line)
        first = found["text"].strip() if found else ""
        callout = _CALLOUT.fullmatch(first)
        end = self.at + 1
        if not callout and not _speaks(first, self.lines[end : end + 1]):
            return None
        inside = [] if callout else [first]
        while end < len(self.lines) and (found := _QUOTE.fullmatch(self.lines[end])):
            inside.append(found["text"])
            end += 1
        self.at = end - 1
        blocks = tuple(parse("\n".join(inside), self.depth + 1)) if inside else ()
        if not callout:
            return Block("quote", _indent(line), inside=blocks)
        word = callout["word"].lower()
        title = callout["title"].strip() or word.capitalize()
        return Block("quote", _indent(line), (title,), word=word, inside=blocks)


def _speaks(first: str, following: Sequence[str]) -> bool:
    """True for the first line of a quote; one that begins with a small letter needs a second line to be one."""
    said = _SAYS.match(first)
    return said is not None and (not said["first"].islower() or bool(following and _QUOTE.fullmatch(following[0])))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _cells(row: str) -> tuple[str, ...]:
    inside = row.strip().removeprefix("|")
    inside = inside[:-1] if inside.endswith("|") and not inside.endswith("\\|") else inside
    return tuple(cell.strip().replace("\\|", "|") for cell in _CELL.split(inside))


def _fitted(cells: tuple[str, ...], size: int) -> tuple[str, ...]:
    """As many cells as the head has; what is too much goes into the last one."""
    if len(cells) > size:
        return (*cells[: size - 1], " | ".join(cells[size - 1 :]))
    return (*cells, *[""] * (size - len(cells)))


def _aligned(rule: str) -> str:
    """The class of a column: `r` for right, `m` for the middle."""
    return ("m" if rule.startswith(":") else "r") if rule.endswith(":") else ""

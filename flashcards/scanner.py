"""Lines to pieces: what each line is by its marks (heading, item, row, code …), before it knows what it stands under.

Line-minded on purpose: CommonMark glues an unindented line to the bullet above it, lets an unclosed fence
swallow the rest of the file and knows no label lines. Notes are written line by line, so they are read so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from flashcards import spelling, wrapped
from flashcards.marks import clean
from flashcards.model import BlockKind, Document
from flashcards.wrapped import MAX_TEXT

_FENCE = re.compile(r"(`{3,}|~{3,})([^`]*)$")
_FENCE_CUE = re.compile(r"[-*+.)]\s+(?:```|~~~)")
"""A fence behind the mark of an item."""
_HEADING = re.compile(r"(#{1,6})(?:\s+(.*?))?(?:\s+#+)?\s*$")
_ATTRIBUTES = re.compile(r"\s*\{[:#.]?[a-zA-Z][\w .#=-]{0,60}\}\s*$")
"""What some renderers are told behind a heading: `{#anchor .class}`."""
_RULE = re.compile(r"(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})$")
_BEFORE_RULE = {mark: re.compile(rf".*[^{mark}\s]", re.DOTALL) for mark in "-*_"}
"""All that stands in front of the run of one mark and white space that a line ends with."""
_SETEXT = re.compile(r"(={3,}|-{3,})\s*$")
_QUOTE = re.compile(r"(?:>\s?)+")
_CALLOUT = re.compile(r"\[!(\w[\w-]*)(?:\|[^\]]*)?\][+-]?\s*(.*)$")
_CALLOUTS = frozenset(
    "note abstract summary tldr info todo tip hint important success check done question help faq warning caution "
    "attention failure fail missing danger error bug example quote cite definition answer "
    "def defn thm theorem lemma proof remark ex important".split()
)
"""The sorts of callouts; any other word in the brackets is the name of what stands below."""
_MARKER = re.compile(
    r"([-*+•◦▪‣∙·●○–»✓✔✅☑▸▾►▶▼]|-{1,2}>|→|=>|:(?=\s)|=(?=\s+[^\W\d_])|\(?\d{1,3}[.)]|\(?[ivx]{1,4}\)|"
    r"\(?[a-h]\))(?:\s+|$)"
)
_BULLET = re.compile(r"(?:[-*+•◦▪‣∙·●○–»✓✔✅☑▸▾►▶▼:→=]|-{1,2}>|=>)$")
_TASK = re.compile(r"\[([ xX/>?!*-])\](?:\s+|$)")
_TASK_WORD = re.compile(r"(TODO|DONE|LATER|NOW|DOING|WAITING|CANCELLED)\b[: ]")
_TASK_STARTS = tuple("TDLNWC")
_MARK_STARTS = ("^", "[", "TARGET DECK", "FILE TAGS")
"""What foreign marks begin with that stand alone on a line; those of comments are comments anyway."""
_DELIMITER = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?$")
_CELL_BAR = re.compile(r"(?<!\\)\|")
_PROPERTY = re.compile(r"[a-z][a-z0-9_.-]*::(?:\s|$)")
_LOGSEQ = re.compile(r"(?:id|collapsed|heading|background-color|card-[a-z-]{2,30}|logseq\.[a-z.-]{2,40}):: ")
"""Properties that Logseq writes itself: they may stand right behind a bullet."""
_SUMMARY = re.compile(r"(?:<details[^>]{0,80}>\s*)?<summary[^>]{0,80}>(.*?)(?:</summary>|$)", re.IGNORECASE)
_TAGS_ONLY = re.compile(r"(?:</?[a-zA-Z][^<>]{0,200}>\s*)+$")
_LOGBOOK = re.compile(r":[A-Z]+:$")
_BOLD_LINE = re.compile(r"(\*\*|__)(?=\S)([^*]{2,120})(?<=\S)\1:?$")
_CONFLICT = re.compile(r"(?:<{7}|>{7}|\|{7})(?:\s|$)|={7}$")
REPEATED = 30
"""Characters of a line from which on the same line below it is a slip of an export."""
CODE_INDENT = 4
"""Columns from which on a line without a bullet that begins with `#` is a remark in code, and no heading."""
BOLD_LEVEL = 7
"""The heading level of a line that is bold from end to end."""


class Piece(NamedTuple):
    """A block before it knows its parent."""

    kind: BlockKind
    line: int
    line_end: int
    indent: int
    text: str
    marker: str = ""
    task: str = ""
    quote: int = 0
    callout: str = ""
    cells: tuple[str, ...] = ()
    gap: bool = False
    level: int = 0


def pieces(document: Document) -> list[Piece]:
    """The pieces of a document in order; paragraphs broken at a column are whole again."""
    return wrapped.whole(list(_Scanner(document).pieces()))


class _Scanner:
    """Walks the lines once, front to back."""

    def __init__(self, document: Document) -> None:
        self.lines = spelling.plain(document.lines, document.body, MAX_TEXT)
        self.at = document.body
        self.gap = True
        self.unclosed: dict[str, int] = {}
        self.top = 0  # up to here only properties and blank lines stand

    def pieces(self) -> Iterator[Piece]:
        """The blocks in order, without parents."""
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if not line.strip():
                self.gap = True
                self.at += 1
                continue
            if self._repeats(line):
                self.at += 1
                continue
            yield from self._block(line)
            self.gap = False

    def _repeats(self, line: str) -> bool:
        """A long line said again right below itself, as bad exports do."""
        return (
            not self.gap and len(line) >= REPEATED and self.at > 0 and line.strip() == self.lines[self.at - 1].strip()
        )

    def _block(self, line: str) -> Iterable[Piece]:
        indent, quote, rest = _strip_quote(line)
        if quote and _CONFLICT.match(line):
            return (self._one("rule", 0, line),)
        if self._spans(rest):
            return (self._long(rest, indent, quote),)
        if _FENCE_CUE.search(rest) and self._spans(body := _strip_marker(rest)[1]):
            return (self._long(body, indent + 2, quote),)
        if rest.startswith(_MARK_STARTS) and not clean(rest).text.strip():
            return (self._one("comment", indent, rest, quote),)
        if quote and (callout := _CALLOUT.match(rest)):
            named = callout[2] or ("" if callout[1].casefold() in _CALLOUTS else callout[1])
            head = self._one("label", indent, named.rstrip(":"), quote, level=1)
            return (head._replace(callout=callout[1].casefold()),)
        if rest:
            return self._text(rest, indent, quote)
        self.gap = True
        self.at += 1
        return ()

    def _spans(self, rest: str) -> bool:
        return (rest[0] in "`~<%$:" if rest else False) and self._end(rest) > 0

    def _end(self, rest: str) -> int:
        """How many lines a fence, comment, maths or drawer block takes; 0 when it is none."""
        if fence := _FENCE.match(rest):
            return self._fence_end(fence[1])
        for opening, closing in (("<!--", "-->"), ("%%", "%%"), ("$$", "$$")):
            if rest.startswith(opening):
                return self._until(closing, rest[len(opening) :])
        return self._until(":END:", rest[1:]) if _LOGBOOK.match(rest) else 0

    def _until(self, closing: str, rest: str) -> int:
        if closing in rest:
            return 1 if closing == "-->" and rest.endswith(closing) else 0
        if closing in self.unclosed:
            return 1
        for ahead in range(self.at + 1, len(self.lines)):
            if closing in self.lines[ahead]:
                return ahead - self.at + 1
        self.unclosed[closing] = 1
        return 1

    def _fence_end(self, fence: str) -> int:
        mark = fence[0]
        if self.unclosed.get(mark, 99) > len(fence):
            for ahead in range(self.at + 1, len(self.lines)):
                rest = _strip_quote(self.lines[ahead])[2]
                if rest.startswith(fence) and not rest.strip(mark):
                    return ahead - self.at + 1
            self.unclosed[mark] = len(fence)
        return self._unclosed_fence()

    def _unclosed_fence(self) -> int:
        """An unclosed fence holds the lines up to the next heading below a blank line."""
        for ahead in range(self.at + 1, len(self.lines)):
            if _HEADING.match(self.lines[ahead]) and not self.lines[ahead - 1].strip():
                return ahead - self.at
        return len(self.lines) - self.at

    def _long(self, rest: str, indent: int, quote: int) -> Piece:
        count = self._end(rest)
        kind: BlockKind = "comment"
        if rest[0] in "`~":
            kind = "code"
        elif rest.startswith("$$"):
            kind = "math"
        text = "\n".join(self.lines[self.at : self.at + count])
        piece = Piece(kind, self.at + 1, self.at + count, indent, text[:MAX_TEXT], quote=quote, gap=self.gap)
        self.at += count
        return piece

    def _text(self, rest: str, indent: int, quote: int) -> Iterable[Piece]:
        marker, body, task = _strip_marker(rest)
        if self._is_table(body):
            return self._table(indent + (2 if marker else 0), quote)
        if body[:1] == "#" and (found := _HEADING.match(body)):
            if indent >= CODE_INDENT and not marker and not quote:
                return (self._one("comment", indent, body),)
            text = _ATTRIBUTES.sub("", found[2] or "").strip()
            return (self._one("heading", indent, text, quote, level=len(found[1]), marker=marker),)
        if (rest[0] in "-*_" and _RULE.match(rest)) or (rest[0] in "<>|=" and _CONFLICT.match(rest)):
            return (self._one("rule", indent, rest),)
        if rest[0] == "<" and (toggle := _SUMMARY.match(rest)):
            text = re.sub(r"<[^<>]{0,200}>", "", toggle[1]).strip()
            return (self._one("heading", indent, text, quote, level=BOLD_LEVEL),)
        if rest[0] == "<" and _TAGS_ONLY.match(rest):
            return (self._one("comment", indent, rest, quote),)
        return self._listed(rest, body, marker, task, indent, quote)

    def _listed(self, rest: str, body: str, marker: str, task: str, indent: int, quote: int) -> Iterable[Piece]:
        """An item, a property of one, or a plain line."""
        if marker and "::" in body and _LOGSEQ.match(body):
            return (self._one("property", indent, body, quote),)
        if not marker and indent >= 2 and self._behind_property():
            return (self._one("item", indent - 2, body, quote, marker="-", task=task),)
        if marker or task:
            return (self._one("item", indent, body, quote, marker=marker or "-", task=task),)
        if "::" in rest and _PROPERTY.match(rest) and (indent or self._page_top()):
            return (self._one("property", indent, rest, quote),)
        return (self._plain_line(rest, indent, quote),)

    def _behind_property(self) -> bool:
        """True below `- collapsed:: true`: this line is the text of that bullet."""
        marker, body, _ = _strip_marker(self.lines[self.at - 1].strip()) if self.at else ("", "", "")
        return bool(marker and _LOGSEQ.match(body))

    def _page_top(self) -> bool:
        """True while only properties have come: Logseq's page properties stand there."""
        while self.top < self.at and (not self.lines[self.top].strip() or _PROPERTY.match(self.lines[self.top])):
            self.top += 1
        return self.top == self.at

    def _plain_line(self, rest: str, indent: int, quote: int) -> Piece:
        under = self.lines[self.at + 1] if self.at + 1 < len(self.lines) else ""
        setext = _SETEXT.match(under)
        if setext and self.gap and not quote and (setext[1][0] == "=" or _titled(rest)):
            return self._one("heading", indent, rest, lines=2, level=1 if setext[1][0] == "=" else 2)
        if self.gap and (bold := _BOLD_LINE.match(rest)) and not bold[0].rstrip("*_").endswith(":"):
            return self._one("heading", indent, bold[2], quote, level=BOLD_LEVEL)
        return self._one("line", indent, rest, quote)

    def _one(
        self,
        kind: BlockKind,
        indent: int,
        text: str,
        quote: int = 0,
        *,
        marker: str = "",
        task: str = "",
        level: int = 0,
        lines: int = 1,
    ) -> Piece:
        """A piece of one line (or of `lines`), and on to the next."""
        start = self.at + 1
        self.at += lines
        return Piece(kind, start, self.at, indent, text, marker, task, quote, "", (), self.gap, level)

    def _is_table(self, body: str) -> bool:
        if "|" not in body or self.at + 1 >= len(self.lines):
            return False
        under = _strip_quote(self.lines[self.at + 1])[2]
        return "|" in under and "-" in under and bool(_DELIMITER.match(under))

    def _table(self, indent: int, quote: int) -> Iterator[Piece]:
        first = self.at
        while self.at < len(self.lines):
            rest = _strip_quote(self.lines[self.at])[2]
            if "|" not in rest:
                break
            body = _strip_marker(rest)[1] if self.at == first else rest
            self.at += 1
            if self.at == first + 2:
                continue
            marker = "|-" if self.at == first + 1 else "|"
            yield Piece(
                "row",
                self.at,
                self.at,
                indent,
                body,
                marker,
                quote=quote,
                cells=_cells(body),
                gap=self.at == first + 1 and self.gap,
            )


def _strip_quote(line: str) -> tuple[int, int, str]:
    """Indentation in columns, depth of quote, the rest without trailing blanks."""
    rest = line.lstrip(" ")
    quote = 0
    if rest.startswith(">") and (marks := _QUOTE.match(rest)):
        quote = marks[0].count(">")
        inner = rest[marks.end() :]
        return len(inner) - len(inner.lstrip(" ")), quote, inner.strip()
    return len(line) - len(rest), quote, rest.rstrip()


def _strip_marker(rest: str) -> tuple[str, str, str]:
    """List marker, the text behind it, the letter of a task box. Nested markers (`1. - `) fold into one."""
    marker, task, at = "", "", 0
    edges: dict[str, int] = {}
    while found := _MARKER.match(rest, at):
        if _is_rule(rest, at, edges):
            break
        if not marker or _BULLET.match(marker):
            marker = found[1]
        at = found.end()
    rest = rest[at:]
    if rest[:1] == "[" and (box := _TASK.match(rest)):
        task, rest = box[1], rest[box.end() :]
    elif rest[:1] in _TASK_STARTS and (word := _TASK_WORD.match(rest)):
        task = "x" if word[1] in {"DONE", "CANCELLED"} else " "
    return marker, rest, task


def _is_rule(rest: str, at: int, edges: dict[str, int]) -> bool:
    """True when nothing but a rule stands from `at` on; `edges` keeps for each mark where such a rule could begin."""
    mark = rest[at]
    if mark not in _BEFORE_RULE or rest[-1] != mark:
        return False
    if mark not in edges:
        before = _BEFORE_RULE[mark].match(rest)
        edges[mark] = before.end() if before else 0
    return at >= edges[mark] and _RULE.match(rest, at) is not None


def _titled(rest: str) -> bool:
    return ":" not in rest and len(rest.split()) <= 8


def _cells(body: str) -> tuple[str, ...]:
    inner = body.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return tuple(cell.replace("\\|", "|").strip() for cell in _mask_links(inner))


def _mask_links(row: str) -> list[str]:
    """Cells of a row; a bar inside `[[a|b]]` or code is no border."""
    if "[[" not in row and "`" not in row:
        return _CELL_BAR.split(row)
    shielded = re.sub(r"\[\[[^\]]{0,200}\]\]|`[^`]{0,200}`", lambda found: found[0].replace("|", "\x00"), row)
    return [cell.replace("\x00", "|") for cell in _CELL_BAR.split(shielded)]

"""Document to blocks: what each line stands under. The marks of the lines are read by `scanner`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from flashcards import labels, scanner
from flashcards.model import Block, Document
from flashcards.scanner import BOLD_LEVEL, Piece

HALF = 0.5
"""How much deeper a list of the other sort stands that is not indented."""
_ANSWER = re.compile(r"[*_]{0,2}(?:answers?|ans|a)[*_]{0,2}:[*_]{0,2}$", re.IGNORECASE)
"""A label that answers the question right above it."""


_COUNTED = re.compile(r"(?P<form>(?:[^\W\d_]{1,10} ?#?)?)\d{1,3}\b[.):-]?\s")
"""`Q3- …`, `2. …`, `Part 4: …` at the start of a bold line."""


@dataclass(frozen=True, slots=True)
class Outline:
    """The blocks of a document in order, and for each the indices of the blocks right below it."""

    blocks: tuple[Block, ...]
    children: tuple[tuple[int, ...], ...]
    families: tuple[tuple[Block, ...], ...]
    """The same as blocks; the last entry is the top."""

    def under(self, index: int) -> tuple[Block, ...]:
        """The blocks right below one block; -1 asks for the top."""
        return self.families[index]

    def above(self, block: Block) -> Iterator[Block]:
        """The blocks it stands under, nearest first."""
        parent = block.parent
        while parent >= 0:
            yield self.blocks[parent]
            parent = self.blocks[parent].parent

    def inside(self, index: int) -> Iterator[Block]:
        """All blocks below one block, at any depth, in document order."""
        ahead = list(reversed(self.families[index]))
        while ahead:
            block = ahead.pop()
            yield block
            ahead.extend(reversed(self.families[block.index]))


def read(document: Document) -> Outline:
    """The outline of one document."""
    blocks = _nest(scanner.pieces(document))
    families: list[list[Block]] = [[] for _ in range(len(blocks) + 1)]
    for block in blocks:
        families[block.parent].append(block)
    children = tuple([tuple([block.index for block in family]) for family in families])
    return Outline(tuple(blocks), children, tuple(map(tuple, families)))


def _nest(pieces: list[Piece]) -> list[Block]:
    nester = _Nester(pieces)
    return [nester.place(index, piece) for index, piece in enumerate(pieces)]


def _points(piece: Piece) -> bool:
    """True for an item whose mark is an arrow."""
    return piece.kind == "item" and piece.marker in ("->", "-->", "→", "=>")


def _sort(piece: Piece) -> str:
    """`1` for a counted item, `-` for a bullet."""
    return "1" if piece.marker[-1:] in (".", ")") else "-"


class _Nester:
    """Gives each piece its parent."""

    def __init__(self, pieces: list[Piece]) -> None:
        self.pieces = pieces
        self.counted = labels.counted_heads(pieces)
        self.heads: list[tuple[int, int]] = []
        self.series: dict[str, int] = {}
        """The heading above bold lines that are counted, by what stands in front of the number."""
        self.label = -1
        self.within = -1
        """The label in whose run of lines the open label stands, itself with lines further in."""
        self.filled = False
        self.tight = False
        self.held = 0
        """How many outer items the open label has so far."""
        self.outer = ""
        """The sort of the last outer item before the label that is open: `-` or `1`."""
        self.last = ""
        self.answered = -1
        """The line that the arrow now being placed answers."""
        self.stack: list[tuple[float, int]] = []
        self.half = 0.0
        """What the item now being placed stands in beyond its indentation."""

    def place(self, index: int, piece: Piece) -> Block:
        """The block for one piece; remembers what stands open."""
        self.answered = self._answered(index, piece)
        self.half = HALF if piece.kind == "item" and self._nests(piece) else 0.0
        self._close(index, piece)
        if index + 1 < len(self.pieces) and labels.is_centred(piece, self.pieces[index + 1]):
            self.stack = []
        parent, kind = self._parent(piece), piece.kind
        if kind == "heading":
            self._close_series(piece)
            parent = self._head(piece)
            self.heads.append((piece.level, index))
        elif kind == "label" or (
            kind == "line" and not self.stack and not self._stands_in(piece) and labels.is_label(self.pieces, index)
        ):
            kind, parent = "label", self._label_parent(index, piece)
            self.within = parent if parent == self.label else -1
            self.label, self.filled, self.stack = index, False, []
            self.outer = self.last
            self.held = 0
            self.tight = index + 1 < len(self.pieces) and not self.pieces[index + 1].gap
        elif kind in ("item", "line"):
            self.filled = True
            if kind == "item" and not piece.indent:
                self.last = _sort(piece)
                self.held += 1
            if piece.indent or kind == "item":
                self.stack.append((piece.indent + self.half, index))
        depth = piece.level if kind == "heading" else len(self.stack)
        return Block(
            index,
            kind,
            piece.line,
            piece.line_end,
            depth,
            piece.text,
            parent,
            piece.marker,
            piece.task,
            piece.quote,
            piece.callout,
            piece.cells,
            piece.gap,
        )

    def _close(self, index: int, piece: Piece) -> None:
        """Forget what the piece ends: a label by a plain line below a gap, a list by an outer line."""
        above = self.pieces[index - 1] if index else piece
        if piece.kind in ("heading", "rule"):
            self.stack, self.label = [], -1
            self.last = ""
        elif piece.kind == "comment" and piece.text.casefold().startswith("</details"):
            self._close_toggle()
        elif piece.quote != above.quote:
            self.stack = []
            if (piece.quote < above.quote and self.label != index - 1) or (piece.callout and self.filled):
                self.label = -1
            self._leave_bold(piece, above)
        elif piece.kind in ("line", "item") and piece.indent == 0:
            self._leave_bold(piece, above)
            if piece.kind == "item" and piece.gap and self.filled and (self._ends_label(piece) or self._out_of(piece)):
                self.label, self.stack = -1, []
        if self._below_count(piece):
            return
        if piece.kind == "line" and piece.indent == 0:
            self.stack = []
            self._leave_answer(index)
            self._leave_label(piece, above)
        while self.stack and self._outer(piece):
            self.stack.pop()

    def _below_count(self, piece: Piece) -> bool:
        """A plain line right below `2. Name of a part`: it belongs to that part."""
        return piece.kind == "line" and not piece.gap and bool(self.stack) and self.stack[-1][1] in self.counted

    def _leave_label(self, piece: Piece, above: Piece) -> None:
        """A plain line ends the label below a gap, with a time of day, and out of the indentation of all below it."""
        apart = piece.gap and (self.filled or not self._open_label()) and not self._goes_on(piece, above)
        if apart or labels.CLOCK.match(piece.text):
            self.label = self.within = -1
        elif self._steps_back(piece):
            self.label, self.within = self.within, -1

    def _out_of(self, piece: Piece) -> bool:
        """A counted item out of the indentation of the lines below a label: the count from above goes on."""
        return labels.goes_on_counting(piece) and self._steps_back(piece) and self.pieces[self.label + 1].kind == "line"

    def _steps_back(self, piece: Piece) -> bool:
        """A plain line out of the indentation in which all stands that belongs to the label."""
        return self.filled and self._holds_inner(self.label) and piece.indent <= self.pieces[self.label].indent

    def _stands_in(self, piece: Piece) -> bool:
        """A line further in than the open label, whose lines all stand there: one of them, with lines of its own."""
        return (
            self.filled
            and not piece.gap
            and self._holds_inner(self.label)
            and self.pieces[self.label + 1].kind == "line"
            and piece.indent >= self.pieces[self.label + 1].indent
        )

    def _holds_inner(self, at: int) -> bool:
        """True when what stands right below a label stands further in."""
        if not 0 <= at < len(self.pieces) - 1:
            return False
        head, below = self.pieces[at : at + 2]
        return below.kind in ("item", "line") and not below.gap and below.indent > head.indent

    def _answered(self, index: int, piece: Piece) -> int:
        """The line or item right above an arrow: `3) What is a key?` and below it `--> what tells rows apart`."""
        above = self.pieces[index - 1] if index else None
        if above is None or piece.gap or not _points(piece) or above.indent != piece.indent:
            return -1
        if _points(above):
            return self.answered
        return index - 1 if above.kind in ("item", "line") and above.quote == piece.quote else -1

    def _nests(self, piece: Piece) -> bool:
        """Bullets right below a counted item at the same depth belong to it; so does a count from one below a bullet.

        They do not below `2.` when nothing stands between it and `1.`: then the list goes on with another mark.
        """
        near = takewhile(lambda entry: entry[0] >= piece.indent, reversed(self.stack))
        at = next((index for indent, index in near if indent == piece.indent), -1)
        outer = self.pieces[at] if at >= 0 else piece
        if outer.kind != "item" or _sort(outer) == _sort(piece) or _points(piece):
            return False
        inner = self.stack[-1]
        goes_on = inner[0] == piece.indent + HALF and _sort(self.pieces[inner[1]]) == _sort(piece)
        bare = (
            labels.goes_on_counting(outer) and _sort(self.pieces[at - 1]) == "1" and self.pieces[at - 1].kind == "item"
        )
        opens = (
            not piece.gap and not bare and inner[1] == at and (_sort(piece) == "-" or piece.marker.strip("().") == "1")
        )
        return goes_on or opens

    def _ends_label(self, piece: Piece) -> bool:
        """An item below a gap: the list right below the label is over, or the list above the label goes on."""
        if self.tight:
            answered = not self.held and self.pieces[self.label].text.rstrip("*_ ").endswith("?")
            return (self.held > 1 or answered) and not labels.goes_on_counting(piece)
        return self.last != self.outer == _sort(piece)

    def _leave_answer(self, index: int) -> None:
        """A line with `Answer:` right below it is the next question, gap or no gap."""
        if index + 1 < len(self.pieces) and _ANSWER.match(self.pieces[index + 1].text):
            self.label = -1

    def _close_toggle(self) -> None:
        self.stack, self.label = [], -1
        if self.heads and self.heads[-1][0] == BOLD_LEVEL:
            self.heads.pop()

    def _leave_bold(self, piece: Piece, above: Piece) -> None:
        """A bold line with its text right below it holds that paragraph only, not the rest of the section."""
        if not (piece.gap and self.heads and self.heads[-1][0] == BOLD_LEVEL):
            return
        at = self.heads[-1][1]
        if (self.pieces[at] is not above and not self.pieces[at + 1].gap and piece.kind != above.kind) or (
            self.pieces[at] is not above and not self.pieces[at + 1].gap and piece.kind == "line"
        ):
            self.heads.pop()

    def _goes_on(self, piece: Piece, above: Piece) -> bool:
        """A list without bullets: paragraphs with one blank line between, below a label that ends in a colon."""
        if self.label < 0 or above.kind not in ("line", "label") or piece.line - above.line_end > 2:
            return False
        return self.pieces[self.label].text.rstrip("*_ ").endswith(":") and labels.lines_follow(self.pieces, self.label)

    def _outer(self, piece: Piece) -> bool:
        if _points(piece) and self.stack[-1][0] == piece.indent and self.answered == self.stack[-1][1]:
            return False
        if piece.kind == "item" and self._counts_on(piece):
            return True
        return piece.kind in ("item", "line", "row", "code") and self.stack[-1][0] >= piece.indent + self.half

    def _counts_on(self, piece: Piece) -> bool:
        """`2.` below `- 1.` stands further in, but beside it."""
        numbers = [labels.NUMBER.match(entry.marker) for entry in (self.pieces[self.stack[-1][1]], piece)]
        first, second = (int(found[1]) if found else 0 for found in numbers)
        return second == first + 1 > 1 and piece.indent - self.stack[-1][0] == 2

    def _open_label(self) -> bool:
        if self.label < 0:
            return False
        marked = self.pieces[self.label].text.rstrip("*_ ").endswith((":", "?"))
        return marked or (self.label + 1 < len(self.pieces) and labels.titles_speech(self.pieces, self.label))

    def _parent(self, piece: Piece) -> int:
        if piece.kind == "heading":
            return self._head(piece)
        if self.stack:
            return self.stack[-1][1]
        if self.answered >= 0 and piece.kind == "item" and _points(piece):
            return self.answered
        if self.label >= 0:
            return self.label
        return self.heads[-1][1] if self.heads else -1

    def _head(self, piece: Piece) -> int:
        while self.heads and self.heads[-1][0] >= piece.level:
            self.heads.pop()
        return self.heads[-1][1] if self.heads else -1

    def _close_series(self, piece: Piece) -> None:
        """`**Q3 …**` stands beside `**Q2 …**`, whatever headings its answer had."""
        number = _COUNTED.match(piece.text) if piece.level == BOLD_LEVEL else None
        if number is None:
            return
        form = number["form"].casefold()
        if self.series.get(form, -2) in [-1, *(at for _, at in self.heads)]:
            while self.heads and self.heads[-1][1] != self.series[form]:
                self.heads.pop()
        self.series[form] = self._head(piece)

    def _label_parent(self, index: int, piece: Piece) -> int:
        above = self.pieces[index - 1] if index else None
        if above is not None and above.kind in ("line", "item") and _ANSWER.match(piece.text):
            return index - 1
        if piece.callout and self.label >= 0 and not self.pieces[self.label].callout:
            return self.label
        if self.label >= 0 and not piece.gap and self._holds_inner(index) and not self._holds_inner(self.label):
            return self.label
        return self.heads[-1][1] if self.heads else -1

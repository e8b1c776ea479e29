"""What the grammars read and what they give: the lines of a document without foreign marks, and marked cards."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Sort = Literal["basic", "reversed", "cloze", "spaced"]

_HEADER_ID = re.compile(r"noteId:\s*['\"]?(\d{6,20})['\"]?\s*$")
_TAG = re.compile(r"(?<!\S)#([^\W\d_][\w/-]*)")
_LIST = re.compile(
    r"""
    (?P<indent>[ \t]*) (?P<marker>[-*+•]|\d{1,3}[.)]) [ \t]+
    (?: (?: \[[ xX/-]\] | TODO | DONE | DOING | LATER | NOW | WAITING ) [ \t]+ )?    # a task's box or word
    """,
    re.VERBOSE,
)
_HEADING = re.compile(r"(#{1,6})[ \t]+(?P<title>.*?)(?:[ \t]+#+)?$")


TOOL_ID = re.compile(r"\d{6,20}|(?:q|card)-[a-z0-9]{3,8}")
"""An id that a card tool wrote, not a block id of Obsidian."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a document."""

    number: int
    """1-based, as in the file."""
    text: str
    """Without foreign marks and white space at its end."""
    hidden: bool = False
    """Inside code, a comment, maths: nothing on it is a mark."""
    ids: tuple[str, ...] = ()
    """What other tools wrote behind it to find its card again."""
    tags: tuple[str, ...] = ()
    mark: bool = False
    """True when nothing but foreign marks stood on it: no blank line, and no text."""

    @property
    def blank(self) -> bool:
        """True for a line that ends a paragraph."""
        return not self.text.strip() and not self.mark

    @property
    def quoted(self) -> bool:
        """True inside a quote or a callout."""
        return self.text.lstrip().startswith(">")


@dataclass(frozen=True, slots=True)
class Rows:
    """A document as the grammars see it."""

    rows: tuple[Row, ...]
    """From the first line on, so that `rows[n].number == n + 1`; those of the header are hidden."""
    body: int = 0
    """Index of the first row behind the header."""
    dialects: frozenset[str] = frozenset()
    """Dialects that hold for the whole document, because the settings say so."""
    scopes: Mapping[int, str] = field(default_factory=dict)
    """Rows under a flashcard tag, by index, and the deck it names; without one it is empty."""
    scheduled: frozenset[int] = frozenset()
    """Rows with a schedule of obsidian-spaced-repetition on them, by index."""
    markers: Mapping[str, str] = field(default_factory=dict)
    """What stands for each mark: the settings may say otherwise."""
    deck: str = ""
    """The deck that the document names for its marked cards, in the way of an old tool."""
    tags: tuple[str, ...] = ()
    """Tags that it names for all of them."""

    def strict(self, *dialects: str) -> bool:
        """True when the settings name one of these dialects."""
        return not self.dialects.isdisjoint(dialects)

    def note_id(self) -> str:
        """The id that yanki keeps in the header."""
        return next((found[1] for row in self.rows[: self.body] if (found := _HEADER_ID.match(row.text))), "")

    def paragraph(self, at: int, bound: int | None = None) -> int:
        """The index behind the last row of the paragraph that begins at `at`: a blank row ends it, not one in code."""
        end, last = at, len(self.rows) if bound is None else bound
        while end < last and (self.rows[end].hidden or not self.rows[end].blank):
            end += 1
        return end

    def ids_at(self, first: int, end: int) -> str:
        """The id that stands on these rows or on rows of marks right behind them."""
        return next((row.ids[0] for row in self.rows[first : self.through_marks(end)] if row.ids), "")

    def ids_within(self, first: int, end: int) -> str:
        """The id that stands on these rows alone."""
        return next((row.ids[0] for row in self.rows[first:end] if row.ids), "")

    def through_marks(self, end: int) -> int:
        """The index behind rows of marks that stand at `end`, or below one blank row there."""
        if (
            end + 1 < len(self.rows)
            and self.rows[end].blank
            and self.rows[end + 1].mark
            and not self.rows[end + 1].tags
        ):
            end += 1
        while end < len(self.rows) and self.rows[end].mark:
            end += 1
        return end

    def known(self, first: int, end: int) -> bool:
        """True when a card tool wrote its id on these rows or right behind them: to it they are a card."""
        rows = self.rows[first : self.through_marks(end)]
        return any(TOOL_ID.fullmatch(found) for row in rows for found in row.ids)

    def told(self, first: int, end: int) -> bool:
        """The same, or the schedule of obsidian-spaced-repetition."""
        return self.known(first, end) or any(at in self.scheduled for at in range(first, self.through_marks(end)))


@dataclass(frozen=True, slots=True)
class Marked:
    """A card as its writer marked it. `first` and `end` are indexes of rows, half open."""

    dialect: str
    first: int
    end: int
    front: str
    """Field text; of a cloze the whole text with Anki's marks in it."""
    back: str = ""
    sort: Sort = "basic"
    tags: tuple[str, ...] = ()
    deck: str = ""
    foreign_id: str = ""
    numbered: bool = False
    wished: bool = False
    """True when a tag on the line says that it is to be a card, wherever it stands."""


def joined(rows: Sequence[Row]) -> str:
    """The text of rows as field text: common indentation off, blank edges off, rows of marks left out."""
    lines = [row.text for row in rows if not row.mark]
    while lines and not lines[0].strip():
        lines = lines[1:]
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    common = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return "\n".join(line[common:].replace("\t", "    ") for line in lines)


def unlisted(text: str) -> str:
    """The text behind a list marker or the marks of a heading."""
    if heading := _HEADING.fullmatch(text.strip()):
        return heading["title"].strip()
    found = _LIST.match(text)
    if not found:
        return text.strip()
    rest = text[found.end() :].strip()
    heading = _HEADING.fullmatch(rest) if rest.startswith("#") else None
    return heading["title"].strip() if heading else rest


def indent_of(row: Row) -> int:
    """How far in a row stands, a tab for four."""
    text = row.text.expandtabs(4)
    return len(text) - len(text.lstrip())


def is_item(text: str) -> bool:
    """True for an item of a list."""
    return _LIST.match(text) is not None


def heading_level(text: str) -> int:
    """The level of a heading, 0 for all else."""
    found = _HEADING.fullmatch(text)
    return len(found[1]) if found else 0


def is_tags(text: str) -> bool:
    """True for a line of nothing but tags."""
    words = text.split()
    return bool(words) and all(word.startswith("#") and len(word) > 1 and word[1] != "#" for word in words)


def split_tags(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without its tags, and the tags with `::` between their parts."""
    tags = tuple(found[1].replace("/", "::") for found in _TAG.finditer(text))
    return (" ".join(_TAG.sub(" ", text).split()) if tags else text), tags


def is_mark(tag: str) -> bool:
    """True for a tag that makes cards and says nothing of them."""
    return tag.partition("::")[0].casefold() in ("flashcards", "flashcard", "card", "cards", "nocard")


def tags_in(text: str) -> Iterator[str]:
    """The tags of a line as written, without `#`."""
    return (found[1] for found in _TAG.finditer(text))


def spans(starts: Sequence[int], end: int) -> Iterator[tuple[int, int]]:
    """Each start with the index where the next one, or all, ends."""
    return zip(starts, [*starts[1:], end][: len(starts)], strict=True)

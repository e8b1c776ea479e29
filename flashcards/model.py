"""The central types: values that pass between the rooms. All frozen; no behaviour beyond views."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Literal, TypeVar

BlockKind = Literal["heading", "label", "item", "line", "row", "code", "comment", "rule", "math", "property"]
Kind = Literal[
    "quantity",
    "comparison",
    "definition",
    "process",
    "list",
    "cause",
    "question-and-answer",
    "question-to-ask",
    "pitch",
    "cloze",
]
Status = Literal["active", "skipped", "retired"]

T = TypeVar("T")


def travels(made: type[T]) -> type[T]:
    """A class whose values pass between processes: packed as its fields in order.

    The packing that dataclasses bring is written in Python and takes three times as long.
    """
    fields: Callable[[T], tuple[Any, ...]] = attrgetter(*vars(made)["__slots__"])
    setattr(made, "__reduce__", lambda value: (made, fields(value)))  # noqa: B010
    return made


BLANK = "[...]"
"""What stands on a front where the answer was."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A problem in the user's text, as a value. `line` is 1-based; 0 means the file as a whole."""

    path: str
    line: int
    code: str
    message: str
    hint: str = ""
    severity: Literal["error", "warning"] = "warning"


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the header of a document tells us. Empty strings where it is silent."""

    title: str = ""
    deck: str = ""
    tags: tuple[str, ...] = ()
    call: str = ""
    """The date of the call, ISO `YYYY-MM-DD`."""
    company: str = ""
    cards: Literal["auto", "none", "all"] = "auto"
    """`none` keeps the document out, `all` takes also what is a close call."""
    keys: tuple[tuple[str, str], ...] = ()
    """All keys, in lower case, with their values as text: rules for decks ask for them."""


@dataclass(frozen=True, slots=True)
class Document:
    """One text file of the user. `lines` are those of the file, without line ends; line 1 is `lines[0]`."""

    path: str
    """Posix path below the notes folder given, NFC; the file's name when a file was given."""
    title: str
    """Front matter title, else the file's name made readable."""
    lines: tuple[str, ...]
    body: int
    """0-based index of the first line after the front matter."""
    meta: FrontMatter = FrontMatter()
    digest: str = ""
    """A hash of the bytes of the file; empty where there is no file."""


@dataclass(frozen=True, slots=True)
class Block:
    """One line-exact piece of a document. Lines are 1-based and inclusive."""

    index: int
    kind: BlockKind
    line: int
    line_end: int
    depth: int
    """Heading level for headings; nesting for everything else."""
    text: str
    """Inline Markdown: list marker, `#`, `>` and indentation removed."""
    parent: int = -1
    """Index of the heading, label or item it stands under; -1 at the top."""
    marker: str = ""
    """The list marker as written: `-`, `1.`, `(i)`."""
    task: str = ""
    """The letter in a task's box (`- [x]`), a blank for an open one; empty when it is no task."""
    quote: int = 0
    callout: str = ""
    cells: tuple[str, ...] = ()
    gap: bool = False
    """True when a blank line stands before it."""


@travels
@dataclass(frozen=True, slots=True)
class Source:
    """Where a card comes from: path, 1-based lines, and the headings above, outermost first."""

    path: str
    line_start: int
    line_end: int
    section: tuple[str, ...] = ()


@travels
@dataclass(frozen=True, slots=True)
class Fields:
    """What the learner sees, as plain text with line breaks (`- ` starts a list item, `1. ` a step)."""

    context: str
    """The breadcrumb, `Company › Topic`; empty when the prompt needs none."""
    front: str
    back: str
    extra: str = ""
    """The note's own words, shown below the answer."""
    reverse: str = ""
    """The front of the second card, whose answer is `reverse_back`; empty means there is none."""
    reverse_back: str = ""
    source: str = ""
    """Document and headings, shown small at the foot."""
    link: str = ""
    """Where the foot leads to: an address that opens the document, or nothing."""


@travels
@dataclass(frozen=True, slots=True)
class Candidate:
    """What an extractor proposes: no identity yet."""

    kind: Kind
    fields: Fields
    source: Source
    text: str
    """The source lines with their marks, for pairing with the ledger."""
    tags: tuple[str, ...] = ()
    deck: str = ""
    note_type: str = "fact"
    dialect: str = ""
    """The card syntax whose mark made it; empty for unmarked text."""
    foreign_id: str = ""
    """The id that another tool wrote into the notes: that of an Anki note or of a line. Kept in the ledger."""
    numbered: bool = False
    """True when the user numbered the clozes: then the numbers stay as written."""


@dataclass(frozen=True, slots=True)
class Note:
    """An entry of the ledger: a candidate with an identity that is never given up."""

    guid: str
    nid: int
    """Anki's note id, epoch milliseconds of the first sight; unique, at least 10 apart."""
    status: Status
    kind: Kind
    note_type: str
    deck: str
    tags: tuple[str, ...]
    fields: Fields
    source: Source
    text: str
    created: int
    """Epoch seconds."""
    modified: int
    """Epoch seconds; moves forward only when what Anki would see changes."""


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a plan: a note before and after. `old` is None for an added note."""

    new: Note
    old: Note | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A candidate that could be more than one ledger note, or a note that could be more than one candidate."""

    candidate: Candidate
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build will do."""

    added: tuple[Change, ...] = ()
    updated: tuple[Change, ...] = ()
    moved: tuple[Change, ...] = ()
    unchanged: tuple[Change, ...] = ()
    retired: tuple[Change, ...] = ()
    revived: tuple[Change, ...] = ()
    skipped: tuple[Change, ...] = ()
    ambiguous: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number read from a line. Spans are half-open character offsets into that line."""

    start: int
    end: int
    full_start: int
    """With approximation and bound words: `over 110,000`."""
    full_end: int
    low: float
    high: float
    unit: str
    """Canonical: `ms`, `GB`, `USD`, `%`, `x`; empty for a bare count."""
    comparator: str
    """One of `=`, `~`, `<`, `<=`, `>`, `>=`."""
    thing: str = ""
    """The counted noun as written, when one follows."""


@travels
@dataclass(frozen=True, slots=True)
class Refusal:
    """A line, or a candidate on it, that becomes no card, and why."""

    path: str
    line: int
    code: str
    message: str
    line_end: int = 0
    front: str = ""
    candidate: Candidate | None = None
    """The card that was refused, where there was one."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read from a set of documents."""

    candidates: tuple[Candidate, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    unread: tuple[str, ...] = ()
    """Paths of documents that exist but could not be read this time: their notes must not retire."""
    digests: tuple[tuple[str, str], ...] = ()
    """Path and hash of every document that was read."""

"""What the fuzzer runs: for each room a function of bytes that fails when what must always hold does not."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

from flashcards import apkg, documents, extractors, html, ledger, outline, quantity, reading, records
from flashcards.errors import FlashcardsError
from flashcards.model import BLANK, Block, Candidate, Document, Fields, Note, Plan, Quantity, Source

ROOT = Path(__file__).parents[1]
NAME = "any.md"
NOW = 1_790_000_000
OUR_ATTRIBUTES = {"class", "start", "value", "href", "src", "alt", "width"}
SKIPPED = re.compile(r"[\s>|:-]*|(?:>\s?)+.*")
"""A line that may be in no block: blank, the bare marks of a quote, the rule below the head of a table."""


@dataclass(frozen=True, slots=True)
class Target:
    """A room: what is run, the bytes to start from, and the pieces that mean something to it."""

    run: Callable[[bytes], None]
    seeds: Callable[[], Sequence[bytes]]
    words: Sequence[bytes]


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


# -- documents -----------------------------------------------------------------------------------------------

_WIDE = ((b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_document(data: bytes) -> None:
    """Any bytes are a document with the lines of the file, or a diagnostic that says why not."""
    document, found = documents.parse(data, NAME)
    count = len(document.lines) if document else 0
    for entry in found:
        assert entry.path == NAME
        assert 0 <= entry.line <= count, entry
        assert entry.code, entry
        assert entry.message, entry
        assert entry.hint, entry
    if document is None:
        assert found, "no document, and no word about it"
        return
    assert count == _lines_of(data), "lines were lost or made up"
    assert not any("\n" in line for line in document.lines)
    assert 0 <= document.body <= count
    assert document.title.strip()
    meta = document.meta
    assert not any(re.search(r"\s", tag) or not tag for tag in meta.tags), meta.tags
    assert all("\n" not in text for text in (document.title, meta.deck, meta.company))
    assert not meta.call or re.fullmatch(r"\d{4}-\d\d-\d\d", meta.call)


def _lines_of(data: bytes) -> int:
    """The lines of a file as an editor counts them; `\\r` alone ends lines only where there is no `\\n`."""
    codec = next((name for mark, name in _WIDE if data.startswith(mark)), "")
    text = data.decode(codec, "replace") if codec else data.decode("latin-1")
    return text.count("\n" if "\n" in text else "\r") + 1


# -- outline -------------------------------------------------------------------------------------------------


def outline_document(data: bytes) -> None:
    """Blocks stand in the order of their lines, do not overlap, and leave out no line that says something."""
    document = Document(NAME, "any", tuple(_text(data).replace("\0", " ").split("\n")), 0)
    made = outline.read(document)
    _in_order(made.blocks, len(document.lines))
    _is_tree(made)
    covered = {line for block in made.blocks for line in range(block.line, block.line_end + 1)}
    for number, line in enumerate(document.lines, 1):
        if number not in covered:
            above = document.lines[number - 2] if number > 1 else ""
            tidied, before = (" ".join(text.split()) for text in (line, above))
            same = not re.search(r"\w", line) or tidied[:40] == before[:40]
            assert same or SKIPPED.fullmatch(line), f"line {number} is in no block: {line!r}"


def _in_order(blocks: Sequence[Block], count: int) -> None:
    for at, block in enumerate(blocks):
        assert block.index == at
        assert 1 <= block.line <= block.line_end <= count, block
        assert -1 <= block.parent < at, block
        assert block.depth >= 0, block
    assert all(above.line_end < below.line for above, below in pairwise(blocks))


def _is_tree(made: outline.Outline) -> None:
    """Every block is below exactly one other, or at the top."""
    assert sorted(index for family in made.children for index in family) == list(range(len(made.blocks)))
    assert [block.index for block in made.inside(-1)] == list(range(len(made.blocks)))


# -- numbers -------------------------------------------------------------------------------------------------


def read_numbers(data: bytes) -> None:
    """Spans lie within the line, in order, and say the same when the line is read again behind a bullet."""
    for line in _text(data).split("\n"):
        found = quantity.read(line)
        for entry in found:
            inside = 0 <= entry.full_start <= entry.start < entry.end <= entry.full_end <= len(line)
            assert inside, (line, entry)
            assert entry.low <= entry.high, (line, entry)
            assert entry.comparator in {"=", "~", "<", "<=", ">", ">="}, (line, entry)
            assert any(char.isalnum() for char in line[entry.start : entry.end]), (line, entry)
            assert quantity.same_value(entry, entry), (line, entry)
        assert all(one.full_end <= other.full_start for one, other in pairwise(found)), (line, found)
        _reads_alike(line, found)
        mask = quantity.mask(line)
        assert mask == " ".join(mask.split()).casefold() or not mask.isascii(), (line, mask)


def _reads_alike(line: str, found: Sequence[Quantity]) -> None:
    """Blanks or a bullet before a line change nothing but the offsets."""
    for front in ("  ", "- ") if line[:1].isalpha() and len(line) < quantity.CAP - 2 else ():
        again = tuple(_moved(entry, -len(front)) for entry in quantity.read(front + line))
        assert again == tuple(found), (line, found, again)


def _moved(entry: Quantity, by: int) -> Quantity:
    return replace(
        entry,
        start=entry.start + by,
        end=entry.end + by,
        full_start=entry.full_start + by,
        full_end=entry.full_end + by,
    )


# -- the whole left side -------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _loaded() -> dict[str, extractors.Extractor]:
    return extractors.load()[0]


def make_cards(data: bytes) -> None:
    """Cards come from lines of the document, have something on both sides, and no extractor fails."""
    document, _ = documents.parse(data, NAME)
    if document is None:
        return
    cards, refused, problems = reading.read_document(document, _loaded(), reasons=True)
    assert not [problem for problem in problems if problem.severity == "error" or "failed" in problem.code], problems
    assert all(1 <= entry.line <= len(document.lines) and entry.message for entry in refused)
    for card in cards:
        source, fields = card.source, card.fields
        assert document.body < source.line_start <= source.line_end <= len(document.lines), card
        assert re.search(r"\w", fields.front.replace(BLANK, "") + fields.context), card
        assert card.note_type == "cloze" or re.search(r"\w", fields.back), card
        assert card.text.strip(), card


# -- fields --------------------------------------------------------------------------------------------------


class _Ours(HTMLParser):
    """Fails on a tag or an attribute that the program does not make, and on tags that do not nest."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text = ""

    def handle_data(self, data: str) -> None:
        """All that is text."""
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Ours only, and no attribute that could load or run."""
        assert tag in html.TAGS, tag
        given = {name: value or "" for name, value in attrs}
        assert given.keys() <= OUR_ATTRIBUTES, attrs
        assert given.get("href", "http://").lower().startswith(("http://", "https://", "mailto:")), attrs
        assert not set("/\\:") & set(given.get("src", "")), attrs
        if tag not in ("br", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Tags end in the order they began."""
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        """We make none."""
        raise AssertionError(f"a comment: {data}")

    def handle_decl(self, decl: str) -> None:
        """Nor these."""
        self.handle_comment(decl)

    def handle_pi(self, data: str) -> None:
        """Nor these."""
        self.handle_comment(data)


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalpha())


def make_html(data: bytes) -> None:
    """Whatever a field says, its HTML holds our tags only, well nested, and shows what `seen` says."""
    text = _text(data)
    for made in (html.field(text), html.line(text), html.cloze(text), *html.cloze_sides(text, 1)):
        reader = _Ours()
        reader.feed(made)
        reader.close()
        assert not reader.open, made
    made, seen = html.field(text), html.seen(text)
    if "<img" not in made and "[sound:" not in made:  # these show what is no text
        reader = _Ours()
        reader.feed(made)
        reader.close()
        assert _letters(reader.text) == _letters(html.clean(seen)), seen
    assert not re.search(r'[<>"\n]', html.attribute(text))


# -- ledger --------------------------------------------------------------------------------------------------

PATH = Path("ledger.jsonl")


def load_ledger(data: bytes) -> None:
    """Any bytes are a ledger that comes back from its text, or a named line that is damaged."""
    made = _loaded_or_named(data)
    if isinstance(made, FlashcardsError):
        assert made.hint
        assert 1 <= made.line <= data.count(b"\n") + 1
        return
    _is_sound(made.notes)
    again = records.parse(records.dump(made).encode(), PATH)
    assert again == made
    _packed_or_named(made)


def _loaded_or_named(data: bytes) -> records.Ledger | FlashcardsError:
    try:
        return records.parse(data, PATH)
    except FlashcardsError as error:
        return error


def _packed_or_named(made: records.Ledger) -> None:
    """What can be loaded can be packed, or the note is named that can't."""
    with suppress(FlashcardsError):
        assert apkg.render(made.notes)


def _is_sound(notes: Sequence[Note]) -> None:
    guids = [note.guid for note in notes]
    assert len(set(guids)) == len(guids), "two notes with one guid"
    nids = sorted(note.nid for note in notes)
    assert all(after - before >= records.NID_STEP for before, after in pairwise(nids)), nids


# -- reconcile -----------------------------------------------------------------------------------------------

WORDS = "anchor basalt copper dynamo ember falcon granite 5 7 ms GB over per ? [...] the".split()
KINDS = ("quantity", "comparison", "definition")
PATHS = ("a.md", "b.md", "deep/c.md")
SECTIONS: tuple[tuple[str, ...], ...] = ((), ("One",), ("One", "Two"), ("Three",))


class Dice:
    """Bytes as a row of decisions; when they are used up, always the first choice."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def below(self, limit: int) -> int:
        """A number from 0 to `limit` - 1."""
        value = self.data[self.at] if self.at < len(self.data) else 0
        self.at += 1
        return value % limit

    def words(self, most: int) -> str:
        """A few words."""
        return " ".join(WORDS[self.below(len(WORDS))] for _ in range(self.below(most + 1)))


def _candidates(dice: Dice) -> list[Candidate]:
    return [_candidate(dice) for _ in range(dice.below(8))]


def _candidate(dice: Dice) -> Candidate:
    front, back, line = dice.words(4), dice.words(2), 1 + dice.below(6)
    source = Source(PATHS[dice.below(3)], line, line, SECTIONS[dice.below(4)])
    kind = KINDS[dice.below(3)]
    fields = Fields(("", "One")[dice.below(2)], front, back)
    note_type = ("fact", "fact", "fact", "cloze")[dice.below(4)]
    return Candidate(kind, fields, source, f"- {front} {back}", (f"kind::{kind}",), "Deck", note_type)  # type: ignore[arg-type]


def reconcile_builds(data: bytes) -> None:
    """Some builds, one after the other: no guid is lost or doubled, and what stays as it was is told so."""
    dice, made, now = Dice(data), ledger.Ledger(), NOW
    for _ in range(1 + dice.below(4)):
        scope = (None, None, frozenset(PATHS[:2]))[dice.below(3)]
        unread = (frozenset[str](), frozenset(PATHS[2:]))[dice.below(2)]
        candidates, old = [found for found in _candidates(dice) if _in_reach(found.source.path, scope, unread)], made
        now += 1000 * dice.below(3) - 1000
        plan, made = ledger.reconcile(old, candidates, now, read_paths=scope, unread=unread)
        _is_sound(made.notes)
        was = {note.guid: note for note in old.notes}
        assert len(made.notes) == len(was) + len(plan.added)
        assert was.keys() <= {note.guid for note in made.notes}
        heaps = (plan.added, plan.updated, plan.moved, plan.unchanged, plan.revived, plan.skipped, plan.ambiguous)
        assert sum(map(len, heaps)) == len(candidates), "a candidate is in no heap, or in two"
        for note in made.notes:
            _keeps(was.get(note.guid), note, scope, unread)
        again, same = ledger.reconcile(made, candidates, now + 1, read_paths=scope, unread=unread)
        assert same == made, "a second build changes something"
        assert replace(again, unchanged=(), skipped=(), ambiguous=()) == Plan()
    assert records.parse(ledger.dump(made).encode(), PATH) == made


def _keeps(was: Note | None, note: Note, scope: frozenset[str] | None, unread: frozenset[str]) -> None:
    """What a note never gives up; one out of reach does not retire."""
    if was is None:
        return
    kept = (was.nid, was.created, was.note_type, was.deck)
    assert (note.nid, note.created, note.note_type, note.deck) == kept
    seen = (was.fields, was.tags, was.status) != (note.fields, note.tags, note.status)
    assert (note.modified > was.modified) == seen, (was, note)
    far = not _in_reach(was.source.path, scope, unread)
    assert not (far and (was.status, note.status) == ("active", "retired")), "a note out of reach retired"


def _in_reach(path: str, scope: frozenset[str] | None, unread: frozenset[str]) -> bool:
    return path not in unread and (scope is None or path in scope)


# -- where to start ------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _notes() -> tuple[bytes, ...]:
    """Sample notes and the cases, in pieces of some lines."""
    files = sorted([*(ROOT / "seeds").glob("*.md"), *(ROOT / "tests" / "cases").glob("*.md")])
    return tuple(piece for path in files for piece in _pieces(path.read_bytes()))


def _pieces(raw: bytes, lines: int = 12) -> Iterator[bytes]:
    rows = raw.split(b"\n")
    for at in range(0, len(rows), lines):
        yield b"\n".join(rows[at : at + lines])


HEADERS = (
    b"---\ntitle: Weir\ntags: [a, b]\ncall: 2026-03-31\n---\n- gate width: 18 m\n",
    b'---\ntitle: "a: b"\ndeck: A::B\ncompany: &c Acme\naliases: [*c, *c]\nflashcards: all\n---\n## H\n- x: 5 ms\n',
    b'+++\ntitle = "Weir"\ntags = ["a"]\n[extra.more]\nx = 1\n+++\n- gate width: 18 m\n',
    b"---\n- a\n- {b: [c, !!omap [d: e]]}\n---\nx\n",
    b"---\na: |\n  text\n? key\n: value\n...\nx\n",
    b"\xef\xbb\xbf---\nflashcards: false\n---\nx\r\ny\r\n",
    "\ufeffa\nb: 5 ms".encode("utf-16"),
    "- größe: 5 µs\n".encode("cp1252"),
    b"a\rb: 5 ms\rc",
)


def _document_seeds() -> Sequence[bytes]:
    return (*HEADERS, *_notes())


def _line_seeds() -> Sequence[bytes]:
    lines = sorted({line for piece in _notes() for line in piece.split(b"\n") if re.search(rb"\d", line)})
    return lines[:: max(1, len(lines) // 400)]


def _ledger_seeds() -> Sequence[bytes]:
    """Ledgers of one and of several notes, with odd letters, an unknown key, a conflict."""
    found = [_one_ledger(Dice(random.Random(seed).randbytes(80))) for seed in range(20)]
    line = next(text for text in found if text).split(b"\n")[0]
    return [*found, line[:-1] + b', "new": [1, {"a": null}]}\n', b"<<<<<<< HEAD\n" + line + b"\n=======\n" + line]


def _one_ledger(dice: Dice) -> bytes:
    return ledger.dump(ledger.reconcile(ledger.Ledger(), _candidates(dice), NOW)[1]).encode()


def _decision_seeds() -> Sequence[bytes]:
    return [random.Random(seed).randbytes(40 + 4 * seed) for seed in range(60)]


def _words(text: str) -> list[bytes]:
    return [word.encode() for word in text.split()]


MARKS = [
    *_words(
        r"""
    - * + 1. 2) > # ## | |---| ``` ~~~ $$ %% <!-- --> --- +++ === ** __ ~~ == ` [[ ]] [ ] ( ) { } : :: ; = -> → … ?
    ! " ' “ ” \ / & &amp; < > <b> <script> onerror= javascript: {{c1:: }} {{Front}} [sound:a] [latex] \( \[ [$] 5
    10ms 1,000 2-3 $5 €7 5% 2026-03-31 10:30 1/2 ½ ² 10^9 two hundred million GB/s k K M per of and or Q: A: Answer:
    [a](https://b/) ![a|3](b.png) ![](b.mp3) [^1] [!note] ```py
    $x$ ==a== ~~a~~ | \| TODO [x]
    #card #nocard title: tags: flashcards: call: &a *a !!omap !!set << 🙂 é שלום <<<<<<< >>>>>>>
    """
    ),
    b"\n",
    b"\n\n",
    b"\n[^1]: a",
    b"| a |\n|---|\n| b |\n",
    b"\r\n",
    b"\r",
    b"\t",
    b"  ",
    b"\0",
    b"\x1b[31m",
    b"\x1f",
    b"\x80",
    b"\xff",
    b"\xed\xa0\x80",
]
MARKS += [char.encode() for char in "\u2028\u202e\u200b\ufeff\u0301\x85\x9b"]
JSON_MARKS = [
    *_words(
        r"""
    { } [ ] : , " \ null true false 0 -1 1e999 1.5 NaN Infinity "guid" "nid" "status" "active" "retired" "skipped"
    "tags" "front" "section" "line" "created" \ud800 \u0000 \n 99999999999999999999 ======= <<<<<<<
    """
    ),
    b"\n",
    b"\r",
    b"\xff",
    b"\0",
    b'"x": 1, ',
    b'"guid": "a", ',
    "\u2028\x85".encode(),
]

TARGETS: dict[str, Target] = {
    "documents": Target(read_document, _document_seeds, MARKS),
    "outline": Target(outline_document, _document_seeds, MARKS),
    "numbers": Target(read_numbers, _line_seeds, MARKS),
    "cards": Target(make_cards, _document_seeds, MARKS),
    "html": Target(make_html, _document_seeds, MARKS),
    "ledger": Target(load_ledger, _ledger_seeds, JSON_MARKS),
    "reconcile": Target(reconcile_builds, _decision_seeds, [bytes([value]) for value in range(16)]),
}

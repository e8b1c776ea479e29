"""Ledger to packages: one `.apkg` for each top-level deck, the same bytes from build to build."""

from __future__ import annotations

import hashlib
import io
import json
import re
import sqlite3
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from itertools import count, pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import genanki
from genanki.apkg_col import APKG_COL
from genanki.apkg_schema import APKG_SCHEMA

from flashcards import clozes, look, notetypes
from flashcards.errors import FlashcardsError
from flashcards.files import write_together
from flashcards.model import Note

RETIRED = "flashcards::retired"
NID_STEP = 10
"""Note ids are at least this far apart: the card ids lie between them."""
SEPARATOR = "::"
LONGEST_SLUG = 50
"""Four bytes a letter at most; file names end at 255, a temporary one is longer."""
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
DEFLATE = 1
"""The quickest level: an eighth more bytes than level 6, for a third of its time."""
FIRST_DECK_ID = 1 << 40
FAR = 10**13
"""Above every note id for the next centuries; 499 times as much is still a whole number for every program."""

COLLECTION = "collection.anki2"
"""The member of a package that holds its notes."""
_NOTE_GUID, _CARD_NID, _CARD_DUE = 1, 1, 8
"""Places in the rows of Anki's tables."""
_INSERT_NOTE = f"INSERT INTO notes VALUES ({','.join('?' * 11)})"
_INSERT_CARD = f"INSERT INTO cards VALUES ({','.join('?' * 18)})"
_NONE: Mapping[str, Stored] = MappingProxyType({})

_NO_LETTER = re.compile(r"[\W_]+")
_GAP = re.compile(r"\s+")
_NO_NAME = re.compile(r'["\x00-\x08\x0e-\x1f\x7f]')
"""What Anki drops from the names of tags and decks."""
_UNWRITABLE = re.compile(r"[\x1f\ud800-\udfff]")
"""What parts Anki's fields, and halves of characters that no file can hold."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A note as Anki gets it."""

    note: Note
    deck: str
    tags: tuple[str, ...]
    values: tuple[str, ...]
    """One for each field of its note type; none where the rows are stored."""
    stored: Stored | None = None


class Stored(NamedTuple):
    """What a package holds of one note: the row of the note and those of its cards."""

    note: tuple[Any, ...]
    cards: list[tuple[Any, ...]]


def stored(paths: Iterable[Path], guids: Set[str]) -> dict[str, Stored]:
    """What these packages hold of the notes with these guids. They must be of this version of the program."""
    found: dict[str, Stored] = {}
    for path in paths:
        with zipfile.ZipFile(path) as archive, closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(archive.read(COLLECTION))
            cards: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
            for card in connection.execute("SELECT * FROM cards ORDER BY id"):
                cards[card[_CARD_NID]].append(card)
            notes = connection.execute("SELECT * FROM notes")
            found |= {note[_NOTE_GUID]: Stored(note, cards[note[0]]) for note in notes if note[_NOTE_GUID] in guids}
    return found


def packages(notes: Sequence[Note], folder: Path, known: Mapping[str, Stored] = _NONE) -> list[tuple[Path, bytes]]:
    """Path and bytes of one package for each top-level deck.

    `known` are the rows of notes, by guid, that are as they were when these were stored: the bytes come out the
    same, in half the time.
    """
    return [(folder / name, _package(rows)) for name, rows in _by_file(_rows(notes, known))]


def write(notes: Sequence[Note], folder: Path) -> tuple[Path, ...]:
    """Write the packages. A file that has the right bytes is left alone."""
    made = packages(notes, folder)
    write_together(made)
    return tuple(path for path, _ in made)


def render(notes: Sequence[Note]) -> bytes:
    """The bytes of one package with all these notes."""
    return _package(_rows(notes))


@lru_cache(maxsize=4096)
def tag(text: str) -> str:
    """`text` as a tag that Anki takes as it is."""
    parts = [_name(part) for part in text.split(SEPARATOR)]
    return SEPARATOR.join(_GAP.sub("-", part) for part in parts if part)


@lru_cache(maxsize=4096)
def deck_name(text: str) -> str:
    """`text` as a deck name that Anki takes as it is; empty when nothing is left."""
    parts = [_GAP.sub(" ", _name(part)) for part in text.split(SEPARATOR)]
    return SEPARATOR.join(part for part in parts if part)


def _name(text: str) -> str:
    return unicodedata.normalize("NFC", _NO_NAME.sub("", text)).strip()


# From notes to rows


def _rows(notes: Iterable[Note], known: Mapping[str, Stored] = _NONE) -> list[_Row]:
    """All notes but the skipped ones, checked, in the order of study."""
    kept = sorted((note for note in notes if note.status != "skipped"), key=_study_order)
    _check_ids(kept)
    spelled: dict[str, str] = {}
    return [_row(note, spelled, known.get(note.guid)) for note in kept]


def _study_order(note: Note) -> tuple[str, int, int, str]:
    return note.source.path, note.source.line_start, note.nid, note.guid


def _row(note: Note, spelled: dict[str, str], known: Stored | None) -> _Row:
    """`spelled` keeps one spelling of each deck: Anki does not tell upper from lower case."""
    deck = deck_name(note.deck)
    deck = spelled.setdefault(deck.casefold(), deck)
    if known:
        return _Row(note, deck, (), (), known)
    row = _Row(note, deck, _tags(note), _values(note))
    _check_row(row)
    return row


def _tags(note: Note) -> tuple[str, ...]:
    retired = (RETIRED,) if note.status == "retired" else ()
    return tuple({made.casefold(): made for made in map(tag, (*note.tags, *retired)) if made}.values())


def _values(note: Note) -> tuple[str, ...]:
    """The field values, in the order of the note type."""
    if note.note_type not in notetypes.NOTE_TYPES:
        raise _error(note, f"there is no note type called {note.note_type!r}")
    made = _contents(note)
    return tuple(made.get(name, "") for name, _ in notetypes.NOTE_TYPES[note.note_type].fields)


def _contents(note: Note) -> dict[str, str]:
    return look.contents(note.fields)


# Checks: each keeps Anki from losing something without a word


def _check_ids(notes: Sequence[Note]) -> None:
    seen: dict[str, Note] = {}
    for note in notes:
        if seen.setdefault(note.guid, note) is not note:
            raise _error(note, f"two notes have the guid {note.guid!r}", "one of them must leave the ledger")
    by_id = sorted(notes, key=lambda note: note.nid)
    for one, other in pairwise(by_id):
        if other.nid - one.nid < NID_STEP:
            raise _error(other, f"the note ids {one.nid} and {other.nid} are too close to each other")


def _check_row(row: _Row) -> None:
    note, values = row.note, dict(zip(_field_names(row), row.values, strict=True))
    for name in ("Front", "Text"):
        if values.get(name) == "":
            raise _error(note, f"the note {note.guid!r} has an empty {name.lower()}")
    if values.get("Reverse") and not values["ReverseBack"]:
        raise _error(note, f"the note {note.guid!r} has a reverse without an answer")
    if not row.deck or not note.guid:
        raise _error(note, f"the note {note.guid!r} has no {'guid' if row.deck else 'deck'}")
    if match := _UNWRITABLE.search("\n".join((note.guid, row.deck, *row.tags, *row.values))):
        raise _error(note, f"the note {note.guid!r} holds {match[0]!r}, which no package can hold")


def _field_names(row: _Row) -> tuple[str, ...]:
    return tuple(name for name, _ in notetypes.NOTE_TYPES[row.note.note_type].fields)


def _error(note: Note, message: str, hint: str = "") -> FlashcardsError:
    return FlashcardsError(message, hint, note.source.path, note.source.line_start)


# Decks and files


def _by_file(rows: Iterable[_Row]) -> Iterator[tuple[str, list[_Row]]]:
    """File name and rows of each package. Of decks with one slug, the oldest has the plain name."""
    tops: dict[str, list[_Row]] = {}
    for row in rows:
        tops.setdefault(row.deck.split(SEPARATOR)[0].casefold(), []).append(row)
    taken: set[str] = set()
    for top in sorted(tops, key=lambda top: min(row.note.nid for row in tops[top])):
        slug = _slug(top)
        name = f"{slug}-{_hash(top).hex()[:6]}" if slug in taken else slug
        taken.add(slug)
        yield f"{name}.apkg", tops[top]


def _slug(deck: str) -> str:
    return _NO_LETTER.sub("-", deck.lower()).strip("-")[:LONGEST_SLUG].rstrip("-") or "deck"


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _deck_id(name: str) -> int:
    """The same for a name on every machine; Anki goes by the name and gives an id of its own."""
    return FIRST_DECK_ID + int.from_bytes(_hash(name)[:5])


# The package


class _Note(genanki.Note):  # type: ignore[misc]  # genanki has no types
    """genanki's note with ids and a time of its own."""

    def __init__(self, row: _Row, model: genanki.Model, due: int) -> None:
        super().__init__(model, list(row.values), tags=row.tags, guid=row.note.guid, due=due)
        self.row = row

    def write_to_db(self, cursor: _Rows, timestamp: float, deck_id: int, id_gen: object) -> None:
        """Write the note and its cards. genanki's check of the HTML is left out: it is quadratic."""
        nid, modified = self.row.note.nid, self.row.note.modified
        values = (nid, self.guid, self.model.model_id, modified, -1, self._format_tags())
        texts = (self._format_fields(), self.sort_field, 0, 0, "")
        cursor.execute(_INSERT_NOTE, values + texts)
        for card in self.cards:
            card.write_to_db(cursor, modified, deck_id, nid, iter((_card_id(nid, card.ord),)), self.due)


class _Rows:
    """A cursor that puts rows aside, so that each table is filled in one go."""

    def __init__(self) -> None:
        self.notes: list[tuple[Any, ...]] = []
        self.cards: list[tuple[Any, ...]] = []

    def execute(self, statement: str, row: tuple[Any, ...]) -> None:
        """Keep one row of the table that the statement names."""
        (self.notes if statement is _INSERT_NOTE else self.cards).append(row)

    def write(self, cursor: sqlite3.Cursor) -> None:
        """Fill both tables."""
        cursor.executemany(_INSERT_NOTE, self.notes)
        cursor.executemany(_INSERT_CARD, self.cards)


@dataclass(frozen=True, slots=True)
class _StoredNote:
    """A note whose rows are written as they were, but for its place in the order of study."""

    stored: Stored
    model: genanki.Model
    due: int

    def write_to_db(self, cursor: _Rows, timestamp: float, deck_id: int, id_gen: object) -> None:
        """Write the note and its cards."""
        cursor.execute(_INSERT_NOTE, self.stored.note)
        for card in self.stored.cards:
            cursor.execute(_INSERT_CARD, (*card[:2], deck_id, *card[3:_CARD_DUE], self.due, *card[_CARD_DUE + 1 :]))


class _Package(genanki.Package):  # type: ignore[misc]
    """genanki's package; decks and note types are written once, not again with each deck."""

    def write_to_db(self, cursor: sqlite3.Cursor, timestamp: float, id_gen: object) -> None:
        """Write the whole collection."""
        cursor.executescript(APKG_SCHEMA)
        cursor.executescript(APKG_COL)
        used = {note.model.model_id: note.model for deck in self.decks for note in deck.notes}
        models = {number: model.to_json(timestamp, None) for number, model in used.items()}
        decks = json.loads(cursor.execute("SELECT decks FROM col").fetchone()[0])
        decks.update({deck.deck_id: deck.to_json() for deck in self.decks})
        cursor.execute("UPDATE col SET decks = ?, models = ?", (json.dumps(decks), json.dumps(models)))
        rows = _Rows()
        for deck in self.decks:
            for note in deck.notes:
                note.write_to_db(rows, timestamp, deck.deck_id, id_gen)
        rows.write(cursor)


def _package(rows: Sequence[_Row]) -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        _Package(_decks(rows)).write_to_db(connection.cursor(), 0, count())
        connection.commit()
        return _zip({COLLECTION: connection.serialize(), "media": b"{}"})


def _decks(rows: Iterable[_Row]) -> list[genanki.Deck]:
    models = {name: notetypes.model(name) for name in notetypes.NOTE_TYPES}
    decks: dict[str, genanki.Deck] = {}
    for due, row in enumerate(rows, 1):
        if row.deck not in decks:
            decks[row.deck] = genanki.Deck(_deck_id(row.deck), row.deck)
        decks[row.deck].add_note(_note(row, models[row.note.note_type], due))
    return list(decks.values())


def _note(row: _Row, model: genanki.Model, due: int) -> _Note | _StoredNote:
    """A note that is certain to have cards, whose ids stay within its own room."""
    if row.stored:
        return _StoredNote(row.stored, model, due)
    made = _Note(row, model, due)
    made.cards.sort(key=lambda card: card.ord)
    if not made.cards:
        raise _error(row.note, f"the note {row.note.guid!r} makes no cards")
    if made.cards[-1].ord >= clozes.HIGHEST:
        raise _error(row.note, f"the note {row.note.guid!r} has a cloze of number {made.cards[-1].ord + 1}")
    return made


def _card_id(nid: int, place: int) -> int:
    """Close behind the note's id; those of many clozes far above all ids of notes, each still the only one."""
    return nid + place if place < NID_STEP else nid + place * FAR


def _zip(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, ZIP_DATE)
            info.create_system, info.external_attr = 3, 0o644 << 16
            archive.writestr(info, data, zipfile.ZIP_DEFLATED, DEFLATE)
    return made.getvalue()

"""Packages: names, bytes, checks, and the note types in them."""

from __future__ import annotations

import io
import json
import sqlite3
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from factories import make_note, make_notes

from flashcards import apkg, notetypes
from flashcards.errors import FlashcardsError
from flashcards.model import Note


@contextmanager
def opened(package: bytes) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(zipfile.ZipFile(io.BytesIO(package)).read("collection.anki2"))
        yield connection


def column(package: bytes, query: str) -> list[object]:
    with opened(package) as connection:
        return [row[0] for row in connection.execute(query)]


# Files


def test_one_package_for_each_top_deck(tmp_path: Path) -> None:
    decks = ["Interview Prep::A", "Interview Prep::B::C", "Systems"]
    paths = apkg.write([make_note(number, deck=deck) for number, deck in enumerate(decks, 1)], tmp_path / "new")
    assert [path.name for path in paths] == ["interview-prep.apkg", "systems.apkg"]
    assert column(paths[0].read_bytes(), "SELECT count(*) FROM notes") == [2]


NAMES = {
    ("Interview Prep::A",): ["interview-prep"],
    ("Ünï 中文 🎉::x",): ["ünï-中文"],
    ("🎉",): ["deck"],
    ("../../etc/x", "a/b"): ["etc-x", "a-b"],
    ("A B", "A-B"): ["a-b", "a-b-d44362"],
    ("A", "a::x"): ["a"],
    ("x" * 300,): ["x" * 50],
    ("𠀀" * 300,): ["𠀀" * 50],
}


@pytest.mark.parametrize(("decks", "expected"), NAMES.items())
def test_package_names(decks: tuple[str, ...], expected: list[str], tmp_path: Path) -> None:
    notes = [make_note(number, deck=deck) for number, deck in enumerate(decks, 1)]
    names = [path.stem for path in apkg.write(notes, tmp_path)]
    assert names == expected
    assert apkg.write(notes[::-1], tmp_path) == tuple(tmp_path / f"{name}.apkg" for name in names)


def test_the_older_deck_keeps_the_plain_name(tmp_path: Path) -> None:
    old, new = make_note(1, deck="A-B"), make_note(2, deck="A B")
    assert apkg.write([old], tmp_path) == apkg.write([new, old], tmp_path)[:1]


def test_nothing_is_written_when_nothing_changed(tmp_path: Path) -> None:
    notes = make_notes(3)
    (path,) = apkg.write(notes, tmp_path)
    before = path.stat()
    assert apkg.write(notes, tmp_path) == (path,)
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    apkg.write(make_notes(4), tmp_path)
    assert path.stat().st_ino != before.st_ino
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_no_notes_no_files(tmp_path: Path) -> None:
    assert apkg.write([make_note(status="skipped")], tmp_path / "decks") == ()
    assert not (tmp_path / "decks").exists()


def test_no_temporary_file_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    apkg.write(make_notes(3), tmp_path / "decks")
    assert list((tmp_path / "tmp").iterdir()) == []


# Bytes


def test_same_notes_same_bytes_in_any_order(monkeypatch: pytest.MonkeyPatch) -> None:
    first = apkg.render(make_notes(20))
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    assert apkg.render(make_notes(20)[::-1]) == first


def test_zip_is_small_and_has_no_dates_of_the_build() -> None:
    archive = zipfile.ZipFile(io.BytesIO(apkg.render(make_notes(100))))
    assert archive.namelist() == ["collection.anki2", "media"]
    assert {info.date_time for info in archive.infolist()} == {apkg.ZIP_DATE}
    assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_DEFLATED}
    assert json.loads(archive.read("media")) == {}


def test_ten_thousand_notes_in_well_under_a_second() -> None:
    notes = make_notes(10_000, extra="- the line of the note with **marks** and 10 GB")
    started = time.process_time()
    apkg.render(notes)
    assert time.process_time() - started < 3  # 0.6 s on an idle core; room for a busy one


def test_many_decks_cost_no_more_than_one() -> None:
    notes = [make_note(number, deck=f"Interview Prep::{number}") for number in range(2_000)]
    started = time.process_time()
    apkg.render(notes)
    assert time.process_time() - started < 3


# Rows


def test_ids_and_times_are_those_of_the_ledger() -> None:
    note = make_note(5, reverse="5 GB: of what?", reverse_back="fact 5", modified=1_795_000_000)
    with opened(apkg.render([note])) as connection:
        rows = connection.execute("SELECT id, guid, mod FROM notes").fetchall()
        cards = connection.execute("SELECT id, nid, ord, mod FROM cards ORDER BY ord").fetchall()
    assert rows == [(note.nid, note.guid, 1_795_000_000)]
    assert cards == [(note.nid + ord_, note.nid, ord_, 1_795_000_000) for ord_ in (0, 1)]


def test_new_cards_come_in_study_order() -> None:
    places = [("b.md", 1), ("a.md", 9), ("a.md", 2)]
    notes = [make_note(n, path=path, line=line) for n, (path, line) in enumerate(places, 1)]
    package = apkg.render(notes)
    assert column(package, "SELECT nid FROM cards ORDER BY due") == [notes[n].nid for n in (2, 1, 0)]
    assert column(package, "SELECT due FROM cards ORDER BY due") == [1, 2, 3]


TAGS = {
    "source::my notes": "source::my-notes",
    "a\tb\u3000c": "a-b-c",
    'q"uo"te': "quote",
    "a:: ::b": "a::b",
    " x ": "x",
    "\x1f": "",
    "e\u0301": "é",
}


@pytest.mark.parametrize(("text", "expected"), TAGS.items())
def test_tag(text: str, expected: str) -> None:
    assert apkg.tag(text) == expected


DECKS = {"A:: B ::C": "A::B::C", "x::::y": "x::y", 'q"x': "qx", "a \t b": "a b", "::": "", "e\u0301": "é"}


@pytest.mark.parametrize(("text", "expected"), DECKS.items())
def test_deck_name(text: str, expected: str) -> None:
    assert apkg.deck_name(text) == expected


def test_tags_are_those_of_the_note_and_retired() -> None:
    note = make_note(tags=("a b", "A-b", "", "c"), status="retired")
    assert column(apkg.render([note]), "SELECT tags FROM notes") == [" A-b c flashcards::retired "]


@pytest.mark.parametrize(("extra", "options"), [("short", ""), ("long " * 80, "fold"), ("a\n" * 7, "fold")])
def test_long_extra_is_folded(extra: str, options: str) -> None:
    (fields,) = column(apkg.render([make_note(extra=extra)]), "SELECT flds FROM notes")
    assert str(fields).split("\x1f")[8] == options


# What is refused


def _close_ids() -> list[Note]:
    return [make_note(1), make_note(2, nid=make_note(1).nid + 9)]


BAD: dict[str, tuple[Callable[[], list[Note]], str]] = {
    "same guid": (lambda: [make_note(1, guid="x"), make_note(2, guid="x")], "two notes have the guid 'x'"),
    "same id": (lambda: [make_note(1), make_note(2, nid=make_note(1).nid)], "too close"),
    "ids too close": (_close_ids, "too close"),
    "empty front": (lambda: [make_note(front=" \u200b\n")], "empty front"),
    "reverse without answer": (lambda: [make_note(reverse="x")], "reverse without an answer"),
    "surrogate in a deck": (lambda: [make_note(deck="a\ud800")], r"'\\ud800'"),
    "surrogate in a tag": (lambda: [make_note(tags=("a\udfff",))], r"'\\udfff'"),
    "field mark in a guid": (lambda: [make_note(guid="a\x1fb")], r"'\\x1f'"),
    "no guid": (lambda: [make_note(guid="")], "no guid"),
    "no deck": (lambda: [make_note(deck=" :: ")], "no deck"),
    "no such note type": (lambda: [make_note(note_type="basic")], "no note type called 'basic'"),
    "cloze without a mark": (lambda: [make_note(note_type="cloze")], "makes no cards"),
    "cloze of too high a number": (lambda: [make_note(note_type="cloze", front="{{c500::x}}")], "number 500"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_notes_are_named_before_anything_is_written(name: str, tmp_path: Path) -> None:
    make, message = BAD[name]
    notes = [make_note(100, deck="Another"), *make()]
    with pytest.raises(FlashcardsError, match=message) as caught:
        apkg.write(notes, tmp_path / "decks")
    assert (caught.value.path, caught.value.line) != ("", 0)
    assert not (tmp_path / "decks").exists()
    with pytest.raises(FlashcardsError, match=message):
        apkg.render(notes)


def test_skipped_notes_are_not_looked_at() -> None:
    apkg.render([make_note(1), make_note(1, status="skipped", front="")])


# Note types


@pytest.mark.parametrize("kind", notetypes.NOTE_TYPES)
def test_changed_text_needs_a_new_edition(kind: str) -> None:
    digest = notetypes.digest(notetypes.NOTE_TYPES[kind])
    editions = notetypes.EDITIONS[kind]
    assert editions[-1].digest == digest, f"add Edition(<now>, {digest!r}) to the end of {kind!r}"
    moments = [datetime.fromisoformat(edition.since) for edition in editions]
    assert moments == sorted(set(moments))
    assert all(moment.tzinfo for moment in moments)


def test_a_digest_notices_every_change() -> None:
    fact = notetypes.FACT_TYPE
    template = replace(fact.templates[0], back="x")
    others = [replace(fact, css="x"), replace(fact, name="x"), replace(fact, templates=(template,))]
    assert len({notetypes.digest(one) for one in (fact, *others)}) == 4


def test_fields_and_templates_are_for_ever() -> None:
    fact = ["Front", "Back", "Context", "Extra", "Reverse", "ReverseBack", "Source", "Link", "Options"]
    spare = ["Spare1", "Spare2", "Spare3"]
    assert [name for name, _ in notetypes.FACT_TYPE.fields] == fact + spare
    assert [one.name for one in notetypes.FACT_TYPE.templates] == ["Recall", "Reverse", "Spare"]
    cloze = ["Text", "Context", "Extra", "Source", "Link", "Options", *spare]
    assert [name for name, _ in notetypes.CLOZE_TYPE.fields] == cloze
    assert (notetypes.FACT_TYPE.id, notetypes.CLOZE_TYPE.id) == (1795132817263, 1795132817519)


def test_ids_are_unique() -> None:
    ids = [one for kind in notetypes.NOTE_TYPES.values() for _, one in kind.fields]
    ids += [one.id for kind in notetypes.NOTE_TYPES.values() for one in kind.templates]
    assert len(ids) == len(set(ids))
    assert all(0 < one < 2**63 for one in ids)


@pytest.mark.parametrize("kind", notetypes.NOTE_TYPES.values(), ids=notetypes.NOTE_TYPES)
def test_templates_run_nothing_and_load_nothing(kind: notetypes.NoteType) -> None:
    text = kind.css + "".join(one.front + one.back for one in kind.templates)
    for word in ("<script", "javascript:", "http:", "https:", "@import", "url(", " on"):
        assert word not in text.lower()

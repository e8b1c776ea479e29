"""Reviews made in Anki come into the log: every form of file that Anki exports, made by Anki itself."""

from __future__ import annotations

import json
import random
import re
import sqlite3
import zipfile
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from anki.collection import ExportAnkiPackageOptions
from anki_engine import Engine
from factories import make_note
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from vaults import NAPKIN, ROOT, Shell

from flashcards import apkg, ledger
from flashcards.errors import FlashcardsError
from flashcards.ledger import Ledger
from flashcards.review import ankilog, memory, store
from flashcards.review.memory import Review
from flashcards.review.store import Store

MANY = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])

FORMS = ["new.apkg", "old.apkg", "new.colpkg", "old.colpkg"]
NOTES = (
    make_note(1, reverse="which is 1 GB?", reverse_back="fact 1"),
    make_note(2),
    make_note(3, front="{{c1::a}} and {{c2::b}}", note_type="fact"),
)
GUIDS = {note.guid for note in NOTES}
MEMORY = {"s": 8.3, "d": 1.0, "dr": 0.9, "decay": 0.1542}
"""What Anki keeps of a card: stability, difficulty and the like."""
compress = vars(ankilog)["zstd"].compress


@dataclass(frozen=True, slots=True)
class Exported:
    """Files of each form, and what Anki says of the cards in them."""

    folder: Path
    log: list[tuple[int, str, int, int, int]]
    """Moment, guid, number of the card, grade, milliseconds."""
    states: dict[tuple[str, int], tuple[float, float]]


def export(engine: Engine, path: Path, *, scheduling: bool = True) -> None:
    """What a user does in File > Export."""
    legacy = path.name.startswith("old")
    if path.suffix == ".colpkg":
        engine.col.export_collection_package(str(path), include_media=False, legacy=legacy)
        engine.col.reopen(after_full_sync=False)
        return
    options = ExportAnkiPackageOptions(with_scheduling=scheduling, with_media=False, legacy=legacy)
    engine.col.export_anki_package(out_path=str(path), options=options, limit=None)


def study(engine: Engine) -> None:
    """Some answers now, and some in the past."""
    for note, grade in [(0, 3), (1, 1), (1, 3)]:
        engine.answer(NOTES[note].guid, grade)
    card = engine.cards(NOTES[0].guid)[1]
    past = engine.col.db.scalar("select min(id) from revlog") - 90 * 86_400_000
    rows: list[tuple[Any, ...]] = [
        (past, card.id, -1, 3, 1, 1, 2500, 1234, 0),
        (past + 3 * 86_400_000, card.id, -1, 1, 4, 1, 2500, 99_999, 1),
        (past + 4 * 86_400_000, card.id, -1, 0, 4, 1, 2500, 0, 4),  # a due date set by hand
        (past + 5 * 86_400_000, card.id, -1, 2, 4, 1, 0, 700, 3),  # looked at in a filtered deck
        (past + 9 * 86_400_000, card.id, -1, 4, 4, 1, 2500, 800, 3),  # answered in one
        (past + 9, 12345, -1, 3, 4, 1, 2500, 800, 1),  # a card that was deleted since
    ]
    for row in rows:
        engine.col.db.execute("insert into revlog values (?, ?, ?, ?, ?, ?, ?, ?, ?)", *row)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Exported:
    folder = tmp_path_factory.mktemp("anki")
    with Engine(folder) as engine:
        engine.col.set_config("fsrs", True)
        engine.load(apkg.render(NOTES))
        other = engine.col.new_note(engine.col.models.by_name("Basic"))
        other["Front"] = "a card of somebody else"
        engine.col.add_note(other, 1)
        engine.answer(other.guid, 3)
        study(engine)
        query = """select r.id, n.guid, c.ord, r.ease, min(r.time, 60000) from revlog r join cards c on c.id = r.cid
            join notes n on n.id = c.nid where r.ease > 0 and r.factor > 0 or r.type < 3 order by 1"""
        rows = [tuple(row) for row in engine.col.db.all(query)]
        cards = [card for note in NOTES for card in engine.cards(note.guid)]
        found = [(card, engine.col._backend.compute_memory_state(card.id).state) for card in cards]
        states = {(card.note().guid, card.ord): (state.stability, state.difficulty) for card, state in found}
        for name in FORMS:
            export(engine, folder / name)
        export(engine, folder / "new-bare.apkg", scheduling=False)
    return Exported(folder, [row for row in rows if row[1] in GUIDS], states)


@pytest.mark.parametrize("name", FORMS)
def test_every_form_is_read_alike(exported: Exported, name: str) -> None:
    found = ankilog.read(exported.folder / name, GUIDS)
    assert [(one.id, one.guid, one.ord, one.grade, one.ms) for one in found.reviews] == exported.log
    assert len(found.reviews) == 6
    assert found.passed_over == 2
    assert found.foreign == (1 if name.endswith(".apkg") else 2), "a package leaves out deleted cards"
    assert {one.source for one in found.reviews} == {"anki"}


def test_the_forms_are_those_of_anki(exported: Exported) -> None:
    members = {name: zipfile.ZipFile(exported.folder / name).namelist() for name in FORMS}
    assert {name: ankilog.PACKED in found for name, found in members.items()} == {
        "new.apkg": True,
        "old.apkg": False,
        "new.colpkg": True,
        "old.colpkg": False,
    }


def test_the_memory_is_then_that_of_anki(exported: Exported, tmp_path: Path) -> None:
    found = ankilog.read(exported.folder / "new.colpkg", GUIDS)
    with Store(tmp_path / store.NAME) as log:
        assert log.add(found.reviews) == 6
        states = log.states()
    reviewed = {(one.guid, one.ord) for one in found.reviews}
    assert states.keys() == reviewed
    for key, state in states.items():
        assert state.memory
        ours = [state.memory.stability, state.memory.difficulty]
        assert ours == pytest.approx(list(exported.states[key]), rel=1e-3)


def test_without_scheduling_there_is_nothing(exported: Exported) -> None:
    assert ankilog.read(exported.folder / "new-bare.apkg", GUIDS).reviews == ()


# The command


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Shell:
    shell = Shell(tmp_path, monkeypatch, capfd)
    ledger.save(shell.decks / "ledger.jsonl", Ledger(NOTES))
    return shell


def test_the_command_is_idempotent_over_all_forms(exported: Exported, shell: Shell) -> None:
    before = {name: (exported.folder / name).read_bytes() for name in FORMS}
    ran = shell.run("history", exported.folder / "old.apkg", "-o", shell.decks)
    assert (ran.code, ran.out, ran.err) == (0, "6 new, 0 known already, 1 of other cards\n", "")
    for name in FORMS:
        ran = shell.run("history", exported.folder / name, "-o", shell.decks, "--json")
        assert json.loads(ran.out) == {
            "new": 0,
            "known": 6,
            "foreign": 1 if name.endswith(".apkg") else 2,
            "passed_over": 2,
        }
    assert before == {name: (exported.folder / name).read_bytes() for name in FORMS}
    with Store(shell.decks / store.NAME) as log:
        assert len(log.reviews()) == 6


def test_our_own_answers_and_those_of_anki_add_up(exported: Exported, shell: Shell) -> None:
    key = (NOTES[0].guid, 1)
    now = datetime.now(UTC)
    with Store(shell.decks / store.NAME) as log:
        log.answer(key, 2, round(now.timestamp() * 1000), now.date())
    shell.run("history", exported.folder / "new.apkg", "-o", shell.decks)
    with Store(shell.decks / store.NAME) as log:
        mine = [one for one in log.reviews() if (one.guid, one.ord) == key]
        assert [one.source for one in mine] == ["anki", "anki", "anki", "flashcards"]
        assert log.states()[key].memory == memory.replay(mine)


def test_nothing_read_is_told(exported: Exported, shell: Shell) -> None:
    ran = shell.run("history", exported.folder / "new-bare.apkg", "-o", shell.decks)
    assert (ran.code, ran.out) == (0, "0 new, 0 known already, 0 of other cards\n")
    assert "export from Anki with scheduling information" in ran.err


# Files that are none


def packed(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({}, "holds no collection"),
        ({"media": b"{}"}, "holds no collection"),
        ({"collection.anki2": b""}, "collection is no database"),
        ({"collection.anki2": b"no database at all" * 99}, "collection is no database"),
        ({"collection.anki2": b"SQLite format 3\0" + bytes(500)}, "collection cannot be read"),
        ({"collection.anki21b": b"not packed"}, "collection cannot be unpacked"),
        ({"collection.anki21b": compress(b"x" * 5000)[:-9]}, "cut off or too large"),
        ({"collection.anki21b": compress(b"x" * 5000)}, "collection is no database"),
    ],
)
def test_broken_files_are_named(tmp_path: Path, members: dict[str, bytes], message: str) -> None:
    path = packed(tmp_path / "x.apkg", members)
    with pytest.raises(FlashcardsError, match=message) as caught:
        ankilog.read(path, GUIDS)
    assert caught.value.path == str(path)


def test_what_is_no_zip_or_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.apkg").write_bytes(b"hello")
    with pytest.raises(FlashcardsError, match="holds no collection"):
        ankilog.read(tmp_path / "x.apkg", GUIDS)
    with pytest.raises(FlashcardsError, match="No such file"):
        ankilog.read(tmp_path / "nowhere.apkg", GUIDS)
    with pytest.raises(FlashcardsError, match="Is a directory"):
        ankilog.read(tmp_path, GUIDS)


def test_a_collection_that_would_fill_the_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ankilog, "LARGEST", 1000)
    for name, data in (("collection.anki21b", compress(b"x" * 5000)), ("collection.anki2", b"x" * 5000)):
        with pytest.raises(FlashcardsError, match="too large"):
            ankilog.read(packed(tmp_path / "x.apkg", {name: data}), GUIDS)


@pytest.mark.parametrize("name", FORMS)
def test_spoilt_bytes_never_crash(exported: Exported, name: str, tmp_path: Path) -> None:
    whole, dice = (exported.folder / name).read_bytes(), random.Random(1)
    path = tmp_path / name
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(dice.randrange(1, 30)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        path.write_bytes(data[: dice.choice([len(data), dice.randrange(len(data))])])
        with suppress(FlashcardsError):
            assert all(1 <= one.grade <= 4 for one in ankilog.read(path, GUIDS).reviews)


VALUES = st.one_of(
    st.none(), st.integers(-(1 << 63), (1 << 63) - 1), st.text(max_size=4), st.binary(max_size=4), st.floats()
)
ROWS = st.tuples(*[VALUES | st.integers(0, 5)] * 7) | st.tuples(
    st.integers(0, 1 << 44), st.sampled_from(sorted(GUIDS)), *[st.integers(-1, 9)] * 5
)


@MANY
@given(st.lists(ROWS, max_size=8))
def test_any_rows(rows: list[tuple[object, ...]]) -> None:
    found = ankilog.sorted_out(rows, GUIDS, UTC)
    assert len(found.reviews) + found.foreign + found.passed_over == len(rows)
    for one in found.reviews:
        assert one == Review(one.id, one.guid, one.ord, one.day, one.grade, one.ms, "anki")
        assert 1 <= one.grade <= 4
        assert 0 <= one.ms <= store.LONGEST_MS


def test_a_note_built_here_and_reviewed_in_anki(shell: Shell, tmp_path: Path) -> None:
    """The way of a user: build, import, review there, export, read back."""
    (shell.decks / "ledger.jsonl").unlink()
    shell.built({"napkin.md": NAPKIN})
    with Engine(tmp_path / "anki") as engine:
        engine.load(shell.decks / "interview-prep.apkg")
        guid = min(engine.guids())
        engine.answer(guid, 4)
        export(engine, tmp_path / "new.apkg")
    assert shell.run("history", tmp_path / "new.apkg", "-o", shell.decks).out.startswith("1 new")
    with closing(sqlite3.connect(shell.decks / store.NAME)) as base:
        assert base.execute("SELECT guid, grade, source FROM review").fetchall() == [(guid, 4, "anki")]


def test_the_searches_for_a_call_are_ones_that_anki_understands(tmp_path: Path) -> None:
    notes = [make_note(1, tags=("call::2026-05-20",)), make_note(2)]
    searches = re.findall(r"`(tag:call::2026-05-20 [^`]+)`", (ROOT / "docs" / "anki.md").read_text(encoding="utf-8"))
    assert len(searches) == 2
    with Engine(tmp_path) as engine:
        engine.col.set_config("fsrs", True)
        engine.load(apkg.render(notes))
        mine = [card.id for card in engine.cards(notes[0].guid)]
        assert [engine.find(search) for search in searches] == [mine, []]
        engine.answer(notes[0].guid, 4)
        moment, log = engine.col.db.first("select max(id), count(*) from revlog")
        assert (engine.find(searches[0]), log) == ([], 1)
        # A month goes by.
        then = moment - 30 * 86_400_000
        data = json.dumps(MEMORY | {"lrt": then // 1000})
        engine.col.db.execute("update revlog set id = ?", then)
        engine.col.db.execute("update cards set type = 2, queue = 2, due = 0, data = ? where id = ?", data, mine[0])
        assert engine.find(searches[1]) == mine


def test_rows_are_typed() -> None:
    assert ankilog.sorted_out([(1, "guid-000001", 0, 3, 5, 0, 0)], GUIDS, UTC).reviews[0].guid == "guid-000001"
    assert ankilog.sorted_out([(1, "guid-000001", "0", 3, 5, 0, 0)], GUIDS, UTC).foreign == 1

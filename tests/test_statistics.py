"""What `stats` says: days, retention by kind, the days ahead, leeches; as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from factories import make_note
from vaults import NAPKIN, Shell

from flashcards.review import cards, desk, memory, statistics, store, tables
from flashcards.review.memory import Review
from flashcards.review.statistics import Day, Retention, Statistics
from flashcards.review.store import State, Store

TODAY = date(2026, 5, 10)
NOTES = [make_note(1), make_note(2, kind="definition"), make_note(3), make_note(4, kind="pitch")]
A, B, C, D = ((note.guid, 0) for note in NOTES)


def log(*rows: tuple[tuple[str, int], int, int]) -> list[Review]:
    """Reviews: card, days ago, grade."""
    return [Review(at, *key, TODAY - timedelta(days=ago), grade, 1000) for at, (key, ago, grade) in enumerate(rows, 1)]


def counted(reviews: Sequence[Review], suspended: Sequence[tuple[str, int]] = ()) -> Statistics:
    found = cards.in_order(NOTES)
    keys = {(review.guid, review.ord) for review in reviews} | set(suspended)
    of = {key: [one for one in reviews if (one.guid, one.ord) == key] for key in keys}
    states = {key: State(memory.replay(rows), key in suspended) for key, rows in of.items()}
    return statistics.count(reviews, found, cards.entries(found, states), TODAY)


def test_nothing_yet() -> None:
    found = counted([])
    assert (found.cards, found.seen, found.days, found.retention, found.later, found.leeches) == (4, 0, (), (), 0, ())
    assert list(tables.lines(found)) == ["4 cards: 0 seen, 4 never seen, 0 suspended", "0 answers on 0 days"]


def test_days() -> None:
    found = counted(log((A, 3, 1), (A, 3, 3), (B, 3, 2), (A, 0, 3)))
    assert found.days == (Day(TODAY - timedelta(days=3), 3, 2, 1, 3000), Day(TODAY, 1, 1, 0, 1000))


def test_only_the_first_answer_of_a_later_day_counts_for_retention() -> None:
    reviews = log((A, 9, 1), (A, 9, 1), (A, 5, 1), (A, 5, 3), (A, 2, 3), (B, 9, 3), (B, 3, 2), (C, 9, 4), (C, 1, 1))
    gone = log((("gone", 0), 9, 3), (("gone", 0), 1, 1))
    assert counted([*reviews, *gone]).retention == (Retention("definition", 1, 1), Retention("quantity", 3, 1))


def test_the_days_ahead() -> None:
    found = counted(log((A, 30, 3), (B, 0, 3), (C, 1, 4), (D, 30, 1)), suspended=[D])
    assert dict(found.due)[TODAY] == 1, "overdue is due today"
    assert dict(found.due)[TODAY + timedelta(days=2)] == 1
    assert sum(number for _, number in found.due) + found.later == 3
    assert len(found.due) == statistics.AHEAD
    far = counted(log((A, 20, 3), (A, 18, 3), (A, 7, 3)))
    assert (far.later, sum(number for _, number in far.due)) == (1, 0)


def test_leeches() -> None:
    rows = [(A, 60, 3)]
    for turn in range(9):
        rows += [(A, 59 - 2 * turn, 1), (A, 59 - 2 * turn, 3)]
    rows += [(C, 60, 3), *[row for turn in range(7) for row in ((C, 59 - 2 * turn, 1), (C, 59 - 2 * turn, 3))]]
    found = counted(log(*rows))
    assert [(card.guid, lapses) for card, lapses in found.leeches] == [(A[0], 9)]
    assert "  9 times  [guid-000001] acme.md:1 Fact 1: how big?" in list(tables.lines(found))


def test_text_and_json_say_the_same() -> None:
    found = counted(log((A, 3, 1), (A, 3, 3), (B, 3, 2), (A, 0, 3)))
    lines = list(tables.lines(found))
    assert lines[0] == "4 cards: 2 seen, 2 never seen, 0 suspended"
    assert lines[1] == "4 answers on 2 days"
    assert "  2026-05-07      3 (1 Again)   under a minute" in lines
    assert "  quantity             100% of 1" in lines
    value = json.loads(tables.as_json(found))
    assert (value["today"], value["cards"], value["seen"]) == ("2026-05-10", 4, 2)
    assert value["days"][0] == {"day": "2026-05-07", "answers": 3, "cards": 2, "again": 1, "ms": 3000}
    assert value["retention"] == [{"kind": "quantity", "asked": 1, "known": 1}]
    assert value["due"][0]["day"] == "2026-05-10"


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Shell:

    return Shell(tmp_path, monkeypatch, capfd)


def test_the_command(shell: Shell) -> None:
    ran = shell.run("stats", "-o", shell.decks)
    assert (ran.code, "there is no ledger here" in ran.err) == (1, True)
    shell.built({"napkin.md": NAPKIN})
    assert (
        shell.run("stats", "-o", shell.decks).out == "5 cards: 0 seen, 5 never seen, 0 suspended\n0 answers on 0 days\n"
    )
    assert not (shell.decks / store.NAME).exists(), "who only looks leaves nothing behind"
    with Store(shell.decks / store.NAME) as opened:
        key = cards.in_order(desk.notes_in(shell.decks))[0].key
        opened.answer(key, 3, 1_778_400_000_000, TODAY, 2000)
        opened.answer(key, 3, 1_778_500_000_000, TODAY + timedelta(days=1), 2000)
        opened.undo()
    ran = shell.run("stats", "-o", shell.decks)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("5 cards: 1 seen, 4 never seen, 0 suspended\n1 answer on 1 day\n")
    value = json.loads(shell.run("stats", "-o", shell.decks, "--json").out)
    assert value["days"] == [{"day": "2026-05-10", "answers": 1, "cards": 1, "again": 0, "ms": 2000}]
    assert value["due"][0]["cards"] == 1

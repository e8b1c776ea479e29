"""The rule before a call, by simulation: it is never behind Anki's default, and the learner costs what is published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from statistics import fmean

import pytest

from benchmarks import deadline
from flashcards.review import simulation
from flashcards.review.memory import after
from flashcards.review.rule import Entry
from flashcards.review.simulation import course, first_sight, seen_again, session

TODAY = date(2026, 11, 25)
CELLS = [(60, 10, 3), (60, 10, 7), (150, 20, 2), (150, 20, 5), (400, 30, 5)]


def deck(cards: int) -> list[Entry]:
    return [Entry(f"card-{place}", 0, None, place) for place in range(cards)]


# The proof in small: `benchmarks/deadline.py` prints all of it


@pytest.mark.parametrize(("cards", "minutes", "days"), CELLS)
def test_the_rule_is_not_behind_the_default(cards: int, minutes: int, days: int) -> None:
    rule, default = (
        deadline.cell(deadline.POLICIES[name], cards, minutes, days, 8) for name in (deadline.RULE, deadline.DEFAULT)
    )
    gain, error = rule.gain(default)
    assert gain > 2 * error > 0
    if (cards, minutes, days) == deadline.GOAL:
        assert gain >= deadline.GAIN


def test_a_cell_is_the_same_each_time() -> None:
    first, again = (deadline.cell(deadline.by_the_rule, 30, 5, 3, 3) for _ in range(2))
    assert first == again
    assert len(set(first.known)) == 3


def test_the_default_asks_for_twenty_new_cards_and_mixes_them_in() -> None:
    known = after(None, 3, TODAY - timedelta(30))
    seen = [Entry(f"seen-{place}", 0, known, 100 + place) for place in range(20)]
    asked = deadline.by_default([*deck(60), *seen], TODAY)
    assert sum(entry.memory is None for entry in asked) == 20
    assert all((one.memory is None) != (two.memory is None) for one, two in pairwise(asked))


def test_a_higher_retention_asks_sooner() -> None:
    known = after(None, 4, TODAY)
    assert TODAY < deadline.due_on(known, 0.97) < deadline.due_on(known, 0.95) < deadline.due_on(known, 0.90)


# The learner


def test_a_new_card_takes_the_published_seconds() -> None:
    dice = Random(1)
    assert fmean(first_sight(TODAY, dice)[1] for _ in range(20_000)) == pytest.approx(simulation.NEW_SECONDS, abs=0.5)


def test_a_card_is_known_as_often_as_its_memory_says() -> None:
    known = after(None, 3, TODAY)
    later = TODAY + timedelta(round(known.stability))
    dice = Random(1)
    lapses = [seen_again(known, later, dice)[0].lapses for _ in range(4000)]
    assert fmean(lapses) == pytest.approx(0.10, abs=0.02)


def test_the_tables_are_chances() -> None:
    rows = [simulation.FIRST, simulation.KNOWN, *simulation.LEARNING, *simulation.RELEARNING]
    assert [round(sum(row), 3) for row in rows] == [1.0] * len(rows)


def test_a_session_ends_with_its_time() -> None:
    done = session(deck(100), deck(100), TODAY, 600, Random(1))
    assert 600 <= done.seconds < 600 + 6 * max(simulation.LEARNING_SECONDS)
    assert len(done.fresh) == len(done.took) == sum(entry.memory is not None for entry in done.deck) < 30


def test_a_session_goes_on_where_the_last_one_ended() -> None:
    def rest(cards: Sequence[Entry], day: date) -> list[Entry]:
        return [entry for entry in cards if entry.memory is None]

    days = [TODAY, TODAY + timedelta(1)]
    first, second = course(deck(30), rest, days, 600, Random(1))
    assert [entry.memory for entry in first.deck if entry.memory] == [
        entry.memory for entry in second.deck if entry.memory and entry.memory.last == TODAY
    ]
    assert second.fresh

"""The memory of a card: published figures of FSRS-6, Anki's own states, study days, clocks that go wrong."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from vaults import ROOT, environment

from flashcards.review import memory
from flashcards.review.memory import Memory, Review

MANY = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])

START = date(2026, 3, 2)
HISTORIES = 60


def answered(*answers: tuple[int, int]) -> Memory:
    """The memory after grades, each so many days after the one before."""
    found, day = None, START
    for grade, gap in answers:
        day += timedelta(days=gap)
        found = memory.after(found, grade, day)
    assert found
    return found


def review(number: int, day: date, grade: int, *, undone: bool = False) -> Review:
    return Review(number, "guid", 0, day, grade, undone=undone)


# The figures that the FSRS projects publish with their own tests


@pytest.mark.parametrize(
    ("grade", "stability", "difficulty"),
    [(1, 0.212, 6.4133), (2, 1.2931, 5.11217071), (3, 2.3065, 2.11810397), (4, 8.2956, 1.0)],
)
def test_the_first_answer(grade: int, stability: float, difficulty: float) -> None:
    found = answered((grade, 0))
    assert found.stability == pytest.approx(stability)
    assert found.difficulty == pytest.approx(difficulty)


def test_six_answers() -> None:
    found = answered((1, 0), (3, 0), (3, 1), (3, 3), (3, 8), (3, 21))
    assert found.stability == pytest.approx(53.62691, abs=1e-4)
    assert found.difficulty == pytest.approx(6.3574867, abs=1e-4)
    assert (found.reps, found.lapses) == (6, 0)


def test_the_days_between_good_answers() -> None:
    found, gaps = answered((3, 0)), []
    for _ in range(5):
        gaps.append((found.due - found.last).days)
        found = memory.after(found, 3, found.due)
    assert gaps == [2, 11, 46, 163, 497]


def test_nothing_is_easier_than_difficulty_one() -> None:
    assert answered(*[(4, 0)] * 10).difficulty == 1.0


# Anki's own engine


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone cannot be set")
@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/Phoenix"])
def test_states_are_those_of_anki(tmp_path: Path, zone: str) -> None:
    command = [sys.executable, str(ROOT / "tests" / "anki_memory.py"), str(tmp_path), str(HISTORIES)]
    ran = subprocess.run(command, env=environment(TZ=zone), capture_output=True, text=True, check=True, timeout=60)
    found = [json.loads(line) for line in ran.stdout.splitlines()]
    assert len(found) == HISTORIES
    for theirs, ours, log in found:
        assert ours == pytest.approx(theirs, rel=1e-3), log


# Study days


@pytest.mark.parametrize(
    ("clock", "zone", "day"),
    [
        ("2026-05-20T03:59:59.999+00:00", UTC, "2026-05-19"),
        ("2026-05-20T04:00:00+00:00", UTC, "2026-05-20"),
        ("2026-05-19T21:30:00+00:00", timezone(timedelta(hours=7)), "2026-05-20"),
        ("2026-01-01T02:00:00+00:00", timezone(timedelta(hours=-3)), "2025-12-31"),
        ("2026-03-29T01:59:00+00:00", ZoneInfo("Europe/Berlin"), "2026-03-28"),  # 03:59 of a day without 02:30
        ("2026-03-29T02:00:00+00:00", ZoneInfo("Europe/Berlin"), "2026-03-29"),
        ("2026-10-25T02:59:00+00:00", ZoneInfo("Europe/Berlin"), "2026-10-24"),
        ("2026-10-25T03:00:00+00:00", ZoneInfo("Europe/Berlin"), "2026-10-25"),
    ],
)
def test_a_study_day_begins_at_four(clock: str, zone: timezone | ZoneInfo, day: str) -> None:
    moment = round(datetime.fromisoformat(clock).timestamp() * 1000)
    assert memory.study_day(moment, zone).isoformat() == day


def test_the_rollover_can_be_midnight() -> None:
    moment = round(datetime(2026, 5, 20, 0, 0, tzinfo=UTC).timestamp() * 1000)
    assert memory.study_day(moment, UTC, rollover=0) == date(2026, 5, 20)


def test_evening_and_next_morning_are_two_days() -> None:
    moments = [datetime(2026, 5, day, hour, tzinfo=UTC) for day, hour in ((1, 21), (2, 8))]
    evening, morning = (round(moment.timestamp() * 1000) for moment in moments)
    known = memory.after(None, 3, memory.study_day(evening, UTC))
    assert memory.after(known, 3, memory.study_day(morning, UTC)).stability > known.stability * 2


# The log


def test_a_clock_that_goes_back_takes_no_days_back() -> None:
    known = answered((3, 0), (3, 5))
    assert memory.after(known, 3, START) == memory.after(known, 3, known.last)


def test_what_was_undone_does_not_count() -> None:
    log = [review(1, START, 3), review(2, START, 1, undone=True), review(3, START + timedelta(days=2), 4)]
    assert memory.replay(log) == answered((3, 0), (4, 2))
    assert memory.replay(log[1:2]) is None
    assert memory.replay([]) is None


def test_a_lapse_is_to_forget_what_was_known_on_an_earlier_day() -> None:
    answers = [(1, 0), (1, 0), (3, 0), (1, 0), (3, 0), (1, 3), (1, 0), (1, 1), (3, 0), (1, 4)]
    assert answered(*answers).lapses == 2


@MANY
@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 40)), min_size=1, max_size=12), st.randoms())
def test_the_order_of_rows_does_not_matter(answers: list[tuple[int, int]], dice: random.Random) -> None:
    day, log = START, []
    for number, (grade, gap) in enumerate(answers):
        day += timedelta(days=gap)
        log.append(review(number, day, grade))
    mixed = list(log)
    dice.shuffle(mixed)
    assert memory.replay(mixed) == memory.replay(log) == answered(*answers)


@MANY
@given(st.integers(1, 4), st.integers(0, 400))
def test_retrievability_falls_from_one(grade: int, days: int) -> None:
    known = answered((grade, 0))
    later = START + timedelta(days=days)
    assert memory.retrievability(known, START) == 1
    assert 0 < memory.retrievability(known, later + timedelta(days=1)) < memory.retrievability(known, later) <= 1


def test_a_card_is_due_at_ninety_percent() -> None:
    known = answered((3, 0), (3, 2), (3, 11))
    assert memory.retrievability(known, known.due) == pytest.approx(0.90, abs=0.005)

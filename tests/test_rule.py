"""The rule: never seen first, then what is due, from the eve on what is not sure of tomorrow."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flashcards.review import memory, rule
from flashcards.review.memory import Memory
from flashcards.review.rule import Entry

MANY = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])

TODAY = date(2026, 5, 10)
DAY = timedelta(days=1)


def known(ago: int, *grades: int) -> Memory:
    """A memory of grades all given on one day, so many days ago."""
    found = None
    for grade in grades or (3,):
        found = memory.after(found, grade, TODAY - ago * DAY)
    assert found
    return found


def entry(name: str, state: Memory | None = None, place: int = 0, *, suspended: bool = False) -> Entry:
    return Entry(name, 0, state, place, suspended)


def asked(*entries: Entry, call: date | None = None, today: date = TODAY) -> list[str]:
    return [found.guid for found in rule.queue(entries, today, call)]


def test_never_seen_first_in_study_order_then_due_weakest_first() -> None:
    assert asked(
        entry("due", known(3), 1),
        entry("second", place=5),
        entry("weaker", known(30), 2),
        entry("first", place=4),
        entry("not yet", known(1), 0),
    ) == ["first", "second", "weaker", "due"]


def test_suspended_cards_are_not_asked() -> None:
    assert asked(entry("new", suspended=True), entry("due", known(30), suspended=True)) == []


def test_what_is_known_today_is_done_and_what_failed_today_is_open() -> None:
    cards = [entry("known", known(0)), entry("failed", known(0, 3, 1)), entry("mended", known(0, 1, 3))]
    for call in (None, TODAY, TODAY + DAY):
        assert asked(*cards, call=call) == ["failed"]
    assert asked(entry("of a wrong clock", known(-2))) == []


@pytest.mark.parametrize(
    ("days", "swept"),
    [(None, False), (-1, False), (0, True), (1, True), (2, False), (30, False)],
)
def test_the_eve_and_the_day_of_the_call_sweep(days: int | None, swept: bool) -> None:
    call = None if days is None else TODAY + days * DAY
    weak = entry("weak", replace(known(1), due=TODAY + DAY))
    assert memory.retrievability(known(1), TODAY + DAY) < rule.SURE_TOMORROW
    assert asked(weak, call=call) == (["weak"] if swept else [])


def test_a_card_that_is_sure_enough_is_left_alone_on_the_eve() -> None:
    sure = entry("sure", known(1, 4))
    assert memory.retrievability(known(1, 4), TODAY + DAY) > rule.SURE_TOMORROW
    assert asked(sure, call=TODAY + DAY) == []


def test_the_sweep_begins_with_the_weakest_and_stands_behind_the_new() -> None:
    weak, weaker = (replace(known(ago), due=TODAY + 9 * DAY) for ago in (1, 2))
    cards = [entry("weak", weak), entry("weaker", weaker), entry("new", place=9)]
    assert asked(*cards, call=TODAY) == ["new", "weaker", "weak"]


def test_what_is_equally_weak_goes_by_place() -> None:
    assert asked(entry("b", known(9), 2), entry("a", known(9), 1)) == ["a", "b"]


@pytest.mark.parametrize(("days", "left"), [(-1, False), (0, True), (1, True)])
def test_a_call_that_is_over_is_none(days: int, left: bool) -> None:
    call = TODAY + days * DAY
    assert rule.ahead(call, TODAY) == (call if left else None)
    assert rule.ahead(None, TODAY) is None


def test_expected_recall_counts_never_seen_as_nothing() -> None:
    state = known(0)
    on = TODAY + 5 * DAY
    sure = memory.retrievability(state, on)
    assert rule.expected_recall([entry("new"), entry("known", state)], on) == pytest.approx(sure / 2)
    assert rule.expected_recall([entry("new"), entry("x", state), entry("off", suspended=True)], on) == sure / 2
    assert rule.expected_recall([], on) == 1


STATES = st.none() | st.builds(known, st.integers(0, 60), st.integers(1, 4))


@MANY
@given(st.lists(st.tuples(STATES, st.booleans())), st.none() | st.integers(-3, 10), st.randoms())
def test_the_queue_of_any_cards(cards: list[tuple[Memory | None, bool]], days: int | None, dice: random.Random) -> None:
    entries = [entry(str(at), state, at, suspended=off) for at, (state, off) in enumerate(cards)]
    call = None if days is None else TODAY + days * DAY
    found = rule.queue(entries, TODAY, call)
    fresh = [card for card in entries if card.memory is None and not card.suspended]
    assert found[: len(fresh)] == fresh
    assert len({card.guid for card in found}) == len(found)
    assert not any(card.suspended for card in found)
    due = {card.guid for card in entries if card.memory and card.memory.due <= TODAY and not card.suspended}
    assert due <= {card.guid for card in found}
    assert set(rule.queue(entries, TODAY, None)) <= set(found)
    mixed = list(entries)
    dice.shuffle(mixed)
    assert rule.queue(mixed, TODAY, call) == found

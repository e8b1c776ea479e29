"""A sitting: what comes next, what comes back, undo, time left. All pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flashcards.review import memory, rule, session
from flashcards.review.memory import Review
from flashcards.review.rule import Entry
from flashcards.review.session import Key, Session

MANY = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])

TODAY = date(2026, 5, 10)
DAY = timedelta(days=1)
NOBODY: dict[Key, date | None] = {}


def cards(count: int) -> list[Entry]:
    return [Entry(f"card-{at}", 0, None, at) for at in range(count)]


def begun(count: int, limit: int | None = None) -> Session:
    return session.start(cards(count), TODAY, NOBODY, limit)


def answer(state: Session, grade: int, ms: int = 5000) -> Session:
    """Answer the card that is asked now."""
    entry = session.current(state)
    assert entry
    review = Review(state.turn + 1000, entry.guid, entry.ord, TODAY, grade, ms)
    return session.answered(state, review, replace(entry, memory=memory.after(entry.memory, grade, TODAY)))


def asked(state: Session, *grades: int) -> list[str]:
    """The cards that are asked, when they are answered so."""
    found = []
    for grade in grades:
        entry = session.current(state)
        assert entry
        found.append(entry.guid)
        state = answer(state, grade)
    return found


def test_card_after_card_until_all_are_known() -> None:
    state = begun(3)
    assert asked(state, 3, 2, 4) == ["card-0", "card-1", "card-2"]
    for grade in (3, 2, 4):
        state = answer(state, grade)
    assert session.current(state) is None
    assert (session.known(state), session.left(state), len(session.answers(state))) == (3, 0, 3)


def test_a_failed_card_comes_back_after_others() -> None:
    assert asked(begun(9), 1, *[3] * 6) == [f"card-{at}" for at in (0, 1, 2, 3, 4, 0, 5)]


def test_a_failed_card_comes_back_at_once_when_there_are_no_others() -> None:
    assert asked(begun(1), 1, 1, 1, 3) == ["card-0"] * 4
    assert asked(begun(2), 1, 3, 1, 3) == ["card-0", "card-1", "card-0", "card-0"]


def test_failed_cards_come_back_in_the_order_they_failed() -> None:
    assert asked(begun(3), 1, 1, 1, 3, 3, 3) == ["card-0", "card-1", "card-2"] * 2


def test_a_limit_counts_cards_and_not_answers() -> None:
    assert asked(begun(9, limit=2), 1, 3, 1, 3) == ["card-0", "card-1", "card-0", "card-0"]


def test_a_suspended_card_is_asked_no_more() -> None:
    state = answer(begun(3), 1)
    state = session.decided(state, Review(1, "card-1", 0, TODAY, 0, 0, "suspend"))
    assert asked(state, 3, 3) == ["card-2", "card-0"]
    state = session.decided(state, Review(2, "card-0", 0, TODAY, 0, 0, "suspend"))
    assert asked(state, 3) == ["card-2"]
    assert len(session.answers(state)) == 1


# Undo


def taken_back(state: Session) -> Session:
    last = state.given[-1]
    before = memory.replay(review for review in state.given[:-1] if review.guid == last.guid)
    return session.undone(state, last, Entry(last.guid, last.ord, before, 0))


@pytest.mark.parametrize("grade", [1, 3])
def test_what_was_taken_back_is_asked_now(grade: int) -> None:
    state = answer(begun(3), grade)
    back = taken_back(state)
    assert asked(back, 3, 3, 3) == ["card-0", "card-1", "card-2"]
    assert (session.known(back), session.left(back), session.answers(back)) == (0, 3, ())


def test_taken_back_goes_before_a_failed_card_whose_turn_has_come() -> None:
    state = begun(9)
    for grade in (1, 3, 3, 3, 3):
        state = answer(state, grade)
    assert session.current(state) == state.failed[0].entry
    back = taken_back(state)
    assert asked(back, 3, 3) == ["card-4", "card-0"]


def test_a_card_of_an_earlier_sitting_can_be_taken_back() -> None:
    state = session.undone(begun(2), Review(1, "old", 0, TODAY, 3), Entry("old", 0))
    assert asked(state, 3, 3) == ["old", "card-0"]
    assert session.undone(begun(2), Review(1, "elsewhere", 0, TODAY, 3), None) == begun(2)


@MANY
@given(st.lists(st.sampled_from([1, 2, 3, 4, 0]), max_size=40), st.integers(1, 6))
def test_any_sitting_asks_each_card_until_it_is_known(acts: list[int], count: int) -> None:
    """0 takes back."""
    state = begun(count)
    for act in acts:
        if act == 0 and state.given:
            state = taken_back(state)
        elif act and session.current(state):
            state = answer(state, act)
        names = [entry.guid for entry in (*state.waiting, *(one.entry for one in state.failed))]
        passed = {review.guid for review in state.given if review.grade > 1}
        assert sorted([*names, *passed]) == sorted(card.guid for card in cards(count))
    for _ in range(2 * count):
        if session.current(state):
            state = answer(state, 3)
    assert session.current(state) is None


# Calls


def test_the_cards_of_the_next_call_go_first() -> None:
    entries = cards(5)
    calls = {("card-1", 0): TODAY + 9 * DAY, ("card-3", 0): TODAY + 2 * DAY, ("card-4", 0): TODAY - DAY}
    found = [entry.guid for entry in session.order(entries, TODAY, calls)]
    assert found == ["card-3", "card-1", "card-0", "card-2", "card-4"]


def test_only_the_cards_of_the_call_are_swept_on_its_eve() -> None:
    state = memory.after(None, 3, TODAY - DAY)
    assert memory.retrievability(state, TODAY + DAY) < rule.SURE_TOMORROW
    entries = [Entry(name, 0, replace(state, due=TODAY + DAY)) for name in ("mine", "other", "none")]
    calls = {("mine", 0): TODAY + DAY, ("other", 0): TODAY + 9 * DAY}
    assert [entry.guid for entry in session.order(entries, TODAY, calls)] == ["mine"]


# Another reviewer at the same time


def test_what_another_process_answered_is_asked_no_more() -> None:
    state = answer(begun(4), 1)
    now = cards(4)
    now[0] = replace(now[0], memory=memory.after(None, 1, TODAY))
    now[1] = replace(now[1], memory=memory.after(None, 3, TODAY))
    now[2] = replace(now[2], suspended=True)
    assert asked(session.refreshed(state, now, NOBODY), 3, 3) == ["card-3", "card-0"]
    now[0] = replace(now[0], memory=memory.after(now[0].memory, 3, TODAY))
    assert asked(session.refreshed(state, now, NOBODY), 3) == ["card-3"]


# Time


def test_time_left_begins_with_the_average_and_learns() -> None:
    state = begun(10)
    assert session.time_left(state) == 10 * session.NEW_MS
    for _ in range(6):
        state = answer(state, 3, ms=2000)
    assert session.time_left(state) == 4 * (3 * session.NEW_MS + 6 * 2000) / 9


def test_a_card_that_was_failed_costs_more() -> None:
    quick, slow = begun(3), begun(3)
    for grade in (3, 3):
        quick = answer(quick, grade)
    for grade in (1, 3):
        slow = answer(slow, grade)
    assert session.time_for(slow, cards(1)) > session.time_for(quick, cards(1))


def test_seen_cards_have_a_pace_of_their_own() -> None:
    seen = [replace(card, memory=memory.after(None, 3, TODAY - 30 * DAY)) for card in cards(4)]
    state = session.start(seen, TODAY, NOBODY)
    assert session.time_left(state) == 4 * session.SEEN_MS
    state = answer(state, 3, ms=60_000)
    assert session.time_left(state) == 3 * (3 * session.SEEN_MS + 60_000) / 4
    assert session.time_for(state, cards(2)) == 2 * session.NEW_MS

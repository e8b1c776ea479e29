"""What the keys do to the log, with a clock of the test: midnight, limits, two reviewers, failures."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from factories import make_note, make_notes

from flashcards import ledger
from flashcards.errors import FlashcardsError
from flashcards.ledger import Ledger
from flashcards.model import Note
from flashcards.review import desk, keys, memory, rule, store, terminal
from flashcards.review.desk import Wish
from flashcards.review.keys import Act
from flashcards.review.memory import Review
from flashcards.review.store import Store
from flashcards.review.terminal import Face, Limits, Sitting

START = datetime(2026, 5, 10, 12)
DAY = START.date()
NO_LIMITS, ANY = Limits(), Wish()


class Clock:
    """Goes on by so many seconds each time it is looked at."""

    def __init__(self, start: datetime = START, step: float = 0) -> None:
        self.now, self.step = start, timedelta(seconds=step)

    def __call__(self) -> int:
        self.now += self.step
        return round(self.now.timestamp() * 1000)


Step = Act | Callable[[], object]


class Script(keys.Lines):
    """Acts, and between them whatever else happens just then."""

    def __init__(self, *steps: Step) -> None:
        self.steps = iter(steps)

    def read(self) -> Act:
        """The next act; after the last one the learner stops."""
        for step in self.steps:
            if isinstance(step, Act):
                return step
            step()
        return Act.QUIT


def good(count: int = 1) -> list[Step]:
    return [Act.SHOW, Act.GOOD] * count


@pytest.fixture
def decks(tmp_path: Path) -> Path:
    return made(tmp_path, make_notes(4))


def made(folder: Path, notes: Sequence[Note]) -> Path:
    ledger.save(folder / desk.LEDGER, Ledger(tuple(notes)))
    return folder


def sat(decks: Path, *steps: Step, clock: Clock | None = None, limits: Limits = NO_LIMITS, wish: Wish = ANY) -> Sitting:
    """A whole sitting with these acts."""
    with desk.laid(decks, clock or Clock(), wish) as laid:
        sitting = Sitting(laid, Face(plain=True), Script(*steps), limits)
        sitting.run()
        sitting.end()
    return sitting


def logged(decks: Path) -> list[Review]:
    with Store(decks / store.NAME) as log:
        return log.reviews()


def test_an_answer_knows_its_moment_its_day_and_how_long_it_took(decks: Path) -> None:
    sat(decks, *good(2), clock=Clock(step=1))
    first, second = logged(decks)
    assert (first.guid, second.guid) == ("guid-000001", "guid-000002")
    assert START < datetime.fromtimestamp(first.id / 1000) < datetime.fromtimestamp(second.id / 1000)
    assert {first.day, second.day} == {DAY}
    assert 0 < first.ms <= 2000


def test_a_sitting_over_four_in_the_morning_has_two_days(decks: Path) -> None:
    clock = Clock(datetime(2026, 5, 11, 3, 59))
    sat(decks, *good(), lambda: setattr(clock, "now", datetime(2026, 5, 11, 4, 1)), *good(), clock=clock)
    assert [review.day for review in logged(decks)] == [DAY, DAY + timedelta(days=1)]


def test_a_clock_that_goes_back_loses_nothing(decks: Path) -> None:
    clock = Clock()
    back = lambda: setattr(clock, "now", START - timedelta(days=400))  # noqa: E731
    sat(decks, Act.SHOW, Act.AGAIN, back, *good(4), clock=clock)
    assert len(logged(decks)) == 5
    with Store(decks / store.NAME) as log:
        state = log.states()["guid-000001", 0]
    assert state.memory
    assert (state.memory.last, state.memory.reps) == (DAY, 2)


def test_the_time_is_up(decks: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    tick = lambda: setattr(clock, "now", clock.now + timedelta(seconds=40))  # noqa: E731
    sat(decks, tick, *good(), tick, *good(), tick, *good(), clock=clock, limits=Limits(minutes=1))
    assert len(logged(decks)) == 2
    assert "left for today: 2 cards (2 never seen)" in capsys.readouterr().out


def test_a_limit_leaves_the_rest_for_later(decks: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sat(decks, *good(9), limits=Limits(cards=3))
    assert len(logged(decks)) == 3
    assert "left for today: 1 card (1 never seen)" in capsys.readouterr().out


# Days on end


def test_the_rule_over_days_up_to_a_call(tmp_path: Path) -> None:
    """Each card is seen on the first day; later ones follow FSRS; the eve and the day sweep."""
    decks = made(tmp_path, make_notes(6, tags=("call::2026-05-14",)))
    asked = []
    for ahead in range(6):
        clock = Clock(START + timedelta(days=ahead))
        before = len(logged(decks)) if ahead else 0
        sat(decks, *good(9), clock=clock)
        asked.append(len(logged(decks)) - before)
    # Known on the first day, due two days later, sure enough on the eve; the call over, all wait for their day.
    state = memory.after(memory.after(None, 3, DAY), 3, DAY + timedelta(days=2))
    assert memory.retrievability(state, DAY + timedelta(days=4)) > rule.SURE_TOMORROW
    assert asked == [6, 0, 6, 0, 0, 0]


def test_the_eve_sweeps_what_is_not_sure(tmp_path: Path) -> None:
    decks = made(tmp_path, [make_note(1, tags=("call::2026-05-12",)), make_note(2)])
    for ahead, total in ((0, 2), (1, 3)):
        sat(decks, *good(9), clock=Clock(START + timedelta(days=ahead)))
        assert len(logged(decks)) == total
    assert logged(decks)[-1].guid == "guid-000001"


# Two reviewers


def elsewhere(decks: Path, key: tuple[str, int], grade: int) -> Callable[[], object]:
    """Another process answers."""

    def act() -> None:
        with Store(decks / store.NAME) as log:
            log.answer(key, grade, Clock()(), DAY)

    return act


def test_what_the_other_one_answered_is_not_asked_again(decks: Path) -> None:
    sitting = sat(decks, *good(), elsewhere(decks, ("guid-000003", 0), 3), *good(9))
    assert sorted(review.guid for review in logged(decks)) == [f"guid-{at:06}" for at in (1, 2, 3, 4)]
    assert len(sitting.state.given) == 3


def test_undo_takes_back_ones_own_answers_first(decks: Path) -> None:
    sat(decks, *good(), elsewhere(decks, ("guid-000003", 0), 3), Act.UNDO)
    assert [review.guid for review in logged(decks)] == ["guid-000003"]


def test_what_the_other_one_took_back_is_passed_over(decks: Path) -> None:
    def undo() -> None:
        with Store(decks / store.NAME) as log:
            assert log.undo()

    sat(decks, *good(2), undo, Act.UNDO)
    assert logged(decks) == []


def test_undo_of_a_card_that_is_not_among_these(decks: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sat(decks, *good(1))
    made(decks, [*make_notes(1, status="retired"), *make_notes(4)[1:]])
    sat(decks, Act.UNDO)
    assert "taken back: an answer to a card that is not among these" in capsys.readouterr().out
    assert logged(decks) == []


# History outlives the text


def test_history_stays_with_a_note_that_is_edited_retired_and_revived(tmp_path: Path) -> None:
    decks = made(tmp_path, make_notes(1))
    sat(decks, *good())
    for note in (
        make_note(1, front="worded anew", path="renamed.md"),
        make_note(1, status="retired"),
        make_note(1, back="9 GB"),
    ):
        made(decks, [note, make_note(2)])
        with desk.laid(decks, Clock()) as laid:
            seen = {entry.guid: entry.memory is not None for entry in laid.entries()}
        assert seen == {"guid-000002": False} | ({"guid-000001": True} if note.status == "active" else {})


def test_clozes_and_second_cards_have_histories_of_their_own(tmp_path: Path) -> None:
    notes = [
        make_note(1, reverse="which?", reverse_back="this"),
        make_note(2, note_type="cloze", front="{{c2::a}} {{c1::b}}"),
    ]
    decks = made(tmp_path, notes)
    sat(decks, *good(9))
    assert [(review.guid[-1], review.ord) for review in logged(decks)] == [("1", 0), ("2", 0), ("1", 1), ("2", 1)]


def test_suspended_cards_are_asked_again_when_that_is_wanted(decks: Path) -> None:
    sat(decks, Act.SUSPEND, Act.SUSPEND, *good(9))
    assert len(logged(decks)) == 2
    with desk.laid(decks, Clock()) as laid:
        assert terminal.resume(laid) == "2 cards"
        assert terminal.resume(laid) == "0 cards"
    sat(decks, *good(9))
    assert [review.guid for review in logged(decks)][2:] == ["guid-000001", "guid-000002"]


# Failures


def test_an_answer_that_cannot_be_saved_ends_the_sitting_with_a_word(
    decks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Iterator[None]:
        raise FlashcardsError("cannot use the log of reviews: database or disk is full")

    monkeypatch.setattr(Store, "_add", full)
    with pytest.raises(FlashcardsError, match="disk is full"):
        sat(decks, *good())
    monkeypatch.undo()
    assert logged(decks) == []


@pytest.mark.parametrize(
    ("end", "code"), [(KeyboardInterrupt(), 130), (keys.Stopped(15), 143), (OSError(5, "Input/output error"), 1)]
)
def test_ends_between_two_keys(decks: Path, monkeypatch: pytest.MonkeyPatch, end: BaseException, code: int) -> None:
    def interrupt() -> None:
        raise end

    script = Script(*good(), interrupt)
    monkeypatch.setattr(keys, "Lines", lambda: script)
    before = {name: signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGHUP)}
    with desk.laid(decks, Clock()) as laid:
        assert terminal.sit(laid, Limits(), plain=True) == code
    assert {name: signal.getsignal(name) for name in before} == before
    assert len(logged(decks)) == 1


def test_the_call_on_the_command_line(decks: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sat(decks, *good(), wish=Wish(call=date(2026, 5, 11)))
    out = capsys.readouterr().out
    assert "new · call tomorrow" in out
    sure = memory.retrievability(memory.after(None, 3, DAY), DAY + timedelta(days=1))
    assert f"expected at the call on 2026-05-11: {sure / 4:.0%} of 4 cards (before: 0%)" in out

"""Terminal: a sitting in front of the learner. Shows the cards, does what the keys say, saves every answer at once."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from flashcards import editor, locating
from flashcards.errors import FlashcardsError
from flashcards.review import keys, layout, rule, session
from flashcards.review.cards import Card, Key
from flashcards.review.desk import Desk
from flashcards.review.keys import Act, Reader
from flashcards.review.memory import Review
from flashcards.review.rule import Entry

_CLEAR = "\x1b[H\x1b[2J"
_FAINT, _BOLD, _USUAL = "\x1b[2m", "\x1b[1m", "\x1b[0m"
_LINE = "─"
_MARGIN = "  "
_LEAST_FOR_MARGIN = 40


class Face:
    """What the learner sees. Plain: only lines, one below the other."""

    def __init__(self, *, plain: bool) -> None:
        self.plain = plain
        self.colour = not plain and not os.environ.get("NO_COLOR")

    @property
    def width(self) -> int:
        """Columns for text; the terminal may have changed since the last card."""
        columns = shutil.get_terminal_size((layout.WIDEST, 24)).columns
        return max(min(columns, layout.WIDEST) - 2 * len(self.margin), layout.NARROWEST - 1)

    @property
    def margin(self) -> str:
        """What stands before each line."""
        wide = shutil.get_terminal_size((layout.WIDEST, 24)).columns >= _LEAST_FOR_MARGIN
        return _MARGIN if wide and not self.plain else ""

    def say(self, lines: Iterable[str], style: str = "") -> None:
        """Lines of text, each at most as wide as the terminal."""
        for text in lines:
            for line in layout.wrapped(text, self.width):
                painted = f"{style}{line}{_USUAL}" if self.colour and style and line else line
                sys.stdout.write(f"{self.margin}{painted}\n" if line else "\n")
        sys.stdout.flush()

    def clear(self) -> None:
        """A fresh page."""
        sys.stdout.write("\n" if self.plain else _CLEAR)

    def rule(self) -> None:
        """A line between front and back."""
        self.say(["answer:"] if self.plain else ["", _LINE * min(self.width, 24), ""], _FAINT)

    def ask(self, hint: str) -> None:
        """What the keys do now."""
        if self.plain:
            self.say([hint.replace("space:", "enter:").replace("   ", ", ")])
        else:
            self.say(["", *layout.hint_lines(hint, self.width)], _FAINT)


@dataclass(frozen=True, slots=True)
class Limits:
    """When a sitting ends, beside its last card."""

    minutes: float | None = None
    cards: int | None = None


class Sitting:
    """One sitting: the session, and what the keys do to it and to the log."""

    def __init__(self, desk: Desk, face: Face, reader: Reader, limits: Limits) -> None:
        self.desk, self.face, self.reader = desk, face, reader
        self.cards = desk.cards()
        entries = desk.entries()
        self.calls, self.call, self.of_call = desk.choice.calls, desk.choice.call, desk.choice.of_call
        self.state = session.start(entries, desk.today, self.calls, limits.cards)
        self.before = self._recall(entries)
        self.until = desk.clock() + limits.minutes * 60_000 if limits.minutes else None
        self.notice = ""

    def take_back(self) -> None:
        """Undo the last answer of an earlier sitting before this one begins."""
        if not self._undo():
            self.notice = "there is no answer to undo"

    def run(self) -> None:
        """Card after card, until nothing is left, the time is up, or the learner stops."""
        while (entry := session.current(self.state)) and not self._is_late():
            if not self._card(entry):
                return
            if self.desk.log.changed():
                self.state = session.refreshed(self.state, self.desk.entries(), self.calls)

    def _is_late(self) -> bool:
        return self.until is not None and self.desk.clock() >= self.until

    # A card

    def _card(self, entry: Entry) -> bool:
        """Ask one card until it is answered or something else comes first. False: stop."""
        card = self.cards[session.key_of(entry)]
        began = self.desk.clock()
        answered = False
        self._front(card, entry)
        while True:
            act = self.reader.read()
            if act is Act.QUIT:
                return False
            if act is Act.SHOW and not answered:
                answered = True
                self._back(card)
            elif act in keys.GRADES and answered:
                self._grade(entry, int(act.value), began)
                return True
            elif act in _MOVES:
                if _MOVES[act](self, entry):
                    return True
            else:
                self._other(act, answered)

    def _other(self, act: Act | None, answered: bool) -> None:
        """Help, or a key that means nothing now."""
        if act is None and not self.face.plain:
            return
        if act is Act.HELP:
            self.face.say(["", *layout.help_lines(self.face.width)])
        elif act in keys.GRADES:
            self.face.say(["", "show the answer first"])
        self.face.ask(layout.GRADES if answered else layout.SHOW)

    def _front(self, card: Card, entry: Entry) -> None:
        self.face.clear()
        if self.notice:
            self.face.say([self.notice, ""])
            self.notice = ""
        self.face.say([layout.header(self.state, entry, self.call)], _FAINT)
        self.face.say(["", *layout.front(card, self.face.width)])
        self.face.ask(layout.SHOW)

    def _back(self, card: Card) -> None:
        self.face.rule()
        self.face.say(layout.back(card, self.face.width))
        self.face.ask(layout.GRADES)

    # What the keys do

    def _grade(self, entry: Entry, grade: int, began: int) -> None:
        now = self.desk.clock()
        review = self.desk.log.answer(session.key_of(entry), grade, now, self.desk.today, now - began)
        self.state = session.answered(self.state, review, self._entry(session.key_of(entry)))

    def _suspend(self, entry: Entry) -> bool:
        review = self.desk.log.suspend(session.key_of(entry), self.desk.clock(), self.desk.today)
        self.state = session.decided(self.state, review)
        self.notice = "suspended; u takes it back"
        return True

    def _undo(self, _entry: Entry | None = None) -> bool:
        review = None
        while review is None and self.state.given:  # another process may have taken back the last one
            review = self.desk.log.undo(self.state.given[-1].id)
            self.state = replace(self.state, given=self.state.given[:-1])
        review = review or self.desk.log.undo()
        if review is None:
            self.face.say(["", "there is no answer to undo"])
            return False
        key = (review.guid, review.ord)
        self.state = session.undone(self.state, review, self._entry(key) if key in self.cards else None)
        self.notice = _undone(review, known=key in self.cards)
        return True

    def _edit(self, entry: Entry) -> bool:
        try:
            spot = locating.spots(self.desk.decks, entry.guid)[0]
            if not spot.file:
                self.face.say(["", f"cannot find {spot.path}: build again with the folders of your notes"])
                return False
            with self.reader.paused():
                editor.show(spot.file, spot.line)
            self.notice = "`flashcards build` brings what you changed; the card keeps its history"
        except FlashcardsError as error:
            self.notice = "; ".join(error.lines())
        return True

    def _entry(self, key: Key) -> Entry:
        return self.desk.entry(self.cards[key])

    # The end

    def _recall(self, entries: Sequence[Entry]) -> float:
        """What one would know at the call; without one, nothing is said of it."""
        return rule.expected_recall(self._of_call(entries), self.call) if self.call else 0.0

    def _of_call(self, entries: Iterable[Entry]) -> list[Entry]:
        return [entry for entry in entries if session.key_of(entry) in self.of_call and not entry.suspended]

    def end(self) -> None:
        """Tell what was done and what is left."""
        if not self.face.plain:
            self.face.clear()
        entries = self.desk.entries()
        rest = session.order(entries, self.state.today, self.calls)
        forecast = None
        if self.call:
            cards = len(self._of_call(entries))
            forecast = layout.Forecast(self.call, cards, self.before, self._recall(entries))
        self.face.say(layout.ending(self.state, entries, rest, forecast))


_MOVES: dict[Act | None, Callable[[Sitting, Entry], bool]] = {
    Act.UNDO: Sitting._undo,
    Act.SUSPEND: Sitting._suspend,
    Act.EDIT: Sitting._edit,
}
"""What leads to another page, when it works."""


def _undone(review: Review, *, known: bool) -> str:
    what = "an answer" if review.grade else "a decision"
    return f"taken back: {what}" + ("" if known else " to a card that is not among these")


def resume(desk: Desk) -> str:
    """Ask the suspended cards of this desk again; tells how many."""
    keys_of = [session.key_of(entry) for entry in desk.entries() if entry.suspended]
    for key in keys_of:
        desk.log.suspend(key, desk.clock(), desk.today, off=False)
    return layout.count(len(keys_of), "card")


def sit(desk: Desk, limits: Limits, *, plain: bool, undo: bool = False, notice: str = "") -> int:
    """A whole sitting; gives the exit code. Whatever ends it, all that was answered is saved.

    With `undo` the last answer is taken back before the first card, which `notice` stands above.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a card may hold what this terminal cannot show
    with keys.signals():
        with keys.reader(plain=plain) as reader:
            sitting = Sitting(desk, Face(plain=plain), reader, limits)
            sitting.notice = notice
            code = _run(sitting, undo=undo)
        with suppress(OSError):
            sitting.end()
    return code


def _run(sitting: Sitting, *, undo: bool) -> int:
    """The exit code, by what ended it."""
    try:
        if undo:
            sitting.take_back()
        sitting.run()
    except KeyboardInterrupt:
        return 130
    except keys.Stopped as stopped:
        return 128 + stopped.number
    except OSError:  # the terminal is gone
        return 1
    return 0

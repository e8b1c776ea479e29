"""Layout: a card, its header and the help as lines that fit a terminal. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flashcards import html
from flashcards.review import session
from flashcards.review.cards import Card
from flashcards.review.memory import AGAIN
from flashcards.review.rule import Entry
from flashcards.review.session import Session
from flashcards.terminal import shown

NARROWEST = 20
WIDEST = 80
"""Lines longer than this are hard to read."""
_ITEM = re.compile(r"(?P<mark>- |\d{1,3}\. )?")
_TAB = 4

ANSWERING = (
    ("space, enter", "show the answer"),
    ("1", "Again: I did not know it; it comes back in this sitting"),
    ("2", "Hard: I knew it, with trouble"),
    ("3", "Good: I knew it"),
    ("4", "Easy: I knew it at once"),
    ("u", "undo, as often as you like, earlier sittings too"),
)
"""Keys that a terminal and a page share."""
HELP = (
    *ANSWERING,
    ("e", "open the document at the line of this card in $EDITOR"),
    ("s, @", "suspend the card: it is asked no more (u takes that back)"),
    ("?", "this help"),
    ("q", "stop; every answer is saved already"),
)
_FOR_COLUMNS = 72
"""Narrower screens get the help without columns."""
GRADES = "1 Again   2 Hard   3 Good   4 Easy   ? help"
SHOW = "space: show the answer   ? help   q stop"


def wrapped(text: str, width: int) -> Iterator[str]:
    """The text in lines of at most `width` columns; list items hang below their mark. Harmless in a terminal."""
    for line in text.split("\n"):
        yield from _wrapped(shown(line.expandtabs(_TAB)), max(width, 1))


def _wrapped(line: str, width: int) -> Iterator[str]:
    found = _ITEM.match(line)
    indent = len(found["mark"] or "") if found else 0
    indent = indent if indent < width // 2 else 0
    made, used = "", 0
    if len(line) - len(line.lstrip()) > width // 2:
        line = line.lstrip()
    for word in re.findall(r"^\s+|\S+\s*", line) or [""]:
        if used and used + columns(word.rstrip()) > width:
            yield made.rstrip()
            made, used = " " * indent, indent
        for piece in _pieces(word, width - indent):
            if used + columns(piece.rstrip()) > width:
                yield made.rstrip()
                made, used = " " * indent, indent
            made, used = made + piece, used + columns(piece)
    yield made.rstrip()


def _pieces(word: str, width: int) -> Iterator[str]:
    """A word, cut where it is wider than a line."""
    made, used = "", 0
    for letter in word:
        wide = columns(letter)
        if made and not letter.isspace() and used + wide > width:
            yield made
            made, used = "", 0
        made, used = made + letter, used + wide
    yield made


def columns(text: str) -> int:
    """How many columns of a terminal the text takes."""
    if text.isascii():
        return len(text)
    return sum(map(_wide, text))


def _wide(letter: str) -> int:
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def help_lines(width: int) -> Iterator[str]:
    """What each key does."""
    for key, text in HELP:
        if width < _FOR_COLUMNS:
            yield from wrapped(f"- {key}: {text}", width)
        else:
            yield f"{key:<14}{text}"


def hint_lines(hint: str, width: int) -> list[str]:
    """What the keys do now, on one line or, where that is too long, a line for each."""
    return [hint] if columns(hint) <= width else re.split(r" {3,}", hint)


# A card


def front(card: Card, width: int) -> list[str]:
    """What is asked."""
    crumbs = "" if card.late else card.note.fields.context
    return _parts([crumbs, card.front], width)


def back(card: Card, width: int) -> list[str]:
    """The answer, and all that stands below it."""
    fields = card.note.fields
    crumbs = fields.context if card.late else ""
    return [*_parts([crumbs, card.back, fields.extra], width), "", *wrapped(place(card), width)]


def place(card: Card) -> str:
    """The document and line that the card comes from, as of the last build."""
    source = card.note.source
    return f"{source.path}:{source.line_start}"


def _parts(parts: Iterable[str], width: int) -> list[str]:
    """The parts that hold something, without their marks, with a blank line between them."""
    lines: list[str] = []
    for part in filter(str.strip, map(html.seen, parts)):
        lines += ["", *wrapped(part, width)] if lines else wrapped(part, width)
    return lines


# Around it


def header(state: Session, entry: Entry, call: date | None) -> str:
    """`card 3 of 12 · 6 min left · new · call in 2 days`."""
    done = session.known(state)
    parts = [f"card {done + 1} of {done + session.left(state)}", f"{minutes(session.time_left(state))} left"]
    parts += ["new"] if entry.memory is None else []
    parts += [until(call, state.today)] if call else []
    return " · ".join(parts)


def minutes(ms: float) -> str:
    """`6 min`, `under a minute`."""
    whole = round(ms / 60_000)
    return f"{whole} min" if whole else "under a minute"


def until(call: date, today: date) -> str:
    """`call today`, `call in 2 days`."""
    days = (call - today).days
    return {0: "call today", 1: "call tomorrow"}.get(days, f"call in {days} days")


def count(number: int, noun: str) -> str:
    """`1 card`, `2 cards`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


@dataclass(frozen=True, slots=True)
class Forecast:
    """How things stand for the cards of a call."""

    call: date
    cards: int
    before: float
    """The part one would have known at the call before this sitting."""
    now: float


def ending(state: Session, entries: Sequence[Entry], rest: Sequence[Entry], forecast: Forecast | None) -> Iterator[str]:
    """What was done, the `rest` that is left for today, and what one will know at the call."""
    answers = session.answers(state)
    again = sum(review.grade == AGAIN for review in answers)
    took = minutes(sum(review.ms for review in answers))
    yield f"{count(session.known(state), 'card')} known, {count(len(answers), 'answer')} ({again} Again), {took}"
    if rest:
        new = sum(entry.memory is None for entry in rest)
        time = minutes(session.time_for(state, rest))
        yield f"left for today: {count(len(rest), 'card')} ({new} never seen), {time}"
    else:
        yield f"nothing is left for today{_next(entries, state.today)}"
    if forecast:
        cards = count(forecast.cards, "card")
        when = f"expected at the call on {forecast.call.isoformat()}"
        yield f"{when}: {forecast.now:.0%} of {cards} (before: {forecast.before:.0%})"


def _next(entries: Iterable[Entry], today: date) -> str:
    """`; 3 cards are due on 2026-05-12`."""
    days = [entry.memory.due for entry in entries if entry.memory and not entry.suspended and entry.memory.due > today]
    if not days:
        return ""
    first = min(days)
    number = days.count(first)
    return f"; {count(number, 'card')} {'is' if number == 1 else 'are'} due on {first.isoformat()}"

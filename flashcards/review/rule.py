"""The rule: which cards to ask today, and in which order. Pure.

Cards you have never seen first, in study order. Then what is due at 0.90, weakest first. From the day before the
call: everything you are less than 95 % sure of tomorrow. The day of the call is a second eve.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from flashcards.review.memory import AGAIN, Memory, retrievability

SURE_TOMORROW = 0.95
"""On the eve of a call a card is asked unless one is at least so sure of it."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """A card as the rule sees it."""

    guid: str
    ord: int
    memory: Memory | None = None
    """None: never seen."""
    place: int = 0
    """Its place in the study order."""
    suspended: bool = False


def ahead(call: date | None, today: date) -> date | None:
    """The call, unless it is over."""
    return call if call and call >= today else None


def is_eve(today: date, call: date | None) -> bool:
    """True on the day before the call and on its day."""
    return call is not None and call - _DAY <= today <= call


def queue(entries: Iterable[Entry], today: date, call: date | None) -> list[Entry]:
    """The cards to ask today, in order. Each is asked until it is known once; one failed today is still open."""
    open_cards = [entry for entry in entries if not entry.suspended]
    fresh = sorted((entry for entry in open_cards if entry.memory is None), key=lambda entry: entry.place)
    failed = [entry for entry in open_cards if _is_of_today(entry, today) and _failed(entry)]
    seen = (entry for entry in open_cards if entry.memory is not None and not _is_of_today(entry, today))
    on = today + _DAY if is_eve(today, call) else today
    weak = [(_sure(entry, on), entry.place, entry) for entry in seen if _is_asked(entry, today, on)]
    weak.sort(key=lambda found: found[:2])
    return [*fresh, *sorted(failed, key=lambda entry: entry.place), *(entry for _, _, entry in weak)]


def _is_of_today(entry: Entry, today: date) -> bool:
    """Answered today, or later where a clock was wrong."""
    return entry.memory is not None and entry.memory.last >= today


def _failed(entry: Entry) -> bool:
    return entry.memory is not None and entry.memory.grade == AGAIN


def _is_asked(entry: Entry, today: date, on: date) -> bool:
    """Due; or on an eve, when `on` is tomorrow, not sure enough of it."""
    assert entry.memory
    return entry.memory.due <= today or (on > today and _sure(entry, on) < SURE_TOMORROW)


def _sure(entry: Entry, on: date) -> float:
    return retrievability(entry.memory, on) if entry.memory else 0.0


def expected_recall(entries: Iterable[Entry], on: date) -> float:
    """The part of the cards that one will know on that day; one never seen counts nothing. 1 when there is none."""
    sure = [_sure(entry, on) for entry in entries if not entry.suspended]
    return sum(sure) / len(sure) if sure else 1.0

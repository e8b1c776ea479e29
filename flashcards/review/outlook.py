"""The outlook: what `flashcards plan` prints, as text or JSON. Pure."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from flashcards.review.calls import Call
from flashcards.review.cards import CALL
from flashcards.review.planning import CallPlan, Row
from flashcards.review.simulation import NEW_SECONDS, SURE_SECONDS
from flashcards.terminal import shown

METHOD = (
    "means of seeded simulations: the rule of `flashcards review`, FSRS-6 with default parameters, "
    "and the answers and seconds of an average user of Anki"
)
_MOST_ROWS = 14
"""A longer table is cut in its middle; JSON has all of it."""
_MOST_NAMES = 3
_HEAD = ("day", "new", "again", "minutes", "known at the call")
_INDENT = "  "


def lines(plans: Sequence[CallPlan], minutes: float) -> Iterator[str]:
    """All calls to be read by a person: what is left, what it takes, day by day, and the searches for Anki."""
    for place, plan in enumerate(plans):
        yield from [""] * bool(place)
        yield shown(_title(plan))
        yield from (_INDENT + line for line in _sums(plan, minutes))
        yield ""
        yield from (_INDENT + line for line in _table(plan.rows))
        yield ""
        yield from (f"{_INDENT}in Anki, {name}: {search}" for name, search in searches(plan.call).items())


def _title(plan: CallPlan) -> str:
    paths = plan.call.documents
    more = f" and {len(paths) - _MOST_NAMES} more" if len(paths) > _MOST_NAMES else ""
    return f"{plan.call.day}, {_ahead(plan.days_left)}: {_cards(plan)} of {', '.join(paths[:_MOST_NAMES])}{more}"


def _ahead(days: int) -> str:
    return "today" if days == 0 else "tomorrow" if days == 1 else f"in {days} days"


def _cards(plan: CallPlan) -> str:
    aside = f" ({plan.suspended} more suspended)" if plan.suspended else ""
    return f"{_count(plan.cards, 'card')}{aside}"


def _sums(plan: CallPlan, minutes: float) -> Iterator[str]:
    once, sure, there = (f"{time:,.0f} min" for time in (plan.minutes_once, plan.minutes_sure, plan.minutes_there))
    stop, today, end = percent(plan.now), percent(plan.today), percent(plan.end)
    yield f"{plan.new:,} new, {plan.due:,} due today, {plan.weak:,} weak (seen, but under 95 % at the call)"
    yield f"needed: {once} to see each card once, {sure} to arrive at 96-97 %"
    yield f"there:  {there} ({_count(_sessions(plan), 'session')} of {minutes:g}), {verdict(plan)}"
    yield f"known at the call: {stop} if you stop now, {today} after today, {end} by this plan"
    if plan.days_left > 1:
        yield f"                   {percent(plan.skipping)} if you skip today's session only"


def _sessions(plan: CallPlan) -> int:
    return max(1, plan.days_left)


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def verdict(plan: CallPlan) -> str:
    """Whether the time there is enough, and what would be."""
    count = _sessions(plan)
    if plan.minutes_there < plan.minutes_once:
        return f"too little to see each card: {math.ceil(plan.minutes_once / count)} a day would be enough for that"
    if plan.minutes_there < plan.minutes_sure:
        return f"enough to see each card; {math.ceil(plan.minutes_sure / count)} a day to be sure of them"
    return "enough"


def percent(share: float) -> str:
    """`86 %`; only what is certain is 100."""
    whole = round(100 * share)
    return f"{min(whole, 99) if share < 1 else whole} %"


def _table(rows: Sequence[Row]) -> Iterator[str]:
    cells = [_HEAD, *map(_cells, rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    made = ["  ".join(text.rjust(width) for text, width in zip(line, widths, strict=True)) for line in cells]
    head, *body = made
    yield head
    if len(body) > _MOST_ROWS:
        half = _MOST_ROWS // 2
        body = [*body[:half], f"… {len(body) - 2 * half} more days (--json has all)", *body[-half:]]
    yield from body


def _cells(row: Row) -> tuple[str, ...]:
    return str(row.day), f"{row.new:,.0f}", f"{row.reviews:,.0f}", f"{row.minutes:,.0f}", percent(row.known)


def searches(call: Call) -> dict[str, str]:
    """What to paste into Anki's search: the sweep before the call, and what was never seen."""
    tag = f"tag:{CALL}{call.day} " if call.tagged else ""
    return {"sweep": f"{tag}-is:new -is:suspended prop:r<0.95", "unseen": f"{tag}is:new"}


def over_lines(over: Iterable[Call]) -> Iterator[str]:
    """The calls that are left out."""
    for call in over:
        yield f"the call of {call.day} is over: left out ({_count(len(call.notes), 'note')})"


def as_json(plans: Sequence[CallPlan], over: Iterable[Call], today: date, minutes: float) -> str:
    """Everything as one JSON object. Shares are between 0 and 1."""
    past = [{"call": str(call.day), "notes": len(call.notes)} for call in over]
    told = {
        "today": str(today),
        "minutes_a_day": minutes,
        "seconds_new": NEW_SECONDS,
        "seconds_sure": SURE_SECONDS,
        "method": METHOD,
        "calls": [_call(plan) for plan in plans],
        "over": past,
    }
    return shown(json.dumps(told, ensure_ascii=False))


def _call(plan: CallPlan) -> dict[str, object]:
    return {
        "call": str(plan.call.day),
        "days_left": plan.days_left,
        "documents": list(plan.call.documents),
        "cards": plan.cards,
        "suspended": plan.suspended,
        "new": plan.new,
        "due": plan.due,
        "weak": plan.weak,
        "minutes_once": round(plan.minutes_once, 1),
        "minutes_sure": round(plan.minutes_sure, 1),
        "minutes_there": plan.minutes_there,
        "known": {
            "now": round(plan.now, 4),
            "after_today": round(plan.today, 4),
            "by_plan": round(plan.end, 4),
            "skipping_today": round(plan.skipping, 4),
        },
        "days": [_day(row) for row in plan.rows],
        "searches": searches(plan.call),
    }


def _day(row: Row) -> dict[str, object]:
    return {
        "day": str(row.day),
        "new": round(row.new, 1),
        "reviews": round(row.reviews, 1),
        "minutes": round(row.minutes, 1),
        "known": round(row.known, 4),
    }

"""Agreement: whether two amounts, as they were written, can both be true. Pure."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from flashcards import quantity
from flashcards.model import BLANK, Fields, Quantity

ROUND = 0.10
"""A number that is rounded by sight (`5k`, `2 weeks`) stands for no more than this share around it."""
THOUSANDS = 0.05
"""The same for a plain number that ends in three zeros."""
CONVERTED = {"data": 0.10, "data/time": 0.10, "time": 0.03}
"""Dimension → the share two values in different units may differ: 1,024 or 1,000, 30 days or a month."""
OTHERWISE = 0.02

_BARE = re.compile(r"^[\W_]{0,3}(?P<digits>\d[\d,]{0,20}(?:\.\d{1,12})?)[\W_]{0,2}$")
_DIGITS = re.compile(r"(?P<whole>\d[\d,]*)(?:\.(?P<part>\d+))?")
_ABOVE = frozenset({">", ">="})
_BELOW = frozenset({"<", "<="})


@dataclass(frozen=True, slots=True)
class Amount:
    """A value in the base unit of its dimension, with the room that its digits leave."""

    low: float
    high: float
    dimension: str
    unit: str
    comparator: str
    slack: float

    @property
    def bounds(self) -> tuple[float, float]:
        """The range it names; a bound is open on its side."""
        low = -math.inf if self.comparator in _BELOW else self.low
        return low, math.inf if self.comparator in _ABOVE else self.high


def restored(fields: Fields) -> tuple[str, int, int]:
    """The line with its answer back in place and where the answer stands; of a front without blank the answer."""
    if BLANK not in fields.front:
        return fields.back, 0, len(fields.back)
    at = fields.front.index(BLANK)
    text = fields.front[:at] + fields.back + fields.front[at + len(BLANK) :]
    return text, at, at + len(fields.back)


def asked(fields: Fields) -> Quantity | None:
    """The quantity a card asks for: what stood at the blank, or what the answer opens with."""
    text, start, end = restored(fields)
    found = [entry for entry in quantity.read(text) if entry.full_start < end and entry.full_end > start]
    if found:
        return found[0] if found[0].full_start <= start + 2 else None
    bare = _BARE.match(fields.back)
    if not bare:
        return None
    value = float(bare["digits"].replace(",", ""))
    return Quantity(start, end, start, end, value, value, "", "=")


def amount(found: Quantity, text: str) -> Amount:
    """The quantity read from a text, as an amount."""
    low, high, dimension = quantity.base(found)
    slack = _slack(found, text[found.start : found.end])
    factor = abs(high / found.high) if found.high and found.unit not in ("degC", "degF") else 1.0
    return Amount(low, high, dimension, found.unit, found.comparator, slack * factor)


def _slack(found: Quantity, written: str) -> float:
    """Half of the last digit's weight, with sensible limits; more for what is called about."""
    numbers = list(_DIGITS.finditer(written))
    if not numbers:
        return 0.0
    whole, part = numbers[-1]["whole"], numbers[-1]["part"] or ""
    value = float(f"{whole.replace(',', '')}.{part or 0}")
    scale = abs(found.high) / value if value else 1.0
    half = 0.5 * scale / 10.0 ** len(part)
    size = abs(found.high)
    if found.comparator == "~":
        return max(half, ROUND * size)
    if whole.endswith("000") and not part:
        return THOUSANDS * size
    return min(half, ROUND * size)


def agree(one: Amount, other: Amount) -> bool:
    """True when some value fits both: units, bounds, ranges and rounding allowed for."""
    if one.dimension != other.dimension:
        return False
    (low, high), (other_low, other_high) = _ranges(one, other)
    gap = max(low - other_high, other_low - high)
    return gap <= max(_room(one, other), one.slack, other.slack)


def _room(one: Amount, other: Amount) -> float:
    """How far apart two values may be that say the same in other units, or as bounds of one side."""
    size = max(abs(one.high), abs(other.high))
    if _same_side(one, other):
        return ROUND * size
    return CONVERTED.get(one.dimension, OTHERWISE) * size if one.unit != other.unit else 1e-9 * size


def _same_side(one: Amount, other: Amount) -> bool:
    return any(one.comparator in side and other.comparator in side for side in (_ABOVE, _BELOW))


def _ranges(one: Amount, other: Amount) -> tuple[tuple[float, float], tuple[float, float]]:
    """Two bounds of one side say little as bounds: `over 5,000` and `over 50,000` are compared as numbers."""
    if _same_side(one, other):
        return (one.low, one.high), (other.low, other.high)
    return one.bounds, other.bounds

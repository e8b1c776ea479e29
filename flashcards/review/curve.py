"""The curve: what one would know at each call, day by day, as one SVG picture that needs nothing else. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flashcards.html import attribute
from flashcards.review.outlook import percent
from flashcards.review.planning import CallPlan

WIDTH, HEIGHT = 640, 250
"""Of the panel of one call, in pixels."""
LEFT, RIGHT, TOP, BOTTOM = 56, 60, 64, 34
_LABELS = 11
"""So many points are named at most, and so many days."""
_INSET = 24
"""Pixels between the curve and the ends of the grid."""
_HIGH = 0.7
"""Above this a value stands below its point, out of the way of the goal."""
STYLE = """\
  svg { color-scheme: light dark; background: #fcfcfa; font: 13px system-ui, "Noto Sans", sans-serif; }
  text { fill: #1f2430; }
  .title { font-size: 16px; font-weight: 600; }
  .quiet { fill: #5c6270; }
  .grid { stroke: #dcdee3; }
  .goal { stroke: #5c6270; stroke-dasharray: 2 4; }
  .curve { fill: none; stroke: #2f62b5; stroke-width: 2.5; stroke-linejoin: round; }
  .area { fill: #2f62b5; opacity: .1; }
  .dot { fill: #2f62b5; }
  .value { font-weight: 600; text-anchor: middle; }
  .end { text-anchor: end; }
  .middle { text-anchor: middle; }
  @media (prefers-color-scheme: dark) {
    svg { background: #1e2126; }
    text { fill: #e3e5ea; }
    .quiet { fill: #a3a9b6; }
    .grid { stroke: #3a3f48; }
    .goal { stroke: #a3a9b6; }
    .curve { stroke: #8fb6f2; }
    .area, .dot { fill: #8fb6f2; }
  }
"""


@dataclass(frozen=True, slots=True)
class _Point:
    """A place on the curve, what stands there, and the day below it."""

    x: float
    y: float
    value: str
    day: str


def svg(plans: Sequence[CallPlan]) -> str:
    """One panel for each call, below each other."""
    height = HEIGHT * len(plans)
    told = "; ".join(f"{plan.call.day}: {percent(plan.now)} now, {percent(plan.end)} by this plan" for plan in plans)
    panels = (line for place, plan in enumerate(plans) for line in _panel(plan, place * HEIGHT))
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
            'role="img" aria-labelledby="title desc">',
            '<title id="title">What you would know at each call</title>',
            f'<desc id="desc">{attribute(told)}</desc>',
            f"<style>\n{STYLE}</style>",
            *panels,
            "</svg>\n",
        )
    )


def _panel(plan: CallPlan, top: int) -> Iterator[str]:
    points = _points(plan)
    names = ", ".join(plan.call.documents)
    names = names if len(names) <= 60 else f"{names[:59]}…"
    yield f'<g transform="translate(0 {top})">'
    yield f'<text class="title" x="{LEFT}" y="26">{attribute(f"Known at the call of {plan.call.day}")}</text>'
    yield f'<text class="quiet" x="{LEFT}" y="45">{attribute(f"{plan.cards} cards of {names}")}</text>'
    yield from _grid()
    line = " ".join(f"{point.x:.1f},{point.y:.1f}" for point in points)
    floor = HEIGHT - BOTTOM
    yield f'<polygon class="area" points="{points[0].x:.1f},{floor} {line} {points[-1].x:.1f},{floor}"/>'
    yield f'<polyline class="curve" points="{line}"/>'
    yield from _names(points)
    yield "</g>"


def _points(plan: CallPlan) -> list[_Point]:
    """What is known before today's session, and after that of each day."""
    known = [plan.now, *(row.known for row in plan.rows)]
    days = ["now", *(f"{row.day:%m-%d}" for row in plan.rows)]
    step = (WIDTH - LEFT - RIGHT - 2 * _INSET) / (len(known) - 1)
    return [
        _Point(LEFT + _INSET + place * step, _height(share), percent(share), day)
        for place, (share, day) in enumerate(zip(known, days, strict=True))
    ]


def _height(share: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - share)


def _grid() -> Iterator[str]:
    for share in (0, 0.5, 1):
        y = _height(share)
        yield f'<path class="grid" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>'
        yield f'<text class="quiet end" x="{LEFT - 8}" y="{y + 4:.1f}">{percent(share)}</text>'
    sure = _height(0.95)
    yield f'<path class="goal" d="M{LEFT} {sure:.1f}H{WIDTH - RIGHT}"/>'
    yield f'<text class="quiet" x="{WIDTH - RIGHT + 8}" y="{sure + 4:.1f}">95 %</text>'


def _names(points: Sequence[_Point]) -> Iterator[str]:
    """Dots, values and days; of many points only some are named, the last always."""
    every = -(-(len(points) - 1) // (_LABELS - 1)) or 1
    named = {*range(0, len(points), every), len(points) - 1}
    named -= {place for place in named if 0 < len(points) - 1 - place < every}
    for place, point in enumerate(points):
        yield f'<circle class="dot" cx="{point.x:.1f}" cy="{point.y:.1f}" r="{4 if place in named else 2}"/>'
        if place in named:
            y = point.y + (22 if point.y < _height(_HIGH) else -10)
            yield f'<text class="value" x="{point.x:.1f}" y="{y:.1f}">{attribute(point.value)}</text>'
            yield f'<text class="quiet middle" x="{point.x:.1f}" y="{HEIGHT - 12}">{attribute(point.day)}</text>'

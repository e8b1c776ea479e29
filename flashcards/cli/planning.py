"""The commands before a call: plan, brief."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

import click

from flashcards.cli.common import DECKS, JSON, main, say, tell

DAY = click.DateTime(["%Y-%m-%d"])


@main.command()
@DECKS
@JSON
@click.option("--call", "more", type=DAY, multiple=True, metavar="DATE", help="A call that no document names.")
@click.option("--minutes", type=click.FloatRange(1, 1440), default=20, show_default=True, help="Minutes a day.")
@click.option("--svg", type=click.Path(path_type=Path, dir_okay=False), help="Write the curves as a picture, too.")
def plan(decks: Path, as_json: bool, more: tuple[datetime, ...], minutes: float, svg: Path | None) -> None:
    """Tell for each call what is left to learn, whether the time is enough, and what you would know on its day.

    The calls are those of your documents (`call: 2026-11-30` in the header). For a DATE that none names, all cards
    count. The days ahead are simulated with the order that `flashcards review` asks in.

    \b
    Example:
      flashcards plan
      flashcards plan --minutes 30 --svg curve.svg
      flashcards plan --call 2026-11-30 --json
    """
    from flashcards import files
    from flashcards.review import calls, curve, desk, looking, outlook, planning

    seen, today = looking.look(decks), desk.today(_now)
    ahead, over = calls.split(calls.read(seen.notes, [day.date() for day in more]), today)
    plans = planning.plan(ahead, seen.entries, today, minutes)
    tell(outlook.over_lines(over))
    if not plans:
        tell([f"no call lies ahead: {calls.WRITE}, or name one with --call"])
    say([outlook.as_json(plans, over, today, minutes)] if as_json else outlook.lines(plans, minutes))
    if svg and plans:
        files.write_atomic(svg, curve.svg(plans).encode())
        tell([f"the curves stand in {svg}"])


@main.command()
@click.argument("call", nargs=-1)
@DECKS
@JSON
@click.option("--html", "as_html", is_flag=True, help="Print one HTML page, to be printed on A4.")
def brief(call: tuple[str, ...], decks: Path, as_json: bool, as_html: bool) -> None:
    """Print the page to read in the last ten minutes before a CALL, as Markdown.

    First what you are most likely to have forgotten, then numbers, comparisons, questions to ask, and the rest. CALL
    is a date, or words of its document, heading, deck or company; without any the next call is meant. Where no header
    has `call:`, the words name documents, and without any all cards are meant.

    \b
    Example:
      flashcards brief
      flashcards brief 2026-11-30
      flashcards brief tidewell --html > brief.html
    """
    from flashcards.review import brief_text, briefing, calls, desk, looking

    if as_json and as_html:
        raise click.UsageError("--html and --json do not go together")
    seen, today = looking.look(decks), desk.today(_now)
    meant = calls.meant(seen.notes, " ".join(call), today)
    made = briefing.brief(meant, looking.known(seen.entries, meant.notes, max(meant.day, today)))
    if as_html:
        click.echo(brief_text.page(made).encode("utf-8", "replace"))  # bytes: the page names its encoding
    else:
        say([brief_text.as_json(made)] if as_json else brief_text.markdown(made))


def _now() -> int:
    """Epoch milliseconds."""
    return time.time_ns() // 10**6

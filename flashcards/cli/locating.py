"""The command that finds a card's line: where."""

from __future__ import annotations

from pathlib import Path

import click

from flashcards.cli.common import DECKS, JSON, main, say, tell


@main.command()
@click.argument("what", metavar="GUID")
@DECKS
@JSON
@click.option("--edit", "opens", is_flag=True, help="Open the document there, in $VISUAL or $EDITOR.")
def where(what: str, decks: Path, as_json: bool, opens: bool) -> None:
    """Print the file and line that a card comes from, as `path:line`. Writes nothing.

    GUID may be the start of one, `path:line`, or words of the card; words that several cards hold print a line each.

    \b
    Example:
      flashcards where 3KPtYERtuaK
      flashcards where "disk seek" --edit
    """
    from flashcards import editor, locating, report

    found = locating.spots(decks, what)
    spot = locating.the_one(what, found) if opens else None
    say(report.spots_json(found) if as_json else report.spot_lines(found))
    tell(report.spot_troubles(found))
    if spot:
        editor.show(spot.file, spot.line)

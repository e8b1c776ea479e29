"""The command that starts a folder of notes: init."""

from __future__ import annotations

from pathlib import Path

import click

from flashcards.cli.common import main, say


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
def init(folder: Path) -> None:
    """Write a commented `flashcards.toml` with all settings into FOLDER (default: the one you are in).

    It changes nothing until you take a # off. A file that is there already stays as it is.

    \b
    Example:
      flashcards init .
      flashcards init notes
    """
    from flashcards import settings_text

    say([str(settings_text.write(folder))])

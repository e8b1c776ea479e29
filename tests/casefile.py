"""Cases as data: Markdown files with a note in a fence and the cards it must give below it.

    ## what the case shows
    ~~~~note
    the lines of the note
    ~~~~
    - kind | front | back

Line breaks on a card are written ` ⏎ `. A case without card lines must stay empty. The words behind `note` on the
fence are the document's title. In files of quirks each case is followed by its twin: `no-op: …` stays empty,
`ordinary: …` gives the ordinary card. `python tests/casefile.py FILE…` writes the cards made now; read the diff.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flashcards import documents, extractors, reading, report

FOLDER = Path(__file__).parent / "cases"
BREAK = " ⏎ "
_CASE = re.compile(
    r"^## (?P<name>[^\n]+)\n+~~~~note(?P<title>[^\n]*)\n(?P<note>.*?)^~~~~\n(?P<cards>(?:\n*- [^\n]+\n)*)", re.M | re.S
)


@dataclass(frozen=True, slots=True)
class Case:
    """One note and its cards as lines `kind | front | back`."""

    file: str
    name: str
    title: str
    note: str
    cards: tuple[str, ...]


def read(path: Path) -> Iterator[Case]:
    """The cases of one file."""
    for found in _CASE.finditer(path.read_text(encoding="utf-8")):
        cards = tuple(line[2:].strip() for line in found["cards"].splitlines() if line.startswith("- "))
        yield Case(path.stem, found["name"].strip(), found["title"].strip() or "topic", found["note"], cards)


def cards_of(note: str, title: str) -> tuple[str, ...]:
    """The cards a note gives now, in the form of the case files."""
    document, _ = documents.parse(note.encode("utf-8"), f"{title}.md")
    assert document is not None
    loaded, _ = extractors.load()
    made, _, problems = reading.read_document(document, loaded)
    assert not problems, problems
    return tuple(_line(entry.kind, report.front_text(entry.fields), report.back_text(entry.fields)) for entry in made)


def _line(kind: str, front: str, back: str) -> str:
    return f"{kind} | {front} | {back}".replace("\n", BREAK).rstrip()


def rewrite(path: Path) -> None:
    """Put the cards that are made now below each note."""

    def renew(found: re.Match[str]) -> str:
        head = found[0][: found.start("cards") - found.start()]
        made = cards_of(found["note"], found["title"].strip() or "topic")
        return head + "".join(f"- {line}\n" for line in made)

    path.write_text(_CASE.sub(renew, path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        rewrite(Path(name))

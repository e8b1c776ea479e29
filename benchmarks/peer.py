"""Beside another tool: the same vault read by markdown-anki-decks 1.1.1 and by this program, in one run.

That tool makes a card of each `##` heading and the text below it, so the vault is made of such questions: both read
every one. It is installed into an environment of its own, with the `click` it needs. Both start cold, and both times
hold the start of Python. Ours also keeps a ledger.
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import venv
import zipfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.vault import Writer

PEER = ("markdown-anki-decks==1.1.1", "click<8.1")
QUESTIONS = 10


def document(seed: int, number: int) -> str:
    """A document of questions, no two alike, with a paragraph below each."""
    writer = Writer(f"{seed}/{number}/peer")
    lines = [f"# {writer.name()} {number:05}", ""]
    for at in range(QUESTIONS):
        place, noun = writer.name(), writer.thing()
        lines += [f"## Why does the {noun} of {place} {number}-{at} fail?", "", writer.prose(), ""]
    return "\n".join(lines)


def make(folder: Path, count: int) -> Path:
    """Write the vault."""
    folder.mkdir(parents=True)
    for number in range(count):
        (folder / f"questions {number:05}.md").write_text(document(1, number), encoding="utf-8")
    return folder


def install(folder: Path) -> Path:
    """The other tool in an environment of its own; gives its command."""
    venv.create(folder, with_pip=True)
    python = str(folder / "bin" / "python")
    command = [python, "-I", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PEER]
    subprocess.run(command, check=True)
    return folder / "bin" / "mdankideck"


def seconds(*command: str | Path) -> float:
    """How long a command takes."""
    start = time.perf_counter()
    subprocess.run([*map(str, command)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def cards(folder: Path) -> int:
    """The cards in all packages of a folder."""
    total = 0
    for path in folder.glob("*.apkg"):
        with zipfile.ZipFile(path) as archive:
            connection = sqlite3.connect(":memory:")
            connection.deserialize(archive.read("collection.anki2"))
            total += connection.execute("SELECT count(*) FROM cards").fetchone()[0]
            connection.close()
    return total


def measure(home: Path, documents: int, rounds: int) -> tuple[list[float], list[float], int, int]:
    """Seconds of both tools, turn by turn, and the cards of both."""
    notes, peer = make(home / "notes", documents), install(home / "peer")
    theirs, ours = home / "theirs", home / "ours"
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for folder in (theirs, ours):
            shutil.rmtree(folder, ignore_errors=True)
        theirs.mkdir()
        times[0].append(seconds(peer, notes, theirs))
        times[1].append(seconds(sys.executable, "-m", "flashcards", "build", notes, "-o", ours))
    return *times, cards(theirs), cards(ours)


def table(documents: int, found: tuple[Sequence[float], Sequence[float], int, int]) -> str:
    """The best time of each, and how many times as fast ours is."""
    theirs, ours, their_cards, our_cards = found
    rows = [
        "| tool | documents | cards | seconds | times as fast |",
        "| --- | ---: | ---: | ---: | ---: |",
        f"| markdown-anki-decks 1.1.1 | {documents:,} | {their_cards:,} | {min(theirs):.2f} | 1.0 |",
        f"| flashcards | {documents:,} | {our_cards:,} | {min(ours):.2f} | {min(theirs) / min(ours):.1f} |",
    ]
    return "\n".join(rows)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", "--documents", type=int, default=1000, help="how many (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=2, help="the best counts (default: %(default)s)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        print(table(given.documents, measure(Path(home), given.documents, given.rounds)))


if __name__ == "__main__":
    main()

"""Time of a build over a made-up vault: cold, with nothing new, after one edit; each beside a lower bound.

The bounds:
* cold: one process reads the files, parses each with pyromark and writes the rows that the build wrote, raw
  (`executemany` into Anki's schema, then the zip). Only that work is timed, no start of Python: a hard bound.
* nothing new: a Python that walks the same folder and stats each file; start of Python in both.
* --help: `python -c "import click"`.
* after one edit: loading the ledger as JSON and writing the rows raw.

Nothing is asserted: times differ from machine to machine, ratios in one run less so.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

SIZES = (100, 1000, 10_000)
VAULT = Path(__file__).with_name("vault.py")
ROUNDS = 15
"""Alternating runs of a short command and its bound; the best of each counts."""

WALK = """
import os, sys
waiting = [sys.argv[1]]
while waiting:
    for entry in os.scandir(waiting.pop()):
        if entry.is_dir(follow_symlinks=False):
            waiting.append(entry.path)
        else:
            entry.stat(follow_symlinks=False)
"""
RAW = ("notes", "cards")


@dataclass(frozen=True, slots=True)
class Run:
    """What one child process took."""

    seconds: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Figures:
    """All that was measured on a vault of one size."""

    notes: int
    cards: int
    megabytes: float
    cold: Run
    cold_bound: float
    nothing: Run
    nothing_bound: Run
    edit: Run
    edit_bound: float


# -- child processes -----------------------------------------------------------------------------------------


def run(*command: str | Path) -> Run:
    """Run one command; its time from start to end and its peak memory."""
    start = time.perf_counter()
    with subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"failed, run it by hand: {' '.join(map(str, command))}")
    return Run(seconds, usage.ru_maxrss / 1024)


def program(*words: str | Path) -> Run:
    """Run `flashcards`."""
    return run(sys.executable, "-m", "flashcards", *words)


def alternating(*commands: Sequence[str | Path]) -> list[Run]:
    """The best run of each command; all take turns, so that a slow moment hits all."""
    runs = [[run(*command) for command in commands] for _ in range(ROUNDS)]
    return [min(column, key=lambda one: one.seconds) for column in zip(*runs, strict=True)]


# -- lower bounds --------------------------------------------------------------------------------------------


def bound_cold(notes: Path, decks: Path) -> float:
    """Seconds to read and parse the files and write the rows raw."""
    import pyromark

    rows, schema = rows_of(decks), anki_schema()
    start = time.perf_counter()
    for path in files(notes):
        with open(path, encoding="utf-8") as file:  # noqa: PTH123 - the bound takes the fastest way
            deque(pyromark.events_with_range(file.read()), maxlen=0)
    write_raw(rows, schema)
    return time.perf_counter() - start


def bound_edit(_: Path, decks: Path) -> float:
    """Seconds to load the ledger as JSON and write the rows raw."""
    rows, schema = rows_of(decks), anki_schema()
    start = time.perf_counter()
    with (decks / "ledger.jsonl").open(encoding="utf-8") as file:
        kept = [json.loads(line) for line in file]
    write_raw(rows, schema)
    return (time.perf_counter() - start) * bool(kept)


BOUNDS = {"cold": bound_cold, "edit": bound_edit}


def bound(name: str, notes: Path, decks: Path) -> float:
    """The best of three runs in a process of its own, which leaves this one small: children inherit its peak."""
    command = [sys.executable, __file__, "--bound", name, str(notes), str(decks)]
    ran = [subprocess.run(command, capture_output=True, text=True, check=True).stdout for _ in range(3)]
    return min(map(float, ran))


def files(folder: Path) -> Iterator[str]:
    """All files below a folder."""
    for where, _, names in os.walk(folder):
        for name in names:
            yield f"{where}/{name}"


Rows = dict[str, list[tuple[object, ...]]]


def rows_of(decks: Path) -> Rows:
    """The rows of all packages."""
    rows: Rows = {table: [] for table in RAW}
    for path in decks.glob("*.apkg"):
        with zipfile.ZipFile(path) as archive:
            connection = sqlite3.connect(":memory:")
            connection.deserialize(archive.read("collection.anki2"))
        for table in RAW:
            rows[table] += connection.execute(f"SELECT * FROM {table}").fetchall()
        connection.close()
    return rows


def anki_schema() -> str:
    """The statements that make an empty collection."""
    from genanki.apkg_col import APKG_COL
    from genanki.apkg_schema import APKG_SCHEMA

    return f"{APKG_SCHEMA};{APKG_COL}"


def write_raw(rows: Rows, schema: str) -> bytes:
    """A package with these rows, by the shortest way."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(schema)
    for table, content in rows.items():
        if content:
            connection.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(content[0]))})", content)
    connection.commit()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("collection.anki2", connection.serialize())
        archive.writestr("media", "{}")
    connection.close()
    return made.getvalue()


# -- measuring -----------------------------------------------------------------------------------------------


def measure(home: Path, size: int, *, sparse: bool = False) -> Figures:
    """All figures of one size."""
    notes, decks = home / f"notes{size}", home / f"decks{size}"
    run(sys.executable, VAULT, notes, "-n", str(size), *(["--sparse"] if sparse else []))
    cold = min((cold_build(notes, decks) for _ in range(3 if size <= 1000 else 1)), key=lambda one: one.seconds)
    megabytes = sum(Path(path).stat().st_size for path in files(notes)) / 1e6
    with (decks / "ledger.jsonl").open("rb") as ledger:
        count = sum(1 for _ in ledger)
    nothing, walk = alternating(
        (sys.executable, "-m", "flashcards", "build", notes, "-o", decks), (sys.executable, "-c", WALK, notes)
    )
    cold_bound, edit_bound = bound("cold", notes, decks), bound("edit", notes, decks)
    edit = min((edited_build(notes, decks) for _ in range(3)), key=lambda one: one.seconds)
    return Figures(size, count, megabytes, cold, cold_bound, nothing, walk, edit, edit_bound)


def cold_build(notes: Path, decks: Path) -> Run:
    """A build into an empty folder."""
    shutil.rmtree(decks, ignore_errors=True)
    return program("build", notes, "-o", decks)


def edited_build(notes: Path, decks: Path) -> Run:
    """A build after one fact was added to one note."""
    path = Path(min(files(notes)))
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}\n## Added {len(text)}\n- the added part takes {len(text)} ms\n", encoding="utf-8")
    then = time.time() - 1800
    os.utime(path, (then, then))
    return program("build", notes, "-o", decks)


# -- saying --------------------------------------------------------------------------------------------------


def table(found: Sequence[Figures]) -> Iterator[str]:
    """The figures as a Markdown table: seconds, and in brackets the ratio to the bound."""
    yield "| notes | cards | MB | cold | per note | nothing new | after one edit | peak memory |"
    yield "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    first = found[0].cold.seconds / found[0].notes
    for one in found:
        each = one.cold.seconds / one.notes
        yield (
            f"| {one.notes:,} | {one.cards:,} | {one.megabytes:.1f} "
            f"| {over(one.cold.seconds, one.cold_bound)} | {each * 1000:.2f} ms ({each / first:.2f} ×) "
            f"| {over(one.nothing.seconds, one.nothing_bound.seconds)} | {over(one.edit.seconds, one.edit_bound)} "
            f"| {max(one.cold.megabytes, one.edit.megabytes):.0f} MB, nothing new {one.nothing.megabytes:.0f} MB |"
        )


def over(seconds: float, bound: float) -> str:
    """`9.31 s (19.2 × 0.485 s)`."""
    return f"{seconds:.3f} s ({seconds / bound:.1f} × {bound:.3f} s)"


def main() -> None:
    """Measure each size and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="notes in a vault (default: %(default)s)")
    parser.add_argument("--sparse", action="store_true", help="every second note is prose without cards")
    parser.add_argument("--bound", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.bound:
        print(BOUNDS[given.bound[0]](*map(Path, given.bound[1:])))
        return
    with tempfile.TemporaryDirectory() as home:
        print(*table([measure(Path(home), size, sparse=given.sparse) for size in given.sizes]), sep="\n")
    shown, click = alternating((sys.executable, "-m", "flashcards", "--help"), (sys.executable, "-c", "import click"))
    print(f"\n`flashcards --help`: {over(shown.seconds, click.seconds)}")


if __name__ == "__main__":
    main()

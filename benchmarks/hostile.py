"""Hostile files: what each costs, what is said of it, and whether the document beside it is still built.

Each file stands in a folder of its own with one small good document, and `flashcards build` runs in a process of its
own. Seconds are of its processor; `peak` is all the memory it ever had.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

ROOT = Path(__file__).parents[1]
MB = 1_000_000
FACT = "- gate width: 18 m\n"
GOOD = "# Good\n\n- Tape read: 3 days\n"
CHUNK = 4_000
"""Pieces that are put together before they are written."""
PATIENCE = 600

CHILD = """\
import resource, sys, time
sys.argv[0] = "flashcards"
from flashcards.cli import run
try:
    run()
finally:
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(f"@ {used.ru_utime + used.ru_stime} {used.ru_maxrss}", file=sys.stderr)
"""


def _laughs(rounds: int) -> Iterator[str]:
    """The billion laughs: each line says the one above it ten times."""
    yield "a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]\n"
    for at in range(1, rounds):
        yield f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 10)}]\n"


def _yaml(*lines: str) -> tuple[str, ...]:
    return ("---\n", *lines, "\n---\n", FACT)


FILES: dict[str, Iterable[str]] = {
    "100 MB on one line": repeat("word ", 20 * MB),
    "100 MB of facts": repeat(FACT, 100 * MB // len(FACT)),
    "2 MB on one line": repeat("5 ms ", 399_999),
    "2 MB of one fact": repeat(FACT, 99_998),
    "2 MB of facts": (f"- gate{at} width: {at % 97 + 3} m\n" for at in range(80_000)),
    "2 MB of prices": (f"- {at} {'$1.5M ' * 650}\n" for at in range(500)),
    "1 MB of headings": (f"{'#' * (at % 6 + 1)} part{at}\n" for at in range(80_000)),
    "99,999 bullets of nothing": repeat("-\n", 99_998),
    "a million blank lines": repeat("\n", MB),
    "a line of 1,000,000 characters": ("# H\n- ", *repeat("x 5 ms ", 142_857), "\n", FACT),
    "bullets 1,900 deep": (f"{' ' * at}- level{at} has {at + 3} rows\n" for at in range(1_900)),
    "10,000 bullets on a line": ("- " * 10_000, "x\n", FACT),
    "quotes 10,000 deep": (">" * 10_000, " pump: 5 ms\n", FACT),
    "brackets 10,000 deep": ("[" * 10_000, "]" * 10_000, "\n", "(" * 10_000, "\n", "[[" * 10_000, "\n", FACT),
    "tags 10,000 deep": ("<div>" * 10_000, "\n", FACT),
    "a table of 2,000 columns": ("|" + "a|" * 2_000, "\n|" + "-|" * 2_000, *repeat("\n|" + "5 ms|" * 2_000, 100)),
    "YAML brackets 10,000 deep": _yaml("x: ", "[" * 10_000, "]" * 10_000),
    "YAML brackets 10,000 deep, with quotes": _yaml("x: ", "[']'," * 10_000),
    "YAML bullets 30,000 deep": _yaml("x:\n  ", "- " * 30_000, "x"),
    "YAML keys 350 deep": _yaml("x: y\n", *(" " * at + "a:\n" for at in range(350))),
    "YAML, a billion laughs": _yaml(*_laughs(30), "title: *a29"),
    "YAML, fewer laughs, in pairs": _yaml(*_laughs(10), "title: !!omap [k: *a9]\ntags: *a9"),
    "YAML, lists of one list": _yaml("a: &a [", "[]," * 8_000, "]\ntitle: [", "*a," * 8_000, "]"),
    "YAML of 60,000 characters": _yaml(*(f"k{at}: [v]\n" for at in range(5_000))),
    "YAML of a million characters": _yaml(*(f"k{at}: v\n" for at in range(90_000))),
    "YAML, a number of 60,000 digits": _yaml("title: ", "9" * 60_000),
    "TOML, 20,000 dots": ("+++\nx = 1\n", "a." * 20_000, "b = 1\n+++\n", FACT),
    "TOML brackets 10,000 deep": ("+++\nx = ", "[" * 10_000, "]" * 10_000, "\n+++\n", FACT),
}
"""Each file in pieces: none is held in memory as a whole, which its reader would seem to have used."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What became of one file."""

    size: int
    seconds: float
    peak: float
    built: bool
    said: str


def write(path: Path, pieces: Iterable[str]) -> int:
    """The bytes written."""
    with path.open("wb") as file:
        waiting: list[str] = []
        for piece in pieces:
            waiting.append(piece)
            if len(waiting) == CHUNK:
                file.write("".join(waiting).encode())
                waiting.clear()
        file.write("".join(waiting).encode())
    return path.stat().st_size


def cost(pieces: Iterable[str], home: Path) -> Cost:
    """Build one hostile file and the good one beside it."""
    notes = home / "notes"
    notes.mkdir()
    size = write(notes / "bad.md", pieces)
    (notes / "good.md").write_text(GOOD, encoding="utf-8")
    decks = home / "decks"
    command = [sys.executable, "-c", CHILD, "build", str(notes), "-o", str(decks)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False, cwd=ROOT)
    said, _, used = ran.stderr.rpartition("@ ")
    seconds, peak = [*used.split(), "nan", "nan"][:2]
    complaint = next((line for line in said.splitlines() if line.startswith("bad.md")), "")
    built = ran.returncode == 0 and _holds(decks / "ledger.jsonl", "Tape read")
    return Cost(size, float(seconds), float(peak) / 1024, built, complaint)


def _holds(path: Path, words: str) -> bool:
    with path.open(encoding="utf-8") as file:
        return any(words in line for line in file)


def main() -> int:
    """Print the table; 1 when a good document was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", help="only files whose name holds one of these")
    given = parser.parse_args()
    print("| file | MB | seconds | peak, MB | rest built | what is said |\n| --- | ---: | ---: | ---: | --- | --- |")
    lost = False
    for name, pieces in FILES.items():
        if given.words and not any(word in name for word in given.words):
            continue
        with tempfile.TemporaryDirectory() as home:
            made = cost(pieces, Path(home))
        cells = f"{made.size / MB:.2f} | {made.seconds:.1f} | {made.peak:.0f} | {'yes' if made.built else 'NO'}"
        print(f"| {name} | {cells} | {made.said[:110]} |", flush=True)
        lost |= not made.built
    return int(lost)


if __name__ == "__main__":
    sys.exit(main())

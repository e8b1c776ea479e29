"""Score the quantity reader against labelled lines: value and unit, precision, recall, F1."""

from __future__ import annotations

import argparse
import json
import math
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flashcards.model import Quantity
from flashcards.quantity import read

LABELS = Path(__file__).parent.parent / "tests" / "data" / "quantities.jsonl"


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over all lines, and a line of text for every mistake."""

    hits: int
    read: int
    labelled: int
    mistakes: tuple[str, ...]

    @property
    def precision(self) -> float:
        """Of what was read, the share that is labelled."""
        return self.hits / max(1, self.read)

    @property
    def recall(self) -> float:
        """Of what is labelled, the share that was read."""
        return self.hits / max(1, self.labelled)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.hits / max(1, self.read + self.labelled)


def agrees(found: Quantity, label: dict[str, Any]) -> bool:
    """True when low, high and unit are right on an overlapping span."""
    start, end = label["span"]
    if found.full_start >= end or start >= found.full_end:
        return False
    low = math.isclose(found.low, label["low"], rel_tol=1e-3)
    return low and math.isclose(found.high, label["high"], rel_tol=1e-3) and found.unit == label["unit"]


def score(path: Path = LABELS) -> Score:
    """Read every labelled line and count."""
    hits = total = labelled = 0
    mistakes = []
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        found, open_labels = list(read(row["text"])), list(row["quantities"])
        total, labelled = total + len(found), labelled + len(open_labels)
        for quantity in found:
            match = next((label for label in open_labels if agrees(quantity, label)), None)
            if match:
                open_labels.remove(match)
                hits += 1
            else:
                part = row["text"][quantity.full_start : quantity.full_end]
                mistakes.append(f"extra  {row['text']!r}: {part!r} {quantity.low:g}..{quantity.high:g} {quantity.unit}")
        mistakes += [f"missed {row['text']!r}: {label['full']!r} {label['unit']}" for label in open_labels]
    return Score(hits, total, labelled, tuple(mistakes))


def main() -> None:
    """Print the scores; with --verbose each mistake as well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labels", nargs="?", type=Path, default=LABELS)
    parser.add_argument("--verbose", action="store_true")
    args = parser.parse_args()
    result = score(args.labels)
    if args.verbose:
        sys.stdout.writelines(f"{line}\n" for line in result.mistakes)
    print(f"precision {result.precision:.3f} recall {result.recall:.3f} F1 {result.f1:.3f}")
    print(f"read {result.read} labelled {result.labelled} right {result.hits}")


if __name__ == "__main__":
    main()

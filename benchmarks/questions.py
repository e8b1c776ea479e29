"""Precision and recall of the question reader over the labelled lines. Usage: questions.py [--verbose]."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

from flashcards.questions import Section, read, topic

LABELS = Path(__file__).parent.parent / "tests" / "data" / "questions.jsonl"
SECTIONS: dict[str, Section] = {
    "": "",
    "Questions": "questions",
    "Application": "application",
    "Journal": "journal",
}
Row = dict[str, Any]


def rows() -> list[Row]:
    """The labelled lines."""
    return [json.loads(line) for line in LABELS.read_text("utf-8").splitlines()]


def outcome(row: Row) -> tuple[bool, bool, bool]:
    """Labelled a question, read as one, and read rightly (letter and clean text)."""
    found = read(row["text"], under=SECTIONS[row["section"]])
    labelled = row["label"] != "N"
    right = found is not None and (found.kind, found.clean) == (row["label"], row["clean"])
    return labelled, found is not None, right


def score(results: list[tuple[bool, bool, bool]]) -> tuple[float, float]:
    """Precision and recall in per cent; a wrong letter or text counts against both."""
    right = sum(r for _, _, r in results)
    return 100 * right / max(1, sum(f for _, f, _ in results)), 100 * right / sum(n for n, _, _ in results)


def microseconds(lines: list[str], rounds: int = 50) -> float:
    """Mean time for one line."""
    start = perf_counter()
    for _ in range(rounds):
        for line in lines:
            read(line)
    return 1e6 * (perf_counter() - start) / (rounds * len(lines))


def main() -> None:
    """Print the score, the time for a line that is no question, and with --verbose each miss."""
    labelled = rows()
    results = [outcome(row) for row in labelled]
    precision, recall = score(results)
    plain = [row["text"] for row in labelled if row["label"] == "N"]
    print(f"precision {precision:.1f} recall {recall:.1f} lines {len(labelled)}")
    print(f"{microseconds(plain):.1f} µs for a labelled line that is no question (most of them begin like one)")
    if "--verbose" in sys.argv[1:]:
        for row, (wanted, found, right) in zip(labelled, results, strict=True):
            if right != (wanted or found):
                print(row["id"], row["label"], read(row["text"], under=SECTIONS[row["section"]]), row["text"])
            elif right:
                print("  ", row["id"], "|", topic(row["clean"]), "|", row["clean"])


if __name__ == "__main__":
    main()

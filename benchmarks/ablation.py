"""What each part is worth: every extractor, rule, signal, section and lint is turned off in turn.

    PYTHONPATH=. python benchmarks/ablation.py [LABELS NOTES]...

For each switch it prints what the score loses without it: recall and precision in points, F1 in points, and the cards
on lines where none may be (`never`, more is worse). A line with no change says that nothing in these labels needs the
part. Without arguments the labelled notes of the tests are used; give more pairs for other sets.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks import labels as marks
from flashcards import cues, documents, extractors, folders, quality, reading, reasons, shapes, signals
from flashcards.model import Candidate, Document
from flashcards.page import Page
from flashcards.patterns import Cue
from flashcards.zones import NEVER_ZONES

AFTERWARDS = frozenset({"covered", "duplicate", "same-front", "nothing", "no-answer", "nocard"})
"""Codes that say what became of a line, and keep none from becoming a card."""
HELD = Path(__file__).parents[1] / "tests" / "heldout"
Undo = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Switch:
    """One part: its sort, its name, and how to turn it off; the result turns it on again."""

    sort: str
    name: str
    off: Callable[[], Undo]


@dataclass(frozen=True, slots=True)
class Bench:
    """The documents read once, with their labels."""

    documents: tuple[Document, ...]
    labels: dict[str, list[marks.Label]]


def load(pairs: Sequence[tuple[Path, Path]]) -> Bench:
    """The documents and labels of some sets. Names must differ between the sets."""
    found: list[Document] = []
    wanted: dict[str, list[marks.Label]] = {}
    for labels, notes in pairs:
        wanted |= marks.load(labels)
        for entry in folders.find([notes]).files:
            document, _ = documents.read(Path(entry.path), entry.name)
            if document:
                found.append(document)
    return Bench(tuple(found), wanted)


def run(bench: Bench, loaded: dict[str, extractors.Extractor]) -> marks.Score:
    """The score of everything that is read now."""
    forget()
    made: list[Candidate] = []
    for document in bench.documents:
        made.extend(reading.read_document(document, loaded)[0])
    return marks.score(bench.labels, made)


def forget() -> None:
    """Empty every cache of the program: a switch must be seen."""
    for name, module in list(sys.modules.items()):
        if name.startswith("flashcards."):
            for entry in vars(module).values():
                getattr(entry, "cache_clear", int)()


# -- switches ------------------------------------------------------------------------------------------------


def switches(loaded: dict[str, extractors.Extractor]) -> Iterator[Switch]:
    """All parts that can be turned off."""
    for name in loaded:
        yield Switch("extractor", name, lambda name=name: without(loaded, name))  # type: ignore[misc]
    for name, _ in shapes._RULES:
        yield Switch("shape", name, lambda name=name: fewer(shapes, "_RULES", name))  # type: ignore[misc]
    linted = {code for code, _ in (*quality._RULES, *quality._LIMITS)}
    for code in sorted(set(quality.CODES) - linted - NEVER_ZONES - AFTERWARDS):
        yield Switch("reason", code, lambda code=code: ignored(code))  # type: ignore[misc]
    for name in cues.SECTIONS:
        yield Switch("section", name, lambda name=name: unsaid(name))  # type: ignore[misc]
    for name in signals.WEIGHTS:
        yield Switch("weight", name, lambda name=name: weightless(name))  # type: ignore[misc]
    for name in signals.SHARES:
        yield Switch("share", name, lambda name=name: unreached(name))  # type: ignore[misc]
    for code, _ in quality._RULES:
        yield Switch("lint", code, lambda code=code: fewer(quality, "_RULES", code))  # type: ignore[misc]
    for code, _ in quality._LIMITS:
        yield Switch("lint", code, lambda code=code: fewer(quality, "_LIMITS", code))  # type: ignore[misc]


def without(table: dict[str, extractors.Extractor], name: str) -> Undo:
    """A table without one entry; its order comes back with it."""
    before = dict(table)
    del table[name]

    def undo() -> None:
        table.clear()
        table.update(before)

    return undo


def fewer(module: object, attribute: str, name: str) -> Undo:
    """A tuple of rules without those of one name."""
    before = getattr(module, attribute)
    setattr(module, attribute, tuple(rule for rule in before if rule[0] != name))
    return lambda: setattr(module, attribute, before)


def ignored(code: str) -> Undo:
    """A reason that keeps no line from becoming a card."""
    before = reasons.find

    def find(given: Page) -> list[str]:
        return ["" if reason == code else reason for reason in before(given)]

    setattr(reasons, "find", find)  # noqa: B010
    return lambda: setattr(reasons, "find", before)


def unsaid(name: str) -> Undo:
    """A sort of section that no heading opens."""
    before = cues.SECTIONS[name]
    cues.SECTIONS[name] = Cue(r"(?!)")
    return lambda: cues.SECTIONS.update({name: before})


def weightless(name: str) -> Undo:
    """A signal that weighs nothing."""
    before = signals.WEIGHTS[name]
    signals.WEIGHTS[name] = replace(before, weight=0.0)
    return lambda: signals.WEIGHTS.update({name: before})


def unreached(name: str) -> Undo:
    """A share that nothing reaches."""
    before = signals.SHARES[name]
    signals.SHARES[name] = replace(before, least=sys.maxsize)
    return lambda: signals.SHARES.update({name: before})


@contextmanager
def turned_off(switch: Switch) -> Iterator[None]:
    """One part off, and on again whatever happens."""
    undo = switch.off()
    try:
        yield
    finally:
        undo()


# -- saying --------------------------------------------------------------------------------------------------


def row(switch: Switch, whole: marks.Score, left: marks.Score) -> str:
    """What is lost without a part; a minus says that the score is better without it."""
    losses = [(before - after) * 100 for before, after in _pairs(whole, left)]
    changed = (whole.met, whole.cards, whole.right, whole.never) != (left.met, left.cards, left.right, left.never)
    cells = " | ".join(f"{loss:+.2f}" if changed else "" for loss in losses)
    never = f"{left.never - whole.never:+d}" if changed else ""
    return f"| {switch.sort} | {switch.name} | {cells} | {never} | {'' if changed else 'no change'} |"


def _pairs(whole: marks.Score, left: marks.Score) -> tuple[tuple[float, float], ...]:
    return (whole.recall, left.recall), (whole.precision, left.precision), (whole.f1, left.f1)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", type=Path, help="LABELS NOTES, again and again")
    given = parser.parse_args().sets
    if len(given) % 2:
        parser.error("give LABELS and NOTES in turn")
    pairs = list(zip(given[::2], given[1::2], strict=True)) or [(HELD / "labels.jsonl", HELD / "notes")]
    loaded, _ = extractors.load()
    bench = load(pairs)
    whole = run(bench, loaded)
    print(
        f"{whole.cards} cards, recall {whole.recall:.3f} ({whole.met}/{whole.required}), "
        f"precision {whole.precision:.3f}, F1 {whole.f1:.3f}, never {whole.never}\n"
    )
    print("| sort | turned off | recall lost | precision lost | F1 lost | never | |")
    print("| --- | --- | ---: | ---: | ---: | ---: | --- |")
    for switch in list(switches(loaded)):
        with turned_off(switch):
            print(row(switch, whole, run(bench, loaded)), flush=True)


if __name__ == "__main__":
    main()

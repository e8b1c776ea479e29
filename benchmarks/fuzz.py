"""Fuzzing: bytes nobody would write, thrown at each room, and what must hold whatever they are.

With atheris (`pip install -e '.[fuzz]'`) the bytes are led by what code they reach, in one process a target; without
it they are changed at random, always in the same way for the same seed. Each find is printed once, as Python bytes
to paste into a test. An input that takes more than a second of the processor is a find, too.
"""

from __future__ import annotations

import argparse
import gc
import importlib.util
import os
import random
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.targets import Target

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

LONGEST = 4_000
"""Bytes of an input at most."""
SLOWEST = 1.0
"""Seconds of the processor after which an input counts as a find."""


class SlowError(AssertionError):
    """An input that takes too long."""


@dataclass(slots=True)
class Tally:
    """What became of the inputs of one target."""

    runs: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    finds: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    """Place of the failure to the shortest input that led there, and what was said."""


def tried(run: Callable[[bytes], None], data: bytes, tally: Tally) -> None:
    """Run one input; a failure goes into the tally."""
    start = time.process_time()
    try:
        run(data)
    except Exception as error:
        _keep(tally, data, error)
    taken = time.process_time() - start
    if taken > SLOWEST and _again(run, data) > SLOWEST:
        _keep(tally, data, SlowError(f"{taken:.1f} s"))
    tally.runs += 1
    tally.seconds += taken
    tally.slowest = max(tally.slowest, taken)


def _again(run: Callable[[bytes], None], data: bytes) -> float:
    """The seconds of a second try, with the collector's work done before."""
    gc.collect()
    start = time.process_time()
    try:
        run(data)
    except Exception:  # it is kept already
        return 0.0
    return time.process_time() - start


def _keep(tally: Tally, data: bytes, error: Exception) -> None:
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).suffix == ".py"]
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "slow"
    key = f"{type(error).__name__} at {place}"
    known = tally.finds.get(key)
    if known is None or len(data) < len(known[0]):
        tally.finds[key] = data, " ".join(str(error).split())[:300]


def shrunk(run: Callable[[bytes], None], data: bytes, key: str) -> bytes:
    """The input with all cut out that the find does not need."""
    size = len(data) // 2
    while size:
        at = 0
        while at < len(data):
            shorter = data[:at] + data[at + size :]
            if key in _finds_of(run, shorter):
                data = shorter
            else:
                at += size
        size //= 2
    return data


def _finds_of(run: Callable[[bytes], None], data: bytes) -> dict[str, tuple[bytes, str]]:
    tally = Tally()
    tried(run, data, tally)
    return tally.finds


# -- at random -----------------------------------------------------------------------------------------------


def inputs(seeds: Sequence[bytes], words: Sequence[bytes], dice: random.Random) -> Iterator[bytes]:
    """The seeds, then seeds that are changed in some places, without end."""
    yield from seeds
    while True:
        data = dice.choice(seeds)
        for _ in range(dice.choice((1, 1, 2, 3, 5, 9))):
            data = dice.choice(_CHANGES)(data, seeds, words, dice)[:LONGEST]
        yield data


def _spot(data: bytes, dice: random.Random) -> tuple[int, int]:
    """A short span of the data."""
    start = dice.randint(0, len(data))
    return start, min(len(data), start + dice.choice((0, 1, 1, 2, 4, 8, 32)))


def _insert(data: bytes, _: Sequence[bytes], words: Sequence[bytes], dice: random.Random) -> bytes:
    at = dice.randint(0, len(data))
    return data[:at] + dice.choice(words) * dice.choice((1, 1, 1, 2, 3, 40)) + data[at:]


def _replace(data: bytes, _: Sequence[bytes], words: Sequence[bytes], dice: random.Random) -> bytes:
    start, end = _spot(data, dice)
    return data[:start] + dice.choice(words) + data[end:]


def _flip(data: bytes, _: Sequence[bytes], __: Sequence[bytes], dice: random.Random) -> bytes:
    at = dice.randint(0, len(data))
    return data[:at] + bytes([dice.randrange(256)]) + data[at + 1 :]


def _drop(data: bytes, _: Sequence[bytes], __: Sequence[bytes], dice: random.Random) -> bytes:
    start, end = _spot(data, dice)
    return data[:start] + data[end:]


def _repeat(data: bytes, _: Sequence[bytes], __: Sequence[bytes], dice: random.Random) -> bytes:
    start, end = _spot(data, dice)
    return data[:end] + data[start:end] * dice.choice((1, 2, 50)) + data[end:]


def _cross(data: bytes, seeds: Sequence[bytes], _: Sequence[bytes], dice: random.Random) -> bytes:
    other = dice.choice(seeds)
    return data[: dice.randint(0, len(data))] + other[dice.randint(0, len(other)) :]


def _shuffle(data: bytes, _: Sequence[bytes], __: Sequence[bytes], dice: random.Random) -> bytes:
    lines = data.split(b"\n")
    dice.shuffle(lines)
    return b"\n".join(lines)


_CHANGES = (_insert, _insert, _insert, _replace, _replace, _flip, _drop, _repeat, _cross, _shuffle)


def at_random(name: str, runs: int, seconds: float, seed: int) -> Tally:
    """So many inputs, or as many as the seconds allow."""
    from benchmarks.targets import TARGETS

    target, tally, end = TARGETS[name], Tally(), time.monotonic() + seconds
    stream = inputs(list(target.seeds()), target.words, random.Random(f"{name} {seed}"))
    while tally.runs < runs and time.monotonic() < end:
        tried(target.run, next(stream), tally)
    tally.finds = {key: (shrunk(target.run, data, key), said) for key, (data, said) in tally.finds.items()}
    return tally


# -- led by coverage -----------------------------------------------------------------------------------------


def led(name: str, runs: int, seconds: float, seed: int) -> None:
    """The same by atheris, which never returns: what was found is printed along the way."""
    import atheris

    with atheris.instrument_imports(include=["flashcards"]):
        from benchmarks.targets import TARGETS
    target, tally, end = TARGETS[name], Tally(), time.monotonic() + seconds

    def one(data: bytes) -> None:
        known = set(tally.finds)
        tried(target.run, data, tally)
        for key in tally.finds.keys() - known:
            data, said = tally.finds[key]
            print_find(key, shrunk(target.run, data, key), said)
        if tally.runs >= runs or time.monotonic() > end:
            print_row(name, tally)
            os._exit(bool(tally.finds))

    with tempfile.TemporaryDirectory() as folder:
        atheris.Setup([name, f"-seed={seed + 1}", f"-max_len={LONGEST}", *_prepared(target, Path(folder))], one)
        atheris.Fuzz()


def _prepared(target: Target, folder: Path) -> list[str]:
    """The seeds and the words of a target as files, and the options that name them."""
    corpus, marks = folder / "corpus", folder / "marks"
    corpus.mkdir()
    for at, data in enumerate(target.seeds()):
        (corpus / str(at)).write_bytes(data[:LONGEST])
    marks.write_text("".join(f'"{_escaped(word)}"\n' for word in target.words), encoding="ascii")
    return [f"-dict={marks}", "-verbosity=0", str(corpus)]


def _escaped(word: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word)


# -- saying --------------------------------------------------------------------------------------------------


def print_row(name: str, tally: Tally) -> None:
    """One line of the table."""
    each = tally.seconds / tally.runs * 1e6 if tally.runs else 0.0
    cells = f"{tally.runs:,} | {tally.seconds:.0f} | {each:.0f} | {tally.slowest * 1000:.0f} | {len(tally.finds)}"
    print(f"| {name} | {cells} |", flush=True)


def print_find(key: str, data: bytes, said: str) -> None:
    """One find, ready to be pasted."""
    print(f"  find: {key}: {said}\n    {data!r}", flush=True)


def main() -> int:
    """Run the targets one after the other; 1 when something was found."""
    given = _arguments()
    if given.led:
        led(given.targets[0], given.runs, given.seconds, given.seed)
    from benchmarks.targets import TARGETS

    print("| target | inputs | seconds | µs each | slowest, ms | finds |\n| --- | ---: | ---: | ---: | ---: | ---: |")
    guided = not given.random and importlib.util.find_spec("atheris") is not None
    one = _led_apart if guided else _at_random
    return int(sum(one(name, given) for name in given.targets or TARGETS) > 0)


def _at_random(name: str, given: argparse.Namespace) -> bool:
    """True when something was found."""
    tally = at_random(name, given.runs, given.seconds, given.seed)
    print_row(name, tally)
    for key, (data, said) in tally.finds.items():
        print_find(key, data, said)
    return bool(tally.finds)


def _led_apart(name: str, given: argparse.Namespace) -> bool:
    """The same in a process of its own; of what atheris prints only our lines are shown."""
    words = [f"--runs={given.runs}", f"--seconds={given.seconds}", f"--seed={given.seed}"]
    command = [sys.executable, __file__, "--led", *words, name]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    ours = [line for line in done.stdout.splitlines() if line.startswith(("|", "  find", "    b"))]
    print("\n".join(ours or [f"{name} failed:", *done.stderr.splitlines()[-5:]]), flush=True)
    return done.returncode != 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", help="which ones (default: all)")
    parser.add_argument("-r", "--runs", type=int, default=10_000, help="inputs a target (default: %(default)s)")
    parser.add_argument("-s", "--seconds", type=float, default=3_600, help="seconds a target at most")
    parser.add_argument("--seed", type=int, default=0, help="where chance begins (default: %(default)s)")
    parser.add_argument("--random", action="store_true", help="at random, even where atheris is installed")
    parser.add_argument("--led", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

"""A short run of the fuzzer, the same each time, and that it would see what is wrong.

Nothing is timed here: `benchmarks/fuzz.py` looks for slow inputs, too.
"""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks import fuzz, targets
from flashcards import quantity

RUNS = 400
MANY = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("name", targets.TARGETS)
def test_what_must_hold_holds(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz, "SLOWEST", float("inf"))
    tally = fuzz.at_random(name, RUNS, seconds=600, seed=1)
    assert tally.runs == RUNS
    assert tally.finds == {}


@pytest.mark.parametrize("name", targets.TARGETS)
@MANY
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace"))))
def test_what_must_hold_holds_for_any_bytes(name: str, data: bytes) -> None:
    targets.TARGETS[name].run(data)


@pytest.mark.parametrize("name", targets.TARGETS)
def test_the_same_seed_gives_the_same_inputs(name: str) -> None:
    target = targets.TARGETS[name]
    one, other, third = (fuzz.inputs(target.seeds(), target.words, random.Random(seed)) for seed in ("a", "a", "b"))
    count = len(target.seeds()) + 50
    made = [next(one) for _ in range(count)]
    assert made == [next(other) for _ in range(count)]
    assert made != [next(third) for _ in range(count)]
    assert max(map(len, made[len(target.seeds()) :])) <= fuzz.LONGEST


FINDS = {
    "numbers": [b"100-10s of alerts"],
    "html": [b"7. a\n0. b", b"\xef\xbb\xbf\x00\nf"],
    "documents": [
        b"---\na:\n  " + b"- " * 25_000 + b"x\n---\nb",
        b"---\na: &a [" + b"[]," * 8_000 + b"]\ntitle: [" + b"*a," * 8_000 + b"]\n---\nb",
    ],
}
"""What the fuzzer found, or what was found beside it: bytes that broke a room once."""


@pytest.mark.parametrize(("name", "data"), [(name, data) for name, found in FINDS.items() for data in found])
def test_what_was_found_stays_mended(name: str, data: bytes) -> None:
    targets.TARGETS[name].run(data)


def test_a_find_is_kept_once_and_cut_down() -> None:
    def run(data: bytes) -> None:
        if b"x" in data and b"y" in data:
            raise ValueError("both")

    tally = fuzz.Tally()
    for data in (b"aaa", b"aaxaayaa", b"xay", b"..x....y"):
        fuzz.tried(run, data, tally)
    assert tally.runs == 4
    ((key, (data, said)),) = tally.finds.items()
    assert key.startswith("ValueError at test_fuzz.py:")
    assert (data, said) == (b"xay", "both")
    assert fuzz.shrunk(run, b"..x....y", key) == b"xy"


def test_a_slow_input_is_a_find(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz, "SLOWEST", -1.0)
    tally = fuzz.Tally()
    fuzz.tried(lambda data: None, b"a", tally)
    assert list(tally.finds) == ["SlowError at slow"]


@pytest.mark.parametrize(
    ("name", "room", "function", "wrong"),
    [
        ("documents", "documents", "_lines", lambda text: text.split("\n")[:1]),
        ("outline", "wrapped", "whole", lambda pieces: pieces[::2]),
        ("numbers", "quantity", "read", lambda text: quantity._reading("5 ms and 6 GB").quantities[::-1]),
        ("html", "html", "field", lambda text: text),
        ("ledger", "records", "dump", lambda made: ""),
        ("reconcile", "ledger", "_later", lambda note, now: now),
    ],
)
def test_the_fuzzer_sees_a_broken_room(
    monkeypatch: pytest.MonkeyPatch, name: str, room: str, function: str, wrong: object
) -> None:
    monkeypatch.setattr(f"flashcards.{room}.{function}", wrong)
    assert fuzz.at_random(name, 150, seconds=600, seed=2).finds

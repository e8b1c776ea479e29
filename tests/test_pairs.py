"""Key and value on one line, and the lines that only look like it."""

from __future__ import annotations

import pytest

from flashcards import pairs


@pytest.mark.parametrize(
    ("line", "key", "value"),
    [
        ("**Union:** gloss", "Union", "gloss"),
        ("**Foreign key** - a thing", "Foreign key", "a thing"),
        ("**Subnet** internal net", "Subnet", "internal net"),
        ("`acks` = all", "acks", "all"),
        ("Disk seek: 10 ms", "Disk seek", "10 ms"),
        ("flex : paying someone", "flex", "paying someone"),
        ("WACC :: cost of equity", "WACC", "cost of equity"),
        ("What does it cost?::$O(n^2)$", "What does it cost?", "$O(n^2)$"),
        ("10! = 3,628,800", "10!", "3,628,800"),
        ("ln 2 ≈ 0.693", "ln 2", "0.693"),
        ("A - name → IPv4", "A", "name → IPv4"),
        ("class imbalance -> look at the curve", "class imbalance", "look at the curve"),
        ("dirty read | seeing a row", "dirty read", "seeing a row"),
        ("SRM means the split came out uneven", "SRM", "the split came out uneven"),
        ("California → Netherlands → California: 150 ms", "California → Netherlands → California", "150 ms"),
        ("costs, effects, scale → the moats", "the moats", "costs, effects, scale"),
        ("ok so what they do -> brokers space", "what they do", "brokers space"),
        ("Funding:", "Funding", ""),
    ],
)
def test_pair(line: str, key: str, value: str) -> None:
    found = pairs.read(line)
    assert found is not None
    assert (found.key, found.value) == (key, value)


@pytest.mark.parametrize(
    "line",
    [
        "5:40pm on the coldest night",
        "std::vector is fine",
        "see https://example.com/a",
        "One thing i noticed is strong opinions about it - what is the bet",
        "they said: no",
        "so RAM is 160x quicker",
        "AUC 0.71 → 0.83 after the fix",
        "a → b → c",
        "plain words",
        "(in brackets: inside)",
        "",
    ],
)
def test_no_pair(line: str) -> None:
    assert pairs.read(line) is None


def test_expansion() -> None:
    assert pairs.expansion("NAT (Network Address Translation)") == ("NAT", "Network Address Translation")
    assert pairs.expansion("NAT") is None


@pytest.mark.parametrize(
    ("line", "name", "steps"),
    [
        ("a one → b two -> c three", "", ("a one", "b two", "c three")),
        ("k-means: pick → assign → move", "k-means", ("pick", "assign", "move")),
        ("quote > accept > ship", "", ("quote", "accept", "ship")),
        ("a → b", "", ()),
        ("x < 3 > y > z", "", ()),
    ],
)
def test_chain(line: str, name: str, steps: tuple[str, ...]) -> None:
    assert pairs.chain(line) == (name, steps)

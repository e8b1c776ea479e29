"""The quantity reader: labelled lines, one table per rule with look-alikes that give nothing, and properties."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.quantities import score
from flashcards import nouns, units
from flashcards.measures import has_words
from flashcards.model import Quantity
from flashcards.quantity import CAP, base, mask, read, same_value

ROOT = Path(__file__).parent.parent
LABELS = ROOT / "tests" / "data" / "quantities.jsonl"


def one(text: str) -> Quantity:
    """The only quantity of a line."""
    (quantity,) = read(text)
    return quantity


def values(text: str) -> list[tuple[float, float, str]]:
    """Low, high and unit of every quantity."""
    return [(q.low, q.high, q.unit) for q in read(text)]


def full(text: str) -> list[str]:
    """The full spans as written."""
    return [text[q.full_start : q.full_end] for q in read(text)]


# -- the label file -----------------------------------------------------------------------------------


def test_labels_reach_the_floor() -> None:
    result = score(LABELS)
    assert result.f1 >= 0.97, "\n".join(result.mistakes)


@pytest.mark.parametrize(
    "row", [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()], ids=lambda row: row["id"]
)
def test_marked_negatives_are_not_read(row: dict[str, list[dict[str, list[int]]]]) -> None:
    found = read(str(row["text"]))
    for negative in row["not"]:
        start, end = negative["span"]
        assert not [q for q in found if q.start < end and start < q.end]


def test_labelled_spans_and_comparators() -> None:
    rows = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    pairs = [(row["text"], label) for row in rows for label in row["quantities"]]
    spans = {(text, q.full_start, q.full_end) for text, _ in pairs for q in read(text)}
    right = sum((text, *label["full_span"]) in spans for text, label in pairs)
    assert right / len(pairs) >= 0.95
    told = {(text, q.full_start, q.comparator) for text, _ in pairs for q in read(text)}
    right = sum((text, label["full_span"][0], label["cmp"]) in told for text, label in pairs)
    assert right / len(pairs) >= 0.95


# -- what is read: one quantity a line ------------------------------------------------------------------

READ = [
    # numbers as written
    ("1,250,000 rows", 1_250_000, 1_250_000, "", "1,250,000"),
    ("10 000 seats sold", 10_000, 10_000, "", "10 000"),
    ("about 1e6 rows", 1e6, 1e6, "", "about 1e6"),
    ("above 10^9 pfu/mL", 1e9, 1e9, "pfu/mL", "above 10^9 pfu/mL"),
    ("10<sup>18</sup> stars", 1e18, 1e18, "", "10<sup>18</sup>"),
    ("IPv6 has 2^128 of them", 2.0**128, 2.0**128, "", "2^128"),
    ("3 × 10^8 m/s", 3e8, 3e8, "m/s", "3 × 10^8 m/s"),
    ("takes 2½ hours", 2.5, 2.5, "h", "2½ hours"),
    # magnitudes
    ("5K+ GPUs", 5000, 5000, "", "5K+"),
    ("$5-10m deal", 5e6, 10e6, "USD", "$5-10m"),
    ("40m users", 40e6, 40e6, "", "40m"),
    ("reach 1.3 m", 1.3, 1.3, "m", "1.3 m"),
    ("cached for 5m", 5, 5, "min", "5m"),
    ("4.5 trillion tokens", 4.5e12, 4.5e12, "", "4.5 trillion"),
    ("Rs 500 crore", 5e9, 5e9, "INR", "Rs 500 crore"),
    ("using 1 M NaOH", 1, 1, "M", "1 M"),
    # ranges
    ("between 3 and 5 offers", 3, 5, "", "between 3 and 5"),
    ("from 10 to 15% off", 10, 15, "%", "from 10 to 15%"),
    ("50 to 100k a day", 50_000, 100_000, "", "50 to 100k"),
    ("100k–1M", 100_000, 1_000_000, "", "100k–1M"),
    ("500 ms - 2 s", 0.5, 2, "s", "500 ms - 2 s"),
    ("two to three months", 2, 3, "month", "two to three months"),
    ("10-100s", 10, 100, "", "10-100s"),
    ("54.3 ± 12.1 years", 42.2, 66.4, "year", "54.3 ± 12.1 years"),
    # currencies
    ("£72k–£80k", 72_000, 80_000, "GBP", "£72k–£80k"),
    ("118–131k EUR", 118_000, 131_000, "EUR", "118–131k EUR"),
    ("$4800/wk", 4800, 4800, "USD/week", "$4800/wk"),
    ("$0.25 ms$ is maths", 0.25, 0.25, "ms", "$0.25 ms$"),
    ("$115/kWh", 115, 115, "USD/kWh", "$115/kWh"),
    ("$15 per million tokens", 15, 15, "USD/1e6 tokens", "$15 per million tokens"),
    ("120 quid", 120, 120, "GBP", "120 quid"),
    ("net income −$15", -15, -15, "USD", "−$15"),
    # rates, compounds and odd units
    ("45 tokens/sec", 45, 45, "tokens/s", "45 tokens/sec"),
    ("30 m s−1", 30, 30, "m/s", "30 m s−1"),
    ("235 m2 g−1", 235, 235, "m2/g", "235 m2 g−1"),
    ("1h 30m loop", 1.5, 1.5, "h", "1h 30m"),
    ("5 ft 10 in tall", 5 + 10 / 12, 5 + 10 / 12, "ft", "5 ft 10 in"),
    ("1 RTT", 1, 1, "RTT", "1 RTT"),
    ("500 sq ft", 500, 500, "sqft", "500 sq ft"),
    ("up 2 percentage points", 2, 2, "pp", "2 percentage points"),
    ("three times faster", 3, 3, "x", "three times"),
    ("16gb of memory", 16, 16, "GB", "16gb"),
    # shares and ratios
    ("1 in 5 jobs", 0.2, 0.2, "", "1 in 5"),
    ("9 out of 10 calls", 0.9, 0.9, "", "9 out of 10"),
    ("PM to eng ratio is 1:8", 0.125, 0.125, "", "1:8"),
    ("3:1 or more is a good ratio", 3, 3, "", "3:1 or more"),
    ("rated 4/5", 0.8, 0.8, "", "4/5"),
    # words
    ("team of seven", 7, 7, "", "seven"),
    ("twenty-five firms", 25, 25, "", "twenty-five"),
    ("half a million downloads", 500_000, 500_000, "", "half a million"),
    ("two and a half years", 2.5, 2.5, "year", "two and a half years"),
    ("dozens of vendors", 24, 99, "", "dozens"),
    ("cut by a third", 1 / 3, 1 / 3, "", "a third"),
    ("needs an hour on the charger", 1, 1, "h", "an hour"),
    ("100-10s of alerts", 10, 100, "", "100-10s"),
    # bounds
    ("at least 2 replicas", 2, 2, "", "at least 2"),
    ("400 words or less", 400, 400, "", "400 words or less"),
    ("20ish ms", 20, 20, "ms", "20ish ms"),
    ("3 hours max", 3, 3, "h", "3 hours max"),
    ("sub-100ms reads", 100, 100, "ms", "sub-100ms"),
    # countability
    ("11 analysts", 11, 11, "", "11"),
    ("8 working days", 8, 8, "", "8"),
    ("- Employees: 640", 640, 640, "", "640"),
    ("AUC of 0.83", 0.83, 0.83, "", "0.83"),
    ("over 5,000 TX9/TX10 sensors", 5000, 5000, "", "over 5,000"),
    ("80 A100s in a rack", 80, 80, "", "80"),
    ("bake at 350F", 350, 350, "degF", "350F"),
    ("2000 users", 2000, 2000, "", "2000"),
    ("**~12** regions", 12, 12, "", "~12"),
]


@pytest.mark.parametrize(("text", "low", "high", "unit", "span"), READ, ids=[row[0] for row in READ])
def test_read(text: str, low: float, high: float, unit: str, span: str) -> None:
    quantity = one(text)
    assert (quantity.low, quantity.high) == pytest.approx((low, high))
    assert (quantity.unit, text[quantity.full_start : quantity.full_end]) == (unit, span)


@pytest.mark.parametrize(
    "text",
    [
        # looks like a number as written
        "ties 1,1,3", "10.0.0.1 is the gateway", "commit 3f2a91c", "v2.1.0-rc1", "the 4xx codes", "64-bit",
        "3-way merge",
        # like a magnitude or a unit
        "401k", "room 4B", "Web3 and 5G", "watch it in 4K video", "at 3pm", "the 90s", "in the 1990s", "1080p",
        # like a range
        "call on 7-25", "2019-2021", "between 2019 and 2021", "Aug 15–17 offsite", "from 9am to 5pm", "0 to 1 person",
        "pages 5-10", "555-0199",
        # like money or maths
        "$O(n^2)$", "the $x$ axis", "EBIT × (1 − t)",
        # like a ratio or a share
        "12:30 lunch", "1:1 with the manager", "24/7", "on 3/14", "page 3 of 5", "50/50",
        # like a number in words
        "no one owns it", "one of the best", "zero to one", "week two", "six sigma", "half-baked", "second team",
        "a year ago", "two-sided market", "one day we will", "that's a million dollar question",
        # names, dates, references, identifiers
        "H100 or GPT-4 or o1", "S3, EC2, k8s",
        "Boeing 737 carries them", "Python 3.12", "RFC 2119", "Layer 4", "RAID 6", "step 1", "2 sigma",
        "Jan 5", "14 feb", "2025-08-04", "founded in 2008", "since 2014", "issue #1432", "code 88231", "4th of July",
        "Fortune 500 customers", "the Falcon 9 launches", "+1 (415) 555-0134", "90th percentile", "Series B",
        # links, code, marks of Markdown
        "[14 min read](https://example.com/5)", "`sleep 10s`", "[[2024-11-02 meeting|notes]]", "https://example.com/9",
        "~~20 ms~~", "as shown [12]", "1. what is it", "<!-- 5 ms -->",
        # bare numbers that count nothing
        "cafe work 12 -", "woke at 5", "is it 7", "16 σ²",
        "", "no numbers here",
    ],
)  # fmt: skip
def test_not_read(text: str) -> None:
    assert read(text) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("went from 3 to 14 engineers", [(3, 3, ""), (14, 14, "")]),
        ("from $80k to $35k a month", [(80e3, 80e3, "USD"), (35e3, 35e3, "USD")]),
        ("conversion 3.5% -> 5.1%", [(3.5, 3.5, "%"), (5.1, 5.1, "%")]),
        ("31 → 44", [(31, 31, ""), (44, 44, "")]),
        ("40 / 310 / 1,900 ms", [(40, 40, "ms"), (310, 310, "ms"), (1900, 1900, "ms")]),
        ("10, 20 and 30 g of soil", [(10, 10, "g"), (20, 20, "g"), (30, 30, "g")]),
        ("node 180ms, python 250, go 90", [(180, 180, "ms"), (250, 250, "ms"), (90, 90, "ms")]),
        ("11 analysts signed, 4 live", [(11, 11, ""), (4, 4, "")]),
        ("from 4h to 35m", [(4, 4, "h"), (35, 35, "min")]),
        ("600 nodes x 8 GPUs = 4,800", [(600, 600, ""), (8, 8, ""), (4800, 4800, "")]),
        ("a 5% fee, floor 12", [(5, 5, "%")]),
        ("found 23 genes on chromosome 7", [(23, 23, "")]),
    ],
)
def test_several(text: str, expected: list[tuple[float, float, str]]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("12 ms", "="), ("~12 ms", "~"), ("≈ 12 ms", "~"), ("about 12 ms", "~"), ("±2%", "~"), ("over 12 ms", ">"),
        ("> 12 ms", ">"), (">= 12 ms", ">="), ("≥12 ms", ">="), ("12+ ms", ">="), ("at least 12 ms", ">="),
        ("up to 12 ms", "<="), ("no more than 12 ms", "<="), ("12 ms max", "<="), ("<12 ms", "<"),
        ("fewer than 12 ms", "<"),
        ("x -> 12 ms", "="), ("so => 12 ms", "="), ("top 10%", "="),
    ],
)  # fmt: skip
def test_comparator(text: str, comparator: str) -> None:
    assert one(f"value {text}").comparator == comparator


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("~600PB storage", "storage"),
        ("over 110,000 daily simulations", "daily simulations"),
        ("about 9.5TB of new readings per day", "new readings"),
        ("100-200k daily jobs", "daily jobs"),
        ("30k QPS at peak", "QPS"),
        ("30k promised for next winter", ""),
        ("p99 < 50ms", ""),
        ("40% of users churn", "users"),
    ],
)
def test_thing(text: str, thing: str) -> None:
    assert one(text).thing == thing


# -- masks, units, order --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("weather does 5k daily jobs", "weather does 12,000 daily jobs"),
        ("weather does 5k daily jobs", "Weather does  ~5k daily jobs"),
        ("- 100-200k rows", "- about 300 rows"),
        ("costs $2.50/hr per GPU", "costs $3/hr per GPU"),
        ("p99 is 500 ms", "p99 is 0.5 s"),
        ("nurses 85 on call", "nurses 90 on call"),
        ("1 replica each", "2 replica each"),
        ("team of seven", "team of nine"),
        ("400 words or less", "300 words or less"),
    ],
)
def test_mask_survives_a_changed_number(before: str, after: str) -> None:
    assert mask(before) == mask(after)
    assert "#" in mask(before)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("phase 2 starts", "phase 3 starts"),
        ("Jan 5 onsite", "Jan 6 onsite"),
        ("GPT-3 jobs", "GPT-4 jobs"),
        ("5 ms", "ms"),
    ],
)
def test_mask_keeps_names_apart(a: str, b: str) -> None:
    assert mask(a) != mask(b)


def test_mask_folds_and_keeps_the_rest() -> None:
    assert mask("  The  ~600PB   Store \t") == "the # store"
    assert mask("No  Numbers") == "no numbers"


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("5,000+ users", "5k users", True),
        ("0.5 s", "500 ms", True),
        ("1 week", "7 days", True),
        ("$1.5m", "1.5 million dollars", True),
        ("50 cents", "$0.50", True),
        ("8 Gbps", "1 GB/s", True),
        ("$60/h", "$1/min", True),
        ("0 °C", "32 °F", True),
        ("100 bp", "1%", True),
        ("5 ms", "5 s", False),
        ("$5", "€5", False),
        ("5%", "5x", False),
        ("1-2 GB", "1-3 GB", False),
    ],
)
def test_same_value(a: str, b: str, same: bool) -> None:
    assert same_value(one(a), one(b)) is same


@pytest.mark.parametrize(
    ("text", "low", "dimension"),
    [
        ("3 ms", 0.003, "time"),
        ("2 KB", 2000, "data"),
        ("$5", 5, "money:USD"),
        ("12 teams", 12, "count"),
        ("1 Gbps", 1.25e8, "data/time"),
        ("$3600/h", 1, "money:USD/time"),
        ("$2 per million tokens", 2e-6, "money:USD/tokens"),
        ("45 tokens/s", 45, "tokens/time"),
    ],
)
def test_base(text: str, low: float, dimension: str) -> None:
    found = base(one(text))
    assert found[0] == pytest.approx(low)
    assert found[2] == dimension


def test_order_by_base() -> None:
    texts = ["90 min", "1 h", "3 days", "20 s"]
    assert sorted(texts, key=lambda text: base(one(text))) == ["20 s", "1 h", "90 min", "3 days"]


# -- tables ---------------------------------------------------------------------------------------------


def test_every_unit_has_a_dimension_and_a_factor() -> None:
    for name, unit in units.UNITS.items():
        assert name == unit.name
        assert unit.dimension
        assert unit.factor > 0


def test_no_spelling_stands_for_two_units() -> None:
    seen: dict[str, str] = {}
    for spelling, name in units.SPELLINGS:
        assert seen.setdefault(spelling, name) == name
        assert name in units.UNITS


@pytest.mark.parametrize("name", [name for _, name in units.SPELLINGS])
def test_every_unit_converts(name: str) -> None:
    quantity = Quantity(0, 1, 0, 1, 2.0, 3.0, name, "=")
    low, high, dimension = base(quantity)
    assert low < high
    assert dimension == units.UNITS[name].dimension


@pytest.mark.parametrize("pair", sorted(units.PAIRS))
def test_every_pair_is_read(pair: str) -> None:
    assert one(f"it is 12 {pair}").unit == units.PAIRS[pair]


def test_pairs_and_magnitudes_are_known() -> None:
    assert set(units.PAIRS.values()) <= set(units.UNITS)
    assert set(units.BOUNDS.values()) | set(units.TAILS.values()) <= {"=", "~", "<", "<=", ">", ">="}
    assert set(units.SIGNS.values()) <= {"", "~", "<", "<=", ">", ">="}


@pytest.mark.parametrize("word", [*units.DIGITS, *units.TEENS, *units.TENS, *units.VAGUE])
def test_the_quick_look_misses_no_number_word(word: str) -> None:
    text = f"{word} hundred" if word == "one" else word
    assert has_words(text)
    assert has_words(f"(~{text} of them)")


@pytest.mark.parametrize("phrase", sorted(units.BOUNDS))
def test_every_bound_belongs_to_the_answer(phrase: str) -> None:
    text = f"it is {phrase} 12%" if not phrase.endswith("-") else f"it is {phrase}12%"
    assert full(text) == [text[6:]]


def test_stop_words_are_no_plurals() -> None:
    assert not [word for word in nouns.STOPS if nouns.is_plural(word)]


# -- properties -----------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    "5 12 1,000 2.5 $ € % k m ms GB /s - – to and ~ < > >= about over one two half dozen of in a per users H100 2019"
    " Jan ( ) [ ] ` ** _ $x$ ~~ : , . ; | → 1: 24/7 10s ± × ^9 times faster or less week #".split()
)
LOOSE = st.lists(st.tuples(PIECES, st.sampled_from(["", " "])), max_size=25).map(
    lambda parts: "".join(itertools.chain.from_iterable(parts))
)


@given(st.one_of(st.text(max_size=200), LOOSE))
@settings(max_examples=600, deadline=None)
def test_never_raises_and_spans_are_in_order(text: str) -> None:
    end = 0
    for q in read(text):
        assert end <= q.full_start <= q.start < q.end <= q.full_end <= len(text)
        assert q.low <= q.high
        end = q.full_end
    mask(text)


@given(
    st.integers(2, 99_999), st.integers(2, 99_999), st.sampled_from(["{} users signed", "p99: {} ms", "{}k daily jobs"])
)
@settings(max_examples=150, deadline=None)
def test_mask_does_not_depend_on_the_number(a: int, b: int, frame: str) -> None:
    assert mask(frame.format(f"{a:,}")) == mask(frame.format(f"{b:,}"))
    assert mask(frame.format(f"~{a:,}")) == mask(frame.format(f"{b:,}"))


@given(st.integers(0, 10**12))
@settings(max_examples=100, deadline=None)
def test_a_grouped_number_is_its_value(number: int) -> None:
    assert one(f"{number:,} ms").low == number


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1-",
        "1,",
        "1 ",
        "$1 ",
        "(1",
        "[a](",
        "`a",
        "a1",
        "1/",
        "10 of ",
        "1 in ",
        "one ",
        "two to ",
        "**1",
        "<a",
        "a b ",
    ],
)
def test_linear_time(piece: str) -> None:
    text = (piece * 4000)[:20_000]
    start = time.process_time()
    read(text)
    assert time.process_time() - start < 1  # a pattern that is not linear takes minutes


def test_a_line_is_capped() -> None:
    assert read("x" * CAP + " 5 ms") == ()


def test_same_output_under_any_hash_seed() -> None:
    code = (
        "import json,sys; from flashcards.quantity import read, mask;"
        "rows = [json.loads(line)['text'] for line in open(sys.argv[1], encoding='utf-8')];"
        "print([(repr(read(text)), mask(text)) for text in rows])"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code, str(LABELS)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "77")
    }
    assert len(outputs) == 1


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("the 401k plan", []),
        ("401(k) match of 5%", [5.0]),
        ("they pay into my 401k.", []),
        ("401k and dental", []),
        ("401k daily jobs", [401_000.0]),
        ("serves 401k users", [401_000.0]),
    ],
)
def test_the_pension_is_no_number_but_401_thousand_is(text: str, read_as: list[float]) -> None:
    assert [found.low for found in read(text)] == read_as

"""Candidates for tests: a toy reader of documents, so that an edit of a line reaches front and answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from flashcards.model import BLANK, Candidate, Fields, Kind, Source

NUMBER = re.compile(r"[~<>$]*\d[\d.,]*(?:[-–]\d[\d.,]*)?(?:[KMGTPkmBn]\b|\s?(?:ms|TB|PB|GB|µs|min|h|days|%)(?!\w))?")
_KEY = re.compile(r"(?P<term>[^:=?→]{2,40}?)(?::| =| -)\s(?P<gloss>.+)")

ACME = """\
# Tidewrack
## Company
- ~4,300 instrumented vessels and about 9.5TB of new readings per day
- hindcast = re-running the sea state for a day that already happened
- pricing: per vessel-day, not per seat
- harbour pilots pull 20-40k forecasts a day
- offshore wind crews pull 8-12k
- yacht racing pulls 50-300
- Swell - live forecast feed
- Ledger - the hindcast archive
- revisit time: 10 days
- biofouling: barnacles grow on the sensor, readings drift
## To ask
- How do you pick which route gets the next sensor, revenue or coverage?
- What happened to the last dashboard nobody opened?
- would love to know how ops hears about a dead sensor before the customer does?
"""
NAPKIN = """\
# Napkin numbers
## Latency
- L1 cache hit: ~1 ns
- Branch mispredict = 3 ns
- mutex lock and unlock, nobody waiting = 17 ns
- Main memory reference - 100 ns
- random read from an SSD: 16 µs
- same-datacentre round trip: 500 µs
- California to Netherlands and back: 150 ms
- NVMe ~20 µs vs SATA SSD ~100 µs for a 4K random read
## Sums
- seconds in a day = 86,400
- working days a year = 250
- Little's law = arrival rate × time in system
- tweet-sized row ~300 B, thumbnail ~20 KB, phone photo ~3 MB
"""
GRID = """\
# Ostrelle grid
## What they do
- dso = distribution system operator, whoever owns the local wires
- feeder = one line out of a substation, ~1,500 homes hang off it
- 11 dsos signed, 4 live
- forecasts refresh every 15 min for 2.3M meters
- false alarms <2%, were 9% a year ago
- curtailment: telling a wind farm to stop
- hosting capacity - how much solar a feeder takes before the voltage goes out of band
## Process
- telemetry → state estimation → forecast → flex bid → dispatch → settlement
## Ask them
- who feels it first when a forecast is wrong?
- is the roadmap pulled by regulation or by customers?
"""
VAULT: dict[str, str] = {"tidewrack.md": ACME, "napkin.md": NAPKIN, "calls/grid.md": GRID}


def candidate(front: str = "Disk seek: how long?", back: str = "10 ms", **changes: Any) -> Candidate:
    """One candidate; `path`, `line` and `section` go to its source, `context` and `foot` to its fields."""
    path, line = changes.pop("path", "napkin.md"), changes.pop("line", 3)
    section = changes.pop("section", ("Latency",))
    context, foot = changes.pop("context", ""), changes.pop("foot", f"{path} › {' › '.join(section)}")
    text = changes.pop("text", f"- {front.rstrip('?')} {back}")
    return Candidate(
        kind=changes.pop("kind", "quantity"),
        fields=Fields(context, front, back, source=foot),
        source=Source(path, line, line, section),
        text=text,
        tags=changes.pop("tags", ("kind::quantity",)),
        deck=changes.pop("deck", "Interview Prep::Napkin"),
        **changes,
    )


def read(vault: Mapping[str, str]) -> list[Candidate]:
    """All candidates of these documents."""
    return [made for path, text in vault.items() for made in _document(path, text)]


def _document(path: str, text: str) -> Iterator[Candidate]:
    chain: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#"):
            level = len(line) - len(line.lstrip("#"))
            chain = [*chain[: level - 1], line.lstrip("# ")]
        elif line.strip():
            yield from _line(path, number, tuple(chain), line)


def _line(path: str, number: int, chain: tuple[str, ...], line: str) -> Iterator[Candidate]:
    words = line.strip().lstrip("-* ")
    for kind, front, back in _facts(chain[0] if chain else path, words):
        yield candidate(
            front, back, kind=kind, text=line, path=path, line=number, section=chain, tags=(f"kind::{kind}",)
        )


def _facts(title: str, words: str) -> Iterator[tuple[Kind, str, str]]:
    if words.endswith("?"):
        cue = sorted(sorted(set(words.rstrip("?").split())), key=len)[-3:]
        yield "question-to-ask", f"{title}, a question to ask: {' '.join(cue)}", words
    elif "→" in words:
        steps = words.split(" → ")
        for at, step in enumerate(steps):
            yield "process", " → ".join([*steps[:at], BLANK, *steps[at + 1 :]]), step
    elif found := _KEY.fullmatch(words):
        kind: Kind = "quantity" if NUMBER.search(found["gloss"]) else "definition"
        yield kind, f"{title}: {found['term']}?", found["gloss"]
    else:
        for hit in NUMBER.finditer(words):
            yield "quantity", f"{title}: {words[: hit.start()]}{BLANK}{words[hit.end() :]}", hit[0]

"""Speed of reading: lines a second over a made-up vault, the slowest single lines, and what grows too fast.

Four tables, all on one core: the stages over the vault, one hostile line at a time (its own document, three
lengths), lines composed by chance of hostile pieces, and hostile documents of three sizes. `growth` is the
exponent: 1.0 is linear, 2.0 quadratic. Caches are emptied before each measurement. Times are of the processor.
"""

from __future__ import annotations

import argparse
import cProfile
import math
import pstats
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path

from flashcards import cues, documents, extractors, folders, glances, outline, quality, reading, wrapped
from flashcards.page import Page
from flashcards.patterns import Cue

VAULT = Path(__file__).with_name("vault.py")
LENGTHS = (1_000, 4_000, 1_000_000)
SIZES = (1_000, 4_000, 16_000)
PATIENCE = 3.0
"""Seconds after which a document is not made larger."""
SLOWEST = 10
"""Composed lines that are printed."""
STEEP = 1.35
"""A growth above this is marked."""

LINES: dict[str, str] = {
    "bold marks": "**",
    "bold words": "**a** ",
    "open bold": "**a ",
    "stars": "*a ",
    "underscores": "_a",
    "open wikilinks": "[[",
    "wikilinks": "[[a|b]] ",
    "open links": "[a](",
    "images": "![a](",
    "backticks": "`a",
    "backtick runs": "` `` ``` ",
    "dollars": "$a ",
    "equal signs": "==a",
    "tildes": "~~a",
    "tags": "<a ",
    "comments": "<!-- ",
    "percent comments": "%% a ",
    "templates": "{{a ",
    "numbers with commas": "1,",
    "numbers": "1 2 ",
    "digits": "1",
    "digits with units": "10 ms ",
    "units glued": "5ms/",
    "ranges": "1-",
    "ranges with units": "10-20 GB ",
    "number words": "two hundred and ",
    "dates": "2026-01-02 ",
    "prices": "$1.5M ",
    "dashes": "a - b - c ",
    "arrows": "a -> b ",
    "colons": "a: b: ",
    "double colons": "a:: ",
    "equations": "a = b = ",
    "pipes": "a | b ",
    "slashes": "a 5 / b 6 / ",
    "commas": "a 5, b 6, ",
    "quotes": "\"a 'b ",
    "curly quotes": "“a ‘b ",
    "brackets": "(a [b ",
    "closing brackets": "a) b] ",
    "question marks": "why? ",
    "indirect questions": "not sure how ",
    "sentences": "It is. ",
    "because": "a because b ",
    "hash tags": "#a ",
    "urls": "http://a.b ",
    "first person": "i feel my ",
    "one word": "a",
    "spaces": " ",
    "words": "word ",
    "capitals": "A B ",
    "dots": "a...b… ",
    "emoji": "🙂 ",
    "escapes": "\\* ",
    "nested quotes": "> ",
    "nested markers": "- ",
    "e.g.": "e.g. a i.e. b ",
    "run of ticks": "`",
    "run of stars": "*",
    "run of underscores": "_",
    "run of equal signs": "=",
    "run of dollars": "$",
    "run of brackets": "(",
    "joins": "JOIN ON ",
    "selects": "SELECT ",
    "calls": "a(b{",
    "spaced dashes": "- * ",
}
"""What a hostile line repeats."""

DOCUMENTS: dict[str, Callable[[int], Iterable[str]]] = {
    "plain bullets": lambda n: (f"- alpha{i} beta gamma delta" for i in range(n)),
    "equal bullets": lambda n: ("- the same line again" for _ in range(n)),
    "equal facts": lambda n: ("- the cache keeps 40 GB of rows" for _ in range(n)),
    "facts": lambda n: (f"- shard{i} keeps {i + 11} GB of rows" for i in range(n)),
    "pairs": lambda n: (f"- term{i}: a thing that holds rows of {i} kinds" for i in range(n)),
    "terms behind commas": lambda n: (f"- term{i}, what holds rows of a kind" for i in range(n)),
    "indented lines": lambda n: ("All parts", *(f"  Part{i} holds rows" for i in range(n))),
    "indented pairs of lines": lambda n: ("All", *(x for i in range(n // 2) for x in (f"  Part{i}", "    of rows"))),
    "exercises": lambda n: (f"- {i} bags of lime ({'CIG'[i % 3]})" for i in range(n)),
    "reasons below": lambda n: (x for i in range(n // 2) for x in (f"- part{i} breaks", "  - because it is old")),
    "empty pairs": lambda n: (f"- term{i}:" for i in range(n)),
    "codes": lambda n: (f"- {i % 900 + 100} moved for good" for i in range(n)),
    "families": lambda n: ("- jobs a day 100k", *(f"- alpha{i} does 50" for i in range(n))),
    "comparisons": lambda n: (f"- a{i} does {i + 2}k jobs / b{i} does 5k" for i in range(n)),
    "numbered steps": lambda n: ("How does it work?", "", *(f"{i}. turn part{i}" for i in range(1, n))),
    "chains": lambda n: (f"- one{i} -> two -> three" for i in range(n)),
    "question bullets": lambda n: (f"- why does part{i} fail?" for i in range(n)),
    "questions to ask": lambda n: ("## Questions to ask", *(f"- how do you run part{i}?" for i in range(n))),
    "questions with answers": lambda n: (x for i in range(n // 2) for x in (f"- why part{i}?", f"  - since {i} is")),
    "Q and A lines": lambda n: (x for i in range(n // 2) for x in (f"Q: why part{i}?", f"A: because of {i} rows")),
    "Q lines": lambda n: (f"Q: why does part{i} fail?" for i in range(n)),
    "A lines": lambda n: (f"A: because of part{i}" for i in range(n)),
    "question lines": lambda n: (f"why does part{i} fail?" for i in range(n)),
    "question headings": lambda n: (x for i in range(n // 2) for x in (f"## Why part{i}?", f"It fails {i} times.")),
    "one question, long answer": lambda n: ("## Why does it fail?", *(f"- part{i} breaks" for i in range(n))),
    "table rows": lambda n: ("| name | ms |", "|---|---|", *(f"| row{i} | {i} |" for i in range(n))),
    "tables": lambda n: (x for i in range(n // 4) for x in (f"| a{i} | b |", "|---|---|", "| c | 5 |", "")),
    "deep nesting": lambda n: (" " * i + f"- level{i}" for i in range(n // 8)),
    "deep facts": lambda n: (" " * i + f"- level{i} has {i} rows" for i in range(n // 8)),
    "deep questions": lambda n: (" " * i + f"- why level{i}?" for i in range(n // 8)),
    "saw tooth": lambda n: (" " * (i % 50) + f"- level{i}" for i in range(n)),
    "deep quotes": lambda n: (">" * (i % 200 + 1) + f" said {i}" for i in range(n)),
    "quote lines": lambda n: (f"> I kept {i} parts alive" for i in range(n)),
    "pitch": lambda n: ("my pitch:", *(f"> I kept {i} parts alive" for i in range(n))),
    "headings": lambda n: (f"## Part {i}" for i in range(n)),
    "bold headings": lambda n: (x for i in range(n // 3) for x in (f"**Part {i}**", "it holds rows", "")),
    "labels": lambda n: (x for i in range(n // 3) for x in (f"part{i}:", "- it holds rows", "")),
    "lines": lambda n: (f"part{i} holds rows" for i in range(n)),
    "spaced lines": lambda n: (x for i in range(n // 2) for x in (f"part{i} holds rows", "")),
    "full lines": lambda n: (
        f"part{i:05} holds rows and goes on and on until the line is as full as can be" for i in range(n)
    ),
    "diary lines": lambda n: (f"i feel {i} times better about my day" for i in range(n)),
    "dashed lines": lambda n: (f"part{i} - holds rows" for i in range(n)),
    "story": lambda n: (x for i in range(n // 4) for x in ("Situation: a", "Task: b", "Action: c", "Result: d")),
    "terms": lambda n: (x for i in range(n // 2) for x in (f"- Term{i}", "  - a doubt about all of it")),
    "open fences": lambda n: (f"```lang{i}" for i in range(n)),
    "fences of all lengths": lambda n: ("`" * (i % 500 + 3) + f" a{i}" for i in range(n)),
    "open comments": lambda n: ("<!-- a" for _ in range(n)),
    "open maths": lambda n: ("$$ a" for _ in range(n)),
    "open drawers": lambda n: (":LOGBOOK:" for _ in range(n)),
    "properties": lambda n: (f"key{i}:: value" for i in range(n)),
    "tasks": lambda n: (f"- [ ] send part{i}" for i in range(n)),
    "links": lambda n: (f"- [[part{i}]]" for i in range(n)),
    "rules": lambda n: ("---" for _ in range(n)),
    "callouts": lambda n: (x for i in range(n // 2) for x in (f"> [!note] part{i}", "> it holds rows")),
    "blank lines": lambda n: ("" for _ in range(n)),
}
"""Documents of about n lines; each stands below one heading."""


# -- measuring -----------------------------------------------------------------------------------------------


def forget() -> None:
    """Empty every cache of the program."""
    for title, module in list(sys.modules.items()):
        if title.startswith("flashcards."):
            for entry in vars(module).values():
                getattr(entry, "cache_clear", int)()


def read(text: str) -> float:
    """Seconds to read one document, from lines to judged candidates; nothing where it is too large to be read."""
    forget()
    loaded, _ = extractors.load()
    document, _ = documents.parse(text.encode(), "hostile.md")
    start = time.process_time()
    if document:
        reading.read_document(document, loaded)
    return time.process_time() - start


def stages(folder: Path) -> tuple[int, dict[str, float]]:
    """Lines of a vault, and the seconds of each stage."""
    loaded, _ = extractors.load()
    spent = dict.fromkeys(("outline", "page", "extractors", "quality"), 0.0)
    lines = 0
    for entry in folders.find([folder]).files:
        document, _ = documents.read(entry.path, entry.name)
        assert document
        lines += len(document.lines)
        times = [time.process_time()]
        blocks = outline.read(document)
        times.append(time.process_time())
        page = Page(document, blocks)
        times.append(time.process_time())
        candidates, _ = extractors.run(loaded, page)
        times.append(time.process_time())
        quality.judge(candidates)
        times.append(time.process_time())
        for name, start, end in zip(spent, times, times[1:], strict=False):
            spent[name] += end - start
    return lines, spent


def growth(times: Sequence[float], sizes: Sequence[int]) -> float:
    """The exponent between the last two sizes measured."""
    last = len(times) - 1
    return math.log(max(times[last], 1e-6) / max(times[last - 1], 1e-6)) / math.log(sizes[last] / sizes[last - 1])


def grown(make: Callable[[int], Iterable[str]]) -> list[float]:
    """Seconds for each size, at least two of them."""
    times: list[float] = []
    for size in SIZES:
        if len(times) < 2 or times[-1] < PATIENCE:
            times.append(read(hostile_document(make, size)))
    return times


PLACES = (
    "- {}",
    "{}",
    "# {}",
    "> {}",
    "Q: {}",
    "- key: {}",
    "{}:\n- a",
    "| {} | b |\n|---|---|\n| {} | 5 |",
    "  1. {}?",
)
"""Where a line composed by chance stands."""
GLUE = " \t.,;:-–—*_`~=#()[]{}<>/|\\\"'“”?!&%$€^+0159aAIßé→🙂\u00a0"
"""Single characters that a composed line holds beside the marks above."""


@lru_cache(maxsize=1)
def cue_words() -> tuple[str, ...]:
    """The words in all patterns of the program: lines made of them start many matches and finish few."""
    extractors.load()
    modules = [module for title, module in sys.modules.items() if title.startswith("flashcards.")]
    entries = [entry for module in modules for entry in vars(module).values()]
    entries += cues.SECTIONS.values()
    patterns = [entry.pattern.pattern for entry in entries if isinstance(entry, glances.Glance)]
    patterns += [entry.pattern for entry in entries if isinstance(entry, re.Pattern | Cue)]
    return tuple(sorted({word for found in patterns for word in re.findall(r"(?<!\\)[A-Za-z]{2,}", found)}))


def piece(dice: random.Random) -> str:
    """A mark, some characters, or a few words of the patterns."""
    sort = dice.random()
    if sort < 0.4:
        return dice.choice(list(LINES.values()))
    if sort < 0.7:
        return "".join(dice.choices(GLUE, k=dice.randint(1, 5)))
    return "".join(f"{word} " for word in dice.choices(cue_words(), k=dice.randint(1, 4)))


def composed_line(seed: int) -> str:
    """A document whose one line is composed by chance: some pieces, repeated, mixed or one behind the other."""
    dice = random.Random(seed)
    pieces = [piece(dice) for _ in range(dice.randint(1, 5))]
    parts = [
        lambda: "".join(dice.choices(pieces, k=1500)),
        lambda: "".join(part * dice.randint(1, 1500) for part in pieces),
        lambda: "".join(pieces) * 1500,
    ]
    line = dice.choice(parts)()[: wrapped.MAX_TEXT]
    return f"# Head\n\n{dice.choice(PLACES).replace('{}', line)}\n"


def hostile_line(mark: str, length: int) -> str:
    """A document whose one bullet repeats a mark."""
    return f"# Head\n\n- x {(mark * (length // len(mark) + 1))[:length]} y\n"


def hostile_document(make: Callable[[int], Iterable[str]], size: int) -> str:
    """A document of about so many lines below a heading."""
    return "# Head of all\n\n" + "\n".join(make(size)) + "\n"


def guilty(text: str) -> str:
    """The function that took longest by itself."""
    profile = cProfile.Profile()
    profile.runcall(read, text)
    rows: dict[tuple[str, int, str], tuple[int, int, float, float, object]] = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    ours = {where: row[2] for where, row in rows.items() if "flashcards" in where[0]}
    top = sorted(ours, key=lambda where: -ours[where])[:2]
    return ", ".join(f"{Path(file).stem}:{line} {name} {ours[file, line, name]:.2f} s" for file, line, name in top)


# -- saying --------------------------------------------------------------------------------------------------


def vault_table(folder: Path) -> Iterator[str]:
    """Lines a second, stage by stage."""
    lines, spent = stages(folder)
    reached = sum(spent[name] for name in ("outline", "page", "extractors"))
    yield f"{lines:,} lines: {lines / reached:,.0f} lines a second through outline, page and extractors\n"
    yield "| stage | seconds | share | µs a line |"
    yield "| --- | ---: | ---: | ---: |"
    for name, seconds in spent.items():
        share = seconds / sum(spent.values())
        yield f"| {name} | {seconds:.2f} | {share:.0%} | {seconds / lines * 1e6:.0f} |"


def line_table() -> Iterator[str]:
    """Milliseconds of each hostile line, slowest first."""
    yield f"\n| line of | {' | '.join(f'{length:,}' for length in LENGTHS)} characters, ms | growth |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    rows = []
    for name, mark in LINES.items():
        times = [min(read(hostile_line(mark, length)) for _ in range(2)) for length in LENGTHS]
        rows.append((max(times), name, times, growth(times[:2], LENGTHS[:2])))
    for _, name, times, grows in sorted(rows, reverse=True):
        cells = " | ".join(f"{seconds * 1000:.1f}" for seconds in times)
        yield f"| {name} | {cells} | {grows:.1f}{' !' if grows > STEEP and times[1] > 0.005 else ''} |"


def composed_table(seeds: Iterable[int]) -> Iterator[str]:
    """The slowest of the lines composed by chance, and where the time goes."""
    times = {seed: read(composed_line(seed)) for seed in seeds}
    slow = sorted(times, key=lambda seed: -times[seed])[:SLOWEST]
    again = sorted(((min(read(composed_line(seed)) for _ in range(3)), seed) for seed in slow), reverse=True)
    yield f"\n| slowest of {len(times):,} composed lines | ms | begins with | longest in |"
    yield "| --- | ---: | --- | --- |"
    for seconds, seed in again:
        text = composed_line(seed)
        yield f"| seed {seed} | {seconds * 1000:.1f} | {text[8:48]!r} | {guilty(text)} |"


def document_table() -> Iterator[str]:
    """Milliseconds of each hostile document, steepest first; the guilty function where it is steep."""
    yield f"\n| document of | {' | '.join(f'{size:,}' for size in SIZES)} lines, ms | growth | longest in |"
    yield "| --- | ---: | ---: | ---: | ---: | --- |"
    rows = []
    for name, make in DOCUMENTS.items():
        times = grown(make)
        rows.append((growth(times, SIZES), name, times))
    for grows, name, times in sorted(rows, reverse=True):
        cells = " | ".join([*(f"{seconds * 1000:.0f}" for seconds in times), "too long"][: len(SIZES)])
        steep = guilty(hostile_document(DOCUMENTS[name], SIZES[1])) if grows > STEEP else ""
        yield f"| {name} | {cells} | {grows:.2f} | {steep} |"


def main() -> None:
    """Print the four tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", "--notes", type=int, default=1000, help="notes in the vault (default: %(default)s)")
    parser.add_argument("-s", "--seeds", type=int, default=1000, help="composed lines (default: %(default)s)")
    parser.add_argument("--first", type=int, default=0, help="the first seed (default: %(default)s)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        subprocess.run([sys.executable, VAULT, home, "-n", str(given.notes)], check=True)
        for line in vault_table(Path(home)):
            print(line)
    composed = composed_table(range(given.first, given.first + given.seeds))
    for line in chain(line_table(), composed, document_table()):
        print(line, flush=True)


if __name__ == "__main__":
    main()

"""A made-up vault of any size: preps, glossaries, tables, questions, journals and lists, the same for one seed.

A note has about 25 lines, 2.5 kB and 10 cards; files look an hour old, as if nobody had just written them.
"""

from __future__ import annotations

import argparse
import os
import random
import time
from collections.abc import Callable, Iterable
from pathlib import Path

FOLDER_SIZE = 50
"""Notes in one folder of the vault."""
AGE = 3600
"""Seconds that the files look old."""

_STARTS = "mar ves lo ke pel thi sker bran oru dal fen gra hol ist jun kal lum nor pra quo rin sol tam vor wex".split()
_MIDDLES = "pi ta ro le no ma di sta ve ko ri la mo ne bu".split()
_ENDS = "ton lit by cove dex forge gate ham lane mont nix port rix shaw tide vale wick yard".split()

NOUNS = """queue ledger parser index shard replica worker cache broker router schema cursor batch stream bucket token
session gateway planner backlog sensor pipeline snapshot partition checkpoint scheduler allocator registry cluster
tenant invoice contract warehouse turbine harvest shipment ferry kiln loom orchard reactor furnace beacon""".split()
VERBS = """keeps drops merges sorts routes splits copies holds checks repairs counts stores signs retries compacts
delays mirrors spreads throttles replays""".split()
ADJECTIVES = """steady cold narrow shared early late broken quiet remote local frozen ordered sparse dense stale durable
nightly partial regional idle""".split()
PLACES = "harbour depot clinic plant office basement field region coast annex rooftop tunnel valley station".split()
UNITS = "ms|GB|MB|kg|km|hours|days|%|requests per second|orders a day|users|rows|sites|watts|tonnes a year".split("|")
CURRENCIES = ("$", "€", "£")
ASKS = """Who decides when a {noun} is retired
How far may a {adjective} {noun} drift before it pages someone
What broke the last time the {noun} met the {place}
Which {noun} would you build again from nothing
How do you tell a {adjective} {noun} from a broken one
What would a new hire own in the first {number} weeks""".split("\n")
DIARY = """slept badly, the {place} was loud again and i kept thinking about my {noun}
made soup, walked to the {place}, felt a bit better about the whole thing
my sister called, we talked about the {place} for {number} minutes and i forgot my coat
not sure i even want this, my head is full of other things today
rain all day, i cleaned the kitchen and read on my sofa until late""".split("\n")


class Writer:
    """Draws words and numbers for one note."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)

    def pick(self, words: Iterable[str]) -> str:
        """One of the words."""
        return self.random.choice(list(words))

    def name(self) -> str:
        """A name nobody has: `Marlotide`."""
        return (self.pick(_STARTS) + self.pick(_MIDDLES) + self.pick(_ENDS)).capitalize()

    def number(self) -> str:
        """A number as people write it."""
        value = self.random.choice((self.random.randint(3, 99), self.random.randint(100, 999_999)))
        shapes = (f"{value:,}", str(value), f"~{value:,}", f"{value / 10:.1f}", f"{value // 7 + 2}k", f"over {value:,}")
        return self.random.choice(shapes)

    def amount(self) -> str:
        """A number with its unit."""
        if self.random.random() < 0.15:
            return f"{self.pick(CURRENCIES)}{self.random.randint(2, 900)}{self.pick(('M', 'k', ' million', 'bn'))}"
        unit = self.pick(UNITS)
        return f"{self.number()}{'' if unit == '%' else ' '}{unit}"

    def thing(self) -> str:
        """A noun with an adjective: `stale replica`."""
        return f"{self.pick(ADJECTIVES)} {self.pick(NOUNS)}"

    def clause(self) -> str:
        """A short statement without numbers."""
        return f"the {self.thing()} {self.pick(VERBS)} every {self.thing()} from the {self.pick(PLACES)}"

    def prose(self) -> str:
        """A paragraph on one line."""
        opening = f"A {self.thing()} {self.pick(VERBS)} the {self.pick(NOUNS)} because {self.clause()}"
        middle = f"Most of the time {self.clause()}, and when it does not, {self.clause()} instead"
        return f"{opening}. {middle}, so {self.clause()} and nobody in the {self.pick(PLACES)} waits for it."

    def fill(self, template: str) -> str:
        """One of the sentences above with its gaps filled."""
        gaps = {"noun": self.pick(NOUNS), "adjective": self.pick(ADJECTIVES), "place": self.pick(PLACES)}
        return template.format(number=self.random.randint(2, 12), **gaps)

    def many(self, count: int, line: Callable[[], str]) -> list[str]:
        """So many lines."""
        return [line() for _ in range(count)]

    def few(self, line: Callable[[], str], low: int, high: int) -> list[str]:
        """Between `low` and `high` lines."""
        return self.many(self.random.randint(low, high), line)


# -- lines that make cards -----------------------------------------------------------------------------------


def fact(w: Writer) -> str:
    """A bullet with a number."""
    return f"- the {w.thing()} in the {w.pick(PLACES)} {w.pick(VERBS)} {w.amount()}, and {w.clause()}"


def attribute(w: Writer) -> str:
    """A bullet with key and value."""
    return f"- {w.name()} {w.pick(NOUNS)}: {w.amount()}"


def term(w: Writer) -> str:
    """A definition in one of its spellings."""
    name = f"{w.name()} {w.pick(NOUNS)}"
    gloss = f"a {w.thing()} that {w.pick(VERBS)} the {w.pick(NOUNS)} while {w.clause()} and {w.clause()}"
    return w.pick((f"- **{name}**: {gloss}", f"- {name} = {gloss}", f"**{name}** - {gloss}", f"- `{name}` → {gloss}"))


def compared(w: Writer) -> str:
    """Two or three sides on one line."""
    unit = w.pick(UNITS)
    return "- " + " / ".join(f"{w.name()} {w.random.randint(2, 900)} {unit}" for _ in range(w.random.randint(2, 3)))


def ask(w: Writer) -> str:
    """A question to put in the call."""
    return f"- {w.fill(w.pick(ASKS))} at {w.name()}?"


# -- notes ---------------------------------------------------------------------------------------------------


def call_prep(w: Writer) -> list[str]:
    """Front matter, facts, a comparison, questions to ask and a pitch."""
    company = w.name()
    head = ["---", f"company: {company}", f"tags: [prep, {w.pick(NOUNS)}]", "---", "", f"# {company} call prep", ""]
    facts = ["## Facts", *w.many(3, lambda: fact(w)), *w.many(2, lambda: attribute(w)), compared(w), ""]
    prose = ["## Why them", w.prose(), "", f"They also say that {w.clause()}, which {w.pick(VERBS)} {w.amount()}.", ""]
    return [*head, *facts, *prose, "## Questions to ask", *w.many(3, lambda: ask(w)), "", *w.many(2, lambda: task(w))]


def task(w: Writer) -> str:
    """Something to do, no fact."""
    return f"- [ ] send {w.name()} the notes on the {w.thing()} before {w.pick(('monday', 'friday', 'the call'))}"


def glossary(w: Writer) -> list[str]:
    """Definitions below two headings, some with a gloss below."""
    parts = [f"# {w.name()} glossary", "", w.prose(), ""]
    for _ in range(2):
        parts += [f"## {w.thing().capitalize()}", *w.many(4, lambda: term(w)), ""]
    return [*parts, f"- {w.name()} {w.pick(NOUNS)}", f"  - {w.clause()}", "", w.prose(), "", f"See [[{w.name()}]]."]


def table(w: Writer) -> list[str]:
    """A table with units in its headers, and prose around it."""
    rows = [f"| {w.name()} | {w.random.randint(2, 900)} | {w.thing()} |" for _ in range(w.random.randint(4, 6))]
    head = [f"# {w.name()} {w.pick(NOUNS)}s compared", "", w.prose(), "", w.prose(), ""]
    grid = [f"| {w.pick(NOUNS)} | latency (ms) | good for |", "| --- | ---: | --- |", *rows, ""]
    return [*head, *grid, "## What follows", w.prose(), "", *w.many(3, lambda: fact(w)), "", w.prose()]


def answers(w: Writer) -> list[str]:
    """Questions with their answers in the three common forms."""
    parts = [f"# {w.name()} questions", ""]
    for _ in range(3):
        parts += [f"## {w.fill(w.pick(ASKS))}?", "", w.prose(), ""]
    for _ in range(2):
        parts += [f"Q: {w.fill(w.pick(ASKS))} in {w.name()}?", f"A: {w.clause()}, {w.amount()}", ""]
    for _ in range(2):
        parts += [f"- {w.fill(w.pick(ASKS))}?", f"  - {w.clause()}", f"  - {w.clause()} with {w.amount()}"]
    return parts


def journal(w: Writer) -> list[str]:
    """A daily page with some preparation in the middle."""
    diary = [w.fill(w.pick(DIARY)) for _ in range(5)]
    body = [*w.many(4, lambda: fact(w)), *w.many(3, lambda: term(w)), compared(w)]
    head = ["---", "tags: [daily]", "---", "", *diary[:3], ""]
    return [
        *head,
        f"## {w.name()} interview prep",
        *body,
        "",
        w.prose(),
        "",
        "Questions:",
        *w.many(3, lambda: ask(w)),
        "",
        *diary[3:],
    ]


def lists(w: Writer) -> list[str]:
    """Lists, numbered steps, a chain of arrows and nested bullets."""
    items = [f"- {w.thing()} {w.pick(VERBS)} the {w.pick(NOUNS)}" for _ in range(w.random.randint(3, 5))]
    steps = [f"{number}. {w.pick(VERBS)} the {w.thing()}" for number in range(1, w.random.randint(5, 7))]
    nested = [line for _ in range(3) for line in (f"- {w.name()} {w.pick(NOUNS)}", f"  - {w.clause()}", fact(w))]
    chain = " → ".join(w.pick(NOUNS) for _ in range(4))
    return [
        *(f"# {w.name()} runbook", "", w.prose(), "", f"## Parts of a {w.thing()}", *items, ""),
        *(f"## How a {w.pick(NOUNS)} recovers", *steps, "", f"{w.name()} path: {chain}", ""),
        *("## Numbers", *nested, "", w.prose()),
    ]


def plain_facts(w: Writer) -> list[str]:
    """No headings, no marks: facts line by line, and a pitch."""
    facts = [fact(w).removeprefix("- ") for _ in range(5)]
    more = [f"{w.name()} has {w.amount()} and {w.amount()} in the {w.pick(PLACES)}" for _ in range(2)]
    pitch = ["my pitch:", f"> I spent {w.random.randint(2, 9)} years on the {w.thing()}. {w.prose()}", ""]
    tail = [
        f"{w.name()} {w.pick(NOUNS)} because {w.clause()}",
        *w.few(lambda: term(w), 2, 4),
        "",
        w.prose(),
        "",
        w.prose(),
    ]
    return [*facts, "", *more, "", *pitch, *tail]


def reading(w: Writer) -> list[str]:
    """Pages of prose about one thing: nothing in them makes a card."""
    parts = [f"# On the {w.thing()}", ""]
    for _ in range(9):
        parts += [w.prose(), ""]
    return parts


TEMPLATES: tuple[Callable[[Writer], list[str]], ...] = (
    call_prep,
    glossary,
    table,
    answers,
    journal,
    lists,
    plain_facts,
)


def note(seed: int, number: int, *, sparse: bool = False) -> str:
    """The text of one note; it depends on nothing but its arguments. Of a sparse vault each second one is prose."""
    writer = Writer(f"{seed}/{number}")
    number, odd = divmod(number, 2) if sparse else (number, 0)
    template = reading if odd else TEMPLATES[number % len(TEMPLATES)]
    return "\n".join(template(writer)) + "\n"


def make(folder: Path, count: int, seed: int = 1, *, sparse: bool = False) -> Path:
    """Write `count` notes below `folder`, all an hour old."""
    then = time.time() - AGE
    for number in range(count):
        place = folder / f"part {number // FOLDER_SIZE:03}"
        place.mkdir(parents=True, exist_ok=True)
        path = place / f"{Writer(f'{seed}/{number}/name').name()} {number:05}.md"
        path.write_text(note(seed, number, sparse=sparse), encoding="utf-8")
        os.utime(path, (then, then))
    return folder


def main() -> None:
    """Write a vault to look at."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("-n", "--notes", type=int, default=100, help="how many (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sparse", action="store_true", help="every second note is prose without cards")
    given = parser.parse_args()
    make(given.folder, given.notes, given.seed, sparse=given.sparse)


if __name__ == "__main__":
    main()

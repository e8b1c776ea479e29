"""How well notes are followed through edits: random edits on the sample notes, with the truth known line by line.

Each sequence takes some documents of `seeds` and some made by `vault.py`, builds, and then edits and builds again,
several times. The editor (`edits.py`) gives every line an id that goes with it through all edits. Which card is which
fact follows from these ids alone, never from the matching that is measured:

* a card of one line is (line, which card of this line); a card of several lines is the same fact as before while more
  than half of all lines that either had are in both, as a list or as a definition;
* a changed number or unit, a typo, other marks, a rewording that keeps two thirds of the words that mean something, a
  move, another heading, title, file name, folder or deck: the same fact;
* a line split in two: each card goes with the half that holds its answer, the other half is new; two lines merged:
  each card lives on in the merged line;
* a line put in the place of another, a copied template, an equal line below another heading: a new fact;
* a card that is the same to the letter, breadcrumb included, in two places is one fact (the program makes one note),
  and so are two of one document with the same front and answer of which the program keeps one. When one of the two is
  edited and the note stays with the other, which still shows the same card, the edited one is a new fact ("parted");
* a line that was deleted and comes back is the fact it was; an equal line put in its document while it is deleted or
  edited is a line that was moved: nobody can tell the two apart. So a note that asks what it asked and answers what it
  answered, in the document where it did, is never on another fact, whatever line that is now, but for one that had a
  note of its own. What a note asked is what it asked when it last had a line for sure;
* one whose line is gone, or makes no card, may pass to a line that asks the same in the same words and under the same
  breadcrumb, as that has another answer, or to a new line of its document that says the same;
* a file that was copied as a whole, as sync tools do, holds the facts of the first: a note may be with either while it
  asks what it asked and answers what it answered, or while the copied line says what it said when the file was copied.
  This is not so for a template, which is about another company.

Not counted either way: a fact that is not there, and a line whose cards are more or fewer than before without being
split or merged (the program read it in another way, so "the second card of the line" means another thing). How many
of these there were is printed. No edit rewrites a line beyond recognition; "replace" puts another fact in its place,
instead.

*Kept*: the fact has the guid it had. *Ambiguous*: it was reported and left alone. *Lost*: it got a new guid, or a
retired one stayed retired. *Wrongly kept*: a guid now sits on another fact, one of a deleted line included. Rates are
of the facts that an edit since the last build was about (`edited`), as untouched ones would hide every fault; those of
`all` facts are beside them. A fact that two kinds of edit were about since the last build counts under "several".

The same cards get their identity as other tools do it: from a hash of the card, from file and line number, and from
a hash of the front; equal ones are numbered.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from benchmarks import edits_of_documents, vault
from benchmarks.edits import EDITS, Editor, Line, Vault, keys_of
from flashcards import documents, extractors, ledger, quality, reading, rivals, twins
from flashcards.ledger import Ledger
from flashcards.model import BLANK, Candidate, Note, Reading, Source

SEEDS = Path(__file__).parents[1] / "seeds"
BUILDS = 6
"""Builds after the first, in each sequence."""
EDITS_A_BUILD = 6
"""At most so many edits lie between two builds."""
LARGE = frozenset(
    "rename title|rename file|move file|rename folder|split document|copy template|copy file|deck changed".split("|")
)
"""Edits of whole documents: they are about many facts at once, so they come at a third of the rate."""
OURS = "this program"
DUPLICATE = "duplicate"
"""The code of a line whose card stands further up in its document."""

assert edits_of_documents.__name__  # its edits are registered by now


# -- reading, without disk -----------------------------------------------------------------------------------


@dataclass(slots=True)
class Reader:
    """Reads documents that are text in memory; one it has read before costs nothing."""

    loaded: dict[str, extractors.Extractor] = field(default_factory=lambda: extractors.load()[0])
    known: dict[tuple[str, str], Reading] = field(default_factory=dict)

    def read(self, notes: Vault) -> Reading:
        """All documents, in the order of their paths."""
        parts = [self._document(path, "\n".join(line.text for line in notes[path])) for path in sorted(notes)]
        candidates = tuple(made for part in parts for made in part.candidates)
        return Reading(candidates, tuple(refused for part in parts for refused in part.refusals))

    def _document(self, path: str, text: str) -> Reading:
        if (path, text) not in self.known:
            document, _ = documents.parse(text.encode(), path)
            assert document
            made, refused, _ = reading.read_document(document, self.loaded, reasons=True)
            twice = (entry for entry in refused if entry.code in (quality.RIVAL, DUPLICATE))
            self.known[path, text] = Reading(tuple(made), tuple(twice))
        return self.known[path, text]


# -- the truth -----------------------------------------------------------------------------------------------

Fact = Hashable
Last = tuple[Candidate, frozenset[int]]
"""The card that a note was for sure, and its lines."""


@dataclass(slots=True)
class Truth:
    """Which fact each card is, by the ids of its lines."""

    spans: dict[tuple[str, int, int, int], frozenset[int]] = field(default_factory=dict)
    """Facts of several lines (kind, which of how many, and a number) to the lines they had last."""
    lines: dict[Fact, frozenset[int]] = field(default_factory=dict)
    cards: dict[Fact, set[Hashable]] = field(default_factory=dict)
    """What the learner saw last of each fact, and what the program takes for the same."""
    before: dict[Fact, set[Hashable]] = field(default_factory=dict)
    """The same at the last build."""
    shown: dict[Fact, Candidate] = field(default_factory=dict)
    """The card that each fact was when it was last there."""
    copied: Mapping[int, Line] = field(default_factory=dict)
    """Line ids to the lines they were copied from with the whole file, with their facts then."""
    present: frozenset[Fact] = frozenset()
    known: set[Fact] = field(default_factory=set)
    """All that were ever there,"""
    texts: dict[int, Hashable] = field(default_factory=dict)
    """What each line says now, and in which document."""
    read: frozenset[int] = frozenset()
    """and the lines that had cards at the last build."""

    def name(self, notes: Vault, candidates: Sequence[Candidate], refused: Sequence[Candidate]) -> list[Fact]:
        """The fact of each candidate. Those that were refused count, too: they come and go with their neighbours."""
        everything = (*candidates, *refused)
        self.texts = {one: (path, line.body) for path, lines in notes.items() for line in lines for one in line.ids}
        groups: defaultdict[tuple[str, int, int], list[int]] = defaultdict(list)
        for at, made in enumerate(everything):
            groups[made.source.path, made.source.line_start, made.source.line_end].append(at)
        facts: list[Fact] = [None] * len(everything)
        for (path, start, end), places in groups.items():
            covered = [line for line in notes[path][start - 1 : end] if line.text.strip()]
            places.sort(key=lambda at: _on_the_line(everything[at]))
            for at, fact in zip(places, self._facts(covered, [everything[at] for at in places]), strict=True):
                facts[at] = fact
                self.lines[fact] = frozenset(one for line in covered for one in line.ids)
        self._see(facts, everything, frozenset(map(_in_document, refused)))
        return facts[: len(candidates)]

    def _facts(self, covered: Sequence[Line], made: Sequence[Candidate]) -> Sequence[Fact]:
        if len(covered) == 1:
            return keys_of(covered[0], len(made), len(set(map(_on_the_line, made))))
        lines = frozenset(one for line in covered for one in line.ids)
        return [self._span(candidate.kind, at, len(made), lines) for at, candidate in enumerate(made)]

    def _span(self, kind: str, at: int, count: int, lines: frozenset[int]) -> Fact:
        """The fact of several lines with which it shares most."""
        known = [key for key in self.spans if key[:3] == (kind, at, count)]
        best = max(known, key=lambda key: _shared(self.spans[key], lines), default=None)
        if best is None or _shared(self.spans[best], lines) <= 0.5:
            best = kind, at, count, len(known)
        self.spans[best] = lines
        return best

    def _see(self, facts: Sequence[Fact], made: Sequence[Candidate], twice: frozenset[Hashable]) -> None:
        self.before = {**self.before, **self.cards}
        self.cards = {fact: {_letters(card)} for fact, card in zip(facts, made, strict=True)}
        self.shown.update(zip(facts, made, strict=True))
        for fact, card in zip(facts, made, strict=True):
            if _in_document(card) in twice:
                self.cards[fact].add(_in_document(card))

    def equal(self, one: Fact, other: Fact) -> bool:
        """True when both are the same card to the letter now."""
        return one == other or not self.cards.get(one, set()).isdisjoint(self.cards.get(other, set()))

    def one(self, old: Fact, new: Fact, now: frozenset[Fact], last: Last, own: bool) -> bool:
        """True when a guid may pass from the one to the other: equal cards, or one line read in another way.

        `last` is the card that has the guid so far; `own` says that the new fact had one of its own, so
        that it is not fresh.
        """
        note, lines = last
        fresh = new not in self.present or not own
        seen = self.before.get(old, set())
        if self.equal(old, new) or not seen.isdisjoint(self.cards[new] | self.before.get(new, set())):
            return True
        if self._goes_on(note, old, new, fresh):
            return True
        if fresh and len(lines) > 1 and _shared(lines, self.lines[new]) > 0.5:
            return True
        if old in now or not fresh:
            return False
        if not self.lines[old].isdisjoint(self.lines[new]) or _asked(note) == _asked(self.shown[new]):
            return True
        return self._texts(old) == self._texts(new)

    def _texts(self, fact: Fact) -> set[Hashable]:
        return {self.texts.get(one, one) for one in self.lines[fact]}

    def _goes_on(self, card: Candidate, old: Fact, new: Fact, fresh: bool) -> bool:
        """True when the new fact says what the old one said, in its document or in a copy of it."""
        made = self.shown[new]
        if fresh and (_in_document(card) == _in_document(made) or _is_the_line(card, made)):
            return True
        said = card.fields.front == made.fields.front and card.fields.back == made.fields.back
        return self._copied_as(made, new) == old or (said and not self._first(old).isdisjoint(self._first(new)))

    def _first(self, fact: Fact) -> frozenset[int]:
        """The lines of the fact in the file that was copied first."""
        copied = {one: self.copied[one].ids if one in self.copied else (one,) for one in self.lines[fact]}
        return frozenset(first for ids in copied.values() for first in ids)

    def _copied_as(self, made: Candidate, new: Fact) -> Fact:
        """The fact that this card was when its line was copied with the whole file; it says still what it said then."""
        lines = self.lines[new]
        line = self.copied.get(min(lines)) if len(lines) == 1 else None
        if line is None or line.text.strip() != made.text.strip():
            return None
        own = keys_of(Line(tuple(lines), line.text), len(line.facts), 0)
        return next((first for key, first in zip(own, line.facts, strict=True) if key == new), None)

    def turn(self, facts: Sequence[Fact]) -> None:
        """The build is over."""
        self.present = frozenset(facts)
        self.known |= self.present
        self.read = frozenset(one for fact in facts for one in self.lines[fact])

    def uncounted(self, facts: Sequence[Fact]) -> int:
        """How many facts are new though their lines had cards before: lines that were read in another way."""
        return sum(fact not in self.known and self.lines[fact] <= self.read for fact in facts)

    def stayed(self, fact: Fact, other: Fact) -> bool:
        """True when the other was the same card at the last build and still shows it."""
        seen = self.before.get(fact, set()) & self.before.get(other, set())
        return not seen.isdisjoint(self.cards.get(other, set()))


def twins_of(notes: Vault, made: Sequence[Candidate]) -> list[Candidate]:
    """The cards of lines that say what a line with cards says below the same heading, and have none: told once."""
    cards: defaultdict[tuple[str, int], list[Candidate]] = defaultdict(list)
    for card in made:
        for number in range(card.source.line_start, card.source.line_end + 1):
            cards[card.source.path, number].append(card)
    found: list[Candidate] = []
    for path, lines in notes.items():
        told: dict[str, list[Candidate]] = {}
        for number, line in enumerate(lines, 1):
            if line.text.startswith("#"):
                told = {}
            here = cards.get((path, number), [])
            if line.text.strip() and not here:
                found += [replace(card, source=_on(card, number)) for card in told.get(line.text, ())]
            elif here and all(card.source.line_start == card.source.line_end for card in here):
                told[line.text] = here
    return found


def _on(card: Candidate, number: int) -> Source:
    return replace(card.source, line_start=number, line_end=number)


def _letters(candidate: Candidate) -> Hashable:
    fields = candidate.fields
    return fields.context, fields.front, fields.back


def _on_the_line(candidate: Candidate) -> tuple[int, str]:
    """Where on its line the answer stands; the blank says it of an answer that stands there twice."""
    front, back = candidate.fields.front, candidate.fields.back
    hits = list(re.finditer(rf"(?<!\w){re.escape(back)}(?!\w)", candidate.text))
    return hits[0].start() if len(hits) == 1 else front.find(BLANK), candidate.kind


def _in_document(candidate: Candidate) -> Hashable:
    return candidate.source.path, candidate.fields.front, candidate.fields.back


def _is_the_line(one: Candidate, other: Candidate) -> bool:
    """True for one line that was read in two ways: one of the answers holds the other."""
    answers = one.fields.back, other.fields.back
    return (one.source.path, one.text) == (other.source.path, other.text) and (
        answers[0] in answers[1] or answers[1] in answers[0]
    )


def _asked(candidate: Candidate) -> Hashable:
    return candidate.source.path, candidate.fields.context, candidate.fields.front


def _shared(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / len(one | other)


# -- identity, by this program and as others do it -----------------------------------------------------------

DOUBT = "ambiguous"
Identify = Callable[[Sequence[Candidate]], list[str]]
"""A guid for each card, `DOUBT`, or nothing."""


def _card(fact: Candidate | Note) -> Hashable:
    source = fact.source
    return source, fact.kind, fact.text, fact.fields.context, fact.fields.front, fact.fields.back


@dataclass(slots=True)
class Program:
    """What a build does between reading and writing."""

    made: Ledger = field(default_factory=Ledger)
    now: int = 1_000_000
    read: Reading = field(default_factory=Reading)
    seconds: float = 0.0

    def prepare(self, read: Reading) -> Sequence[Candidate]:
        """The cards that are kept."""
        self.read = rivals.prefer_known(read, self.made)
        return self.read.candidates

    def identify(self, candidates: Sequence[Candidate]) -> list[str]:
        """Reconcile."""
        self.now += 3600
        began = time.perf_counter()
        plan, new = ledger.reconcile(self.made, candidates, self.now)
        self.seconds += time.perf_counter() - began
        plan, self.made, _ = twins.hold_back(plan, new)
        there = (*plan.added, *plan.updated, *plan.moved, *plan.unchanged, *plan.revived, *plan.skipped)
        guids: defaultdict[Hashable, list[str]] = defaultdict(list)
        for change in there:
            guids[_card(change.new)].append(change.new.guid)
        for doubt in plan.ambiguous:
            guids[_card(doubt.candidate)].append(DOUBT)
        return [waiting.pop(0) if (waiting := guids[_card(made)]) else "" for made in candidates]


def _numbered(key: Callable[[Candidate], Hashable]) -> Identify:
    def identify(candidates: Sequence[Candidate]) -> list[str]:
        seen: Counter[Hashable] = Counter()
        found = []
        for made in candidates:
            seen[key(made)] += 1
            found.append(f"{key(made)} {seen[key(made)]}")
        return found

    return identify


BASELINES: dict[str, Identify] = {
    "hash of the card": _numbered(lambda made: (made.fields.front, made.fields.back)),
    "file and line number": _numbered(lambda made: (made.source.path, made.source.line_start)),
    "hash of the front": _numbered(lambda made: made.fields.front),
}


# -- counting ------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Book:
    """Which guid each fact had, and which fact each guid was for."""

    guid: dict[Fact, str] = field(default_factory=dict)
    owner: dict[str, Fact] = field(default_factory=dict)
    last: dict[str, Last] = field(default_factory=dict)
    """What the learner sees of each guid: the line of a note in doubt goes on without it."""

    def judge(self, fact: Fact, guid: str, truth: Truth, holders: Mapping[str, Fact]) -> tuple[str, str]:
        """Two answers: what became of the fact's own guid, and whether the one it has was another's.

        `holders` are the facts of all guids now: of two equal cards either may have it.
        """
        old = self.guid.get(fact)
        if old is None:
            fate = "doubted-new" if guid == DOUBT else ""
        elif guid == old or (old in holders and truth.equal(holders[old], fact)):
            fate = "kept"
        elif old in holders and truth.stayed(fact, holders[old]):
            fate = "parted"
        else:
            fate = DOUBT if guid == DOUBT else "lost"
        owner = self.owner.get(guid)
        passed = owner not in (None, fact) and guid != old
        now = frozenset(holders.values())
        wrong = passed and not truth.one(owner, fact, now, self.last[guid], own=old is not None)
        return fate, "wrong" if wrong else ""

    def keep(self, facts: Sequence[Fact], guids: Sequence[str], truth: Truth) -> None:
        """Who has what now."""
        for fact, guid in zip(facts, guids, strict=True):
            if guid and guid != DOUBT:
                self.guid[fact] = guid
                self.owner[guid] = fact
                self.last[guid] = truth.shown[fact], truth.lines[fact]


Tally = defaultdict[tuple[str, str], Counter[str]]
"""Tool and kind of edit, to how often each fate was."""


def kind_of(ids: Iterable[int], editor: Editor) -> str:
    """The kind of edit that was about these lines; empty for none."""
    ids = list(ids)
    kinds = {kind for one in ids for kind in editor.touched.get(one, ())}
    if not kinds:
        kinds = {f"{editor.shifted[one]} (lines below)" for one in ids if one in editor.shifted}
    return min(kinds) if len(kinds) == 1 else "several" if kinds else ""


def count(tool: str, book: Book, truth: Truth, facts: Sequence[Fact], guids: Sequence[str], editor: Editor) -> Tally:
    """The fates of all facts after one build."""
    tally: Tally = defaultdict(Counter)
    holders = dict(zip(guids, facts, strict=True))
    for fact, guid in zip(facts, guids, strict=True):
        fate, wrong = book.judge(fact, guid, truth, holders)
        lines = truth.lines[fact]
        if wrong:
            lines = lines | truth.lines[book.owner[guid]]
        kind = kind_of(lines, editor)
        for word in (fate, wrong):
            if word:
                tally[tool, kind][word] += 1
    book.keep(facts, guids, truth)
    return tally


# -- sequences -----------------------------------------------------------------------------------------------


def _vault(chance: random.Random, editor: Editor) -> Vault:
    seeds = chance.sample(sorted(SEEDS.glob("*.md")), 4)
    texts = {f"prep/{path.name}": path.read_text(encoding="utf-8-sig") for path in seeds}
    for number in chance.sample(range(500), 4):
        name = vault.Writer(f"1/{number}/name").name()
        texts[f"part {number % 2:03}/{name} {number:05}.md"] = vault.note(1, number)
    return {path: [editor.line(line) for line in text.splitlines()] for path, text in texts.items()}


def _cards(candidates: Sequence[Candidate], notes: Vault) -> dict[int, tuple[str, ...]]:
    """The answers on each line that has cards of its own, in the order of `Truth`."""
    found: defaultdict[int, list[Candidate]] = defaultdict(list)
    for made in candidates:
        source = made.source
        if source.line_start == source.line_end:
            found[notes[source.path][source.line_start - 1].ids[0]].append(made)
    return {one: tuple(made.fields.back for made in sorted(cards, key=_on_the_line)) for one, cards in found.items()}


def play(number: int, seed: int, reader: Reader, total: Tally, only: Sequence[str], show: bool = False) -> float:
    """One sequence. The time that reconcile took."""
    chance = random.Random(f"{seed}/{number}")
    editor = Editor({}, chance, vault.Writer(f"{seed}/{number}/words"))
    editor.vault = _vault(chance, editor)
    program, truth = Program(), Truth(copied=editor.copied)
    books: Mapping[str, Book] = {tool: Book() for tool in (OURS, *BASELINES)}
    for at in range(BUILDS + 1):
        candidates = program.prepare(reader.read(editor.vault))
        refused = [entry.candidate for entry in program.read.refusals if entry.candidate]
        refused += twins_of(editor.vault, (*candidates, *refused))
        facts = truth.name(editor.vault, candidates, refused)
        rival = [entry.candidate for entry in program.read.refusals if entry.candidate and entry.code != DUPLICATE]
        editor.cards = _cards((*candidates, *rival), editor.vault)
        total[OURS, ""]["uncounted"] += truth.uncounted(facts) if at else 0
        before = program.made
        guids = program.identify(candidates)
        if show:
            _show(f"{number}.{at}", books[OURS], truth, facts, guids, candidates, before, editor)
        for tool, found in {OURS: guids, **{name: made(candidates) for name, made in BASELINES.items()}}.items():
            for key, fates in count(tool, books[tool], truth, facts, found, editor).items():
                total[key].update(fates)
        truth.turn(facts)
        editor.touched, editor.shifted = {}, {}
        for _ in range(chance.randint(1, EDITS_A_BUILD)):
            _edit_once(editor, only)
    return program.seconds


def _edit_once(editor: Editor, only: Sequence[str]) -> None:
    """One edit of a kind drawn at random; another kind when there is nothing to do it to."""
    kinds = [kind for kind in only or EDITS if only or kind not in LARGE or editor.chance.random() < 1 / 3]
    editor.chance.shuffle(kinds)
    for kind in kinds:
        if EDITS[kind](editor):
            return


def _show(
    where: str,
    book: Book,
    truth: Truth,
    facts: Sequence[Fact],
    guids: Sequence[str],
    candidates: Sequence[Candidate],
    before: Ledger,
    editor: Editor,
) -> None:
    """Print what went wrong, for the one who mends it."""
    notes = {note.guid: note for note in before.notes}
    holders = dict(zip(guids, facts, strict=True))
    for fact, guid, made in zip(facts, guids, candidates, strict=True):
        fate, wrong = book.judge(fact, guid, truth, holders)
        if fate in ("lost", DOUBT, "doubted-new") or wrong:
            kind = kind_of(truth.lines[fact], editor)
            print(f"\n{where} {fate} {wrong} [{kind}] now {guid}: {_told(made)}", file=sys.stderr)
            had = book.guid.get(fact, "")
            for name, old in (("had", had), ("its guid was", guid)):
                if old in notes and (name == "had" or wrong):
                    print(f"  {name} {old} {notes[old].status}: {_told(notes[old])}", file=sys.stderr)
            if fate == "lost" and had in guids:
                print(f"  which went to {_told(candidates[guids.index(had)])}", file=sys.stderr)


def _told(fact: Candidate | Note) -> str:
    source, fields = fact.source, fact.fields
    place = f"{source.path}:{source.line_start}-{source.line_end} {source.section}"
    return f"{fact.kind} {place}\n     {fact.text!r}\n     {fields.context!r} {fields.front!r} = {fields.back!r}"


# -- printing ------------------------------------------------------------------------------------------------


def _sums(total: Tally, tool: str, *, edited: bool) -> Counter[str]:
    found: Counter[str] = Counter()
    for (one, kind), fates in total.items():
        if one == tool and (kind or not edited):
            found.update(fates)
    return found


def _rates(fates: Counter[str]) -> str:
    known = fates["kept"] + fates["lost"] + fates[DOUBT]
    rates = (f"{fates[word]:,} ({fates[word] / max(1, known):.2%})" for word in ("kept", "lost", DOUBT))
    return f"{known:,} | {' | '.join(rates)} | {fates['doubted-new']:,} | {fates['wrong']:,} | {fates['parted']:,}"


_HEAD = "known facts | kept | lost | ambiguous | new and ambiguous | wrongly kept | parted |\n"


def report(total: Tally) -> str:
    """The tables as Markdown."""
    lines = [f"| identity | of | {_HEAD}| --- | --- |{' ---: |' * 7}"]
    for tool in (OURS, *BASELINES):
        for edited in (True, False):
            which = "edited" if edited else "all"
            lines.append(f"| {tool} | {which} | {_rates(_sums(total, tool, edited=edited))} |")
    lines.append(f"\n| edit | {_HEAD}| --- |{' ---: |' * 7}")
    kinds = sorted({kind for tool, kind in total if tool == OURS and kind})
    lines += [f"| {kind} | {_rates(total[OURS, kind])} |" for kind in (*kinds, "")]
    lines.append(f"\nNot counted, as their lines were read in another way: {total[OURS, '']['uncounted']:,} facts.")
    return "\n".join(lines)


def main() -> None:
    """Play the sequences, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", "--sequences", type=int, default=1000, help="how many (default: %(default)s)")
    parser.add_argument("--start", type=int, default=0, help="the number of the first sequence")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=[], choices=sorted(EDITS), help="only these kinds of edit")
    parser.add_argument("--show", action="store_true", help="print each fact that did not keep its guid")
    given = parser.parse_args()
    total: Tally = defaultdict(Counter)
    reader = Reader()
    began, took = time.perf_counter(), 0.0
    for done in range(given.sequences):
        took += play(given.start + done, given.seed, reader, total, given.only, given.show)
        if (done + 1) % 50 == 0:
            print(f"{done + 1} sequences, {time.perf_counter() - began:.0f} s", file=sys.stderr)
            reader.known.clear()
    print(report(total))
    print(f"\n{given.sequences:,} sequences, seed {given.seed}; reconcile took {took:.1f} s")


if __name__ == "__main__":
    main()

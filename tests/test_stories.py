"""Stories over time: a small vault through its versions, built, imported into Anki and reviewed step by step.

Each file in `golden` is a story. A step is a heading `## Step: …`, the whole vault at that moment as fences that
bear the file's name (one that begins with `~` stands on another machine of the user), and lines that say what must
come of it:

    - do: what happens before the build (see `DEEDS`), or to one line (see `LINE_DEEDS`, as `edit: LINE`)
    - options: the options of the build
    - plan: the summary the build prints
    - anki: new, updated, duplicate; left out, it follows from the plan
    - keeps: a piece of the old line → a piece of the new one: one fact, one guid (see `line_of`)
    - new: a piece of a line whose guid was never seen before
    - retired: pieces of the lines that are tagged as retired in Anki, `;` between them
    - stops: a piece of the error
    - mine: pieces of the lines whose edit in Anki is still there
    - decks: the decks that hold cards in Anki, `;` between them

After every step all cards that Anki had are there with their reviews, a second build does nothing, and a second
import changes nothing.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from anki_engine import Engine, Log
from factories import START
from vaults import tree, write

from flashcards import apkg, build, ledger
from flashcards.errors import FlashcardsError
from flashcards.model import Note

FOLDER = Path(__file__).parent / "golden"
STORIES = sorted(FOLDER.glob("*.md"))
HOUR = 3600
WEEKS = 5 * 7 * 24 * HOUR
OTHER = "~"
"""What the names of files on another machine begin with."""
FAR = 4_000_000_000
"""A moment after every edit that a test makes in Anki."""
MINE = "<b>my own words</b>"

_STEP = re.compile(r"^## Step: (?P<name>[^\n]+)\n(?P<body>.*?)(?=^## Step: |\Z)", re.MULTILINE | re.DOTALL)
_FENCE = re.compile(r"^````(?P<name>[^\n]+)\n(?P<text>.*?)^````\n", re.MULTILINE | re.DOTALL)
_SAYS = re.compile(r"^- (?P<word>[a-z]+): (?P<text>[^\n]+)$", re.MULTILINE)
_COUNT = re.compile(r"(\d+) (\w+)")


@dataclass(frozen=True, slots=True)
class Step:
    """One version of the vault and what must come of it."""

    name: str
    files: dict[str, str]
    says: tuple[tuple[str, str], ...]

    def all(self, word: str) -> list[str]:
        """Everything the step says under one word."""
        return [text for found, text in self.says if found == word]

    def counts(self) -> dict[str, int]:
        """The plan as numbers."""
        return {word: int(number) for number, word in _COUNT.findall("".join(self.all("plan")))}


def steps(path: Path) -> Iterator[Step]:
    """The steps of a story."""
    for found in _STEP.finditer(path.read_text(encoding="utf-8")):
        files = {fence["name"]: fence["text"] for fence in _FENCE.finditer(found["body"])}
        said = _SAYS.findall(_FENCE.sub("", found["body"]))
        yield Step(found["name"], files, tuple(said))


@dataclass(slots=True)
class World:
    """The notes on disk, what was built from them, and the Anki of the user."""

    folder: Path
    anki: Engine
    clock: int = START
    seen: dict[str, str] = field(default_factory=dict)
    """Guid to the line it had when last built."""
    reviews: dict[str, int] = field(default_factory=dict)
    elsewhere: dict[str, str] = field(default_factory=dict)
    """The notes on the user's other machine."""
    shared: bytes = b""
    """The ledger that both machines have."""
    settled: str = ""
    """The ledger without the marks of git."""

    @property
    def notes(self) -> Path:
        """The user's folder."""
        return self.folder / "notes"

    @property
    def decks(self) -> Path:
        """Ledger and packages."""
        return self.folder / "decks"

    def entries(self) -> tuple[Note, ...]:
        """The notes of the ledger."""
        return ledger.load(self.decks / build.LEDGER).notes

    def lay_out(self, files: dict[str, str]) -> None:
        """Make the notes folder hold exactly these files; a file that stays as it is keeps its time."""
        self.elsewhere = {name[1:]: text for name, text in files.items() if name.startswith(OTHER)}
        files = {name: text for name, text in files.items() if not name.startswith(OTHER)}
        moment = (self.clock - 60) * 10**9
        for path in [path for path in self.notes.rglob("*") if path.is_file()]:
            name = path.relative_to(self.notes).as_posix()
            if files.get(name) != path.read_text(encoding="utf-8"):
                path.unlink()
        fresh = {name: text for name, text in files.items() if not (self.notes / name).exists()}
        self.notes.mkdir(exist_ok=True)
        write(self.notes, fresh)
        for name in fresh:
            os.utime(self.notes / name, ns=(moment, moment))

    def build(self, options: str = "") -> build.Outcome:
        """Build at the moment the clock shows."""
        return build.build([self.notes], self.decks, now=self.clock * 10**9, force="--yes" in options)

    def load(self) -> Log:
        """Import every package."""
        logs = [self.anki.load(path) for path in sorted(self.decks.glob("*.apkg"))]
        sums = (sum(getattr(log, name) for log in logs) for name in ("new", "updated", "duplicate", "conflicting"))
        return Log(*sums)

    def guid(self, piece: str, lines: dict[str, str]) -> str:
        """The guid of the one line that holds these words."""
        found = [guid for guid, line in lines.items() if piece in line]
        assert len(found) == 1, f"{piece!r} stands in {len(found)} of {sorted(lines.values())}"
        return found[0]


def line_of(note: Note) -> str:
    """What a story's pieces are looked for in: the headings of a fact, its line, and the answer."""
    return f"{' › '.join((*note.source.section, note.text.strip()))} = {note.fields.back}"


# What can happen before a build


def _lose_the_ledger(world: World) -> None:
    (world.decks / build.LEDGER).unlink()


def _reword_the_ledger(world: World) -> None:
    """A ledger as an older version of the program left it: other fronts, other kinds, no more keys than needed."""
    path = world.decks / build.LEDGER
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        row |= {"front": f"Do you know this one: {row['kind']} in {row['path']}?", "kind": "cause", "context": ""}
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def _let_years_pass(world: World) -> None:
    world.clock = max(world.clock, FAR)


def _let_weeks_pass(world: World) -> None:
    world.clock += WEEKS


def _copy_the_ledger(world: World) -> None:
    """The other machine has the ledger as it is now."""
    world.shared = (world.decks / build.LEDGER).read_bytes()


def _sides(world: World) -> tuple[list[str], list[str], list[str]]:
    """The other machine builds. The lines that both ledgers have, those of this one, those of the other."""
    notes, decks = world.folder / "elsewhere" / "notes", world.folder / "elsewhere" / "decks"
    for folder in (notes, decks):
        folder.mkdir(parents=True, exist_ok=True)
    write(notes, world.elsewhere)
    (decks / build.LEDGER).write_bytes(world.shared)
    build.build([notes], decks, now=(world.clock - HOUR // 2) * 10**9)
    ours, theirs = ((path / build.LEDGER).read_text("utf-8").splitlines() for path in (world.decks, decks))
    both = [line for line in ours if line in theirs]
    return both, [line for line in ours if line not in both], [line for line in theirs if line not in both]


def _merge_the_ledgers(world: World) -> None:
    """What `merge=union` in git makes of two ledgers."""
    lines = [line for part in _sides(world) for line in part]
    (world.decks / build.LEDGER).write_text("".join(f"{line}\n" for line in lines), "utf-8")


def _leave_marks(world: World) -> None:
    """What git makes of two ledgers when nobody told it how."""
    both, ours, theirs = _sides(world)
    marked = [*both, "<<<<<<< HEAD", *ours, "=======", *theirs, ">>>>>>> laptop"]
    world.settled = "".join(f"{line}\n" for line in (*both, *ours, *theirs))
    (world.decks / build.LEDGER).write_text("".join(f"{line}\n" for line in marked), "utf-8")


def _settle_marks(world: World) -> None:
    (world.decks / build.LEDGER).write_text(world.settled, "utf-8")


def _edit_in_anki(world: World, guid: str) -> None:
    world.anki.edit(guid, Extra=MINE)


DEEDS: dict[str, Callable[[World], None]] = {
    "lose the ledger": _lose_the_ledger,
    "reword the ledger": _reword_the_ledger,
    "let years pass": _let_years_pass,
    "let weeks pass": _let_weeks_pass,
    "copy the ledger to another machine": _copy_the_ledger,
    "build there and merge the ledgers": _merge_the_ledgers,
    "build there and leave git's marks in the ledger": _leave_marks,
    "settle git's marks": _settle_marks,
}
LINE_DEEDS: dict[str, Callable[[World, str], None]] = {"edit": _edit_in_anki}
"""What happens to the note of one line."""


def do(world: World, deed: str) -> None:
    """Do what a step says."""
    kind, _, piece = deed.partition(": ")
    if kind in LINE_DEEDS:
        LINE_DEEDS[kind](world, world.guid(piece, world.seen))
    else:
        DEEDS[deed](world)


# Playing a story


def play(world: World, step: Step) -> None:
    """One step: the deed, the build, the import, the reviews."""
    world.clock += HOUR
    world.lay_out(step.files)
    for deed in step.all("do"):
        do(world, deed)
    if stops := step.all("stops"):
        check_stop(world, stops[0])
        return
    before = dict(world.seen)
    outcome = world.build(" ".join(step.all("options")))
    lines = {note.guid: line_of(note) for note in world.entries()}
    summaries = [line for line in outcome.lines if " unchanged, " in line]
    assert summaries == step.all("plan")
    check_guids(world, step, before, lines)
    check_import(world, step)
    world.seen = {note.guid: lines[note.guid] for note in world.entries() if note.status == "active"}
    check_again(world, step)


def check_stop(world: World, piece: str) -> None:
    """The build refuses, and nothing has changed."""
    before = tree(world.decks)
    with pytest.raises(FlashcardsError, match=re.escape(piece)):
        world.build()
    assert tree(world.decks) == before


def check_guids(world: World, step: Step, before: dict[str, str], after: dict[str, str]) -> None:
    """The facts the step names kept their guids, or have new ones."""
    for pair in step.all("keeps"):
        old, _, new = pair.partition(" → ")
        known = world.reviews | before
        assert world.guid(new or old, after) in known
        if any(old in line for line in before.values()):
            assert world.guid(old, before) == world.guid(new or old, after), pair
    for piece in step.all("new"):
        assert world.guid(piece, after) not in before


def check_import(world: World, step: Step) -> None:
    """Anki takes what changed and nothing else; every review is still there."""
    anki, counts = world.anki, step.counts()
    old_cards, old_log = anki.history()
    log = world.load()
    updated = counts["changed"] + counts["retired"] + counts.get("revived", 0)
    told = [int(number) for text in step.all("anki") for number, _ in _COUNT.findall(text)]
    assert (log.new, log.updated) == (tuple(told[:2]) if told else (counts["new"], updated))
    assert log.conflicting == 0
    cards, reviews = anki.history()
    assert old_cards == [card for card in cards if card in old_cards]
    assert reviews == old_log
    entries = world.entries()
    assert anki.guids() == {note.guid for note in entries} | world.reviews.keys()
    retired = {note.guid for note in entries if note.status == "retired"}
    assert {guid for guid in anki.guids() if apkg.RETIRED in anki.note(guid).tags} == retired
    lines = {note.guid: line_of(note) for note in entries}
    pieces = [piece for text in step.all("retired") for piece in text.split("; ")]
    assert {world.guid(piece, lines) for piece in pieces} == retired
    for text in step.all("decks"):
        assert {anki.deck_of(guid) for guid in anki.guids()} == set(text.split("; "))
    for text in step.all("mine"):
        assert anki.note(world.guid(text, lines))["Extra"] == MINE


def check_again(world: World, step: Step) -> None:
    """A second build and a second import do nothing; then the user reviews every card once."""
    before = tree(world.decks)
    again = world.build()
    there = sum(number for word, number in step.counts().items() if word not in ("retired", "skipped", "ambiguous"))
    assert any(line.startswith(f"0 new, 0 changed, {there} unchanged, 0 retired") for line in again.lines)
    assert tree(world.decks) == before
    log = world.load()
    assert (log.new, log.updated, log.conflicting) == (0, 0, 0)
    for guid in world.seen:
        world.anki.answer(guid)
        world.reviews[guid] = world.reviews.get(guid, 0) + 1
    reps = {guid: world.anki.cards(guid)[0].reps for guid in world.reviews}
    assert reps == world.reviews


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_story(path: Path, tmp_path: Path) -> None:
    played = list(steps(path))
    assert len(played) > 1
    with Engine(tmp_path / "anki") as anki:
        world = World(tmp_path, anki)
        for step in played:
            play(world, step)
        assert anki.problems() == []


def test_every_story_says_what_comes_of_it() -> None:
    assert len(STORIES) >= 40
    known = {"do", "options", "plan", "anki", "keeps", "new", "retired", "stops", "mine", "decks"}
    for path in STORIES:
        for step in steps(path):
            assert {word for word, _ in step.says} <= known, path.name
            assert step.files, path.name
            assert bool(step.all("plan")) != bool(step.all("stops")), f"{path.name}: {step.name}"

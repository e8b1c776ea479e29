"""The pipeline in one screen: documents → outline → extractors → quality → ledger → packages.

Heavy modules are imported where they are first needed: a build with nothing new must not pay for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flashcards import folders, manifest, scope, settings_file
from flashcards.config import Asked, Chosen
from flashcards.errors import FlashcardsError

if TYPE_CHECKING:
    from flashcards import apkg
    from flashcards.ledger import Ledger
    from flashcards.model import Diagnostic, Note, Plan, Reading
    from flashcards.unchanged import Settled

LEDGER = "ledger.jsonl"
NOTHING = Asked()
"""Nothing asked of the settings: those of the file hold."""
LOCK = ".lock"
MOST_RETIRED = 0.2
FEW = 5
"""Up to this many notes may retire at once without a question."""
MOST_SHOWN = 40
"""So many notes of each sort a build names; a dry run names all."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build has to say: `lines` for stdout, `complaints` for stderr."""

    lines: tuple[str, ...]
    complaints: tuple[str, ...]
    failed: bool
    summary: str = ""
    changed: bool = False
    """True when a note is not as it was."""
    plan: Plan | None = None
    remembered: str = ""
    """The plan as JSON, where the last build noted it."""

    @property
    def as_json(self) -> str:
        """The plan as one JSON object."""
        from flashcards import report

        return report.plan_json(self.plan) if self.plan else self.remembered


@dataclass(frozen=True, slots=True)
class _Notes:
    """What a command was given: the paths, the settings that hold for them, and the documents found."""

    paths: Sequence[Path]
    chosen: Chosen
    found: folders.Found

    @property
    def key(self) -> str:
        """What a manifest must hold for."""
        return manifest.key([str(path.absolute()) for path in self.paths], self.chosen.mark)


@dataclass(frozen=True, slots=True)
class _Work:
    """What a build knows before it writes."""

    notes: _Notes
    known: Mapping[str, Any]
    """The manifest of the last build, where it still holds."""
    settled: Settled
    """The documents that were not read again."""
    plan: Plan
    old: Ledger
    new: Ledger
    read: Reading
    once: tuple[Diagnostic, ...] = ()
    """What this build has to tell and the next one has not."""


def build(
    paths: Sequence[Path],
    decks: Path,
    *,
    now: int,
    dry_run: bool = False,
    force: bool = False,
    asked: Asked = NOTHING,
) -> Outcome:
    """Bring ledger and packages in `decks` up to date with the notes. `now` is in nanoseconds.

    Raises FlashcardsError when the notes, the settings or the ledger can't be read, when another build runs, when
    the disk does not take the files, or when more than a fifth of the notes would retire. The old files stay whole.
    """
    notes = _find(paths, asked)
    _check_folder(decks)
    stamps = {entry.name: entry.stamp for entry in notes.found.files}
    known = manifest.load(decks)
    if manifest.is_current(known, notes.key, stamps, decks) and not dry_run:
        return _again(known)
    from flashcards import files, history
    from flashcards.collecting import no_collector

    with no_collector():
        if dry_run:
            return _said(_reconcile(notes, decks, now), most=None)
        with files.lock(decks / LOCK):
            work = _reconcile(notes, decks, now)
            _stop_mass_retirement(work.plan, force)
            packages = _write(decks, work)
            trouble = history.record(decks, history.of_plan(work.plan, now // 10**9))
            files.write_atomic(decks / manifest.NAME, _remembered(work, decks, packages, now))
    return _said(work, packages, trouble)


def preview(
    paths: Sequence[Path], decks: Path, *, now: int, asked: Asked = NOTHING
) -> tuple[list[Note], tuple[Diagnostic, ...]]:
    """The notes a build would leave active for these documents, as a learner sees them. Writes nothing."""
    from flashcards import edits

    notes = _find(paths, asked)
    _check_folder(decks)
    work = _reconcile(notes, decks, now)
    names = {entry.name for entry in notes.found.files}
    shown = [note for note in edits.all_worded(work.new) if note.status == "active" and note.source.path in names]
    return sorted(shown, key=lambda note: (note.source.path, note.source.line_start, note.nid)), work.read.diagnostics


def foresee(paths: Sequence[Path], decks: Path, *, now: int, asked: Asked = NOTHING) -> tuple[Ledger, Reading]:
    """The ledger that a build would leave, and all that stands in these documents. Writes nothing."""
    notes = _find(paths, asked)
    _check_folder(decks)
    work = _reconcile(notes, decks, now, whole=True)
    return work.new, work.read


def explain(path: Path, *, asked: Asked = NOTHING) -> tuple[Reading, tuple[str, ...]]:
    """What one file gives, with a reason for every line that gives nothing, and its lines."""
    from flashcards import documents, reading

    notes = _find([path], asked)
    found = notes.found
    if len(found.files) != 1:
        raise FlashcardsError("explain takes one file", "give a .md, .markdown or .txt file", str(path))
    document, _ = documents.read(Path(found.files[0].path), found.files[0].name)
    read = reading.read(found, reasons=True, settings=notes.chosen.settings)
    return read, document.lines if document else ()


def check(paths: Sequence[Path], *, asked: Asked = NOTHING) -> list[Diagnostic]:
    """What is wrong or doubtful in the notes: problems of reading, refused cards, clashes, and cards hard to learn."""
    from flashcards import checking, documents, reading

    notes = _find(paths, asked)
    found = notes.found
    read = reading.read(found, reasons=True, settings=notes.chosen.settings)
    silent = checking.silent_documents(read)
    read_again = (documents.read(Path(entry.path), entry.name)[0] for entry in found.files if entry.name in silent)
    return checking.diagnostics(read, {again.path: again.lines for again in read_again if again})


# -- steps ---------------------------------------------------------------------------------------------------


def _find(paths: Sequence[Path], asked: Asked) -> _Notes:
    chosen = settings_file.choose(paths, asked)
    limits = scope.of(chosen)
    found = folders.find(paths, limits)
    if not found.files and not found.diagnostics:
        hint = "give files or folders with .md, .markdown or .txt"
        if not limits.is_open:
            hint = f"{settings_file.shown(chosen.file) or 'the command line'} leaves out all that is there"
        raise FlashcardsError("no notes found", hint, str(paths[0]))
    return _Notes(paths, chosen, found)


def _check_folder(decks: Path) -> None:
    if decks.exists() and not decks.is_dir():
        raise FlashcardsError("this is a file, not a folder", "give the folder of the decks with -o", str(decks))


def _reconcile(notes: _Notes, decks: Path, now: int, *, whole: bool = False) -> _Work:
    """Read what changed since the last build, or the `whole`, and see what it means for the ledger."""
    from flashcards import edits, ledger, reading, rivals, twins, unchanged

    found = notes.found
    known = {} if whole else _known(notes.key, decks)
    old = ledger.load(decks / LEDGER)
    settled = unchanged.settled(known, found.files)
    changed = tuple(entry for entry in found.files if entry.name not in settled)
    made = reading.read(replace(found, files=changed), settings=notes.chosen.settings)
    read = rivals.prefer_known(made, old)
    names = frozenset(entry.name for entry in found.files)
    reach = None if any(path.is_dir() for path in notes.paths) else names
    unread = frozenset(read.unread) | _out_of_sight(read, old, names)
    plan, new = ledger.reconcile(
        old, read.candidates, now // 10**9, read_paths=reach, unread=unread, settled=settled.keys()
    )
    plan, new, held = twins.hold_back(*_spare(plan, new, read))
    plan, new, fallen = edits.settle(old, plan, new)
    told = (*unchanged.with_settled(read, found.files, settled), *held)
    return _Work(notes, known, settled, plan, old, new, replace(read, diagnostics=told), fallen)


def _known(key: str, decks: Path) -> dict[str, Any]:
    """What the last build knew, where that still holds: same notes, settings and program, and an untouched ledger."""
    from flashcards import extractors

    known = manifest.load(decks)
    holds = known.get("key") == key and known["plugins"] == extractors.others()
    return known if holds and manifest.is_as_noted(known, decks, LEDGER) else {}


def _out_of_sight(read: Reading, ledger: Ledger, names: Set[str]) -> frozenset[str]:
    """Documents that may lie in a folder that could not be listed: they are not gone."""
    if not any(problem.code == "folder-unreadable" for problem in read.diagnostics):
        return frozenset()
    return frozenset(note.source.path for note in ledger.notes) - names


def _spare(plan: Plan, ledger: Ledger, read: Reading) -> tuple[Plan, Ledger]:
    """Nothing retires where an extractor failed: the lines are there, only the reader of them is not."""
    failed = {problem.path for problem in read.diagnostics if problem.code in ("extractor-failed", "extractor-missing")}
    spared = {
        change.new.guid: change.old
        for change in plan.retired
        if change.old and ("" in failed or change.new.source.path in failed)
    }
    if not spared:
        return plan, ledger
    retired = tuple(change for change in plan.retired if change.new.guid not in spared)
    notes = tuple(spared.get(note.guid, note) for note in ledger.notes)
    return replace(plan, retired=retired), replace(ledger, notes=notes)


def _stop_mass_retirement(plan: Plan, force: bool) -> None:
    from flashcards import ledger

    share = ledger.retired_share(plan)
    if force or len(plan.retired) <= FEW or share <= MOST_RETIRED:
        return
    raise FlashcardsError(
        f"{len(plan.retired)} notes ({share:.0%}) would retire: their lines are gone; nothing was written",
        "check that you gave the right folder; --dry-run shows the notes, --yes goes on",
    )


def _write(decks: Path, work: _Work) -> tuple[Path, ...]:
    """The ledger first: a crash in between leaves packages that the next build repairs, and no lost guid."""
    from flashcards import apkg, edits, files

    there = tuple(decks / name for name in work.known.get("outputs", ()) if name != LEDGER)
    ours = all(manifest.is_as_noted(work.known, decks, path.name) for path in there)
    if ours and there and work.new is work.old:
        return there
    packages = apkg.packages(edits.all_worded(work.new), decks, _rows_to_keep(work, there) if ours else {})
    files.write_together([(decks / LEDGER, _ledger_bytes(work, decks)), *packages])
    return tuple(path for path, _ in packages)


def _ledger_bytes(work: _Work, decks: Path) -> bytes:
    from flashcards import files, records

    if not work.known:
        return records.dump_bytes(work.new)
    return records.dump_again(work.new, work.old, files.read(decks / LEDGER) or b"")


def _rows_to_keep(work: _Work, packages: Sequence[Path]) -> Mapping[str, apkg.Stored]:
    """What the packages of the last build hold of the notes that did not change since."""
    from flashcards import apkg, records

    return apkg.stored(packages, records.untouched(work.new, work.old))


def _remembered(work: _Work, decks: Path, packages: Sequence[Path], now: int) -> bytes:
    """The manifest of this build."""
    from flashcards import extractors, unchanged

    files = work.notes.found.files
    return manifest.dump(
        {
            "key": work.notes.key,
            "plugins": extractors.others(),
            "time": now,
            "inputs": unchanged.inputs(files, work.known, work.settled, work.read, work.plan),
            "problems": unchanged.problems(files, work.read),
            "outputs": {path.name: manifest.stamp(path) for path in (decks / LEDGER, *packages)},
            "result": _later(work.plan, work.read),
        }
    )


# -- saying --------------------------------------------------------------------------------------------------


def _said(
    work: _Work, packages: Sequence[Path] = (), trouble: Sequence[str] = (), *, most: int | None = MOST_SHOWN
) -> Outcome:
    """What this build has to say; `trouble` is what went wrong without harm."""
    from flashcards import report

    outcome = _outcome(work.plan, work.read, packages, most)
    more = (*report.diagnostic_lines(work.once), *trouble)
    return replace(outcome, complaints=(*outcome.complaints, *more)) if more else outcome


def _outcome(plan: Plan, read: Reading, packages: Sequence[Path] = (), most: int | None = MOST_SHOWN) -> Outcome:
    from flashcards import report

    summary = report.summary(report.counts(plan))
    lines = [*report.plan_lines(plan, most=most), summary, *map(str, packages)]
    complaints = list(_complaints(plan, read))
    failed = any(problem.severity == "error" for problem in read.diagnostics)
    changed = any((plan.added, plan.updated, plan.moved, plan.retired, plan.revived))
    return Outcome(tuple(lines), tuple(complaints), failed, summary, changed, plan)


def _complaints(plan: Plan, read: Reading) -> Iterator[str]:
    from flashcards import report

    yield from report.diagnostic_lines(read.diagnostics)
    if plan.retired:
        yield "retired notes stay in Anki: suspend what you find there with the search tag:flashcards::retired"
    if plan.ambiguous:
        yield "ambiguous lines made no new note: settle each with `flashcards match OLD NEW NOTES`, or leave it"


def _later(plan: Plan, read: Reading) -> dict[str, Any]:
    """What a build with nothing new will say: all that is there now is unchanged."""
    from flashcards.model import Plan

    there = plan.added + plan.updated + plan.moved + plan.unchanged + plan.revived
    later = _outcome(Plan(unchanged=there, skipped=plan.skipped, ambiguous=plan.ambiguous), read)
    return {"lines": later.lines, "complaints": later.complaints, "json": later.as_json, "failed": later.failed}


def _again(known: Mapping[str, Any]) -> Outcome:
    """The build has nothing to do: it says so, and what is still wrong with the notes."""
    result = known["result"]
    lines, complaints = tuple(result["lines"]), tuple(result["complaints"])
    return Outcome(lines, complaints, result["failed"], remembered=result["json"])

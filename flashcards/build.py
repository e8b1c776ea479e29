"""The pipeline in one screen: documents → outline → extractors → quality → ledger → packages.

Heavy modules are imported where they are first needed: a build with nothing new must not pay for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flashcards import folders, manifest
from flashcards.errors import FlashcardsError

if TYPE_CHECKING:
    from flashcards.ledger import Ledger
    from flashcards.model import Diagnostic, Note, Plan, Reading

LEDGER = "ledger.jsonl"
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
    as_json: str
    failed: bool


def build(paths: Sequence[Path], decks: Path, *, now: int, dry_run: bool = False, force: bool = False) -> Outcome:
    """Bring ledger and packages in `decks` up to date with the notes. `now` is in nanoseconds.

    Raises FlashcardsError when the notes or the ledger can't be read, when another build runs, when the disk
    does not take the files, or when more than a fifth of the notes would retire. The old files stay whole.
    """
    found = _find(paths)
    _check_folder(decks)
    wanted = manifest.key([str(path.absolute()) for path in paths])
    stamps = {entry.name: (entry.size, entry.mtime_ns) for entry in found.files}
    known = {} if dry_run else manifest.load(decks)
    if manifest.is_current(known, wanted, stamps, decks):
        return _again(known)
    if dry_run:
        plan, _, read = _reconcile(found, paths, decks, now)
        return _outcome(plan, read, most=None)
    from flashcards import files, history, writing
    from flashcards.records import no_collector

    with no_collector(), files.lock(decks / LOCK):
        plan, ledger, read = _reconcile(found, paths, decks, now)
        _stop_mass_retirement(plan, force)
        packages = writing.write(decks / LEDGER, ledger)
        outcome = _outcome(plan, read, packages, history.record(decks, history.of_plan(plan, now // 10**9)))
        outputs = {} if outcome.failed else _stamps(decks / LEDGER, *packages)
        files.write_atomic(decks / manifest.NAME, manifest.dump(wanted, now, stamps, outputs, _remember(plan, read)))
    return outcome


def preview(paths: Sequence[Path], decks: Path, *, now: int) -> tuple[list[Note], tuple[Diagnostic, ...]]:
    """The notes a build would leave active for these documents, as a learner sees them. Writes nothing."""
    from flashcards import edits

    found = _find(paths)
    _check_folder(decks)
    _, ledger, read = _reconcile(found, paths, decks, now)
    names = {entry.name for entry in found.files}
    shown = [note for note in edits.all_worded(ledger) if note.status == "active" and note.source.path in names]
    return sorted(shown, key=lambda note: (note.source.path, note.source.line_start, note.nid)), read.diagnostics


def foresee(paths: Sequence[Path], decks: Path, *, now: int) -> tuple[Plan, Ledger, Reading]:
    """What a build would do, the ledger after it, and what was read. Writes nothing."""
    found = _find(paths)
    _check_folder(decks)
    return _reconcile(found, paths, decks, now)


def explain(path: Path) -> tuple[Reading, tuple[str, ...]]:
    """What one file gives, with a reason for every line that gives nothing, and its lines."""
    from flashcards import documents, reading

    found = folders.find([path])
    if len(found.files) != 1:
        raise FlashcardsError("explain takes one file", "give a .md, .markdown or .txt file", str(path))
    document, _ = documents.read(Path(found.files[0].path), found.files[0].name)
    return reading.read(found, reasons=True), document.lines if document else ()


def check(paths: Sequence[Path]) -> list[Diagnostic]:
    """What is wrong or doubtful in the notes: problems of reading, refused cards, clashes, and cards hard to learn."""
    from flashcards import checking, documents, reading

    found = _find(paths)
    read = reading.read(found, reasons=True)
    silent = checking.silent_documents(read)
    read_again = (documents.read(Path(entry.path), entry.name)[0] for entry in found.files if entry.name in silent)
    return checking.diagnostics(read, {again.path: again.lines for again in read_again if again})


# -- steps ---------------------------------------------------------------------------------------------------


def _find(paths: Sequence[Path]) -> folders.Found:
    found = folders.find(paths)
    if not found.files and not found.diagnostics:
        raise FlashcardsError("no notes found", "give files or folders with .md, .markdown or .txt", str(paths[0]))
    return found


def _check_folder(decks: Path) -> None:
    if decks.exists() and not decks.is_dir():
        raise FlashcardsError("this is a file, not a folder", "give the folder of the decks with -o", str(decks))


def _reconcile(found: folders.Found, paths: Sequence[Path], decks: Path, now: int) -> tuple[Plan, Ledger, Reading]:
    from flashcards import edits, ledger, reading, rivals, twins

    old = ledger.load(decks / LEDGER)
    read = rivals.prefer_known(reading.read(found), old)
    names = frozenset(entry.name for entry in found.files)
    scope = None if any(path.is_dir() for path in paths) else names
    unread = frozenset(read.unread) | _out_of_sight(read, old, names)
    plan, new = ledger.reconcile(old, read.candidates, now // 10**9, read_paths=scope, unread=unread)
    plan, new, held = twins.hold_back(*_spare(plan, new, read))
    plan, new, fallen = edits.settle(old, plan, new)
    more = (*held, *fallen)
    return plan, new, replace(read, diagnostics=(*read.diagnostics, *more)) if more else read


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


def _stamps(*paths: Path) -> dict[str, manifest.Stamp]:
    """What makes a manifest current; none after a failure, whose cause may go away without a trace."""
    return {path.name: stamp for path in paths if (stamp := manifest.stamp(path))}


# -- saying --------------------------------------------------------------------------------------------------


def _outcome(
    plan: Plan, read: Reading, packages: Sequence[Path] = (), trouble: Sequence[str] = (), most: int | None = MOST_SHOWN
) -> Outcome:
    from flashcards import report

    lines = [*report.plan_lines(plan, most=most), report.summary(report.counts(plan)), *map(str, packages)]
    complaints = [*_complaints(plan, read), *trouble]
    failed = any(problem.severity == "error" for problem in read.diagnostics)
    return Outcome(tuple(lines), tuple(complaints), report.plan_json(plan), failed)


def _complaints(plan: Plan, read: Reading) -> Iterator[str]:
    from flashcards import report

    yield from report.diagnostic_lines(read.diagnostics)
    if plan.retired:
        yield "retired notes stay in Anki: suspend what you find there with the search tag:flashcards::retired"
    if plan.ambiguous:
        yield "ambiguous lines made no new note: settle each with `flashcards match OLD NEW NOTES`, or leave it"


def _remember(plan: Plan, read: Reading) -> dict[str, Any]:
    """What a build with nothing new will say: all that is there now is unchanged."""
    from flashcards import edits
    from flashcards.model import Plan

    once = tuple(problem for problem in read.diagnostics if problem.code != edits.CODE)
    read = replace(read, diagnostics=once)
    there = plan.added + plan.updated + plan.moved + plan.unchanged + plan.revived
    later = _outcome(Plan(unchanged=there, skipped=plan.skipped, ambiguous=plan.ambiguous), read)
    return {"lines": later.lines, "complaints": later.complaints, "json": later.as_json, "failed": later.failed}


def _again(known: Mapping[str, Any]) -> Outcome:
    """The build has nothing to do: it says so, and what is still wrong with the notes."""
    result = known["result"]
    return Outcome(tuple(result["lines"]), tuple(result["complaints"]), result["json"], result["failed"])

"""From files to candidates: everything left of the ledger. Knows Markdown, knows nothing of Anki."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import repeat
from pathlib import Path

from flashcards import documents, embeds, extractors, folders, globs, linking, outline, quality, wishes
from flashcards.collecting import no_collector
from flashcards.config import DEFAULT, DeckRule, Settings
from flashcards.embedding import Lookup
from flashcards.marked.unread import unread
from flashcards.model import Block, Candidate, Diagnostic, Document, Reading, Refusal, Use
from flashcards.page import Page
from flashcards.shapes import shape
from flashcards.text import slug
from flashcards.vault import Vaults

MANY = 60
"""Documents from which on they are shared out to all processors; for fewer, starting one costs more than it saves."""
MOST_WORKERS = 8
CHUNKS = 16
"""Shares per processor, so that one with long documents does not hold up the rest."""


def read(found: folders.Found, *, reasons: bool = False, settings: Settings = DEFAULT) -> Reading:
    """Everything the found files give, in their order.

    With `reasons` each line that makes no card says why; without, only cards that lost to one with their front do.
    """
    loaded, problems = extractors.load(settings.off)
    embeds.forget()
    with no_collector():
        parts = _shared_out(found.files, reasons, settings) or [_read_files(found.files, loaded, reasons, settings)]
    return Reading(
        tuple(candidate for part in parts for candidate in part.candidates),
        tuple(refusal for part in parts for refusal in part.refusals),
        (*found.diagnostics, *problems, *(diagnostic for part in parts for diagnostic in part.diagnostics)),
        tuple(name for part in parts for name in part.unread),
        tuple(entry for part in parts for entry in part.digests),
        tuple(use for part in parts for use in part.uses),
    )


def _shared_out(files: Sequence[folders.FoundFile], reasons: bool, settings: Settings) -> list[Reading]:
    """The same, by several processes; nothing when there are few files, one processor or no way to start another."""
    workers = min(MOST_WORKERS, os.cpu_count() or 1)
    if len(files) < MANY or workers < 2:
        return []
    from concurrent.futures import ProcessPoolExecutor

    size = -(-len(files) // (workers * CHUNKS))
    shares = [files[at : at + size] for at in range(0, len(files), size)]
    try:
        with ProcessPoolExecutor(workers) as pool:
            return list(pool.map(_read_share, shares, repeat(reasons), repeat(settings)))
    except (OSError, RuntimeError):  # no semaphores, no memory for another process
        return []


def _read_share(files: Sequence[folders.FoundFile], reasons: bool, settings: Settings) -> Reading:
    return _read_files(files, extractors.load(settings.off)[0], reasons, settings)


def _read_files(
    files: Sequence[folders.FoundFile], loaded: dict[str, extractors.Extractor], reasons: bool, settings: Settings
) -> Reading:
    candidates: list[Candidate] = []
    refusals: list[Refusal] = []
    diagnostics: list[Diagnostic] = []
    unread: list[str] = []
    digests: list[tuple[str, str]] = []
    uses: list[Use] = []
    vaults = Vaults()
    for entry in files:
        document, complaints = documents.read(Path(entry.path), entry.name)
        diagnostics.extend(complaints)
        if document is None:
            unread.append(entry.name)
            continue
        try:
            lookup = Lookup(vaults.home(entry.path, entry.root), settings)
            made, refused, failed = read_document(document, loaded, reasons=reasons, settings=settings, lookup=lookup)
        except Exception as error:  # one odd document must not lose the others' cards
            diagnostics.append(_failed(entry.name, error))
            unread.append(entry.name)
            continue
        digests.append((entry.name, document.digest))
        candidates.extend(made)
        refusals.extend(refused)
        diagnostics.extend(failed)
        uses.extend(lookup.uses)
    return Reading(tuple(candidates), tuple(refusals), tuple(diagnostics), tuple(unread), tuple(digests), tuple(uses))


def _failed(path: str, error: Exception) -> Diagnostic:
    message = f"this document could not be read: {type(error).__name__}: {error}"
    return Diagnostic(path, 0, "document-failed", message, "please report it; the rest is built", "error")


def read_document(
    document: Document,
    loaded: dict[str, extractors.Extractor],
    *,
    reasons: bool = False,
    settings: Settings = DEFAULT,
    lookup: Lookup | None = None,
) -> tuple[list[Candidate], list[Refusal], list[Diagnostic]]:
    """The cards of one document, what was refused, and what went wrong. The `lookup` notes what links lead to."""
    if document.meta.cards == "none":
        return [], [], []
    page = Page(document, outline.read(document), settings)
    proposed, problems = extractors.run(loaded, page)
    wanted = [block for block in page.blocks if wishes.said(block.text) == "card"]
    forced = (
        frozenset(block.line for block in page.blocks if page.wishes[block.index] == "card") if wanted else frozenset()
    )
    if lookup:
        proposed = _linked(page, proposed, lookup)
        problems.extend(lookup.problems)
    kept, refused = quality.judge(proposed, forced, settings.limits)
    problems.extend(_without_card(page, wanted, kept))
    if "marked" in loaded:
        problems.extend(unread(document, page.blocks, settings, _covered(kept)))
    if reasons:
        refused = [*refused, *_silent(page, kept, refused)]
    else:
        refused = [entry for entry in refused if entry.code == quality.RIVAL]
    deck, own = deck_of(document, settings), tags_of(document)
    tags: dict[str, tuple[str, ...]] = {card.kind: (f"kind::{card.kind}", *own) for card in proposed}
    refused = [
        replace(entry, candidate=_dress(entry.candidate, deck, tags)) if entry.candidate else entry for entry in refused
    ]
    return [_dress(candidate, deck, tags) for candidate in kept], refused, problems


def _linked(page: Page, proposed: list[Candidate], lookup: Lookup) -> list[Candidate]:
    """The candidates with what they link to and embed, and with the way back."""
    proposed = lookup.applied(page.document, proposed)
    return linking.linked(page, proposed, lookup.home) if lookup.settings.links == "auto" else proposed


def _without_card(page: Page, wanted: Iterable[Block], kept: Sequence[Candidate]) -> Iterator[Diagnostic]:
    """The lines that say `#card` and have not the shape of one."""
    lines = _covered(kept)
    for block in wanted:
        if lines.isdisjoint(range(block.line, page.last_line(block) + 1)):
            hint = "write it as `term: meaning`, or put the answer on lines below it"
            message = "this line says #card, but a question and an answer can't be told apart"
            yield Diagnostic(page.document.path, block.line, "no-shape", message, hint)


def _covered(kept: Iterable[Candidate]) -> set[int]:
    """The lines that are part of a card."""
    return {line for card in kept for line in range(card.source.line_start, card.source.line_end + 1)}


def deck_of(document: Document, settings: Settings = DEFAULT) -> str:
    """The deck a document's new notes go to: its own, that of a rule, or one below the root named after its title."""
    title = document.title.replace("::", " - ")
    rule = next((rule for rule in settings.deck_rules if _holds(rule, document)), None)
    ruled = rule.name.replace("{title}", title) if rule else f"{settings.root_deck}::{title}"
    return document.meta.deck or ruled


def _holds(rule: DeckRule, document: Document) -> bool:
    """True when a document is all that a rule asks for."""
    written = dict(document.meta.keys)
    return (
        (not rule.folder or globs.fits(document.path.rpartition("/")[0], [rule.folder]))
        and (not rule.tag or any(_is_tag(tag, rule.tag) for tag in document.meta.tags))
        and all(_says(written.get(key, ""), value) for key, value in rule.front_matter)
    )


def _is_tag(tag: str, wanted: str) -> bool:
    """The tag itself, or one below it: `work` holds for `work/acme`."""
    bare, parent = tag.strip("#").casefold(), wanted.casefold()
    return bare == parent or bare.startswith((f"{parent}/", f"{parent}::"))


def _says(written: str, wanted: str) -> bool:
    """A header's value, or one of several in it."""
    values = [written, *written.split(",")]
    return wanted.strip().casefold() in [value.strip().casefold() for value in values]


def tags_of(document: Document) -> tuple[str, ...]:
    """The tags of all notes of a document."""
    own = [tag.strip("#") for tag in document.meta.tags]
    call = [f"call::{document.meta.call}"] if document.meta.call else []
    return (f"source::{slug(document.title)}", *call, *own)


def _dress(candidate: Candidate, deck: str, tags: Mapping[str, tuple[str, ...]]) -> Candidate:
    """The candidate with deck and tags; those of one kind share theirs, which saves memory."""
    shared = tags[candidate.kind]
    own = tuple(dict.fromkeys((*shared, *candidate.tags))) if candidate.tags else shared
    return replace(candidate, deck=candidate.deck or deck, tags=own)


def _silent(page: Page, kept: Iterable[Candidate], refused: Iterable[Refusal]) -> list[Refusal]:
    """The lines that neither made a card nor are part of one, with the reason."""
    covered = _covered(kept)
    covered.update(entry.line for entry in refused)
    path = page.document.path
    silent = []
    for block in page.blocks:
        if block.line in covered or block.kind == "rule":
            continue
        code = page.reasons[block.index] or _reason(page, block.index)
        if code:
            silent.append(Refusal(path, block.line, code, quality.CODES[code], block.line_end))
    return silent


def _reason(page: Page, index: int) -> str:
    block = page.blocks[index]
    if block.kind in ("heading", "label") or (block.kind == "row" and not page.text(block)):
        return ""
    text = page.text(block)
    return "no-answer" if text.endswith("?") and shape(page, block) == "plain" else "nothing"

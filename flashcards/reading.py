"""From files to candidates: everything left of the ledger. Knows Markdown, knows nothing of Anki."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from flashcards import documents, extractors, folders, outline, quality
from flashcards.model import Candidate, Diagnostic, Document, Reading, Refusal
from flashcards.page import Page
from flashcards.shapes import shape
from flashcards.text import slug

ROOT_DECK = "Interview Prep"


def read(found: folders.Found, *, reasons: bool = False) -> Reading:
    """Everything the found files give. With `reasons` each line that makes no card says why."""
    loaded, problems = extractors.load()
    candidates: list[Candidate] = []
    refusals: list[Refusal] = []
    diagnostics: list[Diagnostic] = [*found.diagnostics, *problems]
    unread: list[str] = []
    for entry in found.files:
        document, complaints = documents.read(Path(entry.path), entry.name)
        diagnostics.extend(complaints)
        if document is None:
            unread.append(entry.name)
            continue
        try:
            made, refused, failed = read_document(document, loaded, reasons=reasons)
        except Exception as error:  # one odd document must not lose the others' cards
            diagnostics.append(_failed(entry.name, error))
            unread.append(entry.name)
            continue
        candidates.extend(made)
        refusals.extend(refused)
        diagnostics.extend(failed)
    return Reading(tuple(candidates), tuple(refusals), tuple(diagnostics), tuple(unread))


def _failed(path: str, error: Exception) -> Diagnostic:
    message = f"this document could not be read: {type(error).__name__}: {error}"
    return Diagnostic(path, 0, "document-failed", message, "please report it; the rest is built", "error")


def read_document(
    document: Document, loaded: dict[str, extractors.Extractor], *, reasons: bool = False
) -> tuple[list[Candidate], list[Refusal], list[Diagnostic]]:
    """The cards of one document, what was refused, and what went wrong."""
    if document.meta.cards == "none":
        return [], [], []
    page = Page(document, outline.read(document))
    proposed, problems = extractors.run(loaded, page)
    kept, refused = quality.judge(proposed)
    if reasons:
        refused = [*refused, *_silent(page, kept, refused)]
    deck, tags = deck_of(document), tags_of(document)
    return [_dress(candidate, deck, tags) for candidate in kept], refused, problems


def deck_of(document: Document) -> str:
    """The deck a document's new notes go to: its own, else one below the root named after its title."""
    return document.meta.deck or f"{ROOT_DECK}::{document.title.replace('::', ' - ')}"


def tags_of(document: Document) -> tuple[str, ...]:
    """The tags of all notes of a document."""
    own = [tag.strip("#") for tag in document.meta.tags]
    call = [f"call::{document.meta.call}"] if document.meta.call else []
    return (f"source::{slug(document.title)}", *call, *own)


def _dress(candidate: Candidate, deck: str, tags: tuple[str, ...]) -> Candidate:
    return replace(candidate, deck=deck, tags=(f"kind::{candidate.kind}", *tags, *candidate.tags))


def _silent(page: Page, kept: Iterable[Candidate], refused: Iterable[Refusal]) -> list[Refusal]:
    """The lines that neither made a card nor are part of one, with the reason."""
    covered: set[int] = set()
    for source in [entry.source for entry in kept]:
        covered.update(range(source.line_start, source.line_end + 1))
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
    if block.kind in ("heading", "label", "row"):
        return ""
    text = page.text(block)
    return "no-answer" if text.endswith("?") and shape(page, block) == "plain" else "nothing"

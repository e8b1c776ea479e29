"""Reading many documents: shared out to several processes, the result is the same."""

from __future__ import annotations

import gc
import os
import pickle
from pathlib import Path

import pytest

from flashcards import folders, reading
from flashcards.model import Fields, Source

FOUND = folders.find([Path(__file__).parent / "heldout" / "notes"])


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many documents were read in this very process, once two processors are offered."""
    counts: list[int] = []
    read_files = reading._read_files

    def spy(files: object, *rest: object) -> object:
        counts.append(len(files))  # type: ignore[arg-type]
        return read_files(files, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "MANY", 2)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(reading, "_read_files", spy)
    return counts


def test_several_processes_read_what_one_reads(alone: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    shared = reading.read(FOUND, reasons=True)
    assert alone == []
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert shared == reading.read(FOUND, reasons=True)
    assert alone == [len(FOUND.files)]
    assert len(shared.candidates) > 100
    assert shared.refusals


def test_where_no_process_can_be_started_one_reads_all(alone: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(workers: int) -> None:
        raise OSError(f"no semaphores for {workers}")

    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor", fail)
    assert len(reading.read(FOUND).candidates) > 100
    assert alone == [len(FOUND.files)]


def test_what_passes_between_processes_arrives_as_it_was() -> None:
    read = reading.read(FOUND, reasons=True)
    again = pickle.loads(pickle.dumps(read))
    assert again == read
    refused = [entry.candidate for entry in read.refusals if entry.candidate]
    assert refused
    assert all(type(card.fields) is Fields and type(card.source) is Source for card in again.candidates)


def test_the_collector_works_again_after_reading() -> None:
    assert gc.isenabled()
    reading.read(FOUND)
    assert gc.isenabled()

"""Extractors of other packages: found through an entry point, and harmless when they are broken."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from vaults import VAULT, Shell, write

from flashcards import extractors
from flashcards.model import Candidate, Fields, Source
from flashcards.page import Page


@dataclass(frozen=True, slots=True)
class Point:
    """An entry point as `importlib.metadata` gives it."""

    name: str
    found: Callable[[Page], Iterator[Candidate]] | None

    dist = None

    @property
    def value(self) -> str:
        return f"thirdparty:{self.found.__name__ if self.found else 'gone'}"

    def load(self) -> Any:
        if self.found is None:
            raise ImportError("no module named nonsense")
        return self.found


def good(page: Page) -> Iterator[Candidate]:
    """One card for a document, about its first line."""
    source = Source(page.document.path, 1, 1)
    yield Candidate(
        "definition", Fields("", "What does the plug-in say?", "plugged in"), source, page.document.lines[0]
    )


def bad(page: Page) -> Iterator[Candidate]:
    """Gives one card, then falls over."""
    yield from good(page)
    raise ZeroDivisionError("oh no")


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path, monkeypatch, capfd)


def install(monkeypatch: pytest.MonkeyPatch, *points: Point) -> None:
    """From now on these packages are there."""

    def entry_points(*, group: str) -> tuple[Point, ...]:
        assert group == "flashcards.extractors"
        return points

    monkeypatch.setattr(extractors, "entry_points", entry_points)


def fronts(shell: Shell) -> set[str]:
    """The cards that are printed."""
    return {line for line in shell.run("cards", shell.notes).out.splitlines() if line.startswith("  Q  ")}


def test_a_plug_in_adds_its_cards(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    write(shell.notes, VAULT)
    plain = fronts(shell)
    install(monkeypatch, Point("thirdparty", good))
    assert fronts(shell) == plain | {"  Q  What does the plug-in say?"}


@pytest.mark.parametrize(
    ("found", "code", "place"),
    [(bad, "extractor-failed", "calls/quarry.md"), (None, "extractor-missing", "flashcards")],
    ids=["raises", "does not load"],
)
def test_a_broken_plug_in_is_named_and_the_other_cards_stay(
    shell: Shell,
    monkeypatch: pytest.MonkeyPatch,
    found: Callable[[Page], Iterator[Candidate]] | None,
    code: str,
    place: str,
) -> None:
    write(shell.notes, VAULT)
    plain = fronts(shell)
    install(monkeypatch, Point("thirdparty", found))
    assert plain <= fronts(shell)
    ran = shell.build()
    assert ran.code == 1
    assert ran.err.startswith(f"{place}: {code} extractor thirdparty ")
    assert "  hint: " in ran.err
    assert "Traceback" not in ran.err
    assert "interview-prep.apkg" in ran.out


def test_a_plug_in_that_is_new_reads_what_is_settled(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell.built()
    install(monkeypatch, Point("thirdparty", good))
    write(shell.notes, {"new.md": "# New\n\n- Tape read: 3 days\n"})
    assert re.search(r"^\+ napkin\.md:1 \[\w+\] What does the plug-in say\?", shell.build().out, re.MULTILINE)


@pytest.mark.parametrize("found", [bad, None], ids=["raises", "does not load"])
def test_nothing_retires_while_a_plug_in_is_broken(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, found: Callable[[Page], Iterator[Candidate]] | None
) -> None:
    def other(page: Page) -> Iterator[Candidate]:
        for card in good(page):
            yield Candidate("definition", Fields("", "Said by another one?", "so it is"), card.source, "other")

    def broken(page: Page) -> Iterator[Candidate]:
        raise RuntimeError(page.document.path)

    install(monkeypatch, Point("thirdparty", other))
    shell.built()
    ledger = (shell.decks / "ledger.jsonl").read_bytes()
    install(monkeypatch, Point("thirdparty", broken if found else None))
    write(shell.notes, {"new.md": "# New\n\n- Tape read: 3 days\n"})
    ran = shell.build()
    assert ran.code == 1
    assert ", 0 retired\n" in ran.out
    assert set(ledger.splitlines()) < set((shell.decks / "ledger.jsonl").read_bytes().splitlines())


def test_our_own_extractors_are_all_found() -> None:
    found, problems = extractors.load()
    folder = Path(extractors.__file__).parent
    assert set(found) == {path.stem for path in folder.glob("[a-z]*.py")}
    assert problems == ()

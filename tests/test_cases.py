"""Every case under tests/cases: the cards of a note, all of them and no others."""

from __future__ import annotations

import pytest
from casefile import FOLDER, Case, cards_of, read

CASES = [case for path in sorted(FOLDER.glob("*.md")) for case in read(path)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.file}: {case.name}")
def test_case(case: Case) -> None:
    assert cards_of(case.note, case.title) == case.cards


def test_every_file_has_a_case_that_stays_empty() -> None:
    empty = {case.file for case in CASES if not case.cards}
    assert {path.stem for path in FOLDER.glob("*.md")} == empty


def test_every_case_is_read() -> None:
    for path in FOLDER.glob("*.md"):
        written = path.read_text(encoding="utf-8").count("\n~~~~note")
        assert written == sum(1 for case in CASES if case.file == path.stem), path.name


def test_a_case_is_called_no_op_when_it_stays_empty() -> None:
    for case in CASES:
        if case.name.startswith("no-op: "):
            assert not case.cards, f"{case.file}: {case.name}"


@pytest.mark.parametrize("file", sorted(path.stem for path in FOLDER.glob("quirks*.md")))
def test_each_quirk_is_followed_by_its_twin(file: str) -> None:
    """A quirk that gives cards by one that must not, or by the ordinary line; one that gives none by one that does."""
    cases = [case for case in CASES if case.file == file]
    assert len(cases) % 2 == 0
    for quirk, twin in zip(cases[::2], cases[1::2], strict=True):
        assert twin.name.startswith(("no-op: ", "ordinary: ")), twin.name
        assert not quirk.name.startswith("ordinary: "), quirk.name
        for case in (quirk, twin):
            assert bool(case.cards) != case.name.startswith("no-op: "), case.name
        assert quirk.cards != twin.cards, quirk.name

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

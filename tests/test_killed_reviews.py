"""Killed in a sitting: what was confirmed is in the log. `benchmarks/kill_reviews.py` does it 200 times."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks import kill_reviews

SITTINGS = 10


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_every_confirmed_answer_outlives_a_kill(tmp_path: Path) -> None:
    tally = kill_reviews.run(kill_reviews.folder_of_cards(tmp_path, 200), SITTINGS, seed=7, most=6)
    assert (tally.sittings, tally.lost, tally.foreign) == (SITTINGS, 0, 0)
    assert tally.stored >= tally.acknowledged > SITTINGS

"""Cues say the same as one pattern that ignores case."""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import given
from test_glances import LINES, MANY, made_of, words_of

from flashcards import cues, extractors
from flashcards.patterns import Cue, alternatives, lowered

extractors.load()
CUES = {f"SECTIONS.{name}": cue for name, cue in cues.SECTIONS.items()} | {
    f"{module}.{title}": entry
    for module, room in sorted(sys.modules.items())
    if module.startswith("flashcards.")
    for title, entry in vars(room).items()
    if isinstance(entry, Cue)
}


def test_there_are_cues() -> None:
    assert len(CUES) > 15


@pytest.mark.parametrize("name", CUES)
def test_a_cue_finds_what_its_pattern_finds(name: str) -> None:
    cue = CUES[name]
    whole = re.compile(cue.pattern, re.IGNORECASE)
    assert cue.pattern == re.sub(r"(?<!\\)[A-Z]", "", cue.pattern)

    @MANY
    @given(made_of("a", *words_of(whole)))
    def check(line: str) -> None:
        assert cue.search(line) == bool(whole.search(line))

    check()
    assert [line for line in LINES if cue.search(line) != bool(whole.search(line))] == []


def test_every_letter_is_lowered_as_a_pattern_sees_it() -> None:
    for code in range(sys.maxunicode + 1):
        low = lowered(chr(code))
        assert len(low) == 1
        assert low not in "abcdefghijklmnopqrstuvwxyz" or re.fullmatch(low, chr(code), re.IGNORECASE)
    assert lowered("ıİſK") == "iisk"


def test_bars_inside_brackets_part_nothing() -> None:
    assert list(alternatives(r"^a(?:b|c)|\bd[|)]e|f\|g")) == ["^a(?:b|c)", r"\bd[|)]e", r"f\|g"]

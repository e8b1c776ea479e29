"""The lines that once were slow, and lines composed by chance, are read and give what other lines give.

Nothing is timed here: `benchmarks/lines.py` measures, and finds new ones.
"""

from __future__ import annotations

import pytest

from benchmarks import lines
from flashcards import documents, extractors, outline, reading, wrapped
from flashcards.page import Page

LOADED, _ = extractors.load()
SEEDS = (30, 330, 461, 545, 591, 621, 850, 909, 1140, 1160, 1400, 1519, 2709, 2934)
"""Composed lines that took long in some version."""
DEEP = ("deep nesting", "deep facts", "deep questions")


def read(text: str) -> Page:
    document, _ = documents.parse(text.encode(), "hostile.md")
    assert document
    candidates, _, problems = reading.read_document(document, LOADED)
    assert problems == []
    assert all(candidate.fields.front for candidate in candidates)
    return Page(document, outline.read(document))


@pytest.mark.parametrize("mark", lines.LINES)
def test_a_line_of_marks_is_read(mark: str) -> None:
    page = read(lines.hostile_line(lines.LINES[mark], 10_000))
    assert len(page.blocks) >= 2
    assert max(len(block.text) for block in page.blocks) <= wrapped.MAX_TEXT


@pytest.mark.parametrize("seed", SEEDS)
def test_a_composed_line_is_read(seed: int) -> None:
    text = lines.composed_line(seed)
    assert text == lines.composed_line(seed)
    assert len(read(text).blocks) >= 1


@pytest.mark.parametrize("name", DEEP)
def test_deep_documents_are_read_to_the_bottom(name: str) -> None:
    page = read(lines.hostile_document(lines.DOCUMENTS[name], 4_000))
    assert len(page.blocks) == 501
    assert page.last_line(page.blocks[1]) == page.blocks[-1].line


def test_lines_that_patterns_went_over_again_and_again_are_read() -> None:
    for start in ("1,", "`", "_", "JOIN ON ", "SELECT ", "a(b{", "x;(", "{ß“1"):
        assert read(f"# Head\n\n- {start * 1000}12 kg per 3 m\n").blocks

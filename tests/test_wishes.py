"""`#card`, `#nocard` and `flashcards: all`: what the user says comes before what the program guesses."""

from __future__ import annotations

import pytest

from flashcards import documents, extractors, outline, wishes
from flashcards.model import Candidate, Diagnostic
from flashcards.reading import read_document


def read(text: str) -> tuple[list[Candidate], list[Diagnostic]]:
    document, _ = documents.parse(text.encode(), "note.md")
    assert document
    kept, _, problems = read_document(document, extractors.load()[0])
    return kept, problems


@pytest.mark.parametrize(
    ("line", "wish"),
    [
        ("a fact #card", "card"),
        ("#card a fact", "card"),
        ("a fact #Card", "card"),
        ("a fact #nocard", "nocard"),
        ("a fact #nocard #card", "nocard"),
        ("a fact #card/deep", ""),
        ("a fact #card-reverse", ""),
        ("a fact #cards", ""),
        ("see page#card", ""),
        ("a fact", ""),
    ],
)
def test_what_a_line_says(line: str, wish: str) -> None:
    assert wishes.said(line) == wish


def test_the_nearest_wish_counts() -> None:
    document, _ = documents.parse(b"# a #nocard\n- b\n- c #card\n  - d\n# e\n- f\n", "note.md")
    assert document
    assert wishes.spread(outline.read(document).blocks) == ["nocard", "nocard", "card", "card", "", ""]


def test_a_forced_line_may_be_trivial() -> None:
    line = "- e.g. 12 patients a shift on your ward"
    assert read(line)[0] == []
    assert [card.fields.back for card in read(f"{line} #card")[0]] == ["12"]


def test_the_mark_is_not_on_the_card() -> None:
    kept, _ = read("# Oxbow\n- 14 turbines in the strait #card\n")
    assert [card.fields.front for card in kept] == ["[...] turbines in the strait"]


def test_a_forced_line_without_the_shape_of_a_card_is_named() -> None:
    kept, problems = read("- the sea was grey #card\n")
    assert kept == []
    assert [(problem.line, problem.code, problem.severity) for problem in problems] == [(1, "no-shape", "warning")]
    assert read("- 14 turbines in the strait #card\n")[1] == []


def test_a_forced_line_shows_no_private_line_above_it() -> None:
    kept, _ = read("---\ntitle: 2026-01-30\n---\nslept badly, i am so tired\n- the pier is 2,100 m long #card\n")
    assert [card.fields.context for card in kept] == [""]


def test_all_lifts_guesses_and_keeps_what_is_private() -> None:
    text = "- the pier is 2,100 m long\n## Private\n- rent is 1,200 a month\n"
    daily = f"---\ntitle: 2026-01-31\n---\n{text}"
    assert read(daily)[0] == []
    kept, _ = read(daily.replace("title:", "flashcards: all\ntitle:"))
    assert [card.fields.back for card in kept] == ["2,100 m"]


def test_facts_below_a_marked_line_are_cards_of_their_own() -> None:
    kept, _ = read("Figures of the plant #card\n- Output: 40 MW\n- Staff: 120 people\n")
    assert sorted(card.fields.back for card in kept) == ["120 people", "40 MW"]
    kept, _ = read("What the plant is for #card\n- it turns waste heat into power\n- it feeds the grid at night\n")
    assert ["waste heat" in card.fields.back for card in kept] == [True]

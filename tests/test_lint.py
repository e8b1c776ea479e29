"""Warnings about cards that are kept: one candidate for each code, and a twin that stays silent."""

from __future__ import annotations

from pathlib import Path

import pytest
from vaults import write

from flashcards import build, lint
from flashcards.model import Candidate, Fields, Kind, Source


def candidate(front: str, back: str, kind: Kind = "definition", context: str = "Quarry", text: str = "") -> Candidate:
    return Candidate(kind, Fields(context, front, back), Source("quarry.md", 3, 3), text or f"- {front} {back}")


def codes(found: Candidate) -> list[str]:
    return [entry.code for entry in lint.warnings([found])]


LONG = "word " * 45
CASES: list[tuple[str, Candidate, Candidate]] = [
    ("ambiguous-front", candidate("size?", "of a lorry", context=""), candidate("size?", "of a lorry")),
    (
        "several-facts",
        candidate("Weighbridge: what is it?", "It weighs. It prints. It opens the gate. It calls home."),
        candidate("Weighbridge: what is it?", "It weighs. It prints."),
    ),
    (
        "several-facts",
        candidate("[...] trucks, 50 sites, 60 GB, 70 ms, 80 km", "40", "quantity"),
        candidate("[...] trucks, 50 sites", "40", "quantity"),
    ),
    (
        "answer-leaks",
        candidate("500 ms budget: how long?", "0.5 s"),
        candidate("64-bit word: how long?", "64 bits"),
    ),
    (
        "enumeration",
        candidate("has [...] properties: atomic, durable, isolated, consistent", "four", "quantity"),
        candidate("has [...] properties: atomic, durable", "four", "quantity"),
    ),
    ("wordy-front", candidate("word " * 26, "a lorry"), candidate("word " * 25, "a lorry")),
    ("wordy-answer", candidate("Scales?", LONG), candidate("Scales?", "word " * 40)),
    (
        "wordy-answer",
        candidate("Why did the scales stop?", LONG, "question-and-answer"),
        candidate("In 200 words or less, why us?", LONG, "question-and-answer"),
    ),
    (
        "orphan-opening",
        candidate("it takes [...] to weigh", "9 min", "quantity"),
        candidate("This: what is it?", "a word of JavaScript"),
    ),
    (
        "orphan-opening",
        candidate("which cuts the wait by [...]", "9 min", "quantity"),
        candidate("But for test: what is it?", "would the harm have come anyway"),
    ),
    (
        "yes-no-answer",
        candidate("Can a scale drift?", "yes, in frost", "question-and-answer"),
        candidate("Why does a scale drift?", "no load cell likes frost", "question-and-answer"),
    ),
    (
        "vague-answer",
        candidate("runs a night: a lab [...]", "10-100s", "comparison"),
        candidate("runs a night: a lab [...]", "10-100", "comparison"),
    ),
    (
        "vague-answer",
        candidate("sites?", "dozens of pits"),
        candidate("phase 1: what is it?", "safety, tens of people"),
    ),
    (
        "small-count",
        candidate("Check the belt, then write [...] tickets", "2", "quantity"),
        candidate("the scale keeps [...] tickets", "2", "quantity"),
    ),
    (
        "small-count",
        candidate("imagine [...] trucks in a row", "40", "quantity"),
        candidate("imagine [...] trucks in a row", "4,000", "quantity"),
    ),
    (
        "stale",
        candidate("currently [...] sites", "46", "quantity"),
        candidate("[...] sites as of 2026", "46", "quantity"),
    ),
    (
        "stale",
        candidate("[...] sites promised for next winter", "46", "quantity"),
        candidate("Feasibility: what is it?", "whether it can be built this quarter or the next"),
    ),
    (
        "empty-cloze",
        candidate("The scale prints", "a ticket", text="The {{c1::}} prints a ticket"),
        candidate("The scale prints", "a ticket", text="The {{c1::scale}} prints a ticket"),
    ),
    ("empty-cloze", candidate("[...]", "46", "quantity"), candidate("[...] sites", "46", "quantity")),
    (
        "broken-markup",
        candidate("Ticket **printer", "a box", text="- Ticket **printer: a box"),
        candidate("f(**printer)", "a call", text="- `f(**printer)`: a call"),
    ),
    ("broken-markup", candidate("Ticket", "see [the page](x"), candidate("Ticket", "see the page (x)")),
]


@pytest.mark.parametrize(("code", "bad", "good"), CASES)
def test_rule(code: str, bad: Candidate, good: Candidate) -> None:
    assert codes(bad) == [code]
    assert codes(good) == []


def test_every_code_has_a_case_a_message_and_a_hint() -> None:
    assert set(lint.CODES) == set(lint.HINTS) == {code for code, _ in lint.RULES} | {"empty-template"}
    assert {code for code, _ in lint.RULES} == {code for code, _, _ in CASES}


def test_a_code_is_told_once_a_line() -> None:
    line = "currently [...] trucks on 46 sites", "currently 40 trucks on [...] sites"
    assert len(lint.warnings(candidate(front, "50", "quantity") for front in line)) == 1


def test_an_empty_gap_on_a_line_without_card_is_told(tmp_path: Path) -> None:
    text = "# Quarry\n\n- The {{c1::}} weighs the truck\n- The {{c1::scale}} weighs the truck\n- `{{c1::}}` in code\n"
    found = build.check([write(tmp_path, {"Quarry.md": text})])
    assert [(entry.line, entry.code) for entry in found] == [(3, "empty-cloze")]


TEMPLATE = (
    "# {name}\n\n- What they do: {text}\n- Head office: {text}\n- Employees: {text}\n- Founded: {text}\n- Stage:\n"
)


def test_an_empty_template_is_told_once(tmp_path: Path) -> None:
    empty = TEMPLATE.format(name="Quarry", text="")
    half = "# Pellow\n\n- What they do: robots\n- Head office: Leeds\n- Employees: 300\n- Stage:\n- Rating:\n- Size:\n"
    found = build.check([write(tmp_path, {"Quarry.md": empty, "Pellow.md": half})])
    assert [(entry.path, entry.line, entry.code) for entry in found] == [("Quarry.md", 3, "empty-template")]
    assert "flashcards: false" in found[0].hint


def test_a_document_kept_out_is_no_empty_template(tmp_path: Path) -> None:
    text = "---\nflashcards: false\n---\n" + TEMPLATE.format(name="Quarry", text="TBD")
    assert build.check([write(tmp_path, {"Quarry.md": text})]) == []


def test_warnings_change_no_card(tmp_path: Path) -> None:
    text = "# Quarry\n\n- currently 46 sites in the north\n- they weigh 4,600 trucks a day\n"
    folder = write(tmp_path / "notes", {"Quarry.md": text})
    codes_found = {entry.code for entry in build.check([folder])}
    assert codes_found == {"stale", "orphan-opening"}
    made, _ = build.preview([folder], tmp_path / "decks", now=10**18)
    assert [note.fields.back for note in made] == ["46", "4,600"]

"""Marked cards: every case of the other tools' syntaxes, and ordinary text that only looks like them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from flashcards import documents, extractors, reading
from flashcards.config import Settings
from flashcards.model import Candidate

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "data" / "dialects.json").read_text("utf-8"))["cases"]
LOADED = extractors.load()[0]

NEEDS_SETTINGS = frozenset(
    "osr-cloze osr-crlf osr-list fc1-cloze inka-cloze o2a-header mad-h2 mad-two mk-h2 hc-stray".split()
)
"""Cases that look like ordinary text: they give marked cards only where the settings name the dialect."""


def read(text: str, *dialects: str) -> list[Candidate]:
    """The cards of one document."""
    document, _ = documents.parse(text.encode(), "note.md")
    assert document
    settings = Settings(dialects=frozenset(dialects))
    made, _, problems = reading.read_document(document, LOADED, settings=settings)
    assert not [problem for problem in problems if problem.severity == "error"]
    return made


def shape(card: Candidate) -> dict[str, Any]:
    """A card in the form of the cases."""
    fields = card.fields
    if card.note_type == "cloze":
        return {"type": "cloze", "text": fields.front}
    sort = "reversed" if fields.reverse else "basic" if fields.back else "spaced"
    sides = {"front": fields.front} | ({"back": fields.back} if fields.back else {})
    return {"type": sort, **sides}


def wanted(case: dict[str, Any]) -> list[dict[str, Any]]:
    """The sides that a case expects. A tool's error on stray text is none for us: its card is read."""
    if case["cards"] is None:
        return [{"type": "basic", "front": "a", "back": "b"}]
    return [{key: card[key] for key in ("type", "front", "back", "text") if key in card} for card in case["cards"]]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_dialect_gives_its_cards(case: dict[str, Any]) -> None:
    made = read(case["text"], case["dialect"])
    assert [shape(card) for card in made] == wanted(case)
    for card, expected in zip(made, case["cards"] or made, strict=True):
        if case["cards"] is None:
            break
        assert set(expected.get("tags", ())) <= set(card.tags)
        assert card.deck == expected.get("deck", "Interview Prep::note").replace("/", "::")
        foreign = expected.get("anki_id") or expected.get("anchor") or expected.get("block") or ""
        assert card.foreign_id == str(foreign)
        assert card.dialect
        assert not card.fields.context


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_most_marks_speak_for_themselves(case: dict[str, Any]) -> None:
    """Without settings, but for what no program can tell from ordinary text."""
    made = [shape(card) for card in read(case["text"])]
    if case["id"] in NEEDS_SETTINGS:
        assert made != wanted(case) or case["id"].startswith(("mad", "mk")) or case["cards"] is None
    else:
        assert made == wanted(case)


NAMES = ("std::vector", "boost::asio::io_context", "Foo::bar()", "crate::net::tcp", "ActiveRecord::Base", "a::b::c")
ADDRESSES = (
    "http://[::1]/",
    "arn:aws:iam::123:user/x",
    "arn:aws:s3:::bucket/key",
    "fe80::1",
    "2001:db8::8a2e:370:7334",
    "::1",
    "urn:example::a",
)
FIELDS = ("status:: open", "owner:: the desk", "due:: 2026-03-04", "[rating:: 4]", "(mood:: calm)", "alias:: two words")
CODE = ("`x::y`", "`q ::: a`", "`==no==`", "`{1:x}`", "`#card`", "`Q: a`", "$a::b$", "$$ {2:x} $$", "`{{c1::x}}`")
SIGNS = (
    "a == b",
    "x === y",
    "if a==b and b==c",
    "==a marked word==",
    "==the whole line is bright==",
    "{placeholder}",
    "{{title}}",
    "{{date:YYYY}}",
    r"\frac{1}{2}",
    "f(x) = {1, 2}",
    '{"a": 1}',
    "set {a, b}",
    "${HOME}/bin",
    "2^10",
    "x ^2 y",
    "E = mc^2",
    "~~gone~~",
    "^top",
)
TALK = (
    "really?",
    "what??",
    "Q3: the figures are out",
    "A: a remark in a list of options",
    "C: drive is full",
    "#cardinal rule",
    "#cards on the table",
    "#flashcardsish",
    "START the engine",
    "the END",
    "::",
    "a ::",
    ":: b",
    "p::before",
    "li::after { }",
    "f :: Int -> Int",
    "10::30",
)
AROUND = ("{}", "- {}", "1. {}", "> {}", "the line {} in a text", "see {}", "{} and more", "| a | {} |")
OPENERS = ("::: warning", ":::", ":::: columns", "::: {.note}")
"""What only behind text would be a mark."""
LOOKALIKES = [
    *(frame.format(piece) for frame, piece in product(AROUND, NAMES + ADDRESSES + FIELDS + CODE + SIGNS + TALK)),
    *(frame.format(piece) for frame, piece in product(AROUND[:4], OPENERS)),
]


def marked(text: str) -> Iterator[tuple[str, str, str]]:
    """The marked cards of a text."""
    for card in read(text):
        if card.dialect:
            yield card.dialect, card.fields.front, card.fields.back


def test_there_are_enough_lookalikes() -> None:
    assert len(set(LOOKALIKES)) >= 500


@pytest.mark.parametrize("line", LOOKALIKES)
def test_ordinary_text_stays_ordinary(line: str) -> None:
    assert list(marked(f"# A page\n\n{line}\nand a line below\n\n{line}\n")) == []


def test_a_page_of_lookalikes_gives_no_card() -> None:
    assert list(marked("\n".join(LOOKALIKES))) == []
    assert list(marked("\n\n".join(LOOKALIKES))) == []


@pytest.mark.parametrize(
    ("text", "front", "back"),
    [
        ("- ward round :-> the daily visit", "ward round", "the daily visit"),
        ("- a quay? #card\n  - a wall\n  - of stone\n- next", "a quay?", "- a wall\n- of stone"),
        ("- tides #card\n\tcollapsed:: true\n\tid:: 62f0-ab\n\t- when it is high", "tides", "when it is high"),
        ("#flashcards\n1. anchor::holds a ship\n", "anchor", "holds a ship"),
        ("#flashcards\n12. anchor::holds a ship\n", "anchor", "holds a ship"),
        ("#flashcards\n2024 was:: a good year\n", "2024 was", "a good year"),
        ("q #card\n```py\nprint(1)\n\nprint(2)\n```\nend\n\nout", "q", "```py\nprint(1)\n\nprint(2)\n```\nend"),
        ("# Deep #card\n\ntext below\n\nmore", "Deep", "text below"),
        ("#flashcards\nwhat?\n?\n- a\n- b\n", "what?", "- a\n- b"),
        ("<!-- a comment -->\nHTTP:::port 80\n", "HTTP", "port 80"),
        ("```one line```\nHTTP:::port 80\n", "HTTP", "port 80"),
        ("# A\n\n```\nnever closed\n\n# B\n\nHTTP:::port 80\n", "HTTP", "port 80"),
        ("text <!-- never closed\nHTTP:::port 80\n", "HTTP", "port 80"),
        ("#flashcards\nq::a\n\n> [!sr|card-metadata]\n> <!--SR:!2024-08-16,51,230-->\n", "q", "a"),
    ],
)  # fmt: skip
def test_what_other_tools_read_wrongly(text: str, front: str, back: str) -> None:
    (card,) = (card for card in read(text) if card.dialect)
    assert (card.fields.front, card.fields.back) == (front, back)


@pytest.mark.parametrize(
    "text",
    [
        "HTTP:::port 80 #nocard",
        "# Private\n\nHTTP:::port 80",
        "---\nflashcards: false\n---\nHTTP:::port 80",
        "%% HTTP:::port 80 %%",
        "%%\nHTTP:::port 80\n%%",
        "<!--\nHTTP:::port 80\n-->",
        "```\nHTTP:::port 80\n```",
        "DELETE\n<!--ID: 1566052191670-->",
        "#flashcards\nstd::vector\n\n`a::b` is code\n\nhttp://[::1]/\n\nstatus:: open",
        "START\nBasic\nnever closed",
        "| a | b ::: c |\n|---|---|\n| q::a | x |",
    ],
)
def test_no_card_where_none_is_meant(text: str) -> None:
    assert list(marked(text)) == []

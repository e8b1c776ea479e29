"""Any text gives cards or diagnostics, never a traceback, and every card keeps the simplest promises."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from factories import START
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from vaults import ROOT

from flashcards import apkg, clozes, documents, extractors, ledger, quantity, reading, records
from flashcards.model import BLANK, Candidate, Document

LOADED, _ = extractors.load()
MANY = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
"""The same examples in every run: `make test` must not fail by chance. Raise the number to search."""

ODD = (
    "\u200b \u202e \u2028 \u0301 \ufeff \x00 \x1c \x85 \xa0 \U0001f9ea \u0661\u0662 \u00bd \u2167 \u00b2 \uff11\uff10 "
    "é 漢字 שלום \\ ` ** __ ~~ == $$ %% <!-- --> [[ ]] {{c1:: }} | <br> &amp; -> → => … ’ “ ” « ^id #tag ((x)) [^1] !["
)
WORDS = (
    "disk seek latency the a of per about over under more than nearly up to 10 ms 100-200k 3.5 $4800/wk 1 in 5 24/7 "
    "H100 GPT-4 10^18 ~600PB <= 1.5% dozens minus -7 1,000,000 1e9 2026-05-20 10:30 v1.2.3 why what how many who is it "
    "because so that bc due to since = : - – — ? ! . , ; ( ) Avg: TODO Status: Answer: Q: A: e.g. 1. 2) (i) "
    "situation action result Company Questions insert, update, delete"
).split() + ODD.split(" ")
FRONTS = (
    "- ",
    "* ",
    "+ ",
    "• ",
    "1. ",
    "2) ",
    "(i) ",
    "- [ ] ",
    "- [x] ",
    "  - ",
    "\t- ",
    "        - ",
    "> ",
    ">> - ",
    "> [!note] ",
    "# ",
    "## ",
    "### ",
    "###### ",
    "####### ",
    "| ",
    "",
    "    ",
    "**",
    "- **",
    "- *",
    "%%",
    "<!-- ",
    "- - - ",
    "1. - ",
)
WHOLE = (
    "",
    "---",
    "===",
    "***",
    "```",
    "~~~",
    "```python",
    "$$",
    "%%",
    "<!--",
    "-->",
    "| a | b |",
    "|---|:-:|",
    "| 1 ms | 2 ms |",
    "|",
    "## Questions to ask",
    "## Questions",
    "**Why us**",
    "Pros:",
    "## Process",
    "A → B → C",
    "a -> b -> c -> d",
    "**Term**: gloss",
    "- Term - gloss",
    "term = gloss",
    "1. first",
    "2. second",
    "<<<<<<< HEAD",
    "=======",
    ">>>>>>> x",
    "key:: value",
    ":LOGBOOK:",
    ":END:",
    "#flashcards/net",
    "a::b",
    "a:::b",
    "?",
    "??",
    "what is it? #card",
    "a #card-reverse",
    "x #card-spaced",
    "==a== and ==1;;b;;c==",
    "{1:a} {c2|b} {x}",
    "{{c1::a::b}} {{c2::c}}",
    "<!--SR:!2024-08-16,51,230-->",
    "<!--ID: 1566052191670-->",
    "^1607361487244",
    "START",
    "Basic",
    "Back: b",
    "END",
    "STARTI [Basic] a Back: b ENDI",
    "> [!CARD] a",
    "> b",
    "```flashcard",
    "front: a",
    "back: b",
    "Q: a",
    "A: b",
    "C: a [b] c",
    "%",
    "Deck: a",
    "noteId: 1605000000000",
    "nid: 1605000000000",
    "tags: [a",
    "title: x",
    "+++",
)

inline = st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join)
glued = st.lists(st.sampled_from(WORDS), max_size=9).map("".join)
line = st.one_of(
    st.builds("{}{}".format, st.sampled_from(FRONTS), st.one_of(inline, inline, glued)),
    st.builds("{}{}: {}".format, st.sampled_from(FRONTS), inline, inline),
    st.builds("{}**{}** {}".format, st.sampled_from(FRONTS), inline, inline),
    st.builds("| {} | {} |".format, inline, inline),
    st.sampled_from(WHOLE),
)
note_like = st.lists(line, max_size=30).map("\n".join)
headed = st.builds("---\n{}\n---\n{}".format, st.lists(line, max_size=4).map("\n".join), note_like)


def judged(raw: bytes) -> tuple[Document | None, list[Candidate]]:
    """All that the program makes of a file's bytes; no extractor may fail."""
    document, _ = documents.parse(raw, "any.md")
    if document is None:
        return None, []
    kept, refused, problems = reading.read_document(document, LOADED, reasons=True)
    assert {problem.code for problem in problems} <= {"no-shape", "block-unread", "block-open", "code-open"}
    for refusal in refused:
        assert 1 <= refusal.line <= len(document.lines)
        assert refusal.message
    return document, kept


def holds(raw: bytes) -> None:
    """What must be true of every text."""
    document, cards = judged(raw)
    if document is None:
        return
    again, _ = documents.parse(raw, "any.md")
    assert document == again, "the document was changed"
    for card in cards:
        source, fields = card.source, card.fields
        assert source.path == "any.md"
        assert document.body < source.line_start <= source.line_end <= len(document.lines)
        assert card.dialect or re.search(r"\w", fields.front.replace(BLANK, "") + fields.context), card
        assert card.dialect or re.search(r"\w", fields.back), card
        assert card.note_type != "cloze" or clozes.numbers(fields.front), card
        assert bool(fields.reverse) <= bool(fields.reverse_back)
        assert card.text.strip(), card
        assert not re.search(r"[\x1f\ud800-\udfff]", "".join((fields.front, fields.back, fields.context, *card.tags)))
        if card.kind == "quantity":
            assert not leaks(card), card
    _, made = ledger.reconcile(ledger.Ledger(), cards, START)
    assert len(made.notes) == len(cards)
    assert apkg.render(made.notes)
    assert records.parse(ledger.dump(made).encode(), Path("ledger")) == made


def leaks(card: Candidate) -> bool:
    """True when the answer stands on the front: its words, or for a blank its value."""
    front = f"{card.fields.context} {card.fields.front}".replace(BLANK, " ")
    if BLANK not in card.fields.front:
        return f" {card.fields.back} " in f" {front} "
    asked = quantity.read(card.fields.back)
    return bool(asked) and any(quantity.same_value(seen, asked[0]) for seen in quantity.read(front))


@MANY
@given(st.text())
def test_any_text(text: str) -> None:
    holds(text.encode("utf-8", "surrogatepass"))


@MANY
@given(st.binary(max_size=400))
def test_any_bytes(raw: bytes) -> None:
    holds(raw)


@settings(MANY, max_examples=200)
@given(note_like)
def test_lines_as_in_notes(text: str) -> None:
    holds(text.encode())


@MANY
@given(headed)
def test_lines_below_a_header(text: str) -> None:
    holds(text.encode())


@MANY
@given(note_like, st.sampled_from(["\r\n", "\r"]))
def test_other_line_ends_give_the_same_cards(text: str, end: str) -> None:
    usual = judged(text.encode())[1]
    assert judged(text.replace("\n", end).encode())[1] == usual or "\r" in text


SAMPLES = sorted([*(ROOT / "seeds").glob("*.md"), *(ROOT / "tests" / "heldout" / "notes").glob("*.md")])


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_sample_notes_and_what_is_left_of_them(path: Path) -> None:
    """Whole, cut in the middle, upside down, and each line by the one below it."""
    raw = path.read_bytes()
    lines = raw.split(b"\n")
    for changed in (raw, raw[: len(raw) // 2], b"\n".join(lines[::-1]), b" ".join(lines), b"\n\n".join(lines)):
        holds(changed)


@pytest.mark.parametrize("seed", range(6))
def test_long_notes_at_random(seed: int) -> None:
    """More lines than a shrinking search can afford."""
    dice = random.Random(seed)
    lines = [
        dice.choice(FRONTS) + " ".join(dice.choices(WORDS, k=dice.randrange(12)))
        if dice.random() < 0.8
        else dice.choice(WHOLE)
        for _ in range(250)
    ]
    holds("\n".join(lines).encode())


@pytest.mark.parametrize(
    "unit", ["a ", "10 ms ", "*", "**a ", "[", "[[a|", "`", "- ", "1. ", "> ", "(", "<b>", "|", "$1 ", "→ "]
)
def test_a_very_long_line_is_read_in_time(unit: str) -> None:
    holds((f"# Long\n- {unit * 30_000}\n" + f"{unit * 3_000}\n- Disk seek: 10 ms\n").encode())


@pytest.mark.parametrize(
    "text",
    [
        "¼²",
        "- wing area 3¾² m and 2½e9 of them",
        "- [ ] fri: apply\n- [ ] new cv\n| company | next |\n|---|---|\n| Corvane | call |",
    ],
)
def test_texts_that_once_broke_it(text: str) -> None:
    holds(text.encode())


@pytest.mark.parametrize("mark", ["  - x", "> x", "- "])
def test_deep_nesting_is_read(mark: str) -> None:
    deep = "\n".join(f"{'  ' * depth}- level {depth}: {depth} ms" for depth in range(400))
    holds(f"{deep}\n{mark * 500}\n".encode())

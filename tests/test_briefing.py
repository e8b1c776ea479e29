"""The page for the last ten minutes: what stands on it, in which order, and that no text gets out of its place."""

from __future__ import annotations

import json
import re
import subprocess
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import browser
import pyromark
import pytest
from factories import make_note, make_notes
from hostile import TEXTS
from hypothesis import given
from hypothesis import strategies as st
from vaults import VAULT, Shell, tree

from flashcards.model import Note
from flashcards.review import brief_text, briefing, calls, cards, desk, looking
from flashcards.review.briefing import Brief
from flashcards.review.calls import Call
from flashcards.review.memory import after
from flashcards.review.rule import Entry
from flashcards.review.store import NAME, Store

DAY = date(2026, 11, 30)
LINE = "~40 TB of tide readings a day, from 1,200 buoys"


def brief(*notes: Note, known: dict[int, float] | None = None) -> Brief:
    """The brief of these notes; `known` by place, all others were never seen."""
    shares = {note.guid: (known or {}).get(place) for place, note in enumerate(notes)}
    return briefing.brief(Call(DAY, notes), shares)


def texts(made: Brief, title: str) -> list[str]:
    """The lines of a section; what stands out in stars."""
    lines = [line for section in made.sections if section.title == title for line in section.lines]
    return ["".join(f"*{part.text}*" if part.strong else part.text for part in line.parts) for line in lines]


def note(number: int, front: str, back: str, kind: str = "quantity", **more: Any) -> Note:
    return make_note(number, front=front, back=back, kind=kind, **more)


# Cards become facts


@pytest.mark.parametrize(
    ("kind", "front", "back", "title", "text"),
    [
        ("quantity", "tide readings: [...] a day", "~40 TB", "Numbers", "tide readings: *~40 TB* a day"),
        ("quantity", "Tern: how many daily runs?", "100-200k", "Numbers", "Tern: how many daily runs: *100-200k*"),
        ("definition", "Hindcast: what is it?", "a model run", "Terms", "Hindcast: *a model run*"),
        ("definition", "fan-out …?", "is one to many", "Terms", "fan-out … *is one to many*"),
        (
            "process",
            "Warnings: the 2 steps in order?",
            "1. raw\n2. clean",
            "Steps and lists",
            "Warnings: *raw → clean*",
        ),
        ("list", "Portfolio: which 2?", "- alpha\n- risk", "Steps and lists", "Portfolio: *alpha · risk*"),
        ("cause", "use cloud: why?", "no GPUs", "Answers", "use cloud: why? *no GPUs*"),
        ("question-and-answer", "Who pays?", "the pit", "Answers", "Who pays? *the pit*"),
        (
            "comparison",
            "jobs, most to least: ant, bee?",
            "1. bee: 9\n2. ant: 3",
            "Comparisons",
            "jobs, most to least: *bee: 9 · ant: 3*",
        ),
        ("pitch", "Why Acme: what do you say?", "First.\nSecond.", "Pitch", "*Why Acme*"),
        ("question-to-ask", "a question to ask: pits", "who pays?\n- and when", "Questions to ask", "who pays?"),
    ],
)
def test_a_card_becomes_a_line(kind: str, front: str, back: str, title: str, text: str) -> None:
    assert texts(brief(note(1, front, back, kind)), title) == [text]


def test_a_marked_cloze_is_one_line_with_all_its_answers() -> None:
    cloze = note(1, "{{c1::Ants}} carry {{c2::50 times::how much}} their weight", "", "cloze", note_type="cloze")
    assert texts(brief(cloze), "Answers") == ["*Ants* carry *50 times* their weight"]


def test_two_blanks_of_one_line_are_one_line() -> None:
    one = note(1, LINE.replace("~40 TB", "[...]"), "~40 TB")
    two = note(2, LINE.replace("1,200", "[...]"), "1,200")
    made = brief(one, two, known={0: 0.9, 1: 0.4})
    assert texts(made, briefing.FORGOTTEN) == ["*~40 TB* of tide readings a day, from *1,200* buoys"]
    assert made.sections[0].lines[0].known == 0.4
    assert [section.title for section in made.sections] == [briefing.FORGOTTEN]


def test_values_that_stand_in_an_order_are_told_there() -> None:
    order = note(1, "jobs, most to least: ant, bee?", "1. bee: 9\n2. ant: 3", "comparison", line=4)
    single = note(2, "jobs: bee does [...]", "9", "comparison", line=4)
    other = note(3, "jobs: cow does [...]", "17", "comparison", line=4)
    assert texts(brief(order, single, other), "Comparisons") == [
        "jobs, most to least: *bee: 9 · ant: 3*",
        "jobs: cow does *17*",
    ]


def test_of_a_long_answer_the_prompt_stands_out() -> None:
    long = "a very " * 30 + "slow reader"
    (text,) = texts(brief(note(1, "Backpressure: what is it?", long, "definition")), "Terms")
    assert text == f"*Backpressure:* {long}"
    (cut,) = texts(brief(note(1, "Backpressure: what is it?", long * 9, "definition")), "Terms")
    assert len(cut) < briefing.LONGEST + 30
    assert cut.endswith("…")


def test_beats_and_bullets_stand_below() -> None:
    pitch = note(1, "Why Acme: what do you say?", "First.\n\nSecond.", "pitch")
    ask = note(2, "a question to ask: pits", "who pays?\n- and when", "question-to-ask")
    lines = [section.lines[0] for section in brief(pitch, ask).sections]
    assert [(line.box, line.below) for line in lines] == [(True, ("and when",)), (False, ("First.", "Second."))]


def test_a_heading_that_all_share_is_left_out() -> None:
    notes = [
        note(place, "x [...]", f"{place}", context=context) for place, context in enumerate(["Acme", "Acme › Disks"])
    ]
    assert [line.context for section in brief(*notes).sections for line in section.lines] == ["", "Disks"]


# What is forgotten comes first


def test_the_weakest_come_first_and_then_the_unseen() -> None:
    notes = make_notes(5)
    made = brief(*notes, known={0: 0.9, 1: 0.99, 2: 0.3, 3: 0.8})
    assert [line.known for line in made.sections[0].lines] == [0.3, 0.8, 0.9, None]
    assert made.sections[0].title == briefing.FORGOTTEN
    assert texts(made, "Numbers") == ["Fact 2: how big: *2 GB*"]


def test_before_the_first_review_nothing_is_known_of_it() -> None:
    made = brief(*make_notes(3))
    assert [section.title for section in made.sections] == ["Numbers"]
    assert "none reviewed yet" in made.about


def test_the_top_holds_only_so_many() -> None:
    made = brief(*make_notes(40), known=dict.fromkeys(range(40), 0.5))
    assert [len(section.lines) for section in made.sections] == [briefing.MOST_FORGOTTEN, 40 - briefing.MOST_FORGOTTEN]


def test_what_one_says_oneself_stays_together() -> None:
    asks = [note(place, f"ask {place}", f"who pays {place}?", "question-to-ask") for place in range(3)]
    made = brief(*asks, make_note(9), known={0: 0.2, 3: 0.9})
    assert texts(made, "Questions to ask") == [f"who pays {place}?" for place in range(3)]
    assert texts(made, briefing.FORGOTTEN) == ["Fact 9: how big: *9 GB*"]


def test_a_note_is_known_as_well_as_its_weakest_card() -> None:
    both, none, off = make_note(1, reverse="x", reverse_back="y"), make_note(2), make_note(3)
    sure, weak = after(None, 4, DAY - timedelta(1)), after(None, 1, DAY - timedelta(1))
    entries = [
        Entry(both.guid, 0, sure),
        Entry(both.guid, 1, weak),
        Entry(none.guid, 0, sure),
        Entry(none.guid, 1),
        Entry(off.guid, 0, sure, suspended=True),
        Entry("another", 0, sure),
    ]
    known = looking.known(entries, [both, none, off], DAY)
    assert known.keys() == {both.guid, none.guid}
    assert 0 < (known[both.guid] or 0) < 0.9
    assert known[none.guid] is None


# Markdown


def told(*notes: Note, known: dict[int, float] | None = None) -> list[str]:
    return list(brief_text.markdown(brief(*notes, known=known)))


def test_the_page_in_markdown() -> None:
    asks = note(2, "ask", "who pays?\n- and when", "question-to-ask", context="Acme › Sales")
    lines = told(note(1, LINE.replace("~40 TB", "[...]"), "~40 TB"), asks, make_note(3), known={2: 0.615})
    assert lines == [
        "# 2026-11-30: Acme",
        "",
        "3 facts, 2 never reviewed",
        "",
        "## Most likely forgotten",
        "",
        "- 62 % · Storage: Fact 3: how big: **3 GB**",
        "- new · Storage: **~40 TB** of tide readings a day, from 1,200 buoys",
        "",
        "## Questions to ask",
        "",
        "Sales:",
        "",
        "- [ ] who pays?",
        "  - and when",
    ]


def in_all_places(text: str) -> list[Note]:
    """Notes of every kind with this text in every field."""
    kinds = "quantity comparison definition process list cause question-and-answer question-to-ask pitch".split()
    notes = [note(place, text, f"{text}\n{text}", kind, context=text) for place, kind in enumerate(kinds)]
    blank = note(20, f"{text} [...] {text}", text, context=f"{text} › {text}")
    cloze = note(21, f"{text} {{{{c1::{text}}}}}", "", "cloze", note_type="cloze")
    return [*notes, blank, cloze, make_note(22, deck=f"Interview Prep::{text}")]


HARMLESS = {"h1", "h2", "p", "ul", "li", "strong", "em", "code", "input"}
"""What Markdown may become in a viewer. An `input` is a box to tick."""


class Tags(HTMLParser):
    """The tags of a page and what they carry."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.addresses: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src"} or name.startswith("on")]


VIEWER = pyromark.Options.ENABLE_TASKLISTS | pyromark.Options.ENABLE_STRIKETHROUGH | pyromark.Options.ENABLE_TABLES


def viewed(lines: list[str]) -> Tags:
    return Tags(pyromark.html("\n".join(lines), options=VIEWER))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_no_text_becomes_more_than_text_in_a_viewer(text: str) -> None:
    for known in ({}, {0: 0.5}):
        seen = viewed(told(*in_all_places(text), known=known))
        assert seen.found <= HARMLESS
        assert seen.addresses == []


PIECES = st.text(st.sampled_from("ab 1`*_~[]()<>!&;#-+.:$|\\/\n\"'="), max_size=30)


@given(PIECES)
def test_no_run_of_marks_becomes_more_than_text(text: str) -> None:
    seen = viewed(told(note(1, f"x [...] {text}", text or "9"), note(2, text or "x", text or "9", "question-to-ask")))
    assert seen.found <= HARMLESS
    assert seen.addresses == []


@pytest.mark.parametrize(
    "text", ["~40 TB", "$14M and $310", "<10 ms", "a_b", "**bold** and `code <b>`", "R&D", "5 > 3"]
)
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert f"- {text} **9**" in told(note(1, f"{text} [...]", "9"))


# HTML

ALLOWED = set(
    "html head meta title style body header main section h1 h2 h3 p ul li b i code span".split(),
)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_no_text_becomes_more_than_text_on_the_page(text: str) -> None:
    for known in ({}, {0: 0.5}):
        seen = Tags(brief_text.page(brief(*in_all_places(text), known=known)))
        assert seen.found <= ALLOWED
        assert seen.addresses == []


def test_a_question_has_a_box_and_an_answer_stands_out() -> None:
    page = brief_text.page(brief(note(1, "x [...] y", "9 < 10"), note(2, "ask", "who pays?", "question-to-ask")))
    assert '<li dir="auto">x <b>9 &lt; 10</b> y</li>' in page
    assert '<li dir="auto"><span class="box"></span>who pays?</li>' in page


# In a browser


@pytest.fixture(scope="module")
def _working(tmp_path_factory: pytest.TempPathFactory) -> None:
    if why := browser.works(tmp_path_factory.mktemp("first")):
        pytest.skip(why)


needs_browser = pytest.mark.usefixtures("_working")


WORDS = "tide readings from the buoys of the outer harbour arrive every nine minutes and are cleaned by hand"
BUSY = (
    ("quantity", 20, "{} [...] a day", "900 GB"),
    ("definition", 10, "buoy {}: what is it?", WORDS),
    ("question-and-answer", 8, "who asks {}?", f"{WORDS}. {WORDS}."),
    ("list", 6, "list {}: which 4?", "- ant\n- bee\n- cow\n- dog"),
    ("question-to-ask", 10, "ask {}", f"would love to know how {{}} {WORDS}"),
    ("pitch", 3, "Why {}: what do you say?", f"{WORDS}.\n{WORDS}.\n{WORDS}."),
    ("cause", 5, "cause {}: why?", WORDS[:50]),
)
"""What a busy week leaves: sixty cards of all kinds, with long ones among them."""


def busy(times: int = 1) -> list[Note]:
    kinds = [(kind, front, back) for kind, count, front, back in BUSY for _ in range(count * times)]
    words = [f"{WORDS[: 20 + place % 70]} {place}" for place in range(len(kinds))]
    return [
        note(place, front.format(words[place]), back.format(place), kind)
        for place, (kind, front, back) in enumerate(kinds)
    ]


@needs_browser
@pytest.mark.parametrize(("times", "most"), [(1, 2), (4, 8)])
def test_sixty_cards_print_on_two_sheets(tmp_path: Path, times: int, most: int) -> None:
    notes = busy(times)
    assert len(notes) >= 60 * times
    page = tmp_path / "brief.html"
    shown = brief(*notes, known=dict.fromkeys(range(0, len(notes), 3), 0.7))
    page.write_text(brief_text.page(shown), encoding="utf-8")
    assert times <= sheets(page) <= most


def sheets(page: Path) -> int:
    """How many sheets of A4 a browser prints."""
    made = page.with_suffix(".pdf")
    words = ["--no-pdf-header-footer", f"--user-data-dir={page.parent / 'profile'}", f"--print-to-pdf={made}"]
    command = [str(browser.CHROMIUM), *browser.FLAGS, *words, page.as_uri()]
    subprocess.run(command, capture_output=True, timeout=browser.SLOWEST, check=True, cwd=page.parent)
    return len(re.findall(rb"/Type\s*/Page\b", made.read_bytes()))


@needs_browser
def test_nothing_runs_in_a_browser(tmp_path: Path) -> None:
    notes = [one for text in TEXTS.values() for one in in_all_places(text)]
    page = brief_text.page(
        brief(*(make_note(place, fields=one.fields, kind=one.kind) for place, one in enumerate(notes)))
    )
    looked = browser.looked_at(tmp_path, page)
    assert not looked["ran"]
    assert set(looked["tags"]) <= ALLOWED


@needs_browser
@pytest.mark.parametrize("width", [360, 1280])
def test_it_fits_a_phone_and_a_desk(tmp_path: Path, width: int) -> None:
    looked = browser.looked_at(tmp_path, brief_text.page(brief(*busy(), make_note(99, front="a" * 300))), width)
    assert looked["width"] <= width
    assert looked["wide"] == []


# The command


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path, monkeypatch, capfd)


def test_brief_prints_a_page_and_writes_nothing(shell: Shell) -> None:
    before = shell.built()
    ran = shell.run("brief", "quarry", "-o", shell.decks)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("# 2026-05-20: quarry\n")
    assert "- **46** sites live and a haul ticket takes **70 sec**\n" in ran.out
    assert "- [ ] How do site managers get won over?\n" in ran.out
    assert "Disk seek" not in ran.out
    assert tree(shell.decks) == before


def test_brief_as_html(shell: Shell) -> None:
    shell.built()
    ran = shell.run("brief", "2026-05-20", "-o", shell.decks, "--html")
    assert ran.out.startswith("<!DOCTYPE html>")
    assert "<b>46</b> sites live" in ran.out


def test_brief_as_json(shell: Shell) -> None:
    shell.built()
    told = json.loads(shell.run("brief", "-o", shell.decks, "--json").out)
    assert [section["title"] for section in told["sections"]] == ["Numbers", "Questions to ask"]
    assert told["sections"][0]["facts"] == [
        {
            "kind": "quantity",
            "context": "",
            "text": "46 sites live and a haul ticket takes 70 sec",
            "strong": ["46", "70 sec"],
            "below": [],
            "known": None,
        }
    ]
    assert shell.run("brief", "-o", shell.decks, "--json", "--html").code == 2


def test_brief_begins_with_what_was_forgotten(shell: Shell) -> None:
    shell.built()
    (card,) = (card for card in cards.in_order(desk.notes_in(shell.decks)) if "haul ticket takes [...]" in card.front)
    with Store(shell.decks / NAME) as log:
        log.answer(card.key, 1, 1_790_000_000_000, date(2026, 5, 1))
    out = shell.run("brief", "-o", shell.decks).out
    assert "## Most likely forgotten\n\n- new · **46** sites live and a haul ticket takes **70 sec**\n" in out


def test_brief_without_any_call_takes_the_documents_that_are_named_or_all(shell: Shell) -> None:
    other = VAULT["calls/quarry.md"].replace("call: 2026-05-20\n", "")
    shell.built({"napkin.md": VAULT["napkin.md"], "quarry.md": other})
    assert "Disk seek" in shell.run("brief", "-o", shell.decks).out
    named = shell.run("brief", "quarry", "-o", shell.decks).out
    assert "haul ticket" in named
    assert "Disk seek" not in named
    assert shell.run("brief", "2031-01-02", "-o", shell.decks).out.startswith("# 2031-01-02: ")
    ran = shell.run("brief", "nobody", "-o", shell.decks)
    assert ran.code == 1
    assert "call: 2026-11-30" in ran.err


def test_brief_of_no_card_says_what_to_do(shell: Shell) -> None:
    shell.decks.mkdir()
    ran = shell.run("brief", "-o", shell.decks)
    assert ran.code == 1
    assert "`flashcards build` makes one" in ran.err


def test_brief_of_an_unknown_call_lists_those_there_are(shell: Shell) -> None:
    shell.built()
    ran = shell.run("brief", "nobody", "-o", shell.decks)
    assert ran.code == 1
    assert "2026-05-20  calls/quarry.md" in ran.err


def test_the_words_name_the_calls_of_the_ledger(shell: Shell) -> None:
    shell.built()
    (call,) = calls.read(desk.notes_in(shell.decks))
    assert call.documents == ("calls/quarry.md",)

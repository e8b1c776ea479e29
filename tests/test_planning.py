"""The plan before a call: which calls there are, what they need, what comes of it, and how it is told."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import browser
import pytest
from factories import make_note, make_notes
from hostile import TEXTS
from vaults import Shell, tree, write

from flashcards.errors import FlashcardsError
from flashcards.model import Note
from flashcards.review import calls, cards, curve, desk, outlook, planning
from flashcards.review.calls import Call
from flashcards.review.memory import Memory, after
from flashcards.review.planning import CallPlan
from flashcards.review.rule import Entry
from flashcards.review.store import NAME, State, Store

TODAY = date(2026, 11, 26)
CALL = date(2026, 11, 30)


def for_call(count: int, day: date = CALL, first: int = 1, **changes: Any) -> tuple[Note, ...]:
    numbers = range(first, first + count)
    return tuple(make_note(number, tags=("kind::quantity", f"call::{day}"), **changes) for number in numbers)


def entries(notes: Sequence[Note], known: Memory | None = None) -> list[Entry]:
    made = cards.in_order(notes)
    return cards.entries(made, {card.key: State(known) for card in made})


def planned(notes: Sequence[Note], known: Memory | None = None, minutes: float = 20, today: date = TODAY) -> CallPlan:
    (made,) = planning.plan(calls.read(notes), entries(notes, known), today, minutes)
    return made


def known_since(days: int, grade: int = 3) -> Memory:
    return after(None, grade, TODAY - timedelta(days))


# Calls


def test_calls_are_the_tags_of_active_notes() -> None:
    notes = (
        *for_call(2),
        *for_call(1, date(2026, 12, 3), 3),
        *make_notes(1, status="retired", tags=("call::2026-12-09",)),
    )
    assert [(call.day, len(call.notes)) for call in calls.read(notes)] == [(CALL, 2), (date(2026, 12, 3), 1)]


@pytest.mark.parametrize("tag", ["call::soon", "call::2026-02-30", "call::20261130", "call::", "recall::2026-11-30"])
def test_a_tag_that_is_no_date_is_no_call(tag: str) -> None:
    assert calls.read(make_notes(1, tags=(tag,))) == []


def test_a_date_that_no_note_carries_is_for_all() -> None:
    notes = (*for_call(2), make_note(3))
    other = date(2026, 12, 24)
    found = calls.read(notes, [CALL, other, other])
    assert [(call.day, len(call.notes), call.tagged) for call in found] == [(CALL, 2, True), (other, 3, False)]


def test_calls_that_are_over_are_told_apart() -> None:
    found = [Call(TODAY + timedelta(days), ()) for days in (-1, 0, 1)]
    assert calls.split(found, TODAY) == (found[1:], found[:1])


OLD, NEXT, LATER = (
    Call(TODAY + timedelta(days), for_call(1, first=number, path=path, deck=f"Interview Prep::{deck}"))
    for number, (days, path, deck) in enumerate(
        [(-9, "old/quay.md", "Quayside"), (3, "quay.md", "Quayside"), (8, "Marl pit.md", "Marlpit two")], 1
    )
)


@pytest.mark.parametrize(
    ("what", "call"),
    [
        ("", NEXT),
        ("quay", NEXT),
        ("QUAYSIDE", NEXT),
        ("two marlpit", LATER),
        (str(LATER.day), LATER),
        (str(OLD.day), OLD),
        ("old/quay", OLD),
    ],
)
def test_a_word_means_a_call(what: str, call: Call) -> None:
    assert calls.one([OLD, NEXT, LATER], what, TODAY) is call


@pytest.mark.parametrize(
    ("what", "message"), [("storage", "2 calls fit"), ("nobody", "no call fits"), ("2031-01-01", "no call fits")]
)
def test_a_word_that_means_no_one_call_is_told(what: str, message: str) -> None:
    with pytest.raises(FlashcardsError, match=message) as raised:
        calls.one([OLD, NEXT, LATER], what, TODAY)
    assert any("Marl pit.md" in choice for choice in raised.value.choices)


def test_without_a_word_the_last_call_is_meant_when_all_are_over() -> None:
    assert calls.one([OLD], "", TODAY) is OLD


# What is left, and what comes of it


def test_what_is_left_before_the_first_review() -> None:
    plan = planned(for_call(60))
    assert (plan.cards, plan.new, plan.due, plan.weak, plan.now) == (60, 60, 0, 0, 0.0)
    assert plan.minutes_once == pytest.approx(38)
    assert plan.minutes_sure == pytest.approx(75)
    assert plan.minutes_there == 80
    assert [row.day for row in plan.rows] == [TODAY + timedelta(days) for days in range(4)]
    assert sum(row.new for row in plan.rows) == pytest.approx(60)
    assert plan.end > 0.9


def test_what_is_known_only_grows_with_the_days() -> None:
    plan = planned(for_call(150))
    known = [plan.now, *(row.known for row in plan.rows)]
    assert all(later > earlier for earlier, later in pairwise(known))
    assert plan.today == known[1]
    assert plan.now < plan.skipping < plan.end == known[-1]


def test_a_card_that_was_seen_counts_as_weak_until_it_is_sure() -> None:
    weak = planned(for_call(10), known_since(3))
    assert (weak.new, weak.due, weak.weak) == (0, 10, 10)
    assert weak.minutes_sure == pytest.approx(10 * 37 / 60)
    sure = planned(for_call(10), Memory(900.0, 3.0, TODAY - timedelta(1), 5, 0, TODAY + timedelta(900)))
    assert (sure.due, sure.weak, sure.minutes_sure) == (0, 0, 0)
    assert sum(row.reviews for row in sure.rows) == 0
    assert sure.now == sure.end > 0.99


def test_minutes_are_kept() -> None:
    plan = planned(for_call(400), minutes=10)
    assert all(10 <= row.minutes < 12 for row in plan.rows)


def test_suspended_cards_are_left_out() -> None:
    notes = for_call(10)
    made = cards.in_order(notes)
    deck = cards.entries(made, {card.key: State(None, suspended=True) for card in made[:4]})
    (plan,) = planning.plan(calls.read(notes), deck, TODAY, 20)
    assert (plan.cards, plan.suspended, plan.new) == (6, 4, 6)


def test_on_the_day_of_the_call_one_session_is_left() -> None:
    plan = planned(for_call(30), known_since(2), today=CALL)
    assert [row.day for row in plan.rows] == [CALL]
    assert plan.skipping == plan.now < plan.end
    assert plan.days_left == 0


def test_calls_share_the_minutes_and_the_nearer_one_goes_first() -> None:
    near, far = for_call(60), for_call(60, CALL + timedelta(5), 100)
    both = planning.plan(calls.read((*near, *far)), entries((*near, *far)), TODAY, 10)
    alone = planned(near, minutes=10)
    assert both[0].end == pytest.approx(alone.end, abs=0.03)
    assert both[1].rows[0].new == 0
    assert both[1].end < planned(far, minutes=10).end


def test_the_same_question_has_the_same_answer() -> None:
    notes = for_call(40)
    assert planned(notes, known_since(2)) == planned(notes, known_since(2))


def test_large_decks_and_far_calls_take_fewer_runs() -> None:
    assert planning._runs(60, 5) == planning.MOST_RUNS
    assert planning._runs(60, 300) < planning.MOST_RUNS
    assert planning._runs(100_000, 365) == planning.LEAST_RUNS


# How it is told


@pytest.mark.parametrize(
    ("minutes", "word"), [(2, "too little to see each card: 10"), (12, "19 a day to be sure"), (60, "enough")]
)
def test_the_verdict(minutes: float, word: str) -> None:
    assert word in outlook.verdict(planned(for_call(60), minutes=minutes))


def test_all_that_a_person_reads() -> None:
    lines = list(outlook.lines([planned(for_call(60))], 20))
    assert lines[0] == "2026-11-30, in 4 days: 60 cards of acme.md"
    assert "  60 new, 0 due today, 0 weak (seen, but under 95 % at the call)" in lines
    assert "  in Anki, sweep: tag:call::2026-11-30 -is:new -is:suspended prop:r<0.95" in lines
    assert "  in Anki, unseen: tag:call::2026-11-30 is:new" in lines
    assert sum(line.strip().startswith("2026-11-2") for line in lines) == 4


def test_a_long_table_is_cut_in_its_middle() -> None:
    day = TODAY + timedelta(40)
    lines = list(outlook.lines([planned(for_call(20, day))], 20))
    assert sum(line.strip().startswith(("2026-11-", "2026-12-", "2027-")) for line in lines[1:]) == 14
    assert any("26 more days" in line for line in lines)


def test_a_call_without_a_tag_is_searched_without_one() -> None:
    assert outlook.searches(Call(CALL, (), tagged=False))["unseen"] == "is:new"


def test_only_what_is_certain_is_a_hundred_percent() -> None:
    assert [outlook.percent(share) for share in (0.0, 0.954, 0.9999, 1.0)] == ["0 %", "95 %", "99 %", "100 %"]


# The picture


def test_the_picture_is_one_file_without_scripts() -> None:
    notes = (*for_call(20, path='<b onload="x">.md'), *for_call(20, CALL + timedelta(30), 100))
    plans = planning.plan(calls.read(notes), entries(notes), TODAY, 10)
    root = ElementTree.fromstring(curve.svg(plans))  # our own text
    names = {node.tag.rpartition("}")[2] for node in root.iter()}
    assert names == set("svg title desc style g text path polygon polyline circle".split())
    texts = ["".join(node.itertext()) for node in root.iter() if node.tag.endswith("}text")]
    assert '20 cards of <b onload="x">.md' in texts
    assert [text for text in texts if text.startswith("Known at")] == [
        f"Known at the call of {plan.call.day}" for plan in plans
    ]
    assert outlook.percent(plans[1].end) in texts


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_no_name_gets_out_of_the_picture(text: str) -> None:
    picture = curve.svg([planned(for_call(3, path=f"{text}.md"))])
    ElementTree.fromstring(picture)  # our own text
    assert "<script" not in picture


# The command


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path, monkeypatch, capfd)


def note_for(day: date) -> str:
    facts = "- 46 sites live and a haul ticket takes 70 sec\n- a blast permit takes 9 days\n"
    return f"---\ncall: {day}\n---\n# Quarry call\n\n{facts}"


def test_plan_reads_and_writes_nothing(shell: Shell) -> None:
    today = desk.today(_clock)
    before = shell.built({"quarry.md": note_for(today + timedelta(3)), "old.md": note_for(today - timedelta(3))})
    ran = shell.run("plan", "-o", shell.decks, "--minutes", "15")
    assert ran.code == 0
    assert ran.out.startswith(f"{today + timedelta(3)}, in 3 days: 3 cards of quarry.md\n")
    assert f"the call of {today - timedelta(3)} is over" in ran.err
    assert tree(shell.decks) == before


def test_plan_as_json_holds_everything(shell: Shell) -> None:
    day = desk.today(_clock) + timedelta(3)
    shell.built({"quarry.md": note_for(day)})
    told = json.loads(shell.run("plan", "-o", shell.decks, "--json").out)
    (call,) = told["calls"]
    assert call["call"] == str(day)
    assert (call["cards"], call["new"], len(call["days"])) == (3, 3, 3)
    assert call["searches"]["unseen"] == f"tag:call::{day} is:new"
    assert (
        0
        == call["known"]["now"]
        < call["known"]["after_today"]
        <= call["known"]["by_plan"]
        == call["days"][-1]["known"]
    )


def test_plan_knows_what_was_answered(shell: Shell) -> None:
    today = desk.today(_clock)
    shell.built({"quarry.md": note_for(today + timedelta(3))})
    for card in cards.in_order(desk.notes_in(shell.decks))[:2]:
        with Store(shell.decks / NAME) as log:
            log.answer(card.key, 3, _clock(), today)
    (call,) = json.loads(shell.run("plan", "-o", shell.decks, "--json").out)["calls"]
    assert (call["new"], call["weak"]) == (1, 2)
    assert call["known"]["now"] > 0.5


def test_plan_without_a_call_says_what_to_write(shell: Shell) -> None:
    shell.built({"napkin.md": "# Numbers\n- Disk seek: 10 ms\n"})
    ran = shell.run("plan", "-o", shell.decks)
    assert (ran.code, ran.out) == (0, "")
    assert "`call: 2026-11-30`" in ran.err
    assert json.loads(shell.run("plan", "-o", shell.decks, "--json").out)["calls"] == []


def test_plan_for_a_date_that_no_document_names(shell: Shell, tmp_path: Path) -> None:
    day = desk.today(_clock) + timedelta(2)
    shell.built({"napkin.md": "# Numbers\n- Disk seek: 10 ms\n"})
    ran = shell.run("plan", "-o", shell.decks, "--call", str(day), "--svg", tmp_path / "curve.svg")
    assert ran.out.startswith(f"{day}, in 2 days: 1 card of napkin.md")
    assert (tmp_path / "curve.svg").read_text().startswith("<svg")


@pytest.mark.parametrize("words", [["--call", "tomorrow"], ["--call", "2026-13-01"], ["--minutes", "0"]])
def test_what_is_no_date_and_no_time_is_wrong_usage(shell: Shell, words: list[str]) -> None:
    assert shell.run("plan", *words).code == 2


def test_plan_without_a_ledger_says_so(shell: Shell) -> None:
    ran = shell.run("plan", "-o", write(shell.decks, {}))
    assert ran.code == 1
    assert "there is no ledger here" in ran.err


def _clock() -> int:
    from flashcards.cli.planning import _now

    return _now()


DARK = "rgb(30, 33, 38)"


@pytest.fixture(scope="module")
def a_browser(tmp_path_factory: pytest.TempPathFactory) -> None:
    if why := browser.works(tmp_path_factory.mktemp("first")):
        pytest.skip(why)


@pytest.mark.usefixtures("a_browser")
@pytest.mark.parametrize("dark", [False, True])
def test_a_browser_shows_the_picture_in_light_and_dark(tmp_path: Path, dark: bool) -> None:
    picture = curve.svg([planned(for_call(60))])
    page = f"<body style='margin:0'>{picture}<script>{_PAPER}</script>"
    assert (browser.looked_at(tmp_path, page, dark=dark)["paper"] == DARK) is dark


_PAPER = "document.body.style.backgroundColor = getComputedStyle(document.querySelector('svg')).backgroundColor"

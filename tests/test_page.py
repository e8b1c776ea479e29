"""Zones, reasons and breadcrumbs: one test a signal."""

from __future__ import annotations

import pytest

from flashcards import documents, outline, signals
from flashcards.naming import trail
from flashcards.page import Page
from flashcards.privacy import diary_score, is_advice
from flashcards.zones import section_zone


def page(note: str, title: str = "acme") -> Page:
    document, _ = documents.parse(note.encode(), f"{title}.md")
    assert document is not None
    return Page(document, outline.read(document))


def reasons(note: str, title: str = "acme") -> dict[int, str]:
    """Line number → why it makes no card."""
    made = page(note, title)
    return {block.line: made.reasons[block.index] for block in made.blocks if made.reasons[block.index]}


@pytest.mark.parametrize(
    ("heading", "zone"),
    [
        ("Journal bits that ended up here", "private"),
        ("Private", "private"),
        ("private ranges", ""),
        ("Evening", "private"),
        ("Logistics", "logistics"),
        ("Contacts", "logistics"),
        ("References", "links"),
        ("References vs pointers", ""),
        ("Further reading", "links"),
        ("To do", "todo"),
        ("worked one: photo app (practice, NOT facts)", "practice"),
        ("Status codes", ""),
        ("Changelog", "meta"),
        ("Questions", "ask"),
        ("Questions to ask", "ask"),
        ("Do you have any questions for me?", "ask"),
        ("to ask:", "ask"),
        ("should i ask…", "ask"),
        ("They may ask", "asked"),
        ("Questions & answers", "asked"),
        ("Common interview questions", "asked"),
        ("Sharp Product Questions (reading notes)", ""),
        ("Why Tallowgate", "pitch"),
        ("Why is the site slow?", ""),
        ("Tell me about yourself (v4)", "pitch"),
        ("talking points about my job:", "pitch"),
        ("how they answered at the last place", "answered"),
    ],
)
def test_section_zone(heading: str, zone: str) -> None:
    assert section_zone(heading) == zone or (zone == "" and section_zone(heading) in ("prep", "process"))


@pytest.mark.parametrize(
    ("line", "private"),
    [
        ("i feel tired and cried on the train home", True),
        ("my sister says i talk too fast", True),
        ("home by 11, went for dinner with a friend", True),
        ("i use a heap = a tree in an array", False),
        ("queues smooth the load", False),
        ("feature flags roll out changes", False),
    ],
)
def test_diary_signals(line: str, private: bool) -> None:
    assert (diary_score(line, " = " in line) >= signals.LIMITS["diary"]) == private


@pytest.mark.parametrize(
    ("line", "advice"),
    [
        ("Tailor your answer to the company and the role", True),
        ("You should always be able to explain your resume", True),
        ("Share something that shows growth. Keep it under two minutes.", True),
        ("Request tracing is a way to follow one call", False),
        ("merge to main", False),
        ("i share what i learned with the team", False),
        ("A queue lets neither side wait for the other", False),
    ],
)
def test_advice_signals(line: str, advice: bool) -> None:
    assert is_advice(line) == advice


@pytest.mark.parametrize(
    ("note", "title", "line", "reason"),
    [
        ("- [ ] call\n- a = b\n- c = d", "acme", 1, "task"),
        ("- ", "acme", 1, "empty"),
        ("- Funding:", "acme", 1, "empty-field"),
        ("- HQ: TBD", "acme", 1, "placeholder"),
        ("- Employees: e.g. 100-500", "acme", 1, "placeholder"),
        ("- [[other note]]\n- a = b\n- c = d", "acme", 1, "link-only"),
        ("~~old question?~~ boring", "acme", 1, "struck"),
        ("(fill in later)", "acme", 1, "aside"),
        ("Status: draft", "acme", 1, "meta"),
        ("Would you like me to turn this into a quiz?", "acme", 1, "assistant"),
        ("slept badly, i was tired", "acme", 1, "diary"),
        ("ran 6k", "2026-03-02", 1, "private"),
        ("api blocked -> friday", "standup notes", 1, "private"),
        ("## Links\n- a = b", "acme", 2, "links"),
        ("me: hi\nR: hi\nme: so\nR: yes\nme: ok\nR: bye", "call", 3, "chat"),
        ("- [ ] a\n- [x] b\n- plain = fact", "acme", 3, "todo"),
    ],
)
def test_reasons(note: str, title: str, line: int, reason: str) -> None:
    assert reasons(note, title).get(line) == reason


def test_half_a_group_of_diary_is_diary() -> None:
    found = reasons("- wear the blue one\n- i was tired and sad\n\n- heap = tree\n")
    assert found == {1: "diary", 2: "diary"}


def test_preparation_lifts_a_daily_page() -> None:
    note = "ran 6k\n\n### Call with Acme\n- heap = tree\n\n## Evening\nx = y"
    assert 4 not in reasons(note, "2026-03-02")
    assert reasons(note, "2026-03-02")[7] == "private"


def test_a_page_of_question_headings_is_one_of_questions_and_answers() -> None:
    note = "## What is a heap?\na tree\n## Why use it?\nfast\n## Merge sort\nsplit and join\n## When?\noften"
    assert page(note).base == "asked"


@pytest.mark.parametrize(
    ("crumbs", "prompt", "shown"),
    [
        (["Acme", "Size"], "Employees?", "Acme › Size"),
        (["Acme", "Acme call"], "x", "Acme call"),
        (["Acme", "MTU"], "MTU of ethernet", "Acme"),
        (["a1", "b2", "c3", "d4", "e5", "f6"], "x", "a1 › d4 › e5 › f6"),
        ([], "x", ""),
    ],
)
def test_trail(crumbs: list[str], prompt: str, shown: str) -> None:
    assert trail(crumbs, prompt) == shown


def test_subject_of_a_document() -> None:
    assert page("x", "MASTER prep doc").subject() == ""
    assert page("x", "2026-03-02").subject() == ""
    assert page("x", "Why Acme (v2 final)").subject() == "Why Acme"
    assert page("drumlin robotics, before the 4pm\narm lifts 18 kg", "Untitled 3").subject() == "drumlin robotics"
    assert page("---\ncompany: Acme\n---\nx", "notes 1").subject() == "Acme"

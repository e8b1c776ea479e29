"""Questions: the labelled lines with floors, before/after cases with their no-op twins, and properties."""

from __future__ import annotations

import json
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.questions import Question, Section, clean, read, topic

LABELS = Path(__file__).parent / "data" / "questions.jsonl"
SECTIONS: dict[str, Section] = {
    "": "",
    "Questions": "questions",
    "Application": "application",
    "Journal": "journal",
}
ROWS: list[dict[str, Any]] = [json.loads(line) for line in LABELS.read_text("utf-8").splitlines()]
MARKS = st.text(alphabet="_*\"“”'’=~-+•>[]()0123.:?! \tQqx#aé→i", max_size=60)


def letter(text: str, under: Section = "") -> str:
    found = read(text, under=under)
    return found.kind if found else ""


def test_labelled_lines_stay_above_the_floor() -> None:
    found = [read(row["text"], under=SECTIONS[row["section"]]) for row in ROWS]
    wanted = [Question(row["label"], row["clean"]) if row["label"] != "N" else None for row in ROWS]
    right = sum(f is not None and f == w for f, w in zip(found, wanted, strict=True))
    assert right / sum(f is not None for f in found) >= 0.95
    assert right / sum(w is not None for w in wanted) >= 0.95


@pytest.mark.parametrize(
    ("asks", "twin"),
    [
        ("- how big is your support team", "- how big the support team gets in q4"),
        ("- does legal review every release", "- does the weekly newsletter and the release emails"),
        ("- has the team tried trunk based dev", "- has a patented cooling loop"),
        ("- has anyone left since", "- has the largest fleet in the north"),
        ("- are contractors treated differently", "- are based in two cities"),
        ("- can engineers pick their projects", "- can ship on fridays"),
        ("- will the budget grow next year", "- will probably grow next year"),
        ("- should startups buy or build this", "- should be simple"),
        ("- was the launch delayed by hardware", "- was the first to market"),
        ("- is this a new role or a backfill", "- is the only one with a licence"),
        ("- is there a travel budget", "- is their third attempt at ads"),
        ("- where do new hires usually struggle", "- where new hires struggle: tooling"),
        ("- why did the last launch slip", "- why this matters: margins are thin"),
        ("- what do customers complain about most", "- what went well"),
        ("- what is sharding", "- what is missing"),
        ("- when do promotions happen", "- when the pager rings, ack within 5 min"),
        ("- which parts of the stack are you rewriting", "- which was a mistake"),
        ("- which desks would you close", "- which means fewer tickets"),
        ("- how do refunds work", "- how billing works: nightly batch, then invoices"),
        ("- how does [[RAG]] handle stale documents", "- [[what is sharding?]]"),
        ("- Salary range?", "- Salary: ?"),
        ("- rename the repo??", "- founded: 2014?"),
        ("- who is on call?", "- who is on call? nobody knows"),
        ("- which is cheaper, debt or equity? why", "- [Why we left the cloud?](https://example.com/a)"),
        ("- We lost two bids. How would you have won them", "- What a week"),
        ("- You publish weekly - who decides the topics?", "- queue → who picks it up → done"),
        ("- can we pause a region", "- Can Do attitude"),
        ("- would they open the source", "- had we known, we would have waited"),
        ("- should we expect a merger", "- should you need it, the deck is in the folder"),
        ("- how many of the sites do you own", "- **Recall:** of the true ones, how many did you find"),
        ("- what does failover cost, roughly", "- How cool is the new office!"),
        ("Q: name a trade-off", "Q3: revenue up by 4%"),
        ("- tell me about your planning process", "- tell the team about the outage"),
    ],
)
def test_direct_questions_and_their_twins(asks: str, twin: str) -> None:
    assert letter(asks) == "Q"
    assert letter(twin) == ""


@pytest.mark.parametrize(
    ("asks", "twin"),
    [
        ("- i'd love to learn more about the data platform", "- i'd love to work on maps"),
        ("- curious about the office policy", "- curious people do well here"),
        ("- interested in how you measure quality", "- interested in robotics since school"),
        ("- unclear whether finance signs off", "- unclear roadmap, weak sales"),
        ("- ask whether relocation is covered", "- ask for the parking code"),
        ("- ask the recruiter about visas", "- asked about notice period"),
        ("- would be great to hear how the merger went", "- would be great at night shifts"),
        ("- hoping to understand the pricing model", "- hoping for the best"),
        ("- also want to know who approves budgets", "- want to be closer to customers"),
        ("- not sure how they bill", "- not sure if i want this"),
    ],
)
def test_indirect_questions_and_their_twins(asks: str, twin: str) -> None:
    assert letter(asks) == "I"
    assert letter(twin) == ""


@pytest.mark.parametrize(
    ("asks", "twin", "under"),
    [
        ("Share a time you changed your mind.", "- share the deck", ""),
        ("Explain a hard concept to a child (150 words max)", "- cover letter: 300 words max", ""),
        ("Tell us what you would fix first.", "- tell them later", ""),
        ("What is the hardest thing you have built?", "I grew up next to a shipyard.", "application"),
        ("Please describe your research interests.", "Over two years I led a team of six.", "application"),
        ("In under 250 words, explain your motivation", "Explain:", "application"),
    ],
)
def test_prompts_and_their_twins(asks: str, twin: str, under: Section) -> None:
    assert letter(asks, under) == "P"
    assert letter(twin, under) == ""


@pytest.mark.parametrize("text", ["am i even good at this?", "what do they want from me", "why now?"])
def test_a_journal_asks_itself(text: str) -> None:
    assert letter(text, "journal") == "R"


@pytest.mark.parametrize("text", ["long walk, cold hands", "why i stopped running", "soup"])
def test_a_journal_states(text: str) -> None:
    assert letter(text, "journal") == ""


def test_to_oneself_outside_a_journal() -> None:
    assert letter("why am i doing this to myself?") == "R"
    assert letter("why am i asked for a deposit?", "questions") == "Q"
    assert letter("How do I undo a commit?") == "Q"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("- who signs off on launches", "Q"),
        ("- what drives churn", "Q"),
        ("- is remote work ok", "Q"),
        ("- your view on regulation", "I"),
        ("- what the roadmap looks like", "I"),
        ("- how you split time between support and new work", "I"),
        ("- ", ""),
        ("3. ", ""),
        ("For the CTO:", ""),
        ("- ~~ping about visas~~", ""),
        ("- https://example.com/x?y=1", ""),
    ],
)
def test_every_item_counts_under_questions(text: str, wanted: str) -> None:
    assert letter(text, "questions") == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('1. _"Which bet would you *undo*?"__', "Which bet would you *undo*?"),
        ('2) - _"Who decides?"', "Who decides?"),
        ("> “Why now?”", "Why now?"),
        ("- [ ] **Q:** what is a quorum?", "what is a quorum?"),
        ("- *How* do you hire?", "*How* do you hire?"),
        ("is it going *well*", "is it going *well*"),
        ('do they say "no"', 'do they say "no"'),
        ("**how much of __it__ is done?**", "how much of __it__ is done?"),
        ("what does `user_id` hold?", "what does `user_id` hold?"),
        ("==best bug you fixed?", "best bug you fixed?"),
        ("plain words", "plain words"),
        ("2024 was good", "2024 was good"),
        ("", ""),
    ],
)
def test_clean(text: str, wanted: str) -> None:
    assert clean(text) == wanted


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("When was the last reorg explained to the people it moved?", "last reorg"),
        ("Who maintains the vendored solver and for how long?", "vendored solver"),
        ("curious how pricing gets decided", "pricing gets decided"),
        ("remote ok?", "remote"),
        ("Why?", "Why"),
        ("", ""),
    ],
)
def test_topic(question: str, wanted: str) -> None:
    assert topic(question) == wanted


def test_topics_tell_questions_apart() -> None:
    cleaned = {row["clean"] for row in ROWS if row["label"] != "N"}
    assert len({topic(text) for text in cleaned}) >= 0.95 * len(cleaned)


def test_a_topic_is_a_part_from_inside() -> None:
    for text in (row["clean"] for row in ROWS if row["label"] != "N" and len(row["clean"].split()) > 4):
        cue = topic(text)
        assert not text.startswith(cue)
        assert len(cue.split()) <= max(3, 0.4 * len(text.split()))


@given(st.one_of(st.text(max_size=200), MARKS))
def test_nothing_raises_and_clean_is_idempotent(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert len(topic(text)) <= len(text)
    for under in SECTIONS.values():
        read(text, under=under)


@pytest.mark.parametrize(
    "piece",
    ["* ", '_"', "- _", "how ", "a, ", "(", "[[", "[](", "? ", "is the ", "so ", ".", " ", "x:", "?'", "1. ", "'"],
)
def test_time_is_linear(piece: str) -> None:
    start = process_time()
    for under in SECTIONS.values():
        read(piece * 20_000, under=under)
    topic(piece * 300)
    assert process_time() - start < 2

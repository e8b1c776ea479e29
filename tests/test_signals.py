"""Each signal with a text that holds it and a twin that does not: the decision must differ."""

from __future__ import annotations

import pytest

from flashcards import documents, outline, privacy, signals, zones
from flashcards.page import Page


def page_of(text: str, title: str = "note") -> Page:
    document, _ = documents.parse(text.encode(), f"{title}.md")
    assert document
    return Page(document, outline.read(document))


def reasons(text: str, title: str = "note") -> list[str]:
    return page_of(text, title).reasons


LINES: dict[str, tuple[str, str, bool]] = {
    "diary-word": ("slept badly and tired", "ran badly and slow", False),
    "private-word": ("cried at the desk", "ate at the desk", False),
    "first-person": ("tired, it tells me", "tired, it tells him", False),
    "opens-first-person": ("I was there", "there was I", False),
    "my": ("tired, all in my head, so what", "tired, all in one head, so what", False),
    "work-word": ("I led the project team", "I led the sunday hike", False),
    "pair": ("I was there", "I was there", True),
}
"""Signal → a line with it, the same without it, and whether the second is key and value."""


@pytest.mark.parametrize("name", signals.WEIGHTS)
def test_a_weight_moves_the_score_its_way(name: str) -> None:
    given, twin, twin_is_pair = LINES[name]
    if name == "pair":
        difference = privacy.diary_score(given, twin_is_pair) - privacy.diary_score(given, has_pair=False)
    else:
        difference = privacy.diary_score(given, has_pair=False) - privacy.diary_score(twin, has_pair=False)
    assert difference != 0
    assert (difference > 0) == (signals.WEIGHTS[name].weight > 0)


def test_a_signal_counts_no_more_often_than_it_may() -> None:
    assert signals.score({"diary-word": 9}) == signals.score({"diary-word": 3}) == 3.0


def test_the_limit_is_lower_on_a_daily_page() -> None:
    line = "tired after the long meeting"
    assert not privacy.sounds_private(line)
    assert privacy.sounds_private(line, daily=True)
    assert privacy.sounds_private("I talked with the team about the project", daily=True)


def test_the_limit_is_higher_among_stories() -> None:
    line = "when I felt lost there"
    assert reasons(f"## Rowing club\n{line}\n")[-1] == "diary"
    assert reasons(f"## Rowing club\n{line}\n", "star stories")[-1] == ""
    assert reasons(f"## Rowing club\n{line}, tired, sad, hungry\n", "star stories")[-1] == "diary"


FORM = "- Size: {{size}}\n- Stack: ____\n"
DOCUMENTS: dict[str, tuple[str, str, str]] = {
    "template": (FORM + "- Market:\n", "- Size: 40\n- Stack: rust\n- Market:\n", "template"),
    "todo": ("- [ ] call\n- one fact\n", "- [ ] call\n- one fact\n- and another\n", "todo"),
    "links": ("- [[a]]\n- one fact\n", "- [[a]]\n- one fact\n- and another\n", "links"),
    "minutes": (
        "Present: the usual six\n## AOB\n- cake rota\n## Actions\n- none\n",
        "Present: the usual six\n## AOB\n- cake rota\n",
        "private",
    ),
    "asked": (
        "".join(f"## What is {name}?\nA thing.\n" for name in ("one", "two", "three")),
        "".join(f"## What is {name}?\nA thing.\n" for name in ("one", "two")),
        "asked",
    ),
}
"""Sort → a document of it, a twin that is none, and its zone."""


@pytest.mark.parametrize("sort", DOCUMENTS)
def test_a_share_decides_what_a_document_is(sort: str) -> None:
    given, twin, zone = DOCUMENTS[sort]
    assert zones.base_zone(page_of(given)) == zone
    assert zones.base_zone(page_of(twin)) != zone


PRACTICE = "## Mock round\nQuestion: why sand?\n{}\n- it is cheap\n"
ASKED = "## Questions\n- Tell me about a time you failed\n- {}\n- how do you plan?\n"
DAILY = "coast words\n- **Ria**: a drowned valley\n- **Sill**: a wall of rock\n{}"
SUMS = "## Load\n- 10 users * 20 posts = 200 posts a day\n- 40 sites\n{}"
LOGS = "".join(f"## Day {day}\n- Topics: part {day}\n" for day in (1, 2))
CHAT = "Interviewer: tell me why sand\n{}: it is cheap\n"
SECTIONS: dict[str, tuple[str, str, str, str]] = {
    # sort: the section, its twin, the title, the reason that only one of the two has on its last line
    "answered": (PRACTICE.format("Answer:"), PRACTICE.format("so:"), "note", "practice"),
    "facts": (DAILY.format("- **Spit**: a bar of sand\n"), DAILY.format(""), "2026-01-02", "private"),
    "calculation": (
        SUMS.format(""),
        SUMS.format("".join(f"- {at}00 shops\n" for at in range(2, 9))),
        "note",
        "calculation",
    ),
    "exercise": (
        "- 30 sheep sold (I)\n- 200 loaves (C)\n- 12 wardens paid (G)\n- 5 ploughs of old (0)\n",
        "- 30 sheep sold (I)\n- 200 loaves (C)\n- 12 wardens paid (G)\n- 5 ploughs of old\n",
        "note",
        "practice",
    ),
    "log": (LOGS + "## Day 3\n- Topics: part 3\n", LOGS, "note", "dated"),
    "diary-group": (
        "slept badly, so tired\nthe sky hung low\n",
        "slept badly, so tired\n\nthe sky hung low\n",
        "note",
        "diary",
    ),
    "advice-group": (
        "- bring your own ruler and pen\n- ask for the long form first\n- sand\n",
        "- bring your own ruler and pen\n- sand\n- clay\n",
        "note",
        "advice",
    ),
    "known-speakers": (CHAT.format("You"), CHAT.format("Sand"), "note", "chat"),
}
"""Sort → a section of it, a twin that is none, the title, and the reason that one of them gives."""


@pytest.mark.parametrize("sort", SECTIONS)
def test_a_share_decides_what_a_section_is(sort: str) -> None:
    given, twin, title, reason = SECTIONS[sort]
    assert (reasons(given, title)[-1] == reason) != (reasons(twin, title)[-1] == reason)


def talk(rounds: int, *names: str) -> str:
    return "".join(f"{name}: so it goes, part {at}\n" for at in range(rounds) for name in names)


def test_a_transcript_needs_speakers_who_come_back() -> None:
    assert set(reasons(talk(3, "Ana", "Bo"))) == {"chat"}
    assert "chat" not in reasons(talk(2, "Ana", "Bo", "Cy"))  # six lines, but nobody speaks three times
    assert "chat" not in reasons(talk(3, "Ana") + "Bo: one\n")  # three times, but too few lines


def test_questions_put_to_everybody_are_not_asked_back() -> None:
    given = page_of(ASKED.format("Describe a conflict"))
    twin = page_of(ASKED.format("what breaks most?"))
    assert given.zones[-1] == "asked"
    assert twin.zones[-1] == "ask"


def test_codes_need_others_of_their_sort() -> None:
    from flashcards.siblings import code_entry

    given = page_of("- 301 moved for good\n- 404 not found here\n- 503 come back later\n")
    twin = page_of("- 301 moved for good\n- 404 not found here\n")
    assert code_entry(given, given.blocks[0]) == ("301", "moved for good")
    assert code_entry(twin, twin.blocks[0]) is None


def test_every_signal_has_its_test() -> None:
    told = {"speaker", "speakers", "asked-of-me", "codes"}
    assert signals.SHARES.keys() == DOCUMENTS.keys() | SECTIONS.keys() | told
    assert signals.WEIGHTS.keys() == LINES.keys()
    assert signals.LIMITS.keys() == {"diary", "diary-on-a-daily-page", "diary-among-stories"}

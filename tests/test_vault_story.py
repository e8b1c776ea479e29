"""A vault of many card tools, built, imported and edited: facts keep guid, history and numbers in real Anki."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from anki_engine import Engine
from test_dialects import CASES, LOOKALIKES
from test_vault_forms import FORMS, TWINS
from vaults import Shell, write

MARKS = re.compile(r"<!--|SR:|\^1[67]\d{8}|#card|#flashcard|\{\{c|TARGET DECK|FILE TAGS|card-repeats|(?m:^> \[!)")

OSR = """\
# Ports

#flashcards/net

Which port has HTTP?::80
Header size of TCP::20 bytes
DNS::names to numbers
MTU:::1500 bytes

What does a mutex do?
?
It lets one thread in.
The rest waits.

Light takes ==8 minutes== from ==the Sun==.
"""
O2A = """\
TARGET DECK: Sea::Coast

START
Basic
What is a groyne?
Back: a wall against sand
<!--ID: 1686259421762-->
END

START
Cloze
Water has {two} atoms of {hydrogen}.
<!--ID: 1686259421763-->
END
"""
LOGSEQ = "deck:: [[Log]]\n- What is a buoy? #card\n\t- a float\n\t- on a chain\n- The tide is {{cloze high}} twice.\n"
FC = "---\ncards-deck: FC\n---\nWhat is a pod? #card\nThe smallest unit.\n^1607361487244\n"
QUOTE = "#flashcards\n> [!info] Words\n> pier::a long deck\n> ==Bollards== hold ropes\n"
START: dict[str, str] = {"osr.md": OSR, "o2a.md": O2A, "logseq.md": LOGSEQ, "fc.md": FC, "quote.md": QUOTE}
MUTEX = "What does a mutex do?\n?\nIt lets one thread in.\nThe rest waits.\n"
GROYNE = "START\nBasic\nWhat is a groyne?\nBack: a wall against drifting sand\n<!--ID: 1686259421762-->\nEND"

EDITS: dict[str, tuple[str, str, str]] = {
    "a typo": ("osr.md", "Which port has HTTP?", "Which port does HTTP have?"),
    "a number": ("osr.md", "20 bytes", "40 bytes"),
    "one direction to both": ("osr.md", "DNS::", "DNS:::"),
    "both to one direction": ("osr.md", "MTU:::", "MTU::"),
    "a schedule behind": ("osr.md", "40 bytes\n", "40 bytes\n<!--SR:!2024-01-01,3,250-->\n"),
    "a schedule below a blank line": ("osr.md", "numbers\n", "numbers\n\n<!--SR:!2024-01-01,3,250-->\n\n"),
    "a block id": ("osr.md", "have?::80", "have?::80 ^ab12cd"),
    "another order": (
        "osr.md",
        f"MTU::1500 bytes\n\n{MUTEX}",
        f"{MUTEX}\nMTU::1500 bytes\n",
    ),
    "an answer": ("o2a.md", "against sand", "against drifting sand"),
    "a block to one line": (
        "o2a.md",
        GROYNE,
        "STARTI [Basic] What is a groyne? Back: a wall against drifting sand <!--ID: 1686259421762--> ENDI",
    ),
    "properties": ("logseq.md", "#card\n", "#card\n  id:: 62f0-ab\n  card-repeats:: 3\n  hl-page:: 4\n"),
    "a child": ("logseq.md", "on a chain", "on an iron chain"),
    "another tag": ("fc.md", "pod? #card\n", "pod? #card-reverse\n"),
    "out of the quote": ("quote.md", "> pier::a long deck\n", "\npier::a long deck\n\n"),
    "ends of lines": ("fc.md", "\n", "\r\n"),
}


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path, monkeypatch, capfd)


def cards(shell: Shell) -> list[dict[str, Any]]:
    return [json.loads(line) for line in shell.run("cards", "--json", shell.notes).out.splitlines()]


def guids(shell: Shell) -> set[str]:
    return {card["guid"] for card in cards(shell)}


def send(shell: Shell, anki: Engine) -> None:
    """Build, and import all packages."""
    assert shell.build("--yes").code == 0
    for package in sorted(shell.decks.glob("*.apkg")):
        anki.load(package)


def fronts(shell: Shell, word: str) -> list[str]:
    """The fronts in the ledger that hold a word."""
    rows = map(json.loads, (shell.decks / "ledger.jsonl").read_text("utf-8").splitlines())
    return [row["front"] for row in rows if word in row.get("front", "")]


def test_edits_keep_guid_and_history(shell: Shell, tmp_path: Path) -> None:
    vault = dict(START)
    write(shell.notes, vault)
    with Engine(tmp_path / "anki") as anki:
        send(shell, anki)
        known = guids(shell)
        assert anki.guids() == known
        assert anki.decks() >= {"flashcards::net", "Sea::Coast", "Log", "FC"}
        for guid in sorted(known):
            anki.answer(guid)
        before = {guid: anki.history(guid)[1] for guid in known}
        for name, (path, old, new) in EDITS.items():
            assert old in vault[path], name
            vault[path] = vault[path].replace(old, new)
            write(shell.notes, vault)
            send(shell, anki)
            assert guids(shell) == known, name
            assert {guid: anki.history(guid)[1] for guid in known} == before, name
        (shell.notes / "osr.md").rename(shell.notes / "Häfen und Ports.md")
        send(shell, anki)
        assert guids(shell) == known
        assert {guid: anki.history(guid)[1] for guid in known} == before


def test_numbers_of_clozes_stay(shell: Shell) -> None:
    write(shell.notes, START)
    shell.build()
    known = guids(shell)
    steps = [
        (OSR.replace("Light", "==Light=="), "{{c3::Light}} takes {{c1::8 minutes}} from {{c2::the Sun}}."),
        (OSR.replace("==8 minutes==", "8 minutes"), "Light takes 8 minutes from {{c2::the Sun}}."),
        (OSR, "Light takes {{c1::8 minutes}} from {{c2::the Sun}}."),
    ]
    for text, wanted in steps:
        write(shell.notes, {"osr.md": text})
        shell.build()
        assert guids(shell) == known
        assert fronts(shell, "Light") == [wanted]


def test_a_tag_taken_away_and_put_back(shell: Shell) -> None:
    write(shell.notes, START)
    shell.build()
    known = guids(shell)
    write(shell.notes, {"osr.md": OSR.replace("#flashcards/net\n", "")})
    shell.build("--yes")
    assert guids(shell) != known
    write(shell.notes, START)
    shell.build("--yes")
    assert guids(shell) == known


def test_a_line_made_a_cloze_and_back(shell: Shell) -> None:
    """Anki changes no note type: the cloze is a note of its own, and the first comes back with its history."""
    write(shell.notes, START)
    shell.build()
    known = guids(shell)
    write(shell.notes, {"quote.md": QUOTE.replace("pier::a long deck", "A pier is a ==long deck==")})
    shell.build("--yes")
    assert guids(shell) != known
    write(shell.notes, START)
    shell.build("--yes")
    assert guids(shell) == known


def test_a_vault_of_all_forms(shell: Shell, tmp_path: Path) -> None:
    """Every form and every twin a page, among look-alikes and odd files: right cards, no mark on any, all in Anki."""
    spoken = [case for case in CASES if case["cards"]]
    pages: dict[str, str | bytes] = {f"forms/{at} {slugged(name)}.md": FORMS[name][0] for at, name in enumerate(FORMS)}
    pages |= {f"twins/{at}.md": text for at, text in enumerate(TWINS.values())}
    pages |= {f"tools/{case['id']}.md": case["text"] for case in spoken}
    pages |= {f"look/{at}.md": "\n\n".join(LOOKALIKES[at::40]) for at in range(40)}
    pages |= {
        "2026-01-30.md": "# Journal\n\nmood:::low again\n\nQ::A\n",
        "Templates/daily.md": "# {{title}}\n\n{{date:YYYY}} <% tp.file.title %>\n",
        "Weird %3F – (1) ö.md": "#flashcards\nodd name::still read\n",
        "windows.md": "#flashcards\r\ncaf\xe9::a drink\r\n".encode("cp1252"),
        "wide.md": "\ufeff#flashcards\r\nwide::sixteen bits\r\n".encode("utf-16-le"),
    }
    write(shell.notes, pages)
    made = cards(shell)
    for at, (name, (_, wanted)) in enumerate(FORMS.items()):
        mine = {card["guid"] for card in made if card["source"]["path"].startswith(f"forms/{at} ")}
        assert len(mine) >= len(wanted), name
    told = [card for card in made if not card["source"]["path"].startswith("look")]
    assert not [card for card in told if MARKS.search(card["front"] + card["back"])]
    assert {card["back"] for card in made} >= {"still read", "a drink", "sixteen bits"}
    assert not [card for card in made if card["source"]["path"].startswith(("2026", "Templates"))]
    with Engine(tmp_path / "anki") as anki:
        assert shell.build().code in (0, 1)
        for package in sorted(shell.decks.glob("*.apkg")):
            anki.load(package)
        assert anki.guids() == guids(shell)
    again = shell.build()
    assert "0 new, 0 changed" in again.out


def slugged(name: str) -> str:
    return "".join(char if char.isalnum() else " " for char in name)

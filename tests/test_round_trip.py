"""Round trip: what real Anki shows is what `flashcards cards` printed, for every dialect and all sorts of rich text."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from anki_engine import Engine
from test_dialects import CASES
from vaults import Shell, write

SHOWN = ("crumbs", "front", "back", "extra")
"""The parts of a side that the printed card has, too; the foot is none of them."""
RICH = {
    "code": "#flashcards\nhow to print?::`print(1)` does\n\nloop #card\n```py\nfor x in y:\n    print(x < 2)\n```\n",
    "table": "sizes #card\n| disk | GB |\n|---|--:|\n| old | 4 |\n| new | 8 |\n",
    "lists": "what is on deck? #card\n- a mast\n  - of oak\n- a sail\n\n1. first #card\n   - below\n",
    "maths": "#flashcards\narea::$\\pi r^2$\n\nhalf is ==1;;$\\frac{1}{2}$== of ==2;;one==\n",
    "own clozes": "Light takes {{c1::8 minutes::how long?}} from {{c2::the **Sun**}}.\n",
    "highlights": "#flashcards\nThe ==quay== is a **wall** for ~~boats~~ ships ==made of *stone*==\n",
    "quotes": "what did they say? #card\n> slow is smooth\n> and smooth is fast\n",
    "links": "#flashcards\nwhere?::see [the page](https://a.example/x) and [[Tide|the tide]] or [[Nowhere]]\n",
    "hostile": "#flashcards\n<b>x</b> & y::<script>alert(1)</script> {{c1::z}} [sound:a.mp3]\n",
    "callout": "> [!CARD] What is a fender?\n> **soft** thing between ship and quay\n",
    "pictures": "the chart #card\n![[map.png|300]]\nshows the bay\n",
}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000 1f15c4890000000d49444154789c6360000002000001e221bc33"
    "0000000049454e44ae426082".replace(" ", "")
)


class Seen(HTMLParser):
    """The words of a side, part by part, and what it loads."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.part = ""
        self.depth = 0
        self.words: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "img":
            self.loads.append(given["src"])
            self.words.append(given.get("alt") or given["src"])
            return
        if tag in ("br", "hr"):
            self.words.append(" ")
            return
        if not self.part and given.get("class", "") in SHOWN:
            self.part, self.depth = given["class"], 0
        if self.part:
            self.depth += 1
        if tag in ("p", "div", "li", "ul", "ol", "tr", "td", "th", "pre", "blockquote"):
            self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if self.part:
            self.depth -= 1
            self.part = self.part if self.depth else ""
        if tag in ("p", "div", "li", "ul", "ol", "tr", "td", "th", "pre", "blockquote"):
            self.words.append(" ")

    def handle_data(self, data: str) -> None:
        if self.part:
            self.words.append(data)


def seen(side: str) -> tuple[str, list[str]]:
    """The words of a side of a card, and its pictures."""
    reader = Seen()
    reader.feed(re.sub(r"<style>.*?</style>", "", side, flags=re.DOTALL))
    return words("".join(reader.words)), reader.loads


def words(text: str) -> str:
    """The text without what only lays it out: bullets, numbers of items, bars of tables, signs of maths."""
    text = re.sub(r"\\[()\[\]]|\$", " ", text)
    text = re.sub(r"(?m)^\s*(?:[-•]|\d+\.|>)\s+", " ", text)
    return " ".join(text.replace("|", " ").split())


def check(shell: Shell, folder: Path) -> list[dict[str, Any]]:
    """Every card as printed is the card as Anki shows it. Returns the printed ones."""
    printed = [json.loads(line) for line in shell.run("cards", "--json", folder).out.splitlines()]
    assert shell.run("build", folder).code in (0, 1)
    with Engine(shell.notes.parent / "anki") as anki:
        for package in sorted(shell.decks.glob("*.apkg")):
            anki.load(package)
        by_guid: dict[str, list[dict[str, Any]]] = {}
        for card in printed:
            by_guid.setdefault(card["guid"], []).append(card)
        assert anki.guids() == set(by_guid)
        for guid, cards in by_guid.items():
            shown = anki.cards(guid)
            assert len(shown) == len(cards)
            for card, real in zip(cards, shown, strict=True):
                front, _ = seen(real.question())
                back, pictures = seen(real.answer())
                assert front == words(card["front"])
                answer = card["back"] if card["note_type"] == "cloze" else f"{plain_front(card)}\n{card['back']}"
                assert back == words(answer)
                assert all((Path(anki.col.media.dir()) / name).exists() for name in pictures)
    return printed


def plain_front(card: dict[str, Any]) -> str:
    return str(card["front"])


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path, monkeypatch, capfd)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_dialect(shell: Shell, case: dict[str, Any]) -> None:
    write(shell.notes.parent, {"flashcards.toml": f'[marks]\ndialects = ["{case["dialect"]}"]\n'})
    write(shell.notes, {"note.md": case["text"]})
    printed = check(shell, shell.notes)
    assert len({card["guid"] for card in printed}) == len(case["cards"] if case["cards"] is not None else [1])


@pytest.mark.parametrize("name", RICH)
def test_rich_text(shell: Shell, name: str) -> None:
    write(shell.notes, {"note.md": RICH[name], "map.png": PNG, "Tide.md": "nothing"})
    assert check(shell, shell.notes)

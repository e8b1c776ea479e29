"""The way back: a card of a vault leads to its document and heading; no change of it reaches Anki by itself."""

from __future__ import annotations

import json
import os
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from anki_engine import Engine
from vaults import NAPKIN, VAULT, Shell, write

from flashcards import extractors, folders, ledger, outline, reading
from flashcards.config import Settings
from flashcards.documents import read
from flashcards.linking import heading
from flashcards.model import Candidate
from flashcards.page import Page
from flashcards.vault import Home, Vault, Vaults, link

MARK = {".obsidian/app.json": "{}"}


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path, monkeypatch, capfd)


def cards(folder: Path, **settings: str) -> list[Candidate]:
    chosen = Settings(**settings)  # type: ignore[arg-type]
    return list(reading.read(folders.find([folder]), settings=chosen).candidates)


def target(address: str) -> tuple[str, str]:
    """Vault and file of an address, as Obsidian reads them."""
    parts = urlsplit(address)
    assert (parts.scheme, parts.netloc) == ("obsidian", "open")
    asked = parse_qs(parts.query, strict_parsing=True)
    return asked["vault"][0], asked["file"][0]


def test_a_card_leads_to_document_and_heading(tmp_path: Path) -> None:
    write(tmp_path / "My vault", {**MARK, **VAULT})
    targets = {target(card.fields.link) for card in cards(tmp_path / "My vault")}
    assert targets == {
        ("My vault", "napkin#Latency"),
        ("My vault", "napkin#Words"),
        ("My vault", "calls/quarry#Quarry call"),
        ("My vault", "calls/quarry#Questions to ask"),
    }


def test_the_nearest_vault_above_counts_and_the_path_begins_there(tmp_path: Path) -> None:
    write(tmp_path, {".obsidian/x": "", "inner/.obsidian/x": "", "inner/notes/napkin.md": NAPKIN})
    assert {target(card.fields.link)[1] for card in cards(tmp_path / "inner" / "notes")} == {
        "notes/napkin#Latency",
        "notes/napkin#Words",
    }
    assert {target(card.fields.link)[0] for card in cards(tmp_path / "inner" / "notes" / "napkin.md")} == {"inner"}


def test_without_a_vault_or_with_links_off_there_is_no_link(tmp_path: Path) -> None:
    write(tmp_path, {"plain/napkin.md": NAPKIN, "vault/.obsidian/x": "", "vault/napkin.md": NAPKIN})
    assert {card.fields.link for card in cards(tmp_path / "plain")} == {""}
    assert {card.fields.link for card in cards(tmp_path / "vault", links="none")} == {""}
    assert "" not in {card.fields.link for card in cards(tmp_path / "vault")}


def test_a_file_named_obsidian_makes_no_vault(tmp_path: Path) -> None:
    write(tmp_path, {".obsidian": "", "napkin.md": NAPKIN})
    assert {card.fields.link for card in cards(tmp_path)} == {""}


@pytest.mark.parametrize(
    ("note", "line", "wanted"),
    [
        ("# A\n\n## B c\n- x\n", 4, "B c"),
        ("# A\n\n## B ##\n- x\n", 3, "B"),
        ("# A\n\nLabel:\n- x\n", 4, "A"),
        ("# A\n\n**Bold**\n\n- x\n", 5, "A"),
        ("# A\n\nUnder\n-----\n\n- x\n", 6, "Under"),
        ("---\ntitle: T\n---\n- x\n", 4, ""),
        ("# A\n\n> ## Quoted\n> - x\n", 4, "A"),
        ("# A\n\n```\n# code\n```\n- x\n", 6, "A"),
    ],
)
def test_only_a_real_heading_is_linked_to(tmp_path: Path, note: str, line: int, wanted: str) -> None:
    write(tmp_path, {"a.md": note})
    document, _ = read(tmp_path / "a.md", "a.md")
    assert document
    assert heading(Page(document, outline.read(document)), line) == wanted


@pytest.mark.parametrize(
    ("place", "title", "wanted"),
    [
        ("a b/ü&x.md", "50% #1: [[x]] | ^y", "a b/ü&x#50% 1 x y"),
        ("a.markdown", "", "a.markdown"),
        ("a.MD", "x?y=1", "a#x?y=1"),
    ],
)
def test_everything_in_an_address_is_encoded(place: str, title: str, wanted: str) -> None:
    made = link(Home(Vault("root", 'V "<&\u2028'), place), title)
    assert made.isascii()
    assert not set(made) & set(" \"'<>#")
    assert target(made) == ('V "<&\u2028', wanted)


def test_folders_are_looked_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"a/b/c/x.md": "", ".obsidian/x": ""})
    asked: list[str] = []
    plain = os.path.isdir

    def spy(path: str) -> bool:
        asked.append(path)
        return plain(path)

    monkeypatch.setattr(os.path, "isdir", spy)
    vaults = Vaults()
    for name in ("x.md", "y.md"):
        home = vaults.home(str(tmp_path / "a" / "b" / "c" / name), str(tmp_path))
        assert (home.vault.name, home.place) == (tmp_path.name, f"a/b/c/{name}")
    assert len(asked) == len(set(asked)) == 4


def test_the_link_holds_no_line_number_and_outlives_insertions(shell: Shell) -> None:
    shell.built({**MARK, **VAULT})
    before = (shell.decks / "interview-prep.apkg").read_bytes()
    links = {note.fields.link for note in ledger.load(shell.decks / "ledger.jsonl").notes}
    write(shell.notes, {"napkin.md": NAPKIN.replace("# Napkin numbers\n", "# Napkin numbers\n\nmore to come\n\n")})
    assert shell.build().code == 0
    assert {note.fields.link for note in ledger.load(shell.decks / "ledger.jsonl").notes} == links
    assert (shell.decks / "interview-prep.apkg").read_bytes() == before


def test_a_change_of_the_link_alone_updates_nothing(shell: Shell) -> None:
    shell.built()
    before = (shell.decks / "interview-prep.apkg").read_bytes()
    write(shell.notes, {**MARK, "napkin.md": NAPKIN + "\nthe end\n"})
    ran = shell.build()
    assert "0 new, 0 changed, 9 unchanged" in ran.out
    assert (shell.decks / "interview-prep.apkg").read_bytes() == before
    write(shell.notes, {"napkin.md": NAPKIN.replace("10 ms", "9 ms")})
    assert "1 changed" in shell.build().out
    notes = {note.fields.back: note.fields.link for note in ledger.load(shell.decks / "ledger.jsonl").notes}
    assert target(notes["9 ms"]) == ("notes", "napkin#Latency")
    assert notes["100 ns"] == ""


def test_anki_shows_the_foot_as_a_link(shell: Shell, tmp_path: Path) -> None:
    shell.built({**MARK, "napkin.md": NAPKIN})
    ran = shell.run("cards", "--json", shell.notes, "-o", shell.decks)
    guid = json.loads(ran.out.splitlines()[0])["guid"]
    with Engine(tmp_path / "anki") as anki:
        assert anki.load(shell.decks / "interview-prep.apkg").new == 5
        answer = anki.cards(guid)[0].answer()
        address = "obsidian://open?vault=notes&amp;file=napkin%23Latency"
        assert f'<a href="{address}">napkin › Napkin numbers › Latency</a>' in answer
        anki.answer(guid)
        assert anki.load(shell.decks / "interview-prep.apkg").new == 0
        assert f'href="{address}"' in anki.cards(guid)[0].answer()
        assert anki.problems() == []


def test_our_own_extractors_need_no_vault(tmp_path: Path) -> None:
    write(tmp_path, {"napkin.md": NAPKIN})
    document, _ = read(tmp_path / "napkin.md", "napkin.md")
    assert document
    made, _, _ = reading.read_document(document, extractors.load()[0])
    assert {card.fields.link for card in made} == {""}

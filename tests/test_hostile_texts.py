"""No text of a note runs, loads or steers: not as a field, not in Anki, not in a browser, not in a terminal."""

from __future__ import annotations

import json
import re
import sys
import threading
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import browser
import pytest
from anki_engine import Engine
from factories import make_note
from hostile import AWAY, MEDIA, RAN, TEXTS
from readers import IN_FIELDS, Tags, letters
from vaults import Shell, write

from flashcards import apkg, build, html, look, richmarks, sheet
from flashcards.model import Note

ON_CARDS: Mapping[str, set[str]] = {
    **IN_FIELDS,
    "style": set[str](),
    "div": {"class", "dir"},
    "hr": {"id"},
    "details": {"class"},
    "summary": set[str](),
}
"""The tags that may stand on a card in Anki, and their attributes."""
ANKI_MARKS = re.compile(r"\[(?:sound:|anki:|/?latex\]|/?\$\$?\]|\[type:)|\\[(\[]|<anki-", re.IGNORECASE)
"""What Anki would play, typeset or ask for."""
STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def shown(made: str, allowed: Mapping[str, set[str]] = IN_FIELDS) -> str:
    """The text of some HTML; fails on what is not allowed."""
    reader = Tags(allowed)
    reader.feed(made)
    reader.close()
    return reader.text


FORMULA = re.compile(r"\\[(\[](?!<span></span>)(.*?)\\[)\]]", re.DOTALL)
TARGET = re.compile(r"(?<=\])\([^()\s]*[:/.][^()\s]*\)")


def holds(text: str, said: str) -> bool:
    """True when all letters of the text are said in its order, but for the addresses behind links."""
    return within("".join(TARGET.split(html.clean(text))), said)


def within(part: str, whole: str) -> bool:
    """True when the letters of a part stand in the whole, in this order."""
    rest = iter(letters(whole).casefold())
    return all(char in rest for char in letters(part).casefold())


def everywhere(text: str, number: int = 1) -> Note:
    """A note that is this text wherever a note holds text."""
    texts = dict.fromkeys(("front", "back", "context", "extra", "reverse", "reverse_back"), f"x {text} y")
    note = make_note(number, **texts, source_line=text, path=text)
    return replace(note, text=text, kind=text, tags=(*note.tags, text))  # type: ignore[arg-type]


# Fields

RICH = (
    "> [!note] {}\n> {}",
    "> A quote\n> {}",
    "| a |\n|---|\n| {} |",
    "```\n{}\n```",
    "```html\n{}\n```",
    "- a\n  ```js\n  {}\n  ```",
    "=={}==",
    "~~{}~~",
    "${}$",
    "$$\n{}\n$$",
    "[{}](https://a.example/)",
    "a[^1]\n\n[^1]: {}",
    "{{c1::{}}}",
)
"""Where rich text has a place for text."""


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("shape", ["{}", "- {}\n- b", "1. {}", "**{}** `{}`", "a\n{}\n", "> {}", "| {} |", *RICH])
def test_a_field_holds_our_tags_and_every_letter(name: str, shape: str) -> None:
    text = shape.replace("{}", TEXTS[name])
    for made in (html.field(text), html.line(text)):
        said = shown(made)
        assert within(said, html.clean(text))
        assert holds(TEXTS[name], said)
        assert not ANKI_MARKS.search(FORMULA.sub(r"\1", made) if "$" in shape else made)
        assert not STEERING.search(re.sub("[\u202a-\u202e\u2066-\u2069]", "", made))
    assert not re.search(r'[<>"]', html.attribute(text))


# Anki


def both(card: Any) -> tuple[str, str]:
    return card.question(), card.answer()


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Both sides of all cards of each hostile note, as Anki renders them."""
    notes = {name: everywhere(text, number) for number, (name, text) in enumerate(TEXTS.items(), 1)}
    with Engine(tmp_path_factory.mktemp("anki")) as anki:
        good = [replace(note, tags=tuple(tag for tag in note.tags if tag.isprintable())) for note in notes.values()]
        assert anki.load(apkg.render(good)).new == len(notes)
        found = {name: [card for card in anki.cards(note.guid)] for name, note in notes.items()}
        for cards in found.values():
            assert all(card.question_av_tags() == card.answer_av_tags() == [] for card in cards)
        assert anki.problems() == []
        return {
            name: [side for card in cards for side in (card.question(), card.answer())] for name, cards in found.items()
        }


@pytest.mark.parametrize("name", TEXTS)
def test_anki_shows_it_as_text(sides: dict[str, list[str]], name: str) -> None:
    assert len(sides[name]) == 4
    for side in sides[name]:
        bare = side.partition("</style>")[2]
        assert holds(TEXTS[name], shown(bare, ON_CARDS))
        assert not ANKI_MARKS.search(bare)


def test_anki_would_run_it_without_the_walls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test above can fail: Anki itself cleans nothing."""
    monkeypatch.setattr(html, "walled", lambda made: made)
    monkeypatch.setattr(richmarks, "inline", lambda text, *_, **__: text)
    names = ("script", "sound", "latex", "mathjax", "typed answer")
    with Engine(tmp_path) as anki:
        notes = [make_note(at, front="x", back=TEXTS[name]) for at, name in enumerate(names, 1)]
        anki.load(apkg.render(notes))
        cards = [anki.cards(note.guid)[0] for note in notes]
        made = [card.answer() for card in cards]
        assert f"<script>{RAN}</script>" in made[0]
        assert len(cards[1].answer_av_tags()) == 2
        assert ANKI_MARKS.search(made[3])


# A browser


@pytest.fixture(scope="module")
def _working(tmp_path_factory: pytest.TempPathFactory) -> None:
    if why := browser.works(tmp_path_factory.mktemp("first")):
        pytest.skip(why)


@pytest.fixture
def away() -> Iterator[tuple[str, list[str]]]:
    """An address, and what was asked of it."""
    calls: list[str] = []

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            calls.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_POST = do_HEAD = do_GET  # noqa: N815 - named by the base class

        def log_message(self, format: str, *args: object) -> None:
            """Not on our terminal."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", calls
        server.shutdown()


needs_browser = pytest.mark.usefixtures("_working")
Away = tuple[str, list[str]]


def harmless(folder: Path, page: str, away: Away) -> dict[str, object]:
    """The page neither runs nor loads anything, nor does it change the page around it."""
    address, calls = away
    looked = browser.watched(folder, page.replace(AWAY, address))
    assert (looked["ran"], looked["title"], looked["asked"], calls) == (False, "quiet", [], [])
    return looked


@needs_browser
@pytest.mark.parametrize("policy", [True, False])
def test_the_sheet_runs_and_loads_nothing(tmp_path: Path, away: Away, policy: bool) -> None:
    """With its policy, and by its text alone."""
    page = sheet.page([replace(everywhere(text, at), guid=f"guid-{at}") for at, text in enumerate(TEXTS.values())])
    page = page if policy else re.sub(r"<meta http-equiv[^>]*>", "", page)
    looked = harmless(tmp_path, page, away)
    tags = set(looked["tags"])  # type: ignore[call-overload]
    assert not tags & set("script img iframe object embed link base form input button video audio svg math".split())
    assert set(looked["attributes"]) <= {"aria-label", "class", "dir", "href", "id", "open", "start", "value"}  # type: ignore[call-overload]


@needs_browser
def test_cards_of_anki_run_and_load_nothing(tmp_path: Path, away: Away, sides: dict[str, list[str]]) -> None:
    """A card is put into Anki's web view as it is: there is no policy."""
    cards = [f'<div class="card">{side}</div>' for found in sides.values() for side in found]
    looked = harmless(tmp_path, f"<body>{''.join(cards)}</body>", away)
    assert set(looked["tags"]) <= {*ON_CARDS, "html", "head", "body"}  # type: ignore[call-overload]


LOADS = ("picture from away", "background", "style from away", "script from away")


@needs_browser
def test_the_probe_would_have_noticed(tmp_path: Path, away: Away) -> None:
    address, calls = away
    for name in ("tag end", "javascript"):
        folder = tmp_path / name
        folder.mkdir()
        assert browser.watched(folder, f'<body><b title="{TEXTS[name]}">x</b>{TEXTS[name]}</body>')["ran"], name
    page = "".join(TEXTS[name] for name in LOADS).replace(AWAY, address)
    assert browser.watched(tmp_path, f"<body>{page}</body>")["asked"]
    assert {"/i.png", "/b.png", "/c.css", "/a.js"} <= set(calls)


# From documents


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path, monkeypatch, capfd)


def document(text: str) -> bytes:
    """A document with a text wherever documents hold text; it makes some cards."""
    line = " ".join(text.split("\n"))
    quoted = json.dumps(line, ensure_ascii=True)
    written = f"""\
---
title: {quoted}
company: {quoted}
tags: [{quoted}]
---
# Weir {line}

- gate width {line}: 18 m
- **Sluice {line}**: a gate {line} that lets water out
- raw feed {line} → clean → {line} → warning

| gate {line} | width |
|---|---|
| north {line} | 18 m {line} |

## Questions {line}
- Q: why does it leak {line}?
  - A: the seal is old {line}

{text}
"""
    return written.replace("\x00", "").encode("utf-8", "surrogatepass").replace(b"\xed", b"?")


def vault(texts: Mapping[str, str]) -> dict[str, bytes]:
    return {f"{name}.md": document(text) for name, text in texts.items()}


def contents(shell: Shell) -> Iterator[str]:
    """Every text of every package that stands in the decks folder."""
    found, _ = build.preview([shell.notes], shell.decks, now=0)
    assert len(found) > len(TEXTS)
    for note in found:
        yield from look.contents(note.fields).values()


def test_documents_of_hostile_lines_make_cards_of_text(shell: Shell) -> None:
    shell.built(vault(TEXTS))
    for made in contents(shell):
        shown(made)
        assert not ANKI_MARKS.search(made)


@needs_browser
def test_the_sheet_of_hostile_documents_runs_and_loads_nothing(shell: Shell, tmp_path: Path, away: Away) -> None:
    write(shell.notes, vault(TEXTS))
    page = shell.run("cards", "--html", shell.notes).out
    assert page.count('<article class="row"') > len(TEXTS)
    harmless(tmp_path, page, away)


TOUCHED: list[str] = []
"""The files opened and the addresses called while a test looks: Python keeps an audit hook for good."""
LOOKING = [False]


def note_down(event: str, args: tuple[object, ...]) -> None:
    if LOOKING[0] and (event == "open" or event.startswith(("socket.", "urllib."))):
        TOUCHED.append(f"{event} {args[0]}")


@contextmanager
def touched() -> Iterator[list[str]]:
    """What the program opens and calls meanwhile."""
    if not TOUCHED:
        sys.addaudithook(note_down)
    TOUCHED[:] = ["watched"]
    LOOKING[0] = True
    try:
        yield TOUCHED
    finally:
        LOOKING[0] = False


def test_no_file_is_ever_loaded(shell: Shell, tmp_path: Path) -> None:
    """Nothing has media yet: a picture makes no tag, no file is read, and no package carries one."""
    outside = tmp_path / "secret.png"
    shell.built({**vault(MEDIA), "inside.png": b"\x89PNG secret", "other.md": "# Other\n- Tape read: 3 days\n"})
    outside.write_bytes(b"\x89PNG secret")
    (shell.notes / "link.png").symlink_to(outside)
    (shell.decks / ".flashcards-cache.json").unlink()
    with touched() as seen:
        assert shell.build().code == 0
        page = shell.run("cards", "--html", shell.notes).out
    assert any(entry.endswith("picture.md") for entry in seen)
    assert [entry for entry in seen if re.search(r"png|secret|mp3|passwd|id_rsa|^socket|^urllib", entry)] == []
    assert not re.search(r"<(?:img|audio|video|object|embed|iframe|link)\b|<[^>]*\s(?:src|srcset|data|poster)=", page)
    for path in shell.decks.glob("*.apkg"):
        with zipfile.ZipFile(path) as package:
            assert sorted(package.namelist()) == ["collection.anki2", "media"]
            assert package.read("media") == b"{}"
            assert b"PNG secret" not in package.read("collection.anki2")
    found, _ = build.preview([shell.notes], shell.decks, now=0)
    for note in found:
        for made in look.contents(note.fields).values():
            shown(made)
            assert not ANKI_MARKS.search(made)

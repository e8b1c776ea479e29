"""The page of all cards: what stands on it, that no note gets out of its text, and that a browser agrees."""

from __future__ import annotations

import re
import subprocess
import sys
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import browser
import pytest
from factories import make_note, make_notes
from hostile import TEXTS
from hypothesis import given
from hypothesis import strategies as st
from readers import IN_FIELDS, tags
from vaults import VAULT, Shell, environment, write

from flashcards import html, look, notetypes, sheet
from flashcards.model import Note

ALLOWED: dict[str, set[str]] = {
    **IN_FIELDS,
    **{tag: set() for tag in "head title style header main h1 summary".split()},
    "details": {"class"},
    "html": {"lang"},
    "body": {"class"},
    "meta": {"charset", "http-equiv", "content", "name"},
    "nav": {"aria-label"},
    "section": {"id"},
    "h2": {"dir"},
    "p": {"class"},
    "article": {"class", "id"},
    "div": {"class", "dir"},
    "a": {"href", "dir"},
    "ul": {"class"},
    "ol": {"class", "start"},
}
"""Every tag that may stand on a sheet, and its attributes."""
EMPTY = {"meta", "br", "img"}


class Reader(HTMLParser):
    """The page as data; fails on a tag or attribute that is not ours, and on tags that do not nest."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, str]] = []
        self.texts: dict[str, list[str]] = {}
        self.ids: list[str] = []
        self.links: list[str] = []
        self.lines: list[tuple[int, str]] = []
        self.policy = self.style = ""
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        assert known.keys() <= ALLOWED[tag]
        self.ids += [known["id"]] if "id" in known else []
        self.links += [known["href"]] if "href" in known else []
        if "http-equiv" in known:
            self.policy = known["content"]
        if tag == "li" and self.within("lines"):
            self.lines.append((int(known["value"]), ""))
        if tag not in EMPTY:
            self.open.append((tag, known.get("class", "")))
            self.texts.setdefault(self.open[-1][1] or tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1][0] == "style":
            self.style += data
        if self.within("lines") and self.lines:
            number, text = self.lines.pop()
            self.lines.append((number, text + data))
        for tag, kind in self.open:
            self.texts[kind or tag][-1] += data

    def within(self, kind: str) -> bool:
        return any(kind == name for _, name in self.open)


def read(*notes: Note) -> Reader:
    return Reader(sheet.page(notes))


def squeezed(text: str) -> str:
    return " ".join(text.split())


def sourced(note: Note, text: str, first: int = 1) -> Note:
    """The note with these source lines."""
    last = first + text.count("\n")
    return replace(note, text=text, source=replace(note.source, line_start=first, line_end=last))


# What stands on it


def test_a_card_is_shown_with_its_source() -> None:
    note = make_note(3, context="Acme › Disks", front="reads take [...]", back="10 ms", source_line="acme › Disks")
    page = read(sourced(note, "Disks:\n- reads take **10 ms**", 7))
    assert page.texts["crumbs"] == ["Acme › Disks"]
    assert page.texts["front"] == ["reads take [...]"]
    assert page.texts["blank"] == ["[...]"]
    assert page.texts["back"] == ["10 ms"]
    assert page.texts["source"] == ["acme › Disks"]
    assert page.texts["about"] == ["quantity lines 7–8\nguid-000003"]
    assert page.lines == [(7, "Disks:"), (8, "- reads take **10 ms**")]
    assert note.guid in page.ids
    assert f"#{note.guid}" in page.links


def test_short_extras_stand_open_and_long_ones_are_folded() -> None:
    page = read(make_note(1, extra="more of it"), make_note(2, extra="word " * 100))
    assert [text[:14] for text in page.texts["extra"]] == ["more of it", "Moreword word "]
    assert page.texts["summary"] == ["More"]


def test_a_reverse_is_a_card_of_its_own() -> None:
    page = read(make_note(1, reverse="which one is it?", reverse_back="that one"))
    assert page.texts["front"] == ["Fact 1: how big?", "which one is it?"]
    assert page.texts["back"] == ["1 GB", "that one"]
    assert page.texts["h1"] == ["2 cards from 1 document"]
    assert len(page.ids) == len(set(page.ids)) == 3


def test_documents_and_kinds_are_counted() -> None:
    notes = [
        *make_notes(2, path="b.md"),
        make_note(3, path="a & b.md", kind="pitch"),
        make_note(4, path="b.md", kind="list"),
    ]
    page = read(*notes)
    assert page.texts["h1"] == page.texts["title"] == ["4 cards from 2 documents"]
    assert page.texts["h2"] == ["a & b.md", "b.md"]
    whole, *each = page.texts["kinds"]
    assert whole == "2 quantity1 list1 pitch"
    assert each == ["1 card1 pitch", "3 cards2 quantity1 list"] * 2
    assert page.ids == ["document:1", "guid-000003", "document:2", "guid-000001", "guid-000002", "guid-000004"]


def test_no_cards_make_a_page_too() -> None:
    assert read().texts["h1"] == ["0 cards from 0 documents"]


def test_every_link_leads_to_a_place_on_the_page() -> None:
    odd = [make_note(number, guid=guid) for number, guid in enumerate(("a b", '"><x', "ü", "#%", "a:1"), 1)]
    page = read(*odd, make_note(9, reverse="what?", reverse_back="that"), make_note(10, guid="a"))
    assert {link.removeprefix("#") for link in page.links} == set(page.ids)
    assert len(page.ids) == len(set(page.ids)) == 1 + len(odd) + 3


def test_the_look_is_that_of_the_cards_in_anki() -> None:
    assert notetypes.FACT_TYPE.css in sheet.STYLE
    note = make_note(1, extra="word " * 100, context="Acme")
    values = look.contents(note.fields)
    front, back = (look.fill(side, values) for side in look.RECALL)
    page = sheet.page([note])
    assert front in page
    assert back.partition(look.ANSWER)[2] in page
    assert "{{" not in front + back


@pytest.mark.parametrize(
    ("template", "values", "made"),
    [
        ("{{A}}-{{B}}", {"A": "1"}, "1-"),
        ("{{#A}}a{{B}}{{/A}}{{^A}}none{{/A}}", {"A": "1", "B": "2"}, "a2"),
        ("{{#A}}a{{/A}}{{^A}}none{{/A}}", {"A": ""}, "none"),
        ("{{#A}}{{#B}}both{{/B}}{{^B}}one{{/B}}{{/A}}", {"A": "1"}, "one"),
        ("{{A}}", {"A": "{{B}}{{#B}}x{{/B}}", "B": "no"}, "{{B}}{{#B}}x{{/B}}"),
    ],
)
def test_a_template_is_filled_as_anki_does(template: str, values: dict[str, str], made: str) -> None:
    assert look.fill(template, values) == made


def test_a_side_with_nothing_on_it_keeps_its_place() -> None:
    page = sheet.page([make_note(1, front=" ")])
    row = page.partition('<article class="row"')[2]
    assert row.count('<div class="sheet">') == 2


# Nothing runs, nothing loads


def test_the_policy_lets_in_this_one_style_and_nothing_else() -> None:
    page = read(make_note())
    digest = b64encode(sha256(page.style.encode()).digest()).decode()
    rules = dict(rule.split(" ", 1) for rule in page.policy.split("; "))
    assert rules.pop("style-src") == f"'sha256-{digest}'"
    assert rules == dict.fromkeys(("default-src", "img-src", "base-uri", "form-action"), "'none'")


def test_the_page_names_no_address() -> None:
    page = sheet.page(make_notes(3)).lower()
    assert not re.search(r"https?:|url\(|@import|src=|<script|javascript:", page)


HOSTILE = tuple(text for text in TEXTS.values() if text == html.clean(text))
DIRTY = ["<", ">", "&", '"', "'", "=", "/", "`", "!--", "{{", "}}", "\x00", "\u202e", "\n", " ", "a", "script", "on"]
texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.lists(st.sampled_from([*DIRTY, *HOSTILE]), min_size=1).map("".join),
    st.text(min_size=1),
)


def shown(text: str) -> list[str]:
    """The lines of a source as the page has them."""
    return [html.clean(line) for line in text.split("\n")]


def hostile(text: str) -> Note:
    """A note that is this text wherever a note holds text."""
    note = make_note(1, front=text, back=text, context=text, extra=text, source_line=text, path=text, guid=text)
    return sourced(replace(note, kind=text), text, 4)  # type: ignore[arg-type]  # a ledger may hold any word


@given(texts)
def test_text_stays_text(text: str) -> None:
    page = read(hostile(text))
    assert [line for _, line in page.lines] == shown(text)
    assert [number for number, _ in page.lines] == list(range(4, 4 + len(page.lines)))
    name = squeezed(html.clean(text))
    assert squeezed(page.texts["h2"][0]) == name
    assert squeezed(page.texts["about"][0]).startswith(name)
    assert letters("".join(page.texts.get("front", ()))) == letters(tags(html.field(text)).text)


def letters(text: str) -> str:
    return "".join(char for char in text if char.isalpha())


@given(st.lists(texts, max_size=4))
def test_any_notes_make_a_page_of_our_tags(found: Sequence[str]) -> None:
    page = Reader(sheet.page([replace(hostile(text), guid=str(at)) for at, text in enumerate(found)]))
    assert len(page.ids) == len(set(page.ids))
    assert page.texts["h1"][0].startswith(f"{len(found)} card")


# On the command line


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path, monkeypatch, capfd)


def test_cards_html_prints_the_page_and_writes_nothing(shell: Shell) -> None:
    write(shell.notes, {**VAULT, "naïve ☕.md": "# Ünïcode ☕\n- Größe der Platte: 10 µs\n"})
    ran = shell.run("cards", "--html", shell.notes)
    assert (ran.code, ran.err) == (0, "")
    page = Reader(ran.out)
    assert page.texts["h2"] == ["calls/quarry.md", "napkin.md", "naïve ☕.md"]
    assert (4, "- Disk seek: 10 ms") in page.lines
    guids = re.findall(r'"guid": "([^"]+)"', shell.run("cards", "--json", shell.notes).out)
    assert [name for name in page.ids if not name.startswith("document:")] == guids
    assert not shell.decks.exists()


def test_html_and_json_together_are_wrong_usage(shell: Shell) -> None:
    write(shell.notes, VAULT)
    ran = shell.run("cards", "--html", "--json", shell.notes)
    assert (ran.code, ran.out) == (2, "")
    assert "--html and --json do not go together" in ran.err


def test_the_page_is_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    write(tmp_path / "notes", {"disk.md": "# Disk\n- Größe der Platte: 10 µs\n"})
    command = [sys.executable, "-m", "flashcards", "cards", "--html", "notes"]
    ran = subprocess.run(
        command, cwd=tmp_path, env=environment(PYTHONIOENCODING="latin-1"), capture_output=True, check=True, timeout=30
    )
    assert "Größe der Platte: 10 µs" in ran.stdout.decode("utf-8")


# In a browser


@pytest.fixture(scope="module")
def _working(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Skips where no browser is, or where it does not start at all."""
    if why := browser.works(tmp_path_factory.mktemp("first")):
        pytest.skip(why)


needs_browser = pytest.mark.usefixtures("_working")
RUNS = "<script>parent.ran = true</script>"
LONG = "https://example.invalid/" + "a" * 300
WIDE = (
    make_note(1, path=LONG, context=LONG, front=f"{LONG} [...]", back=LONG, extra=LONG, source_line=LONG, text=LONG),
    make_note(2, back="\n".join("  " * depth + "- " + LONG for depth in range(6)), front=f"`{LONG}`"),
    make_note(3, extra="word " * 200, text="a line of the document " * 20),
)


@needs_browser
def test_a_browser_reads_hostile_notes_as_text(tmp_path: Path) -> None:
    payloads = [*HOSTILE, RUNS, "<img src=x onerror='parent.ran = true'>"]
    page = sheet.page([replace(hostile(text), guid=f"guid-{at}") for at, text in enumerate(payloads)])
    looked = browser.looked_at(tmp_path, page)
    assert not looked["ran"]
    assert set(looked["tags"]) <= ALLOWED.keys()
    whole = squeezed(looked["text"])
    assert [text for text in payloads if whole.count(squeezed(text)) < 2] == []


@needs_browser
def test_the_policy_stops_what_would_run(tmp_path: Path) -> None:
    page = sheet.page([make_note()]).replace("</main>", f"{RUNS}</main>")
    assert not browser.looked_at(tmp_path, page)["ran"]
    open_page = re.sub(r"<meta http-equiv[^>]*>", "", page)
    assert browser.looked_at(tmp_path, open_page)["ran"], "the probe would not have noticed"


@needs_browser
@pytest.mark.parametrize(("dark", "paper"), [(False, "rgb(252, 252, 250)"), (True, "rgb(30, 33, 38)")])
def test_the_style_passes_the_policy_in_light_and_dark(tmp_path: Path, dark: bool, paper: str) -> None:
    assert browser.looked_at(tmp_path, sheet.page([make_note()]), dark=dark)["paper"] == paper


@needs_browser
@pytest.mark.parametrize(("width", "columns"), [(320, 1), (390, 1), (800, 2), (1280, 3)])
def test_nothing_sticks_out_at_any_width(tmp_path: Path, width: int, columns: int) -> None:
    looked = browser.looked_at(tmp_path, sheet.page(WIDE), width)
    assert looked["wide"] == []
    assert looked["width"] <= width
    assert {len(set(row)) for row in looked["rows"]} == {columns}
    assert len({tuple(row) for row in looked["rows"]}) == 1, "the columns of the rows are not in line"

"""`flashcards serve` in a real browser: answers, undo, tabs, the back button, hostile notes, foreign pages."""

from __future__ import annotations

import http.client
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import browser
import chrome
import pytest
from chrome import Chrome, Tab
from factories import make_note, make_notes
from hostile import MEDIA, TEXTS
from vaults import child, environment

from flashcards import ledger
from flashcards.ledger import Ledger
from flashcards.model import Note
from flashcards.review import desk, store
from flashcards.review.store import Store

CALL = f"call::{date.today() + timedelta(days=5)}"
REBOUND = "rebound.invalid"
PHONE = 360
LEAST = 44
"""Pixels a finger needs."""
PAGES = ("/review", "/cards", "/card?guid=guid-000001", "/plan", "/brief")
SHOWN = "document.querySelector('details.answer').open"


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """One browser for all tests; its cookies are those of all servers, which have a name each."""
    folder = tmp_path_factory.mktemp("chrome")
    if why := browser.works(folder):
        pytest.skip(why)
    with chrome.opened(folder, f"--host-resolver-rules=MAP {REBOUND} 127.0.0.1") as made:
        yield made


@dataclass(frozen=True, slots=True)
class Served:
    """A server in a process of its own."""

    address: str
    decks: Path

    @property
    def origin(self) -> str:
        return "http://" + urlsplit(self.address).netloc

    def grades(self) -> list[int]:
        with Store(self.decks / store.NAME) as log:
            return [review.grade for review in log.reviews()]


@contextmanager
def serving(decks: Path, notes: Sequence[Note], browser: str = "") -> Iterator[Served]:
    """`flashcards serve` for these notes; it must end well when it is interrupted."""
    ledger.save(decks / desk.LEDGER, Ledger(tuple(notes)))
    command = [sys.executable, "-m", "flashcards", "serve", "-o", str(decks), *([] if browser else ["--no-browser"])]
    with subprocess.Popen(
        command, env=environment(BROWSER=browser), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stderr
        try:
            yield Served(process.stdout.readline().strip(), decks)
        finally:
            process.send_signal(signal.SIGINT)
            try:
                code = process.wait(30)
            except subprocess.TimeoutExpired:  # leave none behind: the block would wait for it for ever
                process.kill()
                raise
        assert code == 0
        assert process.stderr.read() == "Ctrl-C stops; every answer is saved at once\n"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path, make_notes(12, tags=(CALL,))) as made:
        yield made


def show(tab: Tab) -> None:
    tab.press(" ")
    tab.wait(SHOWN)


def answer(tab: Tab, key: str = "3") -> None:
    show(tab)
    with tab.left():
        tab.press(key)


# The command


def test_it_prints_its_address_and_nothing_else_is_needed(served: Served) -> None:
    parts = urlsplit(served.address)
    assert (parts.scheme, parts.hostname, parts.path) == ("http", "127.0.0.1", "/")
    assert parts.query.startswith("token=")
    assert len(parts.query) > 40


def test_a_port_that_is_taken(served: Served) -> None:
    port = str(urlsplit(served.address).port)
    ran = child("serve", "-o", served.decks, "--no-browser", "--port", port, cwd=served.decks)
    assert ran.returncode == 1
    assert f"cannot listen on port {port}" in ran.stderr
    assert "hint: " in ran.stderr
    assert ran.stdout == ""


def test_without_a_ledger_no_log_is_begun(tmp_path: Path) -> None:
    ran = child("serve", "-o", tmp_path, "--no-browser", cwd=tmp_path)
    assert ran.returncode == 1
    assert "there is no ledger here" in ran.stderr
    assert list(tmp_path.iterdir()) == []


def test_no_card_fits(tmp_path: Path) -> None:
    ledger.save(tmp_path / desk.LEDGER, Ledger(make_notes(2)))
    ran = child("serve", "-o", tmp_path, "--no-browser", "--deck", "Nowhere", cwd=tmp_path)
    assert ran.returncode == 1
    assert "none of the cards fits" in ran.stderr
    assert not (tmp_path / store.NAME).exists()


def test_the_browser_gets_an_address_for_one_visit(tmp_path: Path) -> None:
    """What is on a command line is seen by others: it is not the token."""
    opener, seen = tmp_path / "opener.sh", tmp_path / "seen"
    opener.write_text(f'#!/bin/sh\nprintf %s "$1" > {seen}\n')
    opener.chmod(0o700)
    with serving(tmp_path, make_notes(2), browser=f"{opener} %s") as served:
        for _ in range(100):
            if seen.exists() and seen.read_text():
                break
            time.sleep(0.1)
        assert urlsplit(seen.read_text())[:3] == urlsplit(served.address)[:3]
        assert seen.read_text() != served.address


def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "flask.py").write_text("raise ImportError('not there')\n")
    command = [sys.executable, "-m", "flashcards", "serve"]
    path = environment(PYTHONPATH=f"{tmp_path}:{environment()['PYTHONPATH']}")
    ran = subprocess.run(command, env=path, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=30)
    assert ran.returncode == 1
    assert "pip install 'flashcards[web]'" in ran.stderr


# Review


def test_ten_cards_by_keys_and_all_of_them_taken_back(window: Chrome, served: Served) -> None:
    tab = window.tab(served.address)
    assert tab.js("location.href") == f"{served.origin}/review"
    for number in range(1, 11):
        assert f"card {number} of 12" in tab.text()
        assert f"{number} GB" not in tab.text()
        show(tab)
        assert f"{number} GB" in tab.text()
        with tab.left():
            tab.press("3")
    assert served.grades() == [3] * 10
    for number in range(10, 0, -1):
        with tab.left():
            tab.press("u")
        assert "Taken back." in tab.text()
        assert f"card {number} of 12" in tab.text()
    assert served.grades() == []


def test_keys_mean_nothing_before_the_answer_is_shown(window: Chrome, served: Served) -> None:
    tab = window.tab(served.address)
    for key in "3xq7":
        tab.press(key)
    tab.press("?")
    tab.wait("document.querySelector('.help').open")
    tab.press("e")
    tab.wait("document.querySelector('.from').open")
    assert "acme.md:1" in tab.text()
    assert "The line holds a number" in tab.text()
    assert served.grades() == []
    with tab.left():
        tab.press("s")
    assert "Suspended" in tab.text()
    assert "Fact 2: how big?" in tab.text()


def test_a_reload_in_mid_session(window: Chrome, served: Served) -> None:
    tab = window.tab(served.address)
    answer(tab, "2")
    show(tab)
    tab.reload()
    assert "card 2 of 12" in tab.text()
    assert not tab.js(SHOWN)
    answer(tab, "4")
    assert "card 3 of 12" in tab.text()
    assert served.grades() == [2, 4]


@pytest.mark.parametrize("scripts", [True, False], ids=["with the script", "without it"])
def test_a_double_click_answers_once(window: Chrome, served: Served, scripts: bool) -> None:
    tab = window.tab(served.address)
    tab.call("Emulation.setScriptExecutionDisabled", value=not scripts)
    tab.reload()
    tab.click("details.answer > summary")
    tab.wait(SHOWN)
    with tab.left():
        tab.click("button[value='3']", times=2)
    tab.wait("document.body.innerText.includes('card 2 of 12')")
    tab.reload()
    assert "card 2 of 12" in tab.text()
    assert served.grades() == [3]


def test_ten_at_once_answer_once(served: Served) -> None:
    parts = urlsplit(served.address)
    cookie = f"flashcards-{parts.port}={parts.query.removeprefix('token=')}"

    def asked(method: str, path: str, body: str = "") -> tuple[str, str]:
        line = http.client.HTTPConnection("127.0.0.1", parts.port or 0, timeout=30)
        with closing(line):
            kind = "application/x-www-form-urlencoded"
            line.request(method, path, body, {"Cookie": cookie, "Content-Type": kind, "Origin": served.origin})
            got = line.getresponse()
            return got.getheader("Location", ""), got.read().decode()

    form = asked("GET", "/review")[1].partition('action="/answer"')[2].partition("</form>")[0]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)">', form)) | {"grade": "3"}
    with ThreadPoolExecutor(10) as pool:
        led = list(pool.map(lambda _: asked("POST", "/answer", urlencode(fields))[0], range(10)))
    assert sorted(led) == ["/review", *["/review?notice=stale"] * 9]
    assert served.grades() == [3]


def test_two_tabs(window: Chrome, served: Served) -> None:
    one, other = window.tab(served.address), window.tab(f"{served.origin}/review")
    answer(one, "3")
    answer(other, "1")
    assert "Nothing was changed" in other.text()
    assert "card 2 of 12" in other.text()
    assert served.grades() == [3]
    answer(other, "4")
    answer(one, "1")
    assert "Nothing was changed" in one.text()
    assert "card 3 of 12" in one.text()
    assert served.grades() == [3, 4]


def test_the_back_button(window: Chrome, served: Served) -> None:
    tab = window.tab(served.address)
    tab.go(f"{served.origin}/cards")
    tab.go(f"{served.origin}/review")
    answer(tab, "3")
    tab.go(f"{served.origin}/plan")
    tab.back()
    tab.wait("document.body.innerText.includes('card 2 of 12')")
    tab.back()
    tab.wait("document.body.innerText.includes('Cards')")
    tab.go(f"{served.origin}/review")
    answer(tab, "4")
    assert "card 3 of 12" in tab.text()
    assert served.grades() == [3, 4]


def test_with_touch_alone(window: Chrome, served: Served) -> None:
    tab = window.tab(served.address, width=PHONE)
    for grade in ("3", "1"):
        tab.click("details.answer > summary")
        tab.wait(SHOWN)
        with tab.left():
            tab.click(f"button[value='{grade}']")
    with tab.left():
        tab.click("form[action='/undo'] button")
    assert served.grades() == [3]


def test_with_the_keyboard_alone_and_no_script(window: Chrome, served: Served) -> None:
    tab = window.tab(served.address)
    tab.call("Emulation.setScriptExecutionDisabled", value=True)
    tab.reload()
    tab.wait("document.activeElement.localName === 'summary'")
    tab.press("Enter")
    tab.wait(SHOWN)
    while tab.js("document.activeElement.value") != "3":
        tab.press("Tab")
        assert tab.js("document.activeElement !== document.body")
        assert tab.js("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    with tab.left():
        tab.press("Enter")
    assert "card 2 of 12" in tab.text()
    assert served.grades() == [3]


def test_the_answer_is_told_and_has_the_focus(window: Chrome, served: Served) -> None:
    tab = window.tab(served.address)
    assert tab.js("document.querySelector('.ask').ariaLive") == "polite"
    show(tab)
    assert tab.js("document.activeElement.className") == "told"


# The other pages


def test_skip_and_restore_by_hand(window: Chrome, served: Served) -> None:
    tab = window.tab(served.address)
    tab.go(f"{served.origin}/cards?q=fact+7")
    with tab.left():
        tab.click(".rows a")
    with tab.left():
        tab.click("form[action='/skip'] button")
    assert "Skipped" in tab.text()
    assert [note.status for note in ledger.load(served.decks / desk.LEDGER).notes].count("skipped") == 1
    with tab.left():
        tab.click("form[action='/restore'] button")
    assert "Restored" in tab.text()
    assert {note.status for note in ledger.load(served.decks / desk.LEDGER).notes} == {"active"}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_phone(window: Chrome, tmp_path: Path, dark: bool) -> None:
    long = "a_very_long_word_without_a_place_to_break_it_" * 4
    wide = f"{long}\n| a | b |\n|---|---|\n| {long} | {long} |\n```\n{long}\n```"
    note = make_note(1, front=f"Which? {long}", back=wide, extra=long, context=long, tags=(CALL, long))
    note = replace(note, text=f"- {long}", deck=f"Interview Prep::{long}")
    with serving(tmp_path, [note, make_note(2, path=f"{long}.md", tags=(CALL,))]) as served:
        tab = window.tab(served.address, width=PHONE, dark=dark)
        for page in PAGES:
            tab.go(f"{served.origin}{page}")
            if page == "/review":
                show(tab)
                tab.press("e")
                tab.press("?")
            assert tab.js("document.documentElement.scrollWidth") <= PHONE, page
            small = tab.js(
                "[...document.querySelectorAll('button, summary, select, input:not([type=hidden]), nav a')]"
                ".filter(one => one.offsetHeight).map(one => [one.innerText, one.offsetHeight])"
                f".filter(([_, high]) => high < {LEAST})"
            )
            assert small == [], page
            paper = tab.js("getComputedStyle(document.body).backgroundColor")
            assert paper == ("rgb(30, 33, 38)" if dark else "rgb(252, 252, 250)")


# Hostile notes


def hostile() -> list[Note]:
    """All texts, six on a note."""
    texts = list((TEXTS | MEDIA).values())
    names = ("front", "back", "context", "extra", "reverse", "reverse_back")
    made = list[Note]()
    for number, start in enumerate(range(0, len(texts), len(names)), 1):
        some = (texts[start : start + len(names)] * len(names))[: len(names)]
        note = make_note(number, **dict(zip(names, some, strict=True)), tags=(CALL, some[0]))
        made.append(replace(note, text="\n".join(some), deck=f"Interview Prep::{some[1]}"))
    return made


LURE = """(() => {
  for (const one of document.querySelectorAll("details")) one.open = true
  for (const one of document.querySelectorAll("body *")) one.dispatchEvent(new MouseEvent("mouseover"))
  for (const one of document.querySelectorAll(".card [autofocus]")) one.focus()
  return Boolean(window.ran)
})()"""


def test_no_hostile_note_runs_or_loads_anything(window: Chrome, tmp_path: Path) -> None:
    notes = hostile()
    with serving(tmp_path, notes) as served:
        tab = window.tab(served.address)
        before = tab.dialogs()
        for _ in notes:
            assert tab.js(LURE) is False
            with tab.left():
                tab.press("3")
        pages = [f"/card?guid={note.guid}" for note in notes] + ["/cards", "/cards?page=2", "/plan", "/brief"]
        for page in pages:
            tab.go(f"{served.origin}{page}")
            assert tab.js(LURE) is False, page
            assert tab.js("document.querySelectorAll('script').length") == 1
        asked = tab.asked()
        assert tab.dialogs() == before
        assert {f"{(parts := urlsplit(one)).scheme}://{parts.netloc}" for one in asked} == {served.origin}
        known = {
            "/",
            "/answer",
            "/review",
            "/style.css",
            "/keys.js",
            "/favicon.ico",
            "/card",
            "/cards",
            "/plan",
            "/brief",
        }
        strange = {path for one in asked if not (path := urlsplit(one).path).startswith("/media/")} - known
        assert strange == set()
        assert len(served.grades()) == len(notes)


# Foreign pages


@contextmanager
def foreign(page: str) -> Iterator[int]:
    """Another server of this machine, whose pages get our cookie sent along; gives its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.server_port
        finally:
            server.shutdown()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", REBOUND])
def test_a_foreign_page_cannot_answer(window: Chrome, served: Served, host: str) -> None:
    """Even one that knows all that our form holds."""
    mine = window.tab(served.address)
    fields = mine.js("[...document.querySelectorAll('.grades input')].map(one => one.outerHTML).join('')")
    form = f"<form method=post action='{served.origin}/answer'>{fields}<button name=grade value=3>x</button></form>"
    with foreign(f"{form}<script>document.querySelector('button').click()</script>") as port:
        tab = window.tab()
        tab.call("Page.navigate", url=f"http://{host}:{port}/")
        tab.wait(f"location.origin === '{served.origin}'")
        assert "403 Forbidden" in tab.text()
    assert served.grades() == []
    answer(mine)
    assert served.grades() == [3]


def test_a_foreign_page_can_neither_read_nor_frame(window: Chrome, served: Served) -> None:
    window.tab(served.address)
    page = f"""<iframe src="{served.origin}/review"></iframe><script src="{served.origin}/keys.js"></script>
    <img src="{served.origin}/style.css"><script>
    window.found = fetch("{served.origin}/review", {{credentials: "include"}}).then(() => "read", () => "refused")
    </script>"""
    with foreign(page) as port:
        tab = window.tab(f"http://127.0.0.1:{port}/")
        assert tab.js("window.found") == "refused"
        assert tab.blocked() >= {f"{served.origin}{path}" for path in ("/review", "/keys.js", "/style.css")}


def test_a_rebound_name_is_refused(window: Chrome, served: Served) -> None:
    address = served.address.replace("127.0.0.1", REBOUND)
    tab = window.tab()
    for path in (address, address.partition("?")[0] + "review"):
        tab.go(path)
        assert "400 Bad Request" in tab.text()
        assert "Fact" not in tab.text()
    assert served.grades() == []


def test_without_the_token_there_is_nothing_to_see(window: Chrome, served: Served) -> None:
    tab = window.tab(f"{served.origin.replace('127.0.0.1', 'localhost')}/review")
    assert "403 Forbidden" in tab.text()
    tab.go(served.address.replace("127.0.0.1", "localhost"))
    assert "card 1 of 12" in tab.text()
    answer(tab)
    assert served.grades() == [3]

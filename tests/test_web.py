"""The pages of `serve`, without a browser: who is let in, what is logged once, what stands on each page."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import get_args

import pytest
from factories import make_note, make_notes
from flask.testing import FlaskClient
from hostile import MEDIA as FILES
from hostile import TEXTS
from readers import Nested
from vaults import held
from werkzeug.test import TestResponse

from flashcards import history, html, ledger, media
from flashcards.ledger import Ledger
from flashcards.model import Kind, Note
from flashcards.review import desk, session, store
from flashcards.review.cards import cards_of
from flashcards.review.desk import Wish
from flashcards.review.store import Store
from flashcards.web import app, browsing, faces, guard, sitting
from flashcards.web.guard import Guard
from flashcards.web.sitting import Sitting

PORT = 8123
HERE = f"http://127.0.0.1:{PORT}"
GUARD = Guard(PORT, "the-token", "the-form")
ALL = Wish()
START = datetime(2026, 5, 10, 12)
PAGES = ("/review", "/cards", "/card?guid=guid-000001", "/plan", "/brief", "/style.css", "/keys.js")
CHANGES = ("/answer", "/suspend", "/resume", "/undo", "/on", "/skip", "/restore")
_FIELD = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
_FORM = re.compile(r'<form[^>]* action="([^"]*)"[^>]*>(.*?)</form>', re.DOTALL)


class Clock:
    """Stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> int:
        return round(self.now.timestamp() * 1000)

    def on(self, **time: float) -> None:
        self.now += timedelta(**time)


@dataclass(frozen=True, slots=True)
class Site:
    """One run of the server, and a browser that was let in."""

    decks: Path
    log: Store
    clock: Clock
    sitting: Sitting
    client: FlaskClient

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(path, base_url=HERE, headers=headers, buffered=True)

    def page(self, path: str = "/review") -> str:
        got = self.get(path)
        assert got.status_code == 200, got.text
        return got.text

    def post(self, path: str, fields: Mapping[str, str], **headers: str) -> TestResponse:
        return self.client.post(path, base_url=HERE, data=dict(fields), headers=headers)

    def form(self, action: str, path: str = "/review") -> dict[str, str]:
        """The hidden fields of the form that leads to `action`."""
        forms = {unescape(found[1]): found[2] for found in _FORM.finditer(self.page(path))}
        return {name: unescape(value) for name, value in _FIELD.findall(forms[action])}

    def answer(self, grade: int = 3) -> TestResponse:
        return self.post("/answer", {**self.form("/answer"), "grade": str(grade)})

    def grades(self) -> list[int]:
        return [review.grade for review in self.log.reviews()]

    def save(self, *notes: Note) -> None:
        ledger.save(self.decks / desk.LEDGER, Ledger(notes))


def opened(decks: Path, *notes: Note, wish: Wish = ALL, minutes: float | None = None) -> Iterator[Site]:
    ledger.save(decks / desk.LEDGER, Ledger(notes))
    clock = Clock()
    with Store(decks / store.NAME) as log:
        made = Sitting(decks, log, clock, wish, minutes)
        client = app.make(made, GUARD).test_client()
        client.get("/?token=the-token", base_url=HERE)
        yield Site(decks, log, clock, made, client)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    yield from opened(tmp_path, *make_notes(12))


@pytest.fixture
def short(tmp_path: Path) -> Iterator[Site]:
    """A sitting of five minutes over three cards."""
    yield from opened(tmp_path, *make_notes(3), minutes=5)


@pytest.fixture
def call(tmp_path: Path) -> Iterator[Site]:
    yield from opened(tmp_path, *make_notes(4, tags=("call::2026-05-14",)))


# Who is let in


def test_the_token_becomes_a_cookie_and_leaves_the_address(site: Site) -> None:
    client = site.client.application.test_client()
    got = client.get("/?token=the-token", base_url=HERE)
    assert (got.status_code, got.location) == (303, "/")
    cookie = got.headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert cookie.startswith(f"flashcards-{PORT}=the-token;")
    assert client.get("/review", base_url=HERE).status_code == 200


@pytest.mark.parametrize("path", ["/", "/?token=", "/?token=wrong", "/?token=the-toke", "/no", "/media/x.png", *PAGES])
def test_nothing_is_shown_without_the_token(site: Site, path: str) -> None:
    got = site.client.application.test_client().get(path, base_url=HERE)
    assert got.status_code == 403
    assert "Fact" not in got.text
    assert "Set-Cookie" not in got.headers


def test_a_wrong_cookie_is_refused(site: Site) -> None:
    client = site.client.application.test_client()
    client.set_cookie(GUARD.cookie, "the-token\u00e9", domain="127.0.0.1")
    assert client.get("/review", base_url=HERE).status_code == 403


@pytest.mark.parametrize(
    "host", ["away.invalid", f"away.invalid:{PORT}", "127.0.0.1", "127.0.0.1:80", f"127.0.0.1.away.invalid:{PORT}", ""]
)
def test_a_rebound_name_is_refused(site: Site, host: str) -> None:
    for path in ("/review", "/?token=the-token", "/no"):
        assert site.client.get(path, base_url=HERE, headers={"Host": host}).status_code == 400
    fields = {**site.form("/answer"), "grade": "3"}
    assert site.post("/answer", fields, Host=host).status_code == 400
    assert site.grades() == []


@pytest.mark.parametrize(
    "origin",
    ["http://away.invalid", "null", "http://127.0.0.1", f"https://127.0.0.1:{PORT}", "http://localhost:8123", ""],
)
def test_a_form_of_another_page_changes_nothing(site: Site, origin: str) -> None:
    fields = {**site.form("/answer"), "grade": "3"}
    assert site.post("/answer", fields, Origin=origin).status_code == 403
    assert site.grades() == []
    assert site.post("/answer", fields, Origin=HERE).status_code == 303
    assert site.grades() == [3]


@pytest.mark.parametrize("path", CHANGES)
def test_a_change_needs_our_form_and_a_post(site: Site, path: str) -> None:
    fields = {**site.form("/answer"), "grade": "3", "last": "1"}
    for secret in ({}, {"form": ""}, {"form": "the-token"}):
        rest = {name: value for name, value in fields.items() if name != "form"}
        assert site.post(path, rest | secret).status_code == 403
    assert site.get(f"{path}?form=the-form&guid=guid-000001&grade=3").status_code == 405
    assert site.grades() == []


@pytest.mark.parametrize("path", [*PAGES, "/no", "/", "/card?guid=no"])
def test_every_answer_tells_the_browser_what_it_may_do(site: Site, path: str) -> None:
    headers = site.get(path).headers
    assert headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; media-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in headers


def test_a_refusal_is_marked_too(site: Site) -> None:
    got = site.client.application.test_client().get("/review", base_url=HERE)
    assert got.headers["Content-Security-Policy"] == guard.POLICY
    assert got.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_the_ticket_lets_in_once(site: Site) -> None:
    fresh, late = (site.client.application.test_client() for _ in range(2))
    path = GUARD.address_once.removeprefix(HERE)
    assert fresh.get(path, base_url=HERE).location == "/"
    assert fresh.get("/review", base_url=HERE).status_code == 200
    assert late.get(path, base_url=HERE).status_code == 403
    assert late.get(GUARD.address.removeprefix(HERE), base_url=HERE).status_code == 303


def test_each_run_has_other_secrets() -> None:
    runs = [Guard(1), Guard(1)]
    secrets = [secret for run in runs for secret in (run.token, run.form, *run.tickets)]
    assert len(set(secrets)) == 6
    assert min(map(len, secrets)) >= 32


def test_a_huge_form_is_refused(site: Site) -> None:
    assert site.post("/answer", {"form": "x" * (guard.LARGEST + 1)}).status_code == 413


# Review


def test_a_sitting_from_the_first_card_to_the_last(site: Site) -> None:
    for number in range(1, 13):
        text = site.page()
        assert f"card {number} of 12" in text
        assert f"Fact {number}: how big?" in text
        assert f"{number} GB" in text
        site.clock.on(seconds=3)
        got = site.answer()
        assert (got.status_code, got.location) == (303, "/review")
    end = site.page()
    assert "12 cards known, 12 answers (0 Again)" in end
    assert "nothing is left for today; 12 cards are due on" in end
    assert site.grades() == [3] * 12


def test_the_time_of_an_answer_runs_from_its_question(site: Site) -> None:
    fields = site.form("/answer")
    site.clock.on(seconds=7)
    site.post("/answer", {**fields, "grade": "2"})
    assert [(review.grade, review.ms) for review in site.log.reviews()] == [(2, 7000)]


def test_the_same_question_is_answered_once(site: Site) -> None:
    fields = {**site.form("/answer"), "grade": "3"}
    assert site.post("/answer", fields).location == "/review"
    again = site.post("/answer", {**fields, "grade": "1"})
    assert again.location == "/review?notice=stale"
    assert site.grades() == [3]
    text = site.page(again.location)
    assert "Nothing was changed" in text
    assert "card 2 of 12" in text


def test_a_reload_changes_nothing(site: Site) -> None:
    site.answer()
    assert site.form("/answer") == site.form("/answer")
    assert site.grades() == [3]


def test_a_page_from_before_an_undo_is_no_longer_true(site: Site) -> None:
    before = {**site.form("/answer"), "grade": "3"}
    site.post("/answer", before)
    site.post("/undo", site.form("/undo"))
    assert site.post("/answer", before).location == "/review?notice=stale"
    assert site.grades() == []
    assert site.answer(4).location == "/review"
    assert site.grades() == [4]


def test_undo_goes_back_as_far_as_there_are_answers(site: Site) -> None:
    for grade in (3, 1, 4):
        site.answer(grade)
    for left in ([3, 1], [3], []):
        got = site.post("/undo", site.form("/undo"))
        assert got.location == "/review?notice=undone"
        assert site.grades() == left
    assert "Fact 1: how big?" in site.page()
    assert 'action="/undo"' not in site.page()


def test_undo_twice_with_one_form_takes_back_one_answer(site: Site) -> None:
    site.answer()
    site.answer()
    fields = site.form("/undo")
    site.post("/undo", fields)
    assert site.post("/undo", fields).location == "/review?notice=stale"
    assert site.grades() == [3]


def test_undo_reaches_into_an_earlier_sitting(site: Site) -> None:
    key = ("guid-000005", 0)
    site.log.answer(key, 3, site.clock(), START.date())
    assert site.post("/undo", site.form("/undo")).location == "/review?notice=undone"
    assert site.log.state(key).memory is None
    assert "Fact 5: how big?" in site.page()


def test_a_failed_card_comes_back_after_some_others(site: Site) -> None:
    site.answer(1)
    for number in range(2, 2 + session.GAP):
        assert f"Fact {number}: how big?" in site.page()
        site.answer()
    assert "Fact 1: how big?" in site.page()


def test_suspend_and_ask_again(site: Site) -> None:
    fields = site.form("/suspend")
    assert site.post("/suspend", fields).location == "/review?notice=suspended"
    assert site.post("/suspend", fields).location == "/review?notice=stale"
    assert "Fact 2: how big?" in site.page()
    card = "/card?guid=guid-000001"
    assert "suspended" in site.page(card)
    assert site.post("/resume", site.form("/resume", card)).location == "/card?notice=resumed&guid=guid-000001"
    assert "never seen" in site.page(card)
    assert "Fact 1: how big?" in site.page()


def test_undo_takes_back_what_was_suspended_and_what_was_resumed(site: Site) -> None:
    key = ("guid-000001", 0)
    site.post("/suspend", site.form("/suspend"))
    site.post("/undo", site.form("/undo"))
    assert not site.log.state(key).suspended
    assert "Fact 1: how big?" in site.page()
    site.post("/suspend", site.form("/suspend"))
    site.post("/resume", site.form("/resume", "/card?guid=guid-000001"))
    site.post("/undo", site.form("/undo"))
    assert site.log.state(key).suspended
    assert "Fact 2: how big?" in site.page()


@pytest.mark.parametrize("change", [{"grade": "0"}, {"grade": "5"}, {"grade": "x"}, {"grade": ""}, {"asked": "9" * 30}])
def test_a_broken_form_is_refused(site: Site, change: dict[str, str]) -> None:
    fields = {**site.form("/answer"), "grade": "3"}
    assert site.post("/answer", fields | change).status_code == 400
    assert site.grades() == []


@pytest.mark.parametrize("change", [{"guid": "no"}, {"ord": "1"}, {"ord": "-1"}, {"steps": ""}, {"steps": "0-1"}])
def test_an_answer_to_what_was_not_asked_is_none(site: Site, change: dict[str, str]) -> None:
    fields = {**site.form("/answer"), "grade": "3"}
    assert site.post("/answer", fields | change).location == "/review?notice=stale"
    assert site.grades() == []


def test_the_time_is_up_and_one_may_go_on(short: Site) -> None:
    short.answer()
    short.clock.on(minutes=6)
    assert "The time is up" in short.page()
    assert "left for today: 2 cards" in short.page()
    short.post("/on", short.form("/on"))
    assert "card 2 of 3" in short.page()


def test_a_build_meanwhile_brings_its_cards_and_keeps_the_sitting(site: Site) -> None:
    site.answer(1)
    site.answer(3)
    site.save(*make_notes(2), make_note(3, front="Fact 3, reworded"), make_note(20))
    assert "Fact 3, reworded" in site.page()
    site.answer()
    assert "Fact 20" in site.page()
    site.answer()
    assert "Fact 1: how big?" in site.page()
    assert site.page().count("card 4 of 4") == 2
    site.answer()
    assert "4 cards known, 5 answers (1 Again)" in site.page()


def test_another_process_answers_meanwhile(site: Site) -> None:
    mine = {**site.form("/answer"), "grade": "3"}
    with Store(site.decks / store.NAME) as other:
        other.answer(("guid-000001", 0), 4, site.clock(), START.date())
    assert site.post("/answer", mine).location == "/review?notice=stale"
    assert site.grades() == [4]
    assert "Fact 2: how big?" in site.page()


def test_a_new_day_begins_a_new_sitting(site: Site) -> None:
    for _ in range(12):
        site.answer()
    assert "12 cards known" in site.page()
    site.clock.on(days=5)
    assert "card 1 of 12" in site.page()


def test_a_ledger_that_is_gone_is_told_in_words(site: Site) -> None:
    (site.decks / desk.LEDGER).unlink()
    got = site.get("/review")
    assert got.status_code == 409
    assert "there is no ledger here" in got.text
    assert site.get("/style.css").status_code == 200


def test_a_log_that_is_broken_is_told_in_words(site: Site) -> None:
    site.log.close()
    (site.decks / store.NAME).write_bytes(b"no log" * 100)
    site.sitting.log = Store.__new__(Store)  # one whose file cannot be asked any more
    site.sitting.log.path, site.sitting.log._base = site.decks / store.NAME, sqlite3.connect(site.decks / store.NAME)
    got = site.get("/review")
    assert got.status_code == 409
    assert "cannot use the log of reviews" in got.text


def test_only_the_cards_that_are_meant(tmp_path: Path) -> None:
    notes = (make_note(1), make_note(2, deck="Interview Prep::Other"), make_note(3, tags=("prep",)))
    for wish, fronts in ((Wish(deck="Interview Prep::Other"), ["Fact 2"]), (Wish(tags=("prep",)), ["Fact 3"])):
        for made in opened(tmp_path, *notes, wish=wish):
            assert "card 1 of 1" in made.page()
            assert all(front in made.page() for front in fronts)
            assert "3 notes" in made.page("/cards")


def test_an_undo_of_a_card_that_is_not_meant(tmp_path: Path) -> None:
    for made in opened(tmp_path, make_note(1), make_note(2, deck="Else"), wish=Wish(deck="Interview Prep")):
        made.log.answer(("guid-000002", 0), 3, made.clock(), START.date())
        assert made.post("/undo", made.form("/undo")).location == "/review?notice=elsewhere"
        assert made.grades() == []


def test_no_text_of_ours_comes_from_the_address(site: Site) -> None:
    assert site.page("/review?notice=Click+here") == site.page("/review?notice=")


def test_the_call_is_counted_to_and_foreseen(call: Site) -> None:
    assert "call in 4 days" in call.page()
    for _ in range(4):
        call.answer()
    assert re.search(r"expected at the call on 2026-05-14: \d+% of 4 cards \(before: 0%\)", call.page())


# All cards


def test_the_filter(tmp_path: Path) -> None:
    notes = (
        make_note(1, front="Disk seek", kind="quantity"),
        make_note(2, front="Hindcast", kind="definition", path="b c&d.md", deck="Interview Prep::Other"),
        replace(make_note(3, front="Gone"), status="retired"),
    )
    fronts = ["Disk seek", "Hindcast", "Gone"]
    for made in opened(tmp_path, *notes):
        for query, shown in {
            "": fronts,
            "q=disk+SEEK": ["Disk seek"],
            "q=nothing": [],
            "kind=definition": ["Hindcast"],
            "document=b+c%26d.md": ["Hindcast"],
            "deck=Interview+Prep::Other": ["Hindcast"],
            "status=retired": ["Gone"],
            "status=active&kind=quantity": ["Disk seek"],
            "kind=no": [],
        }.items():
            rows = re.search(r'<ul class="rows">(.*?)</ul>', made.page(f"/cards?{query}"), re.DOTALL)
            assert rows
            assert [front for front in fronts if front in rows[1]] == shown, query


def test_pages_of_the_filter(tmp_path: Path) -> None:
    for made in opened(tmp_path, *make_notes(2 * browsing.PAGE + 1)):
        first = made.page("/cards?kind=quantity")
        assert first.count('<p class="short"') == browsing.PAGE
        assert "page=2&amp;kind=quantity" in first
        assert "Before" not in first
        for number in ("3", "99"):
            last = made.page(f"/cards?page={number}")
            assert last.count('<p class="short"') == 1
            assert "3 of 3" in last
            assert ">Next<" not in last
        assert "1 of 3" in made.page("/cards?page=-5")
        assert "1 of 3" in made.page("/cards?page=x")


def test_one_note_says_where_it_comes_from_and_why(site: Site) -> None:
    note = make_note(2, kind="definition", line=7, reverse="Which word?", reverse_back="Hindcast")
    site.save(note)
    changed = ledger.Ledger((note,))
    assert changed.notes
    entry = history.Event(1_790_000_100, note.guid, "changed", "acme.md", 7, {"back": "2 ms"}, {"back": "3 ms"})
    assert not history.record(site.decks, [entry])
    site.log.answer((note.guid, 0), 1, site.clock(), START.date(), 4000)
    text = site.page(f"/card?guid={note.guid}")
    for part in ("definition: ", faces.WHY["definition"], "acme.md:7", "Which word?", "Interview Prep::Acme"):
        assert part in text
    assert "- Fact 2: how big? 2 GB" in text
    assert "changed  acme.md:7" in text
    assert "[-2-]{+3+} ms" in text
    assert "<td>Again</td>" in text
    assert "never seen" in text  # the second card


def test_skip_and_restore(site: Site) -> None:
    card = "/card?guid=guid-000001"
    fields = site.form("/skip", card)
    assert site.post("/skip", fields).location == "/card?notice=skipped&guid=guid-000001"
    assert site.post("/skip", fields).status_code == 303
    assert ledger.load(site.decks / desk.LEDGER).notes[0].status == "skipped"
    assert "Fact 2: how big?" in site.page()
    assert (site.decks / "interview-prep.apkg").is_file()
    assert "skipped  acme.md:1" in site.page(card)
    site.post("/restore", site.form("/restore", card))
    assert ledger.load(site.decks / desk.LEDGER).notes[0].status == "active"
    assert "Fact 1: how big?" in site.page()


def test_a_running_build_is_told_and_nothing_changes(site: Site) -> None:
    fields = site.form("/skip", "/card?guid=guid-000001")
    with held(site.decks / ".lock") as pid:
        got = site.post("/skip", fields)
    assert got.status_code == 409
    assert f"process {pid} is working on this folder" in got.text
    assert ledger.load(site.decks / desk.LEDGER).notes[0].status == "active"


def test_a_note_that_is_not_there(site: Site) -> None:
    assert site.get("/card?guid=no").status_code == 404
    assert site.get("/card").status_code == 404
    assert site.post("/skip", {"form": "the-form", "guid": "no"}).status_code == 404


# Before a call


def test_plan_and_brief(call: Site) -> None:
    plan = call.page("/plan?minutes=30")
    assert "4 cards: 4 new" in plan
    assert "Known at the call of 2026-05-14" in plan
    assert "<style" not in plan
    assert '<polyline class="curve"' in plan
    assert 'value="30"' in plan
    brief = call.page("/brief")
    assert "2026-05-14: Acme" in brief
    assert "4 facts, none reviewed yet" in brief
    assert "<style" not in brief


def test_the_call_of_this_run_has_a_plan_and_a_brief(tmp_path: Path) -> None:
    for made in opened(tmp_path, *make_notes(3), wish=Wish(date(2026, 5, 12))):
        assert 'href="/brief?call=2026-05-12"' in made.page("/plan")
        assert "2026-05-12: Acme" in made.page("/brief?call=2026-05-12")
        assert "call in 2 days" in made.page()


@pytest.mark.parametrize("minutes", ["nan", "inf", "-1", "x", "1e400", ""])
def test_a_plan_for_odd_minutes(call: Site, minutes: str) -> None:
    assert "4 cards: 4 new" in call.page(f"/plan?minutes={minutes}")


def test_without_a_call_there_is_neither(site: Site) -> None:
    assert "No call lies ahead" in site.page("/plan")
    assert "No note belongs to a call" in site.page("/brief")


def test_a_brief_that_nobody_has(call: Site) -> None:
    got = call.get("/brief?call=nobody")
    assert got.status_code == 409
    assert "no call fits" in got.text


# Pictures and sounds


@pytest.fixture
def picture(site: Site) -> str:
    data = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
    name = media.name_of(data, "svg")
    (site.decks / "media").mkdir()
    (site.decks / "media" / name).write_bytes(data)
    (site.decks / "media" / "secret.png").write_bytes(b"secret")
    return name


def test_a_picture_is_served_by_its_bare_name(site: Site, picture: str) -> None:
    site.save(make_note(1, back=f"![x]({picture})\n![y](flashcards-0123456789abcdef.mp3)"))
    text = site.page()
    assert f'<img src="/media/{picture}"' in text
    assert '<audio controls preload="none" src="/media/flashcards-0123456789abcdef.mp3">' in text
    got = site.get(f"/media/{picture}")
    assert (got.status_code, got.mimetype) == (200, "image/svg+xml")
    assert "sandbox" in got.headers["Content-Security-Policy"]
    assert got.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "name",
    """secret.png ../ledger.jsonl ..%2fledger.jsonl %2e%2e/ledger.jsonl ..\\ledger.jsonl /etc/passwd . %00
    flashcards-0123456789abcdef.png flashcards-0123456789abcdef.png/../secret.png""".split(),
)
@pytest.mark.usefixtures("picture")
def test_no_other_file_is_served(site: Site, name: str) -> None:
    assert site.get(f"/media/{name}").status_code in (404, 308)
    assert b"secret" not in site.get(f"/media/{name}").data


# Hostile notes

TAGS = frozenset(
    """html head title main h1 h2 h3 p dl dt dd kbd strong button thead tbody tr b i s sup pre ul ol div span code
    article table td th section meta link script body a nav progress details summary form input label select
    option img hr mark li blockquote br audio svg desc g text path polygon polyline circle""".split()
)
"""All that may stand on a page."""


class Watcher(Nested):
    """Fails on a tag that is not ours, on handlers and styles, and on an address that leads away of itself."""

    empty = frozenset({"meta", "link", "input", "br", "hr", "img"})

    def __init__(self) -> None:
        super().__init__()
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        given = {name: value or "" for name, value in attrs}
        assert not [name for name in given if name.startswith("on") or name in ("style", "srcdoc", "formaction")]
        for name in {"src", "action"} & given.keys():
            assert given[name].startswith("/"), given[name]
            assert not given[name].startswith("//")
        if tag == "script":
            self.scripts += 1
            assert given["src"] == "/keys.js"
        if "href" in given:
            assert re.match(r"/(?!/)|#main$|https?://|mailto:", given["href"]), given["href"]
            assert tag == "a" or given["href"] == "/style.css"
        assert "http-equiv" not in given
        super().handle_starttag(tag, attrs)


def watched(page: str) -> Watcher:
    watcher = Watcher()
    watcher.feed(page)
    watcher.close()
    assert not watcher.open
    assert watcher.scripts == 1
    return watcher


def hostile(number: int, text: str) -> Note:
    """A note that is this text wherever the ledger keeps text."""
    fields = ("front", "back", "context", "extra", "reverse", "reverse_back", "link")
    texts = dict.fromkeys(fields, f"x {text} y")
    tags = ("call::2026-05-14", text)
    made = make_note(number, **texts, tags=tags, path=f"{text}.md", section=(text,), source_line=text)
    return replace(made, text=text, deck=f"Interview Prep::{text}")


def test_no_hostile_text_is_more_than_text(tmp_path: Path) -> None:
    notes = [hostile(number, text) for number, text in enumerate((TEXTS | FILES).values(), 1)]
    for made in opened(tmp_path, *notes):
        for note in notes:
            address = f"/card?guid={note.guid}"
            shown = watched(made.page(address)).text
            assert html.clean(note.text).split("\n")[0].strip() in shown
        for _ in notes:
            watched(made.page())
            made.answer()
        for path in ("/cards", "/cards?page=2", "/cards?page=3", "/plan", "/brief"):
            watched(made.page(path))


@pytest.mark.parametrize("name", TEXTS)
def test_no_hostile_address_is_more_than_text(call: Site, name: str) -> None:
    text = TEXTS[name].encode("utf-8", "surrogatepass")
    for path in ("/cards", "/brief", "/card", "/review", "/plan"):
        query = {key: text for key in ("q", "kind", "deck", "status", "document", "call", "guid", "notice", "minutes")}
        got = call.client.get(path, base_url=HERE, query_string=query)
        assert got.status_code in (200, 404, 409)
        if got.mimetype == "text/html":
            watched(got.text)
        else:
            assert got.mimetype == "text/plain"


def test_cloze_cards_show_one_blank_and_then_the_whole(tmp_path: Path) -> None:
    note = make_note(1, note_type="cloze", kind="cloze", front="{{c1::Ada}} wrote {{c2::notes}}", back="")
    made = [faces.face(card) for card in cards_of(note)]
    assert all(face.instead for face in made)
    assert '<span class="cloze">[...]</span> wrote notes' in made[0].front
    assert '<span class="cloze">Ada</span> wrote notes' in made[0].back
    assert 'Ada wrote <span class="cloze">[...]</span>' in made[1].front


def test_a_reverse_card_keeps_its_heading_until_the_answer() -> None:
    note = make_note(1, context="Hindcast", reverse="Which word?", reverse_back="that one")
    _, second = (faces.face(card) for card in cards_of(note))
    assert "Hindcast" not in second.front
    assert "Hindcast" in second.back


def test_every_kind_has_its_reason() -> None:
    assert set(faces.WHY) == set(get_args(Kind))
    assert faces.why(replace(make_note(1), kind="oath"))  # type: ignore[arg-type]


@pytest.mark.parametrize("seconds", [10**18, -(10**18), 1 << 80])
def test_a_moment_that_no_clock_shows(seconds: int) -> None:
    assert browsing.moment(seconds) == ""
    assert re.fullmatch(r"20\d\d-\d\d-\d\d \d\d:\d\d", browsing.moment(1_790_000_000))


def test_the_notices_have_words() -> None:
    words = (sitting.STALE, sitting.SUSPENDED, sitting.RESUMED, sitting.UNDONE, sitting.ELSEWHERE, sitting.NOTHING)
    assert set(words) <= set(app.NOTICES)

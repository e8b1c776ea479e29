"""App: the pages and what their forms do. Every page needs the guard's leave; nothing changes but by POST."""

from __future__ import annotations

import math
from functools import cache
from importlib import resources
from urllib.parse import urlencode

import flask
import jinja2
from markupsafe import Markup
from werkzeug.exceptions import BadRequest, HTTPException, NotFound
from werkzeug.wrappers import Response

from flashcards import curating, html, look, media
from flashcards.errors import FlashcardsError
from flashcards.manifest import MEDIA
from flashcards.model import Note, Status
from flashcards.review import brief_text, briefing, calls, cards, curve, looking, outlook, planning
from flashcards.review.cards import Card, Key
from flashcards.review.layout import ANSWERING
from flashcards.review.memory import Review
from flashcards.web import browsing, faces, sitting
from flashcards.web.guard import MEDIA_POLICY, Guard
from flashcards.web.sitting import Sitting

MINUTES = 20.0
"""Minutes a day, for the plan."""
_MOST_MINUTES = 1440.0
GRADES = ((1, "Again"), (2, "Hard"), (3, "Good"), (4, "Easy"))
HELP = (
    *ANSWERING,
    ("s", "suspend the card: it is asked no more (u takes that back)"),
    ("e", "show where the card comes from, and why it was made"),
    ("?", "this help"),
)
NOTICES = {
    sitting.STALE: "Nothing was changed: that page was answered already, or is no longer true. This is how it stands.",
    sitting.SUSPENDED: "Suspended: it is asked no more. Undo takes that back.",
    sitting.RESUMED: "It is asked again.",
    sitting.UNDONE: "Taken back.",
    sitting.ELSEWHERE: "Taken back: it was a card that is not among these.",
    sitting.NOTHING: "There is no answer to undo.",
    "skipped": "Skipped: the packages no longer hold it. A note you have imported stays in Anki.",
    "restored": "Restored: the packages hold it again.",
}
"""What a page says first, by the word in its address. No other text comes from there."""

_FILES = ("/style.css", "/keys.js")
"""What any page needs, also one that tells what is wrong."""


def make(sitting: Sitting, guard: Guard) -> flask.Flask:
    """The app of one run."""
    app = flask.Flask("flashcards.web", static_folder=None, template_folder=None)
    guard.protect(app)
    app.before_request(lambda: None if flask.request.path in _FILES else sitting.refresh())
    pages = _Pages(sitting, _templates(guard))
    for rule, view in (
        ("/", pages.home),
        ("/review", pages.review),
        ("/cards", pages.cards),
        ("/card", pages.card),
        ("/plan", pages.plan),
        ("/brief", pages.brief),
        ("/style.css", _style),
        ("/keys.js", _script),
    ):
        app.add_url_rule(rule, rule, view, methods=["GET"])
    app.add_url_rule(f"{faces.MEDIA}<name>", "media", pages.media, methods=["GET"])
    for rule, change in (
        ("/answer", pages.answer),
        ("/suspend", pages.suspend),
        ("/resume", pages.resume),
        ("/undo", pages.undo),
        ("/on", pages.go_on),
        ("/skip", pages.skip),
        ("/restore", pages.restore),
    ):
        app.add_url_rule(rule, rule, change, methods=["POST"])
    app.register_error_handler(FlashcardsError, pages.failed)
    app.register_error_handler(HTTPException, _refused)
    return app


def _templates(guard: Guard) -> jinja2.Environment:
    """The templates, in which every text is escaped and without what no page can hold."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("flashcards.web"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: html.clean(value) if type(value) is str else value,
    )
    made.globals |= {"form": guard.form, "grades": GRADES, "help": HELP, "place": browsing.place}
    made.filters |= {"query": _address, "percent": outlook.percent}
    return made


def _address(path: str, **words: object) -> str:
    """A path of ours with a query."""
    query = urlencode({key: value for key, value in words.items() if value != ""}, errors="replace")
    return f"{path}?{query}" if query else path


class _Pages:
    """One method for each address."""

    def __init__(self, sitting: Sitting, templates: jinja2.Environment) -> None:
        self.sitting, self.templates = sitting, templates

    def _page(self, name: str, status: int = 200, **values: object) -> Response:
        notice = NOTICES.get(flask.request.args.get("notice", ""), "")
        text = self.templates.get_template(name).render(notice=notice, page=name, **values)
        return Response(text.encode("utf-8", "replace"), status, mimetype="text/html", content_type=_HTML)

    def failed(self, error: FlashcardsError) -> Response:
        """What an operation could not do."""
        return self._page("failed.html", 409, lines=list(error.lines()))

    # Review

    def home(self) -> Response:
        """The first page."""
        return flask.redirect("/review", 303)

    def review(self) -> Response:
        """The card to be asked now, or the end."""
        question = self.sitting.question()
        known, cards_of = self.sitting.known()
        if question is None:
            ending = list(self.sitting.ending())
            return self._page("end.html", lines=ending, late=self.sitting.late, last=self.sitting.log.last())
        face = faces.face(question.card)
        return self._page(
            "review.html",
            question=question,
            note=question.card.note,
            front=Markup(face.front),
            back=Markup(face.back),
            instead=face.instead,
            why=faces.why(question.card.note),
            lines=browsing.lines(question.card.note),
            known=known,
            total=cards_of,
            last=self.sitting.log.last(),
        )

    def answer(self) -> Response:
        """An answer to a card."""
        grade = _number("grade")
        if grade not in dict(GRADES):
            raise BadRequest("There is no such answer.")
        key, steps = _question()
        return _back("/review", self.sitting.answer(key, steps, grade, _number("asked")))

    def suspend(self) -> Response:
        """Ask a card no more."""
        return _back("/review", self.sitting.suspend(*_question()))

    def resume(self) -> Response:
        """Ask a suspended card again."""
        key, steps = _question()
        return _back("/card", self.sitting.resume(key, steps), guid=key[0])

    def undo(self) -> Response:
        """Take back the answer that the form names."""
        return _back("/review", self.sitting.undo(_number("last")))

    def go_on(self) -> Response:
        """Go on after the minutes are up."""
        self.sitting.go_on()
        return _back("/review", "")

    # All cards

    def cards(self) -> Response:
        """The notes that fit the filter."""
        wanted, notes = browsing.read(flask.request.args), self.sitting.notes
        found = browsing.page(notes, wanted, flask.request.args.get("page", 1, type=int))
        rows = [(note, *_sides(note)) for note in found.notes]
        return self._page("cards.html", wanted=wanted, found=found, rows=rows, choices=browsing.choices(notes))

    def card(self) -> Response:
        """One note: its cards, where it comes from, why, and what became of it."""
        note = self._note(flask.request.args.get("guid", ""))
        life = curating.life(self.sitting.decks, note.guid)
        given = [review for review in self.sitting.log.reviews() if review.guid == note.guid]
        return self._page(
            "card.html",
            note=note,
            cards=[self._shown(card) for card in cards.cards_of(note)],
            why=faces.why(note),
            lines=browsing.lines(note),
            edited=life.edited,
            life=browsing.life(note, life.events),
            reviews=[_told(review) for review in reversed(given)],
        )

    def _note(self, guid: str) -> Note:
        for note in self.sitting.notes:
            if note.guid == guid:
                return note
        raise NotFound("There is no such card.")

    def _shown(self, card: Card) -> dict[str, object]:
        face, state = faces.face(card), self.sitting.log.state(card.key)
        return {
            "front": Markup(face.front),
            "back": Markup(face.back),
            "ord": card.ord,
            "suspended": state.suspended and card.key in self.sitting.cards,
            "steps": self.sitting.log.steps(card.key),
            "memory": state.memory,
        }

    def skip(self) -> Response:
        """Leave a note out of the packages."""
        return self._decide("skipped", "skipped")

    def restore(self) -> Response:
        """Take a note in again."""
        return self._decide("active", "restored")

    def _decide(self, status: Status, notice: str) -> Response:
        note = self._note(flask.request.form.get("guid", ""))
        curating.set_status(self.sitting.decks, [note.guid], status, self.sitting.clock() // 1000)
        return _back("/card", notice, guid=note.guid)

    # Before a call

    def plan(self) -> Response:
        """What is left to learn before each call, and the curve."""
        minutes = flask.request.args.get("minutes", MINUTES, type=float)
        minutes = MINUTES if math.isnan(minutes) else min(max(minutes, 1.0), _MOST_MINUTES)
        ahead, plans = calls.split(self._calls(), self.sitting.desk.today)[0], []
        if ahead:
            deck = cards.entries(cards.in_order(self.sitting.notes), self.sitting.log.states())
            plans = planning.plan(ahead, deck, self.sitting.desk.today, minutes)
        told = [(plan, outlook.verdict(plan), Markup(_drawn(plan))) for plan in plans]
        return self._page("plan.html", plans=told, minutes=minutes, write=calls.WRITE)

    def _calls(self) -> list[calls.Call]:
        """Those of the documents, and the one that this run is for."""
        return calls.read(self.sitting.notes, [self.sitting.wish.call] if self.sitting.wish.call else [])

    def brief(self) -> Response:
        """The page for the last ten minutes."""
        today, every = self.sitting.desk.today, self._calls()
        if not every:
            return self._page("brief.html", brief=None, days=[], write=calls.WRITE)
        meant = calls.one(every, flask.request.args.get("call", ""), today)
        entries = cards.entries(cards.in_order(self.sitting.notes), self.sitting.log.states())
        made = briefing.brief(meant, looking.known(entries, meant.notes, max(meant.day, today)))
        text = Markup("\n".join(brief_text.sections(made)))
        return self._page("brief.html", brief=made, text=text, day=meant.day, days=[call.day for call in every])

    # Files

    def media(self, name: str) -> Response:
        """A picture or a sound of a card, by its bare name."""
        if not media.NAME.fullmatch(name):
            raise NotFound
        answer = flask.send_from_directory((self.sitting.decks / MEDIA).resolve(), name)
        answer.headers["Content-Security-Policy"] = MEDIA_POLICY
        return answer


_HTML = "text/html; charset=utf-8"


def _sides(note: Note) -> tuple[str, str]:
    """What is read on the first card of a note."""
    card = next(cards.cards_of(note), None)
    return (html.seen(card.front), html.seen(card.back)) if card else (html.seen(note.fields.front), "")


def _told(review: Review) -> tuple[str, str, float]:
    return browsing.moment(review.id // 1000), dict(GRADES).get(review.grade, ""), review.ms / 1000


def _drawn(plan: planning.CallPlan) -> str:
    """The curve without its own style, which the policy would not let through: it stands in ours."""
    before, _, rest = curve.svg([plan]).partition("<style>")
    return before + rest.partition("</style>")[2]


def _number(name: str) -> int:
    value = flask.request.form.get(name, type=int)
    if value is None or abs(value) >= 1 << 62:
        raise BadRequest("The form is not whole.")
    return value


def _question() -> tuple[Key, str]:
    """The card that a form is about, and what the log had of it."""
    form = flask.request.form
    return (form.get("guid", ""), _number("ord")), form.get("steps", "")


def _back(path: str, notice: str, **words: object) -> Response:
    """See the page that is true now. A reload of it repeats nothing."""
    return flask.redirect(_address(path, notice=notice, **words), 303)


def _refused(error: HTTPException) -> Response:
    text = f"{error.code} {error.name}\n{error.description or ''}\n"
    return Response(text.encode("utf-8", "replace"), error.code, content_type="text/plain; charset=utf-8")


# Style and script


def _file(name: str) -> str:
    return (resources.files("flashcards.web") / "static" / name).read_text(encoding="utf-8")


@cache
def style() -> str:
    """The look of the cards, ours around it, and that of the curve."""
    night = f"@media (prefers-color-scheme: dark) {{ .card {{\n{look.NIGHT}}} }}\n"
    return f"{look.CSS}{night}{_file('style.css')}.plot {{\n{curve.STYLE}}}\n"


def _style() -> Response:
    return Response(style(), content_type="text/css; charset=utf-8")


def _script() -> Response:
    return Response(_file("keys.js"), content_type="text/javascript; charset=utf-8")

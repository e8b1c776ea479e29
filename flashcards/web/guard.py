"""Guard: who may ask this server, and what browsers may do with its answers.

It listens on 127.0.0.1, but every page in the browser and every program of this machine can knock there. So each
request needs the cookie that the address with the token sets, a Host that is ours (a rebound name is not), and to
change anything also our Origin and a secret that only our own forms hold: cookies do not tell ports apart.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

import flask
from werkzeug.exceptions import BadRequest, Forbidden
from werkzeug.wrappers import Response

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "media-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
MEDIA_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"
"""For a picture that is opened by itself: it may have a style of its own, and nothing else."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with no-referrer browsers hide the Origin of our own forms, too
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
LARGEST = 64 * 1024
"""Bytes of a request; our forms need a few hundred."""


def secret() -> str:
    """A word that nobody can guess."""
    return secrets.token_urlsafe(32)


@dataclass(frozen=True, slots=True)
class Guard:
    """The secrets of one run, and the port it listens on."""

    port: int
    token: str = field(default_factory=secret)
    form: str = field(default_factory=secret)
    tickets: set[str] = field(default_factory=lambda: {secret()})
    """Tokens that let in once: the command line of a browser is seen by all users of a machine."""

    @property
    def address(self) -> str:
        """Where to go first."""
        return f"http://127.0.0.1:{self.port}/?token={self.token}"

    @property
    def address_once(self) -> str:
        """The same, for one visit."""
        return f"http://127.0.0.1:{self.port}/?token={next(iter(self.tickets), '')}"

    @property
    def cookie(self) -> str:
        """The name of the cookie: two servers on two ports share the jar."""
        return f"flashcards-{self.port}"

    def protect(self, app: flask.Flask) -> None:
        """Check every request to the app, also to addresses that it does not have, and mark every answer."""
        app.config["MAX_CONTENT_LENGTH"] = LARGEST
        app.before_request(self._check)
        app.after_request(_marked)

    def _check(self) -> Response | None:
        request = flask.request
        if request.headers.get("Host", "") not in (f"127.0.0.1:{self.port}", f"localhost:{self.port}"):
            raise BadRequest("This name does not lead here.")
        given = request.args.get("token")
        if given is not None and request.path == "/" and request.method == "GET":
            return self._let_in(given)
        if not _same(request.cookies.get(self.cookie, ""), self.token):
            raise Forbidden("Open the address that flashcards serve has printed.")
        if request.method not in ("GET", "HEAD"):
            self._check_change(request)
        return None

    def _let_in(self, given: str) -> Response:
        """The token becomes a cookie and leaves the address, so that no history or screenshot shows it."""
        spent = {ticket for ticket in self.tickets if _same(given, ticket)}
        if not spent and not _same(given, self.token):
            raise Forbidden("Open the address that flashcards serve has printed.")
        self.tickets.difference_update(spent)
        answer = flask.redirect("/", 303)
        answer.set_cookie(self.cookie, self.token, httponly=True, samesite="Strict", path="/")
        return answer

    def _check_change(self, request: flask.Request) -> None:
        origin = request.headers.get("Origin")
        if origin is not None and origin != f"http://{request.headers['Host']}":
            raise Forbidden("This form is of another page.")
        if not _same(request.form.get("form", ""), self.form):
            raise Forbidden("This form is of an earlier run: open the page again.")


def _same(one: str, other: str) -> bool:
    return secrets.compare_digest(one.encode("utf-8", "replace"), other.encode())


def _marked(answer: flask.Response) -> flask.Response:
    answer.headers.setdefault("Content-Security-Policy", POLICY)
    for name, value in HEADERS.items():
        answer.headers[name] = value
    return answer

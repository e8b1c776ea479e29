"""A chromium to click in, by its DevTools protocol over two pipes: real keys, real clicks, tabs, the back button."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from browser import CHROMIUM, FLAGS, SLOWEST

START = (
    "import os, sys; os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4); os.execv(sys.argv[3], sys.argv[3:])"
)
"""The browser reads commands from file 3 and writes to file 4."""
KEYS = {" ": ("Space", 32), "Enter": ("Enter", 13), "Tab": ("Tab", 9), "?": ("Slash", 191)}
HIGH = 20
"""Numbers of files from here on are not in the way of 3 and 4."""

Values = dict[str, Any]


class Chrome:
    """One browser with an empty profile."""

    def __init__(self, read: int, write: int) -> None:
        self._read, self._write = read, write
        self._rest, self._number = b"", 0
        self.events: list[Values] = []

    def call(self, method: str, session: str = "", **params: Any) -> Values:
        """A command and its answer; what happens meanwhile is kept in `events`."""
        self._number += 1
        message: Values = {"id": self._number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        until = time.monotonic() + SLOWEST
        while True:
            found = self._next(until)
            if found.get("id") == self._number:
                if "error" in found:
                    raise RuntimeError(f"{method}: {found['error']}")
                result: Values = found["result"]
                return result
            self.events.append(found)

    def _next(self, until: float) -> Values:
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._read], [], [], max(0, until - time.monotonic()))
            if not ready:
                raise TimeoutError("the browser does not answer")
            piece = os.read(self._read, 1 << 16)
            if not piece:
                raise EOFError("the browser is gone")
            self._rest += piece
        message, _, self._rest = self._rest.partition(b"\0")
        found: Values = json.loads(message)
        return found

    def tab(self, address: str = "about:blank", *, width: int = 0, dark: bool = False) -> Tab:
        """A new tab; `width` makes it a phone."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        made = Tab(self, self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"], target)
        for domain in ("Page", "Network", "Runtime"):
            made.call(f"{domain}.enable")
        if width:
            made.call("Emulation.setDeviceMetricsOverride", width=width, height=740, deviceScaleFactor=1, mobile=True)
            made.call("Emulation.setTouchEmulationEnabled", enabled=True)
        shade = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        made.call("Emulation.setEmulatedMedia", features=[shade])
        made.go(address)
        return made


class Tab:
    """One tab."""

    def __init__(self, chrome: Chrome, session: str, target: str) -> None:
        self.chrome, self.session, self.target = chrome, session, target

    def call(self, method: str, **params: Any) -> Values:
        return self.chrome.call(method, self.session, **params)

    def js(self, code: str) -> Any:
        """The value of an expression in the page."""
        found = self.call("Runtime.evaluate", expression=code, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def wait(self, code: str) -> Any:
        """The first true value of an expression; a page that is being replaced is asked again."""
        until = time.monotonic() + SLOWEST
        while time.monotonic() < until:
            with suppress(RuntimeError):
                if found := self.js(f"document.readyState === 'complete' && ({code})"):
                    return found
            time.sleep(0.03)
        raise TimeoutError(f"never true: {code}; the page says: {self.js('document.body.innerText')}")

    @contextmanager
    def left(self) -> Iterator[None]:
        """What is done inside leads to another page, which is complete afterwards."""
        self.js("window.before = true")
        yield
        self.wait("!window.before")

    def go(self, address: str) -> None:
        with self.left():
            self.call("Page.navigate", url=address)

    def reload(self) -> None:
        with self.left():
            self.call("Page.reload")

    def back(self) -> None:
        """The back button, as far as one press leads."""
        history = self.call("Page.getNavigationHistory")
        entry = history["entries"][history["currentIndex"] - 1]
        self.call("Page.navigateToHistoryEntry", entryId=entry["id"])
        self.wait(f"location.href === {json.dumps(entry['url'])}")

    def press(self, key: str) -> None:
        """A key, down and up."""
        code, number = KEYS.get(key, (f"Key{key.upper()}" if key.isalpha() else f"Digit{key}", ord(key.upper()[:1])))
        text = {"Enter": "\r", "Tab": ""}.get(key, key)
        about = {"key": key, "code": code, "windowsVirtualKeyCode": number}
        self.call("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", text=text, **about)
        with suppress(RuntimeError):  # the page may be another one by now
            self.call("Input.dispatchKeyEvent", type="keyUp", **about)

    def click(self, selector: str, times: int = 1) -> None:
        """A real click, or several in quick succession, in the middle of an element."""
        found = f"document.querySelector({json.dumps(selector)})"
        self.js(f"{found}.scrollIntoView({{block: 'center'}})")
        x, y = self.js(f"(b => [b.left + b.width / 2, b.top + b.height / 2])({found}.getBoundingClientRect())")
        for count in range(1, times + 1):
            for kind in ("mousePressed", "mouseReleased"):
                self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=count)

    def text(self) -> str:
        return str(self.js("document.body.innerText"))

    def asked(self) -> list[str]:
        """The addresses of all requests of this tab so far."""
        return [one["request"]["url"] for one in self._events("Network.requestWillBeSent")]

    def blocked(self) -> set[str]:
        """The addresses that the browser asked for and kept from the page."""
        asked = {one["requestId"]: one["request"]["url"] for one in self._events("Network.requestWillBeSent")}
        failed = self._events("Network.loadingFailed")
        return {asked[one["requestId"]] for one in failed if one.get("blockedReason")}

    def dialogs(self) -> int:
        """How many boxes a script has opened."""
        return len(self._events("Page.javascriptDialogOpening"))

    def _events(self, method: str) -> list[Values]:
        """What happened in this tab, of one sort."""
        mine = (one for one in self.chrome.events if one.get("sessionId") == self.session)
        return [one["params"] for one in mine if one["method"] == method]

    def picture(self, path: Path) -> None:
        """The whole page as a picture."""
        data = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True)["data"]
        path.write_bytes(base64.b64decode(data))


@contextmanager
def opened(folder: Path, *more: str) -> Iterator[Chrome]:
    """A browser, with more words on its command line, until the end of the block."""
    theirs_read, write = _pipe()
    read, theirs_write = _pipe()
    command = [sys.executable, "-c", START, str(theirs_read), str(theirs_write), str(CHROMIUM), *FLAGS]
    process = subprocess.Popen(
        [*command, f"--user-data-dir={folder / 'chrome'}", "--remote-debugging-pipe", *more],
        pass_fds=(theirs_read, theirs_write),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    os.close(theirs_read)
    os.close(theirs_write)
    try:
        yield Chrome(read, write)
    finally:
        os.close(write)
        os.close(read)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(SLOWEST)


def _pipe() -> tuple[int, int]:
    """A pipe whose ends have high numbers."""
    made = os.pipe()
    high = tuple(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, HIGH) for end in made)
    for end in made:
        os.close(end)
    return high[0], high[1]

"""Debian's chromium as a test oracle: a page as a real browser reads it. Nothing of it is needed to run the program."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import escape, unescape
from pathlib import Path
from typing import Any

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage --hide-scrollbars"
).split()
SLOWEST = 60
"""Seconds after which a browser that does not answer is given up."""

CHROMIUM = shutil.which("chromium")


PROBE = """\
<!DOCTYPE html><meta charset="utf-8"><pre></pre>
<iframe style="width: {width}px; height: 600px; border: 0" srcdoc="{page}"></iframe>
<script>
window.onload = () => {{
  const inside = document.querySelector("iframe").contentDocument, root = inside.documentElement
  const wide = [...inside.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > {width} + 1)
  document.querySelector("pre").textContent = JSON.stringify({{
    ran: Boolean(window.ran),
    paper: getComputedStyle(inside.body).backgroundColor,
    width: root.scrollWidth,
    wide: wide.map((one) => one.className || one.tagName),
    rows: [...inside.querySelectorAll(".row")].map((row) => [...row.children].map((one) =>
      Math.round(one.getBoundingClientRect().left))),
    text: inside.body.textContent,
    tags: [...new Set([...inside.querySelectorAll("*")].map((one) => one.localName))].sort(),
  }})
}}
</script>
"""
"""A page that holds the page under test in a frame and, from outside, notes what became of it."""


def looked_at(folder: Path, page: str, width: int = 1280, dark: bool = False) -> dict[str, Any]:
    """What a browser makes of a page, `width` pixels wide. Raises when the browser hangs or fails."""
    words = [f"--blink-settings=preferredColorScheme={0 if dark else 1}"]
    return _dumped(folder, PROBE.format(width=width, page=escape(page)), words)


def _dumped(folder: Path, probe: str, words: list[str]) -> dict[str, Any]:
    """What the probe noted down."""
    path = folder / "probe.html"
    path.write_text(probe, encoding="utf-8")
    command = [str(CHROMIUM), *FLAGS, f"--user-data-dir={folder / 'profile'}", *words, "--virtual-time-budget=5000"]
    done = subprocess.run(
        [*command, "--dump-dom", path.as_uri()], capture_output=True, timeout=SLOWEST, check=True, cwd=folder
    )
    found = re.search(r"<pre>(.*?)</pre>", done.stdout.decode("utf-8"), re.DOTALL)
    assert found
    looked: dict[str, Any] = json.loads(unescape(found[1]))
    return looked


WATCH = """\
<!DOCTYPE html><meta charset="utf-8"><title>quiet</title><pre></pre>
<iframe style="width: 900px; height: 600px; border: 0" srcdoc="{page}"></iframe>
<script>
const asked = []
window.onload = () => {{
  const inside = document.querySelector("iframe").contentDocument
  asked.push(...inside.defaultView.performance.getEntriesByType("resource").map((one) => one.name))
  for (let again = 0; again < 2; again++) inside.body.innerHTML = inside.body.innerHTML
  for (const one of inside.querySelectorAll("details")) one.open = true
  for (const one of inside.querySelectorAll("[href]:not([href^='#']), [autofocus], button")) one.click()
  for (const one of inside.querySelectorAll("body *")) one.dispatchEvent(new MouseEvent("mouseover"))
  setTimeout(() => document.querySelector("pre").textContent = JSON.stringify({{
    ran: Boolean(window.ran),
    title: document.title,
    asked: [...asked, ...inside.defaultView.performance.getEntriesByType("resource").map((one) => one.name)],
    text: inside.body.textContent,
    tags: [...new Set([...inside.querySelectorAll("*")].map((one) => one.localName))].sort(),
    attributes: [...new Set([...inside.querySelectorAll("body *")].flatMap((one) => one.getAttributeNames()))].sort(),
  }}), 500)
}}
</script>
"""
"""A page in a frame that is read twice more as a web view might, is clicked through, and watched all the while."""


def watched(folder: Path, page: str) -> dict[str, Any]:
    """What a page does when it is opened, read again, and clicked. Raises when the browser hangs or fails."""
    return _dumped(folder, WATCH.format(page=escape(page)), [])


def works(folder: Path) -> str:
    """Empty where a browser runs; else why it does not."""
    if not CHROMIUM:
        return "there is no chromium on the PATH"
    try:
        looked_at(folder, "<p>hello</p>")
    except (OSError, subprocess.SubprocessError) as error:
        return f"chromium does not run here: {error}"
    return ""

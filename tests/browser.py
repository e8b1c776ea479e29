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
    path = folder / "probe.html"
    path.write_text(PROBE.format(width=width, page=escape(page)), encoding="utf-8")
    words = [f"--user-data-dir={folder / 'profile'}", f"--blink-settings=preferredColorScheme={0 if dark else 1}"]
    command = [str(CHROMIUM), *FLAGS, *words, "--virtual-time-budget=5000", "--dump-dom", path.as_uri()]
    done = subprocess.run(command, capture_output=True, timeout=SLOWEST, check=True, cwd=folder)
    found = re.search(r"<pre>(.*?)</pre>", done.stdout.decode("utf-8"), re.DOTALL)
    assert found
    looked: dict[str, Any] = json.loads(unescape(found[1]))
    return looked

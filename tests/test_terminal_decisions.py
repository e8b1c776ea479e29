"""Decisions about single cards in a real terminal: the editor, the colours, Ctrl-C."""

from __future__ import annotations

import sys
from pathlib import Path

from terminals import typed
from vaults import NAPKIN, VAULT, write

EDITOR = """
import pathlib, sys
assert sys.stdin.isatty() and sys.stdout.isatty()
path = pathlib.Path(sys.argv[1])
front = input("the front: ")
path.write_text(path.read_text(encoding="utf-8").replace("Disk seek?", front), encoding="utf-8")
"""


def test_a_card_is_edited_in_the_editor_of_the_terminal(tmp_path: Path) -> None:
    write(tmp_path, {"notes/napkin.md": NAPKIN, "ed.py": EDITOR})
    assert typed("build", folder=tmp_path)[0] == 0
    visual = f"'{sys.executable}' '{tmp_path / 'ed.py'}'"
    keys = b"How slow is a disk?\n"
    code, screen = typed("edit", "disk seek", folder=tmp_path, keys=keys, VISUAL=visual, NO_COLOR="1")
    assert code == 0, screen
    assert "the front: " in screen
    assert "\n    front   - Disk seek?\n            + How slow is a disk?\n" in screen
    code, screen = typed("log", "how slow", folder=tmp_path, NO_COLOR="1")
    assert code == 0
    assert "quantity, active, in your own words\n" in screen
    code, screen = typed("edit", "how slow", "--reset", folder=tmp_path)
    assert code == 0
    assert "\x1b[31m- How slow is a disk?\x1b[0m\n" in screen


def test_control_c_is_for_the_editor_alone(tmp_path: Path) -> None:
    write(tmp_path, {"notes/napkin.md": NAPKIN, "ed.py": EDITOR})
    assert typed("build", folder=tmp_path)[0] == 0
    before = (tmp_path / "decks" / "ledger.jsonl").read_bytes()
    visual = f"'{sys.executable}' '{tmp_path / 'ed.py'}'"
    code, screen = typed("edit", "disk seek", folder=tmp_path, keys=b"half\x03\n", wait=b"the front: ", VISUAL=visual)
    assert code == 1
    assert "KeyboardInterrupt" in screen
    assert "; nothing was changed\nhint: it must end with 0" in screen
    assert "Aborted!" not in screen
    assert (tmp_path / "decks" / "ledger.jsonl").read_bytes() == before


def test_skip_and_restore_in_a_terminal(tmp_path: Path) -> None:
    write(tmp_path / "notes", VAULT)
    assert typed("build", folder=tmp_path)[0] == 0
    code, screen = typed("skip", "notes/napkin.md:4", folder=tmp_path)
    assert code == 0
    assert screen.startswith("skipped napkin.md:4 [")
    assert "delete or suspend what you find there with nid:" in screen
    code, screen = typed("build", folder=tmp_path)
    assert (code, ", 1 skipped\n" in screen) == (0, True)
    code, screen = typed("restore", "disk seek", folder=tmp_path)
    assert (code, "restored napkin.md:4 [" in screen) == (0, True)
    code, screen = typed("skip", "m", folder=tmp_path)
    assert code == 1
    assert screen.startswith("error: ")
    assert "\nhint: give a guid, or --all for all of them\n" in screen


def test_what_changed_is_in_colour(tmp_path: Path) -> None:
    write(tmp_path / "notes", VAULT)
    assert typed("build", folder=tmp_path)[0] == 0
    write(tmp_path / "notes", {"napkin.md": NAPKIN.replace("10 ms", "9 ms")})
    assert "\x1b[31m[-10-]\x1b[0m\x1b[32m{+9+}\x1b[0m ms\n" in typed("build", "--dry-run", folder=tmp_path)[1]
    assert "\x1b" not in typed("build", "--dry-run", folder=tmp_path, NO_COLOR="1")[1]
    assert "\x1b" not in typed("build", "--dry-run", folder=tmp_path, NO_COLOR="1", FORCE_COLOR="1")[1]

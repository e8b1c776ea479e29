"""The command line in a real terminal."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hostile import TEXTS
from terminals import typed
from vaults import ROOT, write

from flashcards.terminal import shown


def test_the_sample_vault_builds_in_a_terminal(tmp_path: Path) -> None:
    seeds = str(ROOT / "seeds")
    code, screen = typed("build", seeds, folder=tmp_path)
    assert code == 0, screen
    assert " new, 0 changed, 0 unchanged, 0 retired\n" in screen
    assert screen.endswith("decks/interview-prep.apkg\n")
    assert "Traceback" not in screen
    code, screen = typed("build", seeds, folder=tmp_path)
    assert (code, screen.count("0 new, 0 changed, ")) == (0, 1)


def test_an_error_in_a_terminal(tmp_path: Path) -> None:
    code, screen = typed("build", "nowhere", folder=tmp_path)
    assert code == 1
    assert screen.startswith("error: nowhere: no such file or folder\nhint: ")


# Nothing in a note steers the terminal

STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
NAMES = ("\x1b[31m", "\x9b31m", "\u202egnp", "\x07")


def hostile_vault(folder: Path) -> Path:
    """Documents whose names, headers and lines hold what terminals obey; each makes a card and a complaint."""
    lines = [text.replace("\x00", "").replace("\n", " ") for text in TEXTS.values()]
    text = "".join(f"- gate{at} width {line}: {at + 3} m\n- [ ] task {line}\n" for at, line in enumerate(lines))
    head = "---\ncall: \x1b[31msoon\nflashcards: \x9b1m\u202e\n---\n"
    raw = f"{head}# Weir \x1b]0;owned\x07\n{text}".encode("utf-8", "replace")
    return write(folder / "notes", {f"a{name}b.md": raw for name in NAMES})


def test_what_is_shown_cannot_steer() -> None:
    assert shown("tab\tand é שלום 👩‍💻") == "tab\tand é שלום 👩‍💻"
    assert shown("\x1b[31mred\x9b0m\u202e\ud800\n") == r"\u001b[31mred\u009b0m\u202e\ud800\u000a"
    for text in TEXTS.values():
        assert not STEERING.search(shown(text))
        assert json.loads(shown(json.dumps(text, ensure_ascii=False))) == text


@pytest.mark.parametrize("as_json", ["", " --json"])
@pytest.mark.parametrize("command", ["cards notes", "check notes", "build notes --dry-run"])
def test_no_command_lets_a_note_steer_the_terminal(tmp_path: Path, command: str, as_json: str) -> None:
    hostile_vault(tmp_path)
    code, screen = typed(*f"{command}{as_json}".split(), folder=tmp_path, NO_COLOR="1")
    assert code == 0
    assert not STEERING.search(screen)
    assert r"\u001b" in screen
    assert len(screen.splitlines()) > len(NAMES)


@pytest.mark.parametrize("more", [[], ["--json"]])
def test_explain_lets_no_line_steer_the_terminal(tmp_path: Path, more: list[str]) -> None:
    (path, *_) = sorted(hostile_vault(tmp_path).iterdir())
    code, screen = typed("explain", *more, str(path), folder=tmp_path)
    assert code == 0
    assert not STEERING.search(screen)
    assert r"\u001b]0;owned\u0007" in screen


def test_a_build_again_and_an_error_do_not_steer_either(tmp_path: Path) -> None:
    hostile_vault(tmp_path)
    for _ in range(2):
        code, screen = typed("build", "notes", folder=tmp_path, NO_COLOR="1")
        assert code == 0
        assert not STEERING.search(screen)
    code, screen = typed("build", "no\x1b[31m\u202eotes", folder=tmp_path)
    assert (code, screen.splitlines()[0]) == (1, r"error: no\u001b[31m\u202eotes: no such file or folder")

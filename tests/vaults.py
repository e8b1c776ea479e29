"""Small vaults on disk for tests, and the command line run inside the test's own process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from flashcards import cli

ROOT = Path(__file__).parents[1]

NAPKIN = """\
# Napkin numbers

## Latency
- Disk seek: 10 ms
- Main memory reference: 100 ns
- Round trip in one datacentre: 500 µs

## Words
- **Backpressure**: a slow reader tells the writer to wait
- **Idempotent**: doing it twice changes nothing more than doing it once
"""
CALL = """\
---
call: 2026-05-20
tags: [prep]
---
# Quarry call

- 46 sites live and a haul ticket takes 70 sec

## Questions to ask
- How do site managers get won over?
- Who pays for the scales, the pit or the head office?
"""
VAULT: Mapping[str, str] = {"napkin.md": NAPKIN, "calls/quarry.md": CALL}


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str


Tree = dict[str, tuple[bytes, int]]
"""Path below a folder to bytes and time of the last change in nanoseconds."""


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """The folder with these files in it."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def age(folder: Path, seconds: int = 60) -> None:
    """Make all files older than they are, so that a build takes them for settled."""
    for path in folder.rglob("*"):
        if path.is_file():
            moment = path.stat().st_mtime_ns - seconds * 10**9
            os.utime(path, ns=(moment, moment))


def tree(folder: Path) -> Tree:
    """Every file below a folder but the lock, which holds nothing worth keeping."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != ".lock")
    return {path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


class Shell:
    """The command line in this process; `notes` and `decks` lie in a folder of the test."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
        self.notes, self.decks = folder / "notes", folder / "decks"
        self._patch, self._capture = monkeypatch, capfd
        self.notes.mkdir()
        monkeypatch.chdir(folder)

    def run(self, *words: str | Path) -> Ran:
        """What `flashcards WORDS…` does."""
        self._capture.readouterr()
        with self._patch.context() as patch:
            patch.setattr(sys, "argv", ["flashcards", *map(str, words)])
            with pytest.raises(SystemExit) as ended:
                cli.run()
        out, err = self._capture.readouterr()
        return Ran(int(ended.value.code or 0), out, err)

    def build(self, *more: str | Path) -> Ran:
        """`flashcards build notes -o decks`."""
        return self.run("build", self.notes, "-o", self.decks, *more)

    def built(self, files: Mapping[str, str | bytes] = VAULT) -> Tree:
        """A first good build of these files; what stands in the decks folder afterwards."""
        write(self.notes, files)
        age(self.notes)
        ran = self.build()
        assert ran.code == 0, ran.err
        return tree(self.decks)


def environment(**more: str) -> dict[str, str]:
    """The environment of a child process that runs this code."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COLUMNS"))}
    return kept | {"PYTHONPATH": str(ROOT), **more}


def child(*words: str | Path, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """`python -m flashcards WORDS…` in a process of its own."""
    command = [sys.executable, "-m", "flashcards", *map(str, words)]
    return subprocess.run(
        command, cwd=cwd, env=environment(**more), capture_output=True, text=True, check=False, timeout=30
    )


@contextmanager
def held(lock: Path) -> Iterator[int]:
    """Another process that holds a lock file; gives its id."""
    code = (
        "import sys, pathlib; from flashcards import files\n"
        "with files.lock(pathlib.Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(lock)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(),
        text=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield process.pid
        process.stdin.close()

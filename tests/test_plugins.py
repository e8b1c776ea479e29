"""Extractors of other packages: found through an entry point, and harmless when they are broken."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import repeat
from pathlib import Path
from typing import Any

import pytest
from vaults import NAPKIN, ROOT, VAULT, Shell, child, write

from flashcards import extractors, ledger
from flashcards.model import Candidate, Fields, Source
from flashcards.page import Page


@dataclass(frozen=True, slots=True)
class Point:
    """An entry point as `importlib.metadata` gives it."""

    name: str
    found: Callable[[Page], Iterator[Candidate]] | None

    dist = None

    @property
    def value(self) -> str:
        return f"thirdparty:{self.found.__name__ if self.found else 'gone'}"

    def load(self) -> Any:
        if self.found is None:
            raise ImportError("no module named nonsense")
        return self.found


def good(page: Page) -> Iterator[Candidate]:
    """One card for a document, about its first line."""
    source = Source(page.document.path, 1, 1)
    yield Candidate(
        "definition", Fields("", "What does the plug-in say?", "plugged in"), source, page.document.lines[0]
    )


def bad(page: Page) -> Iterator[Candidate]:
    """Gives one card, then falls over."""
    yield from good(page)
    raise ZeroDivisionError("oh no")


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path, monkeypatch, capfd)


def install(monkeypatch: pytest.MonkeyPatch, *points: Point) -> None:
    """From now on these packages are there."""

    def entry_points(*, group: str) -> tuple[Point, ...]:
        assert group == "flashcards.extractors"
        return points

    monkeypatch.setattr(extractors, "entry_points", entry_points)


def fronts(shell: Shell) -> set[str]:
    """The cards that are printed."""
    return {line for line in shell.run("cards", shell.notes).out.splitlines() if line.startswith("  Q  ")}


def test_a_plug_in_adds_its_cards(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    write(shell.notes, VAULT)
    plain = fronts(shell)
    install(monkeypatch, Point("thirdparty", good))
    assert fronts(shell) == plain | {"  Q  What does the plug-in say?"}


@pytest.mark.parametrize(
    ("found", "code", "place"),
    [(bad, "extractor-failed", "calls/quarry.md"), (None, "extractor-missing", "flashcards")],
    ids=["raises", "does not load"],
)
def test_a_broken_plug_in_is_named_and_the_other_cards_stay(
    shell: Shell,
    monkeypatch: pytest.MonkeyPatch,
    found: Callable[[Page], Iterator[Candidate]] | None,
    code: str,
    place: str,
) -> None:
    write(shell.notes, VAULT)
    plain = fronts(shell)
    install(monkeypatch, Point("thirdparty", found))
    assert plain <= fronts(shell)
    ran = shell.build()
    assert ran.code == 1
    assert ran.err.startswith(f"{place}: {code} extractor thirdparty ")
    assert "  hint: " in ran.err
    assert "Traceback" not in ran.err
    assert "interview-prep.apkg" in ran.out


def test_a_plug_in_that_is_new_reads_what_is_settled(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell.built()
    install(monkeypatch, Point("thirdparty", good))
    write(shell.notes, {"new.md": "# New\n\n- Tape read: 3 days\n"})
    assert re.search(r"^\+ napkin\.md:1 \[\w+\] What does the plug-in say\?", shell.build().out, re.MULTILINE)


@pytest.mark.parametrize("found", [bad, None], ids=["raises", "does not load"])
def test_nothing_retires_while_a_plug_in_is_broken(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, found: Callable[[Page], Iterator[Candidate]] | None
) -> None:
    def other(page: Page) -> Iterator[Candidate]:
        for card in good(page):
            yield Candidate("definition", Fields("", "Said by another one?", "so it is"), card.source, "other")

    def broken(page: Page) -> Iterator[Candidate]:
        raise RuntimeError(page.document.path)

    install(monkeypatch, Point("thirdparty", other))
    shell.built()
    ledger = (shell.decks / "ledger.jsonl").read_bytes()
    install(monkeypatch, Point("thirdparty", broken if found else None))
    write(shell.notes, {"new.md": "# New\n\n- Tape read: 3 days\n"})
    ran = shell.build()
    assert ran.code == 1
    assert ", 0 retired\n" in ran.out
    assert set(ledger.splitlines()) < set((shell.decks / "ledger.jsonl").read_bytes().splitlines())


def test_our_own_extractors_are_all_found() -> None:
    found, problems = extractors.load()
    folder = Path(extractors.__file__).parent
    assert set(found) == {path.stem for path in folder.glob("[a-z]*.py")}
    assert problems == ()


def test_a_plug_in_with_the_name_of_ours_replaces_nothing(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    write(shell.notes, VAULT)
    plain = fronts(shell)
    install(monkeypatch, Point("definitions", good))
    assert fronts(shell) == plain | {"  Q  What does the plug-in say?"}


CARD = Candidate("definition", Fields("", "What is odd?", "this"), Source("napkin.md", 1, 1), "# Napkin numbers")
ODD: dict[str, Any] = {
    "a str": "card",
    "a NoneType": None,
    "the front of a card is no text": replace(CARD, fields=replace(CARD.fields, front=b"x")),  # type: ignore[arg-type]
    "the extra of a card is no text": replace(CARD, fields=replace(CARD.fields, extra=None)),  # type: ignore[arg-type]
    "the text of a card is no text": replace(CARD, text="\ud800"),
    "the kind of a card is no text": replace(CARD, kind=3),  # type: ignore[arg-type]
    "there is no kind 'poem'": replace(CARD, kind="poem"),  # type: ignore[arg-type]
    "not 'cloze'": replace(CARD, note_type="cloze"),
    "the tags of a card must be": replace(CARD, tags=["x"]),  # type: ignore[arg-type]
    "the section of a card must be": replace(CARD, source=replace(CARD.source, section=(1,))),  # type: ignore[arg-type]
    "no front or no back": replace(CARD, fields=replace(CARD.fields, front=" \u200b?")),
    "a reverse without an answer": replace(CARD, fields=replace(CARD.fields, reverse="x")),
    "the path of a card": replace(CARD, source=replace(CARD.source, path="../elsewhere.md")),
    "there are no lines 0 to 1": replace(CARD, source=replace(CARD.source, line_start=0)),
    "there are no lines 1 to 999999": replace(CARD, source=replace(CARD.source, line_end=999999)),
    "there are no lines True to 1": replace(CARD, source=replace(CARD.source, line_start=True)),
}


@pytest.mark.parametrize("said", ODD)
def test_what_is_no_sound_card_is_told_and_the_others_are_built(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    def odd(page: Page) -> Iterator[Any]:
        yield ODD[said]
        yield from good(page)

    write(shell.notes, {"napkin.md": NAPKIN})
    install(monkeypatch, Point("thirdparty", odd))
    ran = shell.build()
    assert ran.code == 1
    assert ran.err.startswith("napkin.md: extractor-failed extractor thirdparty failed: ")
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert ran.out.splitlines()[-2].startswith("6 new,")


class Stop(BaseException):
    """Not even an `Exception`."""


class MuteError(Exception):
    """Can't even say what it is."""

    def __str__(self) -> str:
        raise RuntimeError


@pytest.mark.parametrize(
    "error", [SystemExit(3), Stop(), MuteError(), RecursionError(), MemoryError()], ids=lambda e: type(e).__name__
)
def test_nothing_that_a_plug_in_raises_ends_a_build(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def raising(page: Page) -> Iterator[Candidate]:
        raise error

    write(shell.notes, {"napkin.md": NAPKIN})
    install(monkeypatch, Point("thirdparty", raising))
    ran = shell.build()
    assert ran.code == 1
    assert f"extractor thirdparty failed: {type(error).__name__}" in ran.err
    assert ran.out.splitlines()[-2].startswith("5 new,")


def test_control_c_in_a_plug_in_ends_the_build(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(page: Page) -> Iterator[Candidate]:
        raise KeyboardInterrupt

    write(shell.notes, {"napkin.md": NAPKIN})
    install(monkeypatch, Point("thirdparty", slow))
    assert shell.build().err.strip().endswith("Aborted!")
    assert not (shell.decks / "ledger.jsonl").exists()


def test_a_plug_in_without_end_is_stopped(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(page: Page) -> Iterator[Candidate]:
        yield from repeat(next(good(page)))

    write(shell.notes, {"napkin.md": NAPKIN})
    install(monkeypatch, Point("thirdparty", endless))
    ran = shell.build()
    assert "extractor thirdparty failed: it gives more than 10,000 cards" in ran.err
    assert ran.out.splitlines()[-2].startswith("6 new,")


# Really installed


def run_pip(package: Path, target: Path) -> None:
    """Install a package into a folder of its own, without network."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index"]
    more = ["--no-deps", "--no-build-isolation", "--target", str(target), str(package)]
    ran = subprocess.run([*command, *more], capture_output=True, text=True, check=False, timeout=120)
    assert ran.returncode == 0, ran.stderr


def wheel(folder: Path, points: Mapping[str, str], modules: Mapping[str, str], name: str = "thirdparty") -> Path:
    """A wheel with these entry points and modules, made by hand: it needs nothing but Python to be installed."""
    folder.mkdir()
    whole = f"{name.replace('-', '_')}-2.0"
    info = f"{whole}.dist-info"
    listed = "".join(f"{point} = {value}\n" for point, value in points.items())
    files = {f"{module}.py": text for module, text in modules.items()} | {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 2.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/entry_points.txt": f"[flashcards.extractors]\n{listed}",
    }
    record = "".join(f"{file},,\n" for file in (*files, f"{info}/RECORD"))
    with zipfile.ZipFile(made := folder / f"{whole}-py3-none-any.whl", "w") as archive:
        for file, text in (files | {f"{info}/RECORD": record}).items():
            archive.writestr(file, text)
    return made


def on_path(target: Path) -> dict[str, str]:
    return {"PYTHONPATH": os.pathsep.join((str(ROOT), str(target)))}


def test_the_package_of_the_documentation_is_installed_and_adds_its_cards(tmp_path: Path) -> None:
    pytest.importorskip("pip")
    page = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")
    toml, code = (found[1] for found in re.finditer(r"```(?:toml|python)\n(.*?)```", page, re.S))
    whole = tomllib.loads(toml)
    (module,) = whole["tool"]["setuptools"]["py-modules"]
    points = whole["project"]["entry-points"]["flashcards.extractors"]
    run_pip(wheel(tmp_path / "dist", points, {module: code}, whole["project"]["name"]), tmp_path / "site")
    write(tmp_path, {"notes/net.md": "# Net\n\n- port 5432 is the database\n\n## Journal\n- port 22 is a secret\n"})
    ran = child("cards", "--json", "notes", cwd=tmp_path, **on_path(tmp_path / "site"))
    assert (ran.returncode, ran.stderr) == (0, "")
    made = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [(card["front"], card["back"]) for card in made if "ports" in card["tags"]] == [
        ("Net\nWhich port is the database?", "5432")
    ]
    alone = child("cards", "--json", "notes", cwd=tmp_path)
    assert "Which port" not in alone.stdout


BROKEN = {
    "raises": "def extract(page):\n    raise ValueError('oh no')\n    yield\n",
    "rubbish": "def extract(page):\n    return [1, None, 'card', page]\n",
    "nothing": "def extract(page):\n    return None\n",
    "leaves": "import sys\ndef extract(page):\n    sys.exit('bye')\n",
    "unimportable": "import no_such_module\n",
    "leaving": "import sys\nsys.exit(5)\n",
    "uncallable": "extract = 3\n",
}
FINE = """
from flashcards.model import Candidate

def extract(page):
    block = page.blocks[0]
    source = page.source(block)
    yield Candidate("definition", page.fields(block, "Who is fine?", "this one"), source, page.raw(source))
"""


def test_broken_packages_that_are_installed_are_named_and_retire_nothing(tmp_path: Path) -> None:
    pytest.importorskip("pip")
    write(tmp_path / "notes", VAULT)
    assert child("build", cwd=tmp_path).returncode == 0
    before = ledger.load(tmp_path / "decks" / "ledger.jsonl").notes
    modules = {f"x_{name}": text for name, text in BROKEN.items()} | {"x_fine": FINE}
    points = {name: f"x_{name}:extract" for name in (*BROKEN, "fine")}
    run_pip(wheel(tmp_path / "dist", points, modules), tmp_path / "site")
    write(tmp_path / "notes", {"napkin.md": NAPKIN.replace("- Disk seek: 10 ms\n", "")})
    ran = child("build", cwd=tmp_path, **on_path(tmp_path / "site"))
    assert ran.returncode == 1
    for name in BROKEN:
        assert f" extractor {name} " in ran.stderr, name
    assert "Traceback" not in ran.stderr
    assert ", 0 retired" in ran.stdout
    after = ledger.load(tmp_path / "decks" / "ledger.jsonl").notes
    assert {note.guid for note in before} < {note.guid for note in after}
    assert {note.status for note in after} == {"active"}
    assert "Who is fine?" in {note.fields.front for note in after}
    again = child("build", cwd=tmp_path)
    assert again.returncode == 0
    assert ", 2 retired" in again.stdout or ", 3 retired" in again.stdout


def test_a_package_without_metadata_harms_nothing(tmp_path: Path) -> None:
    points = {"site/bare-1.0.dist-info/entry_points.txt": "[flashcards.extractors]\nbare = x_bare:extract\n"}
    write(tmp_path, {**points, "site/x_bare.py": FINE, "notes/napkin.md": NAPKIN})
    ran = child("build", cwd=tmp_path, **on_path(tmp_path / "site"))
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.splitlines()[-2].startswith("6 new,")

"""The documentation cannot lie: its example, its command lines, the modules and paths it names."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from vaults import ROOT, Shell, write

from flashcards import cli

README = ROOT / "README.md"
ARCHITECTURE = ROOT / "docs" / "architecture.md"
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "decks" / "README.md"])
PACKAGE = ROOT / "flashcards"
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))

_EXAMPLE = re.compile(r"This document, `(?P<name>[^`\n]+)`:\n\n```markdown\n(?P<note>.*?)```\n.*?\n\|---\|", re.S)
_FENCE = re.compile(r"^```\w*\n(?P<inside>.*?)^```$", re.S | re.M)
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\((?!https?:)([^)\s]+)\)")
_COMMAND = re.compile(r"(?:^|[\s/])flashcards (?P<words>[a-z-][^&|]*)")
_MAKE = re.compile(r"\bmake ([a-z]+)")
_FILE = re.compile(r"[\w./-]+\.(?:py|md|toml|txt)")
_BELOW = re.compile(r"(?:flashcards|extractors|tests|docs|seeds|benchmarks|\.ci)/[^\s*]*")
_ABSOLUTE = re.compile(
    r"""
    (?: ^ | [\s("'`=|] )              # a path begins here, not in the middle of one
    (?: / \w [\w.-]* [/\w] | ~ / | [A-Z]: \\ | file:// )
    """,
    re.VERBOSE,
)
_OF_THE_USER = {"x.md", "acme.md", "map.png", "Tidewell call.md"}
"""Files of the reader that stand in examples."""


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def code_of(page: Path) -> Iterator[str]:
    """Every line of code and every code span of a page."""
    text = text_of(page)
    for fence in _FENCE.finditer(text):
        yield from fence["inside"].splitlines()
    yield from _SPAN.findall(_FENCE.sub("", text))


def commands_of(page: Path) -> Iterator[list[str]]:
    """Every command line that names one of our commands, as words."""
    for code in code_of(page):
        for found in _COMMAND.finditer(code):
            words = shlex.split(found["words"], comments=True)
            if words[0] in cli.main.commands or words[0].startswith("-"):
                yield words


def example() -> tuple[str, str, list[tuple[str, str, str]]]:
    """Name and text of the README's document, and the rows below it."""
    text = text_of(README)
    found = _EXAMPLE.search(text)
    assert found
    rows: list[tuple[str, str, str]] = []
    for line in text[found.end() :].splitlines()[1:]:
        if not line.startswith("| "):
            break
        kind, front, back = line.strip("| ").replace("<br>", "\n").split(" | ")
        rows.append((kind, front, back))
    return found["name"], found["note"], rows


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path, monkeypatch, capfd)


def test_the_readme_shows_the_cards_of_its_note(shell: Shell) -> None:
    name, note, rows = example()
    assert len(note.splitlines()) == 6
    ran = shell.run("cards", "--json", write(shell.notes, {name: note}))
    assert ran.err == ""
    made = [json.loads(line) for line in ran.out.splitlines()]
    assert [(card["kind"], card["front"], card["back"]) for card in made] == rows


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_command_line_parses(page: Path) -> None:
    for words in commands_of(page):
        command = cli.main.commands.get(words[0])
        if command is None:
            assert words[0] in {option for entry in cli.main.params for option in entry.opts} | {"-h", "--help"}
            continue
        try:
            takes_any = any(isinstance(entry, click.Argument) for entry in command.params)
            command.make_context(words[0], words[1:] or ["notes"] * takes_any)
        except click.UsageError as error:
            pytest.fail(f"flashcards {' '.join(words)}: {error.format_message()}")


@pytest.mark.parametrize("command", cli.main.commands)
def test_every_command_has_help_and_stands_in_the_readme(shell: Shell, command: str) -> None:
    assert shell.run(command, "--help").code == 0
    assert command in {words[0] for words in commands_of(README)}


def test_the_command_lines_are_found() -> None:
    shown = {" ".join(words) for page in PAGES for words in commands_of(page)}
    assert {"build seeds -o decks", "cards --json seeds", "--help", "explain FILE"} <= shown


def test_every_make_target_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", text_of(ROOT / "Makefile"), re.M))
    for page in PAGES:
        assert {target for code in code_of(page) for target in _MAKE.findall(code)} <= targets, page.name


@pytest.mark.parametrize("module", MODULES)
def test_every_module_stands_in_the_architecture(module: str) -> None:
    named = set(_FILE.findall(text_of(ARCHITECTURE)))
    assert named & {module, module.rpartition("/")[2]}, f"{module} is not in docs/architecture.md"


def exists(page: Path, name: str) -> bool:
    """A path below the project, beside the page, or a module by its bare name."""
    bases = (ROOT, page.parent, PACKAGE, PACKAGE / "extractors")
    return any(next(base.glob(name.rstrip("/")), None) is not None for base in bases)


def paths_of(page: Path) -> Iterator[str]:
    """Every path of ours that a page names."""
    yield from _LINK.findall(text_of(page))
    for code in set(code_of(page)) - _OF_THE_USER:
        # A name with blanks stands in quotes; comments and the words around a path do not matter.
        for word in shlex.split(code.replace("'", ""), comments=True) if '"' in code else code.split():
            bare = word.strip("'\",;:()")
            if _BELOW.fullmatch(bare) or (_FILE.fullmatch(bare) and "/" not in bare):
                yield bare


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_path_exists(page: Path) -> None:
    missing = [name for name in paths_of(page) if name not in _OF_THE_USER and not exists(page, name)]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_absolute_path(page: Path) -> None:
    found = [line for line in text_of(page).splitlines() if _ABSOLUTE.search(line)]
    assert found == []


@pytest.mark.parametrize("line", ["see /home/me/x", "`/tmp/a`", "(~/notes)", r"C:\notes", "run /work/run", "/etc"])
def test_the_rule_sees_absolute_paths(line: str) -> None:
    assert _ABSOLUTE.search(line)


@pytest.mark.parametrize(
    "line", ["a / b", "and/or", "40 min / drift", "docs/anki.md", "](docs/x.md)", "~40 TB", "~ / 2", "this file: it"]
)
def test_the_rule_lets_text_through(line: str) -> None:
    assert not _ABSOLUTE.search(line)

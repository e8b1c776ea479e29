"""The rules of the rooms, read off the syntax tree: who may import whom, how long things may get."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from vaults import ROOT, environment

PACKAGE = ROOT / "flashcards"
FILES = sorted(PACKAGE.rglob("*.py"))
LONGEST_MODULE = 400
LONGEST_FUNCTION = 50

ONLY = {
    "genanki": {"apkg", "notetypes"},
    "frontmatter": {"documents", "headers"},
    "yaml": {"documents", "headers", "bounds"},
    "nh3": {"html"},
    "fsrs": {"review.memory"},
    "backports": {"review.ankilog"},
    "compression": {"review.ankilog"},
    "pygments": {"richcode"},
    "flask": {"web.app", "web.guard"},
    "werkzeug": {"web.app", "web.guard"},
    "jinja2": {"web.app"},
    "markupsafe": {"web.app"},
    "waitress": {"web.server"},
    "click": {"cli", *(f"cli.{path.stem}" for path in (PACKAGE / "cli").glob("*.py")), "report"},
    "anki": set[str](),
    "flashcards.cli": {"__main__", "cli", *(f"cli.{path.stem}" for path in (PACKAGE / "cli").glob("*.py"))},
}
"""A package or room, and the only rooms that may import it."""

FOR_EXTRACTORS = set(
    """model text quantity units questions pairs page shapes glosses cues wording naming asking siblings stars glances
    zones addressing config figures marked clozes""".split()
)
"""What extractors may know, beside their own package."""

READERS = frozenset("documents outline page shapes extractors quality reading".split())
"""Rooms of the left side."""
WRITERS = frozenset("ledger apkg notetypes matching build".split())
"""Rooms of the right side."""

BLIND: dict[str, frozenset[str]] = {
    "ledger": READERS,
    "matching": READERS,
    "equals": READERS,
    "leftovers": READERS,
    "doubts": READERS,
    "keys": READERS,
    "lineage": READERS,
    "rivals": READERS - {"quality"} | {"apkg"},
    "twins": READERS | {"apkg"},
    "edits": READERS | {"apkg", "build"},
    "finding": READERS | {"apkg", "build"},
    "history": READERS | {"apkg", "build", "ledger"},
    "diff": READERS | {"apkg", "build", "ledger"},
    "apkg": READERS | {"ledger"},
    "look": READERS | {"ledger", "apkg", "notetypes"},
    "sheet": READERS | {"ledger", "apkg", "notetypes"},
    "documents": WRITERS | {"extractors"},
    "outline": WRITERS | {"extractors", "documents"},
    "quality": WRITERS,
    "reading": WRITERS,
    "checking": WRITERS,
    "clashes": WRITERS | {"documents", "outline"},
    "lint": WRITERS | {"documents", "outline"},
}
"""Left of the ledger nothing knows Anki; right of it nothing knows Markdown."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def room(path: Path) -> str:
    """The module's name below the package, as `extractors.lists`."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


@cache
def imports(path: Path) -> frozenset[str]:
    """Everything a module imports, inside functions too, with each name it takes from a package."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            found.update(name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path.name} imports relatively"
            found.add(str(node.module))
            found.update(f"{node.module}.{name.name}" for name in node.names)
    return frozenset(found)


def rooms(path: Path) -> set[str]:
    """The first room of our own package that each import names."""
    ours = (name.split(".") for name in imports(path))
    return {parts[1] for parts in ours if parts[0] == "flashcards" and len(parts) > 1}


def reaches(name: str, target: str) -> bool:
    """True when an import is of the target or of something in it."""
    return name == target or name.startswith(f"{target}.")


@pytest.mark.parametrize("target", ONLY)
def test_only_these_rooms_import_it(target: str) -> None:
    users = {room(path) for path in FILES if any(reaches(name, target) for name in imports(path))}
    assert users <= ONLY[target]


@pytest.mark.parametrize("path", sorted((PACKAGE / "extractors").glob("*.py")), ids=room)
def test_extractors_know_little(path: Path) -> None:
    assert rooms(path) <= FOR_EXTRACTORS | {"extractors"}
    third_party = {name.split(".")[0] for name in imports(path)} - set(sys.stdlib_module_names) - {"flashcards"}
    assert not third_party


@pytest.mark.parametrize("name", BLIND)
def test_rooms_do_not_look_across_the_ledger(name: str) -> None:
    assert not rooms(PACKAGE / f"{name}.py") & BLIND[name]


def test_the_rule_sees_imports_inside_functions(tmp_path: Path) -> None:
    path = tmp_path / "lazy.py"
    path.write_text("def f():\n    from flashcards import cli\n    import genanki.note\n")
    assert {"flashcards.cli", "genanki.note"} <= imports(path)
    assert rooms(path) == {"cli"}


@pytest.mark.parametrize("path", FILES, ids=room)
def test_nothing_gets_too_long(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    length = len(text.splitlines())
    assert length <= LONGEST_MODULE, f"{length} lines"
    functions = (node for node in ast.walk(ast.parse(text)) if isinstance(node, Function))
    lengths = {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in functions}
    assert {name: count for name, count in lengths.items() if count > LONGEST_FUNCTION} == {}


def public(tree: ast.Module) -> Iterator[Function | ast.ClassDef]:
    """The public functions, classes and methods of a module."""
    for node in tree.body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            inside = node.body if isinstance(node, ast.ClassDef) else []
            yield from (part for part in inside if isinstance(part, Function) and not part.name.startswith("_"))


@pytest.mark.parametrize("path", FILES, ids=room)
def test_everything_public_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_bytes())
    docstring = ast.get_docstring(tree) or ""
    assert docstring, "the module has no docstring"
    assert docstring.split("\n")[0].endswith((".", ":", "?")), "its first line is no sentence"
    assert [node.name for node in public(tree) if not ast.get_docstring(node)] == []


def loaded(*words: str) -> set[str]:
    """The modules that a command loads in a fresh interpreter."""
    command = [sys.executable, "-X", "importtime", "-m", "flashcards", *words]
    ran = subprocess.run(command, env=environment(), capture_output=True, text=True, check=True, timeout=30)
    return {line.rpartition("|")[2].strip() for line in ran.stderr.splitlines() if line.startswith("import time:")}


def test_the_sheet_is_made_without_the_maker_of_packages(tmp_path: Path) -> None:
    (tmp_path / "disk.md").write_text("# Disk\n- Disk seek: 10 ms\n")
    modules = loaded("cards", "--html", str(tmp_path))
    assert "flashcards.sheet" in modules
    assert not modules & {"genanki", "flashcards.apkg", "flashcards.notetypes"}


def test_a_log_is_shown_without_the_maker_of_packages(tmp_path: Path) -> None:
    (tmp_path / "disk.md").write_text("# Disk\n- Disk seek: 10 ms\n")
    decks = str(tmp_path / "decks")
    loaded("build", str(tmp_path / "disk.md"), "-o", decks)
    modules = loaded("log", "disk.md:2", "-o", decks)
    assert "flashcards.curating" in modules
    assert not modules & {"genanki", "flashcards.apkg", "flashcards.reading", "flashcards.documents"}


def test_help_loads_nothing_heavy() -> None:
    modules = loaded("--help")
    assert "click" in modules
    heavy = {
        "genanki",
        "rapidfuzz",
        "yaml",
        "frontmatter",
        "sqlite3",
        "zipfile",
        "json",
        "fsrs",
        "flashcards.build",
        "flask",
    }
    assert not modules & heavy


def test_what_the_pages_need_is_packed() -> None:
    packed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["package-data"]
    room = PACKAGE / "web"
    found = {path for pattern in packed["flashcards.web"] for path in room.glob(pattern)}
    there = {path for path in room.rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc")}
    assert found == there
    assert len(there) > 5

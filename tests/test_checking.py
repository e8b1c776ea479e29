"""What holds for `check` whatever stands in the documents: it never raises, and no order matters."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_any_text import LOADED, note_like
from vaults import Shell, write

from flashcards import build, checking, clashes, documents, lint, quality, reading, twins
from flashcards.model import Reading

MANY = settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
NAMES = ("Quarry call.md", "Quarry onsite.md", "napkin numbers.md", "latency.md")

fact = st.builds(
    "- {} {}: {} {}".format,
    st.sampled_from(["disk seek", "haul ticket", "upload", "p99", "revenue 2024", "Quarry has staff"]),
    st.sampled_from(["limit", "time", "of the pit", ""]),
    st.sampled_from(["10", "~12", "over 5,000", "5k", "1-3", "0.01", "dozens of"]),
    st.sampled_from(["ms", "s", "GB", "users", "%", ""]),
)
facts = st.lists(fact, max_size=12).map("\n".join)
vault = st.lists(st.one_of(note_like, facts), min_size=2, max_size=len(NAMES))


def read(texts: list[str], order: random.Random | None = None) -> tuple[Reading, dict[str, tuple[str, ...]]]:
    """The documents with these texts, in any order of the files."""
    numbered = list(zip(NAMES, texts, strict=False))
    if order:
        order.shuffle(numbered)
    made, lines = Reading(), dict[str, tuple[str, ...]]()
    for name, text in numbered:
        document, problems = documents.parse(f"# Quarry\n{text}".encode(), name)
        if document is None:
            made = replace(made, diagnostics=(*made.diagnostics, *problems))
            continue
        kept, refused, failed = reading.read_document(document, LOADED, reasons=True)
        made = Reading((*made.candidates, *kept), (*made.refusals, *refused), (*made.diagnostics, *problems, *failed))
        lines[name] = document.lines
    return made, lines


@MANY
@given(vault, st.randoms(use_true_random=False))
def test_check_never_raises_and_the_order_of_files_does_not_matter(texts: list[str], order: random.Random) -> None:
    found = checking.diagnostics(*read(texts))
    assert checking.diagnostics(*read(texts, order)) == found
    assert found == sorted(found, key=lambda entry: (entry.path, entry.line, entry.code, entry.message))
    for entry in found:
        assert entry.path in NAMES
        assert entry.line >= 0
        assert entry.message
        assert entry.hint


def test_the_order_of_the_arguments_does_not_matter(tmp_path: Path) -> None:
    write(tmp_path, {"Quarry call.md": "- haul ticket: 70 sec\n", "Quarry onsite.md": "- haul ticket: 3 min\n"})
    paths = sorted(tmp_path.iterdir())
    found = build.check(paths)
    assert [entry.code for entry in found] == ["clash"]
    assert build.check(paths[::-1]) == found


def test_as_json_and_as_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    shell = Shell(tmp_path, monkeypatch, capfd)
    write(shell.notes, {"Quarry call.md": "- haul ticket: 70 sec\n", "Quarry onsite.md": "- haul ticket: 3 min\n"})
    (entry,) = map(json.loads, shell.run("check", "--json", shell.notes).out.splitlines())
    assert (entry["path"], entry["line"], entry["code"]) == ("Quarry onsite.md", 1, "clash")
    assert "Quarry call.md:1" in entry["message"]
    assert entry["hint"]
    ran = shell.run("check", shell.notes)
    assert ran.code == 0
    assert ran.out.startswith(f"Quarry onsite.md:1: clash {entry['message']}\n  hint: ")


def test_no_code_means_two_things() -> None:
    tables = (quality.CODES, clashes.CODES, lint.CODES, {twins.CODE: ""})
    codes = [code for table in tables for code in table]
    assert len(codes) == len(set(codes))
    assert clashes.CODES.keys() == clashes.HINTS.keys()

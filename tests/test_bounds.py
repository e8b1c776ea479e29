"""Headers and documents made to cost too much: a word about each, the body read, and the rest of the notes built."""

from __future__ import annotations

from pathlib import Path

import pytest
from vaults import VAULT, Shell, write

from benchmarks import hostile
from flashcards import bounds, documents

LINE = "- gate width: 18 m\n"


def laughs(rounds: int, width: int = 10) -> str:
    """Lists of lists of lists: each line says the one above it so many times."""
    lines = [f"a0: &a0 [{', '.join(['ha'] * width)}]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * width)}]" for i in range(1, rounds)]
    return "\n".join(lines)


COSTLY: dict[str, tuple[str, str, int, str]] = {
    "brackets": ("---", f"title: Weir\nx: {'[' * 10_000}{']' * 10_000}", 3, "nests over 64"),
    "brackets and quotes": ("---", "title: Weir\nx: " + "[']'," * 9_000, 3, "nests over 64"),
    "braces": ("---", f"title: Weir\nx: {'{a: ' * 10_000}{'}' * 10_000}", 3, "nests over 64"),
    "braces over many lines": ("---", "title: Weir\nx:\n" + "  {a:\n" * 5_000 + "}" * 5_000, 67, "nests over 64"),
    "bullets in bullets": ("---", f"title: Weir\nx:\n  {'- ' * 30_000}x", 4, "nests over 64"),
    "keys in keys": ("---", f"title: Weir\nx:\n  {'? ' * 30_000}x", 4, "nests over 64"),
    "steps to the right": ("---", "title: Weir\n" + "\n".join(" " * i + "a:" for i in range(300)), 67, "nests over 64"),
    "a billion laughs": ("---", f"title: Weir\n{laughs(30)}\nall: *a29", 14, "over 100 times"),
    "a billion laughs as title": ("---", f"{laughs(30)}\ntitle: *a29", 13, "over 100 times"),
    "laughs that are merged": ("---", "title: Weir\na: &a {x: 1}\nb: {<<: [*a, *a]}", 4, "merges"),
    "many characters": ("---", "title: Weir\n" + "k: v\n" * 20_000, 2, "over 65,536 characters"),
    "one long value": ("---", f"title: Weir\nk: {'v' * 70_000}", 2, "over 65,536 characters"),
    "dots of TOML": ("+++", f'title = "Weir"\n{"a." * 20_000}b = 1', 3, "over 64 dots"),
    "a table of TOML": ("+++", f'title = "Weir"\n[{"a." * 20_000}b]', 3, "over 64 dots"),
    "brackets of TOML": ("+++", f'title = "Weir"\na = {"[" * 10_000}{"]" * 10_000}', 3, "nests over 64"),
}
"""Fence, header, the line that is named (the fence is line 1), and what is said."""


@pytest.mark.parametrize("name", COSTLY)
def test_a_costly_header_is_named_and_its_keys_still_count(name: str) -> None:
    fence, header, line, words = COSTLY[name]
    text = f"{fence}\n{header}\n{fence}\n{LINE}"
    document, (complaint,) = documents.parse(text.encode(), "weir.md")
    assert document
    assert (complaint.path, complaint.line, complaint.code) == ("weir.md", line, "front-matter-large")
    assert words in complaint.message
    assert "shorter or flatter" in complaint.hint
    assert document.lines[document.body] == LINE.strip()
    assert document.title == ("Weir" if "Weir" in header else "*a29")


FINE = {
    "64 levels": "x: " + "[" * 63 + "]" * 63,
    "some aliases": f"x: &x [a]\ny: [{', '.join(['*x'] * bounds.MOST_ALIASES)}]",
    "many flat lists": "\n".join(f"k{i}: [a, b, {{c: d}}]" for i in range(500)),
    "stars and arrows in text": "about: '*a* << b'\nmore: 2 * 3 << 4",
    "links": f"related: [{', '.join(f'[[page {i}]]' for i in range(200))}]",
    "far to the right": f"x:\n{' ' * 60}a: b",
    "no YAML at all": "x: [a\ny: {{b}}",
}


@pytest.mark.parametrize("name", FINE)
def test_a_header_that_only_looks_costly_is_loaded(name: str) -> None:
    assert bounds.fault(FINE[name], "yaml") is None


def test_a_bomb_below_the_limit_is_not_written_out() -> None:
    """Each pair holds ten thousand million words, in a few lines of memory."""
    bomb = laughs(9)
    document, complaints = documents.parse(
        f"---\n{bomb}\ntitle: !!omap [k: *a8]\ntags: *a8\n---\n{LINE}".encode(), "w.md"
    )
    assert document
    assert complaints == ()
    assert document.title == "w"
    assert len(document.meta.tags) <= 200


# Documents


def too_long() -> bytes:
    return LINE.encode() * (documents.LARGEST // len(LINE) + 1)


def too_many() -> bytes:
    return b"-\n" * documents.MOST_LINES


@pytest.mark.parametrize(
    ("make", "said"), [(too_long, "2.0 MB are too much"), (too_many, "100,001 lines are too much")]
)
def test_a_document_beyond_the_limits_is_left_out(make: object, said: str) -> None:
    document, (complaint,) = documents.parse(make(), "big.md")  # type: ignore[operator]
    assert document is None
    assert (complaint.path, complaint.code) == ("big.md", "file-large")
    assert said in complaint.message
    assert "split it" in complaint.hint


def test_a_document_at_the_limits_is_read() -> None:
    lines = LINE * (documents.MOST_LINES - 1)
    document, complaints = documents.parse(lines.encode()[: documents.LARGEST], "big.md")
    assert document
    assert complaints == ()


def test_a_long_line_says_how_much_of_it_is_read() -> None:
    _, (complaint,) = documents.parse(f"# H\n- {'a ' * 500_000}\n{LINE}".encode(), "w.md")
    assert (complaint.line, complaint.code) == (2, "line-long")
    assert "first 4,000 characters" in complaint.message


HOSTILE: dict[str, bytes] = {
    "nothing but one line.md": b"a 5 ms " * 250_000,
    "blank.md": b"\n" * 90_000,
    "bullets.md": "\n".join(f"{' ' * i}- level{i} has {i + 3} rows" for i in range(1_500)).encode(),
    "quotes.md": b">" * 10_000 + b" pump: 5 ms\n",
    "brackets.md": b"[" * 10_000 + b"\n" + b"(" * 10_000 + b"\n" + b"[[" * 10_000 + b"\n",
    "tags.md": b"<div>" * 10_000,
    "headings.md": b"".join(b"#" * (i % 6 + 1) + b" part\n" for i in range(5_000)),
    "bars.md": b"|" + b"a|" * 5_000 + b"\n|" + b"-|" * 5_000 + b"\n|" + b"5 ms|" * 5_000 + b"\n",
    **{f"{name}.md": f"{row[0]}\n{row[1]}\n{row[0]}\n{LINE}".encode() for name, row in COSTLY.items()},
    "too long.md": too_long(),
    "too many.md": too_many(),
}


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path, monkeypatch, capfd)


def test_the_rest_is_built_whatever_stands_beside_it(shell: Shell) -> None:
    write(shell.notes, {**VAULT, **HOSTILE})
    ran = shell.build()
    assert ran.code == 0, ran.err
    named = {line.split(":")[0] for line in ran.err.splitlines() if not line.startswith("  hint: ")}
    assert {f"{name}.md" for name in COSTLY} | {"too long.md", "too many.md", "nothing but one line.md"} <= named
    assert "Disk seek" in shell.run("cards", shell.notes).out


def test_a_document_that_grew_too_large_keeps_its_notes(shell: Shell) -> None:
    before = shell.built({**VAULT, "weir.md": LINE})["ledger.jsonl"][0]
    write(shell.notes, {"weir.md": too_many() + LINE.encode()})
    ran = shell.build()
    assert ran.code == 0
    assert "weir.md: file-large " in ran.err
    assert ran.out.splitlines()[0].endswith(", 0 retired")
    assert (shell.decks / "ledger.jsonl").read_bytes() == before
    write(shell.notes, {"weir.md": LINE})
    assert "0 new, 0 changed, " in shell.build().out


def test_the_table_of_costs_says_what_became_of_a_file(tmp_path: Path) -> None:
    """`benchmarks/hostile.py` measures; here only that it measures what it says."""
    fine, large = tmp_path / "fine", tmp_path / "large"
    fine.mkdir()
    large.mkdir()
    assert hostile.cost([LINE], fine).said == ""
    made = hostile.cost([LINE] * (documents.LARGEST // len(LINE) + 1), large)
    assert (made.size, made.built) == (len(too_long()), True)
    assert made.said.startswith("bad.md: file-large ")
    assert made.seconds > 0
    assert made.peak > 1

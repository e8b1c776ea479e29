"""Documents: finding, decoding, line numbers, and every header a vault can hold. Through real files."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards import documents
from flashcards.documents import find, parse, read, readable
from flashcards.errors import FlashcardsError
from flashcards.model import Diagnostic, Document, FrontMatter


def names(*paths: Path) -> list[str]:
    return [file.name for file in find(paths).files]


def write(folder: Path, *paths: str) -> None:
    for path in paths:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(path, "utf-8")


def of(text: str | bytes, name: str = "my note.md") -> Document:
    document, _ = parse(text.encode() if isinstance(text, str) else text, name)
    assert document is not None
    return document


def codes(text: str | bytes) -> list[tuple[int, str]]:
    _, complaints = parse(text.encode() if isinstance(text, str) else text, "n.md")
    return [(complaint.line, complaint.code) for complaint in complaints]


# --- find -------------------------------------------------------------------------------------------
def test_find_takes_text_files_only(tmp_path: Path) -> None:
    write(tmp_path, "b.md", "a/c.TXT", "a/d.Markdown", "x.png", ".hidden.md", ".obsidian/w.md", ".trash/t.md")
    write(tmp_path, "draw.excalidraw.md", "Draw.Excalidraw.MD", "no_extension")
    assert names(tmp_path) == ["a/c.TXT", "a/d.Markdown", "b.md"]


def test_find_gives_size_and_time(tmp_path: Path) -> None:
    write(tmp_path, "a.md")
    (file,) = find([tmp_path]).files
    status = (tmp_path / "a.md").stat()
    assert file.stamp == (4, status.st_mtime_ns, status.st_ctime_ns)
    assert Path(file.path) == tmp_path / "a.md"


def test_a_file_given_goes_by_its_name(tmp_path: Path) -> None:
    write(tmp_path, "deep/a.md")
    assert names(tmp_path / "deep" / "a.md") == ["a.md"]


def test_other_files_given_are_a_diagnostic(tmp_path: Path) -> None:
    write(tmp_path, "a.pdf")
    assert [complaint.code for complaint in find([tmp_path / "a.pdf"]).diagnostics] == ["file-kind"]


def test_a_missing_path_raises_with_a_hint(tmp_path: Path) -> None:
    with pytest.raises(FlashcardsError) as caught:
        find([tmp_path / "nowhere"])
    assert caught.value.hint
    assert str(caught.value).endswith("nowhere: no such file or folder")


def test_names_are_nfc(tmp_path: Path) -> None:
    write(tmp_path, "cafe\u0301.md")
    assert names(tmp_path) == ["caf\u00e9.md"]


def test_two_spellings_of_a_name_stay_two(tmp_path: Path) -> None:
    write(tmp_path, "cafe\u0301.md", "caf\u00e9.md")
    assert len(set(names(tmp_path))) == len(list(tmp_path.iterdir()))


@pytest.mark.skipif(sys.platform != "linux", reason="file names are bytes on Linux only")
def test_a_name_that_is_no_text_is_made_one(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"bad\xff.md")).touch()
    assert names(tmp_path) == ["bad\ufffd.md"]
    (file,) = find([tmp_path]).files
    assert read(file.path, file.name)[0]


def test_clashing_names_get_their_root_in_front(tmp_path: Path) -> None:
    write(tmp_path, "one/a.md", "one/b.md", "two/a.md")
    assert names(tmp_path / "one", tmp_path / "two") == ["b.md", "one/a.md", "two/a.md"]


def test_roots_of_one_name_get_more_in_front(tmp_path: Path) -> None:
    write(tmp_path, "x/notes/a.md", "y/notes/a.md")
    assert names(tmp_path / "x/notes", tmp_path / "y/notes") == ["x/notes/a.md", "y/notes/a.md"]
    assert names(tmp_path / "x/notes/a.md", tmp_path / "y/notes/a.md") == ["x/notes/a.md", "y/notes/a.md"]


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    write(tmp_path, "sub/a.md")
    assert names(tmp_path, tmp_path / "sub", tmp_path / "sub" / "a.md") == ["sub/a.md"]


def test_links_inside_count_once_and_links_outside_not(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    write(vault, "z/real.md", "data/plain", ".hidden/secret.md")
    write(tmp_path, "outside/o.md")
    links = {
        "a.md": vault / "z/real.md",
        "loop": vault,
        "z/up": vault / "z",
        "out": tmp_path / "outside",
        "out.md": tmp_path / "outside/o.md",
        "dead.md": vault / "gone.md",
        "named.md": vault / "data/plain",
        "shown.md": vault / ".hidden/secret.md",
        "self.md": vault / "self.md",
    }
    for name, target in links.items():
        (vault / name).symlink_to(target)
    assert names(vault) == ["named.md", "z/real.md"]


def test_a_root_may_be_a_link(tmp_path: Path) -> None:
    write(tmp_path, "real/a.md")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert names(tmp_path / "link") == ["a.md"]


def test_many_links_and_loops_are_quick(tmp_path: Path) -> None:
    write(tmp_path, "a/b.md")
    for i in range(2_000):
        (tmp_path / f"l{i}").symlink_to(tmp_path)
    start = process_time()
    assert names(tmp_path) == ["a/b.md"]
    assert process_time() - start < 2


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs Unix rights")
def test_a_folder_that_cannot_be_listed_is_a_diagnostic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "open/a.md", "shut/b.md")
    scandir = os.scandir

    def guarded(path: str) -> object:
        if path.endswith("shut"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    found = find([tmp_path])
    assert [file.name for file in found.files] == ["open/a.md"]
    assert [(d.path, d.code, d.severity) for d in found.diagnostics] == [("shut", "folder-unreadable", "error")]


# --- bytes to lines ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("raw", "lines"),
    [
        (b"a\nb", ("a", "b")),
        (b"a\nb\n", ("a", "b", "")),
        (b"", ("",)),
        ("\ufeffa\nb".encode(), ("a", "b")),
        ("aé\nb".encode("utf-16"), ("aé", "b")),
        (b"\xfe\xff" + "aé\r\nb".encode("utf-16-be"), ("aé", "b")),
        (b"a\r\nb\nc\r\n", ("a", "b", "c", "")),
        (b"a\rb\rc", ("a", "b", "c")),
        (b"a\rb\nc", ("a b", "c")),
        ("a\u2028b\x0bc\x0cd\x85e\u2029\nf".encode(), ("a\u2028b\x0bc\x0cd\x85e\u2029", "f")),
        (b"caf\xe9 \x80\nna\xc3\xafve", ("café €", "naïve")),
    ],
)
def test_lines(tmp_path: Path, raw: bytes, lines: tuple[str, ...]) -> None:
    path = tmp_path / "n.md"
    path.write_bytes(raw)
    document, _ = read(path, "n.md")
    assert document is not None
    assert document.lines == lines


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        (b"plain", []),
        (b"one\ncaf\xe9\n", [(2, "encoding")]),
        (b"\xff\xfea\x00\x00\xd8", [(0, "encoding")]),
        (b"a\0b", [(0, "file-binary")]),
        ("a".encode("utf-16-le"), [(0, "file-binary")]),
        (bytes(range(1, 30)), [(0, "file-binary")]),
        (b"x" * 100_001 + b"\ny", [(1, "line-long")]),
    ],
)
def test_reading_complains(raw: bytes, wanted: list[tuple[int, str]]) -> None:
    assert codes(raw) == wanted


def test_a_long_line_is_cut_and_counted() -> None:
    document = of("x" * 200_000 + "\nnext")
    assert [len(line) for line in document.lines] == [100_000, 4]


def test_a_huge_file_is_skipped(tmp_path: Path) -> None:
    path = tmp_path / "n.md"
    with path.open("wb") as file:
        file.truncate(documents.LARGEST + 1)
    document, (complaint,) = read(path, "n.md")
    assert document is None
    assert complaint.code == "file-large"


def test_an_unreadable_file_is_an_error(tmp_path: Path) -> None:
    document, (complaint,) = read(tmp_path, "folder.md")
    assert document is None
    assert (complaint.code, complaint.severity) == ("file-unreadable", "error")


# --- titles -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("a/b/My note.md", "My note"),
        ("What even is DNS%3F.md", "What even is DNS?"),
        ("interviews___Norrvane Bio.md", "interviews / Norrvane Bio"),
        ("☕ coffee chat.MARKDOWN", "☕ coffee chat"),
        ("50% off.txt", "50% off"),
        ("bad%FF.md", "bad%FF"),
        ("two%0Alines.md", "two lines"),
        ("v1.2.md", "v1.2"),
        (".md", ".md"),
    ],
)
def test_readable(name: str, title: str) -> None:
    assert readable(name) == title


@pytest.mark.parametrize(
    ("header", "title"),
    [
        ("title: Plain words", "Plain words"),
        ('title: "2026-02-11"', "2026-02-11"),
        ("title: 2026-02-11", "2026-02-11"),
        ("title: 2026-2-1", "2026-2-1"),
        ("title: yes", "yes"),
        ("title: 007", "007"),
        ("title: 1e3", "1e3"),
        ("title: [case, frameworks]", "case, frameworks"),
        ("title: [[networking]]", "networking"),
        ("title:", "my note"),
        ("title: ~", "my note"),
        ('title: ""', "my note"),
        ('title: "{{title}}"', "my note"),
        ("title: <% tp.file.title %>", "my note"),
        ("title: {{title}}", "my note"),
        ("title: ...", "my note"),
        ("Title: Upper", "Upper"),
        ("title : spaced", "spaced"),
        ("meta:\n  title: inner", "my note"),
        ("title: Why Lumefold: the honest version", "Why Lumefold: the honest version"),
        ('title: "Quillember Games onsite\ntags: games', "Quillember Games onsite"),
        ("title: a # comment", "a"),
        ("title: C#", "C#"),
        ('title: "\\ud800x"', "\\ud800x"),
        ("title: cafe\u0301", "caf\u00e9"),
        ("title: |\n  two\n  lines", "two lines"),
        ("title: " + "9" * 5000, "9" * 500),
    ],
)
def test_titles(header: str, title: str) -> None:
    document = of(f"---\n{header}\n---\nbody")
    assert document.title == title
    assert document.lines[document.body] == "body"


# --- front matter -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("value", "tags"),
    [
        ("a b", ("a", "b")),
        ("a, b", ("a", "b")),
        ('"#a"', ("a",)),
        ('"#a #b/c"', ("a", "b/c")),
        ("2026", ("2026",)),
        ("[daily, 2026, ]", ("daily", "2026")),
        ("[a, a, two words]", ("a", "two-words")),
        ("\n  - pitch\n  -\n  - 2026-01-01", ("pitch", "2026-01-01")),
        ("", ()),
        ("{{VALUE}}", ()),
        ("[]", ()),
    ],
)
def test_tags(value: str, tags: tuple[str, ...]) -> None:
    assert of(f"---\ntags: {value}\n---\n").meta.tags == tags


@pytest.mark.parametrize(
    ("header", "cards"),
    [
        ("flashcards: false", "none"),
        ("flashcards: no", "none"),
        ('flashcards: "false"', "none"),
        ("Flashcards: False", "none"),
        ("flashcards: false # not this one", "none"),
        ("title: a: b\nflashcards: false", "none"),
        ("flashcards: all", "all"),
        ("Flashcards: ALL", "all"),
        ("title: a: b\nflashcards: all", "all"),
        ("flashcards: true", "auto"),
        ("flashcards: 3", "auto"),
        ("flashcards:\n  q-1: 2", "auto"),
        ("title: flashcards: false", "auto"),
    ],
)
def test_flashcards_false_and_all_are_obeyed(header: str, cards: str) -> None:
    assert of(f"---\n{header}\n---\nx").meta.cards == cards


def test_flashcards_false_is_obeyed_in_headers_never_closed_or_too_large() -> None:
    assert of("---\nflashcards: false\n\ntext").meta.cards == "none"
    assert of(f"---\nflashcards: false\nx: {'y' * 70_000}\n---\ntext").meta.cards == "none"
    assert of("---\ntitle: a\n---\n---\nflashcards: false\n---\ntext").meta.cards == "none"


def test_every_key() -> None:
    meta = of("---\ntitle: T\ndeck: A::B\ntags: x\ncall: 2026-03-01\ncompany: Tidewrack\n---\n").meta
    written = (("title", "T"), ("deck", "A::B"), ("tags", "x"), ("call", "2026-03-01"), ("company", "Tidewrack"))
    assert meta == FrontMatter("T", "A::B", ("x",), "2026-03-01", "Tidewrack", "auto", written)


@pytest.mark.parametrize(
    ("value", "call", "wanted"),
    [
        ("2026-03-01", "2026-03-01", []),
        ("2026/3/1", "2026-03-01", []),
        ("2026-03-01T09:30:00Z", "2026-03-01", []),
        ('"2026-03-01 09:30"', "2026-03-01", []),
        ("next tuesday", "", [(3, "call-date")]),
        ("", "", []),
        ("{{date}}", "", [(3, "front-matter-broken")]),
        ("2026-13-05", "", [(3, "front-matter-broken"), (3, "call-date")]),
    ],
)
def test_the_call_is_a_date(value: str, call: str, wanted: list[tuple[int, str]]) -> None:
    text = f"---\ntitle: x\ncall: {value}\n---\n"
    assert of(text).meta.call == call
    assert codes(text) == wanted


@pytest.mark.parametrize(
    ("text", "body", "title"),
    [
        ("---\ntitle: A\n---\nx", 3, "A"),
        ("\ufeff---\ntitle: A\n---\nx", 3, "A"),
        ("\n---\ntitle: A\n---\nx", 4, "A"),
        ("---\r\ntitle: A\r\n---\r\nx", 3, "A"),
        ("---  \ntitle: A\n---\t\nx", 3, "A"),
        ("---\ntitle: A\n...\nx", 3, "A"),
        ('+++\ntitle = "A"\n+++\nx', 3, "A"),
        ('---\ntitle = "A"\ntags = ["b"]\n---\nx', 4, "A"),
        ("---\n---\nx", 2, "n"),
        ("---\n# a comment\ntitle: A\n---\nx", 4, "A"),
        ("---\ntitle: A\n\ntags: b\n---\nx", 5, "A"),
        ("---\ntitle: |\n  A\n\n  B\n---\nx", 6, "A B"),
        ("---\ntitle: A\n---\n---\nreviewed: 2026-01-04\n---\nx", 6, "A"),
        ("---\ntags: a\n---\n---\ntitle: B\n---\nx", 6, "B"),
        ("---\ntitle: A\n---\n---\nsome text\n---\nx", 3, "A"),
        ("---\ntitle: A\n---\n\n---\nDeck: b\n---\nx", 3, "A"),
        ("---\ntitle: A\ntags: b\n\n## Heading\n---\nx", 3, "A"),
        ("---\ntitle: A\ntext goes on\n\nmore\n\n---\nx", 2, "A"),
        ("---\ntitle: A", 2, "A"),
        ("---\ntitle: A: b\n\nprose: and\n  more {\n---\nx", 2, "A: b"),
        ("---\nsome prose between rules\n---\nx", 0, "n"),
        ("---\nSome: prose\nbroken: [\n\nand more prose\n---\nx", 3, "n"),
        ("---\n- a\n- b\n---\nx", 0, "n"),
        ("---", 0, "n"),
        ("-----\n\ntext\n", 0, "n"),
        ("text\n---\ntitle: A\n---\n", 0, "n"),
        ("\n\n\n\n---\ntitle: A\n---\n", 0, "n"),
        ("# h\n", 0, "n"),
    ],
)
def test_where_the_body_begins(text: str, body: int, title: str) -> None:
    document = of(text, "n.md")
    assert (document.body, document.title) == (body, title)


@pytest.mark.parametrize(
    ("header", "line", "code"),
    [
        ("title: Why Lumefold: the honest version\nstatus: draft", 2, "front-matter-broken"),
        ('tags: a\ntitle: "never closed\nb: c', 3, "front-matter-broken"),
        ("title: a\ndate: 2026-13-05", 3, "front-matter-broken"),
        ("a: b\nx: {{VALUE}}", 3, "front-matter-broken"),
        ('a = "b"\nc = = d', 3, "front-matter-broken"),
        ("title: \x07", 2, "front-matter-broken"),
    ],
)
def test_a_broken_header_is_named_by_its_line(header: str, line: int, code: str) -> None:
    _, (complaint,) = parse(f"---\n{header}\n---\nbody".encode(), "n.md")
    assert (complaint.line, complaint.code) == (line, code)
    assert complaint.hint


LAUGHS = "\n".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9) if i else 'lol'}]" for i in range(30))
BOMBS = {
    "nesting": "a: " + "[" * 30_000,
    "closed nesting": "a: " + "[" * 5_000 + "]" * 5_000,
    "maps": "a: " + "{b: " * 9_000,
    "dashes": "- " * 20_000,
    "aliases": LAUGHS + "\ntags: *a29\ntitle: *a29",
    "merges": "\n".join(f"a{i}: &a{i} {{<<: [{', '.join([f'*a{i - 1}'] * 9)}]}}" for i in range(1, 30)),
    "long": "title: x\n" + "key: value\n" * 20_000,
    "digits": "title: " + "9" * 60_000,
    "sexagesimal": "title: 1" + ":59" * 20_000,
    "keys": "a" * 60_000,
    "colons": ": " * 30_000,
    "placeholders": "title: " + "<% " * 20_000,
    "recursive": "title: &a [*a]\ntags: &b [*b, x]",
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs_do_not_go_off(bomb: str) -> None:
    start = process_time()
    document, _ = parse(f"---\n{BOMBS[bomb]}\n---\nbody".encode(), "n.md")
    assert document is not None
    assert process_time() - start < 3


def test_plain_headers_read_as_yaml_reads_them() -> None:
    from frontmatter.default_handlers import YAMLHandler

    header = ["title: Prep for a call", "tags: a, b", "deck: Work (2026)", "empty:", "x-y: it's fine!", "call: q?"]
    assert documents._simple(header) == YAMLHandler().load("\n".join(header))


@given(
    st.lists(
        st.tuples(
            st.text("abz-_09", min_size=1, max_size=6),
            st.text("abcyesnotrulf .,-'!?()/&+:#~09é\t{}[]\"", max_size=12),
        ),
        max_size=4,
    )
)
def test_the_quick_way_equals_yaml(pairs: list[tuple[str, str]]) -> None:
    from frontmatter.default_handlers import YAMLHandler

    lines = [f"{key}: {value}" for key, value in pairs]
    quick = documents._simple(lines)
    if lines and quick is not None:
        assert quick == YAMLHandler().load("\n".join(lines))


HEADERS = {
    '\ufeff---\ntitle: "2026-01-29"\ntags: [daily]\n---\n': ("2026-01-29", ("daily",), 4),
    "---\ntitle: 2026-02-11\ntags: [daily, 2026, ]\n---\n": ("2026-02-11", ("daily", "2026"), 4),
    '---\ntitle: MASTER prep doc\naliases: [everything, "the big one"]\ntags:\n  - interview\n  - pm\n  - 2026\n'
    "updated: 2026-03-09\n---\n": ("MASTER prep doc", ("interview", "pm", "2026"), 9),
    '---\ntitle: "Quillember Games onsite\ntags: games, onsite\n---\n> [!info] logistics\n': (
        "Quillember Games onsite",
        ("games", "onsite"),
        4,
    ),
    "---\nmeta:\n  title: SQL gotchas\n  level: {screen: 2, onsite: 4}\ntags: sql interview\n---\n": (
        "n",
        ("sql", "interview"),
        6,
    ),
    "---\ntitle: STAR migration\ntags: star\n\n## the migration that ate Q3\n\n---\n": ("STAR migration", ("star",), 3),
    "---\ntitle:\ntags:\n  - pitch\n  -\ndate: 2026-01-30 18:05\n---\n": ("n", ("pitch",), 7),
    "---\ntitle : DNS and friends\nparent: [[networking]]\ntags: networking\n---\n": (
        "DNS and friends",
        ("networking",),
        5,
    ),
    "---\ntitle: Why Lumefold: the honest version\nstatus: draft\n---\n(under a minute)\n": (
        "Why Lumefold: the honest version",
        (),
        4,
    ),
    "---\r\ntype: company\r\nstage: \r\napplied: yes\r\n---\r\n# Company: Wickerhoist Systems\r\n": ("n", (), 5),
    '---\ncompany: "{{title}}"\ncreated: <% tp.file.creation_date("YYYY-MM-DD") %>\nrating: 1-5\n---\n': ("n", (), 5),
    "---\ntitle: accounting + DCF quickfire\ndate: 2026-13-05\n---\n": ("accounting + DCF quickfire", (), 4),
    '---\ntitle = "behavioural bank"\ntags = ["interview", "stories"]\n---\n': (
        "behavioural bank",
        ("interview", "stories"),
        4,
    ),
    "---\ntitle: [case, frameworks]\ntags:\n  - consulting\n  - 2026\n---\n": (
        "case, frameworks",
        ("consulting", "2026"),
        6,
    ),
    "\ufeff---\ntitle: grid numbers\naliases: [power, energy prep]\n---\n": ("grid numbers", (), 4),
    "---\ntitle: kafka vs pulsar vs kinesis\n---\n---\nreviewed: 2026-01-04\n---\n\n": (
        "kafka vs pulsar vs kinesis",
        (),
        6,
    ),
    "---\ntitle: yes\ncssclasses: wide\n---\n### classifiers\n": ("yes", (), 4),
    '---\ntitle: "3-2 ostrelle grid (2nd round)"\naliases: []\n---\n': ("3-2 ostrelle grid (2nd round)", (), 4),
    "\n---\ntitle: questions for the end\n---\n": ("questions for the end", (), 4),
    "---\ntags: links\nup: [[job hunt]]\n---\n# read before onsite\n": ("n", ("links",), 4),
    "---\ntags: {{VALUE}}\ncreated: <% tp.date.now() %>\n---\n": ("n", (), 4),
    '---\ntitle: "coffee chat: Brindlehaul"\ndate: 2026-02-20T09:30:00Z\npeople:\n---\n': (
        "coffee chat: Brindlehaul",
        (),
        5,
    ),
}


@pytest.mark.parametrize("header", HEADERS)
def test_headers_as_people_write_them(tmp_path: Path, header: str) -> None:
    path = tmp_path / "n.md"
    path.write_bytes(header.encode())
    document, _ = read(path, "n.md")
    assert document is not None
    assert (document.title, document.meta.tags, document.body) == HEADERS[header]


# --- anything at all --------------------------------------------------------------------------------
HEADERISH = st.text("-+:=\n\r \t[]{}\"'#&*!|>%@`,.abtitlefs0\ufeff\u2028é", max_size=120)


def whole(complaints: tuple[Diagnostic, ...], document: Document | None) -> None:
    text = "".join(complaint.message + complaint.hint for complaint in complaints)
    if document is not None:
        text += "".join([*document.lines, document.title, *document.meta.tags, document.meta.deck])
        assert 0 <= document.body <= len(document.lines)
        assert document.title
    text.encode("utf-8")


@given(st.binary(max_size=300))
def test_any_bytes_give_a_document_or_a_diagnostic(raw: bytes) -> None:
    document, complaints = parse(raw, "n.md")
    assert document is not None or complaints
    whole(complaints, document)


@given(HEADERISH)
def test_any_header_gives_a_document_with_its_lines(text: str) -> None:
    raw = f"---\n{text}\n---\nbody".encode()
    document, complaints = parse(raw, "n.md")
    assert document is not None
    whole(complaints, document)
    assert len(document.lines) == raw.count(b"\n") + 1
    assert "\n".join(document.lines).count("\n") == raw.count(b"\n")


@given(st.text(max_size=200))
def test_line_numbers_are_those_of_the_file(text: str) -> None:
    raw = f"first\n{text}".encode()
    document, _ = parse(raw, "n.md")
    if document is not None:
        ours = "\n".join(document.lines).split("\n")
        theirs = [line.decode().rstrip("\r").replace("\r", " ") for line in raw.split(b"\n")]
        assert ours == theirs


@given(st.text(max_size=60))
def test_any_name_gives_a_title(name: str) -> None:
    assert readable(f"{name}.md")


def test_a_thousand_files_are_read(tmp_path: Path) -> None:
    for i in range(1_000):
        (tmp_path / f"{i}.md").write_text(f'---\ntitle: "note {i}"\ntags: [a, b]\n---\n- a fact: 10 ms\n', "utf-8")
    found = find([tmp_path])
    titles = {document.title for file in found.files if (document := read(file.path, file.name)[0])}
    assert titles == {f"note {i}" for i in range(1_000)}


@pytest.mark.parametrize(
    ("value", "cards", "told"),
    [
        ("false", "none", 0),
        ("off", "none", 0),
        ("all", "all", 0),
        ("true", "auto", 0),
        ("", "auto", 0),
        ("flase", "auto", 1),
        ("never", "auto", 1),
        ("{deck: x}", "auto", 0),
    ],
)
def test_a_misspelt_flashcards_is_told(value: str, cards: str, told: int) -> None:
    document, problems = documents.parse(f"---\ntitle: x\nflashcards: {value}\n---\nfact\n".encode(), "note.md")
    assert document
    assert document.meta.cards == cards
    assert [entry.line for entry in problems if entry.code == "flashcards-value"] == [3] * told

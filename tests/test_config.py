"""The file of settings: found, read, checked; every mistake is told with its line and the nearest known name."""

from __future__ import annotations

import json
import pickle
import re
import tomllib
from pathlib import Path

import pytest
from vaults import ROOT, VAULT, Shell, write

from flashcards import config, extractors, globs, phrases, quality, seeking, settings_file, settings_text
from flashcards.config import DEFAULT, Asked, DeckRule, Settings
from flashcards.errors import FlashcardsError
from flashcards.settings_keys import EXTRACTORS, KEYS, LIMITS, MARKS

DOCS = ROOT / "docs" / "settings.md"


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path, monkeypatch, capfd)


def settings(text: str) -> Settings:
    return settings_file.settings_of(tomllib.loads(text), text)


def failure(folder: Path, text: str) -> FlashcardsError:
    path = folder / seeking.NAME
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FlashcardsError) as caught:
        settings_file.load(str(path))
    return caught.value


# Values


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ('notes = ["vault", "more"]', "notes", ("vault", "more")),
        ('include = ["a/**"]', "include", ("a/**",)),
        ('exclude = ["b", "b"]', "exclude", ("b",)),
        ('root_deck = "Mine"', "root_deck", "Mine"),
        ('language = "nl"', "language", "nl"),
        ("limits.front = 9", "limits", config.Limits(front=9)),
        ('[private]\nheadings = ["mood"]', "private_headings", ("mood",)),
        ('[private]\nfolders = ["me"]', "private_folders", ("me",)),
        ("[extractors]\nlists = false\ncauses = true", "off", frozenset({"lists"})),
        ('[marks]\ndialects = ["osr", "o2a:qa"]', "dialects", frozenset({"osr", "o2a:qa"})),
        ('deck = [{ folder = "w", name = "W" }]', "deck_rules", (DeckRule("W", folder="w"),)),
        ('[[deck]]\ntag = "#w"\nname = "W"', "deck_rules", (DeckRule("W", tag="w"),)),
        (
            '[[deck]]\nfront_matter = { Company = "Acme", done = true, round = 2, day = 2026-05-20 }\nname = "W"',
            "deck_rules",
            (
                DeckRule(
                    "W", front_matter=(("company", "Acme"), ("done", "true"), ("round", "2"), ("day", "2026-05-20"))
                ),
            ),
        ),
    ],
)
def test_a_value_comes_to_its_setting(text: str, field: str, value: object) -> None:
    assert getattr(settings(text), field) == value
    assert settings(text) != DEFAULT


def test_markers_take_the_place_of_the_defaults() -> None:
    found = dict(settings('[marks.markers]\ninline = ">>"').markers)
    assert found == {**config.MARKERS, "inline": ">>"}
    assert list(found) == list(config.MARKERS)


def test_settings_travel_and_can_be_compared() -> None:
    made = settings('[private]\nheadings = ["mood"]\n[[deck]]\ntag = "w"\nname = "W"')
    assert pickle.loads(pickle.dumps(made)) == made
    assert len({made, DEFAULT, pickle.loads(pickle.dumps(made))}) == 2


def test_every_default_is_that_of_the_settings() -> None:
    plain = [key for key in KEYS if key.field]
    assert {key.field for key in plain} == set(Settings.__dataclass_fields__) - {"limits", "markers", "off"}
    for key in plain:
        assert key.check(key.default) == getattr(DEFAULT, key.field), key.name


def test_the_tables_name_what_there_is() -> None:
    assert set(EXTRACTORS) == {path.stem for path in Path(extractors.__file__).parent.glob("[a-z]*.py")}
    assert list(LIMITS) == list(config.Limits.__dataclass_fields__)
    assert list(MARKS) == list(config.MARKERS)
    assert set(config.LANGUAGES) == set(phrases.PHRASES)
    assert dict(quality._LIMITS).keys() == {"long-front", "long-answer"}


# Mistakes


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        ('\nlanguag = "de"', 2, "unknown key 'languag'", "'language'"),
        ("[limts]\nfront = 3", 1, "unknown table 'limts'", "'limits'"),
        ("\n[limits]\n\nfrnt = 3", 4, "unknown key 'limits.frnt'", "'limits.front'"),
        ("limits.frnt = 3", 1, "unknown key 'limits.frnt'", "'limits.front'"),
        ("front = 3", 1, "unknown key 'front'", "'limits.front'"),
        ("[extractors]\n# one\nquantites = false", 3, "unknown key 'extractors.quantites'", "'extractors.quantities'"),
        ('[marks]\ndialects = [\n"ors"]', 2, "marks.dialects knows no 'ors'", "'osr'"),
        ('[marks.markers]\ninlin = "::"', 2, "unknown key 'marks.markers.inlin'", "'marks.markers.inline'"),
        ('[[deck]]\nname = "A"\ntag = "a"\n\n[[deck]]\nfoldr = "b"', 6, "unknown key 'foldr' in [[deck]]", "'folder'"),
        ('[[deck]]\nname = "A"\ntag = "a"\n\n[[deck]]\nname = "b"', 5, "[[deck]]: each needs a name", "folder"),
        ('[[deck]]\nname = ""\ntag = "a"', 1, "[[deck]]: its name must be text", "name"),
        ('[[deck]]\nname = "a"\nfront_matter = "b"', 1, "[[deck]]: its front_matter must be keys", "name"),
        ('deck = "Work"', 1, "deck must be tables", "docs/settings.md"),
        ("notes = []", 1, "notes must name one folder at least", "docs/settings.md"),
        ('notes = "notes"', 1, "notes must be a list of texts", "docs/settings.md"),
        ('include = ["a", 3]', 1, "include must be a list of texts", "docs/settings.md"),
        ("root_deck = 3", 1, "root_deck must be text", "docs/settings.md"),
        ('language = "xx"', 1, "language must be one of en, de", "docs/settings.md"),
        ("language = []", 1, "language must be one of en, de", "docs/settings.md"),
        ("[limits]\nfront = 0", 2, "limits.front must be a whole number from 1 on", "docs/settings.md"),
        ("[limits]\nfront = true", 2, "limits.front must be a whole number", "docs/settings.md"),
        ("[limits]\nfront = 1.5", 2, "limits.front must be a whole number", "docs/settings.md"),
        ("limits = 3", 1, "limits must be a table", "docs/settings.md"),
        ('[extractors]\nlists = "no"', 2, "extractors.lists must be true or false", "docs/settings.md"),
        ('[marks.markers]\ninline = " "', 2, "marks.markers.inline must be text", "docs/settings.md"),
        ('a = 1\nroot_deck = "x', 2, "this is no TOML: ", "quotes"),
        ("root_deck = [", 1, "this is no TOML: ", "quotes"),
        ("x = 1\nlanguage = de", 2, "this is no TOML: Invalid value", "quotes"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, text: str, line: int, message: str, hint: str) -> None:
    error = failure(tmp_path, text)
    assert error.message.startswith(message)
    assert error.line == line
    assert hint in error.hint
    assert error.path.endswith(seeking.NAME)


def test_odd_bytes_are_told_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / seeking.NAME
    path.write_bytes(b"# a\nroot_deck = '\xff'\n")
    with pytest.raises(FlashcardsError, match="not UTF-8") as caught:
        settings_file.load(str(path))
    assert caught.value.line == 2
    path.write_bytes(b"#" * (seeking.LARGEST + 1))
    with pytest.raises(FlashcardsError, match="too large"):
        settings_file.load(str(path))
    path.write_bytes(b"a = " + b"[" * 100_000)
    with pytest.raises(FlashcardsError, match="no TOML"):
        settings_file.load(str(path))
    with pytest.raises(FlashcardsError, match="cannot be read"):
        settings_file.load(str(tmp_path))


def test_the_command_line_shows_file_and_line(shell: Shell) -> None:
    write(shell.notes, VAULT)
    write(shell.notes.parent, {seeking.NAME: '[limits]\nfrnt = 3\nlanguage = "de"'})
    for words in (["build"], ["cards", "notes"], ["check"], ["explain", "notes/napkin.md"]):
        ran = shell.run(*words)
        assert (ran.code, ran.out) == (1, "")
        wanted = r"error: flashcards\.toml:2: unknown key 'limits\.frnt'\nhint: did you mean 'limits\.front'\? .*\n"
        assert re.fullmatch(wanted, ran.err)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("limits.frnt=3", "--set limits.frnt=3: unknown key 'limits.frnt'"),
        ("limits.front=many", "--set limits.front=many: limits.front must be a whole number"),
        ("front", "--set front: write KEY=VALUE"),
        ("a..b=1", "--set a..b=1: write KEY=VALUE"),
        ("=1", "--set =1: write KEY=VALUE"),
        ("limits=3", "--set limits=3: limits must be a table"),
    ],
)
def test_a_mistake_on_the_command_line_is_told(change: str, message: str) -> None:
    with pytest.raises(FlashcardsError) as caught:
        settings_file.choose([Path("notes")], Asked(changes=(change,)))
    assert str(caught.value).startswith(message)
    assert caught.value.hint


def test_the_command_line_goes_before_the_file(tmp_path: Path) -> None:
    path = tmp_path / seeking.NAME
    path.write_text('include = ["a"]\nlanguage = "de"\n[limits]\nfront = 9\nitems = 3\n[extractors]\nlists = false\n')
    asked = Asked(
        include=("b",),
        exclude=("c",),
        changes=("language=fr", "limits.front=8", "extractors.lists=true", "extractors.causes=false"),
    )
    found = settings_file.choose([tmp_path], asked).settings
    assert found == Settings(
        include=("b",),
        exclude=("c",),
        language="fr",
        limits=config.Limits(front=8, items=3),
        off=frozenset({"causes"}),
    )


# Finding


def test_the_nearest_file_above_the_notes_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"a/b/c/x.md": "", f"a/{seeking.NAME}": "", f"a/b/{seeking.NAME}": "", "d/x.md": ""})
    near, far = str(tmp_path / "a" / "b" / seeking.NAME), str(tmp_path / "a" / seeking.NAME)
    assert settings_file.find(str(tmp_path / "a/b/c/x.md")) == near
    assert settings_file.find("a/b/c") == near
    assert settings_file.find("a/b") == near
    assert settings_file.find("a") == far
    assert settings_file.find("d") == ""


def test_a_folder_of_that_name_is_no_file_of_settings(tmp_path: Path) -> None:
    (tmp_path / "a" / seeking.NAME).mkdir(parents=True)
    (tmp_path / seeking.NAME).touch()
    assert seeking.above(str(tmp_path / "a")) == str(tmp_path / seeking.NAME)


def test_the_file_of_the_working_directory_holds_for_the_notes_it_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {f"work/{seeking.NAME}": 'notes = ["../vault"]', "vault/a/x.md": "", "other/x.md": ""})
    monkeypatch.chdir(tmp_path / "work")
    own = str(tmp_path / "work" / seeking.NAME)
    assert settings_file.find("../vault") == own
    assert settings_file.find(str(tmp_path / "vault" / "a" / "x.md")) == own
    assert settings_file.find("../other") == ""
    write(tmp_path, {f"vault/{seeking.NAME}": ""})
    assert settings_file.find("../vault") == str(tmp_path / "vault" / seeking.NAME)


# Patterns


@pytest.mark.parametrize(
    ("pattern", "fitting", "others"),
    [
        ("drafts", "drafts/a.md a/drafts/b.md Drafts/c.md", "drafts.md a/draftsman.md mydrafts/a.md"),
        ("drafts/", "drafts/a.md a/drafts/b.md", "drafts.md"),
        ("/drafts", "drafts/a.md", "a/drafts/b.md"),
        ("./drafts", "a/drafts/b.md drafts/a.md", "drafts.md"),
        ("a/drafts", "a/drafts/b.md", "b/a/drafts/b.md drafts/b.md"),
        ("*.draft.md", "x.draft.md a/x.draft.md", "draft.md x.draft.mdx"),
        ("a/*", "a/x.md a/b/x.md", "b/a/x.md"),
        ("a/*.md", "a/x.md", "a/b/x.md"),
        ("a/**", "a/x.md a/b/c.md", "a.md b/a/x.md"),
        ("**/b/*.md", "b/x.md a/b/x.md a/c/b/x.md", "b/c/x.md ab/x.md"),
        ("a/**/z.md", "a/z.md a/b/c/z.md", "z.md a/bz.md"),
        ("?.md", "a.md b/c.md", "ab.md"),
        ("[ab].md", "a.md", "c.md"),
        ("[!ab].md", "c.md", "a.md"),
        ("[a-c].md", "b.md", "d.md"),
        ("[z-a].md", "[z-a].md", "z.md"),
        ("[a.md", "[a.md", "a.md"),
        ("a+b (c).md", "a+b (c).md", "aab c.md"),
        ("a\\b", "a/b/x.md", "c/a/b/x.md"),
        ("e\u0301t\u00e9", "\u00e9t\u00e9/x.md", "ete/x.md"),
    ],
)
def test_patterns(pattern: str, fitting: str, others: str) -> None:
    separate = re.compile(r" (?=\S+/|\S*\.)") if " (" not in pattern else re.compile("\0")
    assert [path for path in separate.split(fitting) if not globs.fits(path, [pattern])] == []
    assert [path for path in separate.split(others) if globs.fits(path, [pattern])] == []


# init, and the page of documentation


def written(text: str) -> list[str]:
    """The lines that hold a setting behind a mark."""
    return [line for line in text.splitlines() if re.match(r"#[\w\[]", line)]


def test_init_writes_the_defaults_and_never_over_a_file(shell: Shell) -> None:
    ran = shell.run("init")
    assert (ran.code, ran.out, ran.err) == (0, "flashcards.toml\n", "")
    path = shell.notes.parent / seeking.NAME
    assert settings_file.load(str(path)) == DEFAULT
    path.write_text("language = 'de'\n")
    again = shell.run("init", ".")
    assert (again.code, again.out) == (1, "")
    assert again.err.startswith("error: flashcards.toml: there is one already; nothing was written\nhint: ")
    assert path.read_text() == "language = 'de'\n"
    assert shell.run("init", shell.notes).out == f"{shell.notes / seeking.NAME}\n"
    gone = shell.run("init", "nowhere")
    assert gone.code == 1
    assert "cannot be written: No such file or directory" in gone.err


def test_every_line_of_the_file_can_be_uncommented() -> None:
    text = settings_text.text()
    plain = text[: text.index("# Rules for decks")]
    for line in written(plain):
        changed = plain.replace(f"\n{line}\n", f"\n{line[1:]}\n")
        assert changed != plain, line
        assert settings(changed) == DEFAULT, line
    whole = re.sub(r"(?m)^#(?=[\w\[])", "", text)
    assert settings(whole) == Settings(deck_rules=settings(whole).deck_rules)
    assert [rule.name for rule in settings(whole).deck_rules] == ["Clients::{title}", "Physics", "Interview Prep::Acme"]


def test_every_key_stands_in_the_file_with_its_default() -> None:
    table = ""
    seen: dict[str, str] = {}
    for line in settings_text.text().splitlines():
        if header := re.match(r"\[([\w.]+)\]", line):
            table = f"{header[1]}."
        elif entry := re.match(r"#(\w+) = (.*)", line):
            seen.setdefault(f"{table}{entry[1]}", entry[2])
    for key in KEYS[:-1]:
        assert json.loads(seen[key.name]) == key.default


def test_the_file_of_the_project_is_the_one_that_init_writes() -> None:
    assert (ROOT / seeking.NAME).read_text(encoding="utf-8") == settings_text.text()


def test_the_page_names_every_key_with_its_default() -> None:
    rows = re.findall(r"^\| `([\w.]+)` \| `?(.*?)`? \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    assert [name for name, _ in rows] == [key.name for key in KEYS]
    for (name, default), key in zip(rows, KEYS, strict=True):
        assert json.loads(default) == key.default, name


def test_the_example_of_the_page_is_valid() -> None:
    (example,) = re.findall(r"^```toml\n(.*?)^```", DOCS.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    found = settings(example)
    assert found.deck_rules
    assert found.private_folders
    assert found.dialects

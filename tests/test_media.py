"""Pictures and sounds from documents to Anki: packed once, new bytes under a new name, and nothing from outside."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from anki_engine import Engine
from factories import START, make_note
from pictures import asked, png
from test_plugins import Point, install
from vaults import Shell, age, child, write

from flashcards import apkg, build, ledger, manifest, media, mediastore, shortcut
from flashcards.errors import FlashcardsError
from flashcards.model import Candidate, Note
from flashcards.page import Page

ONE, TWO = media.name_of(png(1), "png"), media.name_of(png(2), "png")
SONG = media.name_of(b"song", "mp3")


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path, monkeypatch, capfd)


def package(shell: Shell) -> Path:
    return shell.decks / "interview-prep.apkg"


def packed(path: Path) -> dict[str, bytes]:
    """Name and bytes of all media in a package."""
    with zipfile.ZipFile(path) as archive:
        names: dict[str, str] = json.loads(archive.read("media"))
        assert set(archive.namelist()) == {"collection.anki2", "media", *names}
        return {name: archive.read(number) for number, name in names.items()}


def notes(shell: Shell) -> tuple[Note, ...]:
    return ledger.load(shell.decks / "ledger.jsonl").notes


def marked(page: Page) -> Iterator[Candidate]:
    """What a grammar of marked cards gives: `Q:: A` with all marks in the fields."""
    for block in page.blocks:
        front, mark, back = block.text.partition(":: ")
        if mark:
            source = page.source(block)
            fields = page.fields(block, front, back)
            yield Candidate("question-and-answer", fields, source, page.raw(source), dialect="test")


def test_a_picture_of_an_answer_reaches_anki(shell: Shell, tmp_path: Path) -> None:
    shell.built({"raft.md": asked("![[map.png|200]]"), "pics/map.png": png(1)})
    assert packed(package(shell)) == {ONE: png(1)}
    (note,) = notes(shell)
    assert note.fields.extra == f"![|200]({ONE})"
    with Engine(tmp_path / "anki") as anki:
        assert anki.load(package(shell)).new == 1
        assert (Path(anki.col.media.dir()) / ONE).read_bytes() == png(1)
        assert f'<img src="{ONE}" alt="" width="200">' in anki.cards(note.guid)[0].answer()
        assert anki.problems() == []


def test_new_bytes_arrive_under_a_new_name_and_the_history_stays(shell: Shell, tmp_path: Path) -> None:
    shell.built({"raft.md": asked("![[map.png]]"), "map.png": png(1)})
    with Engine(tmp_path / "anki") as anki:
        anki.load(package(shell))
        guid = notes(shell)[0].guid
        anki.answer(guid)
        history = anki.history(guid)
        write(shell.notes, {"map.png": png(2)})
        ran = shell.build()
        assert "0 new, 1 changed" in ran.out, ran.out + ran.err
        assert packed(package(shell)) == {TWO: png(2)}
        log = anki.load(package(shell))
        assert (log.new, log.updated) == (0, 1)
        assert TWO in anki.note(guid)["Extra"]
        assert (Path(anki.col.media.dir()) / TWO).read_bytes() == png(2)
        assert anki.history(guid) == history
        assert anki.problems() == []


def test_two_files_of_one_name_do_not_meet_and_equal_ones_are_packed_once(shell: Shell, tmp_path: Path) -> None:
    shell.built(
        {
            "a/raft.md": asked("![](map.png)"),
            "a/map.png": png(1),
            "b/paxos.md": asked("![](map.png)", "![](copy.png)", title="Paxos", question="Who leads in Paxos?"),
            "b/map.png": png(2),
            "b/copy.png": png(1),
        }
    )
    assert packed(package(shell)) == {ONE: png(1), TWO: png(2)}
    with Engine(tmp_path / "anki") as anki:
        assert anki.load(package(shell)).new == 2
        folder = Path(anki.col.media.dir())
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == {ONE: png(1), TWO: png(2)}


def test_a_renamed_picture_changes_no_card(shell: Shell) -> None:
    shell.built({"raft.md": asked("![[map.png]]"), "map.png": png(1)})
    before = package(shell).read_bytes()
    (shell.notes / "map.png").rename(shell.notes / "chart.png")
    write(shell.notes, {"raft.md": asked("![[chart.png]]")})
    assert "0 new, 0 changed" in shell.build().out
    assert package(shell).read_bytes() == before


def test_a_sound_and_marked_cards(shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    install(monkeypatch, Point("marked", marked))
    shell.built(
        {
            "raft.md": "# Raft\nhear ![[song.mp3]]:: see [[Paxos#Roles|roles]] ![a map](map.png)\n",
            "Paxos.md": "# Paxos\n",
            "song.mp3": b"song",
            "map.png": png(1),
        }
    )
    (note,) = notes(shell)
    assert (note.fields.front, note.fields.back) == (f"hear ![]({SONG})", f"see roles ![a map]({ONE})")
    assert packed(package(shell)) == {ONE: png(1), SONG: b"song"}
    with Engine(tmp_path / "anki") as anki:
        anki.load(package(shell))
        assert {path.name for path in Path(anki.col.media.dir()).iterdir()} == {ONE, SONG}
        assert f"[sound:{SONG}]" in anki.note(note.guid)["Front"]
        assert [tag.filename for tag in anki.cards(note.guid)[0].question_av_tags()] == [SONG]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("![[gone.png]]", "media-missing"),
        ("![a](../secret.png)", "media-outside"),
        ("![a](link.png)", "media-outside"),
        ("![a](https://example.org/a.png)", "media-outside"),
        ("![a](big.png)", "media-large"),
        ("![a](run.svg)", "media-unsafe"),
    ],
)
def test_what_is_refused_is_told_with_its_line_and_the_card_is_built(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, line: str, code: str
) -> None:
    monkeypatch.setattr(media, "look_at", lambda path, _, plain=media.look_at: plain(path, 1000))
    write(shell.notes.parent, {"secret.png": png(9)})
    write(shell.notes, {"big.png": bytes(1001), "run.svg": "<svg><script/></svg>"})
    (shell.notes / "link.png").symlink_to(shell.notes.parent / "secret.png")
    ran_before = shell.built({"raft.md": asked(line)})
    assert not any(name.startswith("media/") for name in ran_before)
    assert packed(package(shell)) == {}
    (note,) = notes(shell)
    assert (note.fields.back, note.fields.extra) == ("More than half of the nodes.", "")
    ran = shell.build()
    assert f"raft.md:5: {code} " in ran.err
    assert "\n  hint: " in ran.err
    assert ran.code == 0


def test_an_absolute_path_is_refused(shell: Shell) -> None:
    shell.built({"raft.md": asked(f"![a]({shell.notes}/map.png)"), "map.png": png(1)})
    assert packed(package(shell)) == {}
    assert "raft.md:5: media-outside" in shell.build().err


def test_private_pictures_stay_private(shell: Shell) -> None:
    text = asked("![[a.png]] #nocard", "", "### Journal", "![[b.png]]") + "\n## Diary\n![[c.png]]\n"
    shell.built({"raft.md": text, "off.md": "---\nflashcards: false\n---\n" + asked("![[d.png]]", title="Off")})
    write(shell.notes, {f"{name}.png": png(ord(name)) for name in "abcd"})
    write(shell.notes, {"raft.md": text + "\nmore\n"})
    assert shell.build().code == 0
    assert packed(package(shell)) == {}
    assert not (shell.decks / "media").exists()


# The store, and builds that read only what changed


def test_documents_that_are_not_read_again_keep_their_pictures(shell: Shell) -> None:
    shell.built({"raft.md": asked("![[map.png]]"), "map.png": png(1)})
    write(shell.notes, {"new.md": "# New\n\n- Tape read: 3 days\n"})
    assert shell.build().code == 0
    assert packed(package(shell)) == {ONE: png(1)}
    (shell.notes / "raft.md").unlink()
    assert "1 retired" in shell.build().out
    assert packed(package(shell)) == {ONE: png(1)}
    shutil.rmtree(shell.notes)
    write(shell.notes, {"new.md": "# New\n\n- Tape read: 4 days\n"})
    assert shell.build("--yes").code == 0
    assert packed(package(shell)) == {ONE: png(1)}


def test_the_same_bytes_from_build_to_build(shell: Shell, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "raft.md": asked("![[map.png]]", "![[song.mp3]]"),
        "map.png": png(1),
        "song.mp3": b"song",
    }
    shell.built(files)
    first = package(shell).read_bytes()
    (shell.decks / manifest.NAME).unlink()
    age(shell.decks)
    assert shell.build().code == 0
    assert package(shell).read_bytes() == first
    assert first == apkg.packages(notes(shell), shell.decks)[0][1]
    package(shell).unlink()
    assert shell.build().code == 0
    assert package(shell).read_bytes() == first


def change(folder: Path) -> None:
    write(folder, {"notes/map.png": png(2)})


def remove(folder: Path) -> None:
    (folder / "notes" / "map.png").unlink()


def lose_store(folder: Path) -> None:
    shutil.rmtree(folder / "decks" / "media")


def touch(folder: Path) -> None:
    os.utime(folder / "notes" / "map.png", (1, 1))


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "notes", {"raft.md": asked("![[map.png]]"), "map.png": png(1), "other.png": png(3)})
    age(tmp_path / "notes")
    assert child("build", cwd=tmp_path).returncode == 0
    return tmp_path


def test_a_build_with_nothing_new_is_still_said_at_once(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert shortcut.taken(["build"])
    write(built, {"notes/other.png": png(4)})
    assert shortcut.taken(["build"])
    assert "1 unchanged" in capsys.readouterr().out


@pytest.mark.parametrize("doing", [change, remove, lose_store, touch], ids=lambda f: f.__name__)
def test_a_picture_that_is_not_as_it_was_is_seen(built: Path, doing: object) -> None:
    assert callable(doing)
    doing(built)
    assert not shortcut.taken(["build"])
    ran = child("build", cwd=built)
    assert ran.returncode == 0
    path = built / "decks" / "interview-prep.apkg"
    if doing is change:
        assert "1 changed" in ran.stdout
        assert packed(path) == {TWO: png(2)}
    elif doing is remove:
        assert "raft.md:5: media-missing" in ran.stderr
        assert packed(path) == {}
    else:
        assert "0 changed, 1 unchanged" in ran.stdout
        assert packed(path) == {ONE: png(1)}
        assert (built / "decks" / "media" / ONE).read_bytes() == png(1)


def test_a_picture_that_appears_is_seen_and_the_complaint_goes(shell: Shell) -> None:
    shell.built({"raft.md": asked("![[map.png]]")})
    assert "media-missing" in shell.build().err
    write(shell.notes, {"deep/map.png": png(1)})
    age(shell.notes)
    ran = shell.build()
    assert ("1 changed" in ran.out, ran.err) == (True, "")
    assert packed(package(shell)) == {ONE: png(1)}
    assert "media-missing" not in shell.build().err


@pytest.mark.parametrize(
    "uses", [{"raft.md": 5}, {"raft.md": [[]]}, {"raft.md": [["a"]]}, {"raft.md": [[1, 2, 3]]}, []]
)
def test_a_spoilt_cache_is_only_slower(built: Path, uses: object) -> None:
    path = built / "decks" / manifest.NAME
    whole = json.loads(path.read_bytes())
    path.write_text(json.dumps(whole | {"uses": uses}), encoding="utf-8")
    assert not shortcut.taken(["build"])
    ran = child("build", cwd=built)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert packed(built / "decks" / "interview-prep.apkg") == {ONE: png(1)}


def test_a_file_that_changes_during_the_build_stops_it(tmp_path: Path) -> None:
    write(tmp_path, {"map.png": png(2)})
    with pytest.raises(FlashcardsError, match="changed during the build"):
        mediastore.keep(tmp_path / "decks", [(ONE, str(tmp_path / "map.png"))])
    assert not (tmp_path / "decks" / "media" / ONE).exists()


def test_a_lost_file_is_told_and_a_spoilt_one_is_not_packed(tmp_path: Path) -> None:
    note = make_note(extra=f"![a]({ONE})")
    (problem,) = mediastore.missing(tmp_path, [note])
    assert (problem.path, problem.line, problem.code) == ("acme.md", 1, "media-lost")
    write(tmp_path, {f"media/{ONE}": png(2)})
    assert mediastore.load(tmp_path, [note]) == {}
    write(tmp_path, {f"media/{ONE}": png(1)})
    assert mediastore.load(tmp_path, [note]) == {ONE: png(1)}
    assert mediastore.missing(tmp_path, [note]) == []


def test_a_skipped_note_takes_its_picture_along(shell: Shell) -> None:
    files: dict[str, str | bytes] = {"raft.md": asked("![[map.png]]"), "map.png": png(1)}
    files["new.md"] = "# New\n\n- Tape read: 3 days\n"
    shell.built(files)
    assert shell.run("skip", "quorum").code == 0
    assert packed(package(shell)) == {}
    assert shell.run("restore", "quorum").code == 0
    assert packed(package(shell)) == {ONE: png(1)}


def test_nothing_is_copied_by_commands_that_write_nothing(shell: Shell) -> None:
    write(shell.notes, {"raft.md": asked("![[map.png]]"), "map.png": png(1)})
    for words in (("build", "--dry-run"), ("cards",), ("cards", "--html"), ("check",), ("explain",)):
        given = shell.notes / "raft.md" if words[0] == "explain" else shell.notes
        more = () if words[0] in ("check", "explain") else ("-o", shell.decks)
        assert shell.run(*words, given, *more).code == 0
    assert not shell.decks.exists()


def test_many_documents_are_shared_out_with_their_pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files: dict[str, str | bytes] = {}
    for number in range(70):
        files[f"d{number}.md"] = asked(f"![[p{number}.png]]", title=f"T{number}", question=f"What is topic {number}?")
        files[f"p{number}.png"] = png(number)
    write(tmp_path / "notes", files)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    build.build([tmp_path / "notes"], tmp_path / "decks", now=START * 10**9)
    assert packed(tmp_path / "decks" / "interview-prep.apkg") == {
        media.name_of(png(number), "png"): png(number) for number in range(70)
    }


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_killed_at_any_moment_no_package_lacks_a_picture(tmp_path: Path) -> None:
    notes, decks, dice = tmp_path / "notes", tmp_path / "decks", random.Random(3)
    write(notes, {"raft.md": asked("![[map.png]]", "![[two.png]]"), "map.png": png(0, 300), "two.png": png(0)})
    build.build([notes], decks, now=START * 10**9)
    killed = 0
    for turn in range(1, 60):
        write(notes, {"map.png": png(turn, 300), "two.png": png(turn + 100)})
        pid = os.fork()
        if pid == 0:  # the child: nothing but the build may happen here
            try:
                build.build([notes], decks, now=(START + turn * 60) * 10**9, force=True)
            finally:
                os._exit(0)
        time.sleep(dice.random() * 0.06)
        os.kill(pid, signal.SIGKILL)
        killed += os.WIFSIGNALED(os.waitpid(pid, 0)[1])
        (note,) = ledger.load(decks / "ledger.jsonl").notes
        store = {path.name: path.read_bytes() for path in (decks / "media").glob("flashcards-*")}
        assert set(mediastore.names(note)) <= set(store)
        assert all(media.name_of(data, "png") == name for name, data in store.items())
        held = packed(decks / "interview-prep.apkg")
        assert len(held) == 2
    assert killed > 10
    build.build([notes], decks, now=(START + 99999) * 10**9, force=True)
    assert packed(decks / "interview-prep.apkg") == {
        media.name_of(data, "png"): data for data in (png(59, 300), png(159))
    }
    assert not list((decks / "media").glob(".*.tmp"))


def test_the_settings_hold(shell: Shell) -> None:
    files: dict[str, str | bytes] = {".obsidian/x": "", "raft.md": asked("![[map.png]]"), "map.png": png(1)}
    write(shell.notes, files)
    size = len(png(1))
    ran = shell.build("--set", f"media_limit={size - 1}", "--set", "links=none")
    assert "raft.md:5: media-large" in ran.err
    assert packed(package(shell)) == {}
    assert notes(shell)[0].fields.link == ""
    ran = shell.build("--set", f"media_limit={size}", "--set", "links=auto")
    assert (ran.code, ran.err) == (0, "")
    assert packed(package(shell)) == {ONE: png(1)}
    assert notes(shell)[0].fields.link == "obsidian://open?vault=notes&file=raft%23What%20is%20a%20quorum%3F"
    assert shell.build("--set", "links=some").code != 0

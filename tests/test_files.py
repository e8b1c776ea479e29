"""Files replaced as a whole or not at all; one build at a time."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from flashcards import files
from flashcards.errors import FlashcardsError


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_writes_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "ledger.jsonl"
    assert files.write_atomic(path, b"one\n")
    assert path.read_bytes() == b"one\n"
    assert names(path.parent) == ["ledger.jsonl"]


def test_equal_bytes_are_not_written(tmp_path: Path) -> None:
    path = tmp_path / "a"
    files.write_atomic(path, b"one")
    before = path.stat()
    assert not files.write_atomic(path, b"one")
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_rights_and_links_stay(tmp_path: Path) -> None:
    path, link = tmp_path / "a", tmp_path / "link"
    path.write_bytes(b"one")
    path.chmod(0o640)
    link.symlink_to(path)
    assert files.write_atomic(link, b"two")
    assert link.is_symlink()
    assert path.read_bytes() == b"two"
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("code", "words"),
    [(errno.ENOSPC, "full"), (errno.EACCES, "rights"), (errno.EROFS, "read-only"), (errno.EIO, "")],
)
def test_trouble_is_told_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, words: str
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")

    def fail(number: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(FlashcardsError) as caught:
        files.write_atomic(path, b"new")
    assert os.strerror(code) in caught.value.message
    assert words in caught.value.hint
    assert caught.value.path == str(path)
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a"]


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "decks").write_bytes(b"")
    with pytest.raises(FlashcardsError):
        files.write_atomic(tmp_path / "decks" / "ledger.jsonl", b"new")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(FlashcardsError, match="Permission"):
        files.write_atomic(tmp_path / "a", b"new")


def test_what_a_killed_process_left_is_taken_away(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    left = tmp_path / f".a.{int(done.stdout)}.0123abcd.tmp"
    ours = tmp_path / f".a.{os.getpid()}.0123abcd.tmp"
    other = tmp_path / f".b.{int(done.stdout)}.0123abcd.tmp"
    for path in (left, ours, other):
        path.write_bytes(b"half")
    files.write_atomic(tmp_path / "a", b"whole")
    assert names(tmp_path) == sorted(["a", ours.name, other.name])


def test_read_tells_missing_from_unreadable(tmp_path: Path) -> None:
    assert files.read(tmp_path / "nothing") is None
    with pytest.raises(FlashcardsError, match="cannot read"):
        files.read(tmp_path)


# Lock

HOLD = """
import sys
from pathlib import Path
from flashcards import files
with files.lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(path: Path) -> subprocess.Popen[bytes]:
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    return process


def test_one_at_a_time_and_the_holder_is_named(tmp_path: Path) -> None:
    path = tmp_path / "decks" / ".lock"
    with holder(path) as process:
        with pytest.raises(FlashcardsError) as caught, files.lock(path):
            pytest.fail("two hold it")
        assert f"process {process.pid} " in caught.value.message
        assert "wait" in caught.value.hint
        process.communicate()
    with files.lock(path):
        assert path.read_text() == f"{os.getpid()}\n"


def test_a_dead_holder_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / ".lock"
    with holder(path) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert path.read_text() == f"{process.pid}\n"
    with files.lock(path):
        pass


def test_the_same_process_waits_too_and_an_error_frees_it(tmp_path: Path) -> None:
    path = tmp_path / ".lock"
    with files.lock(path), pytest.raises(FlashcardsError), files.lock(path):
        pytest.fail("two hold it")
    with pytest.raises(ValueError, match="inside"), files.lock(path):
        raise ValueError("inside")
    with files.lock(path):
        pass


def test_a_lock_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "decks").write_bytes(b"")
    with pytest.raises(FlashcardsError), files.lock(tmp_path / "decks" / ".lock"):
        pytest.fail("no such folder")

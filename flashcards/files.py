"""Files on disk: replaced as a whole or not at all, and one build at a time."""

from __future__ import annotations

import errno
import os
import re
import secrets
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from flashcards.errors import FlashcardsError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_LOCK_BYTE = 1 << 30
"""Windows locks bytes, and a locked byte cannot be read: so not one of the pid."""

_HINTS = {
    errno.EACCES: "check the rights of the folder, or choose another one with -o",
    errno.EPERM: "check the rights of the folder, or choose another one with -o",
    errno.EROFS: "the disk is read-only: choose another folder with -o",
    errno.ENOSPC: "the disk is full: make room and run it again; the old file is whole",
    errno.EDQUOT: "your share of the disk is used up: make room and run it again; the old file is whole",
    errno.ENOTDIR: "a file stands where a folder should be: move it or choose another folder with -o",
    errno.EISDIR: "a folder stands where this file should be: move it or choose another folder with -o",
}


def read(path: Path) -> bytes | None:
    """The bytes of a file; None when there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as problem:
        raise _trouble("read", path, problem) from problem


def write_atomic(path: Path, data: bytes) -> bool:
    """Replace a file as a whole. False, and nothing touched, when it has these bytes already."""
    return bool(write_together([(path, data)]))


def write_together(contents: Sequence[tuple[Path, bytes]]) -> tuple[Path, ...]:
    """Replace several files, each as a whole, in this order; gives those that had other bytes.

    No old file is touched before all the new bytes are on the disk: a full disk leaves everything as it was.
    """
    ready: list[tuple[Path, Path, Path]] = []
    path = Path()
    try:
        for path, data in contents:
            target = path.resolve()  # a link stays a link
            if not _holds(target, data):
                ready.append((path, target, _prepare(target)))
                _fill(ready[-1][2], data, target)
        for _, target, temporary in ready:
            path = target
            temporary.replace(target)
    except BaseException as problem:
        for _, _, temporary in ready:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        if isinstance(problem, OSError):
            raise _trouble("write", path, problem) from problem
        raise
    for folder in {target.parent for _, target, _ in ready}:
        _sync_folder(folder)
    return tuple(path for path, _, _ in ready)


def _prepare(path: Path) -> Path:
    """A name beside the file for its new bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    sweep(path.parent, path.name)
    return path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}.tmp")


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except FileNotFoundError:
        return False


def _fill(temporary: Path, data: bytes, like: Path) -> None:
    with temporary.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileNotFoundError):
        temporary.chmod(like.stat().st_mode & 0o777)


def _sync_folder(folder: Path) -> None:
    """Make the new name last. Where folders cannot be opened there is nothing to do."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def sweep(folder: Path, name: str = "") -> None:
    """Take away what a killed process left in a folder, beside the file `name` or beside any."""
    left = re.compile(rf"\.{re.escape(name) or '.+'}\.(\d{{1,10}})\.[0-9a-f]{{8}}\.tmp")
    for beside in folder.iterdir():
        found = left.fullmatch(beside.name)
        if found and not _runs(int(found[1])):
            with suppress(OSError):
                beside.unlink()


def _runs(pid: int) -> bool:
    """True when the process is there, or when nobody can tell."""
    if sys.platform == "win32" or pid == os.getpid():
        return True
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


@contextmanager
def lock(path: Path) -> Iterator[None]:
    """Hold the lock file at `path`. The system frees it when its process ends, however that happens."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        number = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as problem:
        raise _trouble("write", path, problem) from problem
    try:
        _take(number, path)
        with suppress(OSError):
            os.ftruncate(number, 0)
            os.write(number, f"{os.getpid()}\n".encode())
        yield
    finally:
        os.close(number)


def _take(number: int, path: Path) -> None:
    """Lock the open file, or say who has it."""
    try:
        if sys.platform == "win32":
            os.lseek(number, _LOCK_BYTE, os.SEEK_SET)
            try:
                msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
            finally:
                os.lseek(number, 0, os.SEEK_SET)
        else:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError) as problem:
        pid = os.read(number, 20).decode("ascii", "replace").strip()
        holder = f"process {pid}" if pid.isdigit() else "another process"
        message = f"{holder} is working on this folder"
        raise FlashcardsError(message, "wait until it is done, then run this again", str(path), 0) from problem
    except OSError as problem:
        raise _trouble("lock", path, problem) from problem


def _trouble(verb: str, path: Path, problem: OSError) -> FlashcardsError:
    hint = _HINTS.get(problem.errno or 0, "")
    return FlashcardsError(f"cannot {verb} this file: {problem.strerror or problem}", hint, str(path), 0)

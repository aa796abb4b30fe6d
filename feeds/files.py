"""Files written whole or not at all, and only when they differ."""

import errno
import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from feeds.errors import OutputUnwritable

Writer = Callable[[int, bytes], None]
"""Puts all bytes where a file descriptor points, and on the disk."""

_REMEDIES = {
    errno.ENOSPC: "make room on the disk and publish again",
    errno.EDQUOT: "make room in the quota and publish again",
    errno.EFBIG: "raise the limit on the size of files (`ulimit -f`) and publish again",
    errno.EROFS: "the disk is mounted read-only; name another folder with --output",
}
_ASK = "let this user write there, or name another folder with --output"


def write_all(descriptor: int, data: bytes) -> None:
    """Write `data` and wait until it is on the disk."""
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]
    os.fsync(descriptor)


def write(path: Path, data: bytes, *, writer: Writer = write_all, unsynced: set[Path] | None = None) -> bool:
    """Write a file so that whoever reads it meets the old bytes or the new, and return whether it changed.

    A file that holds these bytes already is not touched, and keeps its modification time. That it is there is on the
    disk as well, unless its folder is added to the `unsynced`, for the caller to `sync`.

    Raises:
        OutputUnwritable: the disk is full or the folder may not be written; the old file is whole.
    """
    with writing(path):
        if _holds(path, data):
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, data, writer=writer)
        if unsynced is None:
            _sync_folder(path.parent)
        else:
            unsynced.add(path.parent)
    return True


def sync(folders: set[Path]) -> None:
    """Put on the disk which files are in these folders, and forget about them.

    Raises:
        OutputUnwritable: that cannot be done.
    """
    while folders:
        folder = folders.pop()
        with writing(folder):
            _sync_folder(folder)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Tell what to do where a file or folder cannot be written.

    Raises:
        OutputUnwritable: it cannot.
    """
    try:
        yield
    except OSError as error:
        raise _unwritable(path, error) from error


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep other publishers out of the folder meanwhile; wait until they are done.

    Two at once would never tear a file, but the slower could put an older feed over a newer one. Temporary
    files that a killed publisher left are removed.

    Raises:
        OutputUnwritable: the folder cannot be made or written.
    """
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(folder / ".publishing", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for left in folder.rglob(".*.part"):
            left.unlink(missing_ok=True)
        yield
    finally:
        os.close(lock)


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except FileNotFoundError:
        return False


def _replace(path: Path, data: bytes, *, writer: Writer) -> None:
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    part = Path(name)
    try:
        try:
            os.fchmod(descriptor, 0o644)
            writer(descriptor, data)
        finally:
            os.close(descriptor)
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    """Put the renaming itself on the disk: fsync(2) of a file does not."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _unwritable(path: Path, error: OSError) -> OutputUnwritable:
    remedy = _REMEDIES.get(error.errno or 0, _ASK)
    return OutputUnwritable(path, error.strerror or str(error), remedy=remedy)

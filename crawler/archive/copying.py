"""SQLite files copied while others write them, and put back while others have them open."""

import os
import shutil
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from crawler.errors import ArchiveUnreadable

Progress = Callable[[int, int], None]
"""Hears how many pages are done, and of how many."""

_STEP = 2_000  # pages, 8 MB: some fifty steps a second
_PATIENCE = 30.0  # seconds that another's write is waited for
_SPARE = 16 * 1024 * 1024  # bytes that a copy leaves on a disk for everything else
_MANY = "another process has been writing to it for half a minute: stop it, and run the same command again"


def copy(source: Path, target: Path, *, progress: Progress | None = None) -> None:
    """Copy a database as it is at this moment; those who write to it neither wait nor disturb the copy.

    What is copied is one snapshot: without the transaction that is held open, every write of another process would
    make SQLite begin anew (sqlite.org/c3ref/backup_finish.html). The copy is one file, without a log, that whoever
    may read the source may read; it is there as a whole or not at all.

    Raises:
        ArchiveUnreadable: the source cannot be read, the target cannot be written, the disk is full.
    """
    part = target.with_name(f".{target.name}.part")
    with _told(source, target), _part(part):
        with closing(_opened(source)) as one, closing(sqlite3.connect(part, isolation_level=None)) as other:
            other.execute("PRAGMA synchronous = OFF")  # it is put on the disk at the end
            one.execute("BEGIN")
            one.execute("SELECT count(*) FROM sqlite_master").fetchone()
            one.backup(other, pages=_STEP, progress=_heard(progress))
            other.execute("PRAGMA journal_mode = DELETE")
        part.chmod(stat.S_IMODE(source.stat().st_mode))
        _put_on_disk(part)
        part.replace(target)


def put_back(source: Path, target: Path, *, progress: Progress | None = None) -> None:
    """Put a copy in the place of a database, in one transaction.

    Who has the database open goes on with it, and meets the old or the new as a whole. To rename files under a
    process that has them open would lose what it writes, and the log that it deletes when it closes them would be the
    new database's (sqlite.org/howtocorrupt.html, 1.3 and 2.4).

    Raises:
        ArchiveUnreadable: the disk is full, the target may not be written or is being written all the time.
    """
    if not target.exists():
        copy(source, target, progress=progress)
        return
    with (
        _told(source, target),
        closing(_opened(source)) as one,
        closing(_opened(target)) as other,
    ):
        one.backup(other, pages=_STEP, progress=_heard(progress), sleep=0.05)
        other.execute("PRAGMA journal_mode = WAL")


def set_aside(file: Path, name: str) -> None:
    """Rename a database that nobody can use any more, with its log."""
    for ending in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            file.with_name(f"{file.name}{ending}").rename(file.with_name(f"{name}{ending}"))


def fault(file: Path) -> str:
    """Return what is wrong inside a database, in SQLite's words; nothing where it is sound.

    One whose folder may not be written, and that nobody has open, is read without the locks that would be kept there.
    """
    try:
        with closing(_opened(file, lone=not file.with_name(f"{file.name}-wal").exists())) as connection:
            (said,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as error:
        return str(error)
    return "" if said == "ok" else str(said)


def fits(file: Path, folder: Path) -> bool:
    """Return whether a folder's disk has room for a copy of a database, its log included."""
    return shutil.disk_usage(folder).free > size(file) + _SPARE


def size(file: Path) -> int:
    """Return how many bytes a database takes on the disk, its log included."""
    found = 0
    for ending in ("", "-wal"):
        with suppress(FileNotFoundError):
            found += file.with_name(f"{file.name}{ending}").stat().st_size
    return found


def _opened(file: Path, *, lone: bool = False) -> sqlite3.Connection:
    # One that may only read would leave the log and its index behind, be it the last to close them.
    mode = "rw" if os.access(file, os.W_OK) and os.access(file.parent, os.W_OK) else "ro"
    if lone and mode == "ro":
        mode += "&immutable=1"  # sqlite.org/uri.html: no lock is taken, for nobody can write
    uri = f"{file.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(uri, uri=True, timeout=_PATIENCE, isolation_level=None)


def _heard(progress: Progress | None) -> Callable[[int, int, int], None]:
    """Return what hears of every step; one that has waited too long for another process ends the copying."""
    until = time.monotonic() + _PATIENCE

    def heard(status: int, remaining: int, pages: int) -> None:
        nonlocal until
        if status not in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            until = time.monotonic() + _PATIENCE
        elif time.monotonic() > until:
            raise sqlite3.OperationalError(_MANY)
        if progress:
            progress(pages - remaining, pages)

    return heard


@contextmanager
def _part(part: Path) -> Iterator[None]:
    """Make an empty file that others may not read before they may read the copy, and leave none where that fails."""
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield
    except BaseException:
        for ending in ("", "-journal"):
            with suppress(OSError):
                part.with_name(f"{part.name}{ending}").unlink(missing_ok=True)
        raise


def _put_on_disk(file: Path) -> None:
    for path, how in ((file, os.O_RDONLY), (file.parent, os.O_RDONLY | os.O_DIRECTORY)):
        descriptor = os.open(path, how)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _told(source: Path, target: Path) -> Iterator[None]:
    """Tell what could not be copied, and what to do.

    Raises:
        ArchiveUnreadable: it could not.
    """
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        cause = str(error)
        remedy = (
            "make room on the disk and run the same command again"
            if "full" in cause or "No space" in cause
            else "see that the one may be read, and the other and its folder may be written"
        )
        raise ArchiveUnreadable(f"{source} cannot be copied to {target} ({cause}): {remedy}") from error

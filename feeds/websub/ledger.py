"""A small SQLite file in which pushing keeps what must outlive a restart.

It is not in the archive, as `diemtin serve` needs none: it serves a folder, often as another user, who may not write to
the archive, or on another machine. Nor does a subscriber then wait for a crawl that writes.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, MetaData, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DatabaseError, OperationalError

from feeds.errors import LedgerUnusable

_BUSY = 30_000  # milliseconds that a writer waits for another process


@contextmanager
def opened(file: Path, tables: MetaData) -> Iterator[Engine]:
    """Open a ledger, made where there is none, and close it at the end.

    Raises:
        LedgerUnusable: it cannot be made or written, or is no database.
    """
    file = file.absolute()
    engine = create_engine(URL.create("sqlite", database=str(file)))
    event.listen(engine, "connect", _tune)
    event.listen(engine, "handle_error", lambda context: _unusable(file, context))
    try:
        _make(file)
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # of two that make it at once, the second finds it made
            tables.create_all(connection)
            connection.commit()
        yield engine
    finally:
        engine.dispose()


@contextmanager
def turn(engine: Engine) -> Iterator[Callable[[], bool]]:
    """Open the lock of a ledger; what is returned tells, each time it is asked, whether this process has it.

    Raises:
        LedgerUnusable: the lock cannot be made.
    """
    file = Path(f"{engine.url.database}.lock")
    try:
        lock = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise LedgerUnusable(file, error.strerror or str(error)) from error

    def is_ours() -> bool:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    try:
        yield is_ours
    finally:
        os.close(lock)


def _make(file: Path) -> None:
    """Make a file that this user alone may read: it holds the subscribers' secrets."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise LedgerUnusable(file, error.strerror or str(error)) from error


def _tune(connection: Any, _record: object) -> None:
    # FULL: a subscriber who was told that it is subscribed stays so when the power fails.
    for pragma in (f"busy_timeout = {_BUSY}", "journal_mode = WAL", "synchronous = FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _unusable(file: Path, context: ExceptionContext) -> LedgerUnusable | None:
    """Return what is raised in place of a failure of the database itself; a slip in a statement is ours."""
    error = context.sqlalchemy_exception
    if isinstance(error, OperationalError) or type(error) is DatabaseError:
        return LedgerUnusable(file, str(error.orig))
    return None

"""The archive opened: made when it is new, migrated when it is old, refused when it is newer than this program."""

import logging
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError, SQLAlchemyError

from crawler.archive import copying
from crawler.archive.store import Archive
from crawler.archive.transaction import remedy, told
from crawler.errors import ArchiveMissing, ArchiveTooNew, ArchiveUnreadable

logger = logging.getLogger(__name__)

HEAD = "0008"
"""The schema's revision that this version reads and writes; a test compares it with the migrations."""

_KNOWN = frozenset({"0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008"})
_BACKENDS = frozenset({"sqlite", "postgresql"})
_BUSY = 30_000  # milliseconds that a writer waits for another process
_ANOTHER = "name another with --archive, $DIEMTIN_ARCHIVE or the setting `archive`"


@contextmanager
def opened(url: str, *, make: bool = True, keep: bool = True) -> Iterator[Archive]:
    """Open the archive at a SQLAlchemy URL, e.g. `sqlite:///diemtin.db`, and close it at the end.

    One of an older version is migrated. Of a file a copy is kept beside it, `diemtin.db.before-0008`, if the disk has
    room for it.

    Args:
        url: where it is.
        make: whether to make one, its folder included, where there is none.
        keep: whether to keep a copy of one that is migrated.

    Raises:
        ArchiveMissing: there is none, and none is to be made.
        ArchiveUnreadable: the address cannot be, or what is there cannot be opened or is not a database.
        ArchiveTooNew: a later version of this program wrote it.
    """
    with connected(url, make=make, keep=keep) as engine:
        yield Archive(engine)


@contextmanager
def connected(url: str, *, make: bool = True, keep: bool = True) -> Iterator[Engine]:
    """Open likewise the database itself, for what no crawl and no feed does with an archive."""
    engine = _engine(url)
    file = _file(engine.url)
    if file and make:
        _make_folder(file.parent, told(engine))
    elif file:
        _must_exist(file)
        engine = _engine(url, creator=lambda: _connect(file, "mode=rw"))  # which makes none, whatever happens
    with _closing(engine, _tune_new if make else _tune):
        _migrate(engine, make=make, keep=keep)
        yield engine


@contextmanager
def as_it_is(url: str) -> Iterator[Engine]:
    """Open an archive to look at it, of whatever version it is: nothing is made, migrated or written.

    Raises:
        ArchiveMissing: there is none.
        ArchiveUnreadable: likewise.
    """
    engine = _engine(url)
    file = _file(engine.url)
    if file:
        _must_exist(file)
        engine = _engine(url, creator=lambda: _connect(file, _how_to_look(file)))
    with _closing(engine, _tune):
        yield engine


def file_of(url: str) -> Path | None:
    """Return the file of an SQLite archive; None for one in memory or on a server.

    Raises:
        ArchiveUnreadable: the address cannot be.
    """
    try:
        return _file(make_url(url))
    except (ArgumentError, ValueError) as error:
        raise ArchiveUnreadable(_no_address(url)) from error


def server_of(url: str) -> tuple[str, str]:
    """Return a PostgreSQL archive's address as its own tools take it, without the password, and the password.

    >>> server_of("postgresql+psycopg://diemtin:secret@localhost/diemtin")
    ('postgresql://diemtin@localhost/diemtin', 'secret')
    """
    made = make_url(url)
    plain = URL.create(
        "postgresql", made.username, host=made.host, port=made.port, database=made.database, query=made.query
    )
    return plain.render_as_string(hide_password=False), made.password or ""


def revision(connection: Connection) -> str | None:
    """Return the revision of an archive's schema; None where it is no archive."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def is_known(schema: str | None) -> bool:
    """Return whether this version of the program knows a revision."""
    return schema in _KNOWN


def kept_copy(file: Path) -> Path:
    """Return where an archive is copied to before it is migrated."""
    return file.with_name(f"{file.name}.before-{HEAD}")


@contextmanager
def reading(url: str) -> Iterator[Archive]:
    """Open an archive that is there for its `reader` alone, also where this user may not write.

    Raises:
        ArchiveMissing: there is none.
        ArchiveUnreadable: likewise, or it was written while it was read in a folder where it cannot be locked.
        ArchiveTooNew: likewise.
    """
    file = _file(_engine(url).url)
    if file is None or _may_be_written(file):
        with opened(url, make=False) as store:
            yield store
        return
    _must_exist(file)
    if _can_be_locked(file):
        with _read_only(url, file, "mode=ro") as store:
            yield store
        return
    before = _stamp(file)
    try:
        with _read_only(url, file, "mode=ro&immutable=1") as store:
            yield store
    except ArchiveUnreadable as error:
        _must_be(before, file, cause=error)
        raise
    _must_be(before, file)


@contextmanager
def _read_only(url: str, file: Path, how: str) -> Iterator[Archive]:
    engine = _engine(url, creator=lambda: _connect(file, how))
    with _closing(engine, _tune):
        with engine.connect() as connection:
            if _is_old(connection, make=False):
                raise ArchiveUnreadable(
                    f"the archive {file} is of an older version of diemtin, and may not be written to bring it up to "
                    "date: run `diemtin publish` once as the user who owns it, or copy it to a folder of your own and "
                    f"{_ANOTHER}"
                )
        yield Archive(engine)


def _how_to_look(file: Path) -> str:
    if _may_be_written(file):
        return "mode=rw"  # else nobody could make the index of a log that was left
    return "mode=ro" if _can_be_locked(file) else "mode=ro&immutable=1"


def _may_be_written(file: Path) -> bool:
    """Return whether SQLite may keep its `-wal` and `-shm` files beside the archive."""
    return os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)


def _can_be_locked(file: Path) -> bool:
    """Return whether SQLite can read the archive under its locks where nothing may be written.

    With write-ahead logging the locks are in the `-shm` file, which whoever writes keeps there (sqlite.org/wal.html,
    "Read-Only Databases"). Without it, only a log that is empty may be passed over.

    Raises:
        ArchiveUnreadable: there is a log with articles in it, and no way to read it.
    """
    log, index = (file.with_name(file.name + ending) for ending in ("-wal", "-shm"))
    if index.exists() and log.exists():
        return True
    if log.exists() and log.stat().st_size:
        raise ArchiveUnreadable(
            f"the archive {file} has a log, {log.name}, that cannot be read where nothing may be written: copy both "
            f"files to a folder of your own and {_ANOTHER}"
        )
    try:
        with file.open("rb") as database:
            header = database.read(20)
    except OSError:
        return True  # SQLite will say why
    return header[18:] != b"\x02\x02"  # sqlite.org/fileformat2.html, 1.3.3: 2 is write-ahead logging


def _stamp(file: Path) -> tuple[int, int]:
    status = file.stat()
    return status.st_mtime_ns, status.st_size


def _must_be(before: tuple[int, int], file: Path, *, cause: Exception | None = None) -> None:
    if _stamp(file) != before:
        raise ArchiveUnreadable(
            f"the archive {file} was written while it was read, without a lock as its folder may not be written: what "
            "was told may be wrong; run the same command again"
        ) from cause


@contextmanager
def _closing(engine: Engine, tune: Callable[[Any, object], None]) -> Iterator[None]:
    """Let an engine tell what is wrong with its archive, and close it at the end."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", tune)
    event.listen(engine, "handle_error", _tell_remedy)
    try:
        yield
    finally:
        engine.dispose()


def _engine(url: str, *, creator: Callable[[], sqlite3.Connection] | None = None) -> Engine:
    try:
        address = make_url(url)
        if address.get_backend_name() not in _BACKENDS:  # else its driver would be asked for first
            raise ArchiveUnreadable(f"{address} is neither SQLite nor PostgreSQL: {_ANOTHER} that is one")
        engine = create_engine(url, **({"creator": creator} if creator else {}))
    except (ArgumentError, ValueError) as error:
        raise ArchiveUnreadable(_no_address(url)) from error
    except ImportError as error:
        raise ArchiveUnreadable(
            f"the archive's address needs a Python package that is not installed ({error.name}): install it, or "
            f"{_ANOTHER}"
        ) from error
    return engine


def _no_address(url: str) -> str:
    shown = re.sub(r"(?<=/).*@|^[^/]*@", "***@", url)  # it may hold a password
    return f"{shown!r} is no address of an archive: --archive takes one like sqlite:///diemtin.db"


def _file(address: URL) -> Path | None:
    """Return the file of an SQLite archive; None for one in memory, on a server, or with an address of SQLite's own."""
    name = address.database or ""
    if address.get_backend_name() != "sqlite" or not name or name == ":memory:" or name.startswith("file:"):
        return None
    return Path(name).absolute()


def _connect(file: Path, how: str) -> sqlite3.Connection:
    # Connections come from a pool, as without a creator, which serves one thread at a time.
    return sqlite3.connect(f"{file.as_uri()}?{how}", uri=True, check_same_thread=False)


def _make_folder(folder: Path, url: str) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveUnreadable(
            f"the archive's folder {folder} cannot be made ({error}); set `archive`, now {url}"
        ) from error


def _must_exist(file: Path) -> None:
    try:
        file.stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ArchiveMissing(f"there is no archive at {file}: `diemtin crawl` makes one, or {_ANOTHER}") from error
    except OSError as error:
        raise ArchiveUnreadable(f"the archive {file} cannot be seen ({error.strerror}): {_rights(file)}") from error


def _tune(connection: Any, _record: object) -> None:
    for pragma in (f"busy_timeout = {_BUSY}", "synchronous = NORMAL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _tune_new(connection: Any, record: object) -> None:
    _tune(connection, record)
    connection.execute("PRAGMA journal_mode = WAL")  # it is written to the file, which may be another program's


def _tell_remedy(context: ExceptionContext) -> ArchiveUnreadable | None:
    """Return what is raised in place of a failure of the database itself; a slip in a statement is ours."""
    error = context.sqlalchemy_exception
    if context.engine and (isinstance(error, OperationalError) or type(error) is DatabaseError):
        return ArchiveUnreadable(_remedy(context.engine, error))
    return None


def _remedy(engine: Engine, error: DatabaseError) -> str:
    """Return what is wrong and what to do; `sqlite_errorcode` is as in sqlite.org/rescode.html."""
    file, code = _file(engine.url), getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
    refused = file is not None and file.is_file() and not os.access(file, os.R_OK)
    if file and code == sqlite3.SQLITE_CORRUPT:
        return (
            f"the archive {file} is damaged ({error.orig}): stop diemtin and put a copy from your backup in its place; "
            f"without one, `sqlite3 {file} .recover | sqlite3 recovered.db` saves what can be read"
        )
    if file and (code in {sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY} or refused):
        return f"the archive {file} cannot be used ({error.orig}): {_rights(file)}"
    return remedy(told(engine), error)


def _rights(file: Path) -> str:
    return f"run as the user who owns it, or see that {file} and its folder may be read, and for a crawl may be written"


def _migrate(engine: Engine, *, make: bool, keep: bool) -> None:
    try:
        with engine.connect() as connection:
            if not _is_old(connection, make=make):
                return
        with _alone(engine) as connection:
            if _is_old(connection, make=make):
                if keep:
                    _keep_copy(connection)
                _upgrade(connection)
    except SQLAlchemyError as error:
        raise ArchiveUnreadable(remedy(told(engine), error)) from error


def _keep_copy(connection: Connection) -> None:
    """Keep a copy of a file that is about to be migrated; nobody writes to it meanwhile (`_alone`)."""
    file, schema = _file(connection.engine.url), revision(connection)
    if file is None or schema is None:
        return
    copy = kept_copy(file)
    if not copying.fits(file, copy.parent):
        logger.warning("archive=%s schema=%s migrating=%s copy=none reason=disk", file, schema, HEAD)
        return
    copying.copy(file, copy)
    logger.warning("archive=%s schema=%s migrating=%s copy=%s", file, schema, HEAD, copy)


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """Open a transaction for changing the schema."""
    if engine.dialect.name != "sqlite":
        with engine.begin() as connection:
            yield connection
        return
    with engine.connect() as connection:
        # A table that is made anew would take the rows that refer to it along (sqlite.org/lang_altertable.html, 7).
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        # Two that open a new archive at once must not both make it: whoever waited looks again.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection
        connection.commit()
        connection.exec_driver_sql("PRAGMA foreign_keys = ON")


def _is_old(connection: Connection, *, make: bool) -> bool:
    """Return whether an archive must be migrated; a new one must."""
    schema = revision(connection)
    if schema is None and not make:
        shown = _file(connection.engine.url) or told(connection.engine)
        raise ArchiveMissing(
            f"{shown} is a database, but no archive of diemtin: `diemtin crawl` makes one there, or {_ANOTHER}"
        )
    if schema is not None and not is_known(schema):
        raise ArchiveTooNew(
            f"the archive {told(connection.engine)} has schema {schema}, this version knows up to {HEAD}: "
            "upgrade diemtin, or name another archive with --archive"
        )
    return schema != HEAD


def _upgrade(connection: Connection) -> None:
    from crawler.archive import migrating  # noqa: PLC0415 - Alembic takes longer to load than all the rest

    migrating.upgrade(connection)

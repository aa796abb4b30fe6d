"""The archive opened: made when it is new, migrated when it is old, refused when it is newer than this program."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from crawler.archive.store import Archive
from crawler.archive.transaction import remedy, told
from crawler.errors import ArchiveTooNew, ArchiveUnreadable

HEAD = "0001"
"""The schema's revision that this version reads and writes; a test compares it with the migrations."""

_KNOWN = frozenset({"0001"})
_BACKENDS = frozenset({"sqlite", "postgresql"})
_BUSY = 30_000  # milliseconds that a writer waits for another process


@contextmanager
def opened(url: str) -> Iterator[Archive]:
    """Open the archive at a SQLAlchemy URL, e.g. `sqlite:///diemtin.db`, and close it at the end.

    Raises:
        ArchiveUnreadable: the address cannot be, or what is there cannot be opened or is not a database.
        ArchiveTooNew: a later version of this program wrote it.
    """
    engine = _engine(url)
    try:
        _migrate(engine)
        yield Archive(engine)
    finally:
        engine.dispose()


def _engine(url: str) -> Engine:
    try:
        engine = create_engine(url)
    except (ArgumentError, ValueError) as error:
        raise ArchiveUnreadable(
            f"{url!r} is no address of an archive: --archive takes one like sqlite:///diemtin.db"
        ) from error
    except ImportError as error:
        raise ArchiveUnreadable(
            f"the archive's address needs a Python package that is not installed ({error.name}): install it, or name "
            "another archive with --archive"
        ) from error
    address = engine.url
    if address.get_backend_name() not in _BACKENDS:
        raise ArchiveUnreadable(
            f"{told(engine)} is neither SQLite nor PostgreSQL: name an archive that is one with --archive"
        )
    if address.get_backend_name() == "sqlite":
        if address.database and address.database != ":memory:":
            _make_folder(Path(address.database).parent, told(engine))
        event.listen(engine, "connect", _tune_sqlite)
    return engine


def _make_folder(folder: Path, url: str) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveUnreadable(
            f"the archive's folder {folder} cannot be made ({error}); set `archive`, now {url}"
        ) from error


def _tune_sqlite(connection: Any, _record: object) -> None:
    for pragma in (f"busy_timeout = {_BUSY}", "journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _migrate(engine: Engine) -> None:
    try:
        with engine.connect() as connection:
            if _revision(connection) == HEAD:
                return
        with engine.begin() as connection:
            if connection.dialect.name == "sqlite":
                # Two that open a new archive at once must not both make it: whoever waited looks again.
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            revision = _revision(connection)
            if revision == HEAD:
                return
            if revision is not None and revision not in _KNOWN:
                raise ArchiveTooNew(
                    f"the archive {told(engine)} has schema {revision}, this version knows up to {HEAD}: "
                    "upgrade diemtin, or name another archive with --archive"
                )
            _upgrade(connection)
    except SQLAlchemyError as error:
        raise ArchiveUnreadable(remedy(told(engine), error)) from error


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _upgrade(connection: Connection) -> None:
    with as_file(files("crawler.archive") / "migrations") as folder:
        config = Config()
        config.set_main_option("script_location", str(folder))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")

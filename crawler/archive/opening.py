"""The archive opened: made when it is new, migrated when it is old, refused when it is newer than this program."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from crawler.archive.store import Archive
from crawler.archive.transaction import remedy
from crawler.errors import ArchiveTooNew, ArchiveUnreadable

HEAD = "0001"
"""The schema's revision that this version reads and writes; a test compares it with the migrations."""

_KNOWN = frozenset({"0001"})
_BUSY = 30_000  # milliseconds that a writer waits for another process


@contextmanager
def opened(url: str) -> Iterator[Archive]:
    """Open the archive at a SQLAlchemy URL, e.g. `sqlite:///diemtin.db`, and close it at the end.

    Raises:
        ArchiveUnreadable: it cannot be opened or is not a database.
        ArchiveTooNew: a later version of this program wrote it.
    """
    engine = _engine(url)
    try:
        _migrate(engine, url)
        yield Archive(engine)
    finally:
        engine.dispose()


def _engine(url: str) -> Engine:
    address = make_url(url)
    engine = create_engine(address)
    if address.get_backend_name() == "sqlite":
        if address.database and address.database != ":memory:":
            _make_folder(Path(address.database).parent, url)
        event.listen(engine, "connect", _tune_sqlite)
    return engine


def _make_folder(folder: Path, url: str) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveUnreadable(f"the archive's folder {folder} cannot be made ({error}); set `archive`, now {url}") from error


def _tune_sqlite(connection: Any, _record: object) -> None:
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON", f"busy_timeout = {_BUSY}"):
        connection.execute(f"PRAGMA {pragma}")


def _migrate(engine: Engine, url: str) -> None:
    try:
        with engine.begin() as connection:
            revision = _revision(connection)
            if revision == HEAD:
                return
            if revision is not None and revision not in _KNOWN:
                raise ArchiveTooNew(
                    f"the archive {url} has schema {revision}, this version knows up to {HEAD}: "
                    "upgrade diemtin, or name another archive with --archive"
                )
            _upgrade(connection)
    except SQLAlchemyError as error:
        raise ArchiveUnreadable(remedy(url, error)) from error


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

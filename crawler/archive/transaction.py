"""Transactions whose failures name the remedy."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import ColumnElement, Connection, Engine, select
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

from crawler.errors import ArchiveUnreadable


@contextmanager
def begin(engine: Engine) -> Iterator[Connection]:
    """Open a transaction: it is committed at the end, and undone where anything fails.

    Raises:
        ArchiveUnreadable: the disk is full, the archive is read-only or locked, the server is gone.
    """
    try:
        with engine.begin() as connection:
            yield connection
    except OperationalError as error:
        raise ArchiveUnreadable(remedy(told(engine), error)) from error


def owners(
    connection: Connection, keys: Sequence[str], *, key: ColumnElement[str], owner: ColumnElement[str]
) -> dict[str, str]:
    """Return which of the keys a table holds, and whose they are."""
    found: dict[str, str] = {}
    for start in range(0, len(keys), 500):  # SQLite takes 32,766 variables, old builds 999
        part = keys[start : start + 500]
        found.update(connection.execute(select(key, owner).where(key.in_(part))).all())
    return found


def told(engine: Engine) -> str:
    """Return the archive's address as it may be shown: without a password."""
    return engine.url.render_as_string(hide_password=True)


def remedy(url: str, error: SQLAlchemyError) -> str:
    """Return what is wrong with the archive at `url` and what to do."""
    cause = str(error.orig if isinstance(error, DBAPIError) else error).splitlines()[0]
    if "not a database" in cause:
        return f"{url} is not an archive ({cause}): move the file away, or name another with --archive"
    if "full" in cause:
        return f"the disk is full ({cause}): make room and run the same command again; nothing stored is lost"
    if "locked" in cause:
        return f"the archive {url} is in use ({cause}): is another diemtin writing for more than half a minute?"
    return f"the archive {url} cannot be used ({cause}): check that the path exists and may be written"

"""What state an archive is in, of whatever version it is: asked before anything is done to it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, inspect, select, text

from crawler.archive import copying, opening, process
from crawler.archive.memory import RUNNING
from crawler.archive.plans import Plans
from crawler.archive.schema import articles, crawls, documents, events, frontier


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """An archive, looked at and left as it is.

    Attributes:
        database: its name and version: `SQLite 3.45.1`.
        version: the same in numbers.
        schema: revision of its tables; empty where it is no archive.
        articles: how many. Likewise `documents`, and the links that are `waiting`.
        serial: of the last event in its journal.
        newest: the last moment at which a crawl began or something was fetched.
        crawling: portals that are being crawled now.
        size: bytes in use.
    """

    database: str
    version: tuple[int, ...]
    schema: str
    articles: int = 0
    documents: int = 0
    waiting: int = 0
    serial: int = 0
    newest: datetime | None = None
    crawling: tuple[str, ...] = ()
    size: int = 0

    @property
    def is_newer(self) -> bool:
        """Whether a later version of this program wrote it."""
        return bool(self.schema) and not opening.is_known(self.schema)

    @property
    def is_older(self) -> bool:
        """Whether it is migrated as soon as it is opened."""
        return bool(self.schema) and not self.is_newer and not self.is_current

    @property
    def is_current(self) -> bool:
        """Whether it is of this program's version."""
        return self.schema == opening.HEAD


def of(url: str) -> Condition:
    """Return an archive's condition.

    Raises:
        ArchiveMissing: there is none.
        ArchiveUnreadable: it cannot be opened, or is no database.
    """
    with opening.as_it_is(url) as engine, engine.connect() as connection:
        version = connection.dialect.server_version_info or ()
        name = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.dialect.name]
        return Condition(
            database=f"{name} {'.'.join(map(str, version))}",
            version=tuple(int(part) for part in version),
            schema=opening.revision(connection) or "",
            articles=_count(connection, "articles"),
            documents=_count(connection, "documents"),
            waiting=_count(connection, "frontier"),
            serial=_last_event(connection),
            newest=_newest(connection),
            crawling=_crawling(connection),
            size=used(connection),
        )


def holders(url: str, *, now: datetime) -> dict[str, str]:
    """Return who holds which lease, as `Plans.holders` does; nobody where the archive is older than leases.

    Raises:
        ArchiveMissing: there is none.
        ArchiveUnreadable: it cannot be opened, or is no database.
    """
    with opening.as_it_is(url) as engine:
        return Plans(engine).holders(now=now) if inspect(engine).has_table("leases") else {}


def fault(url: str) -> str:
    """Return what is wrong inside an SQLite archive, in its own words; nothing where it is sound, or on a server.

    It is read from end to end: a minute for some ten gigabytes.
    """
    file = opening.file_of(url)
    return copying.fault(file) if file else ""


def used(connection: Connection) -> int:
    """Return how many bytes a database uses; what a file gave back to itself does not count."""
    if connection.dialect.name == "postgresql":
        return int(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0)
    pages, free, size = (
        int(connection.scalar(text(f"PRAGMA {name}")) or 0) for name in ("page_count", "freelist_count", "page_size")
    )
    return (pages - free) * size


_TABLES = {"articles": articles, "documents": documents, "frontier": frontier}


def _count(connection: Connection, name: str) -> int:
    """Return how many rows a table has; none where the archive is older than the table."""
    if not inspect(connection).has_table(name):
        return 0
    return connection.scalar(select(func.count()).select_from(_TABLES[name])) or 0


def _last_event(connection: Connection) -> int:
    there = inspect(connection).has_table("events")
    return (connection.scalar(select(func.max(events.c.serial))) or 0) if there else 0


def _newest(connection: Connection) -> datetime | None:
    if not inspect(connection).has_table("crawls"):
        return None
    found = [connection.scalar(select(func.max(column))) for column in (articles.c.fetched, crawls.c.started)]
    return max((one for one in found if one), default=None)


def _crawling(connection: Connection) -> tuple[str, ...]:
    if not inspect(connection).has_table("crawls"):
        return ()
    running = connection.execute(select(crawls.c.portal, crawls.c.problems).where(crawls.c.outcome == RUNNING))
    marks = {portal: [one["reason"] for one in told if one["kind"] == "process"] for portal, told in running}
    return tuple(sorted(portal for portal, told in marks.items() if any(map(process.lives, told))))

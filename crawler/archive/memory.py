"""What crawls must remember: links waiting to be fetched, what listings answered, how far a back-crawl came."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Insert, RowMapping, Table, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from crawler.archive import process
from crawler.archive.schema import backfills, checks, crawls, frontier, listings, native_feeds, pages, published
from crawler.archive.transaction import begin
from crawler.discovery import Link

RUNNING, INTERRUPTED = "running", "interrupted"
"""Outcomes of a crawl that has not ended, and of one whose process ended before it."""

ATTEMPTS = 4
"""How often a link is tried before it is given up."""

_PATIENCE = (timedelta(0), timedelta(hours=1), timedelta(hours=12), timedelta(days=3))


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A link that was found and not yet stored.

    Attributes:
        section: path of the section in whose own list it stood; empty when that is not known.
    """

    key: str
    link: Link
    section: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a listing answered last."""

    etag: str = ""
    last_modified: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backfill:
    """How far a crawl into the past has come in one section.

    Attributes:
        since: how far it is to go.
        url: the page to ask for next.
        source: which of the section's sources it is of.
        page: its number, from 1.
    """

    section: str
    since: datetime
    url: str
    source: int
    page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What a feed was last made from, and how it stood.

    Attributes:
        digest: of all that it was made from.
        serial: of the last event of the journal then.
        entries: how many its files carry.
        updated: when the newest change in it was seen; None when it has no entries.
        newest: the date of its newest entry, likewise.
        per_day: how many entries it carries for each day that they span.
    """

    digest: str
    serial: int = 0
    entries: int = 0
    updated: datetime | None = None
    newest: datetime | None = None
    per_day: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A complete page of a feed's history, which stays as it is.

    Attributes:
        number: from 1, the oldest.
        name: of its files: `2026-11`, `2026-11-2`.
        first: serial of its first event; likewise `last`.
    """

    number: int
    name: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NativeFeed:
    """How a section's own feed compared with its listing.

    Attributes:
        section: its path.
        compared: when it was last looked at for this.
        verdict: kind of the fault (`feed-stale` …); empty when there was none.
        reason: the fault in words.
        since: when the verdict became what it is.
    """

    portal: str
    section: str
    url: str
    compared: datetime
    verdict: str = ""
    reason: str = ""
    since: datetime


class Memory:
    """Remembers between crawls, and between one publishing and the next."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def answered(self, url: str) -> Answered:
        """Return what a listing answered last; empty when it was never asked."""
        columns = (listings.c.etag, listings.c.last_modified, listings.c.digest)
        with self._engine.connect() as connection:
            found = connection.execute(select(*columns).where(listings.c.url == url)).mappings().first()
        return Answered(**found) if found else Answered()

    def note(self, portal: str, url: str, *, answered: Answered, waiting: Sequence[Waiting], now: datetime) -> None:
        """Note a listing's answer together with the links it brought: both, or neither.

        Were the answer noted alone and the crawl killed, the next one would hear "not changed" and lose the links.
        """
        values = {
            "url": url,
            "portal": portal,
            "etag": answered.etag,
            "last_modified": answered.last_modified,
            "digest": answered.digest,
            "fetched": now,
        }
        with begin(self._engine) as connection:
            connection.execute(insert_or_update(connection, listings, "url"), values)
            if waiting:
                rows = [_frontier_row(portal, one, now=now) for one in waiting]
                connection.execute(insert_or_skip(connection, frontier), rows)

    def waiting(self, portal: str, *, now: datetime) -> list[Waiting]:
        """Return the links of a portal that wait and may be tried now, the longest waiting first."""
        query = (
            select(frontier)
            .where(frontier.c.portal == portal, frontier.c.attempts < ATTEMPTS)
            .where(or_(frontier.c.not_before.is_(None), frontier.c.not_before <= now))
            .order_by(frontier.c.found, frontier.c.key)
        )
        with self._engine.connect() as connection:
            return [_waiting(row) for row in connection.execute(query).mappings()]

    def given_up(self, portal: str, keys: Sequence[str]) -> set[str]:
        """Return which links wait for a later try, or were tried often enough."""
        query = select(frontier.c.key).where(frontier.c.portal == portal, frontier.c.attempts > 0)
        with self._engine.connect() as connection:
            return set(connection.scalars(query)) & set(keys)

    def fail(self, key: str, *, error: str, now: datetime, final: bool = False, patient: bool = False) -> None:
        """Note that a link could not be fetched or read; it is tried again after an hour, a half day and three days.

        One that is to be `patient` with is tried again every half day, and never given up.
        """
        with begin(self._engine) as connection:
            tried = connection.scalar(select(frontier.c.attempts).where(frontier.c.key == key))
            attempts = ATTEMPTS if final else min((tried or 0) + 1, 2 if patient else ATTEMPTS)
            later = now + _PATIENCE[min(attempts, len(_PATIENCE) - 1)]
            values = {"attempts": attempts, "not_before": later, "error": error}
            connection.execute(update(frontier).where(frontier.c.key == key).values(values))

    def backfills(self, portal: str) -> dict[str, Backfill]:
        """Return the unfinished crawls into the past of a portal, by section."""
        query = select(backfills).where(backfills.c.portal == portal)
        with self._engine.connect() as connection:
            found = [dict(row) for row in connection.execute(query).mappings()]
        return {row["section"]: Backfill(**{k: v for k, v in row.items() if k != "portal"}) for row in found}

    def advance(self, portal: str, backfill: Backfill) -> None:
        """Note which page a crawl into the past will ask for next."""
        values = {
            "portal": portal,
            "section": backfill.section,
            "since": backfill.since,
            "url": backfill.url,
            "source": backfill.source,
            "page": backfill.page,
        }
        with begin(self._engine) as connection:
            connection.execute(insert_or_update(connection, backfills, "portal", "section"), values)

    def finish_backfill(self, portal: str, section: str) -> None:
        """Note that a section has been crawled as far back as was asked."""
        with begin(self._engine) as connection:
            here = (backfills.c.portal == portal) & (backfills.c.section == section)
            connection.execute(delete(backfills).where(here))

    def note_feed(self, feed: NativeFeed) -> None:
        """Note how a section's own feed compared with its listing."""
        with begin(self._engine) as connection:
            connection.execute(insert_or_update(connection, native_feeds, "portal", "section"), asdict(feed))

    def begin_crawl(self, portal: str, *, now: datetime) -> int:
        """Note that a crawl began, and return its number.

        One of the same portal that has not ended never will: at most one runs at a time.
        """
        # Who crawls stands where the problems will, until there are any to tell.
        process_told = [{"kind": "process", "reason": process.mark()}]
        values = {"portal": portal, "started": now, "outcome": RUNNING, "counts": {}, "problems": process_told}
        left = (crawls.c.portal == portal) & (crawls.c.outcome == RUNNING)
        with begin(self._engine) as connection:
            connection.execute(update(crawls).where(left).values({"outcome": INTERRUPTED, "problems": []}))
            return int(connection.scalars(crawls.insert().values(values).returning(crawls.c.id)).one())

    def note_check(self, portal: str, *, passed: bool, now: datetime) -> None:
        """Note whether a portal read right when it was checked."""
        with begin(self._engine) as connection:
            connection.execute(delete(checks).where(checks.c.portal == portal))
            connection.execute(checks.insert().values(portal=portal, checked=now, passed=passed))

    def end_crawl(
        self,
        number: int,
        *,
        now: datetime,
        outcome: str,
        counts: Mapping[str, int],
        problems: Sequence[Mapping[str, str]],
    ) -> None:
        """Note how a crawl ended."""
        values: dict[str, Any] = {
            "finished": now,
            "outcome": outcome,
            "counts": dict(counts),
            "problems": list(problems),
        }
        with begin(self._engine) as connection:
            connection.execute(update(crawls).where(crawls.c.id == number).values(values))

    def published(self) -> dict[str, Published]:
        """Return what each feed was last made from, by path."""
        names = [one.name for one in fields(Published)]
        query = select(published.c.path, *(published.c[name] for name in names))
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        return {  # feeds of an older version lack some, which have defaults
            path: Published(**{name: one for name, one in zip(names, said, strict=True) if one is not None})
            for path, *said in rows
        }

    def note_published(self, made: Mapping[str, Published]) -> None:
        """Note what feeds were made from, by path."""
        rows = [{"path": path, **asdict(one)} for path, one in sorted(made.items())]
        if rows:
            with begin(self._engine) as connection:
                connection.execute(insert_or_update(connection, published, "path"), rows)

    def pages(self, feed: str) -> list[Page]:
        """Return the complete pages of a feed's history, the oldest first."""
        columns = (pages.c.number, pages.c.name, pages.c.first, pages.c.last)
        query = select(*columns).where(pages.c.feed == feed).order_by(pages.c.number)
        with self._engine.connect() as connection:
            return [Page(**row) for row in connection.execute(query).mappings()]

    def note_pages(self, feed: str, complete: Sequence[Page]) -> None:
        """Note pages of a feed's history that are complete."""
        rows = [{"feed": feed, **asdict(page)} for page in complete]
        if rows:
            with begin(self._engine) as connection:
                connection.execute(insert_or_update(connection, pages, "feed", "number"), rows)


def insert_or_skip(connection: Connection, table: Table) -> Insert:
    """Return an INSERT that leaves rows alone whose key is there already."""
    return _insert(connection, table).on_conflict_do_nothing()


def insert_or_update(connection: Connection, table: Table, *key: str) -> Insert:
    """Return an INSERT that replaces rows whose key is there already."""
    statement = _insert(connection, table)
    rest = {column.name: statement.excluded[column.name] for column in table.columns if column.name not in key}
    return statement.on_conflict_do_update(index_elements=list(key), set_=rest)


def _insert(connection: Connection, table: Table) -> "postgresql.Insert | sqlite.Insert":
    """Return an INSERT of the database's own kind: both know ON CONFLICT, and write it alike."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


def _frontier_row(portal: str, one: Waiting, *, now: datetime) -> dict[str, Any]:
    return {
        "key": one.key,
        "portal": portal,
        "url": one.link.url,
        "title": one.link.title,
        "published": one.link.published,
        "section": one.section,
        "found": now,
        "attempts": 0,
        "not_before": None,
        "error": "",
    }


def _waiting(row: RowMapping) -> Waiting:
    link = Link(url=row["url"], title=row["title"], published=row["published"])
    return Waiting(key=row["key"], link=link, section=row["section"])
